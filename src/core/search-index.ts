import type { Library } from '../store/library.ts';

/** Changes when papers are to be put into the full-text index anew. */
const INDEX_VERSION = '1';
const INDEX = 'search';

/** Whether the index holds every paper in the form that this kd looks for. */
export function hasIndex(library: Library): boolean {
  return library.remembered(INDEX) === INDEX_VERSION;
}

export function rememberIndex(library: Library): void {
  library.remember(INDEX, INDEX_VERSION);
}
