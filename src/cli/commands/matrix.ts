import { Argument, type Command } from 'commander';
import { AXES, matrix as matrixOf } from '../../core/matrix.ts';
import type { Axis } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { positive } from '../options.ts';
import { type Column, printListing, printRecord } from '../print.ts';

export function matrix(command: Command, app: App): void {
  command
    .addArgument(new Argument('<rows>', 'what the rows are').choices(AXES))
    .addArgument(new Argument('<columns>', 'what the columns are').choices(AXES))
    .option('--min <papers>', 'only rows and columns with a cell of at least so many', positive, 1)
    .addHelpText(
      'after',
      '\nExamples:\n  $ kd matrix idea venue\n  $ kd matrix idea task --min 2\n  $ kd matrix venue year\n',
    )
    .action(async (rowAxis: Axis, columnAxis: Axis, options: { min: number }) => {
      const found = matrixOf(await app.read(), rowAxis, columnAxis, options.min);
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
          if (papers > 0) app.io.out(`${name}\t${other}\t${papers}\n`);
        }
      }
    });
}

function columnsOf(found: ReturnType<typeof matrixOf>, rowAxis: Axis): Column<number>[] {
  const head: Column<number> = {
    name: rowAxis,
    head: rowAxis.toUpperCase(),
    value: (row) => found.rows[row],
    narrow: 'shrink',
  };
  const others = found.columns.map((name, column): Column<number> => {
    const papers = (row: number) => found.cells[row]?.[column] ?? 0;
    return { name, head: name, value: papers, text: (row) => String(papers(row) || '·'), narrow: 'drop' };
  });
  return [head, ...others];
}
