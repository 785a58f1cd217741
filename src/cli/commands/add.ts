import { type Command, Option } from 'commander';
import type { Added } from '../../core/add.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import type { PaperDraft } from '../../domain/draft.ts';
import { isPlaceholder } from '../../domain/identifiers.ts';
import { msg, verbatim } from '../../domain/message.ts';
import { STATUSES } from '../../domain/paper.ts';
import { nearNames } from '../../domain/text.ts';
import { NotFoundError, UsageError } from '../../errors.ts';
import type { FormatName } from '../../formats/registry.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { doubtRecord } from '../doubts.ts';
import type { Edited } from '../editor.ts';
import { addExamples } from '../help.ts';
import { collect } from '../options.ts';
import { printRecord } from '../print.ts';
import { shellWord } from '../shell.ts';

interface AddOptions {
  readonly title?: string;
  readonly author?: string[];
  readonly venue?: string;
  readonly year?: string;
  readonly date?: string;
  readonly theme?: string;
  readonly keyIdea?: string[];
  readonly tag?: string[];
  readonly summary?: string;
  readonly url?: string;
  readonly doi?: string;
  readonly arxiv?: string;
  readonly week?: string;
  readonly status?: string;
  readonly again?: true;
  readonly another?: true;
  readonly edit?: true;
  readonly offline?: true;
  readonly dryRun?: true;
}

/** What is known of the paper, under the names of the flags. */
type Fields = Readonly<Record<string, unknown>>;

/** What was typed or piped: fields, and where it was a record of a bibliography, that record. */
interface Given {
  readonly fields: Fields;
  readonly draft?: PaperDraft | undefined;
}

const EXAMPLES = [
  'kd add "Let All Be Whitened: … 2024AAAI" --theme "应用 图像检索" --key-idea "融合前先白化"',
  'kd add "FitNets: Hints For Thin Deep Nets" --again',
  'kd add "A paper for later 2025ICLR" --status to-read',
  'kd add 10.1609/aaai.v38i5.28219 --title "Understanding the Role of the Projector in Knowledge Distillation"',
  'kd add - < note.md',
  'kd add --theme "特征蒸馏" < entry.bib',
  'kd add -e',
];
const PIPED = msg`Alone on a terminal it asks. A piped text is read as a title line with the summary and bullets below it, as a YAML head and a Markdown body, or as one record of BibTeX, RIS or CSL-JSON. A DOI, an arXiv identifier or an address says of its paper what it can without a network; without a title the paper waits in the queue.`;

export function add(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, EXAMPLES, PIPED);
  command
    .argument(
      '[title-line]',
      t`the title with its venue and year: "Title 2024AAAI"; or an identifier; - reads standard input`,
    )
    .option('--title <title>', t`the title, in place of the line`)
    .option('--author <name>', t`an author, in full; repeat for each`, collect)
    .option('--venue <venue>', t`the venue; it outranks that of the line`)
    .option('--year <year>', t`the year; it outranks that of the line`)
    .option('--date <date>', t`the date of publication: 2024-03 or 2024-03-21`)
    .option('--theme <theme>', t`the group of this week to put it under`)
    .option('--key-idea <sentence>', t`what the paper does, in your words; repeat for more`, collect)
    .option('-t, --tag <tag>', t`a tag; repeat for more`, collect)
    .option('--summary <text>', t`the summary, in Markdown`)
    .option('--url <url>', t`the address of the paper's page`)
    .option('--doi <doi>', t`the DOI`)
    .option('--arxiv <id>', t`the arXiv identifier`)
    .option('--week <week>', t`the week to write it into (default: this)`)
    .addOption(new Option('--status <status>', t`to-read puts it into the queue, in no week`).choices(STATUSES))
    .option('--another', t`it is another paper, though its title is nearly that of a known one`)
    .option('--again', t`add a known paper to this week, with a reference back to its text`)
    .option('--offline', t`ask no network: kd add never does, so this changes nothing`)
    .option('-n, --dry-run', t`show what would be added; write nothing`)
    .option('-e, --edit', t`fill in the paper in your editor (KD_EDITOR, VISUAL, EDITOR)`)
    .action(async (argument: string | undefined, options: AddOptions) => {
      const given = flags(options, argument === '-' ? undefined : argument);
      if (options.edit === true) {
        await addFromEditor(app, given, options);
        return;
      }
      const hasTitle = argument !== '-' && given['title'] !== undefined;
      if (hasTitle) await addFields(app, await withIdentifier(argument, given), options);
      else if (argument === undefined && app.io.dialogue !== undefined) await addFromAnswers(app, given, options);
      else {
        const { fields, draft } = await readPiped(app);
        await addFields(app, { ...fields, ...given }, options, { draft });
      }
    });
}

