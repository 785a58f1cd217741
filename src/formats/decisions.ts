import { stringify } from 'csv-stringify/sync';
import { DECISIONS, type Decision } from '../domain/decision.ts';
import type { Problem } from '../domain/draft.ts';
import { type Message, msg } from '../domain/message.ts';
import { oneLine } from '../domain/text.ts';
import { rowsOf } from './csv-rows.ts';

/** What a file of decisions shows of papers that may be one. */
export interface Undecided {
  readonly ids: readonly number[];
  readonly citationKeys: readonly string[];
  /** What helps to decide: it is not read back. */
  readonly remarks: readonly string[];
}

const HEAD = ['decision', 'ids', 'citation-keys'];

/** The text of a file in which `skip` is to be replaced by a decision; lines that begin with # say how. */
export function writeDecisions(undecided: Iterable<Undecided>, comments: readonly string[]): string {
  const rows = [...undecided].map(({ ids, citationKeys, remarks }) => {
    return ['skip', ids.join(' '), citationKeys.join(' '), ...remarks];
  });
  const table = stringify(
    [HEAD, ...rows].map((cells) => cells.map(oneLine)),
    { delimiter: '\t' },
  );
  return `${comments.map((comment) => `# ${oneLine(comment)}\n`).join('')}${table}`;
}

/**
 * Reads a file of decisions: a decision, ids and citation keys, with tabs between them; the keys can be left out, and what
 * comes behind them does not count. Nothing for a decision is `skip`.
 */
export function readDecisions(pieces: Iterable<string>): {
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
} {
  const decisions: Decision[] = [];
  const problems: Problem[] = [];
  for (const { line, cells } of rowsOf(pieces, '\t')) {
    const [first = '', ids = '', keys = ''] = cells?.map((cell) => cell.replace(/^\ufeff/, '').trim()) ?? [];
    if (first.startsWith('#') || first.toLowerCase() === HEAD[0]) continue;
    const read = cells === undefined ? msg`a quote is never closed` : readDecision(line, first, ids, keys);
    if ('decision' in read) decisions.push(read);
    else problems.push({ line, severity: 'error', message: read });
  }
  return { decisions, problems };
}

/** The decision, or what is wrong with it. */
function readDecision(line: number, word: string, idCell: string, keyCell: string): Decision | Message {
  const decision = word === '' ? 'skip' : DECISIONS.find((one) => one === word.toLowerCase());
  if (decision === undefined) return msg`"${oneLine(word)}" is no decision: ${DECISIONS.join(', ')}`;
  const wordsOf = (cell: string) => cell.split(/[\s,]+/).filter((part) => part !== '');
  const ids = wordsOf(idCell);
  const isIds = ids.length > 1 && ids.every((id) => /^\d{1,15}$/.test(id));
  if (!isIds) return msg`"${oneLine(idCell)}" is no list of ids: ${'12 47'}`;
  return { line, decision, ids: ids.map(Number), citationKeys: wordsOf(keyCell) };
}
