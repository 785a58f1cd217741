import { PassThrough, Writable } from 'node:stream';

/** A terminal in memory: what is typed into it, a line for each question, and what it shows. */
export class Dialogue {
  readonly input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  shown = '';
  readonly output = Object.assign(
    new Writable({
      write: (chunk, _, done) => {
        this.shown += String(chunk);
        done();
      },
    }),
    { isTTY: true, columns: 100, rows: 40 },
  );
  readonly #keys: string[];
  readonly #timer: NodeJS.Timeout;

  /** Each key sequence is typed when a question is open (the last mark is an open one), and the screen at rest. */
  constructor(keys: readonly string[]) {
    this.#keys = [...keys];
    let before = -1;
    this.#timer = setInterval(() => {
      const isOpen = this.shown.lastIndexOf('◆') > this.shown.lastIndexOf('◇');
      if (this.shown.length === before && isOpen) {
        const next = this.#keys.shift();
        if (next !== undefined) this.input.write(next);
      }
      before = this.shown.length;
    }, 15);
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

export const ENTER = '\r';
export const DOWN = '\u001b[B';
export const CTRL_C = '\u0003';
