import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Message, msg } from '../domain/message.ts';
import { ConflictError, KdError } from '../errors.ts';

/**
 * Writes a whole file in one step: to a name beside it, then renamed over it. A file that is there is replaced only
 * where `mayReplace` says so of its text.
 * @throws ConflictError where the file holds a text that would be lost; `hint` says what to do then
 */
export function writeWhole(path: string, text: string, mayReplace: (old: string) => boolean, hint: Message): void {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    if (existsSync(path) && !statSync(path).isFile()) {
      throw new KdError(msg`${path} cannot be written: it is no regular file`, msg`name another file with -o`);
    }
    if (existsSync(path)) {
      const old = readFileSync(path, 'utf8');
      if (old === text) return;
      if (old !== '' && !mayReplace(old)) {
        throw new ConflictError(msg`${path} holds a text that is not in the library`, hint);
      }
    }
    const mode = existsSync(path) ? statSync(path).mode : 0o666;
    const file = openSync(partial, 'wx', mode);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    if (error instanceof KdError) throw error;
    if ((error as { code?: string }).code === 'ENOENT') {
      throw new KdError(
        msg`${path} cannot be written: there is no folder ${dirname(path)}`,
        msg`make the folder first`,
        error,
      );
    }
    throw new KdError(
      msg`${path} cannot be written (${String((error as { code?: string }).code)})`,
      msg`name another file with -o`,
      error,
    );
  }
}
