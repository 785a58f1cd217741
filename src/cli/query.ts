import { type ResolvedQuery, resolveQuery } from '../core/resolve-query.ts';
import { type ParsedQuery, parseQuery, printQuery, type Query, type QueryField, queryText } from '../domain/query.ts';
import { isCjk } from '../domain/text.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';

/** What a command line says of the papers it wants: words of the query language, and flags that are short for terms. */
export interface QueryWords {
  readonly words: readonly string[];
  readonly flags?: Readonly<Partial<Record<QueryField, string | readonly string[]>>> | undefined;
}

/** The query of a command line, read before the library is opened, so that a mistake in it is said first. */
export function readQuery({ words, flags = {} }: QueryWords): ParsedQuery {
  const terms = Object.entries(flags).flatMap(([field, value]) =>
    [value ?? []]
      .flat()
      .map((one) => printQuery({ kind: 'term', field: field as QueryField, operator: ':', value: one, at: 0 })),
  );
  return parseQuery([queryText(words), ...terms].filter((part) => part !== '').join(' '));
}

/** Looks up the names of a query in a library. */
export async function lookUp(
  app: App,
  library: Library,
  query: ParsedQuery,
  substring = false,
): Promise<ResolvedQuery> {
  // The settings are read only where a query asks for a saved one.
  const saved = query.text.includes('@') ? (await app.settings()).queries : {};
  return resolveQuery(library, query, { today: app.today, saved, substring });
}

/** How a query was understood, line by line: its tree, the tags its words name, and how SQLite finds the papers. */
export function explainQuery(library: Library, where: Query | undefined, resolved: ResolvedQuery): string {
  const tree = where === undefined ? ['all papers'] : treeOf(where, '');
  const tags = resolved.tags.map(
    ({ word, tag }) => `${word} = ${tag.name}${tag.labelZh === null ? '' : ` (${tag.labelZh})`}`,
  );
  const plan = library.papers.planOf(resolved.where);
  const part = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [name, ...lines.map((line) => `  ${line}`)];
  return `${[...part('query', tree), ...part('tags', [...new Set(tags)]), ...part('plan', plan)].join('\n')}\n`;
}

function treeOf(query: Query, indent: string): string[] {
  if (query.kind === 'all' || query.kind === 'any') {
    return [
      `${indent}${query.kind === 'all' ? 'and' : 'or'}`,
      ...query.of.flatMap((part) => treeOf(part, `${indent}  `)),
    ];
  }
  if (query.kind === 'not') return [`${indent}not`, ...treeOf(query.of, `${indent}  `)];
  return [`${indent}${query.kind === 'text' ? `text "${query.words}"` : printQuery(query)}`];
}

/** The query with a caret under one of its characters, as two lines. */
export function pointAt(query: string, at: number): string {
  const width = [...query.slice(0, at)].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
  return `  ${query}\n  ${' '.repeat(width)}^\n`;
}

function isWide(character: string): boolean {
  return isCjk(character) || /[\u3000-\u303f\uff01-\uff60]/.test(character);
}
