import { dayOf } from './calendar.ts';
import { type Message, msg, verbatim } from './message.ts';
import { isCjk } from './text.ts';
import { isImpossibleYear, type Venue, type VenueTable } from './venue.ts';

/** A paper's heading or title line, read: `Let All Be Whitened: … 2024AAAi (code)`. */
export interface TitleLine {
  readonly title: string;
  readonly venue?: Venue | undefined;
  /** The venue's words as typed (`AAAi`, `Idiap`). */
  readonly containerTitle?: string | undefined;
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly track?: string | undefined;
  /** `CCF-A`, `CCF-B` or `CCF-C`. */
  readonly rank?: string | undefined;
  /** `(code)`: the author ran the paper's code that week. */
  readonly ranCode: boolean;
  /** `?` after the tag. */
  readonly unsure: boolean;
  /** The month and day (`0322`) of the earlier week that a back-reference names. */
  readonly refersTo?: string | undefined;
  readonly doubts: readonly TitleLineDoubt[];
}

/** Something read one way that could be read another, or that looks wrong. */
export interface TitleLineDoubt {
  readonly message: Message;
  readonly other?: Message | undefined;
}

interface VenueTag {
  /** Where the tag starts in the line. */
  readonly start: number;
  readonly venue?: Venue | undefined;
  readonly containerTitle: string;
  readonly year: number;
  readonly month?: number | undefined;
  readonly track?: string | undefined;
  readonly doubts: TitleLineDoubt[];
}

/**
 * Reads a title line from its right end: `(code)`, `?`, `-0322` and `CCF-B` are peeled off, then the tag of
 * venue and year; what is left is the title. The title is never searched for a venue.
 */
export function parseTitleLine(text: string, venues: VenueTable): TitleLine {
  let rest = text.trim();
  let ranCode = false;
  let unsure = false;
  let rank: string | undefined;
  let refersTo: string | undefined;
  for (;;) {
    const code = /[(（]code[)）]$/i.exec(rest);
    // An award is no part of the title; the heading keeps it.
    const award = /[([（]?\b(?:oral|spotlight|highlight|poster|best paper)[)\]）]?$/i.exec(rest);
    const ccf = /(?<=\s)[(（]?CCF[- ]?([ABC])[)）]?$/i.exec(rest);
    const back = /-((?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))$/.exec(rest);
    const doubted = /[?？]$/.exec(rest);
    if (code !== null && !ranCode) {
      ranCode = true;
      rest = rest.slice(0, code.index).trimEnd();
    } else if (award !== null && findTag(rest.slice(0, award.index).trimEnd(), venues) !== undefined) {
      rest = rest.slice(0, award.index).trimEnd();
    } else if (ccf !== null && rank === undefined) {
      rank = `CCF-${ccf[1]?.toUpperCase()}`;
      rest = rest.slice(0, ccf.index).trimEnd();
    } else if (back !== null && refersTo === undefined && findTag(rest.slice(0, back.index), venues) !== undefined) {
      refersTo = back[1];
      rest = rest.slice(0, back.index);
    } else if (doubted !== null && !unsure && findTag(rest.slice(0, doubted.index).trimEnd(), venues) !== undefined) {
      unsure = true;
      rest = rest.slice(0, doubted.index).trimEnd();
    } else break;
  }
  const flags = { ranCode, unsure, rank, refersTo };
  const tag = findTag(rest, venues) ?? findTag(rest.replace(/(?<![\s.,;，。；、])[\s.,;，。；、]+$/, ''), venues);
  if (tag === undefined) return { title: tidyTitle(rest), ...flags, doubts: [missingTag(rest)] };
  return {
    // A comma, or "In:", leads to the venue and is no part of the title.
    title: tidyTitle(
      rest
        .slice(0, tag.start)
        .trimEnd()
        .replace(/(?:[,;，；]|[.\s]In:)$/, ''),
    ),
    venue: tag.venue,
    containerTitle: tag.containerTitle,
    year: tag.year,
    month: tag.month,
    track: tag.track,
    ...flags,
    doubts: [...tag.doubts, ...(unsure ? [{ message: msg`"${tag.containerTitle}" is marked as unsure` }] : [])],
  };
}

/** A tag of venue and year that stands alone, as at the head of a paper's note: `AAAI 2024`, `2016ICASSP CCF-B`. */
export type VenueLabel = Pick<
  TitleLine,
  'venue' | 'containerTitle' | 'year' | 'month' | 'track' | 'rank' | 'unsure' | 'doubts'
>;

