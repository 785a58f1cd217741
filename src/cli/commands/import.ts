import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  type Imported,
  type ImportFailure,
  type ImportFile,
  type ImportReport,
  importNotes,
} from '../../core/import.ts';
import { NotFoundError } from '../../errors.ts';
import type { App } from '../app.ts';
import { type Column, count, printListing } from '../print.ts';
import { shellWord } from '../shell.ts';

interface ImportOptions {
  readonly replace?: true;
  readonly dryRun?: true;
}

const COLUMNS: readonly Column<Imported>[] = [
  { name: 'file', head: 'FILE', value: ({ path }) => path, narrow: 'shrink' },
  { name: 'date', head: 'DATE', value: ({ date }) => date },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'outcome', head: 'OUTCOME', value: ({ outcome }) => outcome },
  { name: 'new', head: 'NEW', value: ({ newPapers }) => newPapers.length, narrow: 'drop' },
  { name: 'known', head: 'KNOWN', value: ({ known }) => known, narrow: 'drop' },
  { name: 'back-references', head: 'BACK', value: ({ backReferences }) => backReferences, narrow: 'drop' },
  { name: 'readings', head: 'READINGS', value: ({ readings }) => readings, narrow: 'drop' },
  { name: 'themes', head: 'THEMES', value: ({ themes }) => themes, narrow: 'drop' },
  { name: 'remarks', head: 'REMARKS', value: ({ remarks }) => remarks, narrow: 'drop' },
  {
    name: 'doubts',
    head: 'DOUBTS',
    value: ({ doubts }) => doubts,
    text: ({ doubts }) => String(doubts.length),
    narrow: 'drop',
  },
];

/** From how many files on a terminal shows a progress bar. */
const MANY_FILES = 20;

export function importCommand(command: Command, app: App): void {
  command
    .argument('<file...>', 'weekly notes and notes on papers in Markdown, or folders of them')
    .option(
      '--replace',
      "take the file's text for what was edited in kd, or for a week that another file is the note of",
    )
    .option('-n, --dry-run', 'show the full account of what would happen; write nothing')
    .addHelpText('after', '\nExamples:\n  $ kd import WeeklyReport/ -n\n  $ kd import PaperNotes/ WeeklyReport/\n')
    .action(async (paths: string[], options: ImportOptions) => {
      const unreadable: ImportFailure[] = [];
      const files = paths.flatMap((path) =>
        findNotes(path, unreadable).flatMap((found) => readNote(found, path, unreadable)),
      );
      if (files.length === 0) {
        const [first] = unreadable;
        throw new NotFoundError(`${first?.path}: ${first?.message}`, first?.hint);
      }
      const library = await app.write({ dryRun: options.dryRun === true });
      const bar = await progressBar(app, files.length);
      const replace = options.replace === true;
      const { items, failures: unread } = importNotes(library, files, { replace, onFile: (done) => bar?.update(done) });
      bar?.stop();
      const failures = [...unreadable, ...unread];
      const report = { items, failures };
      await printListing(app, { rows: items, columns: COLUMNS, id: ({ path }) => path, warnings: failures });
      await explain(app, report);
      app.io.err(`${summary(report, options.dryRun === true)}\n`);
      const isSkipped = items.some(({ outcome }) => outcome === 'edited' || outcome === 'other');
      if (failures.length > 0) app.exitCode = 1;
      else if (isSkipped) app.exitCode = 4;
    });
}

/** The Markdown files that a path names: itself, or all in the folder and those below it, in order of name. */
function findNotes(path: string, failures: ImportFailure[]): string[] {
  const fail = (message: string, hint: string): string[] => {
    failures.push({ path, line: undefined, message, hint });
    return [];
  };
  try {
    if (!statSync(path).isDirectory()) return [path];
    const notes = notesBelow(path);
    return notes.length > 0 ? notes : fail('no Markdown file is in this folder', 'name a folder of .md files');
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'ENOENT') return fail('there is no such file or folder', 'check the path');
    return fail(`cannot be read (${code})`, 'check the rights of the file');
  }
}

function notesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const inner = join(folder, entry.name);
    if (entry.isDirectory()) return notesBelow(inner);
    return /\.(?:md|markdown)$/i.test(entry.name) ? [inner] : [];
  });
}

/** The file, or nothing where it cannot be read, which `failures` then says. */
function readNote(path: string, root: string, failures: ImportFailure[]): ImportFile[] {
  const below = relative(root, path).replaceAll('\\', '/');
  const folder = dirname(resolve(path));
  try {
    // A pipe or a device may have no end.
    if (!statSync(path).isFile()) {
      failures.push({
        path,
        line: undefined,
        message: 'is no regular file',
        hint: 'name files or folders of .md files',
      });
      return [];
    }
    return [
      { path, name: basename(path), file: below === '' ? basename(path) : below, folder, bytes: readFileSync(path) },
    ];
  } catch (error) {
    const message = `cannot be read (${(error as { code?: string }).code})`;
    failures.push({ path, line: undefined, message, hint: 'check the rights of the file' });
    return [];
  }
}

async function progressBar(app: App, files: number) {
  if (!app.io.isTerminal.err || files < MANY_FILES) return undefined;
  const { SingleBar, Presets } = await import('cli-progress');
  const bar = new SingleBar(
    { format: '{bar} {value}/{total} files', clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  );
  bar.start(files, 0);
  return bar;
}

/** Says on standard error what is doubtful, what was skipped and why, and what failed. */
async function explain(app: App, { items, failures }: ImportReport): Promise<void> {
  const { io } = app;
  for (const { path, doubts } of items) {
    for (const { line, message, other } of doubts) {
      io.err(`${path}:${line}: ${message}${other === undefined ? '' : ` (other reading: ${other})`}\n`);
    }
  }
  for (const { path, date } of items.filter(({ outcome }) => outcome === 'skeleton')) {
    io.err(`${path}: an empty note; the full one of ${date} is kept\n`);
  }
  for (const { path, kind, date, outcome, texts } of items) {
    if (texts === undefined) continue;
    if (outcome === 'other') {
      const other = kind === 'week' ? `the note of ${date}` : 'the note of this name';
      io.err(`${path}: skipped: ${other} was read from ${texts.fileName}\n`);
      io.err(`try: kd import --replace ${shellWord(path)}\n`);
      continue;
    }
    const { createTwoFilesPatch } = await import('diff');
    io.err(`${path}: skipped: it was edited in kd since it was last read\n`);
    io.err(createTwoFilesPatch('in kd', path, texts.library, texts.file, undefined, undefined, { context: 1 }));
    const file = shellWord(path);
    // Never a redirection into the file: a shell empties it first.
    const keep =
      kind === 'week'
        ? `kd report --week ${date} -o ${file} --force keeps what is in kd`
        : `kd note ${shellWord(basename(path))} --raw prints what is in kd`;
    io.err(`try: ${keep}, kd import --replace ${file} takes what is in the file\n`);
  }
  for (const { path, line, message, hint } of failures) {
    io.err(`${path}${line === undefined ? '' : `:${line}`}: ${message}\n`);
    if (hint !== undefined) io.err(`try: ${hint}\n`);
  }
}

function summary({ items, failures }: ImportReport, isDryRun: boolean): string {
  const sum = (value: (week: Imported) => number) => items.reduce((total, week) => total + value(week), 0);
  const of = (...outcomes: Imported['outcome'][]) => items.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const parts = [
    `${of('new')} new`,
    `${of('changed')} changed`,
    `${of('unchanged', 'skeleton')} unchanged`,
    `${of('edited', 'other')} skipped`,
  ];
  const papers = `${count(
    sum(({ newPapers }) => newPapers.length),
    'new paper',
  )}, ${count(
    sum(({ backReferences }) => backReferences),
    'back-reference',
  )}, ${count(
    sum(({ doubts }) => doubts.length),
    'doubt',
  )}`;
  const failed = failures.length === 0 ? '' : ` · ${count(failures.length, 'file')} failed`;
  return `${isDryRun ? 'dry run: ' : ''}${parts.join(', ')} · ${papers}${failed}`;
}
