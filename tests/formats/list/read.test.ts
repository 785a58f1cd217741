import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfMessage } from '../../../src/domain/message.ts';
import { looksLikeList } from '../../../src/formats/list/read.ts';
import { inShort, papersOf, problemsOf, readText } from './helpers.ts';

/** The one paper of a text, in short. */
function only(text: string): string {
  const papers = papersOf(text);
  expect(papers).toHaveLength(1);
  return papers.map(inShort).join('\n');
}

describe('an item of a list', () => {
  it.each([
    // Title, authors, venue and year in plain words.
    ['1. Small Nets Learn. Doe, Jane et al. CVPR 2019', 'Small Nets Learn | CVPR | 2019 | Jane Doe'],
    ['1. Small Nets Learn. Doe, Jane & Roe, Rick. AAAI 2021', 'Small Nets Learn | AAAI | 2021 | Jane Doe; Rick Roe'],
    ['2. Is It Deep? Doe,Jane, and Rick Roe. NeurIPS 2014', 'Is It Deep? | NeurIPS | 2014 | Jane Doe; Rick Roe'],
    ['3. Small Nets Learn. cvpr 2021', 'Small Nets Learn | CVPR | 2021 | '],
    ['4. Small Nets Learn. Doe, Jane et al.(Acme) CVPR 2020', 'Small Nets Learn | CVPR | 2020 | Jane Doe'],
    [
      '5. Small Nets Learn. Doe, Jane et al. Applied Sciences, 2019',
      'Small Nets Learn | Applied Sciences | 2019 | Jane Doe',
    ],
    ['6. Small Nets Learn. Doe, Jane. 2017', 'Small Nets Learn |  | 2017 | Jane Doe'],
    ['7. (survey) Small Nets: A Survey. Doe, Jane et al. IJCV 2021', 'Small Nets: A Survey | IJCV | 2021 | Jane Doe'],
    ['8. Small _Video Nets_ Learn. ACL 2019,short', 'Small Video Nets Learn | ACL | 2019 | '],
    ['9. Multi\u00ad-\u2010Exit\u200b\u00a0Nets Learn [KDD 2021]', 'Multi-Exit Nets Learn | KDD | 2021 | '],
    [
      '29. Source-Free Nets for Segmentation. Doe, Jane et al. CVPR 2021',
      'Source-Free Nets for Segmentation | CVPR | 2021 | Jane Doe',
    ],
    ['30. Small Nets Learn. Doe, Jane et al. CVPR 2020(pre)', 'Small Nets Learn | CVPR | 2020 | Jane Doe'],
    // A link first.
    [
      '- [Small Nets Learn](https://arxiv.org/abs/1503.02531), Jane Doe, Rick Roe, 2015',
      'Small Nets Learn |  | 2015 | Jane Doe; Rick Roe',
    ],
    [
      '- [Small Nets Learn](https://arxiv.org/abs/1503.02531),Jane Doe, et al. 2016',
      'Small Nets Learn |  | 2016 | Jane Doe',
    ],
    ['- [Small Nets Learn](https://arxiv.org/abs/1503.02531),2026', 'Small Nets Learn |  | 2026 | '],
    [
      '* [Small Nets Learn](https://a.org/x.pdf) (Jane Doe et al., ICML 2026) [:octocat:](https://github.com/a/b)',
      'Small Nets Learn | ICML | 2026 | Jane Doe',
    ],
    ['- [Small Nets Learn](https://a.org/x.pdf) (CVPR2020)', 'Small Nets Learn | CVPR | 2020 | '],
    ['- [Small Nets Learn](https://a.org/x.pdf) [ICLR-2017]', 'Small Nets Learn | ICLR | 2017 | '],
    [
      '-   2021-CVPR-[Small Nets Learn](https://a.org/x.pdf) [Oral] [[Code](https://github.com/a/b)]',
      'Small Nets Learn | CVPR | 2021 | ',
    ],
    ['-   2015-NIPSw-[Small Nets Learn](https://a.org/x.pdf)', 'Small Nets Learn | NeurIPS workshop | 2015 | '],
    ['-   2016.10-[Small Nets Learn](https://arxiv.org/abs/1610.00001)', 'Small Nets Learn |  | 2016 | '],
    [
      '- [[arXiv](https://arxiv.org/abs/2404.14047)] Small Nets Learn [[code](https://github.com/a/b)]',
      'Small Nets Learn | arXiv | 2024 | ',
    ],
    // Bold.
    [
      '- **Small Nets Learn, IJCV 2021** [[code]](https://github.com/a/b)\n  - https://arxiv.org/abs/2006.05525\n  - *Jane Doe, Rick Roe.*',
      'Small Nets Learn | IJCV | 2021 | Jane Doe; Rick Roe',
    ],
    ['- **Small Nets Learn, NeurIPS-workshop 2014**', 'Small Nets Learn | NeurIPS workshop | 2014 | '],
    [
      '- **Small Nets Learn**, CVPR 2023, [ :link: ](https://a.org/x.pdf)[ :octocat: ](https://github.com/a/b)',
      'Small Nets Learn | CVPR | 2023 | ',
    ],
    [
      '1. **Small Nets Learn**. *Jane Doe, Rick Roe and Ann Poe*. ICCV 2019. [[pdf](https://a.org/x.pdf)] (**SNL**)',
      'Small Nets Learn | ICCV | 2019 | Jane Doe; Rick Roe; Ann Poe',
    ],
    ['- [[**Small Nets Learn**](https://a.org/x.pdf)] ICLR 2024', 'Small Nets Learn | ICLR | 2024 | '],
    // Short tags.
    ["- Small Nets Learn on Graphs[NIPS'19][Acme]", 'Small Nets Learn on Graphs | NeurIPS | 2019 | '],
    ['- Small Nets Learn Well[RecSys 22]', 'Small Nets Learn Well | RecSys | 2022 | '],
    ['- Small Nets Learn, 15’NIPS (https://arxiv.org/abs/1503.02531)', 'Small Nets Learn | NeurIPS | 2015 | '],
    ['- IROS 2024, Small Nets Learn, [arXiv](https://arxiv.org/abs/2309.12784)', 'Small Nets Learn | IROS | 2024 | '],
    ['- Small Nets Learn. EMNLP 2022 Findings', 'Small Nets Learn | EMNLP Findings | 2022 | '],
    // References as in bibliographies.
    [
      '- Doe J, Roe R, Poe A. Small Nets Learn[C]//Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition. 2019: 1-9.',
      'Small Nets Learn | CVPR | 2019 | J Doe; R Roe; A Poe',
    ],
    [
      '- Doe, J., Roe, R., & Poe, A. (2015). Small nets learn. arXiv preprint arXiv:1503.02531.',
      'Small nets learn | arXiv | 2015 | J. Doe; R. Roe; A. Poe',
    ],
    [
      '- Jane Doe, Rick Roe, ["Small Nets Learn"](https://a.org/x.pdf), AAAI 2024',
      'Small Nets Learn | AAAI | 2024 | Jane Doe; Rick Roe',
    ],
    ['* SNL: `"Small Nets Learn" <https://arxiv.org/abs/1503.02531>`_', 'Small Nets Learn |  | 2015 | '],
    // HTML and Chinese.
    [
      '<ul>\n<li>[WACV2021]Small Nets Learn<a href="https://a.org/x.pdf">[paper]</a>\n</ul>',
      'Small Nets Learn | WACV | 2021 | ',
    ],
    ['1. 【华为】Small Nets Learn Well. CIKM 2020', 'Small Nets Learn Well | CIKM | 2020 | '],
    ['1、小网络的知识蒸馏综述（软件学报 2023）', '小网络的知识蒸馏综述 | 软件学报 | 2023 | '],
  ])('%s', (text, expected) => {
    expect(only(text)).toBe(expected);
  });

  it('takes the links by what they are called and where they lead', () => {
    const [paper] = papersOf(
      '1. Small Nets Learn. CVPR 2020 [[code]][1.10] [project](https://a.github.io/b) [[Video]](https://youtu.be/x) [Data](https://huggingface.co/datasets/a/b) [paper](https://arxiv.org/abs/2003.00001v2)\n\n[1.10]: https://github.com/a/b',
    );
    expect(paper?.item.URL).toBe('https://arxiv.org/abs/2003.00001v2');
    expect(paper?.arxiv).toBe('2003.00001');
    expect(paper?.links).toEqual([
      { role: 'code', url: 'https://github.com/a/b', text: 'code' },
      { role: 'project', url: 'https://a.github.io/b', text: 'project' },
      { role: 'video', url: 'https://youtu.be/x', text: 'Video' },
      { role: 'dataset', url: 'https://huggingface.co/datasets/a/b', text: 'Data' },
    ]);
  });

  it('prefers the venue to the preprint, and keeps the identifier without its version', () => {
    const [paper] = papersOf('1. Small Nets Learn. Doe, Jane & Roe, Rick. arXiv:1910.01348v2. ICCV 2019');
    expect(inShort(paper as never)).toBe('Small Nets Learn | ICCV | 2019 | Jane Doe; Rick Roe');
    expect(paper?.arxiv).toBe('1910.01348');
  });

  it('reads arXiv with a year, a month or an identifier', () => {
    const tags = [
      'arXiv:2020',
      'arXiv 2019',
      'arXiv2209',
      'ArXiv 2109.03459v1',
      'arXiv:1503.02531',
      'arViv:2105.08252',
    ];
    const read = tags.flatMap((tag) => papersOf(`1. Small Nets Learn. ${tag}`));
    expect(read.map((paper) => [paper.item.issued?.['date-parts']?.[0], paper.arxiv])).toEqual([
      [[2020], undefined],
      [[2019], undefined],
      [[2022, 9], undefined],
      [[2021, 9], '2109.03459'],
      [[2015, 3], '1503.02531'],
      [[2021, 5], '2105.08252'],
    ]);
    expect(papersOf('1. Small Nets Learn. arXiv2012')[0]?.doubts?.map(({ message }) => textOfMessage(message))).toEqual(
      ['"arXiv2012" is read as the year 2012'],
    );
  });

  it('leaves a rejected paper without venue, with the year of its preprint', () => {
    expect(only('- [Small Nets Learn](https://arxiv.org/pdf/2110.05838.pdf) (Rejected by ICLR 2022)')).toBe(
      'Small Nets Learn |  | 2021 | ',
    );
  });

  it('takes a second title in brackets for what it is', () => {
    const [paper] = papersOf(
      '8. Nets Revisited: a Free Frame (Revisiting Nets via Smooth Label Terms). Doe, Jane et al. CVPR 2020',
    );
    expect(inShort(paper as never)).toBe('Nets Revisited: a Free Frame | CVPR | 2020 | Jane Doe');
    expect(paper?.item.custom).toEqual({ list: { otherTitle: 'Revisiting Nets via Smooth Label Terms' } });
  });

  it('says where a label and an address disagree, and believes the label', () => {
    const [paper] = papersOf(
      '- **Small Nets Learn**, CVPR 2024, [ :link: ](https://openaccess.thecvf.com/content/ICCV2023/html/A.html)',
    );
    expect(inShort(paper as never)).toBe('Small Nets Learn | CVPR | 2024 | ');
    expect(paper?.doubts?.map(({ message }) => textOfMessage(message))).toEqual([
      'the label says CVPR 2024, its link ICCV 2023',
    ]);
  });

  it('flags a journal that its address contradicts', () => {
    const [paper] = papersOf(
      '- **Small Nets Learn**, Nature 2023, [ :link: ](https://www.nature.com/articles/s41598-023-43986-y)',
    );
    expect(inShort(paper as never)).toBe('Small Nets Learn | Nature | 2023 | ');
    expect(
      paper?.doubts
        ?.map(({ message }) => textOfMessage(message))
        .some((text) => text.includes('Scientific Reports') || text.includes('Nature')),
    ).toBe(true);
  });

  it('splits an item with several papers, and lets one address stand at two', () => {
    const url = 'https://arxiv.org/abs/1612.03928';
    expect(papersOf(`- [x] [AT](${url}) [ICLR-2017], [SP](${url}) [CVPR-2019]`).map(inShort)).toEqual([
      'AT | ICLR | 2017 | ',
      'SP | CVPR | 2019 | ',
    ]);
  });
});

