// Papers in the trash: what stays of them, what comes back, and that nothing else changes.
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { findPaper, findRemoved } from '../../src/core/find-paper.ts';
import { redo, undo } from '../../src/core/history.ts';
import { beginWeek } from '../../src/core/new-week.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { purgePapers, removePapers, restorePapers } from '../../src/core/remove.ts';
import { restoreDump } from '../../src/core/restore.ts';
import { setPapers } from '../../src/core/set-paper.ts';
import { mergeTags, tagPaper, untagPaper } from '../../src/core/tag.ts';
import { textOfMessage } from '../../src/domain/message.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf } from '../../src/domain/week.ts';
import { ConflictError, NotFoundError } from '../../src/errors.ts';
import { Library } from '../../src/store/library.ts';
import { CONCEPTS, freshLibrary, importTexts, MIGRATIONS, VENUES } from '../helpers/library.ts';

const WEEK = `# 20240517

## 论文阅读

> 组件
### Alpha Students 2022CVPR
先做白化。

> 这是对 Alpha 的附注

### Beta Projector 2023ICCV
投影器就够了。

---

> 共享
### Gamma Rays 2023ICCV
### Delta Rays 2023ICCV
两篇同一个做法。

### Epsilon 2021ICLR
一句话。
`;
const NOTE = `# Alpha Students

**[CVPR 2022](https://example.org/a)\tcode in github NOT FOUND\tCIFAR\t20240510**

*Wei Li, Bo Xu*

笔记里的一句话。
`;
const FILES = { '20240517.md': WEEK, '2022CVPR-Alpha(AST).md': NOTE };
const ALPHA = 1;

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, FILES);
});

const blocksOf = (date = '2024-05-17') => library.weeks.load(date)?.blocks ?? [];
const kinds = () => blocksOf().map(({ kind }) => kind);
const bytes = () => textOf(blocksOf());
const content = (of = library) => [...canonicalDump(of)].map((record) => JSON.stringify(record)).join('\n');
const said = (doubts: Parameters<typeof textOfMessage>[0][]) => doubts.map((doubt) => textOfMessage(doubt));
const idOf = (ref: string) => findPaper(library, ref).id;

