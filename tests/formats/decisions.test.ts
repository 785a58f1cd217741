import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecisions, writeDecisions } from '../../src/formats/decisions.ts';
import { english } from '../helpers/english.ts';

const read = (text: string) => readDecisions([text]);

describe('a file of decisions', () => {
  it('is read with any line ends, from spreadsheets too, and skips what is no decision', () => {
    const text =
      '\ufeff# a remark\r\ndecision\tids\tcitation-keys\r\n\r\nMERGE\t"12 47"\ta b\twhy\r\ndifferent\t3,4,5\r\n\t6 7\tc d\r\nskip\t8 9';
    expect(read(text)).toEqual({
      decisions: [
        { line: 4, decision: 'merge', ids: [12, 47], citationKeys: ['a', 'b'] },
        { line: 5, decision: 'different', ids: [3, 4, 5], citationKeys: [] },
        { line: 6, decision: 'skip', ids: [6, 7], citationKeys: ['c', 'd'] },
        { line: 7, decision: 'skip', ids: [8, 9], citationKeys: [] },
      ],
      problems: [],
    });
  });

  it('names the lines that are wrong', () => {
    const text = 'unite\t1 2\nmerge\t1\nmerge\tone two\nmerge\nmerge\t1 2\n"merge\t3 4\n';
    const { decisions, problems } = read(text);
    expect(decisions.map(({ line }) => line)).toEqual([5]);
    expect(english(problems)).toEqual([
      { line: 1, severity: 'error', message: '"unite" is no decision: merge, different, skip' },
      { line: 2, severity: 'error', message: '"1" is no list of ids: 12 47' },
      { line: 3, severity: 'error', message: '"one two" is no list of ids: 12 47' },
      { line: 4, severity: 'error', message: '"" is no list of ids: 12 47' },
      { line: 6, severity: 'error', message: 'a quote is never closed' },
    ]);
  });

  it('reads what it writes, whatever the remarks hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', 'a', '\t', '\n', ' ', '#', '，', '\ufeff') }),
    );
    const undecided = fc.record({
      ids: fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 2, maxLength: 4 }),
      citationKeys: fc.array(fc.stringMatching(/^[a-z][a-z0-9:_-]{0,20}$/), { minLength: 2, maxLength: 4 }),
      remarks: fc.array(text, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(undecided, { maxLength: 5 }), text, (rows, comment) => {
        const { decisions, problems } = read(writeDecisions(rows, [comment]));
        expect(problems).toEqual([]);
        expect(decisions.map(({ decision, ids, citationKeys }) => ({ decision, ids, citationKeys }))).toEqual(
          rows.map(({ ids, citationKeys }) => ({ decision: 'skip', ids, citationKeys })),
        );
      }),
    );
  });
});
