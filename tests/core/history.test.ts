import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump } from '../../src/core/dump.ts';
import { beginNote, editNote } from '../../src/core/edit-note.ts';
import { effectsOfOperation, logOf, redo, undo, undoOperation } from '../../src/core/history.ts';
import { beginWeek } from '../../src/core/new-week.ts';
import { noteWritten } from '../../src/core/note-written.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { aliasTag, mergeTags, renameTag, tagPaper, untagPaper } from '../../src/core/tag.ts';
import { shipVocabulary } from '../../src/core/vocabulary.ts';
import { addBullet } from '../../src/core/week.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf } from '../../src/domain/week.ts';
import { ConflictError, NotFoundError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { CONCEPTS, freshLibrary, importTexts, VENUES } from '../helpers/library.ts';

const DAY = '2024-05-17';
const WEEK = `# 20240517

## 论文阅读

> 一组
### Alpha Networks for Distillation 2022CVPR
甲的总结，用了白化。

### Beta Students 2023ICCV
乙的总结。
`;

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, { '20240517.md': WEEK });
});

const add = (title: string, more: Readonly<Record<string, unknown>> = {}) =>
  addPaper(library, toAddition({ title, week: DAY, ...more }, DAY));
const content = () => [...canonicalDump(library)];
const text = (date = DAY) => textOf(library.weeks.load(date)?.blocks ?? []);
const said = (moved: readonly { operation: { id: number }; what: Parameters<typeof english>[0] }[]) =>
  moved.map(({ operation, what }) => `${operation.id} ${english(what)}`);
const log = (...titles: string[]) =>
  logOf(library, titles.length === 0 ? {} : { paperIds: titles.map((title) => paper(title).id) }).map(
    ({ operation, what, state }) => `${operation.id} ${state}: ${english(what)}`,
  );
const search = (words: string) => library.search.newest(`"${words}"`, 9);
const lastId = () => library.operations.heads().length;

function paper(title: string): Paper {
  const found = library.papers.withTitle(title);
  if (found === undefined) return expect.unreachable(`no paper ${title}`);
  return found;
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(ConflictError);
    return (error as ConflictError).message;
  }
  return expect.unreachable('it was not refused');
}

