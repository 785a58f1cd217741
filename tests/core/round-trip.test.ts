import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump } from '../../src/core/dump.ts';
import { addBullet } from '../../src/core/week.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import { readWeeklyNote } from '../../src/formats/weekly-note.ts';
import { SHARED } from '../helpers/corpus.ts';
import { ROOT } from '../helpers/io.ts';
import { freshLibrary, importTexts, VENUE_TABLE } from '../helpers/library.ts';

const SAMPLE = join(ROOT, 'data', 'sample', '20240517.md');
const SEED = join(SHARED, 'seed', '20240517.md');

/** Writes a note's content into a new library, one `kd add` or `kd week add` at a time. */
function rebuild(path: string) {
  const [draft] = readWeeklyNote(readFileSync(path, 'utf8'), { venues: VENUE_TABLE }).weeks;
  const library = freshLibrary();
  const week = { kind: 'day', day: '2024-05-17' } as const;
  let section = '';
  for (const { kind, source, text, reading } of draft?.blocks ?? []) {
    if (kind === 'section') section = text;
    if (kind === 'prose') {
      for (const line of text.split('\n')) addBullet(library, week, section, line.replace(/^- /, ''));
    }
    if (reading === undefined) continue;
    const { summary, keyIdeas } = reading.spans;
    const theme = reading.theme === undefined ? undefined : draft?.blocks[reading.theme]?.text;
    const input = {
      title: text,
      theme,
      summary: summary && source.slice(...summary),
      'key-idea': keyIdeas.map((span) => source.slice(...span)),
      week: '2024-05-17',
    };
    addPaper(library, toAddition(input, '2024-05-17'));
  }
  return library;
}

describe('a week built with kd add and kd week add alone', () => {
  for (const [name, path] of [
    ['the sample note', SAMPLE],
    ['the seed', SEED],
  ] as const) {
    it.skipIf(!existsSync(path))(`has all of ${name}, and its report imports to the same content`, () => {
      const library = rebuild(path);
      const { blocks } = library.weeks.load('2024-05-17') as Week;
      const of = (kind: string) => blocks.filter((block) => block.kind === kind);
      const bullets = of('prose').flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('- ')));
      expect([of('reading').length, of('theme').length, of('section').length, bullets.length]).toEqual([7, 5, 3, 6]);
      const again = freshLibrary();
      importTexts(again, { '20240517.md': textOf(blocks) });
      expect([...canonicalDump(again)]).toEqual([...canonicalDump(library)]);
    });
  }
});
