import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CslName } from '../../../src/domain/csl.ts';
import { type DraftOrProblem, isProblem, type PaperDraft } from '../../../src/domain/draft.ts';
import { VenueTable } from '../../../src/domain/venue.ts';
import { read, readFences } from '../../../src/formats/bibtex/read.ts';
import type { ReadContext, TextSource } from '../../../src/formats/foreign.ts';
import { SHARED } from '../../helpers/corpus.ts';
import { english } from '../../helpers/english.ts';

const CONTEXT: ReadContext = {
  venues: new VenueTable([
    { name: 'CVPR', type: 'conference', aliases: [] },
    { name: 'EMNLP', type: 'conference', aliases: [] },
  ]),
};

const source = (text: string): TextSource => ({ name: 'refs.bib', pieces: () => [text] });

const readAll = (text: string): DraftOrProblem[] => [...read(source(text), CONTEXT)];
const draftsOf = (text: string) => readAll(text).filter((one): one is PaperDraft => !isProblem(one));

/** What is said of a text: problems and doubts, in order. */
const saidOf = (text: string) =>
  readAll(text).flatMap((one) =>
    isProblem(one)
      ? [`${one.line} ${one.severity}: ${english(one.message)}`]
      : (one.doubts ?? []).map(({ line, message }) => `${line} doubt: ${english(message)}`),
  );

/** The draft of an entry that has these fields. */
function draftOf(fields: string, type = 'article'): PaperDraft {
  const [draft] = draftsOf(`@${type}{key, title = {T}, ${fields}}`);
  if (draft === undefined) throw new Error(`nothing was read of ${fields}`);
  return draft;
}

const titleOf = (title: string) => draftsOf(`@misc{key, title = {${title}}}`)[0]?.item.title;

/** A name as `Family|Given|particle|suffix`, or `{literal}`. */
function shown(name: CslName): string {
  if (name.literal !== undefined) return `{${name.literal}}`;
  const parts = [name.family, name.given, name['non-dropping-particle'], name.suffix];
  return parts
    .map((part) => part ?? '')
    .join('|')
    .replace(/\|+$/, '');
}

const authorsOf = (author: string) => (draftOf(`author = {${author}}`).item.author ?? []).map(shown);

