import { identifierIn, isPlaceholder } from '../domain/identifiers.ts';
import { type Message, msg } from '../domain/message.ts';
import { areAkin, areNearTitles, editDistance, nameKey, titleKey } from '../domain/text.ts';
import { UsageError } from '../errors.ts';
import type { IdentifierPlace, Likeness } from '../store/duplicates.ts';
import type { Library } from '../store/library.ts';
import { isAnother } from './import-papers.ts';

/** How sure it is that two papers are one, the surest first. */
export const TIERS = ['id', 'title', 'near'] as const;
export type Tier = (typeof TIERS)[number];

/** Two papers that may be one, the one with the lower id first. */
export interface Dupe {
  readonly papers: readonly [Likeness, Likeness];
  readonly tier: Tier;
  /** What speaks for it, and then against it. */
  readonly why: readonly Message[];
}

/**
 * The papers of the library that may be one, surest first: they name the same DOI or arXiv identifier under akin titles,
 * have the same title, or nearly the same with nothing that speaks against it. Of many that are alike each is paired with
 * the first of them. Pairs that were decided to be two are left out. With `ids`, only pairs with one of these papers.
 */
export function findDupes(library: Library, ids?: ReadonlySet<number>): Dupe[] {
  const papers = library.duplicates.likenesses();
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  const different = new Set(library.duplicates.different().map(([a, b]) => `${a} ${b}`));
  const isSettled = (a: Likeness, b: Likeness) => different.has(`${Math.min(a.id, b.id)} ${Math.max(a.id, b.id)}`);
  const groups = new Groups();
  const found: Dupe[] = [];
  const offer: Offer = (a, b, tier, why) => {
    // Papers that pairs connect already, of this kind or a surer one, need no other pair.
    if (isSettled(a, b) || !groups.join(a.id, b.id)) return;
    const [first, second] = a.id < b.id ? [a, b] : [b, a];
    found.push({ papers: [first, second], tier, why: [...why, ...cautions(first, second)] });
  };
  offerSameIdentifier(library, byId, isSettled, offer);
  offerSameTitle(library, byId, isSettled, offer);
  offerNearTitle(papers, offer);
  const wanted = ids === undefined ? found : found.filter((dupe) => dupe.papers.some(({ id }) => ids.has(id)));
  return wanted.sort((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) || a.papers[0].id - b.papers[0].id);
}

/** Which papers are connected by pairs (disjoint sets, the path to a set's first member halved at each look). */
class Groups {
  readonly #parents = new Map<number, number>();

  /** Connects two papers; false where they were connected. */
  join(a: number, b: number): boolean {
    const [first, second] = [this.#find(a), this.#find(b)];
    if (first === second) return false;
    this.#parents.set(second, first);
    return true;
  }

  #find(id: number): number {
    let at = id;
    for (;;) {
      const parent = this.#parents.get(at) ?? at;
      if (parent === at) return at;
      const next = this.#parents.get(parent) ?? parent;
      this.#parents.set(at, next);
      at = next;
    }
  }
}

/** Records of each pair of the papers that they are two, or that this is open again. */
export function setDifferent(library: Library, ids: readonly number[], isDifferent: boolean): void {
  if (new Set(ids).size < 2)
    throw new UsageError(msg`it takes two papers`, msg`such as ${'kd dupes --different 12 47'}`);
  library.write(() => {
    for (const [index, a] of ids.entries()) {
      for (const b of ids.slice(index + 1)) if (a !== b) library.duplicates.setDifferent(a, b, isDifferent);
    }
  });
}

type Offer = (a: Likeness, b: Likeness, tier: Tier, why: readonly Message[]) => void;
type IsSettled = (a: Likeness, b: Likeness) => boolean;

/** With how many of those before it a paper is compared that has something in common with very many. */
const MOST_COMPARED = 32;

/** Pairs each of the things with the first before it that fits. */
function pairUp<T>(alike: readonly T[], fits: (earlier: T, later: T) => boolean, take: (a: T, b: T) => void): void {
  for (const [index, later] of alike.entries()) {
    const earlier = alike.slice(0, Math.min(index, MOST_COMPARED)).find((other) => fits(other, later));
    if (earlier !== undefined) take(earlier, later);
  }
}

function gather<T>(buckets: Map<string, T[]>, key: string, one: T): void {
  const bucket = buckets.get(key);
  if (bucket === undefined) buckets.set(key, [one]);
  else bucket.push(one);
}

