import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseVenueLabel } from '../../src/domain/title-line.ts';
import { english } from '../helpers/english.ts';
import { VENUE_TABLE, VENUES } from '../helpers/library.ts';

/** A label's parts by short names, with only those that are set; undefined where it is none. */
function read(text: string): Record<string, unknown> | undefined {
  const label = parseVenueLabel(text, VENUE_TABLE);
  if (label === undefined) return undefined;
  const { venue, containerTitle, year, month, track, rank, unsure } = label;
  const parts = { venue: venue?.name, typed: containerTitle, year, month, track, rank };
  return {
    ...Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)),
    ...(unsure ? { unsure } : {}),
  };
}

function doubts(text: string): string[] | undefined {
  return parseVenueLabel(text, VENUE_TABLE)?.doubts.map(({ message, other }) =>
    other === undefined ? english(message) : `${english(message)} / ${english(other)}`,
  );
}

describe('parseVenueLabel', () => {
  it.each([
    ['AAAI 2024', { venue: 'AAAI', typed: 'AAAI', year: 2024 }],
    ['2024 AAAI', { venue: 'AAAI', typed: 'AAAI', year: 2024 }],
    ['CVPR2018', { venue: 'CVPR', typed: 'CVPR', year: 2018 }],
    ['2018AAAI', { venue: 'AAAI', typed: 'AAAI', year: 2018 }],
    ['2019-ICCV', { venue: 'ICCV', typed: 'ICCV', year: 2019 }],
    ['CVPR-2019', { venue: 'CVPR', typed: 'CVPR', year: 2019 }],
    ["CVPR'22", { venue: 'CVPR', typed: 'CVPR', year: 2022 }],
    ['  ICCV 2025 ', { venue: 'ICCV', typed: 'ICCV', year: 2025 }],
  ])('reads %j in either order, glued or not', (text, parts) => {
    expect(read(text)).toEqual(parts);
    expect(doubts(text)).toEqual([]);
  });

  it.each([
    ['IEEE Transactions on Image Processing 2021', 'TIP', 2021],
    ['Neurocomputing 2021', 'Neurocomputing', 2021],
    ['Cognitive Computation 2024', 'Cognitive Computation', 2024],
    ['2024 KBS', 'KBS', 2024],
    ['2024 Scientific Reports', 'Scientific Reports', 2024],
  ])('reads the journal %j', (text, venue, year) => {
    expect(read(text)).toMatchObject({ venue, year });
    expect(doubts(text)).toEqual([]);
  });

  it.each([
    ['arXiv1710', { year: 2017, month: 10 }],
    ['arXiv 2409', { year: 2024, month: 9 }],
    ['arXiv 2109.03459v1', { year: 2021, month: 9 }],
    ['arxiv2019', { year: 2019 }],
    ['arXiv2024', { year: 2024 }],
  ])('tells the months of %j from a year', (text, date) => {
    const { venue, typed, ...others } = read(text) ?? {};
    expect(venue).toBe('arXiv');
    expect(typed).toBe(text.slice(0, 5));
    expect(others).toEqual(date);
    expect(doubts(text)).toEqual([]);
  });

  it('takes digits of arXiv that can be both for the year, and says so', () => {
    expect(read('arXiv2012')).toEqual({ venue: 'arXiv', typed: 'arXiv', year: 2012 });
    expect(doubts('arXiv2012')).toEqual(['"arXiv2012" is read as the year 2012 / the month 2020-12']);
  });

  it.each([
    ['ACCV 2022 CCF-C', { venue: 'ACCV', typed: 'ACCV', year: 2022, rank: 'CCF-C' }],
    ['2016ICASSP CCF-B', { venue: 'ICASSP', typed: 'ICASSP', year: 2016, rank: 'CCF-B' }],
    ['2016ICASSP (ccf b)', { venue: 'ICASSP', typed: 'ICASSP', year: 2016, rank: 'CCF-B' }],
  ])('peels the rank off %j', (text, parts) => {
    expect(read(text)).toEqual(parts);
  });

  it.each(['2025 ICCV   ？', '2025 ICCV?', 'ICCV2025 ？ '])('keeps %j and marks it as unsure', (text) => {
    expect(read(text)).toEqual({ venue: 'ICCV', typed: 'ICCV', year: 2025, unsure: true });
  });

  it('lists what is marked as unsure among its doubts, as a title line does', () => {
    expect(doubts('2025 ICCV？')).toEqual(['"ICCV" is marked as unsure']);
  });

  it.each(['2016ICASSP? CCF-B', '2016ICASSP CCF-B ？'])('reads a rank and a question mark together in %j', (text) => {
    expect(read(text)).toEqual({ venue: 'ICASSP', typed: 'ICASSP', year: 2016, rank: 'CCF-B', unsure: true });
  });

  it('takes the first of two venues, and says so', () => {
    expect(read('arXiv2017 ICLR ')).toEqual({ venue: 'arXiv', typed: 'arXiv', year: 2017 });
    expect(doubts('arXiv2017 ICLR ')).toEqual(['"arXiv2017 ICLR" names two venues; the first is taken / ICLR']);
  });

  it.each([
    ['EdgeCom 2024', 'EdgeCom', 2024],
    ['2024 1st EMCLR', '1st EMCLR', 2024],
    ['IEEE Signal Processing 2023', 'IEEE Signal Processing', 2023],
    ['2018Idiap', 'Idiap', 2018],
  ])('keeps the unknown venue of %j as typed, and says so', (text, typed, year) => {
    expect(read(text)).toEqual({ typed, year });
    expect(doubts(text)).toEqual([`venue "${typed}" is not known`]);
  });

  it('reads a year alone, without a venue or a doubt', () => {
    expect(read('2024')).toEqual({ year: 2024 });
    expect(doubts('2024')).toEqual([]);
  });

  it.each(['2024 (under review)', '2024（在审）'])('reads words in brackets behind a year as a remark: %j', (text) => {
    expect(read(text)).toEqual({ year: 2024 });
    expect(doubts(text)).toEqual([`"${text.replace(/^2024 ?/, '')}" is read as a remark, not as a venue`]);
  });

  it('takes workshops and Findings for tracks of their venue', () => {
    expect(read('NeurIPS Workshop 2014')).toMatchObject({ venue: 'NeurIPS', year: 2014, track: 'workshop' });
    expect(read('Findings of EMNLP 2021')).toMatchObject({ venue: 'EMNLP', year: 2021, track: 'Findings' });
  });

  it('says what is odd about a spelling, a series and a year', () => {
    expect(doubts('AAAi 2024')).toEqual(['venue "AAAi" is read as AAAI']);
    expect(doubts('2018PMLR')).toEqual(['PMLR is a series; the conference is not named']);
    expect(doubts('ICCV 2022')).toEqual(['ICCV meets in odd years only, not in 2022']);
  });

  it.each(['', ' ', 'hello', 'AAAI', 'no code', '一篇2024年的论文', '$x$ 2024', '2024年', 'CVPR 1823', 'Part 22'])(
    'finds no label in %j',
    (text) => {
      expect(read(text)).toBeUndefined();
    },
  );

  it('knows every name of every venue before and behind a year, with any year of four digits', () => {
    const names = VENUES.flatMap(({ name, fullName, aliases }) => [
      [name, name],
      ...[...aliases, ...(fullName === undefined ? [] : [fullName])].map((alias) => [alias, name]),
    ]);
    const year = fc.integer({ min: 1991, max: 2099 });
    fc.assert(
      fc.property(fc.constantFrom(...names), year, fc.boolean(), ([typed = '', name], at, isFirst) => {
        fc.pre(!/^arxiv$/i.test(typed));
        const label = parseVenueLabel(isFirst ? `${at} ${typed}` : `${typed} ${at}`, VENUE_TABLE);
        expect([label?.venue?.name, label?.year]).toEqual([VENUE_TABLE.find(typed)?.venue.name ?? name, at]);
      }),
    );
  });

  it('reads any text without throwing, and a year of four digits wherever it finds a label', () => {
    const piece = fc.constantFrom(
      'AAAI',
      'arXiv',
      '2024',
      '2209',
      ' ',
      '?',
      'CCF-A',
      '(',
      '）',
      '白',
      '-',
      'Idiap',
      "'22",
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const label = parseVenueLabel(typed, VENUE_TABLE);
        if (label !== undefined) expect(String(label.year)).toMatch(/^(?:19|20)\d{2}$/);
      }),
    );
  });
});
