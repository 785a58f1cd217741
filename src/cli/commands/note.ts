import type { Command } from 'commander';
import type { EditableNote } from '../../core/edit-note.ts';
import { findPaper } from '../../core/find-paper.ts';
import { msg } from '../../domain/message.ts';
import { baseName, type Note } from '../../domain/note.ts';
import type { Paper } from '../../domain/paper.ts';
import { ConflictError, KdError, NotFoundError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { page } from '../pager.ts';
import { type Column, printListing, printRecord } from '../print.ts';

const COLUMNS: readonly Column<Note>[] = [
  { name: 'file', head: msg`FILE`, value: ({ file }) => file, narrow: 'shrink' },
  { name: 'date', head: msg`DATE`, value: ({ date }) => date, narrow: 'drop' },
  { name: 'paper', head: msg`PAPER`, value: ({ paperId }) => paperId, narrow: 'drop' },
  { name: 'title', head: msg`TITLE`, value: ({ title, name }) => title ?? name, narrow: 'shrink' },
];

export function note(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd note projector', 'kd note projector --raw > projector.md', 'kd note Markdown.md']);
  command
    .argument('[paper or file]', t`a reference to the paper, or the name of the note's file; none lists all notes`)
    .option('--raw', t`the file's bytes, without a pager`)
    .option('-e, --edit', t`edit the note, or begin one, in your editor (KD_EDITOR, VISUAL, EDITOR)`)
    .action(async (ref: string | undefined, options: { raw?: true; edit?: true }) => {
      const library = await app.read();
      if (ref === undefined) {
        await printListing(app, { rows: library.notes.all(), columns: COLUMNS, id: ({ id }) => id });
        return;
      }
      if (options.edit === true) {
        await editInEditor(app, await noteToEdit(library, ref, app.today));
        return;
      }
      const found = findNote(library, ref);
      const { id, file, folder, paperId, title, date, theme, facts, outline, source } = found;
      if (printRecord(app, { id, file, folder, paper: paperId, title, date, theme, ...facts, outline, source })) return;
      if (options.raw === true) app.io.out(source);
      else await page(app, source);
    });
}

function findNote(library: Library, ref: string): Note {
  const { note: found, paper } = noteOf(library, ref);
  if (found !== undefined) return found;
  const key = paper?.citationKey ?? '';
  throw new NotFoundError(msg`there is no note on ${key}`, msg`kd note ${key} -e begins one`);
}

/** The note to edit: for a paper that has none, one to begin with. */
async function noteToEdit(library: Library, ref: string, today: string): Promise<EditableNote> {
  const { beginNote } = await import('../../core/edit-note.ts');
  const { note: found, paper } = noteOf(library, ref);
  return found ?? beginNote(library, paper as Paper, today);
}

/** The note of a file, or the one note on a paper. */
function noteOf(library: Library, ref: string): { note: Note | undefined; paper: Paper | undefined } {
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

async function editInEditor(app: App, found: EditableNote): Promise<void> {
  const { edit } = await import('../editor.ts');
  const edited = await edit(app, found.source, baseName(found.file));
  if (edited.text.trim() === '' && found.source.trim() !== '') {
    edited.discard();
    throw new KdError(
      msg`the edited note is empty: nothing was changed`,
      msg`kd note ${found.file} shows what is kept`,
    );
  }
  try {
    const { editNote } = await import('../../core/edit-note.ts');
    const changed = editNote(await app.write(), found, edited.text);
    edited.discard();
    app.io.err(`${changed ? app.t`saved ${found.file}` : app.t`unchanged`}\n`);
  } catch (error) {
    if (!(error instanceof KdError)) throw error;
    throw error.withHint(msg`your text is in ${edited.path}`);
  }
}
