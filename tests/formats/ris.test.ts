import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfDraft } from '../../src/domain/csl-facts.ts';
import { isProblem } from '../../src/domain/draft.ts';
import { textOfMessage } from '../../src/domain/message.ts';
import * as format from '../../src/formats/ris.ts';
import {
  anyText,
  draftsOf,
  exported,
  paperOf,
  problemsOf,
  readAll,
  titlesOf,
  VENUES,
  writeAll,
} from '../helpers/papers.ts';

const record = (...lines: string[]) => `TY  - ${lines.join('\n')}\nER  - \n`;
const factsOf = (text: string) => {
  const [draft] = draftsOf(format, text);
  return draft === undefined ? undefined : factsOfDraft(draft, VENUES);
};

describe('reading RIS', () => {
  it('reads a paper of a conference as Zotero writes it', () => {
    const text = record(
      'CONF',
      'TI  - Understanding the Role of the Projector in Knowledge Distillation',
      'AU  - Miles, Roy',
      'AU  - Mikolajczyk, Krystian',
      'T2  - The Thirty-Eighth AAAI Conference',
      'C3  - Proceedings of the AAAI Conference on Artificial Intelligence',
      'DA  - 2024/03/24/',
      'PY  - 2024',
      'DO  - https://doi.org/10.1609/AAAI.v38i5.28219',
      'VL  - 38',
      'IS  - 5',
      'SP  - 4233',
      'EP  - 4241',
      'UR  - https://ojs.aaai.org/index.php/AAAI/article/view/28219',
      'UR  - https://arxiv.org/abs/2303.11098',
      'KW  - projector',
      'KW  - distillation, knowledge',
      'N1  - Read in May',
      'N1  - and again',
      'C1  - Vancouver',
      'L1  - file:///home/me/a.pdf',
      'L4  - https://example.org/figure.png',
      'XX  - of one program',
    );
    const [draft] = draftsOf(format, text);
    expect(draft).toEqual({
      line: 1,
      item: {
        type: 'paper-conference',
        title: 'Understanding the Role of the Projector in Knowledge Distillation',
        author: [
          { family: 'Miles', given: 'Roy' },
          { family: 'Mikolajczyk', given: 'Krystian' },
        ],
        event: 'The Thirty-Eighth AAAI Conference',
        'container-title': 'Proceedings of the AAAI Conference on Artificial Intelligence',
        issued: { 'date-parts': [[2024, 3, 24]] },
        DOI: '10.1609/aaai.v38i5.28219',
        volume: '38',
        issue: '5',
        page: '4233-4241',
        URL: 'https://ojs.aaai.org/index.php/AAAI/article/view/28219',
        keyword: 'projector, distillation, knowledge',
        note: 'Read in May',
        'publisher-place': 'Vancouver',
        custom: {
          ris: {
            UR: ['https://arxiv.org/abs/2303.11098'],
            N1: ['and again'],
            L4: ['https://example.org/figure.png'],
            XX: ['of one program'],
          },
        },
      },
    });
  });

  it.each([
    ['JOUR', 'T2', 'article-journal'],
    ['JOUR', 'JO', 'article-journal'],
    ['JOUR', 'JF', 'article-journal'],
    ['CONF', 'T2', 'paper-conference'],
    ['CONF', 'BT', 'paper-conference'],
    ['CONF', 'JO', 'paper-conference'],
    ['CPAPER', 'T2', 'paper-conference'],
    ['CHAP', 'T2', 'chapter'],
    ['JOURN', 'JO', 'article-journal'],
  ])('finds year and venue of the type %s with %s', (type, tag, expected) => {
    const facts = factsOf(record(type, 'T1  - A', 'PY  - 2024', `${tag}  - AAAI`));
    expect(facts).toMatchObject({ title: 'A', year: 2024, venue: 'AAAI', type: expected });
  });

  it.each([
    [['PY  - 2024///'], [2024]],
    [['PY  - 2024/05/17/'], [2024, 5, 17]],
    [['Y1  - 2024/05//Spring'], [2024, 5]],
    [
      ['Y1  - 2024/05/17', 'Y2  - 2025/01/02'],
      [2024, 5, 17],
    ],
    [
      ['PY  - 2024', 'DA  - 2024/5/17'],
      [2024, 5, 17],
    ],
    [['DA  - May 17', 'PY  - 2024'], [2024]],
    [['PY  - 2024', 'DA  - 2023/12/01'], [2024]],
    [['DA  - 2024-05-17'], [2024, 5, 17]],
  ])('reads the dates %j', (lines, expected) => {
    for (const type of ['JOUR', 'CONF', 'GEN', 'THES']) {
      expect(draftsOf(format, record(type, 'TI  - A', ...lines))[0]?.item.issued?.['date-parts']).toEqual([expected]);
    }
  });

  it('reads records in Chinese', () => {
    const text = record(
      'JOUR',
      'T1  - 知识蒸馏研究综述',
      'A1  - 黄震华',
      'A1  - 杨, 顺志',
      'JO  - 计算机学报',
      'Y1  - 2022',
    );
    expect(factsOf(text)).toMatchObject({
      title: '知识蒸馏研究综述',
      authors: ['黄震华', '杨顺志'],
      containerTitle: '计算机学报',
      year: 2022,
    });
  });

  it('joins a value that goes on in the next lines, but not keywords of EndNote', () => {
    const text = record(
      'JOUR',
      'TI  - A title',
      '  in two lines',
      'AB  - One  - two',
      '',
      'three',
      'KW  - a',
      'b c',
      'PY  - 2024',
    );
    expect(draftsOf(format, text)[0]?.item).toMatchObject({
      title: 'A title in two lines',
      abstract: 'One  - two three',
      keyword: 'a, b c',
    });
  });

  it.each(['\n', '\r\n', '\r'])('takes lines that end in %j, and no line at all behind the last', (end) => {
    const text = `TY  - JOUR${end}TI  - A${end}ER  -${end}${end}TY  - JOUR${end}TI  - B${end}ER  - `;
    expect(draftsOf(format, text).map(({ line, item, doubts }) => [line, item.title, doubts])).toEqual([
      [1, 'A', undefined],
      [5, 'B', undefined],
    ]);
  });

  it.each([['AN'], ['M1'], ['M3'], ['N1']])('finds an identifier of arXiv in %s', (tag) => {
    const [draft] = draftsOf(format, record('GEN', 'TI  - A', `${tag}  - arXiv:2303.11098 [cs]`));
    expect(draft).toMatchObject({ arxiv: '2303.11098' });
    expect(draft?.item.custom).toBeUndefined();
  });

  it('keeps all of a tag that is repeated, and types that there are not', () => {
    const text = record('HOLO', 'TI  - A', 'TI  - B', 'DO  - 10.1000/a', 'DO  - 10.1000/b', 'PB  - P', 'PB  - Q');
    expect(draftsOf(format, text)[0]?.item).toEqual({
      type: 'document',
      title: 'A',
      DOI: '10.1000/a',
      publisher: 'P',
      custom: { ris: { TY: ['HOLO'], TI: ['B'], DO: ['10.1000/b'], PB: ['Q'] } },
    });
  });

  it('goes on at the next record where one has no end, and says so', () => {
    const read = readAll(format, 'words\nTY  - JOUR\nTI  - A\n\nTY  - JOUR\nTI  - B\nER  - \nTY  - JOUR\nTI  - C');
    expect(titlesOf(read)).toEqual(['A', 'B', 'C']);
    const doubts = read.flatMap((one) => (isProblem(one) ? [] : (one.doubts ?? [])));
    expect(doubts.map(({ line, message }) => [line, textOfMessage(message)])).toEqual([
      [2, 'this record has no end: the line "ER  - " is missing'],
      [8, 'this record has no end: the line "ER  - " is missing'],
    ]);
  });

  it('refuses a record without a title', () => {
    expect(problemsOf(format, record('JOUR', 'AU  - A'))).toEqual(['1: error: this record has no title']);
  });
});

