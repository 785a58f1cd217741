import type { VenueLabel } from './title-line.ts';

/** What a reading or a note says of its paper's venue and date; null is what it does not say. */
export interface Statement {
  /** The main name of a known venue. */
  readonly venue: string | null;
  /** The venue as it was typed. */
  readonly containerTitle: string | null;
  readonly year: number | null;
  readonly month: number | null;
  readonly track: string | null;
  readonly rank: string | null;
  /** Whether it was marked as unsure (`2018Idiap?`). */
  readonly unsure: boolean;
}

/** What a label says; none says nothing. */
export function statementOf(label: Omit<VenueLabel, 'doubts'> | undefined): Statement {
  return {
    venue: label?.venue?.name ?? null,
    containerTitle: label?.containerTitle ?? null,
    year: label?.year ?? null,
    month: label?.month ?? null,
    track: label?.track ?? null,
    rank: label?.rank ?? null,
    unsure: label?.unsure ?? false,
  };
}
