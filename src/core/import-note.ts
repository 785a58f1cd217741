import { readPaperNote } from '../formats/paper-note.ts';
import type { ImportContext, Imported, ImportFile } from './import.ts';
import { saveNote } from './save-note.ts';

/** Imports a note on a paper, or one about none. @throws FormatError where its metadata is in a form that is not read */
export function importNote(
  { library, deriver, venues, datasets, options }: ImportContext,
  file: ImportFile,
  text: string,
): Imported {
  const draft = readPaperNote(text, { venues, datasets, fileName: file.name });
  const found = library.notes.ofFile(file.file);
  const account = {
    path: file.path,
    kind: 'note' as const,
    date: draft.date ?? null,
    newPapers: [] as number[],
    known: 0,
    backReferences: 0,
    readings: 0,
    themes: 0,
    remarks: 0,
    doubts: [...draft.doubts],
  };
  if (found?.source === text) return { ...account, outcome: 'unchanged' };
  if (found !== undefined && found.source !== found.base && !options.replace) {
    return { ...account, outcome: 'edited', texts: { library: found.source, file: text, fileName: found.file } };
  }
  const place = { id: found?.id, file: found?.file ?? file.file, folder: file.folder };
  const saved = saveNote(library, deriver, place, draft);
  library.notes.setBase(saved.noteId, text);
  if (saved.isNewPaper) account.newPapers.push(saved.paperId as number);
  else if (saved.paperId !== null) account.known += 1;
  account.doubts.push(...saved.doubts.map((message) => ({ line: 1, message })));
  return { ...account, outcome: found === undefined ? 'new' : 'changed' };
}
