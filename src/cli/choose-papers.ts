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

/** What joins or turns round the terms of a query. */
const OPERATOR = /^(?:and|or|not)$|^[-^(]|\)$/i;

/**
 * The papers that words name: each by a reference, or those of a query, which has a field in it. What could be a
 * mistyped reference is never read as a query of words: it would name other papers.
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
  if (words.some((word) => QUERY.test(word) || OPERATOR.test(word))) {
    return { ids: await papersOf(app, library, readQuery({ words })), isReference: false };
  }
  return { ids: [...new Set(words.map((word) => findPaper(library, word).id))], isReference: false };
}

async function papersOf(app: App, library: Library, query: ParsedQuery): Promise<number[]> {
  const resolved = await lookUp(app, library, query);
  return library.papers.find(resolved, resolved.limit).rows.map(({ id }) => id);
}
