import { msg } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { backReferenceDay, parseTitleLine } from '../domain/title-line.ts';
import type { VenueTable } from '../domain/venue.ts';
import { ConflictError } from '../errors.ts';
import { HOUSE_READINGS, printTag, type TagStyle } from '../formats/reading-style.ts';
import type { PaperReading } from '../store/weeks.ts';

/** The heading of a paper: its title, and its tag of venue and year where that would be read back. */
export function headingLike(
  paper: Pick<Paper, 'title' | 'venue' | 'containerTitle' | 'year'>,
  venues: VenueTable,
  style: TagStyle = HOUSE_READINGS.tag,
  behind = '',
): string {
  const { title, year } = paper;
  const venue = paper.venue ?? paper.containerTitle;
  const tags = [style, { ...style, between: ' ' as const }].map((tagStyle) => printTag(venue, year, tagStyle));
  const headings = tags.filter((tag) => tag !== '').map((tag) => `${title} ${tag}${behind}`);
  // A tag that would not be read back as this paper's is left out, and what stands behind it too.
  return headings.find((heading) => parseTitleLine(heading, venues).title === title) ?? title;
}

/**
 * The heading of a paper read again in the week of a date: its title and tag, and the day of the last week before
 * that has its text (`-0322`). A paper that no week has yet gets a full reading.
 */
export function backReference(
  paper: Paper,
  readings: readonly PaperReading[],
  date: string,
  venues: VenueTable,
  style?: TagStyle,
): string {
  const full = readings.filter(({ reading }) => reading.refersTo === null);
  const earlier = full.findLast(({ weekDate }) => weekDate <= date);
  const [first] = full;
  if (earlier === undefined && first !== undefined) {
    throw new ConflictError(
      msg`${paper.citationKey} was first read on ${first.weekDate}, after the week of ${date}`,
      msg`name a later week with --week`,
    );
  }
  const title = earlier?.reading.title ?? paper.title;
  const monthDay = earlier?.weekDate.slice(5).replace('-', '') ?? '';
  // A day says no year, so one too long ago would be taken for a later one.
  const isNear = earlier !== undefined && backReferenceDay(monthDay, date) === earlier.weekDate;
  return headingLike({ ...paper, title }, venues, style, isNear ? `-${monthDay}` : '');
}
