/** The units of the text that mean something to BibTeX. */
export const AT = 0x40;
export const OPEN = 0x7b;
export const CLOSE = 0x7d;
export const OPEN_ROUND = 0x28;
export const CLOSE_ROUND = 0x29;
export const QUOTE = 0x22;
export const PERCENT = 0x25;
export const HASH = 0x23;
export const COMMA = 0x2c;
export const EQUALS = 0x3d;
export const BACKSLASH = 0x5c;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
/** What is read behind the end of the text. */
export const END = -1;

/** Pieces are gathered to this length at least, so that the text is not searched in shreds. */
const CHUNK = 1 << 16;

/** How far a line is looked into to see whether it begins an entry. */
const LOOK_AHEAD = 300;

/** Counted from 1, a column in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Mark {
  readonly at: number;
  readonly line: number;
  readonly lineStart: number;
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0 || unit === 0xfeff;
}

function isLetter(unit: number): boolean {
  return (unit >= 0x61 && unit <= 0x7a) || (unit >= 0x41 && unit <= 0x5a);
}

/** Whether the unit may stand in the name of a field or abbreviation (btparse, “name” tokens). */
function isNameUnit(unit: number): boolean {
  if (unit <= 0x20 || unit === 0x7f || isBlank(unit)) return false;
  return !'"#%\'(),={}@\\'.includes(String.fromCharCode(unit));
}

/** A window on the text that moves on with what is read, and counts lines and columns. */
export class Scanner {
  readonly #pieces: Iterator<string>;
  #text = '';
  #at = 0;
  #isEnded = false;
  #line = 1;
  /** Where the line begins, as an offset into `#text`; negative where that is no longer held. */
  #lineStart = 0;

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  close(): void {
    this.#pieces.return?.();
  }

