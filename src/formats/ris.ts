import type { CslDate, CslItem, CslName } from '../domain/csl.ts';
import type { DraftDoubt, DraftOrProblem, PaperDraft } from '../domain/draft.ts';
import { parseArxiv, parseDoi } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import { parseName } from '../domain/person-name.ts';
import { plugins } from './citation-js.ts';
import { dateOf, invertedName, nameOf, withoutUndefined } from './csl-values.ts';
import type { ExportPaper, ReadContext, TextSource, WriteOptions } from './foreign.ts';
import { linesOf } from './pieces.ts';

/**
 * RIS. Citation.js knows what the tags of each type mean; it is asked for one record at a time. What it loses is done
 * here: for papers of conferences the year, the issue and the container, all but the first of repeated tags, tags that a
 * type does not have, `  - ` in a value, keys of more than twenty characters, particles of names, and lines of more than
 * seventy characters, which it breaks inside of words.
 */

/** Whether the text has a record's first line. */
export function looksLike(start: string): boolean {
  return /^\s*TY {1,2}- ?\w/m.test(start.slice(0, 5000));
}

/** The values of each tag of a record, in their order. */
type Tags = Map<string, string[]>;

interface RisRecord {
  readonly line: number;
  readonly tags: Tags;
  readonly doubts: readonly DraftDoubt[];
}

export function* read(source: TextSource, _context: ReadContext): Generator<DraftOrProblem> {
  for (const { line, tags, doubts } of recordsOf(source.pieces())) {
    const draft = readTags(line, tags);
    if (draft.item.title !== undefined) yield { ...draft, ...(doubts.length === 0 ? {} : { doubts }) };
    else yield { line, severity: 'error', message: msg`this record has no title` };
  }
}

/** A line that begins with a tag; some programs indent it, or write one space before its dash. */
const TAG_LINE = /^\s*([A-Z][A-Z0-9]) {1,2}-(?: (.*))?$/s;

/** Cuts a text into records, from `TY` to `ER`; one without an end goes to the next `TY`, and is told of. */
function* recordsOf(pieces: Iterable<string>): Generator<RisRecord> {
  let record: { line: number; tags: Tags } | undefined;
  // The tag whose value goes on, and the lines of that value so far.
  let last = '';
  let lines: string[] = [];
  const take = (): void => {
    if (lines.length === 0 || record === undefined) return;
    const values = record.tags.get(last) ?? [];
    record.tags.set(last, values);
    // EndNote has each further keyword on a line of its own; any other value is one.
    if (last !== 'KW') values.push(lines.join(' ').trim());
    else for (const line of lines) values.push(line);
    lines = [];
  };
  for (const { number, text } of linesOf(pieces)) {
    const [, tag, value = ''] = TAG_LINE.exec(text.trimEnd()) ?? [];
    if (tag !== undefined) take();
    if (record !== undefined && (tag === 'TY' || tag === 'ER')) {
      yield { ...record, doubts: tag === 'ER' ? [] : [withoutEnd(record.line)] };
      record = undefined;
    }
    if (tag === 'TY') record = { line: number, tags: new Map() };
    if (record === undefined) continue;
    if (tag !== undefined) {
      last = tag;
      lines = [value.trim()];
    } else if (text.trim() !== '') lines.push(text.trim());
  }
  take();
  if (record !== undefined) yield { ...record, doubts: [withoutEnd(record.line)] };
}

function withoutEnd(line: number): DraftDoubt {
  return { line, message: msg`this record has no end: the line "ER  - " is missing` };
}

/** Tags that are the same in all types, by the variable they stand for; the first that a record has is taken. */
const COMMON: Readonly<Record<string, readonly string[]>> = {
  title: ['TI', 'T1', 'CT', 'BT'],
  abstract: ['AB', 'N2'],
  volume: ['VL'],
  issue: ['IS', 'CP'],
  DOI: ['DO'],
  URL: ['UR', 'LK'],
};

const CONTAINERS = ['T2', 'BT', 'JF', 'JO', 'J1', 'JA', 'J2', 'T3'];

/** In papers of conferences, C3 are the proceedings and T2 is often the conference alone. */
const CONFERENCE_CONTAINERS = ['C3', ...CONTAINERS];

/** The year of the publication first; other dates may be those of its first appearance online. */
const DATES = ['PY', 'Y1', 'DA'];

/** What a file of this machine is called, which is nobody else's business. */
const LOCAL_FILES = new Set(['L1', 'L2', 'L3', 'L4', 'LK']);

