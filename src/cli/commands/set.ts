import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { parseAssignment, setPaper } from '../../core/set-paper.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printRecord } from '../print.ts';

export function set(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd set projector status=reading',
    'kd set projector status=read rating=4',
    'kd set 12 rating=',
  ]);
  command
    .argument('<paper>', t`a reference to the paper`)
    .argument('<field=value...>', t`status=to-read|reading|read|dropped, rating=1 to 5; rating= takes it away`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (ref: string, words: string[], options: { dryRun?: true }) => {
      const assignments = Object.assign({}, ...words.map(parseAssignment)) as ReturnType<typeof parseAssignment>;
      const library = await app.write({ existing: true, dryRun: options.dryRun === true });
      const { id, citationKey, status, rating } = setPaper(library, findPaper(library, ref), assignments);
      if (printRecord(app, { id, 'citation-key': citationKey, status, rating: rating ?? null })) return;
      if (app.options.ids === true) app.io.out(`${id}\n`);
      else if (!app.io.isTerminal.out) app.io.out(`${id}\t${citationKey}\t${status}\t${rating ?? ''}\n`);
      else {
        const stars = rating === undefined ? '' : `  ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}`;
        app.io.out(`${id}  ${citationKey}  · ${status}${stars}\n`);
      }
    });
}
