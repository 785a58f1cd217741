import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

let desk: Desk;
const at = (...names: string[]) => join(desk.folder, ...names);
const backups = () => readdirSync(at('library-backups')).sort();

beforeEach(async () => {
  desk = new Desk();
  await desk.kd(['add', 'A First Paper 2024AAAI']);
});
afterEach(() => desk.dispose());

function raw<T>(path: string, work: (db: Sqlite.Database) => T): T {
  const db = new Sqlite(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

describe('kd backup', () => {
  it('makes a whole library in a folder beside it, named by its time, and says what it holds', async () => {
    const name = `library-${new Date('2024-05-17T12:00:00').toISOString().slice(0, 19).replace(/[-:]/g, '')}Z.db`;
    expect(await desk.kd(['backup'])).toEqual({
      out: `${at('library-backups', name)}\n`,
      err: 'checked: papers 1, weeks 1, notes 0\n',
      code: 0,
    });
    expect(backups()).toEqual([name]);
    const copy = await desk.kd(['dump'], { env: { KD_LIBRARY: at('library-backups', name) } });
    expect(copy).toEqual(await desk.kd(['dump']));
    await desk.kd(['backup']);
    expect(backups()).toEqual([name.replace('.db', '.2.db'), name].sort());
  });

  it('keeps the last ten, and of those before the last of each month; and touches no other file', async () => {
    mkdirSync(at('library-backups'));
    writeFileSync(at('library-backups', 'notes.txt'), 'mine');
    writeFileSync(at('library-backups', 'library-2020.db'), 'mine');
    const days = [
      '2024-01-05',
      '2024-01-20',
      '2024-02-03',
      ...Array.from({ length: 11 }, (_, day) => `2024-03-${day + 10}`),
    ];
    for (const now of days) expect((await desk.kd(['backup'], { now })).code).toBe(0);
    const kept = backups().filter((name) => name.endsWith('Z.db'));
    expect(kept.map((name) => name.slice(8, 16))).toEqual([
      '20240120',
      '20240203',
      ...Array.from({ length: 10 }, (_, day) => `202403${day + 11}`),
    ]);
    expect(backups()).toContain('notes.txt');
    expect(backups()).toContain('library-2020.db');
  });

  it('--to writes to a file, over an earlier backup of this library and over nothing else', async () => {
    const file = at('copy.db');
    expect(await desk.kd(['backup', '--to', file])).toMatchObject({ out: `${file}\n`, code: 0 });
    await desk.kd(['add', 'A Second Paper 2024AAAI']);
    expect(await desk.kd(['backup', '--to', file])).toMatchObject({
      err: 'checked: papers 2, weeks 1, notes 0\n',
      code: 0,
    });
    writeFileSync(at('text.txt'), 'mine');
    copyFileSync(desk.library, at('other.db'));
    for (const name of ['text.txt', 'other.db']) {
      const bytes = readFileSync(at(name));
      const { err, code } = await desk.kd(['backup', '--to', at(name)]);
      expect([code, err]).toEqual([
        4,
        `kd: ${at(name)} is there already, and no backup of this library\ntry: name another file\n`,
      ]);
      expect(readFileSync(at(name)).equals(bytes)).toBe(true);
    }
    const env = { KD_LIBRARY: at('other.db') };
    expect((await desk.kd(['backup', '--to', file], { env })).code).toBe(4);
    expect((await desk.kd(['backup', '--to', desk.library])).code).toBe(2);
    expect((await desk.kd(['backup', '--to', '-'])).code).toBe(2);
    expect((await desk.kd(['backup', '--to', at('no', 'copy.db')])).code).toBe(1);
  });

  it('of no library, and of a damaged one, makes none', async () => {
    expect((await desk.kd(['backup'], { env: { KD_LIBRARY: at('none.db') } })).code).toBe(3);
    truncateSync(desk.library, 40_960);
    expect((await desk.kd(['backup'])).code).toBe(6);
    expect(existsSync(at('library-backups')) ? backups() : []).toEqual([]);
  });

  it('list names them, the newest first, with what is from before a migration', async () => {
    await desk.kd(['backup'], { now: '2024-05-01' });
    await desk.kd(['backup'], { now: '2024-05-02' });
    copyFileSync(desk.library, at('library.db.before-3'));
    writeFileSync(at('library.db.before-the-fall'), 'mine');
    const { out } = await desk.kd(['backup', 'list', '--json']);
    const rows = JSON.parse(out).data as { made: string; reason: string; bytes: number; file: string }[];
    expect(rows.map(({ reason }) => reason)).toEqual(['before a migration', 'asked for', 'asked for']);
    expect(rows.map(({ made }) => made.slice(0, 10)).slice(1)).toEqual(['2024-05-02', '2024-05-01']);
    expect(rows[0]).toMatchObject({ file: at('library.db.before-3'), bytes: readFileSync(desk.library).length });
  });
});

describe('kd backup restore', () => {
  it('puts the backup in place, keeps the library before under the name it says, and can be taken back', async () => {
    const first = await desk.kd(['dump']);
    await desk.kd(['backup', '--to', at('copy.db')]);
    await desk.kd(['add', 'A Second Paper 2024AAAI']);
    const second = await desk.kd(['dump']);
    const { out, err, code } = await desk.kd(['backup', 'restore', at('copy.db'), '--yes']);
    expect([out, code]).toEqual([`${desk.library}\n`, 0]);
    expect(await desk.kd(['dump'])).toEqual(first);
    const kept = /kept as (.+)\n/.exec(err)?.[1] ?? '';
    expect(kept).toMatch(/library\.db\.replaced-\d{8}T\d{6}Z$/);
    expect(await desk.kd(['doctor'])).toMatchObject({ out: '', code: 0 });
    expect((await desk.kd(['backup', 'restore', kept, '--yes'])).code).toBe(0);
    expect(await desk.kd(['dump'])).toEqual(second);
    // What says that a file is a backup does not stay in the library.
    expect(raw(desk.library, (db) => db.prepare("SELECT value FROM meta WHERE key = 'backup'").all())).toEqual([]);
  });

  it('brings a library back that was damaged, or is gone, and asks of nothing where there is none', async () => {
    const first = await desk.kd(['dump']);
    await desk.kd(['backup', '--to', at('copy.db')]);
    writeFileSync(desk.library, 'no library');
    expect((await desk.kd(['backup', 'restore', at('copy.db'), '--yes'])).code).toBe(0);
    expect(await desk.kd(['dump'])).toEqual(first);
    const env = { KD_LIBRARY: at('new', 'library.db') };
    expect((await desk.kd(['backup', 'restore', at('copy.db')], { env })).code).toBe(0);
    expect(await desk.kd(['dump'], { env })).toEqual(first);
  });

  it('writes nothing with --dry-run, and nothing without an answer', async () => {
    await desk.kd(['backup', '--to', at('copy.db')]);
    const bytes = readFileSync(desk.library);
    expect(await desk.kd(['backup', 'restore', at('copy.db'), '-n'])).toEqual({
      out: '',
      err: 'checked: papers 1, weeks 1, notes 0\n',
      code: 0,
    });
    const { err, code } = await desk.kd(['backup', 'restore', at('copy.db')]);
    expect([code, err]).toEqual([2, expect.stringContaining('--yes puts it in place without asking')]);
    expect(readFileSync(desk.library).equals(bytes)).toBe(true);
    expect(readdirSync(desk.folder).filter((name) => name.includes('replaced'))).toEqual([]);
  });

  it('refuses what is no library, damaged, of a newer kd, or not there, and changes nothing', async () => {
    await desk.kd(['backup', '--to', at('newer.db')]);
    await desk.kd(['backup', '--to', at('cut.db')]);
    raw(at('newer.db'), (db) => db.pragma('user_version = 9999'));
    truncateSync(at('cut.db'), 40_960);
    writeFileSync(at('text.txt'), 'words');
    const bytes = readFileSync(desk.library);
    for (const [name, exit, words] of [
      ['newer.db', 6, 'newer kd'],
      ['cut.db', 6, 'damaged'],
      ['text.txt', 6, 'not a kd library'],
      ['none.db', 3, 'no file'],
      ['library.db', 2, 'the library itself'],
    ] as const) {
      const { err, code } = await desk.kd(['backup', 'restore', at(name), '--yes']);
      expect([name, code, err]).toEqual([name, exit, expect.stringContaining(words)]);
    }
    expect(readFileSync(desk.library).equals(bytes)).toBe(true);
  });
});
