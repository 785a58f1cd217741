import { addDays, parsePeriod, parseWeekRef } from '../domain/calendar.ts';
import { type Message, msg } from '../domain/message.ts';
import { STATUSES, type Status } from '../domain/paper.ts';
import { type ParsedQuery, parseQuery, type Query, QueryError, type SortKey, type Term } from '../domain/query.ts';
import { ftsPhrase, type SearchTerm, searchTerm } from '../domain/search-text.ts';
import type { Tag, TagKind } from '../domain/tag.ts';
import { nearNames } from '../domain/text.ts';
import { NotFoundError, StoreError } from '../errors.ts';
import type { Condition, Having, TextField } from '../store/conditions.ts';
import type { Library } from '../store/library.ts';
import type { Selection } from '../store/papers.ts';
import { findWeeks } from './find-week.ts';
import { hasIndex } from './search-index.ts';
import { tagsNamed } from './tag.ts';

export interface QueryContext {
  readonly today: string;
  /** The user's saved queries, by their names. */
  readonly saved: Readonly<Record<string, string>>;
  /** Words are looked for inside other words too, by reading every text. */
  readonly substring?: boolean | undefined;
}

/** A query with its names looked up. */
export interface ResolvedQuery extends Selection {
  readonly limit: number | undefined;
  /** The tags it names, each with the word that names it. */
  readonly tags: readonly { readonly word: string; readonly tag: Tag }[];
  /** The words and phrases that are looked for in texts, those that are not left out. */
  readonly terms: readonly SoughtTerm[];
}

/** Words that are looked for, and the expression by which the index finds them; none where texts are read. */
export interface SoughtTerm extends SearchTerm {
  readonly words: string;
  readonly expression: string | undefined;
}

/**
 * Looks up the names in a query.
 * @throws QueryError where a value does not fit its field · NotFoundError for a tag or venue that is not there
 */
export function resolveQuery(library: Library, parsed: ParsedQuery, context: QueryContext): ResolvedQuery {
  const resolver = new Resolver(library, parsed.text, context, []);
  const where = parsed.where === undefined ? undefined : resolver.condition(parsed.where, true);
  // The order and number of a saved query hold where the query itself says none.
  const sort = parsed.sort.length > 0 ? parsed.sort : resolver.sort;
  const limit = parsed.limit ?? resolver.limit;
  const readIn = sort.length > 0 ? undefined : datesRead(library, where);
  return { where, sort, readIn, limit, tags: resolver.tags, terms: resolver.terms };
}

/** The notes whose order the papers come in: those of the weeks that all of them were read in. */
function datesRead(library: Library, where: Condition | undefined): readonly string[] | undefined {
  for (const condition of where?.kind === 'all' ? where.of : [where]) {
    if (condition?.kind === 'weeks') return condition.dates;
    if (condition?.kind === 'days' && condition.field === 'week')
      return library.weeks.datesBetween(condition.from, condition.to);
  }
  return undefined;
}

class Resolver {
  readonly tags: { word: string; tag: Tag }[] = [];
  readonly terms: SoughtTerm[] = [];
  /** The order and number that the saved queries ask for. */
  sort: readonly SortKey[] = [];
  limit: number | undefined;
  readonly #library: Library;
  readonly #text: string;
  readonly #context: QueryContext;
  /** The saved queries that this one stands in. */
  readonly #outer: readonly string[];

  constructor(library: Library, text: string, context: QueryContext, outer: readonly string[]) {
    this.#library = library;
    this.#text = text;
    this.#context = context;
    this.#outer = outer;
  }

  condition(query: Query, isWanted: boolean): Condition {
    switch (query.kind) {
      case 'all':
      case 'any':
        return { kind: query.kind, of: query.of.map((part) => this.condition(part, isWanted)) };
      case 'not':
        return { kind: 'not', of: this.condition(query.of, !isWanted) };
      case 'saved':
        return this.#saved(query.name, query.at, isWanted);
      case 'text':
        return this.#words(query.words, query.at, undefined, isWanted);
      case 'term':
        return this.#term(query, isWanted);
    }
  }