describe('other shapes', () => {
  it('reads a short name and a tag with title and authors as items below', () => {
    const text =
      'SNL. *CVPR 2019*.\n\\[[arXiv](https://arxiv.org/abs/1906.03609)\\]\n<[GitHub](https://github.com/a/b)>\n\\- What it does.\n\n- Small Nets Learn\n- Jane Doe and Rick Roe\n\n*NeurIPS 2017*.\n\n- Smaller Nets Learn\n- Ann Poe and Jane Doe and Rick Roe\n';
    expect(papersOf(text).map(inShort)).toEqual([
      'Small Nets Learn | CVPR | 2019 | Jane Doe; Rick Roe',
      'Smaller Nets Learn | NeurIPS | 2017 | Ann Poe; Jane Doe; Rick Roe',
    ]);
    expect(papersOf(text).map(({ item }) => item['title-short'])).toEqual(['SNL', undefined]);
  });

  it('reads a table by the names of its columns, rows short of cells too', () => {
    const text =
      '|  Title  | Venue | Date | Code |\n|:---|:---:|:---:|---|\n| [**Small Nets Learn**](https://aclanthology.org/2021.findings-emnlp.354) | Findings of EMNLP | 2020-08 |\n| [**Small Nets Learn Fast**](https://arxiv.org/abs/2309.00001) \\| **SNLF** | arXiv | 2023-09 | [Github](https://github.com/a/b)\n| Plain Nets Learn Too | - | 2023-03 | [Github](https://github.com/a/c) |\n';
    expect(papersOf(text).map(inShort)).toEqual([
      'Small Nets Learn | EMNLP Findings | 2021 | ',
      'Small Nets Learn Fast | arXiv | 2023 | ',
      'Plain Nets Learn Too |  | 2023 | ',
    ]);
  });

  it('reads titles and authors in one cell, and badges with a venue', () => {
    const text =
      "| Title & Authors | Links |\n|--|--|\n|[![Publish](https://img.shields.io/badge/Conference-NeurIPS'23-blue)]()<br>[Small Nets Learn](https://arxiv.org/abs/2305.11627) <br> Jane Doe, Rick Roe | [Paper](https://arxiv.org/abs/2305.11627)|\n";
    expect(papersOf(text).map(inShort)).toEqual(['Small Nets Learn | NeurIPS | 2023 | Jane Doe; Rick Roe']);
  });

  it('says that a table has no titles', () => {
    const text =
      'Name | Method | Paper\n:--|--|:--\nST | soft target | [paper](https://arxiv.org/pdf/1503.02531.pdf)\nAT | attention transfer | [paper](https://arxiv.org/pdf/1612.03928.pdf)\n';
    expect(problemsOf(text).map(({ line, message }) => `${line}: ${textOfMessage(message)}`)).toEqual([
      '1: a table without a column of titles: 2 rows are left out',
      '1: no paper in it',
    ]);
  });

  it('reads labelled lines, in Chinese and in HTML', () => {
    const text =
      '# CVPR 2024 论文合集\n\n# 目标检测\n\n**Small Nets Learn**\n\n- 论文：https://arxiv.org/abs/2405.10411\n\n- 代码：https://github.com/a/b\n\n<i>Title</i>: <a href="https://arxiv.org/pdf/2203.00211.pdf">Nets Select Answers</a> (ACL 2022 Findings Short Paper)<br>\n<i>Author</i>: Jane Doe, Rick Roe<br>\n<i>Comments</i>:<br>\n';
    expect(papersOf(text).map(inShort)).toEqual([
      'Small Nets Learn | CVPR | 2024 | ',
      'Nets Select Answers | ACL Findings | 2022 | Jane Doe; Rick Roe',
    ]);
    expect(papersOf(text)[0]?.links).toEqual([{ role: 'code', url: 'https://github.com/a/b' }]);
  });

  it('takes venue and year from a heading where the entry has none', () => {
    const text =
      '# CIKM-2020\n\n### Click Models\n1. Deep Nets for Clicks\n1. 【华为】Wide Nets for Clicks\n1. Graph Nets for Clicks [阿里]\n';
    expect(papersOf(text).map(inShort)).toEqual([
      'Deep Nets for Clicks | CIKM | 2020 | ',
      'Wide Nets for Clicks | CIKM | 2020 | ',
      'Graph Nets for Clicks | CIKM | 2020 | ',
    ]);
  });

  it('reads headings that are entries', () => {
    const text =
      "### Small Nets on Big Graphs[NIPS'19][Acme]\n\n#### [Small Nets Learn](https://arxiv.org/abs/1708.06939)\n\nICCV Workshop 2017\n\n1. shows something\n";
    expect(papersOf(text).map(inShort)).toEqual([
      'Small Nets on Big Graphs | NeurIPS | 2019 | ',
      'Small Nets Learn | ICCV workshop | 2017 | ',
    ]);
  });
});

