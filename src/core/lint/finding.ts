import { type Message, msg } from '../../domain/message.ts';

export const CHECKS = [
  'doubt',
  'venue',
  'spaces',
  'back-reference',
  'contradiction',
  'link',
  'mention',
  'image',
  'key-idea',
  'theme',
  'citing',
] as const;
export type Check = (typeof CHECKS)[number];

interface CheckFacts {
  /** What it finds. */
  readonly what: Message;
  /** Whether some of its findings can be put right without a decision of the user's. */
  readonly fixable: boolean;
  /** Whether it is left out unless it is asked for: what it finds may well be meant so, or be no fault of the note's. */
  readonly onRequest: boolean;
}

export const CHECK_FACTS: Readonly<Record<Check, CheckFacts>> = {
  doubt: { what: msg`what may be read otherwise, or looks wrong`, fixable: false, onRequest: false },
  venue: { what: msg`a known venue in another spelling`, fixable: true, onRequest: false },
  spaces: { what: msg`blanks that have no meaning`, fixable: true, onRequest: false },
  'back-reference': {
    what: msg`a wrong back-reference, or one that is missing`,
    fixable: false,
    onRequest: false,
  },
  contradiction: { what: msg`sources that disagree on a venue or year`, fixable: false, onRequest: false },
  link: { what: msg`a link to another venue or year`, fixable: false, onRequest: false },
  image: { what: msg`an image of a note that is not there`, fixable: false, onRequest: true },
  mention: { what: msg`a mention of no paper, or of several`, fixable: false, onRequest: false },
  'key-idea': { what: msg`a summary without a key idea`, fixable: false, onRequest: true },
  theme: { what: msg`a theme over one paper`, fixable: false, onRequest: true },
  citing: { what: msg`a paper that lacks what citing needs`, fixable: false, onRequest: true },
};

/** The text of a week or a note in the library. */
export type TextPlace = { readonly week: string } | { readonly note: number };

/** A change of the characters [start, end) of a text, in UTF-16 code units. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  readonly check: Check;
  /** The date of the week, the file of the note, or the citation key of the paper. */
  readonly at: string;
  /** The file that `line` counts in, where the text was read from one and that file holds nothing else. */
  readonly file?: string | undefined;
  /** The line of the note; null where the finding is of no one line. */
  readonly line: number | null;
  readonly message: Message;
  readonly other: Message | null;
  /** The change that puts it right, where that needs no decision. */
  readonly fix?: (Edit & { readonly place: TextPlace }) | undefined;
}

/** Takes a finding, and the papers it is of. */
export type Report = (finding: Finding, paperIds: readonly number[]) => void;
