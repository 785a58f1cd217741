import { titleKey } from '../domain/text.ts';
import type { Database } from './database.ts';

/** A paper by what tells it from others. */
export interface Likeness {
  readonly id: number;
  readonly citationKey: string;
  readonly title: string;
  readonly titleKey: string;
  readonly year: number | null;
  readonly firstAuthor: string | null;
  readonly doi: string | null;
  readonly arxiv: string | null;
  readonly url: string | null;
}

/** Where a text of a paper stands that may name an identifier. */
export type IdentifierPlace = 'link' | 'note' | 'entry';

/** What a paper that was taken into another was known by, as far as the other does not have it. */
export interface MergedPaper {
  /** The id that it had. */
  readonly id: number;
  readonly citationKey: string;
  readonly entryKey?: string | undefined;
  readonly title: string;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
}

/** What papers have in common, which pairs were decided to be two, and papers that were taken into others. */
export class Duplicates {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** All papers, in the order of their ids. */
  likenesses(): Likeness[] {
    return this.#db.all(
      `SELECT p.id, p.citation_key AS citationKey, p.title, p.title_key AS titleKey, p.issued_year AS year,
              a.name AS firstAuthor, p.doi, p.arxiv, p.url
         FROM paper p LEFT JOIN author a ON a.paper_id = p.id AND a.position = 0 ORDER BY p.id`,
    );
  }

  /** The texts besides a paper's own identifiers and address that may be an identifier of it. */
  identifierTexts(): { paperId: number; place: IdentifierPlace; text: string }[] {
    return this.#db.all(
      `SELECT paper_id AS paperId, 'link' AS place, url AS text FROM link WHERE role = 'paper' AND url IS NOT NULL
       UNION ALL SELECT n.paper_id, 'note', f.value FROM note n, json_each(n.facts) f
        WHERE n.paper_id IS NOT NULL AND f.key IN ('doi', 'arxiv', 'url')
       UNION ALL SELECT n.paper_id, 'note', l.value ->> '$.url' FROM note n, json_each(n.facts, '$.links') l
        WHERE n.paper_id IS NOT NULL AND l.value ->> '$.role' = 'paper' AND l.value ->> '$.url' IS NOT NULL
       UNION ALL SELECT e.paper_id, 'entry', f.value FROM entry e, json_each(e.fields) f
        WHERE f.key IN ('doi', 'eprint', 'url')`,
    );
  }

  /** The keys of the titles that a paper has in readings and notes, besides its own. */
  otherTitleKeys(): { paperId: number; titleKey: string }[] {
    return this.#db.all(
      `SELECT paper_id AS paperId, title_key AS titleKey FROM reading
       UNION SELECT paper_id, title_key FROM note WHERE paper_id IS NOT NULL`,
    );
  }

  /** The pairs that were decided to be two papers, both of which are in the library. */
  different(): [number, number][] {
    return this.#db
      .all<{ a: number; b: number }>(
        `SELECT min(paper_id, other_id) AS a, max(paper_id, other_id) AS b FROM different_paper
          WHERE other_id IN (SELECT id FROM paper) ORDER BY a, b`,
      )
      .map(({ a, b }) => [a, b]);
  }

  /** The papers that stand with this one in a row that is its own. */
  differentFrom(paperId: number): number[] {
    return this.#db
      .all<{ id: number }>('SELECT other_id AS id FROM different_paper WHERE paper_id = ? ORDER BY 1', paperId)
      .map(({ id }) => id);
  }

  /** Records that two papers are two, whatever they have in common, or that this is open again. */
  setDifferent(a: number, b: number, isDifferent: boolean): void {
    const rows = this.#pairsOf(a).filter(({ paper_id, other_id }) => [paper_id, other_id].includes(b));
    const key = { paper_id: Math.max(a, b), other_id: Math.min(a, b) };
    if (!isDifferent) for (const row of rows) this.#db.remove('different_paper', row);
    else if (rows.length === 0) this.#db.insert('different_paper', key, Object.keys(key));
  }

  #pairsOf(id: number): { paper_id: number; other_id: number }[] {
    return this.#db.all('SELECT paper_id, other_id FROM different_paper WHERE paper_id = ? OR other_id = ?', id, id);
  }

  /** The papers that were taken into this one. */
  mergedInto(paperId: number): MergedPaper[] {
    return this.#db
      .all<{
        id: number;
        citation_key: string;
        entry_key: string | null;
        title: string;
        doi: string | null;
        arxiv: string | null;
      }>('SELECT * FROM merged_paper WHERE paper_id = ? ORDER BY id', paperId)
      .map(({ id, citation_key, entry_key, title, doi, arxiv }) => ({
        ...{ id, citationKey: citation_key, entryKey: entry_key ?? undefined, title },
        ...{ doi: doi ?? undefined, arxiv: arxiv ?? undefined },
      }));
  }

  /**
   * Takes a paper out of the library in favour of another, which gets its readings and notes; their texts stay as they
   * are. The other's facts are left to the caller.
   */
  takeInto(paperId: number, merged: MergedPaper): void {
    const from = merged.id;
    const readings = this.#db.all<{ block_id: number }>(
      'SELECT block_id FROM reading WHERE paper_id = ? ORDER BY 1',
      from,
    );
    for (const key of readings) this.#db.update('reading', { ...key }, { paper_id: paperId });
    const notes = this.#db.all<{ id: number }>('SELECT id FROM note WHERE paper_id = ? ORDER BY 1', from);
    for (const key of notes) this.#db.update('note', { ...key }, { paper_id: paperId });
    for (const { id } of this.mergedInto(from)) this.#db.update('merged_paper', { id }, { paper_id: paperId });
    const others = this.#pairsOf(from).map((row) => {
      this.#db.remove('different_paper', row);
      return row.paper_id === from ? row.other_id : row.paper_id;
    });
    for (const other of others) {
      const isKnown = this.#pairsOf(paperId).some(({ paper_id, other_id }) => [paper_id, other_id].includes(other));
      const key = { paper_id: paperId, other_id: other };
      if (other !== paperId && !isKnown) this.#db.insert('different_paper', key, Object.keys(key));
    }
    this.#db.remove('paper', { id: from });
    this.#db.insert('merged_paper', {
      id: from,
      paper_id: paperId,
      citation_key: merged.citationKey,
      entry_key: merged.entryKey ?? null,
      title: merged.title,
      title_key: titleKey(merged.title),
      doi: merged.doi ?? null,
      arxiv: merged.arxiv ?? null,
    });
  }
}
