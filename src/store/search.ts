import { type Condition, compile } from './conditions.ts';
import type { Database } from './database.ts';

/** A paper's texts as the index holds them. */
export interface SearchTexts {
  readonly title: string;
  /** The names of its tags, its own, its authors and its venue. */
  readonly name: string;
  readonly keyIdea: string;
  readonly summary: string;
  readonly note: string;
}

/** How much a word weighs in each column: title, name, key idea, summary, note. */
const WEIGHTS = '8.0, 4.0, 4.0, 2.0, 1.0';

/** The full-text index. What is looked for comes as phrases of FTS5. */
export class Search {
  readonly #db: Database;
  /** In how many papers tokens stand: to count them takes longer the more there are. */
  readonly #frequencies = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Replaces what the index holds of a paper. */
  put(paperId: number, { title, name, keyIdea, summary, note }: SearchTexts): void {
    this.remove(paperId);
    this.#db.run(
      'INSERT INTO search (rowid, title, name, key_idea, summary, note) VALUES (?, ?, ?, ?, ?, ?)',
      ...[paperId, title, name, keyIdea, summary, note],
    );
  }

  remove(paperId: number): void {
    this.#frequencies.clear();
    this.#db.run('DELETE FROM search WHERE rowid = ?', paperId);
  }

  /** In how many papers the rarest of the tokens stands: a phrase of them stands in no more. */
  frequency(tokens: readonly string[]): number {
    const found = tokens.map((token) => {
      const known = this.#frequencies.get(token);
      if (known !== undefined) return known;
      const count = this.#db.get<{ doc: number }>('SELECT doc FROM search_term WHERE term = ?', token)?.doc ?? 0;
      this.#frequencies.set(token, count);
      return count;
    });
    return found.length === 0 ? 0 : Math.min(...found);
  }

  /** In how many papers words that begin so stand, each word counted for itself. */
  frequencyOfPrefix(token: string): number {
    const sql = 'SELECT coalesce(sum(doc), 0) AS n FROM search_term WHERE term >= ? AND term < ?';
    return this.#db.get<{ n: number }>(sql, token, `${token}\u{10ffff}`)?.n ?? 0;
  }

  /** The papers added last that fit an expression of FTS5, found without reading the others. */
  newest(expression: string, most: number): number[] {
    return this.#db
      .all<{ id: number }>(
        'SELECT rowid AS id FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?',
        expression,
        most,
      )
      .map(({ id }) => id);
  }

  /** The papers that fit an expression of FTS5 and a condition on papers, best first. */
  ranked(expression: string, where: Condition | undefined, most: number): number[] {
    const condition = compile(where);
    return this.#db
      .all<{ id: number }>(
        `SELECT p.id FROM search JOIN paper p ON p.id = search.rowid
          WHERE search MATCH ? AND (${condition.sql}) ORDER BY bm25(search, ${WEIGHTS}), p.id DESC LIMIT ?`,
        expression,
        ...condition.values,
        most,
      )
      .map(({ id }) => id);
  }
}