  #saved(name: string, at: number, isWanted: boolean): Condition {
    const text = Object.hasOwn(this.#context.saved, name) ? this.#context.saved[name] : undefined;
    if (text === undefined) {
      const near = nearNames(name, Object.keys(this.#context.saved));
      const hint =
        near.length === 0 ? msg`kd config query.${name} QUERY saves one` : msg`did you mean: ${near.join(', ')}?`;
      throw new NotFoundError(msg`no query is saved as "${name}"`, hint);
    }
    if (this.#outer.includes(name)) throw this.#error(msg`the saved query "${name}" holds itself`, at);
    const inner = new Resolver(this.#library, text, this.#context, [...this.#outer, name]);
    const { where, sort, limit } = inSaved(name, () => parseQuery(text));
    if (where === undefined) throw this.#error(msg`the saved query "${name}" is empty`, at);
    const condition = inSaved(name, () => inner.condition(where, isWanted));
    this.tags.push(...inner.tags);
    this.terms.push(...inner.terms);
    this.sort = sort.length > 0 ? sort : inner.sort;
    this.limit = limit ?? inner.limit;
    return condition;
  }

  /** Words in the texts of papers, or in one column of the index. */
  #words(words: string, at: number, column: string | undefined, isWanted: boolean): Condition {
    const term = searchTerm(words);
    if (term === undefined) throw this.#error(msg`"${words}" has no letter or digit to look for`, at);
    if (this.#context.substring === true && column === undefined) {
      if (isWanted) this.terms.push({ ...term, words, expression: undefined });
      return { kind: 'substring', text: words };
    }
    if (!hasIndex(this.#library)) {
      throw new StoreError(
        msg`the texts of this library are not indexed yet`,
        msg`kd builds the index when it may write to the library`,
      );
    }
    const phrase = ftsPhrase(term);
    const expression = column === undefined ? phrase : `${column} : ${phrase}`;
    if (isWanted) this.terms.push({ ...term, words, expression });
    return { kind: 'text', expression };
  }

  #term(term: Term, isWanted: boolean): Condition {
    const { field, operator, value, at } = term;
    const isEmpty = value === '' && operator !== '~';
    if (isEmpty && field !== 'is' && field !== 'has') return { kind: 'not', of: emptyOf(field) };
    switch (field) {
      case 'tag':
      case 'idea':
      case 'task':
      case 'dataset':
      case 'topic':
        this.#only(term, [':', ':=']);
        return this.#tagged(value, field === 'tag' ? undefined : field, operator === ':');
      case 'venue':
        if (operator === '~') return this.#pattern('venue', value, at);
        return { kind: 'venue', name: venueNamed(this.#library, value) };
      case 'status':
        this.#only(term, [':', ':=']);
        return { kind: 'status', statuses: [this.#oneOf(STATUSES, term)] };
      case 'year':
      case 'rating':
      case 'id':
        this.#only(term, [':', ':=']);
        return { kind: 'number', field, ...this.#range(term) };
      case 'week':
        this.#only(term, [':', ':=']);
        return this.#week(term);
      case 'added':
        this.#only(term, [':', ':=']);
        return { kind: 'days', field, ...this.#days(term) };
      case 'is':
        this.#only(term, [':', ':=']);
        return STATES[this.#oneOf(Object.keys(STATES) as State[], term)](this.#context.today);
      case 'has':
        this.#only(term, [':', ':=']);
        return { kind: 'has', what: this.#oneOf(HAVINGS, term) };
      case 'summary':
      case 'key-idea':
      case 'note':
        this.#only(term, [':']);
        return this.#words(value, at, field === 'key-idea' ? 'key_idea' : field, isWanted);
      default:
        if (operator === '~') return this.#pattern(field, value, at);
        return { kind: operator === ':' ? 'contains' : 'is', field, text: value };
    }
  }

  #only({ field, operator, at }: Term, allowed: readonly string[]): void {
    if (allowed.includes(operator)) return;
    throw this.#error(msg`${field} is asked for with ${allowed.join(', ')}`, at - operator.length);
  }

  #tagged(word: string, kind: TagKind | undefined, narrower: boolean): Condition {
    const tags = tagsNamed(this.#library, word).filter((tag) => kind === undefined || tag.kind === kind);
    if (tags.length === 0)
      throw new NotFoundError(msg`no ${kind ?? 'tag'} is named "${word}"`, msg`kd tag list --unused shows every tag`);
    this.tags.push(...tags.map((tag) => ({ word, tag })));
    return { kind: 'tags', ids: tags.map(({ id }) => id), narrower };
  }

  #pattern(field: TextField, value: string, at: number): Condition {
    try {
      new RegExp(value, 'iu');
    } catch {
      throw this.#error(msg`this is no regular expression`, at);
    }
    return { kind: 'fits', field, text: value };
  }

  #oneOf<T extends string>(known: readonly T[], { value, at }: Term): T {
    const found = known.find((name) => name === value.toLowerCase());
    if (found !== undefined) return found;
    throw this.#error(msg`"${value}" is not one of ${known.join(', ')}`, at);
  }

  /** `2024`, `2020..2024`, `2022..`, `..2019`. */
  #range({ field, value, at }: Term): { from?: number | undefined; to?: number | undefined } {
    const digits = field === 'year' ? 4 : 9;
    const wrong = [...value].findIndex((character) => !/[\d.]/.test(character));
    const expected =
      field === 'year'
        ? msg`a year such as 2024, or a range: 2020..2024, 2022.., ..2019`
        : msg`a number, or a range: 3..5, 3.., ..5`;
    if (wrong !== -1) throw this.#error(msg`"${value}" does not fit ${field}: ${expected}`, at + wrong);
    const match = /^(\d*)(\.\.)?(\d*)$/.exec(value);
    const [, first = '', dots, last = ''] = match ?? [];
    const fits = (number: string) =>
      number === '' || (field === 'year' ? number.length === digits : number.length <= digits);
    if (match === null || (first === '' && last === '') || (dots === undefined && last !== '')) {
      throw this.#error(msg`"${value}" does not fit ${field}: ${expected}`, at);
    }
    if (!fits(first) || !fits(last))
      throw this.#error(
        msg`"${value}" does not fit ${field}: ${expected}`,
        at + (fits(first) ? value.length - last.length : 0),
      );
    const number = (text: string) => (text === '' ? undefined : Number(text));
    const from = number(first);
    const to = dots === undefined ? from : number(last);
    if (from !== undefined && to !== undefined && from > to)
      throw this.#error(msg`"${value}" ends before it starts`, at + first.length + 2);
    return { from, to };
  }

  /** The notes of one week, as everywhere; or of a stretch of days. */
  #week(term: Term): Condition {
    const ref = parseWeekRef(term.value, this.#context.today);
    if (ref === undefined) return { kind: 'days', field: 'week', ...this.#days(term) };
    return { kind: 'weeks', dates: findWeeks(this.#library, ref).map(({ date }) => date) };
  }

  /** `2024-05-17`, `2024-05`, `2024`, `2024-W20`, `this`, `-2w`, and ranges of these. */
  #days({ field, value, at }: Term): { from: string; to: string } {
    const [first = '', last, ...others] = value.split('..');
    const period = (text: string, place: number): { from: string; to: string } => {
      const found = relativePeriod(text, this.#context.today) ?? parsePeriod(text, this.#context.today);
      if (found !== undefined) return found;
      const expected = msg`2024-05-17, 2024-05, 2024, 2024-W20, this, last, -2w, or a range such as -2w..`;
      throw this.#error(msg`"${text}" does not fit ${field}: ${expected}`, place);
    };
    if (others.length > 0 || (first === '' && (last ?? '') === '')) return period(value, at);
    const from = first === '' ? '0000-01-01' : period(first, at).from;
    if (last === undefined) return period(first, at);
    const to = last === '' ? '9999-12-31' : period(last, at + first.length + 2).to;
    if (from > to) throw this.#error(msg`"${value}" ends before it starts`, at + first.length + 2);
    return { from, to };
  }

  #error(what: Message, at: number): QueryError {
    return new QueryError(what, this.#text, at);
  }
}

/** Names the saved query in which a mistake stands: it is another text than the one that was typed. */
function inSaved<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    throw new QueryError(msg`in the saved query "${name}": ${error.what}`, error.query, error.at);
  }
}

const DAYS_IN: Readonly<Record<string, number>> = { d: 1, w: 7, m: 30, y: 365 };

/** `-2w`: the day two weeks ago; `today`, `yesterday`; a year. */
function relativePeriod(text: string, today: string): { from: string; to: string } | undefined {
  const match = /^-(\d{1,4})([dwmy])$/i.exec(text);
  const one = (day: string) => ({ from: day, to: day });
  if (match !== null) return one(addDays(today, -Number(match[1]) * (DAYS_IN[match[2]?.toLowerCase() ?? ''] ?? 1)));
  if (text === 'today') return one(today);
  if (text === 'yesterday') return one(addDays(today, -1));
  return /^\d{4}$/.test(text) ? { from: `${text}-01-01`, to: `${text}-12-31` } : undefined;
}

function venueNamed(library: Library, words: string): string {
  const venues = library.venues.table();
  const match = venues.find(words);
  if (match !== undefined) return match.venue.name;
  const near = nearNames(words, venues.names());
  const hint = near.length === 0 ? undefined : msg`did you mean: ${near.join(', ')}?`;
  throw new NotFoundError(msg`no venue is named "${words}"`, hint);
}

/** That a paper has the field. */
function emptyOf(field: Exclude<Term['field'], 'is' | 'has'>): Condition {
  if (field === 'status' || field === 'id' || field === 'added') return { kind: 'number', field: 'id' };
  return { kind: 'has', what: field };
}

export const HAVINGS: readonly Having[] = [
  ...([
    'code',
    'pdf',
    'note',
    'summary',
    'key-idea',
    'tag',
    'idea',
    'task',
    'dataset',
    'topic',
    'theme',
    'week',
  ] as const),
  ...([
    'rating',
    'venue',
    'year',
    'author',
    'doi',
    'arxiv',
    'url',
    'project',
    'video',
    'abstract',
    'back-reference',
  ] as const),
];

type State = Status | 'unread' | 'queued' | 'reported' | 'untagged' | 'stale';

const status = (...statuses: Status[]): Condition => ({ kind: 'status', statuses });

/** How long a paper waits until it is stale. */
const STALE_DAYS = 90;

/** What a paper can be. */
export const STATES: Readonly<Record<State, (today: string) => Condition>> = {
  'to-read': () => status('to-read'),
  reading: () => status('reading'),
  read: () => status('read'),
  dropped: () => status('dropped'),
  unread: () => status('to-read', 'reading'),
  queued: () => status('to-read'),
  reported: () => ({ kind: 'has', what: 'week' }),
  untagged: () => ({ kind: 'not', of: { kind: 'has', what: 'tag' } }),
  stale: (today) => ({
    kind: 'all',
    of: [
      status('to-read', 'reading'),
      { kind: 'days', field: 'added', from: '0000-01-01', to: addDays(today, -STALE_DAYS) },
    ],
  }),
};
