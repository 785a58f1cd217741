import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockDraft, type Span, textOf } from '../../src/domain/week.ts';
import { readWeeklyNote } from '../../src/formats/weekly-note.ts';
import {
  type EditableBlock,
  insertBullet,
  insertReading,
  type NewReading,
  newNote,
  replaceSpan,
} from '../../src/formats/weekly-note-edit.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

function blocksOf(text: string): readonly BlockDraft[] {
  return readWeeklyNote(text, { venues: VENUE_TABLE, fileName: '20240517.md' }).weeks.flatMap(({ blocks }) => blocks);
}

function editable(text: string): EditableBlock[] {
  const blocks = blocksOf(text);
  return blocks.map(({ kind, source, text: words, reading }) => ({
    kind,
    source,
    text: words,
    reading: reading && {
      themeText: reading.theme === undefined ? undefined : blocks[reading.theme]?.text,
      sharesText: reading.sharesText,
    },
  }));
}

/** The blocks as kind and words: of a reading its heading and theme. */
function outline(text: string): string[] {
  const blocks = blocksOf(text);
  return blocks.map(({ kind, text: words, reading }) => {
    const theme = reading?.theme === undefined ? '' : ` (${blocks[reading.theme]?.text})`;
    return `${kind} ${words}${theme}`.trim();
  });
}

function insert(text: string, reading: Partial<NewReading>): string {
  return insertReading(editable(text), { heading: 'A New Paper 2023ICCV', keyIdeas: [], ...reading });
}

/** Whether the second text is the first with one stretch put in. */
function isInsertion(before: string, after: string): boolean {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  return after.length > before.length && after.endsWith(before.slice(same));
}

const GROUPS = `# 20240517

---

## 论文阅读

> 组一
### A Fast Student 2022CVPR

甲。

---

> 组二
### A Slow Teacher 2021ICCV

乙。

---

## 代码实践

- 跑通基线
`;

const NEW = '### A New Paper 2023ICCV\n';

describe('newNote', () => {
  it('is a title and a rule', () => {
    expect(newNote('2024-05-17')).toBe('# 20240517\n\n---\n');
    expect(outline(newNote('2024-05-17'))).toEqual(['title 20240517', 'rule']);
  });
});

