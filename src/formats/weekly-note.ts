import { findDay, parseDay } from '../domain/calendar.ts';
import { msg, verbatim } from '../domain/message.ts';
import { backReferenceDay, parseTitleLine, type TitleLine } from '../domain/title-line.ts';
import type { VenueTable } from '../domain/venue.ts';
import {
  type BlockDraft,
  type Doubt,
  headingChoice,
  type QuoteChoice,
  type ReadingDraft,
  type ReadingSpans,
  type Span,
  unquote,
  type WeekChoice,
  type WeekDraft,
} from '../domain/week.ts';
import { readBody } from './body.ts';
import { FormatError } from './format.ts';
import { type Line, scanLines } from './lines.ts';
import { isReadingSection } from './reading-section.ts';

/** How many characters beside the date leave a heading a date's heading. */
const SHORT_WORDS = 8;

/**
 * Whether a text is a weekly note rather than a note on a paper: its first heading is a date, or a date stands there
 * or in the file's name and one of its sections holds papers.
 * @throws FormatError where a section holds papers and no date says of which week
 */
export function looksWeekly(text: string, fileName: string): boolean {
  const headings = scanLines(text).filter(({ kind, level }) => kind === 'heading' && level <= 2);
  const [first] = headings;
  const words = first?.level === 1 ? text.slice(...first.words) : '';
  const found = findDay(words);
  // "# 20240517", or that and a word such as 周报.
  if (found !== undefined && words.replace(found.typed, '').trim().length <= SHORT_WORDS) return true;
  const holdsPapers = headings.some((line) => line.level === 2 && isReadingSection(text.slice(...line.words)));
  if (holdsPapers && found === undefined && findDay(fileName) === undefined) {
    throw new FormatError(
      msg`a weekly note without a date: none in its heading or its file name`,
      { line: 1 },
      EXPECTED,
    );
  }
  return holdsPapers;
}

export interface ReadOptions {
  readonly venues: VenueTable;
  /** The file's name without its folder; a date in it stands in for a heading that has none. */
  readonly fileName?: string | undefined;
  /** The user's decisions, by the words of quotes and by `headingChoice` of headings. */
  readonly choices?: ReadonlyMap<string, WeekChoice> | undefined;
}

export interface WeeklyNote {
  /** One week, or more where a file holds several headings that are dates. */
  readonly weeks: readonly WeekDraft[];
  readonly doubts: readonly Doubt[];
}

/**
 * Reads a weekly note. The sources of all blocks of all weeks, joined, are the text.
 * @throws FormatError where the text has no date to be the week's
 */
export function readWeeklyNote(text: string, options: ReadOptions): WeeklyNote {
  const lines = scanLines(text);
  const doubts: Doubt[] = [];
  const starts = weekStarts(text, lines, options.fileName, doubts);
  const weeks = starts.map(({ date, title, first }, index) => {
    const end = starts[index + 1]?.first ?? lines.length;
    return new WeekReader(text, lines, { date, title, first, end }, options, doubts).read();
  });
  return { weeks, doubts: doubts.sort((a, b) => a.line - b.line) };
}

interface WeekStart {
  readonly date: string;
  /** The index of the line of the week's title, where it has one. */
  readonly title: number | undefined;
  /** The index of the week's first line. */
  readonly first: number;
}

const EXPECTED = msg`a weekly note starts with a heading such as "# 20240517"`;

/** Where weeks start: at the first heading, if it has a date, and at each later level-1 heading that is one. */
function weekStarts(text: string, lines: readonly Line[], fileName: string | undefined, doubts: Doubt[]): WeekStart[] {
  const isHeading = (line: Line | undefined, level: number) => line?.kind === 'heading' && line.level === level;
  const wordsOf = (index: number): string => text.slice(...(lines[index] as Line).words);
  const section = lines.findIndex((line) => isHeading(line, 2));
  const title = lines.findIndex((line) => isHeading(line, 1));
  const named = fileName === undefined ? undefined : findDay(fileName)?.day;
  const found = title !== -1 && (section === -1 || title < section) ? findDay(wordsOf(title)) : undefined;
  if (found !== undefined && found.day === undefined) {
    throw new FormatError(
      msg`"${found.typed}" is no day of the calendar`,
      { line: title + 1 },
      msg`correct the heading`,
    );
  }
  const date = found?.day ?? named;
  if (date === undefined) throw new FormatError(msg`not a weekly note: no heading with a date`, { line: 1 }, EXPECTED);
  if (found === undefined) {
    if (section === -1)
      throw new FormatError(msg`not a weekly note: no heading with a date, no section`, { line: 1 }, EXPECTED);
    doubts.push({ line: 1, message: msg`no date in the heading: ${date} is taken from the file's name` });
  } else if (named !== undefined && named !== date) {
    const message = msg`the heading says ${date}, the file's name ${named}; the heading is taken`;
    doubts.push({ line: title + 1, message, other: verbatim(named) });
  }
  const starts: WeekStart[] = [{ date, title: found === undefined ? undefined : title, first: 0 }];
  const dates = new Set([date]);
  for (const [index, line] of lines.entries()) {
    if (index === title || !isHeading(line, 1)) continue;
    const day = parseDay(wordsOf(index));
    if (day === undefined) continue;
    if (dates.has(day))
      doubts.push({ line: index + 1, message: msg`${day} has begun above: what follows is kept as text` });
    else starts.push({ date: day, title: index, first: index });
    dates.add(day);
  }
  return starts;
}

