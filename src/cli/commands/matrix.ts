import { Argument, type Command } from 'commander';
import { AXES, matrix as matrixOf } from '../../core/matrix.ts';
import { type Message, msg, verbatim } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import type { Axis } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { type Column, printListing, printRecord } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';

const AXIS_HEADS: Readonly<Record<Axis, Message>> = {
  idea: msg`IDEA`,
  task: msg`TASK`,
  dataset: msg`DATASET`,
  topic: msg`TOPIC`,
  venue: msg`VENUE`,
  year: msg`YEAR`,
  status: msg`STATUS`,
};

export function matrix(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd matrix idea venue',
    'kd matrix idea task --min 2',
    'kd matrix venue year tag:whitening',
  ]);
  command
    .addArgument(new Argument('<rows>', t`what the rows are`).choices(AXES))
    .addArgument(new Argument('<columns>', t`what the columns are`).choices(AXES))
    .argument('[query...]', t`only papers such as tag:whitening venue:AAAI year:2022..`)
    .option('--min <papers>', t`only rows and columns with a cell of at least so many`, positive, 1)
    .action(async (rowAxis: Axis, columnAxis: Axis, words: string[], options: { min: number }) => {
      const query = readQuery({ words });
      const library = await app.read();
      const { where } = await lookUp(app, library, query);
      const found = matrixOf(library, rowAxis, columnAxis, options.min, where);
      if (printRecord(app, { ...found })) return;
      if (app.io.isTerminal.out) {
        const indexes = found.rows.map((_, index) => index);
        await printListing(app, {
          rows: indexes,
          columns: columnsOf(found, rowAxis),
          id: (index) => found.rows[index] ?? '',
        });
        return;
      }
      for (const [row, name] of found.rows.entries()) {
        for (const [column, other] of found.columns.entries()) {
          const papers = found.cells[row]?.[column] ?? 0;
          if (papers > 0) app.io.out(`${oneLine(name)}\t${oneLine(other)}\t${papers}\n`);
        }
      }
    });
}

function columnsOf(found: ReturnType<typeof matrixOf>, rowAxis: Axis): Column<number>[] {
  const head: Column<number> = {
    name: rowAxis,
    head: AXIS_HEADS[rowAxis],
    value: (row) => found.rows[row],
    narrow: 'shrink',
  };
  const others = found.columns.map((name, column): Column<number> => {
    const papers = (row: number) => found.cells[row]?.[column] ?? 0;
    return { name, head: verbatim(name), value: papers, text: (row) => String(papers(row) || '·'), narrow: 'drop' };
  });
  return [head, ...others];
}
