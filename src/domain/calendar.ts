/**
 * Calendar days as `YYYY-MM-DD` text, and ISO 8601 weeks (Monday to Sunday). No time zones: a day of a note
 * is the day its author wrote down.
 */

/** The number of days from 1970-01-01 to the given day of the Gregorian calendar. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

function fromDayNumber(days: number): string {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return format(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

function format(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function numberOf(day: string): number {
  return dayNumber(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

/** The day of these numbers, or undefined where the calendar has none (2024-02-30). */
export function dayOf(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  const text = format(year, month, day);
  return fromDayNumber(dayNumber(year, month, day)) === text ? text : undefined;
}

const DAY =
  /(?<!\d)(\d{4})(?:(\d{2})(\d{2})|([-./])(\d{1,2})\4(\d{1,2})|\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号])(?!\d)/;

export interface FoundDay {
  /** The day, or undefined when the digits have a day's shape but the calendar has no such day. */
  readonly day: string | undefined;
  readonly typed: string;
}

/** The first thing in the text that has the shape of a day: 20240517, 2024-05-17, 2024.5.17, 2024/05/17, 2024年5月17日. */
export function findDay(text: string): FoundDay | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const month = match[2] ?? match[5] ?? match[7];
  const day = match[3] ?? match[6] ?? match[8];
  return { day: dayOf(Number(match[1]), Number(month), Number(day)), typed: match[0] };
}

/** The day that the whole text is, or undefined. */
export function parseDay(text: string): string | undefined {
  const found = findDay(text.trim());
  return found !== undefined && found.typed === text.trim() ? found.day : undefined;
}

/** The day in the shape in which another was typed: 20240517, 2024.5.17, 2024年5月17日. */
export function writeDayLike(day: string, typed: string): string {
  if (/^\d{8}$/.test(typed)) return day.replaceAll('-', '');
  const isPadded = !/(?<!\d)\d(?!\d)/.test(typed);
  const parts = day.split('-');
  return typed.replace(/\d+/g, () => {
    const part = parts.shift() ?? '';
    return isPadded ? part : String(Number(part));
  });
}

export function addDays(day: string, days: number): string {
  return fromDayNumber(numberOf(day) + days);
}

/** How many days a day lies behind another; negative where it lies before it. */
export function daysBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from);
}

/** The Monday of the ISO week that holds the day. */
export function mondayOf(day: string): string {
  const number = numberOf(day);
  return fromDayNumber(number - ((((number + 3) % 7) + 7) % 7));
}

/** The ISO week that holds the day, as `2024-W20`. */
export function isoWeekOf(day: string): string {
  const thursday = addDays(mondayOf(day), 3);
  const year = Number(thursday.slice(0, 4));
  const week = Math.floor((numberOf(thursday) - dayNumber(year, 1, 1)) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`;
}

/** The Monday of a week written `2024-W20` (or `2024W20`), or undefined where there is no such week. */
export function mondayOfIsoWeek(text: string): string | undefined {
  const match = /^(\d{4})-?[Ww](\d{1,2})$/.exec(text.trim());
  if (match === null) return undefined;
  const monday = addDays(mondayOf(`${match[1]}-01-04`), (Number(match[2]) - 1) * 7);
  return isoWeekOf(monday) === `${match[1]}-W${String(match[2]).padStart(2, '0')}` ? monday : undefined;
}

/** What `--week` names: one day, or a whole ISO week given by its Monday. */
export type WeekRef =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'week'; readonly monday: string };

/** Reads `2024-05-17`, `20240517`, `2024-W20`, `this` or `last`; undefined where it is none of them. */
export function parseWeekRef(text: string, today: string): WeekRef | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'this' || word === '本周') return { kind: 'week', monday: mondayOf(today) };
  if (word === 'last' || word === '上周') return { kind: 'week', monday: addDays(mondayOf(today), -7) };
  const monday = mondayOfIsoWeek(word);
  if (monday !== undefined) return { kind: 'week', monday };
  const day = parseDay(word);
  return day === undefined ? undefined : { kind: 'day', day };
}

/** The first and the last day of `2024-05`, of an ISO week, or of a day; undefined where the text is none of them. */
export function parsePeriod(text: string, today: string): { from: string; to: string } | undefined {
  const month = /^(\d{4})-(\d{2})$/.exec(text.trim());
  if (month !== null) {
    const from = dayOf(Number(month[1]), Number(month[2]), 1);
    if (from === undefined) return undefined;
    // From its first day, 31 days on the next month has begun.
    return { from, to: addDays(`${addDays(from, 31).slice(0, 8)}01`, -1) };
  }
  const ref = parseWeekRef(text, today);
  if (ref === undefined) return undefined;
  return ref.kind === 'day' ? { from: ref.day, to: ref.day } : { from: ref.monday, to: addDays(ref.monday, 6) };
}
