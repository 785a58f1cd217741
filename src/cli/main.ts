import { Command, CommanderError, Option } from 'commander';
import { nearNames, oneLine } from '../domain/text.ts';
import { type ExitCode, KdError, UsageError } from '../errors.ts';
import { App, type GlobalOptions } from './app.ts';
import type { Io } from './io.ts';

declare const KD_VERSION: string;

/** Adds a command's arguments, options, examples and action. */
type Build = (command: Command, app: App) => void;

const COMMANDS: Record<string, readonly [summary: string, load: () => Promise<Build>]> = {
  add: [
    'add a paper: its title line, theme, key ideas and summary',
    async () => (await import('./commands/add.ts')).add,
  ],
  list: [
    'list papers by tag, venue, year, author, status or week',
    async () => (await import('./commands/list.ts')).list,
  ],
  show: ['show one paper with its tags, weeks and texts', async () => (await import('./commands/show.ts')).show],
  week: ['look at a weekly note, and write into it', async () => (await import('./commands/week.ts')).week],
  report: ['print the weekly note', async () => (await import('./commands/report.ts')).report],
  tag: ['tags: list, add, remove, alias, explain', async () => (await import('./commands/tag.ts')).tag],
  idea: ['show what the library knows of an idea', async () => (await import('./commands/idea.ts')).idea],
  theme: ['find the group lines of all weeks', async () => (await import('./commands/theme.ts')).theme],
  matrix: ['count papers by two things at once', async () => (await import('./commands/matrix.ts')).matrix],
  gaps: ['show what was never combined with an idea', async () => (await import('./commands/gaps.ts')).gaps],
  related: ['show the papers nearest to one', async () => (await import('./commands/related.ts')).related],
  note: ['print or edit the note on a paper', async () => (await import('./commands/note.ts')).note],
  alias: ['the short names a paper is known by', async () => (await import('./commands/alias.ts')).alias],
  lint: ['show what is doubtful or contradictory', async () => (await import('./commands/lint.ts')).lint],
  import: [
    'import weekly notes and notes on papers: files or folders',
    async () => (await import('./commands/import.ts')).importCommand,
  ],
  dump: ['print the whole library as JSON Lines', async () => (await import('./commands/dump.ts')).dumpCommand],
  demo: ['try kd on a sample library of its own', async () => (await import('./commands/demo.ts')).demo],
};

const EXIT_CODES = `
Exit codes:
  0 done (an empty list too)     4 conflict, duplicate or ambiguous
  1 failed, or partly imported   5 findings of lint
  2 bad usage                    6 library busy, damaged, read-only or newer
  3 not found                    130 interrupted
`;

/** Runs one command line and returns the exit code. Only this function decides it. */
export async function main(args: readonly string[], io: Io, root: string): Promise<ExitCode> {
  // `--json` takes its fields only behind an equals sign: the word after it is an argument.
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const words = args.map((arg, index) => (arg === '--json' && index < end ? '--json=' : arg));
  const app = new App(io, root, args);
  try {
    const program = new Command('kd')
      .usage('<command> [options]')
      .description('Keep track of the papers you read, by week and by idea.')
      .version(KD_VERSION, '-V, --version', 'print the version')
      .option('--library <file>', 'the library to use (KD_LIBRARY)')
      .addOption(new Option('--json [fields]', 'print JSON; --json=id,title for some fields'))
      .option('--jsonl', 'print one JSON object a line')
      .option('--ids', 'print ids alone')
      .option('--no-color', 'print without colour (NO_COLOR)')
      .helpOption('-h, --help', 'print help')
      .helpCommand('help [command]', 'print help on a command')
      .addHelpText('after', EXIT_CODES)
      .showSuggestionAfterError(true)
      .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => undefined })
      .configureHelp({ helpWidth: Math.min(io.columns, 100), showGlobalOptions: true })
      .exitOverride()
      .hook('preAction', (command) => {
        app.options = command.opts<GlobalOptions>();
      });
    program.argument('[command...]').action(([word]: string[]) => {
      if (word !== undefined) throw unknownCommand(word);
      program.outputHelp({ error: true });
      app.exitCode = 2;
    });
    for (const [name, [summary, load]] of Object.entries(COMMANDS)) {
      const command = program.command(name).description(summary).copyInheritedSettings(program);
      if (words.includes(name)) (await load())(command, app);
      else command.allowUnknownOption().allowExcessArguments();
    }
    const topic = words[0] === 'help' ? words[1] : undefined;
    if (topic !== undefined && !topic.startsWith('-') && topic !== 'help' && !(topic in COMMANDS)) {
      throw unknownCommand(topic);
    }
    await program.parseAsync(words, { from: 'user' });
    return app.exitCode;
  } catch (error) {
    return report(error, app, words);
  } finally {
    app.close();
  }
}

