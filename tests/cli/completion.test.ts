import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, ROOT } from '../helpers/io.ts';

const SHELLS = ['bash', 'zsh', 'fish'];
const isThere = (program: string) => spawnSync(program, ['--version']).error === undefined;
const scriptOf = (shell: string) => join(ROOT, 'data', 'completion', `kd.${shell}`);

/** A desk with two notes, a tag of two words, and a saved query. */
async function filledDesk(): Promise<Desk> {
  const desk = new Desk();
  const notes = {
    '20240517.md': '# 20240517\n\n## 论文阅读\n\n> 白化\n### Let All Be Whitened 2024AAAI\n先白化。\n',
    '20240524.md':
      '# 20240524\n\n## 论文阅读\n\n> 投影层\n### Understanding the Role of the Projector 2024AAAI\n投影层。\n',
  };
  mkdirSync(join(desk.folder, 'notes'));
  for (const [name, text] of Object.entries(notes)) writeFileSync(join(desk.folder, 'notes', name), text);
  await desk.kd(['import', join(desk.folder, 'notes')]);
  await desk.kd(['tag', 'add', '1', 'my own tag']);
  await desk.kd(['config', 'query.aaai-whitening', 'tag:whitening venue:AAAI']);
  return desk;
}

describe('kd completion', () => {
  const desk = new Desk();
  afterAll(() => desk.dispose());

  it.each(SHELLS)('prints the script for %s, without a library', async (shell) => {
    const out = readFileSync(scriptOf(shell), 'utf8');
    expect(out).toContain('kd __complete -- ');
    expect(await desk.kd(['completion', shell])).toEqual({ out, err: '', code: 0 });
    expect(existsSync(desk.library)).toBe(false);
  });

  it('knows no other shell', async () => {
    const { err, code } = await desk.kd(['completion', 'tcsh']);
    expect([code, err]).toEqual([2, expect.stringContaining('it is one of bash, zsh, fish')]);
  });
});

