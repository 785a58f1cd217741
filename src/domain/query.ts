import { UsageError } from '../errors.ts';
import { msg } from './message.ts';

/** The fields by which papers are asked for. */
export const QUERY_FIELDS = ['tag', 'venue', 'year', 'author', 'status', 'week'] as const;
export type QueryField = (typeof QUERY_FIELDS)[number];

/** One condition of a query: a field and what it must be. All terms of a query hold together. */
export interface Term {
  readonly field: QueryField;
  readonly value: string;
}

/** Reads `tag:whitening`. @throws UsageError where the word is no such term */
export function parseTerm(word: string): Term {
  const at = word.indexOf(':');
  const name = word.slice(0, Math.max(0, at)).toLowerCase();
  const field = QUERY_FIELDS.find((known) => known === name);
  const value = word.slice(at + 1).trim();
  if (field !== undefined && value !== '') return { field, value };
  const fields = QUERY_FIELDS.map((known) => `${known}:`).join(' ');
  if (field !== undefined)
    throw new UsageError(msg`"${word}" has nothing behind its colon`, msg`such as tag:whitening`);
  throw new UsageError(
    msg`"${word}" is no condition`,
    msg`write tag:whitening; the fields are ${fields}; kd list --help says more`,
  );
}
