import type { CslItem } from '../domain/csl.ts';
import type { DraftOrProblem, Entry } from '../domain/draft.ts';
import type { Paper } from '../domain/paper.ts';
import type { VenueTable } from '../domain/venue.ts';

/** A text that can be gone through more than once, a piece at a time, so that a large file is never held as a whole. */
export interface TextSource {
  /** The file's name without folders. */
  readonly name: string;
  /** The text in pieces of any length, decoded, without a byte order mark. */
  pieces(): Iterable<string>;
}

/** What a reader may ask of the library. */
export interface ReadContext {
  readonly venues: VenueTable;
}

/** A paper to be written, with all that the library has on it. */
export interface ExportPaper {
  readonly paper: Paper;
  /** The key under which it is cited; not always the paper's own. */
  readonly key: string;
  /** The paper in the terms of CSL, with what was kept of the records it came from; its id is `key`. */
  readonly item: CslItem;
  /** The BibTeX entry it came from. */
  readonly entry?: Entry | undefined;
  /** The venue's full name: that of its proceedings or of the journal. */
  readonly venueFullName?: string | undefined;
  readonly venueType?: 'conference' | 'journal' | 'preprint' | 'series' | undefined;
  readonly tags: readonly ExportTag[];
  /** Short names such as DKD. */
  readonly aliases: readonly string[];
  readonly readings: readonly ExportReading[];
  readonly notes: readonly ExportNote[];
  /** The keys of the papers that its texts mention. */
  readonly mentions?: readonly string[] | undefined;
}

export interface ExportTag {
  readonly name: string;
  readonly kind: 'idea' | 'task' | 'dataset' | 'topic';
  readonly labelEn: string | null;
  readonly labelZh: string | null;
  /** What the idea is, in a sentence. */
  readonly definition?: string | null | undefined;
}

export interface ExportReading {
  /** The date of the week. */
  readonly week: string;
  /** Its place among the readings of the week. */
  readonly position?: number | undefined;
  readonly theme: string | null;
  readonly summary: string | null;
  readonly keyIdeas: readonly string[];
  readonly remarks: readonly string[];
}

export interface ExportNote {
  readonly file: string;
  readonly date: string | null;
  readonly source: string;
}

export interface WriteOptions {
  /** BibTeX, or the names and dates of BibLaTeX. */
  readonly dialect: 'bibtex' | 'biblatex';
  /** Letters that are not ASCII as LaTeX commands. */
  readonly ascii: boolean;
  /** The columns of a table, in order; empty: those the format has by itself. */
  readonly columns: readonly string[];
  /** A quote mark before each cell of a table that a spreadsheet would take for a formula. */
  readonly spreadsheetSafe: boolean;
}

/** A format of texts on papers: each in a module of its own, loaded when it is needed. */
export interface ForeignFormat {
  /** Reads the papers of a text; a record that cannot be read is a problem, and the rest is read on. */
  readonly read?: ((source: TextSource, context: ReadContext) => Iterable<DraftOrProblem>) | undefined;
  /** Writes papers, a piece of text at a time. */
  readonly write?: ((papers: Iterable<ExportPaper>, options: WriteOptions) => Iterable<string>) | undefined;
}
