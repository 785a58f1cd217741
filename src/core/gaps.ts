import type { TagKind } from '../domain/tag.ts';
import type { Library } from '../store/library.ts';
import { tagNamed } from './tag.ts';

export interface Gap {
  readonly name: string;
  readonly kind: TagKind;
  readonly labelZh: string | null;
  /** How many papers carry it. */
  readonly papers: number;
  /** How many papers would carry both if the two had nothing to do with one another. */
  readonly expected: number;
}

export interface Gaps {
  readonly name: string;
  readonly papers: number;
  readonly gaps: readonly Gap[];
}

/**
 * The ideas, tasks and topics that no paper of the library combines with this one, though papers carry each alone.
 * The more common both sides are, the more their never meeting says: they are in order of the number of papers that
 * would carry both by chance. What is broader or narrower than the idea is left out.
 */
export function gapsOf(library: Library, word: string): Gaps {
  const tag = tagNamed(library, word);
  const total = library.questions.paperCount();
  const own = library.questions.papersOn([tag.id]).length;
  const family = library.questions.family([tag.id]);
  const gaps = library.questions
    .combinations([tag.id])
    .filter(({ id, together }) => together === 0 && !family.has(id))
    .map(({ name, kind, labelZh, papers }) => ({
      name,
      kind,
      labelZh,
      papers,
      expected: (own * papers) / Math.max(1, total),
    }))
    .sort((a, b) => b.expected - a.expected || (a.name < b.name ? -1 : 1));
  return { name: tag.name, papers: own, gaps: own === 0 ? [] : gaps };
}
