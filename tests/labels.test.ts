import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importNotes } from '../src/core/import.ts';
import { linesOf, type Week } from '../src/domain/week.ts';
import { NO_CORPUS, readTable, weeklyNotes } from './helpers/corpus.ts';
import { freshLibrary } from './helpers/library.ts';

/** The names in a cell of the labels. */
const words = (cell: string | undefined) => (cell ?? '').split(/\s+/).filter((word) => word !== '');

describe.skipIf(NO_CORPUS)('automatic tags against the labels (skipped without ../shared)', () => {
  it('are right and complete', () => {
    const library = freshLibrary();
    importNotes(library, weeklyNotes(), { replace: false });
    const labels = readTable(join('labels', 'readings.tsv'));
    const papers = new Map<number, { required: Set<string>; allowed: Set<string>; at: string }>();
    for (const { date } of library.weeks.list()) {
      const { blocks } = library.weeks.load(date) as Week;
      const lines = linesOf(blocks);
      for (const [index, { reading }] of blocks.entries()) {
        if (reading === null) continue;
        const at = `${date.replaceAll('-', '')}.md:${lines[index]}`;
        const label = labels.find((row) => `${row['file']}:${row['line']}` === at);
        const entry = papers.get(reading.paperId) ?? { required: new Set(), allowed: new Set(), at };
        for (const word of words(label?.['tags_required'])) entry.required.add(word);
        for (const word of words(label?.['tags_allowed'])) entry.allowed.add(word);
        papers.set(reading.paperId, entry);
      }
    }
    const wrong: string[] = [];
    const missing: string[] = [];
    let assigned = 0;
    let required = 0;
    for (const [id, label] of papers) {
      const tags = library.tags.of(id).map(({ name }) => name);
      assigned += tags.length;
      required += label.required.size;
      wrong.push(
        ...tags.filter((tag) => !label.required.has(tag) && !label.allowed.has(tag)).map((tag) => `${label.at} ${tag}`),
      );
      missing.push(...[...label.required].filter((tag) => !tags.includes(tag)).map((tag) => `${label.at} ${tag}`));
    }
    const precision = 1 - wrong.length / assigned;
    const recall = 1 - missing.length / required;
    process.stdout.write(
      `labels: ${papers.size} papers, ${assigned} tags assigned, ${required} required\n` +
        `  precision ${precision.toFixed(3)}  recall ${recall.toFixed(3)}\n` +
        `  wrong: ${wrong.join(', ') || 'none'}\n  missing: ${missing.join(', ') || 'none'}\n`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.97);
    expect(recall).toBeGreaterThanOrEqual(0.92);
  });
});
