import { msg, verbatim } from '../domain/message.ts';
import { baseName, type Note } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { ConflictError } from '../errors.ts';
import { unitsOfLines } from '../formats/merge.ts';
import { newPaperNote, readPaperNote } from '../formats/paper-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { EditClashError, mergeEdited, withoutAddedEnd } from './edit-clash.ts';
import { paperPage } from './paper-page.ts';
import { saveNote } from './save-note.ts';

/** A text to be edited, and the note it is of; without one, a note that is yet to be. */
export interface EditableNote {
  readonly id: number | undefined;
  readonly file: string;
  readonly folder: string;
  readonly source: string;
}

/** The beginning of a note on a paper that has none: what the library knows of it, in the shape of a note. */
export function beginNote(library: Library, paper: Paper, today: string): EditableNote {
  const { readings } = paperPage(library, paper);
  const reading = readings.findLast(({ refersTo }) => refersTo === null);
  const source = newPaperNote({
    title: paper.title,
    venue: paper.venue ?? paper.containerTitle,
    year: paper.year,
    url: paper.url,
    code: paper.links.find(({ role }) => role === 'code'),
    datasets: [],
    date: today,
    authors: paper.authors,
    summary: reading?.summary ?? undefined,
    keyIdeas: reading?.keyIdeas ?? [],
  });
  const tag = `${paper.year ?? ''}${(paper.venue ?? '').replace(/\s+/g, '')}`;
  return { id: undefined, file: `${[tag, paper.citationKey].filter(Boolean).join('-')}.md`, folder: '', source };
}

/**
 * Puts an edited text in place of a note's, or makes the note. What was changed in kd since the text was taken for
 * editing stays. Says whether there was anything to save.
 * @throws ConflictError where the note came or went meanwhile · EditClashError where both changed the same
 */
export function editNote(library: Library, before: EditableNote, edited: string): boolean {
  const typed = withoutAddedEnd(before.source, edited);
  if (typed === before.source) return false;
  return library.write(() => {
    const now = before.id === undefined ? library.notes.ofFile(before.file) : library.notes.get(before.id);
    if ((before.id === undefined) !== (now === undefined)) throw new ConflictError(wasChanged(before), shows(before));
    const text = now === undefined || now.source === before.source ? typed : merged(before, now, typed);
    if (text === now?.source) return false;
    const options = {
      venues: library.venues.table(),
      datasets: library.tags.datasets(),
      fileName: baseName(before.file),
    };
    saveNote(library, new Deriver(library), before, readPaperNote(text, options));
    return true;
  });
}

function wasChanged({ file }: EditableNote) {
  return msg`the note ${file} was changed while it was edited`;
}

function shows({ file }: EditableNote) {
  return verbatim(`kd note ${file}`);
}

/** The edited text with what was changed in kd. @throws EditClashError where both changed the same */
function merged(before: EditableNote, now: Note, edited: string): string {
  const { text, clashes } = mergeEdited(unitsOfLines(before.source), unitsOfLines(edited), unitsOfLines(now.source));
  if (clashes.length === 0) return text;
  throw new EditClashError(wasChanged(before), clashes, text, now.source);
}
