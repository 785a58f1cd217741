import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanLines } from '../../src/formats/lines.ts';

const kinds = (text: string): string =>
  scanLines(text)
    .map(({ kind }) => kind.charAt(0))
    .join('');

/** The first letters of blank, heading, rule, quote, text and opaque. */
describe('scanLines', () => {
  it('tells headings, rules, quotes, texts and blank lines apart', () => {
    expect(kinds('# 题\n\n---\n> 引\n文\n')).toBe('hbrqt');
  });

  it.each(['#', '###### x', '   ## x', '##\tx', '## '])('takes "%s" as a heading', (line) => {
    expect(kinds(line)).toBe('h');
  });

  it.each(['####### x', '#x', '    # x', '- # x', '\\# x'])('takes "%s" as text', (line) => {
    expect(kinds(line)).toBe('t');
  });

  it.each(['---', '--- ', '-----', '- - -', '***', '* * *', '___', '   ---'])('takes "%s" as a rule', (line) => {
    expect(kinds(line)).toBe('r');
  });

  it.each(['--', '--- x', '-*-', '    ---', '- 要点', '**粗体**'])('takes "%s" as no rule', (line) => {
    expect(kinds(line)).toBe('t');
  });

  it('takes spaces of any kind as blank', () => {
    expect(kinds(' \n\t\n\u3000\n\u00a0\n')).toBe('bbbb');
  });

  it('gives the level and the words of a heading', () => {
    const text = '## 论文阅读  \n### C# and A ##\n####\n';
    const lines = scanLines(text);
    expect(lines.map(({ level }) => level)).toEqual([2, 3, 4]);
    expect(lines.map(({ words }) => text.slice(...words))).toEqual(['论文阅读', 'C# and A', '']);
  });

  it('takes CRLF, LF and CR as line ends, alone and mixed', () => {
    const text = 'a\r\n# b\rc\n\r\n# d';
    expect(scanLines(text).map(({ start, end }) => text.slice(start, end))).toEqual(['a', '# b', 'c', '', '# d']);
    expect(kinds(text)).toBe('thtbh');
  });

  it('reads a first line behind a byte order mark', () => {
    const text = '\ufeff# 20240517\n';
    const [line] = scanLines(text);
    expect(line).toMatchObject({ kind: 'heading', level: 1, start: 0 });
    expect(text.slice(...(line?.words ?? [0, 0]))).toBe('20240517');
  });

  it('has no lines in an empty text', () => {
    expect(scanLines('')).toEqual([]);
  });

  describe('opaque lines', () => {
    it('are those of a code fence', () => {
      expect(kinds('```python\n# a\n---\n> b\n\n```\n# c')).toBe('ooooooh');
      expect(kinds('~~~\n# a\n~~~\n# c')).toBe('oooh');
    });

    it('go on to a fence that is as long and of the same kind', () => {
      expect(kinds('````\n```\n# a\n````\n# c')).toBe('ooooh');
      expect(kinds('```\n~~~\n# a\n`````\n# c')).toBe('ooooh');
      expect(kinds('```\n``` js\n```\n# c')).toBe('oooh');
    });

    it('are those of an indented fence', () => {
      expect(kinds('- 要点\n  ```\n  # a\n  ```\n# c')).toBe('toooh');
    });

    it('are those of a fence that opens behind a bullet', () => {
      expect(kinds('- ```\n  # a\n  ```\n# c\n')).toMatch(/^.o.h$/);
      expect(kinds('- ```\n  a\n  ```\n# c\n```\nb\n```\n').charAt(3)).toBe('h');
    });

    it('are those of a display formula', () => {
      expect(kinds('$$\n# a\n---\n$$\n# c')).toBe('ooooh');
      expect(kinds('$$ x =\n# a $$\n# c')).toBe('ooh');
      expect(kinds('$$x$$\n# c')).toBe('th');
    });

    it('are those of an HTML comment', () => {
      expect(kinds('<!-- a\n# b\n-->\n# c')).toBe('oooh');
      expect(kinds('<!-- a -->\n# c')).toBe('th');
    });

    it.each(['```', '~~~', '$$', '<!--'])('do not open at a "%s" that is never closed', (mark) => {
      expect(kinds(`${mark}\n# a\n\n---\n`)).toBe('thbr');
    });

    it('open again behind a mark that is never closed', () => {
      expect(kinds('<!--\n# a\n```\n# b\n```\n# c')).toBe('thoooh');
      expect(kinds('~~~\n# a\n```\n# b\n```\n# c')).toBe('thoooh');
    });

    it('do not open at inline code of three backticks', () => {
      expect(kinds('```a```\n# b\n```')).toBe('tht');
    });
  });

  it('cuts any text into lines that join to it', () => {
    const piece = fc.constantFrom(
      '#',
      ' ',
      '-',
      '>',
      '`',
      '```',
      '$$',
      '<!--',
      '-->',
      '蒸',
      '\n',
      '\r',
      '\r\n',
      '\ufeff',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const lines = scanLines(text);
        expect(lines.map(({ start, next }) => text.slice(start, next)).join('')).toBe(text);
        for (const { start, end, next, words } of lines) {
          expect(text.slice(end, next)).toMatch(/^(?:\r\n|\r|\n|)$/);
          expect(text.slice(start, end)).not.toMatch(/[\r\n]/);
          expect(start <= words[0] && words[0] <= words[1] && words[1] <= end).toBe(true);
        }
      }),
    );
  });
});
