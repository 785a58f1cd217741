import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

const MINE = `# what I use every week

# my queries
query:
  # the whitening papers
  aaai: tag:whitening venue:AAAI   # of AAAI alone
  year: 2024
week:
    report_day: Sunday
pager: "less -R"
`;

let desk: Desk;
let path: string;
beforeEach(() => {
  desk = new Desk();
  path = join(desk.folder, 'config', 'kd', 'config.yaml');
});
afterEach(() => desk.dispose());

const write = (text: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};
const read = () => readFileSync(path, 'utf8');

/** Runs `kd config` and returns the exit code with what was printed. */
async function config(...args: string[]): Promise<[code: number, out: string, err: string]> {
  const { out, err, code } = await desk.kd(['config', ...args]);
  return [code, out, err];
}

/** An editor that is a shell script; the file to edit is its `$1`. */
function editor(script: string): string {
  const program = join(desk.folder, 'editor.sh');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return program;
}

describe('kd config', () => {
  it('sets, lists, prints and removes settings', async () => {
    expect(await config()).toEqual([0, '', '']);
    expect(await config('query.aaai', 'tag:whitening venue:AAAI')).toEqual([
      0,
      'query.aaai\ttag:whitening venue:AAAI\n',
      '',
    ]);
    expect(await config('week.report_day', 'Sunday')).toEqual([0, 'week.report_day\tsunday\n', '']);
    expect(await config('query.白化', '@aaai year:2024..')).toEqual([0, 'query.白化\t@aaai year:2024..\n', '']);
    expect(read()).toBe(
      'query:\n  aaai: tag:whitening venue:AAAI\n  白化: "@aaai year:2024.."\nweek:\n  report_day: sunday\n',
    );
    expect((await config())[1]).toBe(
      'query.aaai\ttag:whitening venue:AAAI\nquery.白化\t@aaai year:2024..\nweek.report_day\tsunday\n',
    );
    expect(await config('query.白化')).toEqual([0, '@aaai year:2024..\n', '']);
    expect(await config('query.白化', '--rm')).toEqual([0, '', 'query.白化 is no longer set\n']);
    expect((await config('query.白化'))[0]).toBe(3);
    expect(readdirSync(dirname(path))).toEqual(['config.yaml']);
  });

  it('prints JSON', async () => {
    write(MINE);
    expect(JSON.parse((await config('--json'))[1]).data).toContainEqual({ key: 'query.year', value: '2024' });
    expect(JSON.parse((await config('pager', '--json'))[1]).data).toEqual({ key: 'pager', value: 'less -R' });
    expect(JSON.parse((await config('--path', '--json'))[1]).data).toEqual({ path });
  });

  it('says where its file is, without making it', async () => {
    expect(await config('--path')).toEqual([0, `${path}\n`, '']);
    expect(existsSync(path)).toBe(false);
  });

  it('keeps comments and order', async () => {
    write(MINE);
    await config('query.new', 'year:2023');
    await config('query.aaai', 'venue:AAAI');
    await config('pager', '--rm');
    expect(read()).toBe(`# what I use every week

# my queries
query:
  # the whitening papers
  aaai: venue:AAAI # of AAAI alone
  year: 2024
  new: year:2023
week:
  report_day: Sunday
`);
    for (const key of ['query.new', 'query.aaai', 'query.year', 'week.report_day']) await config(key, '--rm');
    expect(await config()).toEqual([0, '', '']);
    for (const comment of ['# what I use every week\n', '# my queries\n']) expect(read()).toContain(comment);
    await config('query.again', 'tag:whitening');
    expect((await config())[1]).toBe('query.again\ttag:whitening\n');
    expect(read()).toContain('# my queries\n');
  });

  it('takes keys written with a dot, too, and keeps them so', async () => {
    write('week.report_day: monday\n');
    expect(await config('week.report_day', 'tuesday')).toEqual([0, 'week.report_day\ttuesday\n', '']);
    expect(read()).toBe('week.report_day: tuesday\n');
  });

  it('writes into the file that a link leads to', async () => {
    const real = join(desk.folder, 'dotfiles.yaml');
    writeFileSync(real, 'pager: cat\n');
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(real, path);
    await config('pager', 'less');
    expect(readFileSync(real, 'utf8')).toBe('pager: less\n');
    expect(realpathSync(path)).toBe(realpathSync(real));
  });

  it('writes nothing in a dry run', async () => {
    expect(await config('pager', 'less', '-n')).toEqual([0, 'pager\tless\n', '']);
    expect(existsSync(path)).toBe(false);
    write(MINE);
    expect((await config('pager', '--rm', '-n'))[0]).toBe(0);
    expect(read()).toBe(MINE);
  });

  it.each([
    [['week.report_day', 'someday'], 'it is one of monday, tuesday'],
    [['query.a', 'tag:whitening ('], 'this parenthesis is not closed'],
    [['query.a', 'sort:year'], 'has no condition'],
    [['query.a', ' '], 'query.a is empty'],
    [['query.a b', 'tag:whitening'], 'letters, digits, - and _ alone'],
    [['pagr', 'less'], 'try: the settings are: query.NAME, week.report_day, pager, editor'],
    [['pager', ''], 'try: kd config pager --rm'],
    [['pager', 'less', '--rm'], 'stand alone'],
    [['--rm'], 'stand alone'],
    [['pager', '--path'], 'stand alone'],
    [
      ['query.a', 'tag:whitening', 'venue:AAAI'],
      "try: put the query into quotes: kd config query.a 'tag:whitening venue:AAAI'",
    ],
  ])('refuses %j, and says what was expected', async (args, expected) => {
    const [code, out, err] = await config(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(expected);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['query.ai', 'query.ai is not set', 'did you mean: query.aaai?'],
    ['query.zzz', 'query.zzz is not set', 'kd config query.zzz VALUE sets it'],
    ['editor', 'editor is not set', 'kd config editor VALUE sets it'],
    ['pagr', 'there is no setting "pagr"', 'did you mean: pager?'],
    ['report_day', 'there is no setting "report_day"', 'did you mean: week.report_day?'],
    ['query.constructor', 'query.constructor is not set', 'kd config query.constructor VALUE sets it'],
    ['colour', 'there is no setting "colour"', 'the settings are: query.NAME, week.report_day, pager, editor'],
  ])('finds no %s, and names what is near', async (key, what, hint) => {
    write(MINE);
    expect(await config(key)).toEqual([3, '', `kd: ${what}\ntry: ${hint}\n`]);
    expect((await config(key, '--rm'))[0]).toBe(3);
  });

  it.each([
    ['pager: [a\n', '2:1'],
    ['# mine\nquery:\n  a: b: c\n', '3:6'],
    ['query:\n  a: venue:AAAI\n  b: ( venue:AAAI\n', '3:6: this parenthesis is not closed'],
    ['week:\n  report_day: someday\n', '2:15: "someday" does not fit week.report_day'],
    ['pagr: less\n', '1:1: there is no setting "pagr"'],
    ['pager: [less]\n', '1:8: pager must be text'],
    ['pager:\n', '1:1: pager is empty'],
    ['- pager\n', '1:1: "key: value" was expected'],
    ['week.report_day: monday\nweek: { report_day: monday }\n', '2:9: week.report_day is set twice'],
  ])('names the line and column of a mistake in its file, and changes nothing: %j', async (text, place) => {
    write(text);
    for (const args of [[], ['pager'], ['pager', 'less'], ['pager', '--rm']]) {
      const [code, out, err] = await config(...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain(`kd: ${path}:${place}`);
      expect(err).toContain('try: kd config --edit\n');
    }
    expect(read()).toBe(text);
  });

  it('refuses a file that is no UTF-8', async () => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.from([0x70, 0xff, 0xfe]));
    const [code, , err] = await config('pager', 'less');
    expect([code, err]).toEqual([2, expect.stringContaining(path)]);
  });
});

