import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NoteDraft } from '../../src/domain/note.ts';
import { FormatError } from '../../src/formats/format.ts';
import { readPaperNote, splitAuthors } from '../../src/formats/paper-note.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, VENUE_TABLE } from '../helpers/library.ts';

const DATASETS = freshLibrary().tags.datasets();

function read(text: string, fileName = 'note.md'): NoteDraft {
  return readPaperNote(text, { venues: VENUE_TABLE, datasets: DATASETS, fileName });
}

/** What a header line says, below a title and above authors and a summary, with only those parts that are set. */
function header(line: string): Record<string, unknown> {
  const draft = read(`# Some Title\n\n${line}\n\n*Wei Li, Bo Xu*\n\n总结。\n`);
  const { label, date, theme, facts } = draft;
  expect(facts.authors).toEqual(['Wei Li', 'Bo Xu']);
  expect(cut(draft, draft.spans.summary)).toBe('总结。');
  const { url, doi, arxiv, links, datasets } = facts;
  const parts = {
    venue: label?.venue?.name ?? label?.containerTitle,
    year: label?.year,
    month: label?.month,
    rank: label?.rank,
    unsure: label?.unsure === true ? true : undefined,
    url,
    doi,
    arxiv,
    code: links.length === 0 ? undefined : links.map((link) => link.url ?? link.text).join(' · '),
    datasets: datasets.length === 0 ? undefined : datasets,
    date,
    theme,
  };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

function doubts(text: string, fileName?: string): string[] {
  return read(text, fileName).doubts.map(({ line, message, other }) => {
    return `${line}: ${english(message)}${other === undefined ? '' : ` / ${english(other)}`}`;
  });
}

const headerDoubts = (line: string) => doubts(`# Some Title\n\n${line}\n`);

function cut({ source }: NoteDraft, span: readonly [number, number] | undefined): string | undefined {
  return span === undefined ? undefined : source.slice(...span);
}

/** The error with which a text is refused. */
function refused(text: string): string {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    const { line, message, hint } = error as FormatError;
    expect(hint).toBeDefined();
    return `${line}: ${message}`;
  }
  return 'read';
}

const PAGE = 'https://example.org/paper';
const REPO = 'https://github.com/someone/code';

