// No reader's time grows faster than its text, and none is ended by a text that opens much and closes little.
import { describe, expect, it } from 'vitest';
import { FULL, figure } from '../helpers/faults.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';
import { loadReaders, type Reader, takes } from './readers.ts';
import { DEEP_TEXTS, LONG_TEXTS, PLAIN_TEXTS } from './texts.ts';

const READERS = await loadReaders();

/** The milliseconds of the processor that reading a text takes. */
function cost(reader: Reader, text: string): number {
  const before = process.cpuUsage();
  takes(reader, text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A text is read at this length, at twice and at four times that. */
const LENGTH = 16_000;
/** Shorter times say nothing: the clock and the collector of garbage are as much. */
const LEAST_MS = 400;
/** How many times as long a text of twice the length may take; twice is what a linear reader needs. */
const MOST_GROWTH = 3;

/** How much longer a text takes that is twice as long: the less of two doublings, as a pause can fall into one. */
function growth(reader: Reader, of: (length: number) => string): number {
  const [once = 0, twice = 0, fourTimes = 0] = [1, 2, 4].map((times) => cost(reader, of(LENGTH * times)));
  return fourTimes < LEAST_MS ? 1 : Math.min(twice / once, fourTimes / twice);
}

describe.each(READERS)('the reader of $name', (reader) => {
  it.runIf(FULL)('takes time as the length of its text', () => {
    const steep: string[] = [];
    for (const { name, of } of LONG_TEXTS) {
      // Once more, where another process took the time.
      if (growth(reader, of) > MOST_GROWTH && growth(reader, of) > MOST_GROWTH) steep.push(name);
    }
    figure(
      `${reader.name}: ${LONG_TEXTS.length} texts of ${LENGTH} to ${4 * LENGTH} characters, ${steep.length} steep`,
    );
    expect(steep).toEqual([]);
  });

  it.runIf(FULL)('takes ten megabytes', () => {
    const seconds = PLAIN_TEXTS.map(({ of }) => cost(reader, of(10_000_000)) / 1000);
    figure(`${reader.name}: ${PLAIN_TEXTS.length} texts of 10 MB, the slowest ${Math.max(...seconds).toFixed(1)} s`);
    expect(seconds).toHaveLength(PLAIN_TEXTS.length);
  });

  it('takes long texts of one mark', () => {
    const at = READERS.indexOf(reader);
    const some = LONG_TEXTS.filter((_, index) => FULL || index % (2 * READERS.length) === at);
    const taken = some.map(({ of }) => takes(reader, of(FULL ? 4_000 : 1_000)));
    expect(taken.length).toBeGreaterThan(10);
  });

  it('takes deep texts', () => {
    const depths = FULL ? [100, 2_000, 100_000] : [100];
    const taken = depths.flatMap((depth) => DEEP_TEXTS.map(({ of }) => takes(reader, of(depth))));
    expect(taken).toHaveLength(depths.length * DEEP_TEXTS.length);
  });
});

describe('an import', () => {
  it('takes deep texts, and refuses what is deeper than what is kept', () => {
    const depth = FULL ? 100_000 : 20_000;
    const library = freshLibrary();
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const { failures } = importTexts(library, {
      'a.md': `# 20240517\n\n## 论文阅读\n\n### A 2024AAAI\n\n${'> '.repeat(depth)}a\n`,
      'b.md': `# A Title\n\n**[AAAI 2024](u)**\n\n${'- '.repeat(depth)}a\n`,
      'c.md': `---\ntitle: ${deep}\n---\n`,
    });
    expect(failures.map(({ path }) => path)).toEqual(['c.md']);
    library.close();
  });

  it('of a dump takes no value deeper than records are', () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const paper = {
      record: 'paper',
      id: 1,
      citationKey: 'a',
      title: 'A',
      authors: [],
      links: [],
      status: 'read',
      setByUser: [],
    };
    const rest = {
      addedAt: '2024-05-17T12:00:00.000Z',
      addedTags: [],
      removedTags: [],
      aliases: [],
      extra: { a: 'DEEP' },
    };
    const line = JSON.stringify({ ...paper, ...rest });
    const dump = READERS.find(({ name }) => name === 'dump') as Reader;
    const text = (extra: string) => `{"record":"library","schema":1}\n${line.replace('"DEEP"', extra)}\n`;
    expect(takes(dump, text('[]'))).toBe(true);
    expect(takes(dump, text(deep))).toBe(false);
  });
});
