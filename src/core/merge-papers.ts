import type { Entry } from '../domain/draft.ts';
import { msg } from '../domain/message.ts';
import type { Paper, PaperFacts, Status } from '../domain/paper.ts';
import { nameKey } from '../domain/text.ts';
import { NotFoundError, UsageError } from '../errors.ts';
import type { MergedPaper } from '../store/duplicates.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { setFacts, settleFacts } from './facts.ts';
import {
  type BY_RULE,
  checkPreference,
  choose,
  FIELDS,
  furthestStatus,
  joinChoices,
  joinEntries,
  joinLinks,
  type MergedField,
  NO_PREFERENCE,
  type Preference,
  variableField,
} from './merge-fields.ts';
import { paperMark } from './new-week.ts';

/** What becomes of papers that are made one. */
export interface MergePlan {
  /** The others are taken into the first. */
  readonly papers: readonly Paper[];
  /** The fields that any of them has. */
  readonly fields: readonly MergedField[];
}

/** What papers become, with all that is to be stored of it. */
interface Merge extends MergePlan {
  readonly facts: PaperFacts;
  /** The facts that a preference decided. */
  readonly decided: readonly (keyof PaperFacts)[];
  readonly setByUser: readonly string[];
  readonly status: Status;
  readonly citationKey: string;
  readonly entry: Entry | undefined;
  readonly merged: readonly MergedPaper[];
}

/**
 * What the papers become as one, the others being taken into the first.
 * @throws UsageError where a paper is named twice, or a preference names no field or none of them · NotFoundError
 */
export function planMerge(library: Library, ids: readonly number[], preference: Preference = NO_PREFERENCE): MergePlan {
  const { papers, fields } = merge(library, ids, preference);
  return { papers, fields };
}

/**
 * Takes papers into the first of them: its empty fields are filled, and it gets their readings and notes, whose texts stay
 * as they are. What the others were known by goes on finding it.
 * @throws UsageError · NotFoundError
 */
export function mergePapers(
  library: Library,
  ids: readonly number[],
  preference: Preference = NO_PREFERENCE,
): MergePlan {
  return mergeGroups(library, [ids], preference)[0] as MergePlan;
}

/** Makes one paper of each group, all in one operation. @throws UsageError · NotFoundError */
export function mergeGroups(
  library: Library,
  groups: readonly (readonly number[])[],
  preference: Preference = NO_PREFERENCE,
): MergePlan[] {
  return library.write(() => {
    const plans = groups.map((ids): MergePlan => {
      const { papers, fields, ...result } = merge(library, ids, preference);
      store(library, papers, result);
      return { papers, fields };
    });
    markProposed(library, plans);
    const deriver = new Deriver(library);
    for (const { id } of plans.flatMap(({ papers }) => papers)) deriver.refresh(id);
    return plans;
  });
}

function merge(library: Library, ids: readonly number[], preference: Preference): Merge {
  const papers = ids.map((id) => library.papers.get(id) ?? missing(id));
  const [first, ...others] = papers;
  if (first === undefined || others.length === 0 || new Set(ids).size < ids.length) {
    throw new UsageError(msg`a paper is not merged with itself`, msg`name two: ${'kd merge 12 47'}`);
  }
  const variables = [...new Set(papers.flatMap(({ extra }) => Object.keys(extra ?? {})))];
  checkPreference(ids, variables, preference);
  const preferred = (field: (typeof BY_RULE)[number]) => papers.find(({ id }) => id === preference.fields.get(field));
  const ofFields = FIELDS.map((field) => ({ field, ...choose(field, papers, preference) }));
  const ofVariables = variables.map((name) => ({ name, ...choose(variableField(name), papers, preference) }));
  const chosen = Object.fromEntries(
    ofFields.flatMap(({ field, winner }) => field.facts.map((fact) => [fact, winner[fact]])),
  ) as unknown as PaperFacts;
  const facts: PaperFacts = {
    ...chosen,
    links: joinLinks(papers, chosen.url),
    extra:
      variables.length === 0
        ? undefined
        : Object.fromEntries(ofVariables.map(({ name, winner }) => [name, winner.extra?.[name]])),
  };
  const status = preferred('status')?.status ?? furthestStatus(papers);
  const citationKey = (preferred('citation-key') ?? first).citationKey;
  const entries = papers.map(({ id }) => library.papers.entryOf(id));
  const ofEntry = preference.fields.get('bibtex') ?? preference.all ?? first.id;
  const entry = joinEntries([entries[ids.indexOf(ofEntry)], ...entries]);
  const named = [
    ...ofFields.map(({ field, winner, ...row }) => ({ field: field.name, ...row })),
    ...ofVariables.map(({ name, winner, ...row }) => ({ field: name, ...row })),
  ];
  return {
    papers,
    fields: [
      byRule('citation-key', papers, (paper) => paper.citationKey, citationKey),
      ...named.map(({ field, values, result, isOpen }): MergedField => ({ field, values, result, isOpen })),
      byRule('status', papers, (paper) => paper.status, status),
      byRule('bibtex', papers, ({ id }) => entries[ids.indexOf(id)]?.key, entry?.key),
      byRule('link', papers, linksOf, linksOf(facts)),
      joined('tag', papers, ({ id }) => tagsOf(library, id)),
      joined('name', papers, ({ id }) => library.mentions.aliasChoices(id).map(({ alias }) => alias)),
      joined('reading', papers, ({ id }) => library.weeks.readingsOf(id).map(({ weekDate }) => weekDate)),
      joined('note', papers, ({ id }) => library.notes.ofPaper(id).map(({ file }) => file)),
    ].filter(({ values }) => values.some((value) => value !== null)),
    facts,
    decided: ofFields.flatMap(({ field, isDecided }) => (isDecided ? field.facts : [])),
    setByUser: [
      ...ofFields.flatMap(({ field, winner }) => field.facts.filter((fact) => winner.setByUser.includes(fact))),
      ...(papers.some(({ setByUser }) => setByUser.includes('links')) ? ['links'] : []),
    ],
    status,
    citationKey,
    entry,
    merged: others.map((paper, index): MergedPaper => {
      // A value that the first paper takes over leaves behind the one that the first had.
      const left = <T>(own: T, before: T, now: T) => (own === now && before !== now ? before : own);
      const unlessKept = <T>(value: T, now: T) => (value === now ? undefined : value);
      return {
        id: paper.id,
        citationKey: left(paper.citationKey, first.citationKey, citationKey),
        entryKey: unlessKept(left(entries[index + 1]?.key, entries[0]?.key, entry?.key), entry?.key),
        title: left(paper.title, first.title, facts.title),
        doi: unlessKept(left(paper.doi, first.doi, facts.doi), facts.doi),
        arxiv: unlessKept(left(paper.arxiv, first.arxiv, facts.arxiv), facts.arxiv),
      };
    }),
  };
}

