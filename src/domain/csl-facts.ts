import { readContainerTitle } from './container-title.ts';
import type { CslDate, CslItem, CslName } from './csl.ts';
import type { PaperDraft } from './draft.ts';
import { parseArxiv, parseDoi } from './identifiers.ts';
import type { Paper, PaperFacts } from './paper.ts';
import { displayName, parseName } from './person-name.ts';
import { factsOfUrl } from './url-facts.ts';
import type { Venue, VenueTable } from './venue.ts';

/** The variables that are facts of a paper, or that only name the item; all others are its `extra`. */
const OWN_VARIABLES = new Set([
  ...['id', 'citation-key', 'type', 'title', 'author', 'issued', 'container-title', 'DOI', 'URL', 'volume', 'issue'],
  ...['page', 'abstract'],
]);

/** The prefix of the DOIs that DataCite gives to preprints of arXiv. */
const ARXIV_DOI = /^10\.48550\/arxiv\./i;

/** The facts of the paper that a draft states, in kd's own terms. */
export function factsOfDraft(draft: PaperDraft, venues: VenueTable): PaperFacts {
  const { item, links = [] } = draft;
  const container = readContainerTitle(item['container-title'] ?? '', venues);
  const url = webAddress(item.URL);
  const ofUrl = url === undefined ? {} : factsOfUrl(url);
  const doi = parseDoi(item.DOI ?? '') ?? ofUrl.doi;
  const arxiv =
    draft.arxiv ??
    parseArxiv((doi ?? '').replace(ARXIV_DOI, '')) ??
    parseArxiv(item.number ?? '') ??
    container.arxiv ??
    ofUrl.arxiv;
  const date = dateParts(item.issued);
  const match =
    container.match ?? (arxiv !== undefined && isEmpty(item['container-title']) ? venues.find('arXiv') : undefined);
  return {
    title: (item.title ?? '').replace(/\s+/g, ' ').trim(),
    authors: (item.author ?? []).map(displayName).filter((name) => name !== ''),
    venue: match?.venue.name,
    containerTitle: filled(item['container-title']) ?? match?.venue.name,
    track: draft.track ?? match?.track,
    year: date.year ?? container.year,
    month: date.month,
    day: date.day,
    doi: doi === undefined || ARXIV_DOI.test(doi) ? undefined : doi,
    arxiv,
    url,
    volume: filled(item.volume),
    issue: filled(item.issue),
    page: filled(item.page)?.replace(/\s*(?:--+|[\u2010-\u2015\u2212])\s*/g, '-'),
    abstract: filled(item.abstract),
    rating: draft.rating,
    type: item.type,
    extra: extraOf(item),
    links,
  };
}

/** The variables that are no facts, and the names of authors where their parts cannot be told from how they are read. */
function extraOf(item: CslItem): Record<string, unknown> | undefined {
  const others = Object.entries(item).filter(([name, value]) => !OWN_VARIABLES.has(name) && value !== undefined);
  const names = item.author ?? [];
  const isPlain = names.every((name) => sameName(parseName(displayName(name)), name));
  const extra = { ...Object.fromEntries(others), ...(isPlain ? {} : { author: names }) };
  return Object.keys(extra).length === 0 ? undefined : extra;
}

function sameName(a: CslName, b: CslName): boolean {
  const parts = ['family', 'given', 'dropping-particle', 'non-dropping-particle', 'suffix', 'literal'] as const;
  return parts.every((part) => (a[part] ?? '') === (b[part] ?? ''));
}

/** A paper in the terms of CSL, with what was kept of the records it came from. */
export function itemOfPaper(paper: Paper, key: string, venue: Venue | undefined): CslItem {
  const { author, ...extra } = paper.extra ?? {};
  const kept = Array.isArray(author) ? (author as CslName[]) : [];
  const isKept = kept.length > 0 && kept.map(displayName).join('\n') === paper.authors.join('\n');
  const names = isKept ? kept : paper.authors.map(parseName);
  const parts: number[] = [];
  for (const part of [paper.year, paper.month, paper.day]) {
    if (part === undefined) break;
    parts.push(part);
  }
  return withoutEmpty({
    id: key,
    type: typeAt(venue, paper.type),
    title: paper.title,
    author: names.length === 0 ? undefined : names,
    issued: parts.length === 0 ? undefined : { 'date-parts': [parts] },
    'container-title': venue?.fullName ?? paper.venue ?? paper.containerTitle,
    volume: paper.volume,
    issue: paper.issue,
    page: paper.page,
    DOI: paper.doi,
    URL: paper.url,
    number: paper.arxiv === undefined ? undefined : `arXiv:${paper.arxiv}`,
    abstract: paper.abstract,
    ...extra,
  });
}

/** The types that the kind of the venue decides among; a book or a thesis is one wherever it appeared. */
const TYPES_BY_VENUE = ['paper-conference', 'article-journal', 'article', 'document'];

/** The type of a paper: as stated, unless it is that of another venue, such as of its preprint. */
function typeAt(venue: Venue | undefined, stated: string | undefined): string {
  if (venue === undefined) return stated ?? 'document';
  if (stated !== undefined && !TYPES_BY_VENUE.includes(stated)) return stated;
  if (venue.type === 'journal') return 'article-journal';
  return venue.type === 'preprint' ? 'article' : 'paper-conference';
}

function withoutEmpty(item: CslItem): CslItem {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as CslItem;
}

const TYPED_DATE = /^\s*((?:18|19|20)\d{2})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?/;

/** Year, month and day of a CSL date, as far as they are numbers that a date can have. */
export function dateParts(date: CslDate | undefined): { year?: number; month?: number; day?: number } {
  // What others wrote may have another form than CSL's.
  const stated: unknown = date?.['date-parts']?.[0];
  const text: unknown = date?.raw ?? date?.literal;
  const ofText = typeof text === 'string' ? TYPED_DATE.exec(text)?.slice(1) : undefined;
  const parts: readonly unknown[] = Array.isArray(stated) ? stated : (ofText ?? []);
  const [year, month, day] = parts.map((part) => (typeof part === 'object' ? Number.NaN : Number(part)));
  if (year === undefined || !Number.isInteger(year) || year < 1000 || year > 9999) return {};
  if (month === undefined || !(month >= 1 && month <= 12)) return { year };
  return day === undefined || !(day >= 1 && day <= 31) ? { year, month } : { year, month, day };
}

function isEmpty(text: string | undefined): boolean {
  return (text ?? '').trim() === '';
}

function filled(value: unknown): string | undefined {
  const text = value === undefined || value === null ? '' : String(value).trim();
  return text === '' ? undefined : text;
}

/** An address on the web; one of a file on this machine or of another program is none. */
function webAddress(url: string | undefined): string | undefined {
  const address = url?.trim() ?? '';
  return /^https?:\/\/\S+$/i.test(address) ? address : undefined;
}
