import { isPlaceholder } from '../../domain/identifiers.ts';
import { msg } from '../../domain/message.ts';
import type { Paper } from '../../domain/paper.ts';
import { factsOfUrl } from '../../domain/url-facts.ts';
import type { Library } from '../../store/library.ts';
import { contradictions } from '../facts.ts';
import type { Report } from './finding.ts';

/** Finds where the sources of a paper disagree: each with the first one that outranks it. */
export function findContradictions(library: Library, { id, citationKey }: Paper, report: Report): void {
  for (const { source, says, other, otherSays, later } of contradictions(library, id)) {
    if (!later) continue;
    const message = msg`${source} says ${says}, but ${other} says ${otherSays}`;
    report({ check: 'contradiction', at: citationKey, line: null, message, other: null }, [id]);
  }
}

/**
 * Finds a paper whose link leads into the proceedings of another venue or year. Where a note says the same of its
 * label, that is a doubt on the note, and is not said again.
 */
export function findWrongLink(library: Library, paper: Paper, report: Report): void {
  const { id, citationKey, url, venue, year } = paper;
  if (url === undefined || venue === undefined || year === undefined) return;
  const said = factsOfUrl(url);
  const type = library.venues.table().find(venue)?.venue.type;
  if (said.venue === undefined || type === undefined || type === 'series' || type === 'preprint') return;
  if (said.venue === venue && (said.year ?? year) === year) return;
  const isSaid = library.notes
    .ofPaper(id)
    .some((note) => note.facts.url === url && note.venue === venue && note.year === year);
  if (isSaid) return;
  const message = msg`it is of ${venue} ${year}, but its link leads to ${[said.venue, said.year ?? ''].join(' ').trim()}`;
  report({ check: 'link', at: citationKey, line: null, message, other: null }, [id]);
}

/** Finds what a citation of the paper would lack. */
export function findUncitable(
  { id, citationKey, title, authors, venue, containerTitle, year }: Paper,
  report: Report,
): void {
  const at = { check: 'citing', at: citationKey, line: null, other: null } as const;
  const missing = [
    ...(authors.length === 0 ? ['authors'] : []),
    ...((venue ?? containerTitle) === undefined ? ['venue'] : []),
    ...(year === undefined ? ['year'] : []),
  ];
  if (missing.length > 0) report({ ...at, message: msg`lacks ${missing.join(', ')} for a citation` }, [id]);
  if (isPlaceholder(title)) {
    report({ ...at, message: msg`its title is only an identifier` }, [id]);
  }
}

/** Finds mentions that name no paper of the library, or several. */
export function findMentions(library: Library, isWanted: (place: string) => boolean, report: Report): void {
  for (const { from, phrase, place, candidates } of library.mentions.unresolved()) {
    if (!isWanted(place)) continue;
    const message =
      candidates === 0 ? msg`“${phrase}” names no paper of the library` : msg`“${phrase}” names ${candidates} papers`;
    report({ check: 'mention', at: place, line: null, message, other: null }, [from]);
  }
}
