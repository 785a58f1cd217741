import { UsageError } from '../errors.ts';
import { type Message, msg } from './message.ts';
import { nearNames } from './text.ts';

/** The fields by which papers are asked for. */
export const QUERY_FIELDS = [
  'tag',
  'idea',
  'task',
  'dataset',
  'topic',
  'venue',
  'year',
  'status',
  'rating',
  'week',
  'added',
  'id',
  'title',
  'author',
  'theme',
  'summary',
  'key-idea',
  'note',
  'key',
  'doi',
  'arxiv',
  'url',
  'is',
  'has',
] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** `:` contains, or for names such as tags is; `:=` is; `~` fits a regular expression. */
export type Operator = ':' | ':=' | '~';

/** A condition on a field; an empty value asks for papers without one. */
export interface Term {
  readonly kind: 'term';
  readonly field: QueryField;
  readonly operator: Operator;
  readonly value: string;
  /** Where the value stands in the query. */
  readonly at: number;
}

/** What papers are asked for, as a tree. */
export type Query =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | Term
  /** A word or phrase of a paper's texts. */
  | { readonly kind: 'text'; readonly words: string; readonly at: number }
  /** A query of the user's settings. */
  | { readonly kind: 'saved'; readonly name: string; readonly at: number };

export const SORT_FIELDS = ['id', 'added', 'year', 'title', 'venue', 'rating', 'week', 'key'] as const;
export type SortField = (typeof SORT_FIELDS)[number];

export interface SortKey {
  readonly field: SortField;
  readonly descending: boolean;
}

/** A query with the order and number of papers it asks for. */
export interface ParsedQuery {
  /** The text that positions are counted in. */
  readonly text: string;
  /** Undefined for all papers. */
  readonly where: Query | undefined;
  readonly sort: readonly SortKey[];
  readonly limit: number | undefined;
}

/** A mistake in a query, with the place where it stands. */
export class QueryError extends UsageError {
  readonly query: string;
  readonly at: number;

  constructor(what: Message, query: string, at: number) {
    super(what);
    this.query = query;
    this.at = at;
  }
}

const OPERATORS = /^([A-Za-z][A-Za-z-]*)(:=|:|~)/;

/**
 * The words of a command line as the text of one query. What the shell took as one word stays together: a value with
 * spaces is quoted, several words are a phrase, and a query of its own is put into parentheses.
 */
export function queryText(words: readonly string[]): string {
  const [only] = words;
  return words.length === 1 && only !== undefined
    ? asOneWord(only, false)
    : words.map((word) => asOneWord(word, true)).join(' ');
}

