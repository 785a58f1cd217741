import type { WeekRef } from '../domain/calendar.ts';
import { msg, verbatim } from '../domain/message.ts';
import { type Block, countLineEnds, linesOf, type QuoteChoice, textOf, unquote } from '../domain/week.ts';
import { NotFoundError, UsageError } from '../errors.ts';
import { isReadingSection } from '../formats/reading-section.ts';
import { insertBullet } from '../formats/weekly-note-edit.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { difference, editable, misread, readEdited, weekToWrite } from './edit-week.ts';
import { dateToWrite } from './find-week.ts';
import { saveWeek } from './save-week.ts';

/** Adds a bullet at the end of a section of a week's note, and returns the note's date; `reportDay` is that of a new one. */
export function addBullet(library: Library, ref: WeekRef, section: string, text: string, reportDay?: number): string {
  if (text.trim() === '' || section.trim() === '') throw new UsageError(msg`a bullet and its section need words`);
  if (isReadingSection(section)) {
    throw new UsageError(msg`the section ${section} holds papers`, msg`kd add "Title 2024AAAI" adds a paper to it`);
  }
  return library.write(() => {
    const date = dateToWrite(library, ref, reportDay);
    const week = weekToWrite(library, date);
    const draft = readEdited(library, week, insertBullet(editable(week), section, text));
    const { gone, come } = difference(week.blocks, draft.blocks);
    const prose = come.filter(({ kind }) => kind === 'prose');
    const isOneProse =
      gone.every(({ kind }) => kind === 'prose') &&
      gone.length <= 1 &&
      prose.length === 1 &&
      come.every(({ kind }) => kind === 'prose' || kind === 'section' || kind === 'rule') &&
      come.filter(({ kind }) => kind === 'section').length <= 1;
    if (!isOneProse) throw misread([text]);
    saveWeek(library, new Deriver(library), week, draft);
    return date;
  });
}

/** Decides that the quote on a line of a week's note is a theme, or a remark on the paper above it. */
export function decideQuote(library: Library, date: string, line: number, choice: QuoteChoice): void {
  library.write(() => {
    const week = library.weeks.load(date);
    if (week === undefined) throw new NotFoundError(msg`there is no note of ${date}`, verbatim('kd week list'));
    const lines = linesOf(week.blocks);
    const at = lines.findLastIndex((start) => start <= line);
    const block = week.blocks[at];
    const quote = quoteOn(block, line - (lines[at] ?? 1));
    if (quote === undefined) {
      throw new UsageError(msg`line ${line} of ${date} is no quote`, verbatim(`kd week show ${date}`));
    }
    const choices = new Map(week.choices).set(unquote(quote), choice);
    library.weeks.setChoices(week.id, choices);
    const draft = readEdited(library, { ...week, choices }, textOf(week.blocks));
    const now = draft.blocks[linesOf(draft.blocks).findLastIndex((start) => start <= line)];
    if ((now?.kind === 'theme' ? 'theme' : 'remark') !== choice) {
      const kind = now?.kind ?? '';
      throw new UsageError(
        msg`the quote on line ${line} of ${date} can only be a ${kind}`,
        verbatim(`kd week show ${date}`),
      );
    }
    saveWeek(library, new Deriver(library), week, draft);
  });
}

/** The quote that holds the line of a block, counted from 0. */
function quoteOn(block: Block | undefined, line: number): string | undefined {
  if (block === undefined) return undefined;
  const { source } = block;
  const spans = block.kind === 'theme' ? [[0, source.trimEnd().length] as const] : (block.reading?.spans.remarks ?? []);
  const span = spans.find(([start, end]) => {
    const first = countLineEnds(source.slice(0, start));
    return first <= line && line <= first + countLineEnds(source.slice(start, end));
  });
  const quote = span === undefined ? undefined : source.slice(...span);
  return quote?.trimStart().startsWith('>') ? quote : undefined;
}
