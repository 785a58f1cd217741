// kd dupes and kd merge as a person or a script types them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CTRL_C, Dialogue, DOWN, ENTER } from '../helpers/dialogue.ts';
import { Desk, type Outcome } from '../helpers/io.ts';

const WEEK = `# 20240517

## 论文阅读

### Understanding the Role of the Projector 2024AAAI
投影器就够了。

### Understanding the Roles of the Projector 2023ICCV
同一篇，标题写错。

### Decoupled Students 2022CVPR
先做白化。
`;
const AGAIN = `# 20240524

## 论文阅读

### Decoupled Students: A Second Look 2023TPAMI
期刊版。
`;
const PAIR =
  '1,2\tunderstanding-role-projector-2024,understanding-roles-projector-2023\tnear\t' +
  'the titles differ in one letter; but of 2024 and 2023\n';
const OTHER_PAIR =
  '3,4\tdecoupled-students-2022,decoupled-students-second-2023\tnear\t' +
  'one title is the other without its subtitle; but of 2022 and 2023\n';

let desk: Desk;
const kd = (...args: string[]) => desk.kd(args);
const json = ({ out }: Outcome) => (JSON.parse(out) as { data: never }).data as unknown;
const content = async () => (await kd('dump', '--canonical')).out;

beforeEach(async () => {
  desk = new Desk();
  const folder = join(desk.folder, 'notes');
  mkdirSync(folder);
  writeFileSync(join(folder, '20240517.md'), WEEK.replace('Roles', 'Rules'));
  writeFileSync(join(folder, '20240524.md'), AGAIN);
  await kd('import', folder);
  await kd(
    'set',
    '2',
    'title=Understanding the Roles of the Projector',
    'citation-key=understanding-roles-projector-2023',
  );
});
afterEach(() => desk.dispose());

/** Runs a command on a terminal of 120 columns, where these keys answer. */
async function ask(keys: readonly string[], ...args: string[]): Promise<Outcome & { shown: string }> {
  const dialogue = new Dialogue(keys);
  try {
    return { ...(await desk.kd(args, { dialogue, columns: 120 })), shown: dialogue.shown };
  } finally {
    dialogue.close();
  }
}

describe('kd dupes', () => {
  it('lists pairs with why, and ends with 0', async () => {
    expect(await kd('dupes')).toEqual({ out: PAIR + OTHER_PAIR, err: '', code: 0 });
    expect((await kd('dupes', 'tag:whitening')).out).toBe(OTHER_PAIR);
    expect((await kd('dupes', '--ids')).out).toBe('1 2\n3 4\n');
    expect(json(await kd('dupes', 'year:2024', '--json'))).toEqual([
      {
        ids: [1, 2],
        'citation-keys': ['understanding-role-projector-2024', 'understanding-roles-projector-2023'],
        tier: 'near',
        title: 'Understanding the Role of the Projector',
        'other-title': 'Understanding the Roles of the Projector',
        why: ['the titles differ in one letter', 'but of 2024 and 2023'],
      },
    ]);
    const { out, err } = await desk.kd(['dupes', '--lang', 'zh'], { columns: 100 });
    expect(out).toMatch(/^1 2 +标题相近 +Understanding the Role of the Projector +标题只差一个字母；/m);
    expect(err).toBe('2 对 · 标题相近：2\n');
  });

  it('remembers which are different, which can be taken back', async () => {
    const pair = '1,2\tunderstanding-role-projector-2024,understanding-roles-projector-2023\n';
    expect((await kd('dupes', '--different', '1', '2', '-n')).out).toBe(pair);
    expect((await kd('dupes')).out).toBe(PAIR + OTHER_PAIR);
    expect(await kd('dupes', '--different', '1', '2')).toEqual({ out: pair, err: '', code: 0 });
    expect((await kd('dupes')).out).toBe(OTHER_PAIR);
    expect((await kd('dupes', '--different')).out).toBe(pair);
    expect((await kd('log', '--limit', '1')).out).toContain('different – → ');
    await kd('dupes', '--different', '--rm', '2', '1');
    expect((await kd('dupes')).out).toBe(PAIR + OTHER_PAIR);
    await kd('undo');
    expect((await kd('dupes')).out).toBe(OTHER_PAIR);
    expect(await kd('dupes', '--different', '1')).toMatchObject({ code: 2, out: '' });
    expect(await kd('dupes', '--rm', '1', '2')).toMatchObject({ code: 2, out: '' });
  });
});