describe('undo and redo', () => {
  it('take back the last commands, the newest first, and make them again in their order', () => {
    const states = [content()];
    add('Gamma 2024AAAI', { theme: '二组', summary: '丙。' });
    states.push(content());
    setPaper(library, paper('Gamma'), { status: 'dropped' });
    states.push(content());
    expect(said(undo(library, 1))).toEqual(['3 gamma-2024: status dropped → read']);
    expect(content()).toEqual(states[1]);
    expect(said(undo(library, 1))).toEqual([`2 removed paper gamma-2024 · changed the week of ${DAY}`]);
    expect(content()).toEqual(states[0]);
    expect(text()).toBe(WEEK);
    expect(said(redo(library, 2))).toEqual([
      `2 added paper gamma-2024 · changed the week of ${DAY}`,
      '3 gamma-2024: status read → dropped',
    ]);
    expect(content()).toEqual(states[2]);
    expect(said(undo(library, 2)).map((line) => line[0])).toEqual(['3', '2']);
    expect(content()).toEqual(states[0]);
  });

  it('take back as many as there are, and say where there are none', () => {
    expect(said(undo(library, 5))).toEqual([`1 removed 2 papers, the week of ${DAY}`]);
    expect(library.papers.ids()).toEqual([]);
    expect(library.weeks.list()).toEqual([]);
    expect(() => undo(library, 1)).toThrow(NotFoundError);
    expect(said(redo(library, 5))).toEqual([`1 added 2 papers, the week of ${DAY}`]);
    expect(() => redo(library, 1)).toThrow(NotFoundError);
  });

  it('are no commands themselves', () => {
    add('Gamma 2024AAAI');
    undo(library, 1);
    redo(library, 1);
    expect(library.operations.heads()).toHaveLength(2);
  });

  it('give each paper its own id back, and none to another', () => {
    add('Gamma 2024AAAI');
    undo(library, 1);
    redo(library, 1);
    expect(paper('Gamma').id).toBe(3);
    undo(library, 1);
    add('Delta 2024AAAI');
    expect(paper('Delta').id).toBe(4);
  });

  it('cannot make again what was taken back before something new was written, even where that is taken back too', () => {
    add('Gamma 2024AAAI');
    undo(library, 1);
    add('Delta 2024AAAI');
    expect(() => redo(library, 1)).toThrow(NotFoundError);
    undo(library, 1);
    expect(said(redo(library, 9))).toEqual([`3 added paper delta-2024 · changed the week of ${DAY}`]);
    expect(log()).toEqual([
      `3 done: added paper delta-2024 · changed the week of ${DAY}`,
      `2 discarded: added paper gamma-2024 · changed the week of ${DAY}`,
      `1 done: added 2 papers, the week of ${DAY}`,
    ]);
  });

  it('make again what follows: tags, names, mentions and the index', () => {
    importTexts(library, {
      '2.md':
        '# Gamma Whitening (GW)\n\n**[ICCV 2023](https://e.org/g)  20240510**\n\n白化，参考 *2022CVPR Alpha Networks for Distillation*。\n',
    });
    const { id } = paper('Gamma Whitening (GW)');
    const derived = () => ({
      tags: library.tags.of(id).map(({ name }) => name),
      evidence: library.tags.evidence(id),
      names: library.mentions.namesOf(id),
      mentions: library.mentions.from(id),
      found: search('gamma'),
    });
    const before = derived();
    expect(before).toMatchObject({ mentions: [{ paperId: 1 }], found: [id] });
    expect(before.tags).toContain('whitening');
    undo(library, 1);
    expect(derived()).toEqual({ tags: [], evidence: [], names: [], mentions: [], found: [] });
    redo(library, 1);
    expect(derived()).toEqual(before);
  });

  it('put the tags of all papers right where a tag is taken back', () => {
    const carried = () => library.papers.ids().map((id) => library.tags.of(id).map(({ name }) => name));
    const before = carried();
    tagPaper(library, 1, ['乙的总结'], 'topic');
    expect(carried()[1]).toContain('乙的总结');
    undo(library, 1);
    expect(carried()).toEqual(before);
    expect(search('beta')).toEqual([2]);
  });

  it('take along what was only recorded of files and proposals', () => {
    const before = content();
    add('Gamma 2024AAAI');
    noteWritten(library, 'report.md', text());
    beginWeek(library, { kind: 'day', day: DAY }, { files: [], carry: true });
    noteWritten(library, 'other.md', text());
    const { length } = library.operations.heads();
    expect(length).toBeGreaterThan(3);
    expect(said(undo(library, 1))).toEqual([`2 removed paper gamma-2024 · changed the week of ${DAY}`]);
    expect(content()).toEqual(before);
    expect([...library.weeks.bases(1).keys()]).toEqual(['20240517.md']);
    expect(library.operations.heads().filter(({ undone }) => undone)).toHaveLength(length - 1);
    redo(library, 1);
    expect([...library.weeks.bases(1).keys()]).toEqual(['20240517.md', 'other.md', 'report.md']);
    expect(library.operations.heads().filter(({ undone }) => undone)).toEqual([]);
  });

  it('leave everything as it is where one of several cannot be taken back', () => {
    renamedByHand();
    setPaper(library, paper('Beta Students'), { rating: 2 });
    const before = content();
    expect(refusal(() => undo(library, 2))).toBe('changed since: track of beta-students-2023');
    expect(content()).toEqual(before);
    expect(library.operations.heads().some(({ undone }) => undone)).toBe(false);
  });

  /** What no command does: a title changed outside of history. */
  function renamedByHand(): void {
    library.replay(() => library.papers.update(2, { track: 'Findings' }));
  }
});

