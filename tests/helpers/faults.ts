/** Whether faults are caused in full numbers (`npm run faults`), or as many as a run of all tests has time for. */
export const FULL = process.env['MODE'] === 'full';

/** Numbers in [0, 1) that look random and are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Prints a figure for docs/reliability.md. */
export function figure(text: string): void {
  process.stdout.write(`${text}\n`);
}
