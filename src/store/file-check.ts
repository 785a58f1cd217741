import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { HealthCheck, HealthFinding } from '../domain/health.ts';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { connectToRead, guard, latest, migrationFiles } from './database.ts';

/** Up to this size, in bytes, a file is examined index by index; a larger one only if asked for. */
const SMALL = 64 << 20;
/** How many lines of SQLite's are shown of one damaged file. */
const MOST_LINES = 20;

const REPAIR = verbatim('kd doctor --repair');

function found(
  check: HealthCheck,
  severity: HealthFinding['severity'],
  message: Message,
  todo: Message,
  mended = severity === 'problem',
): HealthFinding {
  return { check, severity, message, todo, mended };
}

/** What is found of a library's file, and whether its rows can be read. */
export interface FileState {
  readonly findings: readonly HealthFinding[];
  readonly isDamaged: boolean;
  /** Whether only a new file mends it: its pages are damaged, or its schema is not the right one. */
  readonly isToBeRebuilt: boolean;
  readonly version: number;
  readonly latest: number;
  /** Whether each index was compared with its table. */
  readonly isFull: boolean;
}

/**
 * Examines a library's file as SQLite sees it: pages, indexes, references and schema.
 * @throws NotFoundError, StoreError where it cannot be read at all
 */
export function checkFile(path: string, migrations: string, full: boolean): FileState {
  return guard(path, () => {
    const hadJournal = existsSync(`${path}-journal`) && statSync(`${path}-journal`).size > 0;
    const db = connectToRead(path, migrations);
    try {
      const isFull = full || statSync(path).size <= SMALL;
      const version = db.pragma('user_version', { simple: true }) as number;
      const pages = pageFindings(db, isFull);
      const isOlder = version < latest(migrations);
      const schema = isOlder ? [] : schemaFindings(db, migrations);
      const findings = [
        ...pages,
        ...(pages.length > 0 ? [] : danglingFindings(db)),
        ...schema,
        ...journalFindings(path, db, hadJournal),
      ];
      if (isOlder) {
        const message = msg`its schema is ${version}, an older one than this kd's (${latest(migrations)})`;
        findings.push(found('schema', 'hint', message, msg`the next command brings it up to date, and keeps a copy`));
      }
      const isDamaged = pages.length > 0;
      return {
        findings,
        isDamaged,
        isToBeRebuilt: isDamaged || schema.length > 0,
        version,
        latest: latest(migrations),
        isFull,
      };
    } finally {
      db.close();
    }
  });
}

function pageFindings(db: Sqlite.Database, full: boolean): HealthFinding[] {
  const damaged = (line: string) =>
    found('file', 'problem', msg`the file is damaged: ${line}`, msg`kd doctor --repair saves what can be read`);
  try {
    const rows = db.pragma(`${full ? 'integrity_check' : 'quick_check'}(${MOST_LINES})`) as Record<string, string>[];
    const lines = rows.flatMap((row) => Object.values(row).flatMap((text) => text.split('\n')));
    return lines.filter((line) => line !== 'ok' && line !== '').map(damaged);
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_ERROR') return [damaged(message)];
    throw error;
  }
}

function danglingFindings(db: Sqlite.Database): HealthFinding[] {
  const counts = new Map<string, { table: string; parent: string; rows: number }>();
  for (const { table, parent } of db.pragma('foreign_key_check') as { table: string; parent: string }[]) {
    const entry = counts.get(`${table} ${parent}`) ?? { table, parent, rows: 0 };
    counts.set(`${table} ${parent}`, { ...entry, rows: entry.rows + 1 });
  }
  return [...counts.values()].map(({ table, parent, rows }) =>
    found('rows', 'problem', msg`rows of ${table} that name a row of ${parent} that is gone: ${rows}`, REPAIR),
  );
}

/** What differs between the library's schema and the one that its migrations make. */
function schemaFindings(db: Sqlite.Database, migrations: string): HealthFinding[] {
  const fresh = new Sqlite(':memory:');
  try {
    for (const { path } of migrationFiles(migrations)) fresh.exec(readFileSync(path, 'utf8'));
    const [own, right] = [schemaOf(db), schemaOf(fresh)];
    const names = new Set([...own.keys(), ...right.keys()]);
    const wrong = [...names].filter((name) => own.get(name) !== right.get(name));
    if (wrong.length === 0) return [];
    return [found('schema', 'problem', msg`its schema is not that of this kd: ${wrong.sort().join(', ')}`, REPAIR)];
  } finally {
    fresh.close();
  }
}

function schemaOf(db: Sqlite.Database): Map<string, string> {
  const rows = db
    .prepare("SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'")
    .all();
  return new Map(
    (rows as { name: string; type: string; tbl_name: string; sql: string | null }[]).map(
      ({ name, type, tbl_name, sql }) => [name, `${type} ${tbl_name} ${sql}`],
    ),
  );
}

