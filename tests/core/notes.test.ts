import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { canonicalDump, dump } from '../../src/core/dump.ts';
import { EditClashError } from '../../src/core/edit-clash.ts';
import { beginNote, editNote } from '../../src/core/edit-note.ts';
import type { ImportReport } from '../../src/core/import.ts';
import { lint } from '../../src/core/lint.ts';
import { namePaper, unnamePaper } from '../../src/core/paper-alias.ts';
import { whyTag } from '../../src/core/tag.ts';
import type { Note } from '../../src/domain/note.ts';
import type { Paper } from '../../src/domain/paper.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const BETA = 'Cumulative Spatial Students for Vision Transformers';
const PAGE = 'https://openaccess.thecvf.com/content/ICCV2023/html/Beta.html';
const REPO = 'https://github.com/someone/beta';

const WEEK = `# 20240517

## 论文阅读

> 一组
### Alpha Networks for Distillation 2022CVPR
甲的总结，与 *2023ICCV CSKD* 相近。

### ${BETA} 2023ICCV
乙的总结。
`;
const NOTE = `# ${BETA}

**[ICCV 2023](${PAGE})\t[code in github](${REPO})\tCIFAR  COCO\t20240510**

*Wei Li, Bo Xu*

先做白化再对齐。

## Introduction

这里说到软标签，也提到 *2022CVPR Alpha Networks for Distillation*。
`;
const FILE = '2023ICCV-Cumulative_Spatial(CSKD).md';

function imported(...texts: Readonly<Record<string, string>>[]): Library {
  const library = freshLibrary();
  for (const text of texts) expect(importTexts(library, text).failures).toEqual([]);
  return library;
}

const content = (library: Library) => [...canonicalDump(library)];
const titles = (library: Library) => library.papers.all().map(({ title }) => title);
const doubtsOf = ({ items }: ImportReport) =>
  items.flatMap(({ doubts }) => doubts.map(({ message }) => english(message)));
const tagsOf = (library: Library, paper: Paper) => library.tags.of(paper.id).map(({ name }) => name);
const findings = (library: Library, check: string) =>
  lint(library)
    .filter((finding) => finding.check === check)
    .map(({ at, message }) => `${at}: ${english(message)}`);
const outcome = (library: Library, texts: Record<string, string>, replace = false) =>
  importTexts(library, texts, { replace }).items.map((item) => item.outcome);

function paper(library: Library, title: string): Paper {
  const found = library.papers.withTitle(title);
  if (found === undefined) return expect.unreachable(`no paper ${title}`);
  return found;
}

function note(library: Library, file = FILE): Note {
  const found = library.notes.ofFile(file);
  if (found === undefined) return expect.unreachable(`no note ${file}`);
  return found;
}