/** Where a paper names an identifier. */
interface Naming {
  readonly paper: Likeness;
  readonly place: Message;
}

const PLACES: Readonly<Record<IdentifierPlace, Message>> = {
  link: msg`a link`,
  note: msg`a note`,
  entry: msg`the BibTeX entry`,
};

/** Papers that name one identifier: the same one under titles that have nothing in common is a mistake in it. */
function offerSameIdentifier(
  library: Library,
  byId: ReadonlyMap<number, Likeness>,
  isSettled: IsSettled,
  offer: Offer,
): void {
  const namings = new Map<string, Naming[]>();
  const seen = new Set<string>();
  const add = (paper: Likeness | undefined, text: string | null, place: Message) => {
    const identifier = text === null ? undefined : identifierIn(text);
    if (paper === undefined || identifier === undefined || seen.has(`${paper.id} ${identifier}`)) return;
    seen.add(`${paper.id} ${identifier}`);
    gather(namings, identifier, { paper, place });
  };
  for (const paper of byId.values()) {
    add(paper, paper.doi, msg`its DOI`);
    add(paper, paper.arxiv, msg`its arXiv identifier`);
    add(paper, paper.url, msg`its address`);
  }
  for (const { paperId, place, text } of library.duplicates.identifierTexts()) {
    // In an entry the text is LaTeX.
    add(byId.get(paperId), place === 'entry' ? text.replaceAll('\\', '') : text, PLACES[place]);
  }
  for (const [identifier, alike] of namings) {
    const inOrder = alike.toSorted((a, b) => a.paper.id - b.paper.id);
    const fits = (a: Naming, b: Naming) => !isSettled(a.paper, b.paper) && mayBeOne(a.paper, b.paper);
    pairUp(inOrder, fits, (a, b) => {
      const why = msg`both name ${identifier}: ${a.paper.id} in ${a.place}, ${b.paper.id} in ${b.place}`;
      offer(a.paper, b.paper, 'id', [why]);
    });
  }
}

function mayBeOne(a: Likeness, b: Likeness): boolean {
  return isPlaceholder(a.title) || isPlaceholder(b.title) || areAkin(a.title, b.title);
}

/** Papers of one title, in the spelling of their readings and notes too. */
function offerSameTitle(
  library: Library,
  byId: ReadonlyMap<number, Likeness>,
  isSettled: IsSettled,
  offer: Offer,
): void {
  const titled = new Map<string, { paper: Likeness; isOwn: boolean }[]>();
  const add = (paper: Likeness | undefined, key: string, isOwn: boolean) => {
    if (paper === undefined || key === '' || (!isOwn && key === paper.titleKey)) return;
    gather(titled, key, { paper, isOwn });
  };
  for (const paper of byId.values()) add(paper, paper.titleKey, true);
  for (const { paperId, titleKey: key } of library.duplicates.otherTitleKeys()) add(byId.get(paperId), key, false);
  for (const alike of titled.values()) {
    const inOrder = alike.toSorted((a, b) => a.paper.id - b.paper.id);
    const fits = ({ paper: a }: { paper: Likeness }, { paper: b }: { paper: Likeness }) =>
      !isSettled(a, b) && !isAnother(identityOf(a), identityOf(b));
    pairUp(inOrder, fits, (a, b) => {
      const why = a.isOwn && b.isOwn ? msg`the same title` : msg`the same title, in a reading or note`;
      offer(a.paper, b.paper, 'title', [why]);
    });
  }
}

function identityOf({ title, doi, year }: Likeness) {
  return { title, doi: doi ?? undefined, year: year ?? undefined };
}

/** From how many letters and digits on titles are long enough to be told apart by few; and up to how many they are titles. */
const SHORTEST_NEAR = 24;
const LONGEST_NEAR = 400;
/** A main title shorter than this may be a name that many papers begin with. */
const SHORTEST_MAIN = 16;
/** How far apart in an order of titles those may stand that are compared. */
const REACH = 8;

interface Titled {
  readonly paper: Likeness;
  readonly key: string;
  /** The digits and Roman numerals of the title: Part I and Part II are two papers. */
  readonly numbers: string;
  /** The family name of the first author; '' where none is known. */
  readonly author: string;
}

/**
 * Papers whose long titles differ in a letter, or in a few more where the first author is the same, or of which one is the
 * other without its subtitle. Titles that differ in few letters share their beginning or their end, so they stand near
 * one another in the order of the titles or in that of the titles read backwards (the sorted-neighbourhood method of
 * Hernández and Stolfo, 1995): each is compared with a few, however many there are.
 */
