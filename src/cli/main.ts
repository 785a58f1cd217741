import type { Command, CommanderError } from 'commander';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { QueryError } from '../domain/query.ts';
import { nearNames, oneLine } from '../domain/text.ts';
import { type ExitCode, KdError, UsageError } from '../errors.ts';
import { App, type GlobalOptions } from './app.ts';
import { helpIn } from './help.ts';
import type { Io } from './io.ts';
import { LANGUAGES, languageOf } from './language.ts';
import { guarded, hasStyles } from './terminal.ts';
import { usageFailure } from './usage.ts';

declare const KD_VERSION: string;

/** Adds a command's arguments, options, examples and action. */
type Build = (command: Command, app: App) => void;

const COMMANDS: Record<string, readonly [summary: Message, load: () => Promise<Build>]> = {
  add: [
    msg`add a paper: its title line, theme, key ideas and summary`,
    async () => (await import('./commands/add.ts')).add,
  ],
  list: [
    msg`list papers by tag, venue, year, author, status or week`,
    async () => (await import('./commands/list.ts')).list,
  ],
  search: [msg`find papers by words in their texts`, async () => (await import('./commands/search.ts')).search],
  show: [msg`show one paper with its tags, weeks and texts`, async () => (await import('./commands/show.ts')).show],
  week: [msg`look at a weekly note, and write into it`, async () => (await import('./commands/week.ts')).week],
  report: [msg`print the weekly note`, async () => (await import('./commands/report.ts')).report],
  tag: [msg`tags: list, add, remove, alias, explain`, async () => (await import('./commands/tag.ts')).tag],
  idea: [msg`show what the library knows of an idea`, async () => (await import('./commands/idea.ts')).idea],
  theme: [msg`find the themes of all weeks`, async () => (await import('./commands/theme.ts')).theme],
  matrix: [msg`count papers by two things at once`, async () => (await import('./commands/matrix.ts')).matrix],
  gaps: [msg`show what was never combined with an idea`, async () => (await import('./commands/gaps.ts')).gaps],
  related: [msg`show the papers nearest to one`, async () => (await import('./commands/related.ts')).related],
  next: [
    msg`show the papers to read, best first, each with why`,
    async () => (await import('./commands/next.ts')).next,
  ],
  set: [msg`set fields of a paper, or of all papers of a query`, async () => (await import('./commands/set.ts')).set],
  rm: [
    msg`remove papers; they lie in the trash until they are purged`,
    async () => (await import('./commands/rm.ts')).rm,
  ],
  restore: [msg`bring removed papers back, or list them`, async () => (await import('./commands/restore.ts')).restore],
  dupes: [
    msg`show papers that may be one, surest first, each with why`,
    async () => (await import('./commands/dupes.ts')).dupes,
  ],
  merge: [msg`make one paper of several, field by field`, async () => (await import('./commands/merge.ts')).merge],
  open: [msg`open a paper's page, PDF, code or note`, async () => (await import('./commands/open.ts')).openCommand],
  note: [msg`print or edit the note on a paper`, async () => (await import('./commands/note.ts')).note],
  edit: [
    msg`edit a paper, a week's note or a note on a paper in your editor`,
    async () => (await import('./commands/edit.ts')).edit,
  ],
  cite: [
    msg`print a paper's citation key, or its reference in a style`,
    async () => (await import('./commands/cite.ts')).cite,
  ],
  alias: [msg`the short names a paper is known by`, async () => (await import('./commands/alias.ts')).alias],
  undo: [msg`take back the last commands`, async () => (await import('./commands/undo.ts')).undo],
  redo: [msg`make again what was taken back`, async () => (await import('./commands/redo.ts')).redo],
  log: [
    msg`show what was done to the library, or to some papers, newest first`,
    async () => (await import('./commands/log.ts')).log,
  ],
  lint: [msg`show what is doubtful or contradictory`, async () => (await import('./commands/lint.ts')).lint],
  doctor: [
    msg`examine the library's file, repair it, make its search index anew`,
    async () => (await import('./commands/doctor.ts')).doctor,
  ],
  backup: [
    msg`back the library up; list backups, bring one back`,
    async () => (await import('./commands/backup.ts')).backup,
  ],
  import: [
    msg`import weekly notes and notes on papers: files or folders`,
    async () => (await import('./commands/import.ts')).importCommand,
  ],
  export: [
    msg`write papers for other programs: BibTeX, CSL-JSON, RIS, tables, a vault`,
    async () => (await import('./commands/export.ts')).exportCommand,
  ],
  dump: [msg`print the whole library as JSON Lines`, async () => (await import('./commands/dump.ts')).dumpCommand],
  config: [
    msg`settings: saved queries, the day of the week's note, pager and editor`,
    async () => (await import('./commands/config.ts')).config,
  ],
  completion: [
    msg`print the script by which a shell completes kd's words`,
    async () => (await import('./commands/completion.ts')).completion,
  ],
  demo: [msg`try kd on a sample library of its own`, async () => (await import('./commands/demo.ts')).demo],
};

const EXIT_CODES = msg`
Exit codes:
  0 done (an empty list too)     4 conflict, duplicate or ambiguous
  1 failed, or partly imported   5 findings of lint, doctor
  2 bad usage                    6 library busy, damaged, read-only or newer
  3 not found                    130 interrupted
`;

/** What the option parser would ask the streams of the process, which are slow to load; its help page asks `io`. */
const TERMINAL = {
  getOutHasColors: () => false,
  getErrHasColors: () => false,
  getOutHelpWidth: () => 80,
  getErrHelpWidth: () => 80,
};

