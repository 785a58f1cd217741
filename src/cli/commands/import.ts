import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type Imported,
  type ImportFailure,
  type ImportFile,
  type ImportReport,
  importNotes,
  type Skipped,
} from '../../core/import.ts';
import type { Decide, FactConflict } from '../../core/import-papers.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import { STATUSES, type Status } from '../../domain/paper.ts';
import { oneLine } from '../../domain/text.ts';
import { KdError, NotFoundError, UsageError } from '../../errors.ts';
import { FormatError } from '../../formats/format.ts';
import { FORMATS, type FormatName } from '../../formats/registry.ts';
import type { App } from '../app.ts';
import { doubtRecord, doubtText } from '../doubts.ts';
import { addExamples } from '../help.ts';
import { findFiles } from '../import-files.ts';
import { planFiles } from '../import-plan.ts';
import { type Column, count, printListing, printRecord } from '../print.ts';
import { shellWord } from '../shell.ts';

interface ImportOptions {
  readonly from?: FormatName;
  readonly onConflict?: OnConflict;
  readonly status?: Status;
  readonly replace?: true;
  readonly dryRun?: true;
}

const ON_CONFLICT = ['keep', 'theirs', 'ask'] as const;
type OnConflict = (typeof ON_CONFLICT)[number];

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
  { name: 'conflicts', value: ({ conflicts = [] }) => conflicts, jsonOnly: true },
  {
    name: 'problems',
    value: ({ problems = [] }) => problems.map((problem) => ({ ...problem, ...said(app, problem) })),
    jsonOnly: true,
  },
];

/** The message and hint of a problem in the user's language. */
function said(app: App, { message, hint }: { readonly message: Message; readonly hint?: Message | undefined }) {
  return { message: app.say(message), hint: hint === undefined ? undefined : app.say(hint) };
}

/** From how many files, or bytes, on a terminal shows a progress bar. */
const MANY_FILES = 20;
const MANY_BYTES = 1 << 20;

export function importCommand(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd import WeeklyReport/ -n',
    'kd import PaperNotes/ WeeklyReport/',
    'kd import refs.bib awesome-kd.md zotero.json',
    'kd import library.jsonl',
  ]);
  const readable = FORMATS.filter(({ reads }) => reads).map(({ name }) => name);
  command
    .argument('<file...>', t`notes, bibliographies, lists or tables of papers (kd help formats), or folders of notes`)
    .addOption(
      new Option('--from <format>', t`what the files are, where it is not told by name and text`).choices(readable),
    )
    .addOption(
      new Option(
        '--on-conflict <side>',
        t`what a bibliography states differently: keep kd's, take theirs, or ask`,
      ).choices(ON_CONFLICT),
    )
    .addOption(
      new Option('--status <status>', t`the status of new papers from bibliographies (default: to-read)`).choices(
        STATUSES,
      ),
    )
    .option(
      '--replace',
      t`take the file's text for what was edited in kd, or for a week that another file is the note of`,
    )
    .option('-n, --dry-run', t`show the full account of what would happen; write nothing`)
    .action(async (paths: string[], options: ImportOptions) => {
      const unreadable: ImportFailure[] = [];
      const found = findFiles(paths, unreadable);
      if (found.length === 0) {
        const [first] = unreadable;
        throw new NotFoundError(
          joined([verbatim(first?.path ?? ''), first?.message ?? verbatim('')], ': '),
          first?.hint,
        );
      }
      const planned = await planFiles(found, options.from, app.language);
      const dump = planned.find(({ format }) => format === 'dump');
      if (dump !== undefined) {
        if (planned.length > 1) throw new UsageError(msg`${dump.file.path} is a whole library: it is imported alone`);
        await restore(app, dump.file, options);
        return;
      }
      const files = planned.map(({ file }) => file);
      const decide = await decisions(app, files, options);
      const library = await app.write({ dryRun: options.dryRun === true });
      const progress = await showProgress(app, files);
      const {
        items,
        failures: unread,
        reports,
      } = importNotes(library, progress.files, {
        replace: options.replace === true,
        decide,
        status: options.status,
        onFile: progress.onFile,
      });
      progress.stop();
      const failures = [...unreadable, ...unread];
      const report = { items, failures, reports };
      await printListing(app, {
        rows: items,
        columns: columnsIn(app),
        id: ({ path }) => path,
        warnings: failures.map((failure) => ({ ...failure, ...said(app, failure) })),
      });
      await explain(app, report);
      const total = summary(report);
      app.io.err(`${options.dryRun === true ? t`dry run: ${total}` : app.say(total)}\n`);
      const isPartial = items.some(({ problems = [] }) => problems.some(({ severity }) => severity === 'error'));
      const isOpen = items.some(
        ({ skipped, conflicts = [] }) =>
          skipped !== undefined || (options.onConflict === undefined && conflicts.some(({ taken }) => !taken)),
      );
      if (failures.length > 0 || isPartial) app.exitCode = 1;
      else if (isOpen) app.exitCode = 4;
    });
}

