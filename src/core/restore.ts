import { type DumpRecord, type DumpRecordOf, toDumpRecord } from '../domain/dump.ts';
import { msg, verbatim } from '../domain/message.ts';
import { baseName } from '../domain/note.ts';
import { ConflictError } from '../errors.ts';
import { FormatError } from '../formats/format.ts';
import { parseJson } from '../formats/json.ts';
import { readPaperNote } from '../formats/paper-note.ts';
import { linesOf } from '../formats/pieces.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { forgetVocabulary, shipVocabulary, type Vocabulary } from './vocabulary.ts';

/** What a dump held. */
export interface Restored {
  readonly papers: number;
  readonly weeks: number;
  readonly notes: number;
  readonly operations: number;
}

/**
 * Puts a dump into an empty library: everything as it was, ids and history too. `vocabulary` is shipped into it again.
 * @throws ConflictError where the library is not empty · FormatError, with the line, where a record is none of a dump's;
 * the library is left as it was
 */
export function restoreDump(
  library: Library,
  pieces: Iterable<string>,
  { version, vocabulary }: { readonly version: string; readonly vocabulary: Vocabulary },
): Restored {
  if (!library.restore.isEmpty()) {
    throw new ConflictError(
      msg`the library is not empty: a dump is put back into an empty one, with its history`,
      verbatim('kd --library NEW.db import DUMP.jsonl'),
    );
  }
  const ship = () => {
    forgetVocabulary(library);
    shipVocabulary(library, version, vocabulary);
  };
  return library.replay(() => {
    const counts = { papers: 0, weeks: 0, notes: 0, operations: 0 };
    let highest: Readonly<Record<string, number>> = {};
    for (const { number: line, text } of linesOf(pieces)) {
      if (text.trim() === '') continue;
      const found = toDumpRecord(parse(text, line));
      if ('wrong' in found) throw new FormatError(msg`no record of a dump: ${found.wrong}`, { line }, HINT);
      const { record } = found;
      if (line === 1 && record.record !== 'library') {
        throw new FormatError(msg`a dump begins with the record of its library`, { line }, HINT);
      }
      if (record.record === 'ids') highest = record.highest;
      try {
        put(library, record, counts);
        // What notes say is read with the venues and data sets of the vocabulary.
        if (record.record === 'ids') ship();
      } catch (error) {
        if (!String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT')) throw error;
        throw new FormatError(msg`the record does not fit those before it`, { line }, HINT);
      }
    }
    library.restore.setHighestIds(highest);
    new Deriver(library).refreshAll();
    return counts;
  });
}

const HINT = msg`only what kd dump wrote is read; nothing was changed`;

function parse(text: string, line: number): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new FormatError(msg`this line is no JSON`, { line }, HINT);
  }
}

type Counts = { -readonly [K in keyof Restored]: number };

function put(library: Library, record: DumpRecord, counts: Counts): void {
  const { restore } = library;
  switch (record.record) {
    case 'ids':
      restore.putVocabulary(record);
      return;
    case 'tag':
      restore.putTag(record);
      return;
    case 'paper':
      restore.putPaper(record);
      counts.papers += 1;
      return;
    case 'week':
      restore.putWeek(record);
      counts.weeks += 1;
      return;
    case 'note':
      restore.putNote(record, readNote(library, record));
      counts.notes += 1;
      return;
    case 'removed':
      restore.putRemoved(record);
      return;
    case 'operation':
      restore.putOperation(record);
      counts.operations += 1;
  }
}

function readNote(library: Library, { file, source }: DumpRecordOf<'note'>) {
  const options = { venues: library.venues.table(), datasets: library.tags.datasets(), fileName: baseName(file) };
  return readPaperNote(source, options);
}
