import { addDays, isoWeekOf, mondayOf, type WeekRef } from '../domain/calendar.ts';
import { msg, verbatim } from '../domain/message.ts';
import { REPORT_DAY } from '../domain/settings.ts';
import type { Week } from '../domain/week.ts';
import { NotFoundError } from '../errors.ts';
import type { Library } from '../store/library.ts';

/**
 * The dates of the notes a reference names: all those of an ISO week, or for a day the one note of that day,
 * else the nearest later one of its week, else the last of its week.
 */
export function datesOf(library: Library, ref: WeekRef): string[] {
  const monday = ref.kind === 'week' ? ref.monday : mondayOf(ref.day);
  const dates = library.weeks.datesBetween(monday, addDays(monday, 6));
  if (ref.kind === 'week') return dates;
  const chosen = dates.find((date) => date >= ref.day) ?? dates.at(-1);
  return chosen === undefined ? [] : [chosen];
}

/** The notes a reference names. @throws NotFoundError, naming the nearest weeks, where there is none */
export function findWeeks(library: Library, ref: WeekRef): Week[] {
  const weeks = datesOf(library, ref).map((date) => library.weeks.load(date) as Week);
  if (weeks.length > 0) return weeks;
  const day = ref.kind === 'week' ? ref.monday : ref.day;
  const near = library.weeks.datesNear(day, 2);
  const hint =
    near.length === 0
      ? verbatim('kd import NOTES/  ·  kd add "Title 2024AAAI"')
      : msg`the nearest weeks: ${near.join(', ')}`;
  throw new NotFoundError(msg`nothing is noted for the week of ${day} (${isoWeekOf(day)})`, hint);
}

/** The notes dated from one day to another, in order. */
export function weeksBetween(library: Library, from: string, to: string): Week[] {
  return library.weeks.datesBetween(from, to).map((date) => library.weeks.load(date) as Week);
}

/**
 * The date of the note that something written into a week goes to: the one it names, else a new one on the week's report
 * day, a weekday counted from Monday as 0.
 */
export function dateToWrite(library: Library, ref: WeekRef, reportDay = REPORT_DAY): string {
  const monday = ref.kind === 'week' ? ref.monday : mondayOf(ref.day);
  return datesOf(library, ref).at(-1) ?? addDays(monday, reportDay);
}
