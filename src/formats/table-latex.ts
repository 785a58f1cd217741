import type { ExportPaper, WriteOptions } from './foreign.ts';
import { escapeLatex } from './latex-text.ts';
import { type Cell, cellLine, columnsOf, safeAddress, type TableColumn } from './table-columns.ts';

const STANDARD = ['method', 'venue', 'year', 'ideas', 'datasets'];

/** How a column is set in LaTeX, by its kind. */
const SETTINGS = { number: 'r', long: '>{\\raggedright\\arraybackslash}X', words: 'l' };

/**
 * A related-work table with rules of booktabs, to be put into a `table` of the paper being written.
 * @throws UsageError where a column is not known
 */
export function write(papers: Iterable<ExportPaper>, options: Pick<WriteOptions, 'columns'>): Iterable<string> {
  return rows(papers, columnsOf(options.columns, STANDARD));
}

function* rows(papers: Iterable<ExportPaper>, columns: readonly TableColumn[]): Iterable<string> {
  // Only long texts need columns that share the width of the line and break.
  const hasLong = columns.some(({ kind }) => kind === 'long');
  const environment = hasLong ? 'tabularx' : 'tabular';
  const settings = columns.map(({ kind }) => SETTINGS[kind ?? 'words']).join(' ');
  yield '% \\usepackage{booktabs}\n';
  if (hasLong) yield '% \\usepackage{tabularx}\n';
  yield '% \\usepackage{amssymb}\n% \\usepackage{hyperref}\n';
  yield `\\begin{${environment}}${hasLong ? '{\\linewidth}' : ''}{@{} ${settings} @{}}\n\\toprule\n`;
  yield `${columns.map(({ head }) => head).join(' & ')} \\\\\n\\midrule\n`;
  for (const paper of papers) yield `${columns.map(({ cell }) => latexCell(cell(paper))).join(' & ')} \\\\\n`;
  yield `\\bottomrule\n\\end{${environment}}\n`;
}

function latexCell({ text, url, cite, isMarkdown }: Cell): string {
  const words = escapeLatex(cellLine(isMarkdown ? text.replaceAll('**', '') : text));
  // Behind the end of a row, a bracket or a star would be read as an option of it.
  const safe = /^[[*]/.test(words) ? `{}${words}` : words;
  if (cite !== undefined) return `${safe}~\\cite{${citeKey(cite)}}`;
  return url === undefined || safe === '' ? safe : `\\href{${safeAddress(url).replace(/[#%&]/g, '\\$&')}}{${safe}}`;
}

/** The key without the characters that end it, or that LaTeX reads otherwise, inside `\cite`. */
function citeKey(key: string): string {
  return cellLine(key).replace(/[\s\\{},%#~^$&"]/g, '');
}
