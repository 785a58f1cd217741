import type { ExportPaper, WriteOptions } from './foreign.ts';
import { escapeCell, escapeMarkdown } from './markdown-text.ts';
import { type Cell, cellLine, columnsOf, safeAddress, type TableColumn } from './table-columns.ts';

const STANDARD = ['title', 'venue', 'year', 'ideas', 'code'];

/**
 * A table as GitHub's Markdown has it, each title a link.
 * @throws UsageError where a column is not known
 */
export function write(papers: Iterable<ExportPaper>, options: Pick<WriteOptions, 'columns'>): Iterable<string> {
  return rows(papers, columnsOf(options.columns, STANDARD));
}

function* rows(papers: Iterable<ExportPaper>, columns: readonly TableColumn[]): Iterable<string> {
  yield row(columns.map(({ head }) => head));
  yield row(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---')));
  for (const paper of papers) yield row(columns.map(({ cell }) => markdownCell(cell(paper))));
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function markdownCell({ text, url, cite, isMarkdown }: Cell): string {
  const words = escapeCell(isMarkdown ? cellLine(text) : escapeMarkdown(text));
  if (cite !== undefined) return `${words} [@${escapeCell(escapeMarkdown(cite))}]`;
  return url === undefined || words === '' ? words : `[${words}](${safeAddress(url)})`;
}
