// The built program, as a shell runs it: real processes, each with a folder of its own.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, ROOT } from '../helpers/io.ts';

const KD = join(ROOT, 'bin', 'kd.cjs');
const WINDOWS = process.platform === 'win32';
const PROJECTOR = 'Understanding the Role of the Projector in Knowledge Distillation';
const WHITENED = 'Let All Be Whitened: Multi-Teacher Distillation for Efficient Visual Retrieval';
const FITNETS = 'FitNets: Hints for Thin Deep Nets';

const NOTE = `# 20240517

---

## 论文阅读

> 组件研究
### ${PROJECTOR} 2024AAAI

从三个角度研究投影器，**白化**是其中之一。
- 投影器隐式编码先前的样本
> 这两篇可以一起看

### ${FITNETS} 2015ICLR

- 用中间层特征做提示

---

## 代码实践

- 写了点实验代码
`;
const EARLIER = `# 20240510

---

## 论文阅读

> 多教师
### ${WHITENED} 2024AAAI

- 融合前先白化
`;

let folder: string;
let library: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kd-process-'));
  library = join(folder, 'library.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function surroundings(env: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    SystemRoot: process.env['SystemRoot'],
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    KD_LIBRARY: library,
    KD_NOW: '2024-05-17',
    KD_LANG: 'en',
    ...env,
  };
}

interface Run {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program in the test's folder to its end. */
function run(program: string, args: readonly string[], { stdin = '', env }: Run = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder, env: surroundings(env) });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === null) reject(new Error(`ended by ${signal}`));
      else resolve({ out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString(), code });
    });
    // A program that does not read its input may be gone before it is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
  });
}

const kd = (args: readonly string[], options?: Run) => run(process.execPath, [KD, ...args], options);

/** Runs a command that must do its work without a word on standard error; returns what it printed. */
async function print(...args: string[]): Promise<string> {
  const { out, err, code } = await kd(args);
  expect({ err, code }).toEqual({ err: '', code: 0 });
  return out;
}

/** Expects a failure told in at most three lines of standard error, with these words, and nothing else. */
function expectFailure({ out, err, code }: Outcome, exit: number, ...words: string[]): void {
  expect({ out, code }).toEqual({ out: '', code: exit });
  const lines = err.replace(/\n$/, '').split('\n');
  expect(lines.length, err).toBeLessThanOrEqual(3);
  expect(lines[0]).toMatch(/^kd: ./);
  expect(err).not.toMatch(/^\s+at .+:\d+|\bError:|this is a bug/m);
  for (const word of words) expect(err).toContain(word);
}

const rowsOf = (text: string) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t'));

function note(name: string, text: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** The library that an import of the two notes makes, once it has been made. */
let imported: Buffer | undefined;

/** Imports the two notes. */
async function importBoth(): Promise<void> {
  mkdirSync(join(folder, 'notes'));
  note('notes/20240510.md', EARLIER);
  note('notes/20240517.md', NOTE);
  if (imported !== undefined) writeFileSync(library, imported);
  else expect((await kd(['import', 'notes'])).code).toBe(0);
  imported ??= readFileSync(library);
}

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** Everything that stands in the test's folder, with its content, but for what can be made again. */
function snapshot(): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.startsWith(join(folder, 'cache')))
      .sort()
      .map((path) => [path, digest(path)]),
  );
}

/** Runs a command that must leave every file as it was, and make none. */
async function unchanged(args: readonly string[], options?: Run): Promise<Outcome> {
  const before = snapshot();
  const outcome = await kd(args, options);
  expect(snapshot()).toEqual(before);
  return outcome;
}

describe('help and version', () => {
  it('prints the version alone', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    for (const flag of ['--version', '-V']) {
      expect(await unchanged([flag])).toEqual({ out: `${version}\n`, err: '', code: 0 });
    }
  });

  it('prints help on standard output', async () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      const { out, err, code } = await unchanged(args);
      expect({ err, code }).toEqual({ err: '', code: 0 });
      for (const word of ['add', 'list', 'show', 'week', 'report', 'tag', 'import', 'dump', 'demo', 'Exit codes:']) {
        expect(out).toContain(word);
      }
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });

  it('prints the same help on a command in both ways', async () => {
    const { out, err, code } = await unchanged(['help', 'add']);
    expect({ err, code }).toEqual({ err: '', code: 0 });
    expect(out).toMatch(/^Usage: kd add /);
    expect(out).toContain('--key-idea');
    expect(out).toContain('Examples:');
    expect(await unchanged(['add', '--help'])).toEqual({ out, err: '', code: 0 });
  });

  it('answers a bare kd with help on standard error and exit 2', async () => {
    for (const args of [[], ['tag'], ['week']]) {
      const { out, err, code } = await unchanged(args);
      expect({ out, code }).toEqual({ out: '', code: 2 });
      expect(err).toContain('Usage: kd');
    }
  });

  it('says that there is no help on an unknown command', async () => {
    expectFailure(await unchanged(['help', 'ad']), 2, 'ad');
  });
});

