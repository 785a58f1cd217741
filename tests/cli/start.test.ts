// What kd loads to start, and the compiled code that it keeps for the next start. These hold speed without a clock.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/io.ts';

const KD = join(ROOT, 'bin', 'kd.cjs');
const { version: VERSION } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

let folder: string;
let kept: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kd-start-'));
  kept = join(folder, 'cache', 'kd', 'code');
});
afterEach(() => {
  if (existsSync(kept)) chmodSync(kept, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Options of Node's own. */
  readonly node?: readonly string[];
}

function kd(args: readonly string[], { env = {}, node = [] }: Run = {}) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...node, KD, ...args], {
    env: {
      PATH: process.env['PATH'],
      SystemRoot: process.env['SystemRoot'],
      HOME: folder,
      LOCALAPPDATA: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      KD_LIBRARY: join(folder, 'library.db'),
      KD_NOW: '2024-05-17',
      KD_LANG: 'en',
      ...env,
    },
    encoding: 'utf8',
  });
  return { out: stdout, err: stderr, code: status };
}

/** What a command loads: modules by the names they are asked for, and Node's own that came with them. */
function loadsOf(...args: string[]): { asked: string[]; builtin: string[]; out: string } {
  const hook = join(folder, 'hook.cjs');
  const list = join(folder, 'loads.json');
  writeFileSync(
    hook,
    `const Module = require('node:module');
     const load = Module._load;
     const asked = new Set();
     Module._load = function (name) { asked.add(name); return load.apply(this, arguments); };
     const before = new Set(process.moduleLoadList);
     process.on('exit', () => {
       const builtin = process.moduleLoadList.filter((name) => !before.has(name) && name.startsWith('NativeModule '));
       require('node:fs').writeFileSync(${JSON.stringify(list)}, JSON.stringify({ asked: [...asked], builtin }));
     });`,
  );
  const { out, err, code } = kd(args, { node: ['--require', hook] });
  expect({ err, code }, args.join(' ')).toEqual({ err: '', code: 0 });
  return { ...(JSON.parse(readFileSync(list, 'utf8')) as { asked: string[]; builtin: string[] }), out };
}

const withoutPrefix = (name: string) => name.replace(/^(?:node:|NativeModule )/, '');
/** Node's own modules that take longest to load. */
const SLOW = ['child_process', 'crypto', 'http', 'net', 'os', 'stream', 'tty', 'worker_threads'];

describe('to start', () => {
  it('kd --version loads nothing but the version', () => {
    const { asked, out } = loadsOf('--version');
    expect(out).toBe(`${VERSION}\n`);
    expect(asked.map(withoutPrefix).sort()).toEqual(['../package.json', KD, 'fs', 'path'].sort());
  });

  it.each([
    [['--help']],
    [['list']],
    [['list', '--tag', 'whitening']],
    [['show', 'whitening']],
    [['report', '--week', '2024-05-17']],
    [['search', 'whitening']],
    [['week', 'list']],
  ])('kd %j loads dist/kd.cjs alone, and none of the slow modules of Node', (args) => {
    expect(kd(['add', 'A Paper on Whitening 2024AAAI', '--summary', '白化']).code).toBe(0);
    const { asked, builtin } = loadsOf(...args);
    const expected = ['events', 'fs', 'path', 'process', 'util', 'vm'];
    const other = asked.map(withoutPrefix).filter((name) => !expected.includes(name) && name !== KD);
    expect(other).toEqual(args[0] === '--help' ? [] : ['better-sqlite3/build/Release/better_sqlite3.node']);
    expect(builtin.map(withoutPrefix).filter((name) => SLOW.includes(name))).toEqual([]);
  });

  it('kd reads files of bounded size', () => {
    const sizes = readdirSync(join(ROOT, 'dist'))
      .filter((name) => name.endsWith('.cjs'))
      .map((name) => ({ name, size: statSync(join(ROOT, 'dist', name)).size }));
    expect(sizes.length).toBeGreaterThan(5);
    for (const { name, size } of sizes) expect(size, name).toBeLessThan(name === 'kd.cjs' ? 420_000 : 130_000);
    // What is read as ASCII must be that.
    expect(readFileSync(join(ROOT, 'dist', 'kd.cjs')).every((byte) => byte < 0x80)).toBe(true);
    expect(statSync(KD).size).toBeLessThan(6_000);
  });
});

