import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { type Related, relatedTo } from '../../core/related.ts';
import type { App } from '../app.ts';
import { positive } from '../options.ts';
import { type Column, printListing } from '../print.ts';

const COLUMNS: readonly Column<Related>[] = [
  { name: 'id', head: 'ID', value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'score', head: 'SCORE', value: ({ score }) => Number(score.toFixed(2)), narrow: 'drop' },
  { name: 'title', head: 'TITLE', value: ({ title }) => title, narrow: 'shrink' },
  {
    name: 'why',
    head: 'WHY',
    value: ({ reasons }) => reasons,
    text: ({ reasons }) => reasons.join('; '),
    narrow: 'shrink',
  },
];

export function related(command: Command, app: App): void {
  command
    .argument('<paper>', 'a reference to the paper')
    .option('--limit <number>', 'at most so many', positive, 10)
    .addHelpText(
      'after',
      '\nShared ideas weigh by their rarity; mentions and shared words of the titles add to them.\n\nExamples:\n  $ kd related projector\n',
    )
    .action(async (ref: string, options: { limit: number }) => {
      const library = await app.read();
      const rows = relatedTo(library, findPaper(library, ref), options.limit);
      await printListing(app, { rows, columns: COLUMNS, id: ({ id }) => id });
    });
}
