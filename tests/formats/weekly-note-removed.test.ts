// Headings of removed papers: the note is read as before around them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockDraft, headingChoice, textOf, type WeekChoice } from '../../src/domain/week.ts';
import { readWeeklyNote } from '../../src/formats/weekly-note.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

function read(text: string, removed: readonly string[], others: readonly [string, WeekChoice][] = []) {
  const choices = new Map<string, WeekChoice>([
    ...removed.map((words) => [headingChoice(words), 'prose'] as const),
    ...others,
  ]);
  const { weeks, doubts } = readWeeklyNote(text, { venues: VENUE_TABLE, choices });
  return { blocks: weeks[0]?.blocks ?? [], doubts };
}

const HEAD = '# 20240517\n\n## 论文阅读\n\n';
const shapes = (blocks: readonly BlockDraft[]) => blocks.slice(2).map(({ kind, source }) => [kind, source]);
const slices = (block: BlockDraft | undefined, name: 'summary' | 'keyIdeas' | 'remarks') => {
  const spans = block?.reading?.spans[name];
  const list = (spans === undefined ? [] : name === 'summary' ? [spans] : spans) as [number, number][];
  return list.map((span) => block?.source.slice(...span));
};

describe('the heading of a removed paper', () => {
  it('is prose with its body and its remarks; a quote of the same words is read by its own choice', () => {
    const text = `${HEAD}### A 2022CVPR\n一。\n\n> 附注\n\n> A 2022CVPR\n### B 2023ICCV\n二。\n`;
    const parts = ['### A 2022CVPR\n一。\n\n> 附注\n\n', '> A 2022CVPR\n', '### B 2023ICCV\n二。\n'];
    const blocks = (...others: [string, WeekChoice][]) => shapes(read(text, ['A 2022CVPR'], others).blocks);
    expect(blocks(['A 2022CVPR', 'theme'])).toEqual([
      ['prose', parts[0]],
      ['theme', parts[1]],
      ['reading', parts[2]],
    ]);
    expect(blocks(['A 2022CVPR', 'remark'])).toEqual([
      ['prose', `${parts[0]}${parts[1]}`],
      ['reading', parts[2]],
    ]);
  });

  it('keeps a doubtful quote doubtful, and has no doubts of its own', () => {
    const text = `${HEAD}### A 2022CVPRR\n一。\n\n> 附注\n\n> 两可\n### B 2023ICCV\n二。\n\n> 附注\n`;
    const before = read(text, []).doubts.map(({ message }) => message.values);
    const after = read(text, ['A 2022CVPRR']).doubts.map(({ message }) => message.values);
    expect(before.length).toBe(2);
    expect(after).toEqual([['A 2022CVPRR']]);
  });

  it('leaves the text that another heading shares with it to that one', () => {
    const text = `${HEAD}### A 2022CVPR\n### B 2023ICCV\n### C 2024AAAI\n小结。\n- 要点\n\n> 附注\n`;
    const last = read(text, ['C 2024AAAI']).blocks;
    expect(shapes(last)).toEqual([
      ['reading', '### A 2022CVPR\n'],
      ['reading', '### B 2023ICCV\n### C 2024AAAI\n小结。\n- 要点\n\n> 附注\n'],
    ]);
    expect(last[2]?.reading?.sharesText).toBe(true);
    expect([slices(last[3], 'summary'), slices(last[3], 'keyIdeas'), slices(last[3], 'remarks')]).toEqual([
      ['小结。'],
      ['要点'],
      ['> 附注'],
    ]);
    const middle = read(text, ['B 2023ICCV']).blocks;
    expect(shapes(middle).map(([kind]) => kind)).toEqual(['reading', 'reading']);
    expect(middle[2]?.reading?.sharesText).toBe(true);
    const first = read(text, ['A 2022CVPR', 'B 2023ICCV']).blocks;
    expect(shapes(first).map(([kind]) => kind)).toEqual(['prose', 'prose', 'reading']);
    const only = read(text, ['B 2023ICCV', 'C 2024AAAI']).blocks;
    expect([shapes(only).length, slices(only[2], 'summary'), only[2]?.reading?.sharesText]).toEqual([
      1,
      ['小结。'],
      false,
    ]);
  });

  it('leaves alone a back-reference above it, which shares no text', () => {
    const text = `${HEAD}### A 2022CVPR-0510\n### B 2023ICCV\n二。\n`;
    expect(shapes(read(text, ['B 2023ICCV']).blocks)).toEqual([
      ['reading', '### A 2022CVPR-0510\n'],
      ['prose', '### B 2023ICCV\n二。\n'],
    ]);
  });

  it('never changes the bytes, the other readings or the themes, whatever the note', () => {
    const headings = ['A 2022CVPR', 'B 2023ICCV', 'C 2024AAAI', 'D 2021ICLR-0510', 'E'];
    const line = fc.oneof(
      fc.constantFrom(...headings.map((words) => `### ${words}`)),
      fc.constantFrom(
        '',
        '---',
        '> 组',
        '> 附注',
        '一句话。',
        '- 要点',
        '#### 小节',
        '## 其他',
        '```',
        '# 又一',
        '<!--',
      ),
    );
    const note = fc.array(line, { maxLength: 20 }).map((lines) => `${HEAD}${lines.join('\n')}`);
    const ofOthers = (blocks: readonly BlockDraft[], removed: readonly string[]) =>
      blocks.flatMap(({ kind, text, reading }) => {
        if (kind === 'prose' || (kind === 'reading' && removed.includes(text))) return [];
        return [[kind, text, reading?.theme === undefined ? null : blocks[reading.theme]?.text]];
      });
    fc.assert(
      fc.property(note, fc.subarray(headings), (text, removed) => {
        const before = read(text, []).blocks;
        const after = read(text, removed).blocks;
        expect(textOf(after)).toBe(text);
        expect(ofOthers(after, removed)).toEqual(ofOthers(before, removed));
        expect(after.filter(({ kind, text: words }) => kind === 'reading' && removed.includes(words))).toEqual([]);
      }),
      { numRuns: 500, seed: 11 },
    );
  });
});
