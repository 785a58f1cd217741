import { type Command, Option } from 'commander';
import { findWeeks } from '../../core/find-week.ts';
import type { ImportFailure } from '../../core/import.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import { joined, msg, verbatim } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import { type BlockKind, linesOf, type QuoteChoice, unquote, type Week } from '../../domain/week.ts';
import { NotFoundError, UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { WeekRow } from '../../store/weeks.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { invalid, positive } from '../options.ts';
import { type Column, printListing, printRecord, printRecords } from '../print.ts';
import { weekRecord } from '../week-record.ts';

export function week(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd week new this --from-notes PaperNotes/',
    'kd week show 2024-05-17',
    'kd week add --section 代码实践 "写了点实验代码"',
  ]);
  command
    .command('show')
    .description(t`show a week's blocks in order, with the lines of its note`)
    .argument('[week]', t`any day of the week`, 'this')
    .action(async (ref: string) => {
      const library = await app.read();
      const weeks = findWeeks(library, app.week(ref));
      if (app.options.json !== undefined || app.options.jsonl === true) {
        printRecords(
          app,
          weeks.map((week) => weekRecord(library, week)),
        );
        return;
      }
      for (const one of weeks) {
        await printListing(app, { rows: lineRows(library, one), columns: LINE_COLUMNS, id: ({ line }) => line });
      }
    });
  command
    .command('list')
    .description(t`list the weeks, newest first`)
    .action(async () => {
      const library = await app.read();
      await printListing(app, { rows: library.weeks.list(), columns: WEEK_COLUMNS, id: ({ date }) => date });
    });
  command
    .command('add')
    .description(t`add a bullet to a section of a week's note`)
    .argument('<text>', t`what happened`)
    .requiredOption('--section <name>', t`the section, made if the note has none of this name`)
    .option('--week <week>', t`any day of the week`, 'this')
    .option('-n, --dry-run', t`write nothing`)
    .action(async (text: string, options: { section: string; week: string; dryRun?: true }) => {
      const { reportDay } = await app.settings();
      const { addBullet } = await import('../../core/week.ts');
      const library = await app.write({ dryRun: options.dryRun === true });
      const date = addBullet(library, app.week(options.week), options.section, text, reportDay);
      if (printRecord(app, { week: date, section: options.section, text })) return;
      if (!app.io.isTerminal.out) app.io.out(`${date}\t${options.section}\t${oneLine(text)}\n`);
      else {
        const where = `${isoWeekOf(date)} (${date})`;
        const isDryRun = options.dryRun === true;
        const line = isDryRun
          ? t`Would add to ${options.section} · ${where}`
          : t`Added to ${options.section} · ${where}`;
        app.io.out(`${line}\n`);
      }
    });
  command
    .command('new')
    .description(t`begin a week's note, with what the notes and the week before have for it`)
    .argument('[week]', t`any day of the week`, 'this')
    .option('--from-notes <folder>', t`import the notes of this folder that are dated in the week`)
    .option('--no-carry', t`leave out the open items of the note before`)
    .addOption(new Option('--carry').hideHelp())
    .option('-n, --dry-run', t`print the note; write nothing`)
    .action(newWeek(app));
  command
    .command('decide')
    .description(t`decide that a doubtful quote is a theme, or a remark on the paper above it`)
    .argument('<date>', t`the note's date`)
    .argument('<line>', t`the line of the quote`, positive)
    .argument('<theme|remark>', t`what it is`, (value): QuoteChoice => {
      if (value === 'theme' || value === 'remark') return value;
      throw invalid(msg`it is theme or remark`);
    })
    .option('-n, --dry-run', t`write nothing`)
    .action(async (ref: string, line: number, choice: QuoteChoice, options: { dryRun?: true }) => {
      const [found, ...others] = findWeeks(await app.read(), app.week(ref));
      if (found === undefined || others.length > 0)
        throw new UsageError(msg`"${ref}" names more than one note`, msg`name one by its date`);
      const { decideQuote } = await import('../../core/week.ts');
      decideQuote(await app.write({ dryRun: options.dryRun === true }), found.date, line, choice);
      if (printRecord(app, { week: found.date, line, choice })) return;
      const { date } = found;
      const done = choice === 'theme' ? t`Line ${line} of ${date} is a theme` : t`Line ${line} of ${date} is a remark`;
      app.io.out(app.io.isTerminal.out ? `${done}\n` : `${date}\t${line}\t${choice}\n`);
    });
}

interface NewOptions {
  readonly fromNotes?: string;
  readonly carry?: boolean;
  readonly dryRun?: true;
}