describe('wrong usage', () => {
  it.each([
    [['frobnicate'], 'frobnicate'],
    [['lst'], 'kd list'],
    [['list', '--frob'], 'kd list --help'],
    [['list', '--tga', 'x'], '--tag'],
    [['list', 'foo:bar'], '"foo" is no field'],
    [['dump', 'extra'], 'kd dump --help'],
    [['list', '--tag'], '--tag'],
    [['list', '--limit', '0'], '--limit'],
    [['list', '--limit', 'many'], '--limit'],
    [['list', '--status', 'eaten'], 'to-read'],
    [['show'], 'paper'],
    [['tag', 'add', 'projector'], 'tag'],
    [['tag', 'frob'], 'frob'],
    [['week', 'add', 'text'], '--section'],
    [['week', 'decide', '2024-05-17', '3', 'maybe'], 'remark'],
    [['import'], 'file'],
    [['report', '--style', 'fancy'], 'canonical'],
    [['add', 'A Title 2024AAAI', '--week', 'someday'], 'someday'],
    [['add', 'A Title 2024AAAI', '--status', 'eaten'], 'to-read'],
    [['add', ''], 'title'],
    [['add', '2024AAAI', '--title', ' '], 'title'],
  ])('kd %j exits 2', async (args, word) => {
    expectFailure(await unchanged(args), 2, word);
  });

  it('refuses a year, a week and a line that are none', async () => {
    await importBoth();
    expectFailure(await unchanged(['list', '--year', 'abc']), 2, 'abc');
    expectFailure(await unchanged(['report', '--week', 'nope']), 2, 'nope', '2024-W20');
    expectFailure(await unchanged(['week', 'decide', '2024-05-17', '10', 'theme']), 2, 'line 10');
  });

  it('tells a failure as JSON where JSON was asked for', async () => {
    for (const args of [
      ['list', '--json', '--frob'],
      ['list', '--json=id', '--frob'],
      ['frobnicate', '--json'],
      ['list', '--jsonl', '--frob'],
    ]) {
      const { out, err, code } = await unchanged(args);
      expect({ out, code }).toEqual({ out: '', code: 2 });
      expect(JSON.parse(err)).toEqual({
        schema: 1,
        error: { message: expect.stringMatching(/frob/), hint: expect.any(String), exit: 2 },
      });
      expect(err.trimEnd()).not.toContain('\n');
    }
    const missing = await unchanged(['show', '1', '--json']);
    expect(missing.code).toBe(3);
    expect(JSON.parse(missing.err).error.exit).toBe(3);
  });

  it('tells a failure in three lines even where the words have more', async () => {
    await importBoth();
    expectFailure(await kd(['show', 'one\ntwo\nthree\nfour\nfive']), 3, 'one');
    expectFailure(await kd(['list', '--tag', 'one\ntwo\nthree\nfour\nfive']), 3, 'one');
  });
});

describe('a missing library', () => {
  it.each([
    [['list']],
    [['list', '--tag', 'whitening', '--json']],
    [['show', '1']],
    [['report']],
    [['week', 'show']],
    [['week', 'list']],
    [['week', 'decide', '2024-05-17', '3', 'theme']],
    [['tag', 'list']],
    [['tag', 'why', 'projector', 'whitening']],
    [['dump']],
    [['dump', '--canonical']],
  ])('kd %j exits 3 and makes no file', async (args) => {
    const { out, err, code } = await unchanged(args);
    expect({ out, code }).toEqual({ out: '', code: 3 });
    expect(err).toContain('no library yet');
    expect(err).toContain(library);
    expect(err).toContain('kd add');
  });

  it('is not made by a dry run', async () => {
    const path = note('20240517.md', NOTE);
    expect((await unchanged(['add', `${PROJECTOR} 2024AAAI`, '-n'])).code).toBe(0);
    expect((await unchanged(['import', '-n', path])).code).toBe(0);
    expect((await unchanged(['week', 'add', '-n', '--section', '代码实践', '写代码'])).code).toBe(0);
    expect((await unchanged(['tag', 'alias', '-n', 'whitening', 'ZCA'])).code).toBe(0);
    expect((await unchanged(['tag', 'add', '-n', 'projector', 'whitening'])).code).toBe(3);
  });

  it('is made with its folder where kd writes', async () => {
    const path = join(folder, 'deep', 'er', 'l.db');
    await print('add', `${PROJECTOR} 2024AAAI`, '--library', path);
    expect(existsSync(path)).toBe(true);
    expect(existsSync(library)).toBe(false);
    expect(await print('list', '--ids', '--library', path)).toBe('1\n');
  });

  it('stands in the data folder where no other is named', async () => {
    expect((await kd(['add', `${PROJECTOR} 2024AAAI`], { env: { KD_LIBRARY: '' } })).code).toBe(0);
    expect(existsSync(join(folder, 'data', 'kd', 'library.db'))).toBe(true);
  });
});

