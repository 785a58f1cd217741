import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { languageOf } from '../src/cli/language.ts';
import { UsageError } from '../src/errors.ts';
import { Desk, ROOT } from './helpers/io.ts';
import { templatesIn, templatesInSource } from './helpers/templates.ts';

const CHINESE = /\p{Script=Han}/u;
const placesOf = (template: string) => [...new Set(template.match(/\{\d+\}/g))].sort();

describe('the scanner for templates', () => {
  it.each([
    ['a text', 'throw new KdError(msg`nothing to add`)', ['nothing to add']],
    ['values', 't`$' + '{count(a)} of $' + '{b}`', ['{0} of {1}']],
    ['braces, quotes and backticks in values', 't`a $' + "{f({ x: '}`' }, `$" + '{y}`)} b`', ['a {0} b']],
    [
      'messages in messages',
      'msg`$' + '{plural(n, msg`$' + '{n} cat`, app.t`$' + '{n} cats`)} left`',
      ['{0} left', '{0} cat', '{0} cats'],
    ],
    ['escapes as they are read', 'msg`a\\nb \\`c\\` \\$' + '{d}`', ['a\nb `c` $' + '{d}']],
    ['no other literals', 'const x = `a` + list`b` + "msg"', []],
  ])('finds %s', (_, text, templates) => {
    expect(templatesIn(text)).toEqual(templates);
  });
});

describe('data/messages.zh.json', () => {
  const text = readFileSync(join(ROOT, 'data', 'messages.zh.json'), 'utf8');
  const translations = JSON.parse(text) as Record<string, string>;
  const templates = templatesInSource();

  it('has every template of the source, and no other', () => {
    expect(templates.size).toBeGreaterThan(400);
    const missing = [...templates].filter(([template]) => !(template in translations));
    expect(missing.map(([template, files]) => `${files.join(', ')}: ${template}`)).toEqual([]);
    expect(Object.keys(translations).filter((template) => !templates.has(template))).toEqual([]);
  });

  it('has each template once, in order', () => {
    expect(text).toBe(`${JSON.stringify(Object.fromEntries(Object.entries(translations).sort(byKey)), null, 2)}\n`);
  });

  it('has the same places in a translation as in its template', () => {
    const wrong = Object.entries(translations).filter(
      ([template, translation]) => placesOf(template).join() !== placesOf(translation).join(),
    );
    expect(wrong).toEqual([]);
  });

  it('says in Chinese what has words', () => {
    const wrong = Object.entries(translations).filter(
      ([template, translation]) => /[a-z]/i.test(template) && !CHINESE.test(translation),
    );
    expect(wrong).toEqual([]);
  });
});

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

