// What stands in papers and notes is data: nothing of it is run, and no file is written outside of the named folder.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

let desk: Desk;
beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.dispose());

async function importItems(items: readonly Record<string, unknown>[]): Promise<void> {
  const path = join(desk.folder, 'items.json');
  writeFileSync(path, JSON.stringify(items.map((item) => ({ type: 'article-journal', ...item }))));
  expect((await desk.kd(['import', path])).code).toBe(0);
}

/** Waits for a file that a program writes in its own time. */
async function written(path: string): Promise<string> {
  for (;;) {
    if (existsSync(path) && readFileSync(path, 'utf8').endsWith('\n')) return readFileSync(path, 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe.skipIf(process.platform === 'win32')('kd open', () => {
  it.each([
    'https://a.b/$(>ran)',
    'https://a.b/`>ran`',
    'https://a.b/;>ran;',
    'https://a.b/"&&>ran;"',
    "https://a.b/'|>ran|'",
    'https://a.b/?a=1&b=2>ran',
    'https://a.b/*?~;--flag',
  ])('gives %s to the opener as one word that no shell reads', async (URL) => {
    await importItems([{ id: 'a', title: 'A Title', URL }]);
    const log = join(desk.folder, 'log');
    const opener = join(desk.folder, 'opener');
    writeFileSync(
      opener,
      `#!/bin/sh\nfor word in "$@"; do printf '[%s]' "$word"; done > "${log}.part"\necho >> "${log}.part"\nmv "${log}.part" "${log}"\n`,
    );
    chmodSync(opener, 0o755);
    const { code, out } = await desk.kd(['open', '1'], { env: { KD_OPENER: opener } });
    expect([code, out]).toEqual([0, `${URL}\n`]);
    expect(await written(log)).toBe(`[${URL}]\n`);
    expect(readdirSync(desk.folder)).not.toContain('ran');
  });

  it.each(['--help', '-e', 'file:///etc/passwd', 'javascript:alert(1)', 'C:\\a.exe', '/bin/sh'])(
    'opens no address such as %s',
    async (URL) => {
      await importItems([{ id: 'a', title: 'A Title', URL }]);
      const { code, err } = await desk.kd(['open', '1'], { env: { KD_OPENER: 'true' } });
      expect([code, err]).toEqual([3, expect.stringContaining('no paper address')]);
    },
  );
});

/** Names that would leave a folder, or be another file in it. */
const NAMES = [
  '../../out',
  '/etc/out',
  '..',
  '.',
  'a/../../out',
  'C:\\out',
  '\\\\server\\out',
  'con',
  'a\u0000b',
  '-rf',
  '~/out',
];

describe('kd export --to obsidian', () => {
  it('writes below its folder alone, whatever papers and tags are called', async () => {
    const tags = NAMES.map((name) => `idea ${name}`);
    await importItems(NAMES.map((id, index) => ({ id, title: `Title ${index}`, custom: { kd: { tags } } })));
    for (const name of NAMES) await desk.kd(['tag', 'add', '1', name, '--kind', 'idea']);
    const vault = join(desk.folder, 'a', 'vault');
    mkdirSync(vault, { recursive: true });
    const before = readdirSync(desk.folder, { recursive: true }).filter((name) => !String(name).includes('vault'));
    const { code } = await desk.kd(['export', '--to', 'obsidian', '-o', vault]);
    expect(code).toBe(0);
    const after = readdirSync(desk.folder, { recursive: true }).filter((name) => !String(name).includes('vault'));
    expect(after.sort()).toEqual(before.sort());
    expect(readdirSync(join(vault, 'papers'))).toHaveLength(NAMES.length);
    for (const name of readdirSync(vault, { recursive: true })) {
      expect(String(name)).toMatch(/^(?:papers|ideas|weeks)(?:\/[^/\\:*?"<>|]+\.md)?$/);
    }
  });

  it('follows no link that leads out of its folder', async () => {
    await importItems([{ id: 'a', title: 'A Title' }]);
    const vault = join(desk.folder, 'vault');
    const elsewhere = join(desk.folder, 'elsewhere');
    mkdirSync(vault);
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(vault, 'papers'));
    const { code, err } = await desk.kd(['export', '--to', 'obsidian', '-o', vault]);
    expect([code, err]).toEqual([4, expect.stringContaining('left alone: it lies outside of')]);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('follows a link to the folder itself, which the user named', async () => {
    await importItems([{ id: 'a', title: 'A Title' }]);
    const real = join(desk.folder, 'real');
    mkdirSync(real);
    symlinkSync(real, join(desk.folder, 'vault'));
    expect((await desk.kd(['export', '--to', 'obsidian', '-o', join(desk.folder, 'vault')])).code).toBe(0);
    expect(readdirSync(join(real, 'papers'))).toEqual(['a.md']);
  });
});

describe('a table', () => {
  const FORMULAS = ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://a.b")', ' =1', '＝1+1'];

  it.each(['csv', 'tsv'])('in %s begins no cell like a formula with --spreadsheet-safe', async (format) => {
    await importItems(
      FORMULAS.map((formula, index) => ({
        id: `key${index}`,
        title: `${formula} title ${index}`,
        author: [{ literal: formula }],
        'container-title': formula,
        URL: `http://a.b/${index}`,
        volume: formula,
        page: formula,
      })),
    );
    const { out, code } = await desk.kd(['export', '--to', format, '--spreadsheet-safe']);
    expect(code).toBe(0);
    const { parse } = await import('csv-parse/sync');
    const rows: string[][] = parse(out, { delimiter: format === 'csv' ? ',' : '\t', relax_quotes: true });
    expect(rows).toHaveLength(FORMULAS.length + 1);
    for (const cell of rows.slice(1).flat()) expect(cell).not.toMatch(/^\s*[=+@＝＋＠－-]/u);
  });
});

describe('an export to a language that is compiled or shown', () => {
  const TITLES = [
    '\\input{/etc/passwd} \\write18{touch ran}',
    '<script>alert(1)</script> <img src=x onerror=alert(1)>',
    '[click](javascript:alert(1)) ![x](http://a.b/track.png)',
    '| a | b |\n|---| %comment & # _ ^ ~ {',
  ];

  it('has the commands of titles as text', async () => {
    await importItems(TITLES.map((title, index) => ({ id: `key${index}`, title: `${title} ${index}` })));
    const latex = (await desk.kd(['export', '--to', 'latex'])).out;
    expect(latex).not.toMatch(/\\(?:input|write)/);
    const markdown = (await desk.kd(['export', '--to', 'markdown'])).out;
    expect(markdown).not.toMatch(/(?<!\\)<(?:script|img)/);
    expect(markdown).not.toMatch(/(?<!\\)\]\((?:javascript|http:\/\/a\.b)/);
    expect(markdown.trimEnd().split('\n')).toHaveLength(TITLES.length + 2);
  });
});