describe('the header of a note', () => {
  it('has venue, link, code, data sets and date between tabs', () => {
    expect(header(`**[AAAI 2024](${PAGE})\t[code in github](${REPO})\tCIFAR  ImageNet\t20240517**`)).toEqual({
      venue: 'AAAI',
      year: 2024,
      url: PAGE,
      code: REPO,
      datasets: ['CIFAR', 'ImageNet'],
      date: '2024-05-17',
    });
  });

  it.each([
    ['[2024 AAAI]', { venue: 'AAAI', year: 2024 }],
    ['[CVPR2018]', { venue: 'CVPR', year: 2018 }],
    ['[2018AAAI]', { venue: 'AAAI', year: 2018 }],
    ['[arXiv1710]', { venue: 'arXiv', year: 2017, month: 10 }],
    ['[arXiv 2409]', { venue: 'arXiv', year: 2024, month: 9 }],
    ['[arxiv2019]', { venue: 'arXiv', year: 2019 }],
    ['[ACCV 2022 CCF-C]', { venue: 'ACCV', year: 2022, rank: 'CCF-C' }],
    ['[2016ICASSP CCF-B]', { venue: 'ICASSP', year: 2016, rank: 'CCF-B' }],
    ['[2024 1st EMCLR]', { venue: '1st EMCLR', year: 2024 }],
    ['[arXiv2017 ICLR ]', { venue: 'arXiv', year: 2017 }],
    ['[IEEE Transactions on Image Processing 2021]', { venue: 'TIP', year: 2021 }],
    ['[IEEE Signal Processing 2023]', { venue: 'IEEE Signal Processing', year: 2023 }],
    ['[2025 ICCV   ？]', { venue: 'ICCV', year: 2025, unsure: true }],
    ['[2024]', { year: 2024 }],
  ])('reads the linked label %s', (label, parts) => {
    expect(header(`**${label}(${PAGE})\tno code**`)).toEqual({ ...parts, url: PAGE, code: 'no code' });
  });

  it.each([
    ['**AAAI 2018**', { venue: 'AAAI', year: 2018 }],
    ['EdgeCom 2024', { venue: 'EdgeCom', year: 2024 }],
    ['2025ICCV', { venue: 'ICCV', year: 2025 }],
    [' ICCV 2025', { venue: 'ICCV', year: 2025 }],
    ['2025 ICCV   ？', { venue: 'ICCV', year: 2025, unsure: true }],
    ['**2025 ICCV\t？\tno code**', { venue: 'ICCV', year: 2025, unsure: true, code: 'no code' }],
    ['2024 Scientific Reports\tno code', { venue: 'Scientific Reports', year: 2024, code: 'no code' }],
    [`2024\t[code in github](${REPO})\tCIFAR`, { year: 2024, code: REPO, datasets: ['CIFAR'] }],
    ['2024', { year: 2024 }],
    ['**[AAAI 2024]()\tno code**', { venue: 'AAAI', year: 2024, code: 'no code' }],
  ])('reads %j, which has no link to the paper', (line, parts) => {
    expect(header(line)).toEqual(parts);
  });

  it('needs no bold marks around a link', () => {
    expect(header(`[AAAI 2024](${PAGE})\tno code`)).toEqual({ venue: 'AAAI', year: 2024, url: PAGE, code: 'no code' });
  });

  it.each([
    [`**[2024 AAAI](${PAGE})\tCIFAR\t20241020\t**蒸馏过程`, '蒸馏过程'],
    [`**[2024 AAAI](${PAGE})\tCIFAR\t20241020**\t知识结构`, '知识结构'],
    [`**[2024 AAAI](${PAGE})\tCIFAR\t20241020** 知识结构`, '知识结构'],
    [`**[2024 AAAI](${PAGE})\tCIFAR\t20241020\t知识结构**`, '知识结构'],
  ])('takes the words behind the date or the bold marks for a theme: %j', (line, theme) => {
    const parts = { venue: 'AAAI', year: 2024, url: PAGE, datasets: ['CIFAR'], date: '2024-10-20' };
    expect(header(line)).toEqual({ ...parts, theme });
  });

  it.each([
    ['no code', { role: 'code', text: 'no code' }],
    ['code in Appendix', { role: 'code', text: 'code in Appendix' }],
    ['code in github NOT FOUND', { role: 'code', text: 'code in github NOT FOUND' }],
    ['code', { role: 'code', text: 'code' }],
    ['[code]()', { role: 'code', text: 'code' }],
    ['无代码', { role: 'code', text: '无代码' }],
    [`[code in github FAKE!](${REPO})`, { role: 'code', url: REPO, text: 'code in github FAKE!' }],
    [`[code in github 暂未上传](${REPO})`, { role: 'code', url: REPO, text: 'code in github 暂未上传' }],
  ])('keeps the code cell %j as it is written', (cell, link) => {
    const { links, datasets } = read(`# T\n**[AAAI 2024](${PAGE})\t${cell}\tCIFAR**\n`).facts;
    expect(links).toEqual([link]);
    expect(datasets).toEqual(['CIFAR']);
  });

  it.each([
    `**[AAAI 2024](${PAGE})\t\tno code\tCIFAR  Stanford Cars\t20240517**`,
    `**[AAAI 2024](${PAGE})  no code  CIFAR  Stanford Cars  20240517**`,
    `**[AAAI 2024](${PAGE})\tno code\tCIFAR Stanford Cars\t20240517**`,
    `**[AAAI 2024](${PAGE})\tno code\t-\tCIFAR, Stanford Cars\t20240517**`,
    `**[AAAI 2024](${PAGE})**\t**no code**\t**CIFAR  Stanford Cars**\t**20240517**`,
  ])('takes tabs, two spaces and empty cells alike: %j', (line) => {
    expect(header(line)).toEqual({
      venue: 'AAAI',
      year: 2024,
      url: PAGE,
      code: 'no code',
      datasets: ['CIFAR', 'Stanford Cars'],
      date: '2024-05-17',
    });
  });

  it.each([
    ['VOC07/12  COCO2017', ['VOC07/12', 'COCO2017']],
    ['CIFAR10/100  GLUE', ['CIFAR10/100', 'GLUE']],
    ['CIFAR  ImageNet  StanfordCar  iNat19', ['CIFAR', 'ImageNet', 'StanfordCar', 'iNat19']],
    ['Some New Set', ['Some New Set']],
  ])('keeps the data sets of %j as typed', (cell, datasets) => {
    expect(read(`# T\n**[AAAI 2024](${PAGE})\tno code\t${cell}**\n`).facts.datasets).toEqual(datasets);
  });

  it.each(['2024-05-17', '2024.5.17', '2024年5月17日'])('reads the date %s as weekly notes have it', (date) => {
    expect(header(`**AAAI 2024\tno code\tCIFAR\t${date}**`)).toEqual({
      venue: 'AAAI',
      year: 2024,
      code: 'no code',
      datasets: ['CIFAR'],
      date: '2024-05-17',
    });
  });

  it.each(['20240230', '2024051', '202405177'])('says that %s is no date, and takes it for nothing else', (cell) => {
    expect(headerDoubts(`**AAAI 2024\tno code\tCIFAR\t${cell}**`)).toEqual([`3: "${cell}" is no date`]);
    const { date, facts } = read(`# T\n**AAAI 2024\tno code\tCIFAR\t${cell}**\n`);
    expect([date, facts.datasets]).toEqual([undefined, ['CIFAR']]);
  });

  it('says what is odd about its label, with its line', () => {
    expect(headerDoubts('EdgeCom 2024')).toEqual(['3: venue "EdgeCom" is not known']);
    expect(headerDoubts('AAAi 2024')).toEqual(['3: venue "AAAi" is read as AAAI']);
    expect(headerDoubts('arXiv2017 ICLR\tno code')).toEqual([
      '3: "arXiv2017 ICLR" names two venues; the first is taken / ICLR',
    ]);
    expect(headerDoubts('AAAI 2024')).toEqual([]);
  });

  it.each([
    ['CVPR 2024', 'https://openaccess.thecvf.com/content/ICCV2023/html/A.html', 'CVPR 2024', 'ICCV 2023'],
    ['ACL 2021', 'https://aclanthology.org/2021.eacl-main.212/', 'ACL 2021', 'EACL 2021'],
    ['CVPR 2018', 'https://openaccess.thecvf.com/content_cvpr_2019/html/A.html', 'CVPR 2018', 'CVPR 2019'],
    ['AAAI 2024', 'https://www.nature.com/articles/s41598-023-43986-y', 'AAAI 2024', 'Scientific Reports'],
  ])('says that %s contradicts the link %s, and takes the label', (label, url, says, other) => {
    expect(headerDoubts(`**[${label}](${url})\tno code**`)).toEqual([
      `3: the label says ${says}, its link ${other} / ${other}`,
    ]);
    expect(header(`**[${label}](${url})\tno code**`)).toMatchObject({ venue: label.slice(0, -5), url });
  });

  it('finds no contradiction between a preprint or a series and a conference', () => {
    const icml = 'https://proceedings.mlr.press/v80/furlanello18a.html';
    expect(headerDoubts(`**[arXiv1805](${icml})**`)).toEqual([]);
    expect(headerDoubts(`**[2018PMLR](${icml})**`)).toEqual(['3: PMLR is a series; the conference is not named']);
  });

  it('reads the identifier in its link', () => {
    expect(header('**[2024 AAAI](https://arxiv.org/abs/2012.09413)**')).toMatchObject({ arxiv: '2012.09413' });
    expect(header('**[2024 AAAI](https://doi.org/10.1016/J.A.2023.1)**')).toMatchObject({ doi: '10.1016/j.a.2023.1' });
  });

  it.each([
    '这一篇在2023年里很重要，后来的工作都引用它。',
    '本文的结论成立于 AAAI 2024。',
    '- AAAI 2024',
    '> AAAI 2024',
  ])('is not found in %j', (line) => {
    expect(read(`# T\n\n${line}\n`).label).toBeUndefined();
  });
});

