import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHECK_FACTS, CHECKS } from '../../src/core/lint/finding.ts';
import { Desk, ROOT } from '../helpers/io.ts';

const WEEK = '# 20240517\n\n## 论文阅读 \n\n### Alpha 2024AAAi\n一句。\n\n### Beta 2018Nowhere?\n一句。\n';
const NOTE = '# Gamma \n\n**ICCV 2023**\n\n![](imgs/a.png)\n';

let desk: Desk;
const kd = (...args: string[]) => desk.kd(args);

beforeEach(async () => {
  desk = new Desk();
  mkdirSync(join(desk.folder, 'notes'));
  writeFileSync(join(desk.folder, 'notes', '20240517.md'), WEEK);
  writeFileSync(join(desk.folder, 'notes', 'gamma.md'), NOTE);
  expect((await kd('import', join(desk.folder, 'notes'))).code).toBe(0);
});
afterEach(() => desk.dispose());

describe('kd lint', () => {
  it('lists findings with file and line, in a pipe with tabs', async () => {
    expect(await kd('lint')).toEqual({
      out: `20240517.md:3\tspaces\tblanks at the end of the line\t
20240517.md:5\tvenue\tvenue "AAAi" is read as AAAI\t
20240517.md:8\tdoubt\tvenue "Nowhere" is not known\t
20240517.md:8\tdoubt\t"Nowhere" is marked as unsure\t
gamma.md:1\tspaces\tblanks at the end of the line\t
`,
      err: '',
      code: 5,
    });
  });

  it('has all fields of a finding in JSON', async () => {
    const { out } = await kd('lint', '--check', 'venue', '--json');
    expect(JSON.parse(out).data).toEqual([
      {
        at: '2024-05-17',
        file: '20240517.md',
        line: 5,
        check: 'venue',
        message: 'venue "AAAi" is read as AAAI',
        other: null,
        fixable: true,
      },
    ]);
  });

  it('says on a terminal how many there are, and how many can be put right', async () => {
    const { out, err, code } = await desk.kd(['lint'], { columns: 80 });
    expect(out).toContain('20240517.md:5: venue "AAAi" is read as AAAI\n');
    expect([err, code]).toEqual(['5 findings · kd lint --fix puts 3 right\n', 5]);
  });

  it('takes a query, a week, and checks, also those on request', async () => {
    expect((await kd('lint', 'venue:ICCV')).out).toBe('gamma.md:1\tspaces\tblanks at the end of the line\t\n');
    expect((await kd('lint', '--week', '2024-W20', '--check', 'spaces')).out).toBe(
      '20240517.md:3\tspaces\tblanks at the end of the line\t\n',
    );
    expect((await kd('lint', '--check', 'image', '--check', 'key-idea')).out).toBe(
      `20240517.md:5\tkey-idea\ta summary without a key idea\t
20240517.md:8\tkey-idea\ta summary without a key idea\t
gamma.md:5\timage\tthe folder imgs with its images is not there\t
`,
    );
    expect((await kd('lint', '--check', 'venue,image', 'venue:ICCV')).out).toMatch(/^gamma.md:5\timage\t.*\n$/);
    expect((await kd('lint', '--check', 'all')).out).toContain('\tciting\tlacks authors for a citation\t\n');
    expect(await kd('lint', '--check', 'link')).toEqual({ out: '', err: '', code: 0 });
  });

  it('finds an image beside the note', async () => {
    mkdirSync(join(desk.folder, 'notes', 'imgs'));
    expect((await kd('lint', '--check', 'image')).out).toContain('the image imgs/a.png is not there');
    writeFileSync(join(desk.folder, 'notes', 'imgs', 'a.png'), '');
    expect((await kd('lint', '--check', 'image')).code).toBe(0);
  });

  it('lists the checks', async () => {
    const { out, code } = await kd('lint', '--list', '--json');
    expect(code).toBe(0);
    const rows = JSON.parse(out).data as { check: string; fixable: boolean; 'on-request': boolean }[];
    expect(rows.map(({ check }) => check)).toEqual([...CHECKS]);
    expect(rows.filter(({ fixable }) => fixable).map(({ check }) => check)).toEqual(['venue', 'spaces']);
  });

  it.each([
    [['--check', 'spelling'], /there is no check "spelling"/],
    [['-n'], /-n goes with --fix/],
    [['--week', 'someday'], /names no week/],
  ])('refuses %j', async (args, message) => {
    const { out, err, code } = await kd('lint', ...args);
    expect([out, code]).toEqual(['', 2]);
    expect(err).toMatch(message);
  });

  it('ends with 3 for a week without a note, and a tag that is not there', async () => {
    expect((await kd('lint', '--week', '2023-01-06')).code).toBe(3);
    expect((await kd('lint', 'tag:nothing-of-this-name')).code).toBe(3);
  });
});

