import * as z from 'zod/mini';
import { UsageError } from '../errors.ts';
import type { Addition } from './addition.ts';
import { dayOf, parseWeekRef } from './calendar.ts';
import { parseArxiv, parseDoi } from './identifiers.ts';
import { msg, verbatim } from './message.ts';
import { misfit } from './misfit.ts';
import { type Link, STATUSES } from './paper.ts';

// The errors of the schemas are the codes that `misfit` turns into messages.
const words = z.string({ error: 'text' }).check(z.trim(), z.minLength(1, { error: 'empty' }));

/** One text, or a list of texts. */
const several = z.pipe(
  z.union([words, z.array(words)], { error: 'list' }),
  z.transform((value): string[] => (typeof value === 'string' ? [value] : value)),
);

const textOrNumber = z.pipe(
  z.union([words, z.number()], { error: 'number' }),
  z.transform((value) => String(value)),
);

/** What can be said of a paper, by flags or in a YAML head; the names are those of the flags and of CSL. */
const additionInput = z.strictObject({
  title: words,
  author: z.optional(several),
  venue: z.optional(words),
  year: z.optional(textOrNumber),
  date: z.optional(textOrNumber),
  theme: z.optional(words),
  'key-idea': z.optional(several),
  tag: z.optional(several),
  summary: z.optional(words),
  url: z.optional(words),
  doi: z.optional(words),
  arxiv: z.optional(textOrNumber),
  volume: z.optional(textOrNumber),
  issue: z.optional(textOrNumber),
  page: z.optional(textOrNumber),
  code: z.optional(words),
  week: z.optional(textOrNumber),
  status: z.optional(z.enum(STATUSES, { error: 'status' })),
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
      const [key = ''] = issue.keys;
      throw new UsageError(msg`unknown field "${key}"`, msg`the fields are: ${ADDITION_FIELDS.join(', ')}`);
    }
    const field = String(issue?.path[0] ?? '');
    if (!(field in given)) throw new UsageError(msg`the ${field} is missing`, verbatim('kd add "Title 2024AAAI"'));
    throw new UsageError(misfit(field, issue?.message));
  }
  const value = parsed.data;
  const date = value.date === undefined ? undefined : parseDate(value.date);
  const year = value.year === undefined ? date?.year : parseYear(value.year);
  if (date !== undefined && year !== date.year) {
    throw new UsageError(msg`the date ${value.date ?? ''} is not in the year ${year ?? ''}`);
  }
  const week = parseWeekRef(value.week ?? 'this', today);
  if (week === undefined) {
    throw new UsageError(msg`"${value.week ?? ''}" names no week`, msg`write 2024-05-17, 2024-W20, this or last`);
  }
  const links: Link[] = value.code === undefined ? [] : [{ role: 'code', url: webAddress('code', value.code) }];
  const facts = {
    authors: value.author,
    links: links.length === 0 ? undefined : links,
    month: date?.month,
    day: date?.day,
    url: value.url === undefined ? undefined : webAddress('url', value.url),
    doi: value.doi === undefined ? undefined : doiIn(value.doi),
    arxiv: value.arxiv === undefined ? undefined : arxivIn(value.arxiv),
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

/** A year of publication. @throws UsageError */
export function parseYear(text: string): number {
  const year = Number(text);
  if (!/^\d{4}$/.test(text) || year < 1900 || year > 2099) {
    throw new UsageError(msg`"${text}" is no year`, msg`write four digits: 2024`);
  }
  return year;
}

/** A date of publication: `2024`, `2024-03` or `2024-03-21`. @throws UsageError */
export function parseDate(text: string): { year: number; month?: number; day?: number } {
  const match = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  const [year, month, day] = [match?.[1], match?.[2], match?.[3]].map((part) =>
    part === undefined ? undefined : Number(part),
  );
  if (year === undefined || dayOf(year, month ?? 1, day ?? 1) === undefined) {
    throw new UsageError(msg`"${text}" is no date`, msg`write 2024, 2024-03 or 2024-03-21`);
  }
  return { year, ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
}

/** The web address, as it is. @throws UsageError that names it so */
export function webAddress(name: string, text: string): string {
  if (/^https?:\/\/\S+$/i.test(text)) return text;
  throw new UsageError(
    msg`the ${name} "${text}" is no web address`,
    msg`it starts with http:// or https:// and has no spaces`,
  );
}

/** @throws UsageError where there is none */
export function doiIn(text: string): string {
  const doi = parseDoi(text);
  if (doi === undefined) throw new UsageError(msg`"${text}" is no DOI`, msg`such as ${'10.1609/aaai.v38i5.28219'}`);
  return doi;
}

/** @throws UsageError where there is none */
export function arxivIn(text: string): string {
  const arxiv = parseArxiv(text);
  if (arxiv === undefined) throw new UsageError(msg`"${text}" is no arXiv identifier`, msg`such as ${'2303.11098'}`);
  return arxiv;
}
