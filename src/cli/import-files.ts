import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { ImportFailure, ImportFile } from '../core/import.ts';
import { type Message, msg } from '../domain/message.ts';

/** The notes that paths name: files, or all Markdown files in folders and below them. What cannot be read is in `failures`. */
export function readNotes(paths: readonly string[], failures: ImportFailure[]): ImportFile[] {
  return paths.flatMap((path) => findNotes(path, failures).flatMap((found) => readNote(found, path, failures)));
}

/** The Markdown files that a path names: itself, or all in the folder and those below it, in order of name. */
function findNotes(path: string, failures: ImportFailure[]): string[] {
  const fail = (message: Message, hint: Message): string[] => {
    failures.push({ path, line: undefined, message, hint });
    return [];
  };
  try {
    if (!statSync(path).isDirectory()) return [path];
    const notes = notesBelow(path);
    return notes.length > 0 ? notes : fail(msg`no Markdown file is in this folder`, msg`name a folder of .md files`);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return fail(msg`there is no such file or folder`, msg`check the path`);
    return fail(msg`cannot be read (${code})`, msg`check the rights of the file`);
  }
}

/** The code of an error of the operating system. */
function codeOf(error: unknown): string {
  return String((error as { code?: string }).code);
}

function notesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const inner = join(folder, entry.name);
    if (entry.isDirectory()) return notesBelow(inner);
    return /\.(?:md|markdown)$/i.test(entry.name) ? [inner] : [];
  });
}

/** The file, or nothing where it cannot be read, which `failures` then says. */
function readNote(path: string, root: string, failures: ImportFailure[]): ImportFile[] {
  const below = relative(root, path).replaceAll('\\', '/');
  const folder = dirname(resolve(path));
  try {
    // A pipe or a device may have no end.
    if (!statSync(path).isFile()) {
      failures.push({
        path,
        line: undefined,
        message: msg`is no regular file`,
        hint: msg`name files or folders of .md files`,
      });
      return [];
    }
    return [
      { path, name: basename(path), file: below === '' ? basename(path) : below, folder, bytes: readFileSync(path) },
    ];
  } catch (error) {
    const message = msg`cannot be read (${codeOf(error)})`;
    failures.push({ path, line: undefined, message, hint: msg`check the rights of the file` });
    return [];
  }
}
