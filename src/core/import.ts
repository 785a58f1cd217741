import type { DatasetTable } from '../domain/dataset.ts';
import type { Problem } from '../domain/draft.ts';
import { type Message, msg } from '../domain/message.ts';
import type { Status } from '../domain/paper.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { Doubt } from '../domain/week.ts';
import { FileError } from '../errors.ts';
import type { ForeignFormat } from '../formats/foreign.ts';
import { decodePieces, decodeUtf8, FormatError } from '../formats/format.ts';
import type { Clash } from '../formats/merge.ts';
import { isRollUp } from '../formats/roll-up.ts';
import { looksWeekly } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { importNote } from './import-note.ts';
import { type Decide, type FactConflict, PaperImport } from './import-papers.ts';
import { importWeeks } from './import-week.ts';

/** A file to import. */
export interface ImportFile {
  /** The path as the user typed or the folder gave it, for messages. */
  readonly path: string;
  /** The name without folders: what tells an edited weekly note from another note of its date. */
  readonly name: string;
  /** The path below the folder that is imported: what tells a changed paper note from another note. */
  readonly file: string;
  /** The folder it lies in. */
  readonly folder: string;
  /** Reads the file, from its beginning each time, a piece at a time. @throws KdError where it cannot be read */
  pieces(): Iterable<Uint8Array>;
  /** In bytes. */
  readonly size?: number | undefined;
  /** kd wrote it for another program, and nobody changed it since: it says nothing that kd does not know. */
  readonly isExported?: boolean | undefined;
  /** The format of its papers; undefined where it is a weekly note or a note on a paper. */
  readonly format?: FileFormat | undefined;
}

/** How a file of papers is read. */
export interface FileFormat {
  readonly name: string;
  readonly read: NonNullable<ForeignFormat['read']>;
  /** The encodings that a text is in where it is not UTF-8, likeliest first; empty where it must be. */
  readonly encodings: readonly string[];
}

/** What became of a week, a note, or a file of papers. */
export interface Imported {
  readonly path: string;
  /** A weekly note, a note on a paper, or the format of a file of papers. */
  readonly kind: string;
  readonly date: string | null;
  /**
   * `merged`: what was changed in the file was taken into a text that was changed in kd. `skeleton`: an empty weekly
   * note that gave way to a full one. `clash`: skipped, since file and library changed the same text. `other`: skipped,
   * since another file already is the weekly note of this date.
   */
  readonly outcome: 'new' | 'changed' | 'merged' | 'unchanged' | 'skeleton' | 'clash' | 'other';
  readonly newPapers: readonly number[];
  readonly known: number;
  readonly backReferences: number;
  readonly readings: number;
  readonly themes: number;
  readonly remarks: number;
  readonly doubts: readonly Doubt[];
  /** What the file states differently from the library. */
  readonly conflicts?: readonly FactConflict[] | undefined;
  /** What could not be read, or not well, in a file of papers. */
  readonly problems?: readonly Problem[] | undefined;
  readonly skipped?: Skipped | undefined;
}

/** What was skipped: its text in the library, and the text of the file. */
export interface Skipped {
  readonly library: string;
  readonly file: string;
  /** The file that the library has it from. */
  readonly fileName: string | null;
  /** What both changed; undefined where it is not known what they were before. */
  readonly clashes?: readonly Clash[] | undefined;
}

export interface ImportFailure {
  readonly path: string;
  readonly line: number | undefined;
  readonly message: Message;
  readonly hint: Message | undefined;
}

export interface ImportReport {
  readonly items: readonly Imported[];
  readonly failures: readonly ImportFailure[];
  /** The files that kd itself put together of many weeks, which are no notes. */
  readonly reports: readonly string[];
}

export interface ImportOptions {
  /** Takes the file's text for what was edited in kd, or for a week that another file is the note of. */
  readonly replace: boolean;
  /** What is done where a file of papers and the library differ; without it the library keeps its own. */
  readonly decide?: Decide | undefined;
  /** The status of new papers from files of papers. */
  readonly status?: Status | undefined;
  /** Called after each file. */
  readonly onFile?: ((done: number) => void) | undefined;
}

