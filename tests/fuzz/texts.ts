// Texts that are hard on a reader, of any length.

/** A text of about this many characters. */
export interface LongText {
  readonly name: string;
  of(length: number): string;
}

/** What long texts repeat: marks of Markdown, HTML and of the formats, and line ends. */
const UNITS = [
  ...['>', '#', '*', '_', '[', ']', '(', ')', '{', '}', '"', "'", '|', '-', '`', '$', '<', '&', '\\', '~', '=', '!'],
  ...['\n', '\r', '\r\n', ' ', '\t', ',', ';', ':', '.', '?', '%', '@', '0', '：', '，', '\uFEFF', '\u0000', '\uD800'],
  ...[
    '](',
    '[[',
    '![',
    '[a',
    '[a](',
    '](b)',
    '**a',
    '*a ',
    '*a_',
    '__',
    '~~',
    '<!--',
    '<li>',
    '<ul>',
    '</',
    '<a href="',
  ],
  ...[
    '> ',
    '>\n',
    '# ',
    '#\n',
    '- ',
    '-\n',
    '- a\n',
    '+ ',
    '1. ',
    '1) a\n',
    '* ',
    '---\n',
    '***\n',
    '|-',
    '| a ',
    '|\n',
  ],
  ...['```\n', '~~~\n', '$$\n', '$$', '<!--\n', '-->', '<a', '<br>', '&amp;', '\\a', '\\\\', '\\"', '""', '\\{', '\\n'],
  ...[
    '@a{',
    '@a{b,',
    '@string{a="b"',
    '@a{b, c = ',
    'a = {b}, ',
    ' # ',
    '{\\"a}',
    '@comment',
    '@',
    '" # "',
    '\\textbf{',
  ],
  ...[
    'TY  - ',
    'TY  - JOUR\n',
    'AU  - a\n',
    'ER  - \n',
    'A1  - ',
    ': ',
    'a: ',
    'a: b\n',
    '? ',
    '&a ',
    '*a ',
    '!a ',
    '- - ',
  ],
  ...['{"a":', '[{', '{"title":"a"}\n', '"a",', '":', '[]', '{}', '[1,', '"\n', 'a,b\n', ',,\n', '"a""', '"a"b'],
  ...[
    '( ',
    '^',
    'not ',
    'a or ',
    'tag:',
    ' AND ',
    '-a ',
    '2024',
    '2024AAAI ',
    ' 2024',
    ' CVPR 2024',
    '-0322',
    '(code)',
  ],
  ...[
    '[1] ',
    'et al. ',
    'A. B. ',
    'and ',
    ' & ',
    'https://a.b/',
    'http://',
    '10.1000/',
    'arxiv:',
    '## 论文\n',
    '### a\n',
  ],
  ...[
    '### A Title 2024AAAI\n',
    '> a\n### A 2024AAAI\n',
    '  ',
    '   \n',
    '\t\t',
    ' \n',
    '\n\n',
    ' a',
    'a ',
    'Aa ',
    '"a" ',
  ],
  ...[
    '*A Title*, CVPR 2024. [paper](http://a.b) ',
    '**a**: b\n',
    'title:: a\n',
    '**[AAAI 2024](u)\t',
    'a::',
    '++',
    '...',
  ],
] as const;

const repeated = (unit: string): LongText => ({
  name: JSON.stringify(unit),
  of: (length) => unit.repeat(Math.ceil(length / unit.length)),
});

/** A head that leads a reader to where it reads the rest as one thing. */
const HEADS = [
  '# 20240517\n\n## 论文阅读\n\n### ',
  '- ',
  '---\ntitle: ',
  '@a{b, title = {',
  '[{"title": "',
  'TY  - JOUR\nTI  - ',
];
/** The same of a text that is read as Markdown. */
const BODY = '# 20240517\n\n## 论文阅读\n\n### A Title 2024AAAI\n\n*b* ';

const CHINESE = '知识蒸馏的学生与教师网络';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const WORDS = 'Let All Be Whitened by the Teacher ';

export const LONG_TEXTS: readonly LongText[] = [
  ...UNITS.map(repeated),
  ...[LETTERS, CHINESE, WORDS].map(repeated),
  ...HEADS.flatMap((head) =>
    [LETTERS, CHINESE, WORDS, ' ', '[', '(', '*', '$', ', ', '\\', '{', '2024 ', '. '].map((unit) => ({
      name: `${JSON.stringify(head)} + ${JSON.stringify(unit)}`,
      of: (length: number) => head + unit.repeat(Math.ceil(length / unit.length)),
    })),
  ),
  ...UNITS.map((unit) => ({
    name: `Markdown + ${JSON.stringify(unit)}`,
    of: (length: number) => BODY + repeated(unit).of(length),
  })),
  ...['\n', '\r\n', ' ', ''].map((end) => ({
    name: `all marks, ${JSON.stringify(end)}`,
    of: (length: number) => {
      const all = UNITS.map((unit) => unit + end).join('');
      return all.repeat(Math.ceil(length / all.length)).slice(0, length);
    },
  })),
];

/** The texts of which kd is asked to take ten megabytes. */
export const PLAIN_TEXTS: readonly LongText[] = ['>', '#', '*', '[', LETTERS, CHINESE].map(repeated);

/** Texts that open so many things in one another, and close them. */
export const DEEP_TEXTS: readonly { readonly name: string; of(depth: number): string }[] = [
  ['[', ']'],
  ['{', '}'],
  ['(', ')'],
  ['> ', 'a'],
  ['- ', 'a'],
  ['? ', 'a'],
  ['a: ', 'a'],
  ['not ', 'a'],
  ['<ul><li>', '</li></ul>'],
  ['**a *b ', 'c* d**'],
  ['![a [b](', ')]'],
  ['{"a":', '}'],
  ['\\textbf{', '}'],
  ['$\\frac{a}{', '}$'],
].flatMap(([open = '', close = '']) =>
  [
    '',
    '# 20240517\n\n## 论文阅读\n\n### A 2024AAAI\n\n',
    '{"title":"A","custom":',
    '[{"title":"A","custom":',
    '@a{b, title = {',
    '- title: ',
  ].map((head) => ({
    name: JSON.stringify(`${head}${open}`),
    of: (depth: number) => {
      const ends = head.startsWith('{') ? '}' : head.startsWith('[') ? '}]' : head.startsWith('@') ? '}}' : '';
      return `${head}${open.repeat(depth)}${/^["[{]/.test(open) ? '1' : 'a'}${close.repeat(depth)}${ends}\n`;
    },
  })),
);
