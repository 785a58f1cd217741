import type { Command } from 'commander';
import { findRemoved } from '../../core/find-paper.ts';
import { type RestoredPaper, restorePapers } from '../../core/remove.ts';
import { msg, plural } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { type Column, count, printListing } from '../print.ts';
import { REMOVED_COLUMNS } from '../removed-columns.ts';

const REMARK = msg`Without a paper it lists what is in the trash.`;

export function restore(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd restore', 'kd restore projector'], REMARK);
  command
    .argument('[removed paper...]', t`its id, its citation key, or a part of its title`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (words: string[], options: { dryRun?: true }) => {
      const reader = await app.read();
      if (words.length === 0) {
        const rows = reader.trash.list();
        const footer = plural(rows.length, msg`${count(rows.length)} paper`, msg`${count(rows.length)} papers`);
        await printListing(app, { rows, columns: REMOVED_COLUMNS, id: ({ id }) => id, footer });
        return;
      }
      const ids = [...new Set(words.map((word) => findRemoved(reader, word).id))];
      const restored = restorePapers(await app.write({ existing: true, dryRun: options.dryRun === true }), ids);
      for (const { citationKey, doubts } of restored) {
        for (const doubt of doubts) app.io.err(`kd: ${oneLine(`${citationKey}: ${app.say(doubt)}`)}\n`);
      }
      const columns: Column<RestoredPaper>[] = [
        { name: 'id', head: msg`ID`, value: ({ id }) => id },
        { name: 'citation-key', value: ({ citationKey }) => citationKey },
        { name: 'weeks', head: msg`WEEKS`, value: ({ weeks }) => weeks, narrow: 'drop' },
        { name: 'notes', head: msg`NOTES`, value: ({ notes }) => notes, narrow: 'drop' },
        { name: 'title', head: msg`TITLE`, value: ({ title }) => title, narrow: 'shrink' },
        { name: 'doubts', value: ({ doubts }) => doubts.map((doubt) => app.say(doubt)), jsonOnly: true },
      ];
      await printListing(app, { rows: restored, columns, id: ({ id }) => id });
    });
}
