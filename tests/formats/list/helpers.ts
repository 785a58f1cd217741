import { type DraftOrProblem, isProblem, type PaperDraft, type Problem } from '../../../src/domain/draft.ts';
import { displayName } from '../../../src/domain/person-name.ts';
import { read } from '../../../src/formats/list/read.ts';
import { VENUE_TABLE } from '../../helpers/library.ts';

export function readText(text: string): DraftOrProblem[] {
  return [...read({ name: 'list.md', pieces: () => [text] }, { venues: VENUE_TABLE })];
}

export function papersOf(text: string): PaperDraft[] {
  return readText(text).filter((found): found is PaperDraft => !isProblem(found));
}

export function problemsOf(text: string): Problem[] {
  return readText(text).filter(isProblem);
}

/** The name of the venue where it is known, else the words for it. */
export function venueOf({ item }: PaperDraft): string {
  const words = item['container-title'] ?? '';
  return VENUE_TABLE.find(words)?.venue.name ?? words;
}

export function yearOf({ item }: PaperDraft): string {
  return String(item.issued?.['date-parts']?.[0]?.[0] ?? '');
}

/** A paper as one line: title, venue with track, year, authors. */
export function inShort(draft: PaperDraft): string {
  const authors = (draft.item.author ?? []).map(displayName).join('; ');
  const venue = [venueOf(draft), draft.track].filter((part) => part !== undefined && part !== '').join(' ');
  return [draft.item.title, venue, yearOf(draft), authors].join(' | ');
}
