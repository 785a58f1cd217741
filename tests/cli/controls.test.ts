// Texts that would drive a terminal: they come from files and from other libraries, and none of them reaches one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk } from '../helpers/io.ts';

/** Clears the screen, links, rings, sets colours in the codes of eight bits, turns the line around, hides, returns. */
const DRIVING = '\u001b[2J\u001b]8;;http://a.b\u0007x\u009b31m\u202e\u2067\u200b\u2028\ufeff\u007f\u0085\u0008\r';
/** All that may not be in what a terminal gets; tabs and line ends may. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
/** In pipes a cell or line of a listing may hold none that a terminal would act on. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const ACTING = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** The styles that kd prints itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above.
const STYLES = /\u001b\[(?:1|2|22)m/g;

const evil = (word: string) => `${word}${DRIVING}${word}`;

const WEEK = `# 20240517

## 论文阅读

> theme ${DRIVING} of the week

### A Title ${DRIVING} of Whitening 2024AAAI

A summary ${DRIVING} with **bold ${DRIVING} words** and *Another ${DRIVING} Title Of Six Words 2022CVPR*.

- An idea ${DRIVING} on whitening

> a remark ${DRIVING}

### Another Title 2023${evil('Venue')}

### A Title of Whitening 2023CVPR

## ${evil('Plans')}

- a plan ${DRIVING}
`.replaceAll('\r', '');

const NOTE = `# A Title of a Note

**[AAAI 2024](http://a.b/${evil('path')})\t[${evil('code')}](http://a.b/c)\t${evil('CIFAR')}\t20240517**

*Wei Li, Bo Xu*

A summary ${DRIVING}.

## Introduction ${DRIVING}

## Method
`.replaceAll('\r', '');

const ITEMS = [1, 2, 3].map((number) => ({
  id: `${evil('key')}${number}`,
  type: 'paper-conference',
  title: `Item ${number} ${DRIVING} ${'of a List '.repeat(number)}`,
  author: [{ family: evil('Li'), given: evil('Wei') }, { literal: evil('Group') }],
  issued: { 'date-parts': [[2024]] },
  'container-title': evil('Conference'),
  DOI: `10.1000/${evil('doi')}${number}`,
  URL: `http://a.b/${evil('url')}${number}`,
  page: evil('1'),
  volume: evil('2'),
  abstract: evil('abstract'),
  keyword: evil('keyword'),
  custom: { kd: { tags: [evil('tag')], track: evil('track'), links: [{ role: 'code', url: evil('http://a.b/') }] } },
}));

let desk: Desk;
let notes: string;

beforeAll(async () => {
  desk = new Desk();
  notes = join(desk.folder, `notes-${DRIVING.replace('\r', '')}`.replaceAll('/', ''));
  mkdirSync(notes);
  writeFileSync(join(notes, '20240517.md'), WEEK);
  writeFileSync(join(notes, `2024AAAI-${evil('Note').replaceAll('/', '')}.md`), NOTE);
  writeFileSync(join(desk.folder, 'items.json'), JSON.stringify(ITEMS));
  writeFileSync(
    join(desk.folder, `broken${DRIVING.replaceAll('/', '')}.bib`),
    `@article{${evil('key')}, author = {${evil('A')}}}\n@${evil('x')}`,
  );
  mkdirSync(join(desk.folder, 'config', 'kd'), { recursive: true });
  for (const path of [notes, join(desk.folder, 'items.json')]) {
    const { code, err } = await desk.kd(['import', path]);
    expect([code, err]).toEqual([0, expect.any(String)]);
  }
  for (const args of [
    [
      'add',
      `An Added ${DRIVING} Title 2024AAAI`,
      '--theme',
      evil('theme'),
      '--key-idea',
      evil('idea'),
      '-t',
      evil('tag'),
    ],
    ['alias', '1', evil('Short')],
    ['tag', 'add', '1', evil('label'), '--kind', 'idea'],
    ['config', 'query.mine', `"${DRIVING}"`],
    ['rm', '2', '--yes'],
  ]) {
    await desk.kd(args);
  }
});
afterAll(() => desk.dispose());

const broken = () => join(desk.folder, `broken${DRIVING.replaceAll('/', '')}.bib`);

/** Every command, with words of others in every place of it. None changes the library but those with -n. */
const COMMANDS: readonly (() => readonly string[])[] = [
  () => ['list'],
  () => ['list', '--all'],
  () => ['list', '@mine'],
  () => ['list', '--explain', `title:"${DRIVING}" ${evil('word')}`],
  () => ['list', `title:"${DRIVING}`],
  () => ['list', evil('nofield:x')],
  () => ['list', '--tag', evil('none')],
  () => ['list', '--json', '--tag', 'whitening'],
  () => ['list', '--jsonl'],
  () => ['list', `--json=${evil('field')}`],
  () => ['search', 'title'],
  () => ['search', `"${DRIVING}"`],
  () => ['show', '1'],
  () => ['show', '3'],
  () => ['show', '4'],
  () => ['show', '5'],
  () => ['show', evil('nothing')],
  () => ['show', '1', '--json'],
  () => ['week'],
  () => ['week', '2024-05-17'],
  () => ['week', evil('2024')],
  () => ['week', 'list'],
  () => ['week', 'show', '2024-05-17'],
  () => ['report'],
  () => ['report', '--week', '2024-05-17'],
  () => ['report', '--week', '2024-05-17', '--style', 'canonical'],
  () => ['report', '--week', '2024-05-17', '-o', join(desk.folder, evil('out').replaceAll('/', ''))],
  () => ['tag'],
  () => ['tag', 'list'],
  () => ['tag', 'why', '1', 'whitening'],
  () => ['tag', 'explain', 'whitening', '1'],
  () => ['tag', 'add', evil('unknown'), 'x'],
  () => ['idea', evil('label')],
  () => ['tag', 'why', '1', evil('label')],
  () => ['idea', 'whitening'],
  () => ['idea', evil('none')],
  () => ['theme'],
  () => ['theme', 'list'],
  () => ['theme', 'theme'],
  () => ['matrix', 'tag', 'venue'],
  () => ['matrix', 'idea', 'year'],
  () => ['gaps', 'whitening'],
  () => ['related', '1'],
  () => ['next'],
  () => ['set', '1', 'status=done', '-n'],
  () => ['set', '1', `title=${evil('Title')}`, '-n'],
  () => ['set', '1', `url=${evil('http://a.b')}`, '-n'],
  () => ['set', '1', `${evil('field')}=x`],
  () => ['rm', '1', '-n'],
  () => ['restore'],
  () => ['restore', evil('none')],
  () => ['open', '1', '-n'],
  () => ['open', '4', '-n'],
  () => ['open', '4', 'code', '-n'],
  () => ['open', '3', 'note', '-n'],
  () => ['note', '3'],
  () => ['note', '3', '--raw'],
  () => ['note', evil('none')],
  () => ['edit', '1', '--print'],
  () => ['edit', '--week', '2024-05-17', '--print'],
  () => ['cite', '1'],
  () => ['cite', '4', '--style', 'ieee'],
  () => ['cite', '4', '--style', evil('style')],
  () => ['alias', '1'],
  () => ['undo', '-n'],
  () => ['redo', '-n'],
  () => ['log'],
  () => ['log', '1'],
  () => ['log', '--operation', '2'],
  () => ['log', '--operation', '3'],
  () => ['log', '--operation', '4'],
  () => ['log', '--operation', '5'],
  () => ['lint', '--check', 'all'],
  () => ['lint', '--fix', '-n', '--check', 'all'],
  () => ['doctor'],
  () => ['backup', 'list'],
  () => ['import', broken(), '-n'],
  () => ['import', notes, '-n'],
  () => ['import', join(desk.folder, evil('nowhere').replaceAll('/', ''))],
  () => ['export', '--to', 'bibtex'],
  () => ['export', '--to', 'csl'],
  () => ['export', '--to', 'ris'],
  () => ['export', '--to', 'csv'],
  () => ['export', '--to', 'markdown'],
  () => ['export', '--to', 'latex'],
  () => ['export', '--to', 'yaml'],
  () => ['export', '--to', 'jsonl'],
  () => ['export', '--to', evil('format')],
  () => ['dump'],
  () => ['config'],
  () => ['config', 'query.mine'],
  () => ['config', evil('key'), evil('value')],
  () => ['help', evil('topic')],
  () => ['dupes'],
  () => [evil('command')],
  () => ['list', `--${evil('option')}`],
  () => ['list', '--limit', evil('many')],
  () => ['--library', join(desk.folder, evil('no.db').replaceAll('/', '')), 'list'],
];

