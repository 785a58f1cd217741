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
