import { type Message, textOfMessage } from './domain/message.ts';

/** The exit codes of kd, as `kd --help` prints them. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 130;

/**
 * A failure that kd foresaw: printed as `kd: message` and `try: hint`, without a stack.
 * Anything thrown that is not a KdError is a bug.
 */
export class KdError extends Error {
  readonly exitCode: ExitCode = 1;
  /** What was wrong; `message` is its English text. */
  readonly what: Message;
  /** What to do next. */
  readonly hint: Message | undefined;

  constructor(what: Message, hint?: Message, cause?: unknown) {
    super(textOfMessage(what), { cause });
    this.name = new.target.name;
    this.what = what;
    this.hint = hint;
  }

  /** The same failure with something else to do next. */
  withHint(hint: Message): this {
    return Object.create(this, { hint: { value: hint } }) as this;
  }
}

/** A file that cannot be read, though it is there. */
export class FileError extends KdError {}

/** A wrong option, date, value or query. */
export class UsageError extends KdError {
  override readonly exitCode = 2;
}

/** A named paper, week, tag or library that is not there. */
export class NotFoundError extends KdError {
  override readonly exitCode = 3;
}

/** A duplicate, an ambiguous reference, or something changed since it was read. */
export class ConflictError extends KdError {
  override readonly exitCode = 4;
}

/** The library is busy, locked, damaged, read-only, or made by a newer kd. */
export class StoreError extends KdError {
  override readonly exitCode = 6;
}

/** The user broke off. */
export class CancelledError extends KdError {
  override readonly exitCode = 130;
}