describe('kd merge', () => {
  it('wants to know in a pipe which values are right', async () => {
    const before = await content();
    expect(await kd('merge', '3', '4')).toEqual({
      out: '',
      err: 'kd: the papers differ in title, venue, date\ntry: the same with -n shows it, with --yes does it\n',
      code: 2,
    });
    const planned = await kd('merge', '3', '4', '-n');
    expect(planned.out.split('\n').slice(0, 4)).toEqual([
      'citation-key\tdecoupled-students-2022\tdecoupled-students-second-2023\tdecoupled-students-2022',
      'title\tDecoupled Students\tDecoupled Students: A Second Look\tDecoupled Students',
      'venue\tCVPR\tTPAMI\tCVPR',
      'date\t2022\t2023\t2022',
    ]);
    expect(planned.err).toBe('would merge decoupled-students-second-2023 into decoupled-students-2022\n');
    expect(await content()).toBe(before);
    const merged = await kd('merge', '3', '4', '--prefer', 'title=4,venue=4', '--prefer', 'date=3', '--json');
    expect(merged).toMatchObject({
      err: 'merged decoupled-students-second-2023 into decoupled-students-2022: kd undo undoes that\n',
      code: 0,
    });
    expect(json(merged)).toMatchObject({ id: 3, 'citation-key': 'decoupled-students-2022', merged: [4] });
    expect(json(merged)).toHaveProperty('fields.1', {
      field: 'title',
      values: { 3: 'Decoupled Students', 4: 'Decoupled Students: A Second Look' },
      result: 'Decoupled Students: A Second Look',
      open: false,
    });
    expect((await kd('cite', 'decoupled-students-second-2023')).out).toContain('decoupled-students-2022');
    expect(json(await kd('show', '4', '--json'))).toMatchObject({ id: 3, venue: 'TPAMI', year: 2022 });
    await kd('undo');
    expect(await content()).toBe(before);
  });

  it('takes the first one’s with --yes, and three at once', async () => {
    expect((await kd('merge', '1', '2', '4', '-y', '--ids')).out).toBe('1\n');
    expect(json(await kd('show', '2', '--json'))).toMatchObject({ id: 1, venue: 'AAAI', year: 2024 });
    expect((await kd('report', '--week', '2024-05-24')).out).toBe(AGAIN);
    expect(await kd('doctor')).toMatchObject({ code: 0 });
  });

  it('stays one paper when the bibliography that had two is imported again', async () => {
    const bibliography = join(desk.folder, 'refs.bib');
    const entry = (key: string, title: string, year: number, doi: string) =>
      `@article{${key},\n  title = {${title}},\n  year = {${year}},\n  doi = {${doi}}\n}\n`;
    writeFileSync(
      bibliography,
      entry('a', 'Editorial', 2021, '10.1000/a') +
        entry('b', 'Editorial Reprinted', 2023, '10.1000/b') +
        entry('c', 'On Soft Labels and their Distance', 2022, '10.1000/c'),
    );
    await kd('import', bibliography);
    const before = (await kd('list', '--ids')).out;
    await kd('merge', 'a', 'b', 'c', '-y');
    expect((await kd('list', '--ids')).out.split('\n')).toHaveLength(before.split('\n').length - 2);
    const after = await content();
    expect((await kd('import', bibliography)).err).toContain('0 new papers');
    expect(await content()).toBe(after);
    expect((await kd('cite', 'b')).out).toBe((await kd('cite', '10.1000/c')).out);
  });

  it('refuses a paper with itself, one alone, and fields that there are not', async () => {
    expect(await kd('merge', '1', 'understanding-role-projector-2024', '-y')).toMatchObject({ code: 2, out: '' });
    expect(await kd('merge', '1')).toMatchObject({ code: 2, out: '' });
    expect(await kd('merge', '1', '99', '-y')).toMatchObject({ code: 3, out: '' });
    expect((await kd('merge', '1', '2', '--prefer', 'color=1')).err).toMatch(
      /^kd: there is no field "color" to prefer\n/,
    );
    expect((await kd('merge', '1', '2', '--prefer', '3')).err).toMatch(
      /^kd: 3 is none of the papers that are merged\n/,
    );
  });

  it('asks on a terminal, field by field where that is wanted', async () => {
    const broken = await ask([CTRL_C], 'merge', '3', '4');
    expect(broken).toMatchObject({ code: 130, err: 'kd: broken off: nothing was changed\n' });
    expect(broken.out).toMatch(/^title ≠ +Decoupled Students +Decoupled Students: A Second Look +Decoupled Students$/m);
    expect(await ask([ENTER], 'merge', '3', '4')).toMatchObject({ code: 130 });
    const each = [DOWN + DOWN + DOWN + ENTER, DOWN + ENTER, ENTER, DOWN + ENTER];
    const merged = await ask(each, 'merge', '3', '4');
    expect(merged.shown).toContain('Take 4 into 3 decoupled-students-2022?');
    expect(merged).toMatchObject({ code: 0, err: expect.stringContaining('kd undo undoes that') });
    expect(json(await kd('show', '3', '--json'))).toMatchObject({
      title: 'Decoupled Students: A Second Look',
      venue: 'CVPR',
      year: 2023,
    });
    await kd('undo');
    await ask([DOWN + DOWN + ENTER], 'merge', '3', '4');
    expect(json(await kd('show', '3', '--json'))).toMatchObject({ venue: 'TPAMI', year: 2023 });
  });
});

