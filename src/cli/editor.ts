import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { msg, verbatim } from '../domain/message.ts';
import { KdError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import type { Io } from './io.ts';

/** An edited text in a file, which stays where it is until the text is safe in the library. */
export interface Edited {
  readonly text: string;
  readonly path: string;
  discard(): void;
}

/**
 * Opens a text in the user's editor (KD_EDITOR, VISUAL, EDITOR, then vi) and returns what it left.
 * @throws KdError where the editor failed; the message names the file that holds the text
 */
export function edit(io: Io, text: string, fileName: string): Edited {
  const path = join(mkdtempSync(join(tmpdir(), 'kd-')), fileName);
  writeFileSync(path, text);
  const editor = [io.env['KD_EDITOR'], io.env['VISUAL'], io.env['EDITOR'], 'vi'].find((name) => name?.trim()) ?? 'vi';
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
