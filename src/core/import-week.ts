import {
  countLineEnds,
  type Doubt,
  isSkeleton,
  linesOf,
  type QuoteChoice,
  textOf,
  type Week,
  type WeekDraft,
} from '../domain/week.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
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
  const outcome = found === undefined ? 'new' : decide(found, file, draft, { isTaken, replace: options.replace });
  // The user's decisions on doubtful quotes outlive the file they were made for.
  const choices = found?.choices ?? new Map<string, QuoteChoice>();
  const again = { venues, fileName: firstLine === 1 ? file.name : `${draft.date}.md`, choices };
  const reread = choices.size === 0 ? undefined : readWeeklyNote(text, again);
  const chosen = reread?.weeks[0] ?? draft;
  const open = reread?.doubts.map((doubt) => ({ ...doubt, line: doubt.line + firstLine - 1 })) ?? doubts;
  const account = {
    path: file.path,
    kind: 'week' as const,
    date: draft.date,
    outcome,
    newPapers: [] as number[],
    known: 0,
    backReferences: 0,
    readings: chosen.blocks.filter(({ kind }) => kind === 'reading').length,
    themes: chosen.blocks.filter(({ kind }) => kind === 'theme').length,
    remarks: chosen.blocks.reduce((sum, { reading }) => sum + (reading?.spans.remarks.length ?? 0), 0),
    doubts: [...open],
  };
  if (outcome === 'edited' || outcome === 'other') {
    return {
      ...account,
      texts: { library: textOf(found?.blocks ?? []), file: text, fileName: from ?? found?.fileName ?? null },
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
  account.doubts.sort((a, b) => a.line - b.line);
  // A copy that changes nothing does not take the week over from the file it is a copy of.
  const isCopy = isTaken && outcome === 'unchanged';
  library.weeks.setBase(week.id, isCopy ? week.fileName : file.name, text);
  if (!isCopy) taken.set(draft.date, file.path);
  return account;
}

function decide(
  week: Week,
  file: ImportFile,
  draft: WeekDraft,
  { isTaken, replace }: { readonly isTaken: boolean; readonly replace: boolean },
): Imported['outcome'] {
  const current = textOf(week.blocks);
  const text = textOf(draft.blocks);
  if (text === current) return 'unchanged';
  const isOwnFile = week.fileName === null || week.fileName === file.name;
  if (isSkeleton(draft.blocks) && (isTaken || week.fileName !== file.name)) return 'skeleton';
  if (isSkeleton(week.blocks)) return 'changed';
  if (isTaken) return 'other';
  if (replace) return 'changed';
  if (!isOwnFile) return 'other';
  const isLonger = text !== week.base && holdsAll(text, current);
  return current === week.base || isLonger ? 'changed' : 'edited';
}

/** Whether all lines of the other text stand in the text, in their order: taking it loses nothing. */
function holdsAll(text: string, other: string): boolean {
  const rest = other.split(/\r\n|\r|\n/);
  let at = 0;
  for (const line of text.split(/\r\n|\r|\n/)) if (line === rest[at]) at += 1;
  return at === rest.length;
}