function readTags(line: number, tags: Tags): PaperDraft {
  const take = (tag: string): string | undefined => {
    const [first, ...others] = tags.get(tag) ?? [];
    if (others.length === 0) tags.delete(tag);
    else tags.set(tag, others);
    return first === '' ? undefined : first;
  };
  const takeFirst = (names: readonly string[]): string | undefined => {
    const found = names.find((tag) => (tags.get(tag)?.[0] ?? '') !== '');
    return found === undefined ? undefined : take(found);
  };
  const takeAll = (...names: string[]): string[] => {
    const values = names.flatMap((tag) => tags.get(tag) ?? []);
    for (const tag of names) tags.delete(tag);
    return values.filter((value) => value !== '');
  };
  // Some programs have an N at the end of the type of articles.
  const type = (take('TY') ?? 'GEN').toUpperCase().replace(/^JOURN$/, 'JOUR');
  const item: Record<string, unknown> = {};
  for (const [variable, names] of Object.entries(COMMON)) item[variable] = takeFirst(names);
  item['container-title'] = takeFirst(/^CONF|^CPAPER/.test(type) ? CONFERENCE_CONTAINERS : CONTAINERS);
  item['issued'] = issuedOf(DATES.flatMap((tag) => take(tag) ?? []));
  item['page'] = [take('SP'), take('EP')].filter(Boolean).join('-') || undefined;
  const authors = takeAll('AU', 'A1').map(authorOf);
  if (authors.length > 0) item['author'] = authors;
  const keywords = takeAll('KW');
  if (keywords.length > 0) item['keyword'] = keywords.join(', ');
  const doi = parseDoi(String(item['DOI'] ?? ''));
  if (doi !== undefined) item['DOI'] = doi;
  const citationKey = take('ID');
  const arxiv = takeArxiv(tags);
  const others = addOthers(item, type, tags);
  if (Object.keys(others).length > 0) item['custom'] = { ris: others };
  return {
    line,
    item: withoutUndefined(item) as CslItem,
    ...(citationKey === undefined ? {} : { citationKey }),
    ...(arxiv === undefined ? {} : { arxiv }),
  };
}

/** A name as RIS has it; one of a single Chinese, Japanese or Korean word has no parts. */
function authorOf(text: string): CslName {
  return text.includes(',') ? nameOf(text) : parseName(text);
}

/** The date that says most of those in the year of the first: `2024/05/17/` rather than `2024`. */
function issuedOf(texts: readonly string[]): CslDate | undefined {
  const dates = texts.flatMap((text) => dateOf(withoutEmptyParts(text)) ?? []);
  const partsOf = (date: CslDate | undefined) => date?.['date-parts']?.[0] ?? [];
  const [first, ...others] = dates.filter((date) => partsOf(date).length > 0);
  const sameYear = others.filter((date) => partsOf(date)[0] === partsOf(first)[0]);
  return sameYear.find((date) => partsOf(date).length > partsOf(first).length) ?? first ?? dates[0];
}

/** RIS ends a date in slashes, and words behind them: `2024/05/17/`, `2024///Spring`. */
function withoutEmptyParts(text: string): string {
  return /^(\d{4}(?:\/\d{1,2}){0,2})\/+(?:[^\d/].*)?$/s.exec(text)?.[1] ?? text;
}

/** The identifier that a note, an accession number or the like is as a whole. */
function takeArxiv(tags: Tags): string | undefined {
  for (const tag of ['AN', 'M1', 'M3', 'N1', 'C7']) {
    const values = tags.get(tag) ?? [];
    const index = values.findIndex(
      (value) => /^arxiv:/i.test(value) && parseArxiv(value.split(' ')[0] ?? '') !== undefined,
    );
    if (index === -1) continue;
    const [value = ''] = values.splice(index, 1);
    return parseArxiv(value.split(' ')[0] ?? '');
  }
  return undefined;
}

