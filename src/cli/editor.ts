import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { msg, verbatim } from '../domain/message.ts';
import { KdError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import type { App } from './app.ts';

/** An edited text in a file, which stays where it is until the text is safe in the library. */
export interface Edited {
  readonly text: string;
  readonly path: string;
  discard(): void;
}

/** What an editor is chosen by. */
type Surroundings = Pick<App, 'io' | 'settings'>;

/** The user's editor: of KD_EDITOR, VISUAL and EDITOR, then of the settings, then vi. */
async function editorOf(surroundings: Surroundings): Promise<string> {
  const { env } = surroundings.io;
  const named = [env['KD_EDITOR'], env['VISUAL'], env['EDITOR']].find((name) => name?.trim());
  return named ?? (await surroundings.settings()).editor ?? 'vi';
}

/**
 * Opens a text in the user's editor and returns what it left.
 * @throws KdError where the editor failed; the message names the file that holds the text
 */
export async function edit(surroundings: Surroundings, text: string, fileName: string): Promise<Edited> {
  const editor = await editorOf(surroundings);
  const path = join(mkdtempSync(join(tmpdir(), 'kd-')), fileName);
  writeFileSync(path, text);
  const [program = '', ...args] = editor.trim().split(/\s+/);
  const { status, error } = spawnSync(program, [...args, path], { stdio: 'inherit' });
  if (error !== undefined || status !== 0) {
    const code = String((error as { code?: string } | undefined)?.code);
    const what =
      error === undefined
        ? msg`the editor "${editor}" ended with ${String(status)}: nothing was changed`
        : msg`the editor "${editor}" cannot be started (${code}): nothing was changed`;
    throw new KdError(what, msg`the text is in ${path}`, error);
  }
  let edited: string;
  try {
    edited = decodeUtf8(readFileSync(path));
  } catch (reason) {
    const what =
      reason instanceof KdError ? reason.what : verbatim(reason instanceof Error ? reason.message : String(reason));
    throw new KdError(msg`${what}: nothing was changed`, msg`the text is in ${path}`, reason);
  }
  return {
    text: edited,
    path,
    discard: () => rmSync(dirname(path), { recursive: true, force: true }),
  };
}

/**
 * Says what is wrong with an edited text, and asks whether to edit it again: returns where the user wants to.
 * @throws the failure, naming the file that holds the text, where the user does not, or cannot be asked
 */
export async function editAgain(app: App, error: unknown, edited: Edited, command: string): Promise<void> {
  if (!(error instanceof KdError)) throw error;
  const kept = error.withHint(msg`your text is in ${edited.path}`);
  if (app.io.dialogue === undefined) throw kept;
  app.io.err(`kd: ${app.say(error.what)}\n`);
  const { askOn } = await import('./ask.ts');
  const asker = await askOn(app, verbatim(command));
  const answer = await asker.choose(msg`What now?`, [
    ['edit', msg`edit it again`],
    ['stop', msg`stop; the text is kept`],
  ]);
  if (answer === 'stop') throw kept;
  edited.discard();
}
