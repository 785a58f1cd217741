import { type Message, msg, verbatim } from '../domain/message.ts';
import { textOf, type Week } from '../domain/week.ts';
import { ConflictError } from '../errors.ts';
import { unitsOfBlocks } from '../formats/merge.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { EditClashError, mergeEdited, withoutAddedEnd } from './edit-clash.ts';
import { readEdited } from './edit-week.ts';
import { saveWeek } from './save-week.ts';

export interface WeekEdit {
  readonly isChanged: boolean;
  /** The text of the note as it is then. */
  readonly text: string;
  readonly newPapers: readonly number[];
  readonly doubts: readonly Message[];
}

/**
 * Puts an edited text in place of a week's note. What was changed in kd since `base` was taken for editing stays. What
 * kd knows of the week's files stays too, so that importing one of them merges it with the edit.
 * @throws UsageError where the text is not one week of that date · EditClashError where both changed the same
 */
export function editWeekText(library: Library, date: string, base: string, edited: string): WeekEdit {
  return library.write(() => {
    const week = library.weeks.load(date);
    if (week === undefined) {
      throw new ConflictError(msg`the note of ${date} was removed meanwhile`, verbatim('kd week list'));
    }
    const now = textOf(week.blocks);
    const typed = withoutAddedEnd(base, edited);
    const text = now === base || typed === base ? typed : merged(library, week, base, typed);
    if (typed === base || text === now) return { isChanged: false, text: now, newPapers: [], doubts: [] };
    const draft = readEdited(library, week, text);
    const saved = saveWeek(library, new Deriver(library), week, draft);
    return {
      isChanged: true,
      text,
      newPapers: saved.flatMap(({ outcome, paperId }) => (outcome === 'new' ? [paperId] : [])),
      doubts: saved.flatMap(({ doubts }) => doubts),
    };
  });
}

/** The edited text with what was changed in kd. @throws EditClashError where both changed the same */
function merged(library: Library, week: Week, base: string, edited: string): string {
  const options = { venues: library.venues.table(), fileName: `${week.date}.md`, choices: week.choices };
  const unitsOf = (text: string) => {
    return unitsOfBlocks(readWeeklyNote(text, options).weeks.flatMap(({ blocks }) => blocks));
  };
  const { text, clashes } = mergeEdited(unitsOf(base), unitsOf(edited), unitsOfBlocks(week.blocks));
  if (clashes.length === 0) return text;
  const what = msg`the note of ${week.date} was changed while it was edited`;
  throw new EditClashError(what, clashes, text, textOf(week.blocks));
}
