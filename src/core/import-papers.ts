import { citationKey } from '../domain/citation-key.ts';
import { factsOfDraft } from '../domain/csl-facts.ts';
import { type DraftOrProblem, type Entry, isProblem, type PaperDraft, type Problem } from '../domain/draft.ts';
import { isPlaceholder, parseDoi } from '../domain/identifiers.ts';
import { type Message, msg } from '../domain/message.ts';
import type { Link, Paper, PaperFacts, Status } from '../domain/paper.ts';
import { areAkin, isCjk, nameKey, titleKey } from '../domain/text.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { Doubt } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { Deriver } from './derive.ts';
import { emptyOnly, setFacts } from './facts.ts';
import { addTags } from './tag.ts';

/** A fact that a file and the library state differently. */
export interface FactConflict {
  readonly path: string;
  /** The line of the record in the file. */
  readonly line: number;
  readonly citationKey: string;
  readonly field: ConflictField;
  readonly library: string;
  readonly file: string;
  /** Whether the file's fact was taken. */
  readonly taken: boolean;
}

export const CONFLICT_FIELDS = [
  'title',
  'authors',
  'venue',
  'year',
  'doi',
  'arxiv',
  'volume',
  'issue',
  'page',
] as const;
export type ConflictField = (typeof CONFLICT_FIELDS)[number];

/** Which side of a conflict is right; undefined: it is not decided, and the library keeps its own. */
export type Decide = (conflict: Omit<FactConflict, 'taken'>) => 'keep' | 'theirs' | undefined;

export interface ImportPapersOptions {
  readonly decide: Decide;
  /** The status of papers that are new and have none. */
  readonly status: Status;
}

export interface ImportedPapers {
  readonly newPapers: readonly number[];
  /** How many of the papers that the library knew were left as they are, and to how many something was added. */
  readonly unchanged: number;
  readonly changed: number;
  readonly doubts: readonly Doubt[];
  readonly problems: readonly Problem[];
  readonly conflicts: readonly FactConflict[];
}

/** The characters that a title has at most. */
const LONGEST_TITLE = 5_000;

/** How many doubts, problems and conflicts of one file are kept to be shown; the rest is only counted. */
const MOST_KEPT = 1000;

/** The papers of the library that have the identifiers of a draft. */
interface Owners {
  readonly doi: Paper | undefined;
  readonly arxiv: Paper | undefined;
}

/** Takes the papers of a file into the library, one at a time: new ones are added, empty facts of known ones filled. */
export class PaperImport {
  readonly #library: Library;
  readonly #deriver: Deriver;
  readonly #venues: VenueTable;
  readonly #options: ImportPapersOptions;
  readonly #path: string;
  readonly #newPapers: number[] = [];
  readonly #doubts: Doubt[] = [];
  readonly #problems: Problem[] = [];
  readonly #conflicts: FactConflict[] = [];
  /** The papers that have an entry from this file. */
  readonly #withEntry = new Set<number>();
  #unchanged = 0;
  #changed = 0;
  #hasNewTags = false;

  constructor(library: Library, deriver: Deriver, venues: VenueTable, path: string, options: ImportPapersOptions) {
    this.#library = library;
    this.#deriver = deriver;
    this.#venues = venues;
    this.#path = path;
    this.#options = options;
  }

  /** Whether a tag was made that is to be looked for in the texts of all papers. */
  get hasNewTags(): boolean {
    return this.#hasNewTags;
  }

