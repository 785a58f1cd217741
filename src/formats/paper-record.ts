import * as z from 'zod/mini';
import { type CslDate, type CslItem, type CslName, TEXT_VARIABLES } from '../domain/csl.ts';
import { dateParts } from '../domain/csl-facts.ts';
import type { DraftOrProblem, PaperDraft } from '../domain/draft.ts';
import { type Message, msg } from '../domain/message.ts';
import { misfit } from '../domain/misfit.ts';
import { LINK_ROLES, type Link, STATUSES } from '../domain/paper.ts';
import { parseName } from '../domain/person-name.ts';
import type { VenueTable } from '../domain/venue.ts';
import { dateOf, venueWords, withoutUndefined } from './csl-values.ts';
import type { ExportPaper } from './foreign.ts';

/** kd's own record of a paper, the same in YAML and in JSON Lines. */

/** The paper as a record; fields that it does not have are not there. */
export function toRecord({ paper, key, item, tags }: ExportPaper): Record<string, unknown> {
  const { author: names, ...extra } = paper.extra ?? {};
  // Names whose parts cannot be told from how they are read have them as CSL has them.
  const authors = names === undefined ? paper.authors : item.author;
  return withoutUndefined({
    'citation-key': key,
    title: paper.title,
    author: unlessEmpty<string | CslName>(authors ?? []),
    venue: paper.venue,
    'container-title': paper.containerTitle,
    year: paper.year,
    month: paper.month,
    day: paper.day,
    track: paper.track,
    doi: paper.doi,
    arxiv: paper.arxiv,
    url: paper.url,
    volume: paper.volume,
    issue: paper.issue,
    page: paper.page,
    abstract: paper.abstract,
    type: paper.type,
    status: paper.status,
    rating: paper.rating,
    tags: unlessEmpty(tags.map(({ name }) => name)),
    links: unlessEmpty(paper.links.map((link) => withoutUndefined({ ...link }))),
    added: paper.addedAt,
    csl: Object.keys(extra).length === 0 ? undefined : extra,
  });
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

// The errors of the schemas are the codes that `misfitOf` turns into messages. Texts are taken as they are: a record that
// kd wrote is read as it was.
const text = z.string({ error: 'text' }).check(z.refine((value) => value.trim() !== '', { error: 'empty' }));

const textOrNumber = z.pipe(z.union([text, z.number()], { error: 'number' }), z.transform(String));

const RANGES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  year: [1000, 2999],
  month: [1, 12],
  day: [1, 31],
  rating: [1, 5],
};

/** A whole number, which may be typed as text. */
function wholeNumber(field: keyof typeof RANGES) {
  const [least, most] = RANGES[field] ?? [0, 0];
  const error = 'whole';
  const digits = z.string().check(z.regex(/^\d{1,4}$/, { error }));
  return z.pipe(
    z.pipe(z.union([z.number(), digits], { error }), z.transform(Number)),
    z.int({ error }).check(z.gte(least, { error }), z.lte(most, { error })),
  );
}

/** A list, or the one thing that would be in it. */
const several = <T extends z.ZodMiniType>(one: T) =>
  z.pipe(
    z.union([z.array(one), one], { error: 'list' }),
    z.transform((value): z.output<T>[] => (Array.isArray(value) ? (value as z.output<T>[]) : [value as z.output<T>])),
  );

const cslName = z.looseObject({
  family: z.optional(text),
  given: z.optional(text),
  literal: z.optional(text),
  suffix: z.optional(text),
  'dropping-particle': z.optional(text),
  'non-dropping-particle': z.optional(text),
});
const tag = z.union([
  textOrNumber,
  z.pipe(
    z.looseObject({ name: text }),
    z.transform(({ name }) => name),
  ),
]);
const link = z.object({
  role: z.enum(LINK_ROLES),
  url: z.optional(text),
  text: z.optional(text),
});

const recordInput = z.object({
  'citation-key': z.optional(textOrNumber),
  title: textOrNumber,
  author: z.optional(several(z.union([text, cslName]))),
  venue: z.optional(text),
  'container-title': z.optional(text),
  year: z.optional(wholeNumber('year')),
  month: z.optional(wholeNumber('month')),
  day: z.optional(wholeNumber('day')),
  issued: z.optional(z.union([textOrNumber, z.looseObject({})], { error: 'number' })),
  track: z.optional(text),
  doi: z.optional(text),
  arxiv: z.optional(textOrNumber),
  url: z.optional(text),
  volume: z.optional(textOrNumber),
  issue: z.optional(textOrNumber),
  page: z.optional(textOrNumber),
  abstract: z.optional(text),
  type: z.optional(text),
  status: z.optional(z.enum(STATUSES, { error: 'status' })),
  rating: z.optional(wholeNumber('rating')),
  tags: z.optional(several(tag)),
  links: z.optional(z.array(link, { error: 'links' })),
  code: z.optional(text),
  added: z.optional(text),
  csl: z.optional(z.record(z.string(), z.unknown(), { error: 'mapping' })),
});

