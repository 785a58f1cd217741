import type { CslDate, CslItem, CslName } from '../../domain/csl.ts';
import { parseArxiv, parseDoi } from '../../domain/identifiers.ts';
import { type Message, msg } from '../../domain/message.ts';
import { MONTHS } from './expand.ts';
import { bare, cslOf, decodeLatex, decodeVerbatim, HiddenMaths, isPlain, tidied } from './latex.ts';
import { readNames, splitAnd } from './names.ts';

/** What an entry states, in the terms of CSL and of kd. */
export interface EntryFacts {
  readonly item: CslItem;
  readonly arxiv?: string | undefined;
}

/** Told of a field that is not as it should be. */
type Warn = (field: string, message: Message) => void;

const NAME_FIELDS = ['author', 'editor', 'translator', 'bookauthor'];
const DATE_FIELDS = ['urldate', 'eventdate', 'origdate'];

/** The fields that Citation.js reads as text. */
const TEXT_FIELDS = `title subtitle booktitle booksubtitle maintitle mainsubtitle journal journaltitle journalsubtitle
  shortjournal series shortseries publisher address location organization institution school edition volume volumes
  number issue issuetitle issuesubtitle pages bookpagination pagetotal numpages chapter part eid isbn issn note addendum
  annote annotation abstract keywords language langid eventtitle eventtitleaddon venue version howpublished type
  entrysubtype pubstate shorttitle origtitle origpublisher origlocation library pmid pmcid`.split(/\s+/);

/** A field longer than this is no text that a style would print; it is not worth Citation.js's time. */
const MAXIMUM_LENGTH = 200_000;

const PREPRINT_TYPES = new Set(['misc', 'online', 'unpublished', 'article', 'electronic', 'techreport', 'report']);

/** Reads an entry. A field that cannot be read is told and read more simply, so that the entry is never lost. */
export function factsOfEntry(
  { type, fields }: { readonly type: string; readonly fields: ReadonlyMap<string, string> },
  warn: Warn,
): EntryFacts {
  const maths = new HiddenMaths();
  const item: Record<string, unknown> = {};
  for (const [variable, value] of Object.entries(readTexts(type, fields, maths, warn))) {
    const text = Array.isArray(value) ? value.join(' and ') : value;
    item[variable] = typeof text === 'string' ? tidied(maths.restore(text)) : text;
    if (item[variable] === '' || item[variable] === undefined) delete item[variable];
  }
  const abstract = fields.get('abstract')?.trim() ?? '';
  if (abstract !== '' && isPlain(abstract)) item['abstract'] = tidied(abstract);
  delete item['id'];
  delete item['citation-key'];
  if (typeof item['page'] === 'string') item['page'] = item['page'].replace(/\s*(?:[–—]|--+)\s*/g, '-');
  if (typeof item['keyword'] === 'string')
    item['keyword'] = item['keyword']
      .split(',')
      .map((word) => word.trim())
      .join(', ');
  Object.assign(item, readAllNames(fields, warn), readIdentifiers(fields));
  const issued = readIssued(fields, warn);
  if (issued !== undefined) item['issued'] = issued;
  const arxiv = arxivOf(fields, warn);
  markPreprint(type, item, arxiv !== undefined);
  return { item: item as CslItem, arxiv };
}

/** What Citation.js makes of the texts and dates; a field that it cannot read is given to it as plain text. */
function readTexts(
  type: string,
  fields: ReadonlyMap<string, string>,
  maths: HiddenMaths,
  warn: Warn,
): Record<string, unknown> {
  const properties: Record<string, string> = {};
  for (const name of TEXT_FIELDS) {
    const raw = fields.get(name);
    if (raw === undefined || raw.trim() === '') continue;
    // An abstract is the longest text, and mostly needs no reading.
    if (name === 'abstract' && isPlain(raw)) continue;
    if (raw.length <= MAXIMUM_LENGTH) properties[name] = maths.hide(raw);
    else warn(name, msg`the field ${name} is too long to be read`);
  }
  // Citation.js knows this name in articles only.
  const { journaltitle } = properties;
  if (type !== 'article' && journaltitle !== undefined) {
    delete properties['journaltitle'];
    properties['journal'] ??= journaltitle;
  }
  for (const name of DATE_FIELDS) {
    const raw = fields.get(name)?.trim() ?? '';
    if (isDate(raw)) properties[name] = raw;
  }
  try {
    return cslOf(type, properties);
  } catch {
    return cslOf(type, withoutFaults(type, properties, warn));
  }
}

