// Papers that are made one: what becomes of each field, and of all that knew them.
import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { parseAssignments } from '../../src/core/assignment.ts';
import { followDecisions, planDecisions } from '../../src/core/decisions.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { findDupes, setDifferent } from '../../src/core/dupes.ts';
import { findPaper } from '../../src/core/find-paper.ts';
import { redo, undo } from '../../src/core/history.ts';
import { parsePreference } from '../../src/core/merge-fields.ts';
import { mergePapers, planMerge } from '../../src/core/merge-papers.ts';
import { beginWeek } from '../../src/core/new-week.ts';
import { namePaper, unnamePaper } from '../../src/core/paper-alias.ts';
import { removePapers, restorePapers } from '../../src/core/remove.ts';
import { restoreDump } from '../../src/core/restore.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { tagPaper, untagPaper } from '../../src/core/tag.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf } from '../../src/domain/week.ts';
import { NotFoundError, UsageError } from '../../src/errors.ts';
import { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { CONCEPTS, freshLibrary, importTexts, MIGRATIONS, VENUES } from '../helpers/library.ts';

const WEEK = `# 20240510

## 论文阅读

> 组件
### Decoupled Students 2022CVPR
先做白化。

### Other Paper 2021ICLR
与 *Decoupled Students: A Second Look* 和 *2022CVPR Decoupled Students* 相近。
`;
const LATER = `# 20240517

## 论文阅读

### Decoupled Students: A Second Look 2023TPAMI
期刊版，投影器也有。
`;
const NOTE = `# Decoupled Students: A Second Look

**[TPAMI 2023](https://example.org/journal)\tcode in github NOT FOUND\tCIFAR\t20240511**

*Wei Li, Bo Xu*

笔记。
`;
const FILES = { '20240510.md': WEEK, '20240517.md': LATER, '2023TPAMI-Decoupled(DST).md': NOTE };
const [FIRST, OTHER, SECOND] = [1, 2, 3];

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, FILES);
});

const paper = (id: number) => library.papers.get(id) as NonNullable<ReturnType<Library['papers']['get']>>;
const set = (id: number, ...words: string[]) => setPaper(library, paper(id), parseAssignments(words));
const content = (of = library) => [...canonicalDump(of)].map((record) => JSON.stringify(record)).join('\n');
const whole = (of = library) =>
  [...dump(of)]
    .filter(({ record }) => !['operation', 'library', 'ids'].includes(String(record)))
    .map((record) => JSON.stringify(record))
    .join('\n');
const prefer = (...words: string[]) => parsePreference(words, (ref) => findPaper(library, ref).id);
const field = (name: string, ids = [FIRST, SECOND], words: string[] = []) =>
  planMerge(library, ids, prefer(...words)).fields.find((one) => one.field === name);
const bytes = (date: string) => textOf(library.weeks.load(date)?.blocks ?? []);

