import type { VenueTable } from '../domain/venue.ts';
import { countLineEnds, type Doubt, isSkeleton, linesOf, textOf, type Week, type WeekDraft } from '../domain/week.ts';
import { decodeUtf8, FormatError } from '../formats/format.ts';
import { readWeeklyNote, type WeeklyNote } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';
import { saveWeek } from './save-week.ts';
import { Tagger } from './tagging.ts';

/** A file to import. */
export interface NoteFile {
  /** The path as the user typed or the folder gave it, for messages. */
  readonly path: string;
  /** The name without folders: what tells an edited note from another note of its date. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ImportedWeek {
  readonly path: string;
  readonly date: string;
  /**
   * `skeleton`: an empty note that gave way to a full one. `edited`: skipped, since the week was edited in kd
   * after it was last read. `other`: skipped, since another file already is the note of this date.
   */
  readonly outcome: 'new' | 'changed' | 'unchanged' | 'skeleton' | 'edited' | 'other';
  readonly newPapers: readonly number[];
  readonly known: number;
  readonly backReferences: number;
  readonly readings: number;
  readonly themes: number;
  readonly remarks: number;
  readonly doubts: readonly Doubt[];
  /** For a skipped week: its text in the library, and the text of the file. */
  readonly texts?: { readonly library: string; readonly file: string; readonly fileName: string | null } | undefined;
}

export interface ImportFailure {
  readonly path: string;
  readonly line: number | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface ImportReport {
  readonly weeks: readonly ImportedWeek[];
  readonly failures: readonly ImportFailure[];
}

export interface ImportOptions {
  /** Takes the file's text for a week that was edited in kd, or that another file is the note of. */
  readonly replace: boolean;
  /** Called after each file. */
  readonly onFile?: ((done: number) => void) | undefined;
}

/** Imports weekly notes as one operation. A file that cannot be read is reported; the others land. */
export function importNotes(library: Library, files: readonly NoteFile[], options: ImportOptions): ImportReport {
  return library.write(() => {
    const tagger = new Tagger(library);
    const venues = library.venues.table();
    const weeks: ImportedWeek[] = [];
    const failures: ImportFailure[] = [];
    for (const [index, file] of files.entries()) {
      try {
        weeks.push(...importFile(library, tagger, venues, file, options));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        failures.push({ path: file.path, line: error.line, message: error.message, hint: error.hint });
      }
      options.onFile?.(index + 1);
    }
    return { weeks, failures };
  });
}

function importFile(
  library: Library,
  tagger: Tagger,
  venues: VenueTable,
  file: NoteFile,
  options: ImportOptions,
): ImportedWeek[] {
  const text = decodeUtf8(file.bytes);
  const note = readWeeklyNote(text, { venues, fileName: file.name });
  let line = 1;
  return note.weeks.map((draft, index) => {
    const first = line;
    line += countLineEnds(textOf(draft.blocks));
    const isLast = index === note.weeks.length - 1;
    const doubts = note.doubts.filter((doubt) => doubt.line >= first && (isLast || doubt.line < line));
    return importWeek(library, tagger, venues, file, draft, first, doubts, options);
  });
}

/** Imports one week of a file, which starts at its line `firstLine`. */
function importWeek(
  library: Library,
  tagger: Tagger,
  venues: VenueTable,
  file: NoteFile,
  draft: WeekDraft,
  firstLine: number,
  doubts: readonly Doubt[],
  options: ImportOptions,
): ImportedWeek {
  const text = textOf(draft.blocks);
  const found = library.weeks.load(draft.date);
  const current = found === undefined ? undefined : textOf(found.blocks);
  const outcome = found === undefined ? 'new' : decide(found, current ?? '', file, draft, options);
  const account = {
    path: file.path,
    date: draft.date,
    outcome,
    newPapers: [] as number[],
    known: 0,
    backReferences: 0,
    readings: draft.blocks.filter(({ kind }) => kind === 'reading').length,
    themes: draft.blocks.filter(({ kind }) => kind === 'theme').length,
    remarks: draft.blocks.reduce((sum, { reading }) => sum + (reading?.spans.remarks.length ?? 0), 0),
    doubts: [...doubts],
  };
  if (outcome === 'edited' || outcome === 'other') {
    return { ...account, texts: { library: current ?? '', file: text, fileName: found?.fileName ?? null } };
  }
  if (outcome === 'skeleton') return account;
  const week = found ?? library.weeks.create(draft.date);
  // The user's decisions on doubtful quotes outlive the file they were made for.
  const chosen = week.choices.size === 0 ? draft : readAgain(text, venues, file, week, draft);
  const lines = linesOf(draft.blocks);
  for (const reading of outcome === 'unchanged' ? [] : saveWeek(library, tagger, week, chosen)) {
    if (reading.outcome === 'new') account.newPapers.push(reading.paperId);
    else if (reading.outcome === 'known') account.known += 1;
    else account.backReferences += 1;
    if (reading.contradiction !== undefined) {
      const line = firstLine - 1 + (lines[reading.position] ?? 1);
      account.doubts.push({ line, message: `the heading ${reading.contradiction}` });
    }
  }
  account.doubts.sort((a, b) => a.line - b.line);
  library.weeks.setBase(week.id, file.name, text);
  return account;
}

function readAgain(text: string, venues: VenueTable, file: NoteFile, week: Week, draft: WeekDraft): WeekDraft {
  const { weeks }: WeeklyNote = readWeeklyNote(text, { venues, fileName: file.name, choices: week.choices });
  return weeks.find(({ date }) => date === draft.date) ?? draft;
}

function decide(
  week: Week,
  current: string,
  file: NoteFile,
  draft: WeekDraft,
  { replace }: ImportOptions,
): ImportedWeek['outcome'] {
  const text = textOf(draft.blocks);
  if (text === current) return 'unchanged';
  const isOwnFile = week.fileName === null || week.fileName === file.name;
  if (isSkeleton(week.blocks)) return 'changed';
  if (isSkeleton(draft.blocks) && !isOwnFile) return 'skeleton';
  if (replace) return 'changed';
  if (!isOwnFile) return 'other';
  return current === week.base ? 'changed' : 'edited';
}
