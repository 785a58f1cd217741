import type { Command } from 'commander';
import { msg, plural, verbatim } from '../../domain/message.ts';
import { NotFoundError } from '../../errors.ts';
import type { ThemeLine } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { type Column, count, printListing } from '../print.ts';

const COLUMNS: readonly Column<ThemeLine>[] = [
  { name: 'week', head: msg`WEEK`, value: ({ week }) => week },
  { name: 'theme', head: msg`THEME`, value: ({ theme }) => theme, narrow: 'shrink' },
  {
    name: 'papers',
    head: msg`PAPERS`,
    value: ({ papers }) => papers.map(([id, key]) => ({ id, 'citation-key': key })),
    text: ({ papers }) => papers.map(([, key]) => key).join(','),
    narrow: 'drop',
  },
];

export function theme(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd theme list', 'kd theme show logit']);
  command
    .command('list')
    .description(t`list every theme of every week, newest first, with its papers`)
    .action(() => print(app, undefined));
  command
    .command('show')
    .description(t`show the themes that hold these words`)
    .argument('<words...>', t`words of the theme, in any order`)
    .action((words: string[]) => print(app, words.join(' ')));
}

async function print(app: App, words: string | undefined): Promise<void> {
  const library = await app.read();
  const rows = library.questions.themes(words);
  if (words !== undefined && rows.length === 0)
    throw new NotFoundError(msg`no theme holds "${words}"`, verbatim('kd theme list'));
  const footer = plural(rows.length, msg`${count(rows.length)} theme`, msg`${count(rows.length)} themes`);
  await printListing(app, { rows, columns: COLUMNS, id: ({ week }) => week, footer });
}
