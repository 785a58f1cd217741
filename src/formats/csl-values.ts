import { readContainerTitle } from '../domain/container-title.ts';
import type { CslDate, CslName } from '../domain/csl.ts';
import { displayName, parseName } from '../domain/person-name.ts';
import { isCjk } from '../domain/text.ts';
import type { VenueTable } from '../domain/venue.ts';

/** Values of CSL as records of other formats have them, in one text or apart: names, dates, lists, venues. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Longer texts are no dates; the patterns below need not look at them. */
const LONGEST_DATE = 80;

/**
 * A date in words, as far as it can be told: `2024-05-17`, `2024/05`, `May 17, 2024`, `17 May 2024`, `5/17/2024`,
 * `2024年5月17日`, and the levels 0 and 1 of EDTF: `2024-05~`, `2024-05-17/2024-05-19`. Of two numbers below 13 before a
 * year the first is the month. Other words are kept as `literal`, with the year where one stands in them.
 */
export function dateOf(text: string): CslDate | undefined {
  const words = text.trim();
  if (words === '') return undefined;
  if (words.length > LONGEST_DATE) return { literal: words };
  const interval = /^(\d{4}[\d-]*)\/(\d{4}[\d-]*)$/.exec(words);
  const parts = (interval === null ? [words] : [interval[1] ?? '', interval[2] ?? '']).map(partsOf);
  const known = parts.filter((part) => part !== undefined);
  if (known.length === parts.length) return { 'date-parts': known };
  const year = /(?<!\d)(?:1[5-9]|20)\d\d(?!\d)/.exec(words)?.[0];
  return year === undefined ? { literal: words } : { literal: words, 'date-parts': [[Number(year)]] };
}