describe('help in Chinese', () => {
  const desk = new Desk();
  afterAll(() => desk.dispose());
  const names = readdirSync(join(ROOT, 'src', 'cli', 'commands')).map((name) => name.replace(/\.ts$/, ''));

  /** The help of a command, without the examples below it. */
  async function helpOf(...words: string[]): Promise<string> {
    const { out, err, code } = await desk.kd([...words, '--help', '--lang', 'zh']);
    expect({ err, code }, words.join(' ')).toEqual({ err: '', code: 0 });
    return out.replace(/\n示例:\n[\s\S]*$/, '');
  }

  /** The entries of a part of a help page, with the lines they go on in. */
  const entriesOf = (help: string, title: string) =>
    (new RegExp(`^${title}:\\n((?: {2}.*\\n)+)`, 'm').exec(help)?.[1] ?? '').split(/\n(?= {2}\S)/).filter(Boolean);

  function expectChinese(help: string, where: string): void {
    expect(help, where).toMatch(/^用法: kd/);
    const [, description = ''] = help.split('\n\n');
    if (!/^\S+:\n/.test(description)) expect(description, where).toMatch(CHINESE);
    for (const title of ['参数', '选项', '全局选项', '命令']) {
      for (const entry of entriesOf(help, title)) {
        const described = /^ {2}\S.*?(?: {2,}|\n +)(?=\S)([\s\S]*)$/.exec(entry)?.[1];
        expect(described, `${where}: ${entry}`).toMatch(CHINESE);
      }
    }
    expect(entriesOf(help, '选项').length, where).toBeGreaterThan(0);
    expect(help, where).not.toMatch(/^[A-Z][A-Za-z ]*:/m);
  }

  it('has every line of kd --help', async () => {
    const help = await helpOf();
    expectChinese(help, 'kd');
    expect(entriesOf(help, '命令').length).toBe(names.length + 1);
    expect(help).toContain('\n退出码:\n');
  });

  it('has every line of the help of each command', async () => {
    for (const name of names) {
      const help = await helpOf(name);
      expectChinese(help, name);
      const inner = entriesOf(help, '命令').map((entry) => entry.trim().split(/\s/)[0] ?? '');
      for (const word of inner.filter((word) => word !== 'help')) {
        expectChinese(await helpOf(name, word), `${name} ${word}`);
      }
    }
  });

  it('keeps to the width of the terminal, Chinese characters counted as two columns', async () => {
    const { default: widthOf } = await import('fast-string-width');
    for (const columns of [72, 100]) {
      for (const name of names) {
        const { out } = await desk.kd([name, '--help', '--lang', 'zh'], { columns });
        const options = entriesOf(out, '选项').join('\n').split('\n');
        for (const line of options) expect(widthOf(line), line).toBeLessThanOrEqual(columns);
      }
    }
  });
});