describe('read', () => {
  it('gives all that an entry states, and the entry', () => {
    const text = `
@inproceedings{miles2024,
  title     = {{Vk}D: a \\emph{simple} title},
  author    = {Miles, Roy and
               Elezi, Ismail},
  booktitle = {Proceedings of {CVPR}},
  year      = 2024, month = jun,
  pages     = {15720--15730},
  volume    = {3}, number = {2},
  doi       = {10.1109/CVPR52733.2024.01\\_5},
  url       = {https://example.org/a\\_b\\%20c},
  keywords  = {distillation,projector},
  abstract  = {A  text with 100% and $x_i$.},
  x-own     = {kept {as} typed}
}`;
    expect(readAll(text)).toEqual([
      {
        line: 2,
        citationKey: 'miles2024',
        item: {
          type: 'paper-conference',
          title: 'VkD: a simple title',
          author: [
            { family: 'Miles', given: 'Roy' },
            { family: 'Elezi', given: 'Ismail' },
          ],
          'container-title': 'Proceedings of CVPR',
          issued: { 'date-parts': [[2024, 6]] },
          page: '15720-15730',
          volume: '3',
          issue: '2',
          DOI: '10.1109/cvpr52733.2024.01_5',
          URL: 'https://example.org/a_b%20c',
          keyword: 'distillation, projector',
          abstract: 'A text with 100% and $x_i$.',
        },
        entry: {
          type: 'inproceedings',
          key: 'miles2024',
          fields: {
            title: '{Vk}D: a \\emph{simple} title',
            author: 'Miles, Roy and\n               Elezi, Ismail',
            booktitle: 'Proceedings of {CVPR}',
            year: '2024',
            month: 'jun',
            pages: '15720--15730',
            volume: '3',
            number: '2',
            doi: '10.1109/CVPR52733.2024.01\\_5',
            url: 'https://example.org/a\\_b\\%20c',
            keywords: 'distillation,projector',
            abstract: 'A  text with 100% and $x_i$.',
            'x-own': 'kept {as} typed',
          },
        },
      },
    ]);
  });

  it.each([
    ['$V_kD$: {I}mproving {KD}', '$V_kD$: Improving KD'],
    ['Maths {$O(n^2)$} and \\$5', 'Maths $O(n^2)$ and $5'],
    ['One dollar: $5', 'One dollar: $5'],
    ['{{Double braces}} and {ImageNet}', 'Double braces and ImageNet'],
    ['Wrapped\n   over lines\n', 'Wrapped over lines'],
    ['\\TeX\\\n  settings', 'TeX settings'],
    ['100% of a_b \\& c \\# d', '100% of a_b & c # d'],
    ["A--B and ``quoted''", 'A–B and “quoted”'],
    ['\\textit{Soft} {\\em and} \\textbf{bold} H\\textsubscript{2}O', 'Soft and bold H2O'],
    ['\\constructor and \\toString', '\\constructor and \\toString'],
    ['知识蒸馏综述', '知识蒸馏综述'],
    ['A\\texorpdfstring{$x$}{x} \\mbox{B}', 'Ax B'],
  ])('reads the title %j', (typed, title) => {
    expect(titleOf(typed)).toBe(title);
  });

  it.each([
    ["{\\'e}{\\'E}\\'e\\'{e}", 'éÉéé'],
    ['{\\"a}{\\"{o}}\\"u', 'äöü'],
    ["{\\'{\\i}}\\'\\i\\\"{\\i}", 'ííï'],
    ['{\\v{c}}{\\v c}\\v{s}', 'ččš'],
    ['{\\aa}{\\AA}\\aa{}\\r{a}', 'åÅåå'],
    ['{\\L}{\\l}{\\o}{\\O}{\\ss}{\\ae}{\\oe}', 'ŁłøØßæœ'],
    ['{\\c{c}}\\c{s}{\\k{a}}{\\u{g}}{\\H{o}}{\\=u}{\\.z}', 'çşąğőūż'],
    ['\\ell', 'ℓ'],
    ["Poincar{\\ifmmode\\acute{e}\\else\\'{e}\\fi{}}", 'Poincaré'],
    ['\\ifmmode\\check{Z}\\else\\v{Z}\\fi{}i\\ifmmode\\check{z}\\else\\v{z}\\fi{}ek', 'Žižek'],
    ['a\\~{}b\\^{}', 'a~b^'],
  ])('reads the accents %s', (typed, letters) => {
    expect(titleOf(`x${typed}`)).toBe(`x${letters}`);
  });

  it.each([
    ['Ada Lovelace and Hopper, Grace', ['Lovelace|Ada', 'Hopper|Grace']],
    [
      'He, Ruifei and Sun, Shuyang, and Yang, Jihan, and Qi, Xiaojuan,',
      ['He|Ruifei', 'Sun|Shuyang', 'Yang|Jihan', 'Qi|Xiaojuan'],
    ],
    ['Li, Wei and others', ['Li|Wei']],
    ['{OpenAI} and {Barnes and Noble}', ['{OpenAI}', '{Barnes and Noble}']],
    ['{{Gemini Team}}', ['{Gemini Team}']],
    ['Ludwig van Beethoven and van den Berg, Anna', ['Beethoven|Ludwig|van', 'Berg|Anna|van den']],
    ['von Neumann, Jr, John', ['Neumann|John|von|Jr']],
    ["{\\'E}douard {de Branges}", ['de Branges|Édouard']],
    ['Cheng{-}Yang Fu and J.-P. Serre', ['Fu|Cheng-Yang', 'Serre|J.-P.']],
    ['Jun-ho Kim and Ken{-}ichi Ito and Jean-Luc de la Tour', ['Kim|Jun-ho', 'Ito|Ken-ichi', 'Tour|Jean-Luc|de la']],
    ["Erd{\\H{o}}s, P. and {\\L}ukasz {\\L}o{\\'s}", ['Erdős|P.', 'Łoś|Łukasz']],
    ['李 四 and 张, 三 and 王五', ['李|四', '张|三', '王五']],
    ['family=Berg, given=Anna, prefix=van den', ['Berg|Anna|van den']],
    ['Ada Lovelace AND Alan Turing\n  and\n  Grace Hopper', ['Lovelace|Ada', 'Turing|Alan', 'Hopper|Grace']],
    ['and and Ada Lovelace and', ['Lovelace|Ada']],
    ['', []],
  ])('reads the authors %j', (author, names) => {
    expect(authorsOf(author)).toEqual(names);
  });

  it('takes commas for “and” where they can be nothing else, and says so', () => {
    const text = '@misc{k, title={T},\n author={Ada Lovelace, Alan Turing, Grace Hopper}}';
    expect(draftsOf(text)[0]?.item.author?.map(shown)).toEqual(['Lovelace|Ada', 'Turing|Alan', 'Hopper|Grace']);
    expect(saidOf(text)).toEqual(['2 doubt: the names in author are separated by commas: each is taken as a name']);
  });

  it.each([
    ['year = 2020', [2020]],
    ['year = {2020}, month = dec', [2020, 12]],
    ['year = 2020, month = {December}', [2020, 12]],
    ['year = 2020, month = {12}, day = {5}', [2020, 12, 5]],
    ['year = 2020, month = "1~" # jan', [2020, 1, 1]],
    ['year = 2020, month = jun # "--" # jul', [2020, 6]],
    ['date = {2020-05-07}', [2020, 5, 7]],
    ['date = {2020-05}, year = {2020}', [2020, 5]],
    ['date = {2020~}', [2020]],
  ])('reads the date of %s', (fields, parts) => {
    const { item, doubts } = draftOf(fields);
    expect(item.issued?.['date-parts']?.[0]).toEqual(parts);
    expect(doubts).toBeUndefined();
  });

  it.each([
    [
      'date = {2020-05},\nyear = {2019}',
      [2020, 5],
      ['2 doubt: the date says 2020 and the year 2019: the date is taken'],
    ],
    ['date = {/2020},\nyear = {2019}', [2019], ['1 doubt: /2020 is no date']],
    ['year = {(2019)}', [2019], ['1 doubt: the year (2019) is read as 2019']],
    ['year = 2019,\nmonth = {Michaelmas}', [2019], ['2 doubt: Michaelmas is no month']],
    ['date = {1995-1-04}', [1995], ['1 doubt: 1995-1-04 is no date']],
    ['year = {forthcoming}', undefined, []],
    ['year = {20xx}', undefined, ['1 doubt: 20xx is no year']],
  ])('keeps the entry with the date of %s', (fields, parts, said) => {
    const text = `@misc{key, title = {T}, ${fields}}`;
    expect(draftsOf(text)[0]?.item.issued?.['date-parts']?.[0]).toEqual(parts);
    expect(saidOf(text)).toEqual(said);
  });

  it.each([
    ['eprint = {2010.00001}, archivePrefix = {arXiv}, primaryClass = {cs.LG}', '2010.00001'],
    ['eprint = {2010.00001v3}, eprinttype = {arxiv}', '2010.00001'],
    ['eprint = {https://arxiv.org/abs/2010.00001}', '2010.00001'],
    ['eprint = {hep-th/9901001}, archiveprefix = {arXiv}', 'hep-th/9901001'],
    ['journal = {arXiv preprint arXiv:2010.00001}', '2010.00001'],
    ['journal = {arXiv:2010.00001 [cs, stat]}', '2010.00001'],
    ['journal = {CoRR}, volume = {abs/2010.00001}', '2010.00001'],
    ['note = {arXiv:2010.00001}', '2010.00001'],
    ['howpublished = {\\url{https://arxiv.org/abs/2010.00001}}', '2010.00001'],
    ['doi = {10.48550/arXiv.2010.00001}', '2010.00001'],
    ['url = {http://arxiv.org/pdf/2010.00001.pdf}', '2010.00001'],
    ['eprint = {12345678}, eprinttype = {pubmed}', undefined],
    ['journal = {Neural Networks}, volume = {12}', undefined],
  ])('finds the arXiv identifier of %s', (fields, arxiv) => {
    expect(draftOf(fields).arxiv).toBe(arxiv);
  });

  it('takes a preprint for one, and the venue of a paper that has both', () => {
    expect(draftOf('journal = {arXiv preprint arXiv:2010.00001}').item).toMatchObject({
      type: 'article',
      'container-title': 'arXiv',
    });
    const corr = draftOf('journal = {CoRR}, volume = {abs/2010.00001}').item;
    expect(corr).toMatchObject({ type: 'article', 'container-title': 'arXiv' });
    expect(corr).not.toHaveProperty('volume');
    expect(draftOf('eprint = {2010.00001}, booktitle = {CVPR}', 'inproceedings').item).toMatchObject({
      type: 'paper-conference',
      'container-title': 'CVPR',
    });
    expect(saidOf('@misc{k, title={T},\n eprint={2010.00001},\n note={arXiv:2010.00002}}')).toEqual([
      '2 doubt: this entry names two arXiv papers, 2010.00001 and 2010.00002: the first is taken',
    ]);
  });

  it('finds the track, and links to code', () => {
    expect(draftOf('booktitle = {Findings of EMNLP}', 'inproceedings').track).toBe('Findings');
    expect(draftOf('booktitle = {CVPR Workshops}', 'inproceedings').track).toBe('workshop');
    expect(draftOf('code = {https://example.org/repo}').links).toEqual([
      { role: 'code', url: 'https://example.org/repo' },
    ]);
    const published = draftOf('url = {https://example.org/p}, howpublished = {\\url{https://github.com/a/b\\_c}}');
    expect(published.links).toEqual([{ role: 'code', url: 'https://github.com/a/b_c' }]);
    const only = draftOf('howpublished = {\\url{https://github.com/a/b}}');
    expect(only.links).toBeUndefined();
    expect(only.item.URL).toBe('https://github.com/a/b');
  });

  it('writes out abbreviations, of anywhere in the text, and keeps the names of those it lacks', () => {
    const text = `@misc{a, title = {On } # kd # { here}, note = late}
@string{kd = "distil" # {lation}} @string{late = {x}}
@misc{b, title = {B},
  journal = nowhere}
@misc{b2, title = nowhere}
@string{late = {y}}
@misc{c, title = {C}, note = LATE, month = may}`;
    expect(draftsOf(text).map(({ item }) => [item.title, item['note'], item['container-title']])).toEqual([
      ['On distillation here', 'y', undefined],
      ['B', undefined, 'nowhere'],
      ['nowhere', undefined, undefined],
      ['C', 'y', undefined],
    ]);
    expect(draftsOf(text).at(-1)?.entry?.fields['month']).toBe('may');
    expect(saidOf(text)).toEqual(['4 warning: the abbreviation nowhere is not defined: its name is kept as text']);
  });

  it('fills in what a parent has, wherever that stands, and takes no parent for a paper', () => {
    const parent = `@proceedings{P, title = {The Volume}, year = 2020, month = jun, editor = {Ada Lovelace},
      doi = {10.1000/volume}, url = {https://example.org/volume}, series = {S}}`;
    const child = '@inproceedings{c, title = {Child}, crossref = {p}, series = {Own}}';
    for (const text of [`${parent}\n${child}`, `${child}\n${parent}`]) {
      const read = readAll(text);
      expect(read).toHaveLength(1);
      expect(read[0]).toMatchObject({
        item: { 'container-title': 'The Volume', issued: { 'date-parts': [[2020, 6]] }, 'collection-title': 'Own' },
        entry: {
          fields: { title: 'Child', booktitle: 'The Volume', year: '2020', series: 'Own', editor: 'Ada Lovelace' },
        },
      });
      expect(read[0]).not.toHaveProperty('item.DOI');
      expect(read[0]).not.toHaveProperty('item.URL');
      expect(read[0]).not.toHaveProperty('entry.fields.crossref');
    }
  });

  it('takes the fields of BibLaTeX’s data entries, and lets the child’s own date stand', () => {
    const text = `@xdata{press, publisher = {The Press}, location = {Here}}
@collection{whole, title = {Whole}, subtitle = {Part}, date = {2018-02}}
@incollection{c, title = {C}, crossref = {whole}, xdata = {press}, year = {2019}}`;
    expect(draftsOf(text).map(({ item }) => item)).toEqual([
      {
        type: 'chapter',
        title: 'C',
        'container-title': 'Whole: Part',
        publisher: 'The Press',
        'publisher-place': 'Here',
        issued: { 'date-parts': [[2019]] },
      },
    ]);
  });

  it('keeps the reference to a parent that is not there, and ends where parents refer in a circle', () => {
    expect(draftOf('crossref = {elsewhere}').entry?.fields['crossref']).toBe('elsewhere');
    const circle = '@book{a, title = {A}, crossref = {b}}\n@book{b, title = {B}, crossref = {a}}';
    expect(draftsOf(circle).map(({ item }) => item.title)).toEqual(['A', 'B']);
  });

  it('does not let abbreviations or parents make much of little', () => {
    const bomb = Array.from({ length: 40 }, (_, index) => `@string{s${index + 1} = s${index} # s${index}}`);
    const text = ['@string{s0 = {xxxxxxxxxx}}', ...bomb, '@misc{k, title = s5, note = s40}'].join('\n');
    const [draft] = draftsOf(text);
    expect(draft?.item.title).toHaveLength(320);
    expect(JSON.stringify(draft).length).toBeLessThan(100_000);
  });

  it('says which entries are no papers', () => {
    expect(saidOf('@proceedings{p, title = {Alone}}\n@misc{k, author = {A B}}\n@misc{year = 2020}')).toEqual([
      '1 warning: the @proceedings p is no paper: it is passed over',
      '2 error: the entry k has no title',
      '3 error: this entry has no title',
      '3 warning: this entry has no key',
    ]);
  });

  it('gives both of two entries with one key, and their lines', () => {
    const text = '@misc{k, title = {A}}\n@misc{k, title = {B}}\n@misc{k, title = {C}}';
    expect(draftsOf(text).map(({ citationKey, item }) => `${citationKey} ${item.title}`)).toEqual([
      'k A',
      'k B',
      'k C',
    ]);
    expect(saidOf(text)).toEqual([
      '2 warning: the key k stands twice, on lines 1 and 2: both entries are read',
      '3 warning: the key k stands twice, on lines 1 and 3: both entries are read',
    ]);
  });

  it('reads on after an entry that is broken, and a field that is', () => {
    const text = `@misc{a, title = {A}}
@misc{b, title = {B,
  year = 2020}
@misc{c, title = {C {\\d}},
  author = {Ada {\\d} and Alan Turing}, note = {\\begin{x}}
}`;
    expect(draftsOf(text).map(({ item }) => item.title)).toEqual(['A', 'C d']);
    expect(draftsOf(text)[1]?.item.author?.map(shown)).toEqual(['d|Ada', 'Turing|Alan']);
    expect(saidOf(text)).toEqual([
      '2 error: what opens here is never closed: the entry b cannot be read',
      '4 doubt: the field title cannot be read as LaTeX: it is taken as plain text',
      '5 doubt: the field note cannot be read as LaTeX: it is taken as plain text',
      '5 doubt: the field author cannot be read as LaTeX: it is taken as plain text',
    ]);
  });

  it.each([
    ['title', "\\'"],
    ['title', '$'],
    ['title', '\u0301'],
    ['title', '{}'],
    ['author', 'a-'],
    ['author', 'A B and '],
    ['author', ','],
    ['note', '\\ifmmode'],
    ['abstract', '$a'],
    ['pages', ' - '],
    ['howpublished', '\\url '],
  ])('ends on a long %s of %j', (field, unit) => {
    const value = unit.repeat(150_000 / unit.length);
    const [draft] = draftsOf(`@misc{k, ${field === 'title' ? '' : 'title = {T}, '}${field} = {x${value}}}`);
    expect(draft?.entry?.fields[field]).toHaveLength(value.length + 1);
  });
});

