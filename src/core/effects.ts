import { joined, type Message, msg, plural, verbatim } from '../domain/message.ts';
import { oneLine } from '../domain/text.ts';
import type { Change, Row, Value } from '../store/database.ts';
import { netChanges } from '../store/net-changes.ts';
import type { ChangeCount } from '../store/operations.ts';
import type { RowNames } from '../store/row-names.ts';

/** What an operation did to one thing that people know, or to one field of it. */
export interface Effect {
  readonly noun: 'paper' | 'week' | 'note' | 'tag';
  readonly kind: 'added' | 'removed' | 'changed';
  /** The citation key of a paper, the date of a week, the file of a note, the name of a tag. */
  readonly name: string;
  /** The paper it is done to; undefined for what is no paper's. */
  readonly paperId?: number | undefined;
  /** The field that changed, as in JSON; undefined for the thing as a whole. */
  readonly field?: string | undefined;
  /** The values; null for none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Columns that follow from others, or only record how kd came to know them. */
const SILENT: readonly string[] = ['title_key', 'name_key', 'set_by_user', 'file_name', 'proposed', 'base'];

/** The names of fields, where they are not those of their columns. */
const FIELDS: Readonly<Record<string, string>> = {
  venue_id: 'venue',
  issued_year: 'year',
  issued_month: 'month',
  issued_day: 'day',
  choices: 'quotes',
};

export function fieldOf(column: string): string {
  return FIELDS[column] ?? column.replaceAll('_', '-');
}

/** What changes did to papers, weeks, notes and tags, all in all. What came or went with a paper is not said again. */
export function effectsOf(changes: Iterable<Change>, names: RowNames): Effect[] {
  const net = netChanges(changes);
  const whole = new Set(
    net
      .filter(({ before, after }) => before === null || after === null)
      .map(({ table, key }) => `${table} ${key['id']}`),
  );
  const effects = net.flatMap((change) => effectsOfRow(change, names, (place) => whole.has(place)));
  // A reading's row and its block are one thing.
  const seen = new Set<string>();
  return effects.filter(({ noun, name, field, kind }) => {
    const key = `${noun} ${name} ${field} ${kind}`;
    return !seen.has(key) && seen.add(key);
  });
}

function effectsOfRow(
  { table, key, before, after }: Change,
  names: RowNames,
  isWhole: (place: string) => boolean,
): Effect[] {
  const kind = before === null ? 'added' : after === null ? 'removed' : 'changed';
  const id = Number(key['id']);
  const value = (row: Row | null, column: string) => textOf(row?.[column], column, names);
  const fields = (noun: Effect['noun'], name: string, columns: readonly string[], paperId?: number): Effect[] =>
    columns.map((column) => ({
      ...{ noun, kind: 'changed' as const, name, paperId, field: fieldOf(column) },
      ...{ before: value(before, column), after: value(after, column) },
    }));
  const wholeOf = (noun: Effect['noun'], name: string, column: string, paperId?: number): Effect[] => [
    { noun, kind, name, paperId, before: value(before, column), after: value(after, column) },
  ];
  const columnsOf = (row: Row | null) => Object.keys(row ?? {}).filter((column) => !SILENT.includes(column));
  /** A row that is a part of a paper, such as a choice of a tag. */
  const part = (field: string, column: string): Effect[] => {
    const paperId = Number(key['paper_id']);
    if (isWhole(`paper ${paperId}`)) return [];
    const values = { before: value(before, column), after: value(after, column) };
    return [{ noun: 'paper', kind: 'changed', name: names.paper(paperId), paperId, field, ...values }];
  };
  switch (table) {
    case 'paper':
      if (kind === 'changed') return fields('paper', names.paper(id), columnsOf(after), id);
      return wholeOf('paper', names.paper(id), 'title', id);
    case 'week': {
      if (kind !== 'changed') return wholeOf('week', names.week(id), 'date');
      const isSaid = (column: string) => column !== 'choices' || quotesOf(before) !== quotesOf(after);
      return fields('week', names.week(id), columnsOf(after).filter(isSaid));
    }
    case 'block':
    case 'reading':
      return effectsOfBlock({ table, key, before, after }, names, isWhole);
    case 'note': {
      const paper = after?.['paper_id'] ?? before?.['paper_id'];
      const paperId = paper == null ? undefined : Number(paper);
      if (kind !== 'changed') return wholeOf('note', names.note(id), 'title', paperId);
      const columns = ['paper_id', 'file', 'source'].filter((column) => column in (after ?? {}));
      return fields('note', names.note(id), columns, paperId ?? names.paperOfNote(id));
    }
    case 'tag':
      return kind === 'changed'
        ? fields('tag', names.tag(id), columnsOf(after))
        : wholeOf('tag', names.tag(id), 'name');
    case 'tag_alias': {
      const tagId = Number(key['tag_id']);
      if (isWhole(`tag ${tagId}`)) return [];
      const values = { before: value(before, 'alias'), after: value(after, 'alias') };
      return [{ noun: 'tag', kind: 'changed', name: names.tag(tagId), field: 'alias', ...values }];
    }
    case 'tag_choice':
      return part(`tag ${names.tag(Number(key['tag_id']))}`, 'choice');
    case 'paper_alias':
      return part(`name ${String(after?.['alias'] ?? before?.['alias'] ?? key['alias_key'])}`, 'choice');
    case 'author':
      return part(`author ${Number(key['position']) + 1}`, 'name');
    case 'link':
      return part(`${String(key['role'])} link`, (after ?? before)?.['url'] == null ? 'text' : 'url');
    case 'entry':
      return part('bibtex', 'fields');
    case 'merged_paper': {
      const paperId = Number((after ?? before)?.['paper_id'] ?? 0);
      const keys = { before: value(before, 'citation_key'), after: value(after, 'citation_key') };
      if (kind === 'changed' || isWhole(`paper ${paperId}`)) return [];
      return [{ noun: 'paper', kind: 'changed', name: names.paper(paperId), paperId, field: 'merged', ...keys }];
    }
    case 'different_paper':
      return part('different', 'other_id');
    case 'trash': {
      const paperId = Number(key['paper_id']);
      // A paper that went there, or came from there, came or went itself; one that leaves it alone is gone for good.
      if (isWhole(`paper ${paperId}`)) return [];
      const name = String((after ?? before)?.['citation_key'] ?? paperId);
      return [
        { ...{ noun: 'paper', kind, name, paperId }, before: value(before, 'title'), after: value(after, 'title') },
      ];
    }
    default:
      return [];
  }
}

/** The decisions on quotes. That the heading of a removed paper is prose goes with the paper, and is not said. */
function quotesOf(row: Row | null): string {
  const choices = JSON.parse(String(row?.['choices'] ?? '[]')) as [string, string][];
  return JSON.stringify(choices.filter(([, choice]) => choice !== 'prose'));
}

/** A block is a part of a week's text; one with a reading is what the week says of a paper. */
function effectsOfBlock(
  { table, key, before, after }: Change,
  names: RowNames,
  isWhole: (place: string) => boolean,
): Effect[] {
  const place = names.block(Number(key['id'] ?? key['block_id']));
  if (place === undefined) return [];
  const date = names.week(place.weekId);
  const week: Effect = { noun: 'week', kind: 'changed', name: date, field: 'text', before: null, after: null };
  const ofWeek = isWhole(`week ${place.weekId}`) ? [] : [week];
  const ids = table === 'reading' ? [before, after].map((row) => row?.['paper_id']) : [place.paperId];
  const papers = [...new Set(ids.flatMap((id) => (id == null ? [] : Number(id))))].filter(
    (id) => !isWhole(`paper ${id}`),
  );
  const isText = table === 'block' && before?.['source'] !== after?.['source'];
  // The blank lines behind a reading are no part of what it says.
  const isSaid = table === 'reading' || sourceOf(before) !== sourceOf(after);
  const isReading = table === 'reading' && (before === null || after === null || 'paper_id' in after);
  if (!isText && !isReading) return [];
  const reading = (isSaid ? papers : []).map((paperId): Effect => {
    const said = (row: Row | null) => {
      if (table === 'block') return sourceOf(row);
      return row?.['paper_id'] === paperId ? String(row['title'] ?? names.paper(paperId)) : null;
    };
    const values = { before: said(before), after: said(after) };
    return { noun: 'paper', kind: 'changed', name: names.paper(paperId), paperId, field: `reading ${date}`, ...values };
  });
  return [...ofWeek, ...reading];
}

function sourceOf(row: Row | null): string | null {
  return row === null ? null : String(row['source'] ?? '').trim();
}

function textOf(value: Value | undefined, column: string, names: RowNames): string | null {
  if (value == null) return null;
  if (column === 'venue_id') return names.venue(Number(value));
  if (column === 'paper_id' || column === 'other_id') return names.paper(Number(value));
  return String(value);
}

/** How many single changes a sentence says before it only counts them. */
const MOST_SAID = 4;
/** How much of a value a sentence says. */
const LONGEST_VALUE = 40;

/** What was done, in one sentence: `added paper x`, `x: status to-read → read`. */
export function sentenceOf(effects: readonly Effect[]): Message {
  const said = effects.filter((effect) => !isFollowed(effect, effects));
  const groups = groupsOf(said);
  const changed = said.filter(({ kind }) => kind === 'changed');
  const clauses = (['added', 'removed'] as const).flatMap((kind) => clause(kind, groups));
  return sentence([...clauses, ...(changed.length <= MOST_SAID ? sayChanges(changed) : clause('changed', groups))]);
}

/** The sentence of an operation that is too large to be told change by change. */
export function sentenceOfCounts(counts: readonly ChangeCount[]): Message {
  const groups = NOUNS.flatMap((noun) =>
    counts.flatMap(({ table, kind, count }) => (table === noun ? [{ noun, kind, names: [], count }] : [])),
  );
  return sentence(KINDS.flatMap((kind) => clause(kind, groups)));
}

function sentence(clauses: readonly Message[]): Message {
  return clauses.length === 0 ? msg`recorded what files hold` : joined(clauses, ' · ');
}

/** That a week's text changed need not be said where a reading in it is said to have changed. */
function isFollowed({ noun, name, field }: Effect, effects: readonly Effect[]): boolean {
  return noun === 'week' && field === 'text' && effects.some((other) => other.field === `reading ${name}`);
}

type Noun = Effect['noun'];

interface Group {
  readonly noun: Noun;
  readonly kind: Effect['kind'];
  readonly names: readonly string[];
  readonly count?: number | undefined;
}

const NOUNS = ['paper', 'week', 'note', 'tag'] as const;
const KINDS = ['added', 'removed', 'changed'] as const;

function groupsOf(effects: readonly Effect[]): Group[] {
  return NOUNS.flatMap((noun) =>
    KINDS.flatMap((kind) => {
      const of = effects.filter((effect) => effect.noun === noun && effect.kind === kind);
      return of.length === 0 ? [] : [{ noun, kind, names: [...new Set(of.map(({ name }) => name))] }];
    }),
  );
}

/** `added paper x, 2 weeks`: at most one clause, of those groups that are of a kind. */
function clause(kind: Effect['kind'], all: readonly Group[]): Message[] {
  const things = all.filter((group) => group.kind === kind).map(thingsOf);
  if (things.length === 0) return [];
  const list = joined(things, ', ');
  if (kind === 'added') return [msg`added ${list}`];
  return [kind === 'removed' ? msg`removed ${list}` : msg`changed ${list}`];
}

function thingsOf({ noun, names, count = names.length }: Group): Message {
  const [name] = names;
  if (name !== undefined && count === 1) return thing(noun, name);
  switch (noun) {
    case 'paper':
      return plural(count, msg`${count} paper`, msg`${count} papers`);
    case 'week':
      return plural(count, msg`${count} week`, msg`${count} weeks`);
    case 'note':
      return plural(count, msg`${count} note`, msg`${count} notes`);
    case 'tag':
      return plural(count, msg`${count} tag`, msg`${count} tags`);
  }
}

function thing(noun: Noun, name: string): Message {
  switch (noun) {
    case 'paper':
      return msg`paper ${name}`;
    case 'week':
      return msg`the week of ${name}`;
    case 'note':
      return msg`the note ${oneLine(name)}`;
    case 'tag':
      return msg`the tag ${oneLine(name)}`;
  }
}

/** `x: status to-read → read, rating – → 4`, for each thing. */
function sayChanges(effects: readonly Effect[]): Message[] {
  const places = new Set(effects.map(({ noun, name }) => `${noun} ${name}`));
  return [...places].map((place) => {
    const own = effects.filter(({ noun, name }) => `${noun} ${name}` === place);
    const { noun, name } = own[0] as Effect;
    const values = own.filter(({ before, after }) => before !== null || after !== null);
    if (values.length === 0) return msg`changed ${thing(noun, name)}`;
    const list = values.map(({ field, before, after }) =>
      verbatim(`${oneLine(field ?? '')} ${short(before)} → ${short(after)}`),
    );
    return msg`${noun === 'paper' ? verbatim(name) : thing(noun, name)}: ${joined(list, ', ')}`;
  });
}

function short(value: string | null): string {
  const line = oneLine(value ?? '');
  if (line === '') return '–';
  const characters = [...line];
  return characters.length <= LONGEST_VALUE ? line : `${characters.slice(0, LONGEST_VALUE - 1).join('')}…`;
}
