import { type Command, Option } from 'commander';
import { findWeeks } from '../../core/find-week.ts';
import type { Week } from '../../domain/week.ts';
import { joinNotes, printAsWritten, printCanonical } from '../../formats/weekly-canonical.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { printRecords } from '../print.ts';
import { weekRecord } from '../week-record.ts';

interface ReportOptions {
  readonly week: string;
  readonly style: 'source' | 'canonical';
  readonly output?: string;
  readonly force?: true;
}

export function report(command: Command, app: App): void {
  command
    .option('--week <week>', 'any day of the week: 2024-05-17, 20240517, 2024-W20, this, last', 'this')
    .addOption(
      new Option('--style <style>', 'source: as it was written; canonical: in the house style')
        .choices(['source', 'canonical'])
        .default('source'),
    )
    .option('-o, --output <file>', 'write to this file, in one step')
    .option('--force', 'replace the file even if its text is not in the library')
    .addHelpText('after', '\nExamples:\n  $ kd report --week 2024-05-17\n  $ kd report --week this -o 20240517.md\n')
    .action(async (options: ReportOptions) => {
      const library = await app.read();
      const weeks = findWeeks(library, app.week(options.week));
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
      if (options.output === undefined || options.output === '-') {
        app.io.out(text);
        return;
      }
      const { writeWhole } = await import('../files.ts');
      const known = weeks.flatMap((week) => [week.base, printAsWritten(week), canonical(library, week)]);
      writeWhole(options.output, text, options.force === true ? undefined : known);
      app.io.err(`wrote ${options.output}\n`);
    });
}

function canonical(library: Library, week: Week): string {
  const ids = new Set(week.blocks.flatMap(({ reading }) => reading?.paperId ?? []));
  const papers = [...ids].flatMap((id) => library.papers.get(id) ?? []);
  return printCanonical(week, new Map(papers.map((paper) => [paper.id, paper])));
}
