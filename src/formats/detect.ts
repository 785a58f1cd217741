import { looksLikeList } from './list/read.ts';
import { FORMATS, type FormatName } from './registry.ts';
import { isRollUp } from './roll-up.ts';
import { looksWeekly } from './weekly-note.ts';

/**
 * The format of a file, by the ending of its name and, where several formats share that, by how its text begins (some
 * ten thousand characters are enough); undefined where neither tells.
 */
export function detectFormat(fileName: string, text: string): FormatName | undefined {
  const extension = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^(?:md|markdown|txt|html?|)$/.test(extension)) return formatOfText(fileName, start);
  if (/^(?:jsonl|ndjson)$/.test(extension)) return isDump(start) ? 'dump' : 'jsonl';
  return FORMATS.find(({ extensions, reads }) => reads && extensions.includes(extension))?.name;
}

function formatOfText(fileName: string, text: string): FormatName | undefined {
  if (isRollUp(text) || looksWeekly(text, fileName)) return 'weekly-note';
  if (isDump(text)) return 'dump';
  const records = recordFormat(text);
  if (records !== undefined) return records;
  if (looksLikeList(text)) return 'list';
  return holdsEntries(text) && !hasNoteHead(text) ? 'bibtex' : 'paper-note';
}

/** The format of a text of records, by how it begins; undefined where it is none. */
export function recordFormat(text: string): FormatName | undefined {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (/^TY {2}- /.test(start)) return 'ris';
  if (/^(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]/.test(start)) return 'bibtex';
  if (/^\{"(?:citation-key|title)":.*\}\s*$/m.test(start.slice(0, 1 << 16))) return 'jsonl';
  return /^(?:\[\s*)?\{\s*"/.test(start) ? 'csl' : undefined;
}

function isDump(text: string): boolean {
  return /^\{"record":\s*"library"/.test(text);
}

/** Whether a text begins as notes on papers do: with YAML fields, or a title and a bold line of links. */
function hasNoteHead(text: string): boolean {
  return /^---[ \t]*\r?\n/.test(text) || /^#[ \t]+\S[^\r\n]*[\r\n]+\*\*[^\r\n]*\]\(https?:/.test(text);
}

/** Whether a Markdown text has BibTeX entries in fences. */
function holdsEntries(text: string): boolean {
  return /^(?:```|~~~)[^\n]*\n\s*@[A-Za-z]+\s*\{/m.test(text);
}
