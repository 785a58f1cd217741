// kd set, rm and restore as a person or a script types them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CTRL_C, Dialogue, DOWN, ENTER } from '../helpers/dialogue.ts';
import { Desk, type Outcome } from '../helpers/io.ts';

const WEEK = `# 20240517

## 论文阅读

> 组件
### Alpha Students 2022CVPR
先做白化。

### Beta Projector 2023ICCV
投影器就够了，也做白化。

### Gamma Rays 2023ICCV
一句话。
`;
const NOTE =
  '# Alpha Students\n\n**[CVPR 2022](https://example.org/a)\tcode in github NOT FOUND\tCIFAR\t20240510**\n\n一句。\n';

let desk: Desk;
const kd = (...args: string[]) => desk.kd(args);
const data = ({ out }: Outcome) => (JSON.parse(out) as { data: never }).data as unknown;

beforeEach(async () => {
  desk = new Desk();
  const folder = join(desk.folder, 'notes');
  mkdirSync(folder);
  writeFileSync(join(folder, '20240517.md'), WEEK);
  writeFileSync(join(folder, '2022CVPR-Alpha(AST).md'), NOTE);
  await kd('import', folder);
});
afterEach(() => desk.dispose());

/** Runs a command on a terminal of 100 columns, where these keys answer. */
async function ask(keys: readonly string[], ...args: string[]): Promise<Outcome & { shown: string }> {
  const dialogue = new Dialogue(keys);
  try {
    return { ...(await desk.kd(args, { dialogue, columns: 100 })), shown: dialogue.shown };
  } finally {
    dialogue.close();
  }
}

