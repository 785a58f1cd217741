import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { type Related, relatedTo } from '../../core/related.ts';
import { msg } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { type Column, printListing } from '../print.ts';

const columnsIn = (app: App): Column<Related>[] => [
  { name: 'id', head: msg`ID`, value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'score', head: msg`SCORE`, value: ({ score }) => Number(score.toFixed(2)), narrow: 'drop' },
  { name: 'title', head: msg`TITLE`, value: ({ title }) => title, narrow: 'shrink' },
  {
    name: 'why',
    head: msg`WHY`,
    value: ({ reasons }) => reasons.map((reason) => app.say(reason)),
    text: ({ reasons }) => app.say(reasons.reduce((all, reason) => msg`${all}; ${reason}`)),
    narrow: 'shrink',
  },
];

const WEIGHTS = msg`Shared ideas weigh by their rarity; mentions and shared words of the titles add to them.`;

export function related(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd related projector'], WEIGHTS);
  command
    .argument('<paper>', t`a reference to the paper`)
    .option('--limit <number>', t`at most so many`, positive, 10)
    .action(async (ref: string, options: { limit: number }) => {
      const library = await app.read();
      const rows = relatedTo(library, findPaper(library, ref), options.limit);
      await printListing(app, { rows, columns: columnsIn(app), id: ({ id }) => id });
    });
}
