import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAssignments } from '../../src/core/assignment.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { EditClashError } from '../../src/core/edit-clash.ts';
import { editPaper, paperText } from '../../src/core/edit-paper.ts';
import { editWeekText } from '../../src/core/edit-week-text.ts';
import { redo, undo } from '../../src/core/history.ts';
import { importNotes } from '../../src/core/import.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { setPapers } from '../../src/core/set-paper.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { textOf } from '../../src/domain/week.ts';
import { ConflictError, UsageError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { NO_CORPUS, paperNotes, weeklyNotes } from '../helpers/corpus.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const DATE = '2024-05-17';
const FILE = '20240517.md';
const ALPHA = 'Alpha Study of Students';
const NOTE = `# 20240517

---

## 论文阅读

> 组件研究

### ${ALPHA} 2024AAAI
一句话。
- 第一点
- 第二点

### Beta Shares a Text 2023ICCV
### Gamma Shares a Text 2023CVPR
两篇一起读。

---

## 代码实践

- 跑了实验
`;

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, { [FILE]: NOTE });
});
afterEach(() => library.close());

const paper = (title = ALPHA): Paper => library.papers.withTitle(title) as Paper;
const opened = (title = ALPHA) => paperText(library, paper(title), ['a remark', 'another']);
const week = () => textOf(library.weeks.load(DATE)?.blocks ?? []);
/** All that the library holds, but for its history. */
const content = () =>
  [...dump(library)].map((record) => JSON.stringify(record)).filter((line) => !line.includes('"operation"'));
const operations = () => library.operations.all().length;
const tags = () => library.tags.of(paper().id).map(({ name }) => name);
const set = (...words: string[]) => setPapers(library, [paper().id], parseAssignments(words));

/** Edits the text of a paper as a person does in an editor: while it is open, `meanwhile` happens. */
function edit(change: (text: string) => string, { title = ALPHA, meanwhile = () => undefined as unknown } = {}) {
  const { id } = paper(title);
  const base = paperText(library, paper(title));
  meanwhile();
  return editPaper(library, id, base, change(base));
}

function clashOf(work: () => unknown): EditClashError {
  try {
    work();
  } catch (error) {
    if (error instanceof EditClashError) return error;
    throw error;
  }
  throw new Error('there was no clash');
}

describe('the text of a paper', () => {
  it('has its fields, and the text of its latest full reading as it stands in the week', () => {
    importTexts(library, { '20240524.md': `# 20240524\n\n## 论文阅读\n\n### ${ALPHA} 2024AAAI-0517\n` });
    expect(opened()).toContain(
      `---\n# kd: a remark\n# kd: another\ntitle: ${ALPHA}\nauthors:\nvenue: AAAI\ndate: 2024\n`,
    );
    expect(opened().endsWith(`reading: ${DATE}\n---\n\n一句话。\n- 第一点\n- 第二点\n`)).toBe(true);
  });

  it('is that of both where two headings share it', () => {
    expect(opened('Beta Shares a Text').endsWith('---\n\n两篇一起读。\n')).toBe(true);
    edit((text) => text.replace('一起读', '分开读'), { title: 'Beta Shares a Text' });
    expect(week()).toBe(NOTE.replace('一起读', '分开读'));
  });
});

