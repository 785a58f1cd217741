// What goes wrong around a library: files that are none, rights, killed writers, many writers, a full disk.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, ROOT } from '../helpers/io.ts';

const KD = join(ROOT, 'bin', 'kd.cjs');
/** The user who owns nothing, for tests of rights: root may write everything. */
const NOBODY = 65534;
const PROJECTOR = 'Understanding the Role of the Projector in Knowledge Distillation';

let folder: string;
let library: string;
const running = new Set<ChildProcess>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kd-faults-'));
  chmodSync(folder, 0o755);
  library = join(folder, 'library.db');
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly uid?: number | undefined;
  readonly library?: string | undefined;
  readonly cwd?: string | undefined;
}

/** Runs the built kd in the test's folder to its end. */
function kd(args: readonly string[], { uid, library: path = library, cwd = folder }: Run = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [KD, ...args], {
      cwd,
      env: {
        PATH: process.env['PATH'],
        SystemRoot: process.env['SystemRoot'],
        HOME: folder,
        XDG_CACHE_HOME: join(folder, 'cache'),
        // Only what a command itself leaves in the folder is looked at.
        NODE_DISABLE_COMPILE_CACHE: '1',
        // Settings are not what these tests are about: none of another's, and none in a folder that is taken away.
        XDG_CONFIG_HOME: join(folder, '..', 'kd-no-settings'),
        KD_LIBRARY: path,
        KD_NOW: '2024-05-17',
        KD_LANG: 'en',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    running.add(child);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === null) reject(new Error(`ended by ${signal}`));
      else resolve({ out, err, code });
    });
  });
}

async function add(title: string, path = library): Promise<void> {
  expect(await kd(['add', title], { library: path })).toMatchObject({ err: '', code: 0 });
}

/** Expects a failure told in at most three lines of standard error, with these words, and nothing else. */
function expectFailure({ out, err, code }: Outcome, exit: number, ...words: string[]): void {
  expect({ out, code, err }).toEqual({ out: '', code: exit, err });
  expect(err.trimEnd().split('\n').length, err).toBeLessThanOrEqual(3);
  expect(err).toMatch(/^kd: .+\ntry: .+\n/);
  expect(err).not.toMatch(/^\s+at |this is a bug/m);
  for (const word of words) expect(err).toContain(word);
}

