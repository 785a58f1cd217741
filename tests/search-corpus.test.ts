import { beforeAll, describe, expect, it } from 'vitest';
import { importNotes } from '../src/core/import.ts';
import { textsOfPaper } from '../src/core/paper-texts.ts';
import { resolveQuery } from '../src/core/resolve-query.ts';
import { parseQuery } from '../src/domain/query.ts';
import { findTerm, searchTerm, unitsOf } from '../src/domain/search-text.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, paperNotes, weeklyNotes } from './helpers/corpus.ts';
import { freshLibrary } from './helpers/library.ts';

const fold = (text: string) => text.normalize('NFKC').toLowerCase();

describe.skipIf(NO_CORPUS)("search in the user's notes (skipped without ../shared)", () => {
  let library: Library;
  let texts: Map<number, string[]>;
  beforeAll(() => {
    library = freshLibrary();
    importNotes(library, [...weeklyNotes(), ...paperNotes()], { replace: false });
    const names = (tagId: number) => library.tags.allNames(tagId).join('\n');
    texts = new Map(
      library.papers.all().map((paper) => [paper.id, textsOfPaper(library, paper, names).map(({ text }) => text)]),
    );
  });

  const found = (words: string) =>
    library.papers
      .find(resolveQuery(library, parseQuery(`"${words}"`), { today: '2024-06-14', saved: {} }))
      .rows.map(({ id }) => id)
      .sort((a, b) => a - b);

  it('equals a scan for every Chinese text of one to four characters in the weekly notes', () => {
    const pieces = new Set<string>();
    for (const { bytes } of weeklyNotes()) {
      for (const [run] of fold(bytes.toString('utf8')).matchAll(/\p{Script=Han}+/gu)) {
        const characters = [...run];
        for (let length = 1; length <= 4; length += 1) {
          for (let at = 0; at + length <= characters.length; at += 1)
            pieces.add(characters.slice(at, at + length).join(''));
        }
      }
    }
    const folded = [...texts].map(([id, parts]) => [id, fold(parts.join('\n'))] as const);
    const wrong: string[] = [];
    for (const piece of pieces) {
      const scanned = folded.filter(([, text]) => text.includes(piece)).map(([id]) => id);
      if (found(piece).join() !== scanned.join()) wrong.push(piece);
    }
    expect(pieces.size).toBeGreaterThan(10_000);
    expect(wrong).toEqual([]);
  });

  it('equals a scan for every Latin word of the weekly notes', () => {
    const units = [...texts].map(([id, parts]) => [id, parts.map(unitsOf)] as const);
    const words = new Set(
      weeklyNotes().flatMap(({ bytes }) =>
        unitsOf(bytes.toString('utf8'))
          .filter(({ cjk }) => !cjk)
          .map(({ text }) => text),
      ),
    );
    expect(words.size).toBeGreaterThan(500);
    for (const word of words) {
      const term = searchTerm(word);
      const scanned = units
        .filter(([, parts]) => term && parts.some((part) => findTerm(part, term).length > 0))
        .map(([id]) => id);
      expect(found(word), word).toEqual(scanned);
    }
  });
});
