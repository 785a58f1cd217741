import { beforeAll, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { type QueryContext, resolveQuery } from '../../src/core/resolve-query.ts';
import { search } from '../../src/core/search.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { aliasTag } from '../../src/core/tag.ts';
import { addBullet } from '../../src/core/week.ts';
import { parseQuery, QueryError, queryText } from '../../src/domain/query.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { NotFoundError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const TODAY = '2024-05-31';

const NOTE = `# Gamma Kernel Study

**[ICML 2022](https://example.org/g)\t[code in github](https://github.com/a/g)\tCIFAR\t20240520**

*Wei Li, Geoffrey Hinton*

一篇核方法的笔记。

## Method

这里推导了核岭回归的闭式解。
`;

let library: Library;

beforeAll(() => {
  library = freshLibrary();
  const add = (title: string, more: Record<string, unknown> = {}) =>
    addPaper(library, toAddition({ title, week: '2024-05-17', ...more }, TODAY));
  add('Alpha Whitening Networks 2024AAAI', {
    theme: '组件研究',
    summary: '用BN对特征做白化。',
    'key-idea': ['先白化再对齐'],
    arxiv: '2401.00001',
  });
  add('Beta Ridge Regression 2023CVPR', { summary: '提到白化一次，主要是岭回归。', tag: ['my tag'] });
  importTexts(library, { 'Gamma.md': NOTE });
  add('Delta Queued Paper 2025ICLR', { status: 'to-read', week: undefined });
  addBullet(library, { kind: 'day', day: '2024-05-17' }, '代码实践', '白化的代码');
});

function resolved(words: readonly string[], context: Partial<QueryContext> = {}) {
  return resolveQuery(library, parseQuery(queryText(words)), { today: TODAY, saved: {}, ...context });
}

function found(...words: string[]): string[] {
  return library.papers.find(resolved(words)).rows.map(({ title }) => title.split(' ')[0] ?? '');
}

describe('papers found by a query', () => {
  it.each([
    [['白化'], ['Beta', 'Alpha']],
    [['岭回归'], ['Gamma', 'Beta']],
    [['归'], ['Gamma', 'Beta']],
    [['用BN对特征'], ['Alpha']],
    [['bn'], ['Alpha']],
    [['whiten*'], ['Beta', 'Alpha']],
    [['ridge', 'regression'], ['Beta']],
    [['ridge regression'], ['Beta']],
    [['regression ridge'], []],
    [['白化', '^岭回归'], ['Alpha']],
    [['岭回归 or BN'], ['Gamma', 'Beta', 'Alpha']],
    [['hinton'], ['Gamma']],
    [['tag:白化'], ['Beta', 'Alpha']],
    [['tag:=whitening'], ['Beta', 'Alpha']],
    [['tag:my tag'], ['Beta']],
    [['idea:whitening', 'venue:AAAI'], ['Alpha']],
    [['dataset:cifar'], ['Gamma']],
    [['tag:'], ['Delta']],
    [['venue:CVPR or venue:ICML'], ['Gamma', 'Beta']],
    [['venue~^ic'], ['Delta', 'Gamma']],
    [['year:2023..2024'], ['Beta', 'Alpha']],
    [['year:2024..'], ['Delta', 'Alpha']],
    [['year:..2022'], ['Gamma']],
    [['^year:2024'], ['Delta', 'Gamma', 'Beta']],
    [['id:1..2'], ['Beta', 'Alpha']],
    [['status:to-read'], ['Delta']],
    [['is:unread'], ['Delta']],
    [['is:reported'], ['Beta', 'Alpha']],
    [['is:untagged'], ['Delta']],
    [['has:code'], ['Gamma']],
    [['has:note'], ['Gamma']],
    [['has:key-idea'], ['Alpha']],
    [['has:summary'], ['Gamma', 'Beta', 'Alpha']],
    [['has:pdf'], ['Alpha']],
    [['arxiv:'], ['Delta', 'Gamma', 'Beta']],
    [['author:hinton'], ['Gamma']],
    [['author:=Wei Li'], ['Gamma']],
    [['author~^geof'], ['Gamma']],
    [['title:WHITENING'], ['Alpha']],
    [['title:=beta ridge regression'], ['Beta']],
    [['theme:组件'], ['Alpha']],
    [['theme:'], ['Delta', 'Gamma', 'Beta']],
    [['key-idea:对齐'], ['Alpha']],
    [['summary:岭回归'], ['Beta']],
    [['note:岭回归'], ['Gamma']],
    [['week:2024-05-17'], ['Alpha', 'Beta']],
    [['week:2024-W18..2024-W20'], ['Alpha', 'Beta']],
    [['week:2024-05'], ['Alpha', 'Beta']],
    [['week:..2024-05-10'], []],
    [['added:-4w..'], ['Delta', 'Gamma', 'Beta', 'Alpha']],
    [['added:..-4w'], []],
    [['key:alpha'], ['Alpha']],
    [['sort:title'], ['Alpha', 'Beta', 'Delta', 'Gamma']],
    [
      ['sort:year-', 'limit:2'],
      ['Delta', 'Alpha', 'Beta', 'Gamma'],
    ],
    [[], ['Delta', 'Gamma', 'Beta', 'Alpha']],
  ])('%j', (words, expected) => {
    expect(found(...words)).toEqual(expected);
  });

  it('may be saved under a name, and one saved query may hold another', () => {
    const saved = {
      mine: 'tag:whitening',
      both: '@mine venue:AAAI',
      loop: 'a @loop',
      ordered: '@mine sort:title- limit:1',
      wrong: 'year:20x4',
      broken: '(a',
    };
    const ids = (...words: string[]) => {
      const query = resolved(words, { saved });
      return library.papers.find(query, query.limit).rows.map(({ id }) => id);
    };
    expect(ids('@mine')).toEqual([2, 1]);
    expect(ids('@both')).toEqual([1]);
    expect(ids('^@mine')).toEqual([4, 3]);
    expect(ids('@ordered')).toEqual([2]);
    expect(ids('@ordered', 'sort:year-', 'limit:2')).toEqual([1, 2]);
    expect(() => ids('@nothing')).toThrow(NotFoundError);
    expect(() => ids('@constructor')).toThrow(NotFoundError);
    expect(() => ids('@loop')).toThrow(QueryError);
    expect(() => ids('@wrong')).toThrow('in the saved query "wrong": "20x4" does not fit year');
    expect(() => ids('@broken')).toThrow('in the saved query "broken": this parenthesis is not closed');
  });

  it.each([
    ['year:20x4', 7],
    ['year:24', 5],
    ['year:2024..2020', 11],
    ['rating:..', 7],
    ['status:done', 7],
    ['has:nothing', 4],
    ['is:odd', 3],
    ['added:soon', 6],
    ['week:2024-05..x', 14],
    ['title~(', 6],
    ['status~read', 6],
    ['……', 0],
  ])('%s says where it is wrong', (text, at) => {
    let error: unknown;
    try {
      resolved([text]);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(QueryError);
    expect((error as QueryError).at).toBe(at);
  });

  it.each(['tag:nothing-known', 'venue:Nowhere', 'week:2020-01-01'])('%s is not there', (text) => {
    expect(() => resolved([text])).toThrow(NotFoundError);
  });
});

describe('a search', () => {
  const hits = (words: string[], context?: Partial<QueryContext>) => search(library, resolved(words, context), 10).hits;

  it('has the sentence with its words marked, and says where it stands', () => {
    const [first, second] = hits(['岭回归']);
    expect(first).toMatchObject({
      title: 'Beta Ridge Regression',
      place: 'summary',
      source: '2024-05-17',
      sentence: '提到白化一次，主要是岭回归',
    });
    expect(first?.marks.map(([start, end]) => first.sentence.slice(start, end))).toEqual(['岭回归']);
    expect(second).toMatchObject({
      place: 'note',
      source: 'Gamma.md',
      section: 'Method',
      line: 11,
      sentence: '这里推导了核岭回归的闭式解',
    });
  });

  it('puts what stands in a title or key idea before what stands in a long note', () => {
    // In a library of four papers two are half of it, which is not most.
    expect(hits(['白化']).map(({ place, id }) => [id, place])).toEqual([
      [1, 'key idea'],
      [2, 'summary'],
    ]);
  });

  it('follows what is changed', () => {
    expect(hits(['zeta'])).toEqual([]);
    namePaper(library, 1, ['ZetaName']);
    aliasTag(library, 'whitening', ['去相关化']);
    expect(hits(['ZetaName']).map(({ id, place }) => [id, place])).toEqual([[1, 'name']]);
    expect(
      hits(['去相关化'])
        .map(({ id }) => id)
        .sort(),
    ).toEqual([1, 2]);
    importTexts(library, { 'Gamma.md': NOTE.replace('核岭回归', '支持向量机') });
    expect(hits(['岭回归']).map(({ id }) => id)).toEqual([2]);
    expect(hits(['支持向量']).map(({ id }) => id)).toEqual([3]);
    setPaper(library, library.papers.get(4) as never, { status: 'reading' });
    expect(found('is:reading')).toEqual(['Delta']);
  });

  it('finds words inside words when every text is read', () => {
    expect(hits(['hitenin'])).toEqual([]);
    const [only, ...others] = hits(['hitenin'], { substring: true });
    expect([only?.id, others]).toEqual([1, []]);
    expect(only?.marks.map(([start, end]) => only.sentence.slice(start, end))).toEqual(['hitenin']);
  });
});
