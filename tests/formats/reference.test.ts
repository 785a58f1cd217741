import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CslItem, CslName } from '../../src/domain/csl.ts';
import { formatReference, REFERENCE_STYLES } from '../../src/formats/reference.ts';
import { initials } from '../../src/formats/reference-parts.ts';

const MILES: CslItem = {
  type: 'paper-conference',
  title: 'Understanding the Role of the Projector in Knowledge Distillation',
  author: [
    { family: 'Miles', given: 'Roy' },
    { family: 'Mikolajczyk', given: 'Krystian' },
  ],
  issued: { 'date-parts': [[2024, 3, 24]] },
  'container-title': 'Proceedings of the AAAI Conference on Artificial Intelligence',
  'container-title-short': 'AAAI',
  page: '4233--4241',
  DOI: '10.1609/AAAI.v38i5.28219',
};
const GOU: CslItem = {
  type: 'article-journal',
  title: 'Knowledge Distillation: A Survey',
  author: [
    { family: 'Gou', given: 'Jianping' },
    { family: 'Yu', given: 'Baosheng' },
    { family: 'Maybank', given: 'Stephen J.' },
    { family: 'Tao', given: 'Dacheng' },
  ],
  issued: { 'date-parts': [['2021', '6']] },
  'container-title': 'International Journal of Computer Vision',
  volume: '129',
  issue: '6',
  page: '1789-1819',
};
const HINTON: CslItem = {
  type: 'article',
  title: 'Distilling the Knowledge in a Neural Network',
  author: [{ family: 'Hinton', given: 'Geoffrey' }],
  issued: { 'date-parts': [[2015, 3, 9]] },
  number: 'arXiv:1503.02531',
  'container-title': 'arXiv',
};
const SURVEY: CslItem = {
  type: 'article-journal',
  title: '知识蒸馏研究综述',
  author: [{ literal: '李四' }, { family: '王', given: '强' }, { literal: '张三' }, { literal: '赵六' }],
  issued: { 'date-parts': [[2022]] },
  'container-title': '计算机学报',
  volume: '45',
  page: '1-20',
};
const THESIS: CslItem = {
  type: 'thesis',
  title: 'On Distillation',
  author: [{ family: 'Maaten', 'non-dropping-particle': 'van der', given: 'Jean-Pierre', suffix: 'Jr.' }],
  publisher: 'TU Delft',
  genre: 'PhD thesis',
  issued: { 'date-parts': [[2020]] },
};

const people = (count: number): CslName[] =>
  Array.from({ length: count }, (_, index) => ({ family: `F${index + 1}`, given: 'Ann' }));