/** Commands that print a text as it is, for a file or another program: what it holds is the text's own. */
const RAW = /^(?:report|note|export|dump|edit|config)\b|--json/;

/** How many commands print some of the words of others. */
let shown = 0;

describe.each(COMMANDS.map((command) => [String(command).replaceAll('\n', ' '), command] as const))(
  '%s',
  (_, command) => {
    it('writes its own styles alone to a terminal', async () => {
      const { out, err, code } = await desk.kd(command(), { columns: 100, env: { NO_COLOR: '' } });
      expect(err).not.toContain('this is a bug');
      expect(code).toBeLessThan(6);
      expect(out.replace(STYLES, '')).not.toMatch(CONTROLS);
      expect(err.replace(STYLES, '')).not.toMatch(CONTROLS);
      // What is left of the words says that they would have been there.
      if (/\[2J/.test(out + err)) shown += 1;
    });

    it('writes none that acts into the lines of a pipe', async () => {
      if (RAW.test(command().join(' '))) return;
      const { out } = await desk.kd(command());
      expect(out).not.toMatch(ACTING);
    });
  },
);

it('most commands print words of others', () => {
  expect(shown).toBeGreaterThan(COMMANDS.length / 2);
});

it('writes no style of others to a terminal without colours', async () => {
  const { out } = await desk.kd(['report', '--week', '2024-05-17'], { columns: 100 });
  expect(out).toContain('### A Title  [2J ]8;;http://a.b x 31m');
  expect(out).not.toMatch(CONTROLS);
});

it('gives a pager nothing that a terminal would act on', async () => {
  const file = join(desk.folder, 'paged');
  const pager = join(desk.folder, 'pager.sh');
  writeFileSync(pager, `cat > ${file}\n`);
  await desk.kd(['list', '--all'], { columns: 100, rows: 3, env: { KD_PAGER: `sh ${pager}` } });
  expect(readFileSync(file, 'utf8')).toContain('[2J');
  expect(readFileSync(file, 'utf8')).not.toMatch(CONTROLS);
});

it('keeps the bytes of a text in a pipe', async () => {
  const { out } = await desk.kd(['report', '--week', '2024-05-17']);
  expect(out).toBe(WEEK);
});
