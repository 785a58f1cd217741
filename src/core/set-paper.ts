import { dayOf } from '../domain/calendar.ts';
import { msg, verbatim } from '../domain/message.ts';
import { LINK_ROLES, type Paper, type PaperFacts } from '../domain/paper.ts';
import type { VenueTable } from '../domain/venue.ts';
import { ConflictError, UsageError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { Assignments } from './assignment.ts';
import { Deriver } from './derive.ts';
import { setFacts } from './facts.ts';
import { addTags, tagNamed } from './tag.ts';

/** A field that is not what it was; null for none. A tag that came or went is a change of its own. */
export interface FieldChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface SetResult {
  /** The paper as it is then. */
  readonly paper: Paper;
  readonly changes: readonly FieldChange[];
}

/** Sets a paper's fields. Returns the paper as it is then. */
export function setPaper(library: Library, paper: Paper, assignments: Assignments): Paper {
  return (setPapers(library, [paper.id], assignments)[0] as SetResult).paper;
}

/**
 * Sets the same fields of several papers. Facts that are set, or emptied, are the user's from then on: no reading
 * changes them.
 * @throws UsageError · ConflictError where a citation key or an identifier is that of another paper
 */
export function setPapers(library: Library, ids: readonly number[], assignments: Assignments): SetResult[] {
  if (assignments.citationKey !== undefined && ids.length > 1) {
    throw new UsageError(msg`${ids.length} papers cannot have one citation key`);
  }
  if (assignments.title !== undefined && ids.length > 1) {
    throw new UsageError(msg`${ids.length} papers cannot have one title`);
  }
  return library.write(() => {
    if (ids.some((id) => library.papers.get(id) === undefined)) {
      throw new ConflictError(msg`a paper was removed or brought back meanwhile`, msg`try again in a moment`);
    }
    const before = ids.map((id) => valuesOf(library, id));
    const venues = library.venues.table();
    let hasNewTags = false;
    for (const id of ids) hasNewTags = setOne(library, venues, id, assignments) || hasNewTags;
    const { status, rating, ...others } = assignments;
    if (Object.keys(others).length > 0) {
      const deriver = new Deriver(library);
      // A new tag is found in the texts of other papers too.
      if (hasNewTags) deriver.refreshAll();
      else for (const id of ids) deriver.refresh(id);
    }
    return ids.map((id, index) => ({
      paper: library.papers.get(id) as Paper,
      changes: changesBetween(before[index] as Values, valuesOf(library, id)),
    }));
  });
}

/** Sets the fields of one paper; says whether that made a tag. */
function setOne(library: Library, venues: VenueTable, id: number, assignments: Assignments): boolean {
  const paper = library.papers.get(id) as Paper;
  const { status, rating, citationKey, addedTags = [], removedTags = [] } = assignments;
  if (status !== undefined) library.papers.setStatus(id, status);
  if (rating !== undefined) library.papers.update(id, { rating: rating ?? undefined });
  if (citationKey !== undefined) setCitationKey(library, id, citationKey);
  const facts = factsOf(paper, venues, assignments);
  const emptied = Object.entries(facts).flatMap(([field, value]) => (value === undefined ? [field] : []));
  setFacts(library, id, facts, emptied as (keyof PaperFacts)[]);
  const { newNames } = addTags(library, id, addedTags);
  const carried = new Set(library.tags.of(id).map((tag) => tag.id));
  const chosen = new Set(library.tags.choices(id).map(({ tagId }) => tagId));
  for (const name of removedTags) {
    const tag = tagNamed(library, name);
    if (carried.has(tag.id) || chosen.has(tag.id)) library.tags.choose(id, tag.id, 'removed');
  }
  return newNames.length > 0;
}

function setCitationKey(library: Library, id: number, key: string): void {
  const other = library.papers.withCitationKey(key);
  if (other !== undefined && other.id !== id) {
    throw new ConflictError(msg`the citation key ${key} is that of another paper`, verbatim(`kd show ${key}`));
  }
  library.papers.setCitationKey(id, key);
}

/** The facts that are set of a paper; undefined for those that are emptied. */
function factsOf(paper: Paper, venues: VenueTable, assignments: Assignments): Partial<PaperFacts> {
  const { title, authors, addedAuthors, links } = assignments;
  const facts: { -readonly [K in keyof PaperFacts]?: PaperFacts[K] } = { ...dateOf(paper, assignments) };
  if (title !== undefined) facts.title = title;
  for (const field of ['doi', 'arxiv', 'url', 'volume', 'issue', 'page', 'abstract'] as const) {
    if (assignments[field] !== undefined) facts[field] = assignments[field] ?? undefined;
  }
  if (assignments.venue !== undefined) {
    const match = venues.find(assignments.venue ?? '');
    facts.venue = match?.venue.name;
    facts.containerTitle = assignments.venue ?? undefined;
    if (match?.track !== undefined) facts.track = match.track;
  }
  if (assignments.track !== undefined) facts.track = assignments.track ?? undefined;
  if (authors !== undefined || addedAuthors !== undefined) {
    facts.authors = [...new Set([...(authors ?? paper.authors), ...(addedAuthors ?? [])])];
  }
  if (links !== undefined) {
    facts.links = LINK_ROLES.flatMap((role) => {
      const urls = links[role];
      return urls === undefined ? paper.links.filter((link) => link.role === role) : urls.map((url) => ({ role, url }));
    });
  }
  return facts;
}

/** The parts of the date that are set; without a year there is no month, and without a month no day. */
function dateOf(paper: Paper, assignments: Assignments): Partial<PaperFacts> {
  const { year, month, day } = assignments;
  if (year === undefined && month === undefined && day === undefined) return {};
  const now = (set: number | null | undefined, old: number | undefined) =>
    set === undefined ? old : (set ?? undefined);
  const newYear = now(year, paper.year);
  const newMonth = newYear === undefined ? (month ?? undefined) : now(month, paper.month);
  const newDay = newMonth === undefined ? (day ?? undefined) : now(day, paper.day);
  const isDate =
    newYear === undefined
      ? newMonth === undefined && newDay === undefined
      : (newMonth !== undefined || newDay === undefined) && dayOf(newYear, newMonth ?? 1, newDay ?? 1) !== undefined;
  if (!isDate) {
    const typed = [newYear, newMonth, newDay].map((part) => part ?? '?').join('-');
    throw new UsageError(
      msg`${paper.citationKey} would be dated ${typed}, which is no date`,
      msg`write 2024, 2024-03 or 2024-03-21`,
    );
  }
  const facts = { year: newYear, month: newMonth, day: newDay };
  const set = { year, month, day };
  const isTouched = (field: keyof typeof facts) => set[field] !== undefined || facts[field] !== paper[field];
  return Object.fromEntries(Object.entries(facts).filter(([field]) => isTouched(field as keyof typeof facts)));
}

/** The values of a paper's fields as texts, in the order in which changes are told; a field may have several. */
type Values = ReadonlyMap<string, readonly string[]>;

function valuesOf(library: Library, id: number): Values {
  const paper = library.papers.get(id) as Paper;
  const one = (value: string | number | undefined) => (value === undefined ? [] : [String(value)]);
  return new Map<string, readonly string[]>([
    ['status', [paper.status]],
    ['rating', one(paper.rating)],
    ['citation-key', [paper.citationKey]],
    ['title', [paper.title]],
    ['author', one(paper.authors.length === 0 ? undefined : paper.authors.join('; '))],
    ['venue', one(paper.venue ?? paper.containerTitle)],
    ...(['year', 'month', 'day', 'track', 'doi', 'arxiv', 'url', 'volume', 'issue', 'page', 'abstract'] as const).map(
      (field): [string, string[]] => [field, one(paper[field])],
    ),
    ...LINK_ROLES.map((role): [string, string[]] => {
      const links = paper.links.filter((link) => link.role === role).map(({ url, text }) => url ?? text ?? '');
      return [role, one(links.length === 0 ? undefined : links.join(' '))];
    }),
    ['tag', library.tags.of(id).map(({ name }) => name)],
  ]);
}

function changesBetween(before: Values, after: Values): FieldChange[] {
  return [...after].flatMap(([field, now]): FieldChange[] => {
    const old = before.get(field) ?? [];
    const gone = old.filter((value) => !now.includes(value));
    const come = now.filter((value) => !old.includes(value));
    if (field === 'tag') {
      return [
        ...gone.map((value) => ({ field, before: value, after: null })),
        ...come.map((value) => ({ field, before: null, after: value })),
      ];
    }
    if (gone.length === 0 && come.length === 0) return [];
    return [{ field, before: old[0] ?? null, after: now[0] ?? null }];
  });
}
