import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockDraft, type Span, textOf } from '../../src/domain/week.ts';
import { FormatError } from '../../src/formats/format.ts';
import { isReadingSection } from '../../src/formats/reading-section.ts';
import { type ReadOptions, readWeeklyNote, type WeeklyNote } from '../../src/formats/weekly-note.ts';
import { english } from '../helpers/english.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

type Options = Omit<Partial<ReadOptions>, 'venues'>;

function read(text: string, options: Options = {}): WeeklyNote {
  return readWeeklyNote(text, { venues: VENUE_TABLE, ...options });
}

function blocksOf(text: string, options: Options = {}): readonly BlockDraft[] {
  return read(text, options).weeks.flatMap(({ blocks }) => blocks);
}

/** The blocks as kind and words: of a reading its title. */
function outline(text: string, options: Options = {}): string[] {
  return blocksOf(text, options).map(({ kind, text: words, reading }) =>
    `${kind} ${reading?.heading.title ?? words}`.trim(),
  );
}

/** The parts of each reading, as text. */
function readings(text: string, options: Options = {}) {
  const blocks = blocksOf(text, options);
  return blocks.flatMap(({ source, reading }) => {
    if (reading === undefined) return [];
    const { heading, summary, keyIdeas, remarks } = reading.spans;
    const cut = (span: Span) => source.slice(...span);
    return {
      heading: cut(heading),
      summary: summary && cut(summary),
      keyIdeas: keyIdeas.map(cut),
      remarks: remarks.map(cut),
      theme: reading.theme === undefined ? undefined : blocks[reading.theme]?.text,
    };
  });
}

