import type { Command } from 'commander';
import { NotFoundError } from '../../errors.ts';
import type { ThemeLine } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { type Column, count, printListing } from '../print.ts';

const COLUMNS: readonly Column<ThemeLine>[] = [
  { name: 'week', head: 'WEEK', value: ({ week }) => week },
  { name: 'theme', head: 'THEME', value: ({ theme }) => theme, narrow: 'shrink' },
  {
    name: 'papers',
    head: 'PAPERS',
    value: ({ papers }) => papers.map(([id, key]) => ({ id, 'citation-key': key })),
    text: ({ papers }) => papers.map(([, key]) => key).join(','),
    narrow: 'drop',
  },
];

export function theme(command: Command, app: App): void {
  command.addHelpText('after', '\nExamples:\n  $ kd theme list\n  $ kd theme show logit\n');
  command
    .command('list')
    .description('list every group line of every week, newest first, with its papers')
    .action(() => print(app, undefined));
  command
    .command('show')
    .description('show the group lines that hold these words')
    .argument('<words...>', 'words of the theme, in any order')
    .action((words: string[]) => print(app, words.join(' ')));
}

async function print(app: App, words: string | undefined): Promise<void> {
  const library = await app.read();
  const rows = library.questions.themes(words);
  if (words !== undefined && rows.length === 0) throw new NotFoundError(`no theme holds "${words}"`, 'kd theme list');
  await printListing(app, { rows, columns: COLUMNS, id: ({ week }) => week, footer: count(rows.length, 'theme') });
}
