import type { Command } from 'commander';
import { canonicalDump, dump } from '../../core/dump.ts';
import type { App } from '../app.ts';

export function dumpCommand(command: Command, app: App): void {
  command
    .option('--canonical', 'the content alone, free of ids, times and the order of import')
    .addHelpText('after', '\nExamples:\n  $ kd dump > all.jsonl\n  $ kd dump --canonical | sha256sum\n')
    .action(async (options: { canonical?: true }) => {
      const library = await app.read();
      for (const record of options.canonical === true ? canonicalDump(library) : dump(library)) {
        app.io.out(`${JSON.stringify(record)}\n`);
      }
    });
}
