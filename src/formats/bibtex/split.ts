import { type Message, msg } from '../../domain/message.ts';
import { AT, CLOSE, CLOSE_ROUND, COMMA, END, EQUALS, HASH, OPEN, type Place, QUOTE, Scanner } from './scanner.ts';

/** A piece of a value: text between braces or quotes (or a number), or the name of an `@string` abbreviation. */
export interface ValuePart {
  readonly kind: 'text' | 'macro';
  readonly text: string;
}

export interface RawField {
  /** In lower case. */
  readonly name: string;
  /** The parts that `#` joins. */
  readonly value: readonly ValuePart[];
  readonly line: number;
}

export interface RawEntry {
  readonly kind: 'entry';
  /** In lower case. */
  readonly type: string;
  /** As typed; empty where there is none. */
  readonly key: string;
  readonly fields: readonly RawField[];
  /** Where its `@` stands, counted from 1. */
  readonly line: number;
}

/** An `@string` definition. */
export interface RawString {
  readonly kind: 'string';
  /** In lower case. */
  readonly name: string;
  readonly value: readonly ValuePart[];
  readonly line: number;
}

/** Something wrong with the text; an `error` means that an entry is left out. */
export interface RawProblem {
  readonly kind: 'problem';
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly message: Message;
}

export type RawBlock = RawEntry | RawString | RawProblem;

/** How many of an entry's faults are told. */
const MAXIMUM_WARNINGS = 20;

