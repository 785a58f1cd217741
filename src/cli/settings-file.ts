import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { msg } from '../domain/message.ts';
import { type Settings, settingsOf } from '../domain/settings.ts';
import { KdError, UsageError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import type { App } from './app.ts';
import { writeWhole } from './files.ts';

export async function settingsPath(app: App): Promise<string> {
  return join(await app.folder('config'), 'config.yaml');
}

/** The user's settings: the usual ones where there is no file. @throws UsageError naming the place of a mistake in it */
export async function readSettings(app: App): Promise<Settings> {
  let path: string;
  try {
    path = await settingsPath(app);
  } catch (error) {
    // Who has no home folder has no settings in it.
    if (error instanceof KdError) return settingsOf(new Map());
    throw error;
  }
  const text = readSettingsFile(path);
  if (text === undefined) return settingsOf(new Map());
  const { SettingsText } = await import('../formats/settings.ts');
  return settingsOf(new SettingsText(text, path).values);
}

/** The text of the settings file, or undefined where there is none. @throws UsageError where it cannot be read */
export function readSettingsFile(path: string): string | undefined {
  try {
    return decodeUtf8(readFileSync(path));
  } catch (error) {
    if (error instanceof KdError) throw new UsageError(msg`${path}: ${error.what}`, error.hint, error);
    const code = String((error as { code?: string }).code);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(msg`${path}: ${msg`cannot be read (${code})`}`, msg`check the path and its rights`, error);
  }
}

/** Writes the settings file in one step; where it is a link, the file that it leads to. */
export async function writeSettingsFile(app: App, path: string, text: string): Promise<void> {
  await app.makeFolder('config');
  const check = msg`check the path and its rights`;
  try {
    writeWhole(existsSync(path) ? realpathSync(path) : path, text, () => true, check);
  } catch (error) {
    throw error instanceof KdError ? error.withHint(check) : error;
  }
}
