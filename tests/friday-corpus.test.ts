import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addPaper } from '../src/core/add.ts';
import { canonicalDump } from '../src/core/dump.ts';
import { importNotes } from '../src/core/import.ts';
import { beginWeek } from '../src/core/new-week.ts';
import { noteWritten } from '../src/core/note-written.ts';
import { shipVocabulary } from '../src/core/vocabulary.ts';
import { addBullet } from '../src/core/week.ts';
import { mondayOf } from '../src/domain/calendar.ts';
import { toAddition } from '../src/domain/schema.ts';
import { titleKey } from '../src/domain/text.ts';
import { type Block, type Span, textOf, type Week } from '../src/domain/week.ts';
import { readPaperNote } from '../src/formats/paper-note.ts';
import { replaceSpan } from '../src/formats/weekly-note-edit.ts';
import { Library } from '../src/store/library.ts';
import { NO_CORPUS, paperNotes, type RealFile, weeklyNotes } from './helpers/corpus.ts';
import { CONCEPTS, freshLibrary, importTexts, MIGRATIONS, VENUE_TABLE, VENUES } from './helpers/library.ts';

const ref = (day: string) => ({ kind: 'day' as const, day });

/** The days of the weekly notes that hold more than headings. */
const DAYS = [
  '2024-03-15',
  '2024-03-22',
  '2024-03-29',
  '2024-04-05',
  '2024-04-19',
  '2024-05-03',
  '2024-05-17',
  '2024-06-14',
];

/** What the notes on papers that are dated in a week say: titles, summaries, key ideas. */
function notedIn(day: string) {
  const datasets = freshLibrary().tags.datasets();
  return paperNotes().flatMap(({ file, bytes }) => {
    const { title, date, source, spans } = readPaperNote(bytes.toString('utf8'), {
      venues: VENUE_TABLE,
      datasets,
      fileName: file,
    });
    if (title === undefined || date === undefined || mondayOf(date) !== mondayOf(day)) return [];
    const cut = (span: Span) => source.slice(...span).replace(/\r\n?/g, '\n');
    return [{ key: titleKey(title), summary: spans.summary && cut(spans.summary), keyIdeas: spans.keyIdeas.map(cut) }];
  });
}

function readingsOf({ blocks }: Week) {
  return blocks.flatMap(({ source, reading }) => {
    if (reading === null) return [];
    const { title, spans } = reading;
    const cut = (span: Span) => source.slice(...span).replace(/\r\n?/g, '\n');
    return [{ key: titleKey(title), summary: spans.summary && cut(spans.summary), keyIdeas: spans.keyIdeas.map(cut) }];
  });
}

const byKey = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1);

describe.skipIf(NO_CORPUS)("a week begun from the user's notes (skipped without ../shared)", () => {
  it('has exactly the papers whose notes are dated in it, with their texts', () => {
    let papers = 0;
    for (const day of DAYS) {
      const library = freshLibrary();
      const begun = beginWeek(library, ref(day), { files: paperNotes(), carry: true });
      expect([begun.failures, begun.skipped, begun.doubts]).toEqual([[], [], []]);
      const readings = readingsOf(library.weeks.load(begun.date) as Week);
      const notes = notedIn(day);
      expect(readings.sort(byKey), day).toEqual(notes.sort(byKey));
      papers += notes.length;
    }
    expect(papers).toBeGreaterThan(5);
  });

  it('has them once, however often it is begun, and beside what stands there', () => {
    for (const day of DAYS) {
      const library = freshLibrary();
      importNotes(library, weeklyNotes(), { replace: false });
      const before = textOf((library.weeks.load(day) as Week).blocks);
      const first = beginWeek(library, ref(day), { files: paperNotes(), carry: false });
      const again = beginWeek(library, ref(day), { files: paperNotes(), carry: false });
      expect(again.readings).toEqual([]);
      expect(again.text).toBe(first.text);
      const lines = first.text.split('\n');
      expect(before.split('\n').filter((line) => !lines.includes(line))).toEqual([]);
    }
  });
});

