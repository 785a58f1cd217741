import type { Command } from 'commander';
import { type Finding, lint as findAll } from '../../core/lint.ts';
import type { App } from '../app.ts';
import { type Column, count, printListing } from '../print.ts';

const COLUMNS: readonly Column<Finding>[] = [
  {
    name: 'at',
    head: 'AT',
    value: ({ at }) => at,
    text: ({ at, line }) => (line === null ? at : `${at}:${line}`),
    narrow: 'shrink',
  },
  { name: 'line', value: ({ line }) => line, jsonOnly: true },
  { name: 'check', head: 'CHECK', value: ({ check }) => check },
  { name: 'message', head: 'FINDING', value: ({ message }) => message, narrow: 'shrink' },
  { name: 'other', head: 'OTHER READING', value: ({ other }) => other, narrow: 'drop' },
];

export function lint(command: Command, app: App): void {
  command
    .addHelpText(
      'after',
      '\nEnds with 5 where it finds something. It changes nothing.\n\nExamples:\n  $ kd lint\n  $ kd lint --json\n',
    )
    .action(async () => {
      const rows = findAll(await app.read());
      await printListing(app, { rows, columns: COLUMNS, id: ({ at }) => at, footer: count(rows.length, 'finding') });
      if (rows.length > 0) app.exitCode = 5;
    });
}
