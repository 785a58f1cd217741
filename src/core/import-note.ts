import { readPaperNote } from '../formats/paper-note.ts';
import type { ImportContext, Imported, ImportFile } from './import.ts';
import { saveNote } from './save-note.ts';

/** Imports a note on a paper, or one about none. @throws FormatError where its metadata is in a form that is not read */
export function importNote(
  { library, deriver, venues, datasets, options, taken }: ImportContext,
  file: ImportFile,
  text: string,
): Imported {
  const draft = readPaperNote(text, { venues, datasets, fileName: file.name });
  const known = library.notes.ofFile(file.file);
  // Another path that ends in the same name is the same file only in the same folder.
  const found = known !== undefined && (known.file === file.file || known.folder === file.folder) ? known : undefined;
  const from = found === undefined ? undefined : taken.get(found.id);
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
  if (found?.source === text) {
    library.notes.setBase(found.id, text);
    taken.set(found.id, file.path);
    return { ...account, outcome: 'unchanged' };
  }
  if (found !== undefined && from !== undefined && from !== file.path) {
    return { ...account, outcome: 'other', texts: { library: found.source, file: text, fileName: from } };
  }
  if (found !== undefined && found.source !== found.base && !options.replace) {
    return { ...account, outcome: 'edited', texts: { library: found.source, file: text, fileName: found.file } };
  }
  const place = { id: found?.id, file: found?.file ?? file.file, folder: file.folder };
  const saved = saveNote(library, deriver, place, draft);
  library.notes.setBase(saved.noteId, text);
  taken.set(saved.noteId, file.path);
  if (saved.isNewPaper) account.newPapers.push(saved.paperId as number);
  else if (saved.paperId !== null) account.known += 1;
  account.doubts.push(...saved.doubts.map((message) => ({ line: 1, message })));
  if (saved.paperId === null)
    account.doubts.push({ line: 1, message: 'no sign of a paper: kept as a note about none' });
  return { ...account, outcome: found === undefined ? 'new' : 'changed' };
}
