import { type Message, msg } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { parseTitleLine, type TitleLine } from '../domain/title-line.ts';
import type { Library } from '../store/library.ts';
import { findKnown } from './find-paper.ts';

/** A title line as it is read, and the paper of the library that has this title, or nearly. */
export interface TitleMeeting {
  readonly parsed: TitleLine;
  readonly known: Paper | undefined;
  readonly near: Paper | undefined;
}

export function meetTitle(library: Library, line: string): TitleMeeting {
  const parsed = parseTitleLine(line.trim(), library.venues.table());
  const known = findKnown(library, parsed.title, {});
  return { parsed, known, near: known === undefined ? library.papers.withNearTitle(parsed.title) : undefined };
}

/** That a paper is known, with the week it was last read in and the theme it stands under there. */
export function describeKnown(library: Library, { id, citationKey, status }: Paper): Message {
  const readings = library.weeks.readingsOf(id);
  const last = readings.findLast(({ reading }) => reading.refersTo === null) ?? readings.at(-1);
  if (last === undefined) return msg`already in the library: ${citationKey} (${status}, in no week yet)`;
  const [theme] = last.theme?.split('\n') ?? [];
  return theme === undefined
    ? msg`already in the library: ${citationKey} (seen ${last.weekDate})`
    : msg`already in the library: ${citationKey} (seen ${last.weekDate}, under “${theme}”)`;
}
