import { describe, expect, it } from 'vitest';
import { dump } from '../../src/core/dump.ts';
import { exportPapers } from '../../src/core/export.ts';
import { findPaper } from '../../src/core/find-paper.ts';
import { type ImportOptions, importNotes } from '../../src/core/import.ts';
import { mergePapers } from '../../src/core/merge-papers.ts';
import type { CslItem } from '../../src/domain/csl.ts';
import type { DraftOrProblem, PaperDraft } from '../../src/domain/draft.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const PROJECTOR: CslItem = {
  type: 'paper-conference',
  title: 'Understanding the Role of the Projector in Knowledge Distillation',
  author: [
    { family: 'Miles', given: 'Roy' },
    { family: 'Mikolajczyk', given: 'Krystian' },
  ],
  'container-title': 'Proceedings of the AAAI Conference on Artificial Intelligence',
  issued: { 'date-parts': [[2024, 3]] },
  volume: '38',
  page: '4233–4241',
  DOI: '10.1609/AAAI.v38i5.28219',
  publisher: 'AAAI Press',
  keyword: 'whitening, a word of no tag',
};

function draft(item: Partial<CslItem>, more: Partial<PaperDraft> = {}): PaperDraft {
  return { line: 1, item: { type: 'article', title: 'A Title', ...item }, ...more };
}

/** Imports drafts as a file of papers. */
function take(library: Library, drafts: readonly DraftOrProblem[], options: Partial<ImportOptions> = {}) {
  const file = {
    path: 'refs.bib',
    name: 'refs.bib',
    file: 'refs.bib',
    folder: '',
    pieces: () => [],
    format: { name: 'bibtex', encodings: [], read: () => drafts },
  };
  const report = importNotes(library, [file], { replace: false, ...options });
  return report.items[0] as NonNullable<(typeof report.items)[0]>;
}