describe('a note and a reading of one paper', () => {
  it('meet in either order, in one operation or two, with the same content', () => {
    const forth = imported({ '20240517.md': WEEK }, { [FILE]: NOTE });
    expect(titles(forth)).toEqual(['Alpha Networks for Distillation', BETA]);
    for (const library of [
      imported({ [FILE]: NOTE }, { '20240517.md': WEEK }),
      imported({ '20240517.md': WEEK, [FILE]: NOTE }),
      imported({ [FILE]: NOTE, '20240517.md': WEEK }),
    ]) {
      expect(content(library)).toEqual(content(forth));
    }
  });

  it('are told by the import as one known paper', () => {
    const library = imported({ '20240517.md': WEEK });
    const { items } = importTexts(library, { [FILE]: NOTE });
    expect(items).toMatchObject([{ kind: 'note', outcome: 'new', newPapers: [], known: 1, date: '2024-05-10' }]);
    const fresh = freshLibrary();
    expect(importTexts(fresh, { [FILE]: NOTE }).items).toMatchObject([{ newPapers: [1], known: 0 }]);
  });

  it('meet where the titles differ in case, marks and dashes', () => {
    const library = imported({ '20240517.md': WEEK }, { [FILE]: NOTE.replace(BETA, `${BETA.toUpperCase()}!`) });
    expect(titles(library)).toEqual(['Alpha Networks for Distillation', BETA]);
  });

  it.each(['Cumulatve', 'Cumullative', 'Cumulstive'])(
    'meet where one letter differs (%s), and it is reported',
    (word) => {
      const typo = NOTE.replace('# Cumulative', `# ${word}`);
      const library = imported({ '20240517.md': WEEK });
      const report = importTexts(library, { [FILE]: typo });
      const key = paper(library, BETA).citationKey;
      const misspelt = BETA.replace('Cumulative', word);
      expect(doubtsOf(report)).toEqual([`"${misspelt}" is read as ${key}, whose title differs in one letter`]);
      expect(titles(library)).toEqual(['Alpha Networks for Distillation', BETA]);
      expect(content(imported({ [FILE]: typo }, { '20240517.md': WEEK }))).toEqual(content(library));
    },
  );

  it('do not meet where a digit or two letters differ', () => {
    for (const other of ['Cumulative Spatial Students for Vision Transformers 2', 'Cumulation of Space']) {
      const library = imported({ '20240517.md': WEEK }, { [FILE]: NOTE.replace(BETA, other).replace(PAGE, '') });
      expect(titles(library)).toEqual(['Alpha Networks for Distillation', BETA, other]);
    }
  });

  it.each([
    ['I', 'II'],
    ['II', 'III'],
    ['IV', 'V'],
    ['V', 'X'],
  ])('do not meet where they are part %s and part %s', (one, two) => {
    const title = (part: string) => `Understanding Ensembles in Distillation, Part ${part}: Theory`;
    const parts = { 'one.md': `# ${title(one)}\n\n**ICLR 2023**\n`, 'two.md': `# ${title(two)}\n\n**ICLR 2023**\n` };
    expect(titles(imported(parts))).toEqual([title(one), title(two)]);
  });

  it('do not meet where a short title differs in one letter', () => {
    const week = '# 20240517\n\n## 论文阅读\n\n### Deep Mutual Learning 2018CVPR\n一。\n';
    const library = imported({ '20240517.md': week }, { 'a.md': '# Deep Mutual Leaning\n**CVPR 2018**\n' });
    expect(titles(library)).toEqual(['Deep Mutual Learning', 'Deep Mutual Leaning']);
  });
});

describe('a link', () => {
  const arxiv = 'https://arxiv.org/abs/1612.03928';
  const noteOn = (title: string, venue = 'ICLR 2017') => `# ${title}\n\n**[${venue}](${arxiv})\tno code**\n`;

  it('on two titles that share no words keeps two papers, and it is reported', () => {
    const library = imported({ 'at.md': noteOn('Paying More Attention to Attention') });
    const report = importTexts(library, { 'sp.md': noteOn('Similarity-Preserving Distillation', 'ICCV 2019') });
    expect(titles(library)).toEqual(['Paying More Attention to Attention', 'Similarity-Preserving Distillation']);
    const key = paper(library, 'Paying More Attention to Attention').citationKey;
    expect(doubtsOf(report)).toEqual([`its link has the identifier of ${key}, whose title is another: kept apart`]);
    expect(library.papers.all().map((found) => found.arxiv)).toEqual(['1612.03928', undefined]);
    expect(library.papers.all().map(({ url }) => url)).toEqual([arxiv, arxiv]);
  });

  it('on two titles that share most of their words makes them one paper', () => {
    const library = imported(
      { 'a.md': noteOn('Paying More Attention to Attention') },
      { 'b.md': noteOn('Paying More Attention to Attention: Improving Networks') },
    );
    expect(titles(library)).toHaveLength(1);
    expect(library.notes.ofPaper(1).map(({ file }) => file)).toEqual(['a.md', 'b.md']);
  });

  it('that is a DOI counts as one that is of arXiv', () => {
    const doi = 'https://doi.org/10.1016/j.patcog.2023.109338';
    const texts = (title: string) => `# ${title}\n\n**[AAAI 2024](${doi})**\n`;
    const library = imported({ 'a.md': texts('Efficient Distillation via Mixup') });
    importTexts(library, { 'b.md': texts('Computation-Efficient Distillation via Uncertainty Mixup') });
    expect(titles(library)).toHaveLength(1);
  });
});

