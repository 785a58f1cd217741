import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { ImportFailure, ImportFile } from '../core/import.ts';
import { type Message, msg } from '../domain/message.ts';
import { FileError } from '../errors.ts';

/** What is looked for in folders: notes, and for an import what can be nothing but a bibliography. */
const NOTES = /\.(?:md|markdown)$/i;
const NOTES_AND_BIBLIOGRAPHIES = /\.(?:md|markdown|bib|ris)$/i;

/** The files that paths name: files, or those to be imported in folders and below them. What cannot be read is in `failures`. */
export function findFiles(paths: readonly string[], failures: ImportFailure[]): ImportFile[] {
  return find(paths, NOTES_AND_BIBLIOGRAPHIES, failures);
}

/** The files that paths name: files, or all Markdown files in folders and below them. */
export function findNotes(paths: readonly string[], failures: ImportFailure[]): ImportFile[] {
  return find(paths, NOTES, failures);
}

function find(paths: readonly string[], wanted: RegExp, failures: ImportFailure[]): ImportFile[] {
  return paths.flatMap((path) => below(path, wanted, failures).flatMap((found) => toFile(found, path, failures)));
}

/** The files that a path names: itself, or those wanted in the folder and those below it, in order of name. */
function below(path: string, wanted: RegExp, failures: ImportFailure[]): string[] {
  const fail = (message: Message, hint: Message): string[] => {
    failures.push({ path, line: undefined, message, hint });
    return [];
  };
  try {
    if (!statSync(path).isDirectory()) return [path];
    const files = filesBelow(path, wanted);
    return files.length > 0 ? files : fail(msg`no Markdown file is in this folder`, msg`name a folder of .md files`);
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

function filesBelow(folder: string, wanted: RegExp): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    const inner = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(inner, wanted);
    return wanted.test(entry.name) ? [inner] : [];
  });
}

/** The file, or nothing where it cannot be read, which `failures` then says. */
function toFile(path: string, root: string, failures: ImportFailure[]): ImportFile[] {
  const place = relative(root, path).replaceAll('\\', '/');
  const fail = (message: Message, hint: Message) => failures.push({ path, line: undefined, message, hint });
  let size: number;
  try {
    const stat = statSync(path);
    size = stat.size;
    // A pipe or a device may have no end.
    if (!stat.isFile()) {
      fail(msg`is no regular file`, msg`name files or folders of .md files`);
      return [];
    }
    closeSync(openSync(path, 'r'));
  } catch (error) {
    fail(msg`cannot be read (${codeOf(error)})`, msg`check the rights of the file`);
    return [];
  }
  const name = basename(path);
  return [
    {
      path,
      name,
      file: place === '' ? name : place,
      folder: dirname(resolve(path)),
      size,
      pieces: () => piecesOf(path),
    },
  ];
}

const PIECE_SIZE = 1 << 20;

/** The bytes of a file, a piece at a time, so that a large one is never in memory as a whole. @throws FileError */
function* piecesOf(path: string): Generator<Uint8Array> {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const size = Math.min(PIECE_SIZE, fstatSync(file).size + 1);
    for (;;) {
      const piece = Buffer.allocUnsafe(size);
      const length = readSync(file, piece);
      if (length === 0) return;
      yield piece.subarray(0, length);
    }
  } catch (error) {
    if ((error as { syscall?: unknown }).syscall === undefined) throw error;
    throw new FileError(msg`cannot be read (${codeOf(error)})`, msg`check the rights of the file`, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The beginning of a file, decoded as well as can be. */
export function beginningOf(file: ImportFile): string {
  for (const piece of file.pieces()) return new TextDecoder().decode(piece.subarray(0, 1 << 16));
  return '';
}
