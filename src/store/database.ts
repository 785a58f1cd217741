import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { fold } from '../domain/text.ts';
import { NotFoundError, StoreError } from '../errors.ts';
import { makeFolder, syncFile, syncFolder } from './folder.ts';

/** Marks a SQLite file as a kd library: the ASCII letters `kdlb`. */
export const APPLICATION_ID = 0x6b646c62;
const BUSY_TIMEOUT_MS = 10_000;

export type Value = string | number | null;
export type Row = Record<string, Value>;

/** What is recorded of a command that writes. */
export interface Context {
  /** The command as typed. */
  readonly command: string;
  /** The time, as ISO 8601 in UTC. */
  readonly now: string;
}

/** A change of one row: `before` null where it is new, `after` null where it is gone. */
export interface Change {
  readonly table: string;
  readonly key: Row;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** The operation that is being written; it has an id from its first change on. */
interface RunningOperation {
  id: number | undefined;
  changes: number;
  readonly isRecorded: boolean;
}

/** A row, by its table and its primary key. */
export interface RowPlace {
  readonly table: string;
  readonly key: Row;
}

/** The tables whose rows are made again from others, and so are no part of history. */
export const DERIVED: readonly string[] = ['paper_tag', 'evidence', 'body_evidence', 'paper_name', 'mention'];

/** One connection to a library file. All changes of what the user wrote go through insert, update and remove. */
export class Database {
  readonly #db: Sqlite.Database;
  readonly #context: Context | undefined;
  readonly #statements = new Map<string, Sqlite.Statement>();
  /** Which file it is, as long as that can change: a copy in memory has none. */
  readonly #file: string | undefined;
  #operation: RunningOperation | undefined;
  #references: ReadonlyMap<string, readonly Reference[]> | undefined;

  private constructor(db: Sqlite.Database, context?: Context) {
    this.#db = db;
    this.#context = context;
    this.#file = db.memory ? undefined : fileId(db.name);
    db.pragma('foreign_keys = ON');
    // The functions that conditions on texts use: see conditions.ts.
    const patterns = new Map<string, RegExp>();
    db.function('kd_fold', { deterministic: true }, (text) => (typeof text === 'string' ? fold(text) : text));
    db.function('kd_fits', { deterministic: true }, (pattern, text) => {
      const found = patterns.get(String(pattern)) ?? new RegExp(String(pattern), 'iu');
      patterns.set(String(pattern), found);
      return typeof text === 'string' && found.test(text) ? 1 : 0;
    });
  }

  /**
   * Opens a library to read. A journal left by a killed writer is rolled back first; an older library is migrated.
   * @throws NotFoundError where there is no library
   */
  static openToRead(path: string, migrations: string): Database {
    return guard(path, () => {
      const db = connectToRead(path, migrations);
      if (versionOf(db, path, migrations) === latest(migrations)) return new Database(db);
      db.close();
      migrate(path, connect(path, false), migrations).close();
      return new Database(connect(path, true));
    });
  }

  /** Opens a library to write, making or migrating it as needed. */
  static openToWrite(path: string, migrations: string, context: Context): Database {
    return guard(path, () => {
      makeFolder(dirname(path));
      const db = migrate(path, connect(path, false), migrations);
      db.pragma('synchronous = FULL');
      return new Database(db, context);
    });
  }

  /** A copy of the library in memory, on which a dry run does its work; an empty one where there is no library. */
  static openCopy(path: string, migrations: string, context: Context): Database {
    return guard(path, () => {
      const source = isThere(path) ? connectToRead(path, migrations) : undefined;
      const db = source === undefined ? new Sqlite(':memory:') : new Sqlite(source.serialize());
      source?.close();
      return new Database(migrate(':memory:', db, migrations), context);
    });
  }

  close(): void {
    this.#db.close();
  }

  /** The prepared statement of this SQL, prepared once. */
  sql(text: string): Sqlite.Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#db.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  all<T>(text: string, ...values: Value[]): T[] {
    return this.#guarded(() => this.sql(text).all(...values) as T[]);
  }

  get<T>(text: string, ...values: Value[]): T | undefined {
    return this.#guarded(() => this.sql(text).get(...values) as T | undefined);
  }

  /** Changes rows that are derived from others, and so are no part of history. */
  run(text: string, ...values: Value[]): void {
    this.#guarded(() => this.sql(text).run(...values));
  }

  /** Runs the work as one transaction and records its changes as one operation. */
  write<T>(work: () => T): T {
    return this.#operation === undefined ? this.#transaction(work, true) : work();
  }