/** A part of a week that a user edits, and where it stands. */
interface Part {
  readonly block: number;
  readonly span: Span;
  /** What stands before and behind the words that replace it. */
  readonly frame: readonly [before: string, behind: string];
}

/** The headings, summaries, key ideas and remarks of a week's readings, and its themes. */
function partsOf(blocks: readonly Block[]): Part[] {
  return blocks.flatMap(({ kind, source, reading }, block): Part[] => {
    const part = (span: Span, before = '', behind = ''): Part => ({ block, span, frame: [before, behind] });
    if (kind === 'theme') return [part([0, source.trimEnd().length], '> ')];
    if (reading === null) return [];
    const { heading, summary, keyIdeas, remarks } = reading.spans;
    const texts = [...(summary === undefined ? [] : [summary]), ...keyIdeas].map((span) => part(span));
    const all = [
      part(heading, 'A Rewritten Heading ', ' 2024AAAI'),
      ...texts,
      ...remarks.map((span) => part(span, '> ')),
    ];
    return all.sort((one, other) => one.span[0] - other.span[0]);
  });
}

/** The text with parts replaced, the last first, so that the others keep their places. */
function edited(blocks: readonly Block[], parts: readonly Part[], words: (index: number) => string): string {
  let current: { kind: string; source: string; text: string }[] = blocks.map(({ kind, source, text }) => ({
    kind,
    source,
    text,
  }));
  for (const [index, { block, span, frame }] of [...parts.entries()].reverse()) {
    const text = replaceSpan(current, block, span, frame.join(words(index)));
    const source = text.slice(
      textOf(current.slice(0, block)).length,
      text.length - textOf(current.slice(block + 1)).length,
    );
    current = current.map((one, at) => (at === block ? { ...one, source } : one));
  }
  return textOf(current);
}

/** The canonical dump without one block of its only week, and without the tags that follow from texts. */
function contentBeside(library: Library, block: number): unknown[] {
  return [...canonicalDump(library)].map(({ carries, blocks, ...record }) => {
    return { ...record, blocks: (blocks as unknown[] | undefined)?.filter((_, index) => index !== block) };
  });
}

function weekOf(library: Library, day: string): Week {
  return library.weeks.load(day) as Week;
}

