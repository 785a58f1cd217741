import { nameKey } from './text.ts';

export interface Venue {
  readonly name: string;
  readonly fullName?: string | undefined;
  readonly type: 'conference' | 'journal' | 'preprint' | 'series';
  /** The years in which a conference meets, where it is regular. */
  readonly held?: 'annual' | 'odd' | 'even' | undefined;
  /** The first year for which `held` is right. */
  readonly since?: number | undefined;
  readonly aliases: readonly string[];
}

export interface VenueMatch {
  readonly venue: Venue;
  /** Whether the words are a known spelling; false where only case or punctuation made them match (`AAAi`). */
  readonly exact: boolean;
  readonly track?: string | undefined;
}

/** The venues by each of their names: what a heading's tag is looked up in. */
export class VenueTable {
  readonly #byKey = new Map<string, Venue>();

  constructor(venues: Iterable<Venue>) {
    const all = [...venues];
    for (const venue of all) this.#byKey.set(nameKey(venue.name), venue);
    for (const venue of all) {
      for (const name of [venue.fullName ?? '', ...venue.aliases]) {
        const key = nameKey(name);
        if (key !== '' && !this.#byKey.has(key)) this.#byKey.set(key, venue);
      }
    }
  }

  /** The venue that the whole text names, with `workshop` or `Findings` peeled off as a track. */
  find(text: string): VenueMatch | undefined {
    const direct = this.#lookUp(text);
    if (direct !== undefined) return direct;
    const workshop = /^(.+?)[-_ ]?(?:workshops?|w)$/i.exec(text.trim());
    if (workshop !== null) {
      const match = this.#lookUp(workshop[1] ?? '');
      if (match !== undefined) return { ...match, track: 'workshop' };
    }
    const findings = /^findings of (?:the )?(.+)$/i.exec(text.trim());
    if (findings !== null) {
      const match = this.#lookUp(findings[1] ?? '');
      if (match !== undefined) return { ...match, track: 'Findings' };
    }
    return undefined;
  }

  #lookUp(text: string): VenueMatch | undefined {
    const venue = this.#byKey.get(nameKey(text));
    if (venue === undefined) return undefined;
    const exact = [venue.name, venue.fullName, ...venue.aliases].includes(text.trim());
    return { venue, exact };
  }

  /**
   * The venue whose name the text abbreviates word by word: `Proc. IEEE Int. Conf. Comp. Vis.`, `Int. J. Comput. Vision`.
   * Small words do not count; the text must fit one venue.
   */
  findAbbreviated(text: string): VenueMatch | undefined {
    const words = significantWords(text);
    if (words.length < 3) return undefined;
    const found = new Set<Venue>();
    for (const venue of new Set(this.#byKey.values())) {
      const names = [venue.fullName ?? '', ...venue.aliases].map(significantWords);
      const fits = (name: readonly string[]) =>
        name.length === words.length && name.every((word, index) => word.startsWith(words[index] ?? ' '));
      if (names.some(fits)) found.add(venue);
    }
    const [venue] = found;
    return venue !== undefined && found.size === 1 ? { venue, exact: false } : undefined;
  }

  /** The names of all venues, for a hint. */
  names(): string[] {
    return [...new Set([...this.#byKey.values()].map(({ name }) => name))];
  }
}

/** The words of a venue's name that tell it from others, in lower case. */
function significantWords(name: string): string[] {
  const words = name.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !/^(?:a|an|and|at|for|in|of|on|the|proc|proceedings|ieee|cvf|acm)$/.test(word));
}

/** Whether the venue cannot have met in that year, as far as its cadence is known. */
export function isImpossibleYear(venue: Venue, year: number): boolean {
  if (venue.held === undefined || (venue.since !== undefined && year < venue.since)) return false;
  return (venue.held === 'odd' && year % 2 === 0) || (venue.held === 'even' && year % 2 !== 0);
}
