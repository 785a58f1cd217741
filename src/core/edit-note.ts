import type { Note } from '../domain/note.ts';
import { ConflictError } from '../errors.ts';
import { readPaperNote } from '../formats/paper-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { saveNote } from './save-note.ts';

/**
 * Puts an edited text in place of a note's. Says whether it differed.
 * @throws ConflictError where the note changed since its text was taken for editing
 */
export function editNote(library: Library, before: Note, text: string): boolean {
  if (text === before.source) return false;
  return library.write(() => {
    const now = library.notes.get(before.id);
    if (now?.source !== before.source) {
      throw new ConflictError(`the note ${before.file} was changed while it was edited`, `kd note ${before.file}`);
    }
    const fileName = before.file.split('/').at(-1) ?? before.file;
    const options = { venues: library.venues.table(), datasets: library.tags.datasets(), fileName };
    saveNote(library, new Deriver(library), before, readPaperNote(text, options));
    return true;
  });
}
