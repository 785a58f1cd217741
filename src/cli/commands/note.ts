import type { Command } from 'commander';
import { noteOf } from '../../core/find-note.ts';
import { msg } from '../../domain/message.ts';
import type { Note } from '../../domain/note.ts';
import { NotFoundError } from '../../errors.ts';
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
        const { editInEditor } = await import('../edit-text.ts');
        const { editableNote } = await import('../edit-note.ts');
        await editInEditor(app, editableNote(library, ref, app.today));
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
