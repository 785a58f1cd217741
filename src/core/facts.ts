import type { Paper, PaperFacts } from '../domain/paper.ts';
import type { Reading } from '../domain/week.ts';
import type { Library } from '../store/library.ts';

/** The facts that a paper's heading states. */
export type StatedFacts = Pick<PaperFacts, 'title' | 'venue' | 'containerTitle' | 'year' | 'month' | 'track'>;

/**
 * Sets a paper's title, venue and year to what its readings state, without regard to the order in which they
 * came: full readings before back-references, then earlier weeks before later ones. What the user set directly
 * stays; a paper without readings keeps what it has.
 */
export function settleFacts(library: Library, paperId: number): void {
  const paper = library.papers.get(paperId);
  const readings = library.weeks.readingsOf(paperId).map(({ reading }) => reading);
  if (paper === undefined || readings.length === 0) return;
  const ranked = [...readings.filter(({ refersTo }) => refersTo === null), ...readings];
  const venue =
    ranked.find((reading) => reading.venue !== null && !reading.unsure) ??
    ranked.find((reading) => reading.containerTitle !== null);
  const dated = ranked.find((reading) => reading.year !== null && !reading.unsure) ?? ranked.find(hasYear);
  const facts: Record<string, unknown> = {};
  const set = (field: keyof StatedFacts, value: unknown) => {
    if (!paper.setByUser.includes(field)) facts[field] = value ?? undefined;
  };
  set('title', ranked[0]?.title);
  if (venue !== undefined) {
    set('venue', venue.venue);
    set('containerTitle', venue.containerTitle);
    set('track', venue.track);
  }
  if (dated !== undefined) {
    set('year', dated.year);
    set('month', dated.month);
  }
  library.papers.update(paperId, facts as Partial<PaperFacts>);
}

function hasYear(reading: Reading): boolean {
  return reading.year !== null;
}

/** How a heading contradicts what is known of its paper, as a sentence; undefined where it does not. */
export function contradiction(paper: Paper, stated: StatedFacts): string | undefined {
  const differs =
    (paper.venue !== undefined && stated.venue !== undefined && paper.venue !== stated.venue) ||
    (paper.year !== undefined && stated.year !== undefined && paper.year !== stated.year);
  if (!differs) return undefined;
  const name = (facts: StatedFacts) => `${facts.venue ?? facts.containerTitle ?? '?'} ${facts.year ?? '?'}`;
  return `says ${name(stated)}, but ${paper.citationKey} is known as ${name(paper)}`;
}
