import { describe, expect, it } from 'vitest';
import { printTag } from '../../src/formats/reading-style.ts';
import { isSameItem, openItems } from '../../src/formats/weekly-carry.ts';
import { readWeeklyNote } from '../../src/formats/weekly-note.ts';
import { type EditableBlock, insertReading } from '../../src/formats/weekly-note-edit.ts';
import { learnStyle } from '../../src/formats/weekly-style.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

function blocksOf(text: string): EditableBlock[] {
  const [week] = readWeeklyNote(text, { venues: VENUE_TABLE }).weeks;
  return (week?.blocks ?? []).map(({ kind, source, text: words, reading }) => {
    const themeText = reading?.theme === undefined ? undefined : week?.blocks[reading.theme]?.text;
    return { kind, source, text: words, reading: reading && { themeText, sharesText: reading.sharesText } };
  });
}

const NOTE = `# 20240517

---

## 论文阅读  

> 主题一
### First Paper on Distillation 2024AAAI
小结。
- 要点

### Second Paper on Distillation 2023CVPR
---

> 主题二
### Third Paper on Distillation 2022ICLR

---

## 代码实践

- 写了点代码

---

## 项目进展
- 接手后端

---


`;

describe('the style of a new note', () => {
  it('is that of the newest: title, sections, rules, spaces, and none of what they hold', () => {
    expect(learnStyle([blocksOf(NOTE)]).skeleton('2024-05-24')).toBe(
      '# 20240524\n\n---\n\n## 论文阅读  \n\n---\n\n## 代码实践\n\n---\n\n## 项目进展\n\n---\n',
    );
  });

  it('keeps line ends, the shape of the date, and the sections that most notes have', () => {
    const crlf = NOTE.replace('# 20240517', '# 周报 2024.5.17').replaceAll('\n', '\r\n');
    const odd = NOTE.replace('## 项目进展\n- 接手后端\n', '## 推导\n');
    expect(learnStyle([blocksOf(odd), blocksOf(crlf), blocksOf(NOTE)]).sections).toEqual(['代码实践', '项目进展']);
    const text = learnStyle([blocksOf(crlf)]).skeleton('2024-11-01');
    expect(text.startsWith('# 周报 2024.11.1\r\n\r\n---\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('is the house style where there is no note yet', () => {
    const { skeleton, sections } = learnStyle([]);
    expect(skeleton('2024-05-24')).toBe(
      '# 20240524\n\n---\n\n## 论文阅读\n\n---\n\n## 代码实践\n\n---\n\n## 项目进展\n\n---\n',
    );
    expect(sections).toEqual(['代码实践', '项目进展']);
  });

  it('has the level, the bullets, the rules and the tags of the readings', () => {
    expect(learnStyle([blocksOf(NOTE)]).reading).toEqual({
      level: 3,
      bullet: '-',
      ruled: true,
      tag: { yearFirst: true, between: '' },
    });
    const other = NOTE.replaceAll('### ', '#### ')
      .replaceAll('- 要点', '* 要点')
      .replace('\n---\n\n> 主题二', '\n> 主题二')
      .replace('2024AAAI', 'AAAI 2024')
      .replace('2023CVPR', 'CVPR 2023');
    const style = learnStyle([blocksOf(other)]);
    expect(style.reading).toEqual({ level: 4, bullet: '*', ruled: false, tag: { yearFirst: false, between: ' ' } });
    const reading = { heading: 'New Paper 2024AAAI', theme: '新', summary: '一句话。', keyIdeas: ['一', '二'] };
    const first = insertReading(blocksOf(style.skeleton('2024-05-24')), reading, style.reading);
    expect(first).toContain(
      '## 论文阅读  \n\n> 新\n#### New Paper 2024AAAI\n一句话。\n* 一\n* 二\n\n---\n\n## 代码实践',
    );
    const second = insertReading(blocksOf(first), { ...reading, theme: '更新' }, style.reading);
    expect(second).toContain('* 二\n\n> 更新\n#### New Paper');
  });

  it('prints tags in each order, a venue of several words apart', () => {
    expect(printTag('AAAI', 2024, { yearFirst: true, between: '' })).toBe('2024AAAI');
    expect(printTag('AAAI', 2024, { yearFirst: false, between: ' ' })).toBe('AAAI 2024');
    expect(printTag('IEEE TIP', 2021, { yearFirst: true, between: '' })).toBe('2021 IEEE TIP');
    expect(printTag(undefined, 2021, { yearFirst: true, between: '' })).toBe('');
  });
});

describe('the items carried to the next note', () => {
  const items = (text: string) =>
    openItems(blocksOf(`# 20240517\n\n## 代码实践\n\n${text}\n`), ['代码实践', '项目进展'], '2024-05-17').map(
      ({ text: item }) => item,
    );

  it('are those not marked as done, each with its day', () => {
    expect(
      items(
        '- 写了点代码\n- [x] 跑通基线\n- 复现 DKD ✅\n- 完成了消融实验\n- 画图（已完成）\n- run ResNet, done\n- 还没完成的图\n- train ViT',
      ),
    ).toEqual(['写了点代码（续 0517）', '还没完成的图（续 0517）', 'train ViT (from 0517)']);
  });

  it.each([
    'not done',
    'plots not finished',
    '完成度50%',
    'done list review',
    '基本完成',
    '搞定服务器之前先看文档',
    '没完成',
    '还没有搞定',
  ])('%s is open', (item) => {
    expect(items(`- ${item}`)).toHaveLength(1);
  });

  it.each(['done: plots', '(done) plots', 'plots done.', '已完成消融', '搞定了服务器', '消融实验完成', '~~画图~~'])(
    '%s is done',
    (item) => {
      expect(items(`- ${item}`)).toEqual([]);
    },
  );

  it('keep the day of their first note, and their nested lines', () => {
    expect(items('- 调参（续 0503）\n- 两件事\n  - 一\n  - 二')).toEqual([
      '调参（续 0503）',
      '两件事（续 0517）\n- 一\n- 二',
    ]);
    expect(isSameItem('调参（续 0503）', '调参')).toBe(true);
    expect(isSameItem('两件事（续 0517）\n- 一', '两件事\n  - 一')).toBe(true);
    expect(isSameItem('调参', '画图')).toBe(false);
  });

  it('are the lines of a plain section, and not the paragraphs below headings', () => {
    expect(items('暂时还没开始写')).toEqual(['暂时还没开始写（续 0517）']);
    expect(items('#### 2024CVPR KD\n亮点在于分析。')).toEqual([]);
    expect(openItems(blocksOf('# 20240517\n\n## 推导\n\n- 一步\n'), ['代码实践'], '2024-05-17')).toEqual([]);
  });
});
