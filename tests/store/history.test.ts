import { describe, expect, it } from 'vitest';
import { Database, type Row } from '../../src/store/database.ts';
import { History } from '../../src/store/history.ts';
import { netChanges, reversed } from '../../src/store/net-changes.ts';
import { Operations } from '../../src/store/operations.ts';
import { MIGRATIONS } from '../helpers/library.ts';

const open = () => Database.openCopy(':none:', MIGRATIONS, { command: 'kd test', now: '2024-05-17T12:00:00.000Z' });

/** The foreign keys that cascade, between tables that are no derived ones. */
function cascades(db: Database): { part: string; whole: string }[] {
  return db
    .all<{ part: string; whole: string }>(
      `SELECT t.name AS part, f."table" AS whole FROM sqlite_schema t, pragma_foreign_key_list(t.name) f
        WHERE t.type = 'table' AND f.on_delete = 'CASCADE' ORDER BY 1, 2`,
    )
    .filter(
      ({ part }) => !['paper_tag', 'evidence', 'body_evidence', 'paper_name', 'mention', 'change'].includes(part),
    );
}

const PAPER = { title_key: '', status: 'read', added_at: '' };
const READING = { title: '', title_key: '', unsure: 0, ran_code: 0, shares_text: 0, spans: '{}' };

const NOTE = {
  ...{ base_name: 'a.md', folder: '', title_key: '', name: 'a', unsure: 0 },
  ...{ facts: '{}', spans: '{}', outline: '[]', source: '' },
};

/** One row in each table that is a part of a row of another, in the order in which they come. */
const ROWS: readonly (readonly [table: string, row: Row, key: readonly string[]])[] = [
  ['venue', { id: 1, name: 'A', type: 'journal' }, ['id']],
  ['venue_alias', { alias_key: 'a', venue_id: 1, alias: 'A' }, ['alias_key']],
  ['paper', { ...PAPER, id: 1, citation_key: 'a', title: 'A' }, ['id']],
  ['author', { paper_id: 1, position: 0, name: 'A', name_key: 'a' }, ['paper_id', 'position']],
  ['link', { paper_id: 1, role: 'code', position: 0, url: 'u' }, ['paper_id', 'role', 'position']],
  ['paper_alias', { paper_id: 1, alias_key: 'a', alias: 'A', choice: 'added' }, ['paper_id', 'alias_key']],
  ['entry', { paper_id: 1, type: 'article', key: 'a', fields: '{}' }, ['paper_id']],
  ['merged_paper', { id: 9, paper_id: 1, citation_key: 'm', title: 'M', title_key: 'm' }, ['id']],
  ['different_paper', { paper_id: 1, other_id: 2 }, ['paper_id', 'other_id']],
  ['tag', { id: 1, name: 'one', name_key: 'one', kind: 'idea' }, ['id']],
  ['tag', { id: 2, name: 'two', name_key: 'two', kind: 'idea' }, ['id']],
  ['tag_alias', { tag_id: 1, alias_key: 'a', alias: 'A' }, ['tag_id', 'alias_key']],
  ['tag_broader', { tag_id: 1, broader_id: 2 }, ['tag_id', 'broader_id']],
  ['tag_broader', { tag_id: 2, broader_id: 1 }, ['tag_id', 'broader_id']],
  ['tag_choice', { paper_id: 1, tag_id: 1, choice: 'added' }, ['paper_id', 'tag_id']],
  ['paper', { ...PAPER, id: 2, citation_key: 'b', title: 'B' }, ['id']],
  ['week', { id: 1, date: '2024-05-17' }, ['id']],
  ['week_file', { week_id: 1, file_name: 'a.md', base: '' }, ['week_id', 'file_name']],
  ['block', { id: 1, week_id: 1, position: 0, kind: 'theme', source: 'a', text: 'a' }, ['id']],
  ['block', { id: 2, week_id: 1, position: 1, kind: 'reading', source: 'b', text: 'b' }, ['id']],
  ['reading', { ...READING, block_id: 2, paper_id: 2, theme_id: 1 }, ['block_id']],
];

