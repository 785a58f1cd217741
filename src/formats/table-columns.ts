import { msg } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { oneLine } from '../domain/text.ts';
import { UsageError } from '../errors.ts';
import type { ExportPaper, ExportTag } from './foreign.ts';

/** What stands in a cell of a table, before it is written in the table's own language. */
export interface Cell {
  readonly text: string;
  /** Where the text leads to; of the web alone. */
  readonly url?: string | undefined;
  /** The key of the paper to cite behind the text. */
  readonly cite?: string | undefined;
  /** The text is Markdown that the user wrote. */
  readonly isMarkdown?: true | undefined;
}

export interface TableColumn {
  readonly name: string;
  readonly head: string;
  /** `number`: set to the right; `long`: a text that may need several lines; else a few words. */
  readonly kind?: 'number' | 'long' | undefined;
  readonly cell: (paper: ExportPaper) => Cell;
}

const COLUMNS: readonly TableColumn[] = [
  { name: 'method', head: 'Method', cell: (paper) => ({ text: methodName(paper), cite: paper.key }) },
  { name: 'key', head: 'Key', cell: ({ key }) => ({ text: key }) },
  { name: 'title', head: 'Title', kind: 'long', cell: ({ paper }) => ({ text: paper.title, url: addressOf(paper) }) },
  { name: 'authors', head: 'Authors', kind: 'long', cell: ({ paper }) => ({ text: paper.authors.join(', ') }) },
  { name: 'venue', head: 'Venue', cell: ({ paper }) => ({ text: paper.venue ?? paper.containerTitle ?? '' }) },
  { name: 'year', head: 'Year', kind: 'number', cell: ({ paper }) => ({ text: String(paper.year ?? '') }) },
  { name: 'ideas', head: 'Ideas', kind: 'long', cell: ({ tags }) => labels(tags, 'idea') },
  { name: 'tasks', head: 'Tasks', kind: 'long', cell: ({ tags }) => labels(tags, 'task') },
  { name: 'datasets', head: 'Datasets', kind: 'long', cell: ({ tags }) => labels(tags, 'dataset') },
  { name: 'topics', head: 'Topics', kind: 'long', cell: ({ tags }) => labels(tags, 'topic') },
  { name: 'code', head: 'Code', cell: ({ paper }) => codeOf(paper) },
  {
    name: 'summary',
    head: 'Summary',
    kind: 'long',
    cell: ({ readings }) => markdown(readings.flatMap(({ summary }) => summary ?? []).join(' ')),
  },
  {
    name: 'key-ideas',
    head: 'Key ideas',
    kind: 'long',
    cell: ({ readings }) => markdown(readings.flatMap(({ keyIdeas }) => keyIdeas).join('; ')),
  },
  { name: 'status', head: 'Status', cell: ({ paper }) => ({ text: paper.status }) },
  { name: 'rating', head: 'Rating', kind: 'number', cell: ({ paper }) => ({ text: String(paper.rating ?? '') }) },
  { name: 'week', head: 'Week', cell: ({ readings }) => ({ text: readings.map(({ week }) => week).join(', ') }) },
];

/**
 * The columns of these names, in their order; where there are none, the `standard` ones.
 * @throws UsageError that names the known columns
 */
export function columnsOf(names: readonly string[], standard: readonly string[]): TableColumn[] {
  return (names.length === 0 ? standard : names).map((name) => {
    const column = COLUMNS.find((other) => other.name === name.trim().toLowerCase());
    if (column !== undefined) return column;
    const known = COLUMNS.map((other) => other.name).join(', ');
    throw new UsageError(msg`a table has no column "${name}"`, msg`the columns are: ${known}`);
  });
}

/** How many letters the part of a title before its colon has at most, where it is a name: "CrossKD: …". */
const LONGEST_NAME = 30;

/** Words that no shortened title ends with. */
const SMALL_WORDS = /^(?:an?|the|and|or|by|via|of|for|from|in|into|on|to|with|using|is|are)$/i;

/** What a paper is called in a table: its short name; else the name before the title's colon, or its first words. */
export function methodName({ paper, aliases }: ExportPaper): string {
  const [alias] = aliases;
  if (alias !== undefined) return alias;
  const title = oneLine(paper.title);
  const name = /^([^:：]+)[:：]/.exec(title)?.[1]?.trim() ?? '';
  if (name !== '' && name.length <= LONGEST_NAME) return name;
  const all = title.split(/\s+/);
  if (all.length <= 4) return title;
  const first = all.slice(0, 4);
  while (first.length > 1 && SMALL_WORDS.test(first.at(-1) ?? '')) first.pop();
  return `${first.join(' ').replace(/[,:;，：；]$/, '')} …`;
}

/** The address of the paper's page, or undefined: one that is not of the web could name a file of the user's own. */
function addressOf({ url, doi, arxiv }: Paper): string | undefined {
  if (doi !== undefined) return `https://doi.org/${doi}`;
  return webAddress(url) ?? (arxiv === undefined ? undefined : `https://arxiv.org/abs/${arxiv}`);
}

function webAddress(url: string | undefined): string | undefined {
  return url !== undefined && /^https?:\/\//i.test(url) ? url : undefined;
}

/** The paper's code, or whether there is any; empty where nothing is known of it. */
function codeOf({ links }: Paper): Cell {
  const code = links.filter(({ role }) => role === 'code');
  const address = code.map(({ url }) => webAddress(url)).find((url) => url !== undefined);
  if (address !== undefined) return { text: 'code', url: address };
  return { text: code.length === 0 ? '' : code.some(({ url }) => url !== undefined) ? 'yes' : 'no' };
}

function labels(tags: readonly ExportTag[], kind: ExportTag['kind']): Cell {
  const carried = tags.filter((tag) => tag.kind === kind);
  return { text: carried.map(({ name, labelEn }) => labelEn ?? name).join(', ') };
}

function markdown(text: string): Cell {
  return { text, isMarkdown: true };
}

/** The text with a blank instead of each line end and control character. */
export function cellLine(text: string): string {
  return oneLine(text).replace(/\s+/g, ' ');
}

/** The address in characters that are safe in a link of Markdown and of LaTeX. */
export function safeAddress(url: string): string {
  return url
    .toWellFormed()
    .replace(/[^!#$%&'*+,\-./0-9:;=?@A-Z_a-z~]/gu, (character) =>
      /[()]/.test(character) ? `%${character.charCodeAt(0).toString(16)}` : encodeURIComponent(character),
    );
}
