import { textOf } from '../domain/week.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import type { Library } from '../store/library.ts';

/**
 * Records that the notes of weeks were written to a file, so that a later import can tell what was changed in the file
 * from what was changed in the library.
 */
export function noteWritten(library: Library, fileName: string, text: string): void {
  library.write(() => {
    for (const { date, blocks } of readWeeklyNote(text, { venues: library.venues.table(), fileName }).weeks) {
      const week = library.weeks.load(date);
      if (week !== undefined) library.weeks.setBase(week.id, fileName, textOf(blocks));
    }
  });
}
