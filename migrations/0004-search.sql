-- The full text of papers, one row a paper (its rowid is the paper's id). Derived: the texts stand elsewhere, so the table
-- keeps none of them, and what a row holds is put in anew whenever a paper's texts change.
CREATE VIRTUAL TABLE search USING fts5 (
  title, name, key_idea, summary, note,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);
CREATE VIRTUAL TABLE search_term USING fts5vocab (search, row);