describe('add', () => {
  it('prints id, citation key, week and tags, and writes the reading into the week of KD_NOW', async () => {
    const theme = ['--theme', '组件研究', '--key-idea', '融合前先白化', '-t', 'mine'];
    const { out, err, code } = await kd(['add', `${PROJECTOR} 2024AAAI`, ...theme]);
    expect(code).toBe(0);
    expect(err).toMatch(/^kd: the tag "mine" is new[^\n]*\n$/);
    const [row = []] = rowsOf(out);
    expect(row.slice(0, 3)).toEqual(['1', 'understanding-role-projector-2024', '2024-05-17']);
    expect(row[3]?.split(',')).toEqual(expect.arrayContaining(['projector', 'whitening', 'mine']));
    expect(await print('report', '--week', '2024-05-17')).toBe(
      `# 20240517\n\n---\n\n## 论文阅读\n\n> 组件研究\n### ${PROJECTOR} 2024AAAI\n- 融合前先白化\n`,
    );
  });

  it('prints JSON, JSON Lines and ids', async () => {
    const json = JSON.parse(await print('add', `${PROJECTOR} 2024AAAI`, '--json'));
    expect(json).toEqual({
      schema: 1,
      data: { id: 1, 'citation-key': 'understanding-role-projector-2024', week: '2024-05-17', tags: expect.any(Array) },
      warnings: [],
    });
    expect(JSON.parse(await print('add', `${FITNETS} 2015ICLR`, '--json=id')).data).toEqual({ id: 2 });
    expect(JSON.parse(await print('add', `${WHITENED} 2024AAAI`, '--jsonl')).id).toBe(3);
    expect(await print('add', 'A Fourth Paper 2023CVPR', '--ids')).toBe('4\n');
  });

  it('reads a title line, or a note with a head, from a pipe', async () => {
    const piped = await kd(['add'], { stdin: `${PROJECTOR} 2024AAAI\n\n研究投影器。\n\n- 一个想法\n` });
    expect(piped).toEqual({ out: expect.stringMatching(/^1\t/), err: '', code: 0 });
    const head = await kd(['add', '-'], { stdin: `---\ntitle: "${FITNETS}"\nvenue: ICLR\nyear: 2015\n---\n提示。\n` });
    expect(head).toEqual({ out: expect.stringMatching(/^2\tfitnets-hints-thin-2015\t/), err: '', code: 0 });
    const text = await print('report');
    expect(text).toMatch(/^研究投影器。\n+- 一个想法$/m);
    expect(text).toContain(`### ${FITNETS} 2015ICLR`);
  });

  it.each([[['add']], [['add', '-']]])('%j with an empty input exits 2', async (args) => {
    expectFailure(await unchanged(args), 2, 'nothing to add', 'kd add "Title 2024AAAI"');
    expectFailure(await unchanged(args, { stdin: ' \n\n' }), 2, 'nothing to add');
  });

  it.skipIf(WINDOWS)('takes a closed input as an empty one', async () => {
    expectFailure(await run('sh', ['-c', '"$0" "$1" add <&-', process.execPath, KD]), 2, 'nothing to add');
  });

  it.skipIf(WINDOWS)('waits for a pipe whose text comes late, and in pieces', async () => {
    // What stands before the echo takes longer than kd takes to start.
    const late = '"$0" "$1" help >&2; "$0" "$1" help >&2;';
    const script = `{ ${late} echo "${PROJECTOR} 2024AAAI"; ${late} echo; echo "- 一个想法"; } 2>/dev/null | "$0" "$1" add -`;
    const outcome = await run('sh', ['-c', script, process.execPath, KD]);
    expect(outcome).toEqual({
      out: expect.stringMatching(/^1\tunderstanding-role-projector-2024\t/),
      err: '',
      code: 0,
    });
    expect(await print('report')).toContain('- 一个想法');
  });

  it('refuses bytes that are not UTF-8', async () => {
    const outcome = await unchanged(['add'], { stdin: Buffer.from([0x41, 0x20, 0xff, 0x42]) });
    expect(outcome.code).toBeGreaterThan(0);
    expectFailure(outcome, outcome.code, '2');
  });

  it('refuses a known paper with exit 4, and says where it stands', async () => {
    await print('add', `${PROJECTOR} 2024AAAI`, '--week', '2024-05-10', '--theme', '组件研究');
    const again = await unchanged(['add', `${PROJECTOR.toLowerCase()} 2024AAAI`]);
    expectFailure(again, 4, 'understanding-role-projector-2024', '2024-05-10', '组件研究', '--again');
    await print('add', `${PROJECTOR} 2024AAAI`, '--again');
    expect(await print('report')).toContain('2024AAAI-0510\n');
    expectFailure(await unchanged(['add', `${PROJECTOR} 2024AAAI`, '--again']), 4, '2024-05-17');
  });

  it('refuses text that the note would read in another way', async () => {
    expectFailure(await kd(['add', `${PROJECTOR} 2024AAAI`, '--summary', 'one\n### two']), 2, '### two');
    expect((await kd(['list'])).out).toBe('');
  });

  it('shows in a dry run what a run adds', async () => {
    await importBoth();
    const args = ['add', 'Similarity-Preserving Knowledge Distillation 2019ICCV', '--theme', '关系'];
    const dry = await unchanged([...args, '--dry-run']);
    expect(dry).toEqual({ out: expect.stringContaining('similarity-preserving-knowledge-2019'), err: '', code: 0 });
    expect(dry.out).toBe(await print(...args));
  });
});

