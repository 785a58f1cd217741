import { InvalidArgumentError } from 'commander';
import { type Message, msg } from '../domain/message.ts';

/** Gathers an option that may be given several times. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}

/** A whole number of at least 1. */
export function positive(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw invalid(msg`it is a whole number from 1 on`);
  return number;
}

/** The error for a value that does not fit, with the reason, which is a message without values. */
export function invalid({ template }: Message): InvalidArgumentError {
  return new InvalidArgumentError(template);
}
