import { msg } from '../domain/message.ts';
import { LINK_ROLES, type LinkRole, STATUSES, type Status } from '../domain/paper.ts';
import { arxivIn, doiIn, parseDate, parseYear, webAddress } from '../domain/schema.ts';
import { nearNames } from '../domain/text.ts';
import { UsageError } from '../errors.ts';

/** What is set of a paper; a value that is null takes the paper's away. */
export interface Assignments {
  readonly status?: Status | undefined;
  readonly rating?: number | null | undefined;
  readonly citationKey?: string | undefined;
  readonly title?: string | undefined;
  /** The venue's words as typed. */
  readonly venue?: string | null | undefined;
  readonly year?: number | null | undefined;
  readonly month?: number | null | undefined;
  readonly day?: number | null | undefined;
  readonly track?: string | null | undefined;
  readonly doi?: string | null | undefined;
  readonly arxiv?: string | null | undefined;
  readonly url?: string | null | undefined;
  readonly volume?: string | null | undefined;
  readonly issue?: string | null | undefined;
  readonly page?: string | null | undefined;
  readonly abstract?: string | null | undefined;
  /** The authors in place of the paper's. */
  readonly authors?: readonly string[] | undefined;
  readonly addedAuthors?: readonly string[] | undefined;
  /** The addresses in place of the paper's of a role. */
  readonly links?: Partial<Record<LinkRole, readonly string[]>> | undefined;
  readonly addedTags?: readonly string[] | undefined;
  readonly removedTags?: readonly string[] | undefined;
}

type Operator = '=' | '+=' | '-=';

/** How the value of a field is read, by the sign behind the field; '' empties it, unless that makes no sense. */
type Readers = Partial<Record<Operator, (typed: string) => Assignments>>;

const optional = <T>(field: keyof Assignments, read: (typed: string) => T): Readers => ({
  '=': (typed) => ({ [field]: typed === '' ? null : read(typed) }),
});
const text = (field: keyof Assignments) => optional(field, (typed) => typed);

const READERS: Readonly<Record<string, Readers>> = {
  status: { '=': (typed) => ({ status: statusIn(typed) }) },
  rating: optional('rating', ratingIn),
  title: { '=': (typed) => ({ title: notEmpty('title', typed) }) },
  author: {
    '=': (typed) => ({ authors: typed === '' ? [] : [typed] }),
    '+=': (typed) => ({ addedAuthors: [notEmpty('author', typed)] }),
  },
  venue: text('venue'),
  year: optional('year', parseYear),
  month: optional('month', (typed) => numberIn('month', typed, 12)),
  day: optional('day', (typed) => numberIn('day', typed, 31)),
  date: { '=': dateIn },
  track: text('track'),
  doi: optional('doi', doiIn),
  arxiv: optional('arxiv', arxivIn),
  url: optional('url', (typed) => webAddress('url', typed)),
  volume: text('volume'),
  issue: text('issue'),
  page: text('page'),
  abstract: text('abstract'),
  'citation-key': { '=': (typed) => ({ citationKey: keyIn(typed) }) },
  tag: {
    '+=': (typed) => ({ addedTags: [oneTag(typed)] }),
    '-=': (typed) => ({ removedTags: [notEmpty('tag', typed)] }),
  },
  ...Object.fromEntries(LINK_ROLES.map((role): [string, Readers] => [role, { '=': (typed) => linksIn(role, typed) }])),
};

/** The beginnings of assignments: `status=`, `tag+=`. */
export const ASSIGNABLE: readonly string[] = Object.entries(READERS).flatMap(([field, readers]) =>
  Object.keys(readers).map((operator) => `${field}${operator}`),
);

const ASSIGNMENT = /^([A-Za-z][A-Za-z-]*?)(\+=|-=|=)([\s\S]*)$/;

/** Whether a word of a command line sets a field, rather than names papers. */
export function isAssignment(word: string): boolean {
  return ASSIGNMENT.test(word);
}

/**
 * Reads `status=read`, `rating=`, `tag+=whitening`, `author+=Wei Li`.
 * @throws UsageError where it sets nothing that can be set
 */
