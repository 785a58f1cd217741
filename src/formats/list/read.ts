import { findDay } from '../../domain/calendar.ts';
import { type DraftOrProblem, isProblem, type Problem } from '../../domain/draft.ts';
import { type Message, msg } from '../../domain/message.ts';
import { VenueTable } from '../../domain/venue.ts';
import type { ReadContext, TextSource } from '../foreign.ts';
import { readAuthors } from './authors.ts';
import { type Blocks, type Heading, type Item, type Paragraph, readBlocks, type Table } from './blocks.ts';
import { draftOf } from './draft.ts';
import { type Entry, readEntry, splitEntries } from './entry.ts';
import { type FieldName, readField } from './fields.ts';
import { readInline, type Span } from './inline.ts';
import { type EntryLink, roleOf, roleOfAddress } from './links.ts';
import { readSection, type Section } from './section.ts';
import { linksPapers, readTable } from './table.ts';
import { readTag, type Tag } from './tag.ts';
import { composeText } from './text.ts';
import { canBeTitle, isCutOff, isProse, isTitleCase, namesSoftware, tidyTitle, wordCount } from './title.ts';

/** An entry longer than this is none that a person typed into a list. */
const LONGEST_ENTRY = 10_000;

/** A longer line under an entry is prose. */
const LONGEST_FACT = 200;

/** How many texts are kept as read. */
const MOST_KEPT = 2_000;

/**
 * Reads a list or a table of papers in Markdown: items, rows, lines in bold, HTML lists, with what is indented under
 * them. What looks like a paper and cannot be read is a warning; tables of contents, prose and headings are passed over.
 */
export function* read(source: TextSource, context: ReadContext): Generator<DraftOrProblem> {
  const text = [...source.pieces()].join('');
  let papers = 0;
  for (const found of new ListReader(readBlocks(text), context.venues, source.name).read()) {
    if (!isProblem(found)) papers += 1;
    yield found;
  }
  if (papers === 0)
    yield {
      line: 1,
      severity: 'error',
      message: msg`no paper in it`,
      hint: msg`a list has one paper in each item, row or line in bold`,
    };
}

/**
 * Whether a text in Markdown is a list of papers: several, and most of its lines. A note on a paper may name a few
 * others, and is none. A weekly note may look like one; that it is one has to be asked first.
 */
export function looksLikeList(text: string): boolean {
  const blocks = readBlocks(text);
  const [title] = blocks.blocks;
  // A text under a day is a week's.
  if (title?.kind === 'heading' && title.level === 1 && findDay(title.text) !== undefined) return false;
  let papers = 0;
  for (const found of new ListReader(blocks, new VenueTable([]), '').read()) if (!isProblem(found)) papers += 1;
  const prose = blocks.blocks.reduce((sum, block) => sum + proseIn(block), 0);
  return papers >= 3 && papers * PROSE_PER_PAPER >= prose;
}

/** How many characters of prose a list has at most for each of its papers. */
const PROSE_PER_PAPER = 1_000;

/** The characters of a block beyond the length of an entry. */
function proseIn(block: Heading | Item | Paragraph | Table): number {
  if (block.kind === 'heading' || block.kind === 'table') return 0;
  return Math.max(0, block.text.length - (block.kind === 'item' ? 300 : 150));
}

class ListReader {
  readonly #blocks: Blocks;
  readonly #venues: VenueTable;
  /** The headings above, from the outermost. */
  #headings: { level: number; section: Section }[] = [];
  /** The venue and year that the last heading of the first level with one says. */
  #base: Tag | undefined;
  /** The spans of the texts read last: an item is looked at as a neighbour, too. */
  readonly #read = new Map<string, Span[]>();

  constructor(blocks: Blocks, venues: VenueTable, fileName: string) {
    this.#blocks = blocks;
    this.#venues = venues;
    // `ACL_2022_main_long_papers.md`: the file is one of a venue's papers.
    const { tag } = readSection(fileName.replace(/\.\w+$/, '').replaceAll('_', ' '), venues);
    if (tag?.words !== undefined) this.#base = tag;
  }