describe('list', () => {
  beforeEach(importBoth);

  it('prints tab-separated id, citation key, year, venue, title and tags, without a head', async () => {
    const rows = rowsOf(await print('list'));
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['3', 'fitnets-hints-thin-2015', '2015', 'ICLR', FITNETS],
      ['2', 'understanding-role-projector-2024', '2024', 'AAAI', PROJECTOR],
      ['1', 'all-whitened-multi-2024', '2024', 'AAAI', WHITENED],
    ]);
    for (const row of rows) expect(row).toHaveLength(6);
    expect(rows[1]?.[5]?.split(',')).toEqual(expect.arrayContaining(['projector', 'whitening']));
  });

  it('prints the envelope of JSON, with the fields asked for in their order', async () => {
    const { schema, data, warnings } = JSON.parse(await print('list', '--json'));
    expect({ schema, warnings }).toEqual({ schema: 1, warnings: [] });
    expect(data).toHaveLength(3);
    expect(Object.keys(data[0])).toEqual(['id', 'citation-key', 'year', 'venue', 'title', 'tags', 'status']);
    expect(data[2]).toMatchObject({ id: 1, year: 2024, venue: 'AAAI', title: WHITENED, status: 'read' });
    expect(data[2].tags).toContain('whitening');
    expect(await print('list', '--json=id,title', '--venue', 'ICLR')).toBe(
      `{"schema":1,"data":[{"id":3,"title":"${FITNETS}"}],"warnings":[]}\n`,
    );
    expect(await print('--json=id', 'list', '--year', '2015')).toBe('{"schema":1,"data":[{"id":3}],"warnings":[]}\n');
    expect(await print('list', '--json', '--year', '1999')).toBe('{"schema":1,"data":[],"warnings":[]}\n');
  });

  it('knows no other field', async () => {
    const { out, err, code } = await unchanged(['list', '--json=id,colour']);
    expect({ out, code }).toEqual({ out: '', code: 2 });
    const { error } = JSON.parse(err);
    expect(error.message).toContain('colour');
    expect(error.hint).toContain('citation-key');
  });

  it('knows no other field of an empty list', async () => {
    expect((await unchanged(['list', '--json=colour', '--year', '1999'])).code).toBe(2);
  });

  it('prints JSON Lines and ids', async () => {
    const lines = (await print('list', '--jsonl')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([3, 2, 1]);
    expect(await print('list', '--ids')).toBe('3\n2\n1\n');
  });

  it('narrows by each of its options', async () => {
    const ids = (...options: string[]) => print('list', '--ids', ...options);
    expect(await ids('--tag', 'whitening')).toBe('2\n1\n');
    expect(await ids('--tag', '白化')).toBe('2\n1\n');
    expect(await ids('--tag', 'whitening', '--tag', 'projector')).toBe('2\n');
    expect(await ids('--venue', 'aaai')).toBe('2\n1\n');
    expect(await ids('--year', '..2019')).toBe('3\n');
    expect(await ids('--year', '2016..')).toBe('2\n1\n');
    expect(await ids('--week', '2024-05-17')).toBe('2\n3\n');
    expect(await ids('--week', '2024-W19')).toBe('1\n');
    expect(await ids('--week', 'last')).toBe('1\n');
    expect(await ids('--status', 'to-read')).toBe('');
    expect(await ids('--limit', '1')).toBe('3\n');
    expect(await ids('--all')).toBe('3\n2\n1\n');
  });

  it('answers an unknown tag and venue with exit 3 and near names', async () => {
    expectFailure(await unchanged(['list', '--tag', 'whitning']), 3, 'whitning', 'hitening');
    expectFailure(await unchanged(['list', '--venue', 'AAAJ']), 3, 'AAAJ', 'AAAI');
  });

  it('answers an unknown week with exit 3 and near weeks', async () => {
    expectFailure(await unchanged(['list', '--week', '2020-01-01']), 3, '2024-05-10');
  });

  it('prints no colour and no table in a pipe', async () => {
    const plain = await print('list');
    for (const env of [{ NO_COLOR: '1' }, { FORCE_COLOR: '3' }, { TERM: 'xterm-256color', COLORTERM: 'truecolor' }]) {
      expect(await kd(['list'], { env })).toEqual({ out: plain, err: '', code: 0 });
    }
    expect(plain).not.toContain('\u001b');
    expect(plain).not.toContain('…');
  });
});

describe('show', () => {
  beforeEach(importBoth);

  it('prints names and values, tab-separated', async () => {
    const rows = rowsOf(await print('show', 'projector'));
    expect(rows).toContainEqual(['title', PROJECTOR]);
    expect(rows).toContainEqual(['id', '2']);
    expect(rows).toContainEqual(['venue', 'AAAI']);
    expect(rows).toContainEqual(['week', '2024-05-17', '组件研究', `${PROJECTOR} 2024AAAI`, '']);
    expect(rows.find(([name, value]) => name === 'tag' && value === 'whitening')?.join()).toContain('白化');
  });

  it('finds by id, citation key and title fragment', async () => {
    for (const ref of ['2', 'understanding-role-projector-2024', 'role of the PROJECTOR', PROJECTOR]) {
      expect(await print('show', ref, '--ids')).toBe('2\n');
    }
  });

  it('prints JSON with the field names of CSL', async () => {
    const { schema, data, warnings } = JSON.parse(await print('show', '2', '--json'));
    expect({ schema, warnings }).toEqual({ schema: 1, warnings: [] });
    expect(data).toMatchObject({
      id: 2,
      'citation-key': 'understanding-role-projector-2024',
      venue: 'AAAI',
      status: 'read',
    });
    expect(data.issued).toEqual({ 'date-parts': [[2024]] });
    expect(data.readings).toHaveLength(1);
    expect(JSON.parse(await print('show', '2', '--json=id,DOI')).data).toEqual({ id: 2, DOI: null });
    expect((await unchanged(['show', '2', '--json=colour'])).code).toBe(2);
    expect(JSON.parse(await print('show', '2', '--jsonl')).id).toBe(2);
  });

  it('answers an ambiguous reference with exit 4 and the papers it fits', async () => {
    expectFailure(await unchanged(['show', 'distillation']), 4, '1 all-whitened', '2 understanding-role');
  });

  it('answers an unknown reference with exit 3', async () => {
    expectFailure(await unchanged(['show', '99']), 3, '99');
    expectFailure(await unchanged(['show', 'no such words']), 3, 'no such words');
  });

  it('answers an unknown reference with near names', async () => {
    expectFailure(await unchanged(['show', 'fitnet-hints-thin-2015']), 3, 'fitnets-hints-thin-2015');
  });
});

