import type { Change, Database, Row } from './database.ts';

/** A command that wrote, as one step of history. */
export interface OperationHead {
  readonly id: number;
  /** The time, as ISO 8601 in UTC. */
  readonly at: string;
  /** The command as typed. */
  readonly command: string;
  readonly undone?: true | undefined;
  /** Undone for good: something new was written since. */
  readonly discarded?: true | undefined;
}

/** An operation with its changes, in the order in which they were made. */
export interface Operation extends OperationHead {
  readonly changes: readonly Change[];
}

/** How many rows of one kind an operation put in, took away or changed. */
export interface ChangeCount {
  readonly table: 'paper' | 'week' | 'note' | 'tag';
  readonly kind: 'added' | 'removed' | 'changed';
  readonly count: number;
}

interface ChangeRecord {
  position: number;
  table_name: string;
  row_key: string;
  before: string | null;
  after: string | null;
}

interface HeadRecord {
  id: number;
  at: string;
  command: string;
  undone: number;
  discarded: number;
}

/** How many changes are read at a time: those of a large import would not fit in memory. */
const PAGE = 500;

/** What was recorded of the commands that wrote. */
export class Operations {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  all(): Operation[] {
    return this.heads().map((head) => ({ ...head, changes: [...this.changes(head.id)] }));
  }

  /** All operations, the first one first. */
  heads(): OperationHead[] {
    return this.#db.all<HeadRecord>('SELECT * FROM operation ORDER BY id').map(toHead);
  }

  head(id: number): OperationHead | undefined {
    const row = this.#db.get<HeadRecord>('SELECT * FROM operation WHERE id = ?', id);
    return row && toHead(row);
  }

  /** The id of the last operation in force; 0 where there is none. */
  lastInForce(): number {
    return this.#db.get<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM operation WHERE undone = 0')?.id ?? 0;
  }

  /** The changes of an operation in their order, or the last one first. */
  *changes(id: number, order: 'ASC' | 'DESC' = 'ASC'): Generator<Change> {
    const isBehind = order === 'ASC' ? 'position > ?' : 'position < ?';
    const sql = `SELECT position, table_name, row_key, before, after FROM change
      WHERE operation_id = ? AND ${isBehind} ORDER BY position ${order} LIMIT ${PAGE}`;
    let last = order === 'ASC' ? -1 : Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = this.#db.all<ChangeRecord>(sql, id, last);
      yield* rows.map(toChange);
      if (rows.length < PAGE) return;
      last = (rows.at(-1) as ChangeRecord).position;
    }
  }

  /** The number of an operation's changes. */
  size(id: number): number {
    const sql = 'SELECT coalesce(max(position), -1) + 1 AS size FROM change WHERE operation_id = ?';
    return this.#db.get<{ size: number }>(sql, id)?.size ?? 0;
  }

  /** How many are in force, and can be taken back. */
  countInForce(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM operation WHERE undone = 0')?.n ?? 0;
  }

  /** What an operation did to papers, weeks, notes and tags, in numbers. */
  counts(id: number): ChangeCount[] {
    return this.#db.all<ChangeCount>(
      `WITH changed (name, row_key, came, went) AS (
         SELECT table_name, row_key, before IS NULL, after IS NULL FROM change
          WHERE operation_id = ? AND table_name IN ('paper', 'week', 'note', 'tag')
         UNION ALL
         SELECT 'week', '{"id":' || coalesce(after ->> '$.week_id', before ->> '$.week_id') || '}', 0, 0 FROM change
          WHERE operation_id = ? AND table_name = 'block' AND (before IS NULL OR after IS NULL)
       ), whole (name, came, went) AS (SELECT name, max(came), max(went) FROM changed GROUP BY name, row_key)
       SELECT name AS "table",
              CASE WHEN came THEN 'added' WHEN went THEN 'removed' ELSE 'changed' END AS kind, count(*) AS count
         FROM whole WHERE NOT (came AND went) GROUP BY 1, 2 ORDER BY 1, 2`,
      ...[id, id],
    );
  }

  /** What operations changed of these papers, by the operations: their facts, tags, names, readings and notes. */
  changesOf(paperIds: readonly number[]): ReadonlyMap<number, readonly Change[]> {
    const rows = this.#db.all<ChangeRecord & { operation_id: number }>(
      `WITH wanted (id) AS MATERIALIZED (SELECT value FROM json_each(?)),
       owned (name, id) AS MATERIALIZED (
         SELECT 'block', block_id FROM reading WHERE paper_id IN wanted
         UNION SELECT 'note', id FROM note WHERE paper_id IN wanted
         UNION SELECT CASE table_name WHEN 'note' THEN 'note' ELSE 'block' END,
                      coalesce(row_key ->> '$.id', row_key ->> '$.block_id')
           FROM change WHERE table_name IN ('note', 'reading')
            AND (before ->> '$.paper_id' IN wanted OR after ->> '$.paper_id' IN wanted)
       )
       SELECT * FROM change WHERE CASE table_name
         WHEN 'paper' THEN row_key ->> '$.id' IN wanted
         WHEN 'reading' THEN ('block', row_key ->> '$.block_id') IN owned
         WHEN 'block' THEN ('block', row_key ->> '$.id') IN owned
         WHEN 'note' THEN ('note', row_key ->> '$.id') IN owned
         ELSE row_key ->> '$.paper_id' IN wanted END
        ORDER BY operation_id, position`,
      JSON.stringify(paperIds),
    );
    const found = new Map<number, Change[]>();
    for (const row of rows) {
      const changes = found.get(row.operation_id);
      if (changes === undefined) found.set(row.operation_id, [toChange(row)]);
      else changes.push(toChange(row));
    }
    return found;
  }
}

function toHead({ id, at, command, undone, discarded }: HeadRecord): OperationHead {
  return {
    ...{ id, at, command },
    ...(undone === 1 ? { undone: true } : {}),
    ...(discarded === 1 ? { discarded: true } : {}),
  };
}

function toChange({ table_name, row_key, before, after }: ChangeRecord): Change {
  const parse = (json: string | null) => (json === null ? null : (JSON.parse(json) as Row));
  return { table: table_name, key: JSON.parse(row_key) as Row, before: parse(before), after: parse(after) };
}
