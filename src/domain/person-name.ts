import type { CslName } from './csl.ts';
import { isCjk } from './text.ts';

/** The name as it is read: Yoshua Bengio; Sammy Davis Jr.; 李四. */
export function displayName(name: CslName): string {
  if (name.literal !== undefined) return name.literal.trim();
  const { given = '', family = '', suffix = '' } = name;
  if (suffix === '' && family !== '' && given !== '' && [...family, ...given].every(isCjk)) return family + given;
  const particles = [name['dropping-particle'], name['non-dropping-particle']];
  const parts = [given, ...particles, family, suffix].map((part) => part?.trim() ?? '');
  return parts.filter((part) => part !== '').join(' ');
}

const SUFFIX = /^(?:jr|sr)\.?$|^[IVX]{2,4}$/i;

/**
 * The parts of a name as it is read. The last word is the family name, with the words in lower case before it as its
 * particle (BibTeX's rule); a name in Chinese, Japanese or Korean, or of one word, has no parts.
 */
export function parseName(text: string): CslName {
  const words = text.trim().split(/\s+/);
  if (words.length === 1 || [...text].some(isCjk)) return { literal: text.trim() };
  const suffix = words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined;
  const family = words.pop() as string;
  const start = words.findIndex((word, index) => index > 0 && /^\p{Ll}/u.test(word));
  const particle = start === -1 ? [] : words.splice(start);
  return {
    family,
    given: words.join(' '),
    ...(particle.length === 0 ? {} : { 'non-dropping-particle': particle.join(' ') }),
    ...(suffix === undefined ? {} : { suffix }),
  };
}