function failure(text: string, options: Options = {}): FormatError {
  try {
    read(text, options);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('nothing was refused');
}

/** A note with this reading section, and its first line of it on line 4. */
const note = (section: string) => `# 20240517\n\n## 论文阅读\n${section}`;
const A = '### A Fast Student 2022CVPR\n';
const B = '### A Slow Teacher 2021ICCV\n';
const C = '### A Third Way 2020ECCV\n';

describe('isReadingSection', () => {
  it.each([
    '论文阅读',
    '论文阅读  ',
    '一、论文阅读',
    '1. 文献阅读',
    '（论文阅读）',
    '文献阅读',
    '本周论文',
    'Paper Reading',
    'paper-reading',
    'PAPERS',
    'Literature Reading',
  ])('takes "%s"', (name) => {
    expect(isReadingSection(name)).toBe(true);
  });

  it.each(['代码实践', '项目进展', '论文写作', '论文阅读计划', 'Summary', 'Mathematics', ''])('leaves "%s"', (name) => {
    expect(isReadingSection(name)).toBe(false);
  });
});

describe('readWeeklyNote', () => {
  describe('the skeleton', () => {
    const text = `# 20240517

开头一句。

---

## 论文阅读  

> 关于学生的一组
${A}
一段摘要。

- 要点一
- 要点二

---

## 代码实践

- 跑通了基线

## 项目进展
`;

    it('is title, sections, rules, themes, readings and prose', () => {
      expect(outline(text)).toEqual([
        'title 20240517',
        'prose 开头一句。',
        'rule',
        'section 论文阅读',
        'theme 关于学生的一组',
        'reading A Fast Student',
        'rule',
        'section 代码实践',
        'prose - 跑通了基线',
        'section 项目进展',
      ]);
      expect(read(text).weeks.map(({ date }) => date)).toEqual(['2024-05-17']);
      expect(read(text).doubts).toEqual([]);
    });

    it('has the parts of a reading as spans of its source', () => {
      expect(readings(text)).toEqual([
        {
          heading: 'A Fast Student 2022CVPR',
          summary: '一段摘要。',
          keyIdeas: ['要点一', '要点二'],
          remarks: [],
          theme: '关于学生的一组',
        },
      ]);
    });

    it('gives trailing blank lines to the block before', () => {
      const sources = blocksOf(text).map(({ source }) => source);
      expect(sources.slice(0, 3)).toEqual(['# 20240517\n\n', '开头一句。\n\n', '---\n\n']);
      expect(sources.every((source) => /^\S/.test(source))).toBe(true);
    });

    it('keeps a section of unknown name, and makes no papers there', () => {
      const other = `# 20240517\n\n## 实验杂记\n\n${A}\n正文。\n\n> 引用\n`;
      expect(outline(other)).toEqual(['title 20240517', 'section 实验杂记', `prose ${A}\n正文。\n\n> 引用`]);
    });

    it('keeps text under the section heading as prose', () => {
      expect(outline(note(`\n随便写几句。\n\n${A}`))).toContain('prose 随便写几句。');
    });

    it('needs neither rules nor blank lines', () => {
      expect(outline(`# 20240517\n## 论文阅读\n${A}## 代码实践\n一句`)).toEqual([
        'title 20240517',
        'section 论文阅读',
        'reading A Fast Student',
        'section 代码实践',
        'prose 一句',
      ]);
    });
  });

  describe('papers', () => {
    it('are made without a tag as well, with a doubt at their line', () => {
      const { doubts } = read(note(`${A}### An Untagged Paper\n`));
      expect(english(doubts)).toEqual([{ line: 5, message: 'no venue and year at the end of the title' }]);
      expect(outline(note(`${A}### An Untagged Paper\n`))).toContain('reading An Untagged Paper');
    });

    it('have an empty body, or bullets only', () => {
      expect(readings(note(`${A}\n${B}- 一\n- 二\n`))).toMatchObject([
        { summary: undefined, keyIdeas: [] },
        { summary: undefined, keyIdeas: ['一', '二'] },
      ]);
    });

    it('take deeper headings into their body', () => {
      const text = note(`${A}一段。\n\n#### 方法 2022CVPR\n\n细节。\n\n${B}`);
      expect(outline(text)).toEqual([
        'title 20240517',
        'section 论文阅读',
        'reading A Fast Student',
        'reading A Slow Teacher',
      ]);
      expect(readings(text)[0]?.summary).toBe('一段。');
    });

    it('stand at the level of the first of them; a higher heading is a theme', () => {
      const text = note(
        '### 第一组\n#### A Fast Student 2022CVPR\n##### 细节\n### 第二组\n#### A Slow Teacher 2021ICCV\n',
      );
      expect(outline(text).slice(2)).toEqual([
        'theme 第一组',
        'reading A Fast Student',
        'theme 第二组',
        'reading A Slow Teacher',
      ]);
      expect(readings(text).map(({ theme }) => theme)).toEqual(['第一组', '第二组']);
    });

    it('name the day of the earlier week that a back-reference means', () => {
      const refersTo = (text: string) => blocksOf(text).flatMap(({ reading }) => reading?.refersTo ?? []);
      expect(refersTo(note('### A Fast Student 2022CVPR-0322\n'))).toEqual(['2024-03-22']);
      expect(refersTo('# 20240105\n## 论文阅读\n### A Fast Student 2022CVPR-1222\n')).toEqual(['2023-12-22']);
    });

    it('are not made by headings inside fences, formulas and comments', () => {
      const inside = `\n\`\`\`python\n${B}# 20240524\n---\n\`\`\`\n$$\n${B}$$\n<!--\n${B}-->\n`;
      expect(outline(note(A + inside)).slice(2)).toEqual(['reading A Fast Student']);
    });

    it('are made behind a fence, formula or comment that is never closed', () => {
      for (const mark of ['```', '$$', '<!--']) {
        expect(outline(note(`${A}${mark}\n\n${B}`)).slice(2)).toEqual([
          'reading A Fast Student',
          'reading A Slow Teacher',
        ]);
      }
    });

    it('are made between two fences, of which the first opens behind a bullet', () => {
      const text = note(`${A}- \`\`\`\n  x = 1\n  \`\`\`\n\n${B}\n\`\`\`\ny = 2\n\`\`\`\n`);
      expect(outline(text).slice(2)).toEqual(['reading A Fast Student', 'reading A Slow Teacher']);
    });
  });

  describe('theme or remark', () => {
    it('takes a quote before the first paper as a theme, with or without a blank line below', () => {
      expect(outline(note(`> 一组\n${A}`))[2]).toBe('theme 一组');
      expect(outline(note(`\n> 一组\n\n${A}`))[2]).toBe('theme 一组');
      expect(read(note(`\n> 一组\n\n${A}`)).doubts).toEqual([]);
    });

    it('takes a quote behind a rule as a theme', () => {
      const text = note(`${A}正文。\n\n---\n\n> 二组\n\n${B}`);
      expect(readings(text).map(({ theme }) => theme)).toEqual([undefined, '二组']);
      expect(read(text).doubts).toEqual([]);
    });

    it('takes all lines of one quote as one theme', () => {
      const text = note(`> 第一行\n>第二行  \n${A}`);
      expect(outline(text)[2]).toBe('theme 第一行\n第二行');
    });

    it('takes two quotes with a blank line between them before a paper as two themes', () => {
      const text = note(`> 一组\n\n> 小组\n${A}`);
      expect(outline(text).slice(2)).toEqual(['theme 一组', 'theme 小组', 'reading A Fast Student']);
      expect(readings(text)[0]?.theme).toBe('小组');
    });

    it('takes a quote directly on the next paper as a theme without doubt where no quote must be a remark', () => {
      const text = note(`> 一组\n${A}正文。\n\n> 二组\n${B}正文。\n\n> 三组\n${C}`);
      expect(readings(text).map(({ theme }) => theme)).toEqual(['一组', '二组', '三组']);
      expect(readings(text).flatMap(({ remarks }) => remarks)).toEqual([]);
      expect(read(text).doubts).toEqual([]);
    });

    it.each([
      ['a blank line and the next paper', `\n${B}`],
      ['a rule', `---\n\n${B}`],
      ['a blank line and a rule', `\n---\n\n${B}`],
      ['more text', `又一段。\n\n${B}`],
      ['the end of the section', '\n## 代码实践\n'],
      ['the end of the file', ''],
    ])('takes a quote behind a body as a remark where %s follows', (_, after) => {
      const text = note(`${A}正文。\n\n> 很好\n> 值得再读\n${after}`);
      expect(readings(text)[0]).toMatchObject({ summary: '正文。', remarks: ['> 很好\n> 值得再读'] });
      expect(outline(text).filter((block) => block.startsWith('theme'))).toEqual([]);
      expect(read(text).doubts).toEqual([]);
    });

    it('takes a quote that stands on its paper as a remark', () => {
      expect(readings(note(`${A}> 很好\n\n正文。\n\n${B}`))[0]).toMatchObject({
        summary: '正文。',
        remarks: ['> 很好'],
      });
    });

    it('takes several remarks on one paper, with text between them', () => {
      const text = note(`${A}> 一\n\n正文。\n\n> 二\n\n- 要点\n\n> 三\n`);
      expect(readings(text)[0]).toMatchObject({
        summary: '正文。',
        keyIdeas: ['要点'],
        remarks: ['> 一', '> 二', '> 三'],
      });
    });

    it('takes a quote that could be either as a remark, with one doubt, where another must be one', () => {
      const text = note(`${A}正文。\n\n> 只能是评论\n\n${B}正文。\n\n> 两可的一句\n${C}`);
      expect(readings(text).map(({ remarks }) => remarks)).toEqual([['> 只能是评论'], ['> 两可的一句'], []]);
      expect(readings(text).map(({ theme }) => theme)).toEqual([undefined, undefined, undefined]);
      expect(english(read(text).doubts)).toEqual([
        {
          line: 12,
          message: 'this quote is read as a remark on "A Slow Teacher"',
          other: 'a theme over "A Third Way": kd week decide 2024-05-17 12 theme',
        },
      ]);
    });

    it('does so before the quote that must be a remark as well', () => {
      const text = note(`${A}正文。\n\n> 两可的一句\n${B}正文。\n\n> 只能是评论\n`);
      expect(readings(text).map(({ remarks }) => remarks)).toEqual([['> 两可的一句'], ['> 只能是评论']]);
      expect(read(text).doubts.map(({ line }) => line)).toEqual([7]);
    });

    it('takes the quote as the user chose, without doubt', () => {
      const text = note(`${A}正文。\n\n> 只能是评论\n\n${B}正文。\n\n> 两可的一句\n${C}`);
      const asTheme = { choices: new Map([['两可的一句', 'theme' as const]]) };
      expect(readings(text, asTheme).map(({ theme }) => theme)).toEqual([undefined, undefined, '两可的一句']);
      expect(read(text, asTheme).doubts).toEqual([]);
      const asRemark = { choices: new Map([['二组', 'remark' as const]]) };
      const themed = note(`${A}正文。\n\n> 二组\n${B}`);
      expect(readings(themed, asRemark).map(({ remarks }) => remarks)).toEqual([['> 二组'], []]);
      expect(read(themed, asRemark).doubts).toEqual([]);
    });

    it('ends a theme at the next theme, a rule or a section', () => {
      const text = note(`> 一组\n${A}\n${B}\n---\n\n${C}`);
      expect(readings(text).map(({ theme }) => theme)).toEqual(['一组', '一组', undefined]);
    });

    it('takes a plain paragraph between a rule and a paper as a theme', () => {
      for (const gap of ['', '\n']) {
        const text = note(`${A}正文。\n\n---\n${gap}这一组谈教师\n${gap}${B}`);
        expect(readings(text).map(({ theme }) => theme)).toEqual([undefined, '这一组谈教师']);
        expect(outline(text)).toContain('theme 这一组谈教师');
      }
    });

    it.each([
      ['directly under the section', `\n这一组谈教师\n\n${A}`],
      ['behind another paragraph', `\n---\n\n前一段。\n\n这一组谈教师\n\n${A}`],
      ['before another paragraph', `\n---\n\n这一组谈教师\n\n后一段。\n\n${A}`],
      ['without a paper behind it', '\n---\n\n这一组谈教师\n\n## 代码实践\n'],
      ['as a list', `\n---\n\n- 这一组谈教师\n\n${A}`],
    ])('takes a plain paragraph as prose: %s', (_, section) => {
      const kinds = outline(note(section)).filter((block) => block.includes('这一组谈教师'));
      expect(kinds).toHaveLength(1);
      expect(kinds[0]).toMatch(/^prose/);
    });
  });

  describe('shared text', () => {
    const shared = (section: string) => blocksOf(note(section)).flatMap(({ reading }) => reading?.sharesText ?? []);

    it('is that of headings on adjoining lines', () => {
      expect(shared(`${A}${B}两篇一起说。\n\n${C}`)).toEqual([true, false, false]);
      expect(shared(`${A}${B}${C}三篇一起说。\n`)).toEqual([true, true, false]);
    });

    it('stays in the block of the last heading', () => {
      expect(blocksOf(note(`${A}${B}两篇一起说。\n`)).map(({ source }) => source)).toEqual([
        '# 20240517\n\n',
        '## 论文阅读\n',
        A,
        `${B}两篇一起说。\n`,
      ]);
    });

    it('is none where a blank line stands between', () => {
      expect(shared(`${A}\n${B}正文。\n`)).toEqual([false, false]);
    });

    it('is none where either is a back-reference', () => {
      const back = '### A Third Way 2020ECCV-0322\n';
      expect(shared(`${back}${A}正文。\n`)).toEqual([false, false]);
      expect(shared(`${A}${back}\n`)).toEqual([false, false]);
      expect(shared(`${back}${back}`)).toEqual([false, false]);
    });

    it('is none at the end of a section', () => {
      expect(shared(`${A}## 代码实践\n`)).toEqual([false]);
    });
  });

  describe('level-1 headings', () => {
    it('start another week where they are dates', () => {
      const second = `# 2024-05-24\n\n## 论文阅读\n\n${B}`;
      const { weeks, doubts } = read(note(`${A}\n`) + second);
      expect(weeks.map(({ date }) => date)).toEqual(['2024-05-17', '2024-05-24']);
      expect(weeks.map(({ blocks }) => textOf(blocks))).toEqual([note(`${A}\n`), second]);
      expect(doubts).toEqual([]);
    });

    it('belong, with all after them, to the section they stand in where they are not', () => {
      const rest = `# 核方法\n\n## 小节\n\n---\n\n${A}`;
      expect(outline(`# 20240517\n\n## Mathematics\n\n${rest}`)).toEqual([
        'title 20240517',
        'section Mathematics',
        `prose ${rest.trim()}`,
      ]);
    });

    it('make no papers behind them in the reading section', () => {
      expect(outline(note(`${A}\n# 另一个标题\n\n${B}`)).slice(2)).toEqual([
        'reading A Fast Student',
        `prose # 另一个标题\n\n${B.trim()}`,
      ]);
    });
  });

  describe('the date', () => {
    it.each(['20240517', '2024-05-17', '2024.05.17', '2024/05/17', '2024年5月17日', '周报 20240517 第二十周'])(
      'is read from the heading "%s"',
      (heading) => {
        expect(read(`# ${heading}\n`).weeks.map(({ date }) => date)).toEqual(['2024-05-17']);
      },
    );

    it('is refused where the calendar has no such day, with its line', () => {
      const error = failure('\n\n# 20240230\n\n## 论文阅读\n', { fileName: '20240229.md' });
      expect(error).toMatchObject({ line: 3, message: '"20240230" is no day of the calendar' });
    });

    it('is taken from the file name where the heading has none, with a doubt', () => {
      for (const text of ['## 论文阅读\n', '# 周报\n\n## 论文阅读\n']) {
        const { weeks, doubts } = read(text, { fileName: '20240517.md' });
        expect(weeks.map(({ date }) => date)).toEqual(['2024-05-17']);
        expect(english(doubts)).toEqual([
          { line: 1, message: "no date in the heading: 2024-05-17 is taken from the file's name" },
        ]);
      }
    });

    it('is that of the heading where the file name has another, with a doubt', () => {
      const { weeks, doubts } = read('\n# 20240315\n', { fileName: '20240314.md' });
      expect(weeks.map(({ date }) => date)).toEqual(['2024-03-15']);
      expect(english(doubts)).toEqual([
        {
          line: 2,
          message: "the heading says 2024-03-15, the file's name 2024-03-14; the heading is taken",
          other: '2024-03-14',
        },
      ]);
    });

    it('is in no doubt where both agree, or the file name has none', () => {
      expect(read('# 20240517\n', { fileName: '2024-05-17.md' }).doubts).toEqual([]);
      expect(read('# 20240517\n', { fileName: 'note.md' }).doubts).toEqual([]);
    });

    it.each([
      ['', undefined],
      ['随便一句。\n', '20240517.md'],
      ['## 论文阅读\n', undefined],
      ['# 周报\n\n## 论文阅读\n', 'note.md'],
      ['```\n# 20240517\n```\n', undefined],
    ])('is missed in %j (file name %s), and the text is refused', (text, fileName) => {
      const error = failure(text, { fileName });
      expect(error.message).toMatch(/^not a weekly note/);
      expect(error.line).toBe(1);
      expect(english(error.hint)).toContain('# 20240517');
    });
  });

  describe('bytes', () => {
    const text = `# 20240517\n\n## 论文阅读\n\n> 一组\n${A}\n正文**白化**。\n- 要点一\n  续行\n- 要点二\n\n> 评论\n> 第二行\n\n${B}`;

    it.each([
      ['\n', ''],
      ['\r\n', ''],
      ['\r', ''],
      ['\n', '\ufeff'],
      ['\r\n', '\ufeff'],
    ])('with line ends %j behind %j read the same', (end, mark) => {
      const typed = mark + text.replaceAll('\n', end);
      expect(outline(typed)).toEqual(outline(text));
      expect(textOf(blocksOf(typed))).toBe(typed);
      expect(readings(typed)).toEqual([
        {
          heading: 'A Fast Student 2022CVPR',
          summary: '正文**白化**。',
          keyIdeas: [`要点一${end}  续行`, '要点二'],
          remarks: [`> 评论${end}> 第二行`],
          theme: '一组',
        },
        { heading: 'A Slow Teacher 2021ICCV', summary: undefined, keyIdeas: [], remarks: [], theme: '一组' },
      ]);
    });

    it('need no line end at the end of the file', () => {
      for (const last of ['# 20240517', note(A).trimEnd(), note(`${A}正文。`), note(`${A}- 要点`), note('> 一组')]) {
        expect(textOf(blocksOf(last))).toBe(last);
      }
      expect(readings(note(A).trimEnd())[0]?.heading).toBe('A Fast Student 2022CVPR');
      expect(readings(note(`${A}- 要点`))[0]?.keyIdeas).toEqual(['要点']);
    });

    it('before the first heading belong to the first block', () => {
      expect(blocksOf('\ufeff \n\n# 20240517\n')[0]).toMatchObject({
        kind: 'title',
        source: '\ufeff \n\n# 20240517\n',
      });
    });

    const LINES = [
      '# 20240524',
      '# 核方法',
      '## 论文阅读',
      '## 代码实践  ',
      '### A Fast Student 2022CVPR',
      '### A Slow Teacher  2021ICCV-0315 ',
      '### 无标签的题目',
      '###',
      '#### 细节',
      '> 一句引用',
      '>',
      '  > 缩进的引用',
      '---',
      '- - -  ',
      '***',
      '```',
      '~~~ js',
      '$$',
      '$$ x_1',
      '<!--',
      '-->',
      '- 要点 **白化**',
      '  - 子要点',
      '1. 第一',
      '正文一句 $a_1$。',
      '*2022CVPR DKD* 之外',
      '| 甲 | 乙 |',
      '====',
      '',
      '',
      '   ',
      '\t',
      '\u3000',
      '\ufeff',
      '\u2028',
    ];
    const soup = fc
      .tuple(
        fc.constantFrom('', '\ufeff', '\n', ' \r\n'),
        fc.array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\n', '\r\n', '\r')), { maxLength: 30 }),
        fc.boolean(),
        fc.constantFrom('# 20240517\n\n## 论文阅读\n', '## 论文阅读\r\n', '# 20240517\n', '# 20240517\r## 项目进展\r'),
      )
      .map(([before, lines, cut, head]) => {
        const joined = before + head + lines.map(([line, end]) => line + end).join('');
        return cut ? joined.replace(/(?:\r\n|\r|\n)$/, '') : joined;
      });

    it('of any note survive', () => {
      fc.assert(
        fc.property(soup, (text) => {
          expect(textOf(blocksOf(text, { fileName: '20240517.md' }))).toBe(text);
        }),
        { numRuns: 1000 },
      );
    });

    it('of any note hold each span, and each doubt has its line', () => {
      fc.assert(
        fc.property(soup, (text) => {
          const { weeks, doubts } = read(text, { fileName: '20240517.md' });
          const lines = text.split(/\r\n|\r|\n/).length;
          for (const { line } of doubts) expect(line >= 1 && line <= lines).toBe(true);
          for (const { source, reading } of weeks.flatMap(({ blocks }) => blocks)) {
            if (reading === undefined) continue;
            const { heading, summary, keyIdeas, remarks, bold, mentions } = reading.spans;
            const parts = [...(summary === undefined ? [] : [summary]), ...keyIdeas, ...remarks];
            for (const [start, end] of [heading, ...parts, ...bold, ...mentions]) {
              expect(start <= end && end <= source.length).toBe(true);
            }
            for (const [start, end] of parts) expect(source.slice(start, end).trim()).not.toBe('');
            for (const [start, end] of remarks) expect(source.slice(start, end).trimStart()).toMatch(/^>/);
            for (const [start] of parts) expect(start).toBeGreaterThanOrEqual(heading[1]);
          }
        }),
        { numRuns: 300 },
      );
    });
  });
});