/** Does work on a library as SQLite itself sees it. */
function raw<T>(work: (db: Sqlite.Database) => T, at = library): T {
  const db = new Sqlite(at);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const integrity = (at = library) => raw((db) => db.pragma('integrity_check', { simple: true }), at);
const number = (sql: string, at = library) => raw((db) => db.prepare(sql).pluck().get() as number, at);

/**
 * Starts a process that runs SQL in a transaction and then waits, with the transaction open, for `finish`, which lets
 * it commit, or for `kill`.
 */
async function holdTransaction(sql: string, cachePages?: number) {
  const script = `
    const db = require('better-sqlite3')(process.argv[1]);
    if (process.argv[3]) db.pragma('cache_size = ' + process.argv[3]);
    db.exec('BEGIN IMMEDIATE');
    db.exec(process.argv[2]);
    process.stdout.write('ready');
    process.stdin.once('data', () => { db.exec('COMMIT'); db.close(); process.exit(0); });`;
  const args = ['-e', script, library, sql, ...(cachePages === undefined ? [] : [String(cachePages)])];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  const gone = new Promise((resolve) => child.once('close', resolve));
  await new Promise((resolve, reject) => {
    child.stdout.once('data', resolve);
    child.once('exit', (code) => reject(new Error(`the writer ended with ${code}`)));
  });
  return {
    async finish() {
      child.stdin.write('commit');
      expect(await gone).toBe(0);
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** SQL that changes many pages. */
const MANY_PAGES = `
  INSERT INTO meta (key, value) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
    SELECT 'filler ' || i, hex(randomblob(200)) FROM n;
  UPDATE paper SET title = 'not committed', title_key = 'notcommitted';`;

const READERS = [['list'], ['show', '1'], ['report'], ['dump'], ['tag', 'list'], ['week', 'list'], ['list', '--json']];
const WRITERS = [
  ['add', 'Another Paper 2024AAAI'],
  ['tag', 'alias', 'whitening', 'ZCA'],
  ['week', 'add', '--section', '代码实践', '写代码'],
];

/** Every command must fail in the same way and leave the file as it is. */
async function refusedByAll(...words: string[]): Promise<void> {
  const bytes = readFileSync(library);
  const names = readdirSync(folder);
  for (const args of [['list'], ['dump'], ...WRITERS, [...(WRITERS[0] ?? []), '-n']]) {
    const outcome = await kd(args);
    expectFailure(outcome, 6, library, ...words);
    expect(readFileSync(library).equals(bytes), args.join(' ')).toBe(true);
  }
  expect(readdirSync(folder)).toEqual(names);
}

describe('a file that is no library', () => {
  it('of text is refused and kept', async () => {
    writeFileSync(library, '# My notes\n\nThese words must not be lost.\n'.repeat(200));
    await refusedByAll('not a kd library');
  });

  it('of a few bytes is refused and kept', async () => {
    writeFileSync(library, 'short');
    await refusedByAll('not a kd library');
  });

  it('of another application is refused and kept', async () => {
    raw((db) => db.exec("CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('https://example.org')"));
    await refusedByAll('not a kd library');
  });

  it('of a newer kd is refused and kept', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    raw((db) => db.pragma('user_version = 9999'));
    await refusedByAll('newer kd', '9999', 'update kd');
  });

  it('but is empty is no library to a reader, and one to a writer', async () => {
    writeFileSync(library, '');
    for (const args of READERS) {
      const { out, code } = await kd(args);
      expect({ out, code }).toEqual({ out: '', code: 3 });
      expect(readFileSync(library)).toHaveLength(0);
    }
    expect((await kd(['add', `${PROJECTOR} 2024AAAI`, '-n'])).code).toBe(0);
    expect(readFileSync(library)).toHaveLength(0);
    await add(`${PROJECTOR} 2024AAAI`);
    expect((await kd(['list', '--ids'])).out).toBe('1\n');
  });

  it('but a folder is refused', async () => {
    mkdirSync(library);
    for (const args of [['list'], ['dump'], ...WRITERS]) expectFailure(await kd(args), 6, library);
    expect(readdirSync(library)).toEqual([]);
  });

  it('though SQLite would take its name for memory is one', async () => {
    await add('A Paper 2024AAAI', ':memory:');
    expect((await kd(['list', '--ids'], { library: ':memory:' })).out).toBe('1\n');
    expect(readdirSync(folder)).toEqual([':memory:']);
  });

  it('by a name with a space at its end is refused', async () => {
    for (const name of [' ', 'library.db ']) {
      expectFailure(await kd(['add', 'A Paper 2024AAAI'], { library: name }), 6, name);
    }
    expect(readdirSync(folder)).toEqual([]);
  });

  it('but a link to itself is refused', async () => {
    symlinkSync(library, library);
    for (const args of [['list'], ...WRITERS]) expectFailure(await kd(args), 6, library);
  });

  it('since its folder is a file is refused', async () => {
    writeFileSync(join(folder, 'plain'), 'text');
    const path = join(folder, 'plain', 'library.db');
    expectFailure(await kd(['add', `${PROJECTOR} 2024AAAI`], { library: path }), 6, path);
    expect((await kd(['list'], { library: path })).code).toBe(3);
    expect(readFileSync(join(folder, 'plain'), 'utf8')).toBe('text');
  });
});

describe.skipIf(process.platform !== 'linux')('a file system that takes no folder', () => {
  it('is said, and not asked for ever', async () => {
    const path = '/proc/nope/library.db';
    expectFailure(await kd(['add', `${PROJECTOR} 2024AAAI`], { library: path }), 6, path);
  });
});

describe('a pipe or a device', () => {
  it('in a folder of notes is named, and the others land', { skip: process.platform === 'win32' }, async () => {
    mkdirSync(join(folder, 'notes'));
    expect(spawnSync('mkfifo', [join(folder, 'notes', 'endless.md')]).status).toBe(0);
    writeFileSync(join(folder, 'notes', '20240510.md'), '# 20240510\n\n## 论文阅读\n\n### A Paper 2024AAAI\n');
    const { out, err, code } = await kd(['import', 'notes']);
    expect([code, err]).toEqual([1, expect.stringContaining(`${join('notes', 'endless.md')}: is no regular file`)]);
    expect(out).toMatch(/\t2024-05-10\t.*\bnew\b/);
  });

  it('is nothing to write a report to', { skip: process.platform === 'win32' }, async () => {
    await add('A Paper 2024AAAI');
    for (const path of ['/dev/null', folder]) expectFailure(await kd(['report', '-o', path]), 1, path);
  });
});

describe('a damaged library', () => {
  it.each([0.5, 0.9])('cut to %f of its length is refused and kept', async (part) => {
    await add(`${PROJECTOR} 2024AAAI`);
    truncateSync(library, Math.floor((readFileSync(library).length * part) / 4096) * 4096);
    await refusedByAll('damaged', 'backup');
  });

  it('with a page overwritten is told as damaged by what reads it', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    const root = number("SELECT rootpage FROM sqlite_schema WHERE name = 'paper'");
    const size = number('PRAGMA page_size');
    const bytes = readFileSync(library);
    bytes.fill(0xa5, (root - 1) * size, root * size);
    writeFileSync(library, bytes);
    expectFailure(await kd(['list']), 6, 'damaged', library);
    // A dump prints as it reads: what came before the damage is out already.
    expectFailure({ ...(await kd(['dump'])), out: '' }, 6, 'damaged');
    expectFailure(await kd(['add', 'Another Paper 2024AAAI']), 6, 'damaged');
    expect(readFileSync(library).equals(bytes)).toBe(true);
  });
});

const isRoot = process.platform !== 'win32' && process.getuid?.() === 0;
const asNobody = () =>
  spawnSync(process.execPath, [KD, '--version'], { cwd: '/', uid: NOBODY, gid: NOBODY }).status === 0;
const whyNoRights = isRoot
  ? asNobody()
    ? ''
    : 'another user cannot reach this checkout'
  : 'only root can be another user';

describe.skipIf(whyNoRights !== '')(`rights${whyNoRights && ` (skipped: ${whyNoRights})`}`, () => {
  beforeEach(() => add(`${PROJECTOR} 2024AAAI`));

  async function readableOnly(): Promise<void> {
    const bytes = readFileSync(library);
    for (const args of READERS) expect(await kd(args, { uid: NOBODY })).toMatchObject({ err: '', code: 0 });
    for (const args of WRITERS) {
      expectFailure(await kd(args, { uid: NOBODY }), 6, library, 'cannot be written', 'rights');
      expect(await kd([...args, '-n'], { uid: NOBODY })).toMatchObject({ err: '', code: 0 });
    }
    expect(readFileSync(library).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['library.db']);
  }

  it('to read the file alone let it be read, and a writer says so', async () => {
    chmodSync(library, 0o644);
    chmodSync(folder, 0o777);
    await readableOnly();
  });

  it('to write the file but not its folder let it be read, and a writer says so', async () => {
    chownSync(library, NOBODY, NOBODY);
    chmodSync(folder, 0o755);
    await readableOnly();
  });

  it('of an owner who took them away from himself let it be read', async () => {
    chownSync(library, NOBODY, NOBODY);
    chownSync(folder, NOBODY, NOBODY);
    chmodSync(library, 0o444);
    chmodSync(folder, 0o555);
    await readableOnly();
  });

  it('to nothing are said, and not taken for a missing library', async () => {
    chmodSync(library, 0o600);
    for (const args of [['list'], ...WRITERS]) expectFailure(await kd(args, { uid: NOBODY }), 6, library);
    chmodSync(library, 0o644);
    chmodSync(folder, 0o700);
    expectFailure(await kd(['add', 'A Paper 2024AAAI'], { uid: NOBODY, cwd: '/' }), 6, library);
    expectFailure(await kd(['list'], { uid: NOBODY, cwd: '/' }), 6, library);
  });

  it('to make no file in a folder are said, and nothing is made', async () => {
    const path = join(folder, 'other.db');
    const deep = join(folder, 'a', 'b', 'other.db');
    expectFailure(await kd(['add', 'A Paper 2024AAAI'], { uid: NOBODY, library: path }), 6, path);
    expectFailure(await kd(['add', 'A Paper 2024AAAI'], { uid: NOBODY, library: deep }), 6, deep, 'cannot be written');
    expect(readdirSync(folder)).toEqual(['library.db']);
  });

  it('to roll nothing back are said where a killed writer left a journal', async () => {
    await (await holdTransaction(MANY_PAGES, 1)).kill();
    chmodSync(library, 0o644);
    chmodSync(`${library}-journal`, 0o644);
    expectFailure(await kd(['list'], { uid: NOBODY }), 6, library);
    expect((await kd(['list', '--ids'])).out).toBe('1\n');
  });

  it('to make the sample library are said', async () => {
    mkdirSync(join(folder, 'cache'), { mode: 0o555 });
    expectFailure(await kd(['demo'], { uid: NOBODY }), 1, join(folder, 'cache'));
  });

  it('to read one note of a folder do not keep the others from landing', async () => {
    mkdirSync(join(folder, 'notes'));
    for (const day of ['20240503', '20240510']) {
      writeFileSync(join(folder, 'notes', `${day}.md`), `# ${day}\n\n## 论文阅读\n\n### A Paper of ${day} 2024AAAI\n`);
    }
    chmodSync(join(folder, 'notes', '20240503.md'), 0o000);
    chmodSync(folder, 0o777);
    chownSync(library, NOBODY, NOBODY);
    const { out, err, code } = await kd(['import', 'notes'], { uid: NOBODY });
    expect(err).toContain(join('notes', '20240503.md'));
    expect(err).not.toContain('bug');
    expect(code).toBe(1);
    expect(out).toMatch(/\t2024-05-10\t.*\bnew\b/);
  });
});

describe('a killed writer', () => {
  it('leaves a journal, which the next command rolls back', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    await add('FitNets: Hints for Thin Deep Nets 2015ICLR');
    const before = (await kd(['dump'])).out;
    for (const args of [...READERS, ...WRITERS]) {
      await (await holdTransaction(MANY_PAGES, 1)).kill();
      expect(existsSync(`${library}-journal`)).toBe(true);
      const { err, code } = await kd([...args, ...(WRITERS.includes(args) ? ['-n'] : [])]);
      expect({ args, err, code }).toEqual({ args, err: '', code: 0 });
      expect(existsSync(`${library}-journal`)).toBe(false);
    }
    expect(await kd(['list', '--ids'])).toEqual({ out: '2\n1\n', err: '', code: 0 });
    expect((await kd(['dump'])).out).toBe(before);
    expect(integrity()).toBe('ok');
    await add('Relational Knowledge Distillation 2019CVPR');
    expect((await kd(['list', '--ids'])).out).toBe('3\n2\n1\n');
  });

  it('of kd itself leaves all of an import or nothing', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    mkdirSync(join(folder, 'notes'));
    for (let week = 0; week < 30; week += 1) {
      const date = new Date(Date.UTC(2023, 0, 6 + 7 * week)).toISOString().slice(0, 10).replaceAll('-', '');
      const papers = Array.from(
        { length: 10 },
        (_, index) => `### Subject ${week} of ${index} 2023CVPR\n\n- 白化 ${index}\n`,
      );
      writeFileSync(join(folder, 'notes', `${date}.md`), `# ${date}\n\n## 论文阅读\n\n${papers.join('\n')}`);
    }
    const before = (await kd(['dump'])).out;
    const child = spawn(process.execPath, [KD, 'import', 'notes'], {
      cwd: folder,
      env: { ...process.env, KD_LIBRARY: library, KD_NOW: '2024-05-17' },
      stdio: 'ignore',
    });
    const gone = new Promise((resolve) => child.once('close', resolve));
    // The first byte of a journal says that the transaction has begun.
    while (!existsSync(`${library}-journal`) && child.exitCode === null)
      await new Promise((next) => setImmediate(next));
    child.kill('SIGKILL');
    await gone;
    expect(integrity()).toBe('ok');
    const after = (await kd(['dump'])).out;
    if (after !== before) expect((await kd(['week', 'list', '--ids'])).out.trimEnd().split('\n')).toHaveLength(31);
    expect((await kd(['import', 'notes'])).code).toBe(0);
    expect(number('SELECT count(*) FROM paper')).toBe(301);
  });
});

