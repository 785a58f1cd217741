import { type CslDate, type CslItem, type CslName, TEXT_VARIABLES } from '../domain/csl.ts';
import type { DraftOrProblem, PaperDraft } from '../domain/draft.ts';
import { parseArxiv } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import { LINK_ROLES, type Link, STATUSES } from '../domain/paper.ts';
import { dateOf, namesOf, withoutUndefined } from './csl-values.ts';
import type { ExportPaper, ReadContext, TextSource, WriteOptions } from './foreign.ts';
import { parseJson } from './json.ts';
import { jsonElements } from './json-elements.ts';
import { readExtra, typeOfZotero, ZOTERO_VARIABLES } from './zotero.ts';

/** CSL-JSON: the items of the Citation Style Language as Zotero and Better BibTeX export them, and Zotero's own JSON. */

/** Whether the text begins as a list of items, or as one. */
export function looksLike(start: string): boolean {
  return (
    /^\s*(?:\[\s*(?:\{\s*"|\]\s*$)|\{\s*[\r\n])|^\s*\{\s*"(?:items|config|id|type)"/.test(start) &&
    !/^\s*\{"record"/.test(start)
  );
}

export function* read(source: TextSource, _context: ReadContext): Generator<DraftOrProblem> {
  for (const { line, json } of jsonElements(source.pieces())) {
    let value: unknown;
    try {
      value = parseJson(json ?? '');
    } catch (error) {
      const reason = json === undefined ? BROKEN : (error as Error).message;
      yield { line, severity: 'error', message: msg`this is no JSON: ${reason}` };
      continue;
    }
    yield readItem(value as Json, line);
  }
}

const BROKEN = msg`a quote, comma or bracket is missing, or there is one too many`;

type Json = Readonly<Record<string, unknown>>;

function readItem(value: Json, line: number): DraftOrProblem {
  const type = value['itemType'];
  if (type === 'attachment' || type === 'note' || type === 'annotation') {
    return { line, severity: 'warning', message: msg`an item of the type ${type} is no paper, and left out` };
  }
  const { item, ...beside } = typeof type === 'string' ? fromZotero(value) : { item: value };
  const { id, 'citation-key': key, custom, ...variables } = item;
  const tidied: Record<string, unknown> = {};
  // What is no value of its variable is kept apart, so that it is not lost.
  const odd: Record<string, unknown> = {};
  for (const [variable, given] of Object.entries(variables)) {
    const tidy = tidyValue(variable, given);
    if (tidy !== undefined) tidied[variable] = tidy;
    else if (given !== null && given !== '') odd[variable] = given;
  }
  if (typeof tidied['title'] !== 'string' || tidied['title'].trim() === '') {
    return { line, severity: 'error', message: msg`this record has no title` };
  }
  const extra = readExtra(typeof tidied['note'] === 'string' ? tidied['note'] : '');
  const number = tidied['number'];
  const arxiv = typeof number === 'string' && /^arxiv:/i.test(number) ? parseArxiv(number) : undefined;
  // The library makes it of the identifier again.
  if (arxiv !== undefined) delete tidied['number'];
  if (extra.doi !== undefined) tidied['DOI'] ??= extra.doi;
  const { kd, ...others } = isObject(custom) ? custom : {};
  const kept = Object.keys(odd).length === 0 ? others : { ...others, odd };
  if (Object.keys(kept).length > 0) tidied['custom'] = kept;
  return {
    line,
    item: tidied as CslItem,
    ...withoutUndefined({ citationKey: keyOf(key) ?? extra.citationKey ?? keyOf(id, tidied['DOI']) }),
    ...withoutUndefined({ arxiv: extra.arxiv ?? arxiv }),
    ...beside,
    ...(isObject(kd) ? readOwn(kd) : {}),
  };
}

/** The key of an item: not the address or number that a program gave it, nor its DOI. */
function keyOf(id: unknown, doi?: unknown): string | undefined {
  if (typeof id !== 'string' || /^(?:https?:|\d*$|\d+\/\w+$)/i.test(id) || id === doi) return undefined;
  return id;
}

const DATES = new Set(['issued', 'accessed', 'submitted', 'event-date', 'original-date', 'available-date']);

const NAMES = new Set(
  `author chair collection-editor compiler composer container-author contributor curator director editor
  editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author performer
  producer recipient reviewed-author script-writer series-creator translator`.split(/\s+/),
);

/** Variables that are lists or objects in themselves. */
const STRUCTURES = new Set(['categories', 'relations', 'link', 'reference']);

/** The value as CSL has it; undefined where there is none. */
function tidyValue(variable: string, value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (DATES.has(variable)) return tidyDate(value);
  if (NAMES.has(variable)) return tidyNames(value);
  if (STRUCTURES.has(variable)) return value;
  if (typeof value === 'number') return String(value);
  // Crossref has lists where CSL has one text.
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return variable === 'keyword' ? value.join(', ') : value[0];
  }
  if (TEXT_VARIABLES.has(variable) && typeof value !== 'string') return undefined;
  return variable === 'title' && typeof value === 'string' ? withoutMarkup(value) : value;
}

/** The title without the markup for italics and the like that CSL allows in texts. */
function withoutMarkup(title: string): string {
  return title.replace(/<(i|b|sub|sup|sc|span)(?: [^<>]*)?>([^<>]*)<\/\1>/g, '$2');
}

function tidyDate(value: unknown): CslDate | undefined {
  if (typeof value === 'string' || typeof value === 'number') return dateOf(String(value));
  if (!isObject(value)) return undefined;
  const { 'date-parts': parts, raw, literal } = value;
  if (Array.isArray(parts)) {
    const dates = parts.filter((part): part is unknown[] => Array.isArray(part));
    const known = dates.map((part) => part.filter((one) => one !== null && one !== '').map(toNumber));
    return { ...value, 'date-parts': known.filter((part) => part.length > 0) };
  }
  const words = raw ?? literal;
  return typeof words === 'string' ? { ...value, ...dateOf(words) } : value;
}

function toNumber(part: unknown): number | string {
  const number = Number(part);
  return Number.isInteger(number) ? number : String(part);
}

function tidyNames(value: unknown): CslName[] | undefined {
  const names = (Array.isArray(value) ? value : [value]).flatMap((name): CslName[] => {
    if (typeof name === 'string') return namesOf(name);
    if (!isObject(name)) return [];
    const { name: whole, firstName, lastName, ...parts } = name;
    const known = { family: lastName, given: firstName, literal: whole, ...parts };
    const texts = Object.entries(known).filter(
      ([, part]) => typeof part === 'number' || (typeof part === 'string' && part !== ''),
    );
    return texts.length === 0 ? [] : [Object.fromEntries(texts.map(([name, part]) => [name, String(part)]))];
  });
  return names.length === 0 ? undefined : names;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fields of Zotero that say how it keeps an item, or where its files are on a machine. */
const KEPT_BY_ZOTERO = new Set(
  `attachments collections dateModified itemID itemKey key libraryID notes relations select seeAlso uri version`.split(
    ' ',
  ),
);

/** An item as Zotero itself has it, in the terms of CSL. */
function fromZotero(value: Json): { item: Json } & Partial<Omit<PaperDraft, 'item'>> {
  const { itemType, creators, tags, citationKey, citekey, dateAdded, ...fields } = value;
  const item: Record<string, unknown> = { type: typeOfZotero(String(itemType)) ?? 'document' };
  const others: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const variable = ZOTERO_VARIABLES[name.toLowerCase()];
    if (variable !== undefined) item[variable] ??= field;
    else if (!KEPT_BY_ZOTERO.has(name) && field !== '') others[name] = field;
  }
  for (const creator of Array.isArray(creators) ? creators.filter(isObject) : []) {
    const { creatorType, fieldMode: _, ...name } = creator;
    const variable = typeof creatorType === 'string' && NAMES.has(creatorType) ? creatorType : 'author';
    item[variable] = [...((item[variable] as unknown[]) ?? []), name];
  }
  const named = (Array.isArray(tags) ? tags : []).map((tag) => (isObject(tag) ? tag : { tag }));
  const texts = (wanted: boolean) =>
    named.flatMap(({ tag, type }: Json) => (typeof tag === 'string' && (type === 1) === wanted ? [tag] : []));
  // Tags that Zotero gave of itself are keywords of the publisher.
  if (texts(true).length > 0) item['keyword'] = texts(true).join(', ');
  if (Object.keys(others).length > 0) item['custom'] = { zotero: others };
  item['citation-key'] = citationKey ?? citekey;
  return {
    item,
    ...(texts(false).length > 0 ? { tags: texts(false) } : {}),
    ...(typeof dateAdded === 'string' ? { addedAt: dateAdded } : {}),
  };
}

/** What kd writes of a paper that CSL has no variables for, under `custom`. */
function toOwn({ paper, tags }: ExportPaper): Json {
  return withoutUndefined({
    status: paper.status,
    rating: paper.rating,
    track: paper.track,
    arxiv: paper.arxiv,
    links: paper.links.length === 0 ? undefined : paper.links,
    tags: tags.length === 0 ? undefined : tags.map(({ name }) => name),
    added: paper.addedAt,
  });
}

/** The same, of a text that anyone may have written: what does not fit is passed over. */
function readOwn(own: Json): Partial<PaperDraft> {
  const { status, rating, track, arxiv, links, tags, added } = own;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  return withoutUndefined({
    status: STATUSES.find((name) => name === status),
    rating: [1, 2, 3, 4, 5].find((number) => number === rating),
    track: text(track),
    arxiv: text(arxiv),
    links: Array.isArray(links) ? links.filter(isLink) : undefined,
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined,
    addedAt: text(added),
  });
}

function isLink(value: unknown): value is Link {
  if (!isObject(value) || !LINK_ROLES.some((role) => role === value['role'])) return false;
  return [value['url'], value['text']].every((part) => part === undefined || typeof part === 'string');
}

export function* write(papers: Iterable<ExportPaper>, _options: WriteOptions): Generator<string> {
  let before = '[\n';
  for (const paper of papers) {
    const { item, key } = paper;
    const custom = { ...item.custom, kd: toOwn(paper) };
    const whole = { ...item, id: key, 'citation-key': key, custom };
    yield `${before}  ${JSON.stringify(whole, null, 2).replaceAll('\n', '\n  ')}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
