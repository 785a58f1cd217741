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

/**
 * Decodes a text piece by piece, without its byte order mark: as UTF-8 where it is that, or UTF-16 where it says so, else
 * in the first of the other encodings that it fits.
 * @throws FormatError where it fits none
 */
export function decodePieces(
  bytes: () => Iterable<Uint8Array>,
  others: readonly string[],
): { readonly encoding: string; pieces(): Iterable<string> } {
  const encoding = ['utf-8', ...utf16(bytes()), ...others].find((name) => fits(bytes(), name));
  if (encoding === undefined) {
    throw new FormatError(msg`not UTF-8`, {}, msg`save the file as UTF-8 and import it again`);
  }
  return {
    encoding,
    *pieces() {
      const decoder = new TextDecoder(encoding);
      for (const piece of bytes()) yield decoder.decode(piece, { stream: true });
      yield decoder.decode();
    },
  };
}

/** The encoding that a byte order mark of UTF-16 names. */
function utf16(bytes: Iterable<Uint8Array>): string[] {
  for (const [first, second] of bytes) {
    if (first === 0xff && second === 0xfe) return ['utf-16le'];
    return first === 0xfe && second === 0xff ? ['utf-16be'] : [];
  }
  return [];
}

function fits(bytes: Iterable<Uint8Array>, encoding: string): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for (const piece of bytes) decoder.decode(piece, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
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