  /** Runs the work as one transaction that is no operation: recorded changes are taken back, or made again. */
  replay<T>(work: () => T): T {
    if (this.#operation !== undefined) throw new Error('history is moved along inside an operation');
    return this.#transaction(work, false);
  }

  #transaction<T>(work: () => T, isRecorded: boolean): T {
    if (this.#context === undefined) throw new Error('a library opened to read is written to');
    this.#operation = { id: undefined, changes: 0, isRecorded };
    try {
      const inOwnFile = () => {
        this.#checkFile();
        return work();
      };
      return this.#guarded(() => this.#db.transaction(inOwnFile).immediate());
    } finally {
      this.#operation = undefined;
    }
  }

  /** Inserts a row; returns its rowid. `key` names the primary key's columns. */
  insert(table: string, values: Row, key: readonly string[] = ['id']): number {
    const operation = this.#runningOperation();
    const row = wellFormed(values);
    const columns = Object.keys(row);
    const marks = columns.map(() => '?').join(', ');
    const { lastInsertRowid } = this.#guarded(() =>
      this.sql(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row)),
    );
    const id = Number(lastInsertRowid);
    const whole = key.length === 1 && key[0] === 'id' && row['id'] === undefined ? { id, ...row } : row;
    this.#record(operation, { table, key: pick(whole, key), before: null, after: whole });
    return id;
  }

  /** Sets columns of one row; records those whose values differ. */
  update(table: string, key: Row, values: Row): void {
    const operation = this.#runningOperation();
    const before = this.get<Row>(`SELECT * FROM ${table} WHERE ${conditions(key)}`, ...Object.values(key));
    if (before === undefined) throw new Error(`no row of ${table} has the key ${JSON.stringify(key)}`);
    const now = wellFormed(values);
    const changed = Object.keys(now).filter((column) => before[column] !== now[column]);
    if (changed.length === 0) return;
    const after = pick(now, changed);
    this.run(
      `UPDATE ${table} SET ${changed.map((column) => `${column} = ?`).join(', ')} WHERE ${conditions(key)}`,
      ...Object.values(after),
      ...Object.values(key),
    );
    this.#record(operation, { table, key, before: pick(before, changed), after });
  }

  /** Removes a row, and first those that are parts of it: SQLite would remove them too, without a record. */
  remove(table: string, key: Row): void {
    const operation = this.#runningOperation();
    const before = this.get<Row>(`SELECT * FROM ${table} WHERE ${conditions(key)}`, ...Object.values(key));
    if (before === undefined) return;
    const parts = this.rowsThatReferTo(table, before).filter(({ isPart }) => isPart);
    // Parts may refer to one another, as readings to the block of their theme.
    if (parts.length > 0) this.deferForeignKeys();
    for (const part of parts) this.remove(part.table, part.key);
    this.run(`DELETE FROM ${table} WHERE ${conditions(key)}`, ...Object.values(key));
    this.#record(operation, { table, key, before, after: null });
  }

  /** Lets foreign keys be wrong until the running transaction ends. */
  deferForeignKeys(): void {
    this.run('PRAGMA defer_foreign_keys = ON');
  }

  /** The recorded rows that refer to a row; parts are those that SQLite would remove with it. */
  rowsThatReferTo(table: string, row: Row): (RowPlace & { readonly isPart: boolean })[] {
    this.#references ??= this.#readReferences();
    return (this.#references.get(table) ?? []).flatMap((reference) => {
      const columns = reference.key.join(', ');
      const sql = `SELECT ${columns} FROM ${reference.table} WHERE ${reference.column} = ? ORDER BY ${columns}`;
      const { table: from, isPart } = reference;
      return this.all<Row>(sql, row[reference.refersTo] ?? null).map((key) => ({ table: from, key, isPart }));
    });
  }

  /** The foreign keys of recorded tables, by the table they refer to. */
  #readReferences(): ReadonlyMap<string, readonly Reference[]> {
    const found = new Map<string, Reference[]>();
    const rows = this.all<{ from: string; column: string; to: string; refersTo: string; action: string }>(
      `SELECT t.name AS "from", f."from" AS "column", f."table" AS "to", f."to" AS refersTo, f.on_delete AS action
         FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' ORDER BY t.name, f.id`,
    );
    for (const { from: table, column, to, refersTo, action } of rows) {
      if (DERIVED.includes(table)) continue;
      const key = this.all<{ name: string }>('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk', table);
      const reference = { table, column, refersTo, key: key.map(({ name }) => name), isPart: action === 'CASCADE' };
      found.set(to, [...(found.get(to) ?? []), reference]);
    }
    return found;
  }

  /** Records a change that is made already, as `kd doctor --repair` finds some. */
  record(change: Change): void {
    this.#record(this.#runningOperation(), change);
  }

  /** The operation that changes belong to: outside of one nothing is changed. */
  #runningOperation(): RunningOperation {
    if (this.#operation === undefined) throw new Error('a change outside of write()');
    return this.#operation;
  }

  /** Records a change in the running operation, at once: those of a large import would not fit in memory. */
  #record(operation: RunningOperation, { table, key, before, after }: Change): void {
    if (!operation.isRecorded) return;
    const { now, command } = this.#context as Context;
    if (operation.id === undefined) {
      // What was taken back cannot be made again once something new is written.
      this.sql('UPDATE operation SET discarded = 1 WHERE undone = 1 AND discarded = 0').run();
      operation.id = Number(
        this.sql('INSERT INTO operation (at, command) VALUES (?, ?)').run(now, command).lastInsertRowid,
      );
    }
    const json = (row: Row | null) => (row === null ? null : JSON.stringify(row));
    this.sql(
      'INSERT INTO change (operation_id, position, table_name, row_key, before, after) VALUES (?, ?, ?, ?, ?, ?)',
    ).run(operation.id, operation.changes, table, JSON.stringify(key), json(before), json(after));
    operation.changes += 1;
  }

  /** Refuses to write into a file that a repair or a restored backup has taken the place of since it was opened. */
  #checkFile(): void {
    if (this.#file === undefined || fileId(this.#db.name) === this.#file) return;
    throw new StoreError(msg`the library ${this.#db.name} was replaced meanwhile`, msg`try again in a moment`);
  }

  #guarded<T>(work: () => T): T {
    return guard(this.#db.name, work);
  }
}