/** The names of the fields. */
const FIELDS = Object.keys(recordInput.shape);

/** Other names that the fields may have. */
const SYNONYMS: Readonly<Record<string, string>> = {
  authors: 'author',
  tag: 'tags',
  pages: 'page',
  number: 'issue',
  date: 'issued',
  journal: 'venue',
  booktitle: 'venue',
};

/** The paper of a record that begins on a line, or what is wrong with it; fields that are not known are warned of. */
export function* readRecord(value: unknown, line: number, venues: VenueTable): Generator<DraftOrProblem> {
  const problem = (severity: 'error' | 'warning', message: Message): DraftOrProblem => ({ line, severity, message });
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    yield problem('error', msg`this record is no paper: it has no fields`);
    return;
  }
  const fields: Record<string, unknown> = {};
  for (const [typed, field] of Object.entries(value)) {
    const lower = typed.toLowerCase();
    const name = SYNONYMS[lower] ?? lower;
    if (FIELDS.includes(name)) fields[name] = field ?? fields[name];
    // The number that a paper has in one library means nothing in another.
    else if (name !== 'id') yield problem('warning', msg`the field "${typed}" is not known, and left out`);
  }
  const parsed = recordInput.safeParse(fields);
  if (parsed.success) yield toDraft(parsed.data, line, venues);
  else {
    const [issue] = parsed.error.issues;
    const field = String(issue?.path[0] ?? '');
    yield problem('error', field in fields ? misfitOf(field, issue?.message) : msg`the ${field} is missing`);
  }
}

function toDraft(record: z.output<typeof recordInput>, line: number, venues: VenueTable): PaperDraft {
  const { links = [], code } = record;
  const names = record.author?.map((name): CslName => (typeof name === 'string' ? parseName(name) : name));
  const item = {
    ...Object.fromEntries(Object.entries(record.csl ?? {}).filter(hasForm)),
    type: record.type,
    title: record.title,
    author: names,
    issued: issuedOf(record),
    'container-title': venueWords(record.venue, record['container-title'], venues),
    DOI: record.doi,
    URL: record.url,
    volume: record.volume,
    issue: record.issue,
    page: record.page,
    abstract: record.abstract,
  };
  const isLinked = code === undefined || links.some(({ url }) => url === code);
  const allLinks: Link[] = isLinked ? links : [{ role: 'code', url: code }, ...links];
  const beside = {
    citationKey: record['citation-key'],
    arxiv: record.arxiv,
    track: record.track,
    links: allLinks.length === 0 ? undefined : allLinks,
    status: record.status,
    rating: record.rating,
    addedAt: record.added,
    tags: record.tags,
  };
  return { line, item: withoutUndefined(item) as CslItem, ...withoutUndefined(beside) };
}

/** Whether a variable of CSL has a value that what reads it can take. */
function hasForm([variable, value]: [variable: string, value: unknown]): boolean {
  return !TEXT_VARIABLES.has(variable) || typeof value === 'string';
}

function issuedOf({ year, month, day, issued, csl }: z.output<typeof recordInput>): CslDate | undefined {
  const stated = issued ?? csl?.['issued'];
  const date = typeof stated === 'string' ? dateOf(stated) : (stated as CslDate | undefined);
  const known = year === undefined ? dateParts(date) : { year, month, day };
  const first = [known.year, known.month, known.day].filter((part) => part !== undefined);
  if (first.length === 0) return date;
  const parts: unknown = date?.['date-parts'];
  const others = Array.isArray(parts) ? parts.slice(1) : [];
  return { ...date, 'date-parts': [first, ...others] };
}

/** What is wrong with the value of a field, by the code of its schema's error. */
function misfitOf(field: string, code: string | undefined): Message {
  switch (code) {
    case 'whole':
      return msg`${field} must be a whole number from ${RANGES[field]?.[0] ?? 0} to ${RANGES[field]?.[1] ?? 0}`;
    case 'mapping':
      return msg`${field} must be a mapping of CSL variables`;
    default:
      return misfit(field, code, msg`${field} must be a list of links, each with a role and a url`);
  }
}
