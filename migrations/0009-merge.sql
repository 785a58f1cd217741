-- Papers that were taken into others, and what of them the others do not have by now: by it these go on being found.
CREATE TABLE merged_paper (
  -- The id that the paper had.
  id           INTEGER PRIMARY KEY,
  paper_id     INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  citation_key TEXT NOT NULL,
  -- The key of its BibTeX entry.
  entry_key    TEXT,
  title        TEXT NOT NULL,
  title_key    TEXT NOT NULL,
  doi          TEXT,
  arxiv        TEXT
) STRICT;
CREATE INDEX merged_paper_paper ON merged_paper (paper_id);
CREATE INDEX merged_paper_citation_key ON merged_paper (citation_key);
CREATE INDEX merged_paper_entry_key ON merged_paper (entry_key);
CREATE INDEX merged_paper_title_key ON merged_paper (title_key);
CREATE INDEX merged_paper_doi ON merged_paper (doi);
CREATE INDEX merged_paper_arxiv ON merged_paper (arxiv);

-- Pairs of papers that the user decided are two, whatever they have in common; a pair stands here once.
CREATE TABLE different_paper (
  paper_id INTEGER NOT NULL REFERENCES paper (id) ON DELETE CASCADE,
  -- No foreign key: the other may lie in the trash, and come back.
  other_id INTEGER NOT NULL,
  PRIMARY KEY (paper_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX different_paper_other ON different_paper (other_id);
