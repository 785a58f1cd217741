import stringWidth from 'fast-string-width';
import { describe, expect, it } from 'vitest';
import { wrapped } from '../../src/cli/wrap.ts';

describe('wrapped', () => {
  it.each([
    ['between words', 'one two three four', 10, 'one two\nthree four'],
    ['between Chinese characters, with the indent', '  蒸馏的温度越高越软', 10, '  蒸馏的温\n  度越高越\n  软'],
    ['between Chinese and a Latin word', '使用batch norm去相关', 14, '使用batch norm\n去相关'],
    ['where a Latin word would be cut', '我们使用batch', 10, '我们使用\nbatch'],
    ['not behind an opening mark', '证据有白的“白化”', 12, '证据有白的\n“白化”'],
    ['not before a closing mark', '一共五个字。完', 10, '一共五个\n字。完'],
    ['under the text behind a name', '  origin    One Two Three', 24, '  origin    One Two\n            Three'],
    ['not in a word with other letters', 'abcdefg Привет Größen', 12, 'abcdefg\nПривет\nGrößen'],
    ['in a word of more than a line', 'abcdefghijkl', 5, 'abcde\nfghij\nkl'],
    ['not at all where it fits', 'one two\n\nthree', 7, 'one two\n\nthree'],
  ])('breaks %s', async (_, text, columns, lines) => {
    expect(await wrapped(text, columns)).toBe(lines);
  });

  it('counts style codes for nothing and cuts none', async () => {
    const bold = '\u001b[1m白化的特征\u001b[22m)和其他';
    const lines = (await wrapped(bold, 10)).split('\n');
    expect(lines.join('')).toBe(bold);
    expect(lines.map((line) => stringWidth(line)).every((width) => width <= 10)).toBe(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character starts a style code.
    expect(lines.join('\n').match(/\u001b\[\d+m/g)).toHaveLength(2);
  });

  it('loses no character and keeps to the width', async () => {
    const text = '用LogSum函数（soft maximum）弥合师生差距，见 “The Role of the Projector” 一文：😀😀。';
    for (let columns = 6; columns < 60; columns += 1) {
      const lines = (await wrapped(text, columns)).split('\n');
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(Math.max(columns, 2));
    }
  });
});
