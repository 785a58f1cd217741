-- What other programs know of a paper and kd has no column for, so that it can be given back to them.

-- The type of the work in the terms of CSL (paper-conference, article-journal, …); NULL where none was ever stated.
ALTER TABLE paper ADD COLUMN type TEXT;
-- JSON object of the CSL variables that have no column of their own.
ALTER TABLE paper ADD COLUMN extra TEXT;

-- The BibTeX entry that a paper came with.
CREATE TABLE entry (
  paper_id INTEGER PRIMARY KEY REFERENCES paper (id) ON DELETE CASCADE,
  type     TEXT NOT NULL,
  key      TEXT NOT NULL,
  -- JSON object: the fields as LaTeX, by their names in lower case, in the order of the entry.
  fields   TEXT NOT NULL
) STRICT;
CREATE INDEX entry_key ON entry (key);