/** One bad value is enough for Citation.js to read nothing: those that are bad lose their marks. */
function withoutFaults(type: string, properties: Record<string, string>, warn: Warn): Record<string, string> {
  const readable = Object.entries(properties).map(([name, tex]) => {
    try {
      cslOf(type, { [name]: tex });
      return [name, tex];
    } catch {
      warn(name, msg`the field ${name} cannot be read as LaTeX: it is taken as plain text`);
      return [name, bare(tex)];
    }
  });
  return Object.fromEntries(readable) as Record<string, string>;
}

function readAllNames(fields: ReadonlyMap<string, string>, warn: Warn): Record<string, readonly CslName[]> {
  const found: Record<string, readonly CslName[]> = {};
  for (const field of NAME_FIELDS) {
    const raw = fields.get(field);
    if (raw === undefined) continue;
    if (raw.length > MAXIMUM_LENGTH) {
      warn(field, msg`the field ${field} is too long to be read`);
      continue;
    }
    const names = readNamesOrPlain(field, raw, warn);
    if (names.length > 0) found[field === 'bookauthor' ? 'container-author' : field] = names;
  }
  return found;
}

function readNamesOrPlain(field: string, raw: string, warn: Warn): readonly CslName[] {
  try {
    const { names, isCommaSeparated, isFaulty } = readNames(raw);
    if (isFaulty) warn(field, msg`the field ${field} cannot be read as LaTeX: it is taken as plain text`);
    if (isCommaSeparated) warn(field, msg`the names in ${field} are separated by commas: each is taken as a name`);
    return names;
  } catch {
    warn(field, msg`the field ${field} cannot be read as LaTeX: it is taken as plain text`);
    return splitAnd(bare(raw))
      .filter((name) => name !== '' && name !== 'others')
      .map((name) => ({ literal: tidied(name) }));
  }
}

function readIdentifiers(fields: ReadonlyMap<string, string>): Partial<CslItem> {
  const doi = decodeVerbatim(fields.get('doi') ?? '');
  const url = decodeVerbatim(fields.get('url') ?? '') || firstUrl(fields.get('howpublished') ?? '');
  return { ...(doi === '' ? {} : { DOI: parseDoi(doi) ?? doi }), ...(url === '' ? {} : { URL: url }) };
}

/** The URL that a value begins with or has in `\url`, or ''. */
export function firstUrl(tex: string): string {
  const found = /\\url\s*\{\s*([^{}\s]+)\s*\}|(https?:\/\/[^\s{},;"'<>]+)/i.exec(tex);
  return decodeVerbatim(found?.[1] ?? found?.[2] ?? '').replace(/[.)\]]+$/, '');
}

/** A year within other words. */
const YEAR = /(?<!\d)(?:1[5-9]|20|21)\d\d(?!\d)/;

/** When the work came out: `date` where there is one (BibLaTeX's manual, 2.3.8), else `year` with `month` and `day`. */
function readIssued(fields: ReadonlyMap<string, string>, warn: Warn): CslDate | undefined {
  const date = decodeLatex(fields.get('date') ?? '');
  const year = decodeLatex(fields.get('year') ?? '');
  const ofYear = year === '' ? undefined : dateOfYear(year, fields, warn);
  if (date === '') return ofYear;
  if (!isDate(date)) {
    warn('date', msg`${date} is no date`);
    const start = YEAR.exec(date)?.[0];
    return ofYear ?? (start === undefined ? { literal: date } : { 'date-parts': [[Number(start)]] });
  }
  const issued = cslOf('misc', { date })['issued'] as CslDate;
  const [stated, other] = [issued, ofYear].map((one) => one?.['date-parts']?.[0]?.[0]);
  if (other !== undefined && stated !== other) {
    warn('year', msg`the date says ${String(stated)} and the year ${String(other)}: the date is taken`);
  }
  return issued;
}

/** Whether Citation.js reads it: a date or a range of BibLaTeX, in ISO 8601-2 as far as it is common. */
function isDate(text: string): boolean {
  const [start = '', ...ends] = text.split('/');
  const isOne = (part: string) => /^\d{4}(?:-\d\d(?:-\d\d)?)?[?~%]?$/.test(part);
  return ends.length < 2 && isOne(start) && ends.every((end) => end === '' || end === '..' || isOne(end));
}

