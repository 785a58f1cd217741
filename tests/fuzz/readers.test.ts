// Every reader takes whatever it is given: it reads it or says what is wrong, and what it reads is of the text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FULL, figure } from '../helpers/faults.ts';
import { grammarOf } from './grammars.ts';
import { loadReaders, takes } from './readers.ts';
import { BITS, mutated, SEEDS } from './samples.ts';

/** Printed by `npm run fuzz`; FUZZ_SEED=… runs the same texts again. */
const SEED = Number(process.env['FUZZ_SEED'] ?? (FULL ? Date.now() % 1_000_000 : 20240517));
/** How many texts of each kind a reader gets. */
const RUNS = FULL ? 500 : 60;
/** To read a dump a library is made. */
const DUMP_RUNS = FULL ? 100 : 15;

const READERS = await loadReaders();
const counts = new Map<string, { read: number; refused: number }>();

describe.each(READERS)('the reader of $name', (reader) => {
  const numRuns = reader.name === 'dump' ? DUMP_RUNS : RUNS;
  const count = { read: 0, refused: 0 };
  counts.set(reader.name, count);
  const feed = (text: string) => {
    if (takes(reader, text)) count.read += 1;
    else count.refused += 1;
  };

  it('takes mutations of real texts', () => {
    fc.assert(fc.property(mutated(SEEDS), feed), { seed: SEED, numRuns });
  });

  it('takes texts of the marks of all formats', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...BITS), fc.string({ unit: 'binary', maxLength: 4 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        text.map((bits) => bits.join('')),
        feed,
      ),
      { seed: SEED, numRuns },
    );
  });

  it('takes the fields of its own format with anything in them', () => {
    fc.assert(fc.property(grammarOf(reader.name), feed), { seed: SEED, numRuns });
  });

  it('read some of them', () => {
    expect(count.read).toBeGreaterThan(0);
    if (FULL) figure(`${reader.name}: ${count.read} texts read, ${count.refused} refused, seed ${SEED}`);
  });
});
