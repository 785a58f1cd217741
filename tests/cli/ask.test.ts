import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CTRL_C, Dialogue, DOWN, ENTER } from '../helpers/dialogue.ts';
import { Desk } from '../helpers/io.ts';

describe('kd add on a terminal', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.dispose());

  async function ask(keys: readonly string[], args: readonly string[] = [], env: Record<string, string> = {}) {
    const dialogue = new Dialogue(keys);
    try {
      const outcome = await desk.kd(['add', ...args], { dialogue, env });
      return { ...outcome, shown: dialogue.shown };
    } finally {
      dialogue.close();
    }
  }

  it('asks for title line, theme, tags, key ideas and summary', async () => {
    const lines = [
      'Alpha Study of Students 2024AAAi',
      '组件研究',
      '白化',
      'my-own-tag',
      '',
      '第一点',
      '第二点',
      '',
      '一句话。',
    ];
    const { out, shown, code } = await ask(lines.flatMap((line) => [line, ENTER].filter((key) => key !== '')));
    expect(code).toBe(0);
    expect(out).toBe('1\talpha-study-students-2024\t2024-05-17\tmy-own-tag,whitening\n');
    expect(shown).toContain('→ Alpha Study of Students · 2024 · AAAI');
    expect(shown).toContain('venue "AAAi" is read as AAAI');
    expect(shown).toContain('→ 白化 is an alias of whitening');
    expect(shown).toContain('→ the tag "my-own-tag" is new');
    expect((await desk.kd(['report'])).out).toContain(
      '> 组件研究\n### Alpha Study of Students 2024AAAi\n一句话。\n- 第一点\n- 第二点\n',
    );
  });

  it('lets every question be skipped, and picks a theme of the week', async () => {
    await desk.kd(['add', 'First Study of Students 2024AAAI', '--theme', '组件研究']);
    const picked = await ask(['Second Study of Students 2024AAAI', ENTER, DOWN, ENTER, ENTER, ENTER, ENTER]);
    expect(picked.code).toBe(0);
    const { out } = await desk.kd(['report']);
    expect(out).toContain(
      '> 组件研究\n### First Study of Students 2024AAAI\n\n### Second Study of Students 2024AAAI\n',
    );
    const nothing = await ask([ENTER]);
    expect([nothing.code, nothing.out, nothing.err]).toEqual([0, '', 'nothing was added\n']);
  });

  it('says at once that a paper is known, and adds a reference back to it', async () => {
    await desk.kd(['add', 'First Study of Students 2024AAAI', '--theme', '组件研究', '--week', '2024-05-10']);
    const { shown, out, code } = await ask(['First Study of Students', ENTER, ENTER, ENTER, ENTER, ENTER, ENTER]);
    expect(shown).toContain('already in the library: first-study-students-2024 (seen 2024-05-10, under “组件研究”)');
    expect([out, code]).toEqual(['1\tfirst-study-students-2024\t2024-05-17\t\n', 0]);
    expect((await desk.kd(['report'])).out).toContain('### First Study of Students 2024AAAI-0510\n');
  });

  it('leaves nothing behind when it is broken off', async () => {
    const { code, err, out } = await ask(['Alpha Study of Students 2024AAAI', ENTER, '主题', CTRL_C]);
    expect([code, out]).toEqual([130, '']);
    expect(err).toBe('kd: broken off: nothing was changed\n');
    expect((await desk.kd(['list'])).code).toBe(3);
  });

  it('keeps the answers when the editor fails, and takes what a working one leaves', async () => {
    const failed = ['Alpha Study of Students 2024AAAI', ENTER, ENTER, ENTER, ENTER, 'e', ENTER, '改用一行。', ENTER];
    const { code, shown } = await ask(failed, [], { KD_EDITOR: 'false' });
    expect(code).toBe(0);
    expect(shown).toContain('the editor "false" ended with 1');
    expect((await desk.kd(['report'])).out).toContain('2024AAAI\n改用一行。\n');
  });

  it('speaks Chinese', async () => {
    const { shown } = await ask(
      ['Alpha Study of Students 2024AAAI', ENTER, ENTER, ENTER, ENTER, ENTER],
      ['--lang', 'zh'],
    );
    for (const question of ['标题行', '主题', '标签', '要点', '小结']) expect(shown).toContain(question);
  });
});
