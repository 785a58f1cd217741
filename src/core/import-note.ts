import { msg } from '../domain/message.ts';
import { type Merged, mergeUnits, unitsOfLines } from '../formats/merge.ts';
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
  const removed = found === undefined ? library.trash.withNote(file.file) : undefined;
  if (removed !== undefined) {
    const message = msg`the paper of this note was removed: kd restore ${removed.citationKey}`;
    return { ...account, outcome: 'unchanged', doubts: [{ line: 1, message }] };
  }
  if (found?.source === text) {
    library.notes.setBase(found.id, text);
    taken.set(found.id, file.path);
    return { ...account, outcome: 'unchanged' };
  }
  if (found !== undefined && from !== undefined && from !== file.path) {
    return { ...account, outcome: 'other', skipped: { library: found.source, file: text, fileName: from } };
  }
  const isEdited = found !== undefined && found.source !== found.base && !options.replace;
  const merged = isEdited && found.base !== null ? merge(found.base, found.source, text) : undefined;
  // Without a text that both come from, nothing tells which side changed what.
  if (isEdited && (merged === undefined || merged.clashes.length > 0)) {
    const skipped = { library: found.source, file: text, fileName: found.file, clashes: merged?.clashes };
    return { ...account, outcome: 'clash', skipped };
  }
  const place = { id: found?.id, file: found?.file ?? file.file, folder: file.folder };
  const mergedDraft = merged && readPaperNote(merged.text, { venues, datasets, fileName: file.name });
  const saved = saveNote(library, deriver, place, mergedDraft ?? draft);
  library.notes.setBase(saved.noteId, text);
  taken.set(saved.noteId, file.path);
  if (saved.isNewPaper) account.newPapers.push(saved.paperId as number);
  else if (saved.paperId !== null) account.known += 1;
  account.doubts.push(...saved.doubts.map((message) => ({ line: 1, message })));
  if (saved.paperId === null)
    account.doubts.push({ line: 1, message: msg`no sign of a paper: kept as a note about none` });
  if (found === undefined) return { ...account, outcome: 'new' };
  const isKept = merged?.text === found.source;
  return { ...account, outcome: isKept ? 'unchanged' : merged === undefined ? 'changed' : 'merged' };
}

/** What was changed in the file since it was last read, taken into a text that was edited in kd since then. */
function merge(base: string, edited: string, file: string): Merged {
  return mergeUnits(unitsOfLines(base), unitsOfLines(edited), unitsOfLines(file));
}
