// What a terminal shows: tables that fit it, Chinese text in two cells a character, colour only there.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import widthOf from 'fast-string-width';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

const COLOUR = '\u001b[';
const WIDTHS = [40, 80, 200];

const TITLES = [
  'Let All Be Whitened: Multi-Teacher Distillation for Efficient Visual Retrieval 2024AAAI',
  '知识蒸馏中投影器的作用：从表示学习、维度对齐与归一化三个角度的系统研究以及若干补充实验 2024AAAI',
  '用BN对特征Whitening之后再蒸馏：一种混合书写的标题 2023CVPR',
  '短题 2022ECCV',
  'Understanding the Role of the Projector in Knowledge Distillation 2024AAAI',
];
const THEME = '对于蒸馏中组件的研究，以及它们在图像检索与多教师融合这两类应用中的表现和各自的局限性的讨论记录';

let shelf: Desk;
let desk: Desk;

beforeAll(async () => {
  shelf = new Desk();
  for (const [index, title] of TITLES.entries()) {
    const theme = index === 0 ? ['--theme', THEME] : [];
    const { code } = await shelf.kd(['add', title, '--key-idea', '融合前先白化', '-t', `标签${index}`, ...theme]);
    expect(code).toBe(0);
  }
});
afterAll(() => shelf.dispose());
beforeEach(() => {
  desk = new Desk();
  copyFileSync(shelf.library, desk.library);
});
afterEach(() => desk.dispose());

/** The lines of standard output, each of which must fit the width. */
async function fitted(
  args: readonly string[],
  columns: number,
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const { out, code } = await desk.kd(args, { columns, env });
  expect(code).toBe(0);
  expect(out.endsWith('\n')).toBe(true);
  const lines = out.slice(0, -1).split('\n');
  for (const line of lines) {
    expect(widthOf(line), `“${line}” in ${columns} columns`).toBeLessThanOrEqual(columns);
    expect(line).toBe(line.trimEnd());
  }
  return lines;
}

