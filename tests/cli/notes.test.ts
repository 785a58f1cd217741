// Notes and questions as a person types them: bytes, exit codes, JSON, editors and terminals.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import widthOf from 'fast-string-width';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Desk, type Outcome } from '../helpers/io.ts';

const WEEK = `# 20240517

## 论文阅读

> 对于蒸馏中组件的研究，以及它们在图像检索与多教师融合这两类应用中的表现和各自的局限性的讨论记录
### Alpha Students 2022CVPR
先对特征做**白化**，再用投影器对齐。**双塔蒸馏**很关键。

### Beta Projector Study with a Rather Long Title That No Narrow Terminal Holds in One Line 2023ICCV
只用投影器。**双塔蒸馏**也在这里。

> 应用
### Gamma Rays 2023ICCV
多教师融合，参见 *2022CVPR Alpha Students* 与 *2021ICLR Quite Unknown Thing*。
`;
const NOTE = `\uFEFF# Beta Projector Study with a Rather Long Title That No Narrow Terminal Holds in One Line\r
\r
**[ICCV 2023](https://example.org/b)\tcode in github NOT FOUND\tCIFAR  COCO\t20240510**\r
\r
*Wei Li, Bo Xu*\r
\r
投影器就够了。\r
\r
## Introduction\r
\r
这里说到白化。\r
\r
![图](imgs/图.png)  `;
const HOWTO = '# 怎样写公式\n\n两个美元符号。\n';
const BETA = 'Beta Projector Study with a Rather Long Title That No Narrow Terminal Holds in One Line';

let desk: Desk;
const kd = (...args: string[]) => desk.kd(args);

/** The library that all tests here read; those that write fill a desk of their own. */
async function fill(target: Desk): Promise<void> {
  const folder = join(target.folder, 'notes');
  mkdirSync(join(folder, 'deep'), { recursive: true });
  writeFileSync(join(folder, '20240517.md'), WEEK);
  writeFileSync(join(folder, 'deep', '2023ICCV-Beta(BPS).md'), NOTE);
  writeFileSync(join(folder, 'howto.md'), HOWTO);
  expect((await target.kd(['import', folder])).code).toBe(0);
}

function json({ out, code }: Outcome, exit = 0): unknown {
  expect(code).toBe(exit);
  const { schema, data } = JSON.parse(out) as { schema: number; data: unknown };
  expect(schema).toBe(1);
  return data;
}

/** Expects a failure told on standard error in at most three lines. */
function expectFailure({ out, err, code }: Outcome, exit: number, words: RegExp): void {
  expect({ out, code }).toEqual({ out: '', code: exit });
  expect(err).toMatch(words);
  expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
}

