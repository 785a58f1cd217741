import type { Addition } from '../domain/addition.ts';
import { citationKey } from '../domain/citation-key.ts';
import { msg, verbatim } from '../domain/message.ts';
import type { Paper, Status } from '../domain/paper.ts';
import { parseTitleLine, type TitleLine } from '../domain/title-line.ts';
import { ConflictError, UsageError } from '../errors.ts';
import type { NewReading } from '../formats/weekly-note-edit.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { difference, editable, insertChecked, weekToWrite } from './edit-week.ts';
import { emptyOnly, setFacts } from './facts.ts';
import { findKnown } from './find-paper.ts';
import { dateToWrite } from './find-week.ts';
import { backReference } from './heading.ts';
import { describeKnown } from './meet-title.ts';
import { saveWeek } from './save-week.ts';
import { addTags } from './tag.ts';

export interface Added {
  readonly paper: Paper;
  /** The date of the week the reading went to; undefined for a paper that is not read yet. */
  readonly week: string | undefined;
  /** The heading of the reading, as it stands in the week. */
  readonly heading: string;
  readonly tags: readonly string[];
  /** Those of the given tags that no tag had as a name before. */
  readonly newTags: readonly string[];
  readonly doubts: TitleLine['doubts'];
}

/**
 * Adds a paper: with a reading in a week, or, where its status says that it is not read, to the queue.
 * A new week's note is dated `reportDay`, counted from Monday as 0.
 * @throws ConflictError where the library has the paper, unless `again` adds a back-reference
 */
export function addPaper(library: Library, addition: Addition, reportDay?: number): Added {
  return library.write(() => {
    const deriver = new Deriver(library);
    const { heading: typed, parsed, apart } = headingOf(library, addition);
    const known =
      findKnown(library, parsed.title, addition.facts) ??
      (addition.again ? library.papers.withNearTitle(parsed.title) : undefined);
    const isQueued = addition.status === 'to-read' || addition.status === 'dropped';
    if (isQueued) refuseTexts(addition);
    const near = known === undefined && !addition.another ? library.papers.withNearTitle(parsed.title) : undefined;
    if (near !== undefined) throw nearlyKnown(near);
    const date = dateToWrite(library, addition.week, reportDay);
    let heading = typed;
    if (known !== undefined) {
      const earlier = library.weeks.readingsOf(known.id);
      // A paper of the queue is read now.
      const isWaiting = earlier.length === 0 && known.status !== 'read' && !isQueued;
      if (!isWaiting && (!addition.again || isQueued)) throw alreadyKnown(library, known);
      heading = backReference(known, earlier, date, library.venues.table());
    }
    const written = isQueued ? undefined : writeReading(library, deriver, date, heading, addition, known);
    const paperId = written?.paperId ?? queuePaper(library, parsed, addition.status);
    const facts = known === undefined ? addition.facts : emptyOnly(known, addition.facts);
    setFacts(library, paperId, facts);
    if (known === undefined) {
      library.papers.setStatus(paperId, addition.status);
      setFacts(library, paperId, { ...apart, venue: apart.venue?.name });
    }
    const { newNames: newTags } = addTags(library, paperId, addition.tags);
    // A new tag is found in the texts of other papers too.
    if (newTags.length > 0) new Deriver(library).refreshAll();
    else deriver.refresh(paperId);
    return {
      paper: library.papers.get(paperId) as Paper,
      week: written?.date,
      heading,
      tags: library.tags.of(paperId).map(({ name }) => name),
      newTags,
      doubts: known === undefined ? parsed.doubts : [],
    };
  });
}

/** Facts that a heading has no room for: a year without a venue, or a venue without a year. */
type Apart = Pick<TitleLine, 'venue' | 'containerTitle' | 'year'>;

