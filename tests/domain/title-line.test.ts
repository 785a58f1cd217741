import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backReferenceDay, parseTitleLine } from '../../src/domain/title-line.ts';
import { english } from '../helpers/english.ts';
import { VENUE_TABLE, VENUES } from '../helpers/library.ts';

/** A title line's parts by short names, with only those that are set. */
function read(line: string): Record<string, unknown> {
  const { title, venue, year, month, track, rank, ranCode, unsure, refersTo } = parseTitleLine(line, VENUE_TABLE);
  const parts = { title, venue: venue?.name, year, month, track, rank, refersTo };
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
    ...(ranCode ? { ranCode } : {}),
    ...(unsure ? { unsure } : {}),
  };
}

function doubts(line: string): string[] {
  return parseTitleLine(line, VENUE_TABLE).doubts.map(({ message, other }) =>
    other === undefined ? english(message) : `${english(message)} / ${english(other)}`,
  );
}

const typed = (line: string) => parseTitleLine(line, VENUE_TABLE).containerTitle;

describe('parseTitleLine', () => {
  describe('the forms of the notes', () => {
    it('reads a year and a venue, glued', () => {
      expect(read('Relational Knowledge Distillation 2019CVPR')).toEqual({
        title: 'Relational Knowledge Distillation',
        venue: 'CVPR',
        year: 2019,
      });
      expect(doubts('Relational Knowledge Distillation 2019CVPR')).toEqual([]);
    });

    it('takes a venue in another case, keeps it as typed, and doubts the spelling', () => {
      const line = 'Let All Be Whitened: Multi-Teacher Distillation for Efficient Visual Retrieval 2024AAAi ';
      expect(read(line)).toEqual({
        title: 'Let All Be Whitened: Multi-Teacher Distillation for Efficient Visual Retrieval',
        venue: 'AAAI',
        year: 2024,
      });
      expect(typed(line)).toBe('AAAi');
      expect(doubts(line)).toEqual(['venue "AAAi" is read as AAAI']);
    });

    it('leaves a dash between words to the title, and takes two spaces before the tag', () => {
      expect(read('No Head Left Behind - Multi-Head Alignment Distillation for Transformers  2024AAAI')).toEqual({
        title: 'No Head Left Behind - Multi-Head Alignment Distillation for Transformers',
        venue: 'AAAI',
        year: 2024,
      });
    });

    it('keeps a formula in the title and writes a full-width colon before Latin text as an ASCII one', () => {
      expect(read('$V_kD$：Improving Knowledge Distillation using Orthogonal Projections 2024CVPR')).toEqual({
        title: '$V_kD$: Improving Knowledge Distillation using Orthogonal Projections',
        venue: 'CVPR',
        year: 2024,
      });
    });

    it('keeps a full-width colon before Chinese', () => {
      expect(read('知识蒸馏：现状与展望 2023软件学报')['title']).toBe('知识蒸馏：现状与展望');
    });

    it.each(['A', 'B', 'C'])('reads the rank CCF-%s', (letter) => {
      expect(read(`Distilling Word Embeddings: An Encoding Approach 2016CIKM CCF-${letter}`)).toEqual({
        title: 'Distilling Word Embeddings: An Encoding Approach',
        venue: 'CIKM',
        year: 2016,
        rank: `CCF-${letter}`,
      });
    });

    it('reads a journal by its full name', () => {
      const line = 'ResKD: Residual-Guided Knowledge Distillation 2021 IEEE Transactions on Image Processing';
      expect(read(line)).toEqual({
        title: 'ResKD: Residual-Guided Knowledge Distillation',
        venue: 'TIP',
        year: 2021,
      });
      expect(doubts(line)).toEqual([]);
    });

    it('keeps an unknown venue as typed, unsure and reported', () => {
      const line = 'Local Affine Approximations for Improving Knowledge Transfer 2018Idiap?';
      expect(read(line)).toEqual({
        title: 'Local Affine Approximations for Improving Knowledge Transfer',
        year: 2018,
        unsure: true,
      });
      expect(typed(line)).toBe('Idiap');
      expect(doubts(line)).toEqual(['venue "Idiap" is not known', '"Idiap" is marked as unsure']);
    });

    it('takes a full-width question mark as well', () => {
      expect(read('Born Again Neural Networks 2018ICML？')).toEqual({
        title: 'Born Again Neural Networks',
        venue: 'ICML',
        year: 2018,
        unsure: true,
      });
    });

    it('reads a back-reference', () => {
      expect(read('FitNets: Hints For Thin Deep Nets 2015ICLR-0322')).toEqual({
        title: 'FitNets: Hints For Thin Deep Nets',
        venue: 'ICLR',
        year: 2015,
        refersTo: '0322',
      });
    });

    it('reads a back-reference behind a tag with a dash', () => {
      expect(read('Similarity-Preserving Knowledge Distillation 2019-ICCV-0405')).toEqual({
        title: 'Similarity-Preserving Knowledge Distillation',
        venue: 'ICCV',
        year: 2019,
        refersTo: '0405',
      });
    });

    it('takes four digits that are no month and day, or stand behind no tag, as no back-reference', () => {
      expect(read('FitNets: Hints For Thin Deep Nets 2015ICLR-1345')).not.toHaveProperty('refersTo');
      expect(read('A Method Called Alpha-0322')).toEqual({ title: 'A Method Called Alpha-0322' });
    });

    it('reads year and month of an arXiv tag', () => {
      expect(read('ViTKD: Practical Guidelines For ViT Feature Knowledge Distillation arXiv2209')).toEqual({
        title: 'ViTKD: Practical Guidelines For ViT Feature Knowledge Distillation',
        venue: 'arXiv',
        year: 2022,
        month: 9,
      });
    });

    it('leaves a question mark before the tag, and spaces behind it, as they are', () => {
      expect(read('Do Deep Nets Really Need to be Deep? 2014NeurIPS')).toEqual({
        title: 'Do Deep Nets Really Need to be Deep?',
        venue: 'NeurIPS',
        year: 2014,
      });
      expect(read('Distilling the Knowledge in a Neural Network 2014NeurIPS    ')).toEqual({
        title: 'Distilling the Knowledge in a Neural Network',
        venue: 'NeurIPS',
        year: 2014,
      });
    });

    it('reads a series and says that it names no conference', () => {
      const line = 'Born Again Neural Networks 2018PMLR';
      expect(read(line)).toEqual({ title: 'Born Again Neural Networks', venue: 'PMLR', year: 2018 });
      expect(doubts(line)).toEqual(['PMLR is a series; the conference is not named']);
    });

    it.each(['(code)', '（code）', '(Code)'])('reads %s as "the author ran the code"', (mark) => {
      expect(read(`Rocket Launching 2018AAAI ${mark}`)).toEqual({
        title: 'Rocket Launching',
        venue: 'AAAI',
        year: 2018,
        ranCode: true,
      });
    });

    it('reads year, dash and venue', () => {
      expect(read('Similarity-Preserving Knowledge Distillation 2019-ICCV')).toEqual({
        title: 'Similarity-Preserving Knowledge Distillation',
        venue: 'ICCV',
        year: 2019,
      });
    });
  });

  describe('marks in combination', () => {
    it('peels a rank and a code mark in either order', () => {
      const whole = { title: 'Paying Attention', venue: 'BMVC', year: 2017, rank: 'CCF-C', ranCode: true };
      expect(read('Paying Attention 2017BMVC CCF-C (code)')).toEqual(whole);
      expect(read('Paying Attention 2017BMVC (code) CCF-C')).toEqual(whole);
    });

    it('peels a question mark and a back-reference in either order', () => {
      const whole = { title: 'Paying Attention', venue: 'ICLR', year: 2017, refersTo: '0315', unsure: true };
      expect(read('Paying Attention 2017ICLR-0315?')).toEqual(whole);
      expect(read('Paying Attention 2017ICLR?-0315')).toEqual(whole);
    });

    it('peels a code mark behind a back-reference', () => {
      expect(read('Paying Attention 2017ICLR-0315 (code)')).toEqual({
        title: 'Paying Attention',
        venue: 'ICLR',
        year: 2017,
        refersTo: '0315',
        ranCode: true,
      });
    });
  });

  describe('other spellings of a tag', () => {
    it.each([
      ['Decoupled Knowledge Distillation CVPR 2022', 2022],
      ['Decoupled Knowledge Distillation CVPR2022', 2022],
      ['Decoupled Knowledge Distillation CVPR-2022', 2022],
      ["Decoupled Knowledge Distillation CVPR'22", 2022],
      ['Decoupled Knowledge Distillation CVPR’22', 2022],
      ['Decoupled Knowledge Distillation (CVPR2020)', 2020],
      ['Decoupled Knowledge Distillation (CVPR 2020)', 2020],
      ['Decoupled Knowledge Distillation（CVPR2020）', 2020],
      ['Decoupled Knowledge Distillation [2020CVPR]', 2020],
      ['Decoupled Knowledge Distillation 2022 CVPR', 2022],
      ['Decoupled Knowledge Distillation 2022CVPR.', 2022],
      ['Decoupled Knowledge Distillation, 2022CVPR，', 2022],
    ])('reads "%s"', (line, year) => {
      const parts = read(line);
      expect(parts).toMatchObject({ venue: 'CVPR', year });
      expect(String(parts['title']).replace(/,$/, '')).toBe('Decoupled Knowledge Distillation');
    });

    it('pivots a year of two digits at 50', () => {
      expect(read("Some Old Method NIPS'87")).toEqual({ title: 'Some Old Method', venue: 'NeurIPS', year: 1987 });
      expect(read("Some New Method NIPS'19")).toEqual({ title: 'Some New Method', venue: 'NeurIPS', year: 2019 });
    });

    it('takes a bold heading without its marks', () => {
      expect(read('**Relational Knowledge Distillation** 2019CVPR')['title']).toBe('Relational Knowledge Distillation');
    });
  });

  describe('arXiv', () => {
    it('doubts a tag that can be a year or a month, and names the other reading', () => {
      expect(read('A Fast Student arXiv2012')).toEqual({ title: 'A Fast Student', venue: 'arXiv', year: 2012 });
      expect(doubts('A Fast Student arXiv2012')).toEqual(['"arXiv2012" is read as the year 2012 / the month 2020-12']);
    });

    it.each([2001, 2006, 2012])('doubts arXiv%i', (digits) => {
      expect(doubts(`A Fast Student arXiv${digits}`)).toHaveLength(1);
    });

    it.each([2013, 2019, 2024])('reads arXiv%i as a year, since there is no such month', (year) => {
      expect(read(`A Fast Student arXiv${year}`)).toEqual({ title: 'A Fast Student', venue: 'arXiv', year });
      expect(doubts(`A Fast Student arXiv${year}`)).toEqual([]);
    });

    it('reads digits that can be no year as year and month', () => {
      expect(read('A Fast Student arXiv1902')).toEqual({
        title: 'A Fast Student',
        venue: 'arXiv',
        year: 2019,
        month: 2,
      });
      expect(doubts('A Fast Student arXiv1902')).toEqual([]);
    });

    it('reads year and month of an identifier, without its version', () => {
      expect(read('A Fast Student arXiv 2109.03459v1')).toEqual({
        title: 'A Fast Student',
        venue: 'arXiv',
        year: 2021,
        month: 9,
      });
      expect(read('A Fast Student arXiv:2012.09413')).toEqual({
        title: 'A Fast Student',
        venue: 'arXiv',
        year: 2020,
        month: 12,
      });
    });

    it('reads a year before the word', () => {
      expect(read('A Fast Student 2022arXiv')).toEqual({ title: 'A Fast Student', venue: 'arXiv', year: 2022 });
    });
  });

  describe('tracks and years', () => {
    it.each([
      ['A Tiny Teacher 2014NIPSw', 'NeurIPS', 2014],
      ['A Tiny Teacher 2021CVPRW', 'CVPR', 2021],
      ['A Tiny Teacher 2021 ICCV Workshops', 'ICCV', 2021],
      ['A Tiny Teacher CVPR Workshop 2021', 'CVPR', 2021],
    ])('reads the workshop of "%s"', (line, venue, year) => {
      expect(read(line)).toEqual({ title: 'A Tiny Teacher', venue, year, track: 'workshop' });
    });

    it('reads Findings as a track', () => {
      expect(read('A Tiny Teacher 2021 Findings of EMNLP')).toEqual({
        title: 'A Tiny Teacher',
        venue: 'EMNLP',
        year: 2021,
        track: 'Findings',
      });
    });

    it('takes a year in which the venue does not meet, and doubts it', () => {
      expect(read('A Tiny Teacher 2023ECCV')).toEqual({ title: 'A Tiny Teacher', venue: 'ECCV', year: 2023 });
      expect(doubts('A Tiny Teacher 2023ECCV')).toEqual(['ECCV meets in even years only, not in 2023']);
      expect(doubts('A Tiny Teacher ICCV 2022')).toEqual(['ICCV meets in odd years only, not in 2022']);
      expect(doubts('A Tiny Teacher 2024ECCV')).toEqual([]);
    });
  });

  describe('titles that look like tags', () => {
    it('takes a heading with only a tag as a title', () => {
      expect(read('2024CVPR')).toEqual({ title: '2024CVPR' });
      expect(doubts('2024CVPR')).toHaveLength(1);
      expect(read('CVPR 2024')).toEqual({ title: 'CVPR 2024' });
    });

    it('leaves a year at the end of a title to the title', () => {
      expect(read('Report on the Efficient Vision Challenge 2023 2024CVPR')).toEqual({
        title: 'Report on the Efficient Vision Challenge 2023',
        venue: 'CVPR',
        year: 2024,
      });
    });

    it('reads a lone year as part of the title, and names the other reading', () => {
      expect(read('Report on the Efficient Vision Challenge 2023')).toEqual({
        title: 'Report on the Efficient Vision Challenge 2023',
      });
      expect(doubts('Report on the Efficient Vision Challenge 2023')).toEqual([
        '"2023" is read as part of the title / the paper is of 2023',
      ]);
    });

    it('takes no venue from the words of a title', () => {
      expect(read('What CVPR Papers Say of Distillation 2021BMVC')).toEqual({
        title: 'What CVPR Papers Say of Distillation',
        venue: 'BMVC',
        year: 2021,
      });
      expect(read('A CVPR 2020 Retrospective')).toEqual({ title: 'A CVPR 2020 Retrospective' });
    });

    it('takes the known tag at the end before an older year in the title', () => {
      expect(read('Lessons from the 2019 Distillation Workshop CVPR 2020')).toEqual({
        title: 'Lessons from the 2019 Distillation Workshop',
        venue: 'CVPR',
        year: 2020,
      });
    });

    it('reads a Chinese title that is glued to its tag', () => {
      const line = '知识蒸馏综述2023软件学报';
      expect(read(line)).toEqual({ title: '知识蒸馏综述', year: 2023 });
      expect(typed(line)).toBe('软件学报');
      expect(doubts(line)).toEqual(['venue "软件学报" is not known']);
      expect(read('知识蒸馏综述2023CVPR')).toEqual({ title: '知识蒸馏综述', venue: 'CVPR', year: 2023 });
    });

    it('takes a year with 年 behind it as words of the title', () => {
      expect(read('回顾2019年的蒸馏工作')).toEqual({ title: '回顾2019年的蒸馏工作' });
    });

    it('takes a number inside a word or a longer number as no year', () => {
      expect(read('Training GPT2023 Cheaply')).toEqual({ title: 'Training GPT2023 Cheaply' });
      expect(read('One of 120245 Students')).toEqual({ title: 'One of 120245 Students' });
    });

    it('imports a title without tag and reports it', () => {
      expect(read('An Untagged Paper')).toEqual({ title: 'An Untagged Paper' });
      expect(doubts('An Untagged Paper')).toEqual(['no venue and year at the end of the title']);
    });

    it('reads an empty line as an empty title', () => {
      expect(read('   ')).toEqual({ title: '' });
    });
  });

  it('knows every name of every venue behind a year', () => {
    const wrong = VENUES.flatMap(({ name, fullName, aliases }) =>
      [name, ...(fullName === undefined ? [] : [fullName]), ...aliases].filter((spelling) => {
        const { title, venue, year, doubts: found } = parseTitleLine(`Some Title 2021 ${spelling}`, VENUE_TABLE);
        const isSpelling = found.every(({ message }) => !english(message).includes('is read as'));
        return title !== 'Some Title' || venue?.name !== name || year !== 2021 || !isSpelling;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('gives back any plain title, year and known venue', () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{1,9}$/);
    const hanzi = fc.stringMatching(/^[知识蒸馏特征教师学生网络]{1,6}$/);
    const title = fc.array(fc.oneof({ weight: 4, arbitrary: word }, hanzi), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(title, fc.integer({ min: 1990, max: 2099 }), fc.constantFrom(...VENUES), (words, year, venue) => {
        const line = `${words.join(' ')} ${year}${venue.name}`;
        expect(parseTitleLine(line, VENUE_TABLE)).toMatchObject({ title: words.join(' '), year, venue });
      }),
    );
  });

  it('reads the same through any spaces around the line', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ \t]{0,5}$/), fc.stringMatching(/^[ \t]{0,5}$/), (before, after) => {
        expect(read(`${before}A Fast Student 2022CVPR-0412${after}`)).toEqual(read('A Fast Student 2022CVPR-0412'));
      }),
    );
  });

  it('never throws, and keeps every title inside the line but for its colons', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aZ 2019CVPR-?？()（）:：.知arXiv') }), (line) => {
        const { title } = parseTitleLine(line, VENUE_TABLE);
        expect(line.replace(/\s*：\s*/g, ': ')).toContain(title.replace(/\s*：\s*/g, ': '));
      }),
    );
  });
});

describe('backReferenceDay', () => {
  it('takes the year of the week where the day is not ahead', () => {
    expect(backReferenceDay('0322', '2024-03-29')).toBe('2024-03-22');
    expect(backReferenceDay('0329', '2024-03-29')).toBe('2024-03-29');
  });

  it('takes the year before where the day would lie ahead', () => {
    expect(backReferenceDay('1220', '2024-01-05')).toBe('2023-12-20');
    expect(backReferenceDay('0330', '2024-03-29')).toBe('2023-03-30');
  });

  it('gives no day that the calendar does not have', () => {
    expect(backReferenceDay('0230', '2024-03-29')).toBeUndefined();
    expect(backReferenceDay('0229', '2024-03-29')).toBe('2024-02-29');
  });
});
