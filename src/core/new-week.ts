import { addDays, mondayOf, type WeekRef } from '../domain/calendar.ts';
import { type Message, msg } from '../domain/message.ts';
import type { Note } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { isSkeleton, textOf, type Week, type WeekDraft } from '../domain/week.ts';
import { UsageError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import { readPaperNote } from '../formats/paper-note.ts';
import { bareItem, isSameItem, type OpenItem, openItems } from '../formats/weekly-carry.ts';
import { looksWeekly } from '../formats/weekly-note.ts';
import { insertBullet, type NewReading } from '../formats/weekly-note-edit.ts';
import { learnStyle, type WeekStyle } from '../formats/weekly-style.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { editable, editableDraft, insertChecked, readEdited } from './edit-week.ts';
import { dateToWrite } from './find-week.ts';
import { groupPapers } from './group-papers.ts';
import { backReference, headingLike } from './heading.ts';
import { failureOf, type Imported, type ImportFailure, type ImportFile, importNotes, wholeOf } from './import.ts';
import { saveWeek } from './save-week.ts';

/** A paper put into a new week. */
export interface ProposedReading extends NewReading {
  readonly paper: Paper;
}

export interface NewWeek {
  readonly date: string;
  /** The text before, where the week had one. */
  readonly before: string | undefined;
  readonly text: string;
  /** What came into it. */
  readonly readings: readonly ProposedReading[];
  readonly carried: readonly OpenItem[];
  /** Notes that could not be read, and those that were not taken. */
  readonly failures: readonly ImportFailure[];
  readonly skipped: readonly Imported[];
  readonly doubts: readonly Message[];
}

export interface NewWeekOptions {
  /** Files of which the notes dated in the week are imported first. */
  readonly files: readonly ImportFile[];
  /** Whether the open items of the note before are taken over. */
  readonly carry: boolean;
  /** The weekday that a new note is dated, counted from Monday as 0. */
  readonly reportDay?: number;
}

/** From how many weeks back the style of a new one is learned. */
const STYLE_WEEKS = 5;

/**
 * Writes what a week has so far into its note, begun in the style of the notes before it: the papers whose notes are
 * dated in that week, with their summaries and key ideas, grouped; papers that were read and are in no week or note; and
 * the open items of the note before. What stands in the note stays, and what is in it already is not put in again.
 */
export function beginWeek(library: Library, ref: WeekRef, { files, carry, reportDay }: NewWeekOptions): NewWeek {
  return library.write(() => {
    const date = dateToWrite(library, ref, reportDay);
    const { chosen, failures: unread } = notesOfWeek(library, files, date);
    const { items, failures } = importNotes(library, chosen, { replace: false });
    const doubts: Message[] = [];
    const earlier = library.weeks
      .latest(date, STYLE_WEEKS)
      .map((week) => ({ date: week.date, blocks: editable(week) }));
    const style = learnStyle(earlier.map(({ blocks }) => blocks));
    const found = library.weeks.load(date);
    const week = found ?? library.weeks.create(date);
    const before = found === undefined ? undefined : textOf(found.blocks);
    const isBlank = found === undefined || isSkeleton(found.blocks);
    let draft = readEdited(library, week, isBlank && found?.fileName == null ? style.skeleton(date) : (before ?? ''));
    const present = new Set(week.blocks.flatMap(({ reading }) => reading?.paperId ?? []));
    // What the user took out of the note again does not come back.
    const proposed = new Set(library.weeks.proposed(week.id));
    const isNew = (paper: Paper) => !present.has(paper.id) && !proposed.has(paperMark(paper));
    const readings = proposeReadings(library, date, style).filter(({ paper }) => isNew(paper));
    for (const reading of readings) {
      const { draft: next, leftOut } = insertWhatReads(library, week, draft, reading, style);
      draft = next;
      const { citationKey } = reading.paper;
      if (leftOut) doubts.push(msg`a text on ${citationKey} would be read in another way in a weekly note: left out`);
    }
    const [last] = earlier;
    const open = carry && last !== undefined ? openItems(last.blocks, style.sections, last.date) : [];
    const carried = open.filter((item) => !proposed.has(itemMark(item)) && !holdsItem(draft, item));
    for (const { section, text } of carried) {
      draft = readEdited(library, week, insertBullet(editableDraft(draft), section, text));
    }
    const text = textOf(draft.blocks);
    if (text !== before) saveWeek(library, new Deriver(library), week, draft, { nearTitles: false });
    const marks = [...readings.map(({ paper }) => paperMark(paper)), ...open.map(itemMark)];
    if (marks.length > 0) library.weeks.setProposed(week.id, [...new Set([...proposed, ...marks])]);
    const skipped = items.filter((item) => item.skipped !== undefined);
    return { date, before, text, readings, carried, failures: [...unread, ...failures], skipped, doubts };
  });
}

/** Of files, the notes on papers that are dated in the week of a day. */
function notesOfWeek(
  library: Library,
  files: readonly ImportFile[],
  date: string,
): { chosen: ImportFile[]; failures: ImportFailure[] } {
  const failures: ImportFailure[] = [];
  const options = { venues: library.venues.table(), datasets: library.tags.datasets() };
  const chosen = files.filter((file) => {
    try {
      const text = decodeUtf8(wholeOf(file));
      if (looksWeekly(text, file.name)) return false;
      const day = readPaperNote(text, { ...options, fileName: file.name }).date;
      return day !== undefined && mondayOf(day) === mondayOf(date);
    } catch (error) {
      failures.push(failureOf(file, error));
      return false;
    }
  });
  return { chosen, failures };
}

/** Inserts a reading; of its texts those are left out that a weekly note would read as something else. */
function insertWhatReads(
  library: Library,
  week: Week,
  draft: WeekDraft,
  reading: ProposedReading,
  style: WeekStyle,
): { draft: WeekDraft; leftOut: boolean } {
  const insert = (less: Partial<NewReading>) =>
    insertChecked(library, week, editableDraft(draft), { ...reading, ...less }, style.reading);
  for (const [index, less] of [{}, { summary: undefined }, { keyIdeas: [] }].entries()) {
    try {
      return { draft: insert(less), leftOut: index > 0 };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  return { draft: insert({ summary: undefined, keyIdeas: [] }), leftOut: true };
}

/** Under what it is kept that a paper was put into a week once. */
export function paperMark({ id }: Pick<Paper, 'id'>): string {
  return `paper ${id}`;
}

function itemMark({ section, text }: OpenItem): string {
  return `item ${section}: ${bareItem(text)}`;
}

/** Whether the note has the item already, as it was or carried. */
function holdsItem(draft: WeekDraft, item: OpenItem): boolean {
  const own = openItems(editableDraft(draft), [item.section], draft.date);
  return own.some(({ text }) => isSameItem(text, item.text));
}

/** The papers of a week that are in no earlier one, or have something new to say; in groups. */
function proposeReadings(library: Library, date: string, style: WeekStyle): ProposedReading[] {
  const monday = mondayOf(date);
  const noted = new Map<number, Note[]>();
  for (const note of library.notes.datedBetween(monday, addDays(monday, 6))) {
    if (note.paperId !== null) noted.set(note.paperId, [...(noted.get(note.paperId) ?? []), note]);
  }
  const venues = library.venues.table();
  const papers = [...noted.keys(), ...library.papers.unreported()].map((id) => library.papers.get(id) as Paper);
  const proposed = papers.map((paper): ProposedReading => {
    const notes = noted.get(paper.id) ?? [];
    const readings = library.weeks.readingsOf(paper.id).filter(({ weekDate }) => weekDate < date);
    const isReported = readings.some(({ reading }) => reading.refersTo === null);
    return {
      paper,
      heading: isReported
        ? backReference(paper, readings, date, venues, style.reading.tag)
        : headingLike(paper, venues, style.reading.tag),
      theme: notes.find(({ theme }) => theme !== null)?.theme ?? undefined,
      summary: textsOf(notes, (note) => note.spans.summary && note.source.slice(...note.spans.summary))[0],
      keyIdeas: notes.flatMap(({ source, spans }) => spans.keyIdeas.map((span) => source.slice(...span))),
    };
  });
  return groupPapers(library, proposed);
}

function textsOf(notes: readonly Note[], text: (note: Note) => string | undefined): string[] {
  return notes.flatMap((note) => text(note) ?? []);
}