describe('kd set', () => {
  it('sets one paper by a reference, and asks nothing', async () => {
    expect(await kd('set', 'alpha', 'status=reading', 'rating=4')).toEqual({
      out: '1\talpha-students-2022\treading\t4\n',
      err: '',
      code: 0,
    });
    expect(await desk.kd(['set', 'alpha', 'rating='], { columns: 80 })).toEqual({
      out: '1  alpha-students-2022  · reading\n',
      err: '',
      code: 0,
    });
    expect(await ask([], 'set', 'beta', 'title=Beta Projectors', 'year=2024', 'status=read')).toMatchObject({
      out: '2  beta-projector-2023  · read\n  title: Beta Projector → Beta Projectors\n  year: 2023 → 2024\n',
      code: 0,
      shown: '',
    });
    expect((await kd('set', 'beta', 'volume=3')).out).toBe('2\tbeta-projector-2023\tvolume\t\t3\n');
    expect(data(await kd('set', 'beta', 'volume=', '--json'))).toEqual({
      id: 2,
      'citation-key': 'beta-projector-2023',
      status: 'read',
      rating: null,
      changes: [{ field: 'volume', before: '3', after: null }],
    });
  });

  it('shows with -n what a query would change, and changes nothing', async () => {
    const args = ['set', 'tag:whitening', 'status=reading', 'tag+=mine', 'tag-=whitening', '-n'];
    expect(await desk.kd(args, { columns: 80 })).toEqual({
      out:
        '2  beta-projector-2023\n  status: read → reading\n  tag: whitening → –\n  tag: – → mine\n' +
        '1  alpha-students-2022\n  status: read → reading\n  tag: whitening → –\n  tag: – → mine\n',
      err: 'papers: 2 changed, 0 unchanged\n',
      code: 0,
    });
    expect((await kd(...args)).out).toBe(
      [
        '2\tbeta-projector-2023\tstatus\tread\treading\n2\tbeta-projector-2023\ttag\twhitening\t\n',
        '2\tbeta-projector-2023\ttag\t\tmine\n1\talpha-students-2022\tstatus\tread\treading\n',
        '1\talpha-students-2022\ttag\twhitening\t\n1\talpha-students-2022\ttag\t\tmine\n',
      ].join(''),
    );
    expect((await kd('list', 'status:reading', '--ids')).out).toBe('');
  });

  it('changes several papers in a pipe with --yes alone, as one step', async () => {
    expect(await kd('set', 'tag:whitening', 'status=reading')).toEqual({
      out: '',
      err: 'kd: this sets fields of 2 papers\ntry: the same with -n shows it, with --yes does it\n',
      code: 2,
    });
    expect((await kd('set', '1', '3', 'status=reading')).code).toBe(2);
    expect((await kd('set', 'title:gamma', 'status=reading')).code).toBe(0);
    const { out, err, code } = await kd('set', 'venue:ICCV', 'status=reading', '--yes');
    expect([out, err, code]).toEqual([
      '2\tbeta-projector-2023\tstatus\tread\treading\n',
      'papers: 1 changed, 1 unchanged\n',
      0,
    ]);
    expect(data(await kd('set', '1', '3', 'rating=2', '-y', '--json=id,changes'))).toEqual([
      { id: 1, changes: [{ field: 'rating', before: null, after: '2' }] },
      { id: 3, changes: [{ field: 'rating', before: null, after: '2' }] },
    ]);
    await kd('undo');
    expect((await kd('list', 'rating:2', '--ids')).out).toBe('');
    expect(await kd('set', 'year:1999', 'rating=2')).toEqual({
      out: '',
      err: 'papers: 0 changed, 0 unchanged\n',
      code: 0,
    });
  });

  it('asks once on a terminal, with the changes above the question', async () => {
    const no = await ask([ENTER], 'set', 'venue:ICCV', 'rating=3');
    expect(no.out).toBe('3  gamma-rays-2023\n  rating: – → 3\n2  beta-projector-2023\n  rating: – → 3\n');
    expect(no.shown).toContain('Change 2 papers?');
    expect([no.code, no.err]).toEqual([130, 'kd: broken off: nothing was changed\n']);
    expect((await ask([CTRL_C], 'set', 'venue:ICCV', 'rating=3')).code).toBe(130);
    expect((await kd('list', 'rating:3', '--ids')).out).toBe('');
    const yes = await ask([DOWN, ENTER], 'set', 'venue:ICCV', 'rating=3');
    expect([yes.code, yes.err]).toEqual([0, 'papers: 2 changed, 0 unchanged\n']);
    expect((await kd('list', 'rating:3', '--ids')).out).toBe('3\n2\n');
    const same = await ask([], 'set', 'venue:ICCV', 'rating=3');
    expect([same.code, same.out, same.shown]).toEqual([
      0,
      '3  gamma-rays-2023\n  unchanged\n2  beta-projector-2023\n  unchanged\n',
      '',
    ]);
  });

  it('says what is wrong with its words', async () => {
    const failures: [string[], number, string][] = [
      [['alpha', 'titel=x'], 2, 'kd: unknown field "titel"\ntry: did you mean: title?\n'],
      [['alpha', 'status'], 2, 'kd: "status" sets nothing\ntry: write status=read, or rating=4\n'],
      [['status=read', 'rating=3'], 2, 'kd: no paper is named\ntry: kd set 12 status=read\n'],
      [['alpah', 'status=read'], 3, 'kd: no paper matches "alpah"\n'],
      [['a', 'status=read'], 4, 'kd: "a" fits 3 papers\n'],
      [['tag:whitning', 'status=read'], 3, 'kd: no tag is named "whitning"\ntry: did you mean: whitening?\n'],
      [['year:20x4', 'status=read'], 2, 'kd: "20x4" does not fit year'],
      [['1', '2', 'key=x'], 2, 'kd: unknown field "key"\ntry: did you mean: citation-key?\n'],
      [['1', '2', 'citation-key=x', '-y'], 2, 'kd: 2 papers cannot have one citation key\n'],
      [['1', 'citation-key=gamma-rays-2023'], 4, 'kd: the citation key gamma-rays-2023 is that of another paper\n'],
    ];
    for (const [words, exit, message] of failures) {
      const { out, err, code } = await kd('set', ...words);
      expect([out, code, err.startsWith(message) ? message : err], words.join(' ')).toEqual(['', exit, message]);
    }
    expect((await kd('set', 'alpha', 'venue=Nowhere')).err).toBe(
      'kd: venue "Nowhere" is not known\npapers: 1 changed, 0 unchanged\n',
    );
  });
});

