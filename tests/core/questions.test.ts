import { beforeEach, describe, expect, it } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { gapsOf } from '../../src/core/gaps.ts';
import { ideaPage } from '../../src/core/idea.ts';
import { lint } from '../../src/core/lint.ts';
import { matrix } from '../../src/core/matrix.ts';
import { namePaper } from '../../src/core/paper-alias.ts';
import { type Related, relatedTo } from '../../src/core/related.ts';
import { aliasTag, mergeTags, renameTag, suggestTags, tagPaper, untagPaper } from '../../src/core/tag.ts';
import type { Paper } from '../../src/domain/paper.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const FIRST = `# 20240517

## 论文阅读

> 白化 与 投影
### Alpha Students 2022CVPR
先对特征做**白化**，再用投影器对齐。**双塔蒸馏**很关键，用了BYOL的想法。

### Beta Projector Study 2023ICCV
只用投影器。**双塔蒸馏**也在这里，BYOL在后面。

> 应用
### Gamma Rays 2023ICCV
多教师融合，参见 *2022CVPR Alpha Students*。
`;
const SECOND = `# 20240524

## 论文阅读

> 应用 Logit
> 第二行
### Delta Study of Softness 2024AAAI
用了软标签，也用了**多教师**。

### Alpha Students 2022CVPR-0517
`;
const NOTE = `# Beta Projector Study