/** Year, month and day of one date; undefined where the text is none as a whole. */
function partsOf(text: string): number[] | undefined {
  const yearFirst =
    /^(\d{4})(?:[-/.年 ]+(?:(\d{1,2})|([A-Za-z]{3,9})\.?))?(?:[-/.月 ]+(\d{1,2}))?[日年月?~%/]*(?:[T ]\d.*)?$/.exec(
      text,
    );
  if (yearFirst !== null) {
    const [, year, month, name, day] = yearFirst;
    return validParts(Number(year), month === undefined ? monthOf(name) : Number(month), numberOf(day));
  }
  const american = /^(\d{1,2})[/.-](?:(\d{1,2})[/.-])?(\d{4})$/.exec(text);
  if (american !== null) {
    const [first, second] = [Number(american[1]), numberOf(american[2])];
    const dayFirst = second !== undefined && first > 12;
    return validParts(Number(american[3]), dayFirst ? second : first, dayFirst ? first : second);
  }
  const named = /^(?:[A-Za-z]{3},? +)?(\d{1,2})?[ .-]*([A-Za-z]{3,9})\.?[ -]*(?:(\d{1,2})(?!\d))?,?[ -]*(\d{4})$/.exec(
    text,
  );
  if (named === null) return undefined;
  const month = monthOf(named[2]);
  return month === undefined ? undefined : validParts(Number(named[4]), month, numberOf(named[1] ?? named[3]));
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function monthOf(name: string | undefined): number | undefined {
  const index = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return index === -1 ? undefined : index + 1;
}

/** The parts as far as they can be right; undefined where the month is none, as in the seasons of EDTF (`2024-21`). */
function validParts(year: number, month: number | undefined, day: number | undefined): number[] | undefined {
  if (month === undefined) return day === undefined ? [year] : undefined;
  // A month or a day of 00 is one that is not known.
  if (month === 0) return [year];
  if (month > 12 || (day ?? 0) > 31) return undefined;
  return day === undefined || day === 0 ? [year, month] : [year, month, day];
}

/** A name as it stands in a list of names: `Family, Given`, `Family, Given, Jr.`, or as it is read. */
export function nameOf(text: string): CslName {
  const [family = '', given = '', suffix = '', ...others] = split(text, /,/).map((part) => part.text);
  if (family === '' || given === '' || others.length > 0) return parseName(unescaped(text));
  const name = suffix === '' ? { family, given } : { family, given, suffix };
  // A particle is told from the family name where it can be.
  const parsed = parseName(displayName(name));
  return invertedName(parsed) === invertedName(name) ? parsed : name;
}

/** The name as `nameOf` reads it: family name first where it has parts. */
export function invertedName(name: CslName): string {
  const { given = '', suffix = '', literal = '' } = name;
  const family = [name['dropping-particle'], name['non-dropping-particle'], name.family].filter(Boolean).join(' ');
  if (family === '' || given === '') return escaped(literal || family || given);
  return [family, given, ...(suffix === '' ? [] : [suffix])].map(escaped).join(', ');
}

/**
 * The names of a list: separated by semicolons; else by " and "; else by commas where those cannot be the commas of
 * `Family, Given`.
 */
export function namesOf(text: string): CslName[] {
  const bySemicolons = split(text, /[;；]/).map(({ source }) => source);
  if (bySemicolons.length > 1) return bySemicolons.filter((name) => name !== '').map(nameOf);
  const byAnd = text.split(/ (?:and|&) /);
  if (byAnd.length > 1) return byAnd.filter((name) => name.trim() !== '').map(nameOf);
  const byCommas = split(text, /[,，、]/).filter((name) => name.text !== '');
  const areWhole =
    byCommas.every((name) => /\S\s+\S/.test(name.text) && !/^\p{Ll}/u.test(name.text)) ||
    byCommas.every((name) => [...name.text].every(isCjk));
  if (byCommas.length > 1 && areWhole) return byCommas.map((name) => parseName(name.text));
  return text.trim() === '' ? [] : [nameOf(text)];
}

/** The names as one text that `namesOf` reads as the same names. */
export function joinNames(names: readonly CslName[]): string {
  const text = names.map(invertedName).join('; ');
  // One name alone could be read as several; a semicolon behind it says that it is one.
  return names.length === 1 && namesOf(text).length !== 1 ? `${text};` : text;
}

/** The texts of a list: separated by semicolons, or by commas where there is no semicolon. */
export function textsOf(text: string): string[] {
  const bySemicolons = split(text, /[;；]/);
  const texts = bySemicolons.length > 1 ? bySemicolons : split(text, /[,，、]/);
  return texts.map((part) => part.text).filter((part) => part !== '');
}

/** The texts as one text that `textsOf` reads as the same texts. */
export function joinTexts(texts: readonly string[]): string {
  return texts.map(escaped).join('; ');
}

/** The text with a backslash before what would be read as a separator, or as space around it. */
function escaped(text: string): string {
  return text.replace(/[,，、;；\\]|^\s|\s$/g, '\\$&');
}

function unescaped(text: string): string {
  return text.replace(/\\([,，、;；\\\s])/g, '$1');
}

/** A part of a list: as it stands there, and what it means; both without the spaces around it. */
interface Part {
  readonly source: string;
  readonly text: string;
}

/** The parts of a text between separators; one behind a backslash is none. */
function split(text: string, separator: RegExp): Part[] {
  const parts: Part[] = [];
  let source = '';
  // How much of it is no space behind the part.
  let length = 0;
  const take = (): void => {
    const kept = source.slice(0, length);
    parts.push({ source: kept, text: unescaped(kept) });
    source = '';
    length = 0;
  };
  for (const [token] of text.matchAll(/\\[,，、;；\\\s]|[^\\,，、;；\s]+|[\s\S]/gu)) {
    if (token.length === 1 && separator.test(token)) take();
    else if (token.trim() !== '') {
      source += token;
      length = source.length;
    } else if (source !== '') source += token;
  }
  take();
  return parts;
}

/** The words for a venue as they were typed, unless they do not say which venue it is. */
export function venueWords(
  venue: string | undefined,
  words: string | undefined,
  venues: VenueTable,
): string | undefined {
  if (words === undefined || venue === undefined) return words ?? venue;
  return readContainerTitle(words, venues).match?.venue.name === venue ? words : venue;
}

/** The object without the fields that have no value. */
export function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