describe('week', () => {
  beforeEach(importBoth);

  it('lists the weeks, newest first', async () => {
    expect(rowsOf(await print('week', 'list'))).toEqual([
      ['2024-05-17', '2024-W20', '2', '1'],
      ['2024-05-10', '2024-W19', '1', '1'],
    ]);
    expect(JSON.parse(await print('week', 'list', '--json')).data[0]).toEqual({
      date: '2024-05-17',
      week: '2024-W20',
      readings: 2,
      themes: 1,
    });
    expect(await print('week', 'list', '--ids')).toBe('2024-05-17\n2024-05-10\n');
  });

  it('shows the blocks with their lines', async () => {
    const rows = rowsOf(await print('week', 'show'));
    expect(rows).toEqual([
      ['1', 'title', '', '', '20240517'],
      ['3', 'rule', '', '', ''],
      ['5', 'section', '', '', '论文阅读'],
      ['7', 'theme', '', '', '组件研究'],
      ['8', 'reading', '2', 'understanding-role-projector-2024', `${PROJECTOR} 2024AAAI`],
      ['12', 'remark', '2', 'understanding-role-projector-2024', '这两篇可以一起看'],
      ['14', 'reading', '3', 'fitnets-hints-thin-2015', `${FITNETS} 2015ICLR`],
      ['18', 'rule', '', '', ''],
      ['20', 'section', '', '', '代码实践'],
      ['22', 'prose', '', '', '- 写了点实验代码'],
    ]);
    for (const week of ['2024-05-17', '20240517', '2024-W20', 'this']) {
      expect(rowsOf(await print('week', 'show', week))).toEqual(rows);
    }
    const {
      data: [data],
    } = JSON.parse(await print('week', 'show', '--json'));
    expect(data.blocks.map(({ source }: { source: string }) => source).join('')).toBe(NOTE);
  });

  it('answers an unknown week with exit 3 and the nearest weeks', async () => {
    for (const command of [
      ['week', 'show', '2020-01-01'],
      ['report', '--week', '2020-01-01'],
      ['week', 'decide', '2020-01-01', '1', 'theme'],
    ]) {
      expectFailure(await unchanged(command), 3, '2024-05-10', '2024-05-17');
    }
  });

  it('adds a bullet to a section, and makes a section', async () => {
    expect(await print('week', 'add', '--section', '代码实践', '跑通了基线')).toBe(
      '2024-05-17\t代码实践\t跑通了基线\n',
    );
    expect(await print('report')).toBe(`${NOTE}- 跑通了基线\n`);
    await print('week', 'add', '--section', '项目进展', '写完初稿', '--week', 'last');
    expect(await print('report', '--week', 'last')).toContain('## 项目进展\n\n- 写完初稿\n');
    expectFailure(await unchanged(['week', 'add', '--section', '论文阅读', 'x']), 2, '论文阅读');
  });

  it('decides a quote, without a change to the text', async () => {
    expect(await print('week', 'decide', '2024-05-17', '12', 'theme')).toBe('2024-05-17\t12\ttheme\n');
    const rows = rowsOf(await print('week', 'show'));
    expect(rows).toContainEqual(['12', 'theme', '', '', '这两篇可以一起看']);
    expect(await print('report')).toBe(NOTE);
    await print('week', 'decide', '2024-05-17', '12', 'remark');
    expect(rowsOf(await print('week', 'show')).find(([line]) => line === '12')?.[1]).toBe('remark');
    expectFailure(await unchanged(['week', 'decide', '2024-05-17', '8', 'theme']), 2, 'line 8');
  });

  it('writes nothing in a dry run', async () => {
    expect(await unchanged(['week', 'add', '-n', '--section', '代码实践', '跑通了基线'])).toMatchObject({
      err: '',
      code: 0,
    });
    expect(await unchanged(['week', 'decide', '-n', '2024-05-17', '12', 'theme'])).toMatchObject({ err: '', code: 0 });
  });
});