export function parseAssignment(word: string): Assignments {
  const match = ASSIGNMENT.exec(word);
  if (match === null) throw new UsageError(msg`"${word}" sets nothing`, msg`write status=read, or rating=4`);
  const [, typed = '', operator = '', value = ''] = match;
  const field = typed.toLowerCase();
  const readers = Object.hasOwn(READERS, field) ? READERS[field] : undefined;
  if (readers === undefined) {
    const near = nearNames(field, Object.keys(READERS));
    const fields = Object.keys(READERS).join(', ');
    throw new UsageError(
      msg`unknown field "${typed}"`,
      near.length === 0 ? msg`the fields are: ${fields}` : msg`did you mean: ${near.join(', ')}?`,
    );
  }
  const read = readers[operator as Operator];
  if (read !== undefined) return read(value.trim());
  const signs = Object.keys(readers).map((sign) => `${field}${sign}`);
  throw new UsageError(msg`"${word}" sets nothing`, msg`write ${signs.join(', ')}`);
}

/** Reads several assignments. Those that add up are gathered; else a field may be set once. @throws UsageError */
export function parseAssignments(words: readonly string[]): Assignments {
  let all: Assignments = {};
  for (const next of words.map(parseAssignment)) {
    const again = Object.keys(next).find((field) => field in all && !LISTS.includes(field));
    if (again !== undefined) throw new UsageError(msg`${fieldName(again)} is set twice`);
    all = {
      ...all,
      ...next,
      ...lists(all, next, 'authors'),
      ...lists(all, next, 'addedAuthors'),
      ...lists(all, next, 'addedTags'),
      ...lists(all, next, 'removedTags'),
      ...(all.links === undefined ? {} : { links: mergedLinks(all.links, next.links ?? {}) }),
    };
  }
  return all;
}

const LISTS: readonly string[] = ['authors', 'addedAuthors', 'addedTags', 'removedTags', 'links'];

type ListField = 'authors' | 'addedAuthors' | 'addedTags' | 'removedTags';

function lists(a: Assignments, b: Assignments, field: ListField): Assignments {
  return a[field] === undefined ? {} : { [field]: [...(a[field] ?? []), ...(b[field] ?? [])] };
}

function mergedLinks(a: NonNullable<Assignments['links']>, b: typeof a): typeof a {
  return Object.fromEntries(
    LINK_ROLES.flatMap((role) => {
      const urls = [...(a[role] ?? []), ...(b[role] ?? [])];
      return role in a || role in b ? [[role, urls]] : [];
    }),
  );
}

function fieldName(field: string): string {
  return field === 'citationKey' ? 'citation-key' : field;
}

function statusIn(typed: string): Status {
  const status = STATUSES.find((name) => name === typed);
  if (status !== undefined) return status;
  throw new UsageError(msg`"${typed}" is no status`, msg`it is one of ${STATUSES.join(', ')}`);
}

function ratingIn(typed: string): number {
  if (/^[1-5]$/.test(typed)) return Number(typed);
  throw new UsageError(msg`"${typed}" is no rating`, msg`it is 1 to 5; rating= takes it away`);
}

function numberIn(field: string, typed: string, most: number): number {
  const number = Number(typed);
  if (/^\d{1,2}$/.test(typed) && number >= 1 && number <= most) return number;
  throw new UsageError(msg`"${typed}" does not fit ${field}: ${msg`it is a number from 1 to ${most}`}`);
}

function dateIn(typed: string): Assignments {
  if (typed === '') return { year: null, month: null, day: null };
  const { year, month = null, day = null } = parseDate(typed);
  return { year, month, day };
}

function linksIn(role: LinkRole, typed: string): Assignments {
  return { links: { [role]: typed === '' ? [] : [webAddress(role, typed)] } };
}

function notEmpty(field: string, typed: string): string {
  if (typed !== '') return typed;
  throw new UsageError(msg`${field} is empty`);
}

/** One tag: a list of them would be taken for the name of one. */
function oneTag(typed: string): string {
  if (!/[,，;；]/.test(typed)) return notEmpty('tag', typed);
  throw new UsageError(msg`"${typed}" is no name of one tag`, msg`write tag+=… for each`);
}

/** A key that BibTeX can cite, and that is told from an id. */
function keyIn(typed: string): string {
  // Control characters are as wrong as spaces.
  if (/^[^\s\p{C},{}"'#%~\\=()]+$/u.test(typed) && !/^\d+$/.test(typed)) return typed;
  throw new UsageError(
    msg`"${typed}" is no citation key`,
    msg`it has no spaces, commas, quotes, braces, brackets or signs of LaTeX, and is more than a number`,
  );
}