const CONTEXT = { command: 'test', now: '2024-05-17T12:00:00.000Z' };
const folder = mkdtempSync(join(tmpdir(), 'kd-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A library with one of the user's weekly notes, which was written to a second file too; a new one at each call. */
function libraryWith(file: RealFile, day: string): Library {
  const path = join(folder, file.name);
  if (!existsSync(path)) {
    const library = Library.openToWrite(path, MIGRATIONS, CONTEXT);
    shipVocabulary(library, 'test', { concepts: CONCEPTS, venues: VENUES });
    importNotes(library, [file], { replace: false });
    noteWritten(library, 'copy.md', textOf(weekOf(library, day).blocks));
    library.close();
  }
  return Library.openCopy(path, MIGRATIONS, CONTEXT);
}

const FULL = NO_CORPUS ? [] : weeklyNotes().filter(({ name }) => name !== '20240314.md');
const dayOf = ({ name }: RealFile) => name.replace(/(\d{4})(\d{2})(\d{2})\.md/, '$1-$2-$3');

describe.skipIf(NO_CORPUS)("an edited copy of the user's weekly notes (skipped without ../shared)", () => {
  it.each(FULL.map((file) => [file.name, file] as const))('of %s changes what was edited alone', (_, file) => {
    const day = dayOf(file);
    const library = libraryWith(file, day);
    const { blocks } = weekOf(library, day);
    const parts = partsOf(blocks);
    expect(parts.length).toBeGreaterThan(0);
    const words = (index: number) => `改写过的一句话${index}`;
    for (const [index, part] of parts.entries()) {
      const text = edited(blocks, [part], () => words(index));
      const before = contentBeside(library, part.block);
      const [item] = importTexts(library, { 'copy.md': text }).items;
      expect(item?.outcome).toBe('changed');
      const now = weekOf(library, day).blocks;
      expect(textOf(now)).toBe(text);
      // No other block of the week, and no other week, is touched.
      const changed = now.flatMap(({ source }, at) => (source === blocks[at]?.source ? [] : [at]));
      expect(changed).toEqual([part.block]);
      // A heading states facts of its paper; what follows from any other text is the paper's tags alone.
      if (part.span !== blocks[part.block]?.reading?.spans.heading) {
        expect(contentBeside(library, part.block)).toEqual(before);
      }
      importTexts(library, { 'copy.md': textOf(blocks) });
      expect(textOf(weekOf(library, day).blocks)).toBe(textOf(blocks));
    }
    const all = edited(blocks, parts, words);
    expect(importTexts(library, { 'copy.md': all }).items[0]?.outcome).toBe('changed');
    expect(textOf(weekOf(library, day).blocks)).toBe(all);
  });

  it.each(FULL.map((file) => [file.name, file] as const))('of %s meets edits of the same week', (_, file) => {
    const day = dayOf(file);
    const { blocks } = weekOf(libraryWith(file, day), day);
    const parts = partsOf(blocks);
    let met = 0;
    for (const [index, part] of parts.entries()) {
      // The part beside it, and one far off.
      const others = [index + 1, index + Math.floor(parts.length / 2)].map((at) => at % parts.length);
      for (const other of new Set(others.filter((at) => at !== index))) {
        const library = libraryWith(file, day);
        const [here, there] = [parts[other] as Part, part];
        importTexts(library, { [file.name]: edited(blocks, [here], () => '在库里改的') });
        const [item] = importTexts(library, { 'copy.md': edited(blocks, [there], () => '在文件里改的') }).items;
        expect([item?.outcome, item?.skipped?.clashes], `${index} and ${other}`).toEqual(['merged', undefined]);
        const both = index < other ? [there, here] : [here, there];
        const texts = index < other ? ['在文件里改的', '在库里改的'] : ['在库里改的', '在文件里改的'];
        expect(textOf(weekOf(library, day).blocks)).toBe(edited(blocks, both, (at) => texts[at] ?? ''));
        met += 1;
      }
    }
    expect(met).toBeGreaterThan(parts.length - 1);
  });

  it('meets papers and bullets that were added meanwhile, and stops at what both changed', () => {
    for (const file of FULL) {
      const day = dayOf(file);
      const library = libraryWith(file, day);
      const { blocks } = weekOf(library, day);
      const parts = partsOf(blocks);
      addPaper(
        library,
        toAddition(
          { title: 'A Paper Added Meanwhile 2024AAAI', theme: '新的主题', summary: '一句话。', week: day },
          day,
        ),
      );
      addBullet(library, ref(day), '代码实践', '在库里加的一条');
      const ours = textOf(weekOf(library, day).blocks);
      const added = ours.split('\n').filter((line) => !textOf(blocks).split('\n').includes(line));
      const text = edited(blocks, parts, (index) => `改写过的一句话${index}`);
      expect(importTexts(library, { 'copy.md': text }).items[0]?.outcome, day).toBe('merged');
      const merged = textOf(weekOf(library, day).blocks).split('\n');
      for (const line of added) expect(merged).toContain(line);
      expect(merged.filter((line) => !added.includes(line) && line.trim() !== '' && line.trim() !== '---')).toEqual(
        text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '---' && !added.includes(line)),
      );
      const before = [...canonicalDump(library)];
      const clash = importTexts(library, { [file.name]: edited(blocks, [parts[0] as Part], () => '另一句') }).items[0];
      expect([clash?.outcome, clash?.skipped?.clashes?.length]).toEqual(['clash', 1]);
      expect([...canonicalDump(library)]).toEqual(before);
    }
  });
});
