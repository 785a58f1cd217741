// What stays of an operation that is taken back by force, where its texts were edited since.
import { beforeEach, describe, expect, it } from 'vitest';
import { editNote } from '../../src/core/edit-note.ts';
import { undoOperation } from '../../src/core/history.ts';
import { setPapers } from '../../src/core/set-paper.ts';
import { addBullet } from '../../src/core/week.ts';
import { textOf } from '../../src/domain/week.ts';
import { ConflictError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const DAY = '2024-05-17';
const FILE = '20240517.md';
const WEEK = '# 20240517\n\n## 论文阅读\n\n> 组\n### Alpha Students 2022CVPR\n先做白化。\n\n## 代码实践\n\n- 一\n';
const NOTE = '# Gamma Rays\n\n**[CVPR 2022](https://e.org/a)\tno code**\n\n一句话。\n';

let library: Library;
beforeEach(() => {
  library = freshLibrary();
});

const outcomes = (texts: Readonly<Record<string, string>>) =>
  importTexts(library, texts).items.map(({ outcome }) => outcome);
const week = () => library.weeks.load(DAY) ?? expect.unreachable('no week');
const base = () => library.weeks.bases(week().id).get(FILE);
const note = () => library.notes.ofFile('a.md') ?? expect.unreachable('no note');

describe('an operation that is taken back by force', () => {
  it('leaves what a file holds of a week with the text of the week', () => {
    importTexts(library, { [FILE]: WEEK });
    addBullet(library, { kind: 'day', day: DAY }, '代码实践', '二');
    const edited = textOf(week().blocks);
    expect(() => undoOperation(library, 1, true)).toThrow(ConflictError);
    expect([textOf(week().blocks), base()]).toEqual([edited, WEEK]);
    expect(outcomes({ [FILE]: WEEK })).toEqual(['unchanged']);
    expect(textOf(week().blocks)).toBe(edited);
  });

  it('leaves it too where something else of the operation is taken back', () => {
    importTexts(library, { [FILE]: WEEK, 'a.md': NOTE });
    addBullet(library, { kind: 'day', day: DAY }, '代码实践', '二');
    const edited = textOf(week().blocks);
    undoOperation(library, 1, true);
    expect(library.notes.ofFile('a.md')).toBeUndefined();
    expect([textOf(week().blocks), base(), week().fileName]).toEqual([edited, WEEK, FILE]);
    expect(outcomes({ [FILE]: WEEK })).toEqual(['unchanged']);
  });

  it('takes it back with the text, out of a week that was edited elsewhere since', () => {
    importTexts(library, { [FILE]: WEEK });
    const longer = WEEK.replace('先做白化。', '先做白化，再对齐。');
    importTexts(library, { [FILE]: longer });
    addBullet(library, { kind: 'day', day: DAY }, '其他', '二');
    const added = textOf(week().blocks).slice(longer.length);
    undoOperation(library, 2, true);
    expect([textOf(week().blocks), base()]).toEqual([WEEK + added, WEEK]);
    expect(outcomes({ [FILE]: longer })).toEqual(['merged']);
    expect(textOf(week().blocks)).toBe(longer + added);
  });

  it('leaves a note whose text was edited since as it is, and what its file holds', () => {
    importTexts(library, { 'a.md': NOTE });
    const longer = NOTE.replace('一句话。', '两句话。').replace('Gamma Rays', 'Gamma Rays Again');
    importTexts(library, { 'a.md': longer, [FILE]: WEEK });
    editNote(library, note(), longer.replace('两句话。', '三句话。'));
    const before = note();
    const { left } = undoOperation(library, 2, true);
    expect(left.map((one) => english(one))).toEqual(['source of the note a.md']);
    expect(library.weeks.load(DAY)).toBeUndefined();
    expect(note()).toEqual(before);
    expect(outcomes({ 'a.md': longer })).toEqual(['unchanged']);
    expect(note().source).toBe(before.source);
  });

  it('takes back what a file holds of a note with its text', () => {
    importTexts(library, { 'a.md': NOTE });
    importTexts(library, { 'a.md': NOTE.replace('一句话。', '两句话。') });
    setPapers(library, [1], { rating: 3 });
    undoOperation(library, 2, true);
    expect(note()).toMatchObject({ source: NOTE, base: NOTE });
  });
});
