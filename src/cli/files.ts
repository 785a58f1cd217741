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
import { ConflictError, KdError } from '../errors.ts';

/**
 * Writes a whole file in one step: to a name beside it, then renamed over it. With `known`, a file that is there
 * is replaced only if its text is one of these.
 * @throws ConflictError where the file holds a text that would be lost
 */
export function writeWhole(path: string, text: string, known: readonly (string | null)[] | undefined): void {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  try {
    if (existsSync(path) && !statSync(path).isFile()) {
      throw new KdError(`${path} cannot be written: it is no regular file`, 'name another file with -o');
    }
    if (known !== undefined && existsSync(path)) {
      const old = readFileSync(path, 'utf8');
      if (old === text) return;
      if (old !== '' && !known.includes(old)) {
        throw new ConflictError(
          `${path} holds a text that is not in the library`,
          `kd import ${path}, or --force to replace it`,
        );
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
        `${path} cannot be written: there is no folder ${dirname(path)}`,
        'make the folder first',
        error,
      );
    }
    throw new KdError(
      `${path} cannot be written (${(error as { code?: string }).code})`,
      'name another file with -o',
      error,
    );
  }
}