/** Adds the paper of these fields, and says what was added, and what is odd of it unless that was said. */
async function addFields(
  app: App,
  fields: Fields,
  options: AddOptions,
  { saidAll = false, draft }: { readonly saidAll?: boolean; readonly draft?: PaperDraft | undefined } = {},
): Promise<void> {
  const { t } = app;
  const isDryRun = options.dryRun === true;
  const { toAddition } = await import('../../domain/schema.ts');
  // What is wrong with what was typed is said before a library is made.
  const typed = draft === undefined ? toAddition(fields, app.today) : undefined;
  const { addPaper } = await import('../../core/add.ts');
  const { reportDay } = await app.settings();
  const library = await app.write({ dryRun: isDryRun });
  const ofDraft = draft && (await import('../../core/add-draft.ts'));
  const stated = ofDraft?.fieldsOfDraft(draft as PaperDraft, library.venues.table());
  const addition = typed ?? toAddition({ ...stated, ...fields }, app.today);
  const added =
    ofDraft?.addDraft(library, addition, draft as PaperDraft, reportDay) ?? addPaper(library, addition, reportDay);
  if (!saidAll) sayDoubts(app, library, added);
  if (isPlaceholder(added.paper.title)) {
    app.io.err(
      `${t`try: ${msg`kd set ${added.paper.citationKey} title="…", as its identifier does not say the title`}`}\n`,
    );
  }
  const { id, citationKey } = added.paper;
  const record = { id, 'citation-key': citationKey, week: added.week ?? null, tags: added.tags };
  const doubts = added.doubts.map((doubt) => doubtRecord(app, doubt));
  if (printRecord(app, record, doubts)) return;
  if (app.options.ids === true) app.io.out(`${id}\n`);
  else if (!app.io.isTerminal.out) app.io.out(`${id}\t${citationKey}\t${added.week ?? ''}\t${added.tags.join(',')}\n`);
  else {
    const where = added.week === undefined ? addition.status : `${isoWeekOf(added.week)} (${added.week})`;
    const line = isDryRun ? t`Would add ${id}  ${citationKey}  · ${where}` : t`Added ${id}  ${citationKey}  · ${where}`;
    app.io.out(`${line}\n`);
    if (added.tags.length > 0) app.io.out(`  ${t`tags: ${added.tags.join(', ')}`}\n`);
  }
}

/** Says what is doubtful in a title line, and which tags are new. */
function sayDoubts(app: App, library: Library, added: Added): void {
  const { t } = app;
  for (const { message } of added.doubts) app.io.err(`kd: ${app.say(message)}\n`);
  for (const name of added.newTags) {
    const near = nearNames(
      name,
      library.tags.names().filter((other) => other !== name),
    );
    const message =
      near.length === 0 ? t`the tag "${name}" is new` : t`the tag "${name}" is new (did you mean: ${near.join(', ')}?)`;
    app.io.err(`kd: ${message}\n`);
  }
}

/** Asks for the paper on the terminal. */
async function addFromAnswers(app: App, given: Fields, options: AddOptions): Promise<void> {
  const { askOn } = await import('../ask.ts');
  const { askAddition } = await import('../ask-addition.ts');
  const asker = await askOn(app, verbatim('kd add "Title 2024AAAI"'));
  const week = app.week(options.week ?? 'this');
  const answers = await askAddition(app, asker, await libraryToAskFrom(app), given, week);
  if (answers === undefined) app.io.err(`${app.t`nothing was added`}\n`);
  else await addFields(app, answers, options, { saidAll: true });
}

/** The library, or where there is none yet, an empty one that knows the vocabulary. */
async function libraryToAskFrom(app: App): Promise<Library> {
  try {
    return await app.read();
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return app.write({ dryRun: true });
  }
}

const TO_FILL_IN = msg`Fill in what you know; only the title is needed: Title 2024AAAI. Below the second line of dashes: the summary, then key ideas as bullets.`;