function missing(id: number): never {
  throw new NotFoundError(msg`no paper has the id ${id}`, msg`kd list --all shows every paper`);
}

function byRule(
  field: string,
  papers: readonly Paper[],
  textOf: (paper: Paper) => string | undefined,
  result: string | undefined,
): MergedField {
  const values = papers.map((paper) => textOf(paper) || null);
  return { field, values, result: result || null, isOpen: false };
}

/** A field of which the result is what all papers have, together. */
function joined(field: string, papers: readonly Paper[], textsOf: (paper: Paper) => readonly string[]): MergedField {
  const lists = papers.map(textsOf);
  const textOf = (list: readonly string[]) => [...new Set(list)].sort().join(', ') || null;
  return { field, values: lists.map(textOf), result: textOf(lists.flat()), isOpen: false };
}

function linksOf({ links }: Pick<PaperFacts, 'links'>): string {
  return links.map(({ url, text }) => url ?? text ?? '').join(' ');
}

/** The tags that the user gave the paper, and, with a minus sign, those taken off it. */
function tagsOf(library: Library, id: number): string[] {
  return library.tags.choices(id).map(({ tagId, choice }) => {
    return `${choice === 'added' ? '' : '-'}${library.tags.nameOf(tagId)}`;
  });
}

function store(library: Library, papers: readonly Paper[], result: Omit<Merge, 'papers' | 'fields'>): void {
  const { id } = papers[0] as Paper;
  const choices = papers.flatMap((paper) => library.tags.choices(paper.id));
  const aliases = papers.flatMap((paper) => library.mentions.aliasChoices(paper.id));
  // The others go first: an identifier is only one paper's.
  for (const merged of result.merged) library.duplicates.takeInto(id, merged);
  for (const [tagId, choice] of joinChoices(choices.map((one) => [one.tagId, one.choice]))) {
    library.tags.choose(id, tagId, choice);
  }
  for (const [key, choice] of joinChoices(aliases.map((one) => [nameKey(one.alias), one.choice]))) {
    const { alias = '' } = aliases.find((one) => nameKey(one.alias) === key) ?? {};
    const own = library.mentions.aliasChoices(id).find((one) => nameKey(one.alias) === key);
    if (own?.choice !== choice) library.mentions.chooseAlias(id, alias, choice);
  }
  library.papers.update(id, result.facts);
  library.papers.setByUser(id, result.setByUser);
  library.papers.setStatus(id, result.status);
  library.papers.setCitationKey(id, result.citationKey);
  if (result.entry !== undefined) library.papers.setEntry(id, result.entry);
  keepFacts(library, id, result.decided);
}

/** Makes those facts the user's own that were decided, and those that the readings and notes would change otherwise. */
function keepFacts(library: Library, id: number, decided: readonly (keyof PaperFacts)[]): void {
  const wanted = library.papers.get(id) as Paper;
  settleFacts(library, id);
  const settled = library.papers.get(id) as Paper;
  const kept = FIELDS.flatMap(({ facts }) => facts).filter((field) => {
    return decided.includes(field) || JSON.stringify(wanted[field]) !== JSON.stringify(settled[field]);
  });
  const facts = Object.fromEntries(kept.map((field) => [field, wanted[field]]));
  const emptied = kept.filter((field) => wanted[field] === undefined);
  setFacts(library, id, facts, emptied);
  // Which links there are beside the address depends on whose it is, so they are settled last.
  library.papers.update(id, { links: wanted.links });
  settleFacts(library, id);
  const { links } = library.papers.get(id) as Paper;
  if (JSON.stringify(links) !== JSON.stringify(wanted.links)) setFacts(library, id, { links: wanted.links });
}

/** Has the weeks into which papers were put once know them by the papers they were taken into. */
function markProposed(library: Library, plans: readonly MergePlan[]): void {
  const marks = new Map(
    plans.flatMap(({ papers: [first, ...others] }) => {
      return others.map((paper) => [paperMark(paper), paperMark(first as Paper)] as const);
    }),
  );
  for (const { id } of library.weeks.list()) {
    const proposed = library.weeks.proposed(id);
    if (!proposed.some((mark) => marks.has(mark))) continue;
    library.weeks.setProposed(id, [...new Set(proposed.map((mark) => marks.get(mark) ?? mark))]);
  }
}
