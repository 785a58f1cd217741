import { nameKey, titleKey } from '../domain/text.ts';
import { type Database, DERIVED, type Row, type Value } from './database.ts';

/** A row whose key of comparison is not the one that its text gives. */
export interface WrongKey {
  readonly table: string;
  readonly key: Row;
  readonly column: string;
  readonly is: Value;
  readonly shouldBe: string;
}

/** A row that names another which is gone. `column` may be emptied where `isOptional`. */
export interface DanglingRow {
  readonly table: string;
  readonly key: Row;
  readonly row: Row;
  readonly column: string;
  readonly parent: string;
  readonly isOptional: boolean;
}

/** A row that is not what the recorded operations make it. */
export interface Difference {
  readonly table: string;
  readonly key: Row;
  /** What history says; null: that there is no such row. Columns that no operation has set are left out. */
  readonly recorded: Row | null;
  /** What the library has, of the same columns. */
  readonly is: Row | null;
}

/** A recorded change, by its key. */
export interface ChangePlace {
  readonly operationId: number;
  readonly position: number;
}

interface ChangeRow {
  operation_id: number;
  position: number;
  table_name: string;
  row_key: string;
  before: string | null;
  after: string | null;
  undone: number;
}

/** Tables of the vocabulary, whose shipped rows are no part of history. */
const VOCABULARY = ['venue', 'venue_alias', 'tag', 'tag_alias', 'tag_broader'];
/** Tables that are neither the user's rows nor derived. */
const OWN = ['meta', 'operation', 'change', 'sqlite_sequence'];

/** Texts and the keys they are compared under. */
const KEYS: readonly { table: string; text: string; key: string; keyOf: (text: string) => string }[] = [
  { table: 'paper', text: 'title', key: 'title_key', keyOf: titleKey },
  { table: 'reading', text: 'title', key: 'title_key', keyOf: titleKey },
  { table: 'note', text: 'title', key: 'title_key', keyOf: titleKey },
  { table: 'author', text: 'name', key: 'name_key', keyOf: nameKey },
  { table: 'tag', text: 'name', key: 'name_key', keyOf: nameKey },
  { table: 'tag_alias', text: 'alias', key: 'alias_key', keyOf: nameKey },
  { table: 'venue_alias', text: 'alias', key: 'alias_key', keyOf: nameKey },
  { table: 'trash', text: 'title', key: 'title_key', keyOf: titleKey },
  { table: 'merged_paper', text: 'title', key: 'title_key', keyOf: titleKey },
  { table: 'paper_alias', text: 'alias', key: 'alias_key', keyOf: nameKey },
  { table: 'paper_name', text: 'name', key: 'name_key', keyOf: nameKey },
];

