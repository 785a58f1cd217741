import { type Message, msg } from '../../domain/message.ts';
import type { TextSource } from '../foreign.ts';
import { type RawEntry, type RawString, splitBibtex, type ValuePart } from './split.ts';

/**
 * The abbreviations of months that every BibTeX style has. They stand for themselves: how a month is written is up to
 * the style, so an export writes `month = jan` again.
 */
export const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** How much text the abbreviations and parents of one entry may come to: they may not multiply a small file. */
const MAXIMUM_EXPANSION = 20_000;

/** What other entries of a text need: its abbreviations, and the entries that others inherit from. */
export class Definitions {
  readonly macros = new Map(MONTHS.map((month) => [month, month]));
  /** The entries that `crossref` and `xdata` name, by their keys in lower case. */
  readonly parents = new Map<string, RawEntry>();

  /** The abbreviations that were found missing; each is told once. */
  readonly unknown = new Set<string>();

  /** Takes an `@string` from where it stands on; one that is defined again changes for the entries behind it. */
  define({ name, value }: RawString): void {
    this.macros.set(detached(name), detached(expandValue(value, this.macros, { left: MAXIMUM_EXPANSION })));
  }
}

/** Goes through a text for what stands before or behind the entries that need it, and holds nothing else of it. */
export function gatherDefinitions(source: TextSource): Definitions {
  const definitions = new Definitions();
  const named = new Set<string>();
  for (const block of splitBibtex(source.pieces())) {
    if (block.kind === 'string') definitions.define(block);
    else if (block.kind === 'entry') for (const key of parentKeys(block)) named.add(detached(key));
  }
  if (named.size === 0) return definitions;
  for (const block of splitBibtex(source.pieces())) {
    if (block.kind !== 'entry') continue;
    const key = block.key.toLowerCase();
    if (!named.has(key) || definitions.parents.has(key)) continue;
    definitions.parents.set(detached(key), JSON.parse(JSON.stringify(block)) as RawEntry);
  }
  return definitions;
}

/** The text in memory of its own: a slice keeps all of the piece of the file it was cut from. */
export function detached(text: string): string {
  return text.split('').join('');
}

interface Budget {
  left: number;
}

/** The text of a value; abbreviations that are unknown, or would be too long, are kept as their names. */
function expandValue(
  parts: readonly ValuePart[],
  macros: ReadonlyMap<string, string>,
  budget: Budget,
  onUnknown?: (name: string) => void,
): string {
  return parts
    .map(({ kind, text }) => {
      if (kind === 'text') return text;
      const expanded = macros.get(text.toLowerCase());
      if (expanded === undefined || expanded.length > budget.left) {
        onUnknown?.(text);
        return text;
      }
      budget.left -= expanded.length;
      return expanded;
    })
    .join('');
}

export interface ExpandedEntry {
  readonly type: string;
  readonly key: string;
  readonly fields: ReadonlyMap<string, string>;
  /** Where its fields stand; those it inherits stand where it does. */
  readonly lineOf: (field: string) => number;
}

/** The entry with its abbreviations written out and what it inherits filled in; `warn` is told what is unknown. */
export function expandEntry(
  entry: RawEntry,
  { macros, parents, unknown }: Definitions,
  warn: (line: number, message: Message) => void,
): ExpandedEntry {
  const budget = { left: MAXIMUM_EXPANSION };
  const fields = new Map<string, string>();
  const lines = new Map<string, number>();
  for (const { name, value, line } of entry.fields) {
    lines.set(name, line);
    const onUnknown = (macro: string) => {
      if (unknown.has(macro)) return;
      unknown.add(detached(macro));
      warn(line, msg`the abbreviation ${macro} is not defined: its name is kept as text`);
    };
    fields.set(name, expandValue(value, macros, budget, onUnknown));
  }
  const inherit = (child: RawEntry, depth: number) => {
    for (const link of ['xdata', 'crossref']) {
      for (const key of keysIn(child, link)) {
        const parent = parents.get(key);
        if (parent === undefined || parent === child || depth > 3) continue;
        if (depth === 0) fields.delete(link);
        for (const { name, value } of parent.fields) {
          for (const target of inheritedNames(entry.type, parent.type, name, link)) {
            if (fields.has(target)) continue;
            const text = expandValue(value, macros, budget);
            budget.left -= text.length;
            if (budget.left < 0) return;
            fields.set(target, text);
          }
        }
        inherit(parent, depth + 1);
      }
    }
  };
  inherit(entry, 0);
  withoutShadowed(entry, fields);
  return { type: entry.type, key: entry.key, fields, lineOf: (field) => lines.get(field) ?? entry.line };
}

/** The child's own date stands against the parent's, however each writes it. */
function withoutShadowed(entry: RawEntry, fields: Map<string, string>): void {
  const has = (name: string) => entry.fields.some((field) => field.name === name);
  if (has('date')) for (const name of ['year', 'month', 'day']) if (!has(name)) fields.delete(name);
  if (has('year') && !has('date')) {
    fields.delete('date');
    if (!has('month')) fields.delete('day');
  }
  if (has('booktitle')) for (const name of ['booksubtitle', 'booktitleaddon']) if (!has(name)) fields.delete(name);
}

/** The keys, in lower case, of the entries that this one takes fields from. */
function parentKeys(entry: RawEntry): string[] {
  return [...keysIn(entry, 'crossref'), ...keysIn(entry, 'xdata')];
}

function keysIn(entry: RawEntry, link: string): string[] {
  const field = entry.fields.find(({ name }) => name === link);
  if (field === undefined) return [];
  const text = field.value.map((part) => part.text).join('');
  return text
    .toLowerCase()
    .split(link === 'xdata' ? ',' : '\n')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** What is the parent's alone: BibLaTeX's list (manual, appendix B), and what says which work an entry is of. */
const NOT_INHERITED = new Set(
  `ids crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring
  relatedtype shorthand shorthandintro sortkey sorttitle sortname shorttitle indextitle doi url urldate eprint eprinttype
  eprintclass archiveprefix primaryclass abstract keywords note annote annotation addendum file pages pagetotal numpages
  howpublished timestamp biburl bibsource key`.split(/\s+/),
);

const WHOLES = /^(?:mv)?(?:book|collection|reference|proceedings)$/;

/** The fields of a child that one of its parent's fills (BibLaTeX's manual, appendix B; BibTeX knows `booktitle` only). */
function inheritedNames(child: string, parent: string, name: string, link: string): string[] {
  if (link === 'xdata') return name === 'xdata' || name === 'crossref' ? [] : [name];
  if (NOT_INHERITED.has(name) || name.startsWith('bdsk-')) return [];
  const isTitle = name === 'title' || name === 'subtitle' || name === 'titleaddon';
  if (parent === 'periodical') return isTitle ? [`journal${name}`] : [name];
  if (WHOLES.test(parent)) {
    if (isTitle) return [`${parent.startsWith('mv') ? 'main' : 'book'}${name}`];
    if (name === 'author' && !/^(?:in|book|supp)book/.test(child)) return [];
    return [name];
  }
  return isTitle ? [] : [name];
}