  takeAll(drafts: Iterable<DraftOrProblem>): ImportedPapers {
    for (const draft of drafts) {
      if (!isProblem(draft)) this.#take(draft);
      else if (this.#problems.length < MOST_KEPT) this.#problems.push(draft);
    }
    return {
      newPapers: this.#newPapers,
      unchanged: this.#unchanged,
      changed: this.#changed,
      doubts: this.#doubts,
      problems: this.#problems,
      conflicts: this.#conflicts,
    };
  }

  #doubt(line: number, message: Message): void {
    if (this.#doubts.length < MOST_KEPT) this.#doubts.push({ line, message });
  }

  #take(draft: PaperDraft): void {
    const stated = factsOfDraft(draft, this.#venues);
    const { length } = stated.title;
    if (length > LONGEST_TITLE) {
      const message = msg`${length} characters are no title: the record is left out`;
      if (this.#problems.length < MOST_KEPT) this.#problems.push({ line: draft.line, severity: 'error', message });
      return;
    }
    for (const { line, message } of draft.doubts ?? []) this.#doubt(line, message);
    const owners = this.#ownersOf(stated);
    const known = this.#published(this.#meet(draft, stated, owners), stated);
    const facts = this.#withFreeIdentifiers(draft, stated, owners, known?.id);
    const isChanged = known === undefined ? this.#add(draft, facts) : this.#fill(draft, facts, known);
    if (known !== undefined && isChanged) this.#changed += 1;
    else if (known !== undefined) this.#unchanged += 1;
  }

  #ownersOf({ doi, arxiv }: PaperFacts): Owners {
    const { papers } = this.#library;
    return {
      doi: doi === undefined ? undefined : papers.withDoi(doi),
      arxiv: arxiv === undefined ? undefined : papers.withArxiv(arxiv),
    };
  }

  /**
   * The paper of the library that a draft is of: by its DOI, by its title, in another spelling of one letter too, or by an
   * identifier in one of its addresses, if the titles are akin: the same link alone does not make two papers one.
   */
  #meet(draft: PaperDraft, facts: PaperFacts, owners: Owners): Paper | undefined {
    const { papers } = this.#library;
    const isStated = parseDoi(draft.item.DOI ?? '') === facts.doi;
    // Some give the papers of a volume its DOI; one that the paper has by a merge was looked at then.
    const isMerged = owners.doi !== undefined && owners.doi.doi !== facts.doi;
    if (owners.doi !== undefined && isStated && (isMerged || canBeOne(owners.doi, facts))) return owners.doi;
    const known = papers.withTitle(facts.title);
    if (known !== undefined) return isAnother(known, facts) ? undefined : known;
    const near = papers.withNearTitle(facts.title);
    if (near !== undefined && !isAnother(near, facts)) {
      this.#doubt(draft.line, msg`"${facts.title}" is read as ${near.citationKey}, whose title differs in one letter`);
      return near;
    }
    const linked = owners.doi ?? owners.arxiv;
    const isIt = linked !== undefined && [linked.title, facts.title].some(isPlaceholder);
    return linked !== undefined && (isIt || areAkin(linked.title, facts.title)) ? linked : undefined;
  }

