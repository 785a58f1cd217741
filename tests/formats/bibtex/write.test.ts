import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CslItem, CslName } from '../../../src/domain/csl.ts';
import { isProblem, type PaperDraft } from '../../../src/domain/draft.ts';
import type { PaperFacts } from '../../../src/domain/paper.ts';
import { VenueTable } from '../../../src/domain/venue.ts';
import { read, readFences } from '../../../src/formats/bibtex/read.ts';
import { write } from '../../../src/formats/bibtex/write.ts';
import type { ExportPaper, TextSource, WriteOptions } from '../../../src/formats/foreign.ts';
import { SHARED } from '../../helpers/corpus.ts';

const CONTEXT = { venues: new VenueTable([]) };
const BIBTEX: WriteOptions = { dialect: 'bibtex', ascii: false, columns: [], spreadsheetSafe: false };
const BIBLATEX: WriteOptions = { ...BIBTEX, dialect: 'biblatex' };

const source = (text: string): TextSource => ({ name: 'refs.bib', pieces: () => [text] });
const draftsOf = (text: string) => [...read(source(text), CONTEXT)].filter((one): one is PaperDraft => !isProblem(one));

/** A paper of the library as an export is given it. */
function exported(
  item: Partial<CslItem>,
  more: Partial<Omit<ExportPaper, 'paper'>> & { paper?: Partial<PaperFacts> } = {},
): ExportPaper {
  const { paper, ...rest } = more;
  const key = rest.key ?? 'key';
  return {
    paper: {
      ...{ id: 1, citationKey: key, status: 'read', setByUser: [], addedAt: '2024-01-01T00:00:00Z' },
      ...{ title: item.title ?? '', authors: [], links: [] },
      ...paper,
    },
    key,
    item: { type: 'document', ...item },
    ...{ tags: [], aliases: [], readings: [], notes: [] },
    ...rest,
  };
}

/** A paper that was imported from a draft and has not changed since. */
function unchanged(draft: PaperDraft, changes: Partial<CslItem> = {}): ExportPaper {
  return exported(
    { ...draft.item, ...changes },
    { key: draft.citationKey ?? 'key', entry: draft.entry, paper: { arxiv: draft.arxiv } },
  );
}

const textOf = (paper: ExportPaper, options = BIBTEX) => [...write([paper], options)].join('');

/** An entry read, changed in kd and written. */
function rewritten(entry: string, changes: Partial<CslItem> = {}, options = BIBTEX): string {
  const [draft] = draftsOf(entry);
  if (draft === undefined) throw new Error(`nothing was read of ${entry}`);
  return textOf(unchanged(draft, changes), options);
}

const linesOf = (text: string) => text.trimEnd().split('\n');