describe('importing papers', () => {
  it('adds a new paper with its facts, its own key, and what there is no fact for', () => {
    const library = freshLibrary();
    const item = take(library, [draft(PROJECTOR, { citationKey: 'miles2024' })]);
    expect([item.outcome, item.newPapers.length]).toEqual(['new', 1]);
    expect(findPaper(library, 'miles2024')).toMatchObject({
      title: PROJECTOR.title,
      venue: 'AAAI',
      year: 2024,
      month: 3,
      authors: ['Roy Miles', 'Krystian Mikolajczyk'],
      doi: '10.1609/aaai.v38i5.28219',
      volume: '38',
      page: '4233-4241',
      type: 'paper-conference',
      status: 'to-read',
      extra: { publisher: 'AAAI Press', keyword: 'whitening, a word of no tag' },
    });
    expect(library.tags.of(1).map(({ name }) => name)).toContain('whitening');
    expect(library.tags.named('a word of no tag')).toEqual([]);
  });

  it('knows a paper again by DOI, by arXiv identifier and by title, and changes nothing the second time', () => {
    const library = freshLibrary();
    const drafts = [
      draft(PROJECTOR),
      draft({ title: 'Distilling the Knowledge in a Neural Network', number: 'arXiv:1503.02531v1' }),
      draft({ title: 'FitNets: Hints for Thin Deep Nets' }),
    ];
    take(library, drafts);
    const before = JSON.stringify([...dump(library)]);
    const again = take(library, drafts);
    expect([again.outcome, again.newPapers, again.known]).toEqual(['unchanged', [], 3]);
    expect(JSON.stringify([...dump(library)])).toBe(before);
    const others = take(library, [
      draft({ title: 'Anything', DOI: 'https://doi.org/10.1609/aaai.v38i5.28219', author: [{ family: 'Miles' }] }),
      draft({ title: 'Distilling Knowledge in Neural Networks', URL: 'https://arxiv.org/abs/1503.02531v3' }),
      draft({ title: 'FITNETS hints for thin deep nets' }),
    ]);
    expect(others.newPapers).toEqual([]);
  });

  it('fills what a paper has not, and lists what differs, field by field', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': `# 20240517\n\n## 论文阅读\n\n### ${PROJECTOR.title} 2023CVPR\nText.\n` });
    const item = take(library, [draft(PROJECTOR)]);
    expect(item.outcome).toBe('changed');
    expect(item.conflicts).toEqual([
      expect.objectContaining({ field: 'venue', library: 'CVPR', file: 'AAAI', taken: false }),
      expect.objectContaining({ field: 'year', library: '2023', file: '2024', taken: false }),
    ]);
    const paper = findPaper(library, '1');
    expect([paper.venue, paper.year, paper.month]).toEqual(['CVPR', 2023, undefined]);
    expect([paper.doi, paper.authors.length, paper.status]).toEqual(['10.1609/aaai.v38i5.28219', 2, 'read']);
  });

  it('takes what the file says where that is decided, for good', () => {
    const library = freshLibrary();
    const note = `# 20240517\n\n## 论文阅读\n\n### ${PROJECTOR.title} 2023CVPR\nText.\n`;
    importTexts(library, { '20240517.md': note });
    take(library, [draft(PROJECTOR)], { decide: ({ field }) => (field === 'venue' ? 'theirs' : 'keep') });
    expect(findPaper(library, '1')).toMatchObject({ venue: 'AAAI', year: 2023 });
    importTexts(library, { '20240517.md': `${note}More.\n` });
    expect(findPaper(library, '1')).toMatchObject({ venue: 'AAAI', year: 2023 });
  });

  it('gives the same facts whichever of note and bibliography comes first', () => {
    const note = { '20240517.md': `# 20240517\n\n## 论文阅读\n\n### ${PROJECTOR.title} 2024AAAI\nText.\n` };
    const [first, second] = [freshLibrary(), freshLibrary()];
    importTexts(first, note);
    take(first, [draft(PROJECTOR)]);
    take(second, [draft(PROJECTOR)]);
    importTexts(second, note);
    const facts = (library: Library) => {
      const { citationKey, ...paper } = findPaper(library, '1');
      return paper;
    };
    expect(facts(second)).toEqual(facts(first));
  });

  it('takes a preprint and its publication as one paper, without a conflict', () => {
    const library = freshLibrary();
    take(library, [draft(PROJECTOR)]);
    const item = take(library, [
      draft({
        title: PROJECTOR.title as string,
        'container-title': 'arXiv preprint arXiv:2303.11098',
        issued: { 'date-parts': [[2023]] },
      }),
    ]);
    expect([item.newPapers, item.conflicts]).toEqual([[], []]);
    expect(findPaper(library, '1')).toMatchObject({ venue: 'AAAI', year: 2024, arxiv: '2303.11098' });
  });

  it('keeps papers apart that have one DOI, as those of a volume may, but neither title nor author in common', () => {
    const library = freshLibrary();
    const item = take(library, [
      draft({ title: 'Learning Cats', DOI: '10.1000/v', author: [{ family: 'Smith', given: 'A' }] }),
      draft(
        { title: 'Whitening Dogs', DOI: '10.1000/v', author: [{ family: 'Doe', given: 'B' }], volume: '3' },
        { line: 9 },
      ),
      draft({ title: 'Other Words Altogether', DOI: '10.1000/v', author: [{ family: 'Smith', given: 'Ann' }] }),
    ]);
    expect(item.newPapers).toEqual([1, 2]);
    expect(item.doubts.map(({ line }) => line)).toEqual([9]);
    expect([findPaper(library, '1').volume, findPaper(library, '2').doi]).toEqual([undefined, undefined]);
  });

  it('keeps apart two works of a short title, year and first author being others', () => {
    const library = freshLibrary();
    const item = take(library, [
      draft({
        title: 'Deep Learning',
        DOI: '10.1000/l',
        author: [{ family: 'LeCun' }],
        issued: { 'date-parts': [[2015]] },
      }),
      draft({ title: 'Deep Learning', author: [{ family: 'Goodfellow' }], issued: { 'date-parts': [[2016]] } }),
      draft({ title: 'Deep Learning', author: [{ family: 'LeCun', given: 'Y.' }] }),
    ]);
    expect(item.newPapers).toEqual([1, 2]);
  });

  it('takes what was published for what was known as a preprint, in either order', () => {
    const preprint = draft({
      ...PROJECTOR,
      'container-title': 'arXiv preprint arXiv:2303.11098',
      issued: { 'date-parts': [[2023, 3]] },
      DOI: undefined,
      type: 'article',
      volume: undefined,
      page: undefined,
    });
    const facts = [
      [preprint, draft(PROJECTOR)],
      [draft(PROJECTOR), preprint],
    ].map((drafts) => {
      const library = freshLibrary();
      for (const one of drafts) expect(take(library, [one]).conflicts).toEqual([]);
      const { citationKey, extra, ...paper } = findPaper(library, '1');
      return paper;
    });
    expect(facts[0]).toMatchObject({
      venue: 'AAAI',
      year: 2024,
      month: 3,
      type: 'paper-conference',
      arxiv: '2303.11098',
    });
    expect(facts[1]).toEqual(facts[0]);
  });

  it('adds no decision on a tag that the texts of the paper give it', () => {
    const library = freshLibrary();
    take(library, [draft({ title: 'A Study of Whitening for Students' }, { tags: ['whitening', 'mine'] })]);
    const names = library.tags.choices(1).map(({ tagId }) => library.tags.nameOf(tagId));
    expect(names).toEqual(['mine']);
    expect(library.tags.of(1).map(({ name }) => name)).toContain('whitening');
  });

  it('settles what was stated of a paper that was taken into another', () => {
    const library = freshLibrary();
    const drafts = [
      draft({ title: 'A first long title of one work', DOI: '10.1000/a' }, { citationKey: 'ka' }),
      draft({ title: 'Quite another name of that work', DOI: '10.1000/b' }, { citationKey: 'kb' }),
    ];
    take(library, drafts);
    mergePapers(library, [1, 2]);
    for (const decide of [() => undefined, () => 'theirs' as const]) {
      const item = take(library, drafts, { decide });
      expect([item.newPapers, item.conflicts]).toEqual([[], []]);
    }
    expect(findPaper(library, '1')).toMatchObject({ title: 'A first long title of one work', doi: '10.1000/a' });
  });

  it('keeps papers apart that share a short title alone, and two of one key', () => {
    const library = freshLibrary();
    const item = take(library, [
      draft({ title: 'Introduction', DOI: '10.1000/a', issued: { 'date-parts': [[2001]] } }, { citationKey: 'intro' }),
      draft(
        { title: 'Introduction', DOI: '10.1000/b', issued: { 'date-parts': [[2019]] } },
        { citationKey: 'intro', line: 9 },
      ),
    ]);
    expect(item.newPapers).toEqual([1, 2]);
    expect(item.doubts.map(({ line, message }) => [line, message.values])).toEqual([[9, ['intro', 'intro-2']]]);
  });

  it('does not make papers one by a link that both have', () => {
    const library = freshLibrary();
    const URL = 'https://arxiv.org/abs/1612.03928';
    const item = take(library, [draft({ title: 'AT', URL }), draft({ title: 'SP', URL }, { line: 2 })]);
    expect(item.newPapers).toEqual([1, 2]);
    expect(item.doubts.map(({ line }) => line)).toEqual([2]);
    expect([findPaper(library, '1').arxiv, findPaper(library, '2').arxiv]).toEqual(['1612.03928', undefined]);
  });

  it('leaves an identifier with the paper that has it', () => {
    const library = freshLibrary();
    take(library, [
      draft({ title: 'The first of two long titles', number: 'arXiv:2001.00001' }),
      draft({ title: 'Quite another paper altogether', DOI: '10.1000/x' }),
    ]);
    const item = take(library, [
      draft({ title: 'Quite another paper altogether', DOI: '10.1000/x', number: 'arXiv:2001.00001' }),
    ]);
    expect(item.newPapers).toEqual([]);
    expect(item.doubts).toHaveLength(1);
    expect(findPaper(library, '2').arxiv).toBeUndefined();
  });

  it('replaces a title that is only an identifier', () => {
    const library = freshLibrary();
    take(library, [draft({ title: 'arXiv:1503.02531', number: 'arXiv:1503.02531' })]);
    take(library, [draft({ title: 'Distilling the Knowledge in a Neural Network', number: 'arXiv:1503.02531' })]);
    expect(findPaper(library, '1').title).toBe('Distilling the Knowledge in a Neural Network');
  });

  it('leaves out a record whose title is none, and says how long it is', () => {
    const library = freshLibrary();
    const { problems, newPapers } = take(library, [draft({ title: 'x'.repeat(5001) }, { line: 4 }), draft({})]);
    expect(newPapers).toEqual([1]);
    expect(problems?.map(({ line, severity, message }) => [line, severity, message.values])).toEqual([
      [4, 'error', [5001]],
    ]);
  });

  it('passes problems on', () => {
    const library = freshLibrary();
    const problem = { line: 3, severity: 'error', message: { template: 'broken', values: [] } } as const;
    expect(take(library, [problem, draft({})]).problems).toEqual([problem]);
    expect(library.papers.ids()).toEqual([1]);
  });
});

