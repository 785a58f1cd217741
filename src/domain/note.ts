import type { Link } from './paper.ts';
import type { Statement } from './statement.ts';
import type { VenueLabel } from './title-line.ts';
import type { Doubt, Span } from './week.ts';

/** A heading of a note's body. */
export interface OutlineEntry {
  readonly level: number;
  readonly text: string;
  /** The line of the file, counted from 1. */
  readonly line: number;
}

/** What a note says of its paper, and where its parts stand in the text. */
export interface NoteFacts {
  readonly authors: readonly string[];
  readonly links: readonly Link[];
  /** Data sets as typed. */
  readonly datasets: readonly string[];
  readonly url?: string | undefined;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
}

export interface NoteSpans {
  readonly summary?: Span | undefined;
  readonly keyIdeas: readonly Span[];
  /** Bold phrases and mentions of the part before the first section. */
  readonly bold: readonly Span[];
  readonly mentions: readonly Span[];
  /** Where the long body starts. */
  readonly body: number;
}

/** A note as read from its text. */
export interface NoteDraft {
  readonly source: string;
  /** Undefined for a note that is about no paper. */
  readonly title?: string | undefined;
  /** The first heading, for a note without a paper too. */
  readonly name: string;
  readonly label?: VenueLabel | undefined;
  /** The day the note was written. */
  readonly date?: string | undefined;
  /** Theme words behind the header line. */
  readonly theme?: string | undefined;
  readonly facts: NoteFacts;
  readonly spans: NoteSpans;
  readonly outline: readonly OutlineEntry[];
  readonly doubts: readonly Doubt[];
}

/** The name of a note's file without its folders. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** A note as the library keeps it. */
export interface Note extends Statement {
  readonly id: number;
  /** Where it was read from, below the folder that was imported. */
  readonly file: string;
  /** The folder of the file, for relative images. */
  readonly folder: string;
  readonly paperId: number | null;
  readonly title: string | null;
  readonly name: string;
  readonly date: string | null;
  readonly theme: string | null;
  readonly facts: NoteFacts;
  readonly spans: NoteSpans;
  readonly outline: readonly OutlineEntry[];
  readonly source: string;
  readonly base: string | null;
}
