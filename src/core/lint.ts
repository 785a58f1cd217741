import type { Library } from '../store/library.ts';
import { CHECK_FACTS, CHECKS, type Check, type Finding, type Report } from './lint/finding.ts';
import type { Exists } from './lint/images.ts';
import { lintNote } from './lint/notes.ts';
import { findContradictions, findMentions, findUncitable, findWrongLink } from './lint/papers.ts';
import { AllWeeks, lintWeek } from './lint/weeks.ts';

export interface LintOptions {
  /** The checks to make; without it all but those that are made on request. */
  readonly checks?: readonly Check[] | undefined;
  /** Only what is found in the weeks of these dates, and of the papers read in them. */
  readonly dates?: readonly string[] | undefined;
  /** Only what is found of these papers. */
  readonly paperIds?: readonly number[] | undefined;
  /** Without it no image is looked for. */
  readonly exists?: Exists | undefined;
}

export const USUAL_CHECKS = CHECKS.filter((check) => !CHECK_FACTS[check].onRequest);

/**
 * What is wrong or doubtful in the library's content: in the texts of weeks, then of notes, each in order of its lines,
 * then in what is known of papers.
 */
export function lint(
  library: Library,
  { checks = USUAL_CHECKS, dates, paperIds, exists }: LintOptions = {},
): Finding[] {
  /** The findings of one text, or of all papers, at a time. */
  const groups: Finding[][] = [];
  const papers = paperIds && new Set(paperIds);
  const report: Report = (finding, of) => {
    if (!checks.includes(finding.check)) return;
    if (papers === undefined || of.some((id) => papers.has(id))) groups.at(-1)?.push(finding);
  };
  const weeks = new AllWeeks(library);
  const chosen = weeks.all().filter(({ date }) => dates?.includes(date) ?? true);
  for (const week of chosen) {
    groups.push([]);
    lintWeek(library, week, weeks, report);
  }
  for (const note of dates === undefined ? library.notes.all() : []) {
    groups.push([]);
    lintNote(library, note, exists, report);
  }
  groups.push([]);
  const read = dates && new Set(chosen.flatMap(({ date }) => [...(weeks.papersOf(date) ?? [])]));
  const known = library.papers.all().filter(({ id }) => (papers?.has(id) ?? true) && (read?.has(id) ?? true));
  for (const paper of known) findContradictions(library, paper, report);
  for (const paper of known) findWrongLink(library, paper, report);
  findMentions(library, (place) => dates?.includes(place) ?? true, report);
  for (const paper of known) findUncitable(paper, report);
  return groups.flatMap((group) => group.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)));
}
