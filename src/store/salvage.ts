import { readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { APPLICATION_ID, connect, DERIVED, latest, migrationFiles, type Row, type Value } from './database.ts';

/** A row that was read but could not be put into the new library. */
export interface LeftRow {
  readonly table: string;
  readonly row: Row;
}

/** What was not read of a damaged library. */
export interface Salvage {
  /** The rows read of each table. */
  readonly read: ReadonlyMap<string, number>;
  /** Tables of which a part could not be read: SQLite's words, and between which keys. */
  readonly lost: readonly { readonly table: string; readonly from: string; readonly to: string }[];
  readonly left: readonly LeftRow[];
}

/** For how many ranges of keys a table is asked at most, around what cannot be read. */
const MOST_PROBES = 100_000;

/** Everything but what is made again. */
const isKept = (table: string) => !DERIVED.includes(table) && !/^(?:search|sqlite_)/.test(table);

/**
 * Reads of a damaged library what can be read, table by table, into a new one, at the schema it has, which is then
 * brought up to date. Rows that the new library refuses are handed back.
 * @param shipped the vocabulary's rows in a new library, which take the places of those that were lost
 */
export function salvage(
  path: string,
  target: string,
  migrations: string,
  shipped: Readonly<Record<'venue' | 'tag', readonly Row[]>>,
): Salvage {
  const source = connect(path, true);
  const db = new Sqlite(target);
  const read = new Map<string, number>();
  const lost: { table: string; from: string; to: string }[] = [];
  const left: LeftRow[] = [];
  try {
    source.pragma('cell_size_check = ON');
    const found = source.pragma('user_version', { simple: true }) as number;
    const version = found >= 1 && found <= latest(migrations) ? found : latest(migrations);
    const files = migrationFiles(migrations);
    db.pragma('foreign_keys = OFF');
    db.pragma('synchronous = FULL');
    for (const file of files.filter((migration) => migration.version <= version)) run(db, file.path);
    db.transaction(() => {
      for (const table of tablesOf(db).filter(isKept)) {
        const columns = columnsOf(db, table);
        const insert = db.prepare(
          `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        );
        const rows = readTable(source, table, (from, to) => lost.push({ table, from, to }));
        for (const row of rows) {
          try {
            insert.run(...columns.map((column) => row[column] ?? null));
            read.set(table, (read.get(table) ?? 0) + 1);
          } catch (error) {
            if (!String((error as { code?: string }).code).startsWith('SQLITE_')) throw error;
            left.push({ table, row });
          }
        }
      }
      keepSequences(source, db);
      for (const table of ['venue', 'tag'] as const) fillShipped(db, table, shipped[table]);
      for (const file of files.filter((migration) => migration.version > version)) run(db, file.path);
      // The index is empty, and is to be made.
      db.prepare("DELETE FROM meta WHERE key IN ('search', 'vocabulary')").run();
    })();
    db.pragma(`user_version = ${latest(migrations)}`);
    db.pragma(`application_id = ${APPLICATION_ID}`);
    return { read, lost, left };
  } finally {
    db.close();
    source.close();
  }
}

function run(db: Sqlite.Database, path: string): void {
  db.exec(readFileSync(path, 'utf8'));
}

function tablesOf(db: Sqlite.Database): string[] {
  const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid";
  return db.prepare(sql).pluck().all() as string[];
}

function columnsOf(db: Sqlite.Database, table: string): string[] {
  return db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[];
}

/** The rows of a table that can be read: those before and behind what is damaged, and what lies between. */
function readTable(source: Sqlite.Database, table: string, lose: (from: string, to: string) => void): Row[] {
  const [key = 'rowid'] = source
    .prepare('SELECT name FROM pragma_table_info(?) WHERE pk = 1')
    .pluck()
    .all(table) as string[];
  const rows = new Map<string, Row>();
  const put = (row: Row) => rows.set(JSON.stringify(row), row);
  const first = readInOrder(source, table, key, 'ASC', put);
  if (first.isWhole) return [...rows.values()];
  const last = readInOrder(source, table, key, 'DESC', put);
  const [low, high] = [first.last, last.last];
  if (low !== undefined && high !== undefined && typeof low === 'number' && typeof high === 'number') {
    for (const [from, to] of readBetween(source, table, key, low, high, put)) lose(String(from), String(to));
  } else {
    lose(String(low ?? ''), String(high ?? ''));
  }
  return [...rows.values()];
}

/** Reads a table from one end until it is damaged. */
function readInOrder(
  source: Sqlite.Database,
  table: string,
  key: string,
  order: 'ASC' | 'DESC',
  put: (row: Row) => void,
): { isWhole: boolean; last: Value | undefined } {
  let last: Value | undefined;
  try {
    // The plus sign would keep an index out, but also the order of the table itself: a hint does the first alone.
    const rows = source.prepare(`SELECT * FROM ${table} NOT INDEXED ORDER BY ${key} ${order}`).iterate();
    for (const row of rows as Iterable<Row>) {
      put(row);
      last = row[key] ?? null;
    }
    return { isWhole: true, last };
  } catch (error) {
    if (!isDamage(error)) throw error;
    return { isWhole: false, last };
  }
}

/** Reads what can be read between two keys, by halving what cannot; returns the ranges that were not read. */
function readBetween(
  source: Sqlite.Database,
  table: string,
  key: string,
  low: number,
  high: number,
  put: (row: Row) => void,
): [number, number][] {
  const statement = source.prepare(`SELECT * FROM ${table} NOT INDEXED WHERE ${key} BETWEEN ? AND ? ORDER BY ${key}`);
  const unread: [number, number][] = [];
  const waiting: [number, number][] = [[low, high]];
  for (let probes = 0; waiting.length > 0; probes += 1) {
    const [from, to] = waiting.pop() as [number, number];
    if (probes < MOST_PROBES) {
      try {
        for (const row of statement.iterate(from, to) as Iterable<Row>) put(row);
        continue;
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
    }
    if (from < to && probes < MOST_PROBES) {
      const middle = Math.floor((from + to) / 2);
      waiting.push([middle + 1, to], [from, middle]);
      continue;
    }
    const before = unread.at(-1);
    if (before !== undefined && before[1] === from - 1) before[1] = to;
    else unread.push([from, to]);
  }
  return unread;
}

function isDamage(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_ERROR' || code === 'SQLITE_NOTADB';
}

/** Ids are never given again: the numbers go on from those of the damaged library, as far as they can be read. */
function keepSequences(source: Sqlite.Database, db: Sqlite.Database): void {
  let rows: { name: string; seq: number }[] = [];
  try {
    rows = source.prepare('SELECT name, seq FROM sqlite_sequence').all() as typeof rows;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
  for (const { name, seq } of rows) {
    if (!Number.isSafeInteger(seq)) continue;
    const { changes } = db.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(seq, name);
    if (changes === 0 && tablesOf(db).includes(name)) {
      db.prepare('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, seq);
    }
  }
}

/** Puts in shipped rows that were lost, under the ids they had, where the ids of those that were not lost agree. */
function fillShipped(db: Sqlite.Database, table: 'venue' | 'tag', shipped: readonly Row[]): void {
  const ids = new Map(
    (db.prepare(`SELECT name, id FROM ${table}`).all() as { name: string; id: number }[]).map(({ name, id }) => [
      name,
      id,
    ]),
  );
  const agrees = shipped.every(({ name, id }) => !ids.has(String(name)) || ids.get(String(name)) === id);
  if (!agrees) return;
  const columns = columnsOf(db, table);
  const insert = db.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of shipped) insert.run(...columns.map((column) => row[column] ?? null));
}
