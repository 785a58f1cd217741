import type { Command } from 'commander';
import { redo as redoLast } from '../../core/history.ts';
import { msg } from '../../domain/message.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printMoved } from '../moved.ts';
import { positive } from '../options.ts';

export function redo(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd redo', 'kd redo 3']);
  command
    .argument('[number]', t`how many commands to make again, the first one first`, positive)
    .option('-n, --dry-run', t`print what would be made again; write nothing`)
    .action(async (number: number | undefined, { dryRun = false }: { dryRun?: boolean }) => {
      const library = await app.write({ existing: true, dryRun });
      const saying = (typed: string) => (dryRun ? msg`would make again: ${typed}` : msg`made again: ${typed}`);
      await printMoved(app, redoLast(library, number ?? 1), saying);
    });
}
