/** A style code of a terminal, or one character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character starts a style code.
const STYLE_OR_CHARACTER = /\u001b\[[\d;]*m|[\s\S]/gu;

/**
 * The text with lines of at most so many columns: broken at a space before a Latin word, else between characters, and
 * indented like the line they go on from. Style codes count for nothing.
 */
export async function wrapped(text: string, columns: number): Promise<string> {
  const { default: widthOf } = await import('fast-string-width');
  const lines = text.split('\n').flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const found: string[] = [];
    let rest = line;
    while (widthOf(rest) > columns) {
      let end = indent.length;
      let space = -1;
      for (const [piece] of rest.slice(end).matchAll(STYLE_OR_CHARACTER)) {
        const isStyle = piece.length > 2;
        if (!isStyle && widthOf(rest.slice(0, end + piece.length)) > columns) break;
        if (piece === ' ') space = end;
        end += piece.length;
      }
      const isInWord = /[!-~]/.test(rest.charAt(end)) && rest.charAt(end) !== ' ';
      const cut = isInWord && space > indent.length ? space : end;
      if (cut <= indent.length) break;
      found.push(rest.slice(0, cut).trimEnd());
      rest = indent + rest.slice(cut).trimStart();
    }
    return [...found, rest];
  });
  return lines.join('\n');
}
