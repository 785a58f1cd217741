import { type Message, msg } from './message.ts';
import { fold, isWordCharacter } from './text.ts';

/** A tag's name as the matcher knows it. */
export interface Label {
  readonly tagId: number;
  readonly label: string;
  /** Words one of which must stand in the same text; none: no condition. */
  readonly near: readonly string[];
}

export interface Match {
  readonly tagId: number;
  readonly label: string;
  /** The stretch of the text that matched, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** A Latin name of three letters or fewer, which counts only in a title or a bold phrase. */
  readonly isShort: boolean;
}

/** A folded name, and whether it must start and end where a word does. */
interface WordKey {
  readonly key: string;
  readonly startsAtWord: boolean;
  readonly endsAtWord: boolean;
}

/** How a name is looked for. */
interface Rule extends WordKey {
  /** A Latin name of four letters or fewer must stand in its exact case. */
  readonly exact: boolean;
  readonly isShort: boolean;
}

interface Name extends Label, Rule {
  readonly nearKeys: readonly WordKey[];
}

function ruleOf(label: string): Rule {
  const word = wordKey(label);
  const isLatin = [...word.key].every(isWordCharacter);
  return { ...word, exact: isLatin && word.key.length <= 4, isShort: isLatin && word.key.length <= 3 };
}

/** The rule by which a name is looked for, in words. */
export function describeRule(label: string): Message {
  const { exact, startsAtWord, endsAtWord } = ruleOf(label);
  if (exact) return msg`as a whole word in this case`;
  if (startsAtWord && endsAtWord) return msg`as whole words`;
  if (startsAtWord || endsAtWord) return msg`with its Latin end as a whole word`;
  return msg`also inside a run of Chinese`;
}

/**
 * Finds the names of tags in a text. Text and names are folded, and hyphens, spaces and underscores do not
 * count; a Latin name matches whole words only, a Chinese one also inside a run; the longest name wins over any
 * other inside it.
 */
export class Matcher {
  readonly #names = new Map<string, Name[]>();
  /** The lengths of the names that start with a character, longest first. */
  readonly #lengths = new Map<string, number[]>();

  constructor(labels: Iterable<Label>) {
    for (const label of labels) {
      const name: Name = { ...label, ...ruleOf(label.label), nearKeys: label.near.map(wordKey) };
      const { key } = name;
      if (key === '') continue;
      this.#names.set(key, [...(this.#names.get(key) ?? []), name]);
      const lengths = this.#lengths.get(key.charAt(0)) ?? [];
      if (!lengths.includes(key.length)) lengths.push(key.length);
      this.#lengths.set(
        key.charAt(0),
        lengths.sort((a, b) => b - a),
      );
    }
  }

  /** All matches in the text that no longer match covers, in order. `near` words are looked for in the context. */
  match(text: string, context: FoldedText = foldText(text)): Match[] {
    const folded = foldText(text);
    const { key, starts, ends } = folded;
    const found: Match[] = [];
    const near = new Map<Name, boolean>();
    const isNear = (name: Name) => {
      const known = near.get(name) ?? this.#isNear(name, context);
      near.set(name, known);
      return known;
    };
    for (let at = 0; at < key.length; at += 1) {
      // A name that begins with a letter begins where a word does.
      if (isWordCharacter(key.charAt(at)) && isInsideWord(folded, at)) continue;
      for (const length of this.#lengths.get(key.charAt(at)) ?? []) {
        const names = at + length > key.length ? undefined : this.#names.get(key.slice(at, at + length));
        for (const name of names ?? []) {
          if (!standsAlone(name, folded, at) || !isNear(name)) continue;
          const start = starts[at] as number;
          const end = ends[at + length - 1] as number;
          if (name.exact && plain(text.slice(start, end)) !== plain(name.label)) continue;
          found.push({ tagId: name.tagId, label: name.label, start, end, isShort: name.isShort });
        }
      }
    }
    return uncovered(found);
  }

  #isNear(name: Name, context: FoldedText): boolean {
    return name.near.length === 0 || name.nearKeys.some((word) => holds(context, word));
  }
}

/** Whether the text holds the key, as a whole word where it is Latin. */
function holds(text: FoldedText, word: WordKey): boolean {
  for (let at = text.key.indexOf(word.key); at !== -1; at = text.key.indexOf(word.key, at + 1)) {
    if (standsAlone(word, text, at)) return true;
  }
  return false;
}

/** Whether no word goes on before or behind the key at that place of the text. */
function standsAlone(word: WordKey, folded: FoldedText, at: number): boolean {
  const { text, ends } = folded;
  const end = ends[at + word.key.length - 1] as number;
  if (word.startsAtWord && isInsideWord(folded, at)) return false;
  return !(word.endsAtWord && end < text.length && isWordCharacter(characterAt(text, end)));
}

/** Whether the character before that place of the text is one of a word. */
function isInsideWord({ text, starts }: FoldedText, at: number): boolean {
  const start = starts[at] as number;
  return start > 0 && isWordCharacter(characterBefore(text, start));
}

/** The matches that no longer one covers. They come in order of their starts, so the furthest end so far tells. */
function uncovered(matches: readonly Match[]): Match[] {
  const furthest = new Map<number, number>();
  for (const { start, end } of matches) furthest.set(start, Math.max(end, furthest.get(start) ?? 0));
  let last = -1;
  let before = 0;
  let reach = 0;
  return matches.filter(({ start, end }) => {
    if (start !== last) {
      before = Math.max(before, reach);
      reach = furthest.get(start) ?? 0;
      last = start;
    }
    return end > before && end === reach;
  });
}

function characterAt(text: string, index: number): string {
  return String.fromCodePoint(text.codePointAt(index) ?? 0);
}

function characterBefore(text: string, index: number): string {
  const unit = text.charCodeAt(index - 1);
  const isTrail = unit >= 0xdc00 && unit <= 0xdfff && index > 1;
  return text.slice(isTrail ? index - 2 : index - 1, index);
}

/** Spaces, dashes, underscores and the marks of formulas: what does not count when a name is looked for. */
const IGNORED = /[\s\p{Pd}_$\\\u00ad\u200b-\u200d\u2060\ufeff]/u;

/** A text folded, without what does not count, and for each of its units the place it comes from. */
export interface FoldedText {
  readonly text: string;
  readonly key: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export function foldText(text: string): FoldedText {
  let key = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const folded = IGNORED.test(character) ? '' : foldCharacter(character);
    for (let unit = 0; unit < folded.length; unit += 1) {
      starts.push(at);
      ends.push(end);
    }
    key += folded;
    at = end;
  }
  return { text, key, starts, ends };
}

function wordKey(word: string): WordKey {
  const { key } = foldText(word);
  return {
    key,
    startsAtWord: isWordCharacter(key.charAt(0)),
    endsAtWord: isWordCharacter(key.charAt(key.length - 1)),
  };
}

function foldCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return character.toLowerCase();
  return code >= 0x4e00 && code <= 0x9fff ? character : fold(character);
}

/** Text without what does not count, in one width, in its own case. */
function plain(text: string): string {
  return text.normalize('NFKC').replace(new RegExp(IGNORED, 'gu'), '');
}
