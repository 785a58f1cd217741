import type { Edit, Finding } from './finding.ts';

/** What became of the findings in a text. */
export interface Applied {
  readonly after: string;
  readonly fixed: readonly Finding[];
  /** What was left as it is, since the text would be read in another way without it. */
  readonly refused: readonly Finding[];
}

/**
 * Makes those changes that leave what a text says as it is: all of them, or where that is not so, halves of them, and
 * so on. `says` is undefined for a text that cannot be read.
 */
export function applyFixes(
  before: string,
  findings: readonly Finding[],
  says: (text: string) => string | undefined,
): Applied {
  const said = says(before);
  if (said === undefined) return { after: before, fixed: [], refused: findings };
  let fixed: readonly Finding[] = [];
  const refused: Finding[] = [];
  const attempt = (some: readonly Finding[]): void => {
    const together = [...fixed, ...some];
    if (says(changed(before, together)) === said) {
      fixed = together;
    } else if (some.length === 1) {
      refused.push(...some);
    } else {
      const half = some.length >> 1;
      attempt(some.slice(0, half));
      attempt(some.slice(half));
    }
  };
  attempt(findings);
  return { after: changed(before, fixed), fixed, refused };
}

/** The text with the changes of the findings, none of which overlap. */
function changed(text: string, findings: readonly Finding[]): string {
  const edits = findings.map(({ fix }) => fix as Edit).sort((a, b) => a.start - b.start);
  let at = 0;
  const parts = edits.map(({ start, end, text: put }) => {
    const part = text.slice(at, start) + put;
    at = end;
    return part;
  });
  return parts.join('') + text.slice(at);
}