describe('questions', () => {
  beforeAll(async () => {
    desk = new Desk();
    await fill(desk);
  });
  afterAll(() => desk.dispose());

  describe('kd note', () => {
    it.each([
      ['deep/2023ICCV-Beta(BPS).md'],
      ['./deep/2023ICCV-Beta(BPS).md'],
      ['deep\\2023ICCV-Beta(BPS).md'],
      ['2023ICCV-Beta(BPS).md'],
      ['beta-projector-study-2023'],
      ['projector study'],
    ])('prints the bytes of the note that %j names', async (ref) => {
      expect(await kd('note', ref)).toEqual({ out: NOTE, err: '', code: 0 });
      expect(await kd('note', ref, '--raw')).toEqual({ out: NOTE, err: '', code: 0 });
    });

    it('prints a note about no paper by its file', async () => {
      expect(await kd('note', 'howto.md')).toEqual({ out: HOWTO, err: '', code: 0 });
    });

    it('lists all notes where none is named', async () => {
      const { out } = await kd('note');
      expect(out).toBe(`deep/2023ICCV-Beta(BPS).md\t2024-05-10\t2\t${BETA}\nhowto.md\t\t\t怎样写公式\n`);
    });

    it('fails with 3 where there is no paper, or no note on it', async () => {
      expectFailure(await kd('note', 'nothing.md'), 3, /no paper matches "nothing.md"/);
      expectFailure(
        await kd('note', 'gamma'),
        3,
        /there is no note on gamma-rays-2023\ntry: kd note gamma-rays-2023 -e/,
      );
    });

    it('fails with 4 where a fragment fits several papers', async () => {
      expectFailure(await kd('note', 'a'), 4, /fits 3 papers/);
    });

    it('has its facts as JSON', async () => {
      expect(json(await kd('note', 'beta', '--json=file,paper,authors,links,datasets,date,source'))).toEqual({
        file: 'deep/2023ICCV-Beta(BPS).md',
        paper: 2,
        authors: ['Wei Li', 'Bo Xu'],
        links: [{ role: 'code', text: 'code in github NOT FOUND' }],
        datasets: ['CIFAR', 'COCO'],
        date: '2024-05-10',
        source: NOTE,
      });
      expect(json(await kd('note', 'howto.md', '--json=paper,title,outline'))).toEqual({
        paper: null,
        title: null,
        outline: [],
      });
    });

    it('remembers the folder of the file', async () => {
      const { folder } = json(await kd('note', 'beta', '--json=folder')) as { folder: string };
      expect(folder).toBe(join(desk.folder, 'notes', 'deep'));
    });
  });

  describe('kd idea', () => {
    it('prints its papers with the sentence, and those that only mention it', async () => {
      const { out, code } = await kd('idea', '白化');
      expect(code).toBe(0);
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));
      expect(lines.map(([role, id]) => [role, id])).toEqual([
        ['paper', '1'],
        ['mention', '2'],
      ]);
      expect(lines[0]?.at(-1)).toContain('先对特征做**白化**');
      expect(lines[1]?.at(-1)).toContain('(deep/2023ICCV-Beta(BPS).md:11)');
      expect(await kd('idea', '白化', '--ids')).toEqual({ out: '1\n', err: '', code: 0 });
    });

    it('has the same page as JSON', async () => {
      expect(json(await kd('idea', 'whitening', '--json'))).toMatchObject({
        name: 'whitening',
        papers: [{ id: 1, place: 'bold phrase' }],
        years: [{ year: 2022, papers: 1 }],
        'mentioned-by': [{ id: 2, line: 11 }],
      });
    });

    it('lists ideas by count or name', async () => {
      const counts = json(await kd('idea', 'list', '--json=name,papers')) as { name: string; papers: number }[];
      expect(counts).toContainEqual({ name: 'projector', papers: 2 });
      expect(counts.map(({ papers }) => papers)).toEqual(counts.map(({ papers }) => papers).sort((a, b) => b - a));
      const names = (await kd('idea', 'list', '--by', 'name', '--ids')).out.trimEnd().split('\n');
      expect(names).toEqual([...names].sort());
      expect(names).toHaveLength(counts.length);
    });

    it('fails with 3 and near names where there is none', async () => {
      expectFailure(await kd('idea', 'whitning'), 3, /no tag is named "whitning"\ntry: did you mean: .*whitening/);
    });
  });

  it('kd matrix prints the full cells, and all as JSON', async () => {
    expect(await kd('matrix', 'venue', 'year')).toEqual({ out: 'ICCV\t2023\t2\nCVPR\t2022\t1\n', err: '', code: 0 });
    expect(json(await kd('matrix', 'venue', 'year', '--min', '2', '--json'))).toEqual({
      rows: ['ICCV'],
      columns: ['2023'],
      cells: [[2]],
    });
    expectFailure(await kd('matrix', 'venue', 'mood'), 2, /mood/);
    expectFailure(await kd('matrix', 'venue', 'year', '--min', '0'), 2, /whole number/);
  });

  it('kd gaps prints what is never combined, with the reason', async () => {
    const { out, code } = await kd('gaps', 'projector');
    expect(code).toBe(0);
    expect(out).toBe(
      'multi-teacher\tidea\t多教师蒸馏\t1\t0.67\t2 papers on projector, 1 on multi-teacher, none on both\n',
    );
    expect(json(await kd('gaps', '投影器', '--json=name,papers,expected'))).toEqual([
      { name: 'multi-teacher', papers: 1, expected: 0.67 },
    ]);
    expect((await kd('gaps', 'whitening', '--limit', '1', '--ids')).out.trimEnd().split('\n')).toHaveLength(1);
    expectFailure(await kd('gaps', 'whitning'), 3, /no tag is named/);
    expect((await kd('gaps', '--help')).out).toMatch(/expected/);
  });

  it('kd related prints the nearest papers, each with why', async () => {
    const { out, code } = await kd('related', 'alpha');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe('3\tgamma-rays-2023\t1.5\tGamma Rays\tmentions it as “2022CVPR Alpha Students”');
    const found = json(await kd('related', 'alpha', '--limit', '1', '--json')) as Record<string, unknown>[];
    expect(found).toEqual([
      {
        id: 3,
        'citation-key': 'gamma-rays-2023',
        score: 1.5,
        title: 'Gamma Rays',
        why: ['mentions it as “2022CVPR Alpha Students”'],
      },
    ]);
    expectFailure(await kd('related', 'omega'), 3, /no paper matches/);
  });

  it('kd theme lists the group lines and finds them by words', async () => {
    expect(json(await kd('theme', 'list', '--json'))).toMatchObject([
      { week: '2024-05-17', papers: [{ id: 1 }, { id: 2 }] },
      { week: '2024-05-17', theme: '应用', papers: [{ id: 3, 'citation-key': 'gamma-rays-2023' }] },
    ]);
    expect((await kd('theme', 'show', '检索', '组件')).out).toMatch(/^2024-05-17\t对于.*\talpha-students-2022,beta/);
    expectFailure(await kd('theme', 'show', '没有'), 3, /no theme holds "没有"/);
  });

  it('kd lint ends with 5 where it finds something, and lists it as JSON too', async () => {
    const { out, code } = await kd('lint');
    expect(code).toBe(5);
    expect(out).toContain('2024-05-17\tmention\t“2021ICLR Quite Unknown Thing” names no paper of the library\t\n');
    expect(json(await kd('lint', '--json'), 5)).toEqual([
      {
        at: '2024-05-17',
        line: null,
        check: 'mention',
        message: '“2021ICLR Quite Unknown Thing” names no paper of the library',
        other: null,
      },
    ]);
  });

  it.each([
    [['note', 'x']],
    [['idea', 'whitening']],
    [['matrix', 'idea', 'venue']],
    [['gaps', 'whitening']],
    [['related', 'x']],
    [['theme', 'list']],
    [['alias', 'x']],
    [['lint']],
  ])('kd %j fails with 3 where there is no library, and makes none', async (args) => {
    const bare = new Desk();
    try {
      expect((await bare.kd(args)).code).toBe(3);
      expect(existsSync(bare.library)).toBe(false);
    } finally {
      bare.dispose();
    }
  });

  describe.each([40, 80, 200])('a terminal of %i columns', (columns) => {
    it.each([
      [['note']],
      [['idea', 'list']],
      [['idea', 'list', '--unused']],
      [['idea', 'whitening']],
      [['idea', 'projector']],
      [['matrix', 'idea', 'venue']],
      [['matrix', 'idea', 'task']],
      [['matrix', 'venue', 'year']],
      [['gaps', 'whitening']],
      [['related', 'alpha']],
      [['theme', 'list']],
      [['theme', 'show', '应用']],
      [['alias', 'beta']],
      [['lint']],
      [['tag', 'tree']],
      [['tag', 'tree', '--unused']],
      [['tag', 'suggest']],
    ])('fits what kd %j prints', async (args) => {
      const { out, code } = await desk.kd(args, { columns, rows: 1000 });
      expect([0, 5]).toContain(code);
      expect(out).not.toBe('');
      for (const line of out.split('\n')) {
        expect(widthOf(line), `“${line}” in ${columns} columns`).toBeLessThanOrEqual(columns);
      }
    });
  });

  it.each([40, 80, 200])('the page of an idea in %i columns has the same words in colour', async (columns) => {
    for (const word of ['whitening', 'projector', 'incremental-learning']) {
      const plain = await desk.kd(['idea', word], { columns, rows: 1000 });
      const coloured = await desk.kd(['idea', word], { columns, rows: 1000, env: { NO_COLOR: '' } });
      expect(coloured.out).not.toBe(plain.out);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
      expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
    }
  });

  it('a terminal gets the same JSON as a pipe', async () => {
    for (const args of [
      ['idea', 'whitening'],
      ['matrix', 'idea', 'venue'],
      ['gaps', 'projector'],
      ['theme', 'list'],
    ]) {
      expect(await desk.kd([...args, '--json'], { columns: 40 })).toEqual(await kd(...args, '--json'));
    }
  });
});

