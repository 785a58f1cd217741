// A listing must not read a junction table from end to end: 10,000 papers have 50,000 rows there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition } from '../../src/store/conditions.ts';
import { Database, type Value } from '../../src/store/database.ts';
import { Papers } from '../../src/store/papers.ts';
import { MIGRATIONS } from '../helpers/library.ts';
import { type Statement, scansOf } from '../helpers/plans.ts';

let db: Database;

beforeAll(() => {
  db = Database.openCopy(':none:', MIGRATIONS, { command: 'test', now: '2024-05-17T12:00:00.000Z' });
});
afterAll(() => db.close());

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

const scans = (statement: Statement) => scansOf(db, statement);

describe('the plan of a listing', () => {
  it('is read rightly here', () => {
    const bad = 'SELECT p.id FROM paper p JOIN paper_tag x WHERE instr(x.tag_id, p.id) > 0';
    expect(scans({ sql: bad, values: [] })).toEqual([expect.stringMatching(/^SCAN x/)]);
    expect(scans({ sql: 'SELECT count(*) FROM author', values: [] })).toHaveLength(1);
    expect(scans({ sql: 'SELECT * FROM author WHERE paper_id = 1', values: [] })).toEqual([]);
  });

  const tags = (...ids: number[]): Condition => ({ kind: 'tags', ids, narrower: true });
  const VENUE: Condition = { kind: 'venue', name: 'AAAI' };
  const READ: Condition = { kind: 'status', statuses: ['read'] };
  const DATES = ['2024-05-17', '2024-05-18'];

  const LISTINGS: Record<string, (papers: Papers) => unknown> = {
    'of all papers': (papers) => papers.find({}),
    'of a screenful': (papers) => papers.find({}, 1),
    'by tag': (papers) => papers.find({ where: tags(1, 2) }, 1),
    'by several tags': (papers) => papers.find({ where: { kind: 'all', of: [tags(1), tags(2, 3), tags(4)] } }, 1),
    'by venue': (papers) => papers.find({ where: VENUE }, 1),
    'by year': (papers) => papers.find({ where: { kind: 'number', field: 'year', from: 2020, to: 2024 } }, 1),
    'by author': (papers) => papers.find({ where: { kind: 'contains', field: 'author', text: 'Hinton' } }, 1),
    'by status': (papers) => papers.find({ where: READ }, 1),
    'by week': (papers) => papers.find({ where: { kind: 'weeks', dates: DATES }, readIn: DATES }, 1),
    'by everything': (papers) =>
      papers.find(
        {
          where: {
            kind: 'all',
            of: [tags(1), VENUE, { kind: 'number', field: 'year', from: 2020 }, READ, { kind: 'weeks', dates: DATES }],
          },
        },
        1,
      ),
    'by a fragment of the title': (papers) => papers.withTitleFragment('distillation', 9),
    'by a whole title': (papers) => papers.withTitle('distillation'),
  };

  it.each(Object.entries(LISTINGS))('%s reads no junction table from end to end', (_, ask) => {
    const statements = statementsOf(ask);
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.flatMap(scans)).toEqual([]);
  });

  it('is that of one statement, however many papers there are', () => {
    db.write(() => {
      const papers = new Papers(db);
      for (let number = 0; number < 5; number += 1) {
        const facts = { title: `Paper ${number}`, authors: ['A', 'B'], links: [] };
        papers.insert(facts, `paper-${number}`, 'read', [], '2024-05-17T12:00:00.000Z');
      }
    });
    expect(statementsOf((papers) => papers.find({ where: tags(1) }))).toHaveLength(1);
    expect(statementsOf((papers) => papers.find({}))).toHaveLength(1);
    // A page that is full asks for the number of all.
    expect(statementsOf((papers) => papers.find({}, 3))).toHaveLength(2);
    expect(statementsOf((papers) => papers.find({}, 3)).flatMap(scans)).toEqual([]);
  });
});
