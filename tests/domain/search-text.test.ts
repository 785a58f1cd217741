import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTerm, ftsPhrase, indexText, searchTerm, unitsOf } from '../../src/domain/search-text.ts';

/** Finds texts by the index, as the library does. */
function finder(texts: readonly string[]): (words: string) => number[] {
  const db = new Sqlite(':memory:');
  db.exec("CREATE VIRTUAL TABLE t USING fts5(x, content = '', tokenize = 'ascii')");
  for (const [index, text] of texts.entries())
    db.prepare('INSERT INTO t (rowid, x) VALUES (?, ?)').run(index + 1, indexText(text));
  return (words) => {
    const term = searchTerm(words);
    if (term === undefined) return [];
    return (
      db.prepare('SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid').all(ftsPhrase(term)) as { rowid: number }[]
    ).map(({ rowid }) => rowid - 1);
  };
}

describe('full text', () => {
  it('is words and single characters, folded, with their places', () => {
    expect(unitsOf('用BN对Ｆｅａture，é 2-x')).toEqual([
      { text: '用', cjk: true, joined: false, start: 0, end: 1 },
      { text: 'bn', cjk: false, joined: true, start: 1, end: 3 },
      { text: '对', cjk: true, joined: true, start: 3, end: 4 },
      { text: 'feature', cjk: false, joined: true, start: 4, end: 11 },
      { text: 'e', cjk: false, joined: false, start: 12, end: 13 },
      { text: '2', cjk: false, joined: false, start: 14, end: 15 },
      { text: 'x', cjk: false, joined: false, start: 16, end: 17 },
    ]);
    expect(indexText('核岭回归, BN层')).toBe('核岭 岭回 回归 归 bn 层');
  });

  it('finds Chinese of any length, glued words, phrases and beginnings', () => {
    const find = finder([
      '用BN对特征做白化',
      '岭回归与核岭回归',
      'Batch Norm layers',
      '白，化',
      'distillation of features',
    ]);
    expect(find('白化')).toEqual([0]);
    expect(find('化')).toEqual([0, 3]);
    expect(find('特征做白')).toEqual([0]);
    expect(find('岭回归')).toEqual([1]);
    expect(find('bn')).toEqual([0]);
    expect(find('用bn对特')).toEqual([0]);
    expect(find('BN对')).toEqual([0]);
    expect(find('batch norm')).toEqual([2]);
    expect(find('norm batch')).toEqual([]);
    expect(find('distil')).toEqual([]);
    expect(find('distil*')).toEqual([4]);
    expect(find('……')).toEqual([]);
  });

  /** Looks for random texts of some characters in random texts of others, and compares what is found with a scan. */
  function expectAsScanned(inTexts: string, inQueries: string, scan: (text: string, words: string) => boolean): void {
    const wordsOf = (characters: string, length: { minLength?: number; maxLength: number }) =>
      fc.array(fc.constantFrom(...characters), length).map((found) => found.join(''));
    const texts = fc.array(wordsOf(inTexts, { maxLength: 24 }), { minLength: 1, maxLength: 8 });
    const queries = fc.array(wordsOf(inQueries, { minLength: 1, maxLength: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(texts, queries, (all, asked) => {
        const find = finder(all);
        for (const words of asked) {
          const scanned = all.flatMap((text, index) => (scan(text, words) ? [index] : []));
          expect(find(words), words).toEqual(scanned);
        }
      }),
      { numRuns: 300 },
    );
  }

  it('is found by the index exactly where a scan finds it', () => {
    const characters = '白化特征BNab1 ，-Éé𠮷ガ한Ａ';
    expectAsScanned(characters, characters, (text, words) => {
      const term = searchTerm(words);
      return term !== undefined && findTerm(unitsOf(text), term).length > 0;
    });
  });

  it('of Chinese alone is found exactly where the folded text contains it', () => {
    expectAsScanned('白化特征Bn1 ，𠮷', '白化特征𠮷', (text, words) =>
      text.normalize('NFKC').toLowerCase().includes(words),
    );
  });
});
