-- The library: what the user wrote and decided. Every row here is written through an operation,
-- except the shipped vocabulary (rows with shipped = 1), which data/ can always make again.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE venue (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL UNIQUE,
  full_name TEXT,
  type      TEXT NOT NULL CHECK (type IN ('conference', 'journal', 'preprint', 'series')),
  held      TEXT CHECK (held IN ('annual', 'odd', 'even')),
  since     INTEGER,
  shipped   INTEGER NOT NULL DEFAULT 0 CHECK (shipped IN (0, 1))
) STRICT;

CREATE TABLE venue_alias (
  alias_key TEXT PRIMARY KEY,
  venue_id  INTEGER NOT NULL REFERENCES venue (id) ON DELETE CASCADE,
  alias     TEXT NOT NULL,
  shipped   INTEGER NOT NULL DEFAULT 0 CHECK (shipped IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE paper (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  citation_key    TEXT NOT NULL UNIQUE,
  title           TEXT NOT NULL,
  -- Letters and digits of the title after NFKC and case folding; '' equals no other title.
  title_key       TEXT NOT NULL,
  venue_id        INTEGER REFERENCES venue (id),
  -- The venue's words as typed ("AAAi", "Idiap").
  container_title TEXT,
  issued_year     INTEGER,
  issued_month    INTEGER CHECK (issued_month BETWEEN 1 AND 12),
  issued_day      INTEGER CHECK (issued_day BETWEEN 1 AND 31),
  track           TEXT,
  doi             TEXT,
  arxiv           TEXT,
  url             TEXT,
  volume          TEXT,
  issue           TEXT,
  page            TEXT,
  abstract        TEXT,
  status          TEXT NOT NULL CHECK (status IN ('to-read', 'reading', 'read', 'dropped')),
  rating          INTEGER CHECK (rating BETWEEN 1 AND 5),
  -- JSON list of the fields the user set directly: readings never change these.
  set_by_user     TEXT NOT NULL DEFAULT '[]',
  added_at        TEXT NOT NULL
) STRICT;
CREATE INDEX paper_title_key ON paper (title_key);
CREATE INDEX paper_venue ON paper (venue_id);
CREATE INDEX paper_issued_year ON paper (issued_year);
CREATE INDEX paper_status ON paper (status);
CREATE UNIQUE INDEX paper_doi ON paper (doi) WHERE doi IS NOT NULL;
CREATE UNIQUE INDEX paper_arxiv ON paper (arxiv) WHERE arxiv IS NOT NULL;

CREATE TABLE author (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  name_key TEXT NOT NULL,
  PRIMARY KEY (paper_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX author_name_key ON author (name_key);

CREATE TABLE link (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  role     TEXT NOT NULL CHECK (role IN ('paper', 'code', 'project', 'dataset', 'video')),
  position INTEGER NOT NULL,
  -- NULL for a stated absence ("no code"), whose words are in text.
  url      TEXT,
  text     TEXT,
  PRIMARY KEY (paper_id, role, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  name       TEXT NOT NULL UNIQUE,
  name_key   TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('idea', 'task', 'dataset', 'topic')),
  label_en   TEXT,
  label_zh   TEXT,
  definition_en TEXT,
  definition_zh TEXT,
  formula    TEXT,
  -- JSON {title, venue, year} of the paper that made the idea known.
  origin     TEXT,
  -- 0: a group or family whose own labels are too general to match in a text.
  matches    INTEGER NOT NULL DEFAULT 1 CHECK (matches IN (0, 1)),
  shipped    INTEGER NOT NULL DEFAULT 0 CHECK (shipped IN (0, 1))
) STRICT;
CREATE INDEX tag_name_key ON tag (name_key);

CREATE TABLE tag_alias (
  tag_id    INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  alias_key TEXT NOT NULL,
  alias     TEXT NOT NULL,
  -- JSON list of words, one of which must stand in the same text for the alias to match.
  near      TEXT,
  shipped   INTEGER NOT NULL DEFAULT 0 CHECK (shipped IN (0, 1)),
  PRIMARY KEY (tag_id, alias_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_alias_key ON tag_alias (alias_key);

CREATE TABLE tag_broader (
  tag_id     INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  broader_id INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  shipped    INTEGER NOT NULL DEFAULT 0 CHECK (shipped IN (0, 1)),
  PRIMARY KEY (tag_id, broader_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_broader_broader ON tag_broader (broader_id);

-- What the user decided on a paper's tag; it outranks the vocabulary for good.
CREATE TABLE tag_choice (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  tag_id   INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  choice   TEXT NOT NULL CHECK (choice IN ('added', 'removed')),
  PRIMARY KEY (paper_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_choice_tag ON tag_choice (tag_id);

CREATE TABLE week (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  date      TEXT NOT NULL UNIQUE,
  -- The name of the file the week was last read from, and its text then; NULL for a week born in kd.
  file_name TEXT,
  base      TEXT,
  -- JSON list of [quote, 'theme' | 'remark']: how the user decided a doubtful quote is to be read.
  choices   TEXT NOT NULL DEFAULT '[]'
) STRICT;

-- The sources of a week's blocks, joined in order of position, are the note byte for byte.
CREATE TABLE block (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  week_id  INTEGER NOT NULL REFERENCES week (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('title', 'section', 'rule', 'theme', 'reading', 'prose')),
  source   TEXT NOT NULL,
  -- The block's words without their marks: the theme's line, the section's name, the paper's heading.
  text     TEXT NOT NULL
) STRICT;
CREATE INDEX block_week_position ON block (week_id, position);

CREATE TABLE reading (
  block_id       INTEGER PRIMARY KEY REFERENCES block (id) ON DELETE CASCADE,
  paper_id       INTEGER NOT NULL REFERENCES paper (id),
  theme_id       INTEGER REFERENCES block (id),
  title          TEXT NOT NULL,
  title_key      TEXT NOT NULL,
  venue_id       INTEGER REFERENCES venue (id),
  container_title TEXT,
  issued_year    INTEGER,
  issued_month   INTEGER,
  track          TEXT,
  rank           TEXT,
  unsure         INTEGER NOT NULL CHECK (unsure IN (0, 1)),
  ran_code       INTEGER NOT NULL CHECK (ran_code IN (0, 1)),
  -- The date of the earlier week that a back-reference ("-0322") names.
  refers_to      TEXT,
  -- 1: the text stands in the next reading's block, which both share.
  shares_text    INTEGER NOT NULL CHECK (shares_text IN (0, 1)),
  -- JSON spans [start, end) in the block's source, in UTF-16 code units.
  spans          TEXT NOT NULL
) STRICT;
CREATE INDEX reading_paper ON reading (paper_id);
CREATE INDEX reading_theme ON reading (theme_id);
CREATE INDEX reading_title_key ON reading (title_key);

CREATE TABLE operation (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,
  command TEXT NOT NULL
) STRICT;

CREATE TABLE change (
  operation_id INTEGER NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
  position     INTEGER NOT NULL,
  table_name   TEXT NOT NULL,
  -- JSON: the row's primary key; the changed columns before (NULL: the row is new) and after (NULL: it is gone).
  row_key      TEXT NOT NULL,
  before       TEXT,
  after        TEXT,
  PRIMARY KEY (operation_id, position)
) STRICT, WITHOUT ROWID;

-- Derived: made again from the rows above for each paper an operation touches; not part of history.

CREATE TABLE paper_tag (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  tag_id   INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  PRIMARY KEY (paper_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_tag_tag ON paper_tag (tag_id, paper_id);

CREATE TABLE evidence (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  tag_id   INTEGER NOT NULL REFERENCES tag (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  phrase   TEXT NOT NULL,
  alias    TEXT NOT NULL,
  sentence TEXT NOT NULL,
  place    TEXT NOT NULL CHECK (place IN ('title', 'summary', 'key idea', 'bold phrase', 'origin', 'dataset')),
  -- The date of the week, or the file of the note, that holds the phrase; NULL for a title.
  source   TEXT,
  PRIMARY KEY (paper_id, tag_id, position)
) STRICT, WITHOUT ROWID;