describe('what changes the library', () => {
  beforeEach(async () => {
    desk = new Desk();
    await fill(desk);
  });
  afterEach(() => desk.dispose());

  describe('kd alias', () => {
    it('adds names and takes them away, learned ones too', async () => {
      expect((await kd('alias', 'beta')).out).toBe('BPS\tlearned\n');
      expect((await kd('alias', 'beta', 'Kasane', '投影')).out).toBe(
        'BPS\tlearned\nKasane\tadded by you\n投影\tadded by you\n',
      );
      expect(json(await kd('alias', 'beta', 'bps', '投影', '--rm', '--json'))).toEqual([
        { name: 'Kasane', origin: 'added by you' },
      ]);
      expectFailure(await kd('alias', 'beta', 'BPS', '--rm'), 3, /not known as "BPS"/);
      expectFailure(await kd('alias', 'beta', '！'), 2, /too short/);
      expectFailure(await kd('alias', 'omega', 'X1'), 3, /no paper matches/);
    });

    it('writes nothing in a dry run', async () => {
      expect((await kd('alias', 'beta', 'Kasane', '-n')).out).toContain('Kasane');
      expect((await kd('alias', 'beta')).out).toBe('BPS\tlearned\n');
    });

    it('makes a mention understood, so that lint has nothing left', async () => {
      expect((await kd('lint')).code).toBe(5);
      await kd('add', 'Quite Another Title 2021ICLR');
      expect((await kd('alias', 'quite', 'Quite Unknown Thing')).code).toBe(0);
      expect(await kd('lint')).toEqual({ out: '', err: '', code: 0 });
    });
  });

  describe('two notes on one paper', () => {
    it('are ambiguous by the paper, with their files, and each printed by its file', async () => {
      const second = join(desk.folder, 'second.md');
      writeFileSync(second, `# ${BETA}\n\n**ICCV 2023**\n`);
      expect((await kd('import', second)).code).toBe(0);
      expectFailure(await kd('note', 'beta'), 4, /there are 2 notes on .*\ntry: name one by its file: .*second\.md/);
      expect((await kd('note', 'second.md')).out).toBe(`# ${BETA}\n\n**ICCV 2023**\n`);
    });
  });

  describe.skipIf(process.platform === 'win32')('kd note -e', () => {
    /** An editor that is a shell script; the file to edit is its `$1`. */
    function editor(script: string): Record<string, string> {
      const path = join(desk.folder, 'editor.sh');
      writeFileSync(path, `#!/bin/sh\n${script}\n`);
      chmodSync(path, 0o755);
      return { EDITOR: path };
    }
    const edit = (ref: string, script: string) => desk.kd(['note', ref, '-e'], { env: editor(script) });
    const operations = async () => (await kd('dump')).out.split('\n').filter((line) => line.includes('"operation"'));

    it('takes the text that the editor left, keeps its line ends, and is one operation', async () => {
      const before = (await operations()).length;
      const edited = await edit('beta', `printf '\\r\\n后来的话。\\r\\n' >> "$1"`);
      expect(edited).toEqual({ out: '', err: 'saved deep/2023ICCV-Beta(BPS).md\n', code: 0 });
      expect((await kd('note', 'beta', '--raw')).out).toBe(`${NOTE}\r\n后来的话。\r\n`);
      expect(await operations()).toHaveLength(before + 1);
    });

    it('opens the text under the name of its file, byte for byte', async () => {
      const copy = join(desk.folder, 'seen');
      await edit('beta', `cp "$1" '${copy}'; basename "$1" > '${copy}.name'`);
      expect(readFileSync(copy, 'utf8')).toBe(NOTE);
      expect(readFileSync(`${copy}.name`, 'utf8')).toBe('2023ICCV-Beta(BPS).md\n');
    });

    it('changes nothing where the text is the same', async () => {
      const before = await kd('dump');
      expect(await edit('beta', 'true')).toEqual({ out: '', err: 'unchanged\n', code: 0 });
      expect(await kd('dump')).toEqual(before);
    });

    it('changes what the note says of its paper', async () => {
      await edit('beta', `sed 's/Wei Li, Bo Xu/Wei Li/; s/投影器/软标签/' "$1" > "$1.new" && mv "$1.new" "$1"`);
      expect(json(await kd('note', 'beta', '--json=authors'))).toEqual({ authors: ['Wei Li'] });
      expect((await kd('idea', '软标签', '--ids')).out).toBe('2\n');
    });

    it.each([
      ['fails', `printf '新的话' > "$1"; exit 3`, /the editor ".*editor\.sh" ended with 3: nothing was changed\n/],
      ['leaves what cannot be read', `printf '+++\\n新的话\\n+++\\n' > "$1"`, /a TOML head is not read\n/],
      ['leaves a head that is no YAML', `printf -- '---\\ntitle: 新的话: b\\n---\\n' > "$1"`, /the head is no YAML/],
    ])('keeps the text in the file it names where the editor %s, and changes nothing', async (_, script, message) => {
      const before = await kd('dump');
      const outcome = await edit('beta', script);
      expectFailure(outcome, 1, message);
      const path = /text is in (\S+\.md)/.exec(outcome.err)?.[1] ?? '';
      expect(readFileSync(path, 'utf8')).toContain('新的话');
      rmSync(dirname(path), { recursive: true });
      expect(await kd('dump')).toEqual(before);
    });

    it('keeps the note where the editor leaves nothing', async () => {
      const before = await kd('dump');
      expectFailure(await edit('beta', `printf ' \\n' > "$1"`), 1, /the edited note is empty: nothing was changed/);
      expect(await kd('dump')).toEqual(before);
    });

    it('keeps the text in the file it names where that is not UTF-8', async () => {
      const before = await kd('dump');
      const outcome = await edit('beta', `printf '\\377' > "$1"`);
      expectFailure(outcome, 1, /not UTF-8/);
      const path = /text is in (\S+\.md)/.exec(outcome.err)?.[1] ?? '';
      expect(readFileSync(path)).toEqual(Buffer.from([0xff]));
      rmSync(dirname(path), { recursive: true });
      expect(await kd('dump')).toEqual(before);
    });

    it('says where an editor cannot be started', async () => {
      const outcome = await desk.kd(['note', 'beta', '-e'], { env: { EDITOR: join(desk.folder, 'no-editor') } });
      expectFailure(outcome, 1, /cannot be started \(ENOENT\): nothing was changed\ntry: the text is in \S+\.md/);
      const path = /text is in (\S+\.md)/.exec(outcome.err)?.[1] ?? '';
      expect(readFileSync(path, 'utf8')).toBe(NOTE);
      rmSync(dirname(path), { recursive: true });
    });

    it('prefers KD_EDITOR to VISUAL to EDITOR', async () => {
      const { EDITOR = '' } = editor('true');
      const failing = join(desk.folder, 'no-editor');
      const env = { KD_EDITOR: EDITOR, VISUAL: failing, EDITOR: failing };
      expect(await desk.kd(['note', 'beta', '-e'], { env })).toMatchObject({ err: 'unchanged\n', code: 0 });
      const second = { KD_EDITOR: ' ', VISUAL: EDITOR, EDITOR: failing };
      expect(await desk.kd(['note', 'beta', '-e'], { env: second })).toMatchObject({ err: 'unchanged\n', code: 0 });
    });
  });
});
