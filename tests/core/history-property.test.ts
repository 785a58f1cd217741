// Random commands on a random library, taken back and made again: every row comes back as it was.
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { redo, undo } from '../../src/core/history.ts';
import { shipVocabulary } from '../../src/core/vocabulary.ts';
import { KdError } from '../../src/errors.ts';
import { Database } from '../../src/store/database.ts';
import { Library } from '../../src/store/library.ts';
import { Chooser, COMMANDS } from '../helpers/commands.ts';
import { CONCEPTS, MIGRATIONS, VENUES } from '../helpers/library.ts';

/** A few concepts are enough, and quick to look for. */
const FEW = CONCEPTS.filter(({ broader, kind }) => broader.length === 0 && kind === 'idea').slice(0, 4);
const WHITENING = CONCEPTS.filter(({ id }) => ['whitening', 'soft-targets', 'temperature'].includes(id));
const VOCABULARY = { concepts: [...FEW, ...WHITENING.map((concept) => ({ ...concept, broader: [] }))], venues: VENUES };

/** Tables that hold no content, or content that is derived, or that is looked at in another way. */
const OTHERS = /^(?:search|sqlite_|meta$|operation$|change$)/;

/** A library in memory, with a look at its rows. */
function open(): { library: Library; rows: () => Record<string, string> } {
  const opened = vi.spyOn(Database, 'openCopy');
  const library = Library.openCopy(':none:', MIGRATIONS, { command: 'kd test', now: '2024-05-17T12:00:00.000Z' });
  const db = opened.mock.results[0]?.value as Database;
  opened.mockRestore();
  shipVocabulary(library, 'test', VOCABULARY);
  const tables = db.all<{ name: string; isShipped: number }>(
    `SELECT name, EXISTS (SELECT 1 FROM pragma_table_info(t.name) c WHERE c.name = 'shipped') AS isShipped
       FROM sqlite_schema t WHERE type = 'table'`,
  );
  const rows = () => {
    const of = tables
      .filter(({ name }) => !OTHERS.test(name))
      .map(({ name, isShipped }) => {
        const found = db.all(`SELECT * FROM ${name} ${isShipped === 1 ? 'WHERE shipped = 0' : ''}`);
        return [
          name,
          found
            .map((row) => JSON.stringify(row))
            .sort()
            .join('\n'),
        ];
      });
    const index = db.all('SELECT term, doc, cnt FROM search_term');
    return Object.fromEntries([...of, ['search', JSON.stringify(index)]]);
  };
  return { library, rows };
}

afterEach(() => vi.restoreAllMocks());

const command = fc.record({ name: fc.constantFrom(...Object.keys(COMMANDS), 'undo', 'undo', 'redo'), seed: fc.nat() });

describe('history', () => {
  it('restores every row, whatever was done, at every step back and forth', () => {
    let operations = 0;
    const done = new Map<string, number>();
    fc.assert(
      fc.property(fc.array(command, { minLength: 60, maxLength: 60 }), (commands) => {
        const { library, rows } = open();
        const dump = () => [...canonicalDump(library)];
        const before = dump();
        // The state behind each operation, by its id: of those in force, the last one tells all before it.
        const states = new Map([[0, rows()]]);
        const check = () => expect(rows()).toEqual(states.get(library.operations.lastInForce()));
        for (const { name, seed } of commands) {
          const choose = new Chooser(seed);
          const last = library.operations.lastInForce();
          try {
            if (name === 'undo') undo(library, 1 + choose.below(3));
            else if (name === 'redo') redo(library, 1 + choose.below(3));
            else COMMANDS[name]?.(library, choose);
          } catch (error) {
            if (!(error instanceof KdError)) throw error;
          }
          const now = library.operations.lastInForce();
          if (now > last && name !== 'redo') {
            operations += 1;
            done.set(name, (done.get(name) ?? 0) + 1);
            states.set(now, rows());
          } else check();
        }
        const redoAll = () => {
          while (library.history.redoable(1).length > 0) {
            redo(library, 1);
            check();
          }
          return library.operations.lastInForce();
        };
        const last = redoAll();
        const behind = dump();
        while (library.history.undoable(1).length > 0) {
          undo(library, 1);
          check();
        }
        expect(rows()).toEqual(states.get(0));
        expect(dump()).toEqual(before);
        expect(redoAll()).toBe(last);
        expect(dump()).toEqual(behind);
        library.close();
      }),
      { seed: 20240517, numRuns: 80, endOnFailure: true },
    );
    // Every command did something, many times.
    expect([...done.keys()].sort()).toEqual(Object.keys(COMMANDS).sort());
    expect(Math.min(...done.values())).toBeGreaterThan(5);
    expect(operations).toBeGreaterThan(2000);
  });
});
