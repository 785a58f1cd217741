import type { Command, Option } from 'commander';
import { oneLine } from '../domain/text.ts';
import { KdError } from '../errors.ts';
import { type Answer, answersFor, beginning, type Place } from './answers.ts';
import type { App } from './app.ts';

/** A command line up to the word that is being typed. */
interface Line {
  /** The innermost command, and the words behind it that are no options. */
  readonly command: Command;
  readonly before: readonly string[];
  /** The option whose value is being typed. */
  readonly option: Option | undefined;
  /** Whether a `--` stands before: what follows are no options. */
  readonly isOver: boolean;
}

/**
 * Answers the completion script of a shell: prints what the last of the words may become, a line each, with a tab and a
 * few words on it behind. Returns whether kd can tell: else it is the name of a file, which the shell knows better.
 */
export async function complete(program: Command, app: App, words: readonly string[]): Promise<boolean> {
  let answers: readonly Answer[] | 'a file';
  try {
    answers = await answersTo(app, readLine(program, app, words.slice(0, -1)), words.at(-1) ?? '');
  } catch (error) {
    // No library, or settings with a mistake: the command itself says so, and not each press of a key.
    if (!(error instanceof KdError)) throw error;
    answers = [];
  }
  if (answers === 'a file') return false;
  for (const { value, about } of answers) {
    app.io.out(`${oneLine(value)}${about === undefined ? '' : `\t${oneLine(about)}`}\n`);
  }
  return true;
}

function readLine(program: Command, app: App, words: readonly string[]): Line {
  let command = program;
  let before: string[] = [];
  let option: Option | undefined;
  let isOver = false;
  for (const word of words) {
    if (option !== undefined) {
      if (option.long === '--library') app.options = { library: word };
      option = undefined;
    } else if (isOver || !/^-./.test(word)) {
      const inner = before.length === 0 ? innerCommand(command, word) : undefined;
      if (inner === undefined) before = [...before, word];
      // Behind `help` stand the commands that it is given on.
      else if (word !== 'help') command = inner;
    } else if (word === '--') isOver = true;
    else option = optionsOf(command).find(({ long, short, required }) => required && (long === word || short === word));
  }
  return { command, before, option, isOver };
}

function innerCommand(command: Command, name: string): Command | undefined {
  return commandsOf(command).find((inner) => inner.name() === name);
}

function commandsOf(command: Command): Command[] {
  return command.createHelp().visibleCommands(command);
}

/** The options of a command, and those that all commands have. */
function optionsOf(command: Command): Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

async function answersTo(app: App, line: Line, typed: string): Promise<readonly Answer[] | 'a file'> {
  const { command, before, option, isOver } = line;
  const place = { app, typed, before };
  if (option !== undefined) return valuesOf(option, place);
  const [, flag, value] = (!isOver && /^(--[^=]+)=([\s\S]*)$/.exec(typed)) || [];
  if (flag !== undefined && value !== undefined) {
    const given = optionsOf(command).find(({ long }) => long === flag);
    const answers = given === undefined ? [] : await valuesOf(given, { ...place, typed: value });
    return answers === 'a file' ? answers : answers.map((answer) => ({ ...answer, value: `${flag}=${answer.value}` }));
  }
  if (!isOver && typed.startsWith('-')) {
    const flags = optionsOf(command).map(({ long, short, description }) => ({
      value: long ?? short ?? '',
      about: description,
    }));
    return beginning(typed, flags);
  }
  const commands = before.length === 0 ? commandsOf(command) : [];
  const names = commands.map((inner) => ({ value: inner.name(), about: inner.description() }));
  const answers = await argumentAnswers(command, place);
  return answers === 'a file' ? answers : [...beginning(typed, names), ...answers];
}

/** What the argument at the place of the word may be. */
async function argumentAnswers(command: Command, place: Place): Promise<readonly Answer[] | 'a file'> {
  const args = command.registeredArguments;
  const last = args.at(-1);
  const argument = args[place.before.length] ?? (last?.variadic === true ? last : undefined);
  if (argument === undefined) return [];
  return argument.argChoices === undefined
    ? answersFor(argument.name(), place)
    : beginning(place.typed, argument.argChoices.map(toAnswer));
}

/** What the value of an option may be: one of its choices, or what the name in its flags stands for. */
async function valuesOf({ argChoices, flags }: Option, place: Place): Promise<readonly Answer[] | 'a file'> {
  if (argChoices !== undefined) return beginning(place.typed, argChoices.map(toAnswer));
  const [, name] = /[<[]([^>\].]+)/.exec(flags) ?? [];
  return name === undefined ? [] : answersFor(name, place);
}

function toAnswer(value: string): Answer {
  return { value };
}
