import { spawnSync } from 'node:child_process';
import type { Io } from './io.ts';

/** Prints a text: on a terminal that it would overflow through the pager, else as it is. */
export function page(io: Io, text: string): void {
  const lines = text.split('\n').length;
  const pager = io.env['KD_PAGER'] ?? io.env['PAGER'] ?? 'less -FRX';
  if (!io.isTerminal.out || lines < io.rows || pager.trim() === '') {
    io.out(text);
    return;
  }
  const [program = '', ...args] = pager.trim().split(/\s+/);
  const { error } = spawnSync(program, args, { input: text, stdio: ['pipe', 'inherit', 'inherit'] });
  if (error !== undefined) io.out(text);
}