describe('merging papers', () => {
  it('keeps what only one has, and of what differs what the first has', () => {
    set(FIRST, 'doi=10.1000/conference', 'rating=3', 'status=reading');
    set(SECOND, 'doi=10.1000/journal', 'volume=7', 'author=Wei Li', 'status=dropped');
    expect(planMerge(library, [FIRST, SECOND]).fields).toEqual([
      {
        field: 'citation-key',
        values: ['decoupled-students-2022', 'decoupled-students-second-2023'],
        result: 'decoupled-students-2022',
        isOpen: false,
      },
      {
        field: 'title',
        values: ['Decoupled Students', 'Decoupled Students: A Second Look'],
        result: 'Decoupled Students',
        isOpen: true,
      },
      { field: 'author', values: [null, 'Wei Li'], result: 'Wei Li', isOpen: false },
      { field: 'venue', values: ['CVPR', 'TPAMI'], result: 'CVPR', isOpen: true },
      { field: 'date', values: ['2022', '2023'], result: '2022', isOpen: true },
      {
        field: 'doi',
        values: ['10.1000/conference', '10.1000/journal'],
        result: '10.1000/conference',
        isOpen: true,
      },
      {
        field: 'url',
        values: [null, 'https://example.org/journal'],
        result: 'https://example.org/journal',
        isOpen: false,
      },
      { field: 'volume', values: [null, '7'], result: '7', isOpen: false },
      { field: 'rating', values: ['3', null], result: '3', isOpen: false },
      { field: 'status', values: ['reading', 'dropped'], result: 'reading', isOpen: false },
      { field: 'link', values: [null, 'code in github NOT FOUND'], result: 'code in github NOT FOUND', isOpen: false },
      { field: 'reading', values: ['2024-05-10', '2024-05-17'], result: '2024-05-10, 2024-05-17', isOpen: false },
      {
        field: 'note',
        values: [null, '2023TPAMI-Decoupled(DST).md'],
        result: '2023TPAMI-Decoupled(DST).md',
        isOpen: false,
      },
    ]);
    const before = library.papers.lastId();
    mergePapers(library, [FIRST, SECOND]);
    expect(library.papers.lastId()).toBe(before - 1);
    expect(paper(FIRST)).toMatchObject({
      title: 'Decoupled Students',
      citationKey: 'decoupled-students-2022',
      authors: ['Wei Li'],
      venue: 'CVPR',
      year: 2022,
      doi: '10.1000/conference',
      volume: '7',
      rating: 3,
      status: 'reading',
    });
  });

  it('moves readings and notes, and no byte of their texts', () => {
    mergePapers(library, [FIRST, SECOND]);
    expect([bytes('2024-05-10'), bytes('2024-05-17')]).toEqual([WEEK, LATER]);
    expect(library.weeks.readingsOf(FIRST).map(({ weekDate }) => weekDate)).toEqual(['2024-05-10', '2024-05-17']);
    expect(library.notes.ofPaper(FIRST).map(({ source }) => source)).toEqual([NOTE]);
    expect(library.tags.of(FIRST).map(({ name }) => name)).toEqual(expect.arrayContaining(['whitening', 'projector']));
    expect(library.checks.indexed(1).has(SECOND)).toBe(false);
  });

  it('is found by all that named the other, and no new paper gets its key', () => {
    set(SECOND, 'doi=10.1000/journal', 'arxiv=2303.11098');
    set(FIRST, 'doi=10.1000/conference', 'arxiv=2203.00001');
    library.write(() => library.papers.setEntry(SECOND, { type: 'article', key: 'li2023decoupled', fields: {} }));
    library.write(() => library.papers.setEntry(FIRST, { type: 'inproceedings', key: 'li2022', fields: { a: 'b' } }));
    mergePapers(library, [FIRST, SECOND]);
    const names = ['3', 'decoupled-students-second-2023', 'li2023decoupled', '10.1000/journal', 'arXiv:2303.11098'];
    for (const name of [...names, 'Decoupled students: a second look', 'DST', 'li2022', '10.1000/conference']) {
      expect(findPaper(library, name).id, name).toBe(FIRST);
    }
    const input = { title: 'Decoupled Students Second 2023TPAMI', another: true, week: '2024-05-24' };
    expect(addPaper(library, toAddition(input, '2024-05-17')).paper.citationKey).toBe(
      'decoupled-students-second-2023-2',
    );
  });

  it('is what mentions of the other mean', () => {
    mergePapers(library, [FIRST, SECOND]);
    expect(library.mentions.from(OTHER).map(({ phrase, paperId }) => [phrase, paperId])).toEqual([
      ['2022CVPR Decoupled Students', FIRST],
      ['Decoupled Students: A Second Look', FIRST],
    ]);
    expect(library.mentions.to(FIRST).map(({ from }) => from)).toEqual([OTHER, OTHER]);
  });

  it('stays one paper, as it was decided, when its files are imported again', () => {
    mergePapers(library, [FIRST, SECOND], prefer('venue=3'));
    const longer = LATER.replace('期刊版', '期刊版，更长');
    const files = { ...FILES, '20240517.md': longer, '2023TPAMI-Decoupled(DST).md': `${NOTE}\n又一句。\n` };
    importTexts(library, files);
    expect(library.papers.ids()).toEqual([FIRST, OTHER]);
    expect(paper(FIRST)).toMatchObject({ title: 'Decoupled Students', venue: 'TPAMI', year: 2022 });
    expect(bytes('2024-05-17')).toBe(longer);
  });

  it('takes what is preferred, as the user’s own', () => {
    expect(field('venue', undefined, ['3'])).toMatchObject({ result: 'TPAMI', isOpen: false });
    expect(field('venue', undefined, ['3', 'venue=1'])).toMatchObject({ result: 'CVPR', isOpen: false });
    expect(field('date', undefined, ['year=3'])).toMatchObject({ result: '2023', isOpen: false });
    set(FIRST, 'doi=10.1000/conference');
    mergePapers(library, [FIRST, SECOND], prefer('title=3,date=3', 'citation-key=3', 'status=3'));
    expect(paper(FIRST)).toMatchObject({
      title: 'Decoupled Students: A Second Look',
      citationKey: 'decoupled-students-second-2023',
      year: 2023,
      venue: 'CVPR',
      setByUser: expect.arrayContaining(['title', 'year']),
    });
    // The first one's own key and title gave way, and go on naming it.
    expect(findPaper(library, 'decoupled-students-2022').id).toBe(FIRST);
    expect(findPaper(library, 'Decoupled Students').id).toBe(FIRST);
  });

  it('refuses preferences that mean nothing, and a paper with itself', () => {
    expect(() => planMerge(library, [FIRST, FIRST])).toThrow(UsageError);
    expect(() => planMerge(library, [FIRST])).toThrow(UsageError);
    expect(() => planMerge(library, [FIRST, 99])).toThrow(NotFoundError);
    expect(() => planMerge(library, [FIRST, SECOND], prefer('2'))).toThrow('2 is none of the papers that are merged');
    expect(() => planMerge(library, [FIRST, SECOND], prefer('nothing=1'))).toThrow('there is no field "nothing"');
    expect(() => prefer('1', '3')).toThrow('only one paper can be preferred for all fields');
  });

  it('takes a venue or date that is the same in full, and leaves empty what the user emptied', () => {
    set(FIRST, 'venue=TPAMI', 'date=2023', 'volume=');
    set(SECOND, 'date=2023-04', 'volume=7', 'track=Oral');
    expect(field('date')).toMatchObject({ values: ['2023', '2023-04'], result: '2023-04', isOpen: false });
    expect(field('venue')).toMatchObject({ result: 'TPAMI · Oral', isOpen: false });
    expect(field('volume')).toMatchObject({ values: [null, '7'], result: null, isOpen: false });
    expect(field('volume', undefined, ['volume=3'])).toMatchObject({ result: '7' });
  });

  it('joins tags, names, links, BibTeX fields and CSL variables', () => {
    tagPaper(library, FIRST, ['mine'], 'topic');
    tagPaper(library, SECOND, ['theirs', 'mine'], 'topic');
    untagPaper(library, SECOND, ['mine']);
    untagPaper(library, SECOND, ['projector']);
    namePaper(library, SECOND, ['DS2']);
    namePaper(library, FIRST, ['DST']);
    unnamePaper(library, SECOND, ['DST']);
    set(FIRST, 'code=https://github.com/someone/code', 'url=https://example.org/conference');
    library.write(() => {
      library.papers.update(FIRST, { extra: { publisher: 'A', note: 'x' } });
      library.papers.update(SECOND, { extra: { publisher: 'B', edition: '2' } });
      library.papers.setEntry(FIRST, { type: 'inproceedings', key: 'a', fields: { title: 'A', isbn: '1' } });
      library.papers.setEntry(SECOND, { type: 'article', key: 'b', fields: { title: 'B', month: 'may' } });
    });
    expect(field('publisher')).toMatchObject({ values: ['A', 'B'], result: 'A', isOpen: true });
    mergePapers(library, [FIRST, SECOND], prefer('publisher=3'));
    const choices = library.tags.choices(FIRST).map(({ tagId, choice }) => `${library.tags.nameOf(tagId)} ${choice}`);
    expect(choices.sort()).toEqual(['mine added', 'projector removed', 'theirs added']);
    expect(library.mentions.aliasChoices(FIRST)).toEqual([
      { alias: 'DS2', choice: 'added' },
      { alias: 'DST', choice: 'added' },
    ]);
    expect(paper(FIRST).extra).toEqual({ publisher: 'B', note: 'x', edition: '2' });
    expect(library.papers.entryOf(FIRST)).toEqual({
      type: 'inproceedings',
      key: 'a',
      fields: { title: 'A', isbn: '1', month: 'may' },
    });
    // The other paper says that there is no code; there is.
    expect(paper(FIRST).links).toEqual([
      { role: 'code', url: 'https://github.com/someone/code', text: undefined },
      { role: 'paper', url: 'https://example.org/journal', text: undefined },
    ]);
    expect(paper(FIRST).url).toBe('https://example.org/conference');
  });

  it('knows three at once, and what had been merged before', () => {
    mergePapers(library, [OTHER, SECOND]);
    mergePapers(library, [FIRST, OTHER]);
    expect(findPaper(library, 'decoupled-students-second-2023').id).toBe(FIRST);
    expect(library.duplicates.mergedInto(FIRST).map(({ id }) => id)).toEqual([OTHER, SECOND]);
    undo(library, 2);
    const before = content();
    mergePapers(library, [SECOND, FIRST, OTHER]);
    expect(library.papers.ids()).toEqual([SECOND]);
    expect(library.weeks.readingsOf(SECOND)).toHaveLength(3);
    undo(library, 1);
    expect(content()).toBe(before);
  });

  it('is one step of history, back and forth to the byte', () => {
    set(SECOND, 'doi=10.1000/journal');
    tagPaper(library, SECOND, ['theirs'], 'topic');
    setDifferent(library, [OTHER, SECOND], true);
    const before = whole();
    const beforeContent = content();
    mergePapers(library, [FIRST, SECOND], prefer('3'));
    const after = whole();
    expect(english(undo(library, 1))).toMatchObject([
      { what: expect.stringContaining('decoupled-students-second-2023') },
    ]);
    expect(whole()).toBe(before);
    expect(content()).toBe(beforeContent);
    redo(library, 1);
    expect(whole()).toBe(after);
  });

  it('is put by no kd week new into a week in which the other was put', () => {
    const input = { title: 'Waiting Paper', status: 'to-read' };
    const again = { title: 'Waiting Paper, the Preprint', status: 'to-read' };
    const [a, b] = [input, again].map((one) => addPaper(library, toAddition(one, '2024-05-24')).paper.id);
    set(a as number, 'status=read');
    set(b as number, 'status=read');
    beginWeek(library, { kind: 'day', day: '2024-05-31' }, { files: [], carry: false });
    const week = library.weeks.load('2024-05-31')?.id as number;
    expect(library.weeks.proposed(week)).toEqual([`paper ${a}`, `paper ${b}`]);
    mergePapers(library, [FIRST, b as number]);
    expect(library.weeks.proposed(week)).toEqual([`paper ${a}`, `paper ${FIRST}`]);
  });

  it('goes into a dump and back, and into the trash and back', () => {
    setDifferent(library, [OTHER, SECOND], true);
    mergePapers(library, [FIRST, SECOND]);
    const restored = Library.openCopy(':none:', MIGRATIONS, { command: 'test', now: '2024-05-18T12:00:00.000Z' });
    const lines = [...dump(library)].map((record) => `${JSON.stringify(record)}\n`);
    restoreDump(restored, lines, { version: 'test', vocabulary: { concepts: CONCEPTS, venues: VENUES } });
    expect([...dump(restored)].map((record) => `${JSON.stringify(record)}\n`)).toEqual(lines);
    expect(content(restored)).toBe(content());
    expect(findPaper(restored, 'decoupled-students-second-2023').id).toBe(FIRST);
    const before = content();
    removePapers(library, [FIRST]);
    restorePapers(library, [FIRST]);
    expect(content()).toBe(before);
    expect(findPaper(library, 'decoupled-students-second-2023').id).toBe(FIRST);
    expect(library.duplicates.different()).toEqual([[FIRST, OTHER]]);
  });
});

