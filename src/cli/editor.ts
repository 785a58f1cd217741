import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { joined, type Message, msg, verbatim } from '../domain/message.ts';
import { CancelledError, KdError, UsageError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import type { App } from './app.ts';

/** An edited text in a file, which stays where it is until the text is safe in the library. */
export interface Edited {
  readonly text: string;
  readonly path: string;
  /** The text that was opened first: as long as the file holds no other, nothing is lost with it. */
  readonly original: string;
  discard(): void;
}

/** What an editor is chosen by, and where it is said what became of it. */
type Surroundings = Pick<App, 'io' | 'settings' | 'say'>;

/** The user's editor: of KD_EDITOR, VISUAL and EDITOR, then of the settings, then vi. */
async function editorOf(surroundings: Surroundings): Promise<string> {
  const { env } = surroundings.io;
  const named = [env['KD_EDITOR'], env['VISUAL'], env['EDITOR']].find((name) => name?.trim());
  return named ?? (await surroundings.settings()).editor ?? 'vi';
}

/**
 * The words of a command as a POSIX shell reads them, without its expansions. On Windows a backslash is part of a path.
 * The path of a program that is there may have spaces without quotes.
 * @throws UsageError where a quote is not closed
 */
export function commandWords(command: string, isWindows = process.platform === 'win32'): string[] {
  const text = command.trim();
  if (existsSync(text)) return [text];
  const piece = isWindows
    ? /'([^']*)'|"([^"]*)"|()([^\s'"]+)|(\s+)/gy
    : /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)/gy;
  const words = [''];
  let at = 0;
  for (const [whole, single, double, escaped, plain, space] of text.matchAll(piece)) {
    at += whole.length;
    if (space !== undefined) words.push('');
    else {
      const quoted = isWindows ? double : double?.replace(/\\([\\"$`])/g, '$1');
      words.push(`${words.pop()}${single ?? quoted ?? ''}${escaped ?? ''}${plain ?? ''}`);
    }
  }
  if (at === text.length) return words;
  throw new UsageError(msg`the editor "${command}" has a quote that is not closed`, NAME_EDITOR);
}

const NAME_EDITOR = msg`name one that is there: KD_EDITOR, VISUAL, EDITOR, or kd config editor NAME`;

/** An editor that ends sooner than a person can have read the text did not wait for one. */
const AT_ONCE_MS = 1_000;

export interface EditorOptions {
  /** The text as it was edited before: its file is used again. */
  readonly before?: Edited | undefined;
  /** What to do with a text that is left in a file of this path. */
  readonly goOn?: ((path: string) => Message) | undefined;
  /** How the text can be given in place of an editor, for one that fails without a terminal. */
  readonly instead?: Message | undefined;
}

/**
 * Opens a text in the user's editor and returns what it left.
 * @throws KdError where the editor failed; where the file holds a text that would be lost, the message names it, else
 * the file is gone
 */
export async function edit(
  surroundings: Surroundings,
  text: string,
  fileName: string,
  { before, goOn, instead }: EditorOptions = {},
): Promise<Edited> {
  const editor = await editorOf(surroundings);
  const [program = '', ...args] = commandWords(editor);
  const path = before === undefined ? newFile(text, fileName) : rewritten(before, text);
  const original = before?.original ?? text;
  const where = goOn === undefined ? msg`the text is in ${path}` : msg`the text is in ${path}; ${goOn(path)}`;
  const discard = () => rmSync(dirname(path), { recursive: true, force: true });
  const fail = (what: Message, hint: Message | undefined, cause?: unknown, Failure = KdError): never => {
    if (holdsOther(path, original)) throw new Failure(what, where, cause);
    discard();
    throw new Failure(what, hint, cause);
  };
  const { io } = surroundings;
  // Whatever happens to kd or to the editor, a person can read here where the text is.
  if (io.isTerminal.err) io.err(`${surroundings.say(msg`waiting for the editor to close ${path}`)}\n`);
  const start = performance.now();
  const end = await run(program, [...args, path], io.isTerminal.in, (signal) => {
    io.err(`kd: ${surroundings.say(msg`ended by ${signal}: nothing was changed`)}\n`);
    io.err(`${surroundings.say(msg`try: ${where}`)}\n`);
  });
  if ('error' in end) {
    const code = String((end.error as { code?: string }).code);
    // The file can be edited by another program meanwhile.
    const what = msg`the editor "${editor}" cannot be started (${code}): nothing was changed`;
    throw new KdError(what, joined([where, NAME_EDITOR], '; '), end.error);
  } else if (end.signal === 'SIGINT') {
    fail(msg`broken off: nothing was changed`, undefined, undefined, CancelledError);
  } else if (end.status !== 0) {
    const status = String(end.signal ?? end.status);
    const hint = io.isTerminal.in ? undefined : instead;
    fail(msg`the editor "${editor}" ended with ${status}: nothing was changed`, hint);
  }
  let edited = '';
  try {
    edited = decodeUtf8(readFileSync(path));
  } catch (reason) {
    const what =
      reason instanceof KdError ? reason.what : verbatim(reason instanceof Error ? reason.message : String(reason));
    fail(msg`${what}: nothing was changed`, undefined, reason);
  }
  if (edited === text && io.isTerminal.err && performance.now() - start < AT_ONCE_MS) {
    const hint = msg`an editor that does not wait until the file is closed needs to be told: EDITOR="code --wait"`;
    io.err(`${surroundings.say(msg`try: ${hint}`)}\n`);
  }
  return { text: edited, path, original, discard };
}

function newFile(text: string, fileName: string): string {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(tmpdir(), 'kd-'));
    const path = join(folder, fileNameOf(fileName));
    writeFileSync(path, text);
    return path;
  } catch (error) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    const code = String((error as { code?: string }).code);
    throw new KdError(
      msg`no file to edit can be made in ${tmpdir()} (${code}): nothing was changed`,
      msg`name a folder with space for it in TMPDIR`,
      error,
    );
  }
}

