import { readContainerTitle } from '../../domain/container-title.ts';
import { parseArxiv } from '../../domain/identifiers.ts';
import { type Message, msg } from '../../domain/message.ts';
import { isImpossibleYear, type Venue, type VenueTable } from '../../domain/venue.ts';

/** What a tag behind, before or beside a title says: `CVPR 2019`, `NIPS'19`, `arXiv:1503.02531`, `ACL 2022 Findings`. */
export interface Tag {
  /** The venue, where it is known. */
  readonly venue?: Venue | undefined;
  /** The venue's words as typed. */
  readonly words?: string | undefined;
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly arxiv?: string | undefined;
  readonly track?: string | undefined;
  /** Rejected, withdrawn or under review: the venue it names is not where the paper was published. */
  readonly isUnpublished?: boolean | undefined;
  readonly doubts: readonly Message[];
}

/** How much may be taken for a venue: those that are known; also what looks like one; any words (a column of venues). */
export type Trust = 'known' | 'likely' | 'any';

/** Longer texts are no tags. */
const LONGEST = 160;

const YEAR = '(?:19|20)\\d{2}';
const AWARD =
  /^(?:oral|spotlight|highlight(?:ed)?|poster|talk|demo|keynote|notable|top[- ]?\d+%|honou?rable mention|(?:best|outstanding|distinguished)(?: [a-z]+){0,2} (?:paper|award)(?: award| finalist| candidate| nominee| runner[- ]up| honou?rable mention)?|best paper!?|award|long|short|full|regular|main|findings|workshops?|track|paper|papers|presentation|accepted|extended abstract|ccf[- ]?[abc])$/i;
const STATUS =
  /\b(?:reject(?:ed|ion)?|withdrawn|withdraw|submitted|submission|under[- ](?:review|submission)|in submission)\b|被拒|撤稿|在投/i;
const QUALIFIERS =
  /[\s,;:()[\]-]+(?:(?:an? )?(?:oral|spotlight|highlight|poster|long|short|full|regular|main(?: conference)?|best(?: student)? paper(?: award)?|outstanding(?: paper)?|paper|papers|track|presentation|accepted|conference|proceedings|ccf[- ]?[abc]|conf|datasets and benchmarks|industry|demo)[!.)\]]*)$/i;
const LEAD =
  /^(?:(?:accepted|published|to appear|appeared|presented|publish)\s*(?:in|by|at|to|on)?:?|in:?|at|by|@|the|proc\.?|proceedings of(?: the)?|proceedings|会议|期刊|发表于)\s+(?=\S)/i;

/** Reads a text that is a tag as a whole; undefined where it is none. */
export function readTag(text: string, venues: VenueTable, trust: Trust): Tag | undefined {
  if (text.length > LONGEST) return undefined;
  const words = plain(text);
  if (words === '') return undefined;
  if (STATUS.test(words) && words.split(/\s+/).length <= 8) return { isUnpublished: true, doubts: [] };
  return arxivTag(words) ?? bareYear(words) ?? venueTag(words, venues, trust) ?? severalTags(words, venues, trust);
}

/** Whether a text only praises or sorts a paper: `Oral`, `Best paper!`, `survey`. */
export function isAward(text: string): boolean {
  const words = plain(text).replace(/[!.]+$/, '');
  return words.length <= 60 && words.split(/\s*[,/;&]\s*/).every((word) => AWARD.test(word));
}

