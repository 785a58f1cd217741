import { describe, expect, it } from 'vitest';
import { forTerminal, guarded } from '../../src/cli/terminal.ts';

describe('a text for a terminal', () => {
  it.each([
    ['a\r\nb\rc\n', 'a\nb\nc\n'],
    ['a\tb\n', 'a\tb\n'],
    ['\u001b[2Ja\u009b1mb', ' [2Ja 1mb'],
    ['\u001b]8;;http://a.b\u0007a', ' ]8;;http://a.b a'],
    ['abc\u202edef\u2066ghi', 'abc def ghi'],
    ['know\u200bledge\ufeff', 'knowledge'],
    ['👩‍🔬 می‌خواهم', '👩‍🔬 می‌خواهم'],
    ['\u001b[1mbold\u001b[22m', ' [1mbold [22m'],
  ])('%j is %j', (text, shown) => {
    expect(forTerminal(text, false)).toBe(shown);
  });

  it('keeps the styles that kd has, and no others', () => {
    const text = '\u001b[1mbold\u001b[22m \u001b[2mdim\u001b[22m \u001b[31mred\u001b[0m';
    expect(forTerminal(text, true)).toBe('\u001b[1mbold\u001b[22m \u001b[2mdim\u001b[22m  [31mred [0m');
  });
});

describe('the world outside of kd', () => {
  it.each([
    [true, false, 'a ', 'a\u0007'],
    [false, true, 'a\u0007', 'a '],
  ])('is guarded where it is a terminal: output %s, errors %s', (out, err, output, errors) => {
    const written = { out: '', err: '' };
    const io = guarded(
      {
        out: (text) => {
          written.out += text;
        },
        err: (text) => {
          written.err += text;
        },
        readStdin: () => undefined,
        isTerminal: { out, err, in: false },
        columns: 80,
        rows: 24,
        env: {},
        now: new Date(0),
      },
      () => false,
    );
    io.out('a\u0007');
    io.err('a\u0007');
    expect(written).toEqual({ out: output, err: errors });
    expect(io.columns).toBe(80);
  });
});
