-- JSON list of what `kd week new` has put into a week once: "paper ID" and the items it carried. What the user took out
-- again is not put back.
ALTER TABLE week ADD COLUMN proposed TEXT NOT NULL DEFAULT '[]';
