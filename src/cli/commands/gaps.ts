import type { Command } from 'commander';
import { type Gap, gapsOf } from '../../core/gaps.ts';
import { joined, msg, plural, verbatim } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { type Column, count, printListing } from '../print.ts';

const ORDER = msg`What stands first is most likely a real gap: both sides are common alone, so by chance some paper should combine
them (the expected number of papers: one side's papers times the other's, over all). What stands last may only be rare.`;

export function gaps(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd gaps whitening', 'kd gaps projector --limit 5'], ORDER);
  command
    .argument('<idea>', t`an idea, by any of its names`)
    .option('--limit <number>', t`at most so many (default on a terminal: 20)`, positive)
    .action(async (word: string, options: { limit?: number }) => {
      const found = gapsOf(await app.read(), word);
      const rows = found.gaps.slice(0, options.limit ?? (app.io.isTerminal.out ? 20 : undefined));
      const all = count(found.papers);
      const columns: Column<Gap>[] = [
        { name: 'name', head: msg`NEVER WITH`, value: ({ name }) => name, narrow: 'shrink' },
        { name: 'kind', head: msg`KIND`, value: ({ kind }) => kind },
        { name: 'label-zh', head: verbatim('中文'), value: ({ labelZh }) => labelZh, narrow: 'drop' },
        { name: 'papers', head: msg`PAPERS`, value: ({ papers }) => papers },
        { name: 'expected', head: msg`EXPECTED`, value: ({ expected }) => Number(expected.toFixed(2)) },
        {
          name: 'reason',
          value: ({ name, papers }) => {
            const one = msg`${all} paper on ${found.name}, ${papers} on ${name}, none on both`;
            const many = msg`${all} papers on ${found.name}, ${papers} on ${name}, none on both`;
            return app.say(plural(found.papers, one, many));
          },
        },
      ];
      const untried = found.gaps.length;
      const footer = joined(
        [
          plural(found.papers, msg`${all} paper on ${found.name}`, msg`${all} papers on ${found.name}`),
          plural(
            untried,
            msg`${count(untried)} combination never tried here`,
            msg`${count(untried)} combinations never tried here`,
          ),
        ],
        ' · ',
      );
      await printListing(app, { rows, columns, id: ({ name }) => name, footer });
    });
}
