import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk, ROOT } from '../helpers/io.ts';

const SAMPLE = join(ROOT, 'data', 'sample', '20240517.md');
const TERMINAL = { columns: 200 };

describe('history on the command line', () => {
  let desk: Desk;
  const kd = (...args: string[]) => desk.kd(args);

  beforeEach(async () => {
    desk = new Desk();
    await kd('import', SAMPLE);
    await kd('set', 'projector', 'status=reading', 'rating=4');
  });
  afterEach(() => desk.dispose());

  it('says on a terminal what was taken back, made again, or would be', async () => {
    expect(await desk.kd(['undo', '-n'], TERMINAL)).toEqual({
      out: 'would take back: kd set projector status=reading rating=4\n  understanding-role-projector-2024: rating 4 → –, status reading → read\n',
      err: '',
      code: 0,
    });
    expect((await desk.kd(['undo'], TERMINAL)).out).toMatch(
      /^took back: kd set projector status=reading rating=4\n {2}\S/,
    );
    expect((await desk.kd(['redo', '-n'], TERMINAL)).out).toMatch(/^would make again: kd set /);
    expect((await desk.kd(['redo'], { ...TERMINAL, env: { KD_LANG: 'zh' } })).out).toBe(
      '已重做：kd set projector status=reading rating=4\n  understanding-role-projector-2024：status read → reading，rating – → 4\n',
    );
  });

  it('writes nothing with -n', async () => {
    const bytes = readFileSync(desk.library);
    for (const args of [
      ['undo', '-n'],
      ['undo', '2', '-n'],
      ['undo', '--operation', '2', '-n'],
      ['log'],
      ['log', 'projector'],
    ]) {
      expect((await kd(...args)).code, args.join(' ')).toBe(0);
    }
    expect(readFileSync(desk.library).equals(bytes)).toBe(true);
  });

  it('prints the same fields in JSON', async () => {
    const { out } = await kd('undo', '--json');
    expect(JSON.parse(out).data).toEqual([
      {
        id: 2,
        command: 'kd set projector status=reading rating=4',
        what: 'understanding-role-projector-2024: rating 4 → –, status reading → read',
      },
    ]);
    const log = JSON.parse((await kd('log', '--json=id,at,state')).out);
    const at = new Date('2024-05-17T12:00:00').toISOString();
    expect(log.data).toEqual([
      { id: 2, at, state: 'undone' },
      { id: 1, at, state: 'done' },
    ]);
    const changes = JSON.parse((await kd('log', '--operation', '2', '--json=field,before,after')).out);
    expect(changes.data).toEqual([
      { field: 'status', before: 'read', after: 'reading' },
      { field: 'rating', before: null, after: '4' },
    ]);
  });

  it('shows the log on a terminal with the time of the user’s clock, and what is undone marked', async () => {
    await kd('undo');
    const { out, err } = await desk.kd(['log'], TERMINAL);
    const [head, ...lines] = out.trimEnd().split('\n');
    expect(head).toMatch(/^ID +TIME +COMMAND +CHANGED +STATE$/);
    expect(lines[0]).toMatch(/^ 2 {2}2024-05-17 12:00 {2}kd set .* undone$/);
    expect(lines[1]).toMatch(/^ 1 {2}2024-05-17 12:00 {2}kd import .*added 7 papers, the week of 2024-05-17$/);
    expect(err).toBe('2 commands\n');
    const chinese = await desk.kd(['log'], { ...TERMINAL, env: { KD_LANG: 'zh' } });
    expect(chinese.out).toMatch(/^编号 +时间 +命令 +改动 +状态\n/);
    expect(chinese.out).toContain('新增：7 篇论文，2024-05-17 的周报');
    expect(chinese.err).toBe('2 条命令\n');
  });

  it('takes papers by references or by a query', async () => {
    await kd('tag', 'add', 'projector', 'mine');
    const ids = async (...words: string[]) => (await kd('log', ...words, '--ids')).out.split('\n').filter(Boolean);
    expect(await ids('projector')).toEqual(['3', '2', '1']);
    expect(await ids('tag:mine')).toEqual(['3', '2', '1']);
    expect(await ids('id:1')).toEqual(['1']);
    expect(await ids('projector', '1')).toEqual(['3', '2', '1']);
    expect(await ids('projector', '--limit', '1')).toEqual(['3']);
    expect(await ids('status:dropped')).toEqual([]);
    expect((await kd('log', 'tag:nothing')).code).toBe(3);
  });

  it('leaves with --force what changed since, and says so', async () => {
    await kd('set', 'projector', 'rating=5');
    expect(await kd('undo', '--operation', '2')).toEqual({
      out: '',
      err: 'kd: changed since: rating of understanding-role-projector-2024\ntry: kd undo --operation 2 --force takes back what is unchanged\n',
      code: 4,
    });
    expect(await kd('undo', '--operation', '2', '--force')).toEqual({
      out: '2\tkd set projector status=reading rating=4\tunderstanding-role-projector-2024: status reading → read\n',
      err: 'kd: changed since, and left: rating of understanding-role-projector-2024\n',
      code: 0,
    });
    expect((await kd('log', '--limit', '1')).out).toContain('kd undo --operation 2 --force');
    expect((await kd('undo')).out).toContain('status read → reading');
  });

  it('gives the bytes of a note back', async () => {
    const report = async () => (await kd('report', '--week', '2024-05-17')).out;
    await kd('add', 'One 2024AAAI', '--week', '2024-05-17', '--theme', '白化', '--summary', '一。');
    await kd('add', 'Two 2024AAAI', '--week', '2024-05-17', '--theme', '白化', '--summary', '二。');
    await kd('undo', '--operation', '3');
    expect(await report()).toContain('### Two 2024AAAI');
    expect(await report()).not.toContain('### One 2024AAAI');
    await kd('undo', '2');
    await kd('undo');
    expect(await report()).toBe(readFileSync(SAMPLE, 'utf8'));
  });

  it('refuses what makes no sense', async () => {
    const code = async (...args: string[]) => (await kd(...args)).code;
    expect(await code('undo', '0')).toBe(2);
    expect(await code('undo', 'all')).toBe(2);
    expect(await code('undo', '1', '--operation', '1')).toBe(2);
    expect(await code('undo', '--force')).toBe(2);
    expect(await code('log', 'projector', '--operation', '1')).toBe(2);
    expect(await code('undo', '--operation', '9')).toBe(3);
    expect(await code('redo')).toBe(3);
    const empty = new Desk();
    for (const name of ['undo', 'redo', 'log']) {
      expect((await empty.kd([name])).code, name).toBe(3);
    }
    empty.dispose();
  });
});
