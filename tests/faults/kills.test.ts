// kd killed at random moments of all that it writes, and many of it at once. Each run is a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FULL, figure, seeded } from '../helpers/faults.ts';
import { Desk, type Outcome, ROOT } from '../helpers/io.ts';

const KILLS = FULL ? 40 : 2;
const random = seeded(1117);
const desk = new Desk();

let folder: string;
let library: string;
let template: string;

interface Run {
  readonly root?: string;
  readonly library?: string;
  /** Kills the process after so many milliseconds. */
  readonly killAfter?: number;
  /** The largest file it may write, in KiB. */
  readonly largest?: number;
}

/** Runs kd to its end; the code is null where it was killed. */
function kd(args: readonly string[], { root = ROOT, library: path = library, killAfter, largest }: Run = {}) {
  return new Promise<Omit<Outcome, 'code'> & { readonly code: number | null }>((resolve, reject) => {
    const command = [process.execPath, join(root, 'bin', 'kd.cjs'), ...args];
    const [program = '', ...rest] =
      largest === undefined
        ? command
        : ['sh', '-c', `ulimit -c 0; ulimit -f ${largest * 2}; exec "$@"`, 'sh', ...command];
    const child = spawn(program, rest, {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        XDG_CONFIG_HOME: join(folder, 'none'),
        KD_LIBRARY: path,
        KD_NOW: '2024-05-17',
        KD_LANG: 'en',
        NODE_DISABLE_COMPILE_CACHE: '1',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ out, err, code });
    });
  });
}

async function done(args: readonly string[], run: Run = {}): Promise<string> {
  const { out, err, code } = await kd(args, run);
  expect({ args, err, code }).toMatchObject({ args, code: 0 });
  return out;
}

/** Expects a library that the doctor finds nothing wrong with, and returns all that it holds. */
async function sound(run: Run = {}): Promise<string> {
  const { out, err, code } = await examined(['doctor', '--full', '--jsonl'], run);
  const problems = out.split('\n').filter((line) => line.includes('"problem"'));
  expect({ problems, err, code }).toEqual({ problems: [], err: '', code: 0 });
  return (await examined(['dump'], run)).out;
}

/** Runs a command that changes nothing in this process, which is faster, where it is this kd's own. */
async function examined(args: readonly string[], { root, library: path = library }: Run) {
  if (root !== undefined) return kd(args, { root, library: path });
  return desk.kd(args, { env: { KD_LIBRARY: path, KD_NOW: '2024-05-17' } });
}

function raw<T>(work: (db: Sqlite.Database) => T, at = library): T {
  const db = new Sqlite(at);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kd-kills-'));
  template = join(folder, 'template.db');
  mkdirSync(join(folder, 'notes'));
  for (let week = 0; week < 24; week += 1) {
    const date = new Date(Date.UTC(2023, 0, 6 + 7 * week)).toISOString().slice(0, 10).replaceAll('-', '');
    const papers = Array.from(
      { length: 8 },
      (_, index) => `### Subject ${week} of ${index} 2023CVPR\n\n白化的特征 ${index}。\n\n- 白化 ${index}\n`,
    );
    writeFileSync(join(folder, 'notes', `${date}.md`), `# ${date}\n\n## 论文阅读\n\n${papers.join('\n')}`);
  }
  await done(['import', join(ROOT, 'data', 'sample', '20240517.md')], { library: template });
  await done(['add', 'A Paper of the Library 2024AAAI', '-t', 'mine'], { library: template });
});
beforeEach(() => {
  const inner = mkdtempSync(join(folder, 'test-'));
  library = join(inner, 'library.db');
  copyFileSync(template, library);
});
afterEach(() => rmSync(join(library, '..'), { recursive: true, force: true }));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  desk.dispose();
});

/** Takes the library back to how a file is, with nothing beside it. */
function reset(from = template): void {
  const inner = join(library, '..');
  rmSync(inner, { recursive: true, force: true });
  mkdirSync(inner);
  copyFileSync(from, library);
}

/**
 * Kills a command at random moments from its start to its end. Each time all of what it does must be there, or none of
 * it; `check` looks at what else it leaves. What was committed before is in every dump, so nothing of it is lost.
 */
async function killed(
  name: string,
  args: readonly string[],
  { from = template, check = async () => {}, ...run }: Run & { from?: string; check?: () => Promise<void> } = {},
): Promise<void> {
  reset(from);
  const before = await sound(run);
  const start = Date.now();
  await done(args, run);
  const length = Date.now() - start;
  const after = await sound(run);
  const fates = { killed: 0, ended: 0, all: 0, none: 0, journals: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    reset(from);
    const { code } = await kd(args, { ...run, killAfter: length * (0.15 + 0.85 * random()) });
    fates[code === null ? 'killed' : 'ended'] += 1;
    if (existsSync(`${library}-journal`)) fates.journals += 1;
    const now = await sound(run);
    expect([before, after]).toContain(now);
    if (code === 0) expect(now).toBe(after);
    fates[now === after && after !== before ? 'all' : 'none'] += 1;
    await check();
  }
  figure(
    `${name}: ${fates.killed} killed (${fates.ended} had ended), ${fates.journals} left a journal; all was there ${fates.all} times, none ${fates.none}; nothing lost`,
  );
}

