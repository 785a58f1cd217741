/** Comparing texts: folding, keys, and cutting text safely for a terminal. */

const LATIN_ACCENTS = /[\u0300-\u036f]/g;
const LATEX_FONTS = /\\(?:math|text)?(?:cal|bb|bf|rm|it|tt|sf|frak|normal|emph|em|operatorname)\b/g;

/** Text as it is compared: width and case folded (NFKC), accents of Latin letters removed. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(LATIN_ACCENTS, '').normalize('NFKC').toLowerCase();
}

/** Letters and digits of the folded text: what two spellings of one name have in common. */
export function nameKey(text: string): string {
  // One at a time: a run of millions would overflow the stack of the expression.
  return fold(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * The key under which a title is the same paper: case, accents, width, punctuation, dashes, `$…$` and
 * LaTeX font commands do not count. A title without letters or digits has the key '' and equals no other.
 */
export function titleKey(title: string): string {
  return nameKey(title.replace(LATEX_FONTS, ''));
}

/** Whether each of the words stands in the text, folded, in any order. */
export function holdsWords(text: string, words: string): boolean {
  const folded = fold(text);
  return fold(words)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

/** Whether the text holds the words, folded and without punctuation, from the beginning of a word on. */
export function holdsPhrase(text: string, words: string): boolean {
  const key = titleKey(words);
  const starts = [
    ...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu),
  ];
  return key !== '' && starts.some(({ index }) => titleKey(text.slice(index)).startsWith(key));
}

/** Most characters are; the tables of Unicode are slow to be asked about each. */
function isAscii(character: string): boolean {
  return character.length === 1 && character < '\u0080';
}

/** Whether the character can be part of a Latin, Greek or Cyrillic word or a number: not Han, kana or hangul. */
export function isWordCharacter(character: string): boolean {
  if (isAscii(character)) return /[A-Za-z0-9]/.test(character);
  return /[\p{L}\p{N}\p{M}]/u.test(character) && !isCjk(character);
}

export function isCjk(character: string): boolean {
  if (isAscii(character)) return false;
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}々〇]/u.test(character);
}

/** What a terminal would act on: control characters, separators of lines, and marks that change the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not reach a terminal.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;
/** The same but for tabs and line feeds. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const CONTROLS_IN_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;
/** Characters without a width that make two texts look like one. Joiners are none: emoji and Persian need them. */
const INVISIBLE = /[\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+/gu;

/** One line that is safe to print: control and direction-changing characters become a space, invisible ones are left out. */
export function oneLine(text: string): string {
  return text.replace(INVISIBLE, '').replace(CONTROLS, ' ').trim();
}

/** The lines of a text, safe to print; every line end is a line feed. */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(INVISIBLE, '').replace(CONTROLS_IN_LINES, ' ');
}

/** Longer texts are no names: the time to compare two grows with the square of their length. */
const LONGEST_COMPARED = 1_000;

/** The number of edits (insert, delete, replace) between two short texts, counted up to `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit || Math.max(a.length, b.length) > LONGEST_COMPARED) return limit + 1;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    if (Math.min(...next) > limit) return limit + 1;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** Whether two titles differ in exactly one letter, and not in their numerals: Part I and Part II are two papers. */
export function areNearTitles(a: string, b: string): boolean {
  const numerals = (title: string) => title.match(/(?<![\p{L}\p{N}])[IVX]+(?![\p{L}\p{N}])/gu)?.join(' ');
  return differInOneLetter(titleKey(a), titleKey(b)) && numerals(a) === numerals(b);
}

/** Whether two keys differ in exactly one letter: typed too much, left out, or another. A digit makes another name. */
function differInOneLetter(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const [longer, shorter] = a.length >= b.length ? [a, b] : [b, a];
  const rest = longer.length === shorter.length ? start + 1 : start;
  if (longer.slice(start + 1) !== shorter.slice(rest)) return false;
  return !/\p{N}/u.test(longer.charAt(start) + (longer.length === shorter.length ? shorter.charAt(start) : ''));
}

/** Whether two titles share most of their words: the same link alone does not make two papers one. */
export function areAkin(a: string, b: string): boolean {
  const words = (title: string) => new Set(fold(title).match(/[\p{L}\p{N}]+/gu) ?? []);
  const [left, right] = [words(a), words(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared * 2 >= Math.min(left.size, right.size);
}

/**
 * The candidates that the user may have meant by a word that names nothing, nearest first: those with the word as one
 * of theirs, then those that start with it, that hold it, or that differ in a few letters.
 */
export function nearNames(word: string, candidates: Iterable<string>, most = 3): string[] {
  const key = nameKey(word);
  const scored: { name: string; score: number }[] = [];
  const seen = new Set<string>();
  for (const name of candidates) {
    const other = nameKey(name);
    if (key === '' || other === '' || seen.has(other)) continue;
    seen.add(other);
    const score = nearness(key, other, name);
    if (score !== undefined) scored.push({ name, score });
  }
  scored.sort((a, b) => a.score - b.score || a.name.length - b.name.length || (a.name < b.name ? -1 : 1));
  return scored.slice(0, most).map(({ name }) => name);
}

/** The fewer, the nearer; undefined: not near. */
function nearness(key: string, other: string, name: string): number | undefined {
  if (
    fold(name)
      .split(/[^\p{L}\p{N}]+/u)
      .includes(key)
  )
    return 0.1;
  if (other.startsWith(key)) return 0.2;
  if (other.includes(key) || (other.length >= 4 && key.includes(other))) return 0.5;
  const limit = key.length <= 3 ? 1 : Math.max(2, Math.floor(key.length / 3));
  const distance = editDistance(key, other, limit);
  return distance <= limit ? distance : undefined;
}