describe('the facts of a paper', () => {
  it('that its reading lacks come from its note', () => {
    const library = imported({ '20240517.md': WEEK }, { [FILE]: NOTE });
    expect(paper(library, BETA)).toMatchObject({
      venue: 'ICCV',
      year: 2023,
      url: PAGE,
      authors: ['Wei Li', 'Bo Xu'],
      links: [{ role: 'code', url: REPO, text: 'code in github' }],
      status: 'read',
    });
  });

  it('that the user set stay, whatever a note says', () => {
    const library = freshLibrary();
    const own = 'https://example.org/own';
    addPaper(library, {
      titleLine: `${BETA} 2023ICCV`,
      week: { kind: 'day', day: '2024-05-17' },
      keyIdeas: [],
      tags: [],
      facts: { url: own },
      status: 'read',
      again: false,
    });
    importTexts(library, { [FILE]: NOTE });
    expect(paper(library, BETA)).toMatchObject({ url: own, authors: ['Wei Li', 'Bo Xu'], setByUser: ['url'] });
  });

  it('come from the first note in order of date, and each that it lacks from the next', () => {
    const bare = NOTE.replace('*Wei Li, Bo Xu*\n', '').replace('20240510', '20240401');
    const later = NOTE.replace(PAGE, 'https://example.org/later').replace('20240510', '20240601');
    const texts = [{ 'a.md': later }, { 'b.md': bare }];
    const forth = imported(...texts);
    expect(paper(forth, BETA)).toMatchObject({ url: PAGE, authors: ['Wei Li', 'Bo Xu'] });
    expect(content(imported(...texts.reverse()))).toEqual(content(forth));
  });

  it('that disagree are reported by the import and by lint; the reading counts', () => {
    const wrong = NOTE.replace('[ICCV 2023]', '[CVPR 2024]');
    const library = imported({ '20240517.md': WEEK });
    const report = importTexts(library, { 'cskd.md': wrong });
    expect(paper(library, BETA)).toMatchObject({ venue: 'ICCV', year: 2023 });
    expect(doubtsOf(report)).toEqual([
      'the label says CVPR 2024, its link ICCV 2023',
      'the note says CVPR 2024, but 2024-05-17 says ICCV 2023',
    ]);
    const { citationKey } = paper(library, BETA);
    expect(findings(library, 'contradiction')).toEqual([
      `${citationKey}: cskd.md says CVPR 2024, but 2024-05-17 says ICCV 2023`,
    ]);
    expect(findings(library, 'doubt')).toEqual(['cskd.md: the label says CVPR 2024, its link ICCV 2023']);
    const back = imported({ 'cskd.md': wrong });
    expect(doubtsOf(importTexts(back, { '20240517.md': WEEK }))).toEqual([
      'the heading says ICCV 2023, but cskd.md says CVPR 2024',
    ]);
    expect(content(back)).toEqual(content(library));
    // The citation key, once given, stays that of the first source.
    const messages = (of: Library) => findings(of, 'contradiction').map((found) => found.replace(/^\S+ /, ''));
    expect(messages(back)).toEqual(messages(library));
  });

  it('of a series contradict no conference', () => {
    const week = WEEK.replace('2023ICCV\n', '2018PMLR\n');
    const library = imported({ '20240517.md': week }, { 'b.md': `# ${BETA}\n\n**ICML 2018**\n` });
    expect(findings(library, 'contradiction')).toEqual([]);
  });
});