describe('the authors of a note', () => {
  it.each([
    ['*Roy Miles, Krystian Mikolajczyk*', ['Roy Miles', 'Krystian Mikolajczyk']],
    ['Roy Miles, Krystian Mikolajczyk', ['Roy Miles', 'Krystian Mikolajczyk']],
    ['_Wei Li, Bo Xu_', ['Wei Li', 'Bo Xu']],
    ['*Ann One, Bob Two & Cy Three*', ['Ann One', 'Bob Two', 'Cy Three']],
    ['Ann One, Bob Two, and Cy Three', ['Ann One', 'Bob Two', 'Cy Three']],
    ['Jinhao Lin  Ziheng Wu', ['Jinhao Lin', 'Ziheng Wu']],
    ['Wei Li; Bo Xu', ['Wei Li', 'Bo Xu']],
    ['Wei Li，Bo Xu、Cy Zed', ['Wei Li', 'Bo Xu', 'Cy Zed']],
    ['李伟、王强', ['李伟', '王强']],
    ['*Wei Li*', ['Wei Li']],
    ["René Descartes, Ł. Kaiser & Anna van der O'Neil", ['René Descartes', 'Ł. Kaiser', "Anna van der O'Neil"]],
    ['Wei Li, Bo Xu,', ['Wei Li', 'Bo Xu']],
  ])('are those of %j', (line, names) => {
    expect(splitAuthors(line)).toEqual(names);
  });

  it.each([
    '',
    'Wei Li',
    '*A Comprehensive Overhaul of Feature Distillation*',
    '**Wei Li, Bo Xu**',
    'This is a sentence, with a clause.',
    'we use a, b and c',
    '先做白化，再做对齐，最后蒸馏到学生网络',
    '20240517, 20240524',
  ])('are not found in %j', (line) => {
    expect(splitAuthors(line)).toEqual([]);
  });

  it('come back from a line made of names, whatever separates them', () => {
    const word = fc.constantFrom('Wei', 'Li', 'Anna', 'van', 'Jean-Luc', "O'Neil", 'Müller', 'K.');
    const name = fc
      .tuple(fc.constantFrom('Bo', 'Cy', 'Éva'), fc.array(word, { minLength: 1, maxLength: 3 }))
      .map(([first, rest]) => [first, ...rest].join(' '));
    const separator = fc.constantFrom(', ', ' & ', '; ', '  ', '、', ',');
    fc.assert(
      fc.property(fc.array(name, { minLength: 2, maxLength: 6 }), separator, fc.boolean(), (names, between, italic) => {
        const list = names.join(between);
        expect(splitAuthors(italic ? `*${list}*` : list)).toEqual(names);
      }),
    );
  });

  it('stand below the header or above it, with blank lines between or none', () => {
    for (const lines of [
      ['**AAAI 2024**', '*Wei Li, Bo Xu*'],
      ['*Wei Li, Bo Xu*', '**AAAI 2024**'],
      ['**AAAI 2024**', '', 'Wei Li; Bo Xu'],
      ['', 'Wei Li  Bo Xu', '', '', '**AAAI 2024**'],
    ]) {
      const draft = read(`# T\n${lines.join('\n')}\n总结一句。\n`);
      expect(draft.facts.authors).toEqual(['Wei Li', 'Bo Xu']);
      expect(draft.label?.year).toBe(2024);
      expect(cut(draft, draft.spans.summary)).toBe('总结一句。');
    }
  });

  it('may be missing: the summary begins where they would stand', () => {
    const draft = read('# T\n**AAAI 2024**\n\n*A Comprehensive Overhaul of Feature Distillation* 是它的前身。\n');
    expect(draft.facts.authors).toEqual([]);
    expect(cut(draft, draft.spans.summary)).toMatch(/^\*A Comprehensive .* 是它的前身。$/);
    expect(draft.spans.mentions.map((span) => cut(draft, span))).toEqual([
      'A Comprehensive Overhaul of Feature Distillation',
    ]);
  });

  it('of a note that has no header make it one on a paper', () => {
    expect(read('# Some Title\n\n*Wei Li, Bo Xu*\n').title).toBe('Some Title');
  });
});

