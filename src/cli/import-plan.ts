import { type FileFormat, type ImportFile, wholeOf } from '../core/import.ts';
import { msg } from '../domain/message.ts';
import { UsageError } from '../errors.ts';
import { detectFormat } from '../formats/detect.ts';
import { isUntouched } from '../formats/obsidian.ts';
import { FORMATS, type FormatName, loadFormat } from '../formats/registry.ts';
import { beginningOf } from './import-files.ts';
import { digest } from './output.ts';

/** A file with the name of its format. */
export interface PlannedFile {
  readonly file: ImportFile;
  readonly format: FormatName;
}

/** The text of a note of kd's own vault; of any other, its beginning, which tells that it is none. */
function textOf(file: ImportFile): string {
  const start = beginningOf(file);
  return /^kd-export: /m.test(start) ? new TextDecoder().decode(wholeOf(file)) : start;
}

/** The encodings that bibliographies are in where they are not UTF-8, likeliest first. */
const ENCODINGS = { en: ['windows-1252'], zh: ['gb18030', 'windows-1252'] };

/**
 * Finds the format of each file, unless `from` names it, and loads what reads it.
 * @throws UsageError where no format is told by a file's name and text
 */
export async function planFiles(
  files: readonly ImportFile[],
  from: FormatName | undefined,
  language: 'en' | 'zh',
): Promise<PlannedFile[]> {
  const loaded = new Map<FormatName, FileFormat>();
  const planned: PlannedFile[] = [];
  for (const file of files) {
    const format = from ?? detectFormat(file.name, beginningOf(file));
    if (format === undefined) {
      const names = FORMATS.filter(({ reads }) => reads).map(({ name }) => name);
      throw new UsageError(
        msg`${file.path}: what format this is cannot be told`,
        msg`name it: --from ${names.join('|')}`,
      );
    }
    if (!loaded.has(format)) {
      const { read } = await loadFormat(format);
      if (read !== undefined) {
        loaded.set(format, { name: format, read, encodings: format === 'list' ? [] : ENCODINGS[language] });
      }
    }
    const isExported = format === 'paper-note' && isUntouched(textOf(file), digest);
    planned.push({ file: { ...file, format: loaded.get(format), isExported }, format });
  }
  return planned;
}
