import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countLineEnds, isSkeleton, linesOf, textOf, unquote } from '../../src/domain/week.ts';

describe('textOf', () => {
  it('joins the sources of the blocks', () => {
    expect(textOf([{ source: '# 20240517\r\n' }, { source: '' }, { source: '---' }])).toBe('# 20240517\r\n---');
    expect(textOf([])).toBe('');
  });
});

describe('countLineEnds', () => {
  it('counts CRLF once, and LF and CR', () => {
    expect(countLineEnds('a\r\nb\nc\rd')).toBe(3);
    expect(countLineEnds('')).toBe(0);
    expect(countLineEnds('\r\r\n\n')).toBe(3);
  });
});

describe('linesOf', () => {
  it('gives the line on which each block begins', () => {
    expect(linesOf([{ source: 'a\n\n' }, { source: 'b\r\nc\r' }, { source: 'd' }])).toEqual([1, 3, 5]);
  });

  it('agrees with counting the lines of all text before a block', () => {
    const source = fc.array(fc.constantFrom('a\n', '\n', 'b\r\n', '蒸\r')).map((lines) => lines.join('x'));
    fc.assert(
      fc.property(fc.array(source), (sources) => {
        const ended = sources.map((text) => ({ source: `${text}.\n` }));
        const expected = ended.map((_, index) => textOf(ended.slice(0, index)).split(/\r\n|\r|\n/).length);
        expect(linesOf(ended)).toEqual(expected);
      }),
    );
  });
});

describe('isSkeleton', () => {
  it('is a week of headings and rules only', () => {
    expect(isSkeleton([{ kind: 'title' }, { kind: 'rule' }, { kind: 'section' }])).toBe(true);
    expect(isSkeleton([])).toBe(true);
  });

  it.each(['reading', 'prose'] as const)('is no week with a %s', (kind) => {
    expect(isSkeleton([{ kind: 'title' }, { kind }])).toBe(false);
  });
});

describe('unquote', () => {
  it('takes the quote marks off every line', () => {
    expect(unquote('> 第一行  \r\n>第二行\n')).toBe('第一行\n第二行');
    expect(unquote('   >  缩进')).toBe('缩进');
  });

  it('leaves marks inside a line', () => {
    expect(unquote('> a > b')).toBe('a > b');
  });
});
