import { stringify } from 'csv-stringify/sync';
import type { CslDate, CslItem } from '../domain/csl.ts';
import type { DraftOrProblem, PaperDraft } from '../domain/draft.ts';
import { parseArxiv } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import { LINK_ROLES, type Link, STATUSES } from '../domain/paper.ts';
import type { VenueTable } from '../domain/venue.ts';
import { dateOf, joinNames, joinTexts, namesOf, textsOf, venueWords, withoutUndefined } from './csl-values.ts';
import { COLUMNS, type Column, columnOf, type Field } from './csv-columns.ts';
import { type Delimiter, delimiterOf, headerLine, rowsOf } from './csv-rows.ts';
import type { ExportPaper, ReadContext, TextSource, WriteOptions } from './foreign.ts';
import { readExtra, typeOfZotero } from './zotero.ts';

/** Tables of papers with a row of names, as CSV (RFC 4180) or with another delimiter. */

/** Whether the text begins with a row of names, one of which is that of a title, and another one that is known. */
export function looksLike(start: string): boolean {
  const header = headerLine([start]);
  const columns = header.split(delimiterOf(header)).map((name) => columnOf(name.replace(/^\s*"|"\s*$/g, '')));
  return columns.some(isTitle) && columns.filter(({ kind }) => kind === 'variable' || kind === 'field').length > 1;
}

function isTitle(column: Column): boolean {
  return column.kind === 'variable' && column.name === 'title';
}

export function* read(source: TextSource, { venues }: ReadContext): Generator<DraftOrProblem> {
  const delimiter = delimiterOf(headerLine(source.pieces()));
  let columns: Column[] | undefined;
  let isAfterBroken = false;
  for (const { line, cells, mayBeRest } of rowsOf(source.pieces(), delimiter)) {
    if (columns === undefined) {
      // Excel may say above the names how the cells are separated.
      if (cells !== undefined && cells[0]?.startsWith('sep=') === true) continue;
      columns = (cells ?? []).map(columnOf);
      if (columns.some(isTitle)) continue;
      const found = (cells ?? []).map((name) => `"${name.slice(0, 40)}"`).slice(0, 40);
      yield { line, severity: 'error', message: msg`no column is called "title": there are ${found.join(', ')}` };
      return;
    }
    if (cells === undefined) {
      isAfterBroken = true;
      yield { line, severity: 'error', message: msg`a quote is open or stands inside a cell, and is not doubled` };
      continue;
    }
    // The lines of a broken cell are no rows of their own.
    if (cells.length === columns.length) isAfterBroken = false;
    else if (isAfterBroken && (mayBeRest || cells.some((cell) => cell.includes('"')))) continue;
    if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
      yield {
        line,
        severity: 'error',
        message: msg`this row has ${cells.length} cells, and the first row ${columns.length}`,
      };
      continue;
    }
    yield readRow(line, columns, cells, venues);
  }
}

function readRow(
  line: number,
  columns: readonly Column[],
  cells: readonly string[],
  venues: VenueTable,
): DraftOrProblem {
  const item: Record<string, unknown> = {};
  const fields = new Map<Field, string>();
  const others: Record<string, string> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell.trim() === '') continue;
    // Where two columns say the same thing, the first one does.
    if (column.kind === 'variable' && item[column.name] === undefined) item[column.name] = cell;
    else if (column.kind === 'field' && !fields.has(column.name)) fields.set(column.name, cell);
    else if (column.kind === 'other' && column.name !== '') others[column.name] = cell;
  }
  if (item['title'] === undefined) return { line, severity: 'error', message: msg`this record has no title` };
  const extra = readExtra(String(item['note'] ?? ''));
  const status = fields.get('status')?.trim().toLowerCase();
  const knownStatus = STATUSES.find((name) => name === status);
  if (status !== undefined && knownStatus === undefined) others['status'] = fields.get('status') ?? '';
  const rating = Number(fields.get('rating'));
  const [authors, editors] = [namesOf(fields.get('authors') ?? ''), namesOf(fields.get('editors') ?? '')];
  const keywords = textsOf(fields.get('keywords') ?? '');
  const links = readLinks(fields);
  const tags = textsOf(fields.get('tags') ?? '');
  const { accessed } = item;
  const whole = {
    ...item,
    type: typeOf(fields.get('type')),
    author: authors.length === 0 ? undefined : authors,
    editor: editors.length === 0 ? undefined : editors,
    issued: issuedOf(item['issued'], fields),
    accessed: typeof accessed === 'string' ? dateOf(accessed) : undefined,
    'container-title': containerOf(item, fields, venues),
    DOI: item['DOI'] ?? extra.doi,
    keyword: keywords.length === 0 ? undefined : keywords.join(', '),
    custom: Object.keys(others).length === 0 ? undefined : { csv: others },
  };
  const beside: Partial<PaperDraft> = {
    citationKey: fields.get('citation-key') ?? extra.citationKey,
    arxiv: parseArxiv(fields.get('arxiv') ?? '') ?? extra.arxiv,
    track: fields.get('track'),
    links: links.length === 0 ? undefined : links,
    status: knownStatus,
    rating: Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : undefined,
    addedAt: addedAt(fields.get('added')),
    tags: tags.length === 0 ? undefined : tags,
  };
  return { line, item: withoutUndefined(whole) as CslItem, ...withoutUndefined(beside) };
}

function typeOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return typeOfZotero(text) ?? (/^[a-z]+(?:-[a-z]+)*$/.test(text) ? text : undefined);
}

/** The date of its own column, unless the year's says another year. */
function issuedOf(date: unknown, fields: ReadonlyMap<Field, string>): CslDate | undefined {
  const [year, month, day] = (['year', 'month', 'day'] as const).map((name) => fields.get(name)?.trim());
  const stated = typeof date === 'string' ? dateOf(date) : undefined;
  if (year === undefined) return stated;
  const ofYear = dateOf([year, month, day].filter((part) => part !== undefined).join('-'));
  const isSameYear = stated?.['date-parts']?.[0]?.[0] === ofYear?.['date-parts']?.[0]?.[0];
  return stated !== undefined && isSameYear && month === undefined ? stated : ofYear;
}

/** The words for the venue; a conference that is named beside its proceedings is asked last. */
function containerOf(
  item: Readonly<Record<string, unknown>>,
  fields: ReadonlyMap<Field, string>,
  venues: VenueTable,
): string | undefined {
  const words = fields.get('container-title') ?? (item['container-title'] as string | undefined);
  return venueWords(fields.get('venue'), words, venues) ?? (item['event-title'] as string | undefined);
}

/** Zotero writes dates of its own in UTC, and with a space. */
function addedAt(text: string | undefined): string | undefined {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)$/.exec(text ?? '') ?? [];
  return day === undefined ? text : `${day}T${time}Z`;
}

/** The links of a row: that of its code, and others as `role address text`, with `-` for an address that there is not. */
function readLinks(fields: ReadonlyMap<Field, string>): Link[] {
  const code = fields.get('code');
  const others = textsOf(fields.get('links') ?? '').flatMap((text): Link[] => {
    const [, typed, url = '', words] = /^(\w+) (\S+)(?: (.*))?$/s.exec(text) ?? [];
    const role = LINK_ROLES.find((name) => name === typed);
    if (role === undefined) return [];
    return [withoutUndefined({ role, url: url === '-' ? undefined : url, text: words })];
  });
  return code === undefined || others.some(({ url }) => url === code)
    ? others
    : [{ role: 'code', url: code }, ...others];
}

function printLink({ role, url, text }: Link): string {
  return [role, url ?? '-', ...(text === undefined ? [] : [text])].join(' ');
}

export function write(papers: Iterable<ExportPaper>, options: WriteOptions): Generator<string> {
  return writeTable(papers, options, ',');
}

/** The same with tabs between the cells. */
export function writeTsv(papers: Iterable<ExportPaper>, options: WriteOptions): Generator<string> {
  return writeTable(papers, options, '\t');
}

function* writeTable(papers: Iterable<ExportPaper>, options: WriteOptions, delimiter: Delimiter): Generator<string> {
  // The columns that papers were read with are known when all papers are; a list that is made on the way is kept.
  const iterator: unknown = papers[Symbol.iterator]();
  const all = iterator === papers ? [...papers] : papers;
  const columns = options.columns.length > 0 ? options.columns : [...COLUMNS, ...otherColumns(all)];
  const settings = { delimiter, escape_formulas: options.spreadsheetSafe, quoted_match: /[\r\n]/ };
  yield stringify([columns], settings);
  for (const paper of all) yield stringify([columns.map((column) => cellOf(paper, column))], settings);
}

function otherColumns(papers: Iterable<ExportPaper>): Set<string> {
  const names = new Set<string>();
  for (const { item } of papers) for (const name of Object.keys(readOthers(item))) names.add(name);
  return names;
}

function readOthers({ custom }: CslItem): Readonly<Record<string, unknown>> {
  return (custom?.['csv'] ?? {}) as Readonly<Record<string, unknown>>;
}

function cellOf({ paper, key, item, tags }: ExportPaper, column: string): string {
  const [code, ...others] = [...paper.links].sort((a, b) => Number(isCode(b)) - Number(isCode(a)));
  const hasCode = code !== undefined && isCode(code);
  const cells: Readonly<Record<string, unknown>> = {
    'citation-key': key,
    title: paper.title,
    authors: joinNames(item.author ?? []),
    venue: paper.venue ?? paper.containerTitle,
    year: paper.year,
    month: paper.month,
    day: paper.day,
    doi: paper.doi,
    arxiv: paper.arxiv,
    url: paper.url,
    code: hasCode ? code.url : undefined,
    tags: joinTexts(tags.map(({ name }) => name)),
    status: paper.status,
    rating: paper.rating,
    volume: paper.volume,
    issue: paper.issue,
    page: paper.page,
    abstract: paper.abstract,
    type: paper.type,
    track: paper.track,
    'container-title': paper.venue === undefined ? undefined : paper.containerTitle,
    links: joinTexts((hasCode ? others : paper.links).map(printLink)),
    added: paper.addedAt,
  };
  const value = column in cells ? cells[column] : (readOthers(item)[column] ?? item[column]);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A link that says no more than where the code is. */
function isCode({ role, url, text }: Link): boolean {
  return role === 'code' && url !== undefined && text === undefined;
}
