import { UsageError } from '../errors.ts';
import { type Message, msg, verbatim } from './message.ts';
import { parseQuery } from './query.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** The weekday on which a week's note is dated where the user has set none: Friday, counted from Monday as 0. */
export const REPORT_DAY = 4;

/** What the user has set. */
export interface Settings {
  /** The saved queries by their names. */
  readonly queries: Readonly<Record<string, string>>;
  /** The weekday on which a week's note is dated, counted from Monday as 0. */
  readonly reportDay: number;
  readonly pager?: string | undefined;
  readonly editor?: string | undefined;
}

/** The keys of the settings but for those of saved queries, which are `query.NAME`. */
export const SETTING_KEYS = ['week.report_day', 'pager', 'editor'] as const;

/** The name of the query that a key saves; undefined where it is none's. */
export function queryNameIn(key: string): string | undefined {
  return /^query\.([\p{L}\p{N}][\p{L}\p{N}_-]*)$/u.exec(key)?.[1];
}

export function isSettingKey(key: string): boolean {
  return queryNameIn(key) !== undefined || SETTING_KEYS.some((known) => known === key);
}

/** What a key that is no setting's should have been. */
export function settingKeysHint(key: string): Message {
  if (key.startsWith('query.')) return msg`the name of a query has letters, digits, - and _ alone`;
  return msg`the settings are: ${['query.NAME', ...SETTING_KEYS].join(', ')}`;
}

/**
 * The value of a setting in the form in which it is kept.
 * @throws UsageError saying what was expected · QueryError for a query that cannot be read
 */
export function checkedSetting(key: string, typed: string): string {
  if (!isSettingKey(key)) throw new UsageError(msg`there is no setting "${key}"`, settingKeysHint(key));
  const value = typed.trim();
  if (key === 'week.report_day') {
    const day = WEEKDAYS.find((name) => name === value.toLowerCase());
    if (day !== undefined) return day;
    throw new UsageError(msg`"${value}" does not fit ${key}: ${msg`it is one of ${WEEKDAYS.join(', ')}`}`);
  }
  if (value === '') throw new UsageError(msg`${key} is empty`, verbatim(`kd config ${key} --rm`));
  if (queryNameIn(key) !== undefined && parseQuery(value).where === undefined) {
    throw new UsageError(msg`the query "${value}" has no condition`, msg`such as ${'tag:whitening venue:AAAI'}`);
  }
  return value;
}

/** The settings of checked values by their keys. */
export function settingsOf(values: ReadonlyMap<string, string>): Settings {
  // Without a prototype, so that no query is found under a name such as "constructor".
  const queries: Record<string, string> = Object.create(null);
  for (const [key, value] of values) {
    const name = queryNameIn(key);
    if (name !== undefined) queries[name] = value;
  }
  const day = (WEEKDAYS as readonly string[]).indexOf(values.get('week.report_day') ?? '');
  return {
    queries,
    reportDay: day === -1 ? REPORT_DAY : day,
    pager: values.get('pager'),
    editor: values.get('editor'),
  };
}
