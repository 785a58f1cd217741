import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly out: string;
  readonly err: string;
  readonly code: number;
}

export interface Surroundings {
  readonly stdin?: string | Uint8Array | undefined;
  /** Standard output and error are a terminal of this many columns. */
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly now?: string | undefined;
  readonly dialogue?: Io['dialogue'];
}

/** A folder of its own for one test, with a library in it that is not there yet; removed by `dispose`. */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'kd-test-'));
  readonly library = join(this.folder, 'library.db');

  /** Runs a command line in this process, as a pipe would see it unless `columns` makes it a terminal. */
  async kd(args: readonly string[], { stdin, columns, rows, env, now, dialogue }: Surroundings = {}): Promise<Outcome> {
    let out = '';
    let err = '';
    const isTerminal = columns !== undefined;
    const code = await main(
      args,
      {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        readStdin: () => (typeof stdin === 'string' ? new TextEncoder().encode(stdin) : (stdin ?? new Uint8Array())),
        isTerminal: { out: isTerminal, err: isTerminal, in: false },
        dialogue,
        columns: columns ?? 80,
        rows: rows ?? 24,
        env: {
          KD_LIBRARY: this.library,
          XDG_CACHE_HOME: join(this.folder, 'cache'),
          XDG_CONFIG_HOME: join(this.folder, 'config'),
          KD_LANG: 'en',
          NO_COLOR: '1',
          KD_PAGER: '',
          ...env,
        },
        now: new Date(`${now ?? '2024-05-17'}T12:00:00`),
      },
      ROOT,
    );
    return { out, err, code };
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
