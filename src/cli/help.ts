import type { Argument, Command, HelpConfiguration, Option } from 'commander';
import { type Message, msg } from '../domain/message.ts';
import type { App } from './app.ts';
import { brokenInto } from './wrap.ts';

/** The titles of the parts of a help page, by the option parser's own. */
const TITLES: Readonly<Record<string, Message>> = {
  'Usage:': msg`Usage:`,
  'Arguments:': msg`Arguments:`,
  'Options:': msg`Options:`,
  'Global Options:': msg`Global Options:`,
  'Commands:': msg`Commands:`,
};

/** Below this width the option parser too leaves lines as they are. */
const LEAST_WIDTH = 40;

/** How help pages are laid out in the user's language. */
export async function helpIn(app: App): Promise<HelpConfiguration> {
  const { default: widthOf } = await import('fast-string-width');
  const describe = (described: Argument | Option, defaultShown: boolean): string => {
    const { description, argChoices, defaultValue } = described;
    const choices = argChoices && msg`choices: ${argChoices.map((word) => JSON.stringify(word)).join(', ')}`;
    const standard = defaultShown && defaultValue !== undefined && msg`default: ${JSON.stringify(defaultValue)}`;
    if (choices && standard) return app.t`${description} (${choices}, ${standard})`;
    return choices || standard ? app.t`${description} (${choices || standard || ''})` : description;
  };
  return {
    styleTitle: (title) => (TITLES[title] === undefined ? title : app.say(TITLES[title])),
    optionDescription: (option) => describe(option, option.required || option.optional),
    argumentDescription: (argument) => describe(argument, true),
    styleOptionText: (text) => (text === '[options]' ? app.t`[options]` : text),
    styleSubcommandText: (text) => (text === '[command]' ? app.t`[command]` : text),
    // The option parser's own count characters, and break at blanks alone.
    displayWidth: (text) => widthOf(text),
    boxWrap: (text, width) => (width < LEAST_WIDTH ? text : brokenInto(width, text, widthOf)),
  };
}

/** Adds examples, commands as they are typed, below a command's help; `more` is a remark above them. */
export function addExamples(command: Command, app: App, examples: readonly string[], more?: Message): void {
  const remark = more === undefined ? '' : `\n${app.say(more)}\n`;
  const lines = examples.map((example) => `  $ ${example}\n`).join('');
  command.addHelpText('after', `${remark}\n${app.t`Examples:`}\n${lines}`);
}