describe('many at once', () => {
  it('eight adds to a missing library all land, in one week', async () => {
    const adds = Array.from({ length: 8 }, (_, index) =>
      kd(['add', `Subject Number ${index} of Eight 2024AAAI`, '-t', 'mine']),
    );
    const outcomes = await Promise.all(adds);
    for (const { code } of outcomes) expect(code).toBe(0);
    // Only the first of them makes the tag, and says so.
    const said = outcomes.map(({ err }) => err).filter((err) => err !== '');
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('the tag "mine" is new');
    expect(integrity()).toBe('ok');
    expect(raw((db) => db.pragma('foreign_key_check'))).toEqual([]);
    expect(number('SELECT count(*) FROM paper')).toBe(8);
    expect(number('SELECT count(*) FROM week')).toBe(1);
    expect(number('SELECT count(*) FROM reading')).toBe(8);
    expect(number('SELECT count(*) FROM operation')).toBe(8);
    expect(number("SELECT count(*) FROM tag WHERE name = 'mine'")).toBe(1);
    expect(readdirSync(folder)).toEqual(['library.db']);
    const { out } = await kd(['report']);
    expect(out.match(/^### /gm)).toHaveLength(8);
    expect(out.match(/^# /gm)).toHaveLength(1);
  });

  it('the same paper added twice lands once', async () => {
    const outcomes = await Promise.all([1, 2].map(() => kd(['add', `${PROJECTOR} 2024AAAI`])));
    expect(outcomes.map(({ code }) => code).sort()).toEqual([0, 4]);
    expect(number('SELECT count(*) FROM paper')).toBe(1);
  });

  it('readers see what is committed while a writer is at work', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    const before = await kd(['dump']);
    const writer = await holdTransaction(MANY_PAGES, 100_000);
    for (const args of READERS) expect(await kd(args)).toMatchObject({ err: '', code: 0 });
    expect(await kd(['dump'])).toEqual(before);
    expect(await kd(['add', 'Another Paper 2024AAAI', '-n'])).toMatchObject({ err: '', code: 0 });
    await writer.finish();
    expect((await kd(['list'])).out).toContain('not committed');
  });

  it('a reader waits for a writer that has the file to itself', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    const writer = await holdTransaction(MANY_PAGES, 1);
    const reading = kd(['list']);
    const writing = kd(['add', 'Another Paper 2024AAAI']);
    await writer.finish();
    expect(await reading).toMatchObject({ out: expect.stringContaining('not committed'), err: '', code: 0 });
    expect(await writing).toMatchObject({ err: '', code: 0 });
  });

  it('a command says that the library is busy where a writer does not end', async () => {
    await add(`${PROJECTOR} 2024AAAI`);
    const writer = await holdTransaction(MANY_PAGES, 1);
    const outcomes = await Promise.all([kd(['list']), kd(['add', 'Another Paper 2024AAAI'])]);
    await writer.kill();
    for (const outcome of outcomes) expectFailure(outcome, 6, library, 'busy', 'try again');
    expect((await kd(['list', '--ids'])).out).toBe('1\n');
  });
});

const noDisk = process.platform !== 'linux' || !isRoot;

describe.skipIf(noDisk)(`a full disk${noDisk ? ' (skipped: only root on Linux can mount one)' : ''}`, () => {
  let disk: string;
  let isMounted = false;

  beforeAll(() => {
    disk = mkdtempSync(join(tmpdir(), 'kd-disk-'));
    isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).status === 0;
  });
  afterAll(() => {
    if (isMounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  /** Fills the disk but for so many bytes. */
  function fill(left: number): void {
    rmSync(join(disk, 'filler'), { force: true });
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
  }

  function notes(papers: number): string {
    const headings = Array.from(
      { length: papers },
      (_, index) => `### Subject Number ${index} of Many 2024AAAI\n\n${'白化的特征。'.repeat(30)}\n`,
    );
    const path = join(folder, '20240503.md');
    writeFileSync(path, `# 20240503\n\n## 论文阅读\n\n${headings.join('\n')}`);
    return path;
  }

  it('refuses a write with exit 6 and loses nothing', async ({ skip }) => {
    if (!isMounted) skip('a tmpfs cannot be mounted here');
    const path = join(disk, 'library.db');
    await add(`${PROJECTOR} 2024AAAI`, path);
    const before = (await kd(['dump'], { library: path })).out;
    for (const left of [0, 4096, 32_768]) {
      fill(left);
      expectFailure(await kd(['import', notes(60)], { library: path }), 6, path, 'disk', 'nothing was changed');
      expect(await kd(['dump'], { library: path })).toEqual({ out: before, err: '', code: 0 });
      expect(integrity(path)).toBe('ok');
    }
    rmSync(join(disk, 'filler'));
    await add('Another Paper 2024AAAI', path);
    expect((await kd(['list', '--ids'], { library: path })).out).toBe('2\n1\n');
    rmSync(path);
  });

  it('makes no half library', async ({ skip }) => {
    if (!isMounted) skip('a tmpfs cannot be mounted here');
    const path = join(disk, 'new.db');
    fill(32_768);
    expectFailure(await kd(['add', `${PROJECTOR} 2024AAAI`], { library: path }), 6, path, 'disk');
    expect((await kd(['list'], { library: path })).code).toBe(3);
    rmSync(join(disk, 'filler'));
    await add(`${PROJECTOR} 2024AAAI`, path);
    rmSync(path);
  });

  it('keeps the file that a report would have replaced', async ({ skip }) => {
    if (!isMounted) skip('a tmpfs cannot be mounted here');
    expect((await kd(['import', notes(60)])).code).toBe(0);
    const path = join(disk, 'report.md');
    writeFileSync(path, 'the old text\n');
    for (const left of [0, 8192]) {
      fill(left);
      const outcome = await kd(['report', '--week', '2024-05-03', '-o', path, '--force']);
      expect(outcome.out).toBe('');
      expect(readFileSync(path, 'utf8').slice(0, 40)).toBe('the old text\n');
      expectFailure(outcome, outcome.code, path);
      expect(outcome.code).toBeGreaterThan(0);
      expect(readdirSync(disk).sort()).toEqual(['filler', 'report.md']);
    }
    rmSync(join(disk, 'filler'));
    rmSync(path);
  });
});
