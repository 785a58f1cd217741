import type { VenueTable } from '../../domain/venue.ts';
import { readAuthors } from './authors.ts';
import type { Table } from './blocks.ts';
import { type Entry, readEntry } from './entry.ts';
import { readInline } from './inline.ts';
import { type EntryLink, roleOf, roleOfLabel } from './links.ts';
import { readTag, type Tag } from './tag.ts';
import { composeText } from './text.ts';
import { isTitleCase, wordCount } from './title.ts';

type Column = 'title' | 'venue' | 'year' | 'authors' | 'links' | 'alias' | 'other';

const COLUMNS: readonly (readonly [Column, RegExp])[] = [
  [
    'links',
    /^(?:(?:paper |code |project |arxiv )?(?:links?|urls?|pdf)|codes?|github|code link|repo|repository|implementations?|project(?: ?page)?|data|datasets?|website|homepage|page|video|slides|resources?|代码|链接|论文链接|代码链接|项目|主页|开源代码|数据集?)$/i,
  ],
  [
    'title',
    /^(?:(?:paper|论文)?\s*(?:title|名称|题目|标题)s?|papers?|论文|title ?(?:&|and|\/|\+) ?authors?|title ?& ?\w+|articles?|works?|publications?|paper name|name of paper|文献)$/i,
  ],
  [
    'venue',
    /^(?:venues?|conf\.?|conference|conferences?|journal|conference ?\/ ?journal|venue ?[&/] ?year|published(?: in| at)?|publication venue|pub\.?|publish|published venue|会议|期刊|会议\/期刊|出处|来源|发表|source)$/i,
  ],
  [
    'year',
    /^(?:years?|dates?|time|pub\.? date|publish(?:ed)? date|publication date|release(?: date)?|month|年份|时间|日期|年)$/i,
  ],
  ['authors', /^(?:authors?|author\(s\)|first author|作者)$/i],
  [
    'alias',
    /^(?:names?|methods?|models?|abbr\.?|abbreviation|alias|short ?name|acronym|algorithm|approach|简称|缩写|方法|模型|方法名)$/i,
  ],
];

/** Columns beyond are not looked at. */
const MOST_COLUMNS = 40;

/** A row that was read, or why it was not. */
export type Row =
  | {
      readonly line: number;
      readonly entry: Entry /** The day or month of a column of dates. */;
      readonly date?: Tag | undefined;
    }
  | { readonly line: number; readonly words: string };

/** The papers of a table; undefined where no column of it can be one of titles. */
export function readTable(
  table: Table,
  definitions: ReadonlyMap<string, string>,
  venues: VenueTable,
): Row[] | undefined {
  const columns = columnsOf(table, definitions, venues);
  if (!columns.includes('title')) return undefined;
  return table.rows.flatMap(({ line, cells }) => readRow(line, cells, columns, table.head, definitions, venues));
}

/** Whether the rows link to papers: a table without titles that does is worth a word to the user. */
export function linksPapers(table: Table): boolean {
  return (
    table.rows.filter(({ cells }) =>
      cells.some((cell) => /https?:\/\/[^\s)]*(?:arxiv|openreview|thecvf|aclanthology|\.pdf)/i.test(cell)),
    ).length > 1
  );
}

function columnsOf(table: Table, definitions: ReadonlyMap<string, string>, venues: VenueTable): Column[] {
  const head = table.head.slice(0, MOST_COLUMNS);
  const columns = head.map((cell): Column => {
    const words = cell
      .replace(/[*_`]|<[^>]{0,100}>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    return COLUMNS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
  });
  const titles = columns.flatMap((column, at) => (column === 'title' ? [at] : []));
  const rows = table.rows.slice(0, 30);
  const titlesIn = (at: number): number => {
    const texts = rows.map(({ cells }) => composeText(readInline(cells[at] ?? '', definitions), venues).text);
    const long = texts.filter((text) => wordCount(text) >= 3);
    // Titles in small letters stand among others in capitals; a column of descriptions has none.
    return long.filter((text) => isTitleCase(text.split('\n')[0] ?? '')).length >= long.length * 0.3 ? long.length : 0;
  };
  // The column named so may hold links only ("Paper | [paper](…)"); the titles are then where most cells look like some.
  const best = [...head.keys()].map((at) => ({ at, count: titlesIn(at) })).sort((a, b) => b.count - a.count)[0];
  const named =
    titles.find((at) => titlesIn(at) > 0) ?? titles.find((at) => rows.some(({ cells }) => isWordy(cells[at] ?? '')));
  const title =
    named ??
    (best !== undefined && best.count >= Math.max(1, rows.length * 0.6) && linksPapers(table) ? best.at : undefined);
  return columns.map((column, at) => (at === title ? 'title' : column === 'title' ? 'links' : column));
}

/** Whether a cell holds words beside links that are only named. */
function isWordy(cell: string): boolean {
  const words = cell.replace(/\[([^\]]{0,300})\]\([^)]{0,900}\)/g, (_, label: string) =>
    roleOfLabel(label) === undefined ? label : '',
  );
  return wordCount(words) >= 3;
}

function readRow(
  line: number,
  cells: readonly string[],
  columns: readonly Column[],
  head: readonly string[],
  definitions: ReadonlyMap<string, string>,
  venues: VenueTable,
): Row[] {
  const spansAt = (at: number) => readInline(cells[at] ?? '', definitions);
  const titleAt = columns.indexOf('title');
  const words = cells[titleAt] ?? '';
  if (words.replace(/[^\p{L}]/gu, '') === '') return [];
  const entry = readEntry(spansAt(titleAt), venues);
  // A row of one short cell is the name of a group of rows.
  if (wordCount(words) <= 3 && cells.filter((cell) => cell !== '').length === 1 && entry?.links.length === 0) return [];
  if (entry === undefined) return [{ line, words }];
  const tags: Tag[] = [];
  const links: EntryLink[] = [];
  let { authors, alias } = entry;
  let date: Tag | undefined;
  for (const [at, column] of columns.entries()) {
    if (at === titleAt || (cells[at] ?? '') === '') continue;
    const composed = composeText(spansAt(at), venues);
    const linked = composed.marks.filter(({ kind, url }) => kind === 'link' && /^https?:/.test(url ?? ''));
    const named = head[at] ?? '';
    // In a column of code the address alone is the code.
    links.push(
      ...composed.links.map((link) =>
        roleOfLabel(link.text) === undefined ? { ...link, role: roleOf(named, link.url) } : link,
      ),
    );
    links.push(
      ...linked.map(({ url = '', start, end }) => ({
        role: roleOf(column === 'venue' ? 'paper' : named, url),
        url,
        text: composed.text.slice(start, end),
      })),
    );
    const text = composed.text.replace(/\s+/g, ' ').trim();
    if (/^[-—–/\\×✗✘]*$|^(?:n\/?a|none|无|tbd|tba)$/i.test(text)) continue;
    if (column === 'venue') {
      const tag = readTag(text, venues, 'any');
      if (tag !== undefined) tags.push(tag);
    } else if (column === 'year') {
      const tag = readTag(text, venues, 'known');
      if (tag?.month !== undefined && tag.words === undefined) date = tag;
      else if (tag !== undefined) tags.push(tag);
    } else if (column === 'authors') authors = readAuthors(text, true)?.names ?? authors;
    else if (column === 'alias') alias ??= text.length <= 40 ? text : undefined;
  }
  return [
    {
      line,
      entry: { ...entry, tags: [...tags, ...entry.tags], authors, alias, links: [...entry.links, ...links] },
      date,
    },
  ];
}