describe('decisions', () => {
  const decide = (
    line: number,
    decision: 'merge' | 'different' | 'skip',
    ids: number[],
    citationKeys: string[] = [],
  ) => ({
    ...{ line, decision, ids, citationKeys },
  });

  it('are followed in one operation, through pairs that share a paper', () => {
    const extra = addPaper(library, toAddition({ title: 'Fourth Paper', week: '2024-05-24' }, '2024-05-17')).paper.id;
    const before = content();
    const decisions = [
      decide(2, 'merge', [SECOND, FIRST]),
      decide(3, 'skip', [FIRST, OTHER]),
      decide(4, 'different', [FIRST, OTHER]),
      decide(5, 'merge', [FIRST, extra], ['decoupled-students-2022', 'fourth-paper']),
    ];
    expect(planDecisions(library, decisions)).toEqual({
      groups: [[SECOND, FIRST, extra]],
      different: [[FIRST, OTHER]],
      wrong: [],
    });
    followDecisions(library, decisions);
    expect(library.papers.ids()).toEqual([OTHER, SECOND]);
    expect(library.duplicates.different()).toEqual([[OTHER, SECOND]]);
    undo(library, 1);
    expect(content()).toBe(before);
  });

  it('that cannot be followed are told with their lines, and nothing is done', () => {
    const decisions = [
      decide(2, 'merge', [FIRST, 99]),
      decide(3, 'merge', [FIRST, SECOND]),
      decide(4, 'different', [SECOND, FIRST]),
      decide(5, 'merge', [OTHER, OTHER]),
      decide(6, 'merge', [FIRST, OTHER], ['decoupled-students-2022', 'another-key']),
      decide(7, 'skip', [98, 99]),
    ];
    const { wrong } = planDecisions(library, decisions);
    expect(english(wrong)).toEqual([
      { line: 2, message: 'no paper has the id 99' },
      { line: 4, message: 'these papers are called different, but other lines merge them' },
      { line: 5, message: 'a paper is named twice' },
      { line: 6, message: '2 is other-paper-2021, not another-key' },
    ]);
    const before = content();
    expect(() => followDecisions(library, decisions)).toThrow();
    expect(content()).toBe(before);
    expect(findDupes(library).length).toBeGreaterThan(0);
  });
});
