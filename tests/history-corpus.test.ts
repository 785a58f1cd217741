import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../src/core/dump.ts';
import { logOf, redo, undo } from '../src/core/history.ts';
import { importNotes } from '../src/core/import.ts';
import { textOf } from '../src/domain/week.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, paperNotes, weeklyNotes } from './helpers/corpus.ts';
import { english } from './helpers/english.ts';
import { freshLibrary } from './helpers/library.ts';

const content = (library: Library) => [...canonicalDump(library)];

describe.skipIf(NO_CORPUS)(
  "the user's notes, imported, taken back and imported again (skipped without ../shared)",
  () => {
    it('are the same library at every step, and the same bytes', () => {
      const library = freshLibrary();
      const states = [content(library)];
      for (const files of [weeklyNotes(), paperNotes()]) {
        expect(importNotes(library, files, { replace: false }).failures).toEqual([]);
        states.push(content(library));
      }
      for (const state of states.slice(0, -1).reverse()) {
        undo(library, 1);
        expect(content(library)).toEqual(state);
      }
      expect(library.papers.ids()).toEqual([]);
      expect(library.search.newest('"distillation"', 9)).toEqual([]);
      redo(library, 2);
      expect(content(library)).toEqual(states[2]);
      const files = weeklyNotes().map(({ bytes }) => bytes.toString('utf8'));
      for (const { date } of library.weeks.list()) {
        const note = textOf(library.weeks.load(date)?.blocks ?? []);
        expect(
          files.some((text) => note !== '' && text.includes(note)),
          date,
        ).toBe(true);
      }
      for (const { file, bytes } of paperNotes()) {
        expect(Buffer.from(library.notes.ofFile(file)?.source ?? '').equals(bytes), file).toBe(true);
      }
      const told = logOf(library).map(({ what, state }) => `${state}: ${english(what)}`);
      expect(told[1]).toMatch(/^done: added \d+ papers, \d+ weeks$/);
      expect(told[0]).toMatch(/^done: added \d+ papers, 66 notes · changed \d+ papers$/);
    });
  },
);
