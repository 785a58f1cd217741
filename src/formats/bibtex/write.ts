import type { CslItem, CslName } from '../../domain/csl.ts';
import type { Entry } from '../../domain/draft.ts';
import { parseDoi } from '../../domain/identifiers.ts';
import type { ExportPaper, WriteOptions } from '../foreign.ts';
import { withDialect } from './dialect.ts';
import { MONTHS } from './expand.ts';
import { arxivOf, type EntryFacts, factsOfEntry } from './item.ts';
import { asciiOf, changeOutsideMaths, encodeLatex, isBalanced } from './latex.ts';

/** The fields that come first, in this order; the others follow in that of the entry they were read from. */
const ORDER =
  `author title subtitle booktitle booksubtitle journal journaltitle series editor edition volume number issue
  eid pages chapter school institution organization publisher address location year month day date howpublished doi isbn
  issn eprint archiveprefix eprinttype primaryclass eprintclass url urldate note abstract keywords`.split(/\s+/);

/** What is written as it is: LaTeX reads no commands in it. */
const VERBATIM = new Set(['url', 'doi', 'eprint', 'crossref', 'xdata', 'ids']);

/** Paths on the computer of whoever made the entry. */
const LOCAL = /^(?:file|local-url|bdsk-file-.*)$/;

/** A variable of CSL that is written as one field, unless the field already says so. */
const TEXT_VARIABLES: readonly (readonly [variable: string, field: string])[] = [
  ['volume', 'volume'],
  ['issue', 'number'],
  ['publisher', 'publisher'],
  ['publisher-place', 'address'],
  ['collection-title', 'series'],
  ['edition', 'edition'],
  ['ISBN', 'isbn'],
  ['ISSN', 'issn'],
  ['number-of-pages', 'pagetotal'],
  ['language', 'language'],
  ['note', 'note'],
  ['abstract', 'abstract'],
  ['keyword', 'keywords'],
];

/** The types of entries for works that are in no venue kd knows. */
const TYPES: Readonly<Record<string, string>> = {
  'paper-conference': 'inproceedings',
  'article-journal': 'article',
  'article-magazine': 'article',
  'article-newspaper': 'article',
  book: 'book',
  chapter: 'incollection',
  thesis: 'phdthesis',
  report: 'techreport',
  manuscript: 'unpublished',
};

type Fields = Map<string, string>;

/**
 * Writes papers as BibTeX or BibLaTeX entries. A field of the entry that a paper came from is written as it was read as
 * long as kd knows nothing else; what kd knows better, and a paper without an entry, is written from kd's facts.
 */
export function* write(papers: Iterable<ExportPaper>, options: WriteOptions): Generator<string> {
  let isFirst = true;
  for (const paper of papers) {
    yield `${isFirst ? '' : '\n'}${entryText(paper, options)}`;
    isFirst = false;
  }
}

function entryText(exported: ExportPaper, { dialect, ascii }: WriteOptions): string {
  const { type, fields } = withDialect(entryFor(exported), dialect);
  const lines = sorted(fields).map(([name, value]) => `  ${name} = ${valueText(name, value, ascii)}`);
  return `@${type}{${[keyText(exported.key), ...lines].join(',\n')}\n}\n`;
}

