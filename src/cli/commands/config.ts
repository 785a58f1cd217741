import type { Command } from 'commander';
import { type Message, msg, verbatim } from '../../domain/message.ts';
import {
  checkedSetting,
  isSettingKey,
  queryNameIn,
  SETTING_KEYS,
  settingKeysHint,
  settingsOf,
} from '../../domain/settings.ts';
import { nearNames } from '../../domain/text.ts';
import { ConflictError, KdError, NotFoundError, UsageError } from '../../errors.ts';
import { SettingsText } from '../../formats/settings.ts';
import type { App } from '../app.ts';
import { type Edited, edit, editAgain } from '../editor.ts';
import { addExamples } from '../help.ts';
import { type Column, printListing, printRecord } from '../print.ts';
import { readSettingsFile, settingsPath, writeSettingsFile } from '../settings-file.ts';

interface ConfigOptions {
  readonly rm?: true;
  readonly edit?: true;
  readonly path?: true;
  readonly dryRun?: true;
}

const COLUMNS: readonly Column<readonly [key: string, value: string]>[] = [
  { name: 'key', head: msg`KEY`, value: ([key]) => key },
  { name: 'value', head: msg`VALUE`, value: ([, value]) => value, narrow: 'shrink' },
];

const KEYS = msg`query.NAME keeps a query, for use as @NAME in others; week.report_day is the weekday that a note begun by kd is dated (friday, where it is not set); pager and editor are used where KD_PAGER and PAGER, or KD_EDITOR, VISUAL and EDITOR, are not set.`;

export function config(command: Command, app: App): void {
  const { t } = app;
  addExamples(
    command,
    app,
    [
      "kd config query.aaai-whitening 'tag:whitening venue:AAAI'",
      'kd config week.report_day sunday',
      'kd config pager --rm',
    ],
    KEYS,
  );
  command
    .argument('[key]', t`the setting: query.NAME, week.report_day, pager, editor; none lists those that are set`)
    .argument('[value]', t`its new value; none prints the one it has`)
    .option('--rm', t`remove the setting`)
    .option('-e, --edit', t`edit the file of the settings in your editor`)
    .option('--path', t`print where the file of the settings is`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (key: string | undefined, value: string | undefined, options: ConfigOptions) => {
      refuseMixtures(key, value, options);
      const path = await settingsPath(app);
      if (options.path === true) {
        if (!printRecord(app, { path })) app.io.out(`${path}\n`);
      } else if (options.edit === true) await editSettings(app, path);
      else if (key === undefined) await listSettings(app, path);
      else if (value !== undefined) await setSetting(app, path, key, value, options);
      else if (options.rm === true) await removeSetting(app, path, key, options);
      else printSetting(app, path, key);
    });
}

function refuseMixtures(key: string | undefined, value: string | undefined, { rm, edit, path }: ConfigOptions): void {
  const ways = [rm, edit, path, value].filter((way) => way !== undefined);
  const isKeyLacking = rm === true && key === undefined;
  const isKeyTooMuch = (edit === true || path === true) && key !== undefined;
  if (ways.length < 2 && !isKeyLacking && !isKeyTooMuch) return;
  throw new UsageError(
    msg`a value and --rm go behind a key, --edit and --path stand alone`,
    verbatim('kd config --help'),
  );
}

function readText(path: string): SettingsText {
  return new SettingsText(readSettingsFile(path) ?? '', path);
}

async function listSettings(app: App, path: string): Promise<void> {
  const rows = [...readText(path).values];
  const footer = rows.length === 0 ? msg`nothing is set: kd config --help` : undefined;
  await printListing(app, { rows, columns: COLUMNS, id: ([key]) => key, footer });
}

function printSetting(app: App, path: string, key: string): void {
  const { values } = readText(path);
  const value = values.get(key);
  if (value === undefined) throw notSet(key, values);
  if (!printRecord(app, { key, value })) app.io.out(`${value}\n`);
}

async function setSetting(
  app: App,
  path: string,
  key: string,
  typed: string,
  { dryRun }: ConfigOptions,
): Promise<void> {
  const value = checkedSetting(key, typed);
  const text = readText(path).with(key, value);
  if (dryRun !== true) await writeSettingsFile(app, path, text);
  if (printRecord(app, { key, value })) return;
  app.io.out(app.io.isTerminal.out ? `${key} = ${value}\n` : `${key}\t${value}\n`);
}

async function removeSetting(app: App, path: string, key: string, { dryRun }: ConfigOptions): Promise<void> {
  const text = readText(path);
  if (!text.values.has(key)) throw notSet(key, text.values);
  if (dryRun !== true) await writeSettingsFile(app, path, text.without(key));
  if (!printRecord(app, { key, value: null })) app.io.err(`${app.t`${key} is no longer set`}\n`);
}

/** The failure for a key without a value, with the keys that may have been meant. */
function notSet(key: string, values: ReadonlyMap<string, string>): NotFoundError {
  const name = queryNameIn(key);
  const near =
    name === undefined
      ? nearNames(key, SETTING_KEYS)
      : nearNames(name, Object.keys(settingsOf(values).queries)).map((other) => `query.${other}`);
  if (isSettingKey(key) && (name === undefined || near.length === 0)) {
    return new NotFoundError(msg`${key} is not set`, msg`kd config ${key} VALUE sets it`);
  }
  return new NotFoundError(
    isSettingKey(key) ? msg`${key} is not set` : msg`there is no setting "${key}"`,
    near.length === 0 ? settingKeysHint(key) : msg`did you mean: ${near.join(', ')}?`,
  );
}

/** What a settings file begins with. */
const TEMPLATE = `# query:
#   aaai-whitening: tag:whitening venue:AAAI   # kd list @aaai-whitening
# week:
#   report_day: friday
# pager: less -FRX
# editor: vi
`;

/** Lets the user edit the file; a text with a mistake is not written, but kept, and can be edited again. */
async function editSettings(app: App, path: string): Promise<void> {
  const before = readSettingsFile(path);
  const given = before ?? TEMPLATE;
  // The file is opened even where a mistake in it keeps kd from reading which editor it names.
  const surroundings = {
    io: app.io,
    say: (message: Message) => app.say(message),
    settings: () => app.settings().catch(() => settingsOf(new Map())),
  };
  let edited: Edited | undefined;
  for (let text = given; ; ) {
    edited = await edit(surroundings, text, 'config.yaml', { before: edited });
    text = edited.text;
    try {
      if (text !== given) await replaceSettings(app, path, before, text);
      edited.discard();
      app.io.err(`${text === given ? app.t`unchanged` : app.t`saved ${path}`}\n`);
      return;
    } catch (error) {
      await editAgain(app, error, edited, 'kd config --edit');
    }
  }
}

/** Writes an edited text that was made of `before`. */
async function replaceSettings(app: App, path: string, before: string | undefined, text: string): Promise<void> {
  if (text.trim() === '') throw new KdError(msg`the edited settings are empty: nothing was changed`);
  new SettingsText(text, path);
  if (readSettingsFile(path) !== before) throw new ConflictError(msg`${path} was changed meanwhile`);
  await writeSettingsFile(app, path, text);
}
