import type { Command } from 'commander';
import { canonicalDump, dump } from '../../core/dump.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';

export function dumpCommand(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd dump > all.jsonl', 'kd dump --canonical | sha256sum']);
  command
    .option('--canonical', t`the content alone, free of ids, times and the order of import`)
    .action(async (options: { canonical?: true }) => {
      const library = await app.read();
      for (const record of options.canonical === true ? canonicalDump(library) : dump(library)) {
        app.io.out(`${JSON.stringify(record)}\n`);
      }
    });
}
