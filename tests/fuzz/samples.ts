// What the fuzz tests feed on: the project's own fixtures, real files where they are there, and parts of every format.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { NO_CORPUS, SHARED } from '../helpers/corpus.ts';
import { FULL } from '../helpers/faults.ts';
import { ROOT } from '../helpers/io.ts';

/** Longer texts are cut: what is wrong with a text is wrong with a part of it. */
const LONGEST = FULL ? 6_000 : 3_000;

function textsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:md|bib)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .flatMap((text) => [text.slice(0, LONGEST), text.slice(-LONGEST)]);
}

/** A few records in each format that the fixtures have no file of. */
const RECORDS = [
  '@inproceedings{chen2024, author = {Chen, Wei and {\\"O}zt{\\"u}rk, A.}, title = "A {T}itle" # " of it", year = 2024,\n  booktitle = {Proc. of {AAAI}}, doi = {10.1000/a}}\n@string{aaai = "AAAI"}\n@comment{none}\n',
  'TY  - CPAPER\nTI  - A Title\nAU  - Li, Wei\nAU  - Bo Xu\nPY  - 2024/05/17/\nT2  - AAAI\nKW  - a\nb\nSP  - 1\nEP  - 9\nER  - \n',
  '[{"id": "li2024", "type": "article-journal", "title": "A <i>Title</i>", "author": [{"family": "Li", "given": "W."}],\n"issued": {"date-parts": [["2024", 5]]}, "DOI": "10.1000/a", "note": "arXiv: 2401.00001"}]\n',
  '{"items": [{"itemType": "conferencePaper", "title": "A Title", "creators": [{"lastName": "Li"}], "tags": [{"tag": "x"}]}]}',
  'title,authors,year,venue,doi\n"A ""Title""","Li, Wei; Xu, Bo",2024,AAAI,10.1000/a\nOther,,2023-05,,\n',
  'title\tauthors\tyear\nA Title\tLi, Wei\t2024\n',
  '- title: "A Title"\n  authors: [Wei Li, Bo Xu]\n  year: 2024\n  venue: &v AAAI\n- title: Other\n  venue: *v\n  tags:\n    - x\n',
  '{"title":"A Title","authors":["Wei Li"],"year":2024}\n{"citation-key":"a","title":"Other","tags":["x"]}\n',
  '{"record":"library","schema":1}\n{"record":"tag","id":900,"name":"x","kind":"topic","aliases":[]}\n',
  '(tag:whitening or ^venue:AAAI) year:2022.. title~"a.b" "two words" sort:year- limit:5 not @mine\n',
  'query:\n  mine: tag:whitening # a comment\nweek.report_day: friday\npager: less -R\n',
  '---\ntitle: A Title\ntag: [x, y]\nauthor: Wei Li\n---\n\nA summary.\n\n- An idea\n',
  '<ul><li><b>A Title of a Paper</b>, Wei Li, <i>CVPR</i> 2024 [<a href="http://a.b">paper</a>]</li></ul>\n',
  '- **A Title of a Paper** Wei Li, Bo Xu. *CVPR 2024*. [[paper](http://a.b/c)] [[code]](http://a.b)\n| Title | Venue |\n|---|---|\n| [A Title](u) | AAAI 2024 |\n',
];

/** Whole texts to be mutated. */
export const SEEDS: readonly string[] = [
  ...RECORDS,
  ...textsIn(join(ROOT, 'tests', 'fixtures')),
  ...(NO_CORPUS ? [] : textsIn(join(SHARED, 'corpus'))),
];