describe('kd config --edit', () => {
  const edit = (script: string) => desk.kd(['config', '--edit'], { env: { EDITOR: editor(script) } });

  it('begins a file that says what can be set, and writes it only when it was changed', async () => {
    expect(await edit('grep -q "^# query:" "$1"')).toEqual({ out: '', err: 'unchanged\n', code: 0 });
    expect(existsSync(path)).toBe(false);
    expect(await edit('echo "pager: cat" >> "$1"')).toEqual({ out: '', err: `saved ${path}\n`, code: 0 });
    expect(await config()).toEqual([0, 'pager\tcat\n', '']);
    expect(read()).toMatch(/^# query:\n/);
  });

  it('keeps a text with a mistake, and the file as it was', async () => {
    write(MINE);
    const { err, code } = await edit('echo "pagr: cat" >> "$1"');
    expect(code).toBe(2);
    const [, kept = ''] = /^try: your text is in (.*)$/m.exec(err) ?? [];
    expect(err).toContain(`kd: ${path}:11:1: there is no setting "pagr"\n`);
    expect(readFileSync(kept, 'utf8')).toBe(`${MINE}pagr: cat\n`);
    expect(read()).toBe(MINE);
  });

  it('mends a file with a mistake, in the editor that is there', async () => {
    write('editor: [\n');
    expect((await edit('echo "editor: vi" > "$1"')).code).toBe(0);
    expect(read()).toBe('editor: vi\n');
  });

  it('keeps the file where the editor leaves nothing, and where it was changed meanwhile', async () => {
    write(MINE);
    expect((await edit(': > "$1"')).code).toBe(1);
    expect(read()).toBe(MINE);
    const { err, code } = await edit(`echo "editor: vi" >> "$1"; echo "pager: cat" > ${path}`);
    expect([code, err]).toEqual([4, expect.stringContaining('was changed meanwhile')]);
    expect(read()).toBe('pager: cat\n');
  });
});

describe('the settings', () => {
  it('date a note that kd begins', async () => {
    await config('week.report_day', 'sunday');
    expect((await desk.kd(['week', 'add', '--section', '代码实践', '写了点代码'])).out).toContain('2024-05-19\t');
    expect((await desk.kd(['add', 'A First Paper 2024AAAI'])).out).toContain('\t2024-05-19\t');
    await config('week.report_day', 'monday');
    expect((await desk.kd(['add', 'A Second Paper 2024AAAI'])).out).toContain('\t2024-05-19\t');
    expect((await desk.kd(['add', 'A Third Paper 2024AAAI', '--week', '2024-05-30'])).out).toContain('\t2024-05-27\t');
    expect((await desk.kd(['week', 'new', '2024-06-05'])).err).toContain('the note of 2024-06-03');
    await config('week.report_day', '--rm');
    expect((await desk.kd(['add', 'A Fourth Paper 2024AAAI', '--week', '2024-06-12'])).out).toContain('\t2024-06-14\t');
  });

  it('choose the pager and the editor where the environment does not', async () => {
    const paged = join(desk.folder, 'paged.txt');
    await desk.kd(['add', 'A Paper 2024AAAI']);
    const terminal = { columns: 80, rows: 2 };
    const env = { KD_PAGER: undefined, PAGER: undefined } as unknown as Record<string, string>;
    await config('pager', editor(`cat > ${paged}`));
    await desk.kd(['list', '--all'], { ...terminal, env });
    expect(readFileSync(paged, 'utf8')).toContain('A Paper');
    writeFileSync(paged, '');
    await desk.kd(['list', '--all'], { ...terminal, env: { ...env, PAGER: 'true' } });
    expect(readFileSync(paged, 'utf8')).toBe('');
    await config('editor', editor('echo "A Written Paper 2024AAAI" > "$1"'));
    expect((await desk.kd(['add', '-e'])).out).toContain('written-paper-2024');
    expect((await desk.kd(['add', '-e'], { env: { VISUAL: 'false' } })).err).toContain(
      'the editor "false" ended with 1',
    );
  });

  it('save queries that others are made of', async () => {
    await desk.kd(['add', 'Let All Be Whitened 2024AAAI', '--tag', 'whitening']);
    await desk.kd(['add', 'Another Whitening 2024CVPR', '--tag', 'whitening']);
    await config('query.aaai-whitening', 'tag:whitening venue:AAAI');
    expect((await desk.kd(['list', '@aaai-whitening', '--ids'])).out).toBe('1\n');
    expect((await desk.kd(['list', 'tag:whitening', '^@aaai-whitening', '--ids'])).out).toBe('2\n');
  });

  it('are read by those commands alone that need one', async () => {
    await desk.kd(['add', 'A Paper 2024AAAI']);
    write('pager: [');
    for (const args of [['list'], ['show', '1'], ['set', '1', 'rating=4'], ['report'], ['tag', 'list']]) {
      expect((await desk.kd(args)).code, args.join(' ')).toBe(0);
    }
    for (const args of [
      ['list', '@a'],
      ['add', 'Another Paper 2024AAAI'],
      ['week', 'new'],
    ]) {
      const { err, code } = await desk.kd(args);
      expect([code, err], args.join(' ')).toEqual([2, expect.stringContaining(`${path}:1:9`)]);
    }
    expect((await desk.kd(['list', '--ids'])).out).toBe('1\n');
  });
});
