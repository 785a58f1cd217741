import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { findWeeks, weeksBetween } from '../../core/find-week.ts';
import { GROUPINGS, type Grouping, groupReadings, readingsIn, sectionsIn } from '../../core/roll-up.ts';
import { parsePeriod } from '../../domain/calendar.ts';
import { msg } from '../../domain/message.ts';
import type { ParsedQuery } from '../../domain/query.ts';
import type { Week } from '../../domain/week.ts';
import { NotFoundError, UsageError } from '../../errors.ts';
import { printByWeek, printGroups, type RolledReading } from '../../formats/roll-up.ts';
import { joinNotes, printAsWritten, printCanonical } from '../../formats/weekly-canonical.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printRecords } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';
import { weekRecord } from '../week-record.ts';

interface ReportOptions {
  readonly week?: string;
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly theme?: string;
  readonly group?: Grouping;
  readonly style: 'source' | 'canonical';
  readonly output?: string;
  readonly force?: true;
}

const EXAMPLES = [
  'kd report --week 2024-05-17',
  'kd report --week this -o 20240517.md',
  'kd report --month 2024-05 --group idea',
  'kd report --theme ViT',
  'kd report tag:whitening',
];

export function report(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, EXAMPLES);
  command
    .argument('[query...]', t`only papers such as tag:whitening venue:AAAI year:2022..`)
    .option('--week <week>', t`any day of the week: 2024-05-17, 20240517, 2024-W20, this, last (default: this)`)
    .option('--month <month>', t`the weeks of a month: 2024-05`)
    .option('--from <day>', t`the weeks from this day, week or month on`)
    .option('--to <day>', t`the weeks up to this day, week or month`)
    .option('--theme <words>', t`only papers under a theme that holds these words`)
    .addOption(new Option('--group <by>', t`grouped by this, each text once`).choices(GROUPINGS))
    .addOption(
      new Option('--style <style>', t`source: as it was written; canonical: in the house style`)
        .choices(['source', 'canonical'])
        .default('source'),
    )
    .option('-o, --output <file>', t`write to this file, in one step`)
    .option('--force', t`replace the file even if its text is not in the library`)
    .action(async (words: string[], options: ReportOptions) => {
      const query = readQuery({ words });
      const library = await app.read();
      const weeks = weeksOf(app, library, query, options);
      const isWhole = query.where === undefined && options.theme === undefined && options.group === undefined;
      if (isWhole) await printNotes(app, library, weeks, options);
      else await printRollUp(app, library, weeks, query, options);
    });
}

/** The weeks that the options name; for a theme or a query alone, all of them. */
function weeksOf(app: App, library: Library, query: ParsedQuery, options: ReportOptions): Week[] {
  const { week, month, from, to, theme, group } = options;
  const ways = [week, month, from ?? to].filter((way) => way !== undefined);
  if (ways.length > 1) {
    throw new UsageError(msg`--week, --month and --from with --to exclude one another`, msg`leave all but one out`);
  }
  const isOpen = ways.length === 0 && (query.where !== undefined || theme !== undefined || group !== undefined);
  if (!isOpen && month === undefined && from === undefined && to === undefined) {
    return findWeeks(library, app.week(week ?? 'this'));
  }
  const first = month ?? from;
  const last = month ?? to;
  const start = first === undefined ? '0000-01-01' : period(app, first).from;
  const end = last === undefined ? '9999-12-31' : period(app, last).to;
  if (start > end)
    throw new UsageError(
      msg`"${first ?? ''}" lies behind "${last ?? ''}"`,
      msg`--from is the first day, --to the last`,
    );
  const weeks = weeksBetween(library, start, end);
  if (weeks.length > 0) return weeks;
  const near = library.weeks.datesNear(start === '0000-01-01' ? end : start, 2);
  throw new NotFoundError(
    msg`no week is noted in that time`,
    near.length === 0 ? undefined : msg`the nearest weeks: ${near.join(', ')}`,
  );
}