describe('the title of a note', () => {
  it.each([
    ['# Some Title\n**AAAI 2024**\n', 'Some Title'],
    ['\n\n# Some Title\n**AAAI 2024**\n', 'Some Title'],
    ['#\tSome Title #\n**AAAI 2024**\n', 'Some Title'],
    ['\uFEFF# Some Title\r\n\r\n**AAAI 2024**\r\n', 'Some Title'],
    ['# Some Title\r**AAAI 2024**\r', 'Some Title'],
  ])('is the first heading of %j', (text, title) => {
    expect(read(text)).toMatchObject({ title, name: title, label: { year: 2024 } });
  });

  it.each([
    ['', 'note.md'],
    ['\uFEFF', 'note.md'],
    ['\n\n', 'note.md'],
    ['# \n\n**AAAI 2024**\n', 'note.md'],
    ['**AAAI 2024**\n\n*Wei Li, Bo Xu*\n', 'note.md'],
    ['## Introduction\n\n一句。\n', 'note.md'],
    ['# 怎样写 Markdown\n\n两个星号是加粗。\n\n## 列表\n', '怎样写 Markdown'],
  ])('is none where %j is about no paper', (text, name) => {
    const draft = read(text);
    expect(draft).toMatchObject({ title: undefined, name, doubts: [] });
    expect(draft.facts).toEqual({ authors: [], links: [], datasets: [] });
  });

  it.each([
    'Introduction',
    '\tIntroduction',
    '1. Introduction',
    'Related Work',
    'Methodology',
    '引言',
    '3 实验',
    '相关工作',
  ])('is that of a paper where a section is called %j', (section) => {
    expect(read(`# Some Title\n\n## ${section}\n\n一句。\n`).title).toBe('Some Title');
  });

  it.each(['Introducing Lists', 'Lists', '方法论', '2024'])('is that of no paper for a section %j alone', (section) => {
    expect(read(`# Some Title\n\n## ${section}\n\n一句。\n`).title).toBeUndefined();
  });
});

