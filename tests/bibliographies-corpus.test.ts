// Every real bibliography and list is imported, or refused with a reason; and a library of all of it goes through a dump.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beginningOf, findFiles } from '../src/cli/import-files.ts';
import { planFiles } from '../src/cli/import-plan.ts';
import { dump } from '../src/core/dump.ts';
import { exportPapers } from '../src/core/export.ts';
import { importNotes } from '../src/core/import.ts';
import { restoreDump } from '../src/core/restore.ts';
import { detectFormat } from '../src/formats/detect.ts';
import { type FormatName, loadFormat } from '../src/formats/registry.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, SHARED } from './helpers/corpus.ts';
import { CONCEPTS, freshLibrary, VENUES } from './helpers/library.ts';

const CORPUS = join(SHARED, 'corpus');

async function plan(...folders: string[]) {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(CORPUS, folder))
      .sort()
      .map((name) => join(CORPUS, folder, name)),
  );
  return planFiles(findFiles(paths, []), undefined, 'en');
}

function textOf(library: Library): string {
  return [...dump(library)].map((record) => `${JSON.stringify(record)}\n`).join('');
}

describe.skipIf(NO_CORPUS)('the real bibliographies and lists', () => {
  it('are each imported, or refused with a reason', async () => {
    const planned = await plan('bib', 'lists');
    const account = planned.map(({ file, format }) => {
      const library = freshLibrary();
      const { items, failures } = importNotes(library, [file], { replace: false });
      const { newPapers = [], problems = [], doubts = [] } = items[0] ?? {};
      const isSaid = newPapers.length > 0 || [...failures, ...problems, ...doubts].length > 0;
      return [file.name, format, newPapers.length > 0, isSaid];
    });
    expect(account).toEqual([
      ['KDEP-README.md', 'bibtex', true, true],
      ['RepDistiller-README.md', 'bibtex', true, true],
      ['SRD-README.md', 'bibtex', true, true],
      ['SimKD-README.md', 'list', true, true],
      ['ccnllncc-egbib.bib', 'bibtex', true, true],
      ['mdistiller-README.md', 'bibtex', true, true],
      ['torchdistill-CITATION.bib', 'bibtex', true, true],
      ['whiten_mtd-README.md', 'paper-note', false, true],
      ['FLHonker-Awesome-KD.md', 'list', true, true],
      ['LutingWang-kd-detection.md', 'list', true, true],
      ['Tebmer-kd-of-llms.md', 'list', true, true],
      ['dkozlov-awesome-kd.md', 'list', true, true],
      ['unique-chan-root.md', 'paper-note', false, true],
      ['zju-pi-kd-paper.md', 'list', true, true],
    ]);
  });

  it('import again without a change', async () => {
    const files = (await plan('bib', 'lists')).map(({ file }) => file);
    const library = freshLibrary();
    importNotes(library, files, { replace: false });
    const before = textOf(library);
    const again = importNotes(library, files, { replace: false });
    expect(again.items.map(({ outcome }) => outcome)).toEqual(again.items.map(() => 'unchanged'));
    expect(textOf(library)).toBe(before);
  });

  it('with all notes, dumped into an empty library and dumped again, are the same bytes', async () => {
    const files = (await plan('weekly', 'notes', 'obsidian', 'bib', 'lists')).map(({ file }) => file);
    const library = freshLibrary();
    importNotes(library, files, { replace: false });
    const text = textOf(library);
    const again = freshLibrary();
    restoreDump(again, [text], { version: 'test', vocabulary: { concepts: CONCEPTS, venues: VENUES } });
    expect(library.papers.ids().length).toBeGreaterThan(1000);
    expect(textOf(again)).toBe(text);
  });

  it.each<FormatName>(['bibtex', 'csl', 'ris', 'csv', 'tsv', 'yaml', 'jsonl'])(
    'exported as %s, are the same papers again',
    async (name) => {
      const library = freshLibrary();
      importNotes(
        library,
        (await plan('bib', 'lists')).map(({ file }) => file),
        { replace: false },
      );
      const { read, write } = await loadFormat(name);
      const options = { dialect: 'bibtex', ascii: false, columns: [], spreadsheetSafe: false } as const;
      const text = [...(write?.(exportPapers(library, library.papers.ids()), options) ?? [])].join('');
      const bytes = new TextEncoder().encode(text);
      const file = { path: 'all', name: 'all', file: 'all', folder: '', pieces: () => [bytes] };
      const again = importNotes(library, [{ ...file, format: { name, read: read as never, encodings: [] } }], {
        replace: false,
      });
      const [item] = again.items;
      expect([item?.newPapers, item?.conflicts, item?.problems]).toEqual([[], [], []]);
      expect(item?.known).toBe(library.papers.ids().length);
    },
    60_000,
  );

  it('are told from notes', () => {
    for (const folder of ['weekly', 'notes']) {
      for (const name of readdirSync(join(CORPUS, folder)).filter((one) => folder === 'notes' || /^2024/.test(one))) {
        const text = readFileSync(join(CORPUS, folder, name), 'utf8');
        expect(['weekly-note', 'paper-note'], name).toContain(detectFormat(name, text));
      }
    }
    const [file] = findFiles([join(CORPUS, 'lists', 'dkozlov-awesome-kd.md')], []);
    expect(file && beginningOf(file).length).toBeGreaterThan(1000);
  });
});
