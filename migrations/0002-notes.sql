-- Notes on papers (and a few on none), kept whole, and the further names of papers.

CREATE TABLE note (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  -- The path below the folder that was imported; what tells a note that changed from another note.
  file            TEXT NOT NULL UNIQUE,
  -- The last part of that path.
  base_name       TEXT NOT NULL,
  -- The folder it lies in, for relative images.
  folder          TEXT NOT NULL,
  -- NULL for a note that is about no paper.
  paper_id        INTEGER REFERENCES paper (id),
  title           TEXT,
  title_key       TEXT NOT NULL,
  name            TEXT NOT NULL,
  venue_id        INTEGER REFERENCES venue (id),
  container_title TEXT,
  issued_year     INTEGER,
  issued_month    INTEGER,
  track           TEXT,
  rank            TEXT,
  unsure          INTEGER NOT NULL CHECK (unsure IN (0, 1)),
  date            TEXT,
  theme           TEXT,
  -- JSON: authors, links, datasets, url, doi, arxiv.
  facts           TEXT NOT NULL,
  -- JSON: where summary, key ideas, bold phrases and the body stand in the source, in UTF-16 code units.
  spans           TEXT NOT NULL,
  -- JSON: the headings of the body, with their lines.
  outline         TEXT NOT NULL,
  source          TEXT NOT NULL,
  -- The text as last read from the file.
  base            TEXT
) STRICT;
CREATE INDEX note_base_name ON note (base_name);
CREATE INDEX note_paper ON note (paper_id);
CREATE INDEX note_title_key ON note (title_key);
CREATE INDEX note_date ON note (date);

-- Titles that differ in one letter share their first or their second half.
CREATE INDEX paper_title_tail ON paper (substr(title_key, -10));

-- Names that the user gave a paper (DKD, SSKD); those that kd learns are derived.
CREATE TABLE paper_alias (
  paper_id  INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  alias_key TEXT NOT NULL,
  alias     TEXT NOT NULL,
  -- 'removed': a learned name that the user took away.
  choice    TEXT NOT NULL CHECK (choice IN ('added', 'removed')),
  PRIMARY KEY (paper_id, alias_key)
) STRICT, WITHOUT ROWID;

-- Derived.

CREATE TABLE paper_name (
  name_key TEXT NOT NULL,
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  name     TEXT NOT NULL,
  PRIMARY KEY (name_key, paper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_name_paper ON paper_name (paper_id);

-- Words in a paper's texts that name another paper; which paper is decided when they are read.
CREATE TABLE mention (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  phrase   TEXT NOT NULL,
  name_key TEXT NOT NULL,
  year     INTEGER,
  venue    TEXT,
  -- The date of the week, or the file of the note, that holds it.
  place    TEXT NOT NULL,
  PRIMARY KEY (paper_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_name_key ON mention (name_key);

-- Ideas that only the long body of a note names: evidence, but no tag.
CREATE TABLE body_evidence (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  tag_id   INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  phrase   TEXT NOT NULL,
  sentence TEXT NOT NULL,
  note_id  INTEGER NOT NULL REFERENCES note (id) ON DELETE CASCADE,
  line     INTEGER NOT NULL,
  PRIMARY KEY (tag_id, paper_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX body_evidence_paper ON body_evidence (paper_id);
