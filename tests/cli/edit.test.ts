import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandWords } from '../../src/cli/editor.ts';
import { Desk, type Surroundings } from '../helpers/io.ts';

const DATE = '2024-05-17';
const NOTE = `# 20240517

---

## 论文阅读

> 组件研究

### Alpha Study of Students 2024AAAI
一句话。
- 第一点
- 第二点

### Beta Study of Teachers 2023ICCV
另一句。
`;

describe('commandWords', () => {
  it.each([
    ['vi', ['vi']],
    ['code --wait', ['code', '--wait']],
    ['  emacs   -nw\t-Q ', ['emacs', '-nw', '-Q']],
    [`'/a b/ed' -x`, ['/a b/ed', '-x']],
    ['"/a b/ed" "-c set ff=unix"', ['/a b/ed', '-c set ff=unix']],
    ['/a\\ b/ed', ['/a b/ed']],
    [`"a\\"b" 'c\\d' e"f g"'h'`, ['a"b', 'c\\d', 'ef gh']],
    ['$HOME/ed `x` ; rm', ['$HOME/ed', '`x`', ';', 'rm']],
    ["ed ''", ['ed', '']],
  ])('reads %s', (command, words) => {
    expect(commandWords(command, false)).toEqual(words);
  });

  it('keeps backslashes on Windows', () => {
    expect(commandWords('"C:\\Program Files\\ed.exe" -x C:\\a', true)).toEqual([
      'C:\\Program Files\\ed.exe',
      '-x',
      'C:\\a',
    ]);
  });

  it.each(["'a", 'a "b', 'a\\'])('refuses %s, which is not closed', (command) => {
    expect(() => commandWords(command, false)).toThrow(/has a quote that is not closed/);
  });
});

