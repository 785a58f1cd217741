import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Backup, backupTo, contentsOf, listBackups, makeBackup, restoreBackup } from '../../core/backup.ts';
import { type Message, msg } from '../../domain/message.ts';
import { CancelledError, UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { askOn } from '../ask.ts';
import { addExamples } from '../help.ts';
import { type Column, count, printListing, printRecord } from '../print.ts';

const REASONS: Readonly<Record<Backup['reason'], Message>> = {
  'asked for': msg`asked for`,
  'before a repair': msg`before a repair`,
  'before a migration': msg`before a migration`,
};

const columnsIn = (app: App): Column<Backup>[] => [
  { name: 'made', head: msg`MADE`, value: ({ at }) => at },
  {
    name: 'reason',
    head: msg`REASON`,
    value: ({ reason }) => reason,
    text: ({ reason }) => (app.io.isTerminal.out ? app.say(REASONS[reason]) : reason),
    narrow: 'drop',
  },
  {
    name: 'bytes',
    head: msg`BYTES`,
    value: ({ bytes }) => bytes,
    text: ({ bytes }) => (app.io.isTerminal.out ? count(bytes) : String(bytes)),
    narrow: 'drop',
  },
  { name: 'file', head: msg`FILE`, value: ({ path }) => path, narrow: 'shrink' },
];

export function backup(command: Command, app: App): void {
  const { t } = app;
  const remark = msg`Backups lie beside the library. The last ten are kept, and of those before the last of each month.`;
  const examples = ['kd backup', 'kd backup --to /media/disk/kd.db', 'kd backup list', 'kd backup restore FILE'];
  addExamples(command, app, examples, remark);
  command
    .option('--to <file>', t`write the backup to this file; an earlier backup of this library there is replaced`)
    .action(async ({ to }: { to?: string }) => {
      const [path, migrations, now] = await places(app);
      if (to === '-' || to === '') throw new UsageError(msg`a backup is no text: name a file`);
      const done = to === undefined ? makeBackup(path, migrations, now, 'asked for') : undefined;
      const file = done?.path ?? (to as string);
      const { papers, weeks, notes } = done?.contents ?? backupTo(path, migrations, now, file);
      if (printRecord(app, { file, papers, weeks, notes, removed: done?.removed ?? [] })) return;
      app.io.out(`${file}\n`);
      tellContents(app, { papers, weeks, notes });
    });
  command
    .command('list')
    .description(t`list the backups, the newest first`)
    .copyInheritedSettings(command)
    .action(async () => {
      const [path] = await places(app);
      await printListing(app, { rows: listBackups(path), columns: columnsIn(app), id: (row) => row.path });
    });
  command
    .command('restore')
    .description(t`put a backup in the library's place; the library before is kept`)
    .copyInheritedSettings(command)
    .argument('<file>', t`the backup`)
    .option('-y, --yes', t`ask nothing`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (file: string, options: { yes?: true; dryRun?: true }) => {
      const [path, migrations, now] = await places(app);
      const contents = contentsOf(file, migrations);
      const asks = options.yes !== true && options.dryRun !== true && existsSync(path);
      if (asks || options.dryRun === true) tellContents(app, contents);
      if (options.dryRun === true) return;
      if (asks) await confirm(app, path, file);
      const { replaced } = restoreBackup(path, migrations, now, file);
      const { papers, weeks, notes } = contents;
      if (printRecord(app, { library: path, replaced: replaced ?? null, papers, weeks, notes })) return;
      if (!asks) tellContents(app, contents);
      if (replaced !== undefined) app.io.err(`${t`the library before is kept as ${replaced}`}\n`);
      app.io.out(`${path}\n`);
    });
}

async function places(app: App): Promise<[path: string, migrations: string, now: string]> {
  return [await app.libraryPath(), join(app.root, 'migrations'), app.io.now.toISOString()];
}

function tellContents(app: App, { papers, weeks, notes }: { papers: number; weeks: number; notes: number }): void {
  if (app.options.json !== undefined || app.options.jsonl !== undefined) return;
  app.io.err(`${app.t`checked: papers ${count(papers)}, weeks ${count(weeks)}, notes ${count(notes)}`}\n`);
}

async function confirm(app: App, library: string, file: string): Promise<void> {
  const asker = await askOn(app, msg`--yes puts it in place without asking`);
  const isYes = await asker.confirm(msg`Put ${file} in the place of ${library}? The library before is kept.`);
  if (!isYes) throw new CancelledError(msg`broken off: nothing was changed`);
}