describe('write, for a paper without an entry', () => {
  const FACTS = {
    title: 'ViTKD: Practical Guidelines for ViT & ImageNet Feature Distillation of $V_kD$ at 10%',
    author: [
      { family: 'Yang', given: 'Zhendong' },
      { family: 'Berg', 'non-dropping-particle': 'van den', given: 'Anna' },
    ],
    issued: { 'date-parts': [[2024, 6]] },
    page: '1379-1388',
  };
  const CVPR = {
    venueFullName: 'IEEE/CVF Conference on Computer Vision and Pattern Recognition',
    venueType: 'conference' as const,
    paper: { venue: 'CVPR', year: 2024, arxiv: '2209.02432' },
  };
  const item = {
    ...FACTS,
    type: 'paper-conference',
    'container-title': 'CVPR',
    DOI: '10.1109/x_y',
    URL: 'https://example.org/a_b%20c',
  };

  it('writes what bibliographies expect of a paper at a conference', () => {
    expect(textOf(exported(item, { ...CVPR, key: 'yang2024' }))).toBe(`@inproceedings{yang2024,
  author = {Yang, Zhendong and van den Berg, Anna},
  title = {{ViTKD}: Practical Guidelines for {ViT} \\& {ImageNet} Feature Distillation of $V_kD$ at 10\\%},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition},
  pages = {1379--1388},
  year = {2024},
  month = jun,
  doi = {10.1109/x_y},
  eprint = {2209.02432},
  archiveprefix = {arXiv},
  url = {https://example.org/a_b%20c}
}
`);
  });

  it('writes the same in the words of BibLaTeX', () => {
    expect(textOf(exported(item, CVPR), BIBLATEX)).toBe(`@inproceedings{key,
  author = {Yang, Zhendong and van den Berg, Anna},
  title = {{ViTKD}: Practical Guidelines for {ViT} \\& {ImageNet} Feature Distillation of $V_kD$ at 10\\%},
  booktitle = {Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition},
  pages = {1379--1388},
  date = {2024-06},
  doi = {10.1109/x_y},
  eprint = {2209.02432},
  eprinttype = {arXiv},
  url = {https://example.org/a_b%20c}
}
`);
  });

  it.each([
    [
      'Proceedings of the AAAI Conference on Artificial Intelligence',
      undefined,
      'Proceedings of the AAAI Conference on Artificial Intelligence',
    ],
    [
      'Advances in Neural Information Processing Systems',
      undefined,
      'Advances in Neural Information Processing Systems',
    ],
    [
      'European Conference on Computer Vision',
      'workshop',
      'Proceedings of the European Conference on Computer Vision Workshops',
    ],
    ['Conference on Words', 'Findings', 'Findings of the Association for Computational Linguistics: CVPR 2024'],
  ])('names the proceedings of %s (%s)', (venueFullName, track, booktitle) => {
    const paper = exported(item, { ...CVPR, venueFullName, paper: { ...CVPR.paper, track } });
    expect(linesOf(textOf(paper))).toContain(`  booktitle = {${booktitle}},`);
  });

  it('writes an article in a journal, with its volume and number', () => {
    const article = {
      type: 'article-journal',
      title: 'A title',
      'container-title': 'TPAMI',
      volume: '46',
      issue: '3',
      publisher: 'IEEE',
    };
    const more = {
      venueFullName: 'IEEE Transactions on Pattern Analysis & Machine Intelligence',
      venueType: 'journal' as const,
    };
    expect(linesOf(textOf(exported(article, more)))).toEqual([
      '@article{key,',
      '  title = {A title},',
      '  journal = {IEEE Transactions on Pattern Analysis \\& Machine Intelligence},',
      '  volume = {46},',
      '  number = {3},',
      '  publisher = {IEEE}',
      '}',
    ]);
    expect(linesOf(textOf(exported(article, more), BIBLATEX))).toContain(
      '  journaltitle = {IEEE Transactions on Pattern Analysis \\& Machine Intelligence},',
    );
  });

  it('writes a preprint so that every style prints its identifier', () => {
    const preprint = exported(
      { type: 'article', title: 'A title', 'container-title': 'arXiv', issued: { 'date-parts': [[2015]] } },
      { venueType: 'preprint', venueFullName: 'arXiv preprint', paper: { venue: 'arXiv', arxiv: '1503.02531' } },
    );
    expect(linesOf(textOf(preprint))).toEqual([
      '@article{key,',
      '  title = {A title},',
      '  journal = {arXiv preprint arXiv:1503.02531},',
      '  year = {2015},',
      '  eprint = {1503.02531},',
      '  archiveprefix = {arXiv}',
      '}',
    ]);
    expect(linesOf(textOf(preprint, BIBLATEX))).toEqual([
      '@online{key,',
      '  title = {A title},',
      '  date = {2015},',
      '  eprint = {1503.02531},',
      '  eprinttype = {arXiv}',
      '}',
    ]);
  });

  it('writes a title alone', () => {
    expect(textOf(exported({ title: 'Nothing more' }))).toBe('@misc{key,\n  title = {Nothing more}\n}\n');
  });

  it.each([
    [
      'words with capitals inside',
      'ImageNet and GPT-4 on iNat, mAP and A Title Of KD',
      '{ImageNet} and {GPT}-4 on {iNat}, {mAP} and A Title Of {KD}',
    ],
    [
      'what is special to LaTeX',
      'a & b % c # d_e {f} g~h^i \\j',
      'a \\& b \\% c \\# d\\_e \\{f\\} g{\\textasciitilde}h{\\textasciicircum}i {\\textbackslash}j',
    ],
    ['maths as it is', 'From $O(n^2)$ to $n$', 'From $O(n^2)$ to $n$'],
    ['amounts of money', 'costs $5 or $6 more', 'costs \\$5 or \\$6 more'],
    ['a dollar alone', 'only $', 'only \\$'],
    ['Chinese', '知识蒸馏KD综述', '知识蒸馏{KD}综述'],
  ])('writes in a title %s', (_, title, written) => {
    const text = textOf(exported({ title }));
    if (title.includes('蒸馏')) expect(draftsOf(text)[0]?.item.title).toBe(title);
    else expect(linesOf(text)[1]).toBe(`  title = {${written}}`);
    expect(draftsOf(text)[0]?.item.title).toBe(title);
  });

  it.each<[CslName, string]>([
    [{ literal: 'Barnes and Noble' }, '{Barnes and Noble}'],
    [{ literal: 'OpenAI' }, '{OpenAI}'],
    [{ family: 'Neumann', given: 'John', 'non-dropping-particle': 'von', suffix: 'Jr' }, 'von Neumann, Jr, John'],
    [{ family: 'de Branges', given: 'Louis' }, '{de Branges}, Louis'],
    [{ family: 'Colin de Verdière', given: 'Y.' }, '{Colin de Verdière}, Y.'],
    [{ family: 'Erdős', given: 'P.' }, 'Erdős, P.'],
    [{ family: '李', given: '四' }, '李, 四'],
    [{ family: '王五' }, '王五'],
    [{ family: 'Plato' }, 'Plato'],
    [{ family: 'Two Words' }, '{Two Words}'],
    [{ family: 'A & B', given: 'C, D' }, 'A \\& B, {C, D}'],
  ])('writes the name %j', (name, written) => {
    expect(linesOf(textOf(exported({ title: 'T', author: [name] })))[1]).toBe(`  author = {${written}},`);
  });

  it('writes letters as commands where ASCII is asked for, and Chinese as it is', () => {
    const paper = exported({
      title: 'Möbius–Strips “quoted” Łódź É ç ő ǘ ﬁ α 知识 naïve ß Å',
      author: [
        { family: 'Erdős', given: 'Pál' },
        { family: '李', given: '四' },
      ],
      URL: 'https://example.org/é',
    });
    const text = textOf(paper, { ...BIBTEX, ascii: true });
    expect(linesOf(text).slice(1, 3)).toEqual([
      "  author = {Erd{\\H{o}}s, P{\\'{a}}l and 李, 四},",
      "  title = {M{\\\"{o}}bius--Strips ``quoted'' {\\L}{\\'{o}}d{\\'{z}} {\\'{E}} {\\c{c}} {\\H{o}} {\\'{\\\"{u}}} ﬁ $\\alpha$ 知识 na{\\\"{i}}ve {\\ss} {\\AA}},",
    ]);
    expect(draftsOf(text)[0]?.item.author).toEqual(paper.item.author);
  });

  it('separates entries by an empty line, and ends the last', () => {
    const papers = ['a', 'b'].map((key) => exported({ title: 'T' }, { key }));
    expect([...write(papers, BIBTEX)].join('')).toBe('@misc{a,\n  title = {T}\n}\n\n@misc{b,\n  title = {T}\n}\n');
    expect([...write([], BIBTEX)]).toEqual([]);
  });

  it('writes a key that can be read again', () => {
    expect(textOf(exported({ title: 'T' }, { key: '知识-2020' }))).toMatch(/^@misc\{知识-2020,/);
    expect(textOf(exported({ title: 'T' }, { key: 'a b,{c}' }))).toMatch(/^@misc\{a-b-c-,/);
  });
});

describe('write, for a paper that came from an entry', () => {
  const ENTRY = `@InProceedings{miles2024,
  title     = {{Vk}D: {\\"U}ber \\emph{Titles}},
  author    = {Miles, Roy and others},
  booktitle = cvpr,
  year      = 2024, month = jun,
  pages     = "15720--15730",
  note      = {Oral \\& best},
  x-own     = {kept {as} typed},
  file      = {:/home/someone/a.pdf:PDF},
  bdsk-file-1 = {YnBsaXN0},
  keywords  = {a,b}
}
@string{cvpr = {Proc. of {CVPR}}}`;

  it('writes its fields as they were, in an order of its own, and no paths', () => {
    expect(rewritten(ENTRY)).toBe(`@inproceedings{miles2024,
  author = {Miles, Roy and others},
  title = {{Vk}D: {\\"U}ber \\emph{Titles}},
  booktitle = {Proc. of {CVPR}},
  pages = {15720--15730},
  year = {2024},
  month = jun,
  note = {Oral \\& best},
  keywords = {a,b},
  x-own = {kept {as} typed}
}
`);
  });

  it('writes what kd knows better, and the rest as it was', () => {
    const text = rewritten(ENTRY, {
      title: 'VkD: Another title',
      issued: { 'date-parts': [[2023]] },
      DOI: '10.1000/new',
      page: '1-9',
      author: [
        { family: 'Miles', given: 'Roy' },
        { family: 'Elezi', given: 'Ismail' },
      ],
    });
    expect(linesOf(text)).toEqual([
      '@inproceedings{miles2024,',
      '  author = {Miles, Roy and Elezi, Ismail},',
      '  title = {{VkD}: Another title},',
      '  booktitle = {Proc. of {CVPR}},',
      '  pages = {1--9},',
      '  year = {2023},',
      '  doi = {10.1000/new},',
      '  note = {Oral \\& best},',
      '  keywords = {a,b},',
      '  x-own = {kept {as} typed}',
      '}',
    ]);
  });

  it('keeps the words of a venue that kd knows by another name', () => {
    const [draft] = draftsOf('@article{k, title = {T}, journal = {2016 {IEEE} Conf., {CVPR} 2016, Las Vegas}}');
    if (draft === undefined) throw new Error('nothing was read');
    const known = { ...unchanged(draft), venueType: 'conference' as const, venueFullName: 'Conference on Vision' };
    const paper = { ...known.paper, venue: 'CVPR' };
    expect(textOf({ ...known, paper, item: { ...known.item, 'container-title': 'CVPR' } })).toContain(
      'journal = {2016 {IEEE} Conf., {CVPR} 2016, Las Vegas}',
    );
  });

  it('turns a preprint that has been published into a paper at its venue, with its identifier', () => {
    const [draft] = draftsOf('@article{k, title = {T}, journal = {arXiv preprint arXiv:2203.08679}, year = 2022}');
    if (draft === undefined) throw new Error('nothing was read');
    const before = unchanged(draft, { type: 'paper-conference', 'container-title': 'CVPR' });
    const after = { ...before, venueType: 'conference' as const, venueFullName: 'Conference on Vision' };
    expect(linesOf(textOf({ ...after, paper: { ...before.paper, venue: 'CVPR' } }))).toEqual([
      '@inproceedings{k,',
      '  title = {T},',
      '  booktitle = {Proceedings of the Conference on Vision},',
      '  year = {2022},',
      '  eprint = {2203.08679},',
      '  archiveprefix = {arXiv}',
      '}',
    ]);
  });

  it('writes a value with a brace too many so that it can be read again', () => {
    const text = rewritten('@misc{k, title = {T}, note = "a } b"}');
    expect(draftsOf(text)[0]?.item).toMatchObject({ title: 'T' });
    expect(draftsOf(text)).toHaveLength(1);
  });

  it('turns the names, types and dates of BibTeX into those of BibLaTeX, and back', () => {
    const bibtex = `@phdthesis{k,
  author = {Lovelace, Ada},
  title = {T},
  school = {U},
  address = {Here},
  year = {2020},
  month = mar,
  eprint = {2010.00001},
  archiveprefix = {arXiv},
  primaryclass = {cs.LG}
}
`;
    const biblatex = `@thesis{k,
  author = {Lovelace, Ada},
  title = {T},
  institution = {U},
  location = {Here},
  date = {2020-03},
  eprint = {2010.00001},
  eprinttype = {arXiv},
  eprintclass = {cs.LG},
  type = {phdthesis}
}
`;
    expect(rewritten(bibtex)).toBe(bibtex);
    expect(rewritten(bibtex, {}, BIBLATEX)).toBe(biblatex);
    expect(rewritten(biblatex, {}, BIBLATEX)).toBe(biblatex);
    expect(rewritten(biblatex)).toBe(bibtex);
    expect(linesOf(rewritten('@online{k, title={On}, subtitle={Line}, date={2020-05-07}}'))).toEqual([
      '@misc{k,',
      '  title = {On: Line},',
      '  year = {2020},',
      '  month = may,',
      '  day = {7}',
      '}',
    ]);
  });
});

/** What a paper states, in an order that does not depend on that of its fields. */
function statedBy({ item, arxiv }: PaperDraft): unknown {
  return { arxiv, ...Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

describe('what is written', () => {
  const words = fc
    .array(
      fc.constantFrom(
        'Aim',
        'ImageNet',
        'of',
        '$x_1$',
        '&',
        '50%',
        'a_b',
        '{c}',
        '知识',
        'Über',
        '#1',
        '~',
        '\\',
        '^2',
        '--',
        '“q”',
        'd$',
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((parts) => parts.join(' '));
  const part = fc.constantFrom('Ada', 'Berg', 'Erdős', 'Łoś', 'O’Neil', 'Wei-Lin', 'J. K.');
  const name: fc.Arbitrary<CslName> = fc.oneof(
    fc.record({ family: part, given: part }),
    fc.record({ family: part, given: part, 'non-dropping-particle': fc.constantFrom('van', 'von der') }),
    fc.record({ literal: fc.constantFrom('OpenAI', 'Barnes and Noble', 'A, B & C') }),
    fc.constant({ family: '李', given: '四' }),
  );
  const options: fc.Arbitrary<WriteOptions> = fc
    .tuple(fc.constantFrom(BIBTEX, BIBLATEX), fc.boolean())
    .map(([chosen, ascii]) => ({ ...chosen, ascii }));

  it('is read as it was, whatever the papers state', () => {
    const paper = fc.record({
      title: words,
      author: fc.array(name, { minLength: 1, maxLength: 4 }),
      abstract: words,
      year: fc.integer({ min: 1900, max: 2099 }),
    });
    fc.assert(
      fc.property(paper, options, ({ title, author, abstract, year }, chosen) => {
        const item = {
          type: 'paper-conference',
          title,
          author,
          abstract,
          issued: { 'date-parts': [[year]] },
          'container-title': 'Some Conference',
        };
        const text = textOf(exported(item), chosen);
        const [draft] = draftsOf(text);
        // Quotes and hyphens are typed as LaTeX has them, and read as one would print them.
        const printed = (value: string) => value.replace(/--/g, '–');
        expect(draft?.item, text).toEqual({ ...item, title: printed(title), abstract: printed(abstract) });
      }),
      { numRuns: 300 },
    );
  });
});

const BIB = join(SHARED, 'corpus', 'bib');

describe.skipIf(!existsSync(BIB))('the real bibliographies', () => {
  const drafts = (existsSync(BIB) ? readdirSync(BIB).sort() : []).flatMap((name) => {
    const text = source(readFileSync(join(BIB, name), 'utf8'));
    return [...(name.endsWith('.md') ? readFences : read)(text, CONTEXT)].filter(
      (one): one is PaperDraft => !isProblem(one),
    );
  });

  it('keep every field as it was through kd, but for names with a comma too many', () => {
    const again = draftsOf(
      [
        ...write(
          drafts.map((draft) => unchanged(draft)),
          BIBTEX,
        ),
      ].join(''),
    );
    expect(again).toHaveLength(88);
    const kept = (draft: PaperDraft) =>
      Object.fromEntries(Object.entries(draft.entry?.fields ?? {}).filter(([field]) => field !== 'file'));
    const names = (draft: PaperDraft) => kept(draft)['author'];
    const others = (draft: PaperDraft) => ({ ...kept(draft), author: undefined });
    expect(again.map(others)).toEqual(drafts.map(others));
    const mended = again.flatMap((draft, index) => {
      const before = names(drafts[index] as PaperDraft);
      return names(draft) === before ? [] : [[before, names(draft)]];
    });
    expect(mended).toEqual([
      [
        'He, Ruifei and Sun, Shuyang, and Yang, Jihan, and Bai, Song and Qi, Xiaojuan',
        'He, Ruifei and Sun, Shuyang and Yang, Jihan and Bai, Song and Qi, Xiaojuan',
      ],
    ]);
    expect(again.map((draft) => draft.entry?.type)).toEqual(drafts.map((draft) => draft.entry?.type));
  });

  it.each<WriteOptions>([BIBTEX, BIBLATEX, { ...BIBTEX, ascii: true }, { ...BIBLATEX, ascii: true }])(
    'keep their meaning in %j',
    (options) => {
      const again = draftsOf(
        [
          ...write(
            drafts.map((draft) => unchanged(draft)),
            options,
          ),
        ].join(''),
      );
      expect(again.map(statedBy)).toEqual(drafts.map(statedBy));
    },
  );

  it('keep their meaning without their entries', () => {
    const withoutEntry = drafts.map((draft) => ({ ...unchanged(draft), entry: undefined }));
    const again = draftsOf([...write(withoutEntry, BIBTEX)].join(''));
    const stated = (draft: PaperDraft) => ({ ...(statedBy(draft) as object), type: undefined });
    expect(again.map(stated)).toEqual(drafts.map(stated));
  });
});

describe('independent tools', () => {
  const isInstalled = (tool: string) => spawnSync(tool, ['--help']).error === undefined;

  /** The files that a tool leaves of a text, or what it prints, in a folder of its own. */
  function run(tool: string, args: string[], text: string, output?: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'kd-bibtex-'));
    try {
      writeFileSync(join(folder, 'refs.bib'), text);
      const { stdout } = spawnSync(tool, [...args, 'refs.bib'], { encoding: 'utf8', cwd: folder });
      return output === undefined ? stdout : readFileSync(join(folder, output), 'utf8');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  const titles = ['ImageNet & $x_1$ 知识', 'Über 50% of {a_b} ~ # ^ \\', 'Łódź $5'];
  const text = (options: WriteOptions) => {
    const author = [{ family: 'Erdős', given: 'P.' }, { literal: 'Barnes and Noble' }];
    const papers = titles.map((title, index) =>
      exported({ type: 'article-journal', title, author, 'container-title': 'J' }, { key: `k${index}` }),
    );
    return [...write(papers, options)].join('');
  };

  it.skipIf(!isInstalled('bibtool'))('such as bibtool read what is written', () => {
    expect(run('bibtool', ['-q'], text(BIBTEX)).match(/^@\w+\{/gm)).toHaveLength(3);
  });

  it.skipIf(!isInstalled('bib2xml'))('such as bib2xml read what is written', () => {
    const xml = run('bib2xml', [], text({ ...BIBTEX, ascii: true }));
    expect(xml.match(/<mods /g)).toHaveLength(3);
    expect(xml.match(/<namePart type="family">Erdős</g)).toHaveLength(3);
    expect(xml.match(/>Barnes and Noble</g)).toHaveLength(3);
  });

  it.skipIf(!isInstalled('pandoc'))('such as pandoc read what is written', () => {
    const items = JSON.parse(run('pandoc', ['-f', 'bibtex', '-t', 'csljson'], text(BIBTEX))) as CslItem[];
    expect(items.map(({ id }) => id)).toEqual(['k0', 'k1', 'k2']);
    expect(items[2]?.author).toEqual([{ family: 'Erdős', given: 'P.' }, { literal: 'Barnes and Noble' }]);
  });

  it.skipIf(!isInstalled('biber'))('such as biber read what is written for BibLaTeX', () => {
    const output = run('biber', ['--tool', '--output-file', 'out.bib'], text(BIBLATEX), 'out.bib');
    expect(output.match(/^@\w+\{/gm)).toHaveLength(3);
  });
});