describe.skipIf(process.platform === 'win32')('kd edit', () => {
  let desk: Desk;
  let temporary: string;
  beforeEach(async () => {
    desk = new Desk();
    temporary = mkdtempSync(join(desk.folder, 'tmp-'));
    process.env['TMPDIR'] = temporary;
    writeFileSync(join(desk.folder, '20240517.md'), NOTE);
    expect((await desk.kd(['import', join(desk.folder, '20240517.md')])).code).toBe(0);
  });
  afterEach(() => {
    delete process.env['TMPDIR'];
    desk.dispose();
  });

  /** An editor that is a shell script; the file to edit is its `$1`. */
  function editor(script: string, name = 'editor.sh'): string {
    const path = join(desk.folder, name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const edit = (args: readonly string[], script: string, surroundings: Surroundings = {}) =>
    desk.kd(['edit', ...args], { ...surroundings, env: { EDITOR: editor(script) } });
  /** An editor that puts one text in place of another; `meanwhile` is a command of kd in another process. */
  const sed = (...changes: string[]) =>
    `sed ${changes.map((change) => `-e '${change}'`).join(' ')} "$1" > "$1.new" && mv "$1.new" "$1"`;
  const week = async () => (await desk.kd(['report', '--week', DATE])).out;
  const shown = async (field: string) =>
    JSON.parse((await desk.kd(['show', 'alpha', `--json=${field}`])).out).data[field];
  const operations = async () =>
    (await desk.kd(['dump'])).out.split('\n').filter((line) => line.includes('"operation"')).length;
  const leftovers = () => readdirSync(temporary).flatMap((folder) => readdirSync(join(temporary, folder)));
  const kept = (err: string) => readFileSync(/your text is in (\S+\.md)/.exec(err)?.[1] ?? '', 'utf8');

  /** Stops the editor until another command of kd is done, as it would be in another terminal. */
  async function meanwhile(
    args: readonly string[],
    script: string,
    other: readonly string[],
    { stdin, dialogue }: Surroundings = {},
  ) {
    const [open, done] = [join(desk.folder, 'open'), join(desk.folder, 'done')];
    const running = edit(args, `touch '${open}'; while [ ! -e '${done}' ]; do sleep 0.02; done; ${script}`, {
      dialogue,
    });
    while (!existsSync(open)) await new Promise((resolve) => setTimeout(resolve, 5));
    const outcome = await desk.kd(other, { stdin });
    expect(outcome.code, outcome.err).toBe(0);
    writeFileSync(done, '');
    return running;
  }

  describe('a paper', () => {
    it('corrects facts and text in one step, and leaves no file behind', async () => {
      const before = await operations();
      const done = await edit(
        ['alpha'],
        sed('s/^rating:/rating: 4/', 's/^authors:/authors: [Wei Li]/', 's/第二点/第二点，改过/'),
      );
      expect(done).toEqual({
        out: '',
        err: `saved alpha-study-students-2024: rating, author, the text of ${DATE}\n`,
        code: 0,
      });
      expect([await shown('rating'), await week()]).toEqual([4, NOTE.replace('第二点', '第二点，改过')]);
      expect(await operations()).toBe(before + 1);
      expect(leftovers()).toEqual([]);
      expect((await desk.kd(['undo'])).code).toBe(0);
      expect([await shown('rating'), await week()]).toEqual([null, NOTE]);
    });

    it('is unchanged where the text is', async () => {
      const before = await desk.kd(['dump']);
      expect(await edit(['alpha'], 'true')).toEqual({ out: '', err: 'unchanged\n', code: 0 });
      expect(await edit(['alpha'], 'touch "$1"; printf "" >> "$1"')).toMatchObject({ err: 'unchanged\n', code: 0 });
      expect(JSON.parse((await edit(['alpha', '--json'], 'true')).out).data).toMatchObject({ changes: [], week: null });
      expect(await desk.kd(['dump'])).toEqual(before);
      expect(leftovers()).toEqual([]);
    });

    it.each([
      ['YAML', sed('s/^rating:/rating: [4/'), 2, /line \d+ of the head is no YAML/],
      ['a field', sed('s/^rating:/raking: 4/'), 2, /line \d+: unknown field "raking"/],
      ['a year', sed('s/^date: 2024/date: 20245/'), 2, /"20245" is no date/],
      ['the text', sed('s/^- 第二点/---/'), 2, /the line "---" would begin another part of the week/],
      ['a key', sed('s/^citation-key: .*/citation-key: beta-study-teachers-2023/'), 4, /is that of another paper/],
    ])(
      'keeps a text with a mistake in %s in the file it names, and changes nothing',
      async (_, script, exit, message) => {
        const before = await desk.kd(['dump']);
        const copy = join(desk.folder, 'copy');
        const { err, code } = await edit(['alpha'], `${script}; cp "$1" '${copy}'`);
        expect([code, err]).toEqual([exit, expect.stringMatching(message)]);
        expect(err).toMatch(
          /\ntry: your text is in (\S+\.md); when it is right: kd edit alpha-study-students-2024 - < \1\n$/,
        );
        expect(kept(err)).toBe(readFileSync(copy, 'utf8'));
        expect(await desk.kd(['dump'])).toEqual(before);
      },
    );

    it('keeps nothing where the editor leaves nothing', async () => {
      const before = await desk.kd(['dump']);
      const { err, code } = await edit(['alpha'], ': > "$1"');
      expect([code, err]).toEqual([
        1,
        'kd: the edited text is empty: nothing was changed\ntry: kd show alpha-study-students-2024 shows what is kept\n',
      ]);
      expect(leftovers()).toEqual([]);
      expect(await desk.kd(['dump'])).toEqual(before);
    });

    it('shows the change with -n, writes nothing, and keeps the text', async () => {
      const before = await desk.kd(['dump']);
      const { out, err, code } = await edit(['alpha', '-n'], sed('s/^rating:/rating: 4/', 's/第二点/甲/'));
      expect(code).toBe(0);
      expect(out).toContain('\n-rating:\n+rating: 4\n');
      expect(out).toContain('\n-- 第二点\n+- 甲\n');
      expect(await desk.kd(['dump'])).toEqual(before);
      const path = /your text is in (\S+\.md);/.exec(err)?.[1] ?? '';
      expect((await desk.kd(['edit', 'alpha', '-'], { stdin: readFileSync(path) })).code).toBe(0);
      expect(await shown('rating')).toBe(4);
    });

    it('opens under a name that a file can have, whatever its key', async () => {
      await desk.kd(['set', 'alpha', 'citation-key=../a/b:c']);
      const copy = join(desk.folder, 'name');
      expect((await edit(['alpha'], `basename "$1" > '${copy}'`)).code).toBe(0);
      expect(readFileSync(copy, 'utf8')).toBe('..-a-b-c.md\n');
    });

    it('says which tags are new, and that a text that was taken out stays', async () => {
      const { err } = await edit(['alpha'], sed('s/^tags:/tags: [my-own]/', '/^一句话/,$d'));
      expect(err).toContain('kd: the text below the head was taken out: in the week it stays as it is\n');
      expect(err).toContain('kd: the tag "my-own" is new\n');
      expect(await week()).toBe(NOTE);
    });

    it('speaks Chinese', async () => {
      const { out } = await desk.kd(['edit', 'alpha', '--print', '--lang', 'zh']);
      expect(out).toMatch(/^---\n# kd: alpha-study-students-2024（1）：/);
    });
  });

  describe('what changed in kd while the editor was open', () => {
    it('stays where it is elsewhere', async () => {
      const { code } = await meanwhile(['alpha'], sed('s/^rating:/rating: 4/'), ['set', 'alpha', 'status=dropped']);
      expect([code, await shown('rating'), await shown('status')]).toEqual([0, 4, 'dropped']);
    });

    it('is shown beside what was typed where both changed the same field, and both are kept', async () => {
      const { code, err } = await meanwhile(['alpha'], sed('s/^rating:/rating: 4/'), ['set', 'alpha', 'rating=2']);
      expect(code).toBe(4);
      expect(err).toContain(
        'rating: this was changed in the editor and in kd\n  before:\n    \n  in kd:\n    2\n  yours:\n    4\n',
      );
      expect(err).toContain('kd: alpha-study-students-2024 was changed while it was edited\n');
      expect(kept(err)).toContain('\nrating: 4\n');
      expect(await shown('rating')).toBe(2);
    });

    it('is shown beside what was typed where both changed the same line of a week', async () => {
      const args = ['--week', DATE];
      const other = NOTE.replace('第一点', '乙');
      const { code, err } = await meanwhile(args, sed('s/第一点/甲/'), ['edit', ...args, '-'], { stdin: other });
      expect(code).toBe(4);
      expect(err).toContain(
        'line 11: this was changed in the editor and in kd\n  before:\n    - 第一点\n  in kd:\n    - 乙\n  yours:\n    - 甲\n',
      );
      expect(kept(err)).toBe(NOTE.replace('第一点', '甲'));
      expect(await week()).toBe(other);
    });

    it('is merged in a week and in a note', async () => {
      const args = ['--week', DATE];
      const other = NOTE.replace('第一点', '乙');
      expect((await meanwhile(args, sed('s/另一句/丙/'), ['edit', ...args, '-'], { stdin: other })).code).toBe(0);
      expect(await week()).toBe(other.replace('另一句', '丙'));
    });
  });

  describe('a week', () => {
    it('changes in the blocks that changed, and its file merges afterwards', async () => {
      const { err, code } = await edit(['--week', DATE], sed('s/第一点/甲/'));
      expect([code, err]).toEqual([0, `saved the note of ${DATE}\n`]);
      expect(await week()).toBe(NOTE.replace('第一点', '甲'));
      const file = join(desk.folder, '20240517.md');
      writeFileSync(file, NOTE.replace('第二点', '乙'));
      expect((await desk.kd(['import', file])).out).toContain('\tmerged\t');
      expect(await week()).toBe(NOTE.replace('第一点', '甲').replace('第二点', '乙'));
    });

    it('says how many papers are new, and refuses what is no week of its date', async () => {
      const more = `printf '\\n### Gamma Study of Losses 2022CVPR\\n' >> "$1"`;
      expect((await edit(['--week', DATE], more)).err).toBe(`saved the note of ${DATE} · 1 new paper\n`);
      const { code, err } = await edit(['--week', DATE], sed('s/20240517/20240524/'));
      expect([code, err]).toEqual([2, expect.stringContaining('this text would start another week')]);
      expect(kept(err)).toContain('# 20240524');
      expect((await edit(['--week', '2023-01-01'], 'true')).code).toBe(3);
    });
  });

  describe('a note', () => {
    it('is edited by its file or its paper, and begun where there is none', async () => {
      const begun = await edit(['--note', 'alpha'], `printf '\\n更多。\\n' >> "$1"`);
      expect([begun.code, begun.err]).toEqual([0, 'saved 2024AAAI-alpha-study-students-2024.md\n']);
      expect((await desk.kd(['note', 'alpha', '--raw'])).out).toMatch(/^# Alpha Study[\s\S]*\n更多。\n$/);
      const again = await edit(['--note', '2024AAAI-alpha-study-students-2024.md'], sed('s/更多/更多话/'));
      expect([again.code, (await desk.kd(['note', 'alpha', '--raw'])).out]).toEqual([
        0,
        expect.stringContaining('更多话。'),
      ]);
    });
  });

  describe('without an editor', () => {
    it('prints what would be opened, and reads it back from standard input', async () => {
      const printed = await desk.kd(['edit', 'alpha', '--print']);
      expect(printed.out).toContain('\ntitle: Alpha Study of Students\n');
      expect(await desk.kd(['edit', 'alpha', '-'], { stdin: printed.out })).toEqual({
        out: '',
        err: 'unchanged\n',
        code: 0,
      });
      const stdin = printed.out.replace('rating:', 'rating: 5').replace('第一点', '甲');
      const { out, code } = await desk.kd(['edit', 'alpha', '-', '--json'], { stdin });
      expect(code).toBe(0);
      expect(JSON.parse(out).data).toEqual({
        id: 1,
        'citation-key': 'alpha-study-students-2024',
        changes: [{ field: 'rating', before: null, after: '5' }],
        week: DATE,
      });
      const { out: text } = await desk.kd(['edit', '--week', DATE, '--print']);
      expect(text).toBe(await week());
    });

    it('keeps with --base what changed in kd since the text was printed', async () => {
      const base = join(desk.folder, 'base.md');
      const { out } = await desk.kd(['edit', 'alpha', '--print']);
      writeFileSync(base, out);
      await desk.kd(['set', 'alpha', 'status=dropped', 'rating=1']);
      const args = ['edit', 'alpha', '-', '--base', base];
      expect((await desk.kd(args, { stdin: out.replace('track:', 'track: Oral') })).code).toBe(0);
      expect([await shown('status'), await shown('track')]).toEqual(['dropped', 'Oral']);
      const { code, err } = await desk.kd(args, { stdin: out.replace('rating:', 'rating: 5') });
      expect([code, kept(err)]).toEqual([4, out.replace('rating:', 'rating: 5')]);
      expect(await shown('rating')).toBe(1);
    });

    it('keeps a piped text that is wrong in a file, and prints it where that cannot be made', async () => {
      const { out } = await desk.kd(['edit', 'alpha', '--print']);
      const stdin = out.replace('rating:', 'rating: 9');
      const { err, code } = await desk.kd(['edit', 'alpha', '-'], { stdin });
      expect([code, kept(err)]).toEqual([2, stdin]);
      process.env['TMPDIR'] = join(desk.folder, 'no-folder');
      const printed = await desk.kd(['edit', 'alpha', '-'], { stdin });
      expect(printed).toEqual({
        out: stdin,
        err: 'kd: your text cannot be kept in a file; this is it:\nkd: "9" is no rating\ntry: it is 1 to 5; rating= takes it away\n',
        code: 2,
      });
    });

    it.each([
      [[], 'name one paper, week or note to edit'],
      [['alpha', '--week', DATE], 'name one paper, week or note to edit'],
      [['alpha', 'beta'], 'name one paper, week or note to edit'],
      [['-'], 'name one paper, week or note to edit'],
      [['alpha', '-', '--print'], '--print opens and reads nothing'],
      [['alpha', '--base', 'x'], '--base goes with a text from standard input'],
    ])('refuses %j', async (args, message) => {
      expect(await desk.kd(['edit', ...args])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
    });
  });

  describe('an editor', () => {
    it('may have arguments, and spaces and quotes in its path', async () => {
      mkdirSync(join(desk.folder, `a 'b`));
      const path = editor(`[ "$1" = -x ] && [ "$2" = 'y z' ] && echo "$3" > '${desk.folder}/seen'`, `a 'b/ed it`);
      const { err, code } = await desk.kd(['edit', 'alpha'], { env: { EDITOR: `"${path}" -x 'y z'` } });
      expect([code, err]).toEqual([0, 'unchanged\n']);
      expect(readFileSync(join(desk.folder, 'seen'), 'utf8')).toMatch(/alpha-study-students-2024\.md\n$/);
      const bare = editor('true', `a 'b/bare one`);
      expect((await desk.kd(['edit', 'alpha'], { env: { EDITOR: bare } })).err).toBe('unchanged\n');
    });

    it('that returns at once without a change is told how to wait, on a terminal', async () => {
      const { err } = await edit(['alpha'], 'true', { columns: 120 });
      expect(err).toMatch(
        /^waiting for the editor to close \/\S+\.md\ntry: an editor that does not wait .*EDITOR="code --wait"\nunchanged\n$/,
      );
    });

    it.each([
      ['has an open quote', `'vi`, 2, /has a quote that is not closed\ntry: name one/],
      [
        'fails',
        'false',
        1,
        /^kd: the editor "false" ended with 1: nothing was changed\ntry: kd edit alpha-study-students-2024 - reads the text from standard input\n$/,
      ],
    ])('that %s leaves no file behind', async (_, EDITOR, exit, message) => {
      const { err, code } = await desk.kd(['edit', 'alpha'], { env: { EDITOR } });
      expect([code, err]).toEqual([exit, expect.stringMatching(message)]);
      expect(leftovers()).toEqual([]);
    });

    it('that is not there leaves the text for another program, and says where', async () => {
      const { err, code } = await desk.kd(['edit', 'alpha'], { env: { EDITOR: join('/', 'no', 'editor') } });
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(
          /cannot be started \(ENOENT\): nothing was changed\ntry: the text is in \S+\.md; .*name one that is there: KD_EDITOR/,
        ),
      ]);
      expect(leftovers()).toHaveLength(1);
    });

    it.each([
      ['fails', 'exit 3', 1, 'ended with 3'],
      ['is killed', 'kill -9 $$', 1, 'ended with SIGKILL'],
      ['is broken off', 'kill -INT $$', 130, 'broken off'],
    ])('that %s with a change leaves the text in the file that is named', async (_, end, exit, message) => {
      const before = await desk.kd(['dump']);
      const { err, code } = await edit(['alpha'], `echo 写了一半 >> "$1"; ${end}`);
      expect([code, err]).toEqual([exit, expect.stringContaining(`${message}`)]);
      expect(
        readFileSync(
          /^try: the text is in (\S+\.md); when it is right: kd edit alpha-study-students-2024 - < \1$/m.exec(
            err,
          )?.[1] ?? '',
          'utf8',
        ),
      ).toContain('写了一半');
      expect(await desk.kd(['dump'])).toEqual(before);
    });

    it('that has no place for its file is not started', async () => {
      process.env['TMPDIR'] = join(desk.folder, 'no-folder');
      const { err, code } = await edit(['alpha'], `touch '${desk.folder}/started'`);
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/^kd: no file to edit can be made in .*no-folder \(ENOENT\): nothing was changed\ntry: /),
      ]);
      expect(existsSync(join(desk.folder, 'started'))).toBe(false);
    });
  });

  describe('with a mistake, on a terminal', () => {
    /** A terminal on which each answer is typed when a question is open. */
    function dialogue(keys: string[]) {
      const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
      let asked = '';
      const output = Object.assign(
        new Writable({
          write: (chunk, _, done) => {
            asked += String(chunk);
            done();
          },
        }),
        { isTTY: true, columns: 100, rows: 40 },
      );
      let before = -1;
      const timer = setInterval(() => {
        if (asked.length === before && asked.lastIndexOf('◆') > asked.lastIndexOf('◇')) {
          const next = keys.shift();
          if (next !== undefined) input.write(next);
        }
        before = asked.length;
      }, 15);
      return { input, output, close: () => clearInterval(timer) };
    }

    it('opens again with the message on top, until it is right', async () => {
      const terminal = dialogue(['\r']);
      const copy = join(desk.folder, 'second');
      const script = `if grep -q '^rating: 9' "$1"; then cp "$1" '${copy}'; ${sed('s/^rating: 9/rating: 3/')}; else ${sed('s/^rating:/rating: 9/', 's/第一点/甲/')}; fi`;
      const { code } = await edit(['alpha'], script, { dialogue: terminal });
      terminal.close();
      expect([code, await shown('rating'), await week()]).toEqual([0, 3, NOTE.replace('第一点', '甲')]);
      expect(readFileSync(copy, 'utf8')).toMatch(
        /^---\n# kd: "9" is no rating\n# kd: it is 1 to 5; rating= takes it away\ntitle: /,
      );
      expect(leftovers()).toEqual([]);
    });

    it('opens a week again with the message in a comment, which is no part of it', async () => {
      const terminal = dialogue(['\r']);
      const copy = join(desk.folder, 'second');
      const script = `if grep -q '20240524' "$1"; then cp "$1" '${copy}'; ${sed('s/20240524/20240517/')}; else ${sed('s/20240517/20240524/', 's/第一点/甲/')}; fi`;
      const { code } = await edit(['--week', DATE], script, { dialogue: terminal });
      terminal.close();
      expect([code, await week()]).toEqual([0, NOTE.replace('第一点', '甲')]);
      expect(readFileSync(copy, 'utf8')).toMatch(/^<!-- kd edit: this text would start another week -->\n/);
    });

    it('opens again with both sides of a clash, and takes what the user makes of them', async () => {
      const terminal = dialogue(['\r']);
      const copy = join(desk.folder, 'second');
      const script = `if grep -q 'in kd: 2' "$1"; then cp "$1" '${copy}'; ${sed('s/^rating: 4/rating: 3/')}; else ${sed('s/^rating:/rating: 4/', 's/第一点/甲/')}; fi`;
      const other = ['set', 'alpha', 'rating=2', 'status=dropped'];
      const { code } = await meanwhile(['alpha'], script, other, { dialogue: terminal });
      terminal.close();
      expect([code, await shown('rating'), await shown('status')]).toEqual([0, 3, 'dropped']);
      expect(await week()).toBe(NOTE.replace('第一点', '甲'));
      expect(readFileSync(copy, 'utf8')).toMatch(
        /^---\n# kd: alpha-study-students-2024 was changed while it was edited\n# kd: \n# kd: rating, in kd: 2\ntitle: /,
      );
      expect(leftovers()).toEqual([]);
    });

    it.each([
      ['given up', '\u001b[B\r', 2],
      ['broken off', '\u0003', 130],
    ])('is kept where it is %s', async (_, keys, exit) => {
      const terminal = dialogue([keys]);
      const { err, code } = await edit(['alpha'], sed('s/^rating:/rating: 9/'), { dialogue: terminal });
      terminal.close();
      expect([code, kept(err)]).toEqual([exit, expect.stringContaining('rating: 9')]);
    });
  });
});
