import type { Message } from './message.ts';
import type { Statement } from './statement.ts';
import type { TitleLine } from './title-line.ts';

export const BLOCK_KINDS = ['title', 'section', 'rule', 'theme', 'reading', 'prose'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** A stretch [start, end) of a block's source, in UTF-16 code units. */
export type Span = readonly [start: number, end: number];

/** Where the parts of a reading stand in its block's source. */
export interface ReadingSpans {
  /** The words of the heading, without its marks. */
  readonly heading: Span;
  readonly summary?: Span | undefined;
  readonly keyIdeas: readonly Span[];
  readonly remarks: readonly Span[];
  /** Bold phrases of the body, which are evidence for tags. */
  readonly bold: readonly Span[];
  /** Emphasised words that name another paper (`*2022CVPR DKD*`). */
  readonly mentions: readonly Span[];
}

/** A reading as a note states it, before it is known which paper of the library it is. */
export interface ReadingDraft {
  readonly heading: TitleLine;
  /** The day of the earlier week a back-reference names. */
  readonly refersTo?: string | undefined;
  /** The text stands in the next reading's block, which both share. */
  readonly sharesText: boolean;
  /** The position, in the list of blocks, of the theme this reading stands under. */
  readonly theme?: number | undefined;
  readonly spans: ReadingSpans;
}

export interface BlockDraft {
  readonly kind: BlockKind;
  readonly source: string;
  readonly text: string;
  readonly reading?: ReadingDraft | undefined;
}

/** A note's week as read from its text: the sources of the blocks, joined, are that text. */
export interface WeekDraft {
  readonly date: string;
  readonly blocks: readonly BlockDraft[];
}

/** How the user decided that a doubtful quote is to be read. */
export type QuoteChoice = 'theme' | 'remark';

/** How a quote or a heading is to be read: `prose` is the heading of a paper that was removed, with what is below it. */
export type WeekChoice = QuoteChoice | 'prose';

/** Under what the choice for a heading of these words is kept: a quote of the same words has one of its own. */
export function headingChoice(words: string): string {
  return `# ${words}`;
}

/** Something read one way that could be read another, or that looks wrong; `line` counts from 1. */
export interface Doubt {
  readonly line: number;
  readonly message: Message;
  readonly other?: Message | undefined;
}

/** A reading as the library keeps it. */
export interface Reading extends Statement {
  readonly paperId: number;
  readonly themeId: number | null;
  readonly title: string;
  readonly ranCode: boolean;
  readonly refersTo: string | null;
  readonly sharesText: boolean;
  readonly spans: ReadingSpans;
}

export interface Block {
  readonly id: number;
  readonly kind: BlockKind;
  readonly source: string;
  readonly text: string;
  readonly reading: Reading | null;
}

export interface Week {
  readonly id: number;
  readonly date: string;
  /** The name of the file it is read from; null for a week born in kd. */
  readonly fileName: string | null;
  /** The user's decisions, by the words of quotes and by `headingChoice` of headings. */
  readonly choices: ReadonlyMap<string, WeekChoice>;
  readonly blocks: readonly Block[];
}

/** The text of a week: its blocks' sources, joined. */
export function textOf(blocks: readonly { readonly source: string }[]): string {
  return blocks.map(({ source }) => source).join('');
}

export function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** The line, counted from 1, on which each block begins. */
export function linesOf(blocks: readonly { readonly source: string }[]): number[] {
  let line = 1;
  return blocks.map(({ source }) => {
    const start = line;
    line += countLineEnds(source);
    return start;
  });
}

/** Whether the week holds nothing but its headings and rules. */
export function isSkeleton(blocks: readonly { readonly kind: BlockKind }[]): boolean {
  return blocks.every(({ kind }) => kind === 'title' || kind === 'section' || kind === 'rule');
}

/** A remark's words, without the quote marks. */
export function unquote(source: string): string {
  return source
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^ {0,3}> ?/, '').trimEnd())
    .join('\n')
    .trim();
}