**[ICCV 2023](https://example.org/b)\tno code\tCIFAR  COCO\t20240510**

*Wei Li, Bo Xu*

投影器就够了。

## Introduction

与软标签无关。这里说到白化，见 *2024AAAI Unknown Thing*。
`;

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, { '20240517.md': FIRST, '20240524.md': SECOND, '2023ICCV-Beta.md': NOTE });
});

const [ALPHA, BETA, GAMMA, DELTA] = [
  'alpha-students-2022',
  'beta-projector-study-2023',
  'gamma-rays-2023',
  'delta-study-softness-2024',
];
const paper = (key: string | undefined): Paper => {
  return library.papers.withCitationKey(key ?? '') ?? expect.unreachable(`no paper ${key}`);
};
const tagsOf = (key: string | undefined) => library.tags.of(paper(key).id).map(({ name }) => name);

it('the small library of these tests carries the tags that they count', () => {
  expect(library.papers.all().map(({ citationKey }) => citationKey)).toEqual([ALPHA, BETA, GAMMA, DELTA]);
  expect([ALPHA, BETA, GAMMA, DELTA].map(tagsOf)).toEqual([
    ['projector', 'whitening'],
    ['cifar', 'coco', 'projector'],
    ['multi-teacher'],
    ['multi-teacher', 'soft-targets'],
  ]);
});

describe('the page of an idea', () => {
  it('has what the vocabulary says of it, under any of its names', () => {
    for (const word of ['whitening', '白化', 'Whitened']) {
      expect(ideaPage(library, word)).toMatchObject({
        name: 'whitening',
        labelEn: 'Whitening',
        labelZh: '白化',
        formula: '\\hat z=\\Sigma^{-1/2}(z-\\mu)',
        origin: { venue: 'AAAI', year: 2024 },
        broader: ['feature-normalisation'],
        narrower: [],
      });
    }
    expect(() => ideaPage(library, 'whitning')).toThrow(/no tag is named "whitning"/);
  });

  it('has each paper with the sentence that says it, and apart those whose note only mentions it', () => {
    const { papers, mentionedBy, years, companions } = ideaPage(library, '白化');
    expect(papers).toEqual([
      {
        id: 1,
        citationKey: ALPHA,
        year: 2022,
        venue: 'CVPR',
        title: 'Alpha Students',
        sentence: '先对特征做**白化**，再用投影器对齐',
        place: 'bold phrase',
        source: '2024-05-17',
      },
    ]);
    expect(mentionedBy).toMatchObject([
      {
        citationKey: BETA,
        place: 'note',
        source: '2023ICCV-Beta.md',
        line: 11,
        sentence: expect.stringMatching(/^这里说到白化/),
      },
    ]);
    expect(years).toEqual([[2022, 1]]);
    expect(companions).toEqual([{ name: 'projector', labelZh: '投影层', papers: 1 }]);
  });

  it('counts its papers by year, newest first, and the ideas it goes with, most frequent first', () => {
    const { papers, years, companions } = ideaPage(library, 'multi-teacher');
    expect(papers.map(({ citationKey }) => citationKey)).toEqual([DELTA, GAMMA]);
    expect(years).toEqual([
      [2024, 1],
      [2023, 1],
    ]);
    expect(companions).toEqual([{ name: 'soft-targets', labelZh: '软标签', papers: 1 }]);
  });

  it('of a family has the papers on its members, and not these among its companions', () => {
    const { papers, narrower, companions } = ideaPage(library, 'feature-knowledge');
    expect(papers.map(({ citationKey }) => citationKey)).toEqual([BETA, ALPHA]);
    expect(narrower).toContain('feature-normalisation');
    expect(companions).toEqual([]);
  });

  it('of an idea that no paper carries is empty', () => {
    expect(ideaPage(library, 'nasty-teacher')).toMatchObject({
      papers: [],
      years: [],
      companions: [],
      mentionedBy: [],
    });
  });

  it('shows a paper that the user put there without a sentence, and none that was taken off', () => {
    tagPaper(library, paper(GAMMA).id, ['whitening'], 'idea');
    untagPaper(library, paper(ALPHA).id, ['whitening']);
    expect(ideaPage(library, 'whitening').papers).toMatchObject([{ citationKey: GAMMA, sentence: null, place: null }]);
  });
});

describe('a matrix', () => {
  it('counts papers by two things, the fullest rows and columns first', () => {
    expect(matrix(library, 'idea', 'venue', 1)).toEqual({
      rows: ['multi-teacher', 'projector', 'soft-targets', 'whitening'],
      columns: ['AAAI', 'CVPR', 'ICCV'],
      cells: [
        [1, 0, 1],
        [0, 1, 1],
        [1, 0, 0],
        [0, 1, 0],
      ],
    });
  });

  it('has years in order', () => {
    expect(matrix(library, 'year', 'venue', 1)).toEqual({
      rows: ['2022', '2023', '2024'],
      columns: ['ICCV', 'AAAI', 'CVPR'],
      cells: [
        [0, 0, 1],
        [2, 0, 0],
        [0, 1, 0],
      ],
    });
  });

  it('counts the tasks of data sets as those of the paper', () => {
    expect(matrix(library, 'idea', 'task', 1)).toEqual({
      rows: ['projector'],
      columns: ['image-classification', 'object-detection'],
      cells: [[1, 1]],
    });
    expect(matrix(library, 'dataset', 'status', 1)).toEqual({
      rows: ['cifar', 'coco'],
      columns: ['read'],
      cells: [[1], [1]],
    });
  });

  it('leaves out rows and columns without a cell of at least so many, and keeps the rest whole', () => {
    expect(matrix(library, 'venue', 'year', 2)).toEqual({ rows: ['ICCV'], columns: ['2023'], cells: [[2]] });
    importTexts(library, { 'e.md': '# Epsilon Way\n\n**AAAI 2023**\n\n软标签，**多教师**。\n' });
    expect(matrix(library, 'idea', 'venue', 2)).toEqual({
      rows: ['multi-teacher', 'soft-targets'],
      columns: ['AAAI'],
      cells: [[2], [2]],
    });
  });

  it('of an empty library is empty', () => {
    expect(matrix(freshLibrary(), 'idea', 'venue', 1)).toEqual({ rows: [], columns: [], cells: [] });
  });
});

describe('the gaps of an idea', () => {
  it('are what no paper combines with it, in order of the number that chance would give', () => {
    const gaps = gapsOf(library, 'projector');
    expect([gaps.name, gaps.papers]).toEqual(['projector', 2]);
    expect(gaps.gaps).toEqual([
      { name: 'multi-teacher', kind: 'idea', labelZh: '多教师蒸馏', papers: 2, expected: 1 },
      { name: 'soft-targets', kind: 'idea', labelZh: '软标签', papers: 1, expected: 0.5 },
    ]);
  });

  it('hold tasks and topics too, and equal ones in order of name', () => {
    tagPaper(library, paper(GAMMA).id, ['某题'], 'topic');
    expect(gapsOf(library, 'whitening').gaps.map(({ name, kind, expected }) => [name, kind, expected])).toEqual([
      ['multi-teacher', 'idea', 0.5],
      ['image-classification', 'task', 0.25],
      ['object-detection', 'task', 0.25],
      ['soft-targets', 'idea', 0.25],
      ['某题', 'topic', 0.25],
    ]);
  });

  it('leave out the family of the idea, and the ideas of no paper', () => {
    tagPaper(library, paper(GAMMA).id, ['orthogonal-projection'], 'idea');
    const names = gapsOf(library, 'projector').gaps.map(({ name }) => name);
    expect(names).toEqual(['soft-targets']);
    expect(gapsOf(library, 'orthogonal-projection').gaps.map(({ name }) => name)).not.toContain('projector');
    expect(gapsOf(library, 'orthogonal-projection').gaps.map(({ name }) => name)).not.toContain('alignment');
  });

  it('are none for an idea that no paper carries', () => {
    expect(gapsOf(library, 'nasty-teacher')).toEqual({ name: 'nasty-teacher', papers: 0, gaps: [] });
  });
});

describe('the papers related to one', () => {
  const brief = (found: readonly Related[]) =>
    found.map(({ citationKey, reasons }) => [citationKey, ...reasons.map((reason) => english(reason))]);

  it('share its ideas, or mention it, each with why', () => {
    expect(brief(relatedTo(library, paper(ALPHA), 9))).toEqual([
      [GAMMA, 'mentions it as “2022CVPR Alpha Students”'],
      [BETA, 'both on projector (2 of 4 papers)'],
    ]);
  });

  it('are mentioned by it, and share words of its title', () => {
    expect(brief(relatedTo(library, paper(GAMMA), 9))).toEqual([
      [ALPHA, 'mentioned as “2022CVPR Alpha Students”'],
      [DELTA, 'both on multi-teacher (2 of 4 papers)'],
    ]);
    tagPaper(library, paper(DELTA).id, ['projector'], 'idea');
    const [alpha, delta] = relatedTo(library, paper(BETA), 9);
    expect([delta, alpha].map((one) => one?.citationKey).sort()).toEqual([ALPHA, DELTA]);
    const shared = relatedTo(library, paper(BETA), 9).find(({ citationKey }) => citationKey === DELTA);
    expect(english(shared?.reasons)).toContain('titles share study');
  });

  it('score by the rarity of what is shared, to the numbers that the help says', () => {
    const [mention, shared] = relatedTo(library, paper(ALPHA), 9);
    expect(mention?.score).toBeCloseTo(1.5, 10);
    expect(shared?.score).toBeCloseTo(Math.log(4 / 2) / Math.log(100), 10);
    tagPaper(library, paper(BETA).id, ['whitening'], 'idea');
    tagPaper(library, paper(DELTA).id, ['projector'], 'idea');
    const beta = relatedTo(library, paper(ALPHA), 9).find(({ citationKey }) => citationKey === BETA);
    expect(english(beta?.reasons)).toEqual(['both on whitening (2 of 4 papers)', 'both on projector (3 of 4 papers)']);
  });

  it('are not those with which it shares nothing but data sets, nor itself; at most so many', () => {
    importTexts(library, { 'e.md': '# Epsilon Way\n\n**[AAAI 2023](https://example.org/e)\tno code\tCIFAR**\n' });
    expect(brief(relatedTo(library, paper('epsilon-way-2023'), 9))).toEqual([]);
    expect(relatedTo(library, paper(ALPHA), 1).map(({ citationKey }) => citationKey)).toEqual([GAMMA]);
  });
});

describe('themes', () => {
  it('are the group lines of all weeks, newest first, with their papers', () => {
    expect(library.questions.themes(undefined)).toEqual([
      {
        week: '2024-05-24',
        theme: '应用 Logit\n第二行',
        papers: [
          [4, DELTA],
          [1, ALPHA],
        ],
      },
      {
        week: '2024-05-17',
        theme: '白化 与 投影',
        papers: [
          [1, ALPHA],
          [2, BETA],
        ],
      },
      { week: '2024-05-17', theme: '应用', papers: [[3, GAMMA]] },
    ]);
  });

  it.each([
    ['应用', ['2024-05-24', '2024-05-17']],
    ['logit', ['2024-05-24']],
    ['ＬＯＧＩＴ 第二', ['2024-05-24']],
    ['投影 白化', ['2024-05-17']],
    ['白化 应用', []],
  ])('are found by every word of %j, in any order and case', (words, weeks) => {
    expect(library.questions.themes(words).map(({ week }) => week)).toEqual(weeks);
  });
});

describe('suggested tags', () => {
  it('are bold phrases and capital names of several papers that no tag knows', () => {
    expect(suggestTags(library, 2)).toEqual([
      { phrase: 'BYOL', papers: [ALPHA, BETA] },
      { phrase: '双塔蒸馏', papers: [ALPHA, BETA] },
    ]);
  });

  it('hold no known tag and no name of the paper itself; fewer papers give more', () => {
    namePaper(library, paper(ALPHA).id, ['BYOL']);
    namePaper(library, paper(BETA).id, ['BYOL']);
    tagPaper(library, paper(GAMMA).id, ['双塔蒸馏'], 'idea');
    expect(suggestTags(library, 1)).toEqual([]);
  });
});

describe("a tag of the user's own", () => {
  beforeEach(() => {
    tagPaper(library, paper(GAMMA).id, ['双塔'], 'idea');
    aliasTag(library, '双塔', ['两座塔']);
  });

  it('has another name once it is renamed, and is found by it in texts', () => {
    expect(tagsOf(ALPHA)).toContain('双塔');
    expect(renameTag(library, '双塔', '双塔蒸馏').name).toBe('双塔蒸馏');
    expect(library.tags.named('双塔')).toEqual([]);
    expect(tagsOf(GAMMA)).toContain('双塔蒸馏');
    expect(tagsOf(BETA)).toContain('双塔蒸馏');
    renameTag(library, '双塔蒸馏', '孪生网络');
    expect(tagsOf(GAMMA)).toContain('孪生网络');
    expect(tagsOf(BETA)).not.toContain('孪生网络');
  });

  it('is not renamed to what names another, nor to nothing; a shipped one is not renamed', () => {
    const before = [...canonicalDump(library)];
    expect(() => renameTag(library, '双塔', '白化')).toThrow(/already names the tag whitening/);
    expect(() => renameTag(library, '双塔', '！')).toThrow(/no letters or digits/);
    expect(() => renameTag(library, 'whitening', '漂白')).toThrow(/comes with kd/);
    expect(() => renameTag(library, '没有', '漂白')).toThrow(/no tag is named/);
    expect([...canonicalDump(library)]).toEqual(before);
  });

  it('made one with another gives it its papers and its name', () => {
    expect(mergeTags(library, '双塔', 'mutual-learning').name).toBe('mutual-learning');
    expect(library.tags.named('双塔')).toMatchObject([{ name: 'mutual-learning' }]);
    for (const key of [ALPHA, BETA, GAMMA]) expect(tagsOf(key)).toContain('mutual-learning');
    expect(library.tags.named('两座塔')).toMatchObject([{ name: 'mutual-learning' }]);
    expect(tagsOf(GAMMA)).not.toContain('双塔');
  });

  it('is not made one with itself, and a shipped one with none', () => {
    expect(() => mergeTags(library, '双塔', '双塔')).toThrow(/same tag/);
    expect(() => mergeTags(library, 'whitening', '双塔')).toThrow(/comes with kd/);
  });

  it('that was taken off a paper is not put back by a merge', () => {
    untagPaper(library, paper(ALPHA).id, ['双塔']);
    mergeTags(library, '双塔', 'mutual-learning');
    expect(tagsOf(ALPHA)).not.toContain('mutual-learning');
    expect(tagsOf(BETA)).toContain('mutual-learning');
  });
});

describe('lint', () => {
  it('lists mentions of no paper, and nothing that is in order', () => {
    expect(english(lint(library))).toEqual([
      {
        check: 'mention',
        at: '2023ICCV-Beta.md',
        line: null,
        message: '“2024AAAI Unknown Thing” names no paper of the library',
        other: null,
      },
    ]);
  });

  it('lists doubtful readings with their lines, then contradictions, then mentions', () => {
    importTexts(library, {
      'e.md': '# Gamma Rays\n\n**[arXiv2017 ICLR](https://example.org/g)**\n',
      '20240531.md': '# 20240531\n\n## 论文阅读\n\n### Zeta Without a Tag\n一句。\n',
    });
    expect(lint(library).map(({ check, at, line }) => [check, at, line])).toEqual([
      ['doubt', '2024-05-31', 5],
      ['doubt', 'e.md', 3],
      ['contradiction', GAMMA, null],
      ['mention', '2023ICCV-Beta.md', null],
    ]);
  });

  it('changes nothing', () => {
    const before = [...canonicalDump(library)];
    lint(library);
    expect([...canonicalDump(library)]).toEqual(before);
  });
});
