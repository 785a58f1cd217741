import { nameKey } from './text.ts';

/** Whether a word is a short name such as DKD, FitNets, CAT-KD or $V_kD$: one word with a capital inside or two. */
function isShortName(word: string): boolean {
  return (
    /^[\p{L}\p{N}$_^{}\\+.-]{2,24}$/u.test(word) &&
    (word.match(/\p{Lu}/gu)?.length ?? 0) >= 2 &&
    nameKey(word).length >= 2
  );
}

/**
 * The short names a paper is known by: the word before the colon of its title, and words in brackets in its title or
 * in the names of its notes (`2022CVPR-Decoupled_KD(DKD).md`).
 */
export function learnNames(title: string, files: readonly string[]): string[] {
  const found = new Map<string, string>();
  const add = (word: string | undefined) => {
    const name = word?.trim() ?? '';
    if (isShortName(name) && !found.has(nameKey(name))) found.set(nameKey(name), name);
  };
  add(/^([^\s:：]+)\s*[:：]/.exec(title)?.[1]);
  for (const text of [title, ...files]) for (const [, word] of text.matchAll(/[(（]([^()（）]+)[)）]/g)) add(word);
  return [...found.values()];
}
