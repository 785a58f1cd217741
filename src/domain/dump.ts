import * as z from 'zod/mini';
import { LINK_ROLES, STATUSES } from './paper.ts';
import { TAG_KINDS } from './tag.ts';
import { BLOCK_KINDS } from './week.ts';

/** The records of a dump, as `kd dump` writes them, one a line. */

const id = z.int().check(z.positive());
const text = z.string();
const optional = z.optional;
const ids = z.record(text, id);
const row = z.record(text, z.union([text, z.number(), z.null()]));
const span = z.tuple([z.int(), z.int()]);
const day = text.check(z.regex(/^\d{4}-\d{2}-\d{2}$/));

const library = z.object({
  record: z.literal('library'),
  schema: z.literal(1),
});

/**
 * The highest id that each table ever gave, as ids are not given twice, and the ids of the tags and venues that come with
 * kd, by their names.
 */
const idsGiven = z.object({ record: z.literal('ids'), highest: ids, tags: ids, venues: ids });

const tag = z.object({
  record: z.literal('tag'),
  id: optional(id),
  name: text,
  kind: z.enum(TAG_KINDS),
  aliases: z.array(text),
});

const paper = z.object({
  record: z.literal('paper'),
  id,
  citationKey: text,
  title: text,
  venue: optional(text),
  containerTitle: optional(text),
  year: optional(z.int()),
  month: optional(z.int()),
  day: optional(z.int()),
  track: optional(text),
  doi: optional(text),
  arxiv: optional(text),
  url: optional(text),
  volume: optional(text),
  issue: optional(text),
  page: optional(text),
  abstract: optional(text),
  rating: optional(z.int()),
  type: optional(text),
  extra: optional(z.record(text, z.unknown())),
  authors: z.array(text),
  links: z.array(z.object({ role: z.enum(LINK_ROLES), url: optional(text), text: optional(text) })),
  status: z.enum(STATUSES),
  setByUser: z.array(text),
  addedAt: text,
  addedTags: z.array(text),
  removedTags: z.array(text),
  aliases: z.array(z.object({ alias: text, choice: z.enum(['added', 'removed']) })),
  entry: optional(z.object({ type: text, key: text, fields: z.record(text, text) })),
  /** The papers that were taken into it: what they were known by and it is not. */
  merged: optional(
    z.array(
      z.object({
        id,
        citationKey: text,
        entryKey: optional(text),
        title: text,
        doi: optional(text),
        arxiv: optional(text),
      }),
    ),
  ),
  /** The papers that the user decided are others than it. */
  different: optional(z.array(id)),
});

const spans = z.object({
  heading: span,
  summary: optional(span),
  keyIdeas: z.array(span),
  remarks: z.array(span),
  bold: z.array(span),
  mentions: z.array(span),
});

const reading = z.object({
  paperId: id,
  themeId: z.nullable(id),
  title: text,
  venue: z.nullable(text),
  containerTitle: z.nullable(text),
  year: z.nullable(z.int()),
  month: z.nullable(z.int()),
  track: z.nullable(text),
  rank: z.nullable(text),
  unsure: z.boolean(),
  ranCode: z.boolean(),
  refersTo: z.nullable(text),
  sharesText: z.boolean(),
  spans,
});

const week = z.object({
  record: z.literal('week'),
  id,
  date: day,
  fileName: z.nullable(text),
  bases: z.array(z.object({ fileName: text, base: text })),
  quotes: z.array(z.tuple([text, z.enum(['theme', 'remark', 'prose'])])),
  proposed: z.array(text),
  blocks: z.array(z.object({ id, kind: z.enum(BLOCK_KINDS), source: text, text, reading: optional(reading) })),
});

const note = z.object({
  record: z.literal('note'),
  id,
  file: text,
  folder: text,
  paper: z.nullable(id),
  source: text,
  base: z.nullable(text),
});

/** What is kept of a removed paper: its rows as they were, without what is derived. */
const removedContent = z.object({
  paper: row,
  /** The rows that were parts of it, by their tables. */
  parts: z.record(text, z.array(row)),
  notes: z.array(row),
  /** The headings of its readings, which stay in the weeks of these dates as prose. */
  readings: z.array(z.object({ date: day, heading: text })),
  /** The names of the tags and venues that the rows name, by their ids. */
  tags: z.record(text, text),
  venues: z.record(text, text),
});
export type RemovedContent = z.infer<typeof removedContent>;

const removed = z.object({
  record: z.literal('removed'),
  id,
  citationKey: text,
  title: text,
  removedAt: text,
  content: removedContent,
});

const operation = z.object({
  record: z.literal('operation'),
  id,
  at: text,
  command: text,
  undone: optional(z.boolean()),
  discarded: optional(z.boolean()),
  changes: z.array(z.object({ table: text, key: row, before: z.nullable(row), after: z.nullable(row) })),
});

const dumpRecord = z.discriminatedUnion('record', [library, idsGiven, tag, paper, week, note, removed, operation]);

export type DumpRecord = z.infer<typeof dumpRecord>;
export type DumpRecordOf<K extends DumpRecord['record']> = Extract<DumpRecord, { record: K }>;

/** The record, or what is wrong with it: where in it, and why. */
export function toDumpRecord(value: unknown): { record: DumpRecord } | { wrong: string } {
  const parsed = dumpRecord.safeParse(value);
  if (parsed.success) return { record: parsed.data };
  const [issue] = parsed.error.issues;
  return { wrong: [issue?.path.join('.') ?? '', issue?.message ?? ''].filter((part) => part !== '').join(': ') };
}
