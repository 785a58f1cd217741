import { fromMarkdown } from 'mdast-util-from-markdown';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';
import type { Span } from '../domain/week.ts';

/** The parts of a piece of Markdown prose, as offsets in the text it was cut from. */
export interface BodyParts {
  /** The first run of paragraphs, formulas, tables and code before a list or a heading. */
  readonly summary?: Span | undefined;
  readonly keyIdeas: readonly Span[];
  readonly bold: readonly Span[];
  readonly mentions: readonly Span[];
}

/** The parts of mdast that kd looks at. */
interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
}

/** From how many Latin words on an emphasised phrase is a title. */
const TITLE_WORDS = 6;

/** Whether the text can hold a list item, a heading or emphasis: plain paragraphs need no Markdown parser. */
const MARKED = /[*_]|^[ \t]*(?:[-+]|\d{1,9}[.)])[ \t]|^ {0,3}#{1,6}[ \t]/m;

/** Longer than what a person writes of one paper without a heading. */
const LONGEST = 50_000;

/** More marks of emphasis than a person writes in one text; the Markdown parser is quadratic in those left open. */
const MOST_MARKS = 2_000;

/** The same of links, HTML and code, for each of which the parser may look through all the rest. */
const MOST_OPENINGS = 1_000;

/** More marks of lists, quotes and headings than a person writes in one text; the parser is slow, and needs much memory. */
const MOST_BLOCKS = 4_000;

/** A line nested so deep that it is no list or quote that a person wrote; the Markdown parser is quadratic in it. */
const DEEP = /^[ \t]*(?:>[ \t]?|(?:[-+*]|\d{1,9}[.)])[ \t]+){100}/m;

/** Finds the parts of a body; `source.slice(start, end)` must hold no quote of the note's own skeleton. */
export function readBody(source: string, start: number, end: number): BodyParts {
  const text = source.slice(start, end);
  if (!MARKED.test(text) || isExcessive(text)) {
    const summary = trimmed(source, start, end);
    return { summary, keyIdeas: [], bold: [], mentions: [] };
  }
  const tree = fromMarkdown(maskFormulas(text), { extensions: [cjkFriendlyExtension()] }) as Node;
  const span = (node: Node): Span => [
    start + (node.position?.start.offset ?? 0),
    start + (node.position?.end.offset ?? 0),
  ];
  let summary: Span | undefined;
  let open = true;
  const keyIdeas: Span[] = [];
  for (const node of tree.children ?? []) {
    if (node.type === 'list') {
      open &&= summary === undefined;
      for (const item of node.children ?? []) {
        const first = item.children?.[0];
        if (first === undefined) continue;
        const idea = trimmed(source, span(first)[0], span(item)[1]);
        if (idea !== undefined) keyIdeas.push(idea);
      }
    } else if (node.type === 'heading') {
      open &&= summary === undefined;
    } else if (open) {
      summary = [summary?.[0] ?? span(node)[0], span(node)[1]];
    }
  }
  const bold: Span[] = [];
  const mentions: Span[] = [];
  collectEmphasis(tree, (node) => {
    const inner = trimMarks(source, span(node));
    if (namesPaper(source.slice(inner[0], inner[1]))) {
      mentions.push(inner);
      return false;
    }
    if (node.type === 'strong') bold.push(inner);
    return true;
  });
  return { summary: summary && trimmed(source, ...summary), keyIdeas, bold, mentions };
}

/** Whether the Markdown parser would be long over a text; no text on a paper that was seen comes near. */
function isExcessive(text: string): boolean {
  if (text.length > LONGEST || DEEP.test(text)) return true;
  const emphasis = text.match(/[*_]/g)?.length ?? 0;
  const openings = text.match(/[[<`]/g)?.length ?? 0;
  let blocks = 0;
  for (const [lead] of text.matchAll(/^[ \t>+*#\d.)-]+/gm)) blocks += lead.replace(/[ \t]/g, '').length;
  return emphasis > MOST_MARKS || openings > MOST_OPENINGS || blocks > MOST_BLOCKS;
}

/** Walks emphasised nodes from outside in; `visit` says whether to go on inside. */
function collectEmphasis(node: Node, visit: (node: Node) => boolean): void {
  for (const child of node.children ?? []) {
    const goOn = child.type === 'strong' || child.type === 'emphasis' ? visit(child) : true;
    if (goOn) collectEmphasis(child, visit);
  }
}

/**
 * Whether emphasised words name another paper: they carry a tag of year and venue (`2022CVPR DKD`, `… 2019ICCV`), or
 * they are a title's length of Latin words.
 */
function namesPaper(words: string): boolean {
  const text = words.trim();
  const tag = /(?:19|20)\d{2}\s?-?[A-Za-z]{3,}|[A-Za-z]{3,}[- ']?(?:19|20)\d{2}(?!\d)|(?:^|\s)(?:19|20)\d{2}$/;
  return tag.test(text) || (!/\p{Script=Han}/u.test(text) && text.split(/\s+/).length >= TITLE_WORDS);
}

function trimMarks(source: string, [start, end]: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /[*_\s]/.test(source.charAt(from))) from += 1;
  while (to > from && /[*_\s]/.test(source.charAt(to - 1))) to -= 1;
  return [from, to];
}

function trimmed(source: string, start: number, end: number): Span | undefined {
  const text = source.slice(start, end);
  const left = text.length - text.trimStart().length;
  return text.trim() === '' ? undefined : [start + left, start + left + text.trim().length];
}

/** Blanks the marks inside formulas, so that `_` and `*` there are not emphasis; every offset stays where it was. */
function maskFormulas(text: string): string {
  return text.replace(/\$\$[\s\S]*?\$\$|\$[^$\r\n]+\$/g, (formula) => formula.replace(/[^\r\n]/g, 'x'));
}
