import { type Message, msg } from '../domain/message.ts';
import { KdError } from '../errors.ts';

/** A text that is not in the format it was read as; `line` counts from 1. */
export class FormatError extends KdError {
  readonly line: number | undefined;

  constructor(message: Message, place: { line?: number } = {}, hint?: Message) {
    super(message, hint);
    this.line = place.line;
  }
}

/**
 * Decodes UTF-8 strictly, keeping a byte order mark.
 * @throws FormatError with the offset of the first byte that is not UTF-8
 */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // A prefix that can go on to be valid grows up to the bad byte; then a character cut off at its end is left out.
    let good = 0;
    let bad = bytes.length;
    while (good < bad) {
      const middle = (good + bad + 1) >> 1;
      if (isUtf8(bytes.subarray(0, middle), { stream: true })) good = middle;
      else bad = middle - 1;
    }
    while (!isUtf8(bytes.subarray(0, good), { stream: false })) good -= 1;
    const line = bytes.subarray(0, good).filter((byte) => byte === 0x0a).length + 1;
    const hint = msg`save the file as UTF-8 and import it again`;
    throw new FormatError(msg`not UTF-8: invalid byte at offset ${good}`, { line }, hint);
  }
}

function isUtf8(bytes: Uint8Array, options: { stream: boolean }): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, options);
    return true;
  } catch {
    return false;
  }
}
