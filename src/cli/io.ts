import type { Readable, Writable } from 'node:stream';

/** The world outside of kd, as one value: what it reads, where it writes, what it knows of its surroundings. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** The bytes of standard input, or undefined where it is a terminal. */
  readStdin(): Uint8Array | undefined;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean; readonly in: boolean };
  /** Where questions are asked and answered: there where standard input and standard error are a terminal. */
  readonly dialogue?: { readonly input: Readable; readonly output: Writable } | undefined;
  /** The terminal's width and height in cells. */
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}
