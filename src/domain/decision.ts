export const DECISIONS = ['merge', 'different', 'skip'] as const;

/** What the user decided of papers that may be one. */
export interface Decision {
  /** The line that says it, counted from 1. */
  readonly line: number;
  readonly decision: (typeof DECISIONS)[number];
  /** The papers; where they are merged, the others are taken into the first. */
  readonly ids: readonly number[];
  /** Their citation keys, where the line has them too: they must be those of the library. */
  readonly citationKeys: readonly string[];
}
