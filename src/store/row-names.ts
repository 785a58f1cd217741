import type { Database, Row } from './database.ts';

/** A block of a week's note. */
export interface BlockPlace {
  readonly weekId: number;
  /** The paper whose reading the block holds. */
  readonly paperId: number | null;
}

/** By what people know the rows of history, those too that are gone: a paper's citation key, a week's date. */
export class RowNames {
  readonly #db: Database;
  readonly #names = new Map<string, string>();
  readonly #blocks = new Map<number, BlockPlace | undefined>();
  readonly #gone = new Map<string, Map<string, string>>();

  constructor(db: Database) {
    this.#db = db;
  }

  paper(id: number): string {
    return this.#name('paper', 'citation_key', id);
  }

  /** The date of a week. */
  week(id: number): string {
    return this.#name('week', 'date', id);
  }

  /** The file of a note. */
  note(id: number): string {
    return this.#name('note', 'file', id);
  }

  paperOfNote(id: number): number | undefined {
    return this.#db.get<{ id: number | null }>('SELECT paper_id AS id FROM note WHERE id = ?', id)?.id ?? undefined;
  }

  tag(id: number): string {
    return this.#name('tag', 'name', id);
  }

  /** Whether the library has the tag: one of kd's own may have gone with another version. */
  hasTag(id: number): boolean {
    return this.#db.get('SELECT 1 FROM tag WHERE id = ?', id) !== undefined;
  }

  venue(id: number): string {
    return this.#name('venue', 'name', id);
  }

  block(id: number): BlockPlace | undefined {
    if (!this.#blocks.has(id)) this.#blocks.set(id, this.#findBlock(id));
    return this.#blocks.get(id);
  }

  #findBlock(id: number): BlockPlace | undefined {
    const now = this.#db.get<BlockPlace>(
      `SELECT b.week_id AS weekId, r.paper_id AS paperId FROM block b LEFT JOIN reading r ON r.block_id = b.id
        WHERE b.id = ?`,
      id,
    );
    const weekId = now?.weekId ?? this.#ofGone('block', 'week_id', { id });
    const paperId = now?.paperId ?? this.#ofGone('reading', 'paper_id', { block_id: id });
    if (weekId === undefined) return undefined;
    return { weekId: Number(weekId), paperId: paperId === undefined ? null : Number(paperId) };
  }

  #name(table: string, column: string, id: number): string {
    const place = `${table} ${id}`;
    const known = this.#names.get(place);
    if (known !== undefined) return known;
    const row = this.#db.get<{ name: string }>(`SELECT ${column} AS name FROM ${table} WHERE id = ?`, id);
    const name = row?.name ?? this.#ofGone(table, column, { id }) ?? String(id);
    this.#names.set(place, name);
    return name;
  }

  /** What a row that is gone had in a column, read from the changes that put it in and took it away. */
  #ofGone(table: string, column: string, key: Row): string | undefined {
    let values = this.#gone.get(table);
    if (values === undefined) {
      const rows = this.#db.all<{ row_key: string; value: string | number }>(
        `SELECT row_key, coalesce(after ->> ?, before ->> ?) AS value FROM change
          WHERE table_name = ? AND (before IS NULL OR after IS NULL) ORDER BY operation_id, position`,
        ...[`$.${column}`, `$.${column}`, table],
      );
      values = new Map(rows.map(({ row_key, value }) => [row_key, String(value)]));
      this.#gone.set(table, values);
    }
    return values.get(JSON.stringify(key));
  }
}