describe('kd rm and kd restore', () => {
  const report = async () => (await kd('report', '--week', '2024-05-17')).out;

  it('move a paper into the trash and back, and leave the week’s bytes', async () => {
    const before = await kd('dump', '--canonical');
    const line = '1\talpha-students-2022\t2024-05-17\t2024-05-17\t2022CVPR-Alpha(AST).md\tAlpha Students\n';
    expect(await kd('rm', 'alpha')).toEqual({
      out: line,
      err: 'removed 1 paper: kd restore alpha-students-2022 undoes that\n',
      code: 0,
    });
    expect(await report()).toBe(WEEK);
    expect((await kd('show', 'alpha')).err).toContain('kd restore alpha-students-2022 brings back one');
    for (const args of [
      ['show', 'alpha'],
      ['set', '1', 'rating=2'],
      ['show', 'AST'],
      ['related', '1'],
      ['rm', '1'],
    ]) {
      expect((await kd(...args)).code, args.join(' ')).toBe(3);
    }
    for (const args of [
      ['list'],
      ['search', 'Alpha'],
      ['idea', 'list'],
      ['next'],
      ['note'],
      ['matrix', 'idea', 'year'],
    ]) {
      const { out, code } = await kd(...args);
      expect([code, /alpha/i.test(out)], args.join(' ')).toEqual([0, false]);
    }
    expect((await kd('__complete', '--', 'show', 'al')).out).not.toContain('alpha');
    expect((await kd('__complete', '--', 'restore', 'al')).out).toContain('alpha-students-2022');
    expect((await kd('doctor')).out).toBe('');
    expect((await kd('restore')).out).toBe(line);
    expect((await desk.kd(['restore'], { columns: 100 })).err).toBe('1 paper\n');
    expect((await kd('restore', 'alpha', '-n')).code).toBe(0);
    expect((await kd('restore', 'alpha')).out).toBe(
      '1\talpha-students-2022\t2024-05-17\t2022CVPR-Alpha(AST).md\tAlpha Students\n',
    );
    expect(await kd('dump', '--canonical')).toEqual(before);
    expect((await kd('restore')).out).toBe('');
    expect(await kd('restore', 'alpha')).toMatchObject({ code: 3 });
  });

  it('take a number for an id, and nothing but references and queries for papers', async () => {
    expect((await kd('rm', '1', '99', '--yes')).code).toBe(3);
    expect((await kd('rm', '99')).err).toBe('kd: no paper matches "99"\ntry: kd list --all shows every paper\n');
    expect((await kd('set', 'alpha', 'nowhere', 'status=read', '-n')).code).toBe(3);
    expect((await kd('set', 'alpha', 'tag+=a,b')).err).toMatch(/^kd: "a,b" is no name of one tag\n/);
    expect((await kd('show', 'lph')).code).toBe(3);
    expect((await kd('list', '--ids')).out).toBe('3\n2\n1\n');
  });

  it('ask before several papers go, and before one goes for good', async () => {
    expect(await kd('rm', 'venue:ICCV')).toEqual({
      out: '',
      err: 'kd: Remove 2 papers?\ntry: the same with -n shows it, with --yes does it\n',
      code: 2,
    });
    expect((await kd('rm', 'venue:ICCV', '-n')).err).toBe('would remove 2 papers\n');
    const no = await ask([ENTER], 'rm', 'venue:ICCV');
    expect([no.code, no.out.includes('Gamma Rays')]).toEqual([130, true]);
    expect((await ask([DOWN, ENTER], 'rm', 'venue:ICCV')).err).toMatch(/removed 2 papers: kd undo undoes that\n$/);
    expect((await kd('list', '--ids')).out).toBe('1\n');
    expect((await kd('rm', '--purge', 'gamma')).code).toBe(2);
    expect((await kd('rm', '--purge', 'gamma', '-y')).err).toBe('removed 1 paper for good: only kd undo undoes that\n');
    expect((await kd('restore', '--ids')).out).toBe('2\n');
    expect((await kd('rm', '--purge', 'alpha', '-y')).code).toBe(0);
    expect((await kd('rm', '--purge', '-y')).code).toBe(0);
    expect([(await kd('restore')).out, (await kd('list')).out, await report()]).toEqual(['', '', WEEK]);
    expect((await kd('rm', '--purge', '-y')).err).toBe('nothing was removed\n');
    await kd('undo', '4');
    expect((await kd('list', '--ids')).out).toBe('3\n2\n1\n');
    expect((await kd('rm')).err).toBe('kd: no paper is named\ntry: kd rm 12\n');
  });

  it('tell as JSON what was removed, and what could not be put back', async () => {
    expect(data(await kd('rm', 'beta', '--json'))).toEqual([
      {
        id: 2,
        'citation-key': 'beta-projector-2023',
        removed: '2024-05-17',
        weeks: ['2024-05-17'],
        notes: [],
        title: 'Beta Projector',
      },
    ]);
    expect(await kd('add', 'Beta Projector 2023ICCV', '--week', '2024-05-17')).toMatchObject({
      err: 'kd: "Beta Projector 2023ICCV" was removed, and stands as text in the week of 2024-05-17\ntry: kd restore beta-projector-2023\n',
      code: 4,
    });
    await kd('add', 'Beta Projector 2023ICCV', '--week', '2024-05-31');
    const restored = await kd('restore', '2', '--json=id,citation-key,weeks,doubts');
    expect(data(restored)).toEqual([
      {
        id: 2,
        'citation-key': 'beta-projector-2023-2',
        weeks: ['2024-05-17'],
        doubts: [
          'the citation key beta-projector-2023 was given to another paper: it is beta-projector-2023-2 now',
          'beta-projector-2023 has the same title',
        ],
      },
    ]);
    expect(restored.err).toContain('kd: beta-projector-2023-2: beta-projector-2023 has the same title\n');
  });
});
