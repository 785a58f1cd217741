import { describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import { UsageError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const add = (library: Library, input: Record<string, unknown>) =>
  addPaper(library, toAddition({ week: '2024-05-17', ...input }, '2024-05-17'));
const week = (library: Library, date = '2024-05-17') => textOf((library.weeks.load(date) as Week).blocks);

describe('addPaper', () => {
  it("writes a reading into a new note dated the week's Friday, in the shape of the user's notes", () => {
    const library = freshLibrary();
    const { paper, week: date } = add(library, {
      title: 'Alpha Networks 2022CVPR',
      theme: '一组',
      summary: '总结。',
      'key-idea': ['第一点', '第二点'],
      week: '2024-05-14',
    });
    expect([paper.citationKey, date]).toEqual(['alpha-networks-2022', '2024-05-17']);
    expect(week(library)).toBe(
      '# 20240517\n\n---\n\n## 论文阅读\n\n> 一组\n### Alpha Networks 2022CVPR\n总结。\n- 第一点\n- 第二点\n',
    );
  });

  it('puts a reading under its theme, and one without a theme under none', () => {
    const library = freshLibrary();
    add(library, { title: 'Alpha 2022CVPR', theme: '一组' });
    add(library, { title: 'Beta 2022CVPR', theme: '二组' });
    add(library, { title: 'Gamma 2022CVPR' });
    add(library, { title: 'Delta 2022CVPR', theme: '一组' });
    add(library, { title: 'Epsilon 2022CVPR' });
    const { blocks } = library.weeks.load('2024-05-17') as Week;
    const placed = blocks.flatMap(({ reading }) =>
      reading === null ? [] : [`${blocks.find(({ id }) => id === reading.themeId)?.text ?? '-'} ${reading.title}`],
    );
    expect(placed).toEqual(['一组 Alpha', '一组 Delta', '二组 Beta', '- Gamma', '- Epsilon']);
  });

  it('refuses a known paper by title, DOI or arXiv identifier, and says where it was read', () => {
    const library = freshLibrary();
    add(library, { title: 'Alpha Networks 2022CVPR', theme: '一组', doi: '10.1000/A', arxiv: 'arXiv:2203.00001v2' });
    for (const again of [
      { title: 'ALPHA  networks! 2022CVPR' },
      { title: 'Another 2022CVPR', doi: 'https://doi.org/10.1000/a' },
      { title: 'Another 2022CVPR', arxiv: '2203.00001' },
    ]) {
      expect(() => add(library, again)).toThrow(
        'already in the library: alpha-networks-2022 (seen 2024-05-17, under “一组”)',
      );
    }
    expect(library.papers.ids()).toHaveLength(1);
  });

  it('adds a back-reference to the week that has the text', () => {
    const library = freshLibrary();
    importTexts(library, { '20240322.md': '# 20240322\n\n## 论文阅读\n\n### FitNets: Hints 2015ICLR\n总结。\n' });
    const { heading } = add(library, { title: 'fitnets: hints', again: true, theme: '回顾' });
    expect(heading).toBe('FitNets: Hints 2015ICLR-0322');
    expect(library.weeks.load('2024-05-17')?.blocks.at(-1)?.reading).toMatchObject({ refersTo: '2024-03-22' });
    expect(() => add(library, { title: 'FitNets: Hints', again: true })).toThrow(/already stands in the week/);
    expect(() => add(library, { title: 'FitNets: Hints', again: true, week: '2024-01-05' })).toThrow(
      /first read on 2024-03-22/,
    );
  });

  it('writes no day that would name another year', () => {
    const library = freshLibrary();
    importTexts(library, { '20230419.md': '# 20230419\n\n## 论文阅读\n\n### FitNets: Hints 2015ICLR\n总结。\n' });
    expect(add(library, { title: 'FitNets: Hints', again: true }).heading).toBe('FitNets: Hints 2015ICLR');
    expect(library.weeks.load('2024-05-17')?.blocks.at(-1)?.reading).toMatchObject({ refersTo: null });
    expect(library.papers.ids()).toHaveLength(1);
  });

  it.each([
    ['Some Fine Title 2024AAAI (code)', { year: 2024 }, 'Some Fine Title 2024AAAI (code)'],
    ['Some Fine Title 2018Idiap?', { year: 2019 }, 'Some Fine Title 2019Idiap?'],
    ['Some Fine Title 2023AAAI CCF-A (code)', { year: 2024 }, 'Some Fine Title 2024AAAI CCF-A (code)'],
    ['Some Fine Title CCF-B', { venue: 'CVPR', year: 2022 }, 'Some Fine Title 2022CVPR CCF-B'],
    ['Some Fine Title (code)', { year: 2022 }, 'Some Fine Title (code)'],
    ['Some Fine Title arXiv2209', { venue: 'arXiv' }, 'Some Fine Title arXiv2209'],
  ])('keeps what %j says beside %j', (title, flags, heading) => {
    expect(add(freshLibrary(), { title, ...flags }).heading).toBe(heading);
  });

  it('queues a paper to read in no week, and keeps what its title line says against a later note', () => {
    const library = freshLibrary();
    add(library, { title: 'Later Paper 2025ICLR', status: 'to-read' });
    expect(library.weeks.list()).toEqual([]);
    importTexts(library, { '20240517.md': '# 20240517\n\n## 论文阅读\n\n### Later Paper 2024AAAI\n读了。\n' });
    expect(library.papers.all()).toMatchObject([{ status: 'read', venue: 'ICLR', year: 2025 }]);
  });

  it('keeps a year without a venue, and a venue without a year', () => {
    const library = freshLibrary();
    const { paper } = add(library, { title: 'Undated Thoughts', year: '2024' });
    expect(paper).toMatchObject({ title: 'Undated Thoughts', year: 2024 });
    expect(add(library, { title: 'Other Thoughts', venue: 'nips' }).paper).toMatchObject({ venue: 'NeurIPS' });
    expect(add(library, { title: 'Third 2020CVPR', venue: 'ECCV' }).heading).toBe('Third 2020ECCV');
  });

  it('refuses texts that a weekly note would read in another way', () => {
    const library = freshLibrary();
    add(library, { title: 'Alpha 2022CVPR', theme: '一组', summary: '总结。' });
    const before = week(library);
    for (const summary of ['a\n### b', 'a\n---\nb', '- a', '> a', '# 20240101', 'a\n\n---']) {
      expect(() => add(library, { title: 'Beta 2022CVPR', theme: '一组', summary }), summary).toThrow(UsageError);
    }
    expect(() => add(library, { title: 'Beta 2022CVPR', 'key-idea': 'a\n## b' })).toThrow(UsageError);
    expect(week(library)).toBe(before);
    expect(library.papers.ids()).toHaveLength(1);
  });

  it('adds to an imported note in its own line ends, and leaves its other bytes', () => {
    const note = '# 20240517\r\n\r\n## 论文阅读\r\n\r\n> 一组\r\n### Alpha 2022CVPR\r\n总结。  ';
    const library = freshLibrary();
    importTexts(library, { '20240517.md': note });
    add(library, { title: 'Beta 2022CVPR', theme: '一组', summary: '第一行\n第二行' });
    expect(week(library)).toBe(`${note}\r\n\r\n### Beta 2022CVPR\r\n第一行\r\n第二行\r\n`);
  });
});
