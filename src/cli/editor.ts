import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
    const reason =
      error === undefined ? `ended with ${status}` : `cannot be started (${(error as { code?: string }).code})`;
    throw new KdError(`the editor "${editor}" ${reason}: nothing was changed`, `the text is in ${path}`, error);
  }
  let edited: string;
  try {
    edited = decodeUtf8(readFileSync(path));
  } catch (reason) {
    const message = reason instanceof Error ? reason.message : String(reason);
    throw new KdError(`${message}: nothing was changed`, `the text is in ${path}`, reason);
  }
  return {
    text: edited,
    path,
    discard: () => rmSync(dirname(path), { recursive: true, force: true }),
  };
}
