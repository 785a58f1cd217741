// What the benches call of kd without a process of its own; library.mjs bundles it.
import { read as readBibtex } from '../src/formats/bibtex/read.ts';
import { read as readJsonl } from '../src/formats/papers-jsonl.ts';

export { resolveQuery } from '../src/core/resolve-query.ts';
export { search } from '../src/core/search.ts';
export { shipVocabulary } from '../src/core/vocabulary.ts';
export { parseQuery } from '../src/domain/query.ts';
export { indexText } from '../src/domain/search-text.ts';
export { nameKey, titleKey } from '../src/domain/text.ts';
export { VenueTable } from '../src/domain/venue.ts';
export { readConcepts, readVenues } from '../src/formats/vocabulary.ts';
export { Library } from '../src/store/library.ts';

export const readers = { bibtex: readBibtex, jsonl: readJsonl };
