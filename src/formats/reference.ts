import type { CslItem, CslName } from '../domain/csl.ts';
import { displayName } from '../domain/person-name.ts';
import { isCjk } from '../domain/text.ts';
import {
  familyOf,
  initials,
  isWhole,
  listed,
  type ReferenceParts,
  referenceParts,
  sentence,
  words,
} from './reference-parts.ts';

/** The styles that kd writes by itself; any other one takes a CSL processor. */
export const REFERENCE_STYLES = ['plain', 'ieee', 'apa', 'gbt7714'] as const;
export type ReferenceStyle = (typeof REFERENCE_STYLES)[number];

const WRITERS: Readonly<Record<ReferenceStyle, (parts: ReferenceParts) => string>> = {
  plain: plainReference,
  ieee: ieeeReference,
  apa: apaReference,
  gbt7714: gbtReference,
};

/** A work as an entry in a list of references: plain text of one line, without the number that the list gives it. */
export function formatReference(item: CslItem, style: ReferenceStyle): string {
  return WRITERS[style](referenceParts(item));
}

/** One line to read: authors, title, venue and year. */
function plainReference(parts: ReferenceParts): string {
  const names = parts.names.map(displayName);
  const authors = isCut(parts, 6) ? `${names[0] ?? ''} et al.` : names.join(', ');
  const isArxiv = parts.kind === 'preprint' && parts.arxiv !== undefined;
  const place = isArxiv
    ? listed([`arXiv:${parts.arxiv}`, parts.year], ', ')
    : words([parts.shortContainer ?? parts.container ?? parts.publisher, parts.year]);
  return words([authors, parts.title, place].map(sentence));
}

const IEEE_MONTHS = 'Jan. Feb. Mar. Apr. May June July Aug. Sep. Oct. Nov. Dec.'.split(' ');

/** After the IEEE Reference Guide: initials first, the title in quotes; of more than six authors only the first. */
function ieeeReference(parts: ReferenceParts): string {
  const { kind, title, container, year, month, volume, issue, publisher, place, doi, arxiv, url } = parts;
  const names = parts.names.map((name) =>
    isWhole(name)
      ? displayName(name)
      : words([initials(name.given, '.', '-'), name['dropping-particle'], familyOf(name), name.suffix]),
  );
  const authors = isCut(parts, 6) ? `${names[0] ?? ''} et al.` : enumerated(names, ' and ', ', and ');
  const pages = pagesOf(parts, 'p. ', 'pp. ');
  const isBook = kind === 'book';
  const quoted = title === '' || isBook ? title : `“${title}${/[.!?…。！？]$/.test(title) ? '' : ','}”`;
  const date = kind === 'journal' ? words([IEEE_MONTHS[(month ?? 0) - 1], year]) : year;
  const source =
    kind === 'preprint' && arxiv !== undefined
      ? [year, `arXiv:${arxiv}`]
      : kind === 'journal'
        ? [container, volume && `vol. ${volume}`, issue && `no. ${issue}`, pages, date]
        : kind === 'conference' || kind === 'chapter'
          ? [container && `in ${container}`, volume && `vol. ${volume}`, place, date, pages]
          : kind === 'thesis'
            ? [parts.genre, publisher, place, date]
            : [listed([place, publisher ?? container], ': '), date, pages];
  const isPreprint = kind === 'preprint' && arxiv !== undefined;
  const rest = listed([...source, doi === undefined || isPreprint ? undefined : `doi: ${doi}`], ', ');
  // A title in quotes has its comma inside them; another one ends a sentence.
  const head = listed([authors, isBook ? sentence(title) : quoted], ', ');
  const text = sentence(words([rest === '' ? head.replace(/,”$/, '.”') : head, rest]));
  return doi !== undefined || isPreprint || url === undefined ? text : `${text} [Online]. Available: ${url}`;
}

/** What APA has in brackets behind the titles of works that are not texts. */
const APA_FORMS: Readonly<Record<string, string>> = { dataset: 'Data set', software: 'Computer software' };

/**
 * After the Publication Manual of the APA, 7th edition (chapters 9 and 10): family names first, up to twenty of them. The
 * title is left in the capitals it has.
 */
