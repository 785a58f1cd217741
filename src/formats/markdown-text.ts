import { oneLine } from '../domain/text.ts';
import { splitMaths } from './latex-text.ts';

/** What Markdown could read as a mark: HTML, an entity, a tag of Obsidian; `_` inside a word (`kd_loss`) is none. */
const MARKS = /[\\`*[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\S)#|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Words as one line of Markdown that shows them as they are; formulas are kept. */
export function escapeMarkdown(words: string): string {
  return splitMaths(oneLine(words).replace(/\s+/g, ' '))
    .map(({ text, isMaths }) => (isMaths ? text : text.replace(MARKS, '\\$&')))
    .join('');
}

/**
 * Markdown as the cell of a table: `|` and HTML behind a backslash, except where they have one; a last backslash does
 * not escape what follows the cell.
 */
export function escapeCell(markdown: string): string {
  return markdown.replace(/\\[\s\S]|[\\|]|<(?=[A-Za-z/!?])/g, (match) => (match.length === 1 ? `\\${match}` : match));
}