/** Consecutive lines that belong together, with the blank lines behind them. */
interface Piece {
  readonly kind: 'heading' | 'rule' | 'quote' | 'text';
  readonly level: number;
  /** Indexes of the first line and behind the last one that is not blank. */
  readonly from: number;
  readonly to: number;
  /** Offset of the piece's first character; blank lines before the first piece belong to it. */
  readonly start: number;
  /** Offset behind the piece and the blank lines that follow it. */
  end: number;
  /** Whether a blank line follows. */
  blankAfter: boolean;
}

/** A block being read. */
interface OpenBlock {
  readonly kind: BlockDraft['kind'];
  readonly start: number;
  end: number;
  text: string;
  heading?: TitleLine;
  headingSpan?: Span;
  theme?: number | undefined;
  bodyStart?: number;
  quotes?: Span[];
  adjoinsNext?: boolean;
}

interface Extent extends WeekStart {
  /** The index behind the week's last line. */
  readonly end: number;
}

class WeekReader {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #extent: Extent;
  readonly #options: ReadOptions;
  readonly #doubts: Doubt[];
  readonly #pieces: Piece[];
  readonly #blocks: OpenBlock[] = [];

  constructor(text: string, lines: readonly Line[], extent: Extent, options: ReadOptions, doubts: Doubt[]) {
    this.#text = text;
    this.#lines = lines;
    this.#extent = extent;
    this.#options = options;
    this.#doubts = doubts;
    this.#pieces = this.#cut();
  }

