import { type Message, msg } from '../domain/message.ts';
import { CancelledError, UsageError } from '../errors.ts';
import type { App } from './app.ts';

/** Whether standard output is read by a person, and not by a program. */
export function isForPeople({ io, options }: App): boolean {
  const { json, jsonl, ids } = options;
  return io.isTerminal.out && json === undefined && jsonl === undefined && ids === undefined;
}

/** The failure of a command that would change much and cannot ask. */
export function needsYes(what: Message): UsageError {
  return new UsageError(what, HINT);
}

const HINT = msg`the same with -n shows it, with --yes does it`;

/** Asks on a terminal whether to go on. @throws CancelledError where the answer is no · UsageError without a terminal */
export async function confirm(app: App, question: Message): Promise<void> {
  const { askOn } = await import('./ask.ts');
  const asker = await askOn(app, HINT);
  if (!(await asker.confirm(question))) throw new CancelledError(msg`broken off: nothing was changed`);
}
