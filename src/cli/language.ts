import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { msg, type Translations } from '../domain/message.ts';
import { UsageError } from '../errors.ts';

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The templates of a language by the English ones; `root` is the folder of the package, which holds data/. */
export function readTranslations(root: string, language: Language): Translations {
  if (language === 'en') return {};
  return JSON.parse(readFileSync(join(root, 'data', `messages.${language}.json`), 'utf8')) as Translations;
}

/**
 * The language of messages: that of `--lang`, then of KD_LANG, then of the locale; English where there is none of it.
 * It is looked for before the command line is read, since help is in that language too.
 * @throws UsageError where `--lang` or KD_LANG names another language
 */
export function languageOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Language {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const at = args.findLastIndex((arg, index) => index < end && (arg === '--lang' || arg.startsWith('--lang=')));
  const option = args[at]?.startsWith('--lang=') ? args[at].slice('--lang='.length) : args[at + 1];
  if (at !== -1 && option !== undefined) return named(option, '--lang');
  const set = env['KD_LANG'];
  if (set !== undefined && set !== '') return named(set, 'KD_LANG');
  return ofLocale(env) ?? 'en';
}

function named(word: string, where: string): Language {
  const language = LANGUAGES.find((known) => isIn(known, word));
  if (language !== undefined) return language;
  throw new UsageError(msg`${where}: there are no messages in "${word}"`, msg`write ${LANGUAGES.join(', ')}`);
}

/** The language of the locale: POSIX's variables in their order, else what the system says. */
function ofLocale(env: Readonly<Record<string, string | undefined>>): Language | undefined {
  const locale = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '');
  // Of all that know the system's language this is the quickest to load.
  const words = locale ?? new Intl.PluralRules().resolvedOptions().locale;
  return LANGUAGES.find((known) => isIn(known, words));
}

/** Whether a name such as `zh`, `zh-CN` or `zh_CN.UTF-8` is of the language. */
function isIn(language: Language, name: string): boolean {
  return new RegExp(`^${language}(?:[-_.@]|$)`, 'i').test(name);
}
