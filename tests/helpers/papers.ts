import fc from 'fast-check';
import { itemOfPaper } from '../../src/domain/csl-facts.ts';
import { type DraftOrProblem, isProblem, type PaperDraft, type Problem } from '../../src/domain/draft.ts';
import { textOfMessage } from '../../src/domain/message.ts';
import { LINK_ROLES, type Paper, STATUSES } from '../../src/domain/paper.ts';
import { displayName, parseName } from '../../src/domain/person-name.ts';
import { VenueTable } from '../../src/domain/venue.ts';
import type { ExportPaper, ForeignFormat, TextSource, WriteOptions } from '../../src/formats/foreign.ts';

export const VENUES = new VenueTable([
  { name: 'AAAI', type: 'conference', fullName: 'AAAI Conference on Artificial Intelligence', aliases: [] },
  { name: 'TPAMI', type: 'journal', aliases: [] },
]);

export const OPTIONS: WriteOptions = { dialect: 'bibtex', ascii: false, columns: [], spreadsheetSafe: false };

/** A text in pieces of a length that cuts through everything there is to cut through. */
export function sourceOf(text: string, length = 7): TextSource {
  return {
    name: 'papers',
    *pieces() {
      for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
    },
  };
}

export function readAll(format: ForeignFormat, text: string, length?: number): DraftOrProblem[] {
  return [...(format.read?.(sourceOf(text, length), { venues: VENUES }) ?? [])];
}

/** The papers of a text, which has nothing wrong in it. */
export function draftsOf(format: ForeignFormat, text: string, length?: number): PaperDraft[] {
  return readAll(format, text, length).map((read) => {
    if (isProblem(read)) throw new Error(`line ${read.line}: ${textOfMessage(read.message)}`);
    return read;
  });
}

/** The problems of a text, as `line: message`. */
export function problemsOf(format: ForeignFormat, text: string): string[] {
  const problems = readAll(format, text).filter((read): read is Problem => isProblem(read));
  return problems.map(({ line, severity, message }) => `${line}: ${severity}: ${textOfMessage(message)}`);
}

export function titlesOf(read: readonly DraftOrProblem[]): (string | undefined)[] {
  return read.flatMap((one) => (isProblem(one) ? [] : [one.item.title]));
}

export function writeAll(format: ForeignFormat, papers: readonly ExportPaper[], options = OPTIONS): string {
  return [...(format.write?.(papers, options) ?? [])].join('');
}

/** A paper as it is written, with the tags that are named. */
export function exported(paper: Paper, tags: readonly string[] = []): ExportPaper {
  const venue = paper.venue === undefined ? undefined : VENUES.find(paper.venue)?.venue;
  return {
    paper,
    key: paper.citationKey,
    item: itemOfPaper(paper, paper.citationKey, venue),
    tags: tags.map((name) => ({ name, kind: 'idea', labelEn: null, labelZh: null })),
    aliases: [],
    readings: [],
    notes: [],
  };
}

export function paperOf(facts: Partial<Paper>): Paper {
  return {
    ...{ id: 1, citationKey: 'key-2024', title: 'A Title', status: 'read', setByUser: [], authors: [], links: [] },
    addedAt: '2024-05-17T08:00:00.000Z',
    ...facts,
  };
}

/** Characters that formats have their own ideas of. */
const SPECIAL =
  '\t\n\r\u0000\u0007\u001b\u0085\u2028\u2029\ufeff,;:|"\'`\\/{}[]()<>#&%$@=+-*?!~_^ 0123中文蒸馏、，；é🎓';

const character = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SPECIAL) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);

/** Any text with something in it besides spaces, with spaces around it too. */
export const anyText = fc
  .array(character, { minLength: 1, maxLength: 30 })
  .map((characters) => characters.join(''))
  .filter((text) => text.trim() !== '');

/** A text as the library keeps the facts of papers: in one line, without spaces around it. */
const line = anyText.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');

const name = line.map((text) => displayName(parseName(text))).filter((text) => text === displayName(parseName(text)));

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const date = fc
  .tuple(fc.integer({ min: 1950, max: 2050 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .chain(([year, month, day]) => fc.constantFrom({}, { year }, { year, month }, { year, month, day }));

const link = fc
  .record({ role: fc.constantFrom(...LINK_ROLES), url: optional(fc.webUrl()), text: optional(line) })
  .filter(({ url, text }) => url !== undefined || text !== undefined);

/** Papers with any texts for facts. */
export const anyPaper: fc.Arbitrary<ExportPaper> = fc
  .record({
    title: line,
    venue: optional(fc.constantFrom('AAAI', 'TPAMI')),
    citationKey: fc.stringMatching(/^[a-z][a-z0-9:_-]{2,20}$/),
    date,
    track: optional(line),
    doi: optional(fc.stringMatching(/^10\.\d{4}\/[a-z0-9.()-]{1,10}[a-z0-9]$/)),
    arxiv: optional(fc.constantFrom('2303.11098', '2203.05180', 'cs/0112017')),
    url: optional(fc.webUrl()),
    volume: optional(line),
    issue: optional(line),
    page: optional(fc.constantFrom('1-9', '4233–4241', 'e12')),
    abstract: optional(line),
    type: optional(fc.constantFrom('paper-conference', 'article-journal', 'article')),
    status: fc.constantFrom(...STATUSES),
    rating: optional(fc.integer({ min: 1, max: 5 })),
    authors: fc.array(name, { maxLength: 4 }),
    links: fc.array(link, { maxLength: 3 }),
    tags: fc.uniqueArray(line, { maxLength: 3 }),
  })
  .map(({ date, tags, ...facts }) => exported(paperOf({ ...facts, ...date, containerTitle: facts.venue }), tags));
