import { basename } from 'node:path';
import type { Command } from 'commander';
import { type Imported, type ImportFailure, type ImportReport, importNotes, type Skipped } from '../../core/import.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import { NotFoundError } from '../../errors.ts';
import type { App } from '../app.ts';
import { doubtRecord, doubtText } from '../doubts.ts';
import { addExamples } from '../help.ts';
import { readNotes } from '../note-files.ts';
import { type Column, count, printListing } from '../print.ts';
import { shellWord } from '../shell.ts';

interface ImportOptions {
  readonly replace?: true;
  readonly dryRun?: true;
}

const columnsIn = (app: App): Column<Imported>[] => [
  { name: 'file', head: msg`FILE`, value: ({ path }) => path, narrow: 'shrink' },
  { name: 'date', head: msg`DATE`, value: ({ date }) => date },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'outcome', head: msg`OUTCOME`, value: ({ outcome }) => outcome },
  { name: 'new', head: msg`NEW`, value: ({ newPapers }) => newPapers.length, narrow: 'drop' },
  { name: 'known', head: msg`KNOWN`, value: ({ known }) => known, narrow: 'drop' },
  { name: 'back-references', head: msg`BACK`, value: ({ backReferences }) => backReferences, narrow: 'drop' },
  { name: 'readings', head: msg`READINGS`, value: ({ readings }) => readings, narrow: 'drop' },
  { name: 'themes', head: msg`THEMES`, value: ({ themes }) => themes, narrow: 'drop' },
  { name: 'remarks', head: msg`REMARKS`, value: ({ remarks }) => remarks, narrow: 'drop' },
  {
    name: 'doubts',
    head: msg`DOUBTS`,
    value: ({ doubts }) => doubts.map((doubt) => doubtRecord(app, doubt)),
    text: ({ doubts }) => String(doubts.length),
    narrow: 'drop',
  },
];

/** From how many files on a terminal shows a progress bar. */
const MANY_FILES = 20;

export function importCommand(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd import WeeklyReport/ -n', 'kd import PaperNotes/ WeeklyReport/']);
  command
    .argument('<file...>', t`weekly notes and notes on papers in Markdown, or folders of them`)
    .option(
      '--replace',
      t`take the file's text for what was edited in kd, or for a week that another file is the note of`,
    )
    .option('-n, --dry-run', t`show the full account of what would happen; write nothing`)
    .action(async (paths: string[], options: ImportOptions) => {
      const unreadable: ImportFailure[] = [];
      const files = readNotes(paths, unreadable);
      if (files.length === 0) {
        const [first] = unreadable;
        throw new NotFoundError(
          joined([verbatim(first?.path ?? ''), first?.message ?? verbatim('')], ': '),
          first?.hint,
        );
      }
      const library = await app.write({ dryRun: options.dryRun === true });
      const bar = await progressBar(app, files.length);
      const replace = options.replace === true;
      const {
        items,
        failures: unread,
        reports,
      } = importNotes(library, files, { replace, onFile: (done) => bar?.update(done) });
      bar?.stop();
      const failures = [...unreadable, ...unread];
      const report = { items, failures, reports };
      await printListing(app, {
        rows: items,
        columns: columnsIn(app),
        id: ({ path }) => path,
        warnings: failures.map(({ message, hint, ...place }) => {
          return { ...place, message: app.say(message), hint: hint === undefined ? undefined : app.say(hint) };
        }),
      });
      await explain(app, report);
      const total = summary(report);
      app.io.err(`${options.dryRun === true ? t`dry run: ${total}` : app.say(total)}\n`);
      const isSkipped = items.some(({ skipped }) => skipped !== undefined);
      if (failures.length > 0) app.exitCode = 1;
      else if (isSkipped) app.exitCode = 4;
    });
}

