import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './io.ts';

/** The folder of real files beside the project; not there in a checkout elsewhere. */
export const SHARED = join(ROOT, '..', 'shared');

/** For `describe.skipIf`: the real files are absent, and the tests on them say so by being skipped. */
export const NO_CORPUS = !existsSync(join(SHARED, 'corpus', 'weekly'));

/** The user's weekly notes: name and bytes, in order of date. */
export function weeklyNotes(): { name: string; path: string; bytes: Buffer }[] {
  const folder = join(SHARED, 'corpus', 'weekly');
  return readdirSync(folder)
    .filter((name) => /^2024\d{4}\.md$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name), bytes: readFileSync(join(folder, name)) }));
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
