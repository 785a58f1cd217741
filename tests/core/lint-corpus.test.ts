import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { undo } from '../../src/core/history.ts';
import { importNotes } from '../../src/core/import.ts';
import { CHECKS, type Check } from '../../src/core/lint/finding.ts';
import { lint } from '../../src/core/lint.ts';
import { fixFindings } from '../../src/core/lint-fix.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import type { Library } from '../../src/store/library.ts';
import { NO_CORPUS, paperNotes, type RealFile, weeklyNotes } from '../helpers/corpus.ts';
import { freshLibrary } from '../helpers/library.ts';

/** The texts of all weeks and notes by their dates and files. */
function textsOf(library: Library): Map<string, string> {
  const dates = library.weeks.list().map(({ date }) => date);
  return new Map([
    ...dates.map((date) => [date, textOf((library.weeks.load(date) as Week).blocks)] as const),
    ...library.notes.all().map(({ file, source }) => [file, source] as const),
  ]);
}

describe.skipIf(NO_CORPUS)('the real notes', () => {
  const files: readonly RealFile[] = NO_CORPUS ? [] : [...weeklyNotes(), ...paperNotes()];
  const library = freshLibrary();
  importNotes(library, files, { replace: false });
  const originals = textsOf(library);
  const findings = lint(library, { checks: CHECKS });
  const before = [...canonicalDump(library)];
  const papers = library.papers.all().map(({ id, status, year }) => [id, status, year]);
  const texts = fixFindings(library);

  it('have findings that a person agrees with', () => {
    const counts = (check: Check) => findings.filter((finding) => finding.check === check).length;
    expect(Object.fromEntries(CHECKS.map((check) => [check, counts(check)]))).toEqual(COUNTS);
  });

  it('are changed in the lines of the findings alone, by the changes these tell', () => {
    expect(texts.flatMap(({ refused }) => refused)).toEqual([]);
    const changed = texts.flatMap(({ at, before: old, after }) => {
      const [was, is] = [old, after].map((text) => text.split('\n'));
      expect(is).toHaveLength(was?.length ?? 0);
      return (was ?? []).flatMap((line, index) => (line === is?.[index] ? [] : `${at}:${index + 1}`));
    });
    const told = findings.filter(({ fix }) => fix !== undefined).map(({ at, line }) => `${at}:${line}`);
    expect(new Set(changed)).toEqual(new Set(told));
    expect(lint(library).filter(({ fix }) => fix !== undefined)).toEqual([]);
  });

  it('say the same to the reader as before', () => {
    const rest = (all: typeof findings) => all.filter(({ fix }) => fix === undefined);
    expect(rest(lint(library, { checks: CHECKS }))).toEqual(rest(findings));
    expect(library.papers.all().map(({ id, status, year }) => [id, status, year])).toEqual(papers);
  });

  it('stay as they are when the files are imported again', () => {
    const fixed = textsOf(library);
    const { items } = importNotes(library, files, { replace: false });
    expect(new Set(items.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged', 'skeleton']));
    expect(textsOf(library)).toEqual(fixed);
  });

  it('have their bytes again when it is taken back', () => {
    expect(textsOf(library)).not.toEqual(originals);
    undo(library, 1);
    expect([...canonicalDump(library)]).toEqual(before);
    expect(textsOf(library)).toEqual(originals);
    for (const { name, bytes } of files) {
      const week = library.weeks.list().find(({ date }) => library.weeks.load(date)?.fileName === name);
      const text = originals.get(week?.date ?? name);
      // An empty note gave way to the full one of its date.
      if (text === undefined) expect(name).toBe('20240314.md');
      else expect(Buffer.from(text)).toEqual(bytes);
    }
  });
});

/**
 * As a person found them right, line by line, where they are not on request. What is on request is told without a
 * fault: most readings have no list of key ideas, and no authors. Images are looked for by their files, not here.
 */
const COUNTS: Readonly<Record<Check, number>> = {
  doubt: 24,
  venue: 1,
  spaces: 78,
  'back-reference': 0,
  contradiction: 0,
  link: 0,
  mention: 4,
  image: 0,
  'key-idea': 71,
  theme: 11,
  citing: 83,
};