describe('an edited paper', () => {
  it('that was left as it is, or only in its remarks and line ends, changes nothing', () => {
    const before = [...dump(library)];
    for (const change of [
      (text: string) => text,
      (text: string) => text.replaceAll('\n', '\r\n').replace('---', '---\n# x'),
    ]) {
      expect(edit(change)).toMatchObject({ changes: [], week: undefined });
    }
    expect([...dump(library)]).toEqual(before);
  });

  it('corrects facts and text at once, as one operation that can be undone and made again', () => {
    const before = content();
    const count = operations();
    const done = edit((text) =>
      text
        .replace('authors:\n', 'authors: [Wei Li, Bo Xu]\n')
        .replace('doi:\n', 'doi: https://doi.org/10.1609/aaai.v38i5.28219\n')
        .replace('rating:\n', 'rating: 4\n')
        .replace('date: 2024\n', 'date: 2024-03-21\n')
        .replace('第二点', '第二点，改过'),
    );
    expect(done.changes.map(({ field, after }) => `${field} ${after}`)).toEqual([
      'rating 4',
      'author Wei Li; Bo Xu',
      'month 3',
      'day 21',
      'doi 10.1609/aaai.v38i5.28219',
    ]);
    expect(done.week).toBe(DATE);
    expect(paper()).toMatchObject({ authors: ['Wei Li', 'Bo Xu'], month: 3, day: 21, rating: 4 });
    expect(paper().setByUser).toEqual(expect.arrayContaining(['authors', 'doi', 'month', 'day']));
    expect(week()).toBe(NOTE.replace('第二点', '第二点，改过'));
    expect(operations()).toBe(count + 1);
    const after = week();
    undo(library, 1);
    expect(content()).toEqual(before);
    redo(library, 1);
    expect([paper().rating, week()]).toEqual([4, after]);
  });

  it('keeps a field that was taken out, and empties one that is empty', () => {
    set('doi=10.1609/aaai.v38i5.28219', 'url=https://e.org/a', 'rating=3');
    edit((text) =>
      text
        .replace(/^doi: .*\n/m, '')
        .replace(/^url: .*$/m, 'url:')
        .replace(/^rating: .*$/m, 'rating:'),
    );
    expect(paper()).toMatchObject({ doi: '10.1609/aaai.v38i5.28219', url: undefined, rating: undefined });
    expect(paper().setByUser).toContain('url');
  });

  it('keeps what is said in the week where the title is corrected', () => {
    edit((text) => text.replace(`title: ${ALPHA}`, 'title: A Title of Its Own').replace('一句话', '两句话'));
    expect(library.papers.all()).toHaveLength(3);
    expect(library.papers.get(paper().id)?.title).toBe('A Title of Its Own');
    expect(week()).toBe(NOTE.replace('一句话', '两句话'));
  });

  it('adds and removes tags and names as the user decided, and says which tags are new', () => {
    edit((text) => text.replace('tags:\n', 'tags: [白化, my-own]\n').replace('aliases:\n', 'aliases: [ALF]\n'));
    expect(tags()).toEqual(['my-own', 'whitening']);
    expect(library.mentions.namesOf(paper().id)).toMatchObject([{ name: 'ALF', choice: 'added' }]);
    const done = edit((text) =>
      text.replace('  - my-own\n  - whitening\n', '  - WHITENING\n').replace('  - ALF\n', ''),
    );
    expect(done.changes).toEqual([
      { field: 'tag', before: 'my-own', after: null },
      { field: 'alias', before: 'ALF', after: null },
    ]);
    expect(tags()).toEqual(['whitening']);
    expect(library.mentions.namesOf(paper().id)).toEqual([]);
    expect(edit((text) => text.replace(/^tags:\n(?: .*\n)+/m, '')).changes).toEqual([]);
    expect(edit((text) => text.replace(/^tags:\n(?: .*\n)+/m, 'tags: [other-own]\n')).newTags).toEqual(['other-own']);
  });

  it('never takes the text out of the week', () => {
    const done = edit((text) => text.replace(/\n---\n[\s\S]*$/, '\n---\n'));
    expect([done.isTextLeft, done.week, week()]).toEqual([true, undefined, NOTE]);
  });

  it('begins a text that was empty, in the line ends of the note', () => {
    const note = '# 20240524\r\n\r\n## 论文阅读\r\n\r\n### Delta Alone 2022ICLR\r\n\r\n### Epsilon Alone 2022ICLR';
    importTexts(library, { '20240524.md': note });
    edit((text) => `${text}\n一。\n- 二\n`, { title: 'Delta Alone' });
    edit((text) => `${text}三。\n`, { title: 'Epsilon Alone' });
    expect(textOf(library.weeks.load('2024-05-24')?.blocks ?? [])).toBe(
      `${note.replace('Delta Alone 2022ICLR\r\n', 'Delta Alone 2022ICLR\r\n一。\r\n- 二\r\n')}\r\n三。\r\n`,
    );
  });

  it('keeps the line ends of the note', () => {
    const note = NOTE.replace('20240517', '20240524').replace(ALPHA, 'Zeta Alone').replaceAll('\n', '\r\n');
    importTexts(library, { '20240524.md': note });
    edit((text) => text.replace('第二点', '第二点\n- 第三点'), { title: 'Zeta Alone' });
    const { blocks = [] } = library.weeks.load('2024-05-24') ?? {};
    expect(textOf(blocks)).toBe(note.replace('第二点', '第二点\r\n- 第三点'));
  });

  it('may have remarks, code and deeper headings in its text', () => {
    const body = '#### 小节\n\n```\n# 代码\n---\n```\n\n> 批注\n\n后来的话。';
    edit((text) => text.replace('- 第二点', `- 第二点\n\n${body}`));
    expect(week()).toBe(NOTE.replace('- 第二点', `- 第二点\n\n${body}`));
  });

  it.each([
    ['a rule', '---', 'the line "---" would begin another part of the week of 2024-05-17: rule'],
    ['a paper', '### Other 2020CVPR', 'the line "### Other 2020CVPR" would begin another part of the week'],
    ['a section', '## 其他', 'the line "## 其他" would begin another part of the week of 2024-05-17: section'],
    ['a week', '# 20240524', 'this text would start another week'],
    [
      'a theme',
      '> 另一组\n### Other 2020CVPR',
      'the line "> 另一组" would begin another part of the week of 2024-05-17: theme',
    ],
  ])('is refused where its text has %s', (_, line, message) => {
    const before = [...dump(library)];
    const change = (text: string) =>
      text.replace('rating:\n', 'rating: 4\n').replace('- 第二点', `- 第二点\n\n${line}`);
    expect(() => edit(change)).toThrow(UsageError);
    expect(() => edit(change)).toThrow(message);
    expect([...dump(library)]).toEqual(before);
  });

  it.each([
    ['a year', (text: string) => text.replace('date: 2024', 'date: 20224'), '"20224" is no date'],
    ['a status', (text: string) => text.replace(/status: .*/, 'status: done'), '"done" is no status'],
    ['a title', (text: string) => text.replace(/title: .*/, 'title:'), 'title is empty'],
    ['a rating', (text: string) => text.replace('rating:', 'rating: 9'), '"9" is no rating'],
    ['an address', (text: string) => text.replace('code:', 'code: github'), 'the code "github" is no web address'],
    [
      'another week',
      (text: string) => text.replace(`reading: ${DATE}`, 'reading: 2024-05-10'),
      'is that of 2024-05-17',
    ],
  ])('is refused with %s that is wrong', (_, change, message) => {
    const before = [...dump(library)];
    expect(() => edit(change)).toThrow(UsageError);
    expect(() => edit(change)).toThrow(message);
    expect([...dump(library)]).toEqual(before);
  });

  it('is refused with a text where it stands in no week, or a key that another paper has', () => {
    const { id } = paper();
    const other = paper('Beta Shares a Text').citationKey;
    const base = opened();
    expect(() => editPaper(library, id, base, base.replace(/citation-key: .*/, `citation-key: ${other}`))).toThrow(
      ConflictError,
    );
    const waiting = library.write(() => {
      return library.papers.insert({ title: 'Waiting', authors: [], links: [] }, 'waiting', 'to-read', [], library.now);
    });
    const text = paperText(library, library.papers.get(waiting) as Paper);
    expect(text).not.toContain('reading:');
    expect(() => editPaper(library, waiting, text, `${text}\n一句话。\n`)).toThrow('waiting stands in no week');
  });
});

