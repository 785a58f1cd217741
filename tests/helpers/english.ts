import { type Message, textOfMessage } from '../../src/domain/message.ts';

export function english(value: Message): string;
export function english(value: Message | undefined): string | undefined;
export function english(value: unknown): unknown;
/** The value with the English text in place of each message in it. */
export function english(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => english(item));
  if (value === null || typeof value !== 'object') return value;
  if ('template' in value && 'values' in value) return textOfMessage(value as Message);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, english(item)]));
}