describe('what is no paper', () => {
  it.each([
    ['a table of contents', '## Contents\n\n- [Small Nets Learn Well](#small-nets)\n  - [More of Them](#more)\n'],
    [
      'badges',
      '[![Awesome](https://awesome.re/badge.svg)](https://awesome.re) ![](https://img.shields.io/badge/PRs-Welcome-red)\n',
    ],
    [
      'news',
      '## News\n\n- **2024-2-20**: We released a paper "**[Small Nets Learn](https://arxiv.org/abs/2402.13116)**".\n',
    ],
    [
      'programs',
      '## Tools\n\n- [A Toolkit for Small Nets](https://github.com/a/b)\n- [KD-Lib](https://github.com/a/c)\n',
    ],
    ['lectures', '### Videos\n- [Small Nets Learn](https://www.youtube.com/watch?v=1), Jane Doe, 2014\n'],
    [
      'prose',
      '- Add works on small nets. Stay tuned!\n- Feel free to open an issue at [here](https://arxiv.org/abs/1503.02531).\n',
    ],
    ['results', '|  | ResNet | VGG |\n|--|--|--|\n| KD | 73.1 | 70.5 |\n| AT | 74.0 | 71.2 |\n'],
  ])('%s', (_, text) => {
    expect(papersOf(text).map(inShort)).toEqual([]);
  });

  it('is reported where it looks like one', () => {
    expect(
      problemsOf('- [Small Nets](https://a.org/nets)\n').map(
        ({ line, message }) => `${line}: ${textOfMessage(message)}`,
      ),
    ).toEqual([
      '1: "Small Nets" is not taken for a paper: no authors, venue, year or address of one',
      '1: no paper in it',
    ]);
  });

  it('keeps a program that links a paper, and a title that links its code', () => {
    const text =
      '## Caffe\n\n- [Small Nets Learn via Graphs](https://github.com/a/b)\n\n## Tools\n\n1. [Distiller][8]: A Package For Small Nets. arXiv:1910.12232\n\n[8]: https://github.com/a/c\n';
    expect(papersOf(text).map(inShort)).toEqual([
      'Small Nets Learn via Graphs |  |  | ',
      'Distiller: A Package For Small Nets | arXiv | 2019 | ',
    ]);
  });
});