describe('a removed row', () => {
  it('of each table takes its parts along, and all of them come back', () => {
    const db = open();
    const tables = [...new Set(ROWS.map(([table]) => table))];
    const rows = () => tables.map((table) => [table, db.all<Row>(`SELECT * FROM ${table}`)]);
    db.write(() => {
      for (const [table, row, key] of ROWS) db.insert(table, row, key);
    });
    // A new table that is a part of another needs a row above.
    expect(cascades(db).filter(({ part }) => !tables.includes(part))).toEqual([]);
    const wholes = new Set(cascades(db).map(({ whole }) => whole));
    expect([...wholes].sort()).toEqual(['block', 'paper', 'tag', 'venue', 'week']);
    const history = new History(db);
    const before = rows();
    for (const whole of wholes) {
      // The block of the theme is held by the reading below it, which goes with its own.
      const id = whole === 'block' ? 2 : 1;
      db.write(() => db.remove(whole, { id }));
      const parts = cascades(db).filter((cascade) => cascade.whole === whole);
      const { changes } = new Operations(db).all().at(-1) ?? expect.unreachable();
      expect(changes.map(({ table }) => table)).toEqual(expect.arrayContaining(parts.map(({ part }) => part)));
      const after = rows();
      expect(after).not.toEqual(before);
      const stale: unknown[] = [];
      history.takeBack(1, (_, found) => stale.push(...found));
      expect([whole, rows()]).toEqual([whole, before]);
      history.makeAgain(1, (_, found) => stale.push(...found));
      expect([whole, rows()]).toEqual([whole, after]);
      history.takeBack(1, (_, found) => stale.push(...found));
      expect(stale).toEqual([]);
    }
    db.close();
  });
});

describe('a step', () => {
  it('takes along what was only recorded of files, and nothing that the user did', () => {
    const db = open();
    const history = new History(db);
    const steps = () => history.undoable(9).map(({ operations }) => operations);
    const note = { ...NOTE, id: 1, file: 'a.md', base: null };
    db.write(() => db.insert('note', note));
    db.write(() => db.update('note', { id: 1 }, { base: 'text' }));
    db.write(() => db.insert('week', { id: 1, date: '2024-05-17', file_name: null }));
    db.write(() => db.insert('week_file', { week_id: 1, file_name: 'a.md', base: '' }, ['week_id', 'file_name']));
    db.write(() => db.update('week', { id: 1 }, { file_name: 'a.md', proposed: '["paper 1"]' }));
    expect(steps()).toEqual([
      [5, 4, 3],
      [2, 1],
    ]);
    db.write(() => db.update('week', { id: 1 }, { proposed: '[]', choices: '[["a","theme"]]' }));
    db.write(() => db.remove('note', { id: 1 }));
    db.write(() => db.remove('week', { id: 1 }));
    expect(steps()).toEqual([[8], [7], [6], [5, 4, 3], [2, 1]]);
    history.takeBack(4, () => undefined);
    expect(history.redoable(9).map(({ operations }) => operations)).toEqual([[3, 4, 5], [6], [7], [8]]);
    expect(history.redoable(1)).toEqual([{ id: 3, operations: [3, 4, 5] }]);
    db.close();
  });
});

describe('a text with half of a surrogate pair', () => {
  it('is stored as it is recorded, in bytes that UTF-8 has', () => {
    const db = open();
    db.write(() => db.insert('venue', { id: 1, name: 'x\ud800y', type: 'journal' }));
    db.write(() => db.update('venue', { id: 1 }, { full_name: '\udc00' }));
    db.write(() => db.update('venue', { id: 1 }, { full_name: '\udc00' }));
    expect(db.all('SELECT name, full_name, hex(name) AS bytes FROM venue')).toEqual([
      { name: 'x\ufffdy', full_name: '\ufffd', bytes: '78EFBFBD79' },
    ]);
    const changes = new Operations(db).all().map((operation) => operation.changes[0]?.after);
    expect(changes).toEqual([{ id: 1, name: 'x\ufffdy', type: 'journal' }, { full_name: '\ufffd' }]);
    db.close();
  });
});

describe('what changes made all in all', () => {
  const of = (before: Row | null, after: Row | null) => ({ table: 'paper', key: { id: 1 }, before, after });

  it.each([
    ['a new row that was changed', [of(null, { a: 1, b: 1 }), of({ a: 1 }, { a: 2 })], [of(null, { a: 2, b: 1 })]],
    ['a row that came and went', [of(null, { a: 1 }), of({ a: 1 }, null)], []],
    ['a row that was changed and went', [of({ a: 1 }, { a: 2 }), of({ a: 2, b: 1 }, null)], [of({ a: 1, b: 1 }, null)]],
    [
      'columns changed twice',
      [of({ a: 1 }, { a: 2 }), of({ a: 2, b: 1 }, { a: 3, b: 2 })],
      [of({ a: 1, b: 1 }, { a: 3, b: 2 })],
    ],
    [
      'a column changed there and back',
      [of({ a: 1, b: 1 }, { a: 2, b: 2 }), of({ a: 2 }, { a: 1 })],
      [of({ b: 1 }, { b: 2 })],
    ],
    ['a row put in anew', [of({ a: 1, b: 1 }, null), of(null, { a: 2, b: 1 })], [of({ a: 1 }, { a: 2 })]],
  ])('of %s', (_, changes, net) => {
    expect(netChanges(changes)).toEqual(net);
    expect(netChanges([...changes].reverse().map(reversed))).toEqual(net.map(reversed));
  });
});
