/** The lines of a Markdown note, each with its exact place and the one thing a note's skeleton needs to know of it. */

export type LineKind = 'blank' | 'heading' | 'rule' | 'quote' | 'text' | 'opaque';

export interface Line {
  readonly kind: LineKind;
  /** Offset of the line's first character. */
  readonly start: number;
  /** Offset behind the line's last character, before its line end. */
  readonly end: number;
  /** Offset behind the line end: where the next line starts. */
  readonly next: number;
  /** For a heading: its level, 1 to 6. */
  readonly level: number;
  /** For a heading: where its words stand, without the marks and surrounding spaces. */
  readonly words: readonly [start: number, end: number];
}

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const QUOTE = /^ {0,3}>/;
const FENCE = /^\s*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+){0,99}(`{3,}|~{3,})(.*)$/;

/**
 * Splits the text into lines. Inside a code fence, a display formula or an HTML comment every line is opaque:
 * a `#` or `---` there is no heading and no rule. One that is never closed is not opened, so that a forgotten
 * mark cannot swallow the rest of the note.
 */
export function scanLines(text: string): Line[] {
  const lines = splitLines(text);
  const opaque = opaqueLines(lines.map(({ start, end }) => text.slice(start, end)));
  return lines.map(({ start, end, next }, index) => {
    const raw = index === 0 ? text.slice(start, end).replace(/^\uFEFF/, '') : text.slice(start, end);
    const base = { start, end, next, level: 0, words: [start, end] as const };
    if (opaque[index]) return { ...base, kind: 'opaque' };
    if (raw.trim() === '') return { ...base, kind: 'blank' };
    const heading = HEADING.exec(raw);
    if (heading !== null) {
      const from = end - raw.length + heading[0].length;
      const words = text.slice(from, end).replace(/(?:^|(?<![ \t])[ \t]+)#+[ \t]*$/, '');
      const left = words.length - words.trimStart().length;
      return {
        ...base,
        kind: 'heading',
        level: heading[1]?.length ?? 0,
        words: [from + left, Math.max(from + left, from + words.trimEnd().length)],
      };
    }
    if (isRule(raw)) return { ...base, kind: 'rule' };
    if (QUOTE.test(raw)) return { ...base, kind: 'quote' };
    return { ...base, kind: 'text' };
  });
}

/** Whether a line is a rule: three or more of one mark, and blanks between them (CommonMark 0.31, 4.1). */
function isRule(line: string): boolean {
  const mark = /^ {0,3}([-*_])/.exec(line)?.[1];
  let count = 0;
  for (let at = 0; mark !== undefined && at < line.length; at += 1) {
    const character = line.charAt(at);
    if (character === mark) count += 1;
    else if (character !== ' ' && character !== '\t') return false;
  }
  return count >= 3;
}

function splitLines(text: string): { start: number; end: number; next: number }[] {
  const lines: { start: number; end: number; next: number }[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\r|\n/g)) {
    const next = match.index + match[0].length;
    lines.push({ start, end: match.index, next });
    start = next;
  }
  if (start < text.length) lines.push({ start, end: text.length, next: text.length });
  return lines;
}

/** What opens at a line, as a test of the line that closes it. */
function opener(line: string): ((line: string) => boolean) | undefined {
  const fence = FENCE.exec(line);
  if (fence !== null) {
    const mark = fence[1] ?? '';
    // A backtick in the words after a backtick fence makes it inline code (CommonMark 0.31, 4.5).
    if (mark.startsWith('`') && fence[2]?.includes('`')) return undefined;
    const character = mark.charAt(0);
    return (other) => {
      const trimmed = other.trim();
      return trimmed.length >= mark.length && trimmed === character.repeat(trimmed.length);
    };
  }
  const trimmed = line.trim();
  if (trimmed.startsWith('$$') && (trimmed.match(/\$\$/g)?.length ?? 0) % 2 === 1) {
    return (other) => other.includes('$$');
  }
  if (trimmed.startsWith('<!--') && !trimmed.includes('-->')) return (other) => other.includes('-->');
  return undefined;
}

function opaqueLines(lines: readonly string[]): boolean[] {
  const opaque = lines.map(() => false);
  // The last line a search for each kind of close has failed from: searching again from a later line is in vain.
  const hopeless = new Set<string>();
  for (let index = 0; index < lines.length; index += 1) {
    const closes = opener(lines[index] ?? '');
    if (closes === undefined) continue;
    const kind = FENCE.exec(lines[index] ?? '')?.[1] ?? /^\s*(\$\$|<!--)/.exec(lines[index] ?? '')?.[1] ?? '';
    if (hopeless.has(kind)) continue;
    let close = index + 1;
    while (close < lines.length && !closes(lines[close] ?? '')) close += 1;
    if (close === lines.length) {
      hopeless.add(kind);
      continue;
    }
    opaque.fill(true, index, close + 1);
    index = close;
  }
  return opaque;
}
