import type { Command } from 'commander';
import { type Finding, lint as findAll } from '../../core/lint.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { page } from '../pager.ts';
import { type Column, count, printListing } from '../print.ts';
import { wrapped } from '../wrap.ts';

const COLUMNS: readonly Column<Finding>[] = [
  {
    name: 'at',
    head: 'AT',
    value: ({ at }) => at,
    text: ({ at, line }) => (line === null ? at : `${at}:${line}`),
    narrow: 'shrink',
  },
  { name: 'line', value: ({ line }) => line, jsonOnly: true },
  { name: 'check', value: ({ check }) => check },
  { name: 'message', value: ({ message }) => message },
  { name: 'other', value: ({ other }) => other },
];

export function lint(command: Command, app: App): void {
  command
    .addHelpText(
      'after',
      '\nEnds with 5 where it finds something. It changes nothing.\n\nExamples:\n  $ kd lint\n  $ kd lint --json\n',
    )
    .action(async () => {
      const { io, options } = app;
      const rows = findAll(await app.read());
      const isPlain = options.json === undefined && options.jsonl === undefined && options.ids === undefined;
      if (io.isTerminal.out && isPlain) {
        await page(io, await wrapped(rows.map(lineOf).join(''), io.columns));
        io.err(`${count(rows.length, 'finding')}\n`);
      } else {
        await printListing(app, { rows, columns: COLUMNS, id: ({ at }) => at });
      }
      if (rows.length > 0) app.exitCode = 5;
    });
}

/** A finding as a line for people: where, what, and what else it could be. */
function lineOf({ at, line, message, other }: Finding): string {
  const place = line === null ? at : `${at}:${line}`;
  return `${oneLine(`${place}: ${message}${other === null ? '' : ` (other reading: ${other})`}`)}\n`;
}
