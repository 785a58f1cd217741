import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8, FormatError } from '../../src/formats/format.ts';
import { english } from '../helpers/english.ts';

function failure(bytes: readonly number[]): FormatError {
  try {
    decodeUtf8(Uint8Array.from(bytes));
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('nothing was refused');
}

describe('decodeUtf8', () => {
  it('decodes any text, and its bytes come back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
      }),
    );
  });

  it('keeps a byte order mark', () => {
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });

  it('decodes an empty file', () => {
    expect(decodeUtf8(new Uint8Array())).toBe('');
  });

  it.each([
    ['at the start', [0xff, 0x61], 0],
    ['in the middle', [0x61, 0x62, 0xff, 0x63], 2],
    ['at the end', [0x61, 0x62, 0xc0], 2],
    ['behind Chinese', [0xe8, 0x92, 0xb8, 0x80], 3],
    ['as an overlong form', [0x61, 0xc0, 0xaf], 1],
  ])('gives the offset of an invalid byte %s', (_, bytes, offset) => {
    expect(failure(bytes).message).toBe(`not UTF-8: invalid byte at offset ${offset}`);
  });

  it('gives an offset inside the file where its last character is cut off', () => {
    expect(failure([0x61, 0xe8, 0x92]).message).toBe('not UTF-8: invalid byte at offset 1');
  });

  it('gives the line, and what to do', () => {
    const error = failure([0x61, 0x0a, 0x62, 0x0a, 0xff]);
    expect(error.line).toBe(3);
    expect(english(error.hint)).toBe('save the file as UTF-8 and import it again');
    expect(error.exitCode).toBe(1);
  });

  it('finds the first of several invalid bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 20 }), (text, rest) => {
        const good = new TextEncoder().encode(text);
        expect(failure([...good, 0xff, ...rest]).message).toBe(`not UTF-8: invalid byte at offset ${good.length}`);
      }),
    );
  });
});
