import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { namePaper, unnamePaper } from '../../core/paper-alias.ts';
import { msg } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { type Column, codeOrWord, printListing } from '../print.ts';

interface Name {
  readonly name: string;
  readonly choice: 'added' | null;
}

const columnsIn = (app: App): Column<Name>[] => [
  { name: 'name', head: msg`NAME`, value: ({ name }) => name },
  {
    name: 'origin',
    head: msg`ORIGIN`,
    value: ({ choice }) => (choice === null ? 'learned' : 'added by you'),
    text: ({ choice }) => (choice === null ? codeOrWord(app, msg`learned`) : codeOrWord(app, msg`added by you`)),
  },
];

export function alias(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd alias decoupled DKD', 'kd alias decoupled']);
  command
    .argument('<paper>', t`a reference to the paper`)
    .argument('[name...]', t`short names to add, such as DKD; none lists those it has`)
    .option('--rm', t`take these names away, learned ones too`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (ref: string, names: string[], options: { rm?: true; dryRun?: true }) => {
      const library =
        names.length === 0 ? await app.read() : await app.write({ existing: true, dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      if (names.length > 0) (options.rm === true ? unnamePaper : namePaper)(library, paper.id, names);
      const rows = library.mentions.namesOf(paper.id);
      await printListing(app, { rows, columns: columnsIn(app), id: ({ name }) => name });
    });
}
