import { msg } from '../../domain/message.ts';
import { backReferenceDay } from '../../domain/title-line.ts';
import { linesOf, textOf, type Week } from '../../domain/week.ts';
import { readWeeklyNote } from '../../formats/weekly-note.ts';
import type { Library } from '../../store/library.ts';
import { findDoubts, type Label } from './doubts.ts';
import type { Report } from './finding.ts';
import { type LintedText, papersUnder, weekText } from './linted-text.ts';
import { findSpaces } from './spaces.ts';

/** All weeks, as far as the checks of one of them need the others. */
export class AllWeeks {
  readonly #weeks: readonly Week[];
  /** The papers of each week, by its date. */
  readonly #papers: ReadonlyMap<string, ReadonlySet<number>>;
  /** The date of the first full reading of each paper. */
  readonly #firstRead = new Map<number, string>();

  constructor(library: Library) {
    const dates = library.weeks.list().map(({ date }) => date);
    this.#weeks = dates.sort().map((date) => library.weeks.load(date) as Week);
    this.#papers = new Map(
      this.#weeks.map(({ date, blocks }) => [date, new Set(blocks.flatMap(({ reading }) => reading?.paperId ?? []))]),
    );
    for (const { date, blocks } of this.#weeks) {
      for (const { reading } of blocks) {
        if (reading?.refersTo === null && !this.#firstRead.has(reading.paperId)) {
          this.#firstRead.set(reading.paperId, date);
        }
      }
    }
  }

  /** In order of their dates. */
  all(): readonly Week[] {
    return this.#weeks;
  }

  papersOf(date: string): ReadonlySet<number> | undefined {
    return this.#papers.get(date);
  }

  firstRead(paperId: number): string | undefined {
    return this.#firstRead.get(paperId);
  }

  /** The file that holds this week and no other: a line of the week is a line of the file. */
  fileOf({ fileName, date }: Week): string | undefined {
    const isShared = this.#weeks.some((other) => other.fileName === fileName && other.date !== date);
    return isShared ? undefined : (fileName ?? undefined);
  }
}

/** Finds what is wrong in the text of a week. */
export function lintWeek(library: Library, week: Week, weeks: AllWeeks, report: Report): void {
  const venues = library.venues.table();
  const { date, blocks, choices, fileName } = week;
  const linted = weekText(week, weeks.fileOf(week), report);
  const { doubts } = readWeeklyNote(textOf(blocks), { venues, choices, fileName: fileName ?? `${date}.md` });
  const lines = linesOf(blocks);
  let start = 0;
  const labels = blocks.flatMap(({ source, reading }, index): Label[] => {
    const from = start;
    start += source.length;
    if (reading === null) return [];
    const { venue, containerTitle, year, track, spans } = reading;
    return [
      {
        venue: venue === null ? undefined : venues.find(venue)?.venue,
        containerTitle: containerTitle ?? undefined,
        year: year ?? undefined,
        track: track ?? undefined,
        span: [from + spans.heading[0], from + spans.heading[1]],
        line: lines[index] ?? 1,
      },
    ];
  });
  findDoubts(linted, labels, doubts);
  findBackReferences(linted, week, weeks);
  // Blanks in other headings of a week set entries apart: `#### 2022CVPR TaT   2022ICLR BINGO`.
  findSpaces(linted, new Map(labels.map(({ span }) => [span[0], 'title'])));
  findThin(linted, week);
}

function findBackReferences(linted: LintedText, { date, blocks }: Week, weeks: AllWeeks): void {
  const lines = linesOf(blocks);
  for (const [index, { reading }] of blocks.entries()) {
    if (reading === null) continue;
    const { refersTo, paperId } = reading;
    const line = lines[index] ?? 1;
    if (refersTo !== null) {
      const there = weeks.papersOf(refersTo);
      if (there === undefined) {
        linted.find('back-reference', line, msg`refers back to ${refersTo}, of which there is no note`);
      } else if (!there.has(paperId)) {
        linted.find('back-reference', line, msg`refers back to ${refersTo}, whose note does not have the paper`);
      }
      continue;
    }
    const earlier = weeks.firstRead(paperId);
    if (earlier === undefined || earlier >= date) continue;
    const mark = earlier.slice(5).replace('-', '');
    const message =
      backReferenceDay(mark, date) === earlier
        ? msg`was read in ${earlier} already: -${mark} behind the tag would say so`
        : msg`was read in ${earlier} already`;
    linted.find('back-reference', line, message);
  }
}

/** Finds readings that have a summary alone, and themes that have one paper. */
function findThin(linted: LintedText, { blocks }: Week): void {
  const lines = linesOf(blocks);
  const under = papersUnder(blocks);
  for (const [index, { id, kind, reading }] of blocks.entries()) {
    const line = lines[index] ?? 1;
    if (reading?.refersTo === null && reading.spans.summary !== undefined && reading.spans.keyIdeas.length === 0) {
      linted.find('key-idea', line, msg`a summary without a key idea`);
    }
    if (kind === 'theme' && under.get(id)?.length === 1) {
      linted.find('theme', line, msg`a theme over one paper`);
    }
  }
}