function apaReference(parts: ReferenceParts): string {
  const { kind, container, volume, issue, publisher, doi, arxiv, url } = parts;
  const names = parts.names.map((name) =>
    isWhole(name)
      ? displayName(name)
      : listed([familyOf(name), words([initials(name.given, '.', '-'), name['dropping-particle']]), name.suffix], ', '),
  );
  const authors = parts.hasMoreNames
    ? `${names.join(', ')}, et al.`
    : names.length > 20
      ? `${names.slice(0, 19).join(', ')}, . . . ${names.at(-1)}`
      : enumerated(names, ', & ', ', & ');
  const isArxiv = kind === 'preprint' && arxiv !== undefined;
  const form = kind === 'thesis' ? listed([parts.genre ?? 'Thesis', publisher], ', ') : APA_FORMS[kind];
  const title = words([parts.title, form && `[${form}]`, isArxiv ? `(arXiv:${arxiv})` : undefined]);
  const pages = pagesOf(parts, 'p. ', 'pp. ');
  const numbered = volume === undefined ? issue && `(${issue})` : `${volume}${issue === undefined ? '' : `(${issue})`}`;
  const source =
    kind === 'journal'
      ? [listed([container, numbered, pagesOf(parts, '', '')], ', ')]
      : kind === 'conference' || kind === 'chapter'
        ? [words([container && `In ${container}`, pages && `(${pages})`]), publisher]
        : isArxiv
          ? ['arXiv']
          : kind === 'thesis'
            ? []
            : [publisher ?? container];
  const address = isArxiv
    ? `https://doi.org/10.48550/arXiv.${arxiv}`
    : doi === undefined
      ? url
      : `https://doi.org/${doi}`;
  const date = `(${parts.year ?? 'n.d.'}).`;
  // Without authors the title takes their place.
  const head = authors === '' ? [sentence(title), date] : [sentence(authors), date, sentence(title)];
  return words([...head, ...source.map((part) => sentence(part ?? '')), address]);
}

/** The marks of types of documents in appendix B of GB/T 7714-2015. */
const GBT_MARKS: Readonly<Record<ReferenceParts['kind'], string>> = {
  conference: '[C]',
  journal: '[J]',
  preprint: '[EB/OL]',
  chapter: '[M]',
  book: '[M]',
  thesis: '[D]',
  report: '[R]',
  dataset: '[DS]',
  software: '[CP]',
  web: '[EB/OL]',
  other: '[Z]',
};

/**
 * After GB/T 7714-2015, numeric system: family names in capitals with bare initials, three authors at most, the mark of
 * the type behind the title. What is left out is said in the language of the title.
 */
function gbtReference(parts: ReferenceParts): string {
  const { kind, container, year, volume, issue, publisher, place, doi } = parts;
  const isChinese = [...parts.title].some(isCjk);
  const names = parts.names.map(gbtName);
  const others = isCut(parts, 3) ? [isChinese ? '等' : 'et al'] : [];
  const authors = [...names.slice(0, 3), ...others].join(', ');
  const title = `${parts.title.replace(/\.$/, '')}${GBT_MARKS[kind]}`;
  const pages = parts.pages.join('-');
  const imprint = listed([listed([listed([place, publisher], ': '), year], ', '), pages], ': ');
  const number = issue === undefined ? volume : `${volume ?? ''}(${issue})`;
  const date = listed([year, two(parts.month), parts.month === undefined ? undefined : two(parts.day)], '-');
  const source =
    kind === 'journal'
      ? [listed([listed([container, year, number], ', '), pages], ': ')]
      : kind === 'preprint' || kind === 'web'
        ? [date && `(${date})`, parts.arxiv === undefined ? parts.url : `https://arxiv.org/abs/${parts.arxiv}`]
        : [imprint];
  const isPart = (kind === 'conference' || kind === 'chapter') && container !== undefined;
  const shown = kind === 'preprint' && parts.arxiv !== undefined ? undefined : doi && `DOI:${doi}`;
  return words(
    [authors, isPart ? `${title}//${container}` : title, ...source, shown].map((part) => dotted(part ?? '')),
  );
}

function gbtName(name: CslName): string {
  if (isWhole(name)) return displayName(name);
  const particle = name['dropping-particle']?.toUpperCase();
  return words([particle, familyOf(name).toUpperCase(), initials(name.given, '', ' '), name.suffix?.replace('.', '')]);
}

function two(number: number | undefined): string | undefined {
  return number === undefined ? undefined : String(number).padStart(2, '0');
}

function dotted(text: string): string {
  return text === '' || text.endsWith('.') ? text : `${text}.`;
}

/** Whether fewer names are written than there are, where a list has at most so many. */
function isCut({ names, hasMoreNames }: ReferenceParts, most: number): boolean {
  return names.length > most || (hasMoreNames && names.length > 0);
}

/** A, B, and C. */
function enumerated(names: readonly string[], betweenTwo: string, beforeLast: string): string {
  if (names.length < 3) return names.join(betweenTwo);
  return `${names.slice(0, -1).join(', ')}${beforeLast}${names.at(-1)}`;
}

/** The pages with an en dash between first and last, behind what leads to one page or to several. */
function pagesOf({ pages }: ReferenceParts, one: string, several: string): string | undefined {
  if (pages.length === 0) return undefined;
  const isOne = pages.length === 1 && !/[,;]/.test(pages[0] ?? '');
  return `${isOne ? one : several}${pages.join('–')}`;
}