/** What `kd doctor` asks of a library's rows, and how it mends them. */
export class Checks {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  count(table: 'paper' | 'week' | 'note' | 'operation'): number {
    return this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)?.n ?? 0;
  }

  changes(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM change')?.n ?? 0;
  }

  wrongKeys(): WrongKey[] {
    return KEYS.flatMap(({ table, text, key, keyOf }) => {
      const columns = this.#primaryKey(table);
      const rows = this.#db.all<Row>(`SELECT ${[...columns, text, key].join(', ')} FROM ${table}`);
      return rows.flatMap((row): WrongKey[] => {
        const shouldBe = keyOf(String(row[text] ?? ''));
        if (row[key] === shouldBe) return [];
        return [{ table, key: pick(row, columns), column: key, is: row[key] ?? null, shouldBe }];
      });
    });
  }

  dangling(): DanglingRow[] {
    return this.#tables().flatMap((table) => {
      const references = this.#db.all<{ table: string; from: string; to: string | null }>(
        'SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)',
        table,
      );
      const columns = this.#primaryKey(table);
      const isOptional = new Set(
        this.#db
          .all<{ name: string; notnull: number; pk: number }>(
            'SELECT name, "notnull", pk FROM pragma_table_info(?)',
            table,
          )
          .filter(({ notnull, pk }) => notnull === 0 && pk === 0)
          .map(({ name }) => name),
      );
      return references.flatMap(({ table: parent, from, to }) =>
        this.#db
          .all<Row>(
            `SELECT * FROM ${table} c WHERE ${from} IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM ${parent} p WHERE p.${to ?? 'id'} = c.${from})`,
          )
          .map((row) => ({
            table,
            key: pick(row, columns),
            row,
            column: from,
            parent,
            isOptional: isOptional.has(from),
          })),
      );
    });
  }

  /** The blocks of readings without a reading, and the readings whose block or theme is of another kind or week. */
  brokenReadings(): { weekDate: string; blockId: number }[] {
    return this.#db.all(
      `SELECT w.date AS weekDate, b.id AS blockId FROM block b JOIN week w ON w.id = b.week_id
         LEFT JOIN reading r ON r.block_id = b.id LEFT JOIN block t ON t.id = r.theme_id
        WHERE (b.kind = 'reading') <> (r.block_id IS NOT NULL)
           OR (r.theme_id IS NOT NULL AND (t.kind IS NOT 'theme' OR t.week_id IS NOT b.week_id))
        ORDER BY w.date, b.position`,
    );
  }

  /** The weeks whose blocks are not numbered 0, 1, 2 … */
  weeksWithGaps(): string[] {
    return this.#db
      .all<{ date: string }>(
        `SELECT w.date FROM week w JOIN block b ON b.week_id = w.id GROUP BY w.id
         HAVING min(b.position) <> 0 OR max(b.position) <> count(*) - 1 OR count(DISTINCT b.position) <> count(*)
          ORDER BY w.date`,
      )
      .map(({ date }) => date);
  }

  /** The tables that would give an id again that they gave before. */
  lowSequences(): { table: string; last: number; highest: number }[] {
    return this.#tables().flatMap((table) => {
      const sql = this.#db.get<{ sql: string }>(
        "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?",
        table,
      );
      if (sql === undefined || !sql.sql.includes('AUTOINCREMENT')) return [];
      const highest = this.#db.get<{ n: number }>(`SELECT coalesce(max(id), 0) AS n FROM ${table}`)?.n ?? 0;
      const last = this.#db.get<{ seq: number }>('SELECT seq FROM sqlite_sequence WHERE name = ?', table)?.seq ?? 0;
      return last < highest ? [{ table, last, highest }] : [];
    });
  }

  /** The times of operations that are no times, lie after `now`, or before those of the operation before. */
  oddTimes(now: string | undefined): { future: number; backward: number; unreadable: number } {
    const isTime = "at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z' AND julianday(at) IS NOT NULL";
    return (
      this.#db.get<{ future: number; backward: number; unreadable: number }>(
        `SELECT count(*) FILTER (WHERE ? <> '' AND at > ?) AS future, count(*) FILTER (WHERE at < before) AS backward,
                count(*) FILTER (WHERE NOT (${isTime})) AS unreadable
           FROM (SELECT at, lag(at) OVER (ORDER BY id) AS before FROM operation)`,
        ...[now ?? '', now ?? ''],
      ) ?? { future: 0, backward: 0, unreadable: 0 }
    );
  }

  /** All that was derived of a paper, as one text. */
  derivedOf(paperId: number): string {
    const rowsOf = (table: string) => this.#db.all<Row>(`SELECT * FROM ${table} WHERE paper_id = ?`, paperId);
    return DERIVED.map((table) =>
      rowsOf(table)
        .map((row) => JSON.stringify(row))
        .sort()
        .join(),
    ).join('\n');
  }

  /** Whether the search index is sound in itself. */
  isIndexSound(): boolean {
    try {
      this.#db.run("INSERT INTO search (search) VALUES ('integrity-check')");
      return true;
    } catch {
      return false;
    }
  }

  /**
   * What the search index holds of each paper, as one number a paper: the same for the same words at the same places.
   * @param every looks at the papers alone whose id this number divides
   */
  indexed(every: number): Map<number, string> {
    this.#db.run('CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_place USING fts5vocab (main, search, instance)');
    const sums = new Map<number, [number, number]>();
    const rows = this.#db
      .sql('SELECT doc, term, col, "offset" FROM temp.search_place WHERE doc % ? = 0')
      .iterate(every) as Iterable<{ doc: number; term: string; col: string; offset: number }>;
    for (const { doc, term, col, offset } of rows) {
      const [sum, product] = sums.get(doc) ?? [0, 0];
      const hash = hashOf(`${term} ${col} ${offset}`);
      // The order in which the index gives the words is not that of the texts: the sum is free of order.
      sums.set(doc, [(sum + hash) | 0, (product + Math.imul(hash, hash)) | 0]);
    }
    const sizes = this.#db.all<{ id: number; sz: Uint8Array }>(
      'SELECT id, sz FROM search_docsize WHERE id % ? = 0',
      every,
    );
    return new Map(
      sizes.map(({ id, sz }) => [id, `${(sums.get(id) ?? [0, 0]).join(' ')} ${Buffer.from(sz).toString('hex')}`]),
    );
  }

  /** Empties the search index, however damaged it is. */
  clearIndex(): void {
    this.#db.run("INSERT INTO search (search) VALUES ('delete-all')");
  }

  /** Removes what was derived of papers that are gone. */
  clearDerived(): void {
    for (const table of DERIVED) this.#db.run(`DELETE FROM ${table}`);
  }

  /** The shipped rows of the vocabulary, by names and not by ids: the same in every library of one vocabulary. */
  shippedRows(): string[] {
    return this.#db
      .all<{ row: string }>(
        `SELECT json_array('venue', name, full_name, type, held, since) AS row FROM venue WHERE shipped = 1
         UNION ALL SELECT json_array('venue_alias', v.name, a.alias_key, a.alias)
                     FROM venue_alias a LEFT JOIN venue v ON v.id = a.venue_id WHERE a.shipped = 1
         UNION ALL SELECT json_array('tag', name, name_key, kind, label_en, label_zh, definition_en, definition_zh,
                                     formula, origin, matches) FROM tag WHERE shipped = 1
         UNION ALL SELECT json_array('tag_alias', t.name, a.alias_key, a.alias, a.near)
                     FROM tag_alias a LEFT JOIN tag t ON t.id = a.tag_id WHERE a.shipped = 1
         UNION ALL SELECT json_array('tag_broader', t.name, b.name)
                     FROM tag_broader x LEFT JOIN tag t ON t.id = x.tag_id LEFT JOIN tag b ON b.id = x.broader_id
                    WHERE x.shipped = 1`,
      )
      .map(({ row }) => row);
  }

  /** The ids that shipped venues and tags have. */
  shippedIds(): { venue: Row[]; tag: Row[] } {
    return {
      venue: this.#db.all('SELECT * FROM venue WHERE shipped = 1'),
      tag: this.#db.all('SELECT * FROM tag WHERE shipped = 1'),
    };
  }

  /** Where the rows are not what the recorded operations make them; and the changes that cannot be read. */
  differences(): { differences: Difference[]; unreadable: ChangePlace[] } {
    const tables = new Map(this.#tables().map((table) => [table, this.#primaryKey(table)]));
    const { rows, unreadable } = this.#replay(tables);
    const differences: Difference[] = [];
    for (const [table, byKey] of rows) {
      const defaults = this.#defaults(table);
      for (const { key, row, isWhole } of byKey.values()) {
        const found = this.#row(table, key);
        // The vocabulary may take over, or take away, what once was the user's own.
        if (VOCABULARY.includes(table) && (found?.['shipped'] === 1 || !isWhole)) continue;
        if (found === undefined && !isWhole) continue;
        const known = row === null ? null : complete(row, defaults, isWhole);
        const is = found === undefined ? null : known === null ? found : pick(found, Object.keys(known));
        const isSame =
          known === null || is === null
            ? known === is
            : Object.keys(known).every((name) => areEqual(known[name] ?? null, is[name] ?? null));
        if (!isSame) differences.push({ table, key, recorded: known, is });
      }
    }
    return { differences, unreadable };
  }

  /** The columns of a table, with the values that rows have where none was given. */
  #defaults(table: string): Row {
    const columns = this.#db.all<{ name: string; value: string | null }>(
      'SELECT name, dflt_value AS value FROM pragma_table_info(?)',
      table,
    );
    return Object.fromEntries(
      columns.map(({ name, value }) => [
        name,
        value === null ? null : (this.#db.get<Row>(`SELECT ${value} AS v`)?.['v'] ?? null),
      ]),
    );
  }

  /** The rows as the operations in force leave them. */
  #replay(tables: ReadonlyMap<string, readonly string[]>) {
    const rows = new Map<string, Map<string, { key: Row; row: Row | null; isWhole: boolean }>>();
    const unreadable: ChangePlace[] = [];
    const changes = this.#db
      .sql(
        `SELECT c.*, coalesce(o.undone, 0) AS undone FROM change c LEFT JOIN operation o ON o.id = c.operation_id
          ORDER BY c.operation_id, c.position`,
      )
      .iterate() as Iterable<ChangeRow>;
    for (const { operation_id, position, table_name: table, row_key, before, after, undone } of changes) {
      try {
        const key = JSON.parse(row_key) as Row;
        const [old, next] = [parse(before), parse(after)];
        const primary = tables.get(table) ?? [];
        if (Object.keys(key).sort().join() !== [...primary].sort().join()) throw new Error('the key is none');
        if (undone === 1) continue;
        const byKey = rows.get(table) ?? new Map();
        rows.set(table, byKey);
        const name = JSON.stringify(primary.map((column) => key[column]));
        const known = byKey.get(name);
        if (next === null) byKey.set(name, { key, row: null, isWhole: true });
        else if (old === null) byKey.set(name, { key, row: { ...key, ...next }, isWhole: true });
        else
          byKey.set(name, {
            key,
            row: { ...(known?.row ?? key), ...next },
            isWhole: known?.row != null && known.isWhole,
          });
      } catch {
        unreadable.push({ operationId: operation_id, position });
      }
    }
    return { rows, unreadable };
  }

  #row(table: string, key: Row): Row | undefined {
    const names = Object.keys(key);
    return this.#db.get<Row>(
      `SELECT * FROM ${table} WHERE ${names.map((name) => `${name} = ?`).join(' AND ')}`,
      ...Object.values(key),
    );
  }

  /** Lets rows name others that are gone, until the running operation ends. */
  deferReferences(): void {
    this.#db.deferForeignKeys();
  }

  /** Makes a row what history says it is. Says whether it could be done. */
  putBack({ table, key, recorded }: Difference): boolean {
    if (recorded === null) return false;
    const names = Object.keys(recorded);
    try {
      const sql =
        this.#row(table, key) === undefined
          ? `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`
          : `UPDATE ${table} SET (${names.join(', ')}) = (${names.map(() => '?').join(', ')}) WHERE ${Object.keys(key)
              .map((name) => `${name} = ?`)
              .join(' AND ')}`;
      const values = Object.values(recorded);
      this.#db.run(sql, ...values, ...(sql.startsWith('INSERT') ? [] : Object.values(key)));
      return true;
    } catch {
      return false;
    }
  }

  /** Records what a row is, where history says otherwise: to undo this gives what history said. */
  recordAsIs({ table, key, recorded, is }: Difference): void {
    if (recorded === null || is === null) {
      this.#db.record({ table, key, before: recorded, after: is });
      return;
    }
    const columns = Object.keys(recorded).filter((name) => recorded[name] !== is[name]);
    this.#db.record({ table, key, before: pick(recorded, columns), after: pick(is, columns) });
  }

  /** Gives a row the key that its text has; hands back the row, which is removed, where another has that key. */
  setKey({ table, key, column, shouldBe }: WrongKey): Row | undefined {
    const row = this.#row(table, key);
    if (row === undefined) return undefined;
    if (!(column in key)) {
      this.#db.update(table, key, { [column]: shouldBe });
      return undefined;
    }
    this.#db.remove(table, key);
    if (this.#row(table, { ...key, [column]: shouldBe }) !== undefined) return row;
    this.#db.insert(table, { ...row, [column]: shouldBe }, Object.keys(key));
    return undefined;
  }

  removeRow(table: string, key: Row): void {
    this.#db.remove(table, key);
  }

  emptyColumn(table: string, key: Row, column: string): void {
    this.#db.update(table, key, { [column]: null });
  }

  /** Removes a recorded change; hands it back. */
  removeChange({ operationId, position }: ChangePlace): Row | undefined {
    const where = 'FROM change WHERE operation_id = ? AND position = ?';
    const row = this.#db.get<Row>(`SELECT * ${where}`, operationId, position);
    this.#db.run(`DELETE ${where}`, operationId, position);
    return row;
  }

  /** Makes operations for the changes whose own are gone; returns how many. */
  restoreOperations(now: string): number {
    const ids = this.#db.all<{ id: number }>(
      'SELECT DISTINCT operation_id AS id FROM change WHERE operation_id NOT IN (SELECT id FROM operation)',
    );
    for (const { id } of ids) {
      this.#db.run("INSERT INTO operation (id, at, command) VALUES (?, ?, 'kd')", id, now);
    }
    return ids.length;
  }

  /** The readings of a week's blocks, as rows. */
  readingRow(blockId: number): Row | undefined {
    return this.#row('reading', { block_id: blockId });
  }

  /** Makes a block prose, without a reading. */
  makeProse(blockId: number): void {
    this.#db.remove('reading', { block_id: blockId });
    this.#db.update('block', { id: blockId }, { kind: 'prose' });
  }

  /** Numbers the blocks of a week 0, 1, 2 …, in the order they have. */
  renumber(weekDate: string): void {
    const blocks = this.#db.all<{ id: number }>(
      'SELECT b.id FROM block b JOIN week w ON w.id = b.week_id WHERE w.date = ? ORDER BY b.position, b.id',
      weekDate,
    );
    for (const [position, { id }] of blocks.entries()) this.#db.update('block', { id }, { position });
  }

  raiseSequence(table: string, highest: number): void {
    this.#db.run('DELETE FROM sqlite_sequence WHERE name = ?', table);
    this.#db.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, highest);
  }

  #tables(): string[] {
    return this.#db
      .all<{ name: string }>(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search*' AND name NOT GLOB 'sqlite_*'",
      )
      .map(({ name }) => name)
      .filter((name) => !OWN.includes(name));
  }

  #primaryKey(table: string): string[] {
    return this.#db
      .all<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', table)
      .map(({ name }) => name);
  }
}

function parse(json: string | null): Row | null {
  return json === null ? null : (JSON.parse(json) as Row);
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

/** A recorded row with the columns that the table has today: where the whole row is known, what was not given too. */
function complete(row: Row, defaults: Row, isWhole: boolean): Row {
  const names = Object.keys(defaults).filter((name) => isWhole || name in row);
  return Object.fromEntries(names.map((name) => [name, (name in row ? row[name] : defaults[name]) ?? null]));
}

/** Whether two values are the same to SQLite, which keeps no half of a surrogate pair. */
function areEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  return typeof a === 'string' && typeof b === 'string' && Buffer.from(a).equals(Buffer.from(b));
}

/** A 32-bit hash of a short text (FNV-1a over its UTF-16 code units). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
