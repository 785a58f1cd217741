import { type Command, Option } from 'commander';
import type { ResolvedQuery } from '../../core/resolve-query.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import { STATUSES, type Status } from '../../domain/paper.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { collect, positive } from '../options.ts';
import { PAPER_COLUMNS } from '../paper-columns.ts';
import { count, printListing } from '../print.ts';
import { explainQuery, lookUp, readQuery } from '../query.ts';

interface ListOptions {
  readonly tag?: string[];
  readonly venue?: string;
  readonly year?: string;
  readonly author?: string;
  readonly status?: Status;
  readonly week?: string;
  readonly all?: true;
  readonly explain?: true;
  readonly limit?: number;
}

/** The lines of a terminal that a list leaves for its head, its footer and the prompt. */
const MARGIN = 4;

export function list(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd list --tag whitening',
    'kd list --tag 白化 --venue AAAI --year 2023..',
    'kd list tag:whitening year:2023..',
  ]);
  command
    .argument(
      '[query...]',
      t`conditions such as tag:whitening venue:AAAI year:2022..; the flags below are short for them`,
    )
    .option('-t, --tag <tag>', t`with this tag or a narrower one, by any of its names; repeat to narrow`, collect)
    .option('--venue <venue>', t`of this venue, by any of its names`)
    .option('--year <year>', t`of this year, or of a range: 2020..2024, 2022.., ..2019`)
    .option('--author <name>', t`whose authors include this name, or part of one`)
    .addOption(new Option('--status <status>', t`with this status`).choices(STATUSES))
    .option('--week <week>', t`read in this week: 2024-05-17, 2024-W20, this, last`)
    .option('--limit <number>', t`at most so many`, positive)
    .option('--explain', t`show how the query is understood`)
    .option('-a, --all', t`all of them, not only a screenful`)
    .action(async (words: string[], options: ListOptions) => {
      const { all, limit, explain, ...flags } = options;
      const query = readQuery({ words, flags });
      const library = await app.read();
      const resolved = await lookUp(app, library, query);
      if (explain === true) {
        app.io.out(explainQuery(library, query.where, resolved));
        return;
      }
      const most = limit ?? resolved.limit;
      const screenful = app.io.isTerminal.out && all === undefined ? Math.max(5, app.io.rows - MARGIN) : undefined;
      const { rows, total } = library.papers.find(resolved, most ?? screenful);
      const more = most === undefined ? total - rows.length : 0;
      const shown =
        more > 0
          ? msg`… ${count(more)} more: --all`
          : plural(total, msg`${count(total)} paper`, msg`${count(total)} papers`);
      await printListing(app, {
        rows,
        columns: PAPER_COLUMNS,
        id: ({ id }) => id,
        footer: footer(shown, resolved),
      });
    });
}

/** The number of papers, and the names under which the tags were found. */
function footer(shown: Message, { tags }: ResolvedQuery): Message {
  const names = new Set(tags.map(({ tag: { name, labelZh } }) => (labelZh === null ? name : `${name} = ${labelZh}`)));
  return joined([shown, ...[...names].map(verbatim)], ' · ');
}