describe('kd lint --fix', () => {
  const stored = async () => [
    (await kd('report', '--week', '2024-05-17')).out,
    (await kd('note', 'gamma.md', '--raw')).out,
  ];
  const fixed = [WEEK.replace('阅读 ', '阅读').replace('AAAi', 'AAAI'), NOTE.replace('Gamma ', 'Gamma')];

  it('puts right what it can, says where and how the files get it, and lists what is left', async () => {
    const { out, err, code } = await kd('lint', '--fix');
    expect(out).toBe(`20240517.md:8\tdoubt\tvenue "Nowhere" is not known\t
20240517.md:8\tdoubt\t"Nowhere" is marked as unsure\t
`);
    expect(err.split('\n')).toEqual([
      '20240517.md:3: put right: blanks at the end of the line',
      '20240517.md:5: put right: venue "AAAi" is read as AAAI',
      'gamma.md:1: put right: blanks at the end of the line',
      'for the file of the week: kd report --week 2024-05-17 -o 20240517.md',
      'for the file of the note: kd note gamma.md --raw',
      '',
    ]);
    expect(code).toBe(5);
    expect(await stored()).toEqual(fixed);
  });

  it('ends with 0 where nothing is left', async () => {
    expect((await kd('lint', '--fix', '--check', 'venue', '--check', 'spaces')).code).toBe(0);
    expect(await kd('lint', '--fix', '--check', 'venue')).toEqual({ out: '', err: '', code: 0 });
  });

  it('shows the changes with -n, and writes nothing', async () => {
    const { out, code } = await kd('lint', '--fix', '-n');
    const changes = out.split('\n').filter((line) => /^[-+](?![-+])/.test(line));
    expect(changes).toEqual([
      '-## 论文阅读 ',
      '+## 论文阅读',
      '-### Alpha 2024AAAi',
      '+### Alpha 2024AAAI',
      '-# Gamma ',
      '+# Gamma',
    ]);
    expect(code).toBe(5);
    expect(await stored()).toEqual([WEEK, NOTE]);
  });

  it('marks blanks at the ends of lines on a terminal, and prints no control characters', async () => {
    writeFileSync(join(desk.folder, 'delta.md'), '# Delta \u001b[31mred\u009b \n\n**ICCV 2023**\n');
    await kd('import', join(desk.folder, 'delta.md'));
    const { out } = await desk.kd(['lint', '--fix', '-n'], { columns: 80, rows: 1000 });
    expect(out).toContain('-# Gamma·\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
    expect(out).not.toMatch(/[\u001b\u009b]/);
  });

  it('is taken back by kd undo, and by no import of the files as they were', async () => {
    await kd('lint', '--fix');
    expect((await kd('import', join(desk.folder, 'notes'))).err).toContain('0 changed, 2 unchanged, 0 skipped');
    expect(await stored()).toEqual(fixed);
    expect((await kd('undo')).code).toBe(0);
    expect(await stored()).toEqual([WEEK, NOTE]);
  });

  it('is written back by kd report -o', async () => {
    await kd('lint', '--fix');
    const path = join(desk.folder, 'notes', '20240517.md');
    expect((await kd('report', '--week', '2024-05-17', '-o', path)).code).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(fixed[0]);
    expect((await kd('import', path)).err).toContain('0 changed, 1 unchanged');
  });
});

describe('docs/lint.md', () => {
  const rows = [...readFileSync(join(ROOT, 'docs', 'lint.md'), 'utf8').matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)];

  it('has each check, in order, and says what is on request and what can be put right', () => {
    expect(rows.map(([, check]) => check)).toEqual([...CHECKS]);
    for (const check of CHECKS) {
      const cells = rows.find(([, name]) => name === check)?.[2]?.split(' | ') ?? [];
      expect([cells[0]?.startsWith('on request:'), cells.at(-1) !== 'no'], check).toEqual([
        CHECK_FACTS[check].onRequest,
        CHECK_FACTS[check].fixable,
      ]);
    }
  });
});
