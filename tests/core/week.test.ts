import { describe, expect, it } from 'vitest';
import { findPaper } from '../../src/core/find-paper.ts';
import { datesOf, dateToWrite, findWeeks } from '../../src/core/find-week.ts';
import { addBullet, decideQuote } from '../../src/core/week.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const day = (text: string) => ({ kind: 'day', day: text }) as const;
const skeleton = (date: string) => `# ${date}\n\n## 论文阅读\n\n### P${date} 2022CVPR\n一句。\n`;

describe('the notes of a week', () => {
  const library = freshLibrary();
  importTexts(library, {
    '20240514.md': skeleton('20240514'),
    '20240517.md': skeleton('20240517'),
    '20240607.md': skeleton('20240607'),
  });

  it('are for a day that of the day, else the nearest later one, else the last', () => {
    const of = (text: string) => datesOf(library, day(text));
    expect([of('2024-05-14'), of('2024-05-13'), of('2024-05-15'), of('2024-05-19')].flat()).toEqual([
      '2024-05-14',
      '2024-05-14',
      '2024-05-17',
      '2024-05-17',
    ]);
  });

  it('are for an ISO week all of it, in order', () => {
    expect(datesOf(library, { kind: 'week', monday: '2024-05-13' })).toEqual(['2024-05-14', '2024-05-17']);
  });

  it('are named when there is none', () => {
    expect(() => findWeeks(library, day('2024-05-27'))).toThrow(
      /nothing is noted for the week of 2024-05-27 \(2024-W22\)/,
    );
  });

  it("that are new are dated the week's Friday", () => {
    expect(dateToWrite(library, day('2024-06-20'))).toBe('2024-06-21');
    expect(dateToWrite(library, day('2024-06-04'))).toBe('2024-06-07');
  });
});

describe('addBullet', () => {
  it('adds to a list, begins one below prose, and makes a section', () => {
    const library = freshLibrary();
    const note = '# 20240517\n\n## 论文阅读\n\n---\n\n## 代码实践\n- 甲  \n\n---\n\n## 项目进展\n写了一段。';
    importTexts(library, { '20240517.md': note });
    addBullet(library, day('2024-05-17'), '代码实践', '乙');
    addBullet(library, day('2024-05-17'), '项目进展', '丙');
    addBullet(library, day('2024-05-17'), '论文写作', '丁');
    const { blocks } = library.weeks.load('2024-05-17') as Week;
    expect(textOf(blocks)).toBe(
      '# 20240517\n\n## 论文阅读\n\n---\n\n## 代码实践\n- 甲  \n- 乙\n\n---\n\n## 项目进展\n写了一段。\n\n- 丙\n\n---\n\n## 论文写作\n\n- 丁\n',
    );
  });

  it('refuses the section of papers, and a text that is no bullet', () => {
    const library = freshLibrary();
    expect(() => addBullet(library, day('2024-05-17'), '论文阅读', '甲')).toThrow(/holds papers/);
    expect(() => addBullet(library, day('2024-05-17'), '代码实践', '甲\n## 乙')).toThrow(/would be read as a heading/);
    expect(library.weeks.list()).toEqual([]);
  });
});

describe('decideQuote', () => {
  const note = `# 20240517

## 论文阅读

### Alpha 2022CVPR
甲。

> 这是对甲的看法

### Beta 2022CVPR
乙。

> 两可的一句
### Gamma 2022CVPR
丙。
`;

  it('turns a remark into a theme and back, and the decision outlives an edit of the file', () => {
    const library = freshLibrary();
    importTexts(library, { '20240517.md': note });
    const kinds = () => library.weeks.load('2024-05-17')?.blocks.map(({ kind }) => kind);
    expect(kinds()).toEqual(['title', 'section', 'reading', 'reading', 'reading']);
    decideQuote(library, '2024-05-17', 13, 'theme');
    expect(kinds()).toEqual(['title', 'section', 'reading', 'reading', 'theme', 'reading']);
    importTexts(library, { '20240517.md': note.replace('丙。', '丙丙。') });
    expect(kinds()).toEqual(['title', 'section', 'reading', 'reading', 'theme', 'reading']);
    expect(textOf(library.weeks.load('2024-05-17')?.blocks ?? [])).toBe(note.replace('丙。', '丙丙。'));
    decideQuote(library, '2024-05-17', 13, 'remark');
    expect(kinds()).toEqual(['title', 'section', 'reading', 'reading', 'reading']);
    expect(() => decideQuote(library, '2024-05-17', 6, 'theme')).toThrow(/is no quote/);
  });
});

describe('findPaper', () => {
  const library = freshLibrary();
  importTexts(library, {
    '20240517.md': '# 20240517\n\n## 论文阅读\n\n### Alpha Beta 2022CVPR\n甲。\n\n### Alpha Gamma 2022CVPR\n乙。\n',
  });

  it('takes an id, a citation key, a title, or a fragment that fits one paper', () => {
    for (const ref of ['1', 'alpha-beta-2022', 'alpha beta', 'BETA']) expect(findPaper(library, ref).id).toBe(1);
  });

  it('refuses a fragment that fits none, or several, and lists these', () => {
    expect(() => findPaper(library, 'delta')).toThrow(/no paper matches "delta"/);
    expect(() => findPaper(library, 'alpha')).toThrow(/"alpha" fits 2 papers/);
  });
});