describe('kd killed at a random moment of', () => {
  it('an import leaves all of it or nothing', () => killed('import', ['import', join(folder, 'notes')]));

  it('an addition leaves all of it or nothing', () => killed('add', ['add', 'Another Paper 2024AAAI', '-t', 'new']));

  it('an undo leaves all of it or nothing', async () => {
    const from = join(folder, 'imported.db');
    await done(['import', join(folder, 'notes')]);
    copyFileSync(library, from);
    await killed('undo', ['undo'], { from });
  });

  it('a migration leaves the library before it or after it', async () => {
    const root = join(folder, 'later');
    mkdirSync(root);
    for (const name of ['bin', 'dist', 'data', 'migrations']) {
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'junction');
    copyFileSync(join(ROOT, 'package.json'), join(root, 'package.json'));
    writeFileSync(
      join(root, 'migrations', '9000-later.sql'),
      `CREATE TABLE later (id INTEGER PRIMARY KEY, word TEXT NOT NULL) STRICT;
       INSERT INTO later (word) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         SELECT hex(randomblob(60)) FROM n;
       ALTER TABLE venue ADD COLUMN later TEXT;`,
    );
    const copies = async () => {
      for (const name of readdirSync(join(library, '..')).filter((other) => other.includes('.before-'))) {
        if (!name.startsWith('.'))
          expect(raw((db) => db.pragma('integrity_check', { simple: true }), join(library, '..', name))).toBe('ok');
      }
      await done(['list'], { root });
      expect(raw((db) => db.pragma('user_version', { simple: true }))).toBe(9000);
    };
    await killed('migrate', ['list'], { root, check: copies });
  });

  it('a backup leaves the library, and under no name a part of one', async () => {
    const copies = async () => {
      for (const { file } of JSON.parse(await done(['backup', 'list', '--json'])).data as { file: string }[]) {
        await done(['backup', 'restore', file, '--dry-run']);
      }
    };
    await killed('backup', ['backup'], { check: copies });
  });

  it('a restored backup leaves the library before it or after it', async () => {
    const other = join(folder, 'other.db');
    await done(['add', 'A Paper of the Backup 2023ICML']);
    await done(['backup', '--to', other]);
    await killed('restore', ['backup', 'restore', other, '--yes']);
  });

  it('a repair leaves the library before it or after it', async () => {
    reset();
    const right = await sound();
    const wrong = join(folder, 'wrong.db');
    raw((db) => db.exec("UPDATE paper SET title_key = 'no such key' WHERE id = 1; DELETE FROM search WHERE rowid = 2"));
    copyFileSync(library, wrong);
    const start = Date.now();
    await done(['doctor', '--repair']);
    const length = Date.now() - start;
    const fates = { killed: 0, repaired: 0 };
    for (let kill = 0; kill < KILLS; kill += 1) {
      reset(wrong);
      const { code } = await kd(['doctor', '--repair'], { killAfter: length * (0.15 + 0.85 * random()) });
      if (code === null) fates.killed += 1;
      const doctor = await examined(['doctor'], {});
      expect([0, 5]).toContain(doctor.code);
      if (doctor.code === 0) fates.repaired += 1;
      else await done(['doctor', '--repair']);
      const now = await sound();
      expect(withoutOperations(now)).toBe(withoutOperations(right));
    }
    figure(`repair: ${fates.killed} killed of ${KILLS}, ${fates.repaired} repaired already; nothing lost`);
  });
});