describe('writing RIS', () => {
  it('gives what other programs read', () => {
    const paper = paperOf({
      citationKey: 'understanding-role-projector-2024',
      title: 'A title of more than seventy characters, which must not be broken inside of a word',
      authors: ['Vincent van Gogh', '李四'],
      venue: 'AAAI',
      year: 2024,
      month: 3,
      arxiv: '2303.11098',
      doi: '10.1609/aaai.v38i5.28219',
      url: 'https://example.org/a',
      volume: '38',
      issue: '5',
      page: '4233-4241',
      abstract: 'One\n\ntwo',
      extra: {
        publisher: 'AAAI Press',
        keyword: 'a, b',
        custom: { ris: { XX: ['x'], UR: ['https://example.org/b'] } },
      },
    });
    expect(writeAll(format, [exported(paper, ['projector'])]).split('\n')).toEqual([
      'TY  - CONF',
      'ID  - understanding-role-projector-2024',
      'AU  - van Gogh, Vincent',
      'AU  - 李四',
      'AB  - One two',
      'C3  - AAAI Conference on Artificial Intelligence',
      'DO  - 10.1609/aaai.v38i5.28219',
      'PB  - AAAI Press',
      'SP  - 4233-4241',
      'TI  - A title of more than seventy characters, which must not be broken inside of a word',
      'UR  - https://example.org/a',
      'VL  - 38',
      'T2  - AAAI Conference on Artificial Intelligence',
      'IS  - 5',
      'PY  - 2024',
      'DA  - 2024/03//',
      'KW  - projector',
      'KW  - a',
      'KW  - b',
      'AN  - arXiv:2303.11098',
      'XX  - x',
      'UR  - https://example.org/b',
      'ER  - ',
      '',
      '',
    ]);
  });

  it('gives what is read as the same paper', () => {
    const line = anyText.map((text) => text.replace(/\s+/g, ' ').trim()).filter((text) => text !== '');
    fc.assert(
      fc.property(line, line, fc.constantFrom('paper-conference', 'article-journal'), (title, volume, type) => {
        const facts = { title, volume, issue: '4', type, authors: ['Ada Lovelace'], year: 2024, month: 5, day: 17 };
        const paper = paperOf({
          ...facts,
          page: '1-9',
          containerTitle: 'Somewhere',
          doi: '10.1000/x',
          arxiv: '2303.11098',
        });
        const { extra: _, ...read } = factsOf(writeAll(format, [exported(paper)])) ?? {};
        const { id, citationKey, status, setByUser, addedAt, ...known } = paper;
        expect(JSON.parse(JSON.stringify(read))).toEqual(known);
      }),
    );
  });
});

describe('what looks like RIS', () => {
  it.each([
    ['TY  - JOUR\n', true],
    ['\nTY  - CONF\r\n', true],
    ['# TY\n', false],
    ['AU  - A\n', false],
  ])('%j: %s', (text, expected) => {
    expect(format.looksLike(text)).toBe(expected);
  });
});
