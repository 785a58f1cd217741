import type { PaperRow } from '../domain/paper.ts';
import { findSubstring, findTerm, unitsOf } from '../domain/search-text.ts';
import type { Condition } from '../store/conditions.ts';
import type { Library } from '../store/library.ts';
import { type PaperText, placeInNote, textsOfPaper } from './paper-texts.ts';
import type { ResolvedQuery, SoughtTerm } from './resolve-query.ts';

/** A paper that was found, with the sentence that says why. */
export interface Hit extends PaperRow {
  readonly place: PaperText['place'];
  /** The date of the week, or the file of the note, in which it was found. */
  readonly source: string | null;
  /** The heading of the note's section, and the line. */
  readonly section: string | null;
  readonly line: number | null;
  readonly sentence: string;
  /** The places of the words in the sentence. */
  readonly marks: readonly (readonly [start: number, end: number])[];
}

export interface SearchResult {
  readonly hits: readonly Hit[];
  readonly total: number;
}

/**
 * Finds papers by words in their texts, best first: a word weighs more in a title than in a key idea, a summary or a long
 * note. Words that most papers have tell nothing apart: then the newest come first.
 */
export function search(library: Library, query: ResolvedQuery, most: number): SearchResult {
  const { where, terms, sort = [] } = query;
  const expression = sort.length > 0 ? undefined : rankingOf(library, where, terms);
  const total = totalOf(library, where);
  const rows =
    expression !== undefined
      ? library.papers.rowsOf(library.search.ranked(expression, where, most))
      : where?.kind === 'text' && sort.length === 0
        ? library.papers.rowsOf(library.search.newest(where.expression, most))
        : library.papers.find({ where, sort }, most).rows;
  const names = new Map<number, string>();
  const namesOf = (tagId: number): string => {
    const known = names.get(tagId) ?? library.tags.allNames(tagId).join('\n');
    names.set(tagId, known);
    return known;
  };
  return { hits: rows.map((row) => hitOf(library, row, terms, namesOf)), total };
}

/** How many papers fit. Of one word alone the index keeps the number: it need not be counted. */
function totalOf(library: Library, where: Condition | undefined): number {
  const [, token] = where?.kind === 'text' ? (/^"([^" ]+)"$/.exec(where.expression) ?? []) : [];
  return token === undefined ? library.papers.count(where) : library.search.frequency([token]);
}

/** More papers are not ranked: to rank them takes longer than a person waits, and tells them apart by little. */
const MOST_RANKED = 10_000;

/** The expression that papers are ranked by; undefined where even the rarest of the words stands in most papers. */
function rankingOf(library: Library, where: Condition | undefined, terms: readonly SoughtTerm[]): string | undefined {
  const expressions = terms.flatMap(({ expression }) => expression ?? []);
  if (expressions.length < terms.length || expressions.length === 0) return undefined;
  const isConjunction =
    where?.kind === 'text' ||
    (where?.kind === 'all' && where.of.filter(({ kind }) => kind === 'text').length === terms.length);
  const frequencies = terms.map(({ expression }) => frequencyOf(library, expression ?? ''));
  const least = isConjunction ? Math.min(...frequencies) : Math.max(...frequencies);
  if (least > MOST_RANKED || least * 2 > library.questions.paperCount()) return undefined;
  return expressions.map((one) => `(${one})`).join(isConjunction ? ' AND ' : ' OR ');
}

/** In how many papers a phrase stands at most, without looking for it. */
function frequencyOf(library: Library, expression: string): number {
  const [, phrase = '', open] = /"([^"]*)"( \*)?$/.exec(expression) ?? [];
  const tokens = phrase.split(' ');
  if (open === undefined) return library.search.frequency(tokens);
  // The last token may go on, so that only those before it stand in what is found.
  if (tokens.length > 1) return library.search.frequency(tokens.slice(0, -1));
  // A paper is counted for each of its words that begin so: that tells of very many alone.
  const most = library.search.frequencyOfPrefix(phrase);
  return most > MOST_RANKED ? most : 0;
}

/** How much of a sentence is shown on each side of the first word found. */
const REACH = 60;

function hitOf(library: Library, row: PaperRow, terms: readonly SoughtTerm[], namesOf: (tagId: number) => string): Hit {
  const paper = library.papers.get(row.id);
  const texts = paper === undefined ? [] : textsOfPaper(library, paper, namesOf);
  // The text that has most of the words; of several, the weightiest, which comes first: behind one that has all of them
  // none need be read.
  let best: { readonly text: PaperText; readonly places: Places } = NOTHING;
  for (const text of texts) {
    const places = placesIn(text.text, terms);
    if (best === NOTHING || places.distinct > best.places.distinct) best = { text, places };
    if (places.distinct === terms.length) break;
  }
  const { text, places } = best;
  const [first] = places.at;
  const { sentence, start } = sentenceAt(text.text, first ?? [0, 0]);
  const marks = places.at
    .filter(([from, to]) => from >= start && to <= start + sentence.length)
    .map(([from, to]) => [from - start, to - start] as const);
  const inNote =
    text.note === undefined || text.place === 'name'
      ? undefined
      : placeInNote(text.note.note, text.note.start + (first?.[0] ?? 0));
  return {
    ...row,
    place: text.place,
    source: text.source,
    section: inNote?.heading ?? null,
    line: inNote?.line ?? null,
    sentence,
    marks,
  };
}

const NOTHING = { text: { place: 'title', source: null, text: '' } as PaperText, places: { at: [], distinct: 0 } };

interface Places {
  readonly at: readonly [start: number, end: number][];
  /** How many of the terms stand there. */
  readonly distinct: number;
}

function placesIn(text: string, terms: readonly SoughtTerm[]): Places {
  const units = unitsOf(text);
  const found = terms.map((term) =>
    term.expression === undefined ? findSubstring(text, term.words) : findTerm(units, term),
  );
  return {
    at: found.flat().sort(([a], [b]) => a - b),
    distinct: found.filter((places) => places.length > 0).length,
  };
}

/** The sentence around a place, cut to what can be read at a glance. */
function sentenceAt(text: string, [from, to]: readonly [number, number]): { sentence: string; start: number } {
  const before = text.slice(Math.max(0, from - REACH), from);
  const cut = /[\s\S]*(?:[。！？!?；;\r\n]|\.\s)\s*/.exec(before)?.[0].length;
  const start = from - before.length + (cut ?? 0);
  const rest = text.slice(to, to + REACH);
  const stop = /[。！？!?；;\r\n]|\.\s/.exec(rest)?.index;
  const end = to + (stop ?? rest.length);
  const lead = /^[\s>#*+-]*/.exec(text.slice(start, from))?.[0].length ?? 0;
  return { sentence: text.slice(start + lead, end).trimEnd(), start: start + lead };
}
