// A listing must not read a junction table from end to end: 10,000 papers have 50,000 rows there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database, type Value } from '../../src/store/database.ts';
import { Papers } from '../../src/store/papers.ts';
import { MIGRATIONS } from '../helpers/library.ts';

const JUNCTIONS = ['paper_tag', 'author', 'reading'];

let db: Database;

beforeAll(() => {
  db = Database.openCopy(':none:', MIGRATIONS, { command: 'test', now: '2024-05-17T12:00:00.000Z' });
});
afterAll(() => db.close());

interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** The statements that a question asks of the database. */
function statementsOf(ask: (papers: Papers) => unknown): Statement[] {
  const statements: Statement[] = [];
  const listening = new Proxy(db, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const [sql, ...values] = args;
        if (name === 'all' || name === 'get') statements.push({ sql: sql as string, values: values as Value[] });
        return Reflect.apply(value, target, args);
      };
    },
  });
  ask(new Papers(listening));
  return statements;
}

/** The lines of a statement's plan that read a junction table from end to end. */
function scansOf({ sql, values }: Statement): string[] {
  const names = new Set(JUNCTIONS);
  for (const [, alias = ''] of sql.matchAll(/\b(?:paper_tag|author|reading)\s+(?:AS\s+)?(\w+)/gi)) {
    if (!/^(?:where|on|join|left|inner|cross|natural|using|group|order|limit|union)$/i.test(alias)) names.add(alias);
  }
  return db
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
    .map(({ detail }) => detail)
    .filter((detail) => names.has(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''));
}

describe('the plan of a listing', () => {
  it('is read rightly here', () => {
    const bad = 'SELECT p.id FROM paper p JOIN paper_tag x WHERE instr(x.tag_id, p.id) > 0';
    expect(scansOf({ sql: bad, values: [] })).toEqual([expect.stringMatching(/^SCAN x/)]);
    expect(scansOf({ sql: 'SELECT count(*) FROM author', values: [] })).toHaveLength(1);
    expect(scansOf({ sql: 'SELECT * FROM author WHERE paper_id = 1', values: [] })).toEqual([]);
  });

  const LISTINGS: Record<string, (papers: Papers) => unknown> = {
    'of all papers': (papers) => papers.find({}),
    'of a screenful': (papers) => papers.find({}, 1),
    'by tag': (papers) => papers.find({ tags: [[1, 2]] }, 1),
    'by several tags': (papers) => papers.find({ tags: [[1], [2, 3], [4]] }, 1),
    'by venue': (papers) => papers.find({ venue: 'AAAI' }, 1),
    'by year': (papers) => papers.find({ year: { from: 2020, to: 2024 } }, 1),
    'by author': (papers) => papers.find({ author: 'Hinton' }, 1),
    'by status': (papers) => papers.find({ status: 'read' }, 1),
    'by week': (papers) => papers.find({ weeks: ['2024-05-17', '2024-05-18'] }, 1),
    'by everything': (papers) =>
      papers.find({ tags: [[1]], venue: 'AAAI', year: { from: 2020 }, status: 'read', weeks: ['2024-05-17'] }, 1),
    'by a fragment of the title': (papers) => papers.withTitleFragment('distillation', 9),
    'by a whole title': (papers) => papers.withTitle('distillation'),
  };

  it.each(Object.entries(LISTINGS))('%s reads no junction table from end to end', (_, ask) => {
    const statements = statementsOf(ask);
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.flatMap(scansOf)).toEqual([]);
  });

  it('is that of one statement, however many papers there are', () => {
    db.write(() => {
      const papers = new Papers(db);
      for (let number = 0; number < 5; number += 1) {
        const facts = { title: `Paper ${number}`, authors: ['A', 'B'], links: [] };
        papers.insert(facts, `paper-${number}`, 'read', [], '2024-05-17T12:00:00.000Z');
      }
    });
    expect(statementsOf((papers) => papers.find({ tags: [[1]] }))).toHaveLength(1);
    expect(statementsOf((papers) => papers.find({}))).toHaveLength(1);
    // A page that is full asks for the number of all.
    expect(statementsOf((papers) => papers.find({}, 3))).toHaveLength(2);
    expect(statementsOf((papers) => papers.find({}, 3)).flatMap(scansOf)).toEqual([]);
  });
});
