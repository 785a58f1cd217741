import type { Command } from 'commander';
import { type Queued, readingQueue } from '../../core/queue.ts';
import { msg, plural } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { type Column, count, printListing } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';

export function next(command: Command, app: App): void {
  const { t } = app;
  const remark = msg`What you began comes first, then what you rated high, what your texts mention, what is on the ideas of your last weeks, and what waits long.`;
  addExamples(command, app, ['kd next', 'kd next --limit 3', 'kd set 12 rating=5'], remark);
  command
    .argument('[query...]', t`only papers such as tag:whitening venue:AAAI year:2022..`)
    .option('--limit <number>', t`at most so many`, positive)
    .action(async (words: string[], options: { limit?: number }) => {
      const query = readQuery({ words });
      const library = await app.read();
      const { where, limit } = await lookUp(app, library, query);
      const queue = readingQueue(library, app.today, where);
      const total = plural(
        queue.length,
        msg`${count(queue.length)} paper to read`,
        msg`${count(queue.length)} papers to read`,
      );
      const rows = queue.slice(0, options.limit ?? limit);
      await printListing(app, { rows, columns: columnsIn(app), id: ({ paper }) => paper.id, footer: total });
    });
}

const columnsIn = (app: App): Column<Queued>[] => [
  { name: 'id', head: msg`ID`, value: ({ paper }) => paper.id },
  { name: 'citation-key', value: ({ paper }) => paper.citationKey },
  { name: 'year', head: msg`YEAR`, value: ({ paper }) => paper.year ?? null },
  {
    name: 'venue',
    head: msg`VENUE`,
    value: ({ paper }) => paper.venue ?? paper.containerTitle ?? null,
    narrow: 'drop',
  },
  { name: 'title', head: msg`TITLE`, value: ({ paper }) => paper.title, narrow: 'shrink' },
  { name: 'score', value: ({ score }) => Number(score.toFixed(2)) },
  {
    name: 'why',
    head: msg`WHY`,
    value: ({ reasons }) => reasons.map((reason) => app.say(reason)),
    text: ({ reasons }) => reasons.map((reason) => app.say(reason)).join('; '),
    narrow: 'shrink',
  },
];
