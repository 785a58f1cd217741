import type { CslItem, CslName } from '../domain/csl.ts';
import { parseArxiv, parseDoi } from '../domain/identifiers.ts';
import { displayName } from '../domain/person-name.ts';
import { isCjk, oneLine } from '../domain/text.ts';

export type ReferenceKind =
  | 'conference'
  | 'journal'
  | 'preprint'
  | 'chapter'
  | 'book'
  | 'thesis'
  | 'report'
  | 'dataset'
  | 'software'
  | 'web'
  | 'other';

/** What a reference is put together from: each part plain text of one line; what is not known is undefined. */
export interface ReferenceParts {
  readonly kind: ReferenceKind;
  readonly title: string;
  readonly names: readonly CslName[];
  /** There are more names than the record has: "and others". */
  readonly hasMoreNames: boolean;
  readonly container?: string | undefined;
  readonly shortContainer?: string | undefined;
  /** The year, or words such as "in press". */
  readonly year?: string | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
  /** The first and the last page, or one; or several such. */
  readonly pages: readonly string[];
  readonly genre?: string | undefined;
  readonly publisher?: string | undefined;
  readonly place?: string | undefined;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  /** Of the web alone. */
  readonly url?: string | undefined;
}

const KINDS: Readonly<Record<string, ReferenceKind>> = {
  'paper-conference': 'conference',
  'article-journal': 'journal',
  'article-magazine': 'journal',
  'article-newspaper': 'journal',
  article: 'preprint',
  manuscript: 'preprint',
  chapter: 'chapter',
  'entry-encyclopedia': 'chapter',
  book: 'book',
  thesis: 'thesis',
  report: 'report',
  dataset: 'dataset',
  software: 'software',
  webpage: 'web',
  post: 'web',
  'post-weblog': 'web',
};

export function referenceParts(item: CslItem): ReferenceParts {
  const text = (variable: string): string | undefined => {
    const value = item[variable];
    return typeof value === 'string' || typeof value === 'number' ? plainText(String(value)) || undefined : undefined;
  };
  const names = (item.author ?? []).filter((name) => displayName(name) !== '');
  const people = names.filter((name) => !isOthers(name));
  const container = text('container-title');
  const doi = text('DOI');
  const url = text('URL');
  const arxiv = arxivOf([text('number'), doi, url, container]);
  const isPreprint = container === undefined ? arxiv !== undefined : /^(?:arxiv|corr)\b/i.test(container);
  const stated = KINDS[item.type ?? 'document'] ?? 'other';
  const kind = isPreprint && stated !== 'thesis' && stated !== 'book' ? 'preprint' : stated;
  const [year, month, day] = (item.issued?.['date-parts']?.[0] ?? []).map(Number);
  const said = plainText(item.issued?.literal ?? item.issued?.raw ?? '');
  return {
    // A preprint in a container is an article of a journal that is said no better.
    kind: kind === 'preprint' && !isPreprint && container !== undefined ? 'journal' : kind,
    title: text('title') ?? '',
    names: people,
    hasMoreNames: people.length < names.length,
    container,
    shortContainer: text('container-title-short'),
    year: year ? String(year) : (/(?<!\d)\d{4}(?!\d)/.exec(said)?.[0] ?? (said || undefined)),
    month: month || undefined,
    day: day || undefined,
    volume: text('volume'),
    issue: text('issue'),
    pages: (text('page') ?? '').split(/ ?[-‐‑‒–—]+ ?/).filter((page) => page !== ''),
    genre: text('genre'),
    publisher: text('publisher'),
    place: text('publisher-place') ?? text('event-place'),
    doi: doi === undefined ? undefined : (parseDoi(doi) ?? doi),
    arxiv,
    url: url !== undefined && /^https?:\/\/\S+$/i.test(url) ? url : undefined,
  };
}

/** The text without the marks that CSL allows in it (`<i>`, `<span class="nocase">`), in one line. */
function plainText(text: string): string {
  return oneLine(text.replace(/<\/?(?:i|b|sub|sup|sc|span)(?: [^<>]*)?>/g, '')).replace(/\s+/g, ' ');
}

/** What BibTeX has for the names that are left out. */
function isOthers(name: CslName): boolean {
  return /^(?:others|et al\.?)$/i.test(displayName(name));
}

/** The identifier in `arXiv:2303.11098`, in the DOI that arXiv gives, or in an address of arXiv. */
function arxivOf(texts: readonly (string | undefined)[]): string | undefined {
  for (const text of texts) {
    const found = /arxiv(?:\.org\/(?:abs|pdf|html)\/|[.:]\s?)([\w.-]+(?:\/\d{7})?)/i.exec(text ?? '')?.[1];
    const arxiv = found === undefined ? undefined : parseArxiv(found.replace(/\.pdf$/, ''));
    if (arxiv !== undefined) return arxiv;
  }
  return undefined;
}

/** The words before a name's family name that are always kept with it: van der. */
export function familyOf(name: CslName): string {
  return words([name['non-dropping-particle'], name.family]);
}

/** Whether a name is to be written as it is: of an organisation, or in Chinese, Japanese or Korean. */
export function isWhole(name: CslName): boolean {
  return name.literal !== undefined || !name.family || [...name.family].some(isCjk);
}

/**
 * The first letters of the given names, each with `mark` behind it and `hyphen` before one that follows a hyphen:
 * Jean-Pierre M. → J.-P. M. Words in lower case stay as they are.
 */
export function initials(given: string | undefined, mark: string, hyphen: string): string {
  let all = '';
  for (const [, before, word = ''] of (given ?? '').matchAll(/([-‐‑]?)([^\s.\-‐‑]+)/gu)) {
    const [first = ''] = word;
    const isWord = before === '' && first === first.toLowerCase() && first !== first.toUpperCase();
    const short = isWord ? word : `${[...word][0]?.toUpperCase() ?? ''}${mark}`;
    all += all === '' ? short : `${before === '' ? ' ' : hyphen}${short}`;
  }
  return all;
}

/** The parts that there are, with a blank between them. */
export function words(parts: readonly (string | undefined)[]): string {
  return listed(parts, ' ');
}

/** The parts that there are, with the same between each two. */
export function listed(parts: readonly (string | undefined)[], between: string): string {
  return parts.filter((part) => part !== undefined && part.trim() !== '').join(between);
}

/** A text that ends like a sentence. */
export function sentence(text: string): string {
  return text === '' || /[.!?…。！？]["”’」]?$/.test(text) ? text : `${text}.`;
}
