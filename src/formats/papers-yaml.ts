import { isMap, isScalar, isSeq, type Node, parse, parseDocument, stringify } from 'yaml';
import type { DraftOrProblem } from '../domain/draft.ts';
import { msg } from '../domain/message.ts';
import type { VenueTable } from '../domain/venue.ts';
import { countLineEnds } from '../domain/week.ts';
import { UsageError } from '../errors.ts';
import { readFields } from './addition.ts';
import type { ExportPaper, ReadContext, TextSource, WriteOptions } from './foreign.ts';
import { readRecord, toRecord } from './paper-record.ts';
import { linesOf } from './pieces.ts';
import { isDeepYaml, isLongYaml, YAML_HINT } from './yaml.ts';

/** Reads a YAML list of papers; each has the fields of a head that is piped into `kd add`. */
export function readPapers(yaml: string): Record<string, unknown>[] {
  const value: unknown = parse(yaml, { maxAliasCount: MOST_ALIASES });
  if (!Array.isArray(value)) throw new UsageError(msg`this YAML is no list of papers`);
  return value.map(readFields);
}

const MOST_ALIASES = 10;

/** Whether the text begins as a YAML list of papers: kd's own, or one typed by hand. */
export function looksLike(start: string): boolean {
  for (const { text } of linesOf([start])) {
    if (!isContent(text) || /^(?:---[ \t]*|%.*)$/.test(text)) continue;
    return /^ *-[ \t]+(?:["']?[a-z][\w-]*["']?:(?:[ \t]|$)|\{)/i.test(text);
  }
  return false;
}

/**
 * Reads YAML of papers: a list, one record after the other, so that a mistake in one does not take the others with it;
 * or a record alone, or several between `---` lines.
 */
export function* read(source: TextSource, { venues }: ReadContext): Generator<DraftOrProblem> {
  for (const chunk of recordsOf(source.pieces())) yield* readChunk(chunk, venues);
}

/** The lines of one record. */
interface Chunk {
  readonly line: number;
  readonly text: string;
}

/**
 * Cuts a text at the items of its outermost list, and at `---` and `...` lines. A line that begins with a dash no
 * further in than the first item is an item in whatever YAML: texts of several lines stand further in.
 */
function* recordsOf(pieces: Iterable<string>): Generator<Chunk> {
  let indent: number | undefined;
  let lines: string[] = [];
  let first = 1;
  for (const { number, text } of linesOf(pieces)) {
    const isMarker = /^(?:---|\.\.\.)(?:[ \t]|$)/.test(text);
    const dash = /^( *)-(?:[ \t]|$)/.exec(text)?.[1]?.length;
    if (
      isMarker ||
      (dash !== undefined && dash <= (indent ?? dash) && (indent !== undefined || !lines.some(isContent)))
    ) {
      if (lines.some(isContent)) yield { line: first, text: lines.join('\n') };
      lines = [];
      if (isMarker) indent = undefined;
      else indent ??= dash;
    }
    if (lines.length === 0) first = number;
    // A directive is about the document, and needs the marker behind it.
    lines.push(isMarker ? text.replace(/^(?:---|\.\.\.)/, '   ') : /^%/.test(text) ? '' : text);
  }
  if (lines.some(isContent)) yield { line: first, text: lines.join('\n') };
}

function isContent(line: string): boolean {
  return !/^[ \t]*(?:#.*)?$/.test(line);
}

function* readChunk({ line, text }: Chunk, venues: VenueTable): Generator<DraftOrProblem> {
  if (isDeepYaml(text)) {
    yield { line, severity: 'error', message: msg`this record is nested too deeply` };
    return;
  }
  if (isLongYaml(text)) {
    yield { line, severity: 'error', message: msg`this record is too long: ${text.length} characters` };
    return;
  }
  const document = parseDocument(text, { prettyErrors: false });
  const lineOf = (offset: number): number => line + countLineEnds(text.slice(0, offset));
  const [error] = document.errors;
  if (error !== undefined) {
    const message = msg`this is no YAML: ${error.message}`;
    yield { line: lineOf(error.pos[0]), severity: 'error', message, hint: YAML_HINT };
    return;
  }
  const root = document.contents;
  const nodes = isSeq<Node>(root) ? root.items : [root];
  for (const node of nodes) {
    const start = lineOf(node?.range?.[0] ?? 0);
    try {
      const value = recordValue(node, (inner) => inner.toJS(document, { maxAliasCount: MOST_ALIASES }));
      yield* readRecord(value, start, venues);
    } catch (reason) {
      // An alias of nothing, or too many of them.
      yield { line: start, severity: 'error', message: msg`this is no YAML: ${(reason as Error).message}` };
    }
  }
}

/** The value of a record; a number among its fields as it was typed, since `2203.05180` is no number but an identifier. */
function recordValue(node: Node | null, toJS: (node: Node) => unknown): unknown {
  if (!isMap<Node, Node | null>(node)) return node === null ? null : toJS(node);
  return Object.fromEntries(
    node.items.map(({ key, value }) => {
      const isNumber = isScalar(value) && typeof value.value === 'number';
      return [String(toJS(key)), isNumber ? value.source : value === null ? null : toJS(value)];
    }),
  );
}

export function* write(papers: Iterable<ExportPaper>, _options: WriteOptions): Generator<string> {
  let isEmpty = true;
  for (const paper of papers) {
    isEmpty = false;
    yield stringify([toRecord(paper)], { lineWidth: 0 });
  }
  if (isEmpty) yield '[]\n';
}