describe('insertReading', () => {
  it('puts a reading behind the last one under its theme', () => {
    const added = insert(GROUPS, { theme: '组一', summary: '丙。', keyIdeas: ['点一', '点二'] });
    expect(added).toBe(GROUPS.replace('甲。\n\n', `甲。\n\n${NEW}丙。\n- 点一\n- 点二\n\n`));
    expect(outline(added)).toContain('reading A New Paper 2023ICCV (组一)');
  });

  it('takes a theme with spaces around it, and one of several lines', () => {
    expect(insert(GROUPS, { theme: ' 组一 ' })).toBe(GROUPS.replace('甲。\n\n', `甲。\n\n${NEW}\n`));
    const text = '# 20240517\n\n## 论文阅读\n\n> 第一行\n> 第二行\n### A Fast Student 2022CVPR\n';
    expect(insert(text, { theme: '第一行\n第二行' })).toBe(`${text}\n${NEW}`);
  });

  it('starts a new group at the end of the section for a new theme', () => {
    const added = insert(GROUPS, { theme: '组三' });
    expect(added).toBe(GROUPS.replace('乙。\n\n', `乙。\n\n---\n\n> 组三\n${NEW}\n`));
    expect(outline(added)).toContain('reading A New Paper 2023ICCV (组三)');
  });

  it('quotes every line of a new theme', () => {
    const added = insert(newNote('2024-05-17'), { theme: '第一行\n第二行' });
    expect(added).toContain(`> 第一行\n> 第二行\n${NEW}`);
    expect(outline(added)).toContain('theme 第一行\n第二行');
  });

  it('starts a new group without a theme where every reading has one', () => {
    const added = insert(GROUPS, {});
    expect(added).toBe(GROUPS.replace('乙。\n\n', `乙。\n\n---\n\n${NEW}\n`));
    expect(outline(added)).toContain('reading A New Paper 2023ICCV');
  });

  it('puts a reading without a theme behind the last one without', () => {
    const text =
      '# 20240517\n\n## 论文阅读\n\n### A Fast Student 2022CVPR\n\n甲。\n\n---\n\n> 组二\n### A Slow Teacher 2021ICCV\n';
    const added = insert(text, { theme: '  ' });
    expect(added).toBe(text.replace('甲。\n\n', `甲。\n\n${NEW}\n`));
    expect(outline(added)).toContain('reading A New Paper 2023ICCV');
  });

  it('fills an empty section', () => {
    const text = '# 20240517\n\n---\n\n## 论文阅读\n\n---\n\n## 代码实践\n';
    expect(insert(text, { theme: '组一' })).toBe(text.replace('阅读\n\n', `阅读\n\n> 组一\n${NEW}\n`));
  });

  it('makes the section where there is none', () => {
    const added = insert(newNote('2024-05-17'), { summary: '丙。' });
    expect(added).toBe(`# 20240517\n\n---\n\n## 论文阅读\n\n${NEW}丙。\n`);
  });

  it('makes the section before the others', () => {
    const text = '# 20240517\n\n开头。\n\n## 代码实践\n\n- 一\n';
    const added = insert(text, {});
    expect(added).toBe(text.replace('## 代码', `---\n\n## 论文阅读\n\n${NEW}\n---\n\n## 代码`));
    expect(outline(added)).toContain('reading A New Paper 2023ICCV');
  });

  it('brings the line break that the note lacks at its end', () => {
    const text = '# 20240517\n\n## 论文阅读\n\n### A Fast Student 2022CVPR\n\n甲。';
    expect(insert(text, {})).toBe(`${text}\n\n${NEW}`);
    expect(insert('# 20240517', {})).toBe(`# 20240517\n\n## 论文阅读\n\n${NEW}`);
  });

  it('leaves a paragraph behind a rule as prose', () => {
    const text = '# 20240517\n\n## 论文阅读\n\n---\n\n本周没有读完的论文。\n';
    const added = outline(insert(text, {}));
    expect(added).toContain('prose 本周没有读完的论文。');
    expect(added).toContain('reading A New Paper 2023ICCV');
  });

  it.each(['\u3000', '    ', '\t'])('starts a line of its own where the note ends in a line of %j', (blank) => {
    const added = insert(`# 20240517\n\n## 论文阅读\n\n${blank}`, {});
    expect(outline(added)).toContain('reading A New Paper 2023ICCV');
  });

  it.each(['\r\n', '\r'])('writes the line ends of the note: %j', (end) => {
    const typed = (text: string) => text.replaceAll('\n', end);
    const reading = { theme: '组三', summary: '第一行\n第二行', keyIdeas: ['点一\n续行'] };
    expect(insert(typed(GROUPS), reading)).toBe(typed(insert(GROUPS, reading)));
  });

  it('writes papers at the level of the note, and a key idea of two lines as one item', () => {
    const text = '# 20240517\n\n## 论文阅读\n\n### 组\n#### A Fast Student 2022CVPR\n';
    const added = insert(text, { theme: '组', keyIdeas: ['点一\n续行'] });
    expect(added).toBe(`${text}\n#### A New Paper 2023ICCV\n- 点一\n  续行\n`);
  });

  it('writes papers at the level of the section they go into', () => {
    const text = `# 20240517\n\n## 论文阅读\n\n#### 随记\n\n## 本周论文\n\n### A Fast Student 2022CVPR\n`;
    expect(insert(text, {})).toBe(`${text}\n${NEW}`);
  });

  it('leaves out a blank summary', () => {
    expect(insert(GROUPS, { theme: '组一', summary: ' \n' })).toBe(insert(GROUPS, { theme: '组一' }));
  });

  it('makes a reading in a section that holds another level-1 heading', () => {
    const text = '# 20240517\n\n## 论文阅读\n\n> 组一\n### A Fast Student 2022CVPR\n\n甲。\n\n# 另一个标题\n\n文字。\n';
    expect(outline(insert(text, { theme: '组二' }))).toContain('reading A New Paper 2023ICCV (组二)');
  });

  it('makes a reading in a note that starts with a byte order mark and a section', () => {
    const added = insert('\ufeff## 代码实践\n\n- 一\n', {});
    expect(outline(added)).toContain('reading A New Paper 2023ICCV');
    expect(outline(added)).toContain('section 代码实践');
    expect(added.lastIndexOf('\ufeff')).toBe(0);
  });
});

