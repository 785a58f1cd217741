import { type Message, msg, textOfMessage } from '../domain/message.ts';
import { oneLine } from '../domain/text.ts';
import { UsageError } from '../errors.ts';
import type { App } from './app.ts';
import type { Io } from './io.ts';
import { page } from './pager.ts';
import { hasStyles } from './terminal.ts';
import { wrapped } from './wrap.ts';

/** A column of a listing. */
export interface Column<T> {
  /** The name of the field in JSON. */
  readonly name: string;
  /** The head of the column on a terminal; none: not shown there. */
  readonly head?: Message | undefined;
  /** The value in JSON. */
  readonly value: (row: T) => unknown;
  /** The cell's text, where it is not the value itself. */
  readonly text?: ((row: T) => string) | undefined;
  /** Left out of pipes: for JSON alone. */
  readonly jsonOnly?: true | undefined;
  /** How a column gives way on a narrow terminal: `shrink` is cut short, `drop` is left out. */
  readonly narrow?: 'shrink' | 'drop' | undefined;
}

export interface Listing<T> {
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  /** What `--ids` prints of a row. */
  readonly id: (row: T) => string | number;
  readonly warnings?: readonly unknown[] | undefined;
  /** A line below a terminal's table, such as the number of papers. */
  readonly footer?: Message | undefined;
}

/** Prints a listing as the options and the terminal ask: JSON, JSON Lines, ids, a table, or lines with tabs. */
export async function printListing<T>(app: App, listing: Listing<T>): Promise<void> {
  const { io, options } = app;
  const { rows, id } = listing;
  const columns = chosenColumns(listing.columns, options.json);
  const record = (row: T) => Object.fromEntries(columns.map(({ name, value }) => [name, value(row)]));
  if (options.jsonl === true) {
    for (const row of rows) io.out(`${JSON.stringify(record(row))}\n`);
  } else if (options.json !== undefined) {
    printJson(io, rows.map(record), listing.warnings);
  } else if (options.ids === true) {
    for (const row of rows) io.out(`${id(row)}\n`);
  } else if (io.isTerminal.out) {
    const { text, dropped } = rows.length === 0 ? { text: [], dropped: [] } : await terminalTable(app, rows, columns);
    await page(app, text);
    const left = dropped.length === 0 ? undefined : msg`too narrow for ${dropped.join(', ')}: a pipe has all`;
    const notes = [listing.footer, left].flatMap((note) => (note === undefined ? [] : app.say(note)));
    if (notes.length > 0) io.err(`${await wrapped(notes.join(' · '), io.columns)}\n`);
  } else {
    const cells = columns.filter(({ jsonOnly }) => jsonOnly === undefined);
    for (const row of rows) io.out(`${cells.map((column) => oneLine(cellText(column, row))).join('\t')}\n`);
  }
}

/** Prints data in the envelope that every command's `--json` has. */
export function printJson(io: Io, data: unknown, warnings: readonly unknown[] = []): void {
  io.out(`${JSON.stringify({ schema: 1, data, warnings })}\n`);
}

/** Prints one record of fields in `--json` or `--jsonl`; says whether it did. */
export function printRecord(app: App, record: Record<string, unknown>, warnings: readonly unknown[] = []): boolean {
  const { io, options } = app;
  if (options.json === undefined && options.jsonl === undefined) return false;
  const names = Object.keys(record).map((name) => ({ name }));
  const chosen = Object.fromEntries(chosenColumns(names, options.json).map(({ name }) => [name, record[name]]));
  if (options.jsonl === true) io.out(`${JSON.stringify(chosen)}\n`);
  else printJson(io, chosen, warnings);
  return true;
}

/** Prints records in one envelope, or a line each. */
export function printRecords(app: App, records: readonly Record<string, unknown>[]): void {
  const names = Object.keys(records[0] ?? {}).map((name) => ({ name }));
  const chosen = chosenColumns(names, app.options.json);
  const picked = records.map((record) => Object.fromEntries(chosen.map(({ name }) => [name, record[name]])));
  if (app.options.jsonl === true) for (const record of picked) app.io.out(`${JSON.stringify(record)}\n`);
  else printJson(app.io, picked);
}

function chosenColumns<C extends { readonly name: string }>(columns: readonly C[], fields: string | undefined): C[] {
  if (fields === undefined || fields === '') return [...columns];
  return fields.split(',').map((field) => {
    const column = columns.find(({ name }) => name === field.trim());
    if (column !== undefined) return column;
    const names = columns.map(({ name }) => name).join(', ');
    throw new UsageError(msg`--json knows no field "${field.trim()}"`, msg`the fields are: ${names}`);
  });
}

function cellText<T>(column: Column<T>, row: T): string {
  const value = column.text === undefined ? column.value(row) : column.text(row);
  return Array.isArray(value) ? value.join(',') : String(value ?? '');
}

const GAP = 2;
/** How narrow a column that shrinks may get: first, and where the terminal is too narrow even so. */
const LEAST_WIDTHS = [16, 8, 4];
/** How narrow a column that can be dropped may get before the others shrink. */
const KEPT_WIDTH = 18;

