import type { WeekRef } from './calendar.ts';
import type { PaperFacts, Status } from './paper.ts';

/** What the user says of a paper to be added. */
export interface Addition {
  /** The heading as typed, with or without its tag of venue and year. */
  readonly titleLine: string;
  /** The venue and year said apart from the title line; they outrank its tag. */
  readonly venue?: string | undefined;
  readonly year?: number | undefined;
  /** Facts that the title line has no place for. */
  readonly facts: Partial<Omit<PaperFacts, 'title' | 'venue' | 'containerTitle' | 'year' | 'track'>>;
  readonly tags: readonly string[];
  readonly status: Status;
  readonly week: WeekRef;
  readonly theme?: string | undefined;
  readonly summary?: string | undefined;
  readonly keyIdeas: readonly string[];
  /** Adds a back-reference to this week where the paper is known. */
  readonly again: boolean;
  /** It is another paper, though its title differs in one letter from a known one. */
  readonly another?: boolean | undefined;
}
