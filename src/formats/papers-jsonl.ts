import type { DraftOrProblem } from '../domain/draft.ts';
import { msg } from '../domain/message.ts';
import type { ExportPaper, ReadContext, TextSource, WriteOptions } from './foreign.ts';
import { parseJson } from './json.ts';
import { readRecord, toRecord } from './paper-record.ts';
import { linesOf } from './pieces.ts';

/** JSON Lines of papers: kd's own record, one on each line. */

/** Whether the text begins as a list of papers; a dump of a library, whose first line says that it is one, is none. */
export function looksLike(start: string): boolean {
  const first = start.split(/\r\n|\r|\n/, 1)[0] ?? '';
  if (!/^\s*\{\s*"/.test(first) || /^\s*\{\s*"record"\s*:/.test(first)) return false;
  return /\}\s*$/.test(first) && /"title"\s*:/i.test(first);
}

export function* read(source: TextSource, { venues }: ReadContext): Generator<DraftOrProblem> {
  for (const { number, text } of linesOf(source.pieces())) {
    if (text.trim() === '') continue;
    let value: unknown;
    try {
      value = parseJson(text);
    } catch (error) {
      yield { line: number, severity: 'error', message: msg`this is no JSON: ${(error as Error).message}` };
      continue;
    }
    yield* readRecord(value, number, venues);
  }
}

export function* write(papers: Iterable<ExportPaper>, _options: WriteOptions): Generator<string> {
  for (const paper of papers) yield `${JSON.stringify(toRecord(paper))}\n`;
}
