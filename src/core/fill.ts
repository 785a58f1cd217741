import type { Addition } from '../domain/addition.ts';
import type { Paper, PaperFacts } from '../domain/paper.ts';
import type { Library } from '../store/library.ts';
import { findKnown } from './find-paper.ts';

/** Fills the empty facts of papers the library knows; what a paper has stays. Returns the papers it found. */
export function fillFacts(library: Library, additions: readonly Addition[]): Paper[] {
  return library.write(() =>
    additions.flatMap((addition) => {
      const paper = findKnown(library, addition.titleLine, addition.facts);
      if (paper === undefined) return [];
      library.papers.update(paper.id, emptyOnly(paper, addition.facts));
      return [library.papers.get(paper.id) as Paper];
    }),
  );
}

/** Those facts for which the paper has nothing yet. */
export function emptyOnly(paper: Paper, facts: Partial<PaperFacts>): Partial<PaperFacts> {
  return Object.fromEntries(
    Object.entries(facts).filter(([field]) => {
      const value = paper[field as keyof Paper];
      return value === undefined || (Array.isArray(value) && value.length === 0);
    }),
  );
}
