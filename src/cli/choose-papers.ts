import { findPaper } from '../core/find-paper.ts';
import { type ParsedQuery, QUERY_FIELDS } from '../domain/query.ts';
import { NotFoundError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';
import { lookUp, readQuery } from './query.ts';

/** The papers that the words of a command line name. */
export interface ChosenPapers {
  readonly ids: readonly number[];
  /** It is one paper, by a reference: nothing else can be meant, so nothing need be asked. */
  readonly isReference: boolean;
}

/** What is written as a query, and not as a part of a title: a field with its operator, or a saved query. */
const QUERY = new RegExp(`(?:^|[\\s(^-])(?:@\\S|(?:${[...QUERY_FIELDS, 'sort', 'limit'].join('|')})(?::|~))`, 'i');

/**
 * The papers that words name: one paper by a reference, several by ids or citation keys, or those of a query.
 * @throws NotFoundError · ConflictError where a reference names none or several; QueryError
 */
export async function choosePapers(app: App, library: Library, words: readonly string[]): Promise<ChosenPapers> {
  const [only = ''] = words;
  if (words.length === 1) {
    try {
      return { ids: [findPaper(library, only).id], isReference: true };
    } catch (error) {
      if (!(error instanceof NotFoundError) || !QUERY.test(only)) throw error;
    }
  }
  const named = words.map((word) => {
    return /^\d+$/.test(word) ? library.papers.get(Number(word)) : library.papers.withCitationKey(word);
  });
  const ids = named.flatMap((paper) => paper?.id ?? []);
  if (ids.length === words.length) return { ids: [...new Set(ids)], isReference: false };
  return { ids: await papersOf(app, library, readQuery({ words })), isReference: false };
}

async function papersOf(app: App, library: Library, query: ParsedQuery): Promise<number[]> {
  const resolved = await lookUp(app, library, query);
  return library.papers.find(resolved, resolved.limit).rows.map(({ id }) => id);
}
