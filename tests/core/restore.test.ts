import { describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { findPaper } from '../../src/core/find-paper.ts';
import { redo, undo } from '../../src/core/history.ts';
import { importNotes } from '../../src/core/import.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { restoreDump } from '../../src/core/restore.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { aliasTag, tagPaper, untagPaper } from '../../src/core/tag.ts';
import { toAddition } from '../../src/domain/schema.ts';
import type { Library } from '../../src/store/library.ts';
import { NO_CORPUS, paperNotes, weeklyNotes } from '../helpers/corpus.ts';
import { CONCEPTS, freshLibrary, importTexts, VENUES } from '../helpers/library.ts';

const VOCABULARY = { version: 'test', vocabulary: { concepts: CONCEPTS, venues: VENUES } };

function textOf(library: Library): string {
  return [...dump(library)].map((record) => `${JSON.stringify(record)}\n`).join('');
}

function restored(text: string): Library {
  const library = freshLibrary();
  restoreDump(library, [text.slice(0, 100), text.slice(100)], VOCABULARY);
  return library;
}

const NOTE = `# 20240517

## 论文阅读

> logit 蒸馏
### Whitening Everything: A Study of Teachers 2024AAAI
先做**白化**再对齐。
- 白化
`;

/** A library with something of every kind in it. */
function full(): Library {
  const library = freshLibrary();
  importTexts(library, { '20240517.md': NOTE });
  const addition = { title: 'A Second Paper on Logits 2023CVPR', author: ['Wei Li'], code: 'https://example.org/c' };
  addPaper(library, toAddition({ ...addition, week: '2024-05-17' }, '2024-05-17'));
  tagPaper(library, 2, ['my own tag', 'whitening'], 'topic');
  untagPaper(library, 1, ['whitening']);
  aliasTag(library, 'projector', ['投影器']);
  namePaper(library, 2, ['SPL']);
  setPaper(library, findPaper(library, '2'), { rating: 4 });
  library.write(() => library.papers.setEntry(1, { type: 'article', key: 'li', fields: { title: '{W}hitening' } }));
  return library;
}

describe('restoring a dump', () => {
  it('into an empty library gives the same library: content, ids, history, and what follows from them', () => {
    const library = full();
    const again = restored(textOf(library));
    expect(textOf(again)).toBe(textOf(library));
    expect([...canonicalDump(again)]).toEqual([...canonicalDump(library)]);
    expect(again.tags.named('投影器').map(({ name }) => name)).toEqual(['projector']);
    expect(findPaper(again, 'SPL').id).toBe(2);
    expect(library.search.newest('"白化"', 9)).toEqual(again.search.newest('"白化"', 9));
  });

  it('keeps what was taken back, and what can be made again of it', () => {
    const library = full();
    undo(library, 2);
    library.write(() => library.papers.setStatus(1, 'reading'));
    undo(library, 1);
    const again = restored(textOf(library));
    expect(textOf(again)).toBe(textOf(library));
    const ids = (one: Library) => redo(one, 1).map(({ operation }) => operation.id);
    expect(ids(again)).toEqual(ids(library));
    expect(() => redo(again, 1)).toThrow();
  });

  it('goes on with ids that were never given', () => {
    const library = full();
    library.write(() => undefined);
    const again = restored(textOf(library));
    importTexts(again, { '20240524.md': NOTE.replace('20240517', '20240524').replace('Everything', 'Nothing') });
    importTexts(library, { '20240524.md': NOTE.replace('20240517', '20240524').replace('Everything', 'Nothing') });
    expect(textOf(again)).toBe(textOf(library));
  });

  it('is refused where the library is not empty', () => {
    const library = full();
    expect(() => restoreDump(library, [textOf(library)], VOCABULARY)).toThrow('the library is not empty');
  });

  it.each([
    ['a line that is no JSON', '{"record":"library","schema":1}\n{"record":\n', 2],
    ['a text that is no dump', '{"record":"paper"}\n', 1],
    ['a record of no kind', '{"record":"library","schema":1}\n{"record":"nothing"}\n', 2],
    ['a dump of another schema', '{"record":"library","schema":2}\n', 1],
  ])('of %s names the line, and changes nothing', (_, text, line) => {
    const library = freshLibrary();
    const before = textOf(library);
    expect(() => restoreDump(library, [text], VOCABULARY)).toThrow(expect.objectContaining({ line }));
    expect(textOf(library)).toBe(before);
  });

  it('of a dump with a record twice names the line, and changes nothing', () => {
    const lines = textOf(full()).split('\n');
    const at = lines.findIndex((line) => line.startsWith('{"record":"paper"'));
    const twice = [...lines.slice(0, at + 1), lines[at], ...lines.slice(at + 1)].join('\n');
    const library = freshLibrary();
    const before = textOf(library);
    expect(() => restoreDump(library, [twice], VOCABULARY)).toThrow(expect.objectContaining({ line: at + 2 }));
    expect(textOf(library)).toBe(before);
  });

  it.skipIf(NO_CORPUS)('gives the same bytes for the real notes', () => {
    const library = freshLibrary();
    importNotes(library, [...weeklyNotes(), ...paperNotes()], { replace: false });
    const text = textOf(library);
    expect(textOf(restored(text))).toBe(text);
  });
});
