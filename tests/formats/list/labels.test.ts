import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PaperDraft } from '../../../src/domain/draft.ts';
import { NO_CORPUS, SHARED } from '../../helpers/corpus.ts';
import { papersOf, venueOf, yearOf } from './helpers.ts';

/** Entries drawn by draw-labels.mjs and read by hand; one without a title is no paper. */
const LABELS = readFileSync(join(import.meta.dirname, 'labels.tsv'), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((row) => {
    const [file = '', line = '', title = '', venue = '', year = ''] = row.split('\t');
    return { file, line: Number(line), title, venue, year };
  });

describe.skipIf(NO_CORPUS)('the reader of lists against the labels (skipped without ../shared)', () => {
  it('gets title, venue and year right for 97 % of 150 entries', () => {
    const read = new Map<string, PaperDraft[]>();
    for (const { file } of LABELS) {
      if (!read.has(file)) read.set(file, papersOf(readFileSync(join(SHARED, 'corpus', 'lists', file), 'utf8')));
    }
    const right = { title: 0, venue: 0, year: 0, all: 0 };
    const wrong: string[] = [];
    for (const { file, line, title, venue, year } of LABELS) {
      const draft = read.get(file)?.find((found) => found.line === line);
      const found = draft === undefined ? ['', '', ''] : [draft.item.title, venueOf(draft), yearOf(draft)];
      const [isTitle, isVenue, isYear] = [found[0] === title, found[1] === venue, found[2] === year];
      right.title += Number(isTitle);
      right.venue += Number(isVenue);
      right.year += Number(isYear);
      if (isTitle && isVenue && isYear) right.all += 1;
      else wrong.push(`${file}:${line} ${found.join(' | ')}`);
    }
    process.stdout.write(
      `lists: ${JSON.stringify(right)} of ${LABELS.length}\n  wrong: ${wrong.join(', ') || 'none'}\n`,
    );
    expect(LABELS).toHaveLength(150);
    expect(right.all / LABELS.length).toBeGreaterThanOrEqual(0.97);
  });
});
