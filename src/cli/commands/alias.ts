import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { namePaper, unnamePaper } from '../../core/paper-alias.ts';
import type { App } from '../app.ts';
import { type Column, printListing } from '../print.ts';

interface Name {
  readonly name: string;
  readonly choice: 'added' | null;
}

const COLUMNS: readonly Column<Name>[] = [
  { name: 'name', head: 'NAME', value: ({ name }) => name },
  { name: 'origin', head: 'ORIGIN', value: ({ choice }) => (choice === null ? 'learned' : 'added by you') },
];

export function alias(command: Command, app: App): void {
  command
    .argument('<paper>', 'a reference to the paper')
    .argument('[name...]', 'short names to add, such as DKD; none lists those it has')
    .option('--rm', 'take these names away, learned ones too')
    .option('-n, --dry-run', 'write nothing')
    .addHelpText('after', '\nExamples:\n  $ kd alias decoupled DKD\n  $ kd alias decoupled\n')
    .action(async (ref: string, names: string[], options: { rm?: true; dryRun?: true }) => {
      const library =
        names.length === 0 ? await app.read() : await app.write({ existing: true, dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      if (names.length > 0) (options.rm === true ? unnamePaper : namePaper)(library, paper.id, names);
      const rows = library.mentions.namesOf(paper.id);
      await printListing(app, { rows, columns: COLUMNS, id: ({ name }) => name });
    });
}
