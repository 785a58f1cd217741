import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

describe.skipIf(process.platform === 'win32')('kd add -e', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.dispose());

  /** Runs kd with an editor that is a shell script; `$1` is the file. */
  function edit(script: string, args: readonly string[] = []) {
    const editor = join(desk.folder, 'editor.sh');
    writeFileSync(editor, `#!/bin/sh\n${script}\n`);
    chmodSync(editor, 0o755);
    return desk.kd(['add', '-e', ...args], { env: { KD_EDITOR: editor } });
  }

  const filled = (file: string) => `cat > "$1" <<'END'\n${file}\nEND`;

  it('adds the paper that was filled in: a YAML head, then summary and key ideas', async () => {
    const text =
      '---\ntitle: Alpha Study of Students 2024AAAI\ntheme: 组件研究\ntag: [白化]\nurl:\n---\n\n一句话。\n\n- 第一点\n- 第二点';
    const { out, err, code } = await edit(filled(text));
    expect([out, err, code]).toEqual(['1\talpha-study-students-2024\t2024-05-17\twhitening\n', '', 0]);
    expect((await desk.kd(['report'])).out).toContain(
      '> 组件研究\n### Alpha Study of Students 2024AAAI\n一句话。\n- 第一点\n- 第二点\n',
    );
  });

  it('takes titles and themes as they are typed, colons and all', async () => {
    const { code, err } = await edit(
      filled('---\ntitle: VanillaKD: Revisit the Power #1 2023NeurIPS\ntheme: 应用: 检索\n---\n'),
    );
    expect([code, err]).toEqual([0, '']);
    expect((await desk.kd(['report'])).out).toContain(
      '> 应用: 检索\n### VanillaKD: Revisit the Power #1 2023NeurIPS\n',
    );
  });

  it('shows what is known already, and adds it when it is left as it is', async () => {
    const copy = join(desk.folder, 'seen.md');
    const { code } = await edit(`cp "$1" '${copy}'`, [
      'Alpha Study of Students 2024AAAI',
      '--key-idea',
      '第一点',
      '--tag',
      'a: b',
    ]);
    expect(code).toBe(0);
    const seen = readFileSync(copy, 'utf8');
    expect(seen).toMatch(/^---\n# Fill in what you know/);
    expect(seen).toContain('\ntitle: Alpha Study of Students 2024AAAI\n');
    expect(seen).toContain('- "a: b"\n');
    expect(seen.endsWith('---\n\n- 第一点\n')).toBe(true);
    expect((await desk.kd(['report'])).out).toContain('### Alpha Study of Students 2024AAAI\n- 第一点\n');
  });

  it.each([
    ['nothing is typed', 'true'],
    ['all is deleted', ': > "$1"'],
  ])('adds nothing where %s', async (_, script) => {
    const { out, err, code } = await edit(script);
    expect([out, err, code]).toEqual(['', 'nothing was added\n', 0]);
    expect((await desk.kd(['list'])).code).toBe(3);
  });

  it('keeps a text that cannot be added in a file, and names it', async () => {
    await desk.kd(['add', 'Alpha Study of Students 2024AAAI']);
    const wrong: [text: string, code: number][] = [
      ['---\ntag: [a\n---\n', 2],
      ['---\ntitel: A Title 2024AAAI\n---\n', 2],
      ['---\ntitle: A Title 2024AAAI\nweek: someday\n---\n', 2],
      ['---\ntitle: Alpha Study of Students 2024AAAI\n---\n\n不能丢的话。', 4],
    ];
    for (const [text, exit] of wrong) {
      const { out, err, code } = await edit(filled(text));
      expect([out, code], err).toEqual(['', exit]);
      const path = /^try: your text is in (.*)$/m.exec(err)?.[1] ?? '';
      expect(readFileSync(path, 'utf8')).toBe(`${text}\n`);
    }
    expect((await desk.kd(['list', '--ids'])).out).toBe('1\n');
  });

  it('keeps the text of an editor that is killed, and names its file', async () => {
    const { err, code } = await edit('echo 写了一半 >> "$1"; kill -9 $$');
    expect(code).toBe(1);
    const path = /^try: the text is in (.*)$/m.exec(err)?.[1] ?? '';
    expect(readFileSync(path, 'utf8')).toContain('写了一半');
    expect((await desk.kd(['list'])).code).toBe(3);
  });
});
