import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typeOfMount } from '../../src/store/file-check.ts';
import { NO_CORPUS, SHARED } from '../helpers/corpus.ts';
import { Desk, ROOT } from '../helpers/io.ts';

let desk: Desk;

beforeEach(async () => {
  desk = new Desk();
  await desk.kd(['import', join(ROOT, 'data', 'sample', '20240517.md')]);
  await desk.kd(['add', 'A Paper of the Test 2023CVPR', '-t', 'mine', '--key-idea', 'It whitens features.']);
});
afterEach(() => desk.dispose());

/** Changes the library behind kd's back. */
function tamper(sql: string): void {
  const db = new Sqlite(desk.library);
  db.unsafeMode(true);
  db.pragma('foreign_keys = OFF');
  db.pragma('ignore_check_constraints = ON');
  db.exec(sql);
  db.close();
}

const lines = async (...args: string[]) => {
  const { out, code } = await desk.kd(['doctor', ...args]);
  return {
    code,
    rows: out
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t')),
  };
};

describe('kd doctor', () => {
  it('says of a sound library that it is, what it holds, and changes nothing', async () => {
    const before = [readFileSync(desk.library), statSync(desk.library).mtimeMs];
    expect(await desk.kd(['doctor'])).toEqual({
      out: '',
      err: 'the library is sound: 8 papers, 1 week, 0 notes\n',
      code: 0,
    });
    expect(await desk.kd(['doctor', '--json'])).toEqual({
      out: '{"schema":1,"data":[],"warnings":[]}\n',
      err: '',
      code: 0,
    });
    expect([readFileSync(desk.library), statSync(desk.library).mtimeMs]).toEqual(before);
    expect(readdirSync(desk.folder)).toEqual(['library.db']);
  });

  it('fails where there is none, or none that can be read', async () => {
    expect((await desk.kd(['doctor'], { env: { KD_LIBRARY: join(desk.folder, 'none.db') } })).code).toBe(3);
    writeFileSync(join(desk.folder, 'text'), 'words');
    expect((await desk.kd(['doctor'], { env: { KD_LIBRARY: join(desk.folder, 'text') } })).code).toBe(6);
    tamper('PRAGMA user_version = 9999');
    expect((await desk.kd(['doctor'])).code).toBe(6);
  });

  it.each([
    ['keys', "UPDATE paper SET title_key = 'x' WHERE id = 1", 'title_key of paper 1'],
    [
      'history',
      "UPDATE paper SET rating = 5 WHERE id = 1; UPDATE paper SET url = 'https://example.org' WHERE id = 2",
      'url of paper 2',
    ],
    ['history', 'DELETE FROM tag_choice', 'is gone, but no change took it away'],
    ['rows', 'DELETE FROM week', 'rows of block that name a row of week that is gone'],
    ['rows', 'DELETE FROM reading WHERE block_id = (SELECT min(block_id) FROM reading)', 'the week 2024-05-17'],
    ['rows', 'UPDATE block SET position = position + 1 WHERE position > 3', 'not numbered in order'],
    ['rows', "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'paper'", 'the next id of paper'],
    ['derived', 'DELETE FROM paper_tag WHERE paper_id = 3', 'the tags, names or mentions of'],
    ['derived', "UPDATE tag SET label_zh = 'x' WHERE name = 'whitening'", 'vocabulary'],
    ['index', 'DELETE FROM search WHERE rowid = 2', 'the search index does not hold'],
    ['index', "INSERT INTO search (rowid, title) VALUES (99, 'ghost')", 'papers in the search index that are gone: 1'],
    ['file', 'UPDATE search_data SET block = zeroblob(9) WHERE id > 10', 'search'],
    ['schema', 'DROP INDEX paper_title_tail', 'paper_title_tail'],
    ['file', "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'note'", 'damaged'],
  ])('finds what is wrong with the %s: %s', async (check, sql, words) => {
    tamper(sql);
    const { code, rows } = await lines();
    const found = rows.find(([name, , message]) => name === check && message?.includes(words));
    expect(found, JSON.stringify(rows)).toBeDefined();
    expect(found?.[1]).toBe('problem');
    expect(code).toBe(5);
  });

  it('takes hints for no problems: folders, names, rights, clocks, an older vocabulary', async () => {
    const folder = join(desk.folder, 'Dropbox', 'kd');
    mkdirSync(folder, { recursive: true });
    const path = join(folder, 'library.db');
    writeFileSync(path, readFileSync(desk.library), { mode: 0o666 });
    linkSync(path, join(folder, 'second.db'));
    mkdirSync(join(desk.folder, '.stfolder'));
    tamper(
      `UPDATE operation SET at = '2023-01-01T00:00:00.000Z' WHERE id = 2; UPDATE meta SET value = 'other' WHERE key = 'vocabulary'`,
    );
    const own = await lines();
    expect(own.rows.map(([check, severity]) => `${check} ${severity}`).sort()).toEqual([
      'clock hint',
      'derived hint',
      'place hint',
    ]);
    expect(own.rows.flat()).toContain(
      'it lies in a folder that Syncthing keeps equal on several machines, which may mix two states of it',
    );
    expect(own.code).toBe(0);
    const { out, code } = await desk.kd(['doctor'], { env: { KD_LIBRARY: path } });
    expect(code).toBe(0);
    expect(out).toContain('Dropbox');
    expect(out).toContain('it has 2 names');
  });

  it('says that operations are of the future, but not where KD_NOW sets the clock', async () => {
    tamper(`UPDATE operation SET at = '2099-01-01T00:00:00.000Z' WHERE id = 2`);
    expect((await desk.kd(['doctor'])).out).toContain('operations dated in the future: 1');
    expect((await desk.kd(['doctor'], { env: { KD_NOW: '2024-05-17' } })).out).toBe('');
  });

  it('compares about two thousand papers of a large library, and says so; --full compares all', async () => {
    const note = join(desk.folder, '20240503.md');
    const headings = Array.from({ length: 4100 }, (_, index) => `### Subject Number ${index} of Many 2024AAAI\n`);
    writeFileSync(note, `# 20240503\n\n## 论文阅读\n\n${headings.join('')}`);
    await desk.kd(['import', note]);
    const { err, code } = await desk.kd(['doctor']);
    expect([code, err]).toEqual([
      0,
      'the library is sound: 4,108 papers, 2 weeks, 0 notes\n' +
        'of the papers 2,054 were derived anew and compared: --full takes all\n',
    ]);
    expect((await desk.kd(['doctor', '--full'])).err).toBe('the library is sound: 4,108 papers, 2 weeks, 0 notes\n');
  });

  it.skipIf(NO_CORPUS)('finds nothing wrong with a library of real notes, each paper compared', async () => {
    await desk.kd(['import', join(SHARED, 'corpus', 'weekly'), join(SHARED, 'corpus', 'notes')]);
    const { code, rows } = await lines('--full');
    expect(rows.filter(([, severity]) => severity === 'problem')).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('the file system of a file', () => {
  const MOUNTS = [
    '/dev/sda1 / ext4 rw 0 0',
    'server:/home /home nfs4 rw 0 0',
    'tmpfs /home/me/quick\\040place tmpfs rw 0 0',
    '',
  ].join('\n');

  it.each([
    ['/var/kd/library.db', 'ext4'],
    ['/home/me/kd/library.db', 'nfs4'],
    ['/homework/library.db', 'ext4'],
    ['/home/me/quick place/library.db', 'tmpfs'],
  ])('of %s is %s', (file, type) => {
    expect(typeOfMount(MOUNTS, file)).toBe(type);
  });
});

describe('kd doctor --reindex', () => {
  it('makes tags and index anew', async () => {
    const right = await desk.kd(['search', '白化', '--ids']);
    tamper("DELETE FROM search; DELETE FROM paper_tag; INSERT INTO search (rowid, title) VALUES (99, 'ghost')");
    expect((await lines()).code).toBe(5);
    expect(await desk.kd(['doctor', '--reindex'])).toEqual({ out: '', err: 'indexed anew: 8 papers\n', code: 0 });
    expect((await lines()).code).toBe(0);
    expect(await desk.kd(['search', '白化', '--ids'])).toEqual(right);
  });
});

describe('kd doctor --repair', () => {
  const content = async () =>
    (await desk.kd(['dump'])).out.split('\n').filter((line) => !/^\{"record":"(?:library|ids|operation)"/.test(line));

  it('leaves a sound library alone', async () => {
    const bytes = readFileSync(desk.library);
    expect(await desk.kd(['doctor', '--repair'])).toEqual({
      out: '',
      err: 'the library is sound: 8 papers, 1 week, 0 notes\nnothing to repair\n',
      code: 0,
    });
    expect(readFileSync(desk.library).equals(bytes)).toBe(true);
    expect(existsSync(join(desk.folder, 'library-backups'))).toBe(false);
  });

  it.each([
    ['a key', "UPDATE paper SET title_key = 'x' WHERE id = 1"],
    ['a title', "UPDATE paper SET title = 'Another' WHERE id = 1"],
    ['a lost choice', 'DELETE FROM tag_choice'],
    ['a lost week', 'DELETE FROM week'],
    ['a lost paper', 'DELETE FROM paper WHERE id = 2'],
    ['a lost reading', 'DELETE FROM reading WHERE block_id = (SELECT min(block_id) FROM reading)'],
    ['a lost operation', 'DELETE FROM operation WHERE id = 1'],
    ['a list that is none', "UPDATE reading SET spans = '[' WHERE paper_id = 1"],
    ['the order of blocks', 'UPDATE block SET position = position + 1 WHERE position > 3'],
    ['ids', "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'paper'"],
    ['the vocabulary', "UPDATE tag SET label_zh = 'x' WHERE name = 'whitening'"],
    ['the index', 'UPDATE search_data SET block = zeroblob(9) WHERE id > 10'],
    ['the schema', 'DROP INDEX paper_title_tail'],
    ['a page', "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'note'"],
  ])('gives back all that was there after the loss of %s, and keeps the library before', async (_, sql) => {
    const right = await content();
    tamper(sql);
    const bytes = readFileSync(desk.library);
    const { out, err, code } = await desk.kd(['doctor', '--repair']);
    expect({ out, code, err }).toEqual({ out: '', code: 0, err });
    expect(await lines('--full')).toEqual({ code: 0, rows: [] });
    expect(await content()).toEqual(right);
    const kept = /kept as (.+)\n/.exec(err)?.[1] ?? '';
    expect(readFileSync(kept).equals(bytes)).toBe(true);
    expect(readdirSync(desk.folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('keeps what differs from history, and lets it be undone', async () => {
    tamper("UPDATE paper SET url = 'https://example.org/x' WHERE id = 2");
    const { err, code } = await desk.kd(['doctor', '--repair']);
    expect([code, err]).toEqual([0, expect.stringContaining('rows that differed from history and were kept: 1')]);
    expect(JSON.parse((await desk.kd(['show', '2', '--json'])).out).data.URL).toBe('https://example.org/x');
    expect((await lines()).code).toBe(0);
  });

  it('drops nothing in silence: rows that belong nowhere are moved out to a file', async () => {
    tamper(`DELETE FROM change WHERE table_name IN ('paper', 'week') ; DELETE FROM paper WHERE id = 2`);
    const { err, code } = await desk.kd(['doctor', '--repair']);
    expect(code).toBe(0);
    const file = /rows moved out to (.+): \d+\n/.exec(err)?.[1] ?? '';
    const rows = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.some(({ table, why }) => table === 'reading' && why.includes('paper'))).toBe(true);
    expect((await lines('--full')).code).toBe(0);
    // The week's text has it still, and so it is read from there.
    expect((await desk.kd(['list', '--ids'])).out.split('\n').filter(Boolean)).toHaveLength(8);
  });

  it('says what could not be read of a library that was cut', async () => {
    truncateSync(desk.library, Math.floor(statSync(desk.library).size / 4096 / 2) * 4096);
    const { err, code } = await desk.kd(['doctor', '--repair']);
    expect(err).not.toContain('bug');
    expect([0, 6]).toContain(code);
  });

  it('is not to be asked for together with --reindex', async () => {
    expect((await desk.kd(['doctor', '--repair', '--reindex'])).code).toBe(2);
  });
});
