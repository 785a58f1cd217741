import { type Message, msg } from '../../domain/message.ts';
import { isWordCharacter } from '../../domain/text.ts';
import type { Span } from '../../domain/week.ts';
import type { Line } from '../../formats/lines.ts';
import type { Edit } from './finding.ts';
import type { LintedText } from './linted-text.ts';

/** `title`: it names a paper, and all its blanks are single ones. `section`: more of them may set two languages apart. */
export type HeadingKind = 'title' | 'section';

/**
 * Finds blanks without a meaning: at the ends of lines, and in the headings whose kind is known by where their words
 * start.
 */
export function findSpaces(linted: LintedText, headings: ReadonlyMap<number, HeadingKind>): void {
  const { text, lines, firstLine } = linted;
  const following = linesFollowing(lines);
  let before: Line | undefined;
  for (let index = firstLine; index < lines.length; index += 1) {
    const line = lines[index] as Line;
    const around = { before, next: lines[index + 1], following: following[index] };
    const kind = line.kind === 'heading' ? headings.get(line.words[0]) : undefined;
    for (const { message, fix } of kind === undefined ? [] : blanksInside(text, line.words)) {
      if (kind === 'title' || isBetweenWords(text, fix)) linted.find('spaces', index + 1, message, { fix });
    }
    // A fence that is never closed is no code to kd, but to others all that follows it is.
    if (line.kind !== 'opaque' && begins(text, line, FENCE)) break;
    const start = contentEnd(text, line);
    // A last line without a line end may not be finished.
    if (start < line.end && line.end < text.length && isMeaningless(text, line, start, around)) {
      const fix = { start, end: line.end, text: '' };
      linted.find('spaces', index + 1, msg`blanks at the end of the line`, { fix });
    }
    if (line.kind !== 'blank') before = line;
  }
}

/** For each line the next one that is not blank. */
function linesFollowing(lines: readonly Line[]): (Line | undefined)[] {
  const following: (Line | undefined)[] = lines.map(() => undefined);
  for (let index = lines.length - 2; index >= 0; index -= 1) {
    const next = lines[index + 1] as Line;
    following[index] = next.kind === 'blank' ? following[index + 1] : next;
  }
  return following;
}

/** The lines around one: the nearest that are not blank, and the next one as it is. */
interface Around {
  readonly before: Line | undefined;
  readonly next: Line | undefined;
  readonly following: Line | undefined;
}

/** Where the blanks at the end of a line start. */
function contentEnd(text: string, { start, end }: Line): number {
  let at = end;
  while (at > start && isBlank(text.charAt(at - 1))) at -= 1;
  return at;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}

/** Whether the blanks from `start` to the line's end have no meaning in Markdown (CommonMark 0.31: 4.4, 4.8, 6.7). */
function isMeaningless(text: string, line: Line, start: number, { before, next, following }: Around): boolean {
  switch (line.kind) {
    case 'opaque':
      return false;
    case 'heading':
    case 'rule':
      return true;
    case 'blank':
      // Between lines of code, blanks are code.
      return !isIndented(text, before) && !isIndented(text, following);
    default:
      if (isIndented(text, line)) return false;
      // A backslash at the end of a line breaks it.
      if (text.charAt(start - 1) === '\\') return false;
      return !text.slice(start, line.end).endsWith('  ') || endsParagraph(line, next);
  }
}

/** The marks of quotes and lists that a line stands in. */
const MARKS = '^(?:[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t])))*';
const FENCE = new RegExp(`${MARKS}[ \\t]*(?:\`{3}|~{3})`);
/** The indent that alone marks code. */
const INDENT = new RegExp(`${MARKS}(?: {4}| {0,3}\\t)`);

/** A line with more marks than fit this is none that a person wrote. */
const MOST_MARKS = 200;

function begins(text: string, { start, end }: Line, pattern: RegExp): boolean {
  return pattern.test(text.slice(start, Math.min(end, start + MOST_MARKS)));
}

/** Whether a line may be one of code that is marked by its indent alone. */
function isIndented(text: string, line: Line | undefined): boolean {
  return line !== undefined && begins(text, line, INDENT);
}

/** Two blanks at the end of a line break it, but not where the paragraph ends. */
function endsParagraph({ kind }: Line, next: Line | undefined): boolean {
  return next === undefined || ['blank', 'heading', 'rule', ...(kind === 'text' ? ['quote'] : [])].includes(next.kind);
}

/** Runs of blanks in a heading that are one blank to every reader; inside formulas and code they are left as they are. */
function blanksInside(text: string, [start, end]: Span): { message: Message; fix: Edit }[] {
  const masked = text.slice(start, end).replace(/\$[^$]*\$|`[^`]*`/g, (part) => 'x'.repeat(part.length));
  return [...masked.matchAll(/[ \t\u00a0\u3000]+/g)].flatMap((match) => {
    const [run] = match;
    if (run.length === 1 && isBlank(run)) return [];
    const message = /[\u00a0\u3000]/.test(run)
      ? msg`a no-break or ideographic space in the heading`
      : msg`several blanks in the heading`;
    return [{ message, fix: { start: start + match.index, end: start + match.index + run.length, text: ' ' } }];
  });
}

/** Whether blanks stand between two words of a Latin script, or numbers. */
function isBetweenWords(text: string, { start, end }: Edit): boolean {
  return isWordCharacter(text.charAt(start - 1)) && isWordCharacter(text.charAt(end));
}
