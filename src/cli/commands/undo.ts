import type { Command } from 'commander';
import { undo as undoLast, undoOperation } from '../../core/history.ts';
import { msg, verbatim } from '../../domain/message.ts';
import { UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printMoved } from '../moved.ts';
import { positive } from '../options.ts';
import { count } from '../print.ts';

interface UndoOptions {
  readonly operation?: number;
  readonly force?: true;
  readonly dryRun?: true;
}

export function undo(command: Command, app: App): void {
  const { t } = app;
  const remark = msg`What is taken back stays in kd log, and kd redo makes it again until something new is written.`;
  addExamples(command, app, ['kd undo', 'kd undo 3 -n', 'kd undo --operation 12'], remark);
  command
    .argument('[number]', t`how many commands to take back, the last one first`, positive)
    .option('--operation <id>', t`take back this one alone, as a command of its own; kd log has the ids`, positive)
    .option('--force', t`with --operation: take back what is unchanged since, and leave the rest`)
    .option('-n, --dry-run', t`print what would be taken back; write nothing`)
    .action(async (number: number | undefined, options: UndoOptions) => {
      const { operation, force = false, dryRun = false } = options;
      if (operation !== undefined && number !== undefined) {
        throw new UsageError(msg`--operation takes back one alone`, verbatim(`kd undo --operation ${operation}`));
      }
      if (operation === undefined && force) {
        throw new UsageError(msg`--force goes with --operation`, verbatim('kd undo --operation 12 --force'));
      }
      const library = await app.write({ existing: true, dryRun });
      const saying = (typed: string) => (dryRun ? msg`would take back: ${typed}` : msg`took back: ${typed}`);
      if (operation === undefined) {
        const most = library.operations.countInForce();
        if (number !== undefined && number > most) {
          throw new UsageError(msg`only ${count(most)} commands can be taken back`, msg`kd log lists them`);
        }
        await printMoved(app, undoLast(library, number ?? 1), saying);
        return;
      }
      const moved = undoOperation(library, operation, force);
      await printMoved(app, [moved], saying);
      for (const left of moved.left) app.io.err(`kd: ${t`changed since, and left: ${left}`}\n`);
    });
}
