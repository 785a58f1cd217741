import { titleKey } from './text.ts';
import { parseTitleLine, parseVenueLabel } from './title-line.ts';
import type { VenueTable } from './venue.ts';

/** Emphasised words that name a paper, without their tag of venue and year. */
export interface ParsedMention {
  readonly name: string;
  readonly key: string;
  readonly year?: number | undefined;
  readonly venue?: string | undefined;
}

/**
 * Reads emphasised words as the name of a paper: `2022CVPR DKD`, `CVPR2024 Some Title`, `Some Title 2019ICCV`, or a
 * whole title without a tag. Undefined where what is left is a sentence, not a name.
 */
export function parseMention(words: string, venues: VenueTable): ParsedMention | undefined {
  const text = words.replace(/[*_]+/g, ' ').replace(/\s+/g, ' ').trim();
  const parts = text.split(' ');
  // The tag is one word, or its year and venue are one each.
  for (const length of [1, 2]) {
    const leading = parts.length > length ? parseVenueLabel(parts.slice(0, length).join(' '), venues) : undefined;
    if (leading?.year !== undefined && leading.venue !== undefined) {
      return named(parts.slice(length).join(' '), leading.year, leading.venue.name);
    }
  }
  const trailing = parseTitleLine(text, venues);
  return named(trailing.title, trailing.year, trailing.venue?.name);
}

function named(name: string, year: number | undefined, venue: string | undefined): ParsedMention | undefined {
  const key = titleKey(name);
  const isSentence = /\p{Script=Han}/u.test(name) && name.length > 30;
  return key.length < 2 || isSentence ? undefined : { name, key, year, venue };
}

/** Latin words up to a mark that ends a sentence, a quotation mark, or a character of another script. */
const LATIN_RUN = /[\p{Script=Latin}\p{N}][^\p{Script=Han}\r\n*"“”「」《》[\]。；;，、]{14,3000}/gu;
/** The same, capitalised as a title is: in an English sentence, what may be a title in it. */
const TITLE_CASE =
  /(?<!\S)[\p{Lu}\p{N}][^\s,.]*(?: (?:[\p{Lu}\p{N}][^\s,.]*|(?:an?|and|as|at|by|for|from|in|is|of|on|or|the|to|via|with)(?=[\s,.]|$)))+/gu;

/** A title of fewer words is too like a phrase of any sentence. */
const LEAST_WORDS = 3;

/** The words of a text that are a paper's title, if there is a paper of that title: in 《》, or among Latin words. */
export function possibleTitles(text: string): string[] {
  const quoted = [...text.matchAll(/《([^《》\r\n]{4,300})》/g)].map((match) => match[1] ?? '');
  const runs = text.match(LATIN_RUN) ?? [];
  // In a sentence, small words behind the title belong to the sentence.
  const latin = runs.flatMap((run) => [
    run,
    ...(run.match(TITLE_CASE) ?? []).flatMap((words) => [words, words.replace(/(?: \p{Ll}+)+$/u, '')]),
  ]);
  const isLong = (words: string) => words.length <= 300 && words.trim().split(/\s+/).length >= LEAST_WORDS;
  return [...new Set([...quoted, ...latin.filter(isLong)])];
}