/** Runs one command line and returns the exit code. Only this function decides it. */
export async function main(args: readonly string[], io: Io, root: string): Promise<ExitCode> {
  // `--json` takes its fields only behind an equals sign: the word after it is an argument.
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const words = args.map((arg, index) => (arg === '--json' && index < end ? '--json=' : arg));
  const app: App = new App(
    guarded(io, () => hasStyles(app)),
    root,
    args,
  );
  const { t } = app;
  try {
    app.speak(languageOf(words, io.env));
    const { Command, Option } = await import('commander');
    const program = new Command('kd')
      .usage(t`<command> [options]`)
      .description(t`Keep track of the papers you read, by week and by idea.`)
      .version(KD_VERSION, '-V, --version', t`print the version`)
      .option('--library <file>', t`the library to use (KD_LIBRARY)`)
      .addOption(new Option('--json [fields]', t`print JSON; --json=id,title for some fields`))
      .option('--jsonl', t`print one JSON object a line`)
      .option('--ids', t`print ids alone`)
      .addOption(new Option('--lang <language>', t`the language of messages (KD_LANG)`).choices(LANGUAGES))
      .option('--no-color', t`print without colour (NO_COLOR)`)
      .helpOption('-h, --help', t`print help`)
      .helpCommand('help [command]', t`print help on a command`)
      .addHelpText('after', app.say(EXIT_CODES))
      .showSuggestionAfterError(true)
      .configureOutput({ writeOut: app.io.out, writeErr: app.io.err, outputError: () => undefined, ...TERMINAL })
      .configureHelp({ helpWidth: Math.min(io.columns, 100), showGlobalOptions: true, ...(await helpIn(app)) })
      .exitOverride()
      .hook('preAction', (command) => {
        app.options = command.opts<GlobalOptions>();
      });
    program.argument('[command...]').action(([word]: string[]) => {
      if (word !== undefined) throw unknownCommand(word);
      program.outputHelp({ error: true });
      app.exitCode = 2;
    });
    // Behind a command the others are not needed.
    const first = words.slice(0, 1).filter((word) => Object.hasOwn(COMMANDS, word));
    for (const [name, [summary, load]] of Object.entries(COMMANDS)) {
      if (first.length > 0 && name !== first[0]) continue;
      const command = program.command(name).description(app.say(summary)).copyInheritedSettings(program);
      if (words.includes(name)) (await load())(command, app);
      else command.allowUnknownOption().allowExcessArguments();
    }
    if (words[0] === '__complete') {
      const { complete } = await import('./complete.ts');
      return (await complete(program, app, words.slice(2))) ? 0 : 1;
    }
    const topic = words[0] === 'help' ? words[1] : undefined;
    if (topic === 'formats') {
      await (await import('./formats-page.ts')).printFormats(app);
      return 0;
    }
    if (topic !== undefined && !topic.startsWith('-') && topic !== 'help' && !Object.hasOwn(COMMANDS, topic)) {
      throw unknownCommand(topic);
    }
    await program.parseAsync(words, { from: 'user' });
    return app.exitCode;
  } catch (error) {
    return await report(error, app, words);
  } finally {
    app.close();
  }
}

function unknownCommand(word: string): UsageError {
  const near = nearNames(word, Object.keys(COMMANDS));
  const hint = near.length === 0 ? 'kd --help' : `kd ${near.join(', kd ')}`;
  return new UsageError(msg`there is no command "${word}"`, verbatim(hint));
}

/** Prints a failure to standard error and returns its exit code. */
async function report(error: unknown, app: App, args: readonly string[]): Promise<ExitCode> {
  const debug = (app.io.env['KD_DEBUG'] ?? '') !== '';
  if (debug && error instanceof Error && !isOfParser(error)) app.io.err(`${error.stack}\n`);
  if (isOfParser(error)) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    const { what, hint } = usageFailure(error, args, Object.keys(COMMANDS));
    return printFailure(app, args, what, hint, 2);
  }
  if (error instanceof KdError) {
    const place = error instanceof QueryError ? { query: error.query, at: error.at } : undefined;
    return await printFailure(app, args, error.what, error.hint, error.exitCode, place);
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isOfSystem(error)) return printFailure(app, args, verbatim(message), msg`check the path and its rights`, 1);
  if (await app.hasDamage()) {
    const what = msg`the library ${await app.libraryPath()} is damaged`;
    return printFailure(app, args, what, msg`kd doctor says what is wrong with it`, 6);
  }
  const hint = msg`run it again with KD_DEBUG=1 and report what it prints`;
  return printFailure(app, args, msg`this is a bug in kd: ${message}`, hint, 1);
}

/** Whether the option parser threw it; told by its code, as the parser is loaded only where it is needed. */
function isOfParser(error: unknown): error is CommanderError {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('commander.');
}

/** What the operating system refused, such as a folder that cannot be made, is no bug of kd's. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

async function printFailure(
  app: App,
  args: readonly string[],
  what: Message,
  hint: Message | undefined,
  exit: ExitCode,
  place?: { readonly query: string; readonly at: number },
): Promise<ExitCode> {
  const { io } = app;
  const message = app.say(what);
  if (args.some((arg) => arg.startsWith('--json'))) {
    const error = { message, hint: hint === undefined ? undefined : app.say(hint), exit, ...place };
    io.err(`${JSON.stringify({ schema: 1, error })}\n`);
    return exit;
  }
  const where = place === undefined ? '' : (await import('./query.ts')).pointAt(place.query, place.at);
  io.err(`kd: ${oneLine(message)}\n${where}`);
  if (hint !== undefined) io.err(`${app.t`try: ${oneLine(app.say(hint))}`}\n`);
  return exit;
}
