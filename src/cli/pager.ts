import { once } from 'node:events';
import type { App } from './app.ts';
import { forTerminal, hasStyles } from './terminal.ts';

/**
 * Prints a text, whole or in pieces: on a terminal that it would overflow through the pager, else as it is. Of pieces
 * only so many are made as are shown.
 */
export async function page(app: App, text: string | Iterable<string>): Promise<void> {
  const { io } = app;
  const pieces = typeof text === 'string' ? [text] : text;
  const named = io.env['KD_PAGER'] ?? io.env['PAGER'];
  if (!io.isTerminal.out || named?.trim() === '') {
    for (const piece of pieces) io.out(piece);
    return;
  }
  const { default: widthOf } = await import('fast-string-width');
  const rest = pieces[Symbol.iterator]();
  const first: string[] = [];
  // The line of the prompt is one too.
  let lines = 1;
  while (lines < io.rows) {
    const next = rest.next();
    if (next.done === true) break;
    first.push(next.value);
    for (const line of next.value.replace(/\n$/, '').split('\n')) {
      lines += Math.max(1, Math.ceil(widthOf(line) / io.columns));
      if (lines >= io.rows) break;
    }
  }
  const whole = function* () {
    yield* first;
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  };
  // What a pager prints does not go through kd's own output.
  const shown = function* () {
    for (const piece of whole()) yield forTerminal(piece, hasStyles(app));
  };
  if (lines >= io.rows && (await isPaged(named ?? (await app.settings()).pager ?? 'less -FRX', shown()))) return;
  for (const piece of whole()) io.out(piece);
}

/** Shows the pieces in a pager and waits until it is left; false, with no piece taken, where there is no such program. */
async function isPaged(pager: string, pieces: Iterable<string>): Promise<boolean> {
  const { spawn } = await import('node:child_process');
  const [program = '', ...args] = pager.trim().split(/\s+/);
  const child = spawn(program, args, { stdio: ['pipe', 'inherit', 'inherit'] });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  const closed = once(child, 'close');
  // It may be left before it has read all.
  child.stdin.on('error', () => undefined);
  // Ctrl-C is for the pager as long as it is there.
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT').on('SIGINT', () => undefined);
  try {
    for (const piece of pieces) {
      if (!child.stdin.writable) break;
      if (!child.stdin.write(piece)) await Promise.race([once(child.stdin, 'drain').catch(() => undefined), closed]);
    }
    child.stdin.end();
    await closed;
  } finally {
    process.removeAllListeners('SIGINT');
    for (const listener of listeners) process.on('SIGINT', listener);
  }
  return true;
}