function unknownCommand(word: string): UsageError {
  const near = nearNames(word, Object.keys(COMMANDS));
  return new UsageError(`there is no command "${word}"`, near.length === 0 ? 'kd --help' : `kd ${near.join(', kd ')}`);
}

/** Prints a failure to standard error and returns its exit code. */
function report(error: unknown, app: App, args: readonly string[]): ExitCode {
  const { io } = app;
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return 2;
    const [message = '', suggestion = ''] = error.message.replace(/^error: /, '').split('\n');
    const hint = suggestion.replace(/^\(|\)$/g, '') || usageHint(error, args);
    printFailure(io, args, plainMessage(message), hint, 2);
    return 2;
  }
  const debug = (io.env['KD_DEBUG'] ?? '') !== '';
  if (error instanceof KdError) {
    printFailure(io, args, error.message, error.hint, error.exitCode);
    if (debug) io.err(`${error.stack}\n`);
    return error.exitCode;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (isOfSystem(error)) {
    printFailure(io, args, message, 'check the path and its rights', 1);
    if (debug) io.err(`${error.stack}\n`);
    return 1;
  }
  printFailure(
    io,
    args,
    `this is a bug in kd: ${message}`,
    'run it again with KD_DEBUG=1 and report what it prints',
    1,
  );
  if (debug && error instanceof Error) io.err(`${error.stack}\n`);
  return 1;
}

/** What the operating system refused, such as a folder that cannot be made, is no bug of kd's. */
function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** The option parser's message in the words of people. */
function plainMessage(message: string): string {
  return message
    .replace(/^option '(\S+)[^']*' argument '([^']*)' is invalid\. /, '"$2" does not fit $1: ')
    .replace(/^command-argument value '([^']*)' is invalid for argument '(\S+)'\. /, '"$1" does not fit <$2>: ')
    .replace(/Allowed choices are (.*)\.$/, 'it is one of $1')
    .replace(/^too many arguments.*$/, 'there are more words than the command takes');
}

/** What to do after a mistake in the words of a command. */
function usageHint(error: CommanderError, args: readonly string[]): string {
  const name = args.find((arg) => arg in COMMANDS);
  if (error.code === 'commander.excessArguments') {
    if (name === 'add') return 'put the title into quotes: kd add "Title 2024AAAI"';
    if (name === 'report') return 'kd report --week 2024-05-17';
  }
  if (name === undefined) return 'kd --help';
  // A command of a command, such as `kd tag why`.
  const inner = args[args.indexOf(name) + 1];
  const isInner = ['tag', 'week', 'idea', 'theme'].includes(name) && /^[a-z]+$/.test(inner ?? '');
  return isInner && error.code !== 'commander.unknownCommand' ? `kd ${name} ${inner} --help` : `kd ${name} --help`;
}

function printFailure(io: Io, args: readonly string[], message: string, hint: string | undefined, exit: number): void {
  if (args.some((arg) => arg.startsWith('--json'))) {
    io.err(`${JSON.stringify({ schema: 1, error: { message, hint, exit } })}\n`);
    return;
  }
  io.err(`kd: ${oneLine(message)}\n`);
  if (hint !== undefined) io.err(`try: ${oneLine(hint)}\n`);
}
