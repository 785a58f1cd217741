/**
 * Draws the entries of labels.tsv from the lists: prints file, line and text of 150 lines that hold an entry, the same
 * ones at every run. What an entry is, is told for each file by hand, and not by the reader that is measured.
 *
 *   node tests/formats/list/draw-labels.mjs <folder of the lists>
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const COUNT = 150;
const SEED = 20240517;

/** The line on which an entry of each list begins. */
const ENTRIES = {
  'FLHonker-Awesome-KD.md': /^\d+\. /,
  'LutingWang-kd-detection.md': /^(?:[\w-]+\. )?\*[^*]+\*\.$/,
  'Tebmer-kd-of-llms.md': /^\|(?! *(?:Title|Role|:-|\*\*[①②③])).*\|/,
  'dkozlov-awesome-kd.md': /^- \[/,
  'zju-pi-kd-paper.md': /^- \*\*/,
};

/** A generator of numbers in [0, 1) that starts from a seed (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const folder = process.argv[2] ?? '.';
const pool = Object.entries(ENTRIES).flatMap(([file, entry]) =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .flatMap((text, index) => (entry.test(text) ? [{ file, line: index + 1, text }] : [])),
);
const next = random(SEED);
const drawn = new Set();
while (drawn.size < COUNT) drawn.add(Math.floor(next() * pool.length));
for (const index of [...drawn].sort((a, b) => a - b)) {
  const { file, line, text } = pool[index];
  process.stdout.write(`${file}\t${line}\t${text}\n`);
}