/** A key may have no blanks and nothing that ends it. */
function keyText(key: string): string {
  return key.replace(/[\s,{}()"#%~\\=']+/g, '-') || 'paper';
}

function valueText(name: string, value: string, ascii: boolean): string {
  if (name === 'month' && MONTHS.includes(value)) return value;
  const text = value.replace(/\r\n?/g, '\n');
  return `{${ascii && !VERBATIM.has(name) ? changeOutsideMaths(text, asciiOf) : text}}`;
}

function sorted(fields: Fields): [string, string][] {
  const known = ORDER.flatMap((name) => {
    const value = fields.get(name);
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  return [...known, ...[...fields].filter(([name]) => !ORDER.includes(name))];
}

/** The paper as an entry of BibTeX's fields; of an entry it came from, they keep the names it has there. */
function entryFor(exported: ExportPaper): { type: string; fields: Fields } {
  const { entry, item, paper } = exported;
  const fields = keptFields(entry);
  const before: EntryFacts =
    entry === undefined ? { item: { type: '' } } : factsOfEntry({ type: entry.type, fields }, () => undefined);
  const set = (name: string, value: string, instead: readonly string[] = []) => {
    for (const other of instead) fields.delete(other);
    fields.set(name, value);
  };
  if (item.title !== undefined && item.title !== before.item.title) {
    set('title', titleText(item.title), ['subtitle', 'titleaddon']);
  }
  for (const role of ['author', 'editor'] as const) {
    const names = item[role] as readonly CslName[] | undefined;
    const isSame = namesKey(names) === namesKey(before.item[role] as readonly CslName[] | undefined);
    // "A, B, and C, D" is read, but BibTeX itself stumbles over it.
    const isBroken = /,\s*(?:and\s|$)/i.test(fields.get(role) ?? '');
    if (names !== undefined && names.length > 0 && (!isSame || isBroken)) set(role, names.map(nameText).join(' and '));
  }
  setDate(item, before.item, set);
  for (const [variable, field] of TEXT_VARIABLES) {
    const value = item[variable];
    if (value !== undefined && String(value) !== String(before.item[variable] ?? '')) {
      set(field, changeOutsideMaths(String(value), encodeLatex));
    }
  }
  if (item.page !== undefined && item.page !== before.item.page)
    set('pages', encodeLatex(item.page).replace(/[-–]+/g, '--'));
  const doi = parseDoi(item.DOI ?? '') ?? item.DOI;
  if (doi !== undefined && doi !== before.item.DOI) set('doi', verbatimText(doi));
  if (item.URL !== undefined && item.URL !== before.item.URL) set('url', verbatimText(item.URL));
  const type = setContainer(exported, before, set);
  // A preprint's DOI is not that of what was published.
  const isPublished = exported.venueType !== undefined && exported.venueType !== 'preprint';
  if (isPublished && /^10\.48550\/arxiv/i.test(fields.get('doi') ?? '')) fields.delete('doi');
  if (paper.arxiv !== undefined && (entry === undefined || arxivOf(fields, () => undefined) !== paper.arxiv)) {
    set('eprint', paper.arxiv, ['eprinttype', 'eprintclass', 'primaryclass']);
    set('archiveprefix', 'arXiv');
  }
  return { type, fields };
}

/** The entry's fields, without those that are the business of one computer and those that could not be read back. */
function keptFields(entry: Entry | undefined): Fields {
  const kept = Object.entries(entry?.fields ?? {}).filter(
    ([name]) => !LOCAL.test(name) && /^[^\s"#%'(),={}@\\]+$/.test(name),
  );
  return new Map(kept.map(([name, value]) => [name, isBalanced(value) ? value : encodeLatex(value)]));
}

/** Sets where the work appeared, unless the entry says so in its own words; returns the type of the entry. */
function setContainer(
  exported: ExportPaper,
  before: EntryFacts,
  set: (name: string, value: string, instead: readonly string[]) => void,
): string {
  const { entry, item, paper, venueType } = exported;
  const container = item['container-title'];
  const words = before.item['container-title'];
  const isKept = container === undefined ? entry !== undefined : words !== undefined && namesContainer(words, exported);
  if (entry !== undefined && isKept) return entry.type;
  const type = typeFor(exported);
  const others = ['booktitle', 'booksubtitle', 'booktitleaddon', 'journal', 'journaltitle', 'journalsubtitle'];
  if (venueType === 'preprint' || (venueType === undefined && item.type === 'article')) {
    // The standard styles print no eprint: without these words the identifier would be missing in a paper.
    if (paper.arxiv !== undefined) set('journal', `arXiv preprint arXiv:${paper.arxiv}`, others);
    else if (container !== undefined) set('journal', encodeLatex(container), others);
    return paper.arxiv === undefined && container === undefined ? 'misc' : 'article';
  }
  if (container === undefined) return entry?.type ?? type;
  const isArticle = type === 'article';
  const full = exported.venueFullName ?? container;
  const text = isArticle || type === 'misc' ? full : proceedingsName(full, exported);
  set(isArticle ? 'journal' : type === 'misc' ? 'howpublished' : 'booktitle', encodeLatex(text), others);
  return type;
}

/** Whether the words of an entry name the venue that kd has for the paper. */
function namesContainer(words: string, { item, paper, venueFullName }: ExportPaper): boolean {
  const text = ` ${plainWords(words)} `;
  return [item['container-title'], paper.venue, venueFullName]
    .filter((name) => name !== undefined && plainWords(name) !== '')
    .some((name) => text.includes(` ${plainWords(name ?? '')} `));
}

function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** The type of an entry by the kind of its venue, else by what sort of work it is. */
function typeFor({ item, venueType, entry }: ExportPaper): string {
  if (venueType === 'journal') return 'article';
  if (venueType === 'conference' || venueType === 'series') return 'inproceedings';
  const type = TYPES[item.type ?? 'document'];
  if (type !== undefined) return type;
  const container = item['container-title'] ?? '';
  if (container === '') return entry?.type ?? 'misc';
  return /\b(?:journal|transactions|letters|magazine|review)\b|学报|杂志/i.test(container)
    ? 'article'
    : 'inproceedings';
}

/** What bibliographies call the volume in which a conference's papers appear. */
function proceedingsName(full: string, { paper, venueType }: ExportPaper): string {
  const isFindings = paper.track === 'Findings';
  if (isFindings && !/^findings\b/i.test(full)) {
    return `Findings of the Association for Computational Linguistics: ${paper.venue ?? full} ${paper.year ?? ''}`.trim();
  }
  const name = paper.track === 'workshop' && !/\bworkshops?\b/i.test(full) ? `${full} Workshops` : full;
  if (venueType !== 'conference' || /^(?:the )?(?:proceedings|proc\b|advances in|findings)/i.test(name)) return name;
  return `Proceedings of the ${name.replace(/^the /i, '')}`;
}

/** Sets the date, where kd knows another or more of it. */
function setDate(
  item: CslItem,
  before: CslItem,
  set: (name: string, value: string, instead: readonly string[]) => void,
): void {
  const parts = item.issued?.['date-parts']?.[0]?.map(Number) ?? [];
  const known = before.issued?.['date-parts']?.[0]?.map(Number) ?? [];
  const literal = item.issued?.literal ?? item.issued?.raw;
  const dates = ['date', 'year', 'month', 'day'];
  if (parts.length === 0) {
    if (literal !== undefined && literal !== before.issued?.literal && known.length === 0)
      set('year', encodeLatex(literal), dates);
    return;
  }
  if (parts.every((part, index) => part === known[index])) return;
  const [year = 0, month, day] = parts;
  set('year', String(year).padStart(4, '0'), dates);
  const name = MONTHS[(month ?? 0) - 1];
  if (name === undefined) return;
  set('month', name, []);
  if (day !== undefined) set('day', String(day), []);
}

function namesKey(names: readonly CslName[] | undefined): string {
  const parts = (name: CslName) =>
    [name.given, name['dropping-particle'], name['non-dropping-particle'], name.family, name.suffix, name.literal]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  return (names ?? []).map((name) => parts(name).replace(/\s+/g, ' ')).join('\n');
}

/** A name in the form that says which part is which: `van den Berg, Jr, Anna`; an organisation in braces. */
function nameText(name: CslName): string {
  if (name.literal !== undefined || name.family === undefined)
    return `{${encodeLatex(name.literal ?? name.given ?? '')}}`;
  const particle = [name['dropping-particle'], name['non-dropping-particle']].filter((part) => part !== undefined);
  const family = [...particle.map((part) => encodeLatex(part ?? '')), namePart(name.family, true)].join(' ');
  if (name.given === undefined && name.suffix === undefined) {
    return /\s/.test(name.family) && particle.length === 0 ? `{${encodeLatex(name.family)}}` : family;
  }
  return [family, ...(name.suffix === undefined ? [] : [namePart(name.suffix)]), namePart(name.given ?? '')].join(', ');
}

/** Braces hold together what would be taken for two parts, or for a particle. */
function namePart(text: string, isFamily = false): string {
  const isOne = !/,|\band\b/i.test(text) && !(isFamily && /(?:^|\s)\p{Ll}\S*\s/u.test(text));
  return isOne ? encodeLatex(text) : `{${encodeLatex(text)}}`;
}

/** A title; words with capitals inside, such as ImageNet, are in braces, as styles may write titles in lower case. */
function titleText(title: string): string {
  return changeOutsideMaths(title, (plain) =>
    plain
      .split(/([\p{L}\p{N}]+)/u)
      .map((part, index) => {
        const text = encodeLatex(part);
        return index % 2 === 1 && /^.\P{Lu}*\p{Lu}/u.test(part) ? `{${text}}` : text;
      })
      .join(''),
  );
}

/** Braces and backslashes would end the field, or begin a command. */
function verbatimText(text: string): string {
  return text.replace(/[{}\\\s]/g, (character) => encodeURIComponent(character));
}