  *read(): Generator<DraftOrProblem> {
    const { blocks } = this.#blocks;
    for (let at = 0; at < blocks.length; at += 1) {
      const block = blocks[at];
      if (block === undefined) break;
      if (block.kind === 'heading') at += yield* this.#heading(block, this.#factsFrom(at + 1));
      else if (block.kind === 'table') yield* this.#table(block);
      else if (block.kind === 'item') {
        yield* this.#items(this.#siblings(at));
        at += this.#siblings(at).length - 1;
      } else {
        at += yield* this.#paragraph(block, this.#siblings(at + 1), this.#factsFrom(at + 1));
      }
    }
  }

  /** The items that stand together from a block on. */
  #siblings(at: number): Item[] {
    const items: Item[] = [];
    for (let next = this.#blocks.blocks[at]; next?.kind === 'item'; next = this.#blocks.blocks[at + items.length]) {
      items.push(next);
    }
    return items;
  }

  #spans(text: string): Span[] {
    const known = this.#read.get(text);
    if (known !== undefined) return known;
    const spans = readInline(text.replace(/\s*\n\s*/g, ' '), this.#blocks.definitions);
    if (this.#read.size >= MOST_KEPT) this.#read.clear();
    this.#read.set(text, spans);
    return spans;
  }

  /** What the headings above say together: the nearest venue, year and date, and whether papers stand here. */
  get #section(): Section {
    const sections = this.#headings.map(({ section }) => section);
    // What a heading of the first level says of its kind is the text's name, and not said of all sections below it.
    const kinds = this.#headings
      .filter(
        ({ level, section }, at) => at === this.#headings.length - 1 || (level > 1 && section.isContents !== true),
      )
      .map(({ section }) => section);
    const holds = kinds.findLast((section) => section.holds !== 'papers' || section.isSure === true)?.holds ?? 'papers';
    const tagged = sections.filter(({ tag }) => tag !== undefined).map(({ tag }) => tag as Tag);
    if (this.#base !== undefined && tagged.length === 0) tagged.push(this.#base);
    const venue = tagged.findLast(({ words }) => words !== undefined);
    const year = tagged.findLast((tag) => tag.year !== undefined);
    const tag =
      venue === undefined && year === undefined ? undefined : { ...year, ...venue, year: year?.year, doubts: [] };
    return { holds, tag, date: sections.findLast(({ date }) => date !== undefined)?.date };
  }

  /** A heading opens a section; it can be an entry, too: `### Title[NIPS'19][Baidu]`, `#### [Title](url)`. */
  *#heading(heading: Heading, facts: readonly Item[]): Generator<DraftOrProblem, number> {
    this.#headings = this.#headings.filter(({ level }) => level < heading.level);
    const composed = composeText(this.#spans(heading.text), this.#venues);
    const section = readSection(plainText(this.#spans(heading.text)), this.#venues);
    const above = this.#section;
    this.#headings.push({ level: heading.level, section });
    // A list in which every section is a heading of the first level is still one of what its first heading says.
    if (section.tag !== undefined && heading.level === 1) this.#base = section.tag;
    const own =
      section.tag === undefined && heading.level > 1 && above.holds !== 'none'
        ? readEntry(this.#spans(heading.text), this.#venues)
        : undefined;
    const isTagged = /[[(【][^\])】]{3,60}[\])】]\s*$|(?:19|20)\d{2}\s*$/.test(composed.text.trim());
    const isEntry =
      own !== undefined &&
      !own.hasAnchor &&
      ((isTagged &&
        wordCount(own.title) >= 4 &&
        own.tags.some(({ venue, year }) => venue !== undefined && year !== undefined)) ||
        (own.by === 'link' && own.links.some(({ url }) => roleOfAddress(url) === 'paper')));
    if (!isEntry) return 0;
    yield draftOf(this.#withChildren(own, facts).entry ?? own, heading.line, above, this.#venues);
    return facts.length;
  }

  /** The items and short lines from a block on that are facts of the entry above them. */
  #factsFrom(at: number): Item[] {
    const facts: Item[] = [];
    for (let block = this.#blocks.blocks[at]; block !== undefined; block = this.#blocks.blocks[at + facts.length]) {
      if (block.kind === 'heading' || block.kind === 'table' || (block.kind === 'item' && block.children.length > 0))
        break;
      if (block.text.length > (block.kind === 'item' ? LONGEST_ENTRY : LONGEST_FACT)) break;
      if (readField(plainText(this.#spans(block.text)))?.name === 'title') break;
      if (this.#factOf(this.#spans(block.text)) === undefined) break;
      facts.push({ kind: 'item', line: block.line, text: block.text, children: [] });
    }
    return facts;
  }

  *#table(table: Table): Generator<DraftOrProblem> {
    const section = this.#section;
    if (section.holds === 'none') return;
    const rows = readTable(table, this.#blocks.definitions, this.#venues);
    if (rows === undefined) {
      if (linksPapers(table))
        yield warning(table.line, msg`a table without a column of titles: ${table.rows.length} rows are left out`);
      return;
    }
    for (const row of rows) {
      if (!('entry' in row)) yield warning(row.line, msg`no title is found in "${shortened(row.words)}"`);
      else
        yield draftOf(
          row.entry,
          row.line,
          row.date === undefined ? section : { ...section, date: row.date },
          this.#venues,
        );
    }
  }

  *#items(items: readonly Item[]): Generator<DraftOrProblem> {
    const section = this.#section;
    if (section.holds === 'none') return;
    const titles = items.filter(({ text }) => this.#isPlainTitle(text)).length;
    // Titles alone are papers where most of their neighbours are some, too.
    const arePlain = titles >= Math.max(section.tag?.venue === undefined ? 3 : 1, items.length * 0.6);
    const left: Item[] = [];
    for (const item of items) {
      let isRead = false;
      for (const found of this.#item(item, section, arePlain)) {
        isRead = true;
        yield found;
      }
      if (!isRead) left.push(item);
    }
    const [first] = left;
    if (section.holds === 'other' && first !== undefined) {
      yield warning(
        first.line,
        msg`items not taken for papers, in a section of tools, videos or the like: ${left.length}`,
      );
    } else if (left.length < items.length / 2) {
      for (const item of left) yield* this.#leftOut(item);
    }
  }

  /** Among papers, an item that reads like a title and is none is worth a word. */
  *#leftOut(item: Item): Generator<DraftOrProblem> {
    const title = tidyTitle(plainText(this.#spans(item.text.slice(0, LONGEST_FACT))));
    if (item.children.length > 0 || item.text.includes('](#') || !canBeTitle(title) || wordCount(title) < 3) return;
    yield notTaken(item.line, title);
  }

  #isPlainTitle(text: string): boolean {
    if (text.length > 300 || /[.。;；]\s*$/.test(text)) return false;
    const words = tidyTitle(
      composeText(this.#spans(text), this.#venues).text.replace(
        /^\s*[【[][^\]】]{1,20}[\]】]\s*|[【[][^\]】]{1,20}[\]】]\s*$/g,
        '',
      ),
    );
    return canBeTitle(words) && wordCount(words) >= 3 && isTitleCase(words) && !namesSoftware(words);
  }

  *#item(item: Item, section: Section, arePlain: boolean): Generator<DraftOrProblem> {
    if (item.text.length > LONGEST_ENTRY) {
      yield warning(item.line, msg`an entry of ${item.text.length} characters is left out`);
      return;
    }
    const spans = this.#spans(item.text);
    const several = splitEntries(spans, this.#venues);
    if (several !== undefined) {
      for (const one of several) {
        const entry = readEntry(one, this.#venues) ?? shortEntry(one, this.#venues);
        if (entry !== undefined) yield draftOf(entry, item.line, section, this.#venues);
      }
      yield* this.#nested(item.children, section);
      return;
    }
    const field = readField(plainText(spans));
    const own =
      field === undefined || field.name === 'title' || field.name === 'paper'
        ? readEntry(field === undefined ? spans : behind(spans, field.valueStart), this.#venues)
        : undefined;
    const { entry, others } = this.#withChildren(own, item.children);
    if (entry !== undefined && this.#isPaper(entry, section, arePlain && this.#isPlainTitle(item.text), others)) {
      yield draftOf(entry, item.line, section, this.#venues);
      yield* this.#nested(others, section);
      return;
    }
    if (item.children.length === 0 && entry !== undefined) {
      const report = this.#report(item, entry, section);
      if (report !== undefined) yield report;
    }
    if (/^[\s*_]*(?:update log|news|contents|目录)\b/i.test(item.text)) return;
    yield* this.#nested(item.children, section);
  }

  *#nested(items: readonly Item[], section: Section): Generator<DraftOrProblem> {
    const titles = items.filter(({ text }) => this.#isPlainTitle(text)).length;
    for (const item of items) yield* this.#item(item, section, titles >= Math.max(3, items.length * 0.8));
  }

  /** A paragraph that is an entry, with the items below it that state its facts; gives how many items it used. */
  *#paragraph(paragraph: Paragraph, items: readonly Item[], facts: readonly Item[]): Generator<DraftOrProblem, number> {
    const section = this.#section;
    if (section.holds === 'none' || paragraph.text.length > LONGEST_ENTRY) return 0;
    const spans = this.#spans(paragraph.text);
    const pair = this.#titledBelow(spans, items);
    if (pair !== undefined) {
      yield draftOf(pair, paragraph.line, section, this.#venues);
      return 2;
    }
    const lines = this.#fieldLines(paragraph);
    if (lines !== undefined) {
      for (const { line, entry } of lines) yield draftOf(entry, line, section, this.#venues);
      return 0;
    }
    const used = facts.length;
    const own = readEntry(spans, this.#venues);
    if (own === undefined || (own.by !== 'strong' && own.by !== 'link') || paragraph.text.length > 1_500) return 0;
    const { entry } = this.#withChildren(own, facts);
    const isBare = plainText(spans).trim().length - own.title.length < 160 || used > 0;
    if (entry === undefined || wordCount(entry.title) < 3 || !isBare || !this.#isPaper(entry, section, false, []))
      return 0;
    const startsWithTitle = /^[\s*_[\]()"“【】\p{L}\d.:,'’-]{0,60}$/u.test(
      plainText(spans).slice(0, Math.max(0, plainText(spans).indexOf(own.title.slice(0, 20)))),
    );
    if (!startsWithTitle || !hasPaperSign(entry)) return 0;
    yield draftOf(entry, paragraph.line, section, this.#venues);
    return used;
  }

  /** A short name and a tag in italics, with the title and the authors as the two items below. */
  #titledBelow(spans: readonly Span[], items: readonly Item[]): Entry | undefined {
    const first = spans.findIndex(({ emphasis, text }) => emphasis && text.trim() !== '');
    const head = spans
      .slice(0, Math.max(0, first))
      .map(({ text }) => text)
      .join('')
      .replace(/[\s.:]+$/, '')
      .trim();
    const tag =
      first === -1 || wordCount(head) > 4 ? undefined : readTag(spans[first]?.text ?? '', this.#venues, 'likely');
    const [title, authors] = [items[0], items[1]].map((item) =>
      item === undefined ? '' : plainText(this.#spans(item.text)).trim(),
    );
    if (tag === undefined || title === undefined || !canBeTitle(title) || items.length < 2) return undefined;
    const names = readAuthors(authors ?? '', true);
    if (names === undefined) return undefined;
    const { links } = composeText(spans.slice(first + 1), this.#venues);
    return {
      title: tidyTitle(title),
      by: 'words',
      tags: [tag],
      authors: names.names,
      alias: head === '' ? undefined : head,
      links,
      hasAnchor: false,
    };
  }

  /** Entries whose lines are labelled: `Title: … (ACL 2022)`, `Author: …`. */
  #fieldLines(paragraph: Paragraph): { line: number; entry: Entry }[] | undefined {
    const found: { line: number; entry: Entry; children: Item[] }[] = [];
    for (const [offset, text] of paragraph.text.split('\n').entries()) {
      const spans = this.#spans(text);
      const field = readField(plainText(spans));
      if (field?.name === 'title') {
        const entry = readEntry(behind(spans, field.valueStart), this.#venues);
        if (entry !== undefined) found.push({ line: paragraph.line + offset, entry, children: [] });
      } else if (field !== undefined)
        found.at(-1)?.children.push({ kind: 'item', line: paragraph.line + offset, text, children: [] });
    }
    return found.length === 0
      ? undefined
      : found.map(({ line, entry, children }) => ({ line, entry: this.#withChildren(entry, children).entry ?? entry }));
  }

  /** The entry with what the items under it state; those that are no facts of it are given back. */
  #withChildren(own: Entry | undefined, children: readonly Item[]): { entry: Entry | undefined; others: Item[] } {
    let entry = own;
    const others: Item[] = [];
    for (const child of children) {
      const fact =
        child.text.length > LONGEST_ENTRY || child.children.length > 0
          ? undefined
          : this.#factOf(this.#spans(child.text));
      if (fact === undefined || (entry === undefined && fact.entry === undefined)) others.push(child);
      else if (entry === undefined) entry = fact.entry;
      else {
        entry = {
          ...entry,
          tags: [...entry.tags, ...fact.tags],
          authors: entry.authors.length === 0 ? fact.authors : entry.authors,
          links: [...entry.links, ...fact.links],
        };
      }
    }
    return { entry, others };
  }

  /** What a line under an entry states of it; undefined where it is something of its own. */
  #factOf(
    spans: readonly Span[],
  ): (Pick<Entry, 'tags' | 'authors' | 'links'> & { entry?: Entry | undefined }) | undefined {
    const text = plainText(spans);
    const field = readField(text);
    const none = { tags: [], authors: [], links: [] };
    if (field !== undefined) {
      const value = behind(spans, field.valueStart);
      const composed = composeText(value, this.#venues);
      const words = composed.text.trim();
      const links = [...composed.links, ...linkedWords(composed, field.name)].map((link) => ({
        ...link,
        role: fieldRole(field.name, link),
      }));
      if (field.name === 'authors') return { ...none, authors: readAuthors(words, true)?.names ?? [], links };
      if (field.name === 'venue' || field.name === 'year') {
        const tag = readTag(words, this.#venues, field.name === 'venue' ? 'any' : 'known');
        return { ...none, tags: tag === undefined ? [] : [tag], links };
      }
      const tag = field.name === 'paper' || field.name === 'other' ? readTag(words, this.#venues, 'known') : undefined;
      const entry = field.name === 'title' || field.name === 'paper' ? readEntry(value, this.#venues) : undefined;
      return { ...none, tags: tag === undefined ? [] : [tag], links, entry };
    }
    const composed = composeText(spans, this.#venues);
    const words = composed.text.trim();
    if (words === '') return composed.links.length === 0 ? undefined : { ...none, links: composed.links };
    const isItalic = spans.every((span) => span.emphasis || span.text.trim() === '');
    const authors = wordCount(words) < 120 ? readAuthors(words, isItalic && /[,&、]|\band\b/.test(words)) : undefined;
    if (authors !== undefined && !composed.marks.some(({ kind }) => kind === 'link'))
      return { ...none, authors: authors.names, links: composed.links };
    const likely = wordCount(words) <= 8 ? readTag(words, this.#venues, 'likely') : undefined;
    const tag =
      likely?.venue !== undefined || likely?.year !== undefined || likely?.isUnpublished === true ? likely : undefined;
    return tag === undefined ? undefined : { ...none, tags: [tag], links: composed.links };
  }

  /** Whether what reads like an entry is one of a paper. */
  #isPaper(entry: Entry, section: Section, isPlain: boolean, others: readonly Item[]): boolean {
    if (entry.hasAnchor) return false;
    const sign = hasPaperSign(entry);
    const words = wordCount(entry.title);
    if (section.holds === 'other') {
      const isLinked = entry.links.some(({ url }) => roleOfAddress(url) === 'paper');
      const isTagged = entry.tags.some(
        (tag) => tag.arxiv !== undefined || (tag.words !== undefined && tag.year !== undefined),
      );
      const isCode =
        entry.by === 'link' &&
        words >= 3 &&
        !namesSoftware(entry.title) &&
        entry.links.every(({ role }) => role === 'code') &&
        entry.links.length > 0;
      return (
        isLinked ||
        isTagged ||
        (isCode && /[:：]|distill|compress|network|learning|quanti|prun|attention/i.test(entry.title))
      );
    }
    const isNamed = entry.authors.length > 0 || entry.tags.some((tag) => tag.words !== undefined);
    if (
      entry.by === 'words' &&
      (isCutOff(entry.title) || ((isProse(entry.title) || namesSoftware(entry.title)) && !isNamed))
    )
      return false;
    // A line that stands alone can be the authors.
    if ((entry.by === 'strong' || entry.by === 'words') && (readAuthors(entry.title)?.names.length ?? 0) > 2)
      return false;
    if (sign) return words >= 3 || isNamed || entry.by === 'link' || (entry.by === 'quote' && words >= 2);
    if (isPlain && others.length === 0) return true;
    // A title that links to its code only.
    return (
      entry.by === 'link' &&
      words >= 3 &&
      entry.links.length > 0 &&
      entry.links.every(({ role }) => role === 'code') &&
      !namesSoftware(entry.title)
    );
  }

  /** A word on an item that was left out, where it looked like a paper. */
  #report(item: Item, entry: Entry, section: Section): Problem | undefined {
    const isLink = entry.links.length > 0;
    if (entry.hasAnchor || section.holds === 'other' || !isLink || entry.by === 'words' || wordCount(entry.title) > 40)
      return undefined;
    return notTaken(item.line, entry.title);
  }
}

/** An entry with a title of one word, such as the name of a method, where it stands among papers. */
function shortEntry(spans: readonly Span[], venues: VenueTable): Entry | undefined {
  const composed = composeText(spans, venues);
  const mark = composed.marks.find(({ kind }) => kind === 'link');
  if (mark?.url === undefined) return undefined;
  const tag = readTag(composed.text.slice(mark.end).replace(/^[\s[(]+|[\s\])]+$/g, ''), venues, 'likely');
  return {
    title: tidyTitle(composed.text.slice(mark.start, mark.end)),
    by: 'link',
    tags: tag === undefined ? [] : [tag],
    authors: [],
    links: [{ role: 'paper', url: mark.url, text: '' }],
    hasAnchor: false,
  };
}

/** Whether something says that an entry is a paper: a venue, a year, authors, an address of papers, a link named so. */
function hasPaperSign(entry: Entry): boolean {
  return (
    entry.tags.length > 0 ||
    entry.authors.length > 0 ||
    entry.links.some(
      ({ role, text, url }) => roleOfAddress(url) === 'paper' || (role === 'paper' && /paper|pdf|论文/i.test(text)),
    )
  );
}

function linkedWords(composed: ReturnType<typeof composeText>, name: FieldName): EntryLink[] {
  return composed.marks.flatMap(({ kind, url, start, end }) =>
    kind === 'link' && /^https?:/.test(url ?? '')
      ? [{ role: roleOf(name, url ?? ''), url: url ?? '', text: composed.text.slice(start, end).trim() }]
      : [],
  );
}

function fieldRole(name: FieldName, link: EntryLink): EntryLink['role'] {
  if (name === 'paper') return roleOfAddress(link.url) === 'code' ? 'code' : 'paper';
  return name === 'code' || name === 'project' || name === 'dataset' || name === 'video' ? name : link.role;
}

function plainText(spans: readonly Span[]): string {
  return spans.map(({ text }) => text).join('');
}

/** The spans from an offset in their text on. */
function behind(spans: readonly Span[], offset: number): Span[] {
  let left = offset;
  return spans.flatMap((span) => {
    const text = span.text.slice(Math.min(left, span.text.length));
    left = Math.max(0, left - span.text.length);
    return text === '' ? [] : [{ ...span, text }];
  });
}

function warning(line: number, message: Message): Problem {
  return { line, severity: 'warning', message };
}

function notTaken(line: number, title: string): Problem {
  return warning(line, msg`"${shortened(title)}" is not taken for a paper: no authors, venue, year or address of one`);
}

function shortened(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  return words.length <= 80 ? words : `${words.slice(0, 79)}…`;
}
