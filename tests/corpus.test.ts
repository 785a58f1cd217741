import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalDump, dump } from '../src/core/dump.ts';
import { type ImportReport, importNotes } from '../src/core/import.ts';
import { decideQuote } from '../src/core/week.ts';
import { linesOf, textOf, type Week } from '../src/domain/week.ts';
import { readWeeklyNote } from '../src/formats/weekly-note.ts';
import { replaceSpan } from '../src/formats/weekly-note-edit.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, readTable, weeklyNotes } from './helpers/corpus.ts';
import { english } from './helpers/english.ts';
import { Desk } from './helpers/io.ts';
import { freshLibrary, VENUE_TABLE } from './helpers/library.ts';

const lines = (records: Iterable<unknown>) => [...records].map((record) => JSON.stringify(record));

function importAll(order: (names: string[]) => string[] = (names) => names): {
  library: Library;
  report: ImportReport;
} {
  const library = freshLibrary();
  const notes = new Map(weeklyNotes().map((note) => [note.name, note]));
  const files = order([...notes.keys()]).map((name) => notes.get(name) as ReturnType<typeof weeklyNotes>[number]);
  return { library, report: importNotes(library, files, { replace: false }) };
}

function tagged(library: Library, word: string): number {
  const ids = library.tags.named(word).map(({ id }) => id);
  return library.papers.find({ where: { kind: 'tags', ids: ids, narrower: true } }).rows.length;
}

