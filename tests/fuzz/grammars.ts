// Texts that are right in their form, with anything for a value: they come further into a reader than mutations do.
import fc from 'fast-check';
import { BITS } from './samples.ts';

const value = fc.oneof(
  fc.constantFrom(...BITS),
  fc.constantFrom(
    'A Title of a Paper',
    '知识蒸馏',
    'Li, Wei',
    'Wei Li and Bo Xu',
    '2024',
    '2024/05/17',
    'AAAI',
    '10.1000/a',
  ),
  fc.constantFrom('https://a.b/c', 'arXiv:2401.00001v2', '{\\"O}zt{\\"u}rk', 'x'.repeat(300), '', ' '),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const line = fc.array(value, { maxLength: 4 }).map((parts) => parts.join(' '));

const joined = (part: fc.Arbitrary<string>, between = '', maxLength = 8): fc.Arbitrary<string> =>
  fc.array(part, { maxLength }).map((parts) => parts.join(between));

const FIELDS = [
  'title',
  'author',
  'authors',
  'year',
  'date',
  'month',
  'venue',
  'journal',
  'booktitle',
  'doi',
  'url',
  'eprint',
];
const MORE_FIELDS = [
  'note',
  'tags',
  'keywords',
  'status',
  'rating',
  'track',
  'pages',
  'crossref',
  'xdata',
  'code',
  'citation-key',
  '__proto__',
];
const field = fc.constantFrom(...FIELDS, ...MORE_FIELDS);

const bibtex = joined(
  fc
    .tuple(
      fc.constantFrom('@article', '@InProceedings', '@string', '@xdata', '@comment', '@misc'),
      fc.constantFrom('{', '('),
      line,
      joined(
        fc.tuple(field, fc.constantFrom('{', '"', ''), line).map(([name, open, text]) => {
          return `${name} = ${open}${text}${open === '{' ? '}' : open}`;
        }),
        ',\n  ',
      ),
    )
    .map(([type, open, key, fields]) => `${type}${open}${key},\n  ${fields}${open === '{' ? '}' : ')'}\n`),
);

const tag = fc.constantFrom(
  ...'TY TI T1 AU A1 ED PY Y1 DA T2 JO KW DO UR N1 SP EP VL IS ID AN M3 C3 L1 ER ZZ'.split(' '),
);
const ris = joined(
  fc.tuple(tag, line).map(([name, text]) => `${name}  - ${text}\n`),
  '',
  20,
).map((lines) => `TY  - JOUR\nTI  - A Title\n${lines}ER  - \n`);

const jsonKey = fc.oneof(
  field,
  fc.constantFrom(
    'id',
    'type',
    'issued',
    'DOI',
    'items',
    'itemType',
    'creators',
    'creatorType',
    'lastName',
    'date-parts',
  ),
  fc.constantFrom(
    'custom',
    'kd',
    'links',
    'role',
    'container-title',
    'extra',
    'family',
    'given',
    'literal',
    'record',
    'schema',
  ),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(line, fc.integer(), fc.double(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(jsonKey, tie('json'), { maxKeys: 5 }),
  ),
}));
const record = fc
  .tuple(fc.dictionary(jsonKey, json, { maxKeys: 8 }), line)
  .map(([fields, title]) => ({ title, ...fields }));
const csl = fc.array(record, { maxLength: 4 }).map((items) => JSON.stringify(items));
const jsonl = joined(record.map((one) => `${JSON.stringify(one)}\n`));

/** Records of a dump, each of a right kind. */
const kind = fc.constantFrom('ids', 'tag', 'paper', 'week', 'note', 'removed', 'operation', 'library');
const dump = joined(
  fc.tuple(kind, fc.dictionary(jsonKey, json, { maxKeys: 8 })).map(([name, fields]) => {
    return `${JSON.stringify({ record: name, id: 1, ...fields })}\n`;
  }),
).map((records) => `{"record":"library","schema":1}\n${records}`);

