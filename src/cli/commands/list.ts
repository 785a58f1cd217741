import { type Command, Option } from 'commander';
import { findWeeks } from '../../core/find-week.ts';
import { tagsNamed } from '../../core/tag.ts';
import { STATUSES, type Status } from '../../domain/paper.ts';
import { nearNames } from '../../domain/text.ts';
import { NotFoundError, UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { PaperFilter } from '../../store/papers.ts';
import type { App } from '../app.ts';
import { collect, positive } from '../options.ts';
import { PAPER_COLUMNS } from '../paper-columns.ts';
import { count, printListing } from '../print.ts';

interface ListOptions {
  readonly tag?: string[];
  readonly venue?: string;
  readonly year?: string;
  readonly author?: string;
  readonly status?: Status;
  readonly week?: string;
  readonly all?: true;
  readonly limit?: number;
}

/** The lines of a terminal that a list leaves for its head, its footer and the prompt. */
const MARGIN = 4;

export function list(command: Command, app: App): void {
  command
    .option('-t, --tag <tag>', 'with this tag or a narrower one, by any of its names; repeat to narrow', collect)
    .option('--venue <venue>', 'of this venue, by any of its names')
    .option('--year <year>', 'of this year, or of a range: 2020..2024, 2022.., ..2019')
    .option('--author <name>', 'whose authors include this name, or part of one')
    .addOption(new Option('--status <status>', 'with this status').choices(STATUSES))
    .option('--week <week>', 'read in this week: 2024-05-17, 2024-W20, this, last')
    .option('--limit <number>', 'at most so many', positive)
    .option('-a, --all', 'all of them, not only a screenful')
    .addHelpText(
      'after',
      '\nExamples:\n  $ kd list --tag whitening\n  $ kd list --tag 白化 --venue AAAI --year 2023..\n',
    )
    .action(async (options: ListOptions) => {
      const library = await app.read();
      const screenful =
        app.io.isTerminal.out && options.all === undefined ? Math.max(5, app.io.rows - MARGIN) : undefined;
      const { rows, total } = library.papers.find(filterOf(app, library, options), options.limit ?? screenful);
      const more = options.limit === undefined ? total - rows.length : 0;
      const shown = more > 0 ? `… ${count(more, 'more', 'more')}: --all` : count(total, 'paper');
      await printListing(app, {
        rows,
        columns: PAPER_COLUMNS,
        id: ({ id }) => id,
        footer: footer(library, shown, options),
      });
    });
}

function filterOf(app: App, library: Library, options: ListOptions): PaperFilter {
  return {
    tags: options.tag?.map((word) => tagsNamed(library, word).map(({ id }) => id)),
    venue: options.venue === undefined ? undefined : venueNamed(library, options.venue),
    year: options.year === undefined ? undefined : yearRange(options.year),
    author: options.author,
    status: options.status,
    weeks: options.week === undefined ? undefined : findWeeks(library, app.week(options.week)).map(({ date }) => date),
  };
}

function venueNamed(library: Library, words: string): string {
  const venues = library.venues.table();
  const match = venues.find(words);
  if (match !== undefined) return match.venue.name;
  const near = nearNames(words, venues.names());
  throw new NotFoundError(
    `no venue is named "${words}"`,
    near.length === 0 ? undefined : `did you mean: ${near.join(', ')}?`,
  );
}

function yearRange(text: string): { from?: number | undefined; to?: number | undefined } {
  const match = /^(\d{4})?(\.\.)?(\d{4})?$/.exec(text.trim());
  const [, from, dots, to] = match ?? [];
  if (from === undefined && to === undefined)
    throw new UsageError(`"${text}" is no year`, 'write 2024, 2020..2024, 2022.. or ..2019');
  if (from !== undefined && to !== undefined && from > to) {
    throw new UsageError(`"${text}" ends before it starts`, `write ${to}..${from}`);
  }
  const number = (year: string | undefined) => (year === undefined ? undefined : Number(year));
  return dots === undefined ? { from: number(from), to: number(from) } : { from: number(from), to: number(to) };
}

/** The number of papers, and the names under which the tags were found. */
function footer(library: Library, shown: string, options: ListOptions): string {
  const tags = (options.tag ?? []).flatMap((word) => tagsNamed(library, word));
  const names = tags.map(({ name, labelZh }) => (labelZh === null ? name : `${name} = ${labelZh}`));
  return [shown, ...names].join(' · ');
}
