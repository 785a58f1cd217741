// What an editor leaves when it, or kd, is ended by a signal: real processes, each with a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Outcome, ROOT } from '../helpers/io.ts';

const KD = join(ROOT, 'bin', 'kd.cjs');

describe.skipIf(process.platform === 'win32')('kd edit in a process of its own', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kd-edit-'));
    mkdirSync(join(folder, 'tmp'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const inFolder = (name: string) => join(folder, name);

  /** Starts kd with an editor that is a shell script, whose `$1` is the file. */
  function start(args: readonly string[], script = 'true'): { child: ChildProcess; end: Promise<Outcome> } {
    const editor = inFolder('editor.sh');
    writeFileSync(editor, `#!/bin/sh\n${script}\n`);
    chmodSync(editor, 0o755);
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: inFolder('tmp'),
      XDG_CACHE_HOME: inFolder('cache'),
      XDG_CONFIG_HOME: inFolder('config'),
      KD_LIBRARY: inFolder('library.db'),
      KD_NOW: '2024-05-17',
      KD_LANG: 'en',
      EDITOR: editor,
    };
    const child = spawn(process.execPath, [KD, ...args], { cwd: folder, env });
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => err.push(bytes.toString()));
    const end = once(child, 'close').then(([code]): Outcome => {
      return { out: out.join(''), err: err.join(''), code: (code as number | null) ?? -1 };
    });
    return { child, end };
  }

  async function add(): Promise<void> {
    expect((await start(['add', 'Alpha Study of Students 2024AAAI', '--key-idea', '第一点']).end).code).toBe(0);
  }

  /** Changes the rating, says that the editor is open, and waits until it is told to go on. */
  const WAITING = `sed 's/^rating:/rating: 4/' "$1" > "$1.new" && mv "$1.new" "$1"
touch open
while [ ! -e go-on ]; do sleep 0.02; done`;

  async function opened(): Promise<void> {
    while (!existsSync(inFolder('open'))) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Ends kd, and then the editor. */
  async function killed(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    writeFileSync(inFolder('go-on'), '');
  }

  const rating = async () => JSON.parse((await start(['show', 'alpha', '--json=rating']).end).out).data.rating;
  const leftovers = () => readdirSync(inFolder('tmp'));

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('names the file of the text when %s ends it', async (signal, exit) => {
    await add();
    const { child, end } = start(['edit', 'alpha'], WAITING);
    await opened();
    await killed(child, signal);
    const { err, code } = await end;
    expect(code).toBe(exit);
    expect(err).toContain(`kd: ended by ${signal}: nothing was changed\n`);
    const path = /^try: the text is in (\S+\.md); when it is right: kd edit alpha-study-students-2024 - < /m.exec(
      err,
    )?.[1];
    expect(readFileSync(path ?? '', 'utf8')).toContain('\nrating: 4\n');
    expect(await rating()).toBe(null);
  });

  it('leaves Ctrl-C to an editor that goes on', async () => {
    await add();
    const { child, end } = start(['edit', 'alpha'], WAITING);
    await opened();
    child.kill('SIGINT');
    writeFileSync(inFolder('go-on'), '');
    expect(await end).toMatchObject({ err: 'saved alpha-study-students-2024: rating\n', code: 0 });
    expect(await rating()).toBe(4);
    expect(leftovers()).toEqual([]);
  });

  it('ends as broken off where Ctrl-C ends the editor, and keeps the text', async () => {
    await add();
    const { err, code } = await start(['edit', 'alpha'], `echo 写了一半 >> "$1"; kill -INT $$`).end;
    expect([code, err]).toEqual([130, expect.stringContaining('kd: broken off: nothing was changed\n')]);
    expect(readFileSync(/^try: the text is in (\S+\.md)/m.exec(err)?.[1] ?? '', 'utf8')).toContain('写了一半');
  });

  it('keeps from the editor what is piped into kd', async () => {
    await add();
    const { child, end } = start(['edit', 'alpha'], 'cat > typed');
    child.stdin?.on('error', () => undefined).end(':wq');
    expect(await end).toMatchObject({ err: 'unchanged\n', code: 0 });
    expect(readFileSync(inFolder('typed'), 'utf8')).toBe('');
  });

  it('leaves the text in its file where kd is killed, and the library as it was', async () => {
    await add();
    const { child, end } = start(['edit', 'alpha'], WAITING);
    await opened();
    await killed(child, 'SIGKILL');
    await end;
    const [left = ''] = leftovers();
    expect(readFileSync(join(inFolder('tmp'), left, 'alpha-study-students-2024.md'), 'utf8')).toContain(
      '\nrating: 4\n',
    );
    expect(await rating()).toBe(null);
  });
});