describe('a note imported again', () => {
  let library: Library;
  beforeEach(() => {
    library = imported({ '20240517.md': WEEK, [FILE]: NOTE });
  });

  it('unchanged changes nothing', () => {
    const before = [...dump(library)];
    expect(outcome(library, { [FILE]: NOTE })).toEqual(['unchanged']);
    expect([...dump(library)]).toEqual(before);
  });

  it('changed changes its paper alone, as if it had always been so', () => {
    const changed = NOTE.replace('*Wei Li, Bo Xu*', '*Wei Li*').replace('白化', '投影器');
    expect(outcome(library, { [FILE]: changed })).toEqual(['changed']);
    expect(note(library).source).toBe(changed);
    expect(paper(library, BETA).authors).toEqual(['Wei Li']);
    expect(tagsOf(library, paper(library, BETA))).not.toContain('whitening');
    expect(content(library)).toEqual(content(imported({ '20240517.md': WEEK, [FILE]: changed })));
  });

  it('with a corrected title keeps its paper', () => {
    const alone = imported({ 'a.md': NOTE });
    const retitled = NOTE.replace(`# ${BETA}`, '# Quite Another Title');
    expect(outcome(alone, { 'a.md': retitled })).toEqual(['changed']);
    expect(titles(alone)).toEqual(['Quite Another Title']);
  });

  it('after it was edited in kd gets what was changed in the file', () => {
    const edited = NOTE.replace('先做白化再对齐。', '先投影，再对齐。');
    expect(editNote(library, note(library), edited)).toBe(true);
    const file = NOTE.replace('20240510', '20240511');
    expect(outcome(library, { [FILE]: file })).toEqual(['merged']);
    expect(note(library).source).toBe(edited.replace('20240510', '20240511'));
    expect(note(library).date).toBe('2024-05-11');
    expect(outcome(library, { [FILE]: file })).toEqual(['unchanged']);
  });

  it('is skipped where one text was changed in the file and in kd, unless it is to be replaced', () => {
    const edited = NOTE.replace('先做白化再对齐。', '先投影，再对齐。');
    expect(editNote(library, note(library), edited)).toBe(true);
    const file = NOTE.replace('先做白化再对齐。', '先白化。');
    const { items } = importTexts(library, { [FILE]: file });
    const clashes = [{ base: '先做白化再对齐。', ours: '先投影，再对齐。', theirs: '先白化。' }];
    expect(items).toMatchObject([{ outcome: 'clash', skipped: { library: edited, file, fileName: FILE, clashes } }]);
    expect(note(library).source).toBe(edited);
    expect(outcome(library, { [FILE]: edited })).toEqual(['unchanged']);
    expect(outcome(library, { [FILE]: file })).toEqual(['changed']);
    expect(note(library).source).toBe(file);
    expect(editNote(library, note(library), edited)).toBe(true);
    expect(outcome(library, { [FILE]: NOTE.replace('先做白化再对齐。', '不白化。') }, true)).toEqual(['changed']);
    expect(outcome(library, { [FILE]: NOTE })).toEqual(['changed']);
    expect(note(library).source).toBe(NOTE);
  });

  it('is one operation, that records the old and the new text', () => {
    const before = library.operations.all().length;
    importTexts(library, { [FILE]: NOTE.replace('20240510', '20240511') });
    const [operation, ...others] = library.operations.all().slice(before);
    expect(others).toEqual([]);
    const change = operation?.changes.find(({ table }) => table === 'note');
    expect(change?.before?.['source']).toBe(NOTE);
    expect(change?.after?.['date']).toBe('2024-05-11');
  });

  it('is not taken for another of the same name in another folder', () => {
    expect(outcome(library, { [`old/${FILE}`]: NOTE.replace('乙', '丙').replace('软', '硬') })).toEqual(['new']);
    expect(library.notes.all()).toHaveLength(2);
    expect(note(library).source).toBe(NOTE);
  });
});

describe('a note edited in kd', () => {
  it('that did not differ changes nothing', () => {
    const library = imported({ [FILE]: NOTE });
    const before = [...dump(library)];
    expect(editNote(library, note(library), NOTE)).toBe(false);
    expect([...dump(library)]).toEqual(before);
  });

  it('that was changed meanwhile in other lines keeps both changes', () => {
    const library = imported({ [FILE]: NOTE });
    const taken = note(library);
    const changed = NOTE.replace('软标签', '温度');
    importTexts(library, { [FILE]: changed });
    expect(editNote(library, taken, `${NOTE}\n更多\n`)).toBe(true);
    expect(note(library).source).toBe(`${changed}\n更多\n`);
  });

  it('that was changed meanwhile in the same line is refused, with both sides', () => {
    const library = imported({ [FILE]: NOTE });
    const taken = note(library);
    const changed = NOTE.replace('软标签', '温度');
    importTexts(library, { [FILE]: changed });
    const edit = () => editNote(library, taken, NOTE.replace('软标签', '白化'));
    expect(edit).toThrow(/was changed while it was edited/);
    expect(edit).toThrow(EditClashError);
    expect(note(library).source).toBe(changed);
  });

  it('that came or went meanwhile is refused', () => {
    const library = imported({ '20240517.md': WEEK });
    const begun = beginNote(library, paper(library, BETA), '2024-05-17');
    importTexts(library, { [begun.file]: NOTE });
    expect(() => editNote(library, begun, `${begun.source}更多\n`)).toThrow(/was changed while it was edited/);
    expect(note(library, begun.file).source).toBe(NOTE);
  });
});

