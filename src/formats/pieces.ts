/** A line of a text that comes in pieces. */
export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line end. */
  readonly text: string;
}

/** The lines of a text that comes in pieces of any length; a line ends in LF, CRLF or CR. */
export function* linesOf(pieces: Iterable<string>): Generator<TextLine> {
  let number = 1;
  let begun: string[] = [];
  let afterReturn = false;
  for (const piece of pieces) {
    if (piece === '') continue;
    const lineEnd = /\r\n|\r|\n/g;
    // The two characters of one line end may come in two pieces.
    let start = afterReturn && piece.startsWith('\n') ? 1 : 0;
    lineEnd.lastIndex = start;
    for (let end = lineEnd.exec(piece); end !== null; end = lineEnd.exec(piece)) {
      begun.push(piece.slice(start, end.index));
      yield { number, text: begun.join('') };
      begun = [];
      number += 1;
      start = lineEnd.lastIndex;
    }
    afterReturn = piece.endsWith('\r');
    if (start < piece.length) begun.push(piece.slice(start));
  }
  const last = begun.join('');
  if (last !== '') yield { number, text: last };
}