function journalFindings(path: string, db: Sqlite.Database, hadJournal: boolean): HealthFinding[] {
  const mode = String(db.pragma('journal_mode', { simple: true }));
  const isLeft = existsSync(`${path}-journal`);
  return [
    ...(mode === 'delete'
      ? []
      : [found('file', 'hint', msg`its journal mode is ${mode}, not delete: another program set it`, REPAIR, true)]),
    ...(hadJournal && isLeft
      ? [found('file', 'hint', msg`${path}-journal lies beside it`, msg`a writer is at work, or was killed: try again`)]
      : []),
    ...(hadJournal && !isLeft
      ? [
          found(
            'file',
            'hint',
            msg`a writer was killed: what it had not finished was taken back`,
            msg`nothing need be done`,
          ),
        ]
      : []),
  ];
}

/** Folders that a program keeps equal on several machines, by a part of their path. */
const SYNCED: readonly (readonly [part: RegExp, program: string])[] = [
  [/^Dropbox(?: \(.*\))?$/i, 'Dropbox'],
  [/^OneDrive(?: - .*)?$/i, 'OneDrive'],
  [/^(?:Mobile Documents|iCloud ?Drive|com~apple~CloudDocs)$/i, 'iCloud'],
  [/^(?:Google ?Drive|GoogleDrive-.*|My Drive)$/i, 'Google Drive'],
  [/^Nextcloud$/i, 'Nextcloud'],
  [/^(?:Syncthing|Sync)$/i, 'Syncthing'],
  [/^坚果云|^Nutstore/i, '坚果云'],
];

/** Files by which a program marks the folders that it keeps equal on several machines. */
const SYNC_MARKS: readonly (readonly [name: string, program: string])[] = [
  ['.stfolder', 'Syncthing'],
  ['.dropbox.cache', 'Dropbox'],
  ['.sync_journal.db', 'Nextcloud'],
];

const NETWORK = /^(?:nfs\d?|cifs|smb\w*|afpfs|9p|ceph|glusterfs|davfs|webdav|fuse\.(?!fuseblk)\S+)$/;

/** Examines where a library lies: synced and network folders, rights, names, and the room on its disk. */
export function checkPlace(path: string): HealthFinding[] {
  return guard(path, () => {
    const file = resolve(path);
    const stat = statSync(file);
    const findings: HealthFinding[] = [];
    const hint = (message: Message, todo: Message, mended = false) => {
      findings.push(found('place', 'hint', message, todo, mended));
    };
    const program = syncProgram(file);
    if (program !== undefined) {
      hint(
        msg`it lies in a folder that ${program} keeps equal on several machines, which may mix two states of it`,
        msg`move it elsewhere and name it with KD_LIBRARY; kd backup --to FILE may write there`,
      );
    }
    const type = fileSystemOf(file);
    if (type !== undefined && NETWORK.test(type)) {
      hint(
        msg`it lies on a network file system (${type}), where locks of files may not hold`,
        msg`move it to a disk of this machine and name it with KD_LIBRARY`,
      );
    }
    const folder = dirname(file);
    const closed = [file, folder].filter((name) => !isWritable(name));
    for (const name of closed) hint(msg`${name} cannot be written by you`, msg`check its rights`);
    if (process.platform !== 'win32' && (stat.mode & 0o002) !== 0) {
      hint(msg`everyone may write it`, verbatim(`chmod o-w ${file}`));
    }
    if (stat.nlink > 1) {
      hint(msg`it has ${stat.nlink} names (hard links), of which a journal knows one`, REPAIR, true);
    }
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < Math.max(2 * stat.size, 16 << 20)) {
      hint(
        msg`its disk has ${Math.floor((bavail * bsize) / 1024)} KiB left: too little for a copy`,
        msg`free some space`,
      );
    }
    return findings;
  });
}

function syncProgram(file: string): string | undefined {
  const parts = dirname(file).split(sep);
  const byName = SYNCED.find(([part]) => parts.some((name) => part.test(name)));
  if (byName !== undefined) return byName[1];
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const mark = SYNC_MARKS.find(([name]) => existsSync(`${folder}${sep}${name}`));
    if (mark !== undefined) return mark[1];
    if (dirname(folder) === folder) return undefined;
  }
}

/** The type of the file system that holds the file, where the system has a list of them. */
function fileSystemOf(file: string): string | undefined {
  let mounts: string;
  try {
    mounts = readFileSync('/proc/mounts', 'utf8');
  } catch {
    return undefined;
  }
  return typeOfMount(mounts, file);
}

/** The type in a list of mounts, in the form of /proc/mounts, of the one that holds the file. */
export function typeOfMount(mounts: string, file: string): string | undefined {
  let best: { place: string; type: string } | undefined;
  for (const line of mounts.split('\n')) {
    const [, written = '', type = ''] = line.split(' ');
    const place = written.replace(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const holds = place === '/' || file === place || file.startsWith(`${place}/`);
    // The last of two on one place hides the other.
    if (place !== '' && holds && place.length >= (best?.place.length ?? 0)) best = { place, type };
  }
  return best?.type;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