describe('a note without a paper', () => {
  it.each([
    ['empty.md', ''],
    ['howto.md', '# 怎样写公式\n\n用 $x$ 。\n\n## 列表\n'],
  ])('is kept as %s, and makes no paper', (file, text) => {
    const library = imported({ [file]: text });
    expect(library.papers.all()).toEqual([]);
    expect(note(library, file)).toMatchObject({ paperId: null, title: null, source: text });
    expect(lint(library)).toEqual([]);
  });

  it('can become one on a paper, and cease to be', () => {
    const library = imported({ 'a.md': '# 草稿\n\n还没写。\n' });
    importTexts(library, { 'a.md': NOTE });
    expect(note(library, 'a.md').paperId).toBe(paper(library, BETA).id);
    importTexts(library, { 'a.md': '# 草稿\n\n不写了。\n' });
    expect(note(library, 'a.md').paperId).toBeNull();
    expect(tagsOf(library, paper(library, BETA))).toEqual([]);
  });

  it('in a form that is refused is named with its line, and the others land', () => {
    const library = freshLibrary();
    const bomb = `---\na: &x [1]\nb: [${'*x,'.repeat(40)}*x]\n---\n`;
    const report = importTexts(library, {
      'toml.md': '+++\nyear = 1997\n+++\n',
      'fields.md': '# T\n\n> title:: T\n',
      'yaml.md': '---\ntitle: a: b\n---\n',
      'bomb.md': bomb,
      [FILE]: NOTE,
    });
    expect(report.failures).toMatchObject([
      { path: 'toml.md', line: 1 },
      { path: 'fields.md', line: 3 },
      { path: 'yaml.md', line: 2 },
      { path: 'bomb.md', line: 1 },
    ]);
    expect(library.notes.all().map(({ file }) => file)).toEqual([FILE]);
  });
});

describe('tags from notes', () => {
  it('come from the summary, not from the body, which is evidence apart', () => {
    const library = imported({ [FILE]: NOTE });
    const beta = paper(library, BETA);
    expect(tagsOf(library, beta)).toContain('whitening');
    expect(tagsOf(library, beta)).not.toContain('soft-targets');
    expect(whyTag(library, beta.id, '白化').evidence).toMatchObject([
      { phrase: '白化', place: 'summary', source: FILE, sentence: '先做白化再对齐' },
    ]);
    const [soft] = library.tags.named('软标签');
    const [found, ...others] = library.questions.papersMentioning([soft?.id ?? 0]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ id: beta.id, source: FILE, line: 11 });
    expect(found?.sentence).toContain('这里说到软标签');
  });

  it('that the body names again are not listed apart', () => {
    const library = imported({ [FILE]: NOTE.replace('这里说到软标签', '这里又说到白化') });
    const [whitening] = library.tags.named('白化');
    expect(library.questions.papersMentioning([whitening?.id ?? 0])).toEqual([]);
  });

  it('come from its data sets, and their tasks stand above them', () => {
    const library = imported({ [FILE]: NOTE });
    const beta = paper(library, BETA);
    expect(library.tags.of(beta.id).filter(({ kind }) => kind === 'dataset')).toMatchObject([
      { name: 'cifar' },
      { name: 'coco' },
    ]);
    expect(whyTag(library, beta.id, 'CIFAR-100').evidence).toMatchObject([{ phrase: 'CIFAR', place: 'dataset' }]);
    for (const task of ['image-classification', 'object-detection', '目标检测']) {
      const tags = library.tags.named(task).map(({ id }) => id);
      expect(
        library.papers.find({ where: { kind: 'tags', ids: tags, narrower: true } }).rows.map(({ id }) => id),
      ).toEqual([beta.id]);
    }
    expect(
      library.papers.find({
        where: { kind: 'tags', ids: library.tags.named('robustness').map(({ id }) => id), narrower: true },
      }).rows,
    ).toEqual([]);
  });
});

