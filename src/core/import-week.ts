import { msg } from '../domain/message.ts';
import {
  countLineEnds,
  type Doubt,
  isSkeleton,
  linesOf,
  textOf,
  type Week,
  type WeekChoice,
  type WeekDraft,
} from '../domain/week.ts';
import { type Clash, mergeUnits, unitsOfBlocks } from '../formats/merge.ts';
import { readWeeklyNote, type WeeklyNote } from '../formats/weekly-note.ts';
import type { ImportContext, Imported, ImportFile } from './import.ts';
import { saveWeek } from './save-week.ts';

/** Imports the weeks of a file. @throws FormatError where it is no weekly note */
export function importWeeks(context: ImportContext, file: ImportFile, text: string): Imported[] {
  const note = readWeeklyNote(text, { venues: context.venues, fileName: file.name });
  let line = 1;
  return note.weeks.map((draft, index) => {
    const first = line;
    line += countLineEnds(textOf(draft.blocks));
    const isLast = index === note.weeks.length - 1;
    const doubts = note.doubts.filter((doubt) => doubt.line >= first && (isLast || doubt.line < line));
    return importWeek(context, file, draft, first, doubts);
  });
}

/** Imports one week of a file, which starts at its line `firstLine`. */
function importWeek(
  { library, deriver, venues, options, taken }: ImportContext,
  file: ImportFile,
  draft: WeekDraft,
  firstLine: number,
  doubts: readonly Doubt[],
): Imported {
  const text = textOf(draft.blocks);
  const found = library.weeks.load(draft.date);
  const from = taken.get(draft.date);
  const isTaken = from !== undefined && from !== file.path;
  // The user's decisions on doubtful quotes outlive the file they were made for.
  const choices = found?.choices ?? new Map<string, WeekChoice>();
  const read = (words: string): WeeklyNote =>
    readWeeklyNote(words, { venues, fileName: firstLine === 1 ? file.name : `${draft.date}.md`, choices });
  const reread = choices.size === 0 ? undefined : read(text);
  const open = reread?.doubts.map((doubt) => ({ ...doubt, line: doubt.line + firstLine - 1 })) ?? doubts;
  const known: Known | undefined = found && {
    week: found,
    base: baseOf(library.weeks.bases(found.id), file.name, text),
    isTaken,
    replace: options.replace,
  };
  const decision: Decision =
    known === undefined ? { outcome: 'new' } : decide(known, file, reread?.weeks[0] ?? draft, read);
  const chosen = decision.draft ?? reread?.weeks[0] ?? draft;
  const account = {
    path: file.path,
    kind: 'week' as const,
    date: draft.date,
    outcome: decision.outcome,
    newPapers: [] as number[],
    known: 0,
    backReferences: 0,
    readings: chosen.blocks.filter(({ kind }) => kind === 'reading').length,
    themes: chosen.blocks.filter(({ kind }) => kind === 'theme').length,
    remarks: chosen.blocks.reduce((sum, { reading }) => sum + (reading?.spans.remarks.length ?? 0), 0),
    doubts: [...open],
  };
  const { outcome } = decision;
  if (outcome === 'clash' || outcome === 'other') {
    const clashes = decision.clashes?.map((clash) => ({ ...clash, line: clash.line + firstLine - 1 }));
    return {
      ...account,
      skipped: { library: textOf(found?.blocks ?? []), file: text, fileName: from ?? found?.fileName ?? null, clashes },
    };
  }
  if (outcome === 'skeleton') return account;
  const week = found ?? library.weeks.create(draft.date);
  const lines = linesOf(chosen.blocks);
  for (const reading of outcome === 'unchanged' ? [] : saveWeek(library, deriver, week, chosen)) {
    if (reading.outcome === 'new') account.newPapers.push(reading.paperId);
    else if (reading.outcome === 'known') account.known += 1;
    else account.backReferences += 1;
    const line = firstLine - 1 + (lines[reading.position] ?? 1);
    account.doubts.push(...reading.doubts.map((message) => ({ line, message })));
  }
  if (outcome === 'merged') account.doubts.push(...lostThemes(found, chosen, lines, firstLine));
  account.doubts.sort((a, b) => a.line - b.line);
  // A copy that changes nothing does not take the week over from the file it is a copy of.
  const isCopy = isTaken && outcome === 'unchanged';
  if (isCopy) return account;
  library.weeks.setFileName(week.id, file.name);
  library.weeks.setBase(week.id, file.name, text);
  taken.set(draft.date, file.path);
  return account;
}