const cell = fc.oneof(
  line,
  line.map((text) => `"${text.replaceAll('"', '""')}"`),
);
const csvWith = (delimiter: string) =>
  joined(joined(cell, delimiter).map((cells) => `${cells}\n`)).map(
    (rows) => `${['title', 'authors', 'year', 'venue', 'tags'].join(delimiter)}\n${rows}`,
  );

const yamlValue = fc.oneof(
  line,
  line.map((text) => JSON.stringify(text)),
  joined(line, ', ').map((items) => `[${items}]`),
  joined(line, '\n      - ').map((items) => `\n      - ${items}`),
  line.map((text) => `|\n      ${text}\n`),
);
const yamlFields = (indent: string) =>
  joined(
    fc.tuple(field, yamlValue).map(([name, text]) => `${name}: ${text}`),
    `\n${indent}`,
  );
const yaml = joined(yamlFields('  ').map((fields) => `- ${fields}\n`));
const head = yamlFields('');

const term = fc.tuple(
  fc.constantFrom('', '^', 'not ', '-', '('),
  fc.constantFrom('', 'tag:', 'year:', 'title~', 'venue:=', 'id:', 'sort:', 'limit:', '@', 'is:', 'has:'),
  fc.oneof(
    line,
    line.map((text) => `"${text}"`),
  ),
  fc.constantFrom('', ')', ' or', ',', ' and'),
);
const query = joined(
  term.map((parts) => parts.join('')),
  ' ',
);

const reading = fc
  .tuple(
    fc.constantFrom('### ', '## ', '#### ', ''),
    line,
    fc.constantFrom(' 2024AAAI', ' CVPR 2024', ' 2024AAAI-0322 (code)', ''),
    joined(line, '\n'),
  )
  .map(([mark, title, place, body]) => `${mark}${title}${place}\n${body}\n\n`);
const piece = fc.oneof(
  reading,
  line.map((text) => `> ${text}\n`),
  line.map((text) => `- ${text}\n`),
  line.map((text) => `\`\`\`\n${text}\n`),
  fc.constantFrom('---\n', '\n', '$$\n', '## 计划\n', '# 20240524\n'),
);
const weeklyNote = joined(piece, '', 12).map((pieces) => `# 20240517\n\n## 论文阅读\n\n${pieces}`);
const paperNote = fc
  .tuple(line, line, line, joined(piece, '', 6))
  .map(
    ([title, label, cells, body]) => `# ${title}\n\n**[${label}](http://a.b)\t${cells}**\n\n*Wei Li, Bo Xu*\n\n${body}`,
  );

const entry = fc
  .tuple(
    fc.constantFrom('- ', '* **', '1. ', '| ', '<li>', '  - ', '<td>', '**'),
    line,
    fc.constantFrom('**', ', ', ' | ', '</li>', '. *', ' ['),
    line,
  )
  .map(([open, title, between, text]) => `${open}${title} of a Paper${between}${text}\n`);
const list = joined(fc.oneof(entry, piece), '', 12);

const settings = joined(
  fc
    .tuple(fc.constantFrom('query.a', 'pager', 'editor', 'week', 'query', 'week.report_day', 'other'), yamlValue)
    .map(([key, text]) => `${key}: ${text}\n`),
  '',
  5,
);

const addition = fc.tuple(head, joined(piece)).map(([fields, body]) => `---\n${fields}\n---\n${body}`);

const GRAMMARS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'weekly-note': weeklyNote,
  'paper-note': paperNote,
  'front matter': head,
  addition,
  detection: fc.oneof(weeklyNote, paperNote, list, bibtex),
  query,
  settings,
  dump,
  list,
  bibtex,
  ris,
  csl,
  csv: csvWith(','),
  tsv: csvWith('\t'),
  yaml,
  jsonl,
};

/** Texts in the format that a reader of this name reads. */
export function grammarOf(name: string): fc.Arbitrary<string> {
  const grammar = GRAMMARS[name];
  if (grammar === undefined) throw new Error(`no grammar of ${name}`);
  return grammar;
}
