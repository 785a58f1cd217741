import type { Message } from '../domain/message.ts';
import type { App } from './app.ts';

interface Doubtful {
  readonly message: Message;
  readonly other?: Message | undefined;
}

/** A doubt as JSON prints it. */
export function doubtRecord(app: App, doubt: Doubtful): Record<string, unknown> {
  const { message, other } = doubt;
  return { ...doubt, message: app.say(message), ...(other === undefined ? {} : { other: app.say(other) }) };
}

/** A doubt as a line for people: what is doubtful, and what else it could be. */
export function doubtText(app: App, { message, other }: Doubtful): string {
  return other === undefined ? app.say(message) : app.t`${message} (other reading: ${other})`;
}