describe('mentions', () => {
  const mentionIn = (words: string) => `# 20240524\n\n## 论文阅读\n\n### Gamma Rays 2024AAAI\n丙，参考 *${words}*。\n`;
  /** The titles that the one mention of Gamma Rays names, or how many papers fit. */
  function named(library: Library): string | number {
    const [mention, ...others] = library.mentions.from(paper(library, 'Gamma Rays').id);
    expect(others).toEqual([]);
    if (mention === undefined) return 'none';
    return mention.paperId === null ? mention.candidates : (library.papers.get(mention.paperId)?.title ?? '?');
  }

  it.each([
    ['Alpha Networks for Distillation 2022CVPR', 'Alpha Networks for Distillation'],
    ['2022CVPR alpha networks for distillation', 'Alpha Networks for Distillation'],
    [BETA, BETA],
    ['2023ICCV CSKD', BETA],
    ['2023 ICCV CSKD', BETA],
    ['***2023ICCV CSKD***', BETA],
  ])('of %j name one paper, by its title or a name that was learned', (words, title) => {
    const library = imported({ '20240517.md': WEEK, [FILE]: NOTE, '20240524.md': mentionIn(words) });
    expect(named(library)).toBe(title);
    expect(library.mentions.to(paper(library, title).id).map(({ from }) => from)).toContain(
      paper(library, 'Gamma Rays').id,
    );
    expect(findings(library, 'mention')).toEqual([]);
  });

  it('are understood whichever comes first', () => {
    const texts = [{ '20240524.md': mentionIn('2023ICCV CSKD') }, { '20240517.md': WEEK }, { [FILE]: NOTE }];
    expect(named(imported(...texts))).toBe(BETA);
    expect(named(imported(...[...texts].reverse()))).toBe(BETA);
  });

  it('of another year, or of no paper, name none, and lint lists them', () => {
    for (const words of ['2021ICCV CSKD', '2022CVPR DKD', '2022 CVPR DKD', 'CVPR 2022 DKD']) {
      const library = imported({ '20240517.md': WEEK, [FILE]: NOTE, '20240524.md': mentionIn(words) });
      expect(named(library)).toBe(0);
      expect(findings(library, 'mention')).toEqual([`2024-05-24: “${words}” names no paper of the library`]);
    }
  });

  it('that fit two papers name none; a year tells them apart', () => {
    const other = `# Condensed Students (CSKD)\n\n**CVPR 2022**\n`;
    const texts = { '20240517.md': WEEK, [FILE]: NOTE, 'other.md': other };
    expect(named(imported({ ...texts, '20240524.md': mentionIn('2022CVPR CSKD') }))).toBe('Condensed Students (CSKD)');
    const same = imported({
      ...texts,
      'other.md': other.replace('CVPR 2022', 'ICCV 2023'),
      '20240524.md': mentionIn('2023ICCV CSKD'),
    });
    expect(named(same)).toBe(2);
    // The week of 2024-05-17 mentions it as well.
    expect(findings(same, 'mention')).toEqual([
      '2024-05-17: “2023ICCV CSKD” names 2 papers',
      '2024-05-24: “2023ICCV CSKD” names 2 papers',
    ]);
  });

  it('may be a whole title in plain words, whichever comes first', () => {
    const title = 'Alpha Networks for Distillation';
    for (const words of [
      `这与 ${title} 的看法一致`,
      `《${title}》里说过`,
      `it goes on from ${title}, with less data`,
    ]) {
      const week = `# 20240524\n\n## 论文阅读\n\n### Gamma Rays 2024AAAI\n${words}。\n`;
      const texts = [{ '20240524.md': week }, { '20240517.md': WEEK }];
      expect([words, named(imported(...texts))]).toEqual([words, title]);
      expect([words, named(imported(...[...texts].reverse()))]).toEqual([words, title]);
    }
  });

  it('of a paper by itself are none', () => {
    const own = NOTE.replace('*2022CVPR Alpha Networks for Distillation*', `*${BETA} 2023ICCV*`);
    const library = imported({ [FILE]: own });
    expect(library.mentions.from(paper(library, BETA).id)).toEqual([]);
  });

  it('stand in the body of a note too', () => {
    const library = imported({ '20240517.md': WEEK, [FILE]: NOTE });
    const alpha = paper(library, 'Alpha Networks for Distillation');
    expect(library.mentions.to(alpha.id)).toMatchObject([{ from: paper(library, BETA).id, place: FILE }]);
  });

  it('in a code fence or a formula of the body are none', () => {
    const body = '```\n*2022CVPR DKD*\n```\n\n$$\na*2022CVPR DKD*b\n$$\n';
    const sentence = '设 $x^*$ and then all of these six words before $y^*$ 为最优。\n';
    const library = imported({ [FILE]: `# ${BETA}\n\n**ICCV 2023**\n\n## Introduction\n\n${body}\n${sentence}` });
    expect(library.mentions.from(paper(library, BETA).id)).toEqual([]);
  });
});

