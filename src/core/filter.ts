import { parseWeekRef } from '../domain/calendar.ts';
import { msg } from '../domain/message.ts';
import { STATUSES, type Status } from '../domain/paper.ts';
import type { QueryField, Term } from '../domain/query.ts';
import { nearNames } from '../domain/text.ts';
import { NotFoundError, UsageError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { PaperFilter } from '../store/papers.ts';
import { findWeeks } from './find-week.ts';
import { tagsNamed } from './tag.ts';

/**
 * The papers that a query asks for. Only tags may be asked for several times.
 * @throws UsageError · NotFoundError where a tag, venue or week is not there
 */
export function toFilter(library: Library, terms: readonly Term[], today: string): PaperFilter {
  const one = (field: QueryField): string | undefined => {
    const [value, ...others] = terms.filter((term) => term.field === field).map((term) => term.value);
    if (others.length > 0) throw new UsageError(msg`${field} is given twice`, msg`leave one out`);
    return value;
  };
  const [venue, year, author, status, week] = [one('venue'), one('year'), one('author'), one('status'), one('week')];
  return {
    tags: terms
      .filter(({ field }) => field === 'tag')
      .map(({ value }) => tagsNamed(library, value).map(({ id }) => id)),
    venue: venue === undefined ? undefined : venueNamed(library, venue),
    year: year === undefined ? undefined : yearRange(year),
    author,
    status: status === undefined ? undefined : statusNamed(status),
    weeks: week === undefined ? undefined : datesOfWeek(library, week, today),
  };
}

function datesOfWeek(library: Library, text: string, today: string): string[] {
  const ref = parseWeekRef(text, today);
  if (ref === undefined)
    throw new UsageError(msg`"${text}" names no week`, msg`write 2024-05-17, 2024-W20, this or last`);
  return findWeeks(library, ref).map(({ date }) => date);
}

function statusNamed(word: string): Status {
  const status = STATUSES.find((name) => name === word.toLowerCase());
  if (status !== undefined) return status;
  throw new UsageError(msg`"${word}" is no status`, msg`it is one of ${STATUSES.join(', ')}`);
}

function venueNamed(library: Library, words: string): string {
  const venues = library.venues.table();
  const match = venues.find(words);
  if (match !== undefined) return match.venue.name;
  const near = nearNames(words, venues.names());
  throw new NotFoundError(
    msg`no venue is named "${words}"`,
    near.length === 0 ? undefined : msg`did you mean: ${near.join(', ')}?`,
  );
}

function yearRange(text: string): { from?: number | undefined; to?: number | undefined } {
  const match = /^(\d{4})?(\.\.)?(\d{4})?$/.exec(text.trim());
  const [, from, dots, to] = match ?? [];
  if (from === undefined && to === undefined)
    throw new UsageError(msg`"${text}" is no year`, msg`write 2024, 2020..2024, 2022.. or ..2019`);
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError(msg`"${text}" ends before it starts`, msg`write ${to}..${from}`);
  }
  const number = (year: string | undefined) => (year === undefined ? undefined : Number(year));
  return dots === undefined ? { from: number(from), to: number(from) } : { from: number(from), to: number(to) };
}