  place(): Place {
    return { line: this.#line, column: this.#at - this.#lineStart + 1 };
  }

  /** Where the scanner stands, to come back to within the same entry. */
  mark(): Mark {
    return { at: this.#at, line: this.#line, lineStart: this.#lineStart };
  }

  goBack({ at, line, lineStart }: Mark): void {
    this.#at = at;
    this.#line = line;
    this.#lineStart = lineStart;
  }

  peek(): number {
    return this.#unit(this.#at);
  }

  /** Moves on over units that are no line ends. */
  skip(count: number): void {
    this.#at += count;
  }

  /** Moves to the `@` of the next entry, definition or comment; false where there is none. */
  toNextBlock(): boolean {
    for (;;) {
      this.#drop();
      const unit = this.peek();
      if (unit === END) return false;
      if (unit === PERCENT) this.#skipLine();
      else if (unit === AT && this.#isBlockStart(this.#at)) return true;
      else this.#step();
    }
  }

  /** Moves over blanks, and over comments from `%` to the end of the line. */
  skipBlanks(): void {
    for (let unit = this.peek(); ; unit = this.peek()) {
      if (unit === PERCENT) this.#skipLine();
      else if (isBlank(unit)) this.#step();
      else return;
    }
  }

  takeWord(): string {
    return this.#takeWhile(isLetter);
  }

  takeName(): string {
    return this.#takeWhile(isNameUnit);
  }

  /** The text up to a comma, the end of the line or what no key has in it. */
  takeKey(end: number): string {
    return this.#takeWhile(
      (unit) =>
        unit !== COMMA &&
        unit !== EQUALS &&
        unit !== end &&
        unit !== OPEN &&
        unit !== CLOSE &&
        unit !== QUOTE &&
        unit !== LINE_FEED &&
        unit !== CARRIAGE_RETURN,
    ).trim();
  }

  /** The text between braces, or undefined where they are not closed; the scanner then stands where reading goes on. */
  takeBraced(): string | undefined {
    return this.#takeValue(1, false);
  }

  /** The text between quotes; a quote in braces or behind a backslash is part of it. */
  takeQuoted(): string | undefined {
    return this.#takeValue(0, true);
  }

  /** Moves behind the brace that closes the one here; false where the text ends first. */
  skipBalanced(): boolean {
    let depth = 0;
    for (;;) {
      const unit = this.peek();
      if (unit === END) return false;
      if (unit === OPEN) depth += 1;
      if (unit === CLOSE) depth -= 1;
      this.#step();
      if (depth === 0) return true;
      this.#drop();
    }
  }

  /** Moves behind the delimiter if it comes next but for blanks. */
  skipTo(end: number): void {
    this.skipBlanks();
    if (this.peek() === end) this.#at += 1;
  }

  /** Moves to the next comma, the end of the entry or of the text, or to where another entry begins. */
  skipToField(end: number): void {
    for (let isLineStart = false; ; ) {
      const unit = this.peek();
      if (unit === END || unit === end || unit === COMMA) return;
      if (unit === AT && isLineStart && this.isEntryStart()) return;
      isLineStart = unit === LINE_FEED || unit === CARRIAGE_RETURN || (isLineStart && isBlank(unit));
      this.#step();
    }
  }

  /** Whether a comma comes next but for blanks, which are passed over. */
  isCommaNext(): boolean {
    this.skipBlanks();
    return this.peek() === COMMA;
  }

  /** Whether `@word{key,` stands here. */
  isEntryStart(): boolean {
    return this.#isEntryStartAt(this.#at);
  }

  #isEntryStartAt(start: number): boolean {
    const limit = start + LOOK_AHEAD;
    let at = start;
    if (this.#unit(at) !== AT) return false;
    const word = at + 1;
    for (at = word; at < limit && isLetter(this.#unit(at)); ) at += 1;
    if (at === word) return false;
    while (at < limit && isBlank(this.#unit(at))) at += 1;
    if (this.#unit(at) !== OPEN && this.#unit(at) !== OPEN_ROUND) return false;
    for (at += 1; at < limit && isBlank(this.#unit(at)); ) at += 1;
    const key = at;
    for (; at < limit; at += 1) {
      const unit = this.#unit(at);
      if (unit === COMMA) return at > key;
      if (unit === END || isBlank(unit) || unit === OPEN || unit === CLOSE || unit === EQUALS || unit === QUOTE) break;
    }
    return false;
  }

  /** Whether an entry or another command of BibTeX begins at this `@`; with parentheses only what surely is one. */
  #isBlockStart(start: number): boolean {
    let at = start + 1;
    const limit = start + LOOK_AHEAD;
    while (at < limit && isBlank(this.#unit(at))) at += 1;
    const from = at;
    while (at < limit && isLetter(this.#unit(at))) at += 1;
    if (at === from) return false;
    const word = this.#text.slice(from, at).toLowerCase();
    while (at < limit && isBlank(this.#unit(at))) at += 1;
    if (this.#unit(at) === OPEN || word === 'comment') return true;
    if (this.#unit(at) !== OPEN_ROUND) return false;
    return word === 'string' || word === 'preamble' || this.#isEntryStartAt(start);
  }

  #takeValue(openDepth: number, isQuoted: boolean): string | undefined {
    this.#at += 1;
    const start = this.#at;
    // Offsets stay right while the text grows at its end; nothing is dropped inside of a value.
    let depth = openDepth;
    for (;;) {
      const unit = this.peek();
      if (unit === END) return undefined;
      if (unit === OPEN) depth += 1;
      else if (unit === CLOSE) {
        depth -= 1;
        if (depth === 0 && !isQuoted) return this.#taken(start);
        if (depth < 0) depth = 0;
      } else if (unit === QUOTE && isQuoted && depth === 0 && !this.#isEscaped(start)) return this.#taken(start);
      else if (unit === LINE_FEED || unit === CARRIAGE_RETURN) {
        this.#step();
        while (this.peek() === 0x20 || this.peek() === 0x09) this.#at += 1;
        if (this.peek() === AT && this.isEntryStart()) return undefined;
        continue;
      }
      this.#at += 1;
    }
  }

  #taken(start: number): string {
    const text = this.#text.slice(start, this.#at);
    this.#at += 1;
    return text;
  }

  /** Whether an odd number of backslashes stands before this place. */
  #isEscaped(start: number): boolean {
    let at = this.#at;
    while (at > start && this.#text.charCodeAt(at - 1) === BACKSLASH) at -= 1;
    return (this.#at - at) % 2 === 1;
  }

  #takeWhile(fits: (unit: number) => boolean): string {
    const start = this.#at;
    for (let unit = this.peek(); unit !== END && fits(unit); unit = this.peek()) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #skipLine(): void {
    for (let unit = this.peek(); unit !== END && unit !== LINE_FEED && unit !== CARRIAGE_RETURN; unit = this.peek()) {
      this.#at += 1;
    }
  }

  /** Moves over one unit, or over a whole line end (LF, CRLF or a lone CR). */
  #step(): void {
    const unit = this.peek();
    this.#at += 1;
    if (unit !== LINE_FEED && unit !== CARRIAGE_RETURN) return;
    if (unit === CARRIAGE_RETURN && this.peek() === LINE_FEED) this.#at += 1;
    this.#line += 1;
    this.#lineStart = this.#at;
  }

  #unit(at: number): number {
    while (at >= this.#text.length && !this.#isEnded) this.#grow();
    return at < this.#text.length ? this.#text.charCodeAt(at) : END;
  }

  /** Adds at least as much as is held: a long entry is then copied a few times only. */
  #grow(): void {
    const wanted = Math.max(CHUNK, this.#text.length);
    const more: string[] = [];
    for (let length = 0; length < wanted; ) {
      const { done, value } = this.#pieces.next();
      if (done === true) {
        this.#isEnded = true;
        break;
      }
      more.push(value);
      length += value.length;
    }
    this.#text += more.join('');
  }

  /** Forgets what is behind the scanner, once that is long enough to be worth it. */
  #drop(): void {
    if (this.#at < CHUNK) return;
    this.#text = this.#text.slice(this.#at);
    this.#lineStart -= this.#at;
    this.#at = 0;
  }
}
