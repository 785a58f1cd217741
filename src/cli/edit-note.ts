import { beginNote, type EditableNote, editNote } from '../core/edit-note.ts';
import { noteOf } from '../core/find-note.ts';
import { msg, verbatim } from '../domain/message.ts';
import { baseName } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { KdError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { EditableText } from './edit-text.ts';
import { remarkOnMarkdown } from './markdown-remark.ts';

/** The note of a file, or on a paper, to be edited; for a paper that has none, one to begin with. */
export function editableNote(library: Library, ref: string, today: string): EditableText {
  const { note, paper } = noteOf(library, ref);
  const before: EditableNote = note ?? beginNote(library, paper as Paper, today);
  const { file } = before;
  return {
    name: file,
    fileName: baseName(file),
    text: before.source,
    words: ['--note', note === undefined ? ref : file],
    emptied: new KdError(msg`the edited note is empty: nothing was changed`, msg`kd note ${file} shows what is kept`),
    record: { file, changed: false },
    remark: remarkOnMarkdown,
    save(writable, base, text) {
      const isChanged = editNote(writable, { ...before, source: base }, text);
      const now = writable.notes.ofFile(file)?.source ?? before.source;
      return { isChanged, text: now, summary: verbatim(file), remarks: [], record: { file, changed: isChanged } };
    },
  };
}
