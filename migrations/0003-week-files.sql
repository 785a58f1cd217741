-- The text of a week as it was last read from or written to a file of this name: what a later text of the file is
-- compared with, to tell what was changed there from what was changed here.
CREATE TABLE week_file (
  week_id   INTEGER NOT NULL REFERENCES week (id) ON DELETE CASCADE,
  file_name TEXT NOT NULL,
  base      TEXT NOT NULL,
  PRIMARY KEY (week_id, file_name)
) STRICT, WITHOUT ROWID;

INSERT INTO week_file (week_id, file_name, base)
  SELECT id, file_name, base FROM week WHERE file_name IS NOT NULL AND base IS NOT NULL;

ALTER TABLE week DROP COLUMN base;

UPDATE change SET before = json_remove(before, '$.base'), after = json_remove(after, '$.base')
  WHERE table_name = 'week';
