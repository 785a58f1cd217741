import type { Command } from 'commander';
import { type Examination, examine, reindex } from '../../core/doctor.ts';
import { type Repair, repair } from '../../core/repair.ts';
import type { HealthFinding } from '../../domain/health.ts';
import { type Message, msg, plural } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import { UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { type Column, count, printListing } from '../print.ts';
import { wrapped } from '../wrap.ts';

interface DoctorOptions {
  readonly full?: true;
  readonly repair?: true;
  readonly reindex?: true;
}

const columnsIn = (app: App): Column<HealthFinding>[] => [
  { name: 'check', value: ({ check }) => check },
  { name: 'severity', value: ({ severity }) => severity },
  { name: 'message', value: ({ message }) => app.say(message) },
  { name: 'todo', value: ({ todo }) => app.say(todo) },
];

export function doctor(command: Command, app: App): void {
  const { t } = app;
  const remark = msg`Ends with 5 where it finds a problem. Without --repair and --reindex it changes nothing.`;
  addExamples(command, app, ['kd doctor', 'kd doctor --full', 'kd doctor --reindex', 'kd doctor --repair'], remark);
  command
    .option('--full', t`examine every paper, change and index of a large library too`)
    .option('--repair', t`repair a copy and put it in the library's place; the library before is kept`)
    .option('--reindex', t`make tags, names and the search index anew`)
    .action(async (options: DoctorOptions) => {
      if (options.repair === true && options.reindex === true) {
        throw new UsageError(msg`--repair and --reindex do not go together`, msg`--repair makes the index anew too`);
      }
      if (options.reindex === true) {
        const papers = reindex(await app.write({ existing: true }));
        app.io.err(`${t`indexed anew: ${papersOf(papers)}`}\n`);
        return;
      }
      const path = await app.libraryPath();
      const settings = await app.examineOptions(options.full === true);
      const before = examine(path, settings);
      if (options.repair !== true) {
        await print(app, before);
        return;
      }
      if (!before.findings.some(({ mended }) => mended)) {
        await print(app, before);
        app.io.err(`${t`nothing to repair`}\n`);
        return;
      }
      const done = repair(path, before, settings, settings.shipped);
      tellRepair(app, done);
      await print(app, done.after);
    });
}

function tellRepair(app: App, done: Repair): void {
  const { io } = app;
  const tell = (message: Message) => io.err(`${oneLine(app.say(message))}\n`);
  for (const { table, from, to } of done.lost) tell(msg`${table}: nothing could be read between ${from} and ${to}`);
  if (done.restored > 0) tell(msg`rows that history gave back: ${count(done.restored)}`);
  if (done.settled > 0)
    tell(msg`rows that differed from history and were kept: ${count(done.settled)}; kd undo takes history's side`);
  if (done.movedTo !== undefined) tell(msg`rows moved out to ${done.movedTo}: ${count(done.moved.length)}`);
  tell(msg`repaired; the library before is kept as ${done.replaced}`);
  if (done.backup !== undefined) tell(msg`backup: ${done.backup}`);
}

async function print(app: App, { findings, seen }: Examination): Promise<void> {
  const { io, options } = app;
  const isPlain = options.json === undefined && options.jsonl === undefined && options.ids === undefined;
  if (io.isTerminal.out && isPlain) {
    for (const finding of findings) io.out(await wrapped(`${lineOf(app, finding)}\n`, io.columns));
  } else {
    await printListing(app, { rows: findings, columns: columnsIn(app), id: ({ check }) => check });
  }
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  if (problems > 0) app.exitCode = 5;
  if (!isPlain) return;
  const summary: Message[] = [];
  if (problems > 0) summary.push(plural(problems, msg`${count(problems)} problem`, msg`${count(problems)} problems`));
  else if (seen !== null) {
    const weeks = plural(seen.weeks, msg`${count(seen.weeks)} week`, msg`${count(seen.weeks)} weeks`);
    const notes = plural(seen.notes, msg`${count(seen.notes)} note`, msg`${count(seen.notes)} notes`);
    summary.push(msg`the library is sound: ${papersOf(seen.papers)}, ${weeks}, ${notes}`);
  }
  if (seen !== null && seen.compared < seen.papers) {
    summary.push(msg`of the papers ${count(seen.compared)} were derived anew and compared: --full takes all`);
  }
  if (seen?.history === false) summary.push(msg`the history was not compared with the rows: --full does`);
  for (const message of summary) io.err(`${app.say(message)}\n`);
}

function papersOf(number: number): Message {
  return plural(number, msg`${count(number)} paper`, msg`${count(number)} papers`);
}

/** A finding as a line for people: what, and what to do. */
function lineOf(app: App, { severity, message, todo }: HealthFinding): string {
  const kind = severity === 'problem' ? msg`problem` : msg`hint`;
  return oneLine(app.say(msg`${kind}: ${message}. ${todo}`));
}
