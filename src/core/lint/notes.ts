import { baseName, type Note, type NoteDraft } from '../../domain/note.ts';
import { readPaperNote } from '../../formats/paper-note.ts';
import type { Library } from '../../store/library.ts';
import { findDoubts, type Label } from './doubts.ts';
import type { Report } from './finding.ts';
import { type Exists, findImages } from './images.ts';
import { type LintedText, noteText } from './linted-text.ts';
import { findSpaces } from './spaces.ts';

/** Finds what is wrong in the text of a note. Without `exists` its images are not looked for. */
export function lintNote(library: Library, note: Note, exists: Exists | undefined, report: Report): void {
  const linted = noteText(note, report);
  const draft = readPaperNote(note.source, {
    venues: library.venues.table(),
    datasets: library.tags.datasets(),
    fileName: baseName(note.file),
  });
  findDoubts(linted, labelsOf(linted, draft), draft.doubts);
  const headings = linted.lines.filter(({ kind }) => kind === 'heading');
  findSpaces(linted, new Map(headings.map(({ level, words }) => [words[0], level === 1 ? 'title' : 'section'])));
  // Of a folder that is not there any more, nothing can be said.
  if (exists !== undefined && note.folder !== '' && exists(note.folder)) findImages(linted, note.folder, exists);
}

/** How many of the first lines of a note its label may stand in. */
const HEAD_LINES = 8;

/** The label of a note, in the line of its head that holds it. */
function labelsOf({ text, lines, firstLine }: LintedText, { label }: NoteDraft): Label[] {
  if (label?.containerTitle === undefined) return [];
  const { venue, containerTitle, year, track } = label;
  const head = lines.slice(firstLine, firstLine + HEAD_LINES);
  const at = head.findIndex(
    ({ kind, start, end }) => kind === 'text' && text.slice(start, end).includes(containerTitle),
  );
  const line = head[at];
  if (line === undefined) return [];
  // The label is the first cell; what follows may name the venue in an address.
  const cell = text.slice(line.start, line.end).split(/[\](\t]/, 1)[0] ?? '';
  return [
    { venue, containerTitle, year, track, span: [line.start, line.start + cell.length], line: firstLine + at + 1 },
  ];
}