function asOneWord(word: string, isPart: boolean): string {
  if (!/\s/.test(word.trim())) return word.trim();
  const [, sign = '', rest = ''] = /^([\^-]*)([\s\S]*)$/.exec(word.trim()) ?? [];
  const found = OPERATORS.exec(rest);
  const term = QUERY_FIELDS.some((field) => field === found?.[1]?.toLowerCase()) ? found : null;
  const value = term === null ? rest : rest.slice(term[0].length);
  const isPlain = !/["()]|(?:^|\s)(?:or|and|not|,)(?:\s|$)|(?:^|\s)(?:[\^@]|-\S)|\s[A-Za-z][A-Za-z-]*[:~]/i.test(value);
  if (isPlain) return `${sign}${term?.[0] ?? ''}"${value}"`;
  return isPart ? `(${word})` : word;
}

/**
 * Reads a query:
 *
 *     query = and { ("or" | ",") and } ;  and = unary { ["and"] unary } ;
 *     unary = ("not" | "^" | "-") unary | "(" query ")" | field op value | "@" name | word | "phrase" ;
 *
 * `sort:year-` and `limit:20` stand anywhere outside of parentheses.
 * @throws QueryError
 */
export function parseQuery(text: string): ParsedQuery {
  return new QueryParser(inHalfWidth(text)).parse();
}

const FULL_WIDTH: Readonly<Record<string, string>> = { '“': '"', '”': '"', '，': ',', '：': ':', '（': '(', '）': ')' };

/** The query with the marks and digits of a Chinese keyboard as ASCII ones; every place stays where it was. */
function inHalfWidth(text: string): string {
  return text.replace(
    /[“”，：（）＾＠＂０-９．]/g,
    (character) => FULL_WIDTH[character] ?? character.normalize('NFKC'),
  );
}

/** More conditions, or parentheses in one another, than a person writes; SQLite takes no more than a thousand. */
const MOST_CONDITIONS = 400;
const MOST_DEPTH = 100;

class QueryParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #conditions = 0;
  readonly #sort: SortKey[] = [];
  #limit: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedQuery {
    const where = this.#any();
    if (this.#peek() === ')') throw this.#error(msg`this parenthesis closes nothing`);
    return { text: this.#text, where, sort: this.#sort, limit: this.#limit };
  }

  /** Alternatives, up to the end or a closing parenthesis. */
  #any(): Query | undefined {
    const parts: Query[] = [];
    for (;;) {
      const at = this.#skip();
      const part = this.#all();
      if (part !== undefined) parts.push(part);
      if (!this.#takeWord(/^(?:or(?=[\s()]|$)|,(?=\s|$))/i)) {
        if (part === undefined && parts.length > 0) throw this.#error(msg`"or" needs something on both sides`, at);
        return parts.length > 1 ? { kind: 'any', of: parts } : parts[0];
      }
      if (part === undefined) throw this.#error(msg`"or" needs something on both sides`, at);
    }
  }

  /** Conditions that all hold. */
  #all(): Query | undefined {
    const parts: Query[] = [];
    for (;;) {
      const at = this.#skip();
      if (parts.length > 0 && this.#takeWord(/^and(?=[\s()]|$)/i)) {
        const part = this.#isEnd() ? undefined : this.#unary();
        if (part === undefined) throw this.#error(msg`"and" needs something on both sides`, at);
        parts.push(part);
        continue;
      }
      if (this.#isEnd()) break;
      const part = this.#unary();
      if (part !== undefined) parts.push(part);
    }
    return parts.length > 1 ? { kind: 'all', of: parts } : parts[0];
  }

  #isEnd(): boolean {
    this.#skip();
    const rest = this.#text.slice(this.#at);
    return rest === '' || rest.startsWith(')') || /^(?:or(?=[\s()]|$)|,(?=\s|$))/i.test(rest);
  }

  #unary(nots = 0): Query | undefined {
    const at = this.#skip();
    this.#conditions += 1;
    if (this.#conditions > MOST_CONDITIONS)
      throw this.#error(msg`a query has at most ${MOST_CONDITIONS} conditions`, at);
    if (this.#depth + nots > MOST_DEPTH) throw this.#error(msg`this is nested too deep`, at);
    if (this.#takeWord(/^(?:not(?=[\s(])|\^|-(?=\S))/i)) {
      const of = this.#isEnd() ? undefined : this.#unary(nots + 1);
      if (of === undefined) throw this.#error(msg`there is nothing to leave out here`, at);
      return { kind: 'not', of };
    }
    if (this.#peek() === '(') return this.#group();
    if (this.#peek() === '"') return { kind: 'text', words: this.#quoted(), at };
    if (this.#peek() === '@') {
      const name = this.#word().slice(1);
      if (name === '') throw this.#error(msg`@ needs the name of a saved query`, at);
      return { kind: 'saved', name, at };
    }
    const operator = OPERATORS.exec(this.#text.slice(this.#at));
    const name = operator?.[1]?.toLowerCase() ?? '';
    const field = QUERY_FIELDS.find((known) => known === name);
    if (operator !== null && (field !== undefined || name === 'sort' || name === 'limit')) {
      this.#at += operator[0].length;
      const valueAt = this.#at;
      const value = this.#peek() === '"' ? this.#quoted() : this.#word();
      if (field !== undefined) return { kind: 'term', field, operator: operator[2] as Operator, value, at: valueAt };
      if (this.#depth > 0) throw this.#error(msg`${name}: stands outside of parentheses`, at);
      if (name === 'sort') this.#sort.push(this.#sortKey(value, valueAt));
      else this.#limit = this.#number(value, valueAt);
      return undefined;
    }
    if (operator !== null && operator[2] !== '~') throw this.#unknownField(operator[1] ?? '', at);
    const words = this.#word();
    if (words === '') throw this.#error(msg`this cannot be read as a condition`, at);
    return { kind: 'text', words, at };
  }

  #group(): Query | undefined {
    const at = this.#at;
    this.#at += 1;
    this.#depth += 1;
    const inner = this.#any();
    if (this.#peek() !== ')') throw this.#error(msg`this parenthesis is not closed`, at);
    this.#at += 1;
    this.#depth -= 1;
    if (inner === undefined) throw this.#error(msg`there is nothing in these parentheses`, at);
    return inner;
  }

  #unknownField(name: string, at: number): QueryError {
    const near = nearNames(name, QUERY_FIELDS);
    return this.#error(
      near.length === 0
        ? msg`"${name}" is no field; a text with a colon goes into double quotes`
        : msg`"${name}" is no field: did you mean ${near.join(', ')}? A text with a colon goes into double quotes`,
      at,
    );
  }

  #sortKey(value: string, at: number): SortKey {
    const [, name = '', direction] = /^(.*?)([+-]?)$/.exec(value.toLowerCase()) ?? [];
    const field = SORT_FIELDS.find((known) => known === name);
    if (field === undefined)
      throw this.#error(msg`papers are sorted by ${SORT_FIELDS.join(', ')}, with - for the greatest first`, at);
    return { field, descending: direction === '-' };
  }

  #number(value: string, at: number): number {
    if (!/^[1-9]\d{0,8}$/.test(value)) throw this.#error(msg`a whole number from 1 on is expected`, at);
    return Number(value);
  }

  /** A word up to a space, or to a parenthesis that it does not open itself. */
  #word(): string {
    let open = 0;
    const start = this.#at;
    for (; this.#at < this.#text.length; this.#at += 1) {
      const character = this.#text.charAt(this.#at);
      if (/[\s"]/.test(character)) break;
      if (character === '(') open += 1;
      if (character === ')') {
        if (open === 0) break;
        open -= 1;
      }
    }
    return this.#text.slice(start, this.#at);
  }

  /** A text in double quotes; a backslash before a quote or backslash takes it as it is. */
  #quoted(): string {
    const match = /^"((?:[^"\\]|\\[\s\S])*)"/.exec(this.#text.slice(this.#at));
    if (match === null) throw this.#error(msg`this quote is not closed`);
    this.#at += match[0].length;
    return (match[1] ?? '').replace(/\\(["\\])/g, '$1');
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #skip(): number {
    while (/\s/.test(this.#peek())) this.#at += 1;
    return this.#at;
  }

  #takeWord(pattern: RegExp): boolean {
    this.#skip();
    const match = pattern.exec(this.#text.slice(this.#at));
    if (match !== null) this.#at += match[0].length;
    return match !== null;
  }

  #error(what: Message, at = this.#at): QueryError {
    return new QueryError(what, this.#text, at);
  }
}

/** The tree as a query that reads back as the same tree. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'any':
      return query.of.map((part) => grouped(part, part.kind === 'any')).join(' or ');
    case 'all':
      return query.of.map((part) => grouped(part, part.kind === 'any' || part.kind === 'all')).join(' ');
    case 'not':
      return `^${grouped(query.of, query.of.kind === 'any' || query.of.kind === 'all')}`;
    case 'term':
      return `${query.field}${query.operator}${query.value === '' ? '' : quotedIf(!isBare(query.value), query.value)}`;
    case 'text':
      return quotedIf(
        !isBare(query.words) || /^(?:and|or|not|[\^@,-].*|[A-Za-z][A-Za-z-]*[:~].*)$/i.test(query.words),
        query.words,
      );
    case 'saved':
      return `@${query.name}`;
  }
}

function grouped(query: Query, isGroup: boolean): string {
  return isGroup ? `(${printQuery(query)})` : printQuery(query);
}

function isBare(text: string): boolean {
  return /^[^\s"()]+$/.test(text);
}

function quotedIf(isQuoted: boolean, text: string): string {
  return isQuoted ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
}