/** Puts a dump back into the library, which must be an empty one. */
async function restore(app: App, file: ImportFile, options: ImportOptions): Promise<void> {
  const { restoreDump } = await import('../../core/restore.ts');
  const { decodePieces } = await import('../../formats/format.ts');
  const { version, load } = await app.vocabulary();
  const vocabulary = await load();
  const library = await app.write({ dryRun: options.dryRun === true });
  const { pieces } = decodePieces(() => file.pieces(), []);
  const restored = placed(file.path, () => restoreDump(library, pieces(), { version, vocabulary }));
  if (printRecord(app, { ...restored })) return;
  const { papers, weeks, notes, operations } = restored;
  const parts = [
    plural(papers, msg`${count(papers)} paper`, msg`${count(papers)} papers`),
    plural(weeks, msg`${count(weeks)} week`, msg`${count(weeks)} weeks`),
    plural(notes, msg`${count(notes)} note`, msg`${count(notes)} notes`),
    plural(operations, msg`${count(operations)} step of history`, msg`${count(operations)} steps of history`),
  ];
  const total = joined(parts, ', ');
  app.io.err(`${options.dryRun === true ? app.t`dry run: ${total}` : app.say(total)}\n`);
}

/** Does the work on a file; where that fails at a line of it, the message says which. */
function placed<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof FormatError) || error.line === undefined) throw error;
    throw new KdError(joined([verbatim(`${path}:${error.line}`), error.what], ': '), error.hint, error);
  }
}

/** Who is right where a bibliography and the library differ: as the options say, or as the user answers. */
async function decisions(app: App, files: readonly ImportFile[], options: ImportOptions): Promise<Decide | undefined> {
  const { onConflict, dryRun } = options;
  if (onConflict === 'theirs') return () => 'theirs';
  if (onConflict !== 'ask' || dryRun === true) return undefined;
  const { askOn } = await import('../ask.ts');
  const asker = await askOn(app, msg`write --on-conflict keep, or theirs`);
  // What is asked about is what an import would find; it is done on a copy first.
  const trial = importNotes(await app.write({ dryRun: true }), files, { replace: options.replace === true });
  const answers = new Map<string, 'keep' | 'theirs'>();
  let all: 'keep' | 'theirs' | undefined;
  for (const conflict of trial.items.flatMap(({ conflicts = [] }) => conflicts)) {
    if (all === undefined) {
      const answer = await asker.choose(msg`${conflict.citationKey}: ${conflict.field}`, [
        ['keep', msg`in kd: ${oneLine(conflict.library)}`],
        ['theirs', msg`in the file: ${oneLine(conflict.file)}`],
        ['keep-all', msg`keep kd's here and in all that follow`],
        ['theirs-all', msg`take the file's here and in all that follow`],
      ]);
      if (answer === 'keep-all') all = 'keep';
      if (answer === 'theirs-all') all = 'theirs';
      if (answer === 'keep' || answer === 'theirs') {
        answers.set(idOf(conflict), answer);
        continue;
      }
    }
    answers.set(idOf(conflict), all ?? 'keep');
  }
  return (conflict) => answers.get(idOf(conflict));
}

function idOf({ path, line, field }: Omit<FactConflict, 'taken'>): string {
  return [path, line, field].join('\n');
}

/** The files, as they are read with a progress bar where that takes long and a terminal is there to see it. */
async function showProgress(app: App, files: readonly ImportFile[]) {
  const total = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (!app.io.isTerminal.err || (files.length < MANY_FILES && total < MANY_BYTES)) {
    return { files, onFile: undefined, stop: () => undefined };
  }
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    {
      format: app.t`${'{bar}'} ${'{percentage}'} % · ${'{files}'}/${files.length} files`,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0, { files: 0 });
  let done = 0;
  const counted = files.map((file) => {
    let furthest = 0;
    function* pieces(): Generator<Uint8Array> {
      let at = 0;
      for (const piece of file.pieces()) {
        yield piece;
        at += piece.length;
        // A file may be gone through more than once.
        done += Math.max(0, at - furthest);
        furthest = Math.max(furthest, at);
        bar.update(done);
      }
    }
    return { ...file, pieces };
  });
  return { files: counted, onFile: (number: number) => bar.update(done, { files: number }), stop: () => bar.stop() };
}

/** Says on standard error what is doubtful, what was skipped and why, and what failed. */
async function explain(app: App, { items, failures, reports }: ImportReport): Promise<void> {
  const { io, t } = app;
  const suggest = (hint: Message) => io.err(`${t`try: ${hint}`}\n`);
  for (const { path, doubts } of items) {
    for (const doubt of doubts) io.err(`${path}:${doubt.line}: ${doubtText(app, doubt)}\n`);
  }
  for (const { path, problems = [], conflicts = [] } of items) {
    for (const { line, column, message, hint } of problems) {
      io.err(`${path}:${line}${column === undefined ? '' : `:${column}`}: ${app.say(message)}\n`);
      if (hint !== undefined) suggest(hint);
    }
    for (const { line, citationKey, field, library, file, taken } of conflicts) {
      const sides = [oneLine(library), oneLine(file)] as const;
      const message = taken
        ? t`${citationKey}: ${field} was ${sides[0]}, is now ${sides[1]}`
        : t`${citationKey}: ${field} is ${sides[0]} in kd, ${sides[1]} in the file`;
      io.err(`${path}:${line}: ${message}\n`);
    }
  }
  if (items.some(({ conflicts = [] }) => conflicts.some(({ taken }) => !taken))) {
    suggest(msg`--on-conflict theirs takes what the files say, ask asks for each; kd's was kept`);
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
  const conflicts = sum((item) => item.conflicts?.length ?? 0);
  const differing = plural(conflicts, msg`${count(conflicts)} conflict`, msg`${count(conflicts)} conflicts`);
  const files = failures.length;
  const failed = plural(files, msg`${count(files)} file failed`, msg`${count(files)} files failed`);
  const parts = [outcomes, found, ...(conflicts === 0 ? [] : [differing]), ...(files === 0 ? [] : [failed])];
  return joined(parts, ' · ');
}
