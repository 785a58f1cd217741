import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImportFile } from '../../src/core/import.ts';
import { ROOT } from './io.ts';

/** The folder of real files beside the project; not there in a checkout elsewhere. */
export const SHARED = join(ROOT, '..', 'shared');

/** For `describe.skipIf`: the real files are absent, and the tests on them say so by being skipped. */
export const NO_CORPUS = !existsSync(join(SHARED, 'corpus', 'weekly'));

/** A real file, as the import takes it. */
export type RealFile = ImportFile & { readonly bytes: Buffer };

function filesIn(folder: string, fits: (name: string) => boolean): RealFile[] {
  const path = join(SHARED, 'corpus', folder);
  return readdirSync(path)
    .filter(fits)
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(path, name));
      return { name, file: name, folder: path, path: join(path, name), bytes, pieces: () => [bytes] };
    });
}

/** The user's weekly notes, in order of date. */
export function weeklyNotes(): RealFile[] {
  return filesIn('weekly', (name) => /^2024\d{4}\.md$/.test(name));
}

/** The user's notes on papers. */
export function paperNotes(): RealFile[] {
  return filesIn('notes', (name) => name.endsWith('.md'));
}

/** A tab-separated table with a head, as records. */
export function readTable(path: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(SHARED, path), 'utf8').replace(/\n$/, '').split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}
