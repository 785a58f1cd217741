import { msg, verbatim } from '../domain/message.ts';
import { baseName } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { ConflictError } from '../errors.ts';
import { newPaperNote, readPaperNote } from '../formats/paper-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
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
 * Puts an edited text in place of a note's, or makes the note. Says whether there was anything to save.
 * @throws ConflictError where the note changed since its text was taken for editing
 */
export function editNote(library: Library, before: EditableNote, text: string): boolean {
  if (text === before.source) return false;
  return library.write(() => {
    const now = before.id === undefined ? library.notes.ofFile(before.file) : library.notes.get(before.id);
    if ((before.id === undefined) !== (now === undefined) || (now !== undefined && now.source !== before.source)) {
      throw new ConflictError(
        msg`the note ${before.file} was changed while it was edited`,
        verbatim(`kd note ${before.file}`),
      );
    }
    const options = {
      venues: library.venues.table(),
      datasets: library.tags.datasets(),
      fileName: baseName(before.file),
    };
    saveNote(library, new Deriver(library), before, readPaperNote(text, options));
    return true;
  });
}
