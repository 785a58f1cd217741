import { copyFileSync, existsSync, linkSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { connect, freeName, isThere } from './database.ts';
import { syncFile, syncFolder } from './folder.ts';

/** The files that SQLite may keep beside a library. One that is left beside another library would be played into it. */
const SIDE_FILES = ['-journal', '-wal', '-shm'];

/** For how long a file that is being made is left alone, in milliseconds. */
const PARTIAL_AGE = 86_400_000;

/**
 * Makes another library beside this one and puts it in its place in one step. No other process can write meanwhile;
 * one that waits to write is told that the library was replaced (Database.write). Returns the name under which the
 * library before is kept; undefined where there was none.
 * @param now ISO 8601 in UTC
 * @param make makes the other library in a file of this name
 */
export function swapIn(path: string, now: string, make: (partial: string) => void): string | undefined {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const hold = isThere(path) ? holdToWrite(path) : undefined;
  try {
    for (const end of ['', ...SIDE_FILES]) rmSync(`${partial}${end}`, { force: true });
    removePartials(dirname(path), basename(path));
    make(partial);
    syncFile(partial);
    const replaced = isThere(path) ? freeName(`${path}.replaced-${compactTime(now)}`) : undefined;
    if (replaced !== undefined) keepAs(path, replaced);
    // Windows renames over no file that is open.
    if (process.platform === 'win32') hold?.close();
    renameSync(partial, path);
    syncFolder(dirname(path));
    return replaced;
  } catch (error) {
    for (const end of ['', ...SIDE_FILES]) rmSync(`${partial}${end}`, { force: true });
    throw error;
  } finally {
    hold?.close();
  }
}

/**
 * Keeps other processes from writing into the library until the connection is closed. A file that is too damaged to
 * be locked is not held: no other process can write into it either.
 * @throws what SQLite throws where another process is writing, or the file cannot be written
 */
export function holdToWrite(path: string): Sqlite.Database {
  const db = connect(path, false);
  try {
    db.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const code = String((error as { code?: string }).code);
    if (code !== 'SQLITE_NOTADB' && !code.startsWith('SQLITE_CORRUPT')) {
      db.close();
      throw error;
    }
  }
  return db;
}

/** Gives the library a second name, and takes what SQLite keeps beside it along. */
function keepAs(path: string, kept: string): void {
  try {
    linkSync(path, kept);
  } catch {
    // Some file systems have one name a file.
    copyFileSync(path, kept);
    syncFile(kept);
  }
  for (const end of SIDE_FILES.filter((side) => existsSync(`${path}${side}`)))
    renameSync(`${path}${end}`, `${kept}${end}`);
}

/** Removes from a folder what killed processes left of the libraries that they were making. */
export function removePartials(folder: string, library: string): void {
  const isPartial = (name: string) => /^\..+\.\d+\.partial(?:-journal)?$/.test(name) && name.includes(library);
  for (const name of readdirSync(folder).filter(isPartial)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > PARTIAL_AGE) rmSync(path, { force: true });
  }
}

/** A time as it stands in the names of files: 20240517T120000Z. */
export function compactTime(now: string): string {
  return `${now.slice(0, 19).replace(/[-:]/g, '')}Z`;
}
