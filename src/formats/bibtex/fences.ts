import { linesOf } from '../pieces.ts';

/** What the fences of BibTeX are labelled; many are not. */
const LABELS = new Set([
  '',
  'bibtex',
  'bib',
  'biblatex',
  'latex',
  'tex',
  'text',
  'txt',
  'plain',
  'plaintext',
  'citation',
]);

/** Whether the beginning of a text is that of a BibTeX file: a line of it begins an entry or a command of BibTeX. */
export function looksLikeBibtex(start: string): boolean {
  return /^[ \t]*@(?:[a-z]{2,20}[ \t]*\{[ \t]*[^\s,{}="]{0,200}[ \t]*,|(?:string|preamble|comment)[ \t]*[{(])/im.test(
    start,
  );
}

/**
 * A Markdown text of which only the BibTeX in fenced code is left: the lines outside of it, and the fences, are empty, so
 * that each entry keeps its line.
 */
export function* onlyFences(pieces: Iterable<string>): Generator<string> {
  let fence: string | undefined;
  let isKept: boolean | undefined = false;
  for (const { text: line } of linesOf(pieces)) {
    const [, mark = '', info = ''] =
      /^[ \t]{0,12}(?:>[ \t]?)?(`{3,}|~{3,})([^`]{0,100})/.exec(line.slice(0, 200)) ?? [];
    if (fence === undefined) {
      if (mark !== '') {
        fence = mark;
        isKept = LABELS.has(info.trim().split(/[\s{]/)[0]?.toLowerCase() ?? '') ? undefined : false;
      }
      yield '\n';
    } else if (mark.startsWith(fence) && info.trim() === '') {
      fence = undefined;
      yield '\n';
    } else {
      // Code of another language has lines with an @ too; BibTeX begins with an entry.
      if (isKept === undefined && line.trim() !== '' && !/^\s*%/.test(line)) isKept = looksLikeBibtex(line);
      yield isKept === true ? `${line}\n` : '\n';
    }
  }
}
