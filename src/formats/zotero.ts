import { parseArxiv } from '../domain/identifiers.ts';

/** What Zotero calls things, as far as its exports to JSON and CSV have names of their own (Zotero schema 41). */

/** The types of CSL by Zotero's, in lower case. */
const TYPES: Readonly<Record<string, string>> = {
  blogpost: 'post-weblog',
  book: 'book',
  booksection: 'chapter',
  computerprogram: 'software',
  conferencepaper: 'paper-conference',
  dataset: 'dataset',
  dictionaryentry: 'entry-dictionary',
  document: 'document',
  encyclopediaarticle: 'entry-encyclopedia',
  forumpost: 'post',
  interview: 'interview',
  journalarticle: 'article-journal',
  magazinearticle: 'article-magazine',
  manuscript: 'manuscript',
  newspaperarticle: 'article-newspaper',
  patent: 'patent',
  preprint: 'article',
  presentation: 'speech',
  report: 'report',
  standard: 'standard',
  thesis: 'thesis',
  videorecording: 'motion_picture',
  webpage: 'webpage',
};

/** The type of CSL for a type of Zotero's; undefined where it has no such type. */
export function typeOfZotero(type: string): string | undefined {
  return TYPES[type.replace(/\s/g, '').toLowerCase()];
}

/** The variables of CSL by the fields of Zotero, in lower case and without spaces; those that are texts in both. */
export const ZOTERO_VARIABLES: Readonly<Record<string, string>> = {
  abstractnote: 'abstract',
  accessdate: 'accessed',
  archive: 'archive',
  archiveid: 'number',
  archivelocation: 'archive_location',
  booktitle: 'container-title',
  callnumber: 'call-number',
  conferencename: 'event-title',
  date: 'issued',
  doi: 'DOI',
  edition: 'edition',
  extra: 'note',
  institution: 'publisher',
  isbn: 'ISBN',
  issn: 'ISSN',
  issue: 'issue',
  journalabbreviation: 'container-title-short',
  language: 'language',
  librarycatalog: 'source',
  numpages: 'number-of-pages',
  numberofvolumes: 'number-of-volumes',
  pages: 'page',
  place: 'publisher-place',
  proceedingstitle: 'container-title',
  publicationtitle: 'container-title',
  publisher: 'publisher',
  reportnumber: 'number',
  repository: 'publisher',
  series: 'collection-title',
  seriesnumber: 'collection-number',
  shorttitle: 'title-short',
  title: 'title',
  university: 'publisher',
  url: 'URL',
  volume: 'volume',
};

/** What the lines of Zotero's field "Extra" say, which is CSL's `note`: `Citation Key: …`, `arXiv: …`, `DOI: …`. */
export function readExtra(note: string): {
  readonly citationKey?: string | undefined;
  readonly arxiv?: string | undefined;
  readonly doi?: string | undefined;
} {
  const arxiv = /^arxiv(?: id)?: *(\S+)/im.exec(note)?.[1];
  return {
    citationKey: /^citation key: *(\S+)/im.exec(note)?.[1],
    arxiv: arxiv === undefined ? undefined : parseArxiv(arxiv),
    doi: /^doi: *(\S+)/im.exec(note)?.[1],
  };
}
