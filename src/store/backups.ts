import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { msg, verbatim } from '../domain/message.ts';
import { ConflictError, KdError, NotFoundError, StoreError, UsageError } from '../errors.ts';
import { APPLICATION_ID, connect, connectToRead, copyInto, guard } from './database.ts';
import { makeFolder } from './folder.ts';
import { compactTime, removePartials, swapIn } from './swap.ts';

/** How many of the last backups are kept; of those before, the last of each month. */
const KEPT = 10;
/** What in its table `meta` tells a backup from a library: the library that it is of, and when it was made. */
const MARK = 'backup';

const CHOOSE = msg`kd backup list shows the backups`;

export interface Backup {
  readonly path: string;
  /** When it was made, as ISO 8601 in UTC; of a copy from before a migration, when its file was written. */
  readonly at: string;
  readonly reason: 'asked for' | 'before a repair' | 'before a migration';
  readonly bytes: number;
}

/** What a checked copy holds. */
export interface Contents {
  readonly version: number;
  readonly papers: number;
  readonly weeks: number;
  readonly notes: number;
}

/** The folder of a library's backups, beside it. */
export function backupFolder(library: string): string {
  return join(dirname(resolve(library)), `${stem(library)}-backups`);
}

/**
 * Makes a backup in the library's own folder of backups, checks it by opening it, and removes what is too old to keep.
 * @param now ISO 8601 in UTC
 */
export function makeBackup(library: string, migrations: string, now: string, reason: 'asked for' | 'before a repair') {
  const folder = backupFolder(library);
  return guard(folder, () => {
    const db = connectToRead(library, migrations);
    try {
      writable(folder, () => makeFolder(folder));
      removePartials(folder, stem(library));
      const name = `${stem(library)}-${compactTime(now)}${reason === 'before a repair' ? '-repair' : ''}`;
      let path = join(folder, `${name}.db`);
      for (let number = 2; existsSync(path); number += 1) path = join(folder, `${name}.${number}.db`);
      writable(folder, () => copyInto(db, path));
      mark(path, library, now);
      return { path, removed: rotate(library), contents: contentsOf(path, migrations) };
    } finally {
      db.close();
    }
  });
}

/** Does what writes into a folder. @throws StoreError that names it where nothing can be written there */
function writable<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (!/^(?:SQLITE_CANTOPEN|SQLITE_READONLY|EACCES|EPERM|EROFS|ENOTDIR|EEXIST)/.test(String(code))) throw error;
    throw new StoreError(msg`no backup can be written to ${folder}`, verbatim('kd backup --to FILE'), error);
  }
}

/**
 * Writes a backup to a file of the user's own choice.
 * @throws ConflictError where there is a file that is no earlier backup of this library
 */
export function backupTo(library: string, migrations: string, now: string, file: string): Contents {
  return guard(file, () => {
    if (existsSync(file)) {
      if (resolve(file) === resolve(library)) throw new UsageError(msg`${file} is the library itself`);
      if (markOn(file) !== resolve(library)) {
        throw new ConflictError(msg`${file} is there already, and no backup of this library`, msg`name another file`);
      }
    }
    if (!existsSync(dirname(resolve(file)))) {
      throw new KdError(
        msg`${file} cannot be written: there is no folder ${dirname(resolve(file))}`,
        msg`make the folder first`,
      );
    }
    const db = connectToRead(library, migrations);
    try {
      copyInto(db, file);
      mark(file, library, now);
      return contentsOf(file, migrations);
    } finally {
      db.close();
    }
  });
}

/** The backups of a library, the newest first, with the copies that were made of it before migrations. */
export function listBackups(library: string): Backup[] {
  const own = backupNames(library).map(({ name, at, isRepair }): Backup => {
    const path = join(backupFolder(library), name);
    return { path, at, reason: isRepair ? 'before a repair' : 'asked for', bytes: statSync(path).size };
  });
  const folder = dirname(resolve(library));
  const start = `${basename(library)}.before-`;
  const older = namesIn(folder).flatMap((name): Backup[] => {
    if (!name.startsWith(start) || !/^\d+(?:\.\d+)?$/.test(name.slice(start.length))) return [];
    const path = join(folder, name);
    const { mtime, size } = statSync(path);
    return [{ path, at: mtime.toISOString(), reason: 'before a migration', bytes: size }];
  });
  return [...own, ...older].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.path < a.path ? -1 : 1));
}