describe("the name of a note's file", () => {
  it.each([
    ['2024AAAI-Projector.md', 'AAAI', 2024, '2024AAAI'],
    ['Distillation__2023ICCV-Some_Paper(SP).md', 'ICCV', 2023, '2023ICCV'],
    ['2017arxiv-KPN.md', 'arXiv', 2017, '2017arxiv'],
    ['[2016 ICLR] Some Title.md', 'ICLR', 2016, '2016 ICLR'],
  ])('%s stands in for a label that is missing, and says so', (fileName, venue, year, tag) => {
    const draft = read('# Some Title\n\n总结。\n', fileName);
    expect(draft).toMatchObject({ title: 'Some Title', label: { venue: { name: venue }, year } });
    expect(doubts('# Some Title\n\n总结。\n', fileName)).toEqual([
      `1: no venue in the note: "${tag}" is taken from the file's name`,
    ]);
  });

  it('stands in for the title too, where it has one behind a bracket', () => {
    expect(read('总结。\n', '[2016 ICLR] Deep Compression.md')).toMatchObject({
      title: 'Deep Compression',
      label: { venue: { name: 'ICLR' }, year: 2016 },
    });
  });

  it.each(['2024-Some_Framework.md', 'a2024AAAI-x.md', 'Markdown.md', '20240517.md'])(
    '%s says nothing of a paper',
    (fileName) => {
      expect(read('# Some Title\n\n总结。\n', fileName)).toMatchObject({ title: undefined, label: undefined });
    },
  );

  it('is contradicted by a header of another venue or year, which counts', () => {
    const note = '# Some Title\n**CVPR 2024**\n';
    expect(read(note, '2023ICCV-Some.md').label).toMatchObject({ venue: { name: 'CVPR' }, year: 2024 });
    expect(english(read(note, '2023ICCV-Some.md').doubts)).toMatchObject([{ line: 1, other: 'ICCV 2023' }]);
    expect(english(read(note, '2023CVPR-Some.md').doubts)).toMatchObject([{ line: 1, other: 'CVPR 2023' }]);
    expect(doubts(note, '2024CVPR-Some.md')).toEqual([]);
  });

  it('has the date of a note in the way of Jekyll, and says so', () => {
    const note = "---\ntags: ['2014', 'NIPS 2014', AI, NIPS]\n---\n# Sequence to Sequence\n\n总结。\n";
    expect(read(note, '2017-12-31-seq.md')).toMatchObject({
      title: 'Sequence to Sequence',
      date: '2017-12-31',
      label: { venue: { name: 'NeurIPS' }, year: 2014 },
    });
    expect(read(note, '2017-12-31-seq.md').doubts.map(({ message }) => english(message))).toEqual([
      expect.stringContaining('2017-12-31'),
    ]);
  });
});

