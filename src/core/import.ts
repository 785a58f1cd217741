import type { DatasetTable } from '../domain/dataset.ts';
import type { Message } from '../domain/message.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { Doubt } from '../domain/week.ts';
import { decodeUtf8, FormatError } from '../formats/format.ts';
import type { Clash } from '../formats/merge.ts';
import { isRollUp } from '../formats/roll-up.ts';
import { looksWeekly } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { importNote } from './import-note.ts';
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
  readonly bytes: Uint8Array;
}

/** What became of a week or a note. */
export interface Imported {
  readonly path: string;
  readonly kind: 'week' | 'note';
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
}

/** Imports weekly notes and notes on papers as one operation. A file that cannot be read is reported; the others land. */
export function importNotes(library: Library, files: readonly ImportFile[], options: ImportOptions): ImportReport {
  return library.write(() => {
    const context: ImportContext = {
      library,
      deriver: new Deriver(library),
      venues: library.venues.table(),
      datasets: library.tags.datasets(),
      options,
      taken: new Map(),
    };
    const items: Imported[] = [];
    const failures: ImportFailure[] = [];
    const reports: string[] = [];
    const importFile = (file: ImportFile): void => {
      try {
        const text = decodeUtf8(file.bytes);
        if (isRollUp(text)) reports.push(file.path);
        else if (looksWeekly(text, file.name)) items.push(...importWeeks(context, file, text));
        else items.push(importNote(context, file, text));
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        failures.push({ path: file.path, line: error.line, message: error.what, hint: error.hint });
      }
    };
    context.deriver.together(() => {
      for (const [index, file] of files.entries()) {
        importFile(file);
        options.onFile?.(index + 1);
      }
    });
    return { items, failures, reports };
  });
}
