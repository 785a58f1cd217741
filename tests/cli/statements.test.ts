// What a command asks of the database: as many statements however many papers there are, none of which reads a table of
// many rows a paper from end to end. These hold speed without a clock.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Database, type Value } from '../../src/store/database.ts';
import { Desk } from '../helpers/io.ts';
import { MIGRATIONS } from '../helpers/library.ts';
import { type Statement, scansOf } from '../helpers/plans.ts';

const small = new Desk();
const large = new Desk();
const PAPERS = { small: 6, large: 60 };

async function fill(desk: Desk, papers: number): Promise<void> {
  const headings = Array.from(
    { length: papers },
    (_, number) => `> 特征\n### Subject ${number} of a Whitening Study 2024AAAI\n白化先于蒸馏。\n- 投影层 ${number}\n`,
  );
  const note = `# 20240517\n\n## 论文阅读\n\n### The First of All 2015ICLR\n软标签。\n\n`;
  const rest = `# 20240510\n\n## 论文阅读\n\n${headings.join('\n')}`;
  const { mkdirSync, writeFileSync } = await import('node:fs');
  mkdirSync(`${desk.folder}/notes`);
  writeFileSync(`${desk.folder}/notes/20240517.md`, note);
  writeFileSync(`${desk.folder}/notes/20240510.md`, rest);
  expect((await desk.kd(['import', `${desk.folder}/notes`])).code).toBe(0);
}

beforeAll(async () => {
  await fill(small, PAPERS.small);
  await fill(large, PAPERS.large);
});
afterAll(() => {
  small.dispose();
  large.dispose();
});

/** The statements of a command that reads. */
async function statementsOf(desk: Desk, args: readonly string[]): Promise<Statement[]> {
  const statements: Statement[] = [];
  const spies = (['all', 'get', 'run'] as const).map((name) => {
    const call = Database.prototype[name] as (sql: string, ...values: Value[]) => unknown;
    return vi.spyOn(Database.prototype, name).mockImplementation(function (this: Database, sql, ...values) {
      statements.push({ sql, values });
      return call.call(this, sql, ...values) as never;
    });
  });
  try {
    expect((await desk.kd(args)).code, args.join(' ')).toBe(0);
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return statements;
}

/** Commands, and how many statements each may take. */
const COMMANDS: readonly [args: readonly string[], most: number][] = [
  [['list'], 2],
  [['list', '--all'], 2],
  [['list', '--limit', '3'], 3],
  [['list', '--tag', 'whitening'], 4],
  [['list', 'tag:whitening year:2020..'], 4],
  [['list', '--venue', 'AAAI'], 4],
  [['list', '--week', '2024-05-17'], 6],
  [['list', '--ids', '--tag', '白化'], 4],
  [['show', 'first of all'], 20],
  [['report', '--week', '2024-05-17'], 8],
  [['week', 'show', '2024-05-17'], 8],
  [['week', 'list'], 4],
  [['search', 'first of all'], 20],
];

describe.each(COMMANDS)('kd %j', (args, most) => {
  it('asks as many statements of many papers as of few', async () => {
    const few = await statementsOf(small, args);
    const many = await statementsOf(large, args);
    expect(few.length).toBeGreaterThan(0);
    expect(many.map(({ sql }) => sql)).toEqual(few.map(({ sql }) => sql));
    expect(many.length, many.map(({ sql }) => sql).join('\n')).toBeLessThanOrEqual(most);
  });

  it('reads no table of many rows a paper from end to end', async () => {
    const statements = await statementsOf(small, args);
    const db = Database.openToRead(small.library, MIGRATIONS);
    try {
      expect(
        statements.flatMap((statement) => scansOf(db, statement).map((scan) => `${scan}: ${statement.sql}`)),
      ).toEqual([]);
    } finally {
      db.close();
    }
  });
});