/** Puts a text in place of an edited one. @throws KdError where there is no space for it; the file stays as it is */
function rewritten({ path }: Edited, text: string): string {
  const partial = `${path}.partial`;
  try {
    writeFileSync(partial, text);
    renameSync(partial, path);
    return path;
  } catch (error) {
    rmSync(partial, { force: true });
    const code = String((error as { code?: string }).code);
    throw new KdError(msg`${path} cannot be written (${code})`, msg`the text is in ${path}`, error);
  }
}

/** The name as one that a file can have: a citation key may hold a slash, and be as long as the user likes. */
function fileNameOf(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a NUL ends a path.
  const safe = name.replace(/[\u0000/\\:]/g, '-');
  return Buffer.byteLength(safe) > 255 ? [...safe].slice(-60).join('') : safe;
}

/** Whether the file holds a text that is not the one it was opened with. */
function holdsOther(path: string, original: string): boolean {
  try {
    return !readFileSync(path).equals(Buffer.from(original));
  } catch {
    return false;
  }
}

type End = { readonly error: unknown } | { readonly status: number | null; readonly signal: NodeJS.Signals | null };

/**
 * Runs a program on kd's own terminal until it ends; `onEnd` is called before a signal ends kd. What is piped into kd is
 * kept from an editor, which would take it for what a person types.
 */
async function run(
  program: string,
  args: readonly string[],
  hasTerminal: boolean,
  onEnd: (signal: string) => void,
): Promise<End> {
  // Ctrl-C is for the editor as long as it is there.
  const interrupts = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT').on('SIGINT', () => undefined);
  const end = (signal: NodeJS.Signals) => {
    onEnd(signal);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ENDING) process.on(signal, end);
  try {
    return await new Promise<End>((resolve) => {
      const child = spawn(program, args, { stdio: [hasTerminal ? 'inherit' : 'ignore', 'inherit', 'inherit'] });
      child.once('error', (error) => resolve({ error }));
      child.once('close', (status, signal) => resolve({ status, signal }));
    });
  } catch (error) {
    // A name that no program can have, such as one with a NUL.
    return { error };
  } finally {
    for (const signal of ENDING) process.off(signal, end);
    process.removeAllListeners('SIGINT');
    for (const listener of interrupts) process.on('SIGINT', listener);
  }
}

const ENDING = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Says what is wrong with an edited text, and asks whether to edit it again: returns where the user wants to.
 * `goOn` is what to do with the file by hand.
 * @throws the failure, naming the file that holds the text, where the user does not, or cannot be asked
 */
export async function editAgain(
  app: App,
  error: unknown,
  edited: Edited,
  command: string,
  goOn?: Message,
): Promise<void> {
  const where = goOn === undefined ? msg`your text is in ${edited.path}` : msg`your text is in ${edited.path}; ${goOn}`;
  if (!(error instanceof KdError)) {
    app.io.err(`kd: ${app.say(where)}\n`);
    throw error;
  }
  const kept = error.withHint(where);
  if (app.io.dialogue === undefined) throw kept;
  app.io.err(`kd: ${app.say(error.what)}\n`);
  try {
    const { askOn } = await import('./ask.ts');
    const asker = await askOn(app, verbatim(command));
    const answer = await asker.choose(msg`What now?`, [
      ['edit', msg`edit it again`],
      ['stop', msg`stop; the text is kept`],
    ]);
    if (answer === 'stop') throw kept;
  } catch (reason) {
    throw reason instanceof CancelledError ? reason.withHint(where) : reason;
  }
}

/**
 * Keeps a text that kd was given but could not take in a file, and returns its path; where there is no space for one, the
 * text is printed.
 */
export function keepText(app: App, text: string, fileName: string): string | undefined {
  try {
    return newFile(text, fileName);
  } catch {
    app.io.err(`kd: ${app.say(msg`your text cannot be kept in a file; this is it:`)}\n`);
    app.io.out(text);
    return undefined;
  }
}
