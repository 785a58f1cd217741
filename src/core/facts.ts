import { msg, verbatim } from '../domain/message.ts';
import type { Note } from '../domain/note.ts';
import type { Paper, PaperFacts } from '../domain/paper.ts';
import type { Statement } from '../domain/statement.ts';
import { ConflictError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import { settleLinks } from './settle-links.ts';

/** What one reading or note states of its paper, in the form of the library's rows. */
interface Claim extends Statement {
  /** The date of the week, or the file of the note. */
  readonly source: string;
  readonly title: string;
}

/** What a paper's readings and notes state: full readings before back-references, then notes; each in order of date. */
function claimsOf(library: Library, paperId: number, notes: readonly Note[]): Claim[] {
  const readings = library.weeks.readingsOf(paperId).map(({ reading, weekDate }) => ({ ...reading, source: weekDate }));
  return [
    ...readings.filter(({ refersTo }) => refersTo === null),
    ...readings.filter(({ refersTo }) => refersTo !== null),
    ...notes.map((note) => ({ ...note, title: note.title ?? '', source: note.file })),
  ];
}

/** Facts that are one statement: where the user set one of them, no source changes the others. */
const TOGETHER: readonly (readonly string[])[] = [
  ['venue', 'containerTitle', 'track'],
  ['year', 'month', 'day'],
];

/**
 * Sets a paper's facts to what its readings and notes state, without regard to the order in which they came. What
 * the user set directly stays; a fact that nothing states keeps its value, but for the links that only `former`, a note
 * on the paper as it was before it changed, has given it.
 */
export function settleFacts(library: Library, paperId: number, former?: Note): void {
  const paper = library.papers.get(paperId);
  if (paper === undefined) return;
  const notes = library.notes.ofPaper(paperId);
  const claims = claimsOf(library, paperId, notes);
  const venue =
    claims.find((claim) => claim.venue !== null && !claim.unsure) ??
    claims.find((claim) => claim.containerTitle !== null);
  const dated =
    claims.find((claim) => claim.year !== null && !claim.unsure) ?? claims.find((claim) => claim.year !== null);
  const { url, links } = settleLinks(paper, notes, former);
  const stated: Partial<Record<keyof PaperFacts, unknown>> = {
    ...(claims[0] === undefined ? {} : { title: claims[0].title }),
    ...(venue === undefined ? {} : { venue: venue.venue, containerTitle: venue.containerTitle, track: venue.track }),
    ...(dated === undefined ? {} : { year: dated.year }),
    // A month that no reading or note states is from a bibliography, and stays with its year.
    ...(dated === undefined || (dated.year === paper.year && claims.every(({ month }) => month === null))
      ? {}
      : { month: dated.month }),
    ...factsOfNotes(library, paper, notes),
    url,
  };
  const kept = new Set(
    paper.setByUser.flatMap((field) => TOGETHER.find((fields) => fields.includes(field)) ?? [field]),
  );
  const facts = Object.entries(stated).filter(([field]) => !kept.has(field));
  library.papers.update(paperId, {
    ...Object.fromEntries(facts.map(([field, value]) => [field, value ?? undefined])),
    ...(JSON.stringify(links) === JSON.stringify(paper.links) ? {} : { links }),
  });
}

/** How a source contradicts another one, each with the venue and year it says; `later`: the other one outranks it. */
export interface Contradiction {
  readonly source: string;
  readonly says: string;
  readonly other: string;
  readonly otherSays: string;
  readonly later: boolean;
}

/** How the claims of a paper contradict one another: for each source, the first other one that it differs from. */
export function contradictions(library: Library, paperId: number): Contradiction[] {
  const claims = claimsOf(library, paperId, library.notes.ofPaper(paperId));
  if (claims.length < 2) return [];
  const series = library.venues.series();
  // Of claims that say the same, one is compared: a paper may be read any number of times.
  const found = new Map<string, number>();
  return claims.flatMap((claim, index) => {
    const said = `${claim.venue}\n${claim.year}`;
    const at = found.get(said) ?? claims.findIndex((candidate) => differ(claim, candidate, series));
    found.set(said, at);
    const other = claims[at];
    if (other === undefined) return [];
    const later = at < index;
    return [{ source: claim.source, says: nameOf(claim), other: other.source, otherSays: nameOf(other), later }];
  });
}

/** A series such as PMLR has several conferences, and contradicts none of them. */
function differ(a: Claim, b: Claim, series: ReadonlySet<string>): boolean {
  const isOne = (venue: string | null) => venue !== null && !series.has(venue);
  const venues = isOne(a.venue) && isOne(b.venue) && a.venue !== b.venue;
  return venues || (a.year !== null && b.year !== null && a.year !== b.year);
}

function nameOf({ venue, containerTitle, year }: Claim): string {
  return `${venue ?? containerTitle ?? '?'} ${year ?? '?'}`;
}

/** The facts that only notes state: each from the first note that has it. An identifier another paper has is left out. */
function factsOfNotes(library: Library, paper: Paper, notes: readonly Note[]): Partial<PaperFacts> {
  const first = <T>(value: (facts: Note['facts']) => T | undefined): T | undefined =>
    notes.map(({ facts }) => value(facts)).find((found) => found !== undefined);
  const filled = <T>(list: readonly T[]) => (list.length === 0 ? undefined : list);
  const free = (id: string | undefined, owner: (id: string) => Paper | undefined) =>
    id === undefined || (owner(id)?.id ?? paper.id) !== paper.id ? undefined : id;
  const facts = {
    doi: free(
      first(({ doi }) => doi),
      (doi) => library.papers.withDoi(doi),
    ),
    arxiv: free(
      first(({ arxiv }) => arxiv),
      (arxiv) => library.papers.withArxiv(arxiv),
    ),
    authors: first(({ authors }) => filled(authors)),
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** Sets facts that the user stated directly, and empties others, so that no reading or note changes them. */
export function setFacts(
  library: Library,
  paperId: number,
  facts: Partial<PaperFacts>,
  emptied: readonly (keyof PaperFacts)[] = [],
): void {
  const stated = [
    ...Object.entries(facts).filter(([, value]) => value !== undefined),
    ...emptied.map((field) => [field, undefined] as const),
  ];
  if (stated.length === 0) return;
  const { doi, arxiv } = facts;
  const withDoi = doi === undefined ? undefined : library.papers.withDoi(doi);
  if (doi !== undefined && withDoi !== undefined && withDoi.id !== paperId) {
    const key = withDoi.citationKey;
    throw new ConflictError(msg`the DOI ${doi} is that of ${key}`, verbatim(`kd show ${key}`));
  }
  const withArxiv = arxiv === undefined ? undefined : library.papers.withArxiv(arxiv);
  if (arxiv !== undefined && withArxiv !== undefined && withArxiv.id !== paperId) {
    const key = withArxiv.citationKey;
    throw new ConflictError(msg`the arXiv identifier ${arxiv} is that of ${key}`, verbatim(`kd show ${key}`));
  }
  library.papers.update(paperId, Object.fromEntries(stated));
  const paper = library.papers.get(paperId) as Paper;
  library.papers.setByUser(paperId, [...new Set([...paper.setByUser, ...stated.map(([field]) => field)])]);
}

/** Those facts for which the paper has nothing yet, and which the user did not empty. */
export function emptyOnly(paper: Paper, facts: Partial<PaperFacts>): Partial<PaperFacts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([field]) => {
      const value = paper[field as keyof Paper];
      if (paper.setByUser.includes(field)) return false;
      return value === undefined || (Array.isArray(value) && value.length === 0);
    }),
  );
}
