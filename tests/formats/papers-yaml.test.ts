import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import * as format from '../../src/formats/papers-yaml.ts';
import { readPapers } from '../../src/formats/papers-yaml.ts';
import { draftsOf, exported, paperOf, problemsOf, readAll, titlesOf, writeAll } from '../helpers/papers.ts';

describe('readPapers', () => {
  it('reads a list of papers by the names of the flags', () => {
    expect(readPapers('- title: A\n  authors: [Ada]\n- title: B\n  year: 2024\n')).toEqual([
      { title: 'A', author: ['Ada'] },
      { title: 'B', year: 2024 },
    ]);
  });

  it.each(['title: A', '- A', 'words', ''])('refuses "%s"', (yaml) => {
    expect(() => readPapers(yaml)).toThrow(UsageError);
  });
});

describe('reading YAML of papers', () => {
  it('takes a list, a list that is indented, one paper, and several between lines of dashes', () => {
    expect(titlesOf(readAll(format, '# mine\n- title: A\n  year: 2024\n\n- title: B\n'))).toEqual(['A', 'B']);
    expect(titlesOf(readAll(format, '  - title: A\n  - title: B\n'))).toEqual(['A', 'B']);
    expect(titlesOf(readAll(format, 'title: A\nauthor:\n- Ada Lovelace\n- B\n'))).toEqual(['A']);
    expect(titlesOf(readAll(format, '%YAML 1.2\n---\ntitle: A\n---\ntitle: B\n...\n'))).toEqual(['A', 'B']);
    expect(titlesOf(readAll(format, '[{title: A}, {title: B}]'))).toEqual(['A', 'B']);
    expect(readAll(format, '[]\n')).toEqual([]);
    expect(readAll(format, '# nothing\n')).toEqual([]);
  });

  it('takes identifiers as they are typed, though they look like numbers', () => {
    const [draft] = draftsOf(format, '- title: A\n  arxiv: 2203.05180\n  volume: 1e3\n  issue: 012\n  year: 2022\n');
    expect(draft).toMatchObject({
      arxiv: '2203.05180',
      item: { volume: '1e3', issue: '012', issued: { 'date-parts': [[2022]] } },
    });
  });

  it('has the line of each paper', () => {
    const text = '\n- title: A\n  abstract: |\n    - title: no\n    two\n\n- title: B\n';
    expect(draftsOf(format, text).map(({ line, item }) => [line, item.title])).toEqual([
      [2, 'A'],
      [7, 'B'],
    ]);
    expect(draftsOf(format, text)[0]?.item.abstract).toBe('- title: no\ntwo\n');
  });

  it('names the line of a mistake, and reads the other papers', () => {
    const text =
      '- title: A\n- title: A study: of colons\n  year: 2024\n- title: B\n  year: soon\n- title: C\n  x: "open\n- title: D\n';
    expect(titlesOf(readAll(format, text))).toEqual(['A', 'D']);
    expect(problemsOf(format, text).map((problem) => problem.replace(/(no YAML).*/, '$1'))).toEqual([
      '2: error: this is no YAML',
      '4: error: year must be a whole number from 1000 to 2999',
      '7: error: this is no YAML',
    ]);
  });

  it('refuses aliases that unfold into many, and what is nested without end', () => {
    const bomb = `- title: A\n  csl:\n    a: &a [x, x]\n${[...'bcdefgh'].map((name, index) => `    ${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`).join('\n')}\n`;
    expect(problemsOf(format, bomb)).toHaveLength(1);
    expect(problemsOf(format, `- title: A\n- ${'['.repeat(1_000_000)}`)).toEqual([
      '2: error: this record is nested too deeply',
    ]);
    expect(problemsOf(format, `- ${'- '.repeat(50_000)}`)).toHaveLength(1);
    expect(problemsOf(format, `- title: A\n- ${'x'.repeat(2_000_000)}`)).toEqual([
      '2: error: this record is too long: 2000002 characters',
    ]);
    expect(problemsOf(format, '- title: *nothing\n')).toHaveLength(1);
  });
});

describe('writing YAML of papers', () => {
  it('gives a list to be edited by hand', () => {
    const paper = paperOf({
      title: 'A: B',
      authors: ['Ada Lovelace', '李四'],
      year: 2024,
      arxiv: '2203.05180',
      links: [{ role: 'code', url: 'https://a.org' }],
    });
    expect(writeAll(format, [exported(paper, ['x'])])).toBe(
      `- citation-key: key-2024
  title: "A: B"
  author:
    - Ada Lovelace
    - 李四
  year: 2024
  arxiv: "2203.05180"
  status: read
  tags:
    - x
  links:
    - role: code
      url: https://a.org
  added: 2024-05-17T08:00:00.000Z
`,
    );
    expect(writeAll(format, [])).toBe('[]\n');
  });
});

describe('what looks like YAML of papers', () => {
  it.each([
    ['- title: A\n', true],
    ['# mine\n---\n- citation-key: a\n  title: A\n', true],
    ['- A paper\n- [ ] another\n', false],
    ['---\ntitle: A\n---\n', false],
  ])('%j: %s', (text, expected) => {
    expect(format.looksLike(text)).toBe(expected);
  });
});
