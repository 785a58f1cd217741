import { type Command, InvalidArgumentError } from 'commander';
import { findWeeks } from '../../core/find-week.ts';
import { addBullet, decideQuote } from '../../core/week.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import { oneLine } from '../../domain/text.ts';
import { type BlockKind, linesOf, type QuoteChoice, unquote, type Week } from '../../domain/week.ts';
import { UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { WeekRow } from '../../store/weeks.ts';
import type { App } from '../app.ts';
import { positive } from '../options.ts';
import { type Column, printListing, printRecord, printRecords } from '../print.ts';
import { weekRecord } from '../week-record.ts';

export function week(command: Command, app: App): void {
  command.addHelpText(
    'after',
    '\nExamples:\n  $ kd week show 2024-05-17\n  $ kd week add --section 代码实践 "写了点实验代码"\n',
  );
  command
    .command('show')
    .description("show a week's blocks in order, with the lines of its note")
    .argument('[week]', 'any day of the week', 'this')
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
    .description('list the weeks, newest first')
    .action(async () => {
      const library = await app.read();
      await printListing(app, { rows: library.weeks.list(), columns: WEEK_COLUMNS, id: ({ date }) => date });
    });
  command
    .command('add')
    .description("add a bullet to a section of a week's note")
    .argument('<text>', 'what happened')
    .requiredOption('--section <name>', 'the section, made if the note has none of this name')
    .option('--week <week>', 'any day of the week', 'this')
    .option('-n, --dry-run', 'write nothing')
    .action(async (text: string, options: { section: string; week: string; dryRun?: true }) => {
      const library = await app.write({ dryRun: options.dryRun === true });
      const date = addBullet(library, app.week(options.week), options.section, text);
      if (printRecord(app, { week: date, section: options.section, text })) return;
      const done = options.dryRun === true ? 'Would add to' : 'Added to';
      if (app.io.isTerminal.out) app.io.out(`${done} ${options.section} · ${isoWeekOf(date)} (${date})\n`);
      else app.io.out(`${date}\t${options.section}\t${oneLine(text)}\n`);
    });
  command
    .command('decide')
    .description('decide that a doubtful quote is a theme, or a remark on the paper above it')
    .argument('<date>', "the note's date")
    .argument('<line>', 'the line of the quote', positive)
    .argument('<theme|remark>', 'what it is', (value): QuoteChoice => {
      if (value === 'theme' || value === 'remark') return value;
      throw new InvalidArgumentError('it is theme or remark');
    })
    .option('-n, --dry-run', 'write nothing')
    .action(async (ref: string, line: number, choice: QuoteChoice, options: { dryRun?: true }) => {
      const [found, ...others] = findWeeks(await app.read(), app.week(ref));
      if (found === undefined || others.length > 0)
        throw new UsageError(`"${ref}" names more than one note`, 'name one by its date');
      decideQuote(await app.write({ dryRun: options.dryRun === true }), found.date, line, choice);
      if (printRecord(app, { week: found.date, line, choice })) return;
      app.io.out(
        app.io.isTerminal.out
          ? `Line ${line} of ${found.date} is a ${choice}\n`
          : `${found.date}\t${line}\t${choice}\n`,
      );
    });
}

const WEEK_COLUMNS: readonly Column<WeekRow>[] = [
  { name: 'date', head: 'DATE', value: ({ date }) => date },
  { name: 'week', head: 'WEEK', value: ({ date }) => isoWeekOf(date) },
  { name: 'readings', head: 'READINGS', value: ({ readings }) => readings },
  { name: 'themes', head: 'THEMES', value: ({ themes }) => themes },
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
  { name: 'line', head: 'LINE', value: ({ line }) => line },
  { name: 'kind', head: 'KIND', value: ({ kind }) => kind },
  { name: 'paper', head: 'PAPER', value: ({ paper }) => paper, narrow: 'drop' },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'text', head: 'TEXT', value: ({ text }) => text, narrow: 'shrink' },
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
