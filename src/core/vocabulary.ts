import type { Concept } from '../domain/tag.ts';
import type { Venue } from '../domain/venue.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { hasIndex, rememberIndex } from './search-index.ts';

export interface Vocabulary {
  readonly concepts: readonly Concept[];
  readonly venues: readonly Venue[];
}

const VERSION = 'vocabulary';

/** Whether the library was compiled from the vocabulary of this version, and its papers are in the index. */
export function hasVocabulary(library: Library, version: string): boolean {
  return library.remembered(VERSION) === version && hasIndex(library);
}

/** The version of the vocabulary that the library was compiled from. */
export function vocabularyVersion(library: Library): string | undefined {
  return library.remembered(VERSION);
}

/** Has the vocabulary compiled anew the next time it is shipped. */
export function forgetVocabulary(library: Library): void {
  library.remember(VERSION, '');
}

/** Compiles the shipped vocabulary into the library and tags every paper by it. No part of history: data/ has it. */
export function shipVocabulary(library: Library, version: string, vocabulary: Vocabulary): void {
  library.write(() => {
    if (hasVocabulary(library, version)) return;
    library.venues.ship(vocabulary.venues);
    library.tags.ship(vocabulary.concepts);
    new Deriver(library).refreshAll();
    library.remember(VERSION, version);
    rememberIndex(library);
  });
}