describe('the text of a note', () => {
  const BODY = `# Some Title

**[AAAI 2024](${PAGE})	no code	CIFAR	20240517**

*Wei Li, Bo Xu*

先做**白化**，公式 $a_1 * b_2 * c$ 里没有强调。

$$
# no heading
$$

\`\`\`python
## no heading either
\`\`\`

- 第一点，见 *2022CVPR DKD*
- 第二点

## 	Introduction

**正文里的粗体**不算。

### 细节 ###

## 3. Method
`;

  it('has a summary and key ideas before its first section', () => {
    const draft = read(BODY);
    const { summary, keyIdeas, bold, mentions, body } = draft.spans;
    expect(cut(draft, summary)).toMatch(/^先做\*\*白化\*\*[\s\S]*no heading either\n```$/);
    expect(keyIdeas.map((span) => cut(draft, span))).toEqual(['第一点，见 *2022CVPR DKD*', '第二点']);
    expect(bold.map((span) => cut(draft, span))).toEqual(['白化']);
    expect(mentions.map((span) => cut(draft, span))).toEqual(['2022CVPR DKD']);
    expect(BODY.slice(body)).toMatch(/^## \tIntroduction\n/);
  });

  it('has an outline of its headings, with their lines; formulas and fences have none', () => {
    expect(read(BODY).outline).toEqual([
      { level: 2, text: 'Introduction', line: 20 },
      { level: 3, text: '细节', line: 24 },
      { level: 2, text: '3. Method', line: 26 },
    ]);
  });

  it('is read alike with any line ends, behind a byte order mark, and without a last line end', () => {
    const shape = (text: string) => {
      const { title, label, date, facts, outline, doubts: found, spans } = read(text);
      const words = (span: readonly [number, number]) => text.slice(...span).replace(/\r\n?/g, '\n');
      return {
        title,
        label,
        date,
        facts,
        outline,
        found,
        ideas: spans.keyIdeas.map(words),
        bold: spans.bold.map(words),
      };
    };
    for (const text of [BODY.replaceAll('\n', '\r\n'), BODY.replaceAll('\n', '\r'), `\uFEFF${BODY}`, BODY.trimEnd()]) {
      expect(shape(text)).toEqual(shape(BODY));
      expect(read(text).source).toBe(text);
    }
  });

  it('may have no part but the title and a section', () => {
    const { spans, outline } = read('# T\n## Introduction');
    expect(spans).toEqual({ summary: undefined, keyIdeas: [], bold: [], mentions: [], body: 4 });
    expect(outline).toEqual([{ level: 2, text: 'Introduction', line: 2 }]);
  });
});

describe('a head of fields', () => {
  it('in YAML gives every fact under its usual name', () => {
    const draft = read(`---
title: "Some Title: With a Colon"
authors: [Wei Li, "[[Bo Xu]]"]
venue: ICLR 2023
year: 2023
url: ${PAGE}
doi: https://doi.org/10.1109/ABC.2020.1
arxiv: arXiv:2203.11171
code: ${REPO}
datasets: CIFAR, ImageNet
date: 2024-05-17
---

# Some Title: with a colon

总结一句。

## Introduction
`);
    expect(draft).toMatchObject({
      title: 'Some Title: With a Colon',
      date: '2024-05-17',
      label: { venue: { name: 'ICLR' }, year: 2023 },
      facts: {
        authors: ['Wei Li', 'Bo Xu'],
        url: PAGE,
        doi: '10.1109/abc.2020.1',
        arxiv: '2203.11171',
        links: [{ role: 'code', url: REPO }],
        datasets: ['CIFAR', 'ImageNet'],
      },
      outline: [{ level: 2, text: 'Introduction', line: 18 }],
      doubts: [],
    });
    expect(cut(draft, draft.spans.summary)).toBe('总结一句。');
  });

  it('in YAML may be all there is: its words are no summary', () => {
    const draft = read('---\ntitle: Some Title\nvenue: CVPR\nyear: 2022\nabstract: about **whitening**\n---\n');
    expect(draft).toMatchObject({ title: 'Some Title', label: { venue: { name: 'CVPR' }, year: 2022 } });
    expect(draft.spans).toMatchObject({ summary: undefined, keyIdeas: [], bold: [] });
  });

  it('in YAML stands behind a byte order mark and has any line ends', () => {
    const draft = read('\uFEFF---\r\ntitle: >-\r\n  [论文解读] DKDM\r\nvenue: CVPR 2025\r\n---\r\n总结。\r\n');
    expect(draft).toMatchObject({ title: '[论文解读] DKDM', label: { venue: { name: 'CVPR' }, year: 2025 } });
    expect(cut(draft, draft.spans.summary)).toBe('总结。');
  });

  it('says where its venue and its year disagree', () => {
    const found = read('---\ntitle: T\nvenue: NIPS 2014\nyear: 2015\n---\n总结。\n');
    expect(found.label).toMatchObject({ venue: { name: 'NeurIPS' }, year: 2014 });
    expect(english(found.doubts)).toMatchObject([{ other: '2015' }]);
  });

  it('says what is odd about its venue', () => {
    const of = (venue: string) => english(read(`---\ntitle: T\nvenue: ${venue}\nyear: 2014\n---\n总结。\n`).doubts);
    expect(of('AAAi 2014')).toMatchObject([{ message: 'venue "AAAi" is read as AAAI' }]);
    expect(of('Deep Learning Meeting')).toMatchObject([{ message: 'venue "Deep Learning Meeting" is not known' }]);
  });

  it.each(['layout: post', 'date: 2024-05-17', 'tags: [markdown, howto]', 'title: How to Write', 'aliases: [x]'])(
    'that says %j alone is no sign of a paper',
    (field) => {
      expect(read(`---\n${field}\n---\n# How to Write\n\n两个星号是加粗。\n`)).toMatchObject({
        title: undefined,
        name: 'How to Write',
      });
    },
  );

  it('is none where two rules stand around words', () => {
    expect(read('---\n\n几句话\n\n---\n更多\n').title).toBeUndefined();
  });

  it('of bold keys below the title gives the facts', () => {
    const draft = read(`# Some Title
**会议**: AAAI 2026${'  '}
**arXiv**: [2501.01234](https://arxiv.org/abs/2501.01234)
**代码**: 无
**作者**：李伟、王强
**关键词**: 知识蒸馏, 检测

总结一句。
`);
    expect(draft).toMatchObject({
      title: 'Some Title',
      label: { venue: { name: 'AAAI' }, year: 2026 },
      facts: {
        authors: ['李伟', '王强'],
        links: [{ role: 'code', text: '无' }],
        url: 'https://arxiv.org/abs/2501.01234',
        arxiv: '2501.01234',
      },
    });
    expect(cut(draft, draft.spans.summary)).toBe('总结一句。');
  });

  it('is not made of bold words that are no keys', () => {
    const draft = read('# T\n**优点**: 快\n**缺点**: 慢\n');
    expect(draft.title).toBeUndefined();
    expect(cut(draft, draft.spans.summary)).toBe('**优点**: 快\n**缺点**: 慢');
  });

  it.each([
    ['+++\ntitle = "x"\n+++\n', '1: a TOML head is not read'],
    ['\uFEFF+++\r\nyear = 1997\r\n+++\r\n', '1: a TOML head is not read'],
    ['# T\n\n> title:: Some Title\n> year:: 2022\n', '3: Dataview fields (title::) are not read'],
    ['# T\r\n\r\n文字\r\ncreators:: [[A]]、 [[B]]\r\n', '4: Dataview fields (title::) are not read'],
  ])('in another form is refused with its line: %j', (text, message) => {
    expect(refused(text)).toBe(message);
  });

  it.each([
    ['---\ntitle: CD2: Constrained Distillation\n---\n', 2],
    ['---\nyear: 2022\nauthors: [A, B\n---\n', 3],
    ['---\ntitle: x\ntitle: y\n---\n', 3],
    ['---\r\nyear: 2022\r\ntitle: a: b\r\n---\r\n', 3],
  ])('that is no YAML is refused with its line: %j', (text, line) => {
    expect(refused(text)).toMatch(new RegExp(`^${line}: the head is no YAML: `));
  });

  it('that is YAML with too many aliases, or of nothing, is refused', () => {
    const bomb = `a: &x [1]\nb: [${'*x,'.repeat(40)}*x]`;
    expect(refused(`---\n${bomb}\n---\n`)).toMatch(/the head is no YAML/);
    expect(refused('---\ntitle: *nothing\n---\n')).toMatch(/the head is no YAML/);
  });

  it('is not looked for in a code fence', () => {
    expect(refused('# How to use Dataview\n\n```\ntitle:: x\n```\n')).toBe('read');
  });
});