function dateOfYear(year: string, fields: ReadonlyMap<string, string>, warn: Warn): CslDate {
  const number = YEAR.exec(year)?.[0];
  if (number === undefined) {
    if (/\d/.test(year)) warn('year', msg`${year} is no year`);
    return { literal: year };
  }
  if (number !== year && !isDate(year)) warn('year', msg`the year ${year} is read as ${number}`);
  const { month, day } = monthOf(decodeLatex(fields.get('month') ?? ''), warn);
  const stated = Number(/^\d{1,2}$/.exec(fields.get('day') ?? '')?.[0] ?? day ?? Number.NaN);
  const isDay = stated >= 1 && stated <= 31;
  const parts = month === undefined ? [] : isDay ? [month, stated] : [month];
  return { 'date-parts': [[Number(number), ...parts]] };
}

/** The month of `dec`, `December`, `12`, `1~jan` or `June--July`, and the day if one is there. */
function monthOf(text: string, warn: Warn): { month?: number; day?: number } {
  if (text === '') return {};
  if (/^(?:0?[1-9]|1[0-2])$/.test(text)) return { month: Number(text) };
  const word = /\p{L}{3,}/u.exec(text)?.[0].slice(0, 3).toLowerCase() ?? '';
  const month = MONTHS.indexOf(word) + 1;
  if (month === 0) {
    warn('month', msg`${text} is no month`);
    return {};
  }
  const days = text.match(/(?<!\d)\d{1,2}(?!\d)/g) ?? [];
  return days.length === 1 ? { month, day: Number(days[0]) } : { month };
}

/** The arXiv identifier: of `eprint`, else of the place where many put it, else of the DOI or URL that arXiv gives. */
export function arxivOf(fields: ReadonlyMap<string, string>, warn: Warn): string | undefined {
  const kind = (fields.get('eprinttype') ?? fields.get('archiveprefix') ?? '').trim();
  const eprint = decodeVerbatim(fields.get('eprint') ?? '');
  const ofEprint = kind === '' || /^arxiv$/i.test(kind) ? parseArxiv(eprint) : undefined;
  const places = [
    'journal',
    'journaltitle',
    'booktitle',
    'howpublished',
    'note',
    'number',
    'volume',
    'eid',
    'arxiv',
    'arxivid',
  ];
  let ofPlace: string | undefined;
  for (const place of places) ofPlace ??= arxivIn(fields.get(place) ?? '', place.startsWith('arxiv'));
  if (ofEprint !== undefined && ofPlace !== undefined && ofEprint !== ofPlace) {
    warn('eprint', msg`this entry names two arXiv papers, ${ofEprint} and ${ofPlace}: the first is taken`);
  }
  return (
    ofEprint ??
    ofPlace ??
    parseArxiv(decodeVerbatim(fields.get('doi') ?? '').replace(/^.*10\.48550\/arxiv\./i, 'arXiv:')) ??
    parseArxiv(decodeVerbatim(fields.get('url') ?? ''))
  );
}

/** The identifier in `arXiv preprint arXiv:2203.08679`, `arXiv:1912.12132 [cs, stat]` or `abs/1503.02531`. */
function arxivIn(tex: string, isBare: boolean): string | undefined {
  const text = tex.slice(0, 500);
  const found =
    /(?:arxiv\s?[:.]|arxiv\.org\/(?:abs|pdf)\/|\babs\/)\s?((?:[a-z-]{2,20}(?:\.[a-z]{2})?\/)?\d{4,7}(?:\.\d{4,5})?)/i;
  return parseArxiv(found.exec(text)?.[1] ?? (isBare ? text : ''));
}

/** A preprint is an article of its own in CSL, and arXiv where it stands, however the entry words that. */
function markPreprint(type: string, item: Record<string, unknown>, isOnArxiv: boolean): void {
  const container = item['container-title'];
  const isNamed = typeof container === 'string' && /^(?:arxiv|corr)\b|^computing research repository/i.test(container);
  if (!isNamed && !(isOnArxiv && container === undefined && PREPRINT_TYPES.has(type))) return;
  item['type'] = 'article';
  item['container-title'] = 'arXiv';
  if (/^(?:abs\/|arxiv)/i.test(String(item['volume'] ?? ''))) delete item['volume'];
}