describe('the names of a paper', () => {
  let library: Library;
  const namesOf = () => library.mentions.namesOf(paper(library, BETA).id);
  beforeEach(() => {
    library = imported({ '20240517.md': WEEK, [FILE]: NOTE });
  });

  it('are learned, and added by the user', () => {
    namePaper(library, paper(library, BETA).id, ['Kasane', '累积']);
    expect(namesOf()).toEqual([
      { name: 'CSKD', choice: null },
      { name: 'Kasane', choice: 'added' },
      { name: '累积', choice: 'added' },
    ]);
    const week = '# 20240524\n\n## 论文阅读\n\n### Gamma Rays 2024AAAI\n丙，参考 *2023ICCV kasane*。\n';
    importTexts(library, { '20240524.md': week });
    expect(library.mentions.from(paper(library, 'Gamma Rays').id)).toMatchObject([
      { paperId: paper(library, BETA).id, candidates: 1 },
    ]);
  });

  it('that the user added or took away stay so when its note comes again', () => {
    const { id } = paper(library, BETA);
    namePaper(library, id, ['Kasane']);
    unnamePaper(library, id, ['cskd']);
    importTexts(library, { [FILE]: NOTE.replace('20240510', '20240511') });
    expect(namesOf()).toEqual([{ name: 'Kasane', choice: 'added' }]);
    expect(findings(library, 'mention')).toEqual(['2024-05-17: “2023ICCV CSKD” names no paper of the library']);
    unnamePaper(library, id, ['Kasane']);
    namePaper(library, id, ['CSKD']);
    expect(namesOf()).toEqual([{ name: 'CSKD', choice: 'added' }]);
    expect(findings(library, 'mention')).toEqual([]);
  });

  it('are at least two letters, and only those it has can be taken away', () => {
    const { id } = paper(library, BETA);
    expect(() => namePaper(library, id, ['！', 'K'])).toThrow(/too short for a name/);
    expect(() => unnamePaper(library, id, ['DKD'])).toThrow(/not known as "DKD"/);
    expect(namesOf()).toEqual([{ name: 'CSKD', choice: null }]);
  });

  it('that two papers are given are of neither where they are mentioned', () => {
    namePaper(library, paper(library, 'Alpha Networks for Distillation').id, ['Kasane']);
    namePaper(library, paper(library, BETA).id, ['Kasane']);
    const week = (words: string) => `# 20240524\n\n## 论文阅读\n\n### Gamma Rays 2024AAAI\n丙，参考 *${words}*。\n`;
    importTexts(library, { '20240524.md': week('2023ICCV Kasane') });
    const [mention] = library.mentions.from(paper(library, 'Gamma Rays').id);
    expect(mention).toMatchObject({ paperId: paper(library, BETA).id, candidates: 1 });
  });
});
