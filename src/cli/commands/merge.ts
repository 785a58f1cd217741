import type { Command } from 'commander';
import { followDecisions, planDecisions } from '../../core/decisions.ts';
import { findPaper } from '../../core/find-paper.ts';
import { type MergedField, type Preference, parsePreference } from '../../core/merge-fields.ts';
import { type MergePlan, mergePapers, planMerge } from '../../core/merge-papers.ts';
import { type Message, msg, plural, verbatim } from '../../domain/message.ts';
import type { Paper } from '../../domain/paper.ts';
import { oneLine } from '../../domain/text.ts';
import { CancelledError, UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { isForPeople, needsYes } from '../confirm.ts';
import { addExamples } from '../help.ts';
import { collect } from '../options.ts';
import { type Column, count, printListing, printRecord } from '../print.ts';

interface MergeOptions {
  readonly prefer?: string[];
  readonly from?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

const REMARK = msg`What only one paper has is kept; of what differs, the first paper's goes before the others', unless --prefer or an answer says otherwise. Links, tags, names and BibTeX fields are joined, and the status is the further one. Readings and notes become the first paper's, and not a byte of them changes. The others' keys, titles and identifiers go on finding it.`;

export function merge(command: Command, app: App): void {
  const { t } = app;
  const examples = [
    'kd merge 12 47 -n',
    'kd merge 12 47 --prefer title=47 --prefer venue=47',
    'kd dupes --decisions > decisions.tsv && $EDITOR decisions.tsv && kd merge --from decisions.tsv',
  ];
  addExamples(command, app, examples, REMARK);
  command
    .argument('[paper...]', t`references to two papers or more: the others are taken into the first`)
    .option(
      '--prefer <choice>',
      t`the paper whose facts are right: 47, or of one field title=47; repeat for more`,
      collect,
    )
    .option(
      '--from <file>',
      t`do what a file of decisions says, as kd dupes --decisions prints it; - is standard input`,
    )
    .option('-n, --dry-run', t`write nothing`)
    .option('-y, --yes', t`ask nothing`)
    .action(async (refs: string[], options: MergeOptions) => {
      if (options.from !== undefined) await mergeFrom(app, options.from, refs, options);
      else await mergeNamed(app, refs, options);
    });
}

async function mergeNamed(app: App, refs: readonly string[], options: MergeOptions): Promise<void> {
  const { dryRun = false, yes = false, prefer = [] } = options;
  if (refs.length < 2) throw new UsageError(msg`it takes two papers`, msg`name two: ${'kd merge 12 47'}`);
  const library = await app.read();
  const idOf = (ref: string) => findPaper(library, ref).id;
  const ids = refs.map(idOf);
  let preference = parsePreference(prefer, idOf);
  const plan = planMerge(library, ids, preference);
  let isShown = false;
  if (!dryRun && !yes) {
    const open = plan.fields.filter(({ isOpen }) => isOpen);
    if (app.io.dialogue !== undefined) {
      isShown = isForPeople(app);
      if (isShown) await printPlan(app, plan);
      preference = await ask(app, plan, preference, open);
    } else if (open.length > 0) {
      throw needsYes(msg`the papers differ in ${open.map(({ field }) => field).join(', ')}`);
    }
  }
  const merged = dryRun ? plan : mergePapers(await app.write({ existing: true }), ids, preference);
  if (!isShown) await printPlan(app, merged);
  const [first, ...others] = merged.papers.map(({ citationKey }) => citationKey);
  const what = msg`${others.join(', ')} into ${first ?? ''}`;
  app.io.err(`${app.say(dryRun ? msg`would merge ${what}` : msg`merged ${what}: kd undo undoes that`)}\n`);
}

/** Asks which values are right, and so whether to merge at all. @throws CancelledError */
async function ask(
  app: App,
  { papers }: MergePlan,
  preference: Preference,
  open: readonly MergedField[],
): Promise<Preference> {
  const { askOn } = await import('../ask.ts');
  const asker = await askOn(app, msg`the same with -n shows it, with --yes does it`);
  const others = papers.slice(1).map(({ id }) => id);
  const nameOf = ({ id, citationKey }: Paper) => verbatim(`${id} ${citationKey}`);
  const first = papers[0] as Paper;
  const question = msg`Take ${others.join(', ')} into ${nameOf(first)}?`;
  const answers: (readonly [string, Message])[] =
    open.length === 0
      ? [['first', msg`yes`]]
      : [
          ['first', msg`yes; where they differ, as ${first.id} has it`],
          ...papers.slice(1).map(({ id }) => [String(id), msg`yes; where they differ, as ${id} has it`] as const),
          ['each', msg`yes, asking field by field (${open.length})`],
        ];
  const answer = await asker.choose(question, [['no', msg`no`], ...answers]);
  if (answer === 'no') throw new CancelledError(msg`broken off: nothing was changed`);
  if (answer === 'first') return preference;
  if (answer !== 'each') return { ...preference, all: Number(answer) };
  const fields = new Map(preference.fields);
  for (const { field, values } of open) {
    const choices = papers.flatMap(({ id }, index) => {
      const value = values[index];
      return value == null ? [] : [[String(id), verbatim(`${id}  ${shortened(value)}`)] as const];
    });
    fields.set(field, Number(await asker.choose(verbatim(field), choices)));
  }
  return { ...preference, fields };
}

/** How much of a value is shown in a question. */
const LONGEST_ANSWER = 160;

function shortened(value: string): string {
  const characters = [...oneLine(value)];
  return characters.length <= LONGEST_ANSWER ? characters.join('') : `${characters.slice(0, LONGEST_ANSWER).join('')}…`;
}

/** Prints the fields of the papers side by side, with the result. */
async function printPlan(app: App, { papers, fields }: MergePlan): Promise<void> {
  const [first, ...others] = papers as [Paper, ...Paper[]];
  const record = {
    id: first.id,
    'citation-key': fields.find(({ field }) => field === 'citation-key')?.result,
    merged: others.map(({ id }) => id),
    fields: fields.map(({ field, values, result, isOpen }) => {
      return {
        field,
        values: Object.fromEntries(papers.map(({ id }, index) => [id, values[index]])),
        result,
        open: isOpen,
      };
    }),
  };
  if (app.options.ids === true) app.io.out(`${first.id}\n`);
  else if (!printRecord(app, record)) {
    const columns: Column<MergedField>[] = [
      {
        name: 'field',
        head: msg`FIELD`,
        value: ({ field }) => field,
        text: ({ field, isOpen }) => mark(app, field, isOpen),
      },
      ...papers.map(
        ({ id }, index): Column<MergedField> => ({
          name: String(id),
          head: verbatim(String(id)),
          value: ({ values }) => values[index],
          narrow: 'shrink',
        }),
      ),
      { name: 'result', head: msg`RESULT`, value: ({ result }) => result, narrow: 'shrink' },
    ];
    await printListing(app, { rows: fields, columns, id: ({ field }) => field });
  }
}

/** On a terminal, a field in which the papers differ has a mark behind it. */
function mark(app: App, field: string, isOpen: boolean): string {
  return isOpen && app.io.isTerminal.out ? `${field} ≠` : field;
}

async function mergeFrom(app: App, path: string, refs: readonly string[], options: MergeOptions): Promise<void> {
  if (refs.length > 0 || options.prefer !== undefined) {
    throw new UsageError(msg`--from takes its papers from the file alone`, verbatim('kd merge --from decisions.tsv'));
  }
  const { readDecisions } = await import('../../formats/decisions.ts');
  const { decisions, problems } = readDecisions(await piecesOf(app, path));
  const library = await app.write({ existing: true, dryRun: options.dryRun === true });
  const { wrong, different } = planDecisions(library, decisions);
  const bad = [...problems, ...wrong].sort((a, b) => a.line - b.line);
  for (const { line, message } of bad) app.io.err(`kd: ${path}:${line}: ${app.say(message)}\n`);
  if (bad.length > 0) {
    const lines = plural(bad.length, msg`${bad.length} line is wrong`, msg`${bad.length} lines are wrong`);
    throw new UsageError(msg`${path}: ${lines}; nothing was changed`, msg`put that right, and try again`);
  }
  const plans = followDecisions(library, decisions);
  const columns: Column<MergePlan>[] = [
    { name: 'id', head: msg`ID`, value: ({ papers }) => papers[0]?.id },
    { name: 'citation-key', value: ({ papers }) => papers[0]?.citationKey },
    { name: 'merged', head: msg`MERGED`, value: ({ papers }) => papers.slice(1).map(({ id }) => id) },
    {
      name: 'differing',
      head: msg`DIFFERING`,
      value: ({ fields }) => fields.filter(({ isOpen }) => isOpen).map(({ field }) => field),
      narrow: 'drop',
    },
    { name: 'title', head: msg`TITLE`, value: ({ papers }) => papers[0]?.title, narrow: 'shrink' },
  ];
  await printListing(app, { rows: plans, columns, id: ({ papers }) => papers[0]?.id ?? 0 });
  app.io.err(`${app.say(closing(plans, different.length, options.dryRun === true))}\n`);
}

/** The text of a file, or of standard input, in pieces. */
async function piecesOf(app: App, path: string): Promise<Iterable<string>> {
  const { decodePieces } = await import('../../formats/format.ts');
  if (path === '-') {
    const bytes = app.io.readStdin();
    if (bytes === undefined) throw new UsageError(msg`nothing is piped into kd`, verbatim('kd merge --from - < FILE'));
    return decodePieces(() => [bytes], []).pieces();
  }
  const { findFiles } = await import('../import-files.ts');
  const failures: Parameters<typeof findFiles>[1] = [];
  const [file] = findFiles([path], failures);
  if (file === undefined) {
    const [failure] = failures;
    throw new UsageError(msg`${path}: ${failure?.message ?? ''}`, failure?.hint);
  }
  return decodePieces(() => file.pieces(), []).pieces();
}

/** What a file of decisions did, and how it is undone. */
function closing(plans: readonly MergePlan[], different: number, isDryRun: boolean): Message {
  const number = plans.reduce((sum, { papers }) => sum + papers.length - 1, 0);
  const papers = plural(number, msg`${count(number)} paper`, msg`${count(number)} papers`);
  const targets = plural(plans.length, msg`${count(plans.length)} other`, msg`${count(plans.length)} others`);
  if (number === 0 && different === 0) return msg`nothing was merged`;
  const apart = msg`decided as different: ${count(different)}`;
  const what = different === 0 ? msg`${papers} into ${targets}` : msg`${papers} into ${targets}, ${apart}`;
  return isDryRun ? msg`would merge ${what}` : msg`merged ${what}: kd undo undoes that`;
}