/** What a library or backup holds. @throws StoreError where it is damaged, no library, or of a newer kd */
export function contentsOf(path: string, migrations: string): Contents {
  if (!existsSync(path)) throw new NotFoundError(msg`there is no file ${path}`, CHOOSE);
  return guard(path, () => {
    const db = connectToRead(path, migrations);
    try {
      if (db.pragma('integrity_check', { simple: true }) !== 'ok') {
        throw new StoreError(msg`${path} is damaged`, CHOOSE);
      }
      const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
      const version = db.pragma('user_version', { simple: true }) as number;
      return {
        version,
        papers: count('paper'),
        weeks: count('week'),
        notes: version < 2 ? 0 : count('note'),
      };
    } finally {
      db.close();
    }
  });
}

/** Puts a backup in the place of the library; returns the name under which the library before is kept. */
export function restoreBackup(
  library: string,
  migrations: string,
  now: string,
  file: string,
): { replaced: string | undefined; contents: Contents } {
  return guard(library, () => {
    if (resolve(file) === resolve(library)) throw new UsageError(msg`${file} is the library itself`);
    const contents = contentsOf(file, migrations);
    makeFolder(dirname(resolve(library)));
    const replaced = swapIn(library, now, (partial) => {
      const source = guard(file, () => connectToRead(file, migrations));
      try {
        copyInto(source, partial);
      } finally {
        source.close();
      }
      const copy = connect(partial, false);
      copy.prepare('DELETE FROM meta WHERE key = ?').run(MARK);
      copy.close();
      contentsOf(partial, migrations);
    });
    return { replaced, contents };
  });
}

/** Says in a backup what it is of. */
function mark(path: string, library: string, now: string): void {
  const db = connect(path, false);
  try {
    db.pragma('synchronous = FULL');
    const value = JSON.stringify({ of: resolve(library), at: now });
    db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)').run(MARK, value);
  } finally {
    db.close();
  }
}

/** The library that a file is a backup of; undefined where it is none. */
function markOn(path: string): string | undefined {
  let db: Sqlite.Database | undefined;
  try {
    db = connect(path, true);
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return undefined;
    const value = db.prepare('SELECT value FROM meta WHERE key = ?').pluck().get(MARK);
    return (JSON.parse(String(value)) as { of?: string } | null)?.of;
  } catch {
    return undefined;
  } finally {
    db?.close();
  }
}

/** Removes the backups that are neither among the last nor the last of their month. */
function rotate(library: string): string[] {
  const months = new Set<string>();
  const removed = backupNames(library).filter(({ at }, index) => {
    const isLastOfMonth = !months.has(at.slice(0, 7));
    months.add(at.slice(0, 7));
    return index >= KEPT && !isLastOfMonth;
  });
  for (const { name } of removed) rmSync(join(backupFolder(library), name), { force: true });
  return removed.map(({ name }) => name);
}

/** The names of the backups that kd made in its own folder, the newest first; no other file there is touched. */
function backupNames(library: string): { name: string; at: string; isRepair: boolean }[] {
  const start = `${stem(library)}-`;
  return namesIn(backupFolder(library))
    .flatMap((name) => {
      const match = name.startsWith(start)
        ? /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(-repair)?(?:\.(\d+))?\.db$/.exec(name.slice(start.length))
        : null;
      if (match === null) return [];
      const [, year, month, day, hour, minute, second, repair, number = '1'] = match;
      const at = `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
      return [{ name, at, isRepair: repair !== undefined, order: `${at} ${number.padStart(6, '0')}` }];
    })
    .sort((a, b) => (a.order < b.order ? 1 : -1));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  }
}

function stem(library: string): string {
  return basename(library).replace(/\.db$/, '');
}
