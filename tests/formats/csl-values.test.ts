import { describe, expect, it } from 'vitest';
import { dateOf, joinTexts, textsOf } from '../../src/formats/csl-values.ts';

describe('dateOf', () => {
  it.each([
    ['2024', [2024]],
    ['2024-05', [2024, 5]],
    ['2024/05/17', [2024, 5, 17]],
    ['2024.5.17', [2024, 5, 17]],
    ['2024-05-17T08:00:00Z', [2024, 5, 17]],
    ['2024-00-00 2024', [2024]],
    ['2024-05~', [2024, 5]],
    ['2024年5月17日', [2024, 5, 17]],
    ['2024年', [2024]],
    ['May 2024', [2024, 5]],
    ['Sept. 2024', [2024, 9]],
    ['May 17, 2024', [2024, 5, 17]],
    ['17 May 2024', [2024, 5, 17]],
    ['2024 May 17', [2024, 5, 17]],
    ['5/17/2024', [2024, 5, 17]],
    ['1/31/2024', [2024, 1, 31]],
    ['31/1/2024', [2024, 1, 31]],
    ['05/2024', [2024, 5]],
  ])('reads %s', (text, parts) => {
    expect(dateOf(text)?.['date-parts']).toEqual([parts]);
  });

  it('reads both ends of an interval', () => {
    expect(dateOf('2024-05-17/2024-05-19')).toEqual({
      'date-parts': [
        [2024, 5, 17],
        [2024, 5, 19],
      ],
    });
  });

  it('keeps other words, with their year', () => {
    expect(dateOf('spring 2024')).toEqual({ literal: 'spring 2024', 'date-parts': [[2024]] });
    expect(dateOf('2024-21')).toEqual({ literal: '2024-21', 'date-parts': [[2024]] });
    expect(dateOf('in press')).toEqual({ literal: 'in press' });
    expect(dateOf('9'.repeat(1000))).toEqual({ literal: '9'.repeat(1000) });
    expect(dateOf(' ')).toBeUndefined();
  });
});

describe('textsOf', () => {
  it.each([
    ['a; b;c', ['a', 'b', 'c']],
    ['a, b，c、d', ['a', 'b', 'c', 'd']],
    ['a, b; c', ['a, b', 'c']],
    ['a\\; b; c\\\\', ['a; b', 'c\\']],
    ['', []],
  ])('takes %j apart', (text, texts) => {
    expect(textsOf(text)).toEqual(texts);
  });

  it('takes apart what joinTexts joined', () => {
    const texts = ['a;b', ' c ', '\\', 'd, e', '；', '\\;'];
    expect(textsOf(joinTexts(texts))).toEqual(texts);
  });
});
