import { findDay } from '../domain/calendar.ts';
import { parseArxiv } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import { FormatError } from './format.ts';
import { readYaml, YAML_HEAD, YAML_HINT } from './yaml.ts';

/** Metadata fields in front of a note's text, as they are written. */
export interface NoteHead {
  readonly title?: string | undefined;
  readonly authors: readonly string[];
  readonly venue?: string | undefined;
  readonly year?: string | undefined;
  readonly url?: string | undefined;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  readonly code?: string | undefined;
  readonly datasets: readonly string[];
  /** Keywords among which a venue may stand (`NIPS 2014`). */
  readonly tags: readonly string[];
  /** The day of the note itself. */
  readonly date?: string | undefined;
  /** The offset behind the head. */
  readonly end: number;
}

/** The field that a key means, in English or Chinese. */
const FIELDS: Readonly<Record<string, keyof NoteHead>> = {
  title: 'title',
  name: 'title',
  标题: 'title',
  authors: 'authors',
  author: 'authors',
  作者: 'authors',
  venue: 'venue',
  conference: 'venue',
  journal: 'venue',
  booktitle: 'venue',
  会议: 'venue',
  期刊: 'venue',
  发表: 'venue',
  year: 'year',
  年份: 'year',
  url: 'url',
  uri: 'url',
  link: 'url',
  链接: 'url',
  论文: 'url',
  doi: 'doi',
  arxiv: 'arxiv',
  code: 'code',
  代码: 'code',
  datasets: 'datasets',
  数据集: 'datasets',
  tags: 'tags',
  keywords: 'tags',
  date: 'date',
  日期: 'date',
};

/**
 * Reads a YAML head between `---` lines.
 * @returns undefined where the text has none
 * @throws FormatError with the line where the head is no YAML, so that it is not read by half
 */
export function readYamlHead(source: string): NoteHead | undefined {
  const match = YAML_HEAD.exec(source);
  const [whole = '', yaml = ''] = match ?? [];
  // A rule, some words and another rule are no head: its first line would be a field.
  if (
    match === null ||
    !/^\s*(?:#[^\r\n]*[\r\n]\s*)*["']?[\p{L}_](?:[\p{L}\p{N}_ -]*[\p{L}\p{N}_-])?["']?\s*:/u.test(yaml)
  )
    return undefined;
  const read = readYaml(yaml);
  if ('problem' in read) {
    throw new FormatError(msg`the head is no YAML: ${read.problem}`, { line: read.line + 1 }, YAML_HINT);
  }
  const { value } = read;
  const entries = value === null || typeof value !== 'object' ? [] : Object.entries(value);
  return toHead(entries, whole.length);
}

/**
 * Reads lines of bold keys below a title: `**会议**: AAAI 2026`.
 * @returns undefined where the text at `start` has none
 */
export function readBoldKeys(source: string, start: number): NoteHead | undefined {
  const line = /[ \t\r\n]*\*\*([^*\r\n]{1,20})\*\*[ \t]*[:：][ \t]*([^\r\n]*?)[ \t]*(?:\r\n|\r|\n|$)/y;
  const entries: [string, string][] = [];
  line.lastIndex = start;
  let end = start;
  for (let match = line.exec(source); match !== null; match = line.exec(source)) {
    entries.push([match[1] ?? '', match[2] ?? '']);
    end = line.lastIndex;
  }
  return entries.some(([key]) => fieldOf(key) !== undefined) ? toHead(entries, end) : undefined;
}

function fieldOf(key: string): keyof NoteHead | undefined {
  return FIELDS[key.trim().toLowerCase()];
}

function toHead(entries: readonly (readonly [string, unknown])[], end: number): NoteHead {
  const texts = new Map<keyof NoteHead, string[]>();
  for (const [key, value] of entries) {
    const field = fieldOf(key);
    if (field !== undefined && !texts.has(field)) texts.set(field, textsOf(value));
  }
  const one = (field: keyof NoteHead): string | undefined => texts.get(field)?.join(', ');
  const list = (field: keyof NoteHead) =>
    (texts.get(field) ?? []).flatMap((text) => text.split(/\s*[,，、;；]\s*/)).filter(Boolean);
  // An address that stands alone is taken with its brackets.
  const address = (field: keyof NoteHead) => /^https?:\/\/\S+$|https?:\/\/[^\s)\]]+/.exec(one(field) ?? '')?.[0];
  const date = one('date');
  return {
    title: one('title'),
    authors: list('authors').map((name) => name.replace(/^\[\[|\]\]$/g, '')),
    venue: one('venue'),
    year: one('year'),
    url: address('url') ?? address('arxiv'),
    doi: one('doi'),
    arxiv: parseArxiv(one('arxiv') ?? '') ?? /\d{4}\.\d{4,5}/.exec(one('arxiv') ?? '')?.[0],
    code: address('code') ?? one('code'),
    datasets: list('datasets'),
    tags: list('tags'),
    date: date === undefined ? undefined : findDay(date)?.day,
    end,
  };
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (value instanceof Object || value === null || value === undefined) return [];
  return [String(value).trim()];
}
