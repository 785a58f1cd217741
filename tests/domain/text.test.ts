import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  editDistance,
  fold,
  isCjk,
  isWordCharacter,
  nameKey,
  nearNames,
  oneLine,
  titleKey,
} from '../../src/domain/text.ts';

describe('fold', () => {
  it('folds width and case, and drops the accents of Latin letters', () => {
    expect(fold('ＡＢ１２')).toBe('ab12');
    expect(fold('Möbius Café')).toBe('mobius cafe');
    expect(fold('M\u00f6bius')).toBe(fold('Mo\u0308bius'));
  });

  it('leaves Chinese and kana as they are', () => {
    expect(fold('知识蒸馏')).toBe('知识蒸馏');
    expect(fold('ガ')).toBe('ガ');
  });

  it('folds what is folded to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

describe('titleKey', () => {
  it.each([
    ['No Head Left Behind - Multi-Head', 'No Head Left Behind – Multi–Head'],
    ['Kolmogorov–Arnold Networks', 'kolmogorov arnold networks'],
    ['BORN AGAIN NEURAL NETWORKS', 'Born-Again Neural Networks'],
    ['$V_kD$：Improving Distillation', 'VkD: Improving Distillation'],
    ['$\\mathcal{V}_k$D: Improving Distillation', 'V_kD: improving distillation'],
    ['Möbius Transformation', 'Mobius Transformation'],
    ['Ｌｅｔ Ａｌｌ Ｂｅ Ｗｈｉｔｅｎｅｄ', 'Let All Be Whitened'],
    ['Need to be Deep?', 'need to be deep'],
    ['知识蒸馏：综述', '知识蒸馏 综述'],
  ])('is the same for "%s" and "%s"', (one, other) => {
    expect(titleKey(one)).toBe(titleKey(other));
    expect(titleKey(one)).not.toBe('');
  });

  it('differs where a letter or a digit does', () => {
    expect(titleKey('Distilling 1 Teacher')).not.toBe(titleKey('Distilling 2 Teachers'));
    expect(titleKey('知识蒸馏')).not.toBe(titleKey('知识迁移'));
  });

  it.each(['', '   ', '???', '——', '$$', '🎉'])('is empty for "%s", which has no letter or digit', (title) => {
    expect(titleKey(title)).toBe('');
  });
});

describe('nameKey', () => {
  it('keeps letters and digits only', () => {
    expect(nameKey('  ACM-MM (2024)！ ')).toBe('acmmm2024');
    expect(nameKey('一、论文阅读  ')).toBe('一论文阅读');
  });
});

describe('isCjk and isWordCharacter', () => {
  it.each([...'知々〇あカ한'])('take %s as Chinese, Japanese or Korean', (character) => {
    expect(isCjk(character)).toBe(true);
    expect(isWordCharacter(character)).toBe(false);
  });

  it.each([...'aZé9βж'])('take %s as part of a word', (character) => {
    expect(isCjk(character)).toBe(false);
    expect(isWordCharacter(character)).toBe(true);
  });

  it.each([...' -_.，。：'])('take "%s" as neither', (character) => {
    expect(isCjk(character)).toBe(false);
    expect(isWordCharacter(character)).toBe(false);
  });
});

describe('oneLine', () => {
  it('makes one line that a terminal cannot be steered by', () => {
    expect(oneLine('a\r\nb\tc')).toBe('a b c');
    expect(oneLine('\u001b[31mred\u202eder')).toBe('[31mred der');
    expect(oneLine('know\u200bledge\ufeff\u2028a')).toBe('knowledge a');
    expect(oneLine('  知识\u0000蒸馏  ')).toBe('知识 蒸馏');
  });
});

describe('editDistance', () => {
  it('counts inserts, deletes and replacements', () => {
    expect(editDistance('knowlwdge', 'knowledge', 3)).toBe(1);
    expect(editDistance('kitten', 'sitting', 5)).toBe(3);
    expect(editDistance('same', 'same', 0)).toBe(0);
    expect(editDistance('', 'ab', 2)).toBe(2);
  });

  it('stops behind the limit', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3);
    expect(editDistance('a', 'abcdef', 2)).toBe(3);
    const long = 'a'.repeat(200_000);
    expect(editDistance(long, `${long}b`, 5)).toBe(6);
    expect(editDistance(long, long, 5)).toBe(0);
  });

  it('does not depend on the order of the two texts', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab蒸'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(editDistance(a, b, 8)).toBe(editDistance(b, a, 8));
        expect(editDistance(a, b, 8) === 0).toBe(a === b);
      }),
    );
  });
});

describe('nearNames', () => {
  it('gives the nearest first, each once', () => {
    expect(nearNames('whitning', ['whitening', 'projector', 'Whitening'])).toEqual(['whitening']);
    expect(nearNames('kl', ['kl-divergence', 'mmd', 'kd'])).toEqual(['kl-divergence', 'kd']);
  });

  it('gives no more than asked for, and nothing for a word without letters', () => {
    expect(nearNames('a1', ['a2', 'a3', 'a4', 'a5'])).toHaveLength(3);
    expect(nearNames('a1', ['a2', 'a3', 'a4', 'a5'], 1)).toHaveLength(1);
    expect(nearNames('??', ['a', 'b'])).toEqual([]);
    expect(nearNames('whitening', ['projector'])).toEqual([]);
  });
});
