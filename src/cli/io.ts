/** The world outside of kd, as one value: what it reads, where it writes, what it knows of its surroundings. */
export interface Io {
  out(text: string): void;
  err(text: string): void;
  /** The bytes of standard input, or undefined where it is a terminal. */
  readStdin(): Uint8Array | undefined;
  readonly isTerminal: { readonly out: boolean; readonly err: boolean; readonly in: boolean };
  /** The terminal's width and height in cells. */
  readonly columns: number;
  readonly rows: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}
