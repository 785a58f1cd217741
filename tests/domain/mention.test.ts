import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMention, possibleTitles } from '../../src/domain/mention.ts';
import { titleKey } from '../../src/domain/text.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

/** Name, year and venue of a mention, those that are set; undefined where the words name no paper. */
function read(words: string): unknown[] | undefined {
  const mention = parseMention(words, VENUE_TABLE);
  if (mention === undefined) return undefined;
  expect(mention.key).toBe(titleKey(mention.name));
  return [mention.name, mention.year, mention.venue].filter((part) => part !== undefined);
}

describe('parseMention', () => {
  it.each([
    ['2022CVPR DKD', ['DKD', 2022, 'CVPR']],
    ['***2023CVPR DOT***', ['DOT', 2023, 'CVPR']],
    ['2022CVPR *DKD*', ['DKD', 2022, 'CVPR']],
    ['CVPR2024 Some Short Title', ['Some Short Title', 2024, 'CVPR']],
    ["CVPR'22 DKD", ['DKD', 2022, 'CVPR']],
    ['2022-CVPR  DKD', ['DKD', 2022, 'CVPR']],
    ['arXiv2209 ViTKD', ['ViTKD', 2022, 'arXiv']],
    ['2022 CVPR DKD', ['DKD', 2022, 'CVPR']],
    ['CVPR 2022 DKD', ['DKD', 2022, 'CVPR']],
  ])('takes the tag before the name in %j', (words, parts) => {
    expect(read(words)).toEqual(parts);
  });

  it.each([
    ['A Comprehensive Overhaul of Feature Distillation 2019ICCV', 2019, 'ICCV'],
    ['A Comprehensive Overhaul of Feature Distillation ICCV 2019', 2019, 'ICCV'],
    ['A Comprehensive Overhaul of Feature Distillation (ICCV 2019)', 2019, 'ICCV'],
  ])('takes the tag behind the title in %j', (words, year, venue) => {
    expect(read(words)).toEqual(['A Comprehensive Overhaul of Feature Distillation', year, venue]);
  });

  it('reads a title without a tag as a name alone', () => {
    expect(read('A Comprehensive Overhaul of Feature Distillation')).toEqual([
      'A Comprehensive Overhaul of Feature Distillation',
    ]);
  });

  it('keeps the year of a venue that is not known', () => {
    expect(read('Local Affine Approximations 2018Idiap')).toEqual(['Local Affine Approximations', 2018]);
  });

  it('has one key for a name in any case, with any marks', () => {
    const keys = ['2022CVPR CAT-KD', '*2022CVPR cat kd*', '2022CVPR CATKD'].map(
      (words) => parseMention(words, VENUE_TABLE)?.key,
    );
    expect(keys).toEqual(['catkd', 'catkd', 'catkd']);
  });

  it.each(['', '  ', '***', '2022CVPR A', '？', `这句话说了很多${'关于另一篇论文的'.repeat(3)}事情2022CVPR`])(
    'finds no name in %j',
    (words) => {
      expect(read(words)).toBeUndefined();
    },
  );

  it('reads any words without throwing', () => {
    const piece = fc.constantFrom('2022CVPR', 'DKD', '*', ' ', '白', 'CVPR', '2019', '_', '(', ')');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(piece).map((all) => all.join('')),
        ),
        (words) => {
          const key = parseMention(words, VENUE_TABLE)?.key;
          if (key !== undefined) expect(key.length).toBeGreaterThanOrEqual(2);
        },
      ),
    );
  });
});

describe('possibleTitles', () => {
  it.each([
    ['和 Alpha Networks for Distillation 的做法一样', 'Alpha Networks for Distillation'],
    ['和Alpha Networks for Distillation的做法一样', 'Alpha Networks for Distillation'],
    ['参考《深度网络的知识蒸馏综述》，', '深度网络的知识蒸馏综述'],
    ['它沿用了“Alpha: Networks, Old and New”。', 'Alpha: Networks, Old and New'],
    ['it goes on from Alpha Networks for Distillation, with less data', 'Alpha Networks for Distillation'],
    ['we go on from Alpha Networks for Distillation and then on', 'Alpha Networks for Distillation'],
    [
      'Learning Losses and Alpha Networks for Distillation, as it is',
      'Learning Losses and Alpha Networks for Distillation',
    ],
    ['见 [Alpha Networks for Distillation](https://example.org/a)。', 'Alpha Networks for Distillation'],
    ['- see: Alpha Networks for Distillation.\n', 'Alpha Networks for Distillation'],
  ])('has the title in %j', (text, title) => {
    expect(possibleTitles(text).map(titleKey)).toContain(titleKey(title));
  });

  it('has no names of one or two words, and nothing of a text without Latin words', () => {
    expect(possibleTitles('用 Knowledge Distillation 在 CIFAR-100 上训练 ResNet，效果好一些。')).toEqual([]);
  });

  it('takes a time that grows with the length of the text, not with its square', () => {
    for (const piece of ['Aa ', 'a', '《', 'A.', 'of ', 'A1, '])
      expect(possibleTitles(piece.repeat(100_000))).toEqual([]);
  });
});