describe('a reference in the style', () => {
  it.each([
    [
      MILES,
      'Roy Miles, Krystian Mikolajczyk. Understanding the Role of the Projector in Knowledge Distillation. AAAI 2024.',
    ],
    [
      GOU,
      'Jianping Gou, Baosheng Yu, Stephen J. Maybank, Dacheng Tao. Knowledge Distillation: A Survey. International Journal of Computer Vision 2021.',
    ],
    [HINTON, 'Geoffrey Hinton. Distilling the Knowledge in a Neural Network. arXiv:1503.02531, 2015.'],
    [SURVEY, '李四, 王强, 张三, 赵六. 知识蒸馏研究综述. 计算机学报 2022.'],
    [THESIS, 'Jean-Pierre van der Maaten Jr. On Distillation. TU Delft 2020.'],
  ])('plain: %#', (item, reference) => {
    expect(formatReference(item, 'plain')).toBe(reference);
  });

  it.each([
    [
      MILES,
      'R. Miles and K. Mikolajczyk, “Understanding the Role of the Projector in Knowledge Distillation,” in Proceedings of the AAAI Conference on Artificial Intelligence, 2024, pp. 4233–4241, doi: 10.1609/aaai.v38i5.28219.',
    ],
    [
      GOU,
      'J. Gou, B. Yu, S. J. Maybank, and D. Tao, “Knowledge Distillation: A Survey,” International Journal of Computer Vision, vol. 129, no. 6, pp. 1789–1819, June 2021.',
    ],
    [HINTON, 'G. Hinton, “Distilling the Knowledge in a Neural Network,” 2015, arXiv:1503.02531.'],
    [THESIS, 'J.-P. van der Maaten Jr., “On Distillation,” PhD thesis, TU Delft, 2020.'],
    [
      { ...MILES, author: people(7), DOI: undefined, page: '5', title: 'Why?' },
      'A. F1 et al., “Why?” in Proceedings of the AAAI Conference on Artificial Intelligence, 2024, p. 5.',
    ],
    [
      {
        type: 'book',
        title: 'Learning',
        author: people(1),
        publisher: 'Press',
        'publisher-place': 'Delft',
        issued: { 'date-parts': [[1999]] },
      },
      'A. F1, Learning. Delft: Press, 1999.',
    ],
    [
      { type: 'webpage', title: 'A Page', author: people(1), URL: 'https://e.org/page' },
      'A. F1, “A Page.” [Online]. Available: https://e.org/page',
    ],
  ])('ieee: %#', (item, reference) => {
    expect(formatReference(item, 'ieee')).toBe(reference);
  });

  it.each([
    [
      MILES,
      'Miles, R., & Mikolajczyk, K. (2024). Understanding the Role of the Projector in Knowledge Distillation. In Proceedings of the AAAI Conference on Artificial Intelligence (pp. 4233–4241). https://doi.org/10.1609/aaai.v38i5.28219',
    ],
    [
      GOU,
      'Gou, J., Yu, B., Maybank, S. J., & Tao, D. (2021). Knowledge Distillation: A Survey. International Journal of Computer Vision, 129(6), 1789–1819.',
    ],
    [
      HINTON,
      'Hinton, G. (2015). Distilling the Knowledge in a Neural Network (arXiv:1503.02531). arXiv. https://doi.org/10.48550/arXiv.1503.02531',
    ],
    [THESIS, 'van der Maaten, J.-P., Jr. (2020). On Distillation [PhD thesis, TU Delft].'],
    [
      { type: 'dataset', title: 'Images', author: [{ literal: 'Vision Lab Inc.' }] },
      'Vision Lab Inc. (n.d.). Images [Data set].',
    ],
    [
      {
        type: 'article-journal',
        title: 'No Authors',
        'container-title': 'J',
        issue: '2',
        issued: { literal: 'in press' },
      },
      'No Authors. (in press). J, (2).',
    ],
  ])('apa: %#', (item, reference) => {
    expect(formatReference(item, 'apa')).toBe(reference);
  });

  it.each([
    [
      MILES,
      'MILES R, MIKOLAJCZYK K. Understanding the Role of the Projector in Knowledge Distillation[C]//Proceedings of the AAAI Conference on Artificial Intelligence. 2024: 4233-4241. DOI:10.1609/aaai.v38i5.28219.',
    ],
    [
      GOU,
      'GOU J, YU B, MAYBANK S J, et al. Knowledge Distillation: A Survey[J]. International Journal of Computer Vision, 2021, 129(6): 1789-1819.',
    ],
    [
      HINTON,
      'HINTON G. Distilling the Knowledge in a Neural Network[EB/OL]. (2015-03-09). https://arxiv.org/abs/1503.02531.',
    ],
    [SURVEY, '李四, 王强, 张三, 等. 知识蒸馏研究综述[J]. 计算机学报, 2022, 45: 1-20.'],
    [THESIS, 'VAN DER MAATEN J P Jr. On Distillation[D]. TU Delft, 2020.'],
    [
      { ...MILES, publisher: 'AAAI Press', 'publisher-place': 'Washington', DOI: undefined, author: [] },
      'Understanding the Role of the Projector in Knowledge Distillation[C]//Proceedings of the AAAI Conference on Artificial Intelligence. Washington: AAAI Press, 2024: 4233-4241.',
    ],
  ])('gbt7714: %#', (item, reference) => {
    expect(formatReference(item, 'gbt7714')).toBe(reference);
  });

  it('has as many authors as the style allows', () => {
    const withAuthors = (count: number, style: (typeof REFERENCE_STYLES)[number]) =>
      formatReference({ type: 'book', title: 'T', author: people(count) }, style);
    expect(withAuthors(6, 'ieee')).toBe('A. F1, A. F2, A. F3, A. F4, A. F5, and A. F6, T.');
    expect(withAuthors(3, 'gbt7714')).toBe('F1 A, F2 A, F3 A. T[M].');
    expect(withAuthors(20, 'apa')).toContain('F19, A., & F20, A. (n.d.)');
    expect(withAuthors(25, 'apa')).toContain('F18, A., F19, A., . . . F25, A. (n.d.). T.');
    expect(withAuthors(7, 'plain')).toBe('Ann F1 et al. T.');
  });

  it('says that there are more authors than the record has', () => {
    const item: CslItem = { type: 'book', title: 'T', author: [...people(2), { literal: 'others' }] };
    expect(REFERENCE_STYLES.map((style) => formatReference(item, style))).toEqual([
      'Ann F1 et al. T.',
      'A. F1 et al., T.',
      'F1, A., F2, A., et al. (n.d.). T.',
      'F1 A, F2 A, et al. T[M].',
    ]);
    expect(formatReference({ ...item, title: '题' }, 'gbt7714')).toBe('F1 A, F2 A, 等. 题[M].');
  });

  it('knows a preprint by its DOI or address, but not a paper that was published since', () => {
    const bare: CslItem = { type: 'article-journal', title: 'T', issued: { 'date-parts': [[2015]] } };
    for (const found of [
      { DOI: '10.48550/arXiv.1503.02531' },
      { URL: 'https://arxiv.org/abs/1503.02531v2' },
      { 'container-title': 'arXiv preprint arXiv:1503.02531' },
    ]) {
      expect(formatReference({ ...bare, ...found }, 'ieee')).toBe('“T,” 2015, arXiv:1503.02531.');
    }
    expect(formatReference({ ...bare, 'container-title': 'arXiv preprint' }, 'gbt7714')).toBe('T[EB/OL]. (2015).');
    expect(formatReference({ ...bare, number: 'arXiv:1503.02531', 'container-title': 'Neural' }, 'ieee')).toBe(
      '“T,” Neural, 2015.',
    );
  });

  it('has no marks of CSL, line ends or controls in it', () => {
    const item: CslItem = { type: 'book', title: 'The <span class="nocase">VkD</span>\n<i>Trick</i>\u0007 p < q' };
    expect(formatReference(item, 'plain')).toBe('The VkD Trick p < q.');
  });

  it('leaves no stray punctuation where something is not known', () => {
    const maybe = <T>(value: T) => fc.constantFrom(undefined, value);
    const item = fc.record({
      type: fc.constantFrom(
        'paper-conference',
        'article-journal',
        'article',
        'book',
        'chapter',
        'thesis',
        'report',
        'x',
      ),
      title: fc.constantFrom('Title', 'Why?'),
      author: fc.constantFrom(undefined, [], people(1), people(2), people(30), [{ literal: 'Lab Inc.' }]),
      issued: maybe({ 'date-parts': [[2024, 5]] }),
      'container-title': maybe('Container'),
      volume: maybe('1'),
      issue: maybe('2'),
      page: fc.constantFrom(undefined, '1-9', 'e5', '1, 3'),
      publisher: maybe('Press'),
      'publisher-place': maybe('Place'),
      genre: maybe('Genre'),
      DOI: maybe('10.1000/x'),
      URL: maybe('https://e.org/x'),
      number: maybe('arXiv:1503.02531'),
    });
    fc.assert(
      fc.property(item, fc.constantFrom(...REFERENCE_STYLES), (given, style) => {
        const reference = formatReference(given, style);
        // A shortened word keeps its full stop before a comma.
        const text = reference.replaceAll('. . .', '…').replace(/(?<=\b(?:[A-Z]|Inc|al))\.(?=,)/g, '');
        expect(text).not.toMatch(/undefined|NaN|\s\s|^\s|\s$|\( ?\)|\[ ?\]|“”/);
        expect(text).not.toMatch(/[,;:.?](?: ?[,;:]| \.)(?!\/\/)|\.\.|\s[,;.:]|^[,;.:]/);
        expect(text).not.toMatch(/[,:;]$|,”$/);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('initials', () => {
  it.each([
    ['Jean-Pierre Marie', 'J.-P. M.', 'J P M'],
    ['J.K.', 'J. K.', 'J K'],
    ['Yu-xiong', 'Y.-X.', 'Y X'],
    ['Élodie de', 'É. de', 'É de'],
    ['𝒜nn', '𝒜.', '𝒜'],
    ['', '', ''],
    [undefined, '', ''],
  ])('of %j', (given, western, chinese) => {
    expect(initials(given, '.', '-')).toBe(western);
    expect(initials(given, '', ' ')).toBe(chinese);
  });
});
