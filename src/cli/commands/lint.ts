import type { Command } from 'commander';
import { type Finding, lint as findAll } from '../../core/lint.ts';
import { msg, plural } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { doubtText } from '../doubts.ts';
import { addExamples } from '../help.ts';
import { page } from '../pager.ts';
import { type Column, count, printListing } from '../print.ts';
import { wrapped } from '../wrap.ts';

const columnsIn = (app: App): Column<Finding>[] => [
  {
    name: 'at',
    head: msg`AT`,
    value: ({ at }) => at,
    text: ({ at, line }) => (line === null ? at : `${at}:${line}`),
    narrow: 'shrink',
  },
  { name: 'line', value: ({ line }) => line, jsonOnly: true },
  { name: 'check', value: ({ check }) => check },
  { name: 'message', value: ({ message }) => app.say(message) },
  { name: 'other', value: ({ other }) => (other === null ? null : app.say(other)) },
];

export function lint(command: Command, app: App): void {
  const remark = msg`Ends with 5 where it finds something. It changes nothing.`;
  addExamples(command, app, ['kd lint', 'kd lint --json'], remark);
  command.action(async () => {
    const { io, options } = app;
    const rows = findAll(await app.read());
    const isPlain = options.json === undefined && options.jsonl === undefined && options.ids === undefined;
    if (io.isTerminal.out && isPlain) {
      await page(app, await wrapped(rows.map((row) => lineOf(app, row)).join(''), io.columns));
      const found = plural(rows.length, msg`${count(rows.length)} finding`, msg`${count(rows.length)} findings`);
      io.err(`${app.say(found)}\n`);
    } else {
      await printListing(app, { rows, columns: columnsIn(app), id: ({ at }) => at });
    }
    if (rows.length > 0) app.exitCode = 5;
  });
}

/** A finding as a line for people: where, what, and what else it could be. */
function lineOf(app: App, { at, line, message, other }: Finding): string {
  const place = line === null ? at : `${at}:${line}`;
  return `${oneLine(`${place}: ${doubtText(app, { message, other: other ?? undefined })}`)}\n`;
}
