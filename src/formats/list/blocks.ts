import { type Line, scanLines } from '../lines.ts';
import { labelKey } from './inline.ts';

/** A heading. */
export interface Heading {
  readonly kind: 'heading';
  readonly line: number;
  readonly level: number;
  readonly text: string;
}

/** An item of a list, with the items and the text that are indented under it. */
export interface Item {
  readonly kind: 'item';
  readonly line: number;
  /** Its own words, without the mark; lines that go on are joined by a space. */
  text: string;
  readonly children: Item[];
}

/** Lines of text outside a list. */
export interface Paragraph {
  readonly kind: 'paragraph';
  readonly line: number;
  text: string;
}

/** A table: its head and its rows as cells. */
export interface Table {
  readonly kind: 'table';
  readonly line: number;
  readonly head: readonly string[];
  readonly rows: { readonly line: number; readonly cells: readonly string[] }[];
}

export type Block = Heading | Item | Paragraph | Table;

export interface Blocks {
  readonly blocks: readonly Block[];
  /** The addresses of links by reference (`[1.10]: https://…`) under their labels. */
  readonly definitions: ReadonlyMap<string, string>;
}

/** The mark of an item; people leave out the space before a bracket, a bold or a Chinese title, or a capital. */
const ITEM =
  /^([ \t]*)(?:(?:[-*+•●◦▪]|\(?\d{1,4}[.)]|\[\d{1,4}\])(?:[ \t]+(?=\S)|[ \t]*$)|\d{1,3}[.、][ \t]*(?=[[【（《"“*<\p{Script=Han}]|\p{Lu}\p{Ll})|\d{1,4}、[ \t]*(?=\S))/u;
const DEFINITION = /^ {0,3}\[([^\]]{1,99})\]:[ \t]*<?(\S+?)>?(?:[ \t].*)?$/;
const DELIMITER = /^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*$/;
const HTML_HEADING = /^\s*<h([1-6])\b[^>]*>(.*?)(?:<\/h[1-6]>)?\s*$/i;

/** A longer line is no heading. */
const LONGEST_HEADING = 1_000;

/** What is behind so many characters of a cell is left out. */
const LONGEST_CELL = 5_000;

/** Items nested deeper are items of the last level. */
const DEEPEST = 12;

/** The blocks of a text, as far as lists of papers are made of them; quotes, code and rules are left out. */
export function readBlocks(text: string): Blocks {
  return new BlockReader(text).read();
}

class BlockReader {
  readonly #text: string;
  readonly #lines: readonly Line[];
  readonly #blocks: Block[] = [];
  readonly #definitions = new Map<string, string>();
  /** The items that a line can belong to, from the outermost. */
  #open: { indent: number; item: Item }[] = [];
  #paragraph: Paragraph | undefined;
  /** Whether a blank line came after the last text: what follows is a new paragraph. */
  #afterBlank = true;

  constructor(text: string) {
    this.#text = text;
    this.#lines = scanLines(text);
  }

  read(): Blocks {
    for (let at = 0; at < this.#lines.length; at += 1) {
      const line = this.#lines[at] as Line;
      const raw = this.#text.slice(line.start, line.end);
      if (line.kind === 'blank') {
        this.#afterBlank = true;
        this.#paragraph = undefined;
      } else if (line.kind === 'heading') {
        this.#heading(at + 1, line.level, this.#text.slice(...line.words).slice(0, LONGEST_HEADING));
      } else if (line.kind === 'rule') {
        this.#close();
      } else if (line.kind === 'text') {
        const definition = DEFINITION.exec(raw);
        if (definition !== null) this.#definitions.set(labelKey(definition[1] ?? ''), definition[2] ?? '');
        else if (this.#startsTable(at)) at = this.#table(at) - 1;
        else this.#textLine(at + 1, raw);
      }
    }
    return { blocks: this.#blocks, definitions: this.#definitions };
  }

  #close(): void {
    this.#open = [];
    this.#paragraph = undefined;
    this.#afterBlank = true;
  }

  #heading(line: number, level: number, text: string): void {
    this.#close();
    this.#blocks.push({ kind: 'heading', line, level, text });
  }

  #textLine(number: number, raw: string): void {
    const heading = raw.length > LONGEST_HEADING ? null : HTML_HEADING.exec(raw);
    if (heading !== null) {
      this.#heading(number, Number(heading[1]), heading[2] ?? '');
      return;
    }
    if (/<li\b/i.test(raw)) {
      this.#htmlItems(number, raw);
      return;
    }
    const mark = ITEM.exec(raw);
    if (mark !== null) this.#item(number, columns(mark[1] ?? ''), raw.slice(mark[0].length));
    else this.#continue(number, raw);
    this.#afterBlank = false;
  }

  #item(line: number, indent: number, text: string): void {
    while (this.#open.length > 0 && ((this.#open.at(-1)?.indent ?? 0) >= indent || this.#open.length >= DEEPEST)) {
      this.#open.pop();
    }
    const item: Item = { kind: 'item', line, text: text.trim(), children: [] };
    const parent = this.#open.at(-1)?.item;
    if (parent === undefined) this.#blocks.push(item);
    else parent.children.push(item);
    this.#open.push({ indent, item });
    this.#paragraph = undefined;
  }

  /** A line without a mark goes on with what is open, or starts a paragraph: of an item where it is indented. */
  #continue(line: number, raw: string): void {
    const text = raw.trim();
    const last = this.#open.at(-1);
    if (!this.#afterBlank && this.#paragraph !== undefined) {
      this.#paragraph.text += `\n${text}`;
    } else if (!this.#afterBlank && last !== undefined) {
      last.item.text += `\n${text}`;
    } else if (last !== undefined && columns(/^[ \t]*/.exec(raw)?.[0] ?? '') > last.indent) {
      last.item.children.push({ kind: 'item', line, text, children: [] });
    } else {
      this.#open = [];
      this.#paragraph = { kind: 'paragraph', line, text };
      this.#blocks.push(this.#paragraph);
    }
  }

  /** The items of an HTML list; they stand at one level, closed or not. */
  #htmlItems(line: number, raw: string): void {
    this.#close();
    for (const piece of raw.split(/(?=<li\b)/i)) {
      if (!/^<li\b/i.test(piece)) continue;
      const item: Item = {
        kind: 'item',
        line,
        text: piece.replace(/^<li\b[^>]*>|<\/li>.*$|<\/?[uo]l\b[^>]*>/gi, ''),
        children: [],
      };
      this.#blocks.push(item);
      if (!/<\/li>/i.test(piece)) this.#open = [{ indent: 0, item }];
    }
    this.#afterBlank = false;
  }

  #startsTable(at: number): boolean {
    const [head, delimiter] = [this.#lines[at], this.#lines[at + 1]].map((line) =>
      line === undefined ? '' : this.#text.slice(line.start, line.end),
    );
    return (head ?? '').includes('|') && (delimiter ?? '').includes('-') && DELIMITER.test(delimiter ?? '');
  }

  /** Reads the table that starts at a line; gives the index of the line behind it. */
  #table(at: number): number {
    const lineAt = (index: number): string => {
      const line = this.#lines[index];
      return line === undefined || line.kind === 'blank' || line.kind === 'heading'
        ? ''
        : this.#text.slice(line.start, line.end);
    };
    const table: Table = { kind: 'table', line: at + 1, head: splitRow(lineAt(at)), rows: [] };
    let end = at + 2;
    while (lineAt(end).includes('|')) {
      table.rows.push({ line: end + 1, cells: splitRow(lineAt(end)) });
      end += 1;
    }
    this.#close();
    this.#blocks.push(table);
    return end;
  }
}

/** The cells of a row; an escaped bar separates none (GitHub Flavored Markdown 0.29, 4.10). */
export function splitRow(row: string): string[] {
  const cells: string[] = [];
  let cell = '';
  for (const [token] of row
    .trim()
    .replace(/^\|/, '')
    .matchAll(/\\[\s\S]|[^\\|]+|[\s\S]/g)) {
    if (token === '|') {
      cells.push(cell.slice(0, LONGEST_CELL).trim());
      cell = '';
    } else cell += token === '\\|' ? '|' : token;
  }
  if (cell.trim() !== '') cells.push(cell.slice(0, LONGEST_CELL).trim());
  return cells;
}

function columns(indent: string): number {
  return indent.replaceAll('\t', '    ').length;
}