/** Takes the tag at the end of a text: what is before it, and the tag. */
export function peelTag(
  text: string,
  venues: VenueTable,
  options: { trust: Trust; bareYear: boolean },
): { rest: string; tag: Tag } | undefined {
  const end = text.slice(-LONGEST);
  const offset = text.length - end.length;
  if (!/[\d\p{L}]\W{0,3}$/u.test(end)) return undefined;
  let yearAlone: { rest: string; tag: Tag } | undefined;
  const starts = [...end.matchAll(/(?<![\p{L}\p{N}'’`])[\p{L}\p{N}'’`]/gu)].map(({ index }) => index).slice(-16);
  for (const start of starts) {
    const before = end.slice(0, start);
    const candidate = end.slice(start);
    if (!/\d/.test(candidate) && !isAcronym(candidate)) continue;
    const afterMark =
      /[.,;:!?([{|~–—_\n，。；：？！】*]\s*["”'’]?\s*$/.test(before) || (before.trim() === '' && offset === 0);
    const tag = readTag(candidate, venues, 'known');
    if (tag === undefined) continue;
    const isYearAlone = tag.year !== undefined && tag.words === undefined && tag.arxiv === undefined;
    if (isYearAlone) {
      if (afterMark || options.bareYear) yearAlone = { rest: text.slice(0, offset + start), tag };
      continue;
    }
    // A known venue without a year is a tag only where a mark parts it from the words before.
    if (tag.year === undefined && tag.arxiv === undefined && !(afterMark && isAcronym(candidate))) continue;
    return { rest: text.slice(0, offset + start), tag };
  }
  if (options.trust === 'known') return yearAlone;
  const marks = [...end.matchAll(/(?:[.!?](?=\s|$)|[,;，。；？！\n])\s*/g)]
    .map((match) => match.index + match[0].length)
    .slice(-3);
  for (const start of marks) {
    const tag = readTag(end.slice(start), venues, 'likely');
    if (tag?.words !== undefined && (tag.year !== undefined || tag.venue !== undefined))
      return { rest: text.slice(0, offset + start), tag };
  }
  // After a space: one acronym and a year (`et al. MIDL 2020`).
  const acronym = /(?<=\s)[A-Z][A-Za-z0-9&-]{1,14}[\s'’-]{0,2}(?:(?:19|20)\d{2})$/.exec(end);
  const tag = acronym === null ? undefined : readTag(acronym[0], venues, 'likely');
  return tag?.words === undefined || acronym === null
    ? yearAlone
    : { rest: text.slice(0, offset + acronym.index), tag };
}

/** Of several tags of one paper the one that counts: a venue before a preprint, the first of two. */
export function mergeTags(tags: readonly Tag[]): Tag {
  const unpublished = tags.some(({ isUnpublished }) => isUnpublished === true);
  const arxiv = tags.find((tag) => tag.arxiv !== undefined)?.arxiv;
  const track = tags.find((tag) => tag.track !== undefined)?.track;
  const named = tags.filter((tag) => tag.words !== undefined);
  const published = named.filter(({ venue }) => venue?.type !== 'preprint');
  const main = unpublished ? undefined : (published[0] ?? named[0]);
  const years = tags.filter(({ year }) => year !== undefined);
  const dated =
    main?.year !== undefined
      ? main
      : (years.find((tag) => tag.words === undefined) ?? (main === undefined ? years[0] : undefined));
  const others = published.filter((tag) => tag.words !== main?.words || tag.year !== main?.year);
  const two =
    main !== undefined && others.length > 0 && others.some(({ year }) => year !== undefined)
      ? [msg`"${[main, ...others].map(label).join(', ')}" names two venues; the first is taken`]
      : [];
  return {
    venue: main?.venue,
    words: main?.words,
    year: unpublished ? undefined : dated?.year,
    month: unpublished ? undefined : dated?.month,
    arxiv,
    track: main?.track ?? track,
    isUnpublished: unpublished,
    doubts: [...tags.flatMap(({ doubts }) => doubts), ...two],
  };
}

function label({ words = '', year }: Tag): string {
  return `${words} ${year ?? ''}`.trim();
}

/** The text in one width and with one kind of quote, without quotes, code marks and brackets around it. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["'*_~\s,.;:|-]+|[\s*_~"',.;:|-]+$/g, '')
    .trim();
}

const ARXIV: Venue = { name: 'arXiv', type: 'preprint', aliases: [] };

/** `arXiv:1503.02531v1`, `arXiv preprint arXiv:…`, `arXiv 2019`, `arXiv:2020`, `arXiv2209`, `arXiv 2021.03`, `2019 arXiv`. */
function arxivTag(words: string): Tag | undefined {
  const match =
    /^(?:in )?((?:preprint )?(?:a[rx][xrv]{0,2}i?v|corr)(?:\.org)?)(?: e-prints?)?(?: preprint)?(?: arxiv)?(?:[\s:,'/-]*(?:abs\/|id:?)?\s*(\d.*|[a-z]+ (?:19|20)\d{2}))?$/i.exec(
      words,
    );
  if (match === null) {
    const yearFirst = /^(\d{4})[\s.,_-]?(arxiv)(?: preprint)?$/i.exec(words);
    if (yearFirst !== null) return arxivTag(`arXiv ${yearFirst[1]}`);
    const id = /^(\d{4}\.\d{4,5})(?:v\d+)?$/.exec(words)?.[1];
    return id === undefined || !hasMonth(id) ? undefined : identified(id, []);
  }
  const rest = (match[2] ?? '').replace(/[([].*$/, '').trim();
  const tag = { venue: ARXIV, words: 'arXiv' };
  if (rest === '') return { ...tag, doubts: [] };
  const id = /^(\d{4}\.\d{4,5})(?:v\d+)?(?:[\s,.;]+(?:19|20)\d{2})?$/.exec(rest)?.[1];
  if (id !== undefined && hasMonth(id)) return identified(id, []);
  const broken = /^(\d{2})(\d{2})\.\d{3,6}(?:v\d+)?$/.exec(rest);
  if (broken !== null) {
    const month = Number(broken[2]);
    const isMonth = month >= 1 && month <= 12;
    const doubts = [msg`"${words}" is no identifier of arXiv`];
    return { ...tag, year: 2000 + Number(broken[1]), month: isMonth ? month : undefined, doubts };
  }
  const dated = new RegExp(`^(${YEAR})(?:[-./ ](\\d{1,2}))?(?:[-./ ]\\d{1,2})?$`).exec(rest);
  const digits = /^(\d{2})(\d{2})$/.exec(rest);
  if (dated !== null) {
    const year = Number(dated[1]);
    const asMonth = Number(rest.slice(2));
    const ambiguous = digits !== null && asMonth >= 1 && asMonth <= 12 && year >= 2007 && year <= 2012;
    const typed = `arXiv${rest}`;
    const doubts = ambiguous ? [msg`"${typed}" is read as the year ${year}`] : [];
    return { ...tag, year, month: dated[2] === undefined ? undefined : Number(dated[2]), doubts };
  }
  if (digits !== null && Number(digits[2]) >= 1 && Number(digits[2]) <= 12 && Number(digits[1]) >= 7) {
    return { ...tag, year: 2000 + Number(digits[1]), month: Number(digits[2]), doubts: [] };
  }
  const short = /^(\d{2})$/.exec(rest);
  if (short !== null) return { ...tag, year: fullYear(Number(short[1])), doubts: [] };
  const named = new RegExp(`^(?:[a-z]+|\\d{1,2}),? (${YEAR})$`, 'i').exec(rest);
  return named === null ? undefined : { ...tag, year: Number(named[1]), doubts: [] };
}

function hasMonth(id: string): boolean {
  const month = Number(id.slice(2, 4));
  return month >= 1 && month <= 12 && parseArxiv(id) !== undefined;
}

function identified(id: string, doubts: readonly Message[]): Tag {
  return {
    venue: ARXIV,
    words: 'arXiv',
    year: 2000 + Number(id.slice(0, 2)),
    month: Number(id.slice(2, 4)),
    arxiv: id,
    doubts,
  };
}

/** `2017`, `2017年`, `2021.6`, `2021-06`, `2026/07/07`, `Jun 2021`. */
function bareYear(words: string): Tag | undefined {
  const match = new RegExp(
    `^(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.? (?:\\d{1,2},? )?)?(${YEAR})(?:年|[-./](\\d{1,2})(?:[-./]\\d{1,2})?(?:月|日)?)?$`,
    'i',
  ).exec(words);
  if (match === null) return undefined;
  const month = match[2] === undefined ? undefined : Number(match[2]);
  return {
    year: Number(match[1]),
    month: month !== undefined && month >= 1 && month <= 12 ? month : undefined,
    doubts: [],
  };
}

function fullYear(two: number): number {
  return two + (two < 50 ? 2000 : 1900);
}

function venueTag(words: string, venues: VenueTable, trust: Trust): Tag | undefined {
  const { name, year, short } = splitYear(words);
  const { core, track } = withoutQualifiers(name);
  if (core === '') return undefined;
  const match = findVenue(core, venues);
  if (match !== undefined) {
    // Two digits are a year only behind an acronym.
    if (short && !isAcronym(core)) return undefined;
    const doubts = [
      ...(year !== undefined && isImpossibleYear(match.venue, year)
        ? [
            match.venue.held === 'odd'
              ? msg`${match.venue.name} meets in odd years only, not in ${year}`
              : msg`${match.venue.name} meets in even years only, not in ${year}`,
          ]
        : []),
      ...(match.venue.type === 'series' ? [msg`${match.venue.name} is a series; the conference is not named`] : []),
    ];
    const found = readContainerTitle(core, venues).match?.venue === match.venue ? core : match.venue.name;
    return { venue: match.venue, words: found, year, track: track ?? match.track, doubts };
  }
  const isLikely = trust === 'any' ? core.length <= 120 : looksLikeVenue(core, year !== undefined);
  if (trust === 'known' || !isLikely || (short && !/^[A-Z]{3,}$/.test(core))) return undefined;
  return { words: core, year, track, doubts: [msg`venue "${core}" is not known`] };
}

/** Several tags in one: `ACL 2019,short`, `arXiv 2102, NeurIPS 2021`, `CVPR 2019, TPAMI 2020`. */
function severalTags(words: string, venues: VenueTable, trust: Trust): Tag | undefined {
  const parts = words.split(/\s*(?:[,;/|+&()[\]]|(?<=\d)\.\s)\s*/).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 6) return undefined;
  const tags: Tag[] = [];
  for (const part of parts) {
    const tag = arxivTag(part) ?? bareYear(part) ?? venueTag(part, venues, trust === 'any' ? 'likely' : trust);
    if (tag !== undefined) tags.push(tag);
    else if (
      tags.length === 0 ||
      (!isAward(part) && !/^(?:vol|no|pp|pages?|volume|issue|第)\b.*\d|^[\d\s:-]+$/i.test(part))
    )
      return undefined;
  }
  return tags.length === 0 ? undefined : mergeTags(tags);
}

/** The year at either end or inside, and the words without it. */
function splitYear(words: string): { name: string; year?: number; short: boolean } {
  const four = new RegExp(`(?<!\\d)(${YEAR})(?!\\d)`).exec(words);
  if (four !== null) {
    const name = `${words.slice(0, four.index)} ${words.slice(four.index + 4)}`;
    return {
      name: name
        .replace(/[\s_'-]+$|^[\s_'-]+|年/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
      year: Number(four[1]),
      short: false,
    };
  }
  const first = /^'?(\d{2})\s?'\s?(.+)$/.exec(words);
  if (first !== null) return { name: first[2] ?? '', year: fullYear(Number(first[1])), short: true };
  const last =
    /^(.*[\p{L})])\s?[-' ]{1,2}\s?(\d{2})(?=$|[\s,(])(.*)$/u.exec(words) ??
    /^([A-Z]{3,}|.*[a-z][A-Z]{2,})(\d{2})()$/.exec(words);
  if (last !== null) {
    return { name: `${last[1]} ${last[3]}`.trim(), year: fullYear(Number(last[2])), short: true };
  }
  return { name: words, short: false };
}

/** The venue's own words, with Findings and workshop taken off as a track. */
function withoutQualifiers(name: string): { core: string; track?: string | undefined } {
  let core = name;
  let track: string | undefined;
  if (/\bfindings\b/i.test(core)) {
    track = 'Findings';
    core = core
      .replace(/\bfindings(?: of)?(?: the)?(?: association for computational linguistics)?\b:?/i, ' ')
      .replace(/^\s*(?:acl|of)?\s*:\s*/i, ' ');
  }
  for (let before = ''; before !== core; ) {
    before = core;
    core = ` ${core}`
      .replace(QUALIFIERS, '')
      .trim()
      .replace(LEAD, '')
      .replace(/^[\s,.:;/-]+|[\s,.:;/-]+$/g, '')
      .trim();
  }
  const workshop = /^(.{2,40}?)[\s_-]*\bworkshops?\b/i.exec(core);
  if (workshop !== null) {
    track = 'workshop';
    core = (workshop[1] ?? '').replace(/\s*(?:\(|@)$/, '').trim();
  }
  return { core: core.replace(/\s*\(\s*\)/g, '').trim(), track };
}

function findVenue(core: string, venues: VenueTable) {
  const direct =
    venues.find(core) ?? venues.find(core.replace(/^(?:acm|ieee|ieee\/cvf|ieee\/acm|springer|elsevier)\s+/i, ''));
  if (direct !== undefined) return direct;
  const inBrackets = /^(.+?)\s*\(([^()]{2,20})\)$/.exec(core);
  if (inBrackets !== null) {
    const match = venues.find(inBrackets[2] ?? '') ?? venues.find(inBrackets[1] ?? '');
    if (match !== undefined) return match;
  }
  const isLong = core.split(' ').length >= 3 || /^(?:proc|trans|j)\b/i.test(core);
  const isNamed =
    !/[,;:?!]/.test(core) || /^(?:proc|advances|ieee|acm|international|annual|conference|the \d|\d)/i.test(core);
  return isLong && isNamed && VENUE_WORD.test(core) ? readContainerTitle(core, venues).match : undefined;
}

/** Words that are in the names of conferences and journals, and seldom at the end of a title. */
const VENUE_WORD =
  /\b(?:journal|transactions?|trans|conference|conf|workshop|symposium|letters|proceedings|proc|magazine|annals|bulletin|science|sciences|nature|advances|international|ieee|acm|elsevier|springer|phd thesis|thesis|technical report|tech report|openreview|biorxiv|medrxiv|ssrn)\b|学报|期刊|会议|杂志|通讯/i;

/** Words that are in the names of journals and of papers; a venue only where a year says so. */
const FIELD_WORD =
  /\b(?:systems|computing|computers?|applications|intelligence|informatics|access|engineering|electronics|sensors|robotics|cybernetics|software|computation|optics|medicine)\b|科学|研究|技术|工程/i;

function looksLikeVenue(core: string, hasYear: boolean): boolean {
  if (
    core.length > 90 ||
    core.split(' ').length > 12 ||
    /[?!"&;]|et al|(?<!\b(?:trans|j|proc|int|conf|lett|rev|sci|comput|appl|vol|ieee))\.\s/i.test(core)
  )
    return false;
  if (isAcronym(core)) return true;
  if (!/^[\p{Lu}\p{Script=Han}\d]/u.test(core)) return /^(?:bio|med)rxiv$/i.test(core);
  return VENUE_WORD.test(core) || (hasYear && FIELD_WORD.test(core) && isTitleCase(core));
}

/** `MIDL`, `CoNLL`, `3DV`, `ACM-MM`, `IEEE Access`: capitals beyond the first letter of a word. */
export function isAcronym(words: string): boolean {
  const [first = '', ...others] = words
    .trim()
    .replace(/\s?['’-]?\s?\d{2,4}$/, '')
    .split(/\s+/);
  return (
    others.length <= 2 &&
    /^(?=.{2,15}$)(?:[A-Z0-9&@/-]{2,}[a-z]{0,3}s?|(?:[A-Z]+[a-z]{0,6}){0,2}[A-Z]{2,}[a-z]?|[A-Z][a-z]{1,3}[A-Z][a-z]{1,4}|bioRxiv|medRxiv|eLife)$/.test(
      first,
    ) &&
    others.every((word) => /^[A-Z]/.test(word))
  );
}

function isTitleCase(words: string): boolean {
  return words.split(' ').every((word) => /^(?:\p{Lu}|\p{Script=Han}|and$|of$|in$|for$|on$|the$|&$|-$|\d)/u.test(word));
}
