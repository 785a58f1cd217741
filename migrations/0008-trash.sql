-- Papers that were removed, until they are restored or the trash is emptied.
CREATE TABLE trash (
  -- The id that the paper had, and gets again.
  paper_id     INTEGER PRIMARY KEY,
  citation_key TEXT NOT NULL,
  title        TEXT NOT NULL,
  title_key    TEXT NOT NULL,
  removed_at   TEXT NOT NULL,
  -- JSON: the paper's row, the rows that were parts of it, its notes, the headings of its readings, and the names of
  -- the tags and venues that these rows name by ids. Its readings stay in their weeks, as prose.
  content      TEXT NOT NULL
) STRICT;
CREATE INDEX trash_title_key ON trash (title_key);
