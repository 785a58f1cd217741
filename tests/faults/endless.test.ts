// Notes of ten megabytes of one mark are read or refused: no stack overflows, and memory stays in bounds.
import { describe, expect, it } from 'vitest';
import { FULL } from '../helpers/faults.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const SIZE = 10_000_000;
/** Those that overflowed a stack once, and with `npm run faults` all of them. */
const MARKS = FULL ? ['>', '#', '*', '_ ', '- ', '[', '[a](', '`', '<', '|', 'a', '蒸'] : ['*', 'a'];

describe('a note of ten megabytes', () => {
  it.each(MARKS)('of %s is read, and comes back', (mark) => {
    const body = mark.repeat(Math.floor(SIZE / Buffer.byteLength(mark)));
    for (const head of ['# 20240517\n\n## 论文阅读\n\n### A Title 2024AAAI\n', '# A Title\n\n**AAAI 2024**\n\n']) {
      const library = freshLibrary();
      const text = `${head}${body}\n`;
      const { failures } = importTexts(library, { 'note.md': text });
      expect(failures).toEqual([]);
      const week = library.weeks.load('2024-05-17');
      const kept =
        week === undefined ? library.notes.all()[0]?.source : week.blocks.map(({ source }) => source).join('');
      expect(kept === text).toBe(true);
    }
  });

  it('of line ends is refused', () => {
    const { failures } = importTexts(freshLibrary(), { '20240517.md': `# 20240517\n${'\n'.repeat(SIZE)}` });
    expect(failures.map(({ message }) => message.values)).toEqual([[SIZE + 1]]);
  });
});