describe('undo of one operation', () => {
  it('is a command of its own, which undo takes back', () => {
    tagPaper(library, 1, ['mine'], 'topic');
    namePaper(library, 2, ['BS']);
    const before = content();
    const { operation, what, left } = undoOperation(library, 2, false);
    expect([operation.id, english(what), left]).toEqual([
      2,
      'removed the tag mine · alpha-networks-distillation-2022: tag mine added → –',
      [],
    ]);
    expect(library.tags.named('mine')).toEqual([]);
    expect(library.mentions.aliasChoices(2)).toEqual([{ alias: 'BS', choice: 'added' }]);
    expect(log()[0]).toBe('4 done: removed the tag mine · alpha-networks-distillation-2022: tag mine added → –');
    undo(library, 1);
    expect(content()).toEqual(before);
  });

  it('takes a reading out from between others, with its paper', () => {
    add('Gamma 2024AAAI', { theme: '二组', summary: '丙。' });
    const before = text();
    add('Delta 2024AAAI', { theme: '三组', summary: '丁。' });
    const behind = text().slice(before.length);
    undoOperation(library, 2, false);
    expect(text()).toBe(WEEK + behind);
    expect(library.papers.withTitle('Gamma')).toBeUndefined();
    expect(search('gamma')).toEqual([]);
    expect(search('delta')).toEqual([4]);
  });

  it('is refused where something changed since, with the list of it', () => {
    setPaper(library, paper('Beta Students'), { status: 'reading', rating: 3 });
    setPaper(library, paper('Beta Students'), { rating: 4 });
    const before = content();
    expect(refusal(() => undoOperation(library, 2, false))).toBe('changed since: rating of beta-students-2023');
    expect(content()).toEqual(before);
    expect(lastId()).toBe(3);
  });

  it('with force takes back field by field what is unchanged, and says what is left', () => {
    setPaper(library, paper('Beta Students'), { status: 'reading', rating: 3 });
    setPaper(library, paper('Beta Students'), { rating: 4 });
    const { what, left } = undoOperation(library, 2, true);
    expect(english(what)).toBe('beta-students-2023: status reading → read');
    expect(left.map((one) => english(one))).toEqual(['rating of beta-students-2023']);
    expect(paper('Beta Students')).toMatchObject({ status: 'read', rating: 4 });
    expect(refusal(() => undoOperation(library, 2, true))).toBe('changed since: status, rating of beta-students-2023');
  });

  it('leaves a week whose text was edited since as a whole, and the paper in it', () => {
    add('Gamma 2024AAAI', { summary: '丙。', author: ['Li Wei'] });
    importTexts(library, { '20240517.md': text().replace('丙。', '丙，改过。') }, { replace: true });
    const before = content();
    expect(refusal(() => undoOperation(library, 2, false))).toBe(`changed since: text of the week of ${DAY}`);
    expect(refusal(() => undoOperation(library, 2, true))).toBe(`changed since: text of the week of ${DAY}`);
    expect(content()).toEqual(before);
  });

  it('leaves a paper that something was written on since, and takes its reading out of the week', () => {
    add('Gamma 2024AAAI', { summary: '丙。', author: ['Li Wei'] });
    const gamma = paper('Gamma');
    editNote(
      library,
      beginNote(library, gamma, DAY),
      '# Gamma\n\n**[AAAI 2024](https://e.org/g)  20240510**\n\n更多。\n',
    );
    expect(refusal(() => undoOperation(library, 2, false))).toContain('changed since: gamma-2024');
    undoOperation(library, 2, true);
    expect(text()).toBe(WEEK);
    expect(paper('Gamma')).toMatchObject({ id: gamma.id, authors: ['Li Wei'] });
    expect(library.notes.ofPaper(gamma.id)).toHaveLength(1);
  });

  it('merges what was written into the same week since', () => {
    addBullet(library, { kind: 'day', day: DAY }, '代码实践', '一');
    const before = text();
    addBullet(library, { kind: 'day', day: DAY }, '其他', '二');
    const section = text().slice(before.length);
    undoOperation(library, 2, false);
    expect(text()).toBe(WEEK + section);
    undo(library, 1);
    expect(text()).toBe(before + section);
  });

  it('is refused where the week would be none without it', () => {
    add('Gamma 2024AAAI', { week: '2024-05-24' });
    add('Delta 2024AAAI', { week: '2024-05-24' });
    const before = content();
    expect(refusal(() => undoOperation(library, 2, false))).toBe('changed since: text of the week of 2024-05-24');
    expect(content()).toEqual(before);
  });

  it('is refused for what is taken back already, and for what never was', () => {
    undo(library, 1);
    expect(refusal(() => undoOperation(library, 1, false))).toBe('operation 1 is taken back already');
    expect(() => undoOperation(library, 9, false)).toThrow(NotFoundError);
  });
});

describe('another vocabulary since', () => {
  const ship = (version: string, concepts: typeof CONCEPTS) =>
    shipVocabulary(library, version, { concepts, venues: VENUES });
  const without = (name: string) =>
    CONCEPTS.filter(({ id }) => id !== name).map((concept) => ({
      ...concept,
      broader: concept.broader.filter((broader) => broader !== name),
    }));

  it('that lacks a tag does not let a decision on it be made again', () => {
    untagPaper(library, 1, ['whitening']);
    undo(library, 1);
    ship('less', without('whitening'));
    const before = content();
    expect(refusal(() => redo(library, 1))).toBe('changed since: a tag that kd no longer has');
    expect(content()).toEqual(before);
    ship('again', CONCEPTS);
    expect(content()).not.toEqual(before);
    // It is another one now, by its id.
    expect(refusal(() => redo(library, 1))).toBe('changed since: a tag that kd no longer has');
  });

  it('that has taken over a tag of the user does not let it be taken back', () => {
    ship('less', without('whitening'));
    tagPaper(library, 2, ['whitening'], 'idea');
    aliasTag(library, 'whitening', ['ZCA']);
    ship('more', CONCEPTS);
    undo(library, 1);
    const before = content();
    expect(refusal(() => undo(library, 1))).toContain('changed since: the tag whitening');
    expect(content()).toEqual(before);
    const { what, left } = undoOperation(library, 2, true);
    expect(english(what)).toBe('beta-students-2023: tag whitening added → –');
    expect(left.map((one) => english(one))).toEqual(['the tag whitening']);
  });

  it('that has a name the user gave does not let it be given again', () => {
    aliasTag(library, 'soft-targets', ['软和的标签']);
    undo(library, 1);
    ship(
      'more',
      CONCEPTS.map((concept) =>
        concept.id === 'soft-targets'
          ? { ...concept, altLabel: [...concept.altLabel, { label: '软和的标签', near: [] }] }
          : concept,
      ),
    );
    expect(refusal(() => redo(library, 1))).toBe('changed since: alias of the tag soft-targets');
  });
});

