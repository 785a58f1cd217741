import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import type { ImportFile } from '../../src/core/import.ts';
import { beginWeek } from '../../src/core/new-week.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { addBullet } from '../../src/core/week.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf } from '../../src/domain/week.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const LAST = `# 20240517

---

## 论文阅读  

> 老主题
### Alpha Networks for Distillation 2023CVPR
甲的小结。
- 甲的要点

---

## 代码实践

- 写了点代码
- 跑完了基线 ✅

---

## 项目进展

- 接手后端

---
`;

function note(title: string, date: string, text: string, theme = ''): string {
  return `# ${title}\n\n**[AAAI 2024](https://example.org/p)\tno code\tCIFAR\t${date}**${theme}\n\n*Wei Li*\n\n${text}\n\n## Introduction\n\n正文。\n`;
}

const NOTES = {
  'Beta.md': note('Beta Whitening for Retrieval', '20240522', '先做白化再对齐。\n\n- 白化\n- 对齐'),
  'Gamma.md': note('Gamma Whitening of Teachers', '20240520', '教师先白化。'),
  'Delta.md': note('Delta Sampling Study', '20240523', '一项采样研究。'),
  'Old.md': note('Old Paper on Nothing', '20240510', '上一周的。'),
  '20240524.md': '# 20240524\n\n## 论文阅读\n',
};

function files(notes: Readonly<Record<string, string>>): ImportFile[] {
  return Object.entries(notes).map(([name, text]) => {
    return { path: name, name, file: name, folder: '', pieces: () => [new TextEncoder().encode(text)] };
  });
}

const THIS = { kind: 'day', day: '2024-05-22' } as const;

function begin(library: Library, notes: Readonly<Record<string, string>> = NOTES, carry = true) {
  return beginWeek(library, THIS, { files: files(notes), carry });
}

describe('a new week', () => {
  let library: Library;
  beforeEach(() => {
    library = freshLibrary();
    importTexts(library, { '20240517.md': LAST });
  });

  it('is begun in the style of the last, with the papers noted in it, grouped, and the open items', () => {
    const { text, date, readings, carried } = begin(library);
    expect(date).toBe('2024-05-24');
    expect(text).toBe(`# 20240524

---

## 论文阅读  

> 白化
### Gamma Whitening of Teachers 2024AAAI
教师先白化。

### Beta Whitening for Retrieval 2024AAAI
先做白化再对齐。
- 白化
- 对齐

---

### Delta Sampling Study 2024AAAI
一项采样研究。

---

## 代码实践

- 写了点代码（续 0517）

---

## 项目进展

- 接手后端（续 0517）

---
`);
    expect(readings.map(({ paper, theme }) => [paper.title, theme])).toEqual([
      ['Gamma Whitening of Teachers', '白化'],
      ['Beta Whitening for Retrieval', '白化'],
      ['Delta Sampling Study', undefined],
    ]);
    expect(carried.map(({ section }) => section)).toEqual(['代码实践', '项目进展']);
    expect(textOf(library.weeks.load(date)?.blocks ?? [])).toBe(text);
    expect(library.papers.all().some(({ title }) => title.startsWith('Old'))).toBe(false);
  });

  it('is the same however often it is begun, and takes what came since', () => {
    const { text } = begin(library);
    const again = begin(library);
    expect([again.text, again.readings, again.carried]).toEqual([text, [], []]);
    const late = { 'Eta.md': note('Eta Late Study', '20240524', '最后一篇。') };
    expect(begin(library, late).readings.map(({ heading }) => heading)).toEqual(['Eta Late Study 2024AAAI']);
    expect(begin(library, {}, false).readings).toEqual([]);
  });

  it('does not bring back what was taken out of it, finished or put in other words', () => {
    const { text } = begin(library);
    const edited = text
      .replace('写了点代码（续 0517）', '写了点代码（续 0517） ✓')
      .replace('- 接手后端（续 0517）\n', '')
      .replace(/### Delta[\s\S]*?研究。\n\n/, '');
    importTexts(library, { '20240524.md': edited });
    importTexts(library, { '20240524.md': edited }, { replace: true });
    const again = begin(library);
    expect([again.readings, again.carried, again.text]).toEqual([[], [], edited]);
  });

  it('keeps what was written into the week before, and adds to it', () => {
    addPaper(library, toAddition({ title: 'Zeta First 2024CVPR', theme: '白化' }, '2024-05-22'));
    addBullet(library, { kind: 'day', day: '2024-05-22' }, '代码实践', '写了点代码');
    const before = textOf(library.weeks.load('2024-05-24')?.blocks ?? []).split('\n');
    const { text, carried } = begin(library);
    expect(before.filter((line) => !text.split('\n').includes(line))).toEqual([]);
    expect(text).toContain('### Zeta First 2024CVPR\n\n### Gamma Whitening of Teachers');
    expect(carried.map(({ text: item }) => item)).toEqual(['接手后端（续 0517）']);
  });

  it('refers back to a paper that an earlier week has', () => {
    const again = { 'Alpha.md': note('Alpha Networks for Distillation', '20240521', '又看了一遍。') };
    const { text } = begin(library, again, false);
    expect(text).toContain('### Alpha Networks for Distillation 2023CVPR-0517\n又看了一遍。\n');
  });

  it('has the theme words of a note, and papers read without a note', () => {
    addPaper(library, toAddition({ title: 'Theta Queued 2025ICLR', status: 'to-read' }, '2024-05-22'));
    expect(begin(library, {}, false).readings).toEqual([]);
    const [queued] = library.papers.withTitleFragment('Theta', 1);
    setPaper(library, library.papers.get(queued?.id ?? 0) as never, { status: 'read' });
    const themed = { 'Iota.md': note('Iota Applied Study', '20240521', '应用。', ' 应用 图像检索') };
    const { text } = begin(library, themed, false);
    expect(text).toContain('> 应用 图像检索\n### Iota Applied Study 2024AAAI\n应用。\n');
    expect(text).toContain('### Theta Queued 2025ICLR\n');
  });

  it('reports a note that cannot be read', () => {
    const bad = [
      ...files(NOTES),
      { ...(files({ 'bad.md': '' })[0] as ImportFile), pieces: () => [new Uint8Array([0xff, 0xfe])] },
    ];
    const { failures, doubts } = beginWeek(library, THIS, { files: bad, carry: false });
    expect(failures.map(({ path }) => path)).toEqual(['bad.md']);
    expect(doubts).toEqual([]);
  });

  it('leaves out a text that a week would read as something else, and says so', () => {
    const quoting = { 'Kappa.md': note('Kappa Quoting Study', '20240521', '> 别人的话\n\n- 自己的要点') };
    const { doubts, text } = begin(library, quoting, false);
    expect(english(doubts)).toEqual([
      'a text on kappa-quoting-study-2024 would be read in another way in a weekly note: left out',
    ]);
    expect(text).toContain('### Kappa Quoting Study 2024AAAI\n- 自己的要点\n');
    expect(text).not.toContain('别人的话');
  });

  it('of a fresh library is in the house style', () => {
    const { text } = beginWeek(freshLibrary(), THIS, { files: [], carry: true });
    expect(text).toBe('# 20240524\n\n---\n\n## 论文阅读\n\n---\n\n## 代码实践\n\n---\n\n## 项目进展\n\n---\n');
  });
});
