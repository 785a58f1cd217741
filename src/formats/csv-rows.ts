import { parse } from 'csv-parse/sync';
import { countLineEnds } from '../domain/week.ts';
import { linesOf } from './pieces.ts';

/** A row of a table. */
export interface CsvRow {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** Undefined where its quotes are broken: one that is never closed, or text behind a closing one. */
  readonly cells: readonly string[] | undefined;
  /** Whether it may be the rest of a broken row above it. */
  readonly mayBeRest: boolean;
}

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The delimiter that cuts a row of names into the most cells. */
export function delimiterOf(header: string): Delimiter {
  const stated = /^sep=(.)$/.exec(header)?.[1];
  const known = DELIMITERS.find((delimiter) => delimiter === stated);
  if (known !== undefined) return known;
  const unquoted = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** The first line of a table that has anything in it. */
export function headerLine(pieces: Iterable<string>): string {
  for (const { text } of linesOf(pieces)) if (text.trim() !== '') return text;
  return '';
}

/** A row as it stands in the text. */
interface Source {
  readonly line: number;
  readonly text: string;
  readonly isBroken: boolean;
  readonly mayBeRest: boolean;
}

/** Rows are parsed this many characters at a time: csv-parse is slow to start, and gives up at the first broken quote. */
const BATCH = 1 << 16;

/** The rows of a table (RFC 4180) that have anything in them. */
export function* rowsOf(pieces: Iterable<string>, delimiter: Delimiter): Generator<CsvRow> {
  let batch: Source[] = [];
  let length = 0;
  for (const source of sourcesOf(pieces, delimiter)) {
    if (!source.isBroken && source.text.trim() === '') continue;
    batch.push(source);
    length += source.text.length;
    if (length < BATCH) continue;
    yield* parseRows(batch, delimiter);
    batch = [];
    length = 0;
  }
  yield* parseRows(batch, delimiter);
}

function* parseRows(sources: readonly Source[], delimiter: Delimiter): Generator<CsvRow> {
  const text = sources.map((source) => (source.isBroken ? '' : source.text)).join('\n');
  const rows = parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true, relax_quotes: true });
  for (const [index, { line, isBroken, mayBeRest }] of sources.entries()) {
    const cells = isBroken ? undefined : (rows[index] ?? []);
    if (cells === undefined || cells.some((cell) => cell.trim() !== '')) yield { line, cells, mayBeRest };
  }
}

/** Longer rows are broken: a quote is open that was never closed. */
const LONGEST_ROW = 1 << 22;

/** Cuts a text into rows. Behind a broken one, reading goes on at the next line. */
function* sourcesOf(pieces: Iterable<string>, delimiter: Delimiter): Generator<Source> {
  let text = '';
  let line = 1;
  let restUntil = 0;
  const iterator = pieces[Symbol.iterator]();
  for (let isLast = false; !isLast; ) {
    const piece = iterator.next();
    isLast = piece.done === true;
    if (piece.done !== true) text += piece.value;
    let start = 0;
    while (start < text.length) {
      const end = endOfRow(text, start, delimiter, isLast);
      if (end === undefined && text.length - start < LONGEST_ROW) break;
      const isBroken = end === undefined || end.isBroken;
      const ends = isBroken ? endOfLine(text, start) : end;
      if (ends.next === text.length && isBroken && !isLast && text.length - start < LONGEST_ROW) break;
      const { stop, next } = ends;
      if (isBroken) restUntil = line + countLineEnds(text.slice(start, end?.stop ?? text.length));
      yield { line, text: text.slice(start, stop), isBroken, mayBeRest: !isBroken && line <= restUntil };
      line += countLineEnds(text.slice(start, next));
      start = next;
    }
    text = text.slice(start);
  }
}

interface RowEnd {
  /** Behind its last character, or, where it is broken, where that shows. */
  readonly stop: number;
  /** Behind its line end. */
  readonly next: number;
  readonly isBroken: boolean;
}

/** Where the row that begins at `start` ends; undefined where more text is needed to tell. */
function endOfRow(text: string, start: number, delimiter: Delimiter, isLast: boolean): RowEnd | undefined {
  let at = start;
  for (;;) {
    if (text.charAt(at) === '"') {
      const close = closingQuote(text, at + 1);
      if (close === undefined) return isLast ? { stop: text.length, next: text.length, isBroken: true } : undefined;
      at = close + 1;
      // The next piece may go on with a second quote.
      if (at === text.length && !isLast) return undefined;
      if (at < text.length && !`${delimiter}\r\n`.includes(text.charAt(at)))
        return { stop: at, next: at, isBroken: true };
    } else {
      while (at < text.length && text.charAt(at) !== delimiter && text.charAt(at) !== '\n' && text.charAt(at) !== '\r')
        at += 1;
    }
    if (at === text.length) return isLast ? { stop: at, next: at, isBroken: false } : undefined;
    if (text.charAt(at) !== delimiter) break;
    at += 1;
  }
  if (text.charAt(at) === '\r' && at + 1 === text.length && !isLast) return undefined;
  return { stop: at, next: at + (text.startsWith('\r\n', at) ? 2 : 1), isBroken: false };
}

/** Where a quoted cell closes: at the first quote that is not doubled. */
function closingQuote(text: string, from: number): number | undefined {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text.charAt(at + 1) !== '"') return at;
  }
  return undefined;
}

function endOfLine(text: string, start: number): Pick<RowEnd, 'stop' | 'next'> {
  const end = /\r\n|\r|\n/g;
  end.lastIndex = start;
  const found = end.exec(text);
  return found === null ? { stop: text.length, next: text.length } : { stop: found.index, next: end.lastIndex };
}
