import type { CommanderError } from 'commander';
import { type Message, msg, verbatim } from '../domain/message.ts';

/** What the option parser's English messages say, and how kd says it. */
const MISTAKES: readonly [pattern: RegExp, say: (...words: string[]) => Message][] = [
  [
    /^option '(\S+).*?' argument '([\s\S]*)' is invalid\. ([\s\S]*)$/,
    (flag, value, reason) => misfit(flag, value, reason),
  ],
  [
    /^command-argument value '([\s\S]*)' is invalid for argument '(\S+)'\. ([\s\S]*)$/,
    (value, name, reason) => misfit(`<${name}>`, value, reason),
  ],
  [/^too many arguments/, () => msg`there are more words than the command takes`],
  [/^missing required argument '(.*)'$/, (name = '') => msg`missing required argument '${name}'`],
  [/^option '(.*)' argument missing$/, (flags = '') => msg`option '${flags}' argument missing`],
  [/^required option '(.*)' not specified$/, (flags = '') => msg`required option '${flags}' not specified`],
  [/^unknown option '([\s\S]*)'$/, (flag = '') => msg`unknown option '${flag}'`],
  [/^unknown command '([\s\S]*)'$/, (name = '') => msg`unknown command '${name}'`],
];

/** A wrong use of a command in the words of people: what was wrong, and what to do next. */
export function usageFailure(
  error: CommanderError,
  args: readonly string[],
  commands: readonly string[],
): { what: Message; hint: Message } {
  const [line = '', suggestion = ''] = error.message.replace(/^error: /, '').split(/\n(?=\(Did you mean )/);
  const [near] = suggestion.match(/(?<=^\(Did you mean ).*(?=\?\)$)/) ?? [];
  const several = near?.replace(/^one of /, '');
  const what = MISTAKES.map(([pattern, say]) => {
    const match = pattern.exec(line);
    return match === null ? undefined : say(...match.slice(1));
  }).find((message) => message !== undefined);
  return {
    what: what ?? verbatim(line),
    hint:
      near === undefined || several === undefined
        ? usageHint(error, args, commands)
        : several === near
          ? msg`Did you mean ${near}?`
          : msg`Did you mean one of ${several}?`,
  };
}

function misfit(name = '', value = '', reason = ''): Message {
  const [choices] = reason.match(/(?<=^Allowed choices are ).*(?=\.$)/) ?? [];
  // A reason of kd's own is a template: see `invalid` in options.ts.
  const said = choices === undefined ? { template: reason, values: [] } : msg`it is one of ${choices}`;
  return msg`"${value}" does not fit ${name}: ${said}`;
}

/** What to do after a mistake in the words of a command. */
function usageHint(error: CommanderError, args: readonly string[], commands: readonly string[]): Message {
  const name = args.find((arg) => commands.includes(arg));
  if (error.code === 'commander.excessArguments') {
    if (name === 'add') return msg`put the title into quotes: kd add "Title 2024AAAI"`;
    if (name === 'report') return verbatim('kd report --week 2024-05-17');
    if (name === 'config') return msg`put the query into quotes: kd config query.a 'tag:whitening venue:AAAI'`;
  }
  if (name === undefined) return verbatim('kd --help');
  // A command of a command, such as `kd tag why`.
  const inner = args[args.indexOf(name) + 1];
  const isInner = ['tag', 'week', 'idea', 'theme'].includes(name) && /^[a-z]+$/.test(inner ?? '');
  return verbatim(
    isInner && error.code !== 'commander.unknownCommand' ? `kd ${name} ${inner} --help` : `kd ${name} --help`,
  );
}
