import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotFoundError, StoreError } from '../../src/errors.ts';
import { Database, type Row } from '../../src/store/database.ts';
import { Operations } from '../../src/store/operations.ts';
import { english } from '../helpers/english.ts';
import { ROOT } from '../helpers/io.ts';
import { MIGRATIONS } from '../helpers/library.ts';

const CONTEXT = { command: 'kd test', now: '2024-05-17T12:00:00.000Z' };
const APPLICATION_ID = 0x6b646c62;

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kd-store-'));
  path = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (migrations = MIGRATIONS, at = path) => Database.openToWrite(at, migrations, CONTEXT);

/** Does work on the file as SQLite itself sees it. */
function raw<T>(work: (db: Sqlite.Database) => T, at = path): T {
  const db = new Sqlite(at);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const pragma = (name: string, at = path) => raw((db) => db.pragma(name, { simple: true }), at);
const names = (at = path) => raw((db) => db.prepare('SELECT name FROM venue ORDER BY id').pluck().all(), at);
const venue = (name: string): Row => ({ name, type: 'journal' });
const addVenue = (db: Database, name: string) => db.write(() => db.insert('venue', venue(name)));

function failure(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** A folder of migrations: the shipped ones, and a made-up one after them. */
function laterMigrations(sql: string): string {
  const later = join(folder, 'migrations');
  mkdirSync(later, { recursive: true });
  for (const name of readdirSync(MIGRATIONS)) copyFileSync(join(MIGRATIONS, name), join(later, name));
  writeFileSync(join(later, `${String(LATER).padStart(4, '0')}-later.sql`), sql);
  return later;
}

const LATEST = Math.max(
  ...readdirSync(MIGRATIONS)
    .map((name) => Number.parseInt(name, 10))
    .filter(Number.isInteger),
);
const LATER = LATEST + 1;
const ADD_COLUMN = "ALTER TABLE venue ADD COLUMN later TEXT NOT NULL DEFAULT 'made later';";

/**
 * Runs SQL in a process of its own, in one transaction that has reached the file but is not committed, and kills it
 * there: what a power cut leaves.
 */
async function killInTransaction(at: string, sql: string): Promise<void> {
  const script = `
    const db = require('better-sqlite3')(process.argv[1]);
    db.pragma('cache_size = 1');
    db.exec('BEGIN IMMEDIATE');
    db.exec(process.argv[2]);
    process.stdout.write('ready');
    setInterval(() => {}, 1 << 30);`;
  const child = spawn(process.execPath, ['-e', script, at, sql], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the writer ended with ${code}`)));
  });
  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(existsSync(`${at}-journal`)).toBe(true);
}

/** SQL that changes more pages than the smallest cache holds, so that they reach the file. */
const MANY_ROWS = `
  INSERT INTO meta (key, value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
    SELECT 'filler ' || i, hex(randomblob(100)) FROM n;
  UPDATE venue SET name = name || ' not committed';`;

describe('a new library', () => {
  it('is marked as a library of this schema, with its folder made', () => {
    const at = join(folder, 'a', 'b', 'l.db');
    open(MIGRATIONS, at).close();
    expect(pragma('application_id', at)).toBe(APPLICATION_ID);
    expect(pragma('user_version', at)).toBe(LATEST);
    expect(pragma('journal_mode', at)).toBe('delete');
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['l.db']);
  });

  it('has only STRICT tables, and junctions without a rowid', () => {
    open().close();
    const tables = raw((db) =>
      db
        .prepare("SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
        .all(),
    ) as {
      name: string;
      strict: number;
      wr: number;
    }[];
    const plain = tables.filter(({ name }) => !name.startsWith('fts') && !name.startsWith('search'));
    expect(plain.filter(({ strict }) => strict === 0)).toEqual([]);
    for (const name of ['author', 'link', 'paper_tag', 'evidence', 'tag_choice', 'tag_alias', 'tag_broader']) {
      expect(tables.find((table) => table.name === name)).toMatchObject({ wr: 1 });
    }
  });

  it('never gives an id again', () => {
    const db = open();
    const first = addVenue(db, 'One');
    db.write(() => db.remove('venue', { id: first }));
    expect(addVenue(db, 'Two')).toBe(first + 1);
    db.close();
  });

  it('takes the place of an empty file, where a writer opens it', () => {
    writeFileSync(path, '');
    open().close();
    expect(pragma('user_version')).toBe(LATEST);
  });
});

describe('reading', () => {
  it('never makes a library', () => {
    const missing = failure(() => Database.openToRead(path, MIGRATIONS));
    expect(missing).toBeInstanceOf(NotFoundError);
    expect(missing.message).toContain(path);
    expect(failure(() => Database.openToRead(join(folder, 'no', 'folder.db'), MIGRATIONS))).toBeInstanceOf(
      NotFoundError,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves an empty file empty', () => {
    writeFileSync(path, '');
    expect(failure(() => Database.openToRead(path, MIGRATIONS))).toBeInstanceOf(NotFoundError);
    expect(readFileSync(path)).toHaveLength(0);
  });

  it('leaves a SQLite file without a table as it is', () => {
    raw((db) => db.exec('VACUUM'));
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(0);
    failure(() => Database.openToRead(path, MIGRATIONS));
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('leaves the file byte for byte', () => {
    open().close();
    const bytes = readFileSync(path);
    const db = Database.openToRead(path, MIGRATIONS);
    expect(db.all('SELECT * FROM paper')).toEqual([]);
    expect(() => db.run("INSERT INTO meta VALUES ('a', 'b')")).toThrow(StoreError);
    expect(() => db.write(() => undefined)).toThrow();
    db.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['library.db']);
  });

  it('works on a copy in memory for a dry run', () => {
    const db = open();
    addVenue(db, 'Kept');
    db.close();
    const bytes = readFileSync(path);
    const copy = Database.openCopy(path, MIGRATIONS, CONTEXT);
    addVenue(copy, 'Only tried');
    expect(copy.all('SELECT name FROM venue ORDER BY id')).toEqual([{ name: 'Kept' }, { name: 'Only tried' }]);
    copy.close();
    expect(readFileSync(path).equals(bytes)).toBe(true);
    const none = Database.openCopy(join(folder, 'none.db'), MIGRATIONS, CONTEXT);
    expect(none.all('SELECT * FROM venue')).toEqual([]);
    none.close();
    expect(readdirSync(folder)).toEqual(['library.db']);
  });
});

describe('a file that is not a library of this kd', () => {
  it.each(['openToRead', 'openToWrite', 'openCopy'] as const)('is refused by %s and left as it is', (way) => {
    const attempt = () => Database[way](path, MIGRATIONS, CONTEXT);
    const refused = (words: string) => {
      const bytes = readFileSync(path);
      const error = failure(attempt);
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toContain(words);
      expect(error.message).toContain(path);
      expect(english((error as StoreError).hint)).toBeTruthy();
      expect(readFileSync(path).equals(bytes)).toBe(true);
    };
    writeFileSync(path, 'These are words, and no SQLite file, however long they go on.\n'.repeat(100));
    refused('not a kd library');
    rmSync(path);
    raw((db) => db.exec('CREATE TABLE bookmark (url TEXT)'));
    refused('not a kd library');
    raw((db) => db.pragma('application_id = 252006673'));
    refused('not a kd library');
    raw((db) => db.pragma(`user_version = ${LATEST}`));
    refused('not a kd library');
    rmSync(path);
    open().close();
    raw((db) => db.pragma(`user_version = ${LATER}`));
    refused('newer kd');
  });

  it('is refused where another program has signed it, though it has no table yet', () => {
    raw((db) => db.pragma('application_id = 252006673'));
    const bytes = readFileSync(path);
    expect(failure(() => open())).toBeInstanceOf(StoreError);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });
});

describe('migration', () => {
  const copies = () => readdirSync(folder).filter((name) => name.startsWith('library.db.'));

  beforeEach(() => {
    const db = open();
    addVenue(db, 'Before');
    db.close();
  });

  it.each(['openToWrite', 'openToRead'] as const)(
    'by %s brings the library up to date, with a copy from before',
    (way) => {
      const later = laterMigrations(ADD_COLUMN);
      const db = Database[way](path, later, CONTEXT);
      expect(db.all('SELECT name, later FROM venue')).toEqual([{ name: 'Before', later: 'made later' }]);
      db.close();
      expect(pragma('user_version')).toBe(LATER);
      expect(pragma('application_id')).toBe(APPLICATION_ID);
      const [copy = '', ...others] = copies();
      expect(others).toEqual([]);
      expect(copy).toBe(`library.db.before-${LATER}`);
      const at = join(folder, copy);
      expect(pragma('user_version', at)).toBe(LATEST);
      expect(pragma('application_id', at)).toBe(APPLICATION_ID);
      expect(pragma('integrity_check', at)).toBe('ok');
      expect(names(at)).toEqual(['Before']);
      const old = Database.openToRead(at, MIGRATIONS);
      expect(old.all('SELECT name FROM venue')).toEqual([{ name: 'Before' }]);
      old.close();
    },
  );

  it('is done once', () => {
    const later = laterMigrations(ADD_COLUMN);
    open(later).close();
    const copy = join(folder, copies()[0] ?? '');
    const bytes = readFileSync(copy);
    const db = open(later);
    addVenue(db, 'After');
    db.close();
    expect(copies()).toHaveLength(1);
    expect(readFileSync(copy).equals(bytes)).toBe(true);
  });

  it('makes no copy of a library that is new', () => {
    const later = laterMigrations(ADD_COLUMN);
    const at = join(folder, 'new.db');
    open(later, at).close();
    expect(pragma('user_version', at)).toBe(LATER);
    expect(readdirSync(folder).filter((name) => name.startsWith('new.db'))).toEqual(['new.db']);
  });

  it('that fails leaves the library as it was, and the copy', () => {
    const later = laterMigrations(
      `${ADD_COLUMN}\nUPDATE venue SET name = 'half done';\nINSERT INTO no_such_table VALUES (1);`,
    );
    expect(failure(() => open(later)).message).toContain('no_such_table');
    expect(pragma('user_version')).toBe(LATEST);
    expect(names()).toEqual(['Before']);
    expect(names(join(folder, copies()[0] ?? ''))).toEqual(['Before']);
    const db = open();
    addVenue(db, 'Goes on');
    db.close();
    expect(names()).toEqual(['Before', 'Goes on']);
  });

  it('then is refused by the kd from before', () => {
    open(laterMigrations(ADD_COLUMN)).close();
    for (const way of ['openToRead', 'openToWrite', 'openCopy'] as const) {
      const error = failure(() => Database[way](path, MIGRATIONS, CONTEXT));
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toContain(`its schema is ${LATER}`);
    }
  });

  it('of a copy in memory leaves the file', () => {
    const later = laterMigrations(ADD_COLUMN);
    const db = Database.openCopy(path, later, CONTEXT);
    expect(db.all('SELECT name, later FROM venue')).toEqual([{ name: 'Before', later: 'made later' }]);
    db.close();
    expect(pragma('user_version')).toBe(LATEST);
    expect(copies()).toEqual([]);
  });

  it('copies the library as it is now, though a copy of another time is there', () => {
    const later = laterMigrations(ADD_COLUMN);
    copyFileSync(path, join(folder, 'backup.db'));
    open(later).close();
    // The user goes back to the kd from before, and on from there.
    copyFileSync(join(folder, 'backup.db'), path);
    const db = open();
    addVenue(db, 'Written since');
    db.close();
    open(later).close();
    expect(copies().map((name) => names(join(folder, name)))).toContainEqual(['Before', 'Written since']);
    expect(copies().map((name) => names(join(folder, name)))).toContainEqual(['Before']);
  });
});

describe('a journal that a killed writer left', () => {
  beforeEach(() => {
    const db = open();
    addVenue(db, 'Committed');
    db.close();
  });

  it.each(['openToRead', 'openToWrite', 'openCopy'] as const)('is rolled back by %s', async (way) => {
    await killInTransaction(path, MANY_ROWS);
    const db = Database[way](path, MIGRATIONS, CONTEXT);
    expect(db.all('SELECT name FROM venue')).toEqual([{ name: 'Committed' }]);
    expect(db.all('SELECT count(*) AS n FROM meta')).toEqual([{ n: 0 }]);
    expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    db.close();
    expect(existsSync(`${path}-journal`)).toBe(false);
  });

  it('is rolled back before an older library is migrated by a reader', async () => {
    await killInTransaction(path, MANY_ROWS);
    const db = Database.openToRead(path, laterMigrations(ADD_COLUMN));
    expect(db.all('SELECT name FROM venue')).toEqual([{ name: 'Committed' }]);
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: LATER });
    db.close();
  });

  it('of the migration itself is rolled back, and the migration done', async () => {
    await killInTransaction(path, `${ADD_COLUMN} PRAGMA user_version = ${LATER}; ${MANY_ROWS}`);
    const db = Database.openToRead(path, laterMigrations(ADD_COLUMN));
    expect(db.all('SELECT name FROM venue')).toEqual([{ name: 'Committed' }]);
    expect(db.get('PRAGMA user_version')).toEqual({ user_version: LATER });
    db.close();
  });

  it('of the making of a library leaves none for a reader', async () => {
    const at = join(folder, 'new.db');
    const schema = readFileSync(join(MIGRATIONS, readdirSync(MIGRATIONS).sort()[0] ?? ''), 'utf8');
    await killInTransaction(at, `${schema} ${MANY_ROWS}`);
    expect(failure(() => Database.openToRead(at, MIGRATIONS))).toBeInstanceOf(NotFoundError);
    const db = open(MIGRATIONS, at);
    expect(db.all('SELECT * FROM venue')).toEqual([]);
    db.close();
  });
});

describe('an operation', () => {
  let db: Database;
  const operations = () => new Operations(db).all();

  beforeEach(() => {
    db = open();
  });
  afterEach(() => db.close());

  it('records what was put in: no old values, and the new', () => {
    const id = addVenue(db, 'TPAMI');
    expect(operations()).toEqual([
      {
        id: 1,
        at: CONTEXT.now,
        command: CONTEXT.command,
        changes: [{ table: 'venue', key: { id }, before: null, after: { id, name: 'TPAMI', type: 'journal' } }],
      },
    ]);
  });

  it('records of a change the columns that differ, old and new', () => {
    const id = addVenue(db, 'TPAMI');
    db.write(() => db.update('venue', { id }, { name: 'PAMI', type: 'journal', full_name: 'Pattern Analysis' }));
    expect(operations()[1]?.changes).toEqual([
      {
        table: 'venue',
        key: { id },
        before: { name: 'TPAMI', full_name: null },
        after: { name: 'PAMI', full_name: 'Pattern Analysis' },
      },
    ]);
  });

  it('records of what was removed the whole row', () => {
    const id = addVenue(db, 'TPAMI');
    db.write(() => db.remove('venue', { id }));
    expect(operations()[1]?.changes).toEqual([
      {
        table: 'venue',
        key: { id },
        before: { id, name: 'TPAMI', full_name: null, type: 'journal', held: null, since: null, shipped: 0 },
        after: null,
      },
    ]);
  });

  it('records rows of a junction under their whole key', () => {
    const id = addVenue(db, 'TPAMI');
    db.write(() => db.insert('venue_alias', { alias_key: 'pami', venue_id: id, alias: 'PAMI' }, ['alias_key']));
    db.write(() => db.update('venue_alias', { alias_key: 'pami' }, { alias: 'Pami' }));
    expect(operations()[1]?.changes).toEqual([
      {
        table: 'venue_alias',
        key: { alias_key: 'pami' },
        before: null,
        after: { alias_key: 'pami', venue_id: id, alias: 'PAMI' },
      },
    ]);
    expect(operations()[2]?.changes[0]).toMatchObject({ before: { alias: 'PAMI' }, after: { alias: 'Pami' } });
  });

  it('is one of all the changes of a command, in order, with writes inside it', () => {
    db.write(() => {
      const id = db.insert('venue', venue('One'));
      db.write(() => db.insert('venue', venue('Two')));
      db.update('venue', { id }, { name: 'Uno' });
      db.remove('venue', { id });
    });
    const [operation, ...others] = operations();
    expect(others).toEqual([]);
    expect(operation?.changes.map(({ before, after }) => [before?.['name'] ?? null, after?.['name'] ?? null])).toEqual([
      [null, 'One'],
      [null, 'Two'],
      ['One', 'Uno'],
      ['Uno', null],
    ]);
  });

  it('can be taken back from what it records', () => {
    const rows = () => db.all('SELECT * FROM venue ORDER BY id');
    const kept = addVenue(db, 'Kept');
    const gone = addVenue(db, 'Gone');
    const before = rows();
    db.write(() => {
      db.update('venue', { id: kept }, { name: 'Renamed', since: 1999 });
      db.remove('venue', { id: gone });
      db.insert('venue', venue('New'));
    });
    const changes = operations()[2]?.changes ?? [];
    db.write(() => {
      for (const { table, key, before: old, after } of [...changes].reverse()) {
        if (old === null) db.remove(table, key);
        else if (after === null) db.insert(table, old);
        else db.update(table, key, old);
      }
    });
    expect(rows()).toEqual(before);
  });

  it('is not made where nothing changed', () => {
    const id = addVenue(db, 'TPAMI');
    db.write(() => db.update('venue', { id }, { name: 'TPAMI' }));
    db.write(() => db.remove('venue', { id: 999 }));
    db.write(() => undefined);
    expect(operations()).toHaveLength(1);
  });

  it('that fails leaves nothing of itself', () => {
    addVenue(db, 'Kept');
    expect(() =>
      db.write(() => {
        db.insert('venue', venue('Gone'));
        throw new Error('on the way');
      }),
    ).toThrow('on the way');
    expect(() => addVenue(db, 'Kept')).toThrow();
    expect(db.all('SELECT name FROM venue')).toEqual([{ name: 'Kept' }]);
    expect(operations()).toHaveLength(1);
    addVenue(db, 'Goes on');
    expect(operations()).toHaveLength(2);
  });

  it('is the only way to change what is recorded', () => {
    const id = addVenue(db, 'TPAMI');
    expect(() => db.update('venue', { id }, { name: 'Other' })).toThrow();
    expect(() => db.remove('venue', { id })).toThrow();
    expect(() => db.insert('venue', venue('Third'))).toThrow();
    expect(operations()).toHaveLength(1);
    expect(db.all('SELECT name FROM venue')).toEqual([{ name: 'TPAMI' }]);
  });

  it('holds foreign keys', () => {
    expect(() =>
      db.write(() => db.insert('venue_alias', { alias_key: 'x', venue_id: 99, alias: 'X' }, ['alias_key'])),
    ).toThrow();
    expect(operations()).toEqual([]);
  });

  it('of two writers is one after the other', () => {
    const other = open();
    db.write(() => {
      db.insert('venue', venue('First'));
      // A reader is not kept waiting by a writer that has not committed.
      const reader = Database.openToRead(path, MIGRATIONS);
      expect(reader.all('SELECT name FROM venue')).toEqual([]);
      reader.close();
    });
    addVenue(other, 'Second');
    other.close();
    expect(db.all('SELECT name FROM venue ORDER BY id')).toEqual([{ name: 'First' }, { name: 'Second' }]);
    expect(operations().map(({ id }) => id)).toEqual([1, 2]);
  });
});