/** Reads a label of venue and year in either order, or a year alone; undefined where the text is neither. */
export function parseVenueLabel(text: string, venues: VenueTable): VenueLabel | undefined {
  // From the end: a rank, a question mark, in either order.
  let words = text.trim();
  let rank: string | undefined;
  let unsure = false;
  for (let found = FLAG.exec(words); found !== null; found = FLAG.exec(words)) {
    rank ??= found[1]?.toUpperCase();
    unsure ||= found[1] === undefined;
    words = words.slice(0, found.index).trimEnd();
  }
  const label = labelOf(words, venues);
  if (label === undefined) return undefined;
  const doubt = { message: msg`"${label.containerTitle ?? label.year ?? ''}" is marked as unsure` };
  return { ...label, rank: rank && `CCF-${rank}`, unsure, doubts: [...label.doubts, ...(unsure ? [doubt] : [])] };
}

/** A rank or a question mark at the end of a label. */
const FLAG = /(?:[(（]?CCF[- ]?([ABC])[)）]?|[?？])$/i;

/** The venue and year that the whole text is, without rank and question mark. */
function labelOf(words: string, venues: VenueTable): Omit<VenueLabel, 'rank' | 'unsure'> | undefined {
  const whole = tagAtEnd(words, venues);
  if (whole?.start === 0) return whole;
  // Two venues, "arXiv2017 ICLR": the first carries the year.
  const [first = '', ...others] = words.split(/\s+/);
  const leading = others.length > 0 ? tagAtEnd(first, venues) : undefined;
  if (leading?.start === 0 && venues.find(others.join(' ')) !== undefined) {
    return {
      ...leading,
      doubts: [
        ...leading.doubts,
        { message: msg`"${words}" names two venues; the first is taken`, other: verbatim(others.join(' ')) },
      ],
    };
  }
  const year = new RegExp(`^(?:(${YEAR})[-_ ]?(.*)|(.*?)[-_ ]?(${YEAR}))$`).exec(words);
  if (year === null) return undefined;
  const name = (year[2] ?? year[3] ?? '').trim();
  const number = Number(year[1] ?? year[4]);
  if (name === '') return { year: number, doubts: [] };
  const remark = /^[(（].*[)）]$/.test(name);
  if (remark || !/^[\p{L}\p{N}][\p{L}\p{N} &.'’+-]{1,80}$/u.test(name)) {
    return remark
      ? { year: number, doubts: [{ message: msg`"${name}" is read as a remark, not as a venue` }] }
      : undefined;
  }
  return { containerTitle: name, year: number, doubts: [{ message: msg`venue "${name}" is not known` }] };
}

/** The title as kd keeps it: a full-width colon before Latin text becomes an ASCII one, as publishers print it. */
function tidyTitle(text: string): string {
  const title = text
    .trim()
    .replace(/^(\*\*|__)(.+)\1$/, '$2')
    .trim();
  return title.replace(/(?<!\s)\s*：\s*(?=[\p{Script=Latin}\p{N}$])/gu, ': ');
}

function missingTag(text: string): TitleLineDoubt {
  const [year] = /(?<=\s)(?:19|20)\d{2}$/.exec(text.trim()) ?? [];
  if (year === undefined) return { message: msg`no venue and year at the end of the title` };
  return { message: msg`"${year}" is read as part of the title`, other: msg`the paper is of ${year}` };
}

/** The tag at the end of the text, or undefined where there is none or nothing before it to be a title. */
function findTag(text: string, venues: VenueTable): VenueTag | undefined {
  const bracket = /[([（【]([^()[\]（）【】]+)[)\]）】]$/.exec(text);
  const inner = bracket === null ? undefined : tagAtEnd(bracket[1] ?? '', venues);
  const tag = bracket !== null && inner?.start === 0 ? { ...inner, start: bracket.index } : tagAtEnd(text, venues);
  return tag === undefined || text.slice(0, tag.start).trim() === '' ? undefined : tag;
}

function tagAtEnd(text: string, venues: VenueTable): VenueTag | undefined {
  return (
    arxivTag(text) ??
    yearFirstTag(text, venues, false) ??
    venueFirstTag(text, venues) ??
    yearFirstTag(text, venues, true)
  );
}

/** How far from the end of a line its tag may start. */
const LONGEST_TAG = 200;

const YEAR = '(?:19|20)\\d{2}';

/**
 * `2024AAAI`, `2019-ICCV`, `2021 IEEE Transactions on Image Processing`; with `unknown` also what only looks like a
 * venue: `2018Idiap`, `综述2023软件学报`.
 */
function yearFirstTag(text: string, venues: VenueTable, unknown: boolean): VenueTag | undefined {
  const years = [...text.matchAll(new RegExp(`(?<![\\p{N}\\p{Script=Latin}.])(${YEAR})(?!\\d)`, 'gu'))].reverse();
  for (const match of years) {
    if (text.length - match.index > LONGEST_TAG) break;
    const after = text.slice(match.index + match[0].length);
    const words = after.replace(/^[-_ ]/, '').trim();
    if (words === '') continue;
    const year = Number(match[1]);
    const known = venues.find(words);
    if (known !== undefined) {
      const spelling = known.exact ? [] : spellingDoubt(words, known.venue);
      return {
        start: match.index,
        venue: known.venue,
        containerTitle: words,
        year,
        track: known.track,
        doubts: [...spelling, ...venueDoubts(known.venue, year)],
      };
    }
    if (unknown && looksLikeVenue(words, after)) {
      const message = msg`venue "${words}" is not known`;
      return { start: match.index, containerTitle: words, year, doubts: [{ message }] };
    }
  }
  return undefined;
}

/** Whether unknown words after a year are a venue: glued to it (`2018Idiap`), an acronym, or named like a journal. */
function looksLikeVenue(words: string, after: string): boolean {
  const glued = !/^\s/.test(after);
  if (glued)
    return (
      /^[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}&.'’+-]*$/u.test(words) ||
      (!words.startsWith('年') && [...words].every(isCjk))
    );
  if (/^[A-Z][A-Za-z]*[A-Z][A-Za-z]*$/.test(words)) return true;
  return /\b(?:Transactions|Journal|Conference|Letters|Proceedings|Symposium|Workshop|Reports|Magazine)\b/.test(words);
}

/** `CVPR 2022`, `CVPR2022`, `CVPR-2022`, `CVPR'22`, `RecSys 22`: only for venues that are known. */
function venueFirstTag(text: string, venues: VenueTable): VenueTag | undefined {
  const match = new RegExp(`[-_ ’'\`]{0,2}(${YEAR}|\\d{2})$`).exec(text);
  if (match === null || match.index === 0) return undefined;
  const digits = match[1] ?? '';
  const before = text.slice(0, match.index);
  const year = digits.length === 4 ? Number(digits) : Number(digits) + (Number(digits) < 50 ? 2000 : 1900);
  const starts = [...before.matchAll(/(?<![\p{Script=Latin}\p{N}])[\p{Script=Latin}]/gu)].map(({ index }) => index);
  for (const start of starts) {
    if (before.length - start > LONGEST_TAG) continue;
    const words = before.slice(start).trim();
    const known = venues.find(words);
    // Two digits after a word are a year only where the word is an acronym: "Part 22" is no venue.
    if (known === undefined || (digits.length === 2 && !/[A-Z].*[A-Z]/.test(words))) continue;
    const spelling = known.exact ? [] : spellingDoubt(words, known.venue);
    return {
      start,
      venue: known.venue,
      containerTitle: words,
      year,
      track: known.track,
      doubts: [...spelling, ...venueDoubts(known.venue, year)],
    };
  }
  return undefined;
}

const ARXIV: Venue = { name: 'arXiv', type: 'preprint', aliases: [] };

/** `arXiv2209` (year and month), `arXiv2024` (a year), `arXiv 2109.03459v1` (an identifier: year and month). */
function arxivTag(text: string): VenueTag | undefined {
  const match = /(?<![\p{L}\p{N}])(arxiv)[-: ]?(\d{2})(\d{2})(\.\d{4,5}(?:v\d+)?)?$/iu.exec(text);
  if (match === null) return undefined;
  const [typed, containerTitle = '', first = '', second = '', serial] = match;
  const tag = { start: match.index, venue: ARXIV, containerTitle };
  const month = Number(second);
  const year = Number(first + second);
  const canBeMonth = month >= 1 && month <= 12 && Number(first) >= 7;
  const canBeYear = year >= 1991 && year <= 2099 && serial === undefined;
  if (canBeMonth && !canBeYear) return { ...tag, year: 2000 + Number(first), month, doubts: [] };
  if (!canBeYear) return undefined;
  const doubt = { message: msg`"${typed}" is read as the year ${year}`, other: msg`the month 20${first}-${second}` };
  return { ...tag, year, doubts: canBeMonth ? [doubt] : [] };
}

function spellingDoubt(words: string, venue: Venue): TitleLineDoubt[] {
  return [{ message: msg`venue "${words}" is read as ${venue.name}` }];
}

function venueDoubts(venue: Venue, year: number): TitleLineDoubt[] {
  const doubts: TitleLineDoubt[] = [];
  if (venue.type === 'series') doubts.push({ message: msg`${venue.name} is a series; the conference is not named` });
  if (isImpossibleYear(venue, year)) {
    doubts.push({
      message:
        venue.held === 'odd'
          ? msg`${venue.name} meets in odd years only, not in ${year}`
          : msg`${venue.name} meets in even years only, not in ${year}`,
    });
  }
  return doubts;
}

/** The day a back-reference names: the month and day in the week's own year, or the year before if that lies ahead. */
export function backReferenceDay(monthDay: string, weekDay: string): string | undefined {
  const month = Number(monthDay.slice(0, 2));
  const day = Number(monthDay.slice(2));
  const year = Number(weekDay.slice(0, 4));
  const same = dayOf(year, month, day);
  if (same !== undefined && same <= weekDay) return same;
  // 29 February may be some years back.
  return [1, 2, 3, 4].map((back) => dayOf(year - back, month, day)).find((found) => found !== undefined);
}
