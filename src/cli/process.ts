import { fstatSync, readFileSync, writeSync } from 'node:fs';
import type { Io } from './io.ts';
import { main } from './main.ts';

/** On Windows a console takes text in its own code alone, which Node's streams know. */
const WINDOWS = process.platform === 'win32';
/** How many characters of output are gathered before they are written: to write each line takes longer than to make it. */
const ENOUGH = 1 << 16;

/** Runs the command line that this process was started with; `root` is the folder of the package. */
export async function run(root: string): Promise<void> {
  process.on('SIGINT', () => process.exit(130));
  const out = new Output(1, () => process.stdout, ENOUGH);
  const err = new Output(2, () => process.stderr, 0);
  const io: Io = {
    out: (text) => out.write(text),
    err: (text) => {
      out.flush();
      err.write(text);
    },
    // Not process.stdin: touching it makes a pipe non-blocking, and one whose text comes late would seem empty.
    readStdin: () => (isTerminal(0) ? undefined : readInput()),
    // Each is looked at when it is asked for, as few commands ask for all.
    isTerminal: {
      get out() {
        return out.isTerminal;
      },
      get err() {
        return err.isTerminal;
      },
      get in() {
        return isTerminal(0);
      },
    },
    get dialogue() {
      return isTerminal(0) && err.isTerminal ? { input: process.stdin, output: process.stderr } : undefined;
    },
    get columns() {
      return (out.isTerminal && process.stdout.columns) || 80;
    },
    get rows() {
      return (out.isTerminal && process.stdout.rows) || 24;
    },
    env: process.env,
    now: now(),
  };
  process.exitCode = await main(process.argv.slice(2), io, root);
  out.flush();
}

/** Whether it is a terminal. Node's own test is slow to load, and no pipe or file need wait for it. */
function isTerminal(descriptor: number): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false;
  } catch {
    return false;
  }
  return process.getBuiltinModule('node:tty').isatty(descriptor);
}

/**
 * Standard output or error. A terminal is written to through Node's stream; a pipe or a file at once, as the stream is
 * slower to load than a short list to be made.
 */
class Output {
  readonly #descriptor: number;
  readonly #atOnce: number;
  readonly #toStream: () => NodeJS.WriteStream;
  #isTerminal: boolean | undefined;
  #stream: NodeJS.WriteStream | undefined;
  #gathered = '';

  constructor(descriptor: number, toStream: () => NodeJS.WriteStream, atOnce: number) {
    this.#descriptor = descriptor;
    this.#toStream = toStream;
    this.#atOnce = atOnce;
  }

  get isTerminal(): boolean {
    if (this.#isTerminal === undefined) {
      this.#isTerminal = isTerminal(this.#descriptor);
      if (this.#isTerminal || WINDOWS) {
        this.#stream = this.#toStream();
        this.#stream.on('error', (error) => this.#giveUp(error));
      }
    }
    return this.#isTerminal;
  }

  write(text: string): void {
    if (this.isTerminal || this.#stream !== undefined) this.#stream?.write(text);
    else {
      this.#gathered += text;
      if (this.#gathered.length >= this.#atOnce) this.flush();
    }
  }

  flush(): void {
    const bytes = Buffer.from(this.#gathered);
    this.#gathered = '';
    for (let start = 0; start < bytes.length; ) {
      try {
        start += writeSync(this.#descriptor, bytes, start);
      } catch (error) {
        // A pipe that another process made non-blocking is full at times, and is waited for.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.#giveUp(error as NodeJS.ErrnoException);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
    }
  }

  /** Ends kd where what it says cannot be written. A reader that went away (`kd list | head -1`) is no failure. */
  #giveUp({ code }: NodeJS.ErrnoException): never {
    if (code === 'EPIPE') process.exit(0);
    if (this.#descriptor === 1) process.stderr.write(`kd: the output cannot be written (${code})\n`);
    process.exit(1);
  }
}

function readInput(): Uint8Array {
  try {
    return readFileSync(0);
  } catch (error) {
    // A standard input that is closed, or open but not readable now, is an empty one.
    if (['EAGAIN', 'EBADF', 'EISDIR', 'ENXIO'].includes(String((error as NodeJS.ErrnoException).code))) {
      return new Uint8Array();
    }
    throw error;
  }
}

function now(): Date {
  const set = process.env['KD_NOW'];
  if (set === undefined || set === '') return new Date();
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(set) ? `${set}T12:00:00` : set);
}
