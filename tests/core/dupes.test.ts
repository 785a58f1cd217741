// Papers that may be one: what is offered, how sure, and what is not.
import { beforeEach, describe, expect, it } from 'vitest';
import { parseAssignments } from '../../src/core/assignment.ts';
import { canonicalDump } from '../../src/core/dump.ts';
import { findDupes, setDifferent } from '../../src/core/dupes.ts';
import { redo, undo } from '../../src/core/history.ts';
import { removePapers, restorePapers } from '../../src/core/remove.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { citationKey } from '../../src/domain/citation-key.ts';
import type { PaperFacts } from '../../src/domain/paper.ts';
import { UsageError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

let library: Library;
beforeEach(() => {
  library = freshLibrary();
});

/** Adds a paper as an import of a bibliography would, whatever is known already. */
function add(title: string, facts: Partial<PaperFacts> = {}): number {
  const whole = { authors: [], links: [], ...facts, title };
  return library.write(() => {
    return library.papers.insert(whole, citationKey(title, facts.year), 'read', [], '2024-05-17T12:00:00.000Z');
  });
}

const found = () =>
  findDupes(library).map(({ papers, tier, why }) => [...papers.map(({ id }) => id), tier, english([...why])]);

describe('papers of one identifier', () => {
  it('are told by their addresses, links, notes and BibTeX entries', () => {
    add('Learning Students by Projection', { arxiv: '2303.11098' });
    add('Learning of Students by Projection, the Journal Version', { url: 'https://arxiv.org/pdf/2303.11098v2' });
    add('Soft Labels at a Distance', { doi: '10.1000/soft' });
    const entry = add('On Soft Labels at Some Distance');
    library.write(() => {
      library.papers.setEntry(entry, { type: 'article', key: 'soft', fields: { doi: '10.1000/SOFT' } });
    });
    add('Masks in Vision Students', { links: [{ role: 'paper', url: 'https://doi.org/10.48550/arXiv.2401.00001' }] });
    importTexts(library, {
      '2024X-Masks.md':
        '# Masks for Vision Students of 2024\n\n**[ECCV 2024](https://arxiv.org/abs/2401.00001)  20240511**\n\n一句。\n',
    });
    expect(found()).toEqual([
      [1, 2, 'id', ['both name arXiv 2303.11098: 1 in its arXiv identifier, 2 in its address']],
      [3, 4, 'id', ['both name DOI 10.1000/soft: 3 in its DOI, 4 in the BibTeX entry']],
      [5, 6, 'id', ['both name arXiv 2401.00001: 5 in a link, 6 in its arXiv identifier']],
    ]);
  });

  it('are two where the titles have nothing in common, unless one is no title', () => {
    add('Learning Students by Projection', { arxiv: '2303.11098' });
    add('Whitening Features First', { url: 'https://arxiv.org/abs/2303.11098' });
    expect(found()).toEqual([]);
    add('10.1000/soft', { doi: '10.1000/soft' });
    add('Soft Labels at a Distance', { url: 'https://doi.org/10.1000/soft' });
    expect(found()).toEqual([[3, 4, 'id', ['both name DOI 10.1000/soft: 3 in its DOI, 4 in its address']]]);
  });

  it('are not those that share another link', () => {
    const links = [{ role: 'code' as const, url: 'https://arxiv.org/abs/2303.11098' }];
    add('Learning Students by Projection', { arxiv: '2303.11098' });
    add('Learning Students by Projection of Features', { links });
    expect(found()).toEqual([]);
  });
});

describe('papers of one title', () => {
  it('are told in any spelling, with what speaks against it', () => {
    add('Learning Students by Projection, Reconsidered', { doi: '10.1000/a', year: 2022 });
    add('LEARNING STUDENTS by Projection: reconsidered', { doi: '10.1000/b', year: 2024 });
    expect(found()).toEqual([[1, 2, 'title', ['the same title', 'but their DOIs differ', 'but of 2022 and 2024']]]);
  });

  it('are told by a reading under the title of the other', () => {
    importTexts(library, { '20240517.md': '# 20240517\n\n## 论文阅读\n\n### Alpha Students 2022CVPR\n一句。\n' });
    setPaper(library, library.papers.get(1) as never, parseAssignments(['title=Alpha Learners']));
    add('Alpha Students');
    expect(found()).toEqual([[1, 2, 'title', ['the same title, in a reading or note']]]);
  });

  it('are two where a short title, the DOIs and the years differ', () => {
    add('Introduction', { doi: '10.1000/a', year: 2022 });
    add('Introduction', { doi: '10.1000/b', year: 2024 });
    expect(found()).toEqual([]);
  });

  it('are each paired with the first, however many there are', () => {
    for (let number = 0; number < 5; number += 1) add('Editorial');
    add('…');
    add('！！');
    expect(found().map(([a, b]) => [a, b])).toEqual([
      [1, 2],
      [1, 3],
      [1, 4],
      [1, 5],
    ]);
  });
});

describe('papers of near titles', () => {
  it('are told where one letter differs', () => {
    add('Understanding the Role of the Projector', { year: 2023 });
    add('Understanding the Roles of the Projector', { year: 2024 });
    expect(found()).toEqual([[1, 2, 'near', ['the titles differ in one letter', 'but of 2023 and 2024']]]);
  });

  it('are two where year, first author or a number speaks against it', () => {
    add('Understanding the Role of the Projector', { year: 2020, authors: ['Wei Li'] });
    add('Understanding the Roles of the Projector', { year: 2024, authors: ['Wei Li'] });
    add('Understanding the Rule of the Projector', { year: 2020, authors: ['Bo Xu'] });
    add('Understanding Small Language Models, Part I');
    add('Understanding Small Language Models, Part II');
    add('Distilling Small Language Models to 3 Bits');
    add('Distilling Small Language Models to 4 Bits');
    expect(found()).toEqual([]);
  });

  it('may differ in a few letters where the first author is the same', () => {
    add('Self-Supervised Distillation of Small Vision Students', { year: 2022 });
    add('Semi-Supervised Distillation of Small Vision Students', { year: 2022 });
    expect(found()).toEqual([]);
    add('Regularising Vision Students with Normalised Features', { authors: ['Wei Li', 'Bo Xu'], year: 2022 });
    add('Regularizing Vision Students with Normalized Features', { authors: ['W. Li'], year: 2022 });
    expect(found()).toEqual([
      [3, 4, 'near', ['the titles differ in 2 letters', 'both of 2022', 'the same first author']],
    ]);
  });

  it('may lack the subtitle, but no short name makes papers one', () => {
    add('Decoupled Students for Vision: A Second Look', { year: 2023 });
    add('Decoupled Students for Vision', { year: 2022 });
    add('DKD: Decoupled Distillation');
    add('DKD');
    add('DKD: Another Thing with the Name');
    expect(found()).toEqual([[1, 2, 'near', ['one title is the other without its subtitle', 'but of 2023 and 2022']]]);
  });

  it('are found among many that begin and end alike', () => {
    for (let number = 0; number < 3000; number += 1) {
      const name = [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]?.repeat(4)).join('');
      add(`Knowledge Distillation for ${name} Students in Vision`);
    }
    const a = add('Knowledge Distillation for Understanding Projectors in Vision');
    const b = add('Knowledge Distillation for Understandin Projectors in Vision');
    expect(found().map(([x, y]) => [x, y])).toContainEqual([a, b]);
  });
});

