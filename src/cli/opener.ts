import { spawn } from 'node:child_process';
import { msg } from '../domain/message.ts';
import { KdError } from '../errors.ts';
import type { Io } from './io.ts';

/** The system's own program that opens addresses and files, with its arguments. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [program: string, ...args: string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens a web address or a file in the program the user has for it (KD_OPENER, then the system's own). No shell reads
 * the address.
 * @throws KdError where there is no such program; the message names what was to be opened
 */
export async function open(io: Io, target: string): Promise<void> {
  const [program = '', ...args] = io.env['KD_OPENER']?.trim().split(/\s+/) ?? OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, target], { stdio: 'ignore', detached: true });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new KdError(
          msg`"${program}" cannot be started (${error.code ?? ''}); this was to be opened: ${target}`,
          msg`set KD_OPENER to the program that opens web pages`,
          error,
        ),
      );
    });
  });
  child.unref();
}
