import { type Message, msg } from '../domain/message.ts';
import { baseName } from '../domain/note.ts';
import { linesOf, textOf, type Week } from '../domain/week.ts';
import { readPaperNote } from '../formats/paper-note.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';
import { contradictions } from './facts.ts';

export type Check = 'doubt' | 'back-reference' | 'contradiction' | 'mention';

export interface Finding {
  readonly check: Check;
  /** The date of the week, the file of the note, or the citation key of the paper. */
  readonly at: string;
  /** The line of the note; null where the finding is of no one line. */
  readonly line: number | null;
  readonly message: Message;
  readonly other: Message | null;
}

/**
 * What is doubtful or contradictory in the library's content: readings of notes that could be others, sources that
 * disagree on a paper, and mentions that name no paper of the library, or several.
 */
export function lint(library: Library): Finding[] {
  const venues = library.venues.table();
  const datasets = library.tags.datasets();
  const findings: Finding[] = [];
  const dates = new Set(library.weeks.list().map(({ date }) => date));
  for (const { date } of library.weeks.list().reverse()) {
    const { blocks, choices, fileName } = library.weeks.load(date) as Week;
    for (const [index, { reading }] of blocks.entries()) {
      if (reading?.refersTo == null || dates.has(reading.refersTo)) continue;
      const message = msg`refers back to ${reading.refersTo}, of which there is no note`;
      findings.push({ check: 'back-reference', at: date, line: linesOf(blocks)[index] ?? null, message, other: null });
    }
    const { doubts } = readWeeklyNote(textOf(blocks), { venues, choices, fileName: fileName ?? `${date}.md` });
    for (const { line, message, other } of doubts) {
      findings.push({ check: 'doubt', at: date, line, message, other: other ?? null });
    }
  }
  for (const { file, source } of library.notes.all()) {
    for (const { line, message, other } of readPaperNote(source, {
      venues,
      datasets,
      fileName: baseName(file),
    }).doubts) {
      findings.push({ check: 'doubt', at: file, line, message, other: other ?? null });
    }
  }
  for (const { id, citationKey } of library.papers.all()) {
    for (const { source, says, other, otherSays } of contradictions(library, id).filter(({ later }) => later)) {
      const message = msg`${source} says ${says}, but ${other} says ${otherSays}`;
      findings.push({ check: 'contradiction', at: citationKey, line: null, message, other: null });
    }
  }
  for (const { phrase, place, candidates } of library.mentions.unresolved()) {
    const message =
      candidates === 0 ? msg`“${phrase}” names no paper of the library` : msg`“${phrase}” names ${candidates} papers`;
    findings.push({ check: 'mention', at: place, line: null, message, other: null });
  }
  return findings;
}
