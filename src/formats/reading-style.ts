/** How readings are written. */
export interface ReadingStyle {
  /** The level of a paper's heading where the note has none yet. */
  readonly level: number;
  readonly bullet: string;
  /** Whether a rule stands between two groups. */
  readonly ruled: boolean;
  readonly tag: TagStyle;
}

/** The order of venue and year in a heading, and what stands between them. */
export interface TagStyle {
  readonly yearFirst: boolean;
  readonly between: '' | ' ';
}

export const HOUSE_READINGS: ReadingStyle = {
  level: 3,
  bullet: '-',
  ruled: true,
  tag: { yearFirst: true, between: '' },
};

/** The tag of venue and year as the user writes it; a venue of several words stands apart from the year. */
export function printTag(
  venue: string | undefined,
  year: number | undefined,
  { yearFirst, between }: TagStyle,
): string {
  if (venue === undefined || year === undefined) return '';
  const gap = venue.includes(' ') ? ' ' : between;
  return yearFirst ? `${year}${gap}${venue}` : `${venue}${gap}${year}`;
}