function newWeek(app: App): (ref: string, options: NewOptions) => Promise<void> {
  return async (ref, options) => {
    const { io, t } = app;
    const isDryRun = options.dryRun === true;
    const failures: ImportFailure[] = [];
    const { findNotes } = await import('../import-files.ts');
    const { beginWeek } = await import('../../core/new-week.ts');
    const files = options.fromNotes === undefined ? [] : findNotes([options.fromNotes], failures);
    const [failed] = failures;
    if (files.length === 0 && failed !== undefined) {
      throw new NotFoundError(joined([verbatim(failed.path), failed.message], ': '), failed.hint);
    }
    const { reportDay } = await app.settings();
    const library = await app.write({ dryRun: isDryRun });
    const begun = beginWeek(library, app.week(ref), { files, carry: options.carry !== false, reportDay });
    for (const { path, message } of [...failures, ...begun.failures]) io.err(`${path}: ${app.say(message)}\n`);
    for (const { path, outcome } of begun.skipped)
      io.err(`${path}: ${t`not imported (${outcome}): kd import says why`}\n`);
    for (const doubt of begun.doubts) io.err(`kd: ${app.say(doubt)}\n`);
    if (failures.length + begun.failures.length > 0) app.exitCode = 1;
    const { date, text } = begun;
    if (isDryRun && isPlain(app)) {
      io.out(text);
      return;
    }
    const rows = [
      ...begun.readings.map(({ paper, theme, heading }): NewRow => {
        return { kind: 'reading', under: theme ?? null, citationKey: paper.citationKey, text: heading };
      }),
      ...begun.carried.map(
        (item): NewRow => ({ kind: 'carried', under: item.section, citationKey: null, text: item.text }),
      ),
    ];
    await printListing(app, { rows, columns: NEW_COLUMNS, id: ({ citationKey, text }) => citationKey ?? text });
    const file = `${date.replaceAll('-', '')}.md`;
    if (isDryRun) return;
    const done =
      begun.text === begun.before
        ? msg`nothing new for the note of ${date}`
        : msg`the note of ${date} is begun: kd report --week ${date} -o ${file}`;
    io.err(`${app.say(done)}\n`);
  };
}

/** Whether the output is for people, not for programs. */
function isPlain({ options }: App): boolean {
  return options.json === undefined && options.jsonl === undefined && options.ids === undefined;
}

/** What came into a new note. */
interface NewRow {
  readonly kind: 'reading' | 'carried';
  readonly under: string | null;
  readonly citationKey: string | null;
  readonly text: string;
}

const NEW_COLUMNS: readonly Column<NewRow>[] = [
  { name: 'kind', head: msg`KIND`, value: ({ kind }) => kind },
  { name: 'under', head: msg`UNDER`, value: ({ under }) => under, narrow: 'shrink' },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'text', head: msg`TEXT`, value: ({ text }) => text, narrow: 'shrink' },
];

const WEEK_COLUMNS: readonly Column<WeekRow>[] = [
  { name: 'date', head: msg`DATE`, value: ({ date }) => date },
  { name: 'week', head: msg`WEEK`, value: ({ date }) => isoWeekOf(date) },
  { name: 'readings', head: msg`READINGS`, value: ({ readings }) => readings },
  { name: 'themes', head: msg`THEMES`, value: ({ themes }) => themes },
];

/** A line of `kd week show`: a block, or a remark inside a reading's block. */
interface LineRow {
  readonly line: number;
  readonly kind: BlockKind | 'remark';
  readonly paper: number | null;
  readonly citationKey: string | null;
  readonly text: string;
}

const LINE_COLUMNS: readonly Column<LineRow>[] = [
  { name: 'line', head: msg`LINE`, value: ({ line }) => line },
  { name: 'kind', head: msg`KIND`, value: ({ kind }) => kind },
  { name: 'paper', head: msg`PAPER`, value: ({ paper }) => paper, narrow: 'drop' },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'text', head: msg`TEXT`, value: ({ text }) => text, narrow: 'shrink' },
];

function lineRows(library: Library, { blocks }: Week): LineRow[] {
  const lines = linesOf(blocks);
  return blocks.flatMap(({ kind, source, text, reading }, index) => {
    const line = lines[index] ?? 1;
    const paper = reading?.paperId ?? null;
    const citationKey = paper === null ? null : (library.papers.get(paper)?.citationKey ?? null);
    const remarks = (reading?.spans.remarks ?? []).map(([start, end]): LineRow => {
      const before = source.slice(0, start).match(/\r\n|\r|\n/g)?.length ?? 0;
      return { line: line + before, kind: 'remark', paper, citationKey, text: unquote(source.slice(start, end)) };
    });
    return [{ line, kind, paper, citationKey, text }, ...remarks];
  });
}
