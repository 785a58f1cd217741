// What the benches call of kd without a process of its own; library.mjs bundles it.
export { resolveQuery } from '../src/core/resolve-query.ts';
export { search } from '../src/core/search.ts';
export { shipVocabulary } from '../src/core/vocabulary.ts';
export { parseQuery } from '../src/domain/query.ts';
export { indexText } from '../src/domain/search-text.ts';
export { nameKey, titleKey } from '../src/domain/text.ts';
export { readConcepts, readVenues } from '../src/formats/vocabulary.ts';
export { Library } from '../src/store/library.ts';
