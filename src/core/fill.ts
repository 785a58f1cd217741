import type { Addition } from '../domain/addition.ts';
import type { Paper } from '../domain/paper.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { emptyOnly, setFacts } from './facts.ts';
import { findKnown } from './find-paper.ts';

/** Fills the empty facts of papers the library knows; what a paper has stays. Returns the papers it found. */
export function fillFacts(library: Library, additions: readonly Addition[]): Paper[] {
  return library.write(() => {
    const deriver = new Deriver(library);
    return additions.flatMap((addition) => {
      const paper = findKnown(library, addition.titleLine, addition.facts);
      if (paper === undefined) return [];
      setFacts(library, paper.id, emptyOnly(paper, addition.facts));
      deriver.refresh(paper.id);
      return [library.papers.get(paper.id) as Paper];
    });
  });
}
