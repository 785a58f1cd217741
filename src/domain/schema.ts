import * as z from 'zod/mini';
import { UsageError } from '../errors.ts';
import type { Addition } from './addition.ts';
import { dayOf, parseWeekRef } from './calendar.ts';
import { parseArxiv, parseDoi } from './identifiers.ts';
import { type Link, STATUSES } from './paper.ts';

const words = (name: string) =>
  z.string({ error: `${name} must be text` }).check(z.trim(), z.minLength(1, { error: `${name} is empty` }));

/** One text, or a list of texts. */
const several = (name: string) =>
  z.pipe(
    z.union([words(name), z.array(words(name))], { error: `${name} must be text or a list of texts` }),
    z.transform((value): string[] => (typeof value === 'string' ? [value] : value)),
  );

const textOrNumber = (name: string) =>
  z.pipe(
    z.union([words(name), z.number()], { error: `${name} must be text or a number` }),
    z.transform((value) => String(value)),
  );

/** What can be said of a paper, by flags or in a YAML head; the names are those of the flags and of CSL. */
const additionInput = z.strictObject({
  title: words('title'),
  author: z.optional(several('author')),
  venue: z.optional(words('venue')),
  year: z.optional(textOrNumber('year')),
  date: z.optional(textOrNumber('date')),
  theme: z.optional(words('theme')),
  'key-idea': z.optional(several('key-idea')),
  tag: z.optional(several('tag')),
  summary: z.optional(words('summary')),
  url: z.optional(words('url')),
  doi: z.optional(words('doi')),
  arxiv: z.optional(textOrNumber('arxiv')),
  volume: z.optional(textOrNumber('volume')),
  issue: z.optional(textOrNumber('issue')),
  page: z.optional(textOrNumber('page')),
  code: z.optional(words('code')),
  week: z.optional(textOrNumber('week')),
  status: z.optional(z.enum(STATUSES, { error: `status must be one of ${STATUSES.join(', ')}` })),
  again: z.optional(z.boolean()),
  another: z.optional(z.boolean()),
});

/** The names an addition's fields may have, for reading a head leniently: plural and other case. */
export const ADDITION_FIELDS: readonly string[] = Object.keys(additionInput.shape);

/**
 * Checks what the user said of a paper.
 * @throws UsageError naming the field and what it must be
 */
export function toAddition(input: Readonly<Record<string, unknown>>, today: string): Addition {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const parsed = additionInput.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (issue?.code === 'unrecognized_keys') {
      throw new UsageError(`unknown field "${issue.keys[0]}"`, `the fields are: ${ADDITION_FIELDS.join(', ')}`);
    }
    const field = String(issue?.path[0] ?? '');
    if (!(field in given)) throw new UsageError(`the ${field} is missing`, 'kd add "Title 2024AAAI"');
    throw new UsageError(issue?.message ?? 'this cannot be read as a paper');
  }
  const value = parsed.data;
  const date = value.date === undefined ? undefined : parseDate(value.date);
  const year = value.year === undefined ? date?.year : parseYear(value.year);
  if (date !== undefined && year !== date.year) {
    throw new UsageError(`the date ${value.date} is not in the year ${year}`);
  }
  const week = parseWeekRef(value.week ?? 'this', today);
  if (week === undefined) {
    throw new UsageError(`"${value.week}" names no week`, 'write 2024-05-17, 2024-W20, this or last');
  }
  const links: Link[] = value.code === undefined ? [] : [{ role: 'code', url: webAddress('code', value.code) }];
  const facts = {
    authors: value.author,
    links: links.length === 0 ? undefined : links,
    month: date?.month,
    day: date?.day,
    url: value.url === undefined ? undefined : webAddress('url', value.url),
    doi: identifier('DOI', value.doi, parseDoi, '10.1609/aaai.v38i5.28219'),
    arxiv: identifier('arXiv identifier', value.arxiv, parseArxiv, '2303.11098'),
    volume: value.volume,
    issue: value.issue,
    page: value.page,
  };
  return {
    titleLine: value.title.replace(/^#{1,6}\s+/, ''),
    venue: value.venue,
    year,
    facts: Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)),
    tags: value.tag ?? [],
    status: value.status ?? 'read',
    week,
    theme: value.theme,
    summary: value.summary,
    // A bullet's mark belongs to the note, not to the sentence.
    keyIdeas: (value['key-idea'] ?? []).map((idea) => idea.replace(/^[-*+][ \t]+/, '')),
    again: value.again ?? false,
    another: value.another ?? false,
  };
}

function parseYear(text: string): number {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1900 || year > 2099) {
    throw new UsageError(`"${text}" is no year`, 'write four digits: 2024');
  }
  return year;
}

/** A date of publication: `2024`, `2024-03` or `2024-03-21`. */
function parseDate(text: string): { year: number; month?: number; day?: number } {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  const [year, month, day] = [match?.[1], match?.[2], match?.[3]].map((part) =>
    part === undefined ? undefined : Number(part),
  );
  if (year === undefined || dayOf(year, month ?? 1, day ?? 1) === undefined) {
    throw new UsageError(`"${text}" is no date`, 'write 2024, 2024-03 or 2024-03-21');
  }
  return { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
}

function webAddress(name: string, text: string): string {
  if (/^https?:\/\/\S+$/i.test(text)) return text;
  throw new UsageError(
    `the ${name} "${text}" is no web address`,
    'it starts with http:// or https:// and has no spaces',
  );
}

function identifier(
  name: string,
  text: string | undefined,
  parse: (text: string) => string | undefined,
  example: string,
): string | undefined {
  if (text === undefined) return undefined;
  const found = parse(text);
  if (found === undefined) throw new UsageError(`"${text}" is no ${name}`, `such as ${example}`);
  return found;
}
