import { msg, verbatim } from '../domain/message.ts';
import { type BlockDraft, headingChoice, textOf, type Week, type WeekDraft } from '../domain/week.ts';
import { ConflictError, UsageError } from '../errors.ts';
import type { ReadingStyle } from '../formats/reading-style.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import { type EditableBlock, insertReading, type NewReading, newNote } from '../formats/weekly-note-edit.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { saveWeek } from './save-week.ts';

/** The blocks of a stored week in the form that edits take. */
export function editable(week: Week): EditableBlock[] {
  return week.blocks.map(({ kind, source, text, reading }) => ({
    kind,
    source,
    text,
    reading:
      reading === null
        ? undefined
        : {
            themeText: week.blocks.find(({ id }) => id === reading.themeId)?.text,
            sharesText: reading.sharesText,
          },
  }));
}

/** The blocks of a week as it was just read, in the form that edits take. */
export function editableDraft({ blocks }: WeekDraft): EditableBlock[] {
  return blocks.map(({ kind, source, text, reading }) => {
    const themeText = reading?.theme === undefined ? undefined : blocks[reading.theme]?.text;
    return { kind, source, text, reading: reading && { themeText, sharesText: reading.sharesText } };
  });
}

/** What differs between two lists of blocks once what is the same at both ends is left out. */
export function difference(
  old: readonly { readonly kind: string; readonly text: string }[],
  blocks: readonly BlockDraft[],
): { gone: readonly { readonly kind: string; readonly text: string }[]; come: readonly BlockDraft[] } {
  const isSame = (a: number, b: number) => old[a]?.kind === blocks[b]?.kind && old[a]?.text === blocks[b]?.text;
  let start = 0;
  while (start < Math.min(old.length, blocks.length) && isSame(start, start)) start += 1;
  let oldEnd = old.length;
  let newEnd = blocks.length;
  while (oldEnd > start && newEnd > start && isSame(oldEnd - 1, newEnd - 1)) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return { gone: old.slice(start, oldEnd), come: blocks.slice(start, newEnd) };
}

/** The week of a date, begun where there is none. */
export function weekToWrite(library: Library, date: string): Week {
  const week = library.weeks.load(date);
  if (week !== undefined) return week;
  const created = library.weeks.create(date);
  const draft = readEdited(library, created, newNote(date));
  saveWeek(library, new Deriver(library), created, draft);
  return library.weeks.load(date) as Week;
}

/** Reads a week's edited text. @throws UsageError where it no longer is one week of that date */
export function readEdited(library: Library, week: Week, text: string): WeekDraft {
  const note = readWeeklyNote(text, {
    venues: library.venues.table(),
    fileName: `${week.date}.md`,
    choices: week.choices,
  });
  const [draft] = note.weeks;
  if (draft === undefined || note.weeks.length > 1 || draft.date !== week.date || textOf(draft.blocks) !== text) {
    throw new UsageError(msg`this text would start another week`, msg`leave out the line that is a date`);
  }
  return draft;
}

/**
 * The week with a reading inserted into its blocks.
 * @throws UsageError where the note would read it in another way than it was meant · ConflictError where its heading is
 * that of a removed paper
 */
export function insertChecked(
  library: Library,
  week: Week,
  blocks: readonly EditableBlock[],
  reading: NewReading,
  style?: ReadingStyle,
): WeekDraft {
  if (week.choices.get(headingChoice(reading.heading)) === 'prose') {
    const removed = library.trash.list().find(({ readings }) => {
      return readings.some(({ date, heading }) => date === week.date && heading === reading.heading);
    });
    throw new ConflictError(
      msg`"${reading.heading}" was removed, and stands as text in the week of ${week.date}`,
      removed === undefined ? undefined : verbatim(`kd restore ${removed.citationKey}`),
    );
  }
  const draft = readEdited(library, week, insertReading(blocks, reading, style));
  const { gone, come } = difference(blocks, draft.blocks);
  checkReading(gone, come, reading, draft);
  return draft;
}

/** Refuses an insertion that the note would read in another way than it was meant. */
function checkReading(
  gone: readonly unknown[],
  come: readonly BlockDraft[],
  reading: NewReading,
  draft: WeekDraft,
): void {
  const readings = come.filter(({ kind }) => kind === 'reading');
  const [inserted] = readings;
  const source = inserted?.source ?? '';
  const spans = inserted?.reading?.spans;
  const isAsTyped = (span: readonly [number, number] | undefined, typed: string | undefined) =>
    flat(span === undefined ? '' : source.slice(...span)) === flat(typed ?? '');
  const themes = come.filter(({ kind }) => kind === 'theme');
  const theme = inserted?.reading?.theme;
  const themeText = theme === undefined ? undefined : draft.blocks[theme]?.text;
  const isRight =
    gone.length === 0 &&
    readings.length === 1 &&
    themes.length <= 1 &&
    come.every(({ kind }) => kind !== 'prose') &&
    inserted?.text === reading.heading &&
    isAsTyped(spans?.summary, reading.summary) &&
    spans?.keyIdeas.length === reading.keyIdeas.length &&
    spans.keyIdeas.every((span, index) => isAsTyped(span, reading.keyIdeas[index])) &&
    spans.remarks.length === 0 &&
    flat(themeText ?? '') === flat(reading.theme ?? '');
  if (!isRight) throw misread([reading.heading, reading.theme, reading.summary, ...reading.keyIdeas]);
}

/** The text with its line ends and indents made equal. */
function flat(text: string): string {
  return text
    .trim()
    .split(/\s*(?:\r\n|\r|\n)\s*/)
    .join('\n');
}

/** The error for a typed text that a weekly note would read as something else. */
export function misread(typed: readonly (string | undefined)[]): UsageError {
  const marked = /^[ \t]*(?:#{1,6}(?:[ \t]|$)|>|[-*+][ \t]|\d+[.)][ \t]|(?:-[ \t]*){3,}$|`{3}|~{3}|\$\$|<!--)/;
  const line = typed.flatMap((text) => text?.split(/\r\n|\r|\n/) ?? []).find((candidate) => marked.test(candidate));
  return new UsageError(
    line === undefined
      ? msg`this text would be read in another way in a weekly note`
      : msg`the line "${line.trim()}" would be read as a heading, rule, quote, list or code in a weekly note`,
    msg`write it as plain sentences; bullets go into --key-idea, a group line into --theme`,
  );
}
