import type { Command } from 'commander';
import { ASSIGNABLE, type Assignments, isAssignment, parseAssignments } from '../../core/assignment.ts';
import { type FieldChange, type SetResult, setPapers } from '../../core/set-paper.ts';
import { msg, plural, verbatim } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import { UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { type ChosenPapers, choosePapers } from '../choose-papers.ts';
import { confirm, isForPeople, needsYes } from '../confirm.ts';
import { addExamples } from '../help.ts';
import { type Column, count, printListing, printRecord } from '../print.ts';
import { wrapped } from '../wrap.ts';

interface SetOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = [
  'kd set projector status=read rating=4',
  'kd set 12 rating=',
  'kd set tag:whitening status=read tag+=decorrelation tag-=logit -n',
  'kd set 12 "author=Wei Li" "author+=Bo Xu" venue=AAAI date=2024-03',
];

export function set(command: Command, app: App): void {
  const { t } = app;
  const fields = msg`The fields: ${ASSIGNABLE.join(' ')}. Where nothing is behind the sign, the field is emptied.`;
  addExamples(command, app, EXAMPLES, fields);
  command
    .argument('<paper or query>', t`a reference to the paper, or a query as kd list takes it`)
    .argument(
      '<field=value...>',
      t`what to set: status=read, rating=4, year=2024, tag+=whitening; rating= takes it away`,
    )
    .option('-n, --dry-run', t`write nothing`)
    .option('-y, --yes', t`ask nothing`)
    .action(async (first: string, others: string[], options: SetOptions) => {
      const words = [first, ...others];
      const asked = words.filter((word) => !isAssignment(word));
      const typed = words.filter(isAssignment);
      if (typed.length === 0) {
        throw new UsageError(msg`"${words.at(-1) ?? ''}" sets nothing`, msg`write status=read, or rating=4`);
      }
      const assignments = parseAssignments(typed);
      if (asked.length === 0) throw new UsageError(msg`no paper is named`, verbatim(`kd set 12 ${typed[0] ?? ''}`));
      const chosen = await choosePapers(app, await app.read(), asked);
      const results = await setChosen(app, chosen, assignments, options);
      if (results !== undefined) await printResults(app, results, chosen, Object.keys(assignments));
    });
}

/** Sets the fields, after a question unless one paper is referred to; undefined where all was shown before it. */
async function setChosen(
  app: App,
  { ids, isReference }: ChosenPapers,
  assignments: Assignments,
  { dryRun = false, yes = false }: SetOptions,
): Promise<SetResult[] | undefined> {
  let isShown = false;
  if (!dryRun && !yes && !isReference) {
    const isAsking = app.io.dialogue !== undefined;
    if (!isAsking && ids.length > 1) throw needsYes(msg`this sets fields of ${count(ids.length)} papers`);
    if (isAsking) isShown = await showAndAsk(app, ids, assignments);
  }
  const library = await app.write({ existing: true, dryRun });
  sayUnknownVenue(app, library, assignments);
  const results = setPapers(library, ids, assignments);
  if (isShown) sayCount(app, results);
  return isShown ? undefined : results;
}

/** Says what would be changed, and asks; returns whether the changes were shown. */
async function showAndAsk(app: App, ids: readonly number[], assignments: Assignments): Promise<boolean> {
  const planned = setPapers(await app.write({ existing: true, dryRun: true }), ids, assignments);
  const changed = planned.filter(({ changes }) => changes.length > 0).length;
  const isShown = isForPeople(app);
  if (isShown) await printChanges(app, planned);
  if (changed > 0)
    await confirm(app, plural(changed, msg`Change ${count(changed)} paper?`, msg`Change ${count(changed)} papers?`));
  return isShown;
}

function sayUnknownVenue(app: App, library: Library, { venue }: Assignments): void {
  if (venue == null || library.venues.table().find(venue) !== undefined) return;
  app.io.err(`kd: ${oneLine(app.t`venue "${venue}" is not known`)}\n`);
}

async function printResults(
  app: App,
  results: readonly SetResult[],
  { isReference }: ChosenPapers,
  fields: readonly string[],
): Promise<void> {
  const [only] = results;
  if (only === undefined || !isReference) await printMany(app, results);
  else if (!printRecord(app, recordOf(only))) await printOne(app, only, fields);
}

function recordOf({ paper, changes }: SetResult) {
  const { id, citationKey, status, rating } = paper;
  return { id, 'citation-key': citationKey, status, rating: rating ?? null, changes };
}

/** Prints one paper as it is now. In a pipe, other fields than the status and rating are told by their changes. */
async function printOne(app: App, result: SetResult, fields: readonly string[]): Promise<void> {
  const { paper, changes } = result;
  const { id, citationKey, status, rating } = paper;
  const isOfState = fields.every((field) => field === 'status' || field === 'rating');
  if (app.options.ids === true) app.io.out(`${id}\n`);
  else if (app.io.isTerminal.out) {
    const stars = rating === undefined ? '' : `  ${'★'.repeat(rating)}${'☆'.repeat(5 - rating)}`;
    app.io.out(`${id}  ${citationKey}  · ${status}${stars}\n`);
    if (!isOfState) app.io.out(await linesOf(app, changes));
  } else if (isOfState) app.io.out(`${id}\t${citationKey}\t${status}\t${rating ?? ''}\n`);
  else await printMany(app, [result]);
}

async function printMany(app: App, results: readonly SetResult[]): Promise<void> {
  const { json, jsonl, ids } = app.options;
  if (isForPeople(app)) await printChanges(app, results);
  else if (json !== undefined || jsonl === true || ids === true) {
    const names = ['id', 'citation-key', 'status', 'rating', 'changes'] as const;
    const columns = names.map((name): Column<SetResult> => ({ name, value: (result) => recordOf(result)[name] }));
    await printListing(app, { rows: results, columns, id: ({ paper }) => paper.id });
  } else {
    const rows = results.flatMap(({ paper, changes }) => changes.map((change) => ({ paper, change })));
    const columns: Column<(typeof rows)[number]>[] = [
      { name: 'id', value: ({ paper }) => paper.id },
      { name: 'citation-key', value: ({ paper }) => paper.citationKey },
      { name: 'field', value: ({ change }) => change.field },
      { name: 'before', value: ({ change }) => change.before },
      { name: 'after', value: ({ change }) => change.after },
    ];
    await printListing(app, { rows, columns, id: ({ paper }) => paper.id });
  }
  sayCount(app, results);
}

/** Prints the changes as a diff, paper by paper. */
async function printChanges(app: App, results: readonly SetResult[]): Promise<void> {
  for (const { paper, changes } of results) {
    app.io.out(`${paper.id}  ${paper.citationKey}\n${await linesOf(app, changes)}`);
  }
}

/** `  title: old → new`, a line each. */
async function linesOf(app: App, changes: readonly FieldChange[]): Promise<string> {
  if (changes.length === 0) return `  ${app.t`unchanged`}\n`;
  const value = (text: string | null) => (text === null ? '–' : oneLine(text));
  const lines = changes.map(({ field, before, after }) => `  ${field}: ${value(before)} → ${value(after)}\n`);
  return await wrapped(lines.join(''), app.io.columns);
}

function sayCount(app: App, results: readonly SetResult[]): void {
  const changed = results.filter(({ changes }) => changes.length > 0).length;
  app.io.err(`${app.t`papers: ${count(changed)} changed, ${count(results.length - changed)} unchanged`}\n`);
}
