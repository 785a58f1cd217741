import type { Command } from 'commander';
import { type Gap, gapsOf } from '../../core/gaps.ts';
import type { App } from '../app.ts';
import { positive } from '../options.ts';
import { type Column, count, printListing } from '../print.ts';

const HELP = `
What stands first is most likely a real gap: both sides are common alone, so by chance some paper should combine
them (the expected number of papers: one side's papers times the other's, over all). What stands last may only be rare.

Examples:
  $ kd gaps whitening
  $ kd gaps projector --limit 5
`;

export function gaps(command: Command, app: App): void {
  command
    .argument('<idea>', 'an idea, by any of its names')
    .option('--limit <number>', 'at most so many (default on a terminal: 20)', positive)
    .addHelpText('after', HELP)
    .action(async (word: string, options: { limit?: number }) => {
      const found = gapsOf(await app.read(), word);
      const rows = found.gaps.slice(0, options.limit ?? (app.io.isTerminal.out ? 20 : undefined));
      const columns: Column<Gap>[] = [
        { name: 'name', head: 'NEVER WITH', value: ({ name }) => name, narrow: 'shrink' },
        { name: 'kind', head: 'KIND', value: ({ kind }) => kind },
        { name: 'label-zh', head: '中文', value: ({ labelZh }) => labelZh, narrow: 'drop' },
        { name: 'papers', head: 'PAPERS', value: ({ papers }) => papers },
        { name: 'expected', head: 'EXPECTED', value: ({ expected }) => Number(expected.toFixed(2)) },
        {
          name: 'reason',
          value: ({ name, papers }) =>
            `${count(found.papers, 'paper')} on ${found.name}, ${papers} on ${name}, none on both`,
        },
      ];
      const footer = `${count(found.papers, 'paper')} on ${found.name} · ${count(found.gaps.length, 'combination')} never tried here`;
      await printListing(app, { rows, columns, id: ({ name }) => name, footer });
    });
}
