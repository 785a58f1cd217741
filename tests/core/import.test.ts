import { describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { noteWritten } from '../../src/core/note-written.ts';
import { addBullet } from '../../src/core/week.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const NOTE = `# 20240517

---

## 论文阅读

> 一组
### Alpha Networks for Distillation 2022CVPR
甲的总结，写了一句话。

### Beta Training with Soft Targets 2023ICCV
乙的总结。
- 第一点

---

## 代码实践

- 调参
`;

const outcomes = (library: Library, notes: Record<string, string>, replace = false) =>
  importTexts(library, notes, { replace }).items.map(({ outcome }) => outcome);
const titles = (library: Library) => library.papers.all().map(({ title }) => title);
const content = (library: Library) => [...canonicalDump(library)];
const textOfWeek = (library: Library, date: string) => textOf((library.weeks.load(date) as Week).blocks);

const THEMED = `# 20240517

---

## 论文阅读

> 甲
### Alpha Paper on Teachers 2024CVPR
甲的总结。

---

> 乙
### Beta Paper on Teachers 2024CVPR
乙的总结。

---

## 代码实践

- 调参
`;

describe('importNotes', () => {
  it('changes nothing the second time', () => {
    const library = freshLibrary();
    expect(outcomes(library, { '20240517.md': NOTE })).toEqual(['new']);
    const before = [...dump(library)];
    expect(outcomes(library, { '20240517.md': NOTE })).toEqual(['unchanged']);
    expect([...dump(library)]).toEqual(before);
  });

  it('is one operation for all files, with the old and new values of what changed', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE, '20240524.md': NOTE.replace('20240517', '20240524') });
    importTexts(library, { '20240517.md': NOTE.replace('甲的总结', '甲的小结') });
    const operations = library.operations.all();
    expect(operations).toHaveLength(2);
    const [change, ...others] = (operations[1]?.changes ?? []).filter(({ table }) => table === 'block');
    expect(others).toEqual([]);
    expect(change?.before?.['source']).toContain('甲的总结');
    expect(change?.after?.['source']).toContain('甲的小结');
  });

  it('takes an edited file for its week alone', () => {
    const library = freshLibrary();
    const other = NOTE.replace('20240517', '20240524');
    importTexts(library, { '20240517.md': NOTE, '20240524.md': other });
    const edited = NOTE.replace('- 第一点', '- 第一点\n- 第二点');
    expect(outcomes(library, { '20240517.md': edited })).toEqual(['changed']);
    expect(textOfWeek(library, '2024-05-17')).toBe(edited);
    expect(textOfWeek(library, '2024-05-24')).toBe(other);
  });

  it('reads a corrected title as the same paper, with the text or without', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    const ids = library.papers.ids();
    const retitled = NOTE.replace('Alpha Networks for Distillation', 'Alphas: Networks That Distil');
    importTexts(library, { '20240517.md': retitled });
    expect(library.papers.ids()).toEqual(ids);
    expect(titles(library)[0]).toBe('Alphas: Networks That Distil');
    const spelled = retitled.replace('Beta Training', 'Betta Training').replace('乙的总结。', '乙的总结，重写了。');
    importTexts(library, { '20240517.md': spelled });
    expect(library.papers.ids()).toEqual(ids);
    expect(titles(library)[1]).toBe('Betta Training with Soft Targets');
    const fresh = freshLibrary();
    importTexts(fresh, { '20240517.md': spelled });
    expect(content(library)).toEqual(content(fresh));
  });

  it('reads another paper with another text at the same place as another paper', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    const changed = NOTE.replace('Alpha Networks for Distillation', 'Gamma Rays in Students').replace(
      '甲的总结',
      '丙的想法',
    );
    importTexts(library, { '20240517.md': changed });
    expect(titles(library)).toHaveLength(3);
  });

  it('never deletes a paper whose heading is gone', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    importTexts(library, { '20240517.md': NOTE.replace(/### Beta[\s\S]*?- 第一点\n/, '') });
    expect(titles(library)).toEqual(['Alpha Networks for Distillation', 'Beta Training with Soft Targets']);
  });

  it('takes what was changed in a file into a week that was edited in kd since', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '画图');
    const edited = textOfWeek(library, '2024-05-17');
    const file = NOTE.replace('调参', '调参数');
    const other = NOTE.replace('20240517', '20240524');
    expect(outcomes(library, { '20240517.md': file, '20240524.md': other })).toEqual(['merged', 'new']);
    expect(textOfWeek(library, '2024-05-17')).toBe(edited.replace('调参', '调参数'));
    expect(outcomes(library, { '20240517.md': file }, true)).toEqual(['changed']);
    expect(textOfWeek(library, '2024-05-17')).toBe(file);
  });

  it('skips a week of which file and library changed one text, lands the rest, and takes the file with replace', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    noteWritten(library, 'copy.md', NOTE);
    const ours = NOTE.replace('调参', '调参数');
    expect(outcomes(library, { '20240517.md': ours })).toEqual(['changed']);
    const file = NOTE.replace('调参', '画图');
    const other = NOTE.replace('20240517', '20240524');
    const { items } = importTexts(library, { 'copy.md': file, '20240524.md': other });
    expect(items.map(({ outcome }) => outcome)).toEqual(['clash', 'new']);
    const line = NOTE.split('\n').findIndex((words) => words.includes('调参')) + 1;
    expect(items[0]?.skipped?.clashes).toEqual([{ line, base: '- 调参', ours: '- 调参数', theirs: '- 画图' }]);
    expect(textOfWeek(library, '2024-05-17')).toBe(ours);
    // The file decides what both changed, and nothing else.
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '没有冲突的一条');
    expect(outcomes(library, { 'copy.md': file }, true)).toEqual(['merged']);
    expect(textOfWeek(library, '2024-05-17')).toBe(`${file}- 没有冲突的一条\n`);
  });

  it('leaves a week alone that was edited in kd, where the file was not', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '画图');
    const edited = textOfWeek(library, '2024-05-17');
    expect(outcomes(library, { '20240517.md': NOTE })).toEqual(['unchanged']);
    expect(textOfWeek(library, '2024-05-17')).toBe(edited);
  });

  it('takes an edited export of a week that kd wrote in', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '画图');
    const more = textOfWeek(library, '2024-05-17').replace('甲的总结', '> 旁注\n\n甲的总结');
    expect(outcomes(library, { '20240517.md': more })).toEqual(['merged']);
    expect(textOfWeek(library, '2024-05-17')).toBe(more);
  });

  it('knows a renamed copy of a file, and shows how another file differs', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '画图');
    const edited = textOfWeek(library, '2024-05-17');
    expect(outcomes(library, { 'renamed.md': NOTE })).toEqual(['unchanged']);
    expect(outcomes(library, { 'another.md': NOTE.replace('调参', '别的') })).toEqual(['other']);
    expect(textOfWeek(library, '2024-05-17')).toBe(edited);
  });

  it('says which paper lost its theme where the file removed the group that kd wrote into', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': THEMED });
    addPaper(
      library,
      toAddition({ title: 'Late Paper on Students 2024AAAI', theme: '乙', week: '2024-05-17' }, '2024-05-17'),
    );
    const file = THEMED.replace(/> 乙\n### Beta[\s\S]*?乙的总结。\n\n---\n\n/, '');
    const { items } = importTexts(library, { '20240517.md': file });
    expect(items.map(({ outcome }) => outcome)).toEqual(['merged']);
    expect(textOfWeek(library, '2024-05-17')).toContain('### Late Paper on Students 2024AAAI');
    expect(english(items[0]?.doubts)).toMatchObject([
      { message: '"Late Paper on Students 2024AAAI" stood under “乙” in kd, and stands under no theme now' },
    ]);
  });

  it('tells a file of a week that kd began from an edited copy of it only where it keeps every line', () => {
    const library = freshLibrary();
    addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '画图');
    const text = textOfWeek(library, '2024-05-17');
    expect(outcomes(library, { '20240517.md': text.replace('画图', '调参') })).toEqual(['clash']);
    expect(textOfWeek(library, '2024-05-17')).toBe(text);
    const more = `${text}- 调参\n`;
    expect(outcomes(library, { '20240517.md': more })).toEqual(['changed']);
    expect(textOfWeek(library, '2024-05-17')).toBe(more);
  });

  it('keeps the first of two full notes of one date', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    expect(outcomes(library, { 'copy.md': NOTE.replace('甲', '丁') })).toEqual(['other']);
    expect(textOfWeek(library, '2024-05-17')).toBe(NOTE);
  });

  it('lets an empty skeleton give way to a full note of its date, in either order', () => {
    const skeleton = '# 20240517\n## 论文阅读\n\n## 代码实践\n';
    const first = freshLibrary();
    expect(outcomes(first, { '20240516.md': skeleton, '20240517.md': NOTE })).toEqual(['new', 'changed']);
    const second = freshLibrary();
    expect(outcomes(second, { '20240517.md': NOTE, '20240516.md': skeleton })).toEqual(['new', 'skeleton']);
    expect(textOfWeek(first, '2024-05-17')).toBe(NOTE);
    expect(content(first)).toEqual(content(second));
  });

  it('names a bad file with its line and lands the rest', () => {
    const library = freshLibrary();
    const report = importTexts(library, { 'bad.md': '# 20240230\n## 论文阅读\n', '20240517.md': NOTE });
    expect(english(report.failures)).toEqual([
      { path: 'bad.md', line: 1, message: '"20240230" is no day of the calendar', hint: 'correct the heading' },
    ]);
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['new']);
  });

  it('reports another venue for a known title, and keeps one paper', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
    const later = '# 20240524\n\n## 论文阅读\n\n### Alpha Networks for Distillation 2024AAAI\n又读了一遍。\n';
    const { items: weeks } = importTexts(library, { '20240524.md': later });
    expect(english(weeks[0]?.doubts)).toEqual([
      { line: 5, message: 'the heading says AAAI 2024, but 2024-05-17 says CVPR 2022' },
    ]);
    expect(titles(library)).toHaveLength(2);
    expect(library.papers.all()[0]).toMatchObject({ venue: 'CVPR', year: 2022 });
  });

  it('gives a paper the facts of its earliest full reading, whichever note comes first', () => {
    const again = '# 20240524\n\n## 论文阅读\n\n### alpha networks for distillation 2022CVPR-0517\n';
    const forth = freshLibrary();
    importTexts(forth, { '20240517.md': NOTE, '20240524.md': again });
    const back = freshLibrary();
    importTexts(back, { '20240524.md': again, '20240517.md': NOTE });
    expect(content(back)).toEqual(content(forth));
    expect(titles(back)).toContain('Alpha Networks for Distillation');
  });

  it('gives no paper to a new heading that stands above it with the same few words', () => {
    const library = freshLibrary();
    const note = (...headings: string[]) => {
      return `# 20240517\n\n## 论文阅读\n\n${headings.map((heading) => `### ${heading}\n待读\n`).join('\n')}`;
    };
    importTexts(library, { '20240517.md': note('Alpha Netwroks for Destilation 2024AAAI') });
    const citationKey = library.papers.all()[0]?.citationKey;
    expect(citationKey).toMatch(/^alpha/);
    importTexts(library, {
      '20240517.md': note('Something Else 2023CVPR', 'Alpha Networks for Distillation 2024AAAI'),
    });
    const other = library.papers.all().find(({ title }) => title === 'Something Else');
    expect(other?.citationKey).toMatch(/^something-else/);
    expect(other?.citationKey).not.toBe(citationKey);
  });

  it('leaves a week to its file, not to a copy of it', () => {
    const library = freshLibrary();
    expect(outcomes(library, { '20240517.md': NOTE, 'copy-20240517.md': NOTE })).toEqual(['new', 'unchanged']);
    expect(outcomes(library, { '20240517.md': `${NOTE}- 又一点\n` })).toEqual(['changed']);
  });

  it('keeps titles without letters or digits apart', () => {
    const library = freshLibrary();
    const note = '# 20240517\n\n## 论文阅读\n\n### ？？？ 2022CVPR\n一。\n\n### ！！！ 2022CVPR\n二。\n';
    importTexts(library, { '20240517.md': note });
    expect(titles(library)).toEqual(['？？？', '！！！']);
    expect(outcomes(library, { '20240517.md': note.replace('一。', '一一。') })).toEqual(['changed']);
    expect(titles(library)).toHaveLength(2);
  });

  it('shares a text between two headings on adjoining lines', () => {
    const library = freshLibrary();
    const note = '# 20240517\n\n## 论文阅读\n\n### Alpha 2022CVPR\n### Beta 2023ICCV\n两篇都用了白化。\n';
    importTexts(library, { '20240517.md': note });
    const whitened = library.papers.find({
      where: { kind: 'tags', ids: library.tags.named('白化').map(({ id }) => id), narrower: true },
    });
    expect(whitened.rows.map(({ title }) => title)).toEqual(['Beta', 'Alpha']);
  });
});