describe('a paper that was changed meanwhile', () => {
  it('keeps what was changed in kd in other fields, tags, names and lines', () => {
    const done = edit(
      (text) => text.replace('rating:\n', 'rating: 4\n').replace('tags:\n', 'tags: [mine]\n').replace('第一点', '甲'),
      {
        meanwhile: () => {
          set('status=dropped', 'tag+=theirs', 'venue=CVPR');
          namePaper(library, paper().id, ['ALF']);
          editWeekText(library, DATE, week(), week().replace('第二点', '乙').replace('跑了', '又跑了'));
        },
      },
    );
    expect(done.changes.map(({ field }) => field)).toEqual(['rating', 'tag']);
    expect(paper()).toMatchObject({ status: 'dropped', venue: 'CVPR', rating: 4 });
    expect(tags()).toEqual(['mine', 'theirs']);
    expect(library.mentions.namesOf(paper().id)).toMatchObject([{ name: 'ALF' }]);
    expect(week()).toBe(NOTE.replace('第一点', '甲').replace('第二点', '乙').replace('跑了', '又跑了'));
  });

  it('takes the same change on both sides for one', () => {
    const done = edit((text) => text.replace('rating:\n', 'rating: 4\n'), { meanwhile: () => set('rating=4') });
    expect(done.changes).toEqual([]);
  });

  it('shows both sides where they changed one field or line, and keeps all of kd', () => {
    let before: unknown[] = [];
    const error = clashOf(() =>
      edit(
        (text) => text.replace('rating:\n', 'rating: 4\n').replace('第一点', '甲').replace('track:', 'track: Oral'),
        {
          meanwhile: () => {
            set('rating=2', 'venue=CVPR');
            editWeekText(library, DATE, week(), week().replace('第一点', '乙').replace('第二点', '丙'));
            before = [...dump(library)];
          },
        },
      ),
    );
    expect(error.exitCode).toBe(4);
    expect(error.clashes.map(({ before: old, inKd, yours }) => [old, inKd, yours])).toEqual([
      ['', '2', '4'],
      ['- 第一点', '- 乙', '- 甲'],
    ]);
    expect([...dump(library)]).toEqual(before);
    expect(error.merged).toContain('venue: CVPR\n');
    expect(error.merged).toContain('track: Oral\n');
    expect(error.merged.endsWith('---\n\n一句话。\n- 甲\n- 丙\n')).toBe(true);
    // The user who has seen both decides.
    editPaper(library, paper().id, error.now, error.merged);
    expect(paper()).toMatchObject({ rating: 4, venue: 'CVPR', track: 'Oral' });
    expect(week()).toBe(NOTE.replace('第一点', '甲').replace('第二点', '丙'));
  });

  it('shows the text where the reading was taken out of the week', () => {
    const error = clashOf(() =>
      edit((text) => text.replace('第一点', '甲'), {
        meanwhile: () => editWeekText(library, DATE, week(), week().replace(/### Alpha[\s\S]*?- 第二点\n\n/, '')),
      }),
    );
    expect(error.clashes).toMatchObject([{ inKd: undefined, yours: '一句话。\n- 甲\n- 第二点' }]);
  });

  it('loses no line that either side wrote, whatever both did', () => {
    const START = ['一句话。', '- 第一点', '- 第二点'];
    /** What a side does to each line: keeps it, changes it, removes it, or writes another behind it. */
    const side = fc.array(fc.constantFrom('keep', 'keep', 'change', 'remove', 'add'), { minLength: 3, maxLength: 3 });
    const lines = (actions: readonly string[], name: string) =>
      START.flatMap((line, at) => {
        if (actions[at] === 'remove') return [];
        if (actions[at] === 'change') return [`${line}${name}${at}`];
        return actions[at] === 'add' ? [line, `- ${name}${at}`] : [line];
      });
    const written = (actions: readonly string[], name: string) =>
      actions.flatMap((action, at) => (action === 'change' || action === 'add' ? [`${name}${at}`] : []));
    const outcomes = { merged: 0, clash: 0 };
    fc.assert(
      fc.property(side, side, (yours, theirs) => {
        fc.pre(lines(yours, '').length > 0);
        const own = freshLibrary();
        importTexts(own, { [FILE]: NOTE });
        const { id } = own.papers.withTitle(ALPHA) as Paper;
        const base = paperText(own, own.papers.get(id) as Paper);
        const inKd = NOTE.replace(START.join('\n'), lines(theirs, '他').join('\n'));
        editWeekText(own, DATE, NOTE, inKd);
        const edited = base.replace(START.join('\n'), lines(yours, '我').join('\n'));
        const text = () => textOf(own.weeks.load(DATE)?.blocks ?? []);
        try {
          editPaper(own, id, base, edited);
          for (const words of [...written(yours, '我'), ...written(theirs, '他')]) expect(text()).toContain(words);
          outcomes.merged += 1;
        } catch (error) {
          if (!(error instanceof EditClashError)) throw error;
          expect(error.clashes.length).toBeGreaterThan(0);
          expect(text()).toBe(inKd);
          for (const words of written(yours, '我')) expect(error.merged).toContain(words);
          outcomes.clash += 1;
        } finally {
          own.close();
        }
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(Math.min(outcomes.merged, outcomes.clash)).toBeGreaterThan(5);
  });

  it('edits the reading that was opened, not one that came since', () => {
    const done = edit((text) => text.replace('第一点', '甲'), {
      meanwhile: () =>
        importTexts(library, {
          '20240524.md': `# 20240524\n\n## 论文阅读\n\n### ${ALPHA} 2024AAAI\n第一点，另一次。\n`,
        }),
    });
    expect([done.week, week()]).toEqual([DATE, NOTE.replace('第一点', '甲')]);
  });
});

describe('the edited note of a week', () => {
  const change = (from: string, to: string) => editWeekText(library, DATE, NOTE, NOTE.replace(from, to));

  it('changes only the blocks that changed', () => {
    const before = library.weeks.load(DATE)?.blocks ?? [];
    change('第一点', '甲');
    const after = library.weeks.load(DATE)?.blocks ?? [];
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.filter(({ source }, at) => source !== before[at]?.source)).toHaveLength(1);
    const changes = library.operations.all().at(-1)?.changes ?? [];
    expect([...new Set(changes.map(({ table }) => table))].sort()).toEqual(['block', 'reading']);
  });

  it('is merged with what changed in its file since', () => {
    change('第一点', '甲');
    const file = NOTE.replace('第二点', '乙');
    expect(importTexts(library, { [FILE]: file }).items).toMatchObject([{ outcome: 'merged' }]);
    expect(week()).toBe(file.replace('第一点', '甲'));
    expect(importTexts(library, { [FILE]: NOTE.replace('第一点', '丁') }).items).toMatchObject([{ outcome: 'clash' }]);
  });

  it('makes papers of new headings, and follows a corrected title', () => {
    const done = change('---\n\n## 代码', '### Zeta 2020CVPR\n一。\n\n---\n\n## 代码');
    expect(done.newPapers).toHaveLength(1);
    const { id } = paper();
    editWeekText(library, DATE, week(), week().replace(ALPHA, `${ALPHA} Corrected`));
    expect(library.papers.get(id)?.title).toBe(`${ALPHA} Corrected`);
  });

  it('keeps what changed in kd meanwhile, and shows both sides of a clash', () => {
    change('第一点', '甲');
    expect(change('第二点', '乙').text).toBe(NOTE.replace('第一点', '甲').replace('第二点', '乙'));
    const error = clashOf(() => change('第一点', '丙'));
    expect(error.clashes).toMatchObject([{ before: '- 第一点', inKd: '- 甲', yours: '- 丙' }]);
    expect(error.merged).toBe(NOTE.replace('第一点', '丙').replace('第二点', '乙'));
    expect(error.now).toBe(week());
  });

  it.each([
    ['no week', '一句话。', 'not a weekly note'],
    ['another date', NOTE.replace('20240517', '20240524'), 'this text would start another week'],
    ['two weeks', `${NOTE}\n# 20240524\n`, 'this text would start another week'],
  ])('is refused where it is %s', (_, text, message) => {
    expect(() => editWeekText(library, DATE, NOTE, text)).toThrow(message);
    expect(week()).toBe(NOTE);
  });

  it('has no line end more than before where only the editor put one there', () => {
    const note = `${NOTE.replace('20240517', '20240524').trimEnd()}`;
    importTexts(library, { '20240524.md': note });
    expect(editWeekText(library, '2024-05-24', note, `${note}\n`).isChanged).toBe(false);
    const changed = note.replace('第一点', '甲');
    expect(editWeekText(library, '2024-05-24', note, `${changed}\n`).text).toBe(changed);
    expect(editWeekText(library, '2024-05-24', changed, `${changed}\n- 另一条\n`).text).toBe(`${changed}\n- 另一条\n`);
  });
});

describe.skipIf(NO_CORPUS)('the papers of real notes', () => {
  it('are unchanged where their text is, and change in one block where a line is added to it', () => {
    const real = freshLibrary();
    importNotes(real, [...weeklyNotes(), ...paperNotes()], { replace: false });
    const before = canonicalDump(real);
    const changed = new Map<string, number>();
    for (const { id } of real.papers.all()) {
      const known = real.papers.get(id) as Paper;
      const text = paperText(real, known);
      expect(editPaper(real, id, text, text)).toMatchObject({ changes: [], week: undefined, text });
      const date = /^reading: (.*)$/m.exec(text)?.[1];
      if (date === undefined) continue;
      const blocks = real.weeks.load(date)?.blocks ?? [];
      const done = editPaper(real, id, text, `${text.trimEnd()}\n\n补充的一句。\n`);
      expect([done.changes, done.week]).toEqual([[], date]);
      const now = real.weeks.load(date)?.blocks ?? [];
      const others = now.filter(({ source }, at) => source !== blocks[at]?.source);
      expect([now.length, others.length]).toEqual([blocks.length, 1]);
      expect(others[0]?.source.replace(/(?:\r?\n){1,2}补充的一句。(?:\r?\n)?/, '').trimEnd()).toBe(
        blocks.find((block, at) => block.source !== now[at]?.source)?.source.trimEnd(),
      );
      changed.set(date, (changed.get(date) ?? 0) + 1);
      undo(real, 1);
    }
    expect([changed.size, [...changed.values()].reduce((sum, count) => sum + count, 0)]).toEqual([8, 75]);
    expect(canonicalDump(real)).toEqual(before);
    real.close();
  });
});