describe('the log', () => {
  it('tells each command in a sentence, the newest first', () => {
    add('Gamma 2024AAAI', { status: 'to-read', tag: ['mine'] });
    add('Alpha Networks for Distillation 2022CVPR', { week: '2024-05-24', again: true });
    untagPaper(library, 1, ['whitening']);
    renameTag(library, 'mine', 'own');
    tagPaper(library, 2, ['other'], 'topic');
    mergeTags(library, 'other', 'own');
    namePaper(library, 2, ['BS']);
    importTexts(library, { '20240517.md': text().replace('乙的总结', '乙的新总结') });
    addBullet(library, { kind: 'day', day: DAY }, '代码实践', '写了点代码');
    const alpha = 'alpha-networks-distillation-2022';
    expect(log()).toEqual([
      `10 done: changed the week of ${DAY}`,
      `9 done: beta-students-2023: reading ${DAY} ### Beta Students 2023ICCV 乙的总结。 → ### Beta Students 2023ICCV 乙的新总结。`,
      '8 done: beta-students-2023: name BS – → added',
      '7 done: removed the tag other · beta-students-2023: tag other added → –, tag own – → added · the tag own: alias – → other',
      '6 done: added the tag other · beta-students-2023: tag other – → added',
      '5 done: the tag own: name mine → own',
      `4 done: ${alpha}: tag whitening – → removed`,
      `3 done: added the week of 2024-05-24 · ${alpha}: reading 2024-05-24 – → ### Alpha Networks for Distillation 202…`,
      '2 done: added paper gamma-2024, the tag own',
      `1 done: added 2 papers, the week of ${DAY}`,
    ]);
  });

  it('of a paper tells what touched it, and no more', () => {
    add('Gamma 2024AAAI', { theme: '一组' });
    setPaper(library, paper('Beta Students'), { rating: 2 });
    setPaper(library, paper('Alpha Networks for Distillation'), { rating: 5 });
    importTexts(library, { '20240517.md': text().replace('乙的总结', '乙的新总结') }, { replace: true });
    const { id } = paper('Beta Students');
    expect(log('Beta Students').map((line) => line.split(' ')[0])).toEqual(['5', '3', '1']);
    expect(log('Beta Students').at(-1)).toBe('1 done: added paper beta-students-2023');
    expect(log('Beta Students', 'Gamma').map((line) => line.split(' ')[0])).toEqual(['5', '3', '2', '1']);
    undo(library, 1);
    expect(logOf(library, { paperIds: [id], limit: 1 })).toMatchObject([{ operation: { id: 5 }, state: 'undone' }]);
  });

  it('shows all that one operation changed, with old and new values', () => {
    setPaper(library, paper('Beta Students'), { status: 'dropped', rating: 2 });
    const beta = { noun: 'paper', kind: 'changed', name: 'beta-students-2023', paperId: 2 };
    expect(effectsOfOperation(library, 2)).toEqual([
      { ...beta, field: 'status', before: 'read', after: 'dropped' },
      { ...beta, field: 'rating', before: null, after: '2' },
    ]);
  });

  it('counts what a large operation did', () => {
    const many = Array.from(
      { length: 120 },
      (_, at) => `\n### Paper ${'abcdefghij'[at % 10]}${at} of many 2022CVPR\n句${at}。\n`,
    );
    importTexts(library, { '20240524.md': `# 20240524\n\n## 论文阅读\n${many.join('')}` });
    expect(log()[0]).toBe('2 done: added 120 papers, 1 week');
    expect(said(undo(library, 1))).toEqual(['2 removed 120 papers, 1 week']);
  });
});
