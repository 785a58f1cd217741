import type { Concept } from '../domain/tag.ts';
import type { Venue } from '../domain/venue.ts';
import type { Library } from '../store/library.ts';
import { Tagger } from './tagging.ts';

export interface Vocabulary {
  readonly ideas: readonly Concept[];
  readonly venues: readonly Venue[];
}

const VERSION = 'vocabulary';

/** Whether the library was compiled from the vocabulary of this version. */
export function hasVocabulary(library: Library, version: string): boolean {
  return library.remembered(VERSION) === version;
}

/** Compiles the shipped vocabulary into the library and tags every paper by it. No part of history: data/ has it. */
export function shipVocabulary(library: Library, version: string, vocabulary: Vocabulary): void {
  library.write(() => {
    if (hasVocabulary(library, version)) return;
    library.venues.ship(vocabulary.venues);
    library.tags.ship(vocabulary.ideas);
    const tagger = new Tagger(library);
    for (const id of library.papers.ids()) tagger.refresh(id);
    library.remember(VERSION, version);
  });
}