describe('the script for', () => {
  for (const shell of SHELLS) {
    it.skipIf(!isThere(shell))(`${shell} has no mistake that ${shell} finds`, () => {
      const { status, stderr } = spawnSync(shell, ['-n', scriptOf(shell)], { encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    });
  }
});

describe('kd __complete', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await filledDesk();
  });
  afterAll(() => desk.dispose());

  /** What the last of the words may become. */
  async function answers(...words: string[]): Promise<string[]> {
    const { out, err, code } = await desk.kd(['__complete', '--', ...words]);
    expect([code, err], words.join(' ')).toEqual([0, '']);
    return out.split('\n').slice(0, -1);
  }
  /** The same without the words on each. */
  async function values(...words: string[]): Promise<string[]> {
    return (await answers(...words)).map((line) => line.replace(/\t.*/, ''));
  }

  it('answers with commands, behind help too, and with their commands', async () => {
    const commands = await values('');
    expect(commands).toEqual(expect.arrayContaining(['add', 'list', 'config', 'completion', 'help']));
    expect(commands).not.toContain('__complete');
    expect(await answers('gap')).toEqual(['gaps\tshow what was never combined with an idea']);
    expect(await values('help', 'li')).toEqual(['list', 'lint']);
    expect(await values('week', 'de')).toEqual(['decide']);
    expect(await values('--json', 'week', 'de')).toEqual(['decide']);
  });

  it('says in the user’s language what they are', async () => {
    const { out } = await desk.kd(['__complete', '--', 'gap'], { env: { KD_LANG: 'zh' } });
    expect(out).toMatch(/^gaps\t\p{Script=Han}/u);
  });

  it('answers with options and their choices', async () => {
    expect(await answers('list', '--ven')).toEqual(['--venue\tof this venue, by any of its names']);
    expect(await values('list', '--l')).toEqual(['--limit', '--library', '--lang']);
    expect(await values('add', '--carry')).toEqual([]);
    expect(await values('list', '--status', '')).toEqual(['to-read', 'reading', 'read', 'dropped']);
    expect(await values('list', '--status=rea')).toEqual(['--status=reading', '--status=read']);
    expect(await values('list', '--lang', '')).toEqual(['en', 'zh']);
    expect(await values('list', '--', '--ven')).not.toContain('--venue');
  });

  it('answers with tags by their names, and by the Chinese ones for who types one', async () => {
    expect(await answers('list', '--tag', 'whi')).toEqual(['whitening\t白化']);
    expect(await answers('list', '-t', '白')).toEqual(['白化\twhitening']);
    expect(await values('list', '--tag', '')).not.toContain('白化');
    expect(await values('list', '--tag=WHI')).toEqual(['--tag=whitening']);
    expect(await values('tag', 'add', '1', 'my')).toEqual(['my own tag']);
    expect(await values('tag', 'add', '1', 'whitening', 'my')).toEqual(['my own tag']);
    expect(await values('tag', 'merge', 'my own tag', 'whi')).toEqual(['whitening']);
  });

  it('answers with ideas where a command takes one', async () => {
    expect(await values('gaps', 'whi')).toEqual(['whitening']);
    expect(await values('idea', 'li')).toEqual(['list']);
    expect(await values('idea', 'imagenet')).toEqual([]);
    expect(await values('list', '--tag', 'imagenet')).toContain('imagenet');
  });

  it('answers with terms of a query', async () => {
    expect(await values('list', 'ta')).toEqual(['tag:', 'task:']);
    expect(await values('list', 'tag:whi')).toEqual(['tag:whitening']);
    expect(await values('list', 'venue:AAAI', '^tag:=白')).toEqual(['^tag:=白化']);
    expect(await values('report', 'venue:aaa')).toEqual(['venue:AAAI']);
    expect(await values('list', 'week:2024-05-2')).toEqual(['week:2024-05-24']);
    expect(await values('list', 'status:to')).toEqual(['status:to-read']);
    expect(await values('list', 'is:un')).toEqual(['is:unread', 'is:untagged']);
    expect(await values('list', 'has:c')).toEqual(['has:code']);
    expect(await values('list', 'sort:ye')).toEqual(['sort:year']);
    expect(await values('list', 'task:whi')).toEqual([]);
    expect(await answers('list', '@')).toEqual(['@aaai-whitening\ttag:whitening venue:AAAI']);
    expect(await values('list', '(@aa')).toEqual(['(@aaai-whitening']);
  });

  it('answers with venues, papers and weeks', async () => {
    expect(await answers('list', '--venue', 'aaa')).toEqual(['AAAI\tAAAI Conference on Artificial Intelligence']);
    expect(await answers('show', 'all')).toEqual(['all-whitened-2024\tLet All Be Whitened']);
    expect(await values('related', '')).toEqual(['all-whitened-2024', 'understanding-role-projector-2024']);
    expect(await values('note', 'und')).toEqual(['understanding-role-projector-2024']);
    expect(await values('list', 'all')).not.toContain('all-whitened-2024');
    expect(await answers('report', '--week', '')).toEqual([
      'this',
      'last',
      '2024-05-24\t2024-W21',
      '2024-05-17\t2024-W20',
    ]);
    expect(await values('week', 'show', '2024-05-1')).toEqual(['2024-05-17']);
  });

  it('answers with settings and their values, and with what kd set takes', async () => {
    expect(await values('config', '')).toEqual([
      'week.report_day',
      'pager',
      'editor',
      'query.aaai-whitening',
      'query.',
    ]);
    expect(await values('config', 'week.report_day', 's')).toEqual(['saturday', 'sunday']);
    expect(await values('config', 'query.new', 'tag:whi')).toEqual(['tag:whitening']);
    expect(await values('config', 'pager', '')).toEqual([]);
    expect(await values('set', 'all-whitened-2024', 'ta')).toEqual(['tag+=', 'tag-=']);
    expect(await values('set', 'all-whitened-2024', '')).toEqual(
      'status= rating= title= author= author+= venue= year= month= day= date= track= doi= arxiv= '
        .concat('url= volume= issue= page= abstract= citation-key= tag+= tag-= paper= code= project= dataset= video=')
        .split(' '),
    );
    expect(await values('set', 'all-whitened-2024', 'status=re')).toEqual(['status=reading', 'status=read']);
    expect(await values('completion', 'z')).toEqual(['zsh']);
  });

  it('leaves the names of files to the shell', async () => {
    for (const words of [
      ['import', ''],
      ['--library', ''],
      ['--library=no'],
      ['report', '-o', ''],
      ['week', 'new', '--from-notes', ''],
    ]) {
      expect(await desk.kd(['__complete', '--', ...words]), words.join(' ')).toEqual({ out: '', err: '', code: 1 });
    }
  });

  it('names no papers where there are too many to choose from, until a few letters tell them apart', async () => {
    const crowded = new Desk();
    const readings = Array.from({ length: 1001 }, (_, index) => `### Paper${index} About Something 2024AAAI\n`);
    const note = join(crowded.folder, '20240517.md');
    writeFileSync(note, `# 20240517\n\n## 论文阅读\n\n${readings.join('\n')}`);
    await crowded.kd(['import', note]);
    const count = async (typed: string) =>
      (await crowded.kd(['__complete', '--', 'show', typed])).out.split('\n').length - 1;
    expect(await count('paper')).toBe(0);
    expect(await count('paper10')).toBe(12);
    crowded.dispose();
  });

  it('reads the library that --library names', async () => {
    const other = new Desk();
    const { out } = await other.kd(['__complete', '--', '--library', desk.library, 'show', 'all']);
    expect(out).toBe('all-whitened-2024\tLet All Be Whitened\n');
    other.dispose();
  });

  it('is silent where there is no library, none that can be read, or a mistake in the settings', async () => {
    const bare = new Desk();
    const silent = { out: '', err: '', code: 0 };
    expect(await bare.kd(['__complete', '--', 'show', ''])).toEqual(silent);
    expect(await bare.kd(['__complete', '--', 'list', '--tag', ''])).toEqual(silent);
    expect(existsSync(bare.library)).toBe(false);
    writeFileSync(bare.library, 'no library');
    expect(await bare.kd(['__complete', '--', 'show', ''])).toEqual(silent);
    // What needs no library is answered all the same: none is opened.
    expect((await bare.kd(['__complete', '--', 'list', '--ven'])).out).toMatch(/^--venue\t/);
    expect((await bare.kd(['__complete', '--', 'list', 'ta'])).out).toBe('tag:\ntask:\n');
    mkdirSync(join(bare.folder, 'config', 'kd'), { recursive: true });
    writeFileSync(join(bare.folder, 'config', 'kd', 'config.yaml'), 'pager: [');
    expect(await bare.kd(['__complete', '--', 'list', '@'])).toEqual(silent);
    bare.dispose();
  });
});

