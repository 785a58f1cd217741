import { msg } from '../domain/message.ts';
import type { Note } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { ConflictError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import { findPaper } from './find-paper.ts';

/** The note of a file, or the one note on a paper. @throws ConflictError where there are several on it */
export function noteOf(library: Library, ref: string): { note: Note | undefined; paper: Paper | undefined } {
  const byFile = library.notes.ofFile(ref.replaceAll('\\', '/').replace(/^\.\//, ''));
  if (byFile !== undefined) return { note: byFile, paper: undefined };
  const paper = findPaper(library, ref);
  const [first, ...others] = library.notes.ofPaper(paper.id);
  if (others.length > 0) {
    const files = library.notes.ofPaper(paper.id).map(({ file }) => file);
    throw new ConflictError(
      msg`there are ${files.length} notes on ${paper.citationKey}`,
      msg`name one by its file: ${files.join('  ·  ')}`,
    );
  }
  return { note: first, paper };
}