describe('insertBullet', () => {
  const bullet = (text: string, name = '代码实践', words = '调了学习率') => insertBullet(editable(text), name, words);

  it('goes on with the list at the end of the section', () => {
    expect(bullet(GROUPS)).toBe(`${GROUPS}- 调了学习率\n`);
    const before = '# 20240517\n\n## 代码实践\n\n* 一\n  1. 二\n    - 三\n\n---\n\n## 项目进展\n';
    expect(bullet(before)).toBe(before.replace('三\n', '三\n- 调了学习率\n'));
  });

  it('starts a list behind prose', () => {
    const text = '# 20240517\n\n## 代码实践\n跑了一天。\n\n## 项目进展\n';
    expect(bullet(text)).toBe(text.replace('一天。\n\n', '一天。\n\n- 调了学习率\n\n'));
  });

  it('fills an empty section', () => {
    expect(bullet('# 20240517\n\n## 代码实践\n')).toBe('# 20240517\n\n## 代码实践\n\n- 调了学习率\n');
    expect(bullet('# 20240517\n\n## 代码实践\n\n---\n\n## 项目进展\n')).toBe(
      '# 20240517\n\n## 代码实践\n\n- 调了学习率\n\n---\n\n## 项目进展\n',
    );
  });

  it('makes a missing section at the end of the note', () => {
    expect(bullet(GROUPS, '项目进展')).toBe(`${GROUPS}\n---\n\n## 项目进展\n\n- 调了学习率\n`);
    expect(bullet(newNote('2024-05-17'))).toBe('# 20240517\n\n---\n\n## 代码实践\n\n- 调了学习率\n');
  });

  it('finds a section in other case, width and spaces', () => {
    const text = '# 20240517\n\n## Code  Practice \n\n- one\n';
    expect(bullet(text, 'code practice', 'two')).toBe(`${text}- two\n`);
  });

  it('brings the line break that the note lacks at its end', () => {
    expect(bullet(GROUPS.trimEnd())).toBe(`${GROUPS}- 调了学习率\n`);
    expect(bullet('# 20240517\n\n## 代码实践\n一句')).toBe('# 20240517\n\n## 代码实践\n一句\n\n- 调了学习率\n');
  });

  it('writes the line ends of the note, and several lines as one item', () => {
    const typed = GROUPS.replaceAll('\n', '\r\n');
    expect(bullet(typed, '代码实践', '第一行\n第二行')).toBe(`${typed}- 第一行\r\n  第二行\r\n`);
  });

  it('makes a missing section in a note whose last section holds another level-1 heading', () => {
    const text = '# 20240517\n\n## Mathematics\n\n一句。\n\n# 核方法\n\n又一句。\n';
    expect(outline(bullet(text))).toContain('section 代码实践');
  });
});

describe('replaceSpan', () => {
  const text = '# 20240517\n\n## 论文阅读\n\n### A Fast Student 2022CVPR\n\n甲。\n- 点一\n';
  const spans = blocksOf(text)[2]?.reading?.spans;

  it('replaces a stretch of one block', () => {
    expect(replaceSpan(editable(text), 2, spans?.summary as Span, '乙，\n丙。')).toBe(
      text.replace('甲。', '乙，\n丙。'),
    );
    expect(replaceSpan(editable(text), 2, spans?.keyIdeas[0] as Span, '点二')).toBe(text.replace('点一', '点二'));
    expect(replaceSpan(editable(text), 2, spans?.heading as Span, 'A 2021ICCV')).toBe(
      text.replace('A Fast Student 2022CVPR', 'A 2021ICCV'),
    );
  });

  it("writes the block's own line ends", () => {
    const mixed = text.replace('CVPR\n\n甲。\n', 'CVPR\r\n\r\n甲。\r\n');
    const summary = blocksOf(mixed)[2]?.reading?.spans.summary as Span;
    expect(replaceSpan(editable(mixed), 2, summary, '乙，\n丙。')).toBe(mixed.replace('甲。', '乙，\r\n丙。'));
  });

  it("writes the note's line ends in a block that has none", () => {
    const single = '# 20240517\r\n\r\n## 论文阅读\r\n### A Fast Student 2022CVPR';
    const { heading } = blocksOf(single)[2]?.reading?.spans ?? {};
    expect(replaceSpan(editable(single), 2, heading as Span, 'A 2021ICCV\n乙。')).toBe(
      '# 20240517\r\n\r\n## 论文阅读\r\n### A 2021ICCV\r\n乙。',
    );
  });
});