describe.skipIf(NO_CORPUS)("the user's weekly notes (skipped without ../shared)", () => {
  let library: Library;
  let report: ImportReport;
  let weeks: Week[];

  beforeAll(() => {
    ({ library, report } = importAll());
    weeks = library.weeks
      .list()
      .map(({ date }) => library.weeks.load(date) as Week)
      .reverse();
  });

  it('come back byte for byte', () => {
    const full = weeklyNotes().filter(({ name }) => name !== '20240314.md');
    expect(full).toHaveLength(8);
    expect(report.failures).toEqual([]);
    for (const { name, bytes } of full) {
      const date = `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}`;
      const week = library.weeks.load(date) as Week;
      expect(Buffer.from(textOf(week.blocks)).equals(bytes), name).toBe(true);
    }
  });

  it('come back byte for byte from the command line', async () => {
    const desk = new Desk();
    try {
      const notes = weeklyNotes();
      expect((await desk.kd(['import', ...notes.map(({ path }) => path)])).code).toBe(0);
      for (const { name, bytes } of notes.filter((note) => note.name !== '20240314.md')) {
        const { out, err, code } = await desk.kd(['report', '--week', name.slice(0, 8)]);
        expect([Buffer.from(out).equals(bytes), err, code], name).toEqual([true, '', 0]);
      }
    } finally {
      desk.dispose();
    }
  });

  it('have the readings, themes, remarks, back-references and papers that a careful reader counts', () => {
    const count = (fits: (block: Week['blocks'][number]) => unknown) =>
      weeks.map(({ blocks }) => blocks.filter((block) => Boolean(fits(block))).length);
    expect(count(({ kind }) => kind === 'reading')).toEqual([16, 12, 18, 13, 9, 7, 7, 1]);
    expect(count(({ kind }) => kind === 'theme')).toEqual([0, 3, 7, 6, 4, 4, 5, 1]);
    const remarks = weeks.map(({ blocks }) => blocks.flatMap(({ reading }) => reading?.spans.remarks ?? []).length);
    expect(remarks).toEqual([0, 6, 0, 0, 0, 0, 0, 0]);
    expect(count(({ reading }) => reading?.refersTo)).toEqual([0, 0, 6, 2, 0, 0, 0, 0]);
    expect(library.papers.ids()).toHaveLength(75);
  });

  it('have one quote that could be read in two ways', () => {
    const doubtful = report.items.flatMap(({ path, doubts }) =>
      doubts
        .filter(({ message }) => english(message).includes('quote'))
        .map(({ line }) => `${path.slice(-11)}:${line}`),
    );
    expect(doubtful).toEqual(['20240322.md:22']);
  });

  it('have one theme more and one remark less where that quote is decided to be a theme', () => {
    const { library: decided } = importAll();
    const before = textOf((decided.weeks.load('2024-03-22') as Week).blocks);
    decideQuote(decided, '2024-03-22', 22, 'theme');
    const all = decided.weeks.list().flatMap(({ date }) => (decided.weeks.load(date) as Week).blocks);
    expect(all.filter(({ kind }) => kind === 'theme')).toHaveLength(31);
    expect(all.flatMap(({ reading }) => reading?.spans.remarks ?? [])).toHaveLength(5);
    expect(textOf((decided.weeks.load('2024-03-22') as Week).blocks)).toBe(before);
  });

  it('agree with the labels on every title, venue, year and theme', () => {
    const labels = readTable(join('labels', 'readings.tsv'));
    expect(labels).toHaveLength(83);
    const read = weeks.flatMap((week) => {
      const starts = linesOf(week.blocks);
      return week.blocks.flatMap(({ reading }, index) =>
        reading === null
          ? []
          : [{ file: `${week.date.replaceAll('-', '')}.md`, line: String(starts[index]), reading, week }],
      );
    });
    for (const label of labels) {
      const found = read.find(({ file, line }) => file === label['file'] && line === label['line']);
      const reading = found?.reading;
      const theme = found?.week.blocks.find(({ id }) => id === reading?.themeId)?.text ?? '';
      const stated = [reading?.title, reading?.venue ?? '', String(reading?.year ?? '')];
      expect(stated, `${label['file']}:${label['line']}`).toEqual([label['title'], label['venue'], label['year']]);
      // The labels hold the beginning of the theme.
      expect(theme.slice(0, label['theme']?.trim().length), `${label['file']}:${label['line']}`).toBe(
        label['theme']?.trim(),
      );
    }
  });

  it('give the same content whichever comes first, and again', () => {
    const content = lines(canonicalDump(library));
    expect(content.length).toBeGreaterThan(80);
    const reversed = importAll((names) => names.reverse());
    expect(lines(canonicalDump(reversed.library))).toEqual(content);
    const whole = lines(dump(library));
    const again = importNotes(library, weeklyNotes(), { replace: false });
    expect(again.items.map(({ outcome }) => outcome)).toEqual(['skeleton', ...Array(8).fill('unchanged')]);
    expect(lines(dump(library))).toEqual(whole);
  });

  it('find papers by idea, in English and Chinese, where the words are written', () => {
    const seed = freshLibrary();
    importNotes(
      seed,
      weeklyNotes().filter(({ name }) => name === '20240517.md'),
      { replace: false },
    );
    const asked = ['whitening', '白化', 'svd-alignment', 'logsum-distance', 'multi-teacher', 'attention-map-alignment'];
    expect(asked.map((word) => tagged(seed, word))).toEqual([2, 2, 1, 1, 1, 1]);
    expect(tagged(library, 'logsum-distance')).toBe(1);
    const pearson = library.tags.named('relation-pearson')[0];
    let carrying = 0;
    for (const id of library.papers.ids()) {
      if (!library.tags.of(id).some((tag) => tag.id === pearson?.id)) continue;
      const words = library.weeks.readingsOf(id).map(({ textSource }) => textSource);
      expect(words.join('\n')).toMatch(/Pearson|皮尔森|(?<![A-Za-z])DIST(?![A-Za-z])/);
      carrying += 1;
    }
    expect(carrying).toBeGreaterThan(0);
  });

  it('keep every byte outside an edited text, and read back to the same blocks', () => {
    let edits = 0;
    for (const week of weeks) {
      for (const [index, { reading, source }] of week.blocks.entries()) {
        const { summary, keyIdeas = [], remarks = [] } = reading?.spans ?? {};
        for (const span of [summary, ...keyIdeas]) {
          if (span === undefined) continue;
          const editable = week.blocks.map(({ kind, source: text, text: name }) => ({
            kind,
            source: text,
            text: name,
          }));
          const edited = replaceSpan(editable, index, span, '改写过的一句话');
          const before = textOf(week.blocks.slice(0, index)) + source.slice(0, span[0]);
          const after = source.slice(span[1]) + textOf(week.blocks.slice(index + 1));
          expect(edited).toBe(`${before}改写过的一句话${after}`);
          const [again] = readWeeklyNote(edited, { venues: VENUE_TABLE, fileName: `${week.date}.md` }).weeks;
          const shape = (blocks: readonly { kind: string; text: string }[]) =>
            blocks.map(({ kind, text }) => [kind, text]);
          expect(shape(again?.blocks ?? [])).toEqual(shape(week.blocks));
          expect(again?.blocks[index]?.reading?.spans.remarks.length).toBe(remarks.length);
          edits += 1;
        }
      }
    }
    expect(edits).toBeGreaterThan(80);
  });
});
