import { fold } from './text.ts';

/** Words that carry no meaning of their own in a title. */
const STOP_WORDS = new Set(
  `a an and are as at be been by can do does for from how in into is it its let not of off on onto or our over than that
  the their this through to toward towards under up upon use using via was we what when where which why with without
  you your`.split(/\s+/),
);

/**
 * The citation key of a paper: the first three significant words of its title and the year
 * (`understanding-role-projector-2024`). A title without Latin words gives `paper-2024`: Chinese is not
 * transliterated, since a guessed reading is worse than none; the user can set a key.
 */
export function citationKey(title: string, year: number | undefined): string {
  const words = fold(title.replace(/[$\\{}_^]/g, '').replace(/['’]/g, '')).match(/[a-z0-9]+/g) ?? [];
  const significant = words.filter((word) => !STOP_WORDS.has(word));
  const chosen = (significant.length > 0 ? significant : words).slice(0, 3);
  return [...(chosen.length > 0 ? chosen : ['paper']), ...(year === undefined ? [] : [String(year)])].join('-');
}

/** The first of `key`, `key-2`, `key-3`, … that is not taken. */
export function freeCitationKey(key: string, isTaken: (key: string) => boolean): string {
  if (!isTaken(key)) return key;
  for (let number = 2; ; number += 1) {
    if (!isTaken(`${key}-${number}`)) return `${key}-${number}`;
  }
}