/** The readings that stand under another theme than they did in kd, since the file moved or removed what was around them. */
function lostThemes(before: Week | undefined, after: WeekDraft, lines: readonly number[], firstLine: number): Doubt[] {
  const themes = new Map<string, string | undefined>();
  for (const { text, reading } of before?.blocks ?? []) {
    if (reading !== null) themes.set(text, before?.blocks.find(({ id }) => id === reading.themeId)?.text);
  }
  return after.blocks.flatMap(({ text, reading }, index) => {
    const old = themes.get(text);
    const now = reading?.theme === undefined ? undefined : after.blocks[reading.theme]?.text;
    if (reading === undefined || old === undefined || now !== undefined) return [];
    const line = firstLine - 1 + (lines[index] ?? 1);
    return [{ line, message: msg`"${text}" stood under “${old}” in kd, and stands under no theme now` }];
  });
}

/** The text a file is compared with: its own of before, or, for a copy under another name, the same text. */
function baseOf(bases: ReadonlyMap<string, string>, fileName: string, text: string): string | undefined {
  return bases.get(fileName) ?? [...bases.values()].find((base) => base === text);
}

/** A week that the library has, and what it knows of the file that is imported for it. */
interface Known {
  readonly week: Week;
  /** The week's text when this file was last read or written. */
  readonly base: string | undefined;
  /** Another file of this import is the week's note. */
  readonly isTaken: boolean;
  readonly replace: boolean;
}

interface Decision {
  readonly outcome: Imported['outcome'];
  /** The blocks to save, where they are not those of the file. */
  readonly draft?: WeekDraft | undefined;
  readonly clashes?: readonly Clash[] | undefined;
}

function decide(
  { week, base, isTaken, replace }: Known,
  file: ImportFile,
  draft: WeekDraft,
  read: (text: string) => WeeklyNote,
): Decision {
  const current = textOf(week.blocks);
  const text = textOf(draft.blocks);
  if (text === current) return { outcome: 'unchanged' };
  const isOwnFile = base !== undefined || week.fileName === null || week.fileName === file.name;
  if (isSkeleton(draft.blocks) && (isTaken || week.fileName !== file.name)) return { outcome: 'skeleton' };
  if (isSkeleton(week.blocks)) return { outcome: 'changed' };
  if (isTaken) return { outcome: 'other' };
  const isMerge = base !== undefined && current !== base && text !== base;
  if (replace && !isMerge) return { outcome: 'changed' };
  if (!isOwnFile) return { outcome: 'other' };
  // Without a text that both come from, only a file that keeps every line is surely an edited copy.
  if (base === undefined) return { outcome: holdsAll(text, current) ? 'changed' : 'clash' };
  if (current === base) return { outcome: 'changed' };
  const blocksOf = (words: string) => read(words).weeks[0]?.blocks ?? [];
  const [old, ours, theirs] = [blocksOf(base), week.blocks, draft.blocks].map(unitsOfBlocks);
  const merged = mergeUnits(old ?? [], ours ?? [], theirs ?? [], replace ? 'theirs' : 'ours');
  if (replace && merged.clashes.length === 0) return { outcome: 'changed' };
  if (!replace && merged.clashes.length > 0) return { outcome: 'clash', clashes: merged.clashes };
  if (merged.text === current) return { outcome: 'unchanged' };
  const { weeks } = read(merged.text);
  const [only] = weeks;
  if (only === undefined || weeks.length > 1 || only.date !== week.date) return { outcome: 'clash' };
  return { outcome: 'merged', draft: only };
}

/** Whether all lines of the other text stand in the text, in their order: taking it loses nothing. */
function holdsAll(text: string, other: string): boolean {
  const rest = other.split(/\r\n|\r|\n/);
  let at = 0;
  for (const line of text.split(/\r\n|\r|\n/)) if (line === rest[at]) at += 1;
  return at === rest.length;
}
