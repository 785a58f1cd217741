import { isWordCharacter } from '../domain/text.ts';

/** A style code of a terminal, or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character starts a style code.
const STYLE_OR_CHARACTER = /\u001b\[[\d;]*m|[\s\S]/gu;

/** The space before a line's text: its indent, or a name and what keeps the next column straight. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character starts a style code.
const LEAD = /^ *(?:\S{1,20} {2,}(?:\u001b\[\d+m *)?(?=\S))?/;
/** A line does not end with the first, nor start with the second. */
const OPENING = /[“‘「『《〈（([{]/;
const CLOSING = /[”’」』》〉）)\]},.:;!?，。、：；！？…]/;

/**
 * The text with lines of at most so many columns: broken between words, or between characters that are no Latin ones,
 * and indented like the text of the line they go on from. Style codes count for nothing.
 */
export async function wrapped(text: string, columns: number): Promise<string> {
  const { default: widthOf } = await import('fast-string-width');
  return brokenInto(columns, text, widthOf);
}

/** What `wrapped` returns, where the measure of a text's width is at hand. */
export function brokenInto(columns: number, text: string, widthOf: (text: string) => number): string {
  const lines = text.split('\n').flatMap((line) => {
    const lead = LEAD.exec(line)?.[0] ?? '';
    const width = widthOf(lead);
    const indent = ' '.repeat(width <= columns / 2 ? width : (/^ */.exec(line)?.[0].length ?? 0));
    const found: string[] = [];
    let rest = line;
    // A long rest need not be measured to its end.
    while (rest.length > 12 * columns || widthOf(rest) > columns) {
      const least = found.length === 0 ? lead.length : indent.length;
      let end = least;
      let cut = -1;
      let before = ' ';
      for (const [piece] of rest.slice(end).matchAll(STYLE_OR_CHARACTER)) {
        if (piece.length <= 2) {
          if (end > least && mayBreak(before, piece)) cut = end;
          if (widthOf(rest.slice(0, end + piece.length)) > columns) break;
          before = piece;
        }
        end += piece.length;
      }
      // A word of more than a line is cut where the line ends.
      if (cut === -1) cut = end;
      if (cut <= least) break;
      found.push(rest.slice(0, cut).trimEnd());
      rest = indent + rest.slice(cut).trimStart();
    }
    return [...found, rest];
  });
  return lines.join('\n');
}

/** The text with spaces behind it up to so many columns. */
export async function padded(text: string, columns: number): Promise<string> {
  const { default: widthOf } = await import('fast-string-width');
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)));
}

function mayBreak(before: string, behind: string): boolean {
  const isLatin = (character: string) => /[!-~]/.test(character) || isWordCharacter(character);
  const isInWord = isLatin(before) && isLatin(behind);
  return !isInWord && !OPENING.test(before) && !CLOSING.test(behind);
}
