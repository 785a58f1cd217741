import type { Database, Row } from './database.ts';

/** One command's changes, as one step of history. */
export interface Operation {
  readonly id: number;
  readonly at: string;
  readonly command: string;
  readonly changes: readonly {
    readonly table: string;
    readonly key: Row;
    readonly before: Row | null;
    readonly after: Row | null;
  }[];
}

export class Operations {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): Operation[] {
    const changes = new Map<number, Operation['changes'][number][]>();
    const parse = (json: string | null) => (json === null ? null : (JSON.parse(json) as Row));
    for (const row of this.#db.all<{
      operation_id: number;
      table_name: string;
      row_key: string;
      before: string | null;
      after: string | null;
    }>('SELECT * FROM change ORDER BY operation_id, position')) {
      const list = changes.get(row.operation_id) ?? [];
      list.push({
        table: row.table_name,
        key: JSON.parse(row.row_key) as Row,
        before: parse(row.before),
        after: parse(row.after),
      });
      changes.set(row.operation_id, list);
    }
    return this.#db
      .all<{ id: number; at: string; command: string }>('SELECT * FROM operation ORDER BY id')
      .map((operation) => ({ ...operation, changes: changes.get(operation.id) ?? [] }));
  }
}
