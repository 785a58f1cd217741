import { freeCitationKey } from '../domain/citation-key.ts';
import { itemOfPaper } from '../domain/csl-facts.ts';
import type { Paper } from '../domain/paper.ts';
import { parseName } from '../domain/person-name.ts';
import { nameKey } from '../domain/text.ts';
import type { Venue } from '../domain/venue.ts';
import type { ExportPaper } from '../formats/foreign.ts';
import type { Library } from '../store/library.ts';
import { paperPage } from './paper-page.ts';

export const KEY_STYLES = ['citation-key', 'author-year', 'imported'] as const;
/**
 * Under which keys papers are exported: their citation keys; the first author's family name, the year and the first word of
 * the title (`miles2024understanding`); or those of the BibTeX entries they came with, where they have one.
 */
export type KeyStyle = (typeof KEY_STYLES)[number];

/** The papers of these ids, in this order, with all that an export can say of them. */
export function* exportPapers(
  library: Library,
  ids: readonly number[],
  { keys = 'citation-key' }: { readonly keys?: KeyStyle | undefined } = {},
): Generator<ExportPaper> {
  const venues = new Map(library.venues.all().map((venue) => [venue.name, venue]));
  const keyOf = keyMaker(library, keys);
  for (const id of ids) {
    const paper = library.papers.get(id);
    if (paper !== undefined) yield exportPaper(library, paper, keyOf, venues);
  }
}

function exportPaper(
  library: Library,
  paper: Paper,
  keyOf: (paper: Paper) => string,
  venues: ReadonlyMap<string, Venue>,
): ExportPaper {
  const key = keyOf(paper);
  const venue = venues.get(paper.venue ?? '');
  const { tags, readings, aliases, mentions } = paperPage(library, paper);
  return {
    paper,
    key,
    item: itemOfPaper(paper, key, venue),
    entry: library.papers.entryOf(paper.id),
    venueFullName: venue?.fullName,
    venueType: venue?.type,
    tags: tags.map(({ tag: { id, name, kind, labelEn, labelZh } }) => {
      return { name, kind, labelEn, labelZh, definition: library.tags.definition(id).definitionEn };
    }),
    aliases,
    readings: readings.map(({ week, position, theme, summary, keyIdeas, remarks }) => {
      return { week, position, theme, summary, keyIdeas, remarks };
    }),
    notes: library.notes.ofPaper(paper.id).map(({ file, date, source }) => ({ file, date, source })),
    mentions: mentions.flatMap(({ paperId }) => {
      const mentioned = paperId === null ? undefined : library.papers.get(paperId);
      return mentioned === undefined ? [] : [keyOf(mentioned)];
    }),
  };
}

/**
 * The key of each paper, the same whichever other papers are exported with it: of two that would have one key, the
 * paper that was added first has it.
 */
function keyMaker(library: Library, style: KeyStyle): (paper: Paper) => string {
  if (style === 'citation-key') return ({ citationKey }) => citationKey;
  const keys = new Map<number, string>();
  const taken = new Set<string>();
  for (const paper of library.papers.all()) {
    const own = style === 'imported' ? library.papers.entryOf(paper.id)?.key : authorYearKey(paper);
    const key = freeCitationKey(own ?? paper.citationKey, (other) => taken.has(other));
    taken.add(key);
    keys.set(paper.id, key);
  }
  return ({ id, citationKey }) => keys.get(id) ?? citationKey;
}

/** `miles2024understanding`, as Google Scholar makes it; undefined where an author or the year is not known. */
function authorYearKey({ authors, year, title }: Paper): string | undefined {
  const [first] = authors;
  if (first === undefined || year === undefined) return undefined;
  const { family, literal = '' } = parseName(first);
  const name = nameKey(family ?? literal);
  const word = title
    .split(/\s+/)
    .map(nameKey)
    .find((key) => /^[a-z0-9]{2,}$/.test(key) && !/^(?:an?|the|on|in|of|for)$/.test(key));
  return /^[a-z0-9]+$/.test(name) ? `${name}${year}${word ?? ''}` : undefined;
}
