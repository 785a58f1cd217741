import type { Decision } from '../domain/decision.ts';
import { type Message, msg } from '../domain/message.ts';
import { ConflictError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import { setDifferent } from './dupes.ts';
import { type MergePlan, mergeGroups } from './merge-papers.ts';

/** What decisions come to. */
export interface DecisionPlan {
  /** Papers that become one, in the order in which they are named first. */
  readonly groups: readonly (readonly number[])[];
  /** Papers that are different ones. */
  readonly different: readonly (readonly number[])[];
  /** The decisions that cannot be followed; nothing is done where there are any. */
  readonly wrong: readonly WrongDecision[];
}

export interface WrongDecision {
  readonly line: number;
  readonly message: Message;
}

/** What decisions come to. Papers that are merged with the same one are merged with one another. */
export function planDecisions(library: Library, decisions: readonly Decision[]): DecisionPlan {
  const wrong: WrongDecision[] = [];
  const sound = decisions.filter((decision) => {
    const message = decision.decision === 'skip' ? undefined : mistakeIn(library, decision);
    if (message !== undefined) wrong.push({ line: decision.line, message });
    return message === undefined;
  });
  const groupOf = new Map<number, readonly number[]>();
  const place = new Map<number, number>();
  for (const { decision, ids } of sound) {
    if (decision !== 'merge') continue;
    for (const id of ids) if (!place.has(id)) place.set(id, place.size);
    const joined = new Set(ids.flatMap((id) => groupOf.get(id) ?? [id]));
    const inOrder = [...joined].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
    for (const id of inOrder) groupOf.set(id, inOrder);
  }
  const different = sound.filter(({ decision }) => decision === 'different');
  for (const { line, ids } of different) {
    const groups = ids.map((id) => groupOf.get(id) ?? [id]);
    if (new Set(groups).size < groups.length) {
      wrong.push({ line, message: msg`these papers are called different, but other lines merge them` });
    }
  }
  return {
    groups: [...new Set(groupOf.values())],
    different: different.map(({ ids }) => ids),
    wrong: wrong.sort((a, b) => a.line - b.line),
  };
}

function mistakeIn(library: Library, { ids, citationKeys }: Decision): Message | undefined {
  if (new Set(ids).size < ids.length) return msg`a paper is named twice`;
  for (const [index, id] of ids.entries()) {
    const paper = library.papers.get(id);
    if (paper === undefined) return msg`no paper has the id ${id}`;
    const key = citationKeys[index];
    if (key !== undefined && key !== paper.citationKey) return msg`${id} is ${paper.citationKey}, not ${key}`;
  }
  return undefined;
}

/** Merges papers and tells others apart, all in one operation. @throws ConflictError where a decision is wrong by now */
export function followDecisions(library: Library, decisions: readonly Decision[]): MergePlan[] {
  return library.write(() => {
    const { groups, different, wrong } = planDecisions(library, decisions);
    if (wrong.length > 0) throw new ConflictError(msg`the library was changed meanwhile`, msg`try again in a moment`);
    // What is merged afterwards takes these decisions with it.
    for (const ids of different) setDifferent(library, ids, true);
    return mergeGroups(library, groups);
  });
}