/** What the imports of one operation share. */
export interface ImportContext {
  readonly library: Library;
  readonly deriver: Deriver;
  readonly venues: VenueTable;
  readonly datasets: DatasetTable;
  readonly options: ImportOptions;
  /** The path from which this operation has each week (by its date) and each note (by its id). */
  readonly taken: Map<string | number, string>;
  /** Whether a tag was made that is to be looked for in all texts. */
  hasNewTags: boolean;
}

/** Imports weekly notes, notes on papers and files of papers as one operation. A file that cannot be read is reported; the others land. */
export function importNotes(library: Library, files: readonly ImportFile[], options: ImportOptions): ImportReport {
  return library.write(() => {
    const context: ImportContext = {
      library,
      deriver: new Deriver(library),
      venues: library.venues.table(),
      datasets: library.tags.datasets(),
      options,
      taken: new Map(),
      hasNewTags: false,
    };
    const items: Imported[] = [];
    const failures: ImportFailure[] = [];
    const reports: string[] = [];
    const importFile = (file: ImportFile): void => {
      try {
        if (file.isExported === true) {
          reports.push(file.path);
          return;
        }
        if (file.format !== undefined) {
          const item = importPapers(context, file, file.format);
          if (item.newPapers.length + item.known > 0) items.push(item);
          else failures.push(...failuresOf(item));
          return;
        }
        const text = decodeUtf8(wholeOf(file));
        refuseEndless(text);
        if (isRollUp(text)) reports.push(file.path);
        else if (looksWeekly(text, file.name)) items.push(...importWeeks(context, file, text));
        else items.push(importNote(context, file, text));
      } catch (error) {
        failures.push(failureOf(file, error));
      }
    };
    context.deriver.together(() => {
      for (const [index, file] of files.entries()) {
        importFile(file);
        options.onFile?.(index + 1);
      }
    });
    // A new tag is found in the texts of other papers too.
    if (context.hasNewTags) new Deriver(library).refreshAll();
    return { items, failures, reports };
  });
}

/** The lines that a note has at most: each is held for itself as it is read. */
const MOST_LINES = 500_000;

/** @throws FormatError where a text has more lines than any note */
function refuseEndless(text: string): void {
  let lines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x0a || unit === 0x0d) lines += 1;
  }
  if (lines > MOST_LINES) throw new FormatError(msg`${lines} lines are no note`, { line: MOST_LINES });
}

/** What is wrong with a file in which no paper could be read. */
function failuresOf({ path, problems = [] }: Imported): ImportFailure[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [{ path, line: undefined, message: msg`no paper in it`, hint: undefined }];
  return errors.map(({ line, message, hint }) => ({ path, line, message, hint }));
}

/** What an error says of a file that cannot be read; any other error is thrown again. */
export function failureOf(file: ImportFile, error: unknown): ImportFailure {
  if (!(error instanceof FormatError || error instanceof FileError)) throw error;
  const line = error instanceof FormatError ? error.line : undefined;
  return { path: file.path, line, message: error.what, hint: error.hint };
}

/** The bytes of a file. @throws FileError */
export function wholeOf(file: ImportFile): Uint8Array {
  const pieces = [...file.pieces()];
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Imports a file of papers. @throws FormatError where nothing in it can be read */
function importPapers(context: ImportContext, file: ImportFile, { name, read, encodings }: FileFormat): Imported {
  const { library, deriver, venues, options } = context;
  const { encoding, pieces } = decodePieces(() => file.pieces(), encodings);
  const papers = new PaperImport(library, deriver, venues, file.path, {
    decide: options.decide ?? (() => undefined),
    status: options.status ?? 'to-read',
  });
  const found = papers.takeAll(read({ name: file.name, pieces }, { venues }));
  context.hasNewTags ||= papers.hasNewTags;
  const guess: Problem = {
    line: 1,
    severity: 'warning',
    message: msg`not UTF-8: read as ${encoding}`,
    hint: msg`save the file as UTF-8 and import it again`,
  };
  const isNew = found.newPapers.length > 0;
  return {
    path: file.path,
    kind: name,
    date: null,
    outcome: isNew ? 'new' : found.changed > 0 ? 'changed' : 'unchanged',
    newPapers: found.newPapers,
    known: found.changed + found.unchanged,
    backReferences: 0,
    readings: 0,
    themes: 0,
    remarks: 0,
    doubts: found.doubts,
    conflicts: found.conflicts,
    problems: [...(encoding === 'utf-8' ? [] : [guess]), ...found.problems],
  };
}