describe('report', () => {
  beforeEach(importBoth);

  it('prints the bytes of the note for any day of its week', async () => {
    for (const week of ['2024-05-17', '2024-05-13', '20240519', '2024-W20', 'this']) {
      expect(await print('report', '--week', week)).toBe(NOTE);
    }
    expect(await print('report')).toBe(NOTE);
    expect(await print('report', '-o', '-')).toBe(NOTE);
  });

  it('keeps every byte', async () => {
    const odd = Buffer.from(`\uFEFF${NOTE.replaceAll('\n', '\r\n').replace('20240517', '20240524').trimEnd()}  \t`);
    const path = note('20240524.md', odd);
    expect((await kd(['import', path])).code).toBe(0);
    expect((await kd(['report', '--week', '2024-05-24', '-o', 'out.md'])).code).toBe(0);
    expect(readFileSync(join(folder, 'out.md')).equals(odd)).toBe(true);
    expect(Buffer.from(await print('report', '--week', '2024-05-24')).equals(odd)).toBe(true);
  });

  it('writes a file, and says so on standard error', async () => {
    const path = join(folder, 'out.md');
    const { out, err, code } = await kd(['report', '-o', path]);
    expect({ out, code }).toEqual({ out: '', code: 0 });
    expect(err).toBe(`wrote ${path}\n`);
    expect(readFileSync(path, 'utf8')).toBe(NOTE);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('does not write over a text that is not in the library', async () => {
    const path = note('out.md', 'my own words\n');
    expectFailure(await unchanged(['report', '-o', path]), 4, path, '--force');
    expect((await kd(['report', '-o', path, '--force'])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(NOTE);
    await print('week', 'add', '--section', '代码实践', '跑通了基线');
    expect((await kd(['report', '-o', path])).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(`${NOTE}- 跑通了基线\n`);
  });

  it('says where it cannot write', async () => {
    expectFailure(await unchanged(['report', '-o', join('nowhere', 'out.md')]), 1, join('nowhere', 'out.md'));
  });

  it('prints the house style', async () => {
    const canonical = await print('report', '--style', 'canonical');
    expect(canonical).toContain(`### ${PROJECTOR} 2024AAAI`);
    expect(canonical).toContain('写了点实验代码');
    expect(await print('report', '--style', 'source')).toBe(NOTE);
  });

  it('prints JSON whose sources are the note', async () => {
    const { schema, data: weeks } = JSON.parse(await print('report', '--json'));
    expect(schema).toBe(1);
    expect(weeks).toHaveLength(1);
    const [data] = weeks;
    expect(data).toMatchObject({ date: '2024-05-17', week: '2024-W20' });
    expect(data.blocks.map(({ source }: { source: string }) => source).join('')).toBe(NOTE);
    const reading = data.blocks.find(({ kind }: { kind: string }) => kind === 'reading').reading;
    expect(reading).toMatchObject({ paper: 2, theme: '组件研究', year: 2024, remarks: ['这两篇可以一起看'] });
    expect(JSON.parse(await print('report', '--json=date')).data).toEqual([{ date: '2024-05-17' }]);
  });

  it('prints one JSON document for a week of two notes', async () => {
    const path = note('20240515.md', NOTE.replace('20240517', '20240515').replaceAll('###', '### Revisiting'));
    expect((await kd(['import', path])).code).toBe(0);
    const out = await print('report', '--week', '2024-W20', '--json');
    expect(() => JSON.parse(out)).not.toThrow();
  });
});

describe('tag', () => {
  beforeEach(importBoth);

  it('lists tags with their numbers', async () => {
    const rows = rowsOf(await print('tag', 'list'));
    expect(rows.find(([name]) => name === 'whitening')?.slice(0, 5)).toEqual([
      'whitening',
      '2',
      'idea',
      'Whitening',
      '白化',
    ]);
    expect(rows.every(([, papers]) => Number(papers) > 0)).toBe(true);
    const all = rowsOf(await print('tag', 'list', '--unused'));
    expect(all.length).toBeGreaterThan(rows.length);
    const { schema, data } = JSON.parse(await print('tag', 'list', '--json=name,papers'));
    expect(schema).toBe(1);
    expect(data).toContainEqual({ name: 'whitening', papers: 2 });
    expect(await print('tag', 'list', '--ids')).toContain('whitening\n');
  });

  it('adds and removes', async () => {
    expect(await print('tag', 'add', 'fitnets', '白化', 'my idea')).toBe(
      'fitnets-hints-thin-2015\t+whitening\t+my idea\n',
    );
    expect(await print('list', '--ids', '--tag', 'whitening')).toBe('3\n2\n1\n');
    expect(await print('tag', 'rm', 'fitnets', 'my idea')).toBe('fitnets-hints-thin-2015\t-my idea\n');
    expect(JSON.parse(await print('tag', 'rm', '1', 'whitening', '--json')).data).toMatchObject({
      tags: ['whitening'],
    });
    expect(await print('list', '--ids', '--tag', 'whitening')).toBe('3\n2\n');
  });

  it('gives and takes a further name', async () => {
    expect(await print('tag', 'alias', 'whitening', 'ZCA')).toBe('whitening\t+ZCA\n');
    expect(await print('list', '--ids', '--tag', 'ZCA')).toBe('2\n1\n');
    expectFailure(await unchanged(['tag', 'alias', 'whitening', 'projector']), 4, 'projector');
    expect(await print('tag', 'alias', '--rm', 'whitening', 'ZCA')).toBe('whitening\t-ZCA\n');
    expect((await unchanged(['list', '--tag', 'ZCA'])).code).toBe(3);
  });

  it('explains', async () => {
    const rows = rowsOf(await print('tag', 'why', 'projector', '白化'));
    expect(rows[0]).toEqual(['understanding-role-projector-2024', 'whitening', 'carried']);
    expect(rows[1]?.slice(0, 3)).toEqual(['白化', 'bold phrase', '2024-05-17']);
    const { data } = JSON.parse(await print('tag', 'why', 'projector', 'whitening', '--json'));
    expect(data).toMatchObject({ paper: 2, tag: 'whitening', carried: true, choice: null });
    expect(data.evidence).toHaveLength(1);
    expect(rowsOf(await print('tag', 'why', 'fitnets', 'whitening'))[0]?.[2]).toBe('not carried');
  });

  it('answers an unknown tag and paper with exit 3', async () => {
    expectFailure(await unchanged(['tag', 'why', 'projector', 'whitning']), 3, 'hitening');
    expectFailure(await unchanged(['tag', 'rm', 'projector', 'whitning']), 3, 'hitening');
    expectFailure(await unchanged(['tag', 'alias', 'whitning', 'ZCA']), 3, 'hitening');
    expectFailure(await unchanged(['tag', 'rm', 'fitnets', 'whitening']), 3, 'whitening');
    expectFailure(await unchanged(['tag', 'add', 'no such words', 'whitening']), 3, 'no such words');
    expectFailure(await unchanged(['tag', 'add', 'distillation', 'whitening']), 4, '1 all-whitened');
    expectFailure(await unchanged(['tag', 'add', 'projector', '!!']), 2, '!!');
  });

  it('writes nothing in a dry run', async () => {
    for (const args of [
      ['tag', 'add', '-n', 'fitnets', 'whitening'],
      ['tag', 'rm', '-n', '1', 'whitening'],
      ['tag', 'alias', '-n', 'whitening', 'ZCA'],
    ]) {
      expect(await unchanged(args)).toMatchObject({ err: '', code: 0 });
    }
  });
});

describe('import', () => {
  /** What became of each note, by the account of an import. */
  const outcomes = (text: string) =>
    rowsOf(text).map((row) => row.find((cell) => /^(?:new|changed|merged|unchanged|clash|other)$/.test(cell)));

  it('prints a line a note, and the summary on standard error', async () => {
    mkdirSync(join(folder, 'notes'));
    note('notes/20240510.md', EARLIER);
    note('notes/20240517.md', NOTE);
    note('notes/readme.txt', 'not a note');
    const dry = await unchanged(['import', '-n', 'notes']);
    const { out, err, code } = await kd(['import', 'notes']);
    expect(code).toBe(0);
    expect(rowsOf(out).map((row) => row.slice(0, 2))).toEqual([
      [join('notes', '20240510.md'), '2024-05-10'],
      [join('notes', '20240517.md'), '2024-05-17'],
    ]);
    expect(outcomes(out)).toEqual(['new', 'new']);
    expect(err).toMatch(/\b2 new\b.*\n$/);
    expect(dry).toEqual({ out, err: `dry run: ${err}`, code: 0 });
    const again = await kd(['import', 'notes', '--json']);
    expect(again.code).toBe(0);
    const { schema, data, warnings } = JSON.parse(again.out);
    expect({ schema, warnings }).toEqual({ schema: 1, warnings: [] });
    expect(data.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  it('writes nothing in a dry run', async () => {
    await importBoth();
    note('notes/20240517.md', NOTE.replace('写了点实验代码', '写完了实验代码'));
    const { out, code } = await unchanged(['import', '-n', 'notes']);
    expect(code).toBe(0);
    expect(outcomes(out)).toEqual(['unchanged', 'changed']);
  });

  it('changes the week of an edited file and no other', async () => {
    await importBoth();
    const weeks = async () =>
      new Map(
        (await print('dump'))
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line))
          .filter(({ record }) => record === 'week')
          .map(({ date, ...rest }) => [date as string, rest]),
      );
    const before = await weeks();
    const edited = NOTE.replace('写了点实验代码', '写完了实验代码');
    note('notes/20240517.md', edited);
    const { out, code } = await kd(['import', 'notes']);
    expect(code).toBe(0);
    expect(outcomes(out)).toEqual(['unchanged', 'changed']);
    expect(await print('report')).toBe(edited);
    expect((await weeks()).get('2024-05-10')).toEqual(before.get('2024-05-10'));
    expect(await print('list', '--ids')).toBe('3\n2\n1\n');
  });

  it('merges what was changed in the file into a week that was edited in kd', async () => {
    await importBoth();
    await print('week', 'add', '--section', '代码实践', '只在库里的一行');
    const edited = NOTE.replace('写了点实验代码', '只在文件里的一行');
    note('notes/20240517.md', edited);
    const { out, code } = await kd(['import', 'notes']);
    expect(code).toBe(0);
    expect(outcomes(out)).toEqual(['unchanged', 'merged']);
    expect(await print('report')).toBe(`${edited}- 只在库里的一行\n`);
    expect((await kd(['import', '--replace', 'notes'])).code).toBe(0);
    expect(await print('report')).toBe(edited);
  });

  it('skips a week of which file and library changed one line, showing both, until --replace', async () => {
    await importBoth();
    const path = join(folder, 'copy.md');
    expect((await kd(['report', '-o', path])).code).toBe(0);
    const ours = NOTE.replace('写了点实验代码', '先改的一行');
    note('notes/20240517.md', ours);
    expect((await kd(['import', 'notes'])).code).toBe(0);
    const theirs = NOTE.replace('写了点实验代码', '后改的一行');
    writeFileSync(path, theirs);
    const { out, err, code } = await kd(['import', path]);
    expect(code).toBe(4);
    expect(outcomes(out)).toEqual(['clash']);
    for (const line of ['写了点实验代码', '先改的一行', '后改的一行']) expect(err).toContain(`    - ${line}\n`);
    expect(err).toMatch(/copy\.md:\d+: skipped: this was changed in the file and in kd\n/);
    expect(err).toContain('--replace');
    expect(await print('report')).toBe(ours);
    expect(readFileSync(path, 'utf8')).toBe(theirs);
    expect((await kd(['import', '--replace', path])).code).toBe(0);
    expect(await print('report')).toBe(theirs);
  });

  it('skips another file of a known date until --replace', async () => {
    await importBoth();
    const path = note('other.md', NOTE.replace('写了点实验代码', '别的'));
    const { err, code } = await kd(['import', path]);
    expect(code).toBe(4);
    expect(err).toContain('20240517.md');
    expect(await print('report')).toBe(NOTE);
    expect((await kd(['import', '--replace', path])).code).toBe(0);
    expect(await print('report')).toContain('- 别的');
  });

  it('names a file with an invalid byte, and lands the others', async () => {
    mkdirSync(join(folder, 'notes'));
    note('notes/20240510.md', EARLIER);
    note('notes/20240511.md', Buffer.concat([Buffer.from('# 20240511\n\n'), Buffer.from([0xff, 0xfe])]));
    note('notes/20240517.md', NOTE);
    const { out, err, code } = await kd(['import', 'notes']);
    expect(code).toBe(1);
    expect(rowsOf(out).map((row) => row[1])).toEqual(['2024-05-10', '2024-05-17']);
    expect(err).toContain(join('notes', '20240511.md'));
    expect(err).toMatch(/12/);
    expect(err).toMatch(/1 file failed/);
    expect(await print('week', 'list', '--ids')).toBe('2024-05-17\n2024-05-10\n');
    const json = await kd(['import', 'notes', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out).warnings[0].path).toBe(join('notes', '20240511.md'));
  });

  it.skipIf(WINDOWS)('names a file that cannot be read, and lands the others', async () => {
    mkdirSync(join(folder, 'notes'));
    symlinkSync('gone.md', join(folder, 'notes', '20240503.md'));
    note('notes/20240517.md', NOTE);
    const { out, err, code } = await kd(['import', 'notes']);
    expect(code).toBe(1);
    expect(err).toContain(join('notes', '20240503.md'));
    expect(err).not.toContain('bug');
    expect(rowsOf(out).map((row) => row[1])).toEqual(['2024-05-17']);
    expect(await print('week', 'list', '--ids')).toBe('2024-05-17\n');
  });

  it('answers a path that is not there with exit 3', async () => {
    expectFailure(await unchanged(['import', 'nowhere.md']), 3, 'nowhere.md');
  });
});

describe('dump', () => {
  it('prints a record a line', async () => {
    await importBoth();
    const records = (await print('dump'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records[0]).toEqual({ record: 'library', schema: 1 });
    const kinds = records.map(({ record }) => record);
    expect(kinds.filter((kind) => kind === 'paper')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'week')).toHaveLength(2);
    expect(kinds.filter((kind) => kind === 'operation')).toHaveLength(1);
    expect(records.findLast(({ record }) => record === 'operation').command).toBe('kd import notes');
  });

  it('prints the same content however it came in', async () => {
    await importBoth();
    const canonical = await print('dump', '--canonical');
    const other = join(folder, 'other.db');
    for (const name of ['20240517.md', '20240510.md']) {
      expect(
        (await kd(['import', join('notes', name), '--library', other], { env: { KD_NOW: '2025-01-01' } })).code,
      ).toBe(0);
    }
    expect(await print('dump', '--canonical', '--library', other)).toBe(canonical);
  });
});

describe('demo', () => {
  it('prints the sample note and a list, and leaves the own library alone', async () => {
    const { out, err, code } = await kd(['demo']);
    expect(code).toBe(0);
    const sample = readFileSync(join(ROOT, 'data', 'sample', '20240517.md'), 'utf8');
    expect(out.startsWith(sample)).toBe(true);
    const rows = rowsOf(out.slice(sample.length));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row[5]?.split(',')).toContain('whitening');
    expect(err).toContain('$ kd list --tag whitening');
    expect(existsSync(library)).toBe(false);
    const path = /KD_LIBRARY=(.+)/.exec(err)?.[1] ?? '';
    expect(path.startsWith(folder)).toBe(true);
    expect(await print('list', '--ids', '--library', path)).not.toBe('');
    expect((await kd(['demo'])).out).toBe(out);
  });
});

describe.skipIf(WINDOWS)('a pipe', () => {
  const NOTES = 56;
  const PAPERS = NOTES * 20;
  let shelf: string;

  beforeAll(async () => {
    shelf = mkdtempSync(join(tmpdir(), 'kd-process-'));
    mkdirSync(join(shelf, 'notes'));
    for (let number = 0; number < NOTES; number += 1) {
      const date = new Date(Date.UTC(2023, 0, 6 + 7 * number)).toISOString().slice(0, 10).replaceAll('-', '');
      const headings = Array.from({ length: 20 }, (_, index) => `### Subject Number ${number} of ${index} 2024AAAI\n`);
      writeFileSync(join(shelf, 'notes', `${date}.md`), `# ${date}\n\n## 论文阅读\n\n${headings.join('\n')}`);
    }
    const child = spawn(process.execPath, [KD, 'import', join(shelf, 'notes')], {
      env: { ...process.env, KD_LIBRARY: join(shelf, 'library.db') },
      stdio: 'ignore',
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  });
  afterAll(() => rmSync(shelf, { recursive: true, force: true }));
  beforeEach(() => {
    library = join(shelf, 'library.db');
  });

  it('that is closed early ends a command quietly', async () => {
    expect((await print('list', '--all')).split('\n')).toHaveLength(PAPERS + 1);
    for (const args of ['list --all', 'list --json', 'list --jsonl', 'list --ids', 'dump', 'dump --canonical']) {
      const script = `{ "$0" "$1" ${args}; echo "exit $?" >&2; } | head -1`;
      const { out, err } = await run('sh', ['-c', script, process.execPath, KD]);
      expect(out.split('\n'), args).toHaveLength(2);
      expect(err, args).toBe('exit 0\n');
    }
  });

  it('that is closed before the first byte ends a command quietly', async () => {
    for (const args of [['list', '--all'], ['dump']]) {
      const child = spawn(process.execPath, [KD, ...args], { cwd: folder, env: surroundings() });
      child.stdout.destroy();
      let err = '';
      child.stderr.on('data', (bytes: Buffer) => {
        err += bytes;
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect({ err, code }).toEqual({ err: '', code: 0 });
    }
  });

  it('for errors that is closed does not matter', async () => {
    const { out } = await run('sh', [
      '-c',
      '{ "$0" "$1" show nothing-of-this-name 2>&1; echo "exit $?" >&2; } | true',
      process.execPath,
      KD,
    ]);
    expect(out).toBe('');
    expect(await run('sh', ['-c', '"$0" "$1" list --ids 2>&- | head -1', process.execPath, KD])).toEqual({
      out: `${PAPERS}\n`,
      err: '',
      code: 0,
    });
  });

  it.skipIf(!existsSync('/dev/full'))('to a full disk is a failure without a stack trace', async () => {
    const { err, code } = await run('sh', ['-c', '"$0" "$1" list > /dev/full', process.execPath, KD]);
    expectFailure({ out: '', err, code }, code, 'ENOSPC');
    expect(code).toBeGreaterThan(0);
  });
});

describe('surroundings', () => {
  it('KD_NOW that is no date exits 2', async () => {
    expectFailure(await kd(['add', 'A Title 2024AAAI'], { env: { KD_NOW: 'soon' } }), 2, 'soon');
    expectFailure(await kd(['report'], { env: { KD_NOW: 'soon' } }), 3, 'no library');
  });

  it('KD_DEBUG shows the stack of a failure', async () => {
    const { err, code } = await kd(['list'], { env: { KD_DEBUG: '1' } });
    expect(code).toBe(3);
    expect(err).toMatch(/^\s+at /m);
  });
});
