import type { Io } from './io.ts';

/** Prints a text: on a terminal that it would overflow through the pager, else as it is. */
export async function page(io: Io, text: string): Promise<void> {
  const pager = io.env['KD_PAGER'] ?? io.env['PAGER'] ?? 'less -FRX';
  if (!io.isTerminal.out || pager.trim() === '' || !(await overflows(io, text))) {
    io.out(text);
    return;
  }
  const { spawnSync } = await import('node:child_process');
  const [program = '', ...args] = pager.trim().split(/\s+/);
  const { error } = spawnSync(program, args, { input: text, stdio: ['pipe', 'inherit', 'inherit'] });
  if (error !== undefined) io.out(text);
}

/** Whether the text, its long lines wrapped, has more lines than the terminal. */
async function overflows({ columns, rows }: Io, text: string): Promise<boolean> {
  const { default: widthOf } = await import('fast-string-width');
  let lines = 0;
  for (const line of text.split('\n')) {
    lines += Math.max(1, Math.ceil(widthOf(line) / columns));
    if (lines >= rows) return true;
  }
  return false;
}