describe('readFences', () => {
  it('reads the entries in fenced code, on the lines where they stand', () => {
    const text = [
      '# A repository',
      '@misc{outside, title={Not in a fence}}',
      '```bibtex',
      '@misc{one, title={One}}',
      '```',
      '```python',
      '@dataclass{x, title={Python}}',
      '```',
      '~~~~ latex',
      '% a comment',
      '@misc{two, title={Two}}',
      '```',
      '@misc{three, title={Three}}',
      '~~~~',
      '```',
      'pip install kd @misc{no, title={No}}',
      '```',
      '  ```',
      '  @misc{four,',
      '  title={Four}}',
      '  ```',
    ];
    for (const end of ['\n', '\r\n']) {
      const drafts = [...readFences(source(text.join(end)), CONTEXT)];
      expect(drafts.map((one) => (isProblem(one) ? one : `${one.line} ${one.citationKey}`))).toEqual([
        '4 one',
        '11 two',
        '13 three',
        '19 four',
      ]);
    }
  });
});

const BIB = join(SHARED, 'corpus', 'bib');

describe.skipIf(!existsSync(BIB))('the real bibliographies', () => {
  const files = existsSync(BIB) ? readdirSync(BIB).sort() : [];
  const readFile = (name: string) => {
    const text = source(readFileSync(join(BIB, name), 'utf8'));
    return [...(name.endsWith('.md') ? readFences : read)(text, CONTEXT)];
  };

  it('are read, each entry of them', () => {
    const counts = files.map((name) => [name, readFile(name).filter((one) => !isProblem(one)).length]);
    expect(Object.fromEntries(counts)).toEqual({
      'KDEP-README.md': 1,
      'RepDistiller-README.md': 1,
      'SRD-README.md': 1,
      'SimKD-README.md': 2,
      'ccnllncc-egbib.bib': 79,
      'mdistiller-README.md': 2,
      'torchdistill-CITATION.bib': 2,
      'whiten_mtd-README.md': 0,
    });
    const problems = files.flatMap((name) => readFile(name).filter(isProblem)).map(({ message }) => english(message));
    expect(problems).toEqual([
      'the key Krishna:2017:VGC:3088990.3089101 stands twice, on lines 366 and 847: both entries are read',
    ]);
  });

  it('have the papers that they have', () => {
    const papers = new Map(
      files.flatMap((name) => readFile(name)).flatMap((one) => (isProblem(one) ? [] : [[one.citationKey, one]])),
    );
    expect(papers.get('he2022knowledge')?.item.author?.map(shown)).toEqual([
      'He|Ruifei',
      'Sun|Shuyang',
      'Yang|Jihan',
      'Bai|Song',
      'Qi|Xiaojuan',
    ]);
    expect(papers.get('he2022knowledge')?.item.title).toMatch(/Better Transferability$/);
    expect(papers.get('zhao2022dkd')).toMatchObject({
      arxiv: '2203.08679',
      item: { title: 'Decoupled Knowledge Distillation' },
    });
    expect(papers.get('tian2019crd')?.item.issued).toEqual({ 'date-parts': [[2020]] });
    expect(papers.get('DBLP:conf/eccv/LiuAESRFB16')?.item).toMatchObject({
      title: 'SSD: Single Shot MultiBox Detector',
      DOI: '10.1007/978-3-319-46448-0_2',
      page: '21-37',
    });
    expect(papers.get('ZouCO09')?.item.author?.map(shown)).toEqual(['Zou|Lei', 'Chen|Lei', 'Özsu|M. Tamer']);
  });
});
