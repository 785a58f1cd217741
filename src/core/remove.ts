import { type Message, msg, verbatim } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { headingChoice, textOf, type Week, type WeekChoice } from '../domain/week.ts';
import { ConflictError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { RemovedPaper } from '../store/trash.ts';
import type { BlockToSave } from '../store/weeks.ts';
import { Deriver } from './derive.ts';
import { readEdited } from './edit-week.ts';
import { toStore } from './save-week.ts';

/** A paper that was put back, and what of it is not as it was. */
export interface RestoredPaper {
  readonly id: number;
  readonly citationKey: string;
  readonly title: string;
  /** The dates of the weeks that it is read in again. */
  readonly weeks: readonly string[];
  /** The files of its notes. */
  readonly notes: readonly string[];
  readonly doubts: readonly Message[];
}

/**
 * Moves papers into the trash, with all that belongs to them and the notes on them. Their readings stay in the text of
 * their weeks, byte for byte, and are read as prose from now on, whatever is imported.
 * @throws ConflictError where a heading is that of another paper too, which has no title to be told by
 */
export function removePapers(library: Library, ids: readonly number[]): RemovedPaper[] {
  return library.write(() => {
    if (ids.some((id) => library.papers.get(id) === undefined)) throw goneMeanwhile();
    const deriver = new Deriver(library);
    const readings = new Map(ids.map((id) => [id, headingsOf(library, id)]));
    const headings = byDate([...readings.values()].flat());
    for (const [date, gone] of headings) {
      const week = library.weeks.load(date) as Week;
      const choices = new Map(week.choices);
      for (const heading of gone) choices.set(headingChoice(heading), 'prose');
      readAgain(library, week, choices, new Map());
    }
    for (const id of ids) library.trash.take(id, readings.get(id) ?? [], library.now);
    // A text that was shared with a removed paper is another paper's alone now.
    const others = [...headings.keys()].flatMap((date) => paperIds(library.weeks.load(date) as Week));
    for (const id of new Set([...ids, ...others])) deriver.refresh(id);
    return ids.map((id) => library.trash.get(id) as RemovedPaper);
  });
}

/** Puts removed papers back, with their ids: all that belonged to them, as far as it still has its place. */
export function restorePapers(library: Library, ids: readonly number[]): RestoredPaper[] {
  return library.write(() => {
    const deriver = new Deriver(library);
    const removed = inTrash(library, ids);
    const doubts = new Map(removed.map((paper) => [paper.id, putBack(library, paper)]));
    const placed = new Map<number, string[]>(ids.map((id) => [id, []]));
    const touched = new Set(ids);
    for (const date of new Set(removed.flatMap(({ readings }) => readings.map((reading) => reading.date)))) {
      const owners = new Map<string, number>();
      for (const { id, readings } of removed) {
        for (const reading of readings) if (reading.date === date) owners.set(reading.heading, id);
      }
      const read = putReadingsBack(library, date, owners);
      for (const [heading, id] of owners) {
        if (read.has(heading)) placed.get(id)?.push(date);
        else doubts.get(id)?.push(msg`the heading "${heading}" no longer stands as text in the week of ${date}`);
      }
      const week = library.weeks.load(date);
      for (const id of week === undefined ? [] : paperIds(week)) touched.add(id);
    }
    for (const id of touched) deriver.refresh(id);
    return removed.map(({ id }): RestoredPaper => {
      const { citationKey, title } = library.papers.get(id) as Paper;
      const weeks = [...new Set(placed.get(id))].sort();
      const notes = library.notes.ofPaper(id).map(({ file }) => file);
      return { id, citationKey, title, weeks, notes, doubts: doubts.get(id) ?? [] };
    });
  });
}

/** Removes papers for good: those of the trash, and others by way of it. Their readings stay as prose. */
export function purgePapers(library: Library, ids: readonly number[]): RemovedPaper[] {
  return library.write(() => {
    const inUse = ids.filter((id) => library.papers.get(id) !== undefined);
    if (inUse.length > 0) removePapers(library, inUse);
    const gone = inTrash(library, ids);
    for (const id of ids) library.trash.remove(id);
    return gone;
  });
}

function inTrash(library: Library, ids: readonly number[]): RemovedPaper[] {
  const removed = ids.flatMap((id) => library.trash.get(id) ?? []);
  if (removed.length < ids.length) throw goneMeanwhile();
  return removed;
}

/** Another process has removed or restored a paper between the look for it and this command's turn to write. */
function goneMeanwhile(): ConflictError {
  return new ConflictError(msg`a paper was removed or brought back meanwhile`, msg`try again in a moment`);
}

/** The headings of a paper's readings, each with the date of its week. */
function headingsOf(library: Library, paperId: number): { date: string; heading: string }[] {
  const dates = new Set(library.weeks.readingsOf(paperId).map(({ weekDate }) => weekDate));
  return [...dates].flatMap((date) => {
    const { blocks } = library.weeks.load(date) as Week;
    const headings = new Set(blocks.filter(({ reading }) => reading?.paperId === paperId).map(({ text }) => text));
    const others = blocks.filter(({ reading }) => reading !== null && reading.paperId !== paperId);
    const shared = others.find(({ text }) => headings.has(text));
    if (shared !== undefined) {
      throw new ConflictError(
        msg`two papers have the heading "${shared.text}" in the week of ${date}`,
        verbatim(`kd week show ${date}`),
      );
    }
    return [...headings].map((heading) => ({ date, heading }));
  });
}

function byDate(readings: readonly { date: string; heading: string }[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { date, heading } of readings) found.set(date, (found.get(date) ?? new Set()).add(heading));
  return found;
}

function paperIds({ blocks }: Week): number[] {
  return blocks.flatMap(({ reading }) => reading?.paperId ?? []);
}

/**
 * Reads a week's text again by other choices. Readings keep their papers; those that had none get them from `owners`,
 * by their headings. Returns the headings that became readings so.
 */
function readAgain(
  library: Library,
  week: Week,
  choices: ReadonlyMap<string, WeekChoice>,
  owners: ReadonlyMap<string, number>,
): Set<string> {
  const draft = readEdited(library, { ...week, choices }, textOf(week.blocks));
  const kept = new Map<string, number[]>();
  for (const { text, reading } of week.blocks) {
    if (reading !== null) kept.set(text, [...(kept.get(text) ?? []), reading.paperId]);
  }
  const given = new Set<string>();
  const blocks = draft.blocks.map(({ kind, source, text, reading }): BlockToSave => {
    if (reading === undefined) return { kind, source, text, reading: null };
    const owner = owners.get(text);
    if (owner !== undefined) given.add(text);
    const paperId = owner ?? kept.get(text)?.shift() ?? library.papers.withTitle(reading.heading.title)?.id;
    if (paperId === undefined) {
      throw new ConflictError(msg`the week of ${week.date} would be read in another way`, verbatim('kd doctor'));
    }
    return { kind, source, text, reading: { ...toStore(reading), paperId, theme: reading.theme } };
  });
  library.weeks.setChoices(week.id, choices);
  library.weeks.saveBlocks(week.id, blocks);
  return given;
}

/** Makes headings of a week readings again, of the papers they belong to; returns those that still stood there. */
function putReadingsBack(library: Library, date: string, owners: ReadonlyMap<string, number>): Set<string> {
  const week = library.weeks.load(date);
  if (week === undefined) return new Set();
  const choices = new Map(week.choices);
  const freed = [...owners].filter(([heading]) => choices.delete(headingChoice(heading)));
  return freed.length === 0 ? new Set() : readAgain(library, week, choices, new Map(freed));
}

/** Puts a paper's rows back, and says what of it is not as it was. */
function putBack(library: Library, paper: RemovedPaper): Message[] {
  const same = library.papers.withTitle(paper.title);
  const { citationKey, taken, lostTags, renamedNotes } = library.trash.putBack(paper.id);
  const identifier = (field: 'doi' | 'arxiv', value: string, by: string) =>
    field === 'doi'
      ? msg`the DOI ${value} is that of ${by} by now, and left out`
      : msg`the arXiv identifier ${value} is that of ${by} by now, and left out`;
  return [
    ...(citationKey === paper.citationKey
      ? []
      : [msg`the citation key ${paper.citationKey} was given to another paper: it is ${citationKey} now`]),
    ...taken.map(({ field, value, by }) => identifier(field, value, by)),
    ...lostTags.map((name) => msg`the tag ${name} is gone, and left out`),
    ...renamedNotes.map(({ from, to }) => msg`there is another note ${from} by now: this one is ${to}`),
    ...(same === undefined ? [] : [msg`${same.citationKey} has the same title`]),
  ];
}
