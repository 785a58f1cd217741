import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RawBlock, type RawEntry, type RawProblem, splitBibtex } from '../../../src/formats/bibtex/split.ts';
import { english } from '../../helpers/english.ts';

const blocksOf = (...pieces: string[]): RawBlock[] => [...splitBibtex(pieces)];

const entriesOf = (text: string) => blocksOf(text).filter((block): block is RawEntry => block.kind === 'entry');

/** The keys of the entries, each with its line. */
const keysOf = (text: string) => entriesOf(text).map(({ key, line }) => `${line} ${key}`);

/** The fields of the first entry, abbreviations in angle brackets. */
const fieldsOf = (text: string) =>
  Object.fromEntries(
    (entriesOf(text)[0]?.fields ?? []).map(({ name, value }) => [
      name,
      value.map((part) => (part.kind === 'macro' ? `<${part.text}>` : part.text)).join(' # '),
    ]),
  );

const problemsOf = (text: string) =>
  blocksOf(text)
    .filter((block): block is RawProblem => block.kind === 'problem')
    .map(({ line, column, severity, message }) => `${line}:${column} ${severity} ${english(message)}`);

describe('splitBibtex', () => {
  it('finds entries among free text, comments and preambles, and says on which lines', () => {
    const text = [
      'References, by someone@example.org and @someone (of a group, too).',
      '% @misc{commented, title = {Switched off}}',
      '@comment{ @misc{hidden, title = {Also off}} }',
      '@preamble{ "\\newcommand{\\kd}{KD}" # "{}" }',
      '@String{ cvpr = "Conference on " # {Vision} }',
      '',
      '@InProceedings{first:2020,',
      '  title = {A {Nested} title},',
      '} trailing words',
      '@ARTICLE (second, title = "In (round) brackets")',
    ].join('\n');
    expect(keysOf(text)).toEqual(['7 first:2020', '10 second']);
    expect(entriesOf(text).map(({ type }) => type)).toEqual(['inproceedings', 'article']);
    expect(problemsOf(text)).toEqual([]);
    expect(blocksOf(text).filter(({ kind }) => kind === 'string')).toEqual([
      {
        kind: 'string',
        name: 'cvpr',
        value: [
          { kind: 'text', text: 'Conference on ' },
          { kind: 'text', text: 'Vision' },
        ],
        line: 5,
      },
    ]);
  });

  it.each([
    ['braces in braces', '@misc{k, a = {x {y {z}} w}}', { a: 'x {y {z}} w' }],
    [
      'quotes, with quotes in braces and behind a backslash',
      '@misc{k, a = "x {"}y{"} G\\"odel"}',
      { a: 'x {"}y{"} G\\"odel' },
    ],
    [
      'numbers and abbreviations',
      '@misc{k, a = 2024, b = jan, c = "1~" # jan # 5}',
      { a: '2024', b: '<jan>', c: '1~ # <jan> # 5' },
    ],
    [
      'names in any case, with + and :',
      '@misc{k, DOI = {x}, author+an:orcid = {y}}',
      { doi: 'x', 'author+an:orcid': 'y' },
    ],
    ['no blanks', '@misc{k,a={x},b="y"}', { a: 'x', b: 'y' }],
    ['many', '@misc { k ,\n\n a\n=\n{x}\n,\n}', { a: 'x' }],
    ['comments between fields', '@misc{k, % one, two = {3}\n a = {100% x}, % end\n}', { a: '100% x' }],
    ['braces that a backslash does not hide', '@misc{k, a = {x \\{y\\} z}}', { a: 'x \\{y\\} z' }],
    [
      'a name like that of an object’s own',
      '@misc{k, __proto__ = {x}, constructor = {y}}',
      { ['__proto__']: 'x', constructor: 'y' },
    ],
  ])('reads %s', (_, text, fields) => {
    expect(Object.entries(fieldsOf(text))).toEqual(Object.entries(fields));
    expect(problemsOf(text)).toEqual([]);
  });

  it('takes LF, CRLF and a lone CR for line ends', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      expect(keysOf(['', '@misc{a,', 'title={x}', '}', '@misc{b}'].join(end)), JSON.stringify(end)).toEqual([
        '2 a',
        '5 b',
      ]);
    }
  });

  it('keeps keys as they are typed', () => {
    const keys = ['DBLP:conf/nips/DaiLHS16', '知识2020', 'a.b+c-d_e', 'O’Neil2020', 'ren:2015:10.1'];
    expect(entriesOf(keys.map((key) => `@misc{${key}, title={x}}`).join('\n')).map(({ key }) => key)).toEqual(keys);
  });

  describe('where a brace is missing', () => {
    const text = [
      '@misc{good1, title = {One}}',
      '@misc{bad1,',
      '  title = {No end,',
      '  note = {more {braces}',
      '}',
      '@misc{good2, title = {Two}}',
      '@misc{bad2, title = {Fields inside,',
      '  year = 2020',
      '}',
      '  @misc{good3, title = {Three}}',
      '@misc{bad3, title = "No quote',
      '}',
      '@misc(good4, title = {Four})',
    ].join('\n');

    it('loses that entry alone', () => {
      expect(keysOf(text)).toEqual(['1 good1', '6 good2', '10 good3', '13 good4']);
    });

    it('names the line and column of what is not closed', () => {
      expect(problemsOf(text)).toEqual([
        '3:11 error what opens here is never closed: the entry bad1 cannot be read',
        '7:21 error what opens here is never closed: the entry bad2 cannot be read',
        '11:21 error what opens here is never closed: the entry bad3 cannot be read',
      ]);
    });

    it('keeps an entry that lacks nothing but its own last brace', () => {
      const unclosed = '@misc{a, title = {x}, year = 2020\n\n@misc{b, title = {y}}';
      expect(keysOf(unclosed)).toEqual(['1 a', '3 b']);
      expect(problemsOf(unclosed)).toEqual(['1:1 warning the entry that begins here is not closed']);
    });

    it('tells a brace too many from an entry that ends', () => {
      expect(problemsOf('@misc{a, title = {x}}, year = {2020}}')).toEqual([
        '1:22 warning the entry ends here, and there is more behind it: a brace may be one too many',
      ]);
    });

    it('takes an @ in a value for a part of it', () => {
      const address = '@misc{a, note = {mail\nme@example.org or\n@someone, or @misc{x}\n}, title = {y}}';
      expect(keysOf(address)).toEqual(['1 a']);
      expect(problemsOf(address)).toEqual([]);
    });
  });

  it('says where a file is cut off', () => {
    expect(problemsOf('@misc{a, title={x}}\n@misc{b, title={y}, note={cut')).toEqual([
      '2:26 error what opens here is never closed: the entry b cannot be read',
    ]);
    expect(problemsOf('@misc{a, title={x},\n note')).toEqual([
      '2:2 warning this is no field of an entry: it is passed over',
      '1:1 warning the entry that begins here is not closed',
    ]);
    expect(problemsOf('@comment{ {x} \n@misc{a, title={x}}')).toEqual([
      '1:1 warning the @comment that begins here is not closed: nothing behind it was read',
    ]);
  });

  it.each([
    ['no key', '@misc{title = {x}}', '', { title: 'x' }, ['1:1 warning this entry has no key']],
    ['a comma only', '@misc{, title = {x}}', '', { title: 'x' }, ['1:1 warning this entry has no key']],
    [
      'no comma behind the key',
      '@misc{k\n title = {x}}',
      'k',
      { title: 'x' },
      ['2:2 warning a comma is missing behind the key'],
    ],
    [
      'no comma behind a field',
      '@misc{k, title = {x} year = 2020}',
      'k',
      { title: 'x', year: '2020' },
      ['1:22 warning a comma is missing behind the field title'],
    ],
    [
      'a field twice',
      '@misc{k, year = 2020,\n year = 2021}',
      'k',
      { year: '2020' },
      ['2:2 warning the field year stands twice in this entry: the first is kept'],
    ],
    [
      'a field without a value',
      '@misc{k, year = , title = {x}}',
      'k',
      { title: 'x' },
      ['1:10 warning the field year has no value'],
    ],
    [
      'words that are no field',
      '@misc{k, just words, title = {x}}',
      'k',
      { title: 'x' },
      ['1:10 warning this is no field of an entry: it is passed over'],
    ],
  ])('reads an entry with %s, and says so', (_, text, key, fields, problems) => {
    expect(entriesOf(text)[0]?.key).toBe(key);
    expect(fieldsOf(text)).toEqual(fields);
    expect(problemsOf(text)).toEqual(problems);
  });

  it('tells some of the faults of one entry, and that there are more', () => {
    const problems = problemsOf(`@misc{k, title = {x}, ${'year = 1, '.repeat(1000)}}`);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toContain('there is more wrong with this entry than is listed');
  });

  it('gives the same however the text is cut into pieces', () => {
    const part = fc.constantFrom(
      ...[
        '@',
        '@misc{',
        '@article(',
        '@string{',
        '@comment{',
        '@preamble{',
        'key,',
        'title = ',
        'jan',
        '2020',
        '#',
        '%',
      ],
      ...['{', '}', '(', ')', '"', '\\', '\\"', ',', '=', '\n', '\r', '\r\n', ' ', '\n@misc{b,', '知识', 'x', '\u00a0'],
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.array(fc.nat(80), { maxLength: 20 }), (parts, cuts) => {
        const text = parts.join('');
        const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        expect([...splitBibtex(pieces)]).toEqual([...splitBibtex([text])]);
        expect([...splitBibtex(text.split(''))]).toEqual([...splitBibtex([text])]);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same for a text that is longer than what is held at once', () => {
    const entry = (index: number) =>
      `@misc{k${index},\r\n  title = {Title ${index} ${'x'.repeat(index % 977)}}}\r\n\r\n`;
    const text = Array.from({ length: 3000 }, (_, index) => entry(index)).join('');
    const whole = keysOf(text);
    expect(whole).toHaveLength(3000);
    expect(whole.at(-1)).toBe('8998 k2999');
    const pieces = text.match(/[\s\S]{1,997}/g) ?? [];
    expect([...splitBibtex(pieces)]).toEqual(blocksOf(text));
  });

  it.each(['{', '}', '@', '"', '\\', '(', '@a{', '@a{"', '\n@a{b,', '%', '\r', '@a{b,c={'])(
    'ends on a megabyte of %j',
    (unit) => {
      let count = 0;
      for (const { line } of splitBibtex([unit.repeat(1_000_000 / unit.length)])) count += line > 0 ? 1 : 0;
      expect(count).toBeLessThan(400_000);
    },
  );
});
