import type { Addition } from '../domain/addition.ts';
import { citationKey } from '../domain/citation-key.ts';
import type { Paper, Status } from '../domain/paper.ts';
import { backReferenceDay, parseTitleLine, type TitleLine } from '../domain/title-line.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { BlockDraft, WeekDraft } from '../domain/week.ts';
import { ConflictError, UsageError } from '../errors.ts';
import { insertReading, type NewReading } from '../formats/weekly-note-edit.ts';
import type { Library } from '../store/library.ts';
import type { PaperReading } from '../store/weeks.ts';
import { Deriver } from './derive.ts';
import { difference, editable, misread, readEdited, weekToWrite } from './edit-week.ts';
import { emptyOnly, setFacts } from './facts.ts';
import { findKnown } from './find-paper.ts';
import { dateToWrite } from './find-week.ts';
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
 * @throws ConflictError where the library has the paper, unless `again` adds a back-reference
 */
export function addPaper(library: Library, addition: Addition): Added {
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
    let heading = typed;
    if (known !== undefined) {
      const earlier = library.weeks.readingsOf(known.id);
      if (!addition.again || isQueued) throw alreadyKnown(known, earlier);
      heading = backReference(known, earlier, dateToWrite(library, addition.week), library.venues.table());
    }
    const written = isQueued ? undefined : writeReading(library, deriver, heading, addition, known);
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
  if (parsed.title === '') throw new UsageError('the title is empty', 'kd add "Title 2024AAAI"');
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
    `a paper that is ${status} is in no week, and has no place for a summary, key ideas or a theme`,
    'leave them out, or leave out --status to write it into a week',
  );
}

function nearlyKnown(paper: Paper): ConflictError {
  return new ConflictError(
    `the title differs in one letter from ${paper.citationKey}: ${paper.title}`,
    'the same with --again if it is that paper, with --another if it is not',
  );
}

function alreadyKnown(paper: Paper, readings: readonly PaperReading[]): ConflictError {
  const last = readings.findLast(({ reading }) => reading.refersTo === null) ?? readings.at(-1);
  const under = last?.theme == null ? '' : `, under “${last.theme.split('\n')[0]}”`;
  const seen = last === undefined ? `${paper.status}, in no week yet` : `seen ${last.weekDate}${under}`;
  return new ConflictError(
    `already in the library: ${paper.citationKey} (${seen})`,
    `kd show ${paper.citationKey}  ·  the same with --again, to add it to this week`,
  );
}

/**
 * The heading of a paper read again in the week of a date: its title and tag, and the day of the last week before
 * that has its text (`-0322`). A paper that no week has yet gets a full reading.
 */
function backReference(paper: Paper, readings: readonly PaperReading[], date: string, venues: VenueTable): string {
  const full = readings.filter(({ reading }) => reading.refersTo === null);
  const earlier = full.findLast(({ weekDate }) => weekDate <= date);
  const [first] = full;
  if (earlier === undefined && first !== undefined) {
    throw new ConflictError(
      `${paper.citationKey} was first read on ${first.weekDate}, after the week of ${date}`,
      'name a later week with --week',
    );
  }
  const title = earlier?.reading.title ?? paper.title;
  const venue = paper.venue ?? paper.containerTitle ?? '';
  const monthDay = earlier?.weekDate.slice(5).replace('-', '') ?? '';
  // A day says no year, so one too long ago would be taken for a later one.
  const day = earlier !== undefined && backReferenceDay(monthDay, date) === earlier.weekDate ? `-${monthDay}` : '';
  const headings = [`${title} ${paper.year ?? ''}${venue}${day}`, `${title} ${paper.year ?? ''} ${venue}${day}`];
  // A tag that would not be read back as this paper's is left out, and the day with it.
  return headings.find((heading) => parseTitleLine(heading, venues).title === title && venue !== '') ?? title;
}

/** Writes a reading into the week that `addition` names. */
function writeReading(
  library: Library,
  deriver: Deriver,
  heading: string,
  { week: ref, theme, summary, keyIdeas }: Addition,
  known: Paper | undefined,
): { date: string; paperId: number } {
  const date = dateToWrite(library, ref);
  const week = weekToWrite(library, date);
  if (known !== undefined && week.blocks.some(({ reading }) => reading?.paperId === known.id)) {
    throw new ConflictError(`${known.citationKey} already stands in the week of ${date}`, `kd week show ${date}`);
  }
  const reading: NewReading = { heading, theme, summary, keyIdeas };
  const draft = readEdited(library, week, insertReading(editable(week), reading));
  const { gone, come } = difference(week.blocks, draft.blocks);
  checkReading(gone, come, reading, draft);
  const position = draft.blocks.findIndex((block) => block.kind === 'reading' && come.includes(block));
  const saved = saveWeek(library, deriver, week, draft, { nearTitles: false }).find(
    (other) => other.position === position,
  );
  return { date, paperId: saved?.paperId as number };
}

/** Refuses an insertion that the note would read in another way than it was meant. */
function checkReading(
  gone: readonly unknown[],
  come: readonly BlockDraft[],
  reading: NewReading,
  draft: WeekDraft,
): void {
  const readings = come.filter(({ kind }) => kind === 'reading');
  const [inserted] = readings;
  const source = inserted?.source ?? '';
  const spans = inserted?.reading?.spans;
  const isAsTyped = (span: readonly [number, number] | undefined, typed: string | undefined) =>
    flat(span === undefined ? '' : source.slice(...span)) === flat(typed ?? '');
  const themes = come.filter(({ kind }) => kind === 'theme');
  const theme = inserted?.reading?.theme;
  const themeText = theme === undefined ? undefined : draft.blocks[theme]?.text;
  const isRight =
    gone.length === 0 &&
    readings.length === 1 &&
    themes.length <= 1 &&
    come.every(({ kind }) => kind !== 'prose') &&
    inserted?.text === reading.heading &&
    isAsTyped(spans?.summary, reading.summary) &&
    spans?.keyIdeas.length === reading.keyIdeas.length &&
    spans.keyIdeas.every((span, index) => isAsTyped(span, reading.keyIdeas[index])) &&
    spans.remarks.length === 0 &&
    flat(themeText ?? '') === flat(reading.theme ?? '');
  if (!isRight) throw misread([reading.heading, reading.theme, reading.summary, ...reading.keyIdeas]);
}

/** The text with its line ends and indents made equal. */
function flat(text: string): string {
  return text
    .trim()
    .split(/\s*(?:\r\n|\r|\n)\s*/)
    .join('\n');
}
