import { type Message, msg } from '../domain/message.ts';
import { CancelledError, UsageError } from '../errors.ts';
import type { App } from './app.ts';
import { forTerminal } from './terminal.ts';

/** Asks questions on the terminal; each can be answered with nothing, and Ctrl-C breaks off. */
export interface Asker {
  /** One line of text; '' where nothing was typed. */
  text(question: Message, example?: string): Promise<string>;
  /** One of several answers. */
  choose<T extends string>(question: Message, answers: readonly (readonly [value: T, label: Message])[]): Promise<T>;
  /** Whether the answer is yes; no is the answer that is there. */
  confirm(question: Message): Promise<boolean>;
  /** Says what follows from an answer. */
  tell(message: Message): void;
}

/** @throws UsageError where there is no terminal to ask on */
export async function askOn(app: App, instead: Message): Promise<Asker> {
  const { dialogue } = app.io;
  if (dialogue === undefined) throw new UsageError(msg`there is no terminal to ask on`, instead);
  const { confirm, log, select, text } = await import('@clack/prompts');
  const answered = (answer: string | symbol): string => {
    if (typeof answer === 'string') return answer;
    throw new CancelledError(msg`broken off: nothing was changed`);
  };
  // What it prints does not go through kd's own output.
  const say = (message: Message) => forTerminal(app.say(message), false);
  return {
    text: async (question, example = '') =>
      answered(
        await text({ ...dialogue, message: say(question), placeholder: forTerminal(example, false), defaultValue: '' }),
      ).trim(),
    choose: async (question, answers) => {
      const options = answers.map(([value, label]) => ({ value: value as string, label: say(label) }));
      const answer = await select({ ...dialogue, message: say(question), options, showInstructions: false });
      return answered(answer) as (typeof answers)[number][0];
    },
    confirm: async (question) => {
      const words = { active: say(msg`yes`), inactive: say(msg`no`), initialValue: false };
      const answer = await confirm({ ...dialogue, message: say(question), ...words });
      if (typeof answer === 'boolean') return answer;
      throw new CancelledError(msg`broken off: nothing was changed`);
    },
    tell: (message) => log.message(say(message), { output: dialogue.output, spacing: 0 }),
  };
}
