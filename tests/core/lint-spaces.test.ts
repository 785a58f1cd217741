import fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../src/core/lint/apply-fixes.ts';
import type { Finding } from '../../src/core/lint/finding.ts';
import { noteText } from '../../src/core/lint/linted-text.ts';
import { findSpaces, type HeadingKind } from '../../src/core/lint/spaces.ts';
import type { Note } from '../../src/domain/note.ts';

/** The findings in a text whose level-1 headings are titles, and the text without them. */
function spaces(source: string): { findings: Finding[]; after: string } {
  const findings: Finding[] = [];
  const linted = noteText({ id: 1, file: 'a.md', paperId: null, source } as Note, (finding) => findings.push(finding));
  const headings = linted.lines.filter(({ kind }) => kind === 'heading');
  const kinds = headings.map(({ level, words }): [number, HeadingKind] => [
    words[0],
    level === 1 ? 'title' : 'section',
  ]);
  findSpaces(linted, new Map(kinds));
  return { findings, after: applyFixes(source, findings, () => '').after };
}

const cleaned = (source: string) => spaces(source).after;

/** What Markdown makes of a text, without places in it; blanks around a line end inside `code` are one. */
function tree(source: string): string {
  return JSON.stringify(fromMarkdown(source), function (this: { type?: string }, key, value: unknown) {
    if (key === 'position') return undefined;
    const isCode = key === 'value' && this.type === 'inlineCode';
    return isCode ? String(value).split(/\s+/).join(' ').trim() : value;
  });
}

describe('blanks at the end of a line', () => {
  it.each([
    ['of a heading', '# A  \n## B\t\n', '# A\n## B\n'],
    ['of a rule', 'a\n\n--- \n', 'a\n\n---\n'],
    ['of a blank line', 'a\n   \nb\n', 'a\n\nb\n'],
    ['of a line, one alone', 'a \nb\t\n', 'a\nb\n'],
    ['where the paragraph ends', 'a  \n\nb  \n# C\n\nc  \n', 'a\n\nb\n# C\n\nc\n'],
    ['where a quote follows, or a quote ends', 'a  \n> b  \n\n', 'a\n> b\n\n'],
    ['with other line ends', '# A \r\na \rb\r\n', '# A\r\na\rb\r\n'],
  ])('go %s', (_, source, expected) => {
    expect(cleaned(source)).toBe(expected);
  });

  it('stay on a last line without a line end, which may not be finished', () => {
    expect(cleaned('a \nb  ')).toBe('a\nb  ');
  });

  it.each([
    ['that break a line', 'a  \nb\n'],
    ['that break a line of a quote', '> a  \n> b\n'],
    ['that break a line before one a quote goes on with', '> a  \nb\n'],
    ['behind a backslash', 'a\\ \nb\n'],
    ['in code', '```\na  \n   \n```\n'],
    ['in code by indent', '    a  \n      \n    b  \n'],
    ['behind a fence that is never closed, or that stands in a quote or a list', 'a\n\n> ```\n> b \n\nc \n'],
    ['in a formula', '$$\na  \n$$\n'],
    ['in a YAML head', '---\ntitle: A  \nabstract: |\n  b  \n---\n\nc\n'],
    ['before a formula that goes on in the paragraph', 'a  \n$$\nb\n$$\n'],
  ])('stay %s', (_, source) => {
    expect(spaces(source)).toEqual({ findings: [], after: source });
  });
});

describe('blanks in a heading', () => {
  it.each([
    ['several in a title', '# A Study  of\t\tBlanks\n', '# A Study of Blanks\n'],
    ['a no-break space', '# A\u00a0Study 2024AAAI\n', '# A Study 2024AAAI\n'],
    ['an ideographic one', '# 一项研究\u3000 2024AAAI\n', '# 一项研究 2024AAAI\n'],
    ['several between the words of a section', '## Effects of  Blanks\n', '## Effects of Blanks\n'],
  ])('become one: %s', (_, source, expected) => {
    expect(cleaned(source)).toBe(expected);
  });

  it.each([
    ['between two languages of a section', '## Response Correction  响应修正\n'],
    ['in a formula or code', '# The $a  b$ and `c  d` of It\n'],
    ['behind the marks of the heading', '#   A Study\n'],
  ])('stay %s', (_, source) => {
    expect(spaces(source)).toEqual({ findings: [], after: source });
  });
});

describe('a text without its stray blanks', () => {
  const pieces = [
    'a',
    '一',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '# ',
    '> ',
    '- ',
    '1. ',
    '---',
    '\n\n```\nx  \n   \n```\n\n',
    '    ',
    '\\',
    '*',
    '`',
    '|',
  ];
  const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));

  it('is the same to Markdown, has nothing left, and the same words in the same lines', () => {
    fc.assert(
      fc.property(texts, (source) => {
        const { findings } = spaces(source);
        const atEnds = findings.filter(({ fix }) => fix?.text === '');
        const { after } = applyFixes(source, atEnds, () => '');
        expect(tree(after)).toBe(tree(source));
        const whole = cleaned(source);
        expect(spaces(whole).findings).toEqual([]);
        const words = (text: string) => text.split(/\r\n|\r|\n/).map((line) => line.split(/\s+/).join(' ').trim());
        expect(words(whole)).toEqual(words(source));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('applyFixes', () => {
  const at = (line: number, start: number): Finding => ({
    ...(spaces('# A \n').findings[0] as Finding),
    line,
    fix: { start, end: start + 1, text: '', place: { note: 1 } },
  });

  it('leaves those changes out, and only those, that change what the text says', () => {
    const findings = [0, 1, 2, 3, 4, 5].map((start) => at(start + 1, start));
    const says = (text: string) => (text.includes('c') && text.includes('e') ? 'as before' : 'something else');
    const { after, fixed, refused } = applyFixes('abcdef', findings, says);
    expect(after).toBe('ce');
    expect(fixed.map(({ line }) => line)).toEqual([1, 2, 4, 6]);
    expect(refused.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('changes nothing in a text that cannot be read', () => {
    const findings = [at(1, 0)];
    expect(applyFixes('abc', findings, () => undefined)).toEqual({ after: 'abc', fixed: [], refused: findings });
  });
});

describe('a hostile text', () => {
  it.each([
    ['one line of blanks and a letter', `${' '.repeat(2_000_000)}a`],
    ['many blank lines that are not empty', ' \n'.repeat(300_000)],
    ['many headings', '# a  b \n'.repeat(100_000)],
    ['one heading of many blanks', `# ${'a  '.repeat(300_000)}`],
    ['many dollars', `# ${'$ '.repeat(300_000)}`],
  ])('is looked through: %s', (_, source) => {
    const { after } = spaces(source);
    expect(after.length).toBeLessThanOrEqual(source.length);
  });
});