async function progressBar(app: App, files: number) {
  if (!app.io.isTerminal.err || files < MANY_FILES) return undefined;
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    { format: app.t`${'{bar}'} ${'{value}'}/${'{total}'} files`, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(files, 0);
  return bar;
}

/** Says on standard error what is doubtful, what was skipped and why, and what failed. */
async function explain(app: App, { items, failures, reports }: ImportReport): Promise<void> {
  const { io, t } = app;
  const suggest = (hint: Message) => io.err(`${t`try: ${hint}`}\n`);
  for (const { path, doubts } of items) {
    for (const doubt of doubts) io.err(`${path}:${doubt.line}: ${doubtText(app, doubt)}\n`);
  }
  for (const path of reports) io.err(`${path}: ${t`a report that kd put together, and no note: left out`}\n`);
  for (const { path, date } of items.filter(({ outcome }) => outcome === 'merged')) {
    if (date !== null)
      suggest(msg`${`kd report --week ${date} -o ${shellWord(path)}`} writes what was added in kd into the file`);
  }
  for (const { path, date } of items.filter(({ outcome }) => outcome === 'skeleton')) {
    io.err(`${path}: ${t`an empty note; the full one of ${date ?? ''} is kept`}\n`);
  }
  for (const { path, kind, date, outcome, skipped } of items) {
    if (skipped === undefined) continue;
    if (outcome === 'other') {
      const file = skipped.fileName ?? '';
      const message =
        kind === 'week'
          ? t`skipped: the note of ${date ?? ''} was read from ${file}`
          : t`skipped: the note of this name was read from ${file}`;
      io.err(`${path}: ${message}\n`);
      await showDifference(app, path, skipped);
      suggest(verbatim(`kd import --replace ${shellWord(path)}`));
      continue;
    }
    await explainClash(app, path, skipped);
    const file = shellWord(path);
    // Never a redirection into the file: a shell empties it first.
    const replace = `kd import --replace ${file}`;
    if (kind === 'week') {
      const keep = `kd report --week ${date} -o ${file} --force`;
      suggest(msg`${keep} keeps what is in kd, ${replace} takes what is in the file`);
    } else {
      const print = `kd note ${shellWord(basename(path))} --raw`;
      suggest(msg`${print} prints what is in kd, ${replace} takes what is in the file`);
    }
  }
  for (const { path, line, message, hint } of failures) {
    io.err(`${path}${line === undefined ? '' : `:${line}`}: ${app.say(message)}\n`);
    if (hint !== undefined) suggest(hint);
  }
}

/** Shows how a file differs from what the library has. */
async function showDifference({ io, t }: App, path: string, { library, file }: Skipped): Promise<void> {
  const { createTwoFilesPatch } = await import('diff');
  io.err(createTwoFilesPatch(t`in kd`, path, library, file, undefined, undefined, { context: 1 }));
}

/** Shows what was changed both in a file and in kd; where it is not known which side changed what, all that differs. */
async function explainClash(app: App, path: string, skipped: Skipped): Promise<void> {
  const { clashes } = skipped;
  const { io, t } = app;
  if (clashes === undefined || clashes.length === 0) {
    io.err(`${path}: ${t`skipped: it was edited in kd since it was last read`}\n`);
    await showDifference(app, path, skipped);
    return;
  }
  for (const { line, base, ours, theirs } of clashes) {
    io.err(`${path}:${line}: ${t`skipped: this was changed in the file and in kd`}\n`);
    const shown = (label: string, text: string | undefined) => {
      const lines = (text ?? t`(removed)`).split(/\r\n|\r|\n/).map((words) => `    ${oneLine(words)}\n`);
      io.err(`  ${label}\n${lines.join('')}`);
    };
    shown(t`before:`, base);
    shown(t`in kd:`, ours);
    shown(t`in the file:`, theirs);
  }
}

function summary({ items, failures }: ImportReport): Message {
  const sum = (value: (item: Imported) => number) => items.reduce((total, item) => total + value(item), 0);
  const of = (...outcomes: Imported['outcome'][]) => items.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const skipped = of('clash', 'other');
  const outcomes = msg`${of('new')} new, ${of('changed', 'merged')} changed, ${of('unchanged', 'skeleton')} unchanged, ${skipped} skipped`;
  const papers = sum(({ newPapers }) => newPapers.length);
  const references = sum(({ backReferences }) => backReferences);
  const doubts = sum(({ doubts }) => doubts.length);
  const found = msg`${plural(papers, msg`${count(papers)} new paper`, msg`${count(papers)} new papers`)}, ${plural(
    references,
    msg`${count(references)} back-reference`,
    msg`${count(references)} back-references`,
  )}, ${plural(doubts, msg`${count(doubts)} doubt`, msg`${count(doubts)} doubts`)}`;
  const files = failures.length;
  const failed = plural(files, msg`${count(files)} file failed`, msg`${count(files)} files failed`);
  return joined([outcomes, found, ...(files === 0 ? [] : [failed])], ' · ');
}