/** A dump without its history: a repair records what it changes. */
function withoutOperations(dump: string): string {
  return dump
    .split('\n')
    .filter((line) => !/^\{"record":"(?:library|operation)"/.test(line))
    .join('\n');
}

describe('many at once', () => {
  const [processes, adds] = FULL ? [20, 50] : [6, 4];

  it(`${processes} processes that add ${adds} papers each add them all`, async () => {
    const before = raw((db) => db.prepare('SELECT count(*) FROM paper').pluck().get() as number);
    await Promise.all(
      Array.from({ length: processes }, async (_, process) => {
        for (let paper = 0; paper < adds; paper += 1) {
          // Most go into the queue: no week holds a thousand papers.
          const queued = paper % 10 === 0 ? [] : ['--status', 'to-read'];
          const args = ['add', `Process ${process} Adds Paper ${paper} of Many 2024AAAI`, ...queued];
          let outcome = await kd(args);
          // A wait of ten seconds for the others may be too short on a busy machine: the command says so, and nothing of it is there.
          while (outcome.code === 6 && outcome.err.includes('busy')) outcome = await kd(args);
          expect(outcome).toMatchObject({ err: '', code: 0 });
        }
      }),
    );
    expect(raw((db) => db.prepare('SELECT count(*) FROM paper').pluck().get())).toBe(before + processes * adds);
    await sound();
    figure(`${processes} processes × ${adds} additions: all ${processes * adds} papers there`);
  });

  it('readers during an import see the library before it or after it', async () => {
    const before = await done(['list', '--ids']);
    const importing = kd(['import', join(folder, 'notes')]);
    const seen = new Set<string>();
    let reads = 0;
    let isOver = false;
    importing.then(() => {
      isOver = true;
    });
    while (!isOver) {
      seen.add(await done(['list', '--ids']));
      reads += 1;
    }
    expect((await importing).code).toBe(0);
    const after = await done(['list', '--ids']);
    for (const ids of seen) expect([before, after]).toContain(ids);
    figure(`${reads} reads during an import: each saw the library before or after it`);
  });

  it('a writer that waited while the library was replaced is told so, and writes nothing into the old file', async () => {
    const other = join(folder, 'waited.db');
    await done(['backup', '--to', other]);
    const hold = new Sqlite(library);
    hold.exec('BEGIN IMMEDIATE');
    const adding = kd(['add', 'A Paper that Waits 2024AAAI']);
    await new Promise((resolve) => setTimeout(resolve, 700));
    // What restoring a backup does last, while it holds the library.
    const replaced = `${library}.old`;
    copyFileSync(library, replaced);
    copyFileSync(other, `${library}.new`);
    rmSync(library);
    copyFileSync(`${library}.new`, library);
    hold.exec('ROLLBACK');
    hold.close();
    const { err, code } = await adding;
    expect({ code, err }).toEqual({ code: 6, err: expect.stringContaining('replaced meanwhile') });
    expect(await done(['list', '--ids'])).not.toContain('A Paper that Waits');
  });

  it('a repair and a restored backup wait for no writer for ever', async () => {
    const other = join(folder, 'busy.db');
    await done(['backup', '--to', other]);
    raw((db) => db.exec("UPDATE paper SET title_key = 'no such key' WHERE id = 1"));
    const hold = new Sqlite(library);
    hold.exec('BEGIN IMMEDIATE');
    const [repair, restore] = await Promise.all([
      kd(['doctor', '--repair']),
      kd(['backup', 'restore', other, '--yes']),
    ]);
    hold.close();
    for (const { err, code } of [repair, restore]) {
      expect({ code, err }).toEqual({ code: 6, err: expect.stringContaining('busy') });
    }
  });
});

const noLimit = process.platform === 'win32';

describe.skipIf(noLimit)(`a limit on the size of files${noLimit ? ' (skipped: no such limit on Windows)' : ''}`, () => {
  it('ends an import, a backup, a repair and an undo without loss', async () => {
    const before = await sound();
    const size = readFileSync(library).length / 1024;
    for (const args of [['import', join(folder, 'notes')], ['backup'], ['undo']]) {
      for (const largest of [1, Math.floor(size / 2), Math.floor(size) + 8]) {
        reset();
        const { err, code } = await kd(args, { largest });
        expect(err).not.toContain('bug in kd');
        // The system ends a process at its limit, or refuses the write, as it likes.
        expect([null, 0, 6, 153]).toContain(code);
        if (code !== 0 || args[0] === 'backup') expect(await sound()).toBe(before);
      }
    }
  });
});

const noDisk = process.platform !== 'linux' || process.getuid?.() !== 0;

describe.skipIf(noDisk)(`a full disk${noDisk ? ' (skipped: only root on Linux can mount one)' : ''}`, () => {
  let disk: string;
  let isMounted = false;

  beforeAll(() => {
    disk = mkdtempSync(join(tmpdir(), 'kd-disk-'));
    isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]).status === 0;
  });
  afterAll(() => {
    if (isMounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  it('refuses a backup, a repair, a restored one and an undo with exit 6, and nothing is lost', async ({ skip }) => {
    if (!isMounted) skip('a tmpfs cannot be mounted here');
    const other = join(folder, 'of-disk.db');
    await done(['backup', '--to', other]);
    const path = join(disk, 'library.db');
    const wrong = (at: string) => raw((db) => db.exec("UPDATE paper SET title_key = 'x' WHERE id = 1"), at);
    for (const args of [['backup'], ['doctor', '--repair'], ['backup', 'restore', other, '--yes'], ['undo']]) {
      for (const left of [0, 8192, 65_536]) {
        for (const name of readdirSync(disk)) rmSync(join(disk, name), { recursive: true });
        copyFileSync(template, path);
        if (args[0] === 'doctor') wrong(path);
        const bytes = readFileSync(path);
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
        const { err, code } = await kd(args, { library: path });
        expect(err, args.join(' ')).not.toContain('bug in kd');
        // An undo may be small enough for what is left.
        if (!(args[0] === 'undo' && left > 0)) expect({ args, left, code, err }).toMatchObject({ args, left, code: 6 });
        if (code !== 0) expect(readFileSync(path).equals(bytes), args.join(' ')).toBe(true);
        expect(readdirSync(disk).filter((name) => name.endsWith('.partial'))).toEqual([]);
      }
    }
  });
});