describe('exporting papers', () => {
  const library = freshLibrary();
  take(library, [
    draft(PROJECTOR, {
      citationKey: 'proj',
      entry: { type: 'inproceedings', key: 'proj', fields: { title: '{U}nderstanding' } },
    }),
    draft({ title: 'Understanding Something Else', author: PROJECTOR.author, issued: { 'date-parts': [[2024]] } }),
    draft({ title: '知识蒸馏综述', author: [{ literal: '李四' }], issued: { 'date-parts': [[2023]] } }),
  ]);

  it('gives the item in CSL with what was kept', () => {
    const [paper] = exportPapers(library, [1]);
    expect(paper?.item).toMatchObject({
      id: 'proj',
      type: 'paper-conference',
      publisher: 'AAAI Press',
      author: PROJECTOR.author,
      issued: { 'date-parts': [[2024, 3]] },
      DOI: '10.1609/aaai.v38i5.28219',
    });
    expect(paper?.entry?.fields).toEqual({ title: '{U}nderstanding' });
  });

  it('gives keys that are unique and do not depend on what else is exported', () => {
    const keys = (ids: number[], style: 'author-year' | 'imported') =>
      [...exportPapers(library, ids, { keys: style })].map(({ key }) => key);
    expect(keys([1, 2, 3], 'author-year')).toEqual([
      'miles2024understanding',
      'miles2024understanding-2',
      'paper-2023',
    ]);
    expect(keys([2], 'author-year')).toEqual(['miles2024understanding-2']);
    expect(keys([1, 3], 'imported')).toEqual(['proj', 'paper-2023']);
  });
});