/** The widest of the columns that give way in this manner and are wider than `least`. */
function widestOf<T>(
  columns: readonly Column<T>[],
  widths: readonly number[],
  narrow: Column<T>['narrow'],
  least: number,
): number | undefined {
  let widest: number | undefined;
  for (const [index, column] of columns.entries()) {
    const width = widths[index] ?? 0;
    if (column.narrow === narrow && width > Math.max(least, widths[widest ?? -1] ?? 0)) widest = index;
  }
  return widest;
}

interface Layout<T> {
  readonly columns: readonly Column<T>[];
  readonly widths: readonly number[];
}

/** The columns that fit the terminal, with their widths: they shrink, then some are dropped, then the rest shrinks more. */
function layOut<T>(all: readonly Column<T>[], wanted: ReadonlyMap<Column<T>, number>, available: number): Layout<T> {
  const attempt = (columns: readonly Column<T>[], least: number): Layout<T> | undefined => {
    const widths = columns.map((column) => wanted.get(column) ?? 0);
    let excess = widths.reduce((sum, width) => sum + width, 0) + GAP * (columns.length - 1) - available;
    for (; excess > 0; excess -= 1) {
      const widest = widestOf(columns, widths, 'drop', KEPT_WIDTH) ?? widestOf(columns, widths, 'shrink', least);
      if (widest === undefined) return undefined;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
    return { columns, widths };
  };
  for (const least of LEAST_WIDTHS) {
    let columns = all;
    for (;;) {
      const layout = attempt(columns, least);
      if (layout !== undefined) return layout;
      const droppable = columns.findLastIndex(({ narrow }) => narrow === 'drop');
      if (droppable === -1) break;
      columns = columns.filter((_, index) => index !== droppable);
    }
  }
  const kept = all.filter(({ narrow }) => narrow !== 'drop');
  return { columns: kept, widths: kept.map((column) => Math.min(wanted.get(column) ?? 0, LEAST_WIDTHS.at(-1) ?? 0)) };
}

/** The text, cut to a width with a mark where it is longer. */
function cut(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  // Where each character is a cell wide, none need be told from the next, for which much would be loaded.
  if (/^[ -~]*$/.test(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let kept = '';
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (widthOf(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** How many rows are made a table at a time: cli-table3 looks for each cell through all the rows above it. */
const ROWS_AT_A_TIME = 25;

/** A table of the rows, in pieces, and the heads of the columns for which the terminal is too narrow. */
async function terminalTable<T>(
  app: App,
  rows: readonly T[],
  all: readonly Column<T>[],
): Promise<{ text: Iterable<string>; dropped: string[] }> {
  const [{ default: Table }, { default: widthOf }, style] = await Promise.all([
    import('cli-table3'),
    import('fast-string-width'),
    styles(app),
  ]);
  const shown = all.filter(({ head }) => head !== undefined);
  const headOf = ({ head }: Column<T>) => (head === undefined ? '' : app.say(head));
  const cells = new Map(shown.map((column) => [column, rows.map((row) => oneLine(cellText(column, row)))]));
  const wanted = new Map(
    shown.map((column) => {
      const texts = [headOf(column), ...(cells.get(column) ?? [])];
      return [column, texts.reduce((widest, text) => Math.max(widest, widthOf(text)), 0)];
    }),
  );
  const { columns, widths } = layOut(shown, wanted, app.io.columns);
  const isNumber = (column: Column<T>) => rows.every((row) => typeof column.value(row) === 'number');
  const blank = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
  const sides = { 'bottom-left': '', 'bottom-right': '', left: '', 'left-mid': '', right: '', 'right-mid': '' };
  const head = columns.map((column, index) => style.bold(cut(headOf(column), widths[index] ?? 0, widthOf)));
  const options = {
    colWidths: [...widths],
    colAligns: columns.map((column) => (isNumber(column) ? ('right' as const) : ('left' as const))),
    chars: { ...blank, ...sides, mid: '', 'mid-mid': '', middle: ' '.repeat(GAP) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  };
  function* pieces(): Generator<string> {
    for (let start = 0; start < rows.length; start += ROWS_AT_A_TIME) {
      const table = new Table(start === 0 ? { ...options, head } : options);
      for (let index = start; index < Math.min(start + ROWS_AT_A_TIME, rows.length); index += 1) {
        table.push(columns.map((column, at) => cut(cells.get(column)?.[index] ?? '', widths[at] ?? 0, widthOf)));
      }
      const lines = table.toString().split('\n');
      yield `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
    }
  }
  const dropped = shown.filter((column) => !columns.includes(column)).map(headOf);
  return { text: pieces(), dropped };
}

export interface Styles {
  bold(text: string): string;
  dim(text: string): string;
}

/** Text styles for standard output; none where it has none. */
export async function styles(app: App): Promise<Styles> {
  const plain = (text: string) => text;
  if (!hasStyles(app)) return { bold: plain, dim: plain };
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return { bold: chalk.bold, dim: chalk.dim };
}

/** A word of kd's own: on a terminal in the user's language, in pipes always the English one, for scripts. */
export function codeOrWord(app: App, word: Message): string {
  return app.io.isTerminal.out ? app.say(word) : textOfMessage(word);
}

/** A number as people read it: 9,950. Not toLocaleString, which takes longer to load than a list to be printed. */
export function count(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