describe.each(WIDTHS)('a terminal of %i columns', (columns) => {
  it.each([
    [['list']],
    [['list', '--all']],
    [['list', '--tag', 'whitening']],
    [['list', '--week', 'this']],
    [['week', 'list']],
    [['week', 'show']],
    [['tag', 'list']],
    [['tag', 'list', '--unused']],
  ])('fits the table of kd %j', async (args) => {
    const plain = await fitted(args, columns);
    expect(plain.join('\n')).not.toContain(COLOUR);
    const coloured = await fitted(args, columns, { NO_COLOR: '' });
    expect(coloured[0]).toContain(COLOUR);
  });

  it('shows a line a paper, with its id and the start of its title', async () => {
    const [head = '', ...rows] = await fitted(['list'], columns);
    expect(head).toMatch(/^ID\s+YEAR\s/);
    expect(head).toContain('TITLE');
    expect(rows).toHaveLength(TITLES.length);
    expect(rows.map((row) => row.trim().split(/\s+/)[0])).toEqual(['5', '4', '3', '2', '1']);
    for (const [index, row] of rows.entries()) {
      expect(row).toContain([...TITLES].reverse()[index]?.slice(0, 2));
    }
  });

  it('sets the columns one below the other', async () => {
    const [head = '', ...rows] = await fitted(['list'], columns);
    const at = widthOf(head.slice(0, head.indexOf('TITLE')));
    for (const [index, row] of rows.entries()) {
      const title = [...TITLES].reverse()[index] ?? '';
      expect(widthOf(row.slice(0, row.indexOf(title.slice(0, 2)))), row).toBe(at);
    }
  });

  it('fits the account of an import', async () => {
    const sample = fileURLToPath(new URL('../../data/sample', import.meta.url));
    const { out } = await desk.kd(['import', '-n', sample], { columns });
    expect(out).toMatch(/^FILE\s/);
    expect(out).toContain('2024-05-17');
    for (const line of out.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
  });
});

describe('a terminal', () => {
  it('is filled where there is room, and a title is whole then', async () => {
    const lines = await fitted(['list'], 200);
    for (const title of TITLES) expect(lines.join('\n')).toContain(title.replace(/ \d{4}\w+$/, ''));
    expect(lines.join('\n')).toContain('标签0');
    const narrow = await fitted(['list'], 40);
    expect(narrow.join('\n')).toContain('…');
  });

  it('has the number of papers and the other name of a tag below the table, on standard error', async () => {
    const { out, err } = await desk.kd(['list', '--tag', 'whitening'], { columns: 80 });
    expect(err).toMatch(/^\d papers? · whitening = 白化\n$/);
    expect(out).not.toContain('papers ·');
  });

  it('shows a screenful, and how many more there are', async () => {
    for (let number = 0; number < 6; number += 1) await desk.kd(['add', `Further Paper ${number} 2024AAAI`]);
    const page = await desk.kd(['list'], { columns: 80, rows: 10 });
    expect(page.out.trimEnd().split('\n')).toHaveLength(1 + 6);
    expect(page.err).toContain('… 5 more: --all');
    const all = await desk.kd(['list', '--all'], { columns: 80, rows: 10 });
    expect(all.out.trimEnd().split('\n')).toHaveLength(1 + 11);
    expect(all.err).toContain('11 papers');
    const limited = await desk.kd(['list', '--limit', '2'], { columns: 80, rows: 10 });
    expect(limited.out.trimEnd().split('\n')).toHaveLength(1 + 2);
  });

  it('has one table of many rows, though it is made a few at a time', async () => {
    const titles = Array.from({ length: 60 }, (_, number) => `### 用白化研究 Subject ${number} 2024AAAI\n`);
    writeFileSync(join(desk.folder, '20240510.md'), `# 20240510\n\n## 论文阅读\n\n${titles.join('\n')}`);
    expect((await desk.kd(['import', join(desk.folder, '20240510.md')])).code).toBe(0);
    const [head = '', ...rows] = await fitted(['list', '--all'], 80);
    expect(rows).toHaveLength(TITLES.length + titles.length);
    expect(rows.filter((row) => row.includes('TITLE'))).toEqual([]);
    const at = widthOf(head.slice(0, head.indexOf('VENUE')));
    for (const row of rows) expect(widthOf(row.slice(0, row.search(/AAAI|CVPR|ECCV/))), row).toBe(at);
  });

  it.skipIf(process.platform === 'win32')('that a list overflows has it in the pager, whole', async () => {
    const shown = join(desk.folder, 'shown');
    const pager = join(desk.folder, 'pager.sh');
    writeFileSync(pager, `cat > "${shown}"\n`);
    const env = { KD_PAGER: `sh ${pager}` };
    const plain = await desk.kd(['list', '--all'], { columns: 80, rows: 4 });
    const paged = await desk.kd(['list', '--all'], { columns: 80, rows: 4, env });
    expect(paged).toEqual({ ...plain, out: '' });
    expect(readFileSync(shown, 'utf8')).toBe(plain.out);
    // What fits is not paged, nor is what no pager can be had for.
    expect(await desk.kd(['list', '--all'], { columns: 80, rows: 24, env })).toEqual(plain);
    const none = { KD_PAGER: join(desk.folder, 'no-such-pager') };
    expect(await desk.kd(['list', '--all'], { columns: 80, rows: 4, env: none })).toEqual(plain);
    // One that is left early ends the list.
    const early = { KD_PAGER: 'true' };
    expect(await desk.kd(['list', '--all'], { columns: 80, rows: 4, env: early })).toEqual({ ...plain, out: '' });
  });

  it('shows no table where there is no paper', async () => {
    expect(await desk.kd(['list', '--year', '1999'], { columns: 80 })).toEqual({ out: '', err: '0 papers\n', code: 0 });
  });

  it('gets JSON and ids as a pipe does', async () => {
    for (const flag of ['--json', '--jsonl', '--ids']) {
      const there = await desk.kd(['list', flag], { columns: 40, env: { NO_COLOR: '' } });
      expect(there).toEqual(await desk.kd(['list', flag]));
    }
  });

  it('shows a note as it is, without colour', async () => {
    const there = await desk.kd(['report'], { columns: 40, env: { NO_COLOR: '' } });
    expect(there).toEqual(await desk.kd(['report']));
  });

  it('is not sent what stands in a title or a tag to control it', async () => {
    await desk.kd([
      'add',
      'A \u001b[31mred\u001b[0m \u0007 and \u202e reversed title 2024AAAI',
      '--summary',
      '\u001b]0;x\u0007',
    ]);
    for (const args of [['list'], ['show', 'reversed'], ['week', 'show']]) {
      const { out, err } = await desk.kd(args, { columns: 200 });
      for (const mark of ['\u001b', '\u0007', '\u202e']) expect(out + err).not.toContain(mark);
    }
  });
});

describe('colour', () => {
  const COMMANDS = [['list'], ['show', '5'], ['week', 'list'], ['week', 'show'], ['tag', 'list']];

  it.each(COMMANDS.map((args) => [args]))('of kd %j is on a terminal alone', async (args) => {
    const shown = async (columns: number | undefined, env: Record<string, string>, ...flags: string[]) =>
      (await desk.kd([...args, ...flags], { columns, env })).out.includes(COLOUR);
    expect(await shown(80, { NO_COLOR: '' })).toBe(true);
    expect(await shown(80, { NO_COLOR: '1' })).toBe(false);
    expect(await shown(80, { NO_COLOR: '0' })).toBe(false);
    expect(await shown(80, { NO_COLOR: '' }, '--no-color')).toBe(false);
    expect(await shown(80, { NO_COLOR: '', TERM: 'dumb' })).toBe(false);
    expect(await shown(undefined, { NO_COLOR: '' })).toBe(false);
    expect(await shown(undefined, { NO_COLOR: '', FORCE_COLOR: '1' })).toBe(false);
  });

  it('changes nothing but itself', async () => {
    for (const args of COMMANDS) {
      const plain = await desk.kd(args, { columns: 80 });
      const coloured = await desk.kd(args, { columns: 80, env: { NO_COLOR: '' } });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
      expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
    }
  });
});