describe('a file of decisions', () => {
  const file = () => join(desk.folder, 'decisions.tsv');

  it('is printed, filled in, and done as one operation', async () => {
    const printed = (await kd('dupes', '--decisions')).out;
    expect(printed.split('\n').slice(1)).toEqual([
      'decision\tids\tcitation-keys',
      'skip\t1 2\tunderstanding-role-projector-2024 understanding-roles-projector-2023\tnear\t' +
        'the titles differ in one letter; but of 2024 and 2023\t' +
        'Understanding the Role of the Projector\tUnderstanding the Roles of the Projector',
      'skip\t3 4\tdecoupled-students-2022 decoupled-students-second-2023\tnear\t' +
        'one title is the other without its subtitle; but of 2022 and 2023\t' +
        'Decoupled Students\tDecoupled Students: A Second Look',
      '',
    ]);
    const before = await content();
    writeFileSync(file(), printed);
    expect(await kd('merge', '--from', file())).toEqual({ out: '', err: 'nothing was merged\n', code: 0 });
    writeFileSync(file(), `\ufeff${printed.replace('skip\t1', 'merge\t1').replace('skip\t3', 'Different\t3')}`);
    const outcome = {
      out: '1\tunderstanding-role-projector-2024\t2\ttitle,venue,date\tUnderstanding the Role of the Projector\n',
      code: 0,
    };
    expect(await kd('merge', '--from', file(), '-n')).toEqual({
      ...outcome,
      err: 'would merge 1 paper into 1 other, decided as different: 1\n',
    });
    expect(await content()).toBe(before);
    expect(await kd('merge', '--from', file())).toEqual({
      ...outcome,
      err: 'merged 1 paper into 1 other, decided as different: 1: kd undo undoes that\n',
    });
    expect((await kd('dupes')).out).toBe('');
    await kd('undo');
    expect(await content()).toBe(before);
  });

  it('with a line that is wrong changes nothing, and each such line is named', async () => {
    const before = await content();
    const text = 'merge\t1 2\nunite\t3 4\nmerge\t3\nmerge\t3 99\nmerge\t3 4\tdecoupled-students-2022 other-key\n';
    expect(await desk.kd(['merge', '--from', '-'], { stdin: text })).toEqual({
      out: '',
      err:
        'kd: -:2: "unite" is no decision: merge, different, skip\n' +
        'kd: -:3: "3" is no list of ids: 12 47\n' +
        'kd: -:4: no paper has the id 99\n' +
        'kd: -:5: 4 is decoupled-students-second-2023, not other-key\n' +
        'kd: -: 4 lines are wrong; nothing was changed\ntry: put that right, and try again\n',
      code: 2,
    });
    expect(await content()).toBe(before);
    expect(await kd('merge', '--from', join(desk.folder, 'absent.tsv'))).toMatchObject({ code: 2, out: '' });
    expect(await kd('merge', '--from', file(), '1', '2')).toMatchObject({ code: 2, out: '' });
  });
});
