import { titleKey } from '../domain/text.ts';
import type { Week } from '../domain/week.ts';
import { textOf } from '../domain/week.ts';
import { KdError } from '../errors.ts';
import { makeBackup } from '../store/backups.ts';
import type { Difference } from '../store/checks.ts';
import { type Context, Library } from '../store/library.ts';
import { type LeftRow, repairFile, type Salvage } from '../store/repair-file.ts';
import { Deriver } from './derive.ts';
import { type Examination, type ExamineOptions, examineRows, hasShippedRows } from './doctor.ts';
import { readEdited } from './edit-week.ts';
import { saveWeek } from './save-week.ts';
import { rememberIndex } from './search-index.ts';
import { forgetVocabulary, shipVocabulary, type Vocabulary } from './vocabulary.ts';

/** A row that was moved out of the library, and why. */
export interface MovedRow extends LeftRow {
  readonly why: string;
}

/** What a repair did. */
export interface Repair {
  /** Where the library from before is kept. */
  readonly replaced: string;
  /** The backup made before; undefined of a library too damaged to be copied. */
  readonly backup: string | undefined;
  /** The file with the rows that were moved out; undefined where there are none. */
  readonly movedTo: string | undefined;
  readonly moved: readonly MovedRow[];
  /** Rows that history gave back. */
  readonly restored: number;
  /** Rows whose history was made to say what they are. */
  readonly settled: number;
  /** What could not be read of a damaged file. */
  readonly lost: Salvage['lost'];
  /** What is found of the repaired library. */
  readonly after: Examination;
}

/** A library in memory with nothing but the shipped vocabulary. */
export function newLibrary(migrations: string, context: Context, version: string, vocabulary: Vocabulary): Library {
  const library = Library.openCopy('', migrations, context);
  shipVocabulary(library, version, vocabulary);
  return library;
}

/**
 * Repairs a library in a copy, which then takes its place: of a damaged file all that can be read; rows that are gone
 * come back from history; rows that name what is gone are moved out; keys, tags and search index are made again.
 */
export function repair(path: string, before: Examination, options: ExamineOptions, vocabulary: Vocabulary): Repair {
  const { migrations, context } = options;
  const fresh = newLibrary(migrations, context, options.vocabulary.version, vocabulary);
  const shipped = fresh.checks.shippedIds();
  fresh.close();
  // An older library is brought up to date first, in its place, with a copy from before.
  if (!before.isToBeRebuilt) Library.openToWrite(path, migrations, context).close();
  const backup = before.isDamaged ? undefined : makeBackup(path, migrations, context.now, 'before a repair').path;
  const moved: MovedRow[] = [];
  let result = { restored: 0, settled: 0 };
  let after: Examination = { findings: [], isDamaged: false, isToBeRebuilt: false, seen: null };
  const { replaced, movedTo, salvage } = repairFile(path, {
    migrations,
    now: context.now,
    isToBeRebuilt: before.isToBeRebuilt,
    shipped,
    mend: (partial, { lost, left }) => {
      moved.push(...left.map((row) => ({ ...row, why: 'the library refuses it' })));
      const library = Library.openToWrite(partial, migrations, context);
      try {
        result = mend(library, !lost.some(({ table }) => table === 'change' || table === 'operation'), moved);
        if (!hasShippedRows(library, options.vocabulary.rows)) forgetVocabulary(library);
        shipVocabulary(library, options.vocabulary.version, vocabulary);
      } finally {
        library.close();
      }
      const copy = Library.openCopy(partial, migrations, context);
      try {
        const { findings, seen } = examineRows(copy, options);
        after = { findings, isDamaged: false, isToBeRebuilt: false, seen };
      } finally {
        copy.close();
      }
      return moved;
    },
  });
  return { replaced, backup, movedTo, moved, ...result, lost: salvage.lost, after };
}

/** Columns of which history is right where they cannot be understood. */
const JSON_COLUMNS = [
  'spans',
  'facts',
  'outline',
  'extra',
  'choices',
  'proposed',
  'set_by_user',
  'fields',
  'near',
  'content',
];

function mend(library: Library, isHistoryWhole: boolean, moved: MovedRow[]): { restored: number; settled: number } {
  const { checks } = library;
  return library.write(() => {
    checks.deferReferences();
    checks.clearDerived();
    checks.clearIndex();
    checks.restoreOperations(library.now);
    const { differences, unreadable } = checks.differences();
    for (const place of unreadable) {
      const row = checks.removeChange(place);
      if (row !== undefined) moved.push({ table: 'change', row, why: 'it cannot be read' });
    }
    let restored = 0;
    let settled = 0;
    for (const difference of differences) {
      const { table, is, recorded } = difference;
      const fromHistory = is === null ? isHistoryWhole : isHistoryRight(difference);
      if (fromHistory && checks.putBack(difference)) {
        restored += 1;
        continue;
      }
      if (is === null && recorded !== null) moved.push({ table, row: recorded, why: 'it is in history alone' });
      checks.recordAsIs(difference);
      settled += 1;
    }
    moveDanglingOut(library, moved);
    for (const wrong of checks.wrongKeys()) {
      const row = checks.setKey(wrong);
      if (row !== undefined) moved.push({ table: wrong.table, row, why: 'another row has its key' });
    }
    for (const { table, highest } of checks.lowSequences()) checks.raiseSequence(table, highest);
    mendWeeks(library, moved);
    moveDanglingOut(library, moved);
    new Deriver(library).refreshAll();
    rememberIndex(library);
    return { restored, settled };
  });
}

/** Whether the row is what was damaged, and not the record of it: by the key of its title, or as it cannot be read. */
function isHistoryRight({ recorded, is }: Difference): boolean {
  if (recorded === null || is === null) return false;
  const differs = (column: string) => column in recorded && recorded[column] !== is[column];
  if (JSON_COLUMNS.some((column) => differs(column))) return true;
  // Title and key are two witnesses: history is right where one of them agrees with it.
  if (differs('title') === differs('title_key')) return false;
  return titleKey(String(recorded['title'])) === (differs('title') ? is['title_key'] : recorded['title_key']);
}

function moveDanglingOut(library: Library, moved: MovedRow[]): void {
  const { checks } = library;
  // What is removed may leave others without what they name.
  for (let dangling = checks.dangling(); dangling.length > 0; dangling = checks.dangling()) {
    for (const { table, key, row, column, parent, isOptional } of dangling) {
      moved.push({ table, row, why: `${column} names a row of ${parent} that is gone` });
      if (isOptional) checks.emptyColumn(table, key, column);
      else checks.removeRow(table, key);
    }
  }
}

/** Numbers blocks in order, and reads anew the weeks whose readings do not fit their blocks. */
function mendWeeks(library: Library, moved: MovedRow[]): void {
  const { checks } = library;
  for (const date of checks.weeksWithGaps()) checks.renumber(date);
  const broken = checks.brokenReadings();
  for (const date of new Set(broken.map(({ weekDate }) => weekDate))) {
    for (const { blockId } of broken.filter(({ weekDate }) => weekDate === date)) {
      const row = checks.readingRow(blockId);
      if (row === undefined) continue;
      moved.push({ table: 'reading', row, why: 'it does not fit its block' });
      checks.removeRow('reading', { block_id: blockId });
    }
    const week = library.weeks.load(date) as Week;
    try {
      saveWeek(library, new Deriver(library), week, readEdited(library, week, textOf(week.blocks)));
    } catch (error) {
      if (!(error instanceof KdError)) throw error;
    }
  }
  // What is still no reading is kept as prose.
  for (const { blockId } of checks.brokenReadings()) checks.makeProse(blockId);
}