describe('an edit of any note', () => {
  const PIECES = [
    '# 核方法',
    '## 论文阅读',
    '## 代码实践  ',
    '### A Fast Student 2022CVPR',
    '### A Slow Teacher  2021ICCV ',
    '### 无标签的题目',
    '#### 细节',
    '> 组一',
    '> 第一行\n> 第二行',
    '---',
    '***',
    '```py\n# 代码\n---\n```',
    '$$\na_1 * b\n# 公式\n$$',
    '<!-- 注\n### 不是论文\n-->',
    '- 要点 **白化**',
    '- 要点一\n- 要点二\n  续行\n  - 子要点',
    '1. 第一',
    '正文一句 $a_1$，*2022CVPR DKD* 之外。',
    '**粗体**正文\n第二行',
    '| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |',
    '',
    '',
    '  ',
    '\u3000',
  ];
  const note = (heads: readonly string[], pieces: readonly string[]) =>
    fc
      .tuple(
        fc.constantFrom('', '\ufeff'),
        fc.constantFrom(...heads),
        fc.array(fc.constantFrom(...pieces), { maxLength: 20 }),
        fc.constantFrom('\n', '\n', '\r\n', '\r'),
        fc.infiniteStream(fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 0, 0, 1)),
        fc.boolean(),
      )
      .map(([mark, head, lines, end, odd, cut]) => {
        const ends = odd[Symbol.iterator]();
        const text = `${[head, ...lines].join('\n')}\n`.replaceAll('\n', () =>
          ends.next().value === 0 ? end : end === '\r\n' ? '\n' : '\r\n',
        );
        return mark + (cut ? text.replace(/(?:\r\n|\r|\n)$/, '') : text);
      });
  const HEADS = ['# 20240517', '# 20240517\n\n---\n\n## 论文阅读\n', '# 20240517\n\n## 代码实践\n'];
  const soup = note(HEADS, PIECES);
  const plain = note(
    HEADS,
    PIECES.filter((piece) => !piece.startsWith('# ') && piece !== '## 论文阅读'),
  );
  const reading: fc.Arbitrary<NewReading> = fc.record({
    heading: fc.constant('A New Paper 2023ICCV'),
    theme: fc.constantFrom(undefined, '组一', '第一行\n第二行', '新的一组'),
    summary: fc.constantFrom(undefined, '丙。', '丙一行\n丙二行'),
    keyIdeas: fc.constantFrom([], ['点一'], ['点一', '点二\n续行']),
  });

  it('puts a reading in and leaves every other byte', () => {
    fc.assert(
      fc.property(soup, reading, (text, added) => {
        expect(isInsertion(text, insertReading(editable(text), added))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('puts a bullet in and leaves every other byte', () => {
    fc.assert(
      fc.property(soup, fc.constantFrom('代码实践', '项目进展'), (text, name) => {
        expect(isInsertion(text, insertBullet(editable(text), name, '调了学习率'))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('makes one more reading under its theme, and leaves the others as they were', () => {
    fc.assert(
      fc.property(plain, reading, (text, added) => {
        const before = outline(text).filter((block) => block.startsWith('reading'));
        const after = outline(insertReading(editable(text), added)).filter((block) => block.startsWith('reading'));
        const theme = added.theme === undefined ? '' : ` (${added.theme})`;
        const at = after.indexOf(`reading A New Paper 2023ICCV${theme}`);
        expect(at).not.toBe(-1);
        expect(after.toSpliced(at, 1)).toEqual(before);
      }),
      { numRuns: 500 },
    );
  });

  it('replaces a summary or key idea by a sentence and leaves every other byte and block', () => {
    fc.assert(
      fc.property(soup, fc.nat(), (text, choice) => {
        const blocks = blocksOf(text);
        const spans = blocks.flatMap(({ reading: draft }, index) =>
          [...(draft?.spans.summary === undefined ? [] : [draft.spans.summary]), ...(draft?.spans.keyIdeas ?? [])].map(
            (span) => ({ index, span }),
          ),
        );
        const chosen = spans[choice % Math.max(1, spans.length)];
        fc.pre(chosen !== undefined);
        const { index, span } = chosen;
        const edited = replaceSpan(editable(text), index, span, '改写后的一句话。');
        const offset = textOf(blocks.slice(0, index)).length;
        expect(edited).toBe(`${text.slice(0, offset + span[0])}改写后的一句话。${text.slice(offset + span[1])}`);
        expect(blocksOf(edited).map(({ kind }) => kind)).toEqual(blocks.map(({ kind }) => kind));
        expect(outline(edited).filter((block) => !block.startsWith('prose'))).toEqual(
          outline(text).filter((block) => !block.startsWith('prose')),
        );
      }),
      { numRuns: 500 },
    );
  });
});