/** A field inside of a value, which is a sign that the value is not closed where it should be. */
const SWALLOWED = /[,\r\n][ \t]*[A-Za-z][A-Za-z_-]*[ \t]*=[ \t]*[{"\d]/;

/**
 * Splits a BibTeX or BibLaTeX text into its entries and `@string` definitions, in order, with what is wrong in between.
 * No more of the text is held than the entry that is being read. `@preamble`, `@comment` and text between entries are
 * passed over, and so is what stands behind a `%` outside of values.
 *
 * Braces are counted as BibTeX does: a backslash does not hide one. A value that is not closed ends where a line begins
 * as an entry does (`@word{key,`), so that a missing brace costs one entry and not those behind it.
 */
export function* splitBibtex(pieces: Iterable<string>): Generator<RawBlock> {
  const scanner = new Scanner(pieces);
  try {
    while (scanner.toNextBlock()) yield* readBlock(scanner);
  } finally {
    scanner.close();
  }
}

function* readBlock(scanner: Scanner): Generator<RawBlock> {
  const start = scanner.place();
  scanner.skip(1);
  scanner.skipBlanks();
  const type = scanner.takeWord().toLowerCase();
  scanner.skipBlanks();
  if (type === 'comment') {
    if (scanner.peek() === OPEN && !scanner.skipBalanced()) {
      yield problem('warning', start, msg`the @comment that begins here is not closed: nothing behind it was read`);
    }
    return;
  }
  const end = scanner.peek() === OPEN ? CLOSE : CLOSE_ROUND;
  scanner.skip(1);
  if (type === 'preamble') {
    const value = readValue(scanner);
    if ('broken' in value) yield unclosed(value.broken);
    else scanner.skipTo(end);
  } else if (type === 'string') {
    yield* readString(scanner, start, end);
  } else {
    yield* readEntry(scanner, start, type, end);
  }
}

function* readString(scanner: Scanner, start: Place, end: number): Generator<RawBlock> {
  scanner.skipBlanks();
  const name = scanner.takeName().toLowerCase();
  scanner.skipBlanks();
  if (name === '' || scanner.peek() !== EQUALS) {
    yield problem('warning', start, msg`this @string has no name and value`);
    return;
  }
  scanner.skip(1);
  const value = readValue(scanner);
  if ('broken' in value) {
    yield unclosed(value.broken);
    return;
  }
  yield { kind: 'string', name, value: value.parts, line: start.line };
  scanner.skipBlanks();
  if (scanner.peek() === end) scanner.skip(1);
}

function* readEntry(scanner: Scanner, start: Place, type: string, end: number): Generator<RawBlock> {
  const warnings: RawProblem[] = [];
  const warn = (place: Place, message: Message) => {
    if (warnings.length < MAXIMUM_WARNINGS) warnings.push(problem('warning', place, message));
    else if (warnings.length === MAXIMUM_WARNINGS) {
      warnings.push(problem('warning', place, msg`there is more wrong with this entry than is listed`));
    }
  };
  const key = readKey(scanner, start, end, warn);
  const fields = new Map<string, RawField>();
  /** The value read last: where the entry's own brace closed it, it holds the fields behind it. */
  let last: { readonly place: Place; readonly text: string } | undefined;
  while (isFieldNext(scanner, end)) {
    const place = scanner.place();
    const name = scanner.takeName().toLowerCase();
    scanner.skipBlanks();
    if (name === '' || scanner.peek() !== EQUALS) {
      warn(place, msg`this is no field of an entry: it is passed over`);
      scanner.skipToField(end);
      continue;
    }
    scanner.skip(1);
    scanner.skipBlanks();
    const valuePlace = scanner.place();
    const value = readValue(scanner);
    if ('broken' in value) {
      yield* warnings;
      yield unclosed(value.broken, key);
      return;
    }
    last = { place: valuePlace, text: value.parts.at(-1)?.text ?? '' };
    if (value.parts.length === 0) {
      warn(place, msg`the field ${name} has no value`);
      scanner.skipToField(end);
      continue;
    }
    if (!fields.has(name)) fields.set(name, { name, value: value.parts, line: place.line });
    else warn(place, msg`the field ${name} stands twice in this entry: the first is kept`);
    scanner.skipBlanks();
    if (scanner.peek() !== COMMA && isFieldNext(scanner, end)) {
      warn(scanner.place(), msg`a comma is missing behind the field ${name}`);
    }
  }
  if (scanner.peek() === end) {
    scanner.skip(1);
    if (scanner.isCommaNext()) {
      warn(scanner.place(), msg`the entry ends here, and there is more behind it: a brace may be one too many`);
    }
  } else if (last !== undefined && SWALLOWED.test(last.text)) {
    yield* warnings;
    yield unclosed(last.place, key);
    return;
  } else {
    warn(start, msg`the entry that begins here is not closed`);
  }
  yield { kind: 'entry', type, key, fields: [...fields.values()], line: start.line };
  yield* warnings;
}

/** The key and the comma behind it; empty where a field comes first. */
function readKey(scanner: Scanner, start: Place, end: number, warn: (place: Place, message: Message) => void): string {
  scanner.skipBlanks();
  const mark = scanner.mark();
  const key = scanner.takeKey(end);
  scanner.skipBlanks();
  const isField = scanner.peek() === EQUALS;
  if (isField) scanner.goBack(mark);
  if (isField || key === '') warn(start, msg`this entry has no key`);
  else if (scanner.peek() !== COMMA && scanner.peek() !== end) {
    warn(scanner.place(), msg`a comma is missing behind the key`);
  }
  return isField ? '' : key;
}

/** Moves over blanks and commas; whether neither the entry, the text nor, by mistake, this entry's neighbour is next. */
function isFieldNext(scanner: Scanner, end: number): boolean {
  for (scanner.skipBlanks(); scanner.peek() === COMMA; scanner.skipBlanks()) scanner.skip(1);
  const unit = scanner.peek();
  return unit !== end && unit !== END && !(unit === AT && scanner.isEntryStart());
}

/** The parts of a value; none where there is nothing that could be one, `broken` where what opens it is never closed. */
function readValue(scanner: Scanner): { readonly parts: readonly ValuePart[] } | { readonly broken: Place } {
  const parts: ValuePart[] = [];
  for (;;) {
    scanner.skipBlanks();
    const unit = scanner.peek();
    if (unit === OPEN || unit === QUOTE) {
      const place = scanner.place();
      const text = unit === OPEN ? scanner.takeBraced() : scanner.takeQuoted();
      if (text === undefined) return { broken: place };
      parts.push({ kind: 'text', text });
    } else {
      const text = scanner.takeName();
      if (text === '') return { parts };
      parts.push({ kind: /^\d+$/.test(text) ? 'text' : 'macro', text });
    }
    scanner.skipBlanks();
    if (scanner.peek() !== HASH) return { parts };
    scanner.skip(1);
  }
}

function problem(severity: 'error' | 'warning', { line, column }: Place, message: Message): RawProblem {
  return { kind: 'problem', severity, line, column, message };
}

function unclosed(place: Place, key = ''): RawProblem {
  const message =
    key === ''
      ? msg`what opens here is never closed`
      : msg`what opens here is never closed: the entry ${key} cannot be read`;
  return problem('error', place, message);
}
