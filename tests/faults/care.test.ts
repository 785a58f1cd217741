// Doctor and backups where they may not read or write, in processes of their own.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/io.ts';

const KD = join(ROOT, 'bin', 'kd.cjs');
/** The user who owns nothing: root may write everything. */
const NOBODY = 65534;

let folder: string;
let library: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kd-care-'));
  chmodSync(folder, 0o755);
  library = join(folder, 'library.db');
  expect(kd(['add', 'A Paper of the Library 2024AAAI']).code).toBe(0);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function kd(args: readonly string[], uid?: number) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [KD, ...args], {
    cwd: '/',
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      SystemRoot: process.env['SystemRoot'],
      HOME: folder,
      XDG_CONFIG_HOME: join(folder, '..', 'kd-no-settings'),
      NODE_DISABLE_COMPILE_CACHE: '1',
      KD_LIBRARY: library,
      KD_NOW: '2024-05-17',
      KD_LANG: 'en',
    },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { out: stdout, err: stderr, code: status };
}

/** Expects a failure told in at most three lines, with exit 6 and the library's name. */
function expectRefused({ out, err, code }: ReturnType<typeof kd>): void {
  expect({ out, code, err }).toEqual({ out: '', code: 6, err: expect.stringContaining(folder) });
  expect(err).toMatch(/^kd: .+\ntry: .+\n$/);
  expect(err).not.toMatch(/^\s+at |bug in kd/m);
}

const isRoot = process.platform !== 'win32' && process.getuid?.() === 0;
const reaches =
  isRoot && spawnSync(process.execPath, [KD, '--version'], { cwd: '/', uid: NOBODY, gid: NOBODY }).status === 0;

describe.skipIf(!reaches)(`rights${reaches ? '' : ' (skipped: only root can be another user)'}`, () => {
  it('to read alone let the library be examined, with a hint, and be neither repaired nor backed up beside it', () => {
    const doctor = kd(['doctor'], NOBODY);
    expect(doctor.code).toBe(0);
    expect(doctor.out.trimEnd().split('\n')).toEqual(
      [library, folder].map((name) => `place\thint\t${name} cannot be written by you\tcheck its rights`),
    );
    expectRefused(kd(['backup'], NOBODY));
    const db = new Sqlite(library);
    db.exec("UPDATE paper SET title_key = 'x'");
    db.close();
    const bytes = readFileSync(library);
    expect(kd(['doctor'], NOBODY).code).toBe(5);
    expectRefused(kd(['doctor', '--repair'], NOBODY));
    expectRefused(kd(['doctor', '--reindex'], NOBODY));
    expect(readFileSync(library).equals(bytes)).toBe(true);
    expect(readdirSync(folder)).toEqual(['library.db']);
    expect(kd(['backup'], NOBODY).err).toContain('no backup can be written to ');
  });

  it('to write the file but not its folder keep it from being replaced', () => {
    chmodSync(library, 0o666);
    const bytes = readFileSync(library);
    mkdirSync(join(folder, 'open'));
    chmodSync(join(folder, 'open'), 0o777);
    const copy = join(folder, 'open', 'copy.db');
    expect(kd(['backup', '--to', copy], NOBODY).code).toBe(0);
    expectRefused(kd(['backup', 'restore', copy, '--yes'], NOBODY));
    expect(readFileSync(library).equals(bytes)).toBe(true);
  });
});

describe('what cannot be read', () => {
  const ALL = [['doctor'], ['doctor', '--repair'], ['doctor', '--reindex'], ['backup']];

  it('as it is a folder is refused', () => {
    rmSync(library);
    mkdirSync(library);
    for (const args of ALL) expectRefused(kd(args));
    expect(readdirSync(library)).toEqual([]);
  });

  it('as it is of a newer kd is refused', () => {
    const db = new Sqlite(library);
    db.pragma('user_version = 9999');
    db.close();
    for (const args of ALL) expectRefused(kd(args));
  });

  it('as it is text is refused', () => {
    writeFileSync(library, 'words\n'.repeat(2000));
    for (const args of ALL) expectRefused(kd(args));
  });

  it('in parts is told as damaged, and repaired as far as it can be read', () => {
    const { length } = readFileSync(library);
    truncateSync(library, length - 8192);
    const doctor = kd(['doctor']);
    expect([5, 6]).toContain(doctor.code);
    expect(doctor.err).not.toMatch(/bug in kd|^\s+at /m);
    const repaired = kd(['doctor', '--repair']);
    expect([0, 5, 6]).toContain(repaired.code);
    expect(repaired.err).not.toMatch(/bug in kd|^\s+at /m);
  });
});