/** Lets the user fill in the paper in an editor; a text that cannot be added is kept, and can be edited again. */
async function addFromEditor(app: App, given: Fields, options: AddOptions): Promise<void> {
  const { edit, editAgain } = await import('../editor.ts');
  const { printAdditionText, quotePlainLines, readAdditionText } = await import('../../formats/addition.ts');
  const template = printAdditionText(given, app.say(TO_FILL_IN));
  let text = template;
  let edited: Edited | undefined;
  for (;;) {
    edited = await edit(app, text, 'paper.md', { before: edited });
    text = edited.text;
    if (text.trim() === '' || (text === template && given['title'] === undefined)) {
      edited.discard();
      app.io.err(`${app.t`nothing was added`}\n`);
      return;
    }
    try {
      await addFields(app, { ...given, ...readAdditionText(quotePlainLines(text)) }, options);
      edited.discard();
      return;
    } catch (error) {
      await editAgain(app, error, edited, 'kd add -e');
    }
  }
}

/** The flags that were given, under the names of the fields. */
function flags(options: AddOptions, titleLine: string | undefined): Fields {
  const { keyIdea, dryRun, edit, offline, title = titleLine, ...others } = options;
  const given = { ...others, title, 'key-idea': keyIdea };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The fields that an identifier in place of the title line says; all others stand. */
async function withIdentifier(word: string | undefined, given: Fields): Promise<Fields> {
  const { factsOfIdentifier } = await import('../../domain/identifier-facts.ts');
  const facts = factsOfIdentifier(word ?? '');
  if (word === undefined || facts === undefined) return given;
  if (facts.doi === undefined && facts.arxiv === undefined && (given['title'] ?? word) === word) {
    throw new UsageError(
      msg`an address alone does not say the title`,
      verbatim(`kd add ${shellWord(word)} --title "…"`),
    );
  }
  const { month, ...fields } = facts;
  const date = month === undefined ? undefined : `${facts.year}-${String(month).padStart(2, '0')}`;
  const hasTitle = given['title'] !== undefined && given['title'] !== word;
  // A paper without a title has nothing yet to stand in a week's note.
  const isBare = !hasTitle && IN_A_WEEK.every((name) => given[name] === undefined);
  return {
    ...fields,
    date,
    ...given,
    title: hasTitle ? given['title'] : (facts.doi ?? (facts.arxiv === undefined ? word : `arXiv:${facts.arxiv}`)),
    ...(isBare ? { status: 'to-read' } : {}),
  };
}

/** The fields that put a paper into a week. */
const IN_A_WEEK = ['status', 'week', 'theme', 'summary', 'key-idea'];

/** What was piped in. @throws UsageError where there is nothing, or more than one record */
async function readPiped(app: App): Promise<Given> {
  const bytes = app.io.readStdin();
  const { decodeUtf8 } = await import('../../formats/format.ts');
  const text = bytes === undefined ? '' : decodeUtf8(bytes);
  if (text.trim() === '') {
    throw new UsageError(msg`nothing to add`, msg`kd add "Title 2024AAAI", or pipe a title line or a note into kd add`);
  }
  const { recordFormat } = await import('../../formats/detect.ts');
  const format = recordFormat(text);
  if (format !== undefined) return { fields: {}, draft: await readRecord(app, format, text) };
  const { readAdditionText } = await import('../../formats/addition.ts');
  return { fields: readAdditionText(text) };
}

/** The one record of a piped text. @throws UsageError where there is none, or several */
async function readRecord(app: App, format: FormatName, text: string): Promise<PaperDraft> {
  const { loadFormat } = await import('../../formats/registry.ts');
  const { isProblem } = await import('../../domain/draft.ts');
  const { read } = await loadFormat(format);
  const library = await libraryToAskFrom(app);
  const pieces = () => [text.replace(/^\uFEFF/, '')];
  const found = [...(read?.({ name: format, pieces }, { venues: library.venues.table() }) ?? [])];
  for (const problem of found.filter(isProblem)) app.io.err(`kd: ${problem.line}: ${app.say(problem.message)}\n`);
  const drafts = found.flatMap((one) => (isProblem(one) ? [] : [one]));
  const [draft] = drafts;
  if (draft === undefined) throw new UsageError(msg`there is no paper in this text`);
  if (drafts.length > 1) {
    throw new UsageError(msg`this text has ${drafts.length} papers`, msg`kd import FILE takes them all`);
  }
  return draft;
}
