import { withoutControls } from '../domain/text.ts';
import type { App } from './app.ts';
import type { Io } from './io.ts';

/** The codes of the styles that kd prints itself: bold, dim, and the end of both. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character starts a style code.
const OWN_STYLES = /(\u001b\[(?:1|2|22)m)/;

/**
 * The text as a terminal may show it: lines and tabs stay, and all else that moves the cursor, changes the direction of
 * writing or cannot be seen is taken out, whatever it came from. kd's own styles stay where it prints any.
 */
export function forTerminal(text: string, hasStyles: boolean): string {
  if (!hasStyles) return withoutControls(text);
  // What was caught by the parentheses stands at the odd places.
  return text
    .split(OWN_STYLES)
    .map((part, index) => (index % 2 === 1 ? part : withoutControls(part)))
    .join('');
}

/** Whether kd prints styles: on a terminal, without NO_COLOR and --no-color. */
export function hasStyles({ io, options }: Pick<App, 'io' | 'options'>): boolean {
  const off = (io.env['NO_COLOR'] ?? '') !== '' || io.env['TERM'] === 'dumb' || options.color === false;
  return io.isTerminal.out && !off;
}

/** The same world, with no text written to a terminal that `forTerminal` has not seen. */
export function guarded(io: Io, hasStyles: () => boolean): Io {
  const out = (text: string) => io.out(io.isTerminal.out ? forTerminal(text, hasStyles()) : text);
  const err = (text: string) => io.err(io.isTerminal.err ? forTerminal(text, hasStyles()) : text);
  // Not a copy: what the surroundings are is looked at when it is asked for.
  return Object.create(io, { out: { value: out }, err: { value: err } }) as Io;
}
