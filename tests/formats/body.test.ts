import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../../src/domain/week.ts';
import { readBody } from '../../src/formats/body.ts';

/** The parts of a body as text. */
function parts(text: string) {
  const { summary, keyIdeas, bold, mentions } = readBody(text, 0, text.length);
  const cut = (span: Span) => text.slice(...span);
  return {
    summary: summary && cut(summary),
    keyIdeas: keyIdeas.map(cut),
    bold: bold.map(cut),
    mentions: mentions.map(cut),
  };
}

describe('readBody', () => {
  it('takes a plain paragraph as the summary', () => {
    expect(parts('\n\n学生模仿教师的特征。\n\n')).toEqual({
      summary: '学生模仿教师的特征。',
      keyIdeas: [],
      bold: [],
      mentions: [],
    });
  });

  it('has no parts in blank text', () => {
    expect(parts(' \n\t\n')).toEqual({ summary: undefined, keyIdeas: [], bold: [], mentions: [] });
  });

  it('takes paragraphs and then bullets', () => {
    expect(parts('第一段。\n\n第二段。\n\n- 要点一\n- 要点二\n')).toMatchObject({
      summary: '第一段。\n\n第二段。',
      keyIdeas: ['要点一', '要点二'],
    });
  });

  it('takes bullets directly under a paragraph', () => {
    expect(parts('一段。\n- 要点一\n- 要点二')).toMatchObject({ summary: '一段。', keyIdeas: ['要点一', '要点二'] });
  });

  it('takes bullets only', () => {
    expect(parts('- 要点一\n- 要点二')).toMatchObject({ summary: undefined, keyIdeas: ['要点一', '要点二'] });
  });

  it.each(['*', '+', '-', '1.', '2)'])('takes "%s" as the mark of an item', (mark) => {
    expect(parts(`一段。\n\n${mark} 要点`)).toMatchObject({ summary: '一段。', keyIdeas: ['要点'] });
  });

  it('keeps the lines of an item together, with those nested in it', () => {
    expect(parts('- 要点一\n  接着写\n  - 细节\n- 要点二')).toMatchObject({
      keyIdeas: ['要点一\n  接着写\n  - 细节', '要点二'],
    });
  });

  it('ends the summary at a list or a heading', () => {
    expect(parts('一段。\n\n- 要点\n\n又一段。')).toMatchObject({ summary: '一段。', keyIdeas: ['要点'] });
    expect(parts('一段。\n\n#### 细节\n\n又一段。')).toMatchObject({ summary: '一段。' });
  });

  it('takes formulas, tables and code into the summary', () => {
    expect(parts('**一段**\n\n$$\na_1 * b\n$$\n\n```\n- x\n```\n\n- 要点')).toMatchObject({
      summary: '**一段**\n\n$$\na_1 * b\n$$\n\n```\n- x\n```',
      keyIdeas: ['要点'],
      bold: ['一段'],
    });
  });

  it('reads a stretch of a longer text, with offsets in that text', () => {
    const source = '### A 2022CVPR\n一段**白化**。\n- 要点\n> 引用';
    const start = source.indexOf('\n') + 1;
    const { summary, keyIdeas, bold } = readBody(source, start, source.indexOf('>'));
    expect([summary, ...keyIdeas, ...bold].map((span) => source.slice(...(span as Span)))).toEqual([
      '一段**白化**。',
      '要点',
      '白化',
    ]);
  });

  describe('bold phrases', () => {
    it.each([
      ['使用**KL散度。**然后计算', ['KL散度。']],
      ['先**白化**再投影', ['白化']],
      ['采用**“软标签”**监督', ['“软标签”']],
      ['即**特征（feature）**的距离', ['特征（feature）']],
      ['__投影层__ 和**温度**', ['投影层', '温度']],
      ['***又粗又斜***', ['又粗又斜']],
      ['- **要点**：很多', ['要点']],
    ])('are found in "%s"', (text, bold) => {
      expect(parts(text)).toMatchObject({ bold, mentions: [] });
    });

    it('are no emphasised words', () => {
      expect(parts('这是*斜体*。')).toMatchObject({ bold: [], mentions: [] });
    });

    it.each(['2 * 3 * 4', 'a_b_c', '\\*\\*不是\\*\\*', '`**代码**`', '**没有结束'])('are not in "%s"', (text) => {
      expect(parts(text)).toMatchObject({ bold: [] });
    });
  });

  describe('mentions of other papers', () => {
    it.each([
      ['比*2022CVPR DKD*更快', '2022CVPR DKD'],
      ['比***2023CVPR DOT***更快', '2023CVPR DOT'],
      ['比**2022ICLR BINGO**更快', '2022ICLR BINGO'],
      ['比*A Fast Student 2019ICCV*更快', 'A Fast Student 2019ICCV'],
      ['比*A Fast Student CVPR 2020*更快', 'A Fast Student CVPR 2020'],
    ])('are found in "%s" and are not bold', (text, mention) => {
      expect(parts(text)).toMatchObject({ bold: [], mentions: [mention] });
    });
  });

  describe('formulas', () => {
    it.each(['距离$a_1 * b_2 * c$很小', '设 $x_{i}$ 与 $y_{i}$', '$$\na_1 ** b ** c\n$$', '$$ x * y * z $$'])(
      'are no emphasis: "%s"',
      (text) => {
        expect(parts(text)).toEqual({ summary: text, keyIdeas: [], bold: [], mentions: [] });
      },
    );

    it('leave the offsets of what stands around them', () => {
      expect(parts('$N^2k^2$ 与**白化** $a_*$ 和**投影**')).toMatchObject({ bold: ['白化', '投影'] });
    });

    it('do not run over the end of a line', () => {
      const text = '一份$5起\n- 第二份$3起\n- 第三份';
      expect(parts(text).keyIdeas).toEqual(['第二份$3起', '第三份']);
    });
  });

  it('reads LF and CR alike', () => {
    const line = fc.constantFrom(
      '一段**白化**。',
      '- 要点 *2022CVPR DKD*',
      '  续行',
      '',
      '#### 细节',
      '值 $a_1$ 起',
      '一份$5',
      '$$',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const text = lines.join('\n');
        expect(readBody(text.replaceAll('\n', '\r'), 0, text.length)).toEqual(readBody(text, 0, text.length));
      }),
    );
  });

  it('gives spans inside the stretch, without surrounding spaces', () => {
    const unit = fc.constantFrom(
      '**',
      '*',
      '_',
      '$',
      '- ',
      '# ',
      '> ',
      '`',
      '\n',
      '\r\n',
      ' ',
      '蒸馏',
      'KD',
      '2022CVPR',
      '。',
      '[',
      '](',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 24 }), fc.nat(3), (units, start) => {
        const text = 'xxx'.slice(0, start) + units.join('');
        const { summary, keyIdeas, bold, mentions } = readBody(text, start, text.length);
        for (const [from, to] of [...(summary === undefined ? [] : [summary]), ...keyIdeas, ...bold, ...mentions]) {
          expect(start <= from && from <= to && to <= text.length).toBe(true);
          expect(text.slice(from, to)).toBe(text.slice(from, to).trim());
        }
      }),
    );
  });
});

describe('a body that no person wrote', () => {
  it.each([
    ['long', `- a ${'b '.repeat(30_000)}`],
    ['of thousands of items', '- a\n'.repeat(5_000)],
    ['of thousands of comments that are left open', `- ${'<!--'.repeat(2_000)}`],
    ['of thousands of links that are left open', `- ${'[a]('.repeat(2_000)}`],
  ])('%s is a summary as a whole', (_, source) => {
    expect(readBody(source, 0, source.length)).toEqual({
      summary: [0, source.trimEnd().length],
      keyIdeas: [],
      bold: [],
      mentions: [],
    });
  });
});