  /** The facts without identifiers that another paper of the library has. */
  #withFreeIdentifiers(draft: PaperDraft, facts: PaperFacts, owners: Owners, id: number | undefined): PaperFacts {
    const isTaken = (owner: Paper | undefined) => owner !== undefined && owner.id !== id;
    for (const owner of Object.values(owners)) {
      if (owner === undefined || owner.id === id) continue;
      const message = msg`its identifier is that of ${owner.citationKey}: two papers, or one under two titles`;
      this.#doubt(draft.line, message);
    }
    return {
      ...facts,
      doi: isTaken(owners.doi) ? undefined : facts.doi,
      arxiv: isTaken(owners.arxiv) ? undefined : facts.arxiv,
    };
  }

  /** A paper known as a preprint alone, with what the file says of its publication: that is when and where it appeared. */
  #published(known: Paper | undefined, facts: PaperFacts): Paper | undefined {
    const { papers, weeks, notes } = this.#library;
    const isPublication = facts.venue !== undefined && facts.venue !== 'arXiv' && facts.year !== undefined;
    if (known?.venue !== 'arXiv' || !isPublication || known.setByUser.some((field) => /venue|year/.test(field)))
      return known;
    if (weeks.readingsOf(known.id).length > 0 || notes.ofPaper(known.id).length > 0) return known;
    const { venue, containerTitle, track, year, month, day, type } = facts;
    papers.update(known.id, { venue, containerTitle, track, year, month, day, type });
    return papers.get(known.id);
  }

  #add(draft: PaperDraft, facts: PaperFacts): true {
    const { papers, now } = this.#library;
    const own = ownKey(draft.citationKey);
    const status = draft.status ?? this.#options.status;
    const key = own ?? citationKey(facts.title, facts.year);
    const id = papers.insert(facts, key, status, [], draft.addedAt ?? now);
    if (own !== undefined && papers.withCitationKey(own)?.id !== id) {
      const given = papers.get(id)?.citationKey ?? '';
      this.#doubt(draft.line, msg`the key ${own} is that of another paper; this one is ${given}`);
    }
    const removed = this.#library.trash.withTitle(facts.title);
    if (removed !== undefined) {
      this.#doubt(
        draft.line,
        msg`"${facts.title}" is a new paper; an earlier one was removed: kd restore ${removed.citationKey}`,
      );
    }
    if (draft.entry !== undefined) this.#setEntry(id, draft.entry);
    // Its tags are told from those that its texts give it by themselves.
    const hasTags = (draft.tags ?? []).length > 0 || draft.item.keyword !== undefined;
    if (hasTags) this.#deriver.refreshNow(id);
    this.#tag(id, draft);
    this.#newPapers.push(id);
    this.#deriver.refresh(id);
    return true;
  }

  /** Fills what the paper has not; what differs is a conflict. Says whether anything was changed. */
  #fill(draft: PaperDraft, facts: PaperFacts, known: Paper): boolean {
    const { papers } = this.#library;
    const taken = this.#resolve(draft, facts, known);
    const before = JSON.stringify([known, papers.entryOf(known.id), this.#library.tags.choices(known.id)]);
    setFacts(this.#library, known.id, taken);
    const paper = papers.get(known.id) as Paper;
    const { links: _, extra, rating, type, month, day, track, ...others } = facts;
    const isSamePlace = paper.venue === facts.venue || paper.venue === undefined;
    papers.update(known.id, {
      ...emptyOnly(paper, { ...others, rating }),
      ...(isPlaceholder(paper.title) ? { title: facts.title } : {}),
      // A month belongs to its year and venue, and so do track and type to the venue.
      ...(isSamePlace && (paper.year === facts.year || paper.year === undefined)
        ? emptyOnly(paper, { month, day })
        : {}),
      ...(isSamePlace ? emptyOnly(paper, { track, type }) : {}),
      extra: extra === undefined ? paper.extra : { ...paper.extra, ...without(extra, paper.extra ?? {}) },
    });
    const links = newLinks(paper, facts);
    if (links.length > 0) papers.update(known.id, { links: [...paper.links, ...links] });
    if (draft.entry !== undefined) this.#setEntry(known.id, draft.entry);
    this.#tag(known.id, draft);
    const after = JSON.stringify([
      papers.get(known.id),
      papers.entryOf(known.id),
      this.#library.tags.choices(known.id),
    ]);
    if (before !== after) this.#deriver.refresh(known.id);
    return before !== after;
  }

  /**
   * Keeps an entry as it is now in its file, with what the paper has from others. Of an entry under another key, or a second
   * one in the same file, only the fields are kept that are not there.
   */
  #setEntry(id: number, entry: Entry): void {
    const { papers } = this.#library;
    const known = papers.entryOf(id);
    const isFirst = known === undefined || (known.key === entry.key && !this.#withEntry.has(id));
    this.#withEntry.add(id);
    const own = isFirst ? entry : known;
    papers.setEntry(id, { ...own, fields: { ...known?.fields, ...own.fields, ...without(entry.fields, own.fields) } });
  }

  /** The facts of the file that are to take the place of those of the library. */
  #resolve(draft: PaperDraft, facts: PaperFacts, known: Paper): Partial<PaperFacts> {
    const taken: Record<string, unknown> = {};
    const former = this.#library.duplicates.mergedInto(known.id);
    for (const field of CONFLICT_FIELDS) {
      // What was stated of a paper that was taken into this one is settled.
      const isFormer = former.some((paper) => isFormerFact(field, paper, facts));
      if (isFormer || !differ(field, known, facts)) continue;
      const conflict = {
        path: this.#path,
        line: draft.line,
        citationKey: known.citationKey,
        field,
        library: wordsOf(field, known),
        file: wordsOf(field, facts),
      };
      const isTaken = this.#options.decide(conflict) === 'theirs';
      if (isTaken) {
        for (const name of field === 'venue' ? (['venue', 'containerTitle'] as const) : [field]) {
          taken[name] = facts[name];
        }
      }
      if (this.#conflicts.length < MOST_KEPT) this.#conflicts.push({ ...conflict, taken: isTaken });
    }
    return taken;
  }

  /** Gives the paper its tags: those the record names as such, and those of its keywords that name a tag already. */
  #tag(id: number, draft: PaperDraft): void {
    const { tags } = this.#library;
    const chosen = new Map(tags.choices(id).map(({ tagId, choice }) => [tagId, choice]));
    const named = (name: string) => tags.named(name);
    const keywords = (draft.item.keyword ?? '').split(/[,;，；、]/).map((word) => word.trim());
    const known = keywords.filter((word) => word !== '' && named(word).length === 1);
    const carried = new Set(tags.of(id).map((tag) => tag.id));
    for (const name of [...(draft.tags ?? []), ...known]) {
      const [tag, ...others] = named(name);
      if (nameKey(name) === '' || others.length > 0) continue;
      // What the texts of a paper say needs no decision of the user's.
      if (tag !== undefined && (chosen.has(tag.id) || carried.has(tag.id))) continue;
      const { newNames } = addTags(this.#library, id, [name]);
      if (newNames.length > 0) this.#hasNewTags = true;
    }
  }
}

/** A key that can stand for the paper on a command line: not a number, which is an id, and one word. */
export function ownKey(key: string | undefined): string | undefined {
  return key === undefined || /^\d*$/.test(key) || /[\s,{}"\\]/.test(key) ? undefined : key;
}

/** Short titles such as "Introduction" are shared by works that have nothing else in common. */
const TELLING_TITLE = 24;

type Identity = Pick<PaperFacts, 'title' | 'doi' | 'year'> & { readonly authors?: readonly string[] | undefined };

/** Whether papers of the same short title are two: their years differ, and their DOIs or their first authors. */
export function isAnother(known: Identity, facts: Identity): boolean {
  if (titleKey(known.title).length >= TELLING_TITLE || known.year === facts.year) return false;
  const haveDois = known.doi !== undefined && facts.doi !== undefined;
  if (haveDois) return known.doi !== facts.doi;
  const [one, other] = [familyOf(known.authors?.[0]), familyOf(facts.authors?.[0])];
  return one !== '' && other !== '' && one !== other;
}

/** Whether papers of one DOI can be one: titles that are akin or in two scripts, the same first author, or no title yet. */
function canBeOne(known: Paper, facts: PaperFacts): boolean {
  const titles = [known.title, facts.title];
  const scripts = titles.map((title) => [...title].some(isCjk));
  if (titles.some(isPlaceholder) || areAkin(known.title, facts.title) || scripts[0] !== scripts[1]) return true;
  const family = familyOf(known.authors[0]);
  return family !== '' && family === familyOf(facts.authors[0]);
}

/** Whether a fact is that of a paper which was taken into another. */
function isFormerFact(field: ConflictField, former: FormerPaper, facts: PaperFacts): boolean {
  if (field === 'title') return titleKey(former.title) === titleKey(facts.title);
  return (field === 'doi' || field === 'arxiv') && former[field] === facts[field];
}

type FormerPaper = Pick<PaperFacts, 'title' | 'doi' | 'arxiv'>;

/** Whether library and file state a fact, and state it differently in more than spelling. */
function differ(field: ConflictField, known: Paper, facts: PaperFacts): boolean {
  if (wordsOf(field, known) === '' || wordsOf(field, facts) === '') return false;
  switch (field) {
    case 'title':
      return (
        titleKey(known.title) !== titleKey(facts.title) && !isPlaceholder(known.title) && !isPlaceholder(facts.title)
      );
    case 'authors':
      return !sameAuthors(known.authors, facts.authors);
    case 'venue':
      // What was published after its preprint is the same paper.
      if (facts.venue === 'arXiv') return false;
      if (known.venue !== undefined && facts.venue !== undefined) return known.venue !== facts.venue;
      return nameKey(wordsOf(field, known)) !== nameKey(wordsOf(field, facts));
    case 'year':
      return known.year !== facts.year && facts.venue !== 'arXiv';
    case 'page':
      return known.page?.replace(/\D+/g, '-') !== facts.page?.replace(/\D+/g, '-');
    default:
      return known[field] !== facts[field];
  }
}

function wordsOf(field: ConflictField, facts: PaperFacts): string {
  if (field === 'authors') return facts.authors.join(', ');
  if (field === 'venue') return facts.venue ?? facts.containerTitle ?? '';
  return String(facts[field] ?? '');
}

/** Whether two lists name the same people: by their last words, since given names may be cut short, and as far as both go. */
function sameAuthors(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  return a.slice(0, length).every((name, index) => familyOf(name) === familyOf(b[index]));
}

/** The last word of a name, folded: given names may be cut short. */
function familyOf(name: string | undefined): string {
  const words = (name ?? '').replace(/\s+(?:jr|sr)\.?$/i, '').split(/\s+/);
  return nameKey(words.at(-1) ?? '');
}

/** The links of the file that the paper has not. */
function newLinks(paper: Paper, facts: PaperFacts): Link[] {
  const known = new Set([paper.url, ...paper.links.map(({ url }) => url)]);
  const other = paper.url !== undefined && facts.url !== undefined && paper.url !== facts.url ? [facts.url] : [];
  const found = [...facts.links, ...other.map((url): Link => ({ role: 'paper', url }))];
  return found.filter(({ url }) => url !== undefined && !known.has(url));
}

function without<T>(fields: Readonly<Record<string, T>>, others: object): Record<string, T> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in others)));
}
