import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import {
  type PaperField,
  type PaperText,
  printPaperText,
  readPaperText,
  remarkOnPaperText,
} from '../../src/formats/paper-text.ts';

const text = (fields: Partial<Record<PaperField, string[]>>, body = ''): PaperText => ({
  fields: new Map(Object.entries(fields) as [PaperField, string[]][]),
  body,
});
const fieldsOf = (source: string) => Object.fromEntries(readPaperText(source).fields);
const head = (yaml: string, body = '') => `---\n${yaml}---\n${body}`;

describe('printPaperText', () => {
  it('prints the fields in order, empty ones to be filled in, an abstract as a block, and the text below', () => {
    const printed = printPaperText(
      text(
        {
          title: ['Alpha: a Study'],
          authors: ['Wei Li'],
          date: ['2024-03'],
          arxiv: ['2203.05180'],
          code: ['https://e.org/a', 'https://e.org/b'],
          rating: ['4'],
          tags: ['whitening'],
          abstract: ['One sentence.\nAnother: one.'],
          reading: ['2024-05-17'],
        },
        '一句话。\n\n- 要点',
      ),
      ['a remark', 'another'],
    );
    expect(printed).toBe(`---
# kd: a remark
# kd: another
title: "Alpha: a Study"
authors:
  - Wei Li
venue:
date: 2024-03
track:
doi:
arxiv: 2203.05180
url:
code:
  - https://e.org/a
  - https://e.org/b
volume:
issue:
page:
status:
rating: 4
tags:
  - whitening
aliases:
citation-key:
abstract: |-
  One sentence.
  Another: one.
reading: 2024-05-17
---

一句话。

- 要点
`);
  });

  it('prints what is read back, whatever the values are', () => {
    const words = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => value.trim() !== '');
    const odd = fc.constantFrom(
      'null',
      '~',
      'NULL',
      '2024',
      '1e3',
      '- a',
      '# b',
      'a: b',
      "it's",
      '"',
      '[x',
      '{',
      '@a',
      '|',
      '---',
    );
    const value = fc.oneof(
      words,
      odd,
      fc.lorem({ mode: 'sentences' }),
      fc.tuple(words, words).map((pair) => pair.join('\n')),
    );
    const fields = fc.record(
      {
        title: fc.tuple(value),
        abstract: fc.tuple(value),
        track: fc.tuple(value),
        authors: fc.array(value, { minLength: 1, maxLength: 3 }),
        tags: fc.array(value, { minLength: 1, maxLength: 3 }),
        code: fc.array(value, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const body = fc
      .array(fc.constantFrom('一句话。', '- 要点', '---', '', '> 批注', '# kd: x', 'title: x'), { maxLength: 6 })
      .map((lines) => lines.join('\n').replace(/^\n+/, '').trimEnd());
    fc.assert(
      fc.property(fields, body, (values, words) => {
        const read = readPaperText(printPaperText(text(values, words), ['x']));
        const stated = [...read.fields].filter(([, list]) => list.length > 0);
        expect(Object.fromEntries(stated)).toEqual(values);
        expect(read.body).toBe(words);
      }),
      { numRuns: 300 },
    );
  });
});

describe('readPaperText', () => {
  it('tells an emptied field from one that is not there, and keeps numbers as they are typed', () => {
    expect(fieldsOf(head('doi:\nurl: ~\ntrack: ""\narxiv: 2203.05180\ntags: []\n'))).toEqual({
      doi: [],
      url: [],
      track: [],
      arxiv: ['2203.05180'],
      tags: [],
    });
  });

  it('takes other names of the fields, one value for a list, and other line ends', () => {
    const source = '\uFEFF---\r\nAuthor: Wei Li\r\ntag: [a, b]\r\npages: 1-2\r\n---\r\n\r\n  \r\n一。\r\n二。\r\n\r\n';
    expect(fieldsOf(source)).toEqual({ authors: ['Wei Li'], tags: ['a', 'b'], page: ['1-2'] });
    expect(readPaperText(source).body).toBe('一。\n二。');
  });

  it('takes a head without fields, and one whose remarks came to stand above it', () => {
    expect(fieldsOf('---\n# kd: x\n---\n')).toEqual({});
    expect(fieldsOf('# kd: x\n# kd: y\n---\ntitle: A\n---\n')).toEqual({ title: ['A'] });
  });

  it.each([
    ['no head', 'title: A\n', 'the head between lines of dashes is missing'],
    ['an open head', '---\ntitle: A\n', 'the head between lines of dashes is missing'],
    ['no YAML', head('title: A\nauthors: [x\n'), /^line 3 of the head is no YAML: /],
    ['no YAML below remarks', `# a\n${head('title: [A\n')}`, /^line 3 of the head is no YAML: /],
    ['an unknown field', head('title: A\ntitel: B\n'), 'line 3: unknown field "titel"'],
    ['a field twice', head('title: A\ntitle: B\n'), /^line 3 of the head is no YAML: /],
    ['a field under two names', head('authors: A\nauthor: B\n'), 'line 3: authors is set twice'],
    ['a list of one value', head('title: [A, B]\n'), 'line 2: title must be text'],
    ['a mapping', head('tags: {a: b}\n'), 'line 2: tags must be text or a list of texts'],
    ['an alias', head('title: &a A\nvenue: *a\n'), 'line 3: venue must be text'],
    ['a list', head('- a\n'), 'the head is no list of fields'],
    ['deep brackets', head(`title: ${'['.repeat(100_000)}\n`), 'the head is too long, or nested too deeply'],
    ['deep lists', head(`tags:\n${'- '.repeat(100_000)}a\n`), 'the head is too long, or nested too deeply'],
    ['10 MB', head(`title: ${'a'.repeat(10_000_000)}\n`), 'the head is too long, or nested too deeply'],
  ])('refuses %s', (_, source, message) => {
    expect(() => readPaperText(source)).toThrow(UsageError);
    expect(() => readPaperText(source)).toThrow(message);
  });

  it('names the fields that may have been meant', () => {
    const failure = (source: string) => {
      try {
        return readPaperText(source);
      } catch (error) {
        return (error as UsageError).hint?.values;
      }
    };
    expect(failure(head('titel: B\n'))).toEqual(['title']);
  });
});

describe('remarkOnPaperText', () => {
  it('puts remarks in place of earlier ones, and takes them off', () => {
    const plain = head('title: A\n# my own\n', '\n# kd: in the text\n');
    const once = remarkOnPaperText(plain, ['one', 'two']);
    expect(once).toBe(`---\n# kd: one\n# kd: two\n${plain.slice(4)}`);
    expect(remarkOnPaperText(once, ['three'])).toBe(`---\n# kd: three\n${plain.slice(4)}`);
    expect(remarkOnPaperText(once, [])).toBe(plain);
  });

  it('stands above a text that has lost its head', () => {
    expect(remarkOnPaperText('title: A\n', ['x'])).toBe('# kd: x\ntitle: A\n');
    expect(remarkOnPaperText('# kd: x\ntitle: A\n', [])).toBe('title: A\n');
  });
});