/** The marks, names and values that the formats are made of. */
export const BITS: readonly string[] = [
  ...[
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '\u0000',
    '\u001b[2J',
    '\uFEFF',
    '\u200b',
    '\uD800',
    '\u2028',
    '𝒜',
    'é',
    '：',
    '，',
    '（',
  ],
  ...[
    '#',
    '# ',
    '## ',
    '### ',
    '> ',
    '- ',
    '* ',
    '1. ',
    '  - ',
    '---',
    '***',
    '```',
    '~~~',
    '$$',
    '$',
    '<!--',
    '-->',
    '|',
    '|-|',
  ],
  ...[
    '**',
    '*',
    '_',
    '`',
    '[',
    ']',
    '(',
    ')',
    '](',
    '![',
    '[[',
    ']]',
    '{',
    '}',
    '<',
    '>',
    '</',
    '"',
    '""',
    "'",
    '\\',
    '\\n',
    '\\u',
  ],
  ...[
    '# 20240517\n',
    '## 论文阅读\n',
    '### A Title 2024AAAI\n',
    '-0322',
    '(code)',
    '?',
    ' CCF-B',
    '20240230',
    '2024-05-17',
    '1e999',
  ],
  ...[
    '@a{',
    '@string{',
    '@article{a,',
    'title = ',
    '=',
    ',',
    '#',
    '\\"o',
    '\\textbf{',
    'crossref = {a}',
    '@',
    '%',
    '~',
    '--',
  ],
  ...[
    'TY  - ',
    'TY  - JOUR\n',
    'TI  - A\n',
    'AU  - ',
    'ER  - \n',
    'PY  - 2024///\n',
    'title',
    'authors',
    'year',
    'Title,',
    'sep=;\n',
  ],
  ...[
    ': ',
    'a: ',
    '- a: ',
    '? ',
    '&a ',
    '*a',
    '!!str ',
    '!<',
    '|\n',
    '>-\n',
    '<<: *a',
    '%YAML 9\n',
    '...',
    '[a',
    '{a: ',
    '- - ',
  ],
  ...[
    '{"title":"A"}',
    '{"record":"library","schema":1}\n',
    '{"a":',
    '[[[',
    '"items": [',
    'null',
    'true',
    '1e9',
    '-1',
    '"__proto__":',
  ],
  ...[
    'tag:',
    'or',
    'and',
    'not ',
    '^',
    '@a',
    'year:2022..',
    '~',
    ':=',
    'sort:',
    'limit:',
    'query.a: ',
    'pager',
    'constructor',
  ],
  ...[
    '<li>',
    '<ul>',
    '<a href="http://a.b">',
    '<br>',
    '<td>',
    '&amp;',
    '&#0;',
    '&#x110000;',
    '[paper](http://a.b)',
    'arXiv:2401.00001',
  ],
  ...[
    'title:: a',
    '**会议**: AAAI 2026',
    '**[AAAI 2024](u)\tcode**',
    '+++\n',
    '*Wei Li, Bo Xu*',
    'Wei Li and Bo Xu',
    'et al.',
  ],
];

/** One of the texts with bits put in, taken out, repeated or swapped. */
export function mutated(seeds: readonly string[]): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const bit = fc.oneof(fc.constantFrom(...BITS), fc.string({ unit: 'binary', maxLength: 3 }));
  const change = fc.record({ kind: fc.constantFrom('put', 'take', 'repeat', 'move'), from: place, to: place, bit });
  return fc.tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 12 })).map(([seed, changes]) =>
    changes.reduce((text, { kind, from, to, bit: put }) => {
      const start = Math.floor(from * text.length);
      // Most changes are small, so that the text stays one of its format.
      const end = Math.min(text.length, start + Math.ceil(to ** 4 * 200));
      const part = text.slice(start, end);
      if (kind === 'put') return text.slice(0, start) + put + text.slice(start);
      if (kind === 'take') return text.slice(0, start) + text.slice(end);
      if (kind === 'repeat') return text.slice(0, end) + part.repeat(3) + text.slice(end);
      const at = Math.floor(to * (text.length - part.length));
      const rest = text.slice(0, start) + text.slice(end);
      return rest.slice(0, at) + part + rest.slice(at);
    }, seed),
  );
}
