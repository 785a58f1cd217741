import { fold, isCjk, isWordCharacter } from './text.ts';

/**
 * Full text as kd searches it. A text is a row of units: each Chinese, Japanese or Korean character is one, and each word
 * or number of other scripts. Case, accents and width do not count; a border between scripts ends a word (`用BN对`).
 * In the index a run of CJK characters stands as its overlapping pairs and its last character alone, so that a query of
 * any length finds exactly the texts that contain it.
 */
export interface TextUnit {
  /** The folded character or word. */
  readonly text: string;
  readonly cjk: boolean;
  /** Whether nothing stands between it and the unit before it. */
  readonly joined: boolean;
  /** Where it stands in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

export function unitsOf(text: string): TextUnit[] {
  const units: TextUnit[] = [];
  let word = '';
  let wordStart = 0;
  let wordJoined = false;
  let behind = -1;
  let at = 0;
  const endWord = (end: number): void => {
    if (word === '') return;
    units.push({ text: word, cjk: false, joined: wordJoined, start: wordStart, end });
    word = '';
  };
  for (const cluster of clustersOf(text)) {
    const end = at + cluster.length;
    for (const character of foldCluster(cluster)) {
      if (isCjk(character)) {
        endWord(at);
        units.push({ text: character, cjk: true, joined: behind === at, start: at, end });
        behind = end;
      } else if (isWordCharacter(character)) {
        if (word === '') {
          wordStart = at;
          wordJoined = behind === at;
        }
        word += character;
        behind = end;
      } else {
        endWord(at);
        behind = -1;
      }
    }
    at = end;
  }
  endWord(at);
  return units;
}

/** A character with the marks that belong to it. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;

function* clustersOf(text: string): Generator<string> {
  for (const [cluster] of text.matchAll(CLUSTER)) yield cluster;
}

function foldCluster(cluster: string): string {
  if (cluster.length === 1) {
    const code = cluster.charCodeAt(0);
    if (code < 0x80) return cluster.toLowerCase();
    if (code >= 0x4e00 && code <= 0x9fff) return cluster;
  }
  return fold(cluster);
}

/** The text as the index holds it: words, pairs and last characters, with a space between each two. */
export function indexText(text: string): string {
  return tokensOf(unitsOf(text)).join(' ');
}

function tokensOf(units: readonly TextUnit[]): string[] {
  return units.map((unit, index) => {
    const next = units[index + 1];
    return unit.cjk && next?.cjk && next.joined ? unit.text + next.text : unit.text;
  });
}

/** Words to look for: they stand one behind the other. */
export interface SearchTerm {
  readonly units: readonly TextUnit[];
  /** The last word may go on: `distil*`. */
  readonly prefix: boolean;
}

/** The term of a word or phrase; undefined where it has no letter or digit. A star behind the last word makes it a beginning. */
export function searchTerm(words: string): SearchTerm | undefined {
  const prefix = /[\p{L}\p{N}]\*$/u.test(words);
  const units = unitsOf(words);
  return units.length === 0 ? undefined : { units, prefix: prefix && units.at(-1)?.cjk === false };
}

/** The term as a phrase of FTS5 (sqlite.org/fts5.html, 3.2 and 3.3). */
export function ftsPhrase({ units, prefix }: SearchTerm): string {
  const tokens = tokensOf(units);
  const last = units.at(-1);
  const before = units.at(-2);
  const endsInPair = last?.cjk === true && last.joined && before?.cjk === true;
  // The pair before it holds the last character; alone, it may begin any pair.
  if (endsInPair) tokens.pop();
  const isOpen = prefix || (last?.cjk === true && !endsInPair);
  return `"${tokens.join(' ')}"${isOpen ? ' *' : ''}`;
}

/** The places [start, end) where a term stands in a text, in order, none inside another. */
export function findTerm(units: readonly TextUnit[], term: SearchTerm): [start: number, end: number][] {
  const found: [number, number][] = [];
  for (let at = 0; at + term.units.length <= units.length; ) {
    if (fits(units, at, term)) {
      const end = at + term.units.length;
      found.push([(units[at] as TextUnit).start, (units[end - 1] as TextUnit).end]);
      at = end;
    } else at += 1;
  }
  return found;
}

function fits(units: readonly TextUnit[], at: number, { units: wanted, prefix }: SearchTerm): boolean {
  return wanted.every((want, index) => {
    const unit = units[at + index] as TextUnit;
    const isLast = index === wanted.length - 1;
    const isText = prefix && isLast ? unit.text.startsWith(want.text) : unit.text === want.text;
    // Characters of one run must adjoin; a character that begins or ends a run in the term does so in the text.
    const before = wanted[index - 1];
    const inRun = want.cjk && before?.cjk === true;
    return isText && unit.cjk === want.cjk && (!inRun || unit.joined === want.joined);
  });
}

/** The places [start, end) where the folded text contains the folded words, inside words too. */
export function findSubstring(text: string, words: string): [start: number, end: number][] {
  let folded = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const cluster of clustersOf(text)) {
    const part = foldCluster(cluster);
    for (let unit = 0; unit < part.length; unit += 1) {
      starts.push(at);
      ends.push(at + cluster.length);
    }
    folded += part;
    at += cluster.length;
  }
  const wanted = fold(words);
  const found: [number, number][] = [];
  for (
    let from = folded.indexOf(wanted);
    from !== -1 && wanted !== '';
    from = folded.indexOf(wanted, from + wanted.length)
  ) {
    found.push([starts[from] ?? 0, ends[from + wanted.length - 1] ?? text.length]);
  }
  return found;
}