describe.skipIf(!isThere('bash'))('completion in bash', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await filledDesk();
  });
  afterAll(() => desk.dispose());

  /**
   * Completes the line as bash does: `words` are those that bash cuts it into. Returns what is put in place of the last
   * one, and the options that the script sets.
   */
  function complete(line: string, words: readonly string[], setup = ''): { replies: string[]; options: string[] } {
    const driver = `
      kd() { ${JSON.stringify(process.execPath)} ${JSON.stringify(join(ROOT, 'bin', 'kd.cjs'))} "$@"; }
      COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
      ${setup}
      source ${JSON.stringify(scriptOf('bash'))}
      compopt() { printf 'option %s\\n' "$2"; }
      COMP_LINE=$1 COMP_POINT=\${#1}
      COMP_WORDS=("\${@:2}") COMP_CWORD=$(($# - 2))
      _kd
      printf 'reply %s\\n' "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', driver, 'bash', line, ...words], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        LC_ALL: 'C.UTF-8',
        KD_LIBRARY: desk.library,
        XDG_CONFIG_HOME: join(desk.folder, 'config'),
        KD_LANG: 'en',
      },
    });
    expect(stderr).toBe('');
    const of = (kind: string) =>
      stdout.split('\n').flatMap((text) => (text.startsWith(`${kind} `) ? [text.slice(kind.length + 1)] : []));
    return { replies: of('reply').filter((reply) => reply !== ''), options: [...new Set(of('option'))] };
  }

  it.each([
    ['a command', 'kd lis', ['kd', 'lis'], ['list']],
    ['the value of a flag', 'kd list --tag whi', ['kd', 'list', '--tag', 'whi'], ['whitening']],
    ['a value behind =', 'kd list --tag=whi', ['kd', 'list', '--tag', '=', 'whi'], ['whitening']],
    ['a word with a colon', 'kd list tag:whi', ['kd', 'list', 'tag', ':', 'whi'], ['whitening']],
    [
      'a word that ends in a colon',
      'kd list status:',
      ['kd', 'list', 'status', ':'],
      ['to-read', 'reading', 'read', 'dropped'],
    ],
    [
      'a word behind one with a colon',
      'kd list venue:AAAI tag:白',
      ['kd', 'list', 'venue', ':', 'AAAI', 'tag', ':', '白'],
      ['白化'],
    ],
    ['a saved query', 'kd list @aa', ['kd', 'list', '@aa'], ['@aaai-whitening']],
    ['a saved query, cut', 'kd list ^@aa', ['kd', 'list', '^', '@', 'aa'], ['@aaai-whitening']],
    ['a word in quotes', "kd list 'tag:whi", ['kd', 'list', "'tag:whi"], ['tag:whitening']],
    ['a value with spaces', 'kd list tag:my', ['kd', 'list', 'tag', ':', 'my'], ['my\\ own\\ tag']],
    ['a value with spaces, begun', 'kd list tag:my\\ o', ['kd', 'list', 'tag', ':', 'my\\ o'], ['my\\ own\\ tag']],
    [
      'an empty word',
      'kd report --week ',
      ['kd', 'report', '--week', ''],
      ['this', 'last', '2024-05-24', '2024-05-17'],
    ],
    ['nothing', 'kd list --tag zzz', ['kd', 'list', '--tag', 'zzz'], []],
  ])('completes %s', (_, line, words, replies) => {
    expect(complete(line, words)).toEqual({ replies, options: [] });
  });

  it('goes on behind a field, and leaves files to bash', () => {
    expect(complete('kd list ta', ['kd', 'list', 'ta'])).toEqual({ replies: ['tag:', 'task:'], options: ['nospace'] });
    expect(complete('kd import no', ['kd', 'import', 'no'])).toEqual({ replies: [], options: ['default'] });
  });

  it('works where colons do not cut words', () => {
    const { replies } = complete('kd list tag:whi', ['kd', 'list', 'tag:whi'], 'COMP_WORDBREAKS=" "');
    expect(replies).toEqual(['tag:whitening']);
  });
});
