// Every paper of the real notes removed and restored: each note keeps its bytes, and everything comes back.
import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalDump } from '../src/core/dump.ts';
import { importNotes } from '../src/core/import.ts';
import { removePapers, restorePapers } from '../src/core/remove.ts';
import { textOf } from '../src/domain/week.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, paperNotes, weeklyNotes } from './helpers/corpus.ts';
import { freshLibrary } from './helpers/library.ts';

describe.skipIf(NO_CORPUS)('removing papers of the real notes', () => {
  let library: Library;
  let before: string[];
  const content = () => [...canonicalDump(library)].map((record) => JSON.stringify(record));
  const texts = () => library.weeks.list().map(({ date }) => [date, textOf(library.weeks.load(date)?.blocks ?? [])]);
  const readings = () =>
    library.weeks.list().flatMap(({ date }) => {
      return (library.weeks.load(date)?.blocks ?? []).flatMap(({ text, reading }) =>
        reading === null ? [] : [[date, text, reading.paperId]],
      );
    });

  beforeAll(() => {
    library = freshLibrary();
    importNotes(library, [...weeklyNotes(), ...paperNotes()], { replace: false });
    before = content();
  });

  it('one by one takes its own readings away, and no byte and no other reading', () => {
    const all = { texts: texts(), readings: readings() };
    // Each fourth one is enough, and takes a fourth of the time.
    for (const id of library.papers.ids().filter((id) => id % 4 === 0)) {
      removePapers(library, [id]);
      expect(readings()).toEqual(all.readings.filter(([, , paperId]) => paperId !== id));
      expect(texts()).toEqual(all.texts);
      expect(restorePapers(library, [id])[0]?.doubts).toEqual([]);
    }
    expect(readings()).toEqual(all.readings);
    expect(content()).toEqual(before);
  });

  it('all at once leaves text alone, which no import reads as papers again', () => {
    const all = texts();
    const ids = library.papers.ids();
    removePapers(library, ids);
    importNotes(library, [...weeklyNotes(), ...paperNotes()], { replace: false });
    expect([library.papers.ids(), readings(), texts()]).toEqual([[], [], all]);
    expect(restorePapers(library, ids.toReversed()).flatMap(({ doubts }) => doubts)).toEqual([]);
    expect(content()).toEqual(before);
  });
});
