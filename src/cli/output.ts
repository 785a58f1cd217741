import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import type { Message } from '../domain/message.ts';
import { StoreError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';
import { writeWhole } from './files.ts';

interface Remembered {
  /** Under which name the library remembers what was written. */
  readonly memory: string;
  /** Whether an old text may be lost, besides one that kd wrote itself. */
  readonly mayReplace: (old: string) => boolean;
  /** What to do where it may not. */
  readonly hint: Message;
  /** What is to be recorded of it besides. */
  readonly afterwards?: ((writable: Library) => Promise<void>) | undefined;
}

/** The digest of a text, as 64 hexadecimal digits. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Writes a text to a file, which is replaced where kd wrote it itself and nobody changed it since; the library remembers
 * what was written.
 * @throws ConflictError where the file holds a text that would be lost
 */
export async function writeRemembered(
  app: App,
  library: Library,
  output: string,
  text: string,
  { memory, mayReplace, hint, afterwards }: Remembered,
): Promise<void> {
  const name = `${memory} ${resolve(output)}`;
  const written = library.remembered(name);
  writeWhole(output, text, (old) => mayReplace(old) || digest(old) === written, hint);
  app.io.err(`${app.t`wrote ${output}`}\n`);
  try {
    const writable = await app.write({ existing: true });
    writable.remember(name, digest(text));
    await afterwards?.(writable);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    app.io.err(`kd: ${app.t`the file is written, but kd cannot remember it: ${error.what}`}\n`);
  }
}