function offerNearTitle(papers: readonly Likeness[], offer: Offer): void {
  const titled = papers.map(toTitled).filter(({ key }) => key.length > 0 && key.length <= LONGEST_NEAR);
  const long = titled.filter(({ key }) => key.length >= SHORTEST_NEAR);
  const backwards = new Map(long.map((one) => [one, [...one.key].reverse().join('')]));
  for (const orderOf of [({ key }: Titled) => key, (one: Titled) => backwards.get(one) ?? '']) {
    const inOrder = long.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    for (const [index, a] of inOrder.entries()) {
      for (const b of inOrder.slice(index + 1, index + 1 + REACH)) {
        const letters = agree(a, b) ? lettersBetween(a, b) : undefined;
        if (letters === undefined) continue;
        const why = letters === 1 ? msg`the titles differ in one letter` : msg`the titles differ in ${letters} letters`;
        offer(a.paper, b.paper, 'near', [why, ...agreements(a, b)]);
      }
    }
  }
  const whole = new Map<string, Titled[]>();
  for (const one of titled) gather(whole, one.key, one);
  for (const longer of titled) {
    const main = mainTitleKey(longer.paper.title);
    for (const shorter of (main === undefined ? [] : (whole.get(main) ?? [])).slice(0, MOST_COMPARED)) {
      if (shorter === longer || !agree(longer, shorter)) continue;
      offer(longer.paper, shorter.paper, 'near', [
        msg`one title is the other without its subtitle`,
        ...agreements(longer, shorter),
      ]);
    }
  }
}

function toTitled(paper: Likeness): Titled {
  const { title, titleKey: key, firstAuthor } = paper;
  const numbers = title.match(/\p{N}+|(?<![\p{L}\p{N}])[IVX]+(?![\p{L}\p{N}])/gu)?.join(' ') ?? '';
  return { paper, key, numbers, author: familyKey(firstAuthor ?? '') };
}

function familyKey(name: string): string {
  const words = name.replace(/\s+(?:jr|sr)\.?$/i, '').split(/\s+/);
  return nameKey(words.at(-1) ?? '');
}

/** Whether nothing speaks against two papers being one: their years are a year apart at most, the first author is the same. */
function agree(a: Titled, b: Titled): boolean {
  const [from, to] = [a.paper.year, b.paper.year];
  if (from !== null && to !== null && Math.abs(from - to) > 1) return false;
  return a.author === '' || b.author === '' || a.author === b.author;
}

function agreements(a: Titled, b: Titled): Message[] {
  const { year } = a.paper;
  return [
    ...(year !== null && year === b.paper.year ? [msg`both of ${year}`] : []),
    ...(a.author !== '' && a.author === b.author ? [msg`the same first author`] : []),
  ];
}

/** In how many letters two titles differ, where these are few enough. */
function lettersBetween(a: Titled, b: Titled): number | undefined {
  if (a.key === b.key || a.numbers !== b.numbers) return undefined;
  if (areNearTitles(a.paper.title, b.paper.title)) return 1;
  // Few letters make another word of one (self- and semi-supervised): then it takes the author.
  if (a.author === '' || a.author !== b.author) return undefined;
  const most = Math.floor(Math.min(a.key.length, b.key.length) / SHORTEST_NEAR);
  const letters = editDistance(...differingParts(a.key, b.key), most);
  return letters <= most ? letters : undefined;
}

/** The texts without what they share at both ends. */
function differingParts(a: string, b: string): [string, string] {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

/** The key of a title without its subtitle; undefined where it has none, or what is left could be the name of many. */
function mainTitleKey(title: string): string | undefined {
  const at = title.search(/[:：—–]|\s-\s|[.?!]\s/);
  const key = at === -1 ? '' : titleKey(title.slice(0, at));
  return key.length < SHORTEST_MAIN ? undefined : key;
}

/** What speaks against two papers being one. */
function cautions(a: Likeness, b: Likeness): Message[] {
  const differ = <T>(x: T | null, y: T | null) => x !== null && y !== null && x !== y;
  return [
    ...(differ(a.doi, b.doi) ? [msg`but their DOIs differ`] : []),
    ...(differ(a.arxiv, b.arxiv) ? [msg`but their arXiv identifiers differ`] : []),
    ...(differ(a.year, b.year) ? [msg`but of ${a.year ?? ''} and ${b.year ?? ''}`] : []),
  ];
}
