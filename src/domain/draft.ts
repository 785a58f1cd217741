import type { CslItem } from './csl.ts';
import type { Message } from './message.ts';
import type { Link, Status } from './paper.ts';

/** A BibTeX or BibLaTeX entry as it was read. */
export interface Entry {
  /** In lower case: inproceedings. */
  readonly type: string;
  /** As typed. */
  readonly key: string;
  /**
   * The fields by their names in lower case, in the order of the entry. A value is LaTeX as it stood between its braces
   * or quotes, with `@string` abbreviations and `#` resolved and what it has from its parent (`crossref`) filled in.
   */
  readonly fields: Readonly<Record<string, string>>;
}

/** A paper as one record of a foreign text states it, before it has met the library. */
export interface PaperDraft {
  /** Where the record begins, counted from 1. */
  readonly line: number;
  /** All that the record states, in the terms of CSL; its title is never empty. */
  readonly item: CslItem;
  /** The key that the record has in its text; it becomes the citation key of a new paper. */
  readonly citationKey?: string | undefined;
  /** What CSL has no terms for. */
  readonly arxiv?: string | undefined;
  readonly track?: string | undefined;
  readonly links?: readonly Link[] | undefined;
  readonly status?: Status | undefined;
  readonly rating?: number | undefined;
  /** When the paper was added to the library it comes from, as ISO 8601. */
  readonly addedAt?: string | undefined;
  /** Names of tags that are to be the paper's, such as those of kd's own formats; they are made where they are new. */
  readonly tags?: readonly string[] | undefined;
  /** The record itself, where it is a BibTeX entry. */
  readonly entry?: Entry | undefined;
  /** What could be read another way, or looks wrong. */
  readonly doubts?: readonly DraftDoubt[] | undefined;
}

export interface DraftDoubt {
  readonly line: number;
  readonly message: Message;
}

/** A record that cannot be read, or something the user should know of one that is; the others are read on. */
export interface Problem {
  readonly line: number;
  readonly column?: number | undefined;
  /** `error`: a record is left out; `warning`: nothing is. */
  readonly severity: 'error' | 'warning';
  readonly message: Message;
  readonly hint?: Message | undefined;
}

/** What a reader gives, in the order of the text: papers, and problems in between. */
export type DraftOrProblem = PaperDraft | Problem;

export function isProblem(read: DraftOrProblem): read is Problem {
  return 'severity' in read;
}