describe.skipIf(process.platform === 'win32')('the code that is kept', () => {
  const HELP = ['--help'];
  const files = () => readdirSync(kept).sort();
  const path = () => join(kept, files()[0] ?? '');

  it('is one file a command, that no one else may read, used at the next start', () => {
    const first = kd(HELP);
    expect(first.code).toBe(0);
    expect(files()).toEqual([expect.stringMatching(new RegExp(`^\\w+-${process.version}-${process.arch}-help$`))]);
    expect(statSync(kept).mode & 0o777).toBe(0o700);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const code = readFileSync(path());
    expect(kd(HELP)).toEqual(first);
    expect(readFileSync(path()).equals(code)).toBe(true);
    kd(['list', '--help']);
    expect(files().map((name) => name.split('-').at(-1))).toEqual(['help', 'list']);
  });

  it('is made anew where it is not code', () => {
    const first = kd(HELP);
    const code = readFileSync(path());
    for (const wrong of ['', 'no code at all', code.subarray(0, code.length >> 1)]) {
      writeFileSync(path(), wrong);
      expect(kd(HELP)).toEqual(first);
      expect(readFileSync(path()).length).toBeGreaterThan(10_000);
    }
  });

  it('is not run where others could have written it', () => {
    const first = kd(HELP);
    chmodSync(path(), 0o622);
    expect(kd(HELP)).toEqual(first);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
  });

  it('goes with the build that made it', () => {
    kd(HELP);
    writeFileSync(join(kept, '0123456789abcdef-v20.0.0-x64-list'), 'of an older kd');
    kd(['list', '--help']);
    expect(files().map((name) => name.split('-').at(-1))).toEqual(['help', 'list']);
    expect(files().join()).not.toContain('0123456789abcdef');
  });

  it('is missed by no one where it cannot be written, or there is no place for it', () => {
    const first = kd(HELP);
    rmSync(join(folder, 'cache'), { recursive: true });
    writeFileSync(join(folder, 'cache'), 'no folder');
    expect(kd(HELP)).toEqual(first);
    rmSync(join(folder, 'cache'));
    expect(kd(HELP, { env: { XDG_CACHE_HOME: undefined, HOME: undefined } })).toEqual(first);
    expect(kd(HELP, { env: { XDG_CACHE_HOME: 'not/absolute' } })).toEqual(first);
    expect(kd(HELP, { env: { NODE_DISABLE_COMPILE_CACHE: '1' } })).toEqual(first);
    expect(existsSync(join(folder, 'cache'))).toBe(false);
    mkdirSync(join(folder, 'home'));
    expect(kd(HELP, { env: { XDG_CACHE_HOME: undefined, HOME: join(folder, 'home') } })).toEqual(first);
    expect(readdirSync(join(folder, 'home', '.cache', 'kd', 'code'))).toHaveLength(1);
  });

  it('is not kept of a command that failed', () => {
    expect(kd(['list']).code).toBe(3);
    expect(kd(['nonsense']).code).toBe(2);
    expect(existsSync(kept)).toBe(false);
  });
});

describe('the version', () => {
  it('is that of the package, and KD_LANG is looked at first', () => {
    for (const args of [['--version'], ['-V'], ['--version', '--json']]) expect(kd(args).out).toBe(`${VERSION}\n`);
    expect(kd(['--version'], { env: { KD_LANG: 'zh' } }).out).toBe(`${VERSION}\n`);
    expect(kd(['--version'], { env: { KD_LANG: 'fr' } })).toMatchObject({ out: '', code: 2 });
  });
});