describe('the language', () => {
  const ALL = { KD_LANG: 'zh', LC_ALL: 'zh_CN.UTF-8', LC_MESSAGES: 'zh_CN.UTF-8', LANG: 'zh_CN.UTF-8' };

  it('is that of --lang, then KD_LANG, then LC_ALL, LC_MESSAGES and LANG', () => {
    expect(languageOf(['list'], ALL)).toBe('zh');
    expect(languageOf(['list', '--lang', 'en'], ALL)).toBe('en');
    expect(languageOf(['list', '--lang=en'], ALL)).toBe('en');
    expect(languageOf(['list'], { ...ALL, KD_LANG: 'en' })).toBe('en');
    expect(languageOf(['list'], { ...ALL, KD_LANG: '', LC_ALL: 'en_US.UTF-8' })).toBe('en');
    expect(languageOf(['list'], { LC_MESSAGES: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' })).toBe('en');
    expect(languageOf(['list'], { LC_ALL: '', LC_MESSAGES: '', LANG: 'zh_CN.UTF-8' })).toBe('zh');
  });

  it('is not that of a --lang behind --', () => {
    expect(languageOf(['add', '--', '--lang', 'zh'], { LANG: 'C' })).toBe('en');
  });

  it.each([
    ['zh_CN.UTF-8', 'zh'],
    ['zh-TW', 'zh'],
    ['zh', 'zh'],
    ['ZH_cn', 'zh'],
    ['en_GB.UTF-8', 'en'],
    ['C', 'en'],
    ['C.UTF-8', 'en'],
    ['POSIX', 'en'],
    ['de_DE', 'en'],
    ['zho', 'en'],
  ])('of the locale %s is %s', (locale, language) => {
    expect(languageOf([], { LANG: locale })).toBe(language);
    expect(languageOf([], { LC_ALL: locale })).toBe(language);
  });

  it('is refused where --lang or KD_LANG names another', () => {
    expect(() => languageOf(['list', '--lang', 'fr'], ALL)).toThrow(UsageError);
    expect(() => languageOf(['list'], { ...ALL, KD_LANG: 'fr' })).toThrow(UsageError);
  });
});

describe('failures in Chinese', () => {
  const desk = new Desk();
  afterAll(() => desk.dispose());

  it('are those of the user’s language', async () => {
    await desk.kd(['add', 'A paper on whitening 2024AAAI']);
    const env = { KD_LANG: 'zh' };
    expect(await desk.kd(['week', 'show', '2024-01-05'], { env })).toEqual({
      out: '',
      err: 'kd: 2024-01-05 这一周（2024-W01）没有周报\n试试：最近的周：2024-05-17\n',
      code: 3,
    });
    expect(await desk.kd(['--lang', 'zh', 'report', '--week', 'someday'])).toEqual({
      out: '',
      err: 'kd: “someday”不是一周\n试试：写成 2024-05-17、2024-W20、this 或 last\n',
      code: 2,
    });
    const { err } = await desk.kd(['show', '999', '--json', '--lang', 'zh']);
    expect(JSON.parse(err).error).toEqual({
      message: '没有与“999”匹配的论文',
      hint: 'kd list --all 列出所有论文',
      exit: 3,
    });
  });

  it('of the option parser too', async () => {
    const run = async (...args: string[]) => {
      const { err, code } = await desk.kd([...args, '--lang', 'zh']);
      return [code, err];
    };
    expect(await run('list', '--frobnicate')).toEqual([2, 'kd: 未知选项“--frobnicate”\n试试：kd list --help\n']);
    expect(await run('list', '--limit', 'many')).toEqual([
      2,
      'kd: “many”不适用于 --limit：应为不小于 1 的整数\n试试：kd list --help\n',
    ]);
    expect(await run('show')).toEqual([2, 'kd: 缺少参数“paper”\n试试：kd show --help\n']);
  });

  it('of the language itself are in English', async () => {
    const expected = (where: string) => ({
      out: '',
      err: `kd: ${where}: there are no messages in "fr"\ntry: write en, zh\n`,
      code: 2,
    });
    const env = { LANG: 'zh_CN.UTF-8' };
    expect(await desk.kd(['list', '--lang', 'fr'], { env })).toEqual(expected('--lang'));
    expect(await desk.kd(['list'], { env: { ...env, KD_LANG: 'fr' } })).toEqual(expected('KD_LANG'));
  });
});

describe('results in Chinese', () => {
  const desk = new Desk();
  afterAll(() => desk.dispose());
  const env = { KD_LANG: 'zh' };

  it('have their words in Chinese, and their codes and columns as they are', async () => {
    const notes = join(ROOT, 'data', 'sample', '20240517.md');
    const english = await desk.kd(['import', notes, '-n']);
    const chinese = await desk.kd(['import', notes, '-n'], { env });
    expect(chinese.out).toBe(english.out);
    expect(chinese.err).toMatch(/^试运行：新增 1，更改 0，未变 0，跳过 0 · \d+ 篇新论文，\d+ 处回引，\d+ 处存疑$/m);
    await desk.kd(['import', notes]);
    for (const args of [['list'], ['week', 'list'], ['tag', 'list'], ['theme', 'list'], ['gaps', 'whitening']]) {
      const terminal = await desk.kd([...args], { env, columns: 100 });
      expect(terminal.out.split('\n')[0], args.join(' ')).toMatch(CHINESE);
      if (args[0] !== 'gaps') expect(await desk.kd(args, { env }), args.join(' ')).toEqual(await desk.kd(args));
    }
    const { err } = await desk.kd(['list', '--tag', '白化'], { env, columns: 100 });
    expect(err).toBe('2 篇论文 · whitening = 白化\n');
  });

  it('have texts in JSON, in the user’s language', async () => {
    const { out } = await desk.kd(['tag', 'why', 'projector', 'whitening', '--json'], { env });
    const rules = (JSON.parse(out).data.evidence as { rule: string }[]).map(({ rule }) => rule);
    expect(rules).toContain('“白化”，在连续中文内部也匹配');
    const { out: related } = await desk.kd(['related', 'projector', '--json=why'], { env });
    const [{ why }] = JSON.parse(related).data as [{ why: string[] }];
    for (const reason of why) expect(reason).toMatch(CHINESE);
  });
});