/** What tells a file from another that has taken its name. */
function fileId(path: string): string | undefined {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? undefined : `${stat.dev} ${stat.ino}`;
}

/** A foreign key of a table, with the columns of the table's primary key. */
interface Reference {
  readonly table: string;
  readonly column: string;
  readonly refersTo: string;
  readonly key: readonly string[];
  readonly isPart: boolean;
}

/** The row with U+FFFD for each half of a surrogate pair, which UTF-8 has no bytes for: SQLite would store others. */
function wellFormed(row: Row): Row {
  const stored = (value: Value) => (typeof value === 'string' ? value.toWellFormed() : value);
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, stored(value)]));
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
}

function conditions(key: Row): string {
  return Object.keys(key)
    .map((column) => `${column} = ?`)
    .join(' AND ');
}

export function connect(path: string, readonly: boolean): Sqlite.Database {
  // To SQLite some names are no files (`:memory:`), and the library cuts spaces off their ends.
  const file = resolve(path);
  if (file !== file.trim()) {
    throw new StoreError(
      msg`the name "${path}" has a space at its end`,
      msg`name another file with --library or KD_LIBRARY`,
    );
  }
  return new Sqlite(file, { readonly, timeout: BUSY_TIMEOUT_MS });
}

/** Whether there is a file with something in it. @throws what the file system throws, but for a missing file */
export function isThere(path: string): boolean {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw notALibrary(path);
    return !(stat.isFile() && stat.size === 0);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

/**
 * A connection that reads a library of any version. A journal left by a killed writer makes the first read fail;
 * it is rolled back by opening once to write.
 * @throws NotFoundError where there is no library
 */
export function connectToRead(path: string, migrations: string): Sqlite.Database {
  const missing = () => {
    const hint = verbatim('kd add "Title 2024AAAI"  ·  kd import NOTES/  ·  kd demo');
    return new NotFoundError(msg`no library yet at ${path}`, hint);
  };
  if (!isThere(path)) throw missing();
  let db = connect(path, true);
  try {
    let version: number;
    try {
      version = versionOf(db, path, migrations);
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_READONLY_ROLLBACK') throw error;
      db.close();
      const writer = connect(path, false);
      writer.pragma('user_version');
      writer.close();
      db = connect(path, true);
      version = versionOf(db, path, migrations);
    }
    if (version === 0) throw missing();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function latest(migrations: string): number {
  return Math.max(...migrationFiles(migrations).map(({ version }) => version));
}

export function migrationFiles(folder: string): { version: number; path: string }[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => ({ version: Number(name.slice(0, 4)), path: join(folder, name) }));
}

/** The library's schema version; 0 for a file that holds nothing yet. */
function versionOf(db: Sqlite.Database, path: string, migrations: string): number {
  // In one transaction: another process may be making the library at this moment.
  const { version, application, isEmpty } = db.transaction(() => {
    const found = db.pragma('user_version', { simple: true }) as number;
    const mark = db.pragma('application_id', { simple: true });
    const holdsNothing = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
    return { version: found, application: mark, isEmpty: found === 0 && mark === 0 && holdsNothing };
  })();
  if (!isEmpty && application !== APPLICATION_ID) throw notALibrary(path);
  if (version > latest(migrations)) {
    throw new StoreError(
      msg`the library ${path} was made by a newer kd (its schema is ${version})`,
      msg`update kd, then try again`,
    );
  }
  return version;
}

function notALibrary(path: string): StoreError {
  return new StoreError(msg`${path} is not a kd library`, msg`name another file with --library or KD_LIBRARY`);
}

/** Brings the schema up to date in one transaction, keeping a copy of an older library beside it. */
function migrate(path: string, db: Sqlite.Database, migrations: string): Sqlite.Database {
  try {
    const found = versionOf(db, path, migrations);
    const pending = migrationFiles(migrations).filter(({ version }) => version > found);
    if (pending.length === 0) return db;
    if (found > 0 && path !== ':memory:') {
      copyInto(db, freeName(`${path}.before-${pending[0]?.version}`));
    }
    db.transaction(() => {
      // Another process may have migrated while this one waited for the lock.
      const now = versionOf(db, path, migrations);
      for (const { version, path: file } of pending.filter((migration) => migration.version > now)) {
        db.exec(readFileSync(file, 'utf8'));
        db.pragma(`user_version = ${version}`);
      }
      db.pragma(`application_id = ${APPLICATION_ID}`);
    }).immediate();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Copies a library whole. The copy is made beside its place, opened and checked, and then given its name, so that the
 * name never stands for a part of a library.
 * @throws StoreError where the copy is not what the library is
 */
export function copyInto(db: Sqlite.Database, target: string): void {
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    rmSync(partial, { force: true });
    const version = db.pragma('data_version', { simple: true });
    db.prepare('VACUUM INTO ?').run(partial);
    const counts = countRows(db);
    // Where another process wrote meanwhile, the numbers of rows are not comparable.
    const isComparable = db.pragma('data_version', { simple: true }) === version;
    checkCopy(partial, markOf(db), isComparable ? counts : undefined);
    syncFile(partial);
    renameSync(partial, target);
    syncFolder(dirname(target));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function checkCopy(path: string, mark: string, counts: string | undefined): void {
  const copy = connect(path, true);
  try {
    const isWhole =
      copy.pragma('quick_check', { simple: true }) === 'ok' &&
      markOf(copy) === mark &&
      (counts === undefined || countRows(copy) === counts);
    if (!isWhole) {
      throw new StoreError(msg`the copy ${path} is not what the library is`, msg`kd doctor says what is wrong`);
    }
  } finally {
    copy.close();
  }
}

function markOf(db: Sqlite.Database): string {
  return ['application_id', 'user_version'].map((name) => db.pragma(name, { simple: true })).join(' ');
}

/** The number of rows of each table, as one text. */
function countRows(db: Sqlite.Database): string {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")
    .pluck()
    .all() as string[];
  return tables.map((name) => `${name} ${db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()}`).join('\n');
}

/** The name, with a number behind it if there is such a file already. */
export function freeName(path: string): string {
  let name = path;
  for (let number = 2; existsSync(name); number += 1) name = `${path}.${number}`;
  return name;
}

/** What the file system says of a path that is no file. */
const NO_FILE = ['EISDIR', 'ENOENT', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'];

/** Turns what SQLite and the file system throw into a StoreError that says what to do. */
export function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (typeof code !== 'string') throw error;
    const fail = (message: Message, hint: Message) => new StoreError(message, hint, error);
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
      throw fail(msg`the library ${path} is busy: another process is writing`, msg`try again in a moment`);
    }
    if (code === 'SQLITE_NOTADB') throw notALibrary(path);
    if (code.startsWith('SQLITE_CORRUPT')) {
      throw fail(
        msg`the library ${path} is damaged`,
        msg`kd doctor --repair saves what can be read; kd backup list shows the backups`,
      );
    }
    if (code === 'EACCES' && (error as { syscall?: string }).syscall === 'stat') {
      throw fail(msg`the library ${path} cannot be read`, msg`check the rights of the file and its folder`);
    }
    if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
      throw fail(msg`the library ${path} cannot be written`, msg`check the rights of the file and its folder`);
    }
    if (code === 'SQLITE_FULL' || code.startsWith('SQLITE_IOERR') || code === 'ENOSPC' || code === 'EFBIG') {
      throw fail(msg`the disk refused to write ${path}: nothing was changed`, msg`free some space, then try again`);
    }
    if (code.startsWith('SQLITE_CANTOPEN') || NO_FILE.includes(code)) {
      const hint = msg`check its rights and those of its folder, or name another file with --library or KD_LIBRARY`;
      throw fail(msg`${path} cannot be opened as a library`, hint);
    }
    throw error;
  }
}
