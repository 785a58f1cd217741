import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { findWeeks } from '../../core/find-week.ts';
import { CHECK_FACTS, CHECKS, type Check, type Finding } from '../../core/lint/finding.ts';
import { lint as findAll, type LintOptions, USUAL_CHECKS } from '../../core/lint.ts';
import type { FixedText } from '../../core/lint-fix.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import type { ParsedQuery } from '../../domain/query.ts';
import { oneLine } from '../../domain/text.ts';
import { UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { doubtText } from '../doubts.ts';
import { addExamples } from '../help.ts';
import { collect } from '../options.ts';
import { page } from '../pager.ts';
import { type Column, count, printListing } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';
import { shellWord } from '../shell.ts';
import { wrapped } from '../wrap.ts';

interface LintFlags {
  readonly week?: string;
  readonly check?: string[];
  readonly list?: true;
  readonly fix?: true;
  readonly dryRun?: true;
}

export function lint(command: Command, app: App): void {
  const { t } = app;
  const remark = msg`Ends with 5 where it finds something, or leaves something. Only --fix changes anything, and kd undo takes that back.`;
  const examples = ['kd lint', 'kd lint --week 2024-05-17 --fix -n', 'kd lint --check citing tag:whitening'];
  addExamples(command, app, examples, remark);
  command
    .argument('[query...]', t`only papers such as tag:whitening venue:AAAI year:2022..`)
    .option('--week <week>', t`only the note of this week, and the papers read in it`)
    .option('--check <name>', t`only this check; repeat for more; "all" for all of them`, collect)
    .option('--list', t`list the checks`)
    .option('--fix', t`put right what needs no decision: spellings of venues, stray blanks`)
    .option('-n, --dry-run', t`with --fix: show the changes, write nothing`)
    .action(async (words: string[], flags: LintFlags) => {
      if (flags.dryRun === true && flags.fix !== true) {
        throw new UsageError(msg`-n goes with --fix`, verbatim('kd lint --fix -n'));
      }
      const checks = checksNamed(flags.check);
      if (flags.list === true) {
        await printChecks(app);
        return;
      }
      const query = readQuery({ words });
      const dryRun = flags.dryRun === true;
      const library = flags.fix === true ? await app.write({ existing: true, dryRun }) : await app.read();
      const options: LintOptions = {
        checks,
        dates: flags.week === undefined ? undefined : findWeeks(library, app.week(flags.week)).map(({ date }) => date),
        paperIds: await papersOf(app, library, query),
        exists: existsSync,
      };
      if (flags.fix !== true) {
        await printFindings(app, findAll(library, options));
        return;
      }
      const { fixFindings } = await import('../../core/lint-fix.ts');
      const texts = fixFindings(library, options);
      if (dryRun) {
        await showChanges(app, texts);
        if (texts.length > 0 || findAll(library, options).length > 0) app.exitCode = 5;
        return;
      }
      await tellFixed(app, texts);
      await printFindings(app, findAll(library, options));
    });
}

/** @throws UsageError for a name that no check has */
function checksNamed(names: readonly string[] | undefined): readonly Check[] {
  if (names === undefined) return USUAL_CHECKS;
  return names
    .flatMap((text) => text.split(','))
    .flatMap((name): readonly Check[] => {
      if (name === 'all') return CHECKS;
      const check = CHECKS.find((one) => one === name);
      if (check === undefined) throw new UsageError(msg`there is no check "${name}"`, verbatim('kd lint --list'));
      return [check];
    });
}

async function printChecks(app: App): Promise<void> {
  const yes = (is: boolean) => (is ? '✓' : '');
  const columns: Column<Check>[] = [
    { name: 'check', head: msg`CHECK`, value: (check) => check },
    { name: 'what', head: msg`WHAT IT FINDS`, value: (check) => app.say(CHECK_FACTS[check].what), narrow: 'shrink' },
    {
      name: 'fixable',
      narrow: 'drop',
      head: verbatim('--fix'),
      value: (check) => CHECK_FACTS[check].fixable,
      text: (check) => yes(CHECK_FACTS[check].fixable),
    },
    {
      name: 'on-request',
      narrow: 'drop',
      head: verbatim('--check'),
      value: (check) => CHECK_FACTS[check].onRequest,
      text: (check) => yes(CHECK_FACTS[check].onRequest),
    },
  ];
  await printListing(app, { rows: CHECKS, columns, id: (check) => check });
}

/** The papers that a query finds; undefined for all. */
async function papersOf(app: App, library: Library, query: ParsedQuery): Promise<number[] | undefined> {
  if (query.text === '') return undefined;
  const resolved = await lookUp(app, library, query);
  return library.papers.find(resolved, resolved.limit).rows.map(({ id }) => id);
}

const columnsIn = (app: App): Column<Finding>[] => [
  { name: 'at', value: ({ at }) => at, text: placeOf },
  { name: 'file', value: ({ file }) => file ?? undefined, jsonOnly: true },
  { name: 'line', value: ({ line }) => line, jsonOnly: true },
  { name: 'check', value: ({ check }) => check },
  { name: 'message', value: ({ message }) => app.say(message) },
  { name: 'other', value: ({ other }) => (other === null ? null : app.say(other)) },
  { name: 'fixable', value: ({ fix }) => (fix === undefined ? undefined : true), jsonOnly: true },
];

async function printFindings(app: App, rows: readonly Finding[]): Promise<void> {
  const { io } = app;
  if (rows.length > 0) app.exitCode = 5;
  if (!io.isTerminal.out || !isForPeople(app)) {
    await printListing(app, { rows, columns: columnsIn(app), id: ({ at }) => at });
    return;
  }
  await page(app, await wrapped(rows.map((row) => lineOf(app, row)).join(''), io.columns));
  const fixable = rows.filter(({ fix }) => fix !== undefined).length;
  const found = plural(rows.length, msg`${count(rows.length)} finding`, msg`${count(rows.length)} findings`);
  const hint = fixable === 0 ? [] : [msg`kd lint --fix puts ${count(fixable)} right`];
  io.err(`${app.say(joined([found, ...hint], ' · '))}\n`);
}

function isForPeople({ options }: App): boolean {
  return options.json === undefined && options.jsonl === undefined && options.ids === undefined;
}

function placeOf({ at, file, line }: Finding): string {
  return line === null ? at : `${file ?? at}:${line}`;
}

/** A finding as a line for people: where, what, and what else it could be. */
function lineOf(app: App, finding: Finding): string {
  const { message, other } = finding;
  return `${oneLine(`${placeOf(finding)}: ${doubtText(app, { message, other: other ?? undefined })}`)}\n`;
}

/** Says where what was put right, what was not, and how the files get it. */
async function tellFixed(app: App, texts: readonly FixedText[]): Promise<void> {
  const { io } = app;
  const say = async (message: Message) => io.err(await wrapped(`${oneLine(app.say(message))}\n`, io.columns));
  for (const { fixed, refused } of texts) {
    for (const finding of fixed) await say(msg`${placeOf(finding)}: put right: ${finding.message}`);
    for (const finding of refused) {
      await say(msg`${placeOf(finding)}: left as it is, since it would be read in another way: ${finding.message}`);
    }
  }
  for (const { place, at, before, after, fixed } of texts) {
    if (before === after) continue;
    // Never a redirection into the file: where kd fails, the shell has emptied it.
    const print = `kd note ${shellWord(at)} --raw`;
    const write = `kd report --week ${at} -o ${shellWord(fixed[0]?.file ?? `${at.replaceAll('-', '')}.md`)}`;
    await say('note' in place ? msg`for the file of the note: ${print}` : msg`for the file of the week: ${write}`);
  }
}

/** Shows the changes as differences of files. */
async function showChanges(app: App, texts: readonly FixedText[]): Promise<void> {
  const { createTwoFilesPatch } = await import('diff');
  const { io, t } = app;
  const patches = texts.flatMap(({ at, before, after, fixed }) => {
    if (before === after) return [];
    const name = fixed[0]?.file ?? at;
    const patch = createTwoFilesPatch(t`${name} in kd`, t`${name} put right`, before, after, undefined, undefined, {
      context: 0,
    });
    return [io.isTerminal.out ? shown(patch) : patch];
  });
  await page(app, patches.join(''));
}

/** The text as a terminal may show it, with a mark for each blank at the end of a line. */
function shown(text: string): string {
  const lines = text.split('\n').map((line) => {
    const words = line.replace(/[\t\r]/g, ' ');
    const end = words.trimEnd().length;
    return words.slice(0, end) + '·'.repeat(words.length - end);
  });
  return lines.join('\n');
}