function period(app: App, text: string): { from: string; to: string } {
  const found = parsePeriod(text, app.today);
  if (found !== undefined) return found;
  throw new UsageError(msg`"${text}" names no time`, msg`write 2024-05, 2024-05-17 or 2024-W20`);
}

/** Prints the notes of weeks one after the other, as they were written or in the house style. */
async function printNotes(app: App, library: Library, weeks: readonly Week[], options: ReportOptions): Promise<void> {
  if (app.options.json !== undefined || app.options.jsonl === true) {
    printRecords(
      app,
      weeks.map((week) => weekRecord(library, week)),
    );
    return;
  }
  const text = joinNotes(
    weeks.map((week) => (options.style === 'canonical' ? canonical(library, week) : printAsWritten(week))),
  );
  const known = () =>
    weeks.flatMap((week) => [...library.weeks.bases(week.id).values(), printAsWritten(week), canonical(library, week)]);
  await print(app, library, text, options, known);
}

function canonical(library: Library, week: Week): string {
  const ids = new Set(week.blocks.flatMap(({ reading }) => reading?.paperId ?? []));
  const papers = [...ids].flatMap((id) => library.papers.get(id) ?? []);
  return printCanonical(week, new Map(papers.map((paper) => [paper.id, paper])));
}

/** Prints the readings that the options ask for: week by week, or each paper once in groups. */
async function printRollUp(
  app: App,
  library: Library,
  weeks: readonly Week[],
  query: ParsedQuery,
  options: ReportOptions,
): Promise<void> {
  const { theme, group } = options;
  const filter = query.where === undefined ? undefined : await lookUp(app, library, query);
  const readings = readingsIn(library, weeks, { theme, filter });
  if (readings.length === 0) {
    throw new NotFoundError(
      msg`no reading fits`,
      theme === undefined ? msg`kd list shows papers` : msg`kd theme list shows the themes`,
    );
  }
  if (app.options.json !== undefined || app.options.jsonl === true) {
    printRecords(
      app,
      readings.map((reading) => recordOf(library, reading)),
    );
    return;
  }
  if (group === undefined) {
    await print(app, library, printByWeek(readings), options, undefined);
    return;
  }
  const days =
    options.from === undefined && options.to === undefined ? '' : `${options.from ?? ''} – ${options.to ?? ''}`.trim();
  const time = options.month ?? (options.week === undefined ? days : weeks.map(({ date }) => date).join(' – '));
  const title = [time, theme ?? '', query.text].filter((part) => part !== '').join(' · ') || group;
  const sections = query.where === undefined && theme === undefined ? sectionsIn(weeks) : [];
  await print(app, library, printGroups(title, groupReadings(library, readings, group), sections), options, undefined);
}

function recordOf(library: Library, reading: RolledReading): Record<string, unknown> {
  const { week, paperId, theme, heading, refersTo, text } = reading;
  const citationKey = library.papers.get(paperId)?.citationKey ?? '';
  return {
    week,
    paper: paperId,
    'citation-key': citationKey,
    theme: theme ?? null,
    heading,
    'refers-to': refersTo,
    text,
  };
}

/** Prints a text, or writes it to a file that holds nothing the library does not know. */
async function print(
  app: App,
  library: Library,
  text: string,
  { output, force }: ReportOptions,
  known: (() => readonly string[]) | undefined,
): Promise<void> {
  if (output === undefined || output === '-') {
    app.io.out(text);
    return;
  }
  const { writeRemembered } = await import('../output.ts');
  await writeRemembered(app, library, output, text, {
    memory: 'report',
    mayReplace: (old) => force === true || known?.().includes(old) === true,
    hint:
      known === undefined
        ? msg`name another file with -o, or --force to replace it`
        : msg`kd import ${output}, or --force to replace it`,
    afterwards: async (writable) => {
      if (known === undefined) return;
      const { noteWritten } = await import('../../core/note-written.ts');
      noteWritten(writable, basename(output), text);
    },
  });
}
