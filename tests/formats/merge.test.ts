import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeUnits, unitsOfLines } from '../../src/formats/merge.ts';

function merge(base: string, ours: string, theirs: string) {
  return mergeUnits(unitsOfLines(base), unitsOfLines(ours), unitsOfLines(theirs));
}

describe('merging two texts that come from one', () => {
  const base = 'a\nb\nc\nd\ne\n';

  it('takes what either side changed, added or removed, next to one another too', () => {
    expect(merge(base, 'a\nB\nc\nd\ne\n', 'a\nb\nC\nd\ne\n')).toEqual({ text: 'a\nB\nC\nd\ne\n', clashes: [] });
    expect(merge(base, 'a\nb\nc\nd\nnew\ne\n', 'a\nc\nd\nE\n').text).toBe('a\nc\nd\nnew\nE\n');
    expect(merge(base, base, 'x\na\nb\n').text).toBe('x\na\nb\n');
  });

  it('keeps what both inserted at one place, and once what both inserted alike', () => {
    expect(merge(base, 'a\nb\nc\nd\ne\nours\n', 'a\nb\nc\nd\ne\ntheirs\n').text).toBe('a\nb\nc\nd\ne\ntheirs\nours\n');
    expect(merge(base, 'new\na\nb\nc\nd\ne\n', 'new\na\nb\nc\nd\ne\n').text).toBe('new\na\nb\nc\nd\ne\n');
  });

  it('reports a line that both changed in another way, with the line of their text', () => {
    expect(merge(base, 'a\nb\nOURS\nd\ne\n', 'new\na\nb\nTHEIRS\nd\ne\n')).toEqual({
      text: 'new\na\nb\nOURS\nd\ne\n',
      clashes: [{ line: 4, base: 'c', ours: 'OURS', theirs: 'THEIRS' }],
    });
    const { clashes } = merge(base, 'a\nb\nOURS\nd\ne\n', 'a\nb\nd\ne\n');
    expect(clashes).toEqual([{ line: 3, base: 'c', ours: 'OURS', theirs: undefined }]);
    expect(merge(base, 'a\nb\nX\nd\ne\n', 'a\nb\nX\nd\ne\n').clashes).toEqual([]);
  });

  it('keeps line ends, takes those that their side changed, and never joins two lines', () => {
    expect(merge('a\r\nb\r\n', 'a\r\nB\r\n', 'A\r\nb\r\n').text).toBe('A\r\nB\r\n');
    expect(merge('a\nb\n', 'a\nB\n', 'a\r\nb\r\n').text).toBe('a\r\nB\r\n');
    expect(merge('a\nb', 'a\nb\nours', 'a\nb\ntheirs').text).toBe('a\nb\ntheirs\nours');
  });

  it('gives the side that changed where the other did not', () => {
    const text = fc
      .array(fc.constantFrom('', 'a', 'b', 'c', '---', '> q', '### h'), { maxLength: 12 })
      .chain((lines) => fc.constantFrom('\n', '\r\n').map((end) => lines.map((line) => line + end).join('')));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(merge(one, one, other)).toEqual({ text: other, clashes: [] });
        expect(merge(one, other, one)).toEqual({ text: other, clashes: [] });
        expect(merge(one, other, other)).toEqual({ text: other, clashes: [] });
      }),
    );
  });
});