describe('pairs that were decided to be two', () => {
  it('are not shown again, until that is taken back', () => {
    for (const year of [2022, 2023, 2024]) add('Learning Students by Projection', { year });
    expect(found().map(([a, b]) => [a, b])).toEqual([
      [1, 2],
      [1, 3],
    ]);
    const before = JSON.stringify([...canonicalDump(library)]);
    setDifferent(library, [1, 2], true);
    setDifferent(library, [2, 1], true);
    // The third is like both.
    expect(found().map(([a, b]) => [a, b])).toEqual([[1, 3]]);
    setDifferent(library, [3, 1], true);
    expect(found().map(([a, b]) => [a, b])).toEqual([[2, 3]]);
    expect(library.duplicates.different()).toEqual([
      [1, 2],
      [1, 3],
    ]);
    setDifferent(library, [1, 2], false);
    expect(library.duplicates.different()).toEqual([[1, 3]]);
    undo(library, 3);
    expect(JSON.stringify([...canonicalDump(library)])).toBe(before);
    redo(library, 1);
    expect(library.duplicates.different()).toEqual([[1, 2]]);
    expect(() => setDifferent(library, [1], true)).toThrow(UsageError);
  });

  it('stay so while one of them is in the trash', () => {
    add('Learning Students by Projection');
    add('Learning Students by Projection');
    setDifferent(library, [1, 2], true);
    for (const id of [1, 2]) {
      removePapers(library, [id]);
      expect(library.duplicates.different()).toEqual([]);
      restorePapers(library, [id]);
      expect(library.duplicates.different()).toEqual([[1, 2]]);
    }
  });
});

describe('a query', () => {
  it('asks for the pairs of some papers', () => {
    for (const title of ['Editorial', 'Editorial', 'Reply', 'Reply']) add(title);
    expect(findDupes(library, new Set([4])).map(({ papers }) => papers.map(({ id }) => id))).toEqual([[3, 4]]);
  });
});