/** Adds what Citation.js makes of the tags that are left; those that it has no variable for are returned. */
function addOthers(item: Record<string, unknown>, type: string, tags: Tags): Record<string, string[]> {
  const others: Record<string, string[]> = {};
  const asked: Record<string, string | string[]> = {};
  const variables = new Set(Object.keys(item).filter((variable) => item[variable] !== undefined));
  const stated = new Set(Object.values(item));
  const knownType = isType(type) ? type : 'GEN';
  if (knownType !== type) others['TY'] = [type];
  for (const [tag, all] of tags) {
    const isList = /^A[234]$/.test(tag);
    const values = all.filter(
      (value) => value !== '' && !stated.has(value) && !(LOCAL_FILES.has(tag) && !/^https?:\/\//i.test(value)),
    );
    if (values.length === 0) continue;
    const variable = variableOf(knownType, tag);
    const isFree = variable !== undefined && !variables.has(variable);
    if (isFree) {
      variables.add(variable);
      asked[tag] = isList ? values : (values[0] ?? '');
    }
    const kept = !isFree ? values : isList ? [] : values.slice(1);
    if (kept.length > 0) others[tag] = kept;
  }
  try {
    for (const [variable, value] of Object.entries(ask({ TY: knownType, ...asked }))) item[variable] ??= value;
  } catch {
    // A value that the library cannot read is kept as it stands.
    for (const [tag, value] of Object.entries(asked)) others[tag] = [...[value].flat(), ...(others[tag] ?? [])];
    item['type'] = ask({ TY: knownType })['type'];
  }
  return others;
}

/** What Citation.js makes of a record. */
function ask(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [item = {}] = [plugins.input.data(record, '@ris/record')].flat();
  const { _graph, ...variables } = item;
  return withoutUndefined(variables);
}

const knownTypes = new Set<string>();

function isType(type: string): boolean {
  if (knownTypes.has(type)) return true;
  if (ask({ TY: type })['type'] === undefined) return false;
  knownTypes.add(type);
  return true;
}

const variablesOfTags = new Map<string, string | undefined>();

/** The variable that Citation.js has for a tag of a type: what it makes of a record that has this tag alone. */
function variableOf(type: string, tag: string): string | undefined {
  const key = `${type} ${tag}`;
  if (!variablesOfTags.has(key)) {
    const value = /^Y[12]$/.test(tag) ? '2024' : '1234-5678';
    const { type: _, ...found } = ask({ TY: type, [tag]: value });
    variablesOfTags.set(key, Object.keys(found)[0]);
  }
  return variablesOfTags.get(key);
}

export function* write(papers: Iterable<ExportPaper>, _options: WriteOptions): Generator<string> {
  for (const paper of papers) yield writeRecord(paper);
}

function writeRecord({ paper, key, item, tags }: ExportPaper): string {
  const { custom, number, author = [], issued, keyword, ...others } = item;
  const kept = Object.entries((custom?.['ris'] ?? {}) as Readonly<Record<string, readonly string[]>>);
  const isArxiv = paper.arxiv !== undefined && number === `arXiv:${paper.arxiv}`;
  const asked = { ...others, type: others.type ?? 'document', ...(isArxiv ? {} : { number }) };
  const [known = {}] = plugins.output.format('ris', [withoutUndefined(asked)], { format: 'object' }) as [
    Record<string, unknown>,
  ];
  const { TY, ID: _, ...fields } = known;
  // Citation.js has the issue of proceedings where only EndNote looks for it.
  if (fields['M1'] === item.issue) delete fields['M1'];
  const ownType = kept.find(([tag]) => tag === 'TY')?.[1][0];
  const parts = issued?.['date-parts']?.[0] ?? [];
  const [year, month, day] = parts.map((part) => String(part).padStart(2, '0'));
  const keywords = [...tags.map(({ name }) => name), ...(typeof keyword === 'string' ? keyword.split(/,\s*/) : [])];
  const lines: [string, unknown][] = [
    ['TY', ownType ?? TY],
    ['ID', key],
    ...author.map((name): [string, string] => ['AU', invertedName(name).replace(/\\(.)/g, '$1')]),
    ...Object.entries(fields),
    ['T2', fields['T2'] ?? item['container-title']],
    ['IS', item.issue],
    ['PY', year],
    ['DA', month === undefined ? undefined : `${year}/${month}/${day ?? ''}/`],
    ['KW', [...new Set(keywords)]],
    ['AN', isArxiv ? `arXiv:${paper.arxiv}` : undefined],
    ...kept.filter(([tag]) => tag !== 'TY'),
  ];
  const seen = new Set<string>();
  const text = lines.flatMap(([tag, values]) =>
    [values ?? []].flat().flatMap((value) => {
      const line = `${tag}  - ${String(value).replace(/[\r\n]+/g, ' ')}\n`;
      // The container stands under two tags where the library has one of them already.
      if (seen.has(line)) return [];
      seen.add(line);
      return [line];
    }),
  );
  return `${text.join('')}ER  - \n\n`;
}
