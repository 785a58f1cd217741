import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnNames } from '../../src/domain/paper-names.ts';
import { nameKey } from '../../src/domain/text.ts';

describe('learnNames', () => {
  it.each([
    ['FitNets: Hints for Thin Deep Nets', ['FitNets']],
    ['ViTKD：特征蒸馏的若干准则', ['ViTKD']],
    ['$V_kD$: Improving Knowledge Distillation using Orthogonal Projections', ['$V_kD$']],
    ['CAT-KD : Class Attention Transfer', ['CAT-KD']],
    ['BERT: Deep Bidirectional Transformers', ['BERT']],
  ])('takes the word before the colon of %j', (title, names) => {
    expect(learnNames(title, [])).toEqual(names);
  });

  it.each([
    'Let All Be Whitened: Multi-Teacher Distillation for Efficient Visual Retrieval',
    'Attention: A Survey',
    'A: One Letter',
    '2024: A Year in Distillation',
    'Distilling the Knowledge in a Neural Network',
    '知识蒸馏：综述',
    '',
  ])('learns nothing from %j', (title) => {
    expect(learnNames(title, [])).toEqual([]);
  });

  it.each([
    ['2022CVPR-Decoupled_KD(DKD).md', ['DKD']],
    ['Distillation__2021NeurIPS-Image_Transformer___Through_Attention(DeiT).md', ['DeiT']],
    ['2022ICLR-Bag_of_InstaNces（BINGO）.md', ['BINGO']],
    ['2024CVPR-Something(draft).md', []],
    ['2024CVPR-Something().md', []],
  ])('takes what stands in brackets in the file name %j', (file, names) => {
    expect(learnNames('Some Title of a Paper', [file])).toEqual(names);
  });

  it('takes what stands in brackets in the title', () => {
    expect(learnNames('Self-Supervision Meets Distillation (SSKD)', [])).toEqual(['SSKD']);
  });

  it('takes a year in brackets for no name', () => {
    expect(learnNames('Some Title (CVPR 2022)', ['x(2024).md'])).toEqual([]);
  });

  it('learns a name once, in its first spelling', () => {
    expect(learnNames('CAT-KD: Class Attention (CATKD)', ['2023CVPR-(cat_KD).md', 'notes(SMKD).md'])).toEqual([
      'CAT-KD',
      'SMKD',
    ]);
  });

  it('learns names that have keys, each of which once, from any title and file name', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .array(fc.constantFrom('(', ')', 'DKD', 'kd', ':', '：', ' ', '$', '（', '）', 'Vit'))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, fc.array(text), (title, files) => {
        const names = learnNames(title, files);
        const keys = names.map(nameKey);
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(key.length).toBeGreaterThanOrEqual(2);
        for (const name of names) expect([title, ...files].join('\n')).toContain(name);
      }),
    );
  });
});
