import { msg } from '../../domain/message.ts';
import { nameKey } from '../../domain/text.ts';
import type { VenueLabel } from '../../domain/title-line.ts';
import type { Venue } from '../../domain/venue.ts';
import type { Doubt, Span } from '../../domain/week.ts';
import type { LintedText } from './linted-text.ts';

/** A label of venue and year in a text, and the stretch it stands in. */
export interface Label extends Pick<VenueLabel, 'venue' | 'containerTitle' | 'year' | 'track'> {
  readonly span: Span;
  /** The line it stands on, counted from 1. */
  readonly line: number;
}

/** Finds venues in another spelling, and reports the reader's other doubts on the text as they are. */
export function findDoubts(linted: LintedText, labels: readonly Label[], doubts: readonly Doubt[]): void {
  const spellings = labels.flatMap((label) => misspelling(linted.text, label) ?? []);
  for (const { line, message, fix } of spellings) linted.find('venue', line, message, fix === undefined ? {} : { fix });
  // The reader doubts a spelling in the same words: that is one finding.
  const said = new Set(spellings.map(({ message }) => JSON.stringify(message)));
  for (const { line, message, other } of doubts) {
    if (!said.has(JSON.stringify(message))) linted.find('doubt', line, message, { other });
  }
}

function misspelling(text: string, { venue, containerTitle, year, track, span, line }: Label) {
  if (venue === undefined || containerTitle === undefined || track !== undefined) return undefined;
  const spelling = knownSpelling(venue, containerTitle);
  if (spelling === undefined) return undefined;
  const message = msg`venue "${containerTitle}" is read as ${venue.name}`;
  const at = placeOf(text.slice(...span), containerTitle, year);
  if (at === undefined) return { line, message, fix: undefined };
  const start = span[0] + at;
  return { line, message, fix: { start, end: start + containerTitle.length, text: spelling } };
}

/**
 * The known spelling of a venue that was typed in another case or with other marks, or with the letters of its name in
 * another order (`NeruIPS`); undefined where it was typed as it is known.
 */
function knownSpelling(venue: Venue, typed: string): string | undefined {
  const key = nameKey(typed);
  const letters = (word: string) => [...word].sort().join('');
  const name = nameKey(venue.name);
  if (key !== name && letters(key) === letters(name)) return venue.name;
  const names = [venue.name, venue.fullName ?? '', ...venue.aliases];
  return names.includes(typed) ? undefined : names.find((known) => nameKey(known) === key);
}

/** Where the venue of a tag (`2024AAAi`, `AAAi 2024`) stands in a text: the last place, as the title stands before it. */
function placeOf(text: string, typed: string, year: number | undefined): number | undefined {
  const tags = [...`${year ?? ''}`.matchAll(/..(..)/g)].flatMap(([long, short = '']) => {
    const between = ['', ' ', '-', '_'];
    const yearFirst = between.map((mark) => ({ tag: `${long}${mark}${typed}`, ahead: long.length + mark.length }));
    const venueFirst = [...between, "'"].flatMap((mark) =>
      [long, short].map((digits) => ({ tag: `${typed}${mark}${digits}`, ahead: 0 })),
    );
    return [...yearFirst, ...venueFirst];
  });
  const found = tags.map(({ tag, ahead }) => ({ at: text.lastIndexOf(tag), ahead })).filter(({ at }) => at !== -1);
  const [last] = found.sort((a, b) => b.at - a.at);
  return last === undefined ? undefined : last.at + last.ahead;
}