describe('readPaperNote', () => {
  const LINES = [
    '# Title',
    '#',
    '## 引言',
    '## \tMethod',
    `**[AAAI 2024](${PAGE})\tno code\tCIFAR\t20240517**主题`,
    '**2025 ICCV   ？',
    '*Wei Li, Bo Xu*',
    '**会议**: AAAI 2026',
    '---',
    '+++',
    'title: x',
    'title: a: b',
    'tags: [*x, &x y]',
    'title:: x',
    '- 点 *2022CVPR DKD*',
    '**白化**',
    '$$',
    '```',
    '<!--',
    '> 引',
    '',
    '\uFEFF',
    '\u0000',
  ];
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 14 })
      .map((lines) => lines.map((line) => line.join('')).join('')),
  );
  const fileName = fc.constantFrom('note.md', '2024AAAI-x.md', '[2016 ICLR] T.md', '2017-12-31-x.md', '', '()[].md');

  it('keeps any text whole, or refuses it with a FormatError; every part lies in the text, in order', () => {
    fc.assert(
      fc.property(text, fileName, (source, name) => {
        let draft: NoteDraft;
        try {
          draft = read(source, name);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          return;
        }
        expect(draft.source).toBe(source);
        const { summary, keyIdeas, bold, mentions, body } = draft.spans;
        for (const [from, to] of [...(summary === undefined ? [] : [summary]), ...keyIdeas, ...bold, ...mentions]) {
          expect(0 <= from && from <= to && to <= source.length).toBe(true);
        }
        expect(body).toBeLessThanOrEqual(source.length);
        const lines = source.split(/\r\n|\r|\n/);
        for (const entry of draft.outline) expect(lines[entry.line - 1]).toContain(entry.text);
        for (const { line } of draft.doubts) expect(line).toBeGreaterThanOrEqual(1);
        for (const { line } of draft.doubts) expect(line).toBeLessThanOrEqual(Math.max(1, lines.length));
      }),
      { numRuns: 1000 },
    );
  });

  it('reads the same from the same text, whatever follows the first section', () => {
    const head = `# T\n**[AAAI 2024](${PAGE})\tno code\tCIFAR\t20240517**\n*Wei Li*\n\n总结，**白化**。\n\n## Introduction\n`;
    const facts = ({ title, label, date, facts: stated, spans }: NoteDraft) => ({ title, label, date, stated, spans });
    const words = fc.string({ unit: 'grapheme' }).filter((line) => !/::|```|\$\$|~~~|<!--/.test(line));
    fc.assert(
      fc.property(fc.array(words), (body) => {
        expect(facts(read(head + body.join('\n')))).toEqual(facts(read(head)));
      }),
    );
  });
});