describe('a removed paper', () => {
  it('is in no list, and its reading stays in the week as prose, remarks and all', () => {
    const before = kinds();
    const [removed] = removePapers(library, [ALPHA]);
    expect(removed).toMatchObject({
      id: 1,
      citationKey: 'alpha-students-2022',
      readings: [{ date: '2024-05-17', heading: 'Alpha Students 2022CVPR' }],
      notes: ['2022CVPR-Alpha(AST).md'],
    });
    expect(bytes()).toBe(WEEK);
    const at = before.indexOf('reading');
    expect(kinds()).toEqual(before.map((kind, index) => (index === at ? 'prose' : kind)));
    expect(blocksOf()[at]?.source).toBe('### Alpha Students 2022CVPR\n先做白化。\n\n> 这是对 Alpha 的附注\n\n');
    expect(() => findPaper(library, 'Alpha')).toThrow(NotFoundError);
    expect(library.papers.ids()).toEqual([2, 3, 4, 5]);
    expect(library.notes.all()).toEqual([]);
    expect(library.checks.indexed(1).has(1)).toBe(false);
    expect(library.tags.counts(false).find(({ name }) => name === 'whitening')).toBeUndefined();
  });

  it('does not come back with its files, however they changed', () => {
    removePapers(library, [ALPHA]);
    expect(importTexts(library, FILES).items.map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
    const longer = WEEK.replace('一句话。', '两句话。又一句。');
    const { items } = importTexts(library, { '20240517.md': longer, '2022CVPR-Alpha(AST).md': `${NOTE}\n还有。\n` });
    expect(items.map(({ outcome }) => outcome)).toEqual(['changed', 'unchanged']);
    expect(said(items[1]?.doubts.map(({ message }) => message) ?? [])).toEqual([
      'the paper of this note was removed: kd restore alpha-students-2022',
    ]);
    expect(library.papers.ids()).toEqual([2, 3, 4, 5]);
    expect(bytes()).toBe(longer);
  });

  it('is not written into its week again beside its text', () => {
    removePapers(library, [ALPHA]);
    const again = toAddition({ title: 'Alpha Students 2022CVPR', week: '2024-05-17' }, '2024-05-17');
    expect(() => addPaper(library, again)).toThrow(/"Alpha Students 2022CVPR" was removed/);
    const elsewhere = addPaper(
      library,
      toAddition({ title: 'Alpha Students 2022CVPR', week: '2024-05-31' }, '2024-05-17'),
    );
    expect(elsewhere.paper.id).toBe(6);
  });

  it.each([
    ['a theme of its own', '新的组'],
    ['the theme that was its own', '组'],
    ['no theme', undefined],
  ])('leaves its week open to other papers, under %s', (_, theme) => {
    const note = '# 20240524\n\n## 论文阅读\n\n> 组\n#### Zeta One 2021ICLR\n一。\n\n> 附注\n';
    for (const text of [
      note,
      note.replace('> 组\n', ''),
      `${note}\n---\n\n#### Zeta Two 2021ICLR\n二。\n\n> 又一句\n`,
    ]) {
      library = freshLibrary();
      importTexts(library, { '20240524.md': text });
      const ids = library.papers.ids();
      removePapers(library, ids);
      const input = { title: 'Eta 2023ICCV', theme, summary: '句子。', week: '2024-05-24' };
      const { paper } = addPaper(library, toAddition(input, '2024-05-24'));
      expect(library.weeks.readingsOf(paper.id).map((reading) => reading.theme)).toEqual([theme ?? null]);
      expect(textOf(blocksOf('2024-05-24')).startsWith(text)).toBe(true);
      expect(restorePapers(library, ids).flatMap(({ doubts }) => doubts)).toEqual([]);
    }
  });

  it('leaves a shared text to the other paper, whichever of the two goes', () => {
    const [gamma, delta] = [idOf('Gamma'), idOf('Delta')];
    const summary = (id: number) => {
      const [reading] = library.weeks.readingsOf(id);
      const span = reading?.textSpans.summary;
      return span && reading?.textSource.slice(...span);
    };
    removePapers(library, [delta]);
    expect(summary(gamma)).toBe('两篇同一个做法。');
    expect(bytes()).toBe(WEEK);
    restorePapers(library, [delta]);
    removePapers(library, [gamma]);
    expect([summary(delta), bytes()]).toEqual(['两篇同一个做法。', WEEK]);
    removePapers(library, [delta]);
    expect(bytes()).toBe(WEEK);
    restorePapers(library, [gamma, delta]);
    expect([summary(gamma), summary(delta)]).toEqual(['两篇同一个做法。', '两篇同一个做法。']);
  });

  it('is refused to go where another paper without a title of letters has its heading', () => {
    importTexts(library, {
      '20240524.md': '# 20240524\n\n## 论文阅读\n\n### ？ 2021ICLR\n一。\n\n### ？ 2021ICLR\n二。\n',
    });
    const [first = 0, second = 0] = library.papers.ids().slice(-2);
    expect(first).not.toBe(second);
    expect(() => removePapers(library, [second])).toThrow(ConflictError);
    expect(library.papers.ids()).toContain(second);
  });
});

describe('a restored paper', () => {
  it('is what it was: rows, tags, names, notes, readings', () => {
    tagPaper(library, ALPHA, ['mine'], 'topic');
    untagPaper(library, ALPHA, ['whitening']);
    namePaper(library, ALPHA, ['AST']);
    const before = { content: content(), paper: library.papers.get(ALPHA), notes: library.notes.ofPaper(ALPHA) };
    removePapers(library, [ALPHA]);
    expect(content()).not.toBe(before.content);
    const [restored] = restorePapers(library, [ALPHA]);
    expect(restored).toEqual({
      id: 1,
      citationKey: 'alpha-students-2022',
      title: 'Alpha Students',
      weeks: ['2024-05-17'],
      notes: ['2022CVPR-Alpha(AST).md'],
      doubts: [],
    });
    expect({ content: content(), paper: library.papers.get(ALPHA), notes: library.notes.ofPaper(ALPHA) }).toEqual(
      before,
    );
    expect(library.trash.list()).toEqual([]);
    expect(library.weeks.load('2024-05-17')?.choices).toEqual(new Map());
    expect(library.mentions.namesOf(ALPHA).map(({ name }) => name)).toContain('AST');
  });

  it('gets the text that its week has now, and says where its heading is gone', () => {
    const beta = idOf('Beta');
    removePapers(library, [ALPHA, beta]);
    const edited = WEEK.replace('先做白化。', '先做**去相关**。').replace('### Beta Projector 2023ICCV\n', '');
    importTexts(library, { '20240517.md': edited });
    const [alpha, other] = restorePapers(library, [ALPHA, beta]);
    expect(alpha).toMatchObject({ weeks: ['2024-05-17'], doubts: [] });
    expect(library.weeks.readingsOf(ALPHA)[0]?.source).toContain('先做**去相关**。');
    expect(other?.weeks).toEqual([]);
    expect(said([...(other?.doubts ?? [])])).toEqual([
      'the heading "Beta Projector 2023ICCV" no longer stands as text in the week of 2024-05-17',
    ]);
    expect(bytes()).toBe(edited);
  });

  it('takes another key, file or no identifier where those were given away meanwhile, and says so', () => {
    const queue = (title: string, more: object) =>
      addPaper(library, toAddition({ title, status: 'to-read', ...more }, '2024-05-17')).paper.id;
    const id = queue('Omega Study 2024AAAI', { doi: '10.1000/omega', arxiv: '2401.00001', tag: ['mine'] });
    tagPaper(library, ALPHA, ['other'], 'idea');
    removePapers(library, [id]);
    const taker = queue('Omega Study 2024AAAI', { doi: '10.1000/omega', arxiv: '2401.00001' });
    mergeTags(library, 'mine', 'other');
    const [restored] = restorePapers(library, [id]);
    expect(restored?.citationKey).toBe('omega-study-2024-2');
    expect(said([...(restored?.doubts ?? [])])).toEqual([
      'the citation key omega-study-2024 was given to another paper: it is omega-study-2024-2 now',
      'the DOI 10.1000/omega is that of omega-study-2024 by now, and left out',
      'the arXiv identifier 2401.00001 is that of omega-study-2024 by now, and left out',
      'omega-study-2024 has the same title',
    ]);
    expect(library.papers.get(id)).toMatchObject({ doi: undefined, arxiv: undefined });
    expect(library.papers.get(taker)?.doi).toBe('10.1000/omega');
    expect(library.tags.of(id).map(({ name }) => name)).toContain('other');
  });

  it('is found by its id, key or a part of its title', () => {
    removePapers(library, [ALPHA, idOf('Gamma'), idOf('Delta')]);
    for (const ref of ['1', 'alpha-students-2022', 'alpha stud']) expect(findRemoved(library, ref).id).toBe(1);
    expect(() => findRemoved(library, 'rays')).toThrow(/"rays" fits 2 papers/);
    expect(() => findRemoved(library, 'Beta')).toThrow(NotFoundError);
    expect(library.trash.withTitle('ALPHA students')?.id).toBe(1);
    expect(library.trash.withTitle('？')).toBeUndefined();
  });
});

describe('a paper that another process has removed or restored meanwhile', () => {
  it('is a conflict, and nothing is changed', () => {
    const beta = idOf('Beta');
    removePapers(library, [ALPHA]);
    const before = library.operations.all().length;
    expect(() => removePapers(library, [beta, ALPHA])).toThrow(ConflictError);
    expect(() => restorePapers(library, [ALPHA, beta])).toThrow(ConflictError);
    expect(() => purgePapers(library, [ALPHA, 99])).toThrow(ConflictError);
    expect(() => setPapers(library, [beta, ALPHA], { rating: 3 })).toThrow(ConflictError);
    expect(library.operations.all()).toHaveLength(before);
    expect(library.papers.get(beta)?.rating).toBeUndefined();
  });
});

describe('the trash', () => {
  it('is emptied by a purge, which keeps the text of the weeks, and can be taken back', () => {
    removePapers(library, [ALPHA]);
    purgePapers(library, [ALPHA, idOf('Beta')]);
    expect([library.trash.list(), library.papers.ids()]).toEqual([[], [3, 4, 5]]);
    importTexts(library, FILES);
    expect(bytes()).toBe(WEEK);
    undo(library, 2);
    expect(library.trash.list().map(({ id }) => id)).toEqual([1]);
    undo(library, 1);
    expect(library.papers.ids()).toEqual([1, 2, 3, 4, 5]);
    redo(library, 1);
    expect(library.papers.ids()).toEqual([2, 3, 4, 5]);
  });

  it('goes through a dump, and what is restored behind it is what was removed', () => {
    tagPaper(library, ALPHA, ['mine'], 'topic');
    const before = content();
    removePapers(library, [ALPHA]);
    const text = [...dump(library)].map((record) => `${JSON.stringify(record)}\n`).join('');
    const copy = Library.openCopy(':none:', MIGRATIONS, { command: 'test', now: '2024-05-17T12:00:00.000Z' });
    restoreDump(copy, [text], { version: 'test', vocabulary: { concepts: CONCEPTS, venues: VENUES } });
    expect([...dump(copy)].map((record) => `${JSON.stringify(record)}\n`).join('')).toBe(text);
    restorePapers(copy, [ALPHA]);
    expect(content(copy)).toBe(before);
  });

  it('changes no week and no other paper, whatever is removed and in whichever order it comes back', () => {
    const notes = {
      ...FILES,
      '20240524.md': WEEK.replace('20240517', '20240524').replace('2021ICLR', '2021ICLR-0517'),
    };
    library = freshLibrary();
    importTexts(library, notes);
    const ids = library.papers.ids();
    const before = { content: content(), other: textOf(blocksOf('2024-05-24')) };
    const step = fc.record({ ids: fc.shuffledSubarray([...ids]), back: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 5 }), (steps) => {
        for (const { ids: chosen, back } of steps) {
          const inTrash = new Set(library.trash.list().map(({ id }) => id));
          if (back)
            restorePapers(
              library,
              chosen.filter((id) => inTrash.has(id)),
            );
          else
            removePapers(
              library,
              chosen.filter((id) => !inTrash.has(id)),
            );
          expect([bytes(), textOf(blocksOf('2024-05-24'))]).toEqual([WEEK, before.other]);
        }
        const rest = restorePapers(
          library,
          library.trash.list().map(({ id }) => id),
        );
        expect(rest.flatMap(({ doubts }) => said([...doubts]))).toEqual([]);
        expect(content()).toBe(before.content);
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  it('is not asked by a new week, which has only what is in the library', () => {
    removePapers(library, [ALPHA]);
    const { readings } = beginWeek(library, { kind: 'day', day: '2024-05-10' }, { files: [], carry: false });
    expect(readings.map(({ paper }) => paper.id)).toEqual([]);
  });
});