/** The heading of the paper, with the venue and year that were said apart from it, and what it does not say of them. */
function headingOf(library: Library, addition: Addition): { heading: string; parsed: TitleLine; apart: Apart } {
  const venues = library.venues.table();
  const line = addition.titleLine.trim();
  const parsed = parseTitleLine(line, venues);
  if (parsed.title === '') throw new UsageError(msg`the title is empty`, verbatim('kd add "Title 2024AAAI"'));
  if (addition.venue === undefined && addition.year === undefined) return { heading: line, parsed, apart: {} };
  const venue = addition.venue ?? parsed.containerTitle;
  const year = addition.year ?? parsed.year;
  if (venue === parsed.containerTitle && year === parsed.year) return { heading: line, parsed, apart: {} };
  const { title, rank, unsure, refersTo, ranCode } = parsed;
  const behind = `${rank === undefined ? '' : ` ${rank}`}${ranCode ? ' (code)' : ''}`;
  if (venue !== undefined && year !== undefined) {
    const tag = `${year}${venue.includes(' ') ? ' ' : ''}${venue}`;
    const heading = `${title} ${tag}${refersTo === undefined ? '' : `-${refersTo}`}${unsure ? '?' : ''}${behind}`;
    const again = parseTitleLine(heading, venues);
    const isSame = again.title === title && again.year === year && again.containerTitle === venue;
    if (isSame && again.rank === rank && again.ranCode === ranCode) return { heading, parsed: again, apart: {} };
  }
  const heading = `${title}${behind}`;
  return {
    heading,
    parsed: parseTitleLine(heading, venues),
    apart: { venue: venues.find(venue ?? '')?.venue, containerTitle: venue, year },
  };
}

/** Stores a paper that is in no week; what its title line says is set by the user. */
function queuePaper(library: Library, parsed: TitleLine, status: Status): number {
  const { title, year, month, track, containerTitle } = parsed;
  const typed = { title, venue: parsed.venue?.name, containerTitle, year, month, track };
  const setByUser = Object.entries(typed).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  const facts = { ...typed, authors: [], links: [] };
  return library.papers.insert(facts, citationKey(title, year), status, setByUser, library.now);
}

/** A paper that is in no week has no place for texts: better refused than lost. */
function refuseTexts({ status, summary, theme, keyIdeas }: Addition): void {
  if (summary === undefined && theme === undefined && keyIdeas.length === 0) return;
  throw new UsageError(
    msg`a paper that is ${status} is in no week, and has no place for a summary, key ideas or a theme`,
    msg`leave them out, or leave out --status to write it into a week`,
  );
}

function nearlyKnown(paper: Paper): ConflictError {
  return new ConflictError(
    msg`the title differs in one letter from ${paper.citationKey}: ${paper.title}`,
    msg`the same with --again if it is that paper, with --another if it is not`,
  );
}

function alreadyKnown(library: Library, paper: Paper): ConflictError {
  const hint = msg`kd show ${paper.citationKey}  ·  the same with --again, to add it to this week`;
  return new ConflictError(describeKnown(library, paper), hint);
}

/** Writes a reading into the note of a date. */
function writeReading(
  library: Library,
  deriver: Deriver,
  date: string,
  heading: string,
  { theme, summary, keyIdeas }: Addition,
  known: Paper | undefined,
): { date: string; paperId: number } {
  const week = weekToWrite(library, date);
  if (known !== undefined && week.blocks.some(({ reading }) => reading?.paperId === known.id)) {
    throw new ConflictError(
      msg`${known.citationKey} already stands in the week of ${date}`,
      verbatim(`kd week show ${date}`),
    );
  }
  const reading: NewReading = { heading, theme, summary, keyIdeas };
  const blocks = editable(week);
  const draft = insertChecked(library, week, blocks, reading);
  const { come } = difference(blocks, draft.blocks);
  const position = draft.blocks.findIndex((block) => block.kind === 'reading' && come.includes(block));
  const saved = saveWeek(library, deriver, week, draft, { nearTitles: false }).find(
    (other) => other.position === position,
  );
  return { date, paperId: saved?.paperId as number };
}
