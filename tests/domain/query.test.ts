import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery, printQuery, QUERY_FIELDS, type Query, QueryError, queryText } from '../../src/domain/query.ts';

/** The tree of a query without the places where its parts stand. */
function tree(text: string): unknown {
  return withoutPlaces(parseQuery(text).where);
}

function withoutPlaces(query: Query | undefined): unknown {
  if (query === undefined) return undefined;
  if (query.kind === 'all' || query.kind === 'any') return [query.kind, ...query.of.map(withoutPlaces)];
  if (query.kind === 'not') return ['not', withoutPlaces(query.of)];
  if (query.kind === 'term') return `${query.field}${query.operator}${query.value}`;
  if (query.kind === 'text') return `"${query.words}"`;
  return query.kind === 'saved' ? `@${query.name}` : '';
}

describe('a query', () => {
  it.each([
    ['tag:whitening year:2022.. ^venue:CVPR', ['all', 'tag:whitening', 'year:2022..', ['not', 'venue:CVPR']]],
    ['venue:AAAI or venue:CVPR', ['any', 'venue:AAAI', 'venue:CVPR']],
    ['a b or c', ['any', ['all', '"a"', '"b"'], '"c"']],
    ['a , b', ['any', '"a"', '"b"']],
    ['a and not (b or c)', ['all', '"a"', ['not', ['any', '"b"', '"c"']]]],
    ['-a ^^b', ['all', ['not', '"a"'], ['not', ['not', '"b"']]]],
    ['"batch norm" title:="A \\"B\\" C"', ['all', '"batch norm"', 'title:=A "B" C']],
    ['title~^know.*n$ doi:', ['all', 'title~^know.*n$', 'doi:']],
    ['added:-2w.. @mine', ['all', 'added:-2w..', '@mine']],
    ['TAG:x OR Tag:y', ['any', 'tag:x', 'tag:y']],
    ['KD(DKD) 对于:这 10:30', ['all', '"KD(DKD)"', '"对于:这"', '"10:30"']],
    ['tag：白化 （a or “b c”） year：２０２４．．', ['all', 'tag:白化', ['any', '"a"', '"b c"'], 'year:2024..']],
    ['"or" not-this', ['all', '"or"', '"not-this"']],
    ['', undefined],
  ])('%s is read as a tree', (text, expected) => {
    expect(tree(text)).toEqual(expected);
  });

  it('may say the order and the number', () => {
    const { where, sort, limit } = parseQuery('sort:year- a limit:20 sort:title');
    expect(withoutPlaces(where)).toBe('"a"');
    expect(sort).toEqual([
      { field: 'year', descending: true },
      { field: 'title', descending: false },
    ]);
    expect(limit).toBe(20);
  });

  it('of several words of a command line keeps each of them together', () => {
    const of = (...words: string[]) => tree(queryText(words));
    expect(of('batch norm', 'BN')).toEqual(['all', '"batch norm"', '"BN"']);
    expect(of('venue:AAAI or venue:CVPR', 'has:code')).toEqual([
      'all',
      ['any', 'venue:AAAI', 'venue:CVPR'],
      'has:code',
    ]);
    expect(of('蒸馏 -温度')).toEqual(['all', '"蒸馏"', ['not', '"温度"']]);
    expect(of('No Head Left Behind - Multi-Head')).toBe('"No Head Left Behind - Multi-Head"');
    expect(of('tag:image retrieval')).toBe('tag:image retrieval');
    expect(of('^theme:logit 蒸馏', 'a')).toEqual(['all', ['not', 'theme:logit 蒸馏'], '"a"']);
    expect(of('a or b')).toEqual(['any', '"a"', '"b"']);
    expect(of('VanillaKD: Revisit the Power')).toBe('"VanillaKD: Revisit the Power"');
  });

  it.each([
    ['a or', 4],
    ['or a', 0],
    ['a and', 2],
    ['(a', 0],
    ['a)', 1],
    ['()', 0],
    ['^ a or ^', 7],
    ['"a', 0],
    ['tag:"a', 4],
    ['a foo:bar', 2],
    ['sort:size', 5],
    ['limit:0', 6],
    ['(limit:3)', 1],
    ['@', 0],
    ['('.repeat(1000), 101],
    ['^'.repeat(1000), 101],
    ['a '.repeat(1000), 800],
  ])('%s is refused, with the place', (text, at) => {
    let error: unknown;
    try {
      parseQuery(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(QueryError);
    expect((error as QueryError).exitCode).toBe(2);
    expect((error as QueryError).at).toBe(at);
  });

  it('printed and read again is the same tree', () => {
    const words = fc
      .string({ unit: fc.constantFrom(...'ab:~"\\()^@,-.*白化 or'), minLength: 1, maxLength: 8 })
      .filter((text) => text.trim() !== '');
    const leaf: fc.Arbitrary<Query> = fc.oneof(
      words.map((text): Query => ({ kind: 'text', words: text, at: 0 })),
      fc
        .tuple(
          fc.constantFrom(...QUERY_FIELDS),
          fc.constantFrom(':' as const, ':=' as const, '~' as const),
          fc.oneof(fc.constant(''), words),
        )
        // `field::=x` cannot be told from `field:` with the value `=x`.
        .filter(([, operator, value]) => !(operator === ':' && value.startsWith('=')))
        .map(([field, operator, value]): Query => ({ kind: 'term', field, operator, value, at: 0 })),
      fc.constantFrom('mine', 'aaai-whitening').map((name): Query => ({ kind: 'saved', name, at: 0 })),
    );
    const { query } = fc.letrec<{ query: Query }>((tie) => ({
      query: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((of): Query => ({ kind: 'all', of })),
        fc.array(tie('query'), { minLength: 2, maxLength: 3 }).map((of): Query => ({ kind: 'any', of })),
        tie('query').map((of): Query => ({ kind: 'not', of })),
      ),
    }));
    fc.assert(
      fc.property(query, (one) => {
        expect(withoutPlaces(parseQuery(printQuery(one)).where), printQuery(one)).toEqual(withoutPlaces(one));
      }),
      { numRuns: 1000 },
    );
  });
});
