import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/formats/pieces.ts';
import { sourceOf } from '../helpers/papers.ts';

describe('linesOf', () => {
  it('ends lines in LF, CRLF and CR', () => {
    const lines = [...linesOf(['a\r', '\nb\rc', '\n\r', 'd'])];
    expect(lines.map(({ number, text }) => [number, text])).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, ''],
      [5, 'd'],
    ]);
  });

  it('gives the same lines for pieces of any length', () => {
    const text = fc.array(fc.constantFrom('\r', '\n', 'a', ' ', '\u2028')).map((characters) => characters.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (all, length) => {
        const expected = all.split(/\r\n|\r|\n/);
        if (expected.at(-1) === '') expected.pop();
        expect([...linesOf(sourceOf(all, length).pieces())].map((line) => line.text)).toEqual(expected);
      }),
    );
  });
});