describe('looksLikeList', () => {
  const list =
    '# Awesome Nets\n\n- Small Nets Learn. CVPR 2019\n- Big Nets Learn. ICCV 2019\n- All Nets Learn. ECCV 2020\n';

  it('is true of a list, false of a week and of a note that names some papers', () => {
    expect(looksLikeList(list)).toBe(true);
    expect(looksLikeList(list.replace('Awesome Nets', '20240517'))).toBe(false);
    expect(looksLikeList(`# Small Nets\n\n${'A long paragraph on small nets. '.repeat(200)}\n\n${list}`)).toBe(false);
    expect(looksLikeList('')).toBe(false);
  });
});

describe('any text', () => {
  it('is read without failing, in order of its lines where papers are items', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '- [A Title of Words](https://arxiv.org/abs/1503.02531)',
        '| a | b |',
        '|--|--|',
        '## Tools',
        '<li>',
        '**Bold',
        '[1]: http://a',
        '$$',
        '  - *Jane Doe*',
        '1. X. Y et al. CVPR 2019',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        for (const found of readText(lines.join('\n'))) expect(found.line).toBeGreaterThan(0);
      }),
    );
  });

  it.each([
    ['brackets', '['.repeat(20_000)],
    ['stars', '**a '.repeat(20_000)],
    ['bars', `|${'a|'.repeat(20_000)}\n|--|\n|${'b|'.repeat(20_000)}`],
    ['nested items', Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}- item`).join('\n')],
    ['commas', `- [Small Nets Learn](https://arxiv.org/abs/1503.02531), ${'Jane Doe, '.repeat(3_000)}2015`],
    ['spaces', `- Small${' '.repeat(50_000)}Nets`],
    ['dashes', `- Small ${'-'.repeat(9_000)} Nets`],
    ['digits', `- ${'2019 '.repeat(1_900)}`],
    ['a long heading', `## ${'a '.repeat(500_000)}\n<h2>${' '.repeat(500_000)}x`],
    ['a long cell', `| Title |\n|--|\n| ${' '.repeat(500_000)}x\\|${'['.repeat(500_000)} |`],
    ['a long line', `- ${'word '.repeat(200_000)}`],
  ])('that is hostile is read: %s', (_, text) => {
    expect(readText(text).length).toBeGreaterThan(0);
  });
});