  read(): WeekDraft {
    let section: { reading: boolean } | undefined;
    let closed = false;
    for (let at = 0; at < this.#pieces.length; at += 1) {
      const piece = this.#pieces[at] as Piece;
      if (closed) {
        this.#prose(piece);
      } else if (piece.kind === 'heading' && piece.level === 1) {
        if (piece.from === this.#extent.title) this.#push('title', piece, this.#words(piece));
        else this.#prose(piece);
        // A second level-1 heading belongs, with all after it, to the section it stands in.
        closed = section !== undefined;
      } else if (piece.kind === 'heading' && piece.level === 2) {
        const name = this.#words(piece);
        section = { reading: isReadingSection(name) };
        this.#push('section', piece, name);
        if (section.reading) at = this.#readingSection(at + 1) - 1;
      } else if (piece.kind === 'rule') {
        this.#push('rule', piece, '');
      } else {
        this.#prose(piece);
      }
    }
    return { date: this.#extent.date, blocks: this.#blocks.map((block, index) => this.#finish(block, index)) };
  }

  /** Reads the pieces of a reading section from index `from`; returns the index behind its last piece. */
  #readingSection(from: number): number {
    let to = from;
    while (to < this.#pieces.length && !this.#endsSection(this.#pieces[to])) to += 1;
    const level = this.#paperLevel(from, to);
    const isPaper = (piece: Piece | undefined): boolean => piece?.kind === 'heading' && piece.level === level;
    const usesRemarks = this.#usesRemarks(from, to, isPaper);
    let reading: OpenBlock | undefined;
    let theme: number | undefined;
    let paperSeen = false;
    const openTheme = (piece: Piece, words: string): void => {
      this.#push('theme', piece, words);
      theme = this.#blocks.length - 1;
      reading = undefined;
    };
    for (let at = from; at < to; at += 1) {
      const piece = this.#pieces[at] as Piece;
      const next = at + 1 < to ? this.#pieces[at + 1] : undefined;
      if (isPaper(piece)) {
        reading = this.#isRemoved(piece) ? this.#openRemoved(piece, reading) : this.#openReading(piece, theme);
        reading.adjoinsNext = isPaper(next) && !piece.blankAfter;
        paperSeen = true;
      } else if (piece.kind === 'heading' && piece.level < level) {
        openTheme(piece, this.#words(piece));
      } else if (piece.kind === 'rule') {
        this.#push('rule', piece, '');
        reading = undefined;
        theme = undefined;
        paperSeen = false;
      } else if (piece.kind === 'quote') {
        const words = unquote(this.#source(piece));
        const touchesPaper = isPaper(next) && !piece.blankAfter;
        const shape = !paperSeen || reading === undefined ? 'theme' : touchesPaper ? 'either' : 'remark';
        const choice = this.#options.choices?.get(words);
        let kind: QuoteChoice = shape === 'either' ? (usesRemarks ? 'remark' : 'theme') : shape;
        if (choice !== undefined && choice !== 'prose' && reading !== undefined) kind = choice;
        else if (shape === 'either' && usesRemarks) this.#doubtQuote(piece, reading, next);
        if (kind === 'remark' && reading !== undefined) this.#extend(reading, piece, true);
        else openTheme(piece, words);
      } else if (reading !== undefined) {
        this.#extend(reading, piece, false);
      } else if (this.#isPlainTheme(at, from, isPaper)) {
        openTheme(piece, this.#source(piece).trim());
      } else {
        this.#prose(piece);
      }
    }
    return to;
  }

  #endsSection(piece: Piece | undefined): boolean {
    return piece?.kind === 'heading' && piece.level <= 2;
  }

  /** The heading level of papers: that of the first heading with a tag of venue and year, else of the first heading. */
  #paperLevel(from: number, to: number): number {
    const headings = this.#pieces.slice(from, to).filter(({ kind }) => kind === 'heading');
    const tagged = headings.find(
      (piece) => parseTitleLine(this.#words(piece), this.#options.venues).year !== undefined,
    );
    return (tagged ?? headings[0])?.level ?? 3;
  }

  /**
   * Whether some quote of the section can only be a remark: it follows a paper's body and no heading follows it
   * directly. Then a quote that could be either is more likely a remark as well.
   */
  #usesRemarks(from: number, to: number, isPaper: (piece: Piece | undefined) => boolean): boolean {
    let paperSeen = false;
    for (let at = from; at < to; at += 1) {
      const piece = this.#pieces[at] as Piece;
      if (isPaper(piece)) paperSeen = true;
      else if (piece.kind === 'rule') paperSeen = false;
      else if (piece.kind === 'quote' && paperSeen) {
        if (piece.blankAfter || !isPaper(this.#pieces[at + 1])) return true;
      }
    }
    return false;
  }

  /** A plain paragraph is a theme if only a rule stands before it and a paper's heading behind it. */
  #isPlainTheme(at: number, from: number, isPaper: (piece: Piece | undefined) => boolean): boolean {
    const piece = this.#pieces[at] as Piece;
    const before = at > from ? this.#pieces[at - 1] : undefined;
    const plain = /^(?![-*+|<![]|\d+[.)]|`{3}|~{3}|\$\$)\S/.test(this.#source(piece).trim());
    return plain && piece.kind === 'text' && before?.kind === 'rule' && isPaper(this.#pieces[at + 1]);
  }

  #openReading(piece: Piece, theme: number | undefined): OpenBlock {
    const line = this.#lines[piece.from] as Line;
    const heading = parseTitleLine(this.#text.slice(...line.words), this.#options.venues);
    for (const doubt of heading.doubts) this.#doubts.push({ line: piece.from + 1, ...doubt });
    const block = this.#push('reading', piece, this.#words(piece));
    block.heading = heading;
    block.headingSpan = [line.words[0] - block.start, line.words[1] - block.start];
    block.theme = theme;
    block.bodyStart = Math.min(line.next, piece.end);
    block.quotes = [];
    return block;
  }

  /** Whether the paper of a heading was removed: what the heading and the text below it say stays, as prose. */
  #isRemoved(piece: Piece): boolean {
    return this.#options.choices?.get(headingChoice(this.#words(piece))) === 'prose';
  }

  /**
   * Opens the prose of a removed paper, which reaches as far as its reading did, so that all around it is read as
   * before. Where a heading above shares its text, that text stays the other paper's, with this heading in it.
   */
  #openRemoved(piece: Piece, above: OpenBlock | undefined): OpenBlock {
    const words = this.#words(piece);
    const shares =
      above?.adjoinsNext === true &&
      above.heading !== undefined &&
      above.heading.refersTo === undefined &&
      parseTitleLine(words, this.#options.venues).refersTo === undefined;
    if (!shares) return this.#push('prose', piece, words);
    this.#extend(above, piece, false);
    above.bodyStart = Math.min((this.#lines[piece.from] as Line).next, piece.end);
    return above;
  }

  #extend(reading: OpenBlock, piece: Piece, isRemark: boolean): void {
    if (isRemark) {
      const last = this.#lines[piece.to - 1] as Line;
      reading.quotes?.push([piece.start, last.end]);
    }
    reading.end = piece.end;
  }

  #doubtQuote(piece: Piece, above: OpenBlock | undefined, below: Piece | undefined): void {
    const line = piece.from + 1;
    const title = below === undefined ? '' : parseTitleLine(this.#words(below), this.#options.venues).title;
    const inWeek = line - this.#extent.first;
    this.#doubts.push({
      line,
      message: msg`this quote is read as a remark on "${above?.heading?.title ?? above?.text ?? ''}"`,
      other: msg`a theme over "${title}": kd week decide ${this.#extent.date} ${inWeek} theme`,
    });
  }

  #finish(block: OpenBlock, index: number): BlockDraft {
    const source = this.#text.slice(block.start, block.end);
    if (block.kind === 'prose') return { kind: block.kind, source, text: source.replace(/^\uFEFF/, '').trim() };
    if (block.heading === undefined || block.headingSpan === undefined) {
      return { kind: block.kind, source, text: block.text };
    }
    const { heading } = block;
    const next = this.#blocks[index + 1];
    const sharesText =
      block.adjoinsNext === true &&
      next?.heading !== undefined &&
      heading.refersTo === undefined &&
      next.heading.refersTo === undefined;
    const reading: ReadingDraft = {
      heading,
      refersTo: heading.refersTo === undefined ? undefined : backReferenceDay(heading.refersTo, this.#extent.date),
      sharesText,
      theme: block.theme,
      spans: this.#spans(block, source),
    };
    return { kind: block.kind, source, text: block.text, reading };
  }

  /** The spans of a reading's parts: its remarks are the quotes; what lies between them is read as Markdown. */
  #spans(block: OpenBlock, source: string): ReadingSpans {
    const quotes = (block.quotes ?? []).map(([start, end]): Span => [start - block.start, end - block.start]);
    const spans = {
      heading: block.headingSpan as Span,
      summary: undefined as Span | undefined,
      keyIdeas: [] as Span[],
      remarks: quotes,
      bold: [] as Span[],
      mentions: [] as Span[],
    };
    let from = (block.bodyStart ?? block.end) - block.start;
    for (const [start, end] of [...quotes, [source.length, source.length] as const]) {
      const parts = readBody(source, from, start);
      spans.summary ??= parts.summary;
      spans.keyIdeas.push(...parts.keyIdeas);
      spans.bold.push(...parts.bold);
      spans.mentions.push(...parts.mentions);
      from = end;
    }
    return spans;
  }

  #push(kind: BlockDraft['kind'], piece: Piece, text: string): OpenBlock {
    const block: OpenBlock = { kind, start: piece.start, end: piece.end, text };
    this.#blocks.push(block);
    return block;
  }

  #prose(piece: Piece): void {
    const last = this.#blocks.at(-1);
    if (last?.kind === 'prose') last.end = piece.end;
    else this.#push('prose', piece, '');
  }

  #words(piece: Piece): string {
    return this.#text.slice(...(this.#lines[piece.from] as Line).words);
  }

  #source(piece: Piece): string {
    return this.#text.slice((this.#lines[piece.from] as Line).start, piece.end);
  }

  /** Cuts the lines into pieces. A heading or rule is one line; quotes and texts run on to the next other line. */
  #cut(): Piece[] {
    const pieces: Piece[] = [];
    const { first, end: behind } = this.#extent;
    for (let at = first; at < behind; ) {
      const line = this.#lines[at] as Line;
      const last = pieces.at(-1);
      if (line.kind === 'blank') {
        if (last !== undefined) {
          last.end = line.next;
          last.blankAfter = true;
        }
        at += 1;
        continue;
      }
      const kind = line.kind === 'opaque' ? 'text' : line.kind;
      let to = at + 1;
      if (kind === 'quote' || kind === 'text') {
        const isSame = (other: Line | undefined): boolean =>
          other?.kind === kind || (kind === 'text' && other?.kind === 'opaque');
        while (to < behind && isSame(this.#lines[to])) to += 1;
      }
      const start = last === undefined ? (this.#lines[first]?.start ?? 0) : line.start;
      const end = (this.#lines[to - 1] as Line).next;
      pieces.push({ kind, level: line.level, from: at, to, start, end, blankAfter: false });
      at = to;
    }
    return pieces;
  }
}
