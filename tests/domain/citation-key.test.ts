import { describe, expect, it } from 'vitest';
import { citationKey, freeCitationKey } from '../../src/domain/citation-key.ts';

describe('citationKey', () => {
  it('is the first three significant words of the title and the year', () => {
    expect(citationKey('Understanding the Role of the Projector in Knowledge Distillation', 2024)).toBe(
      'understanding-role-projector-2024',
    );
  });

  it.each([
    ['$V_kD$: Improving Knowledge Distillation', 2024, 'vkd-improving-knowledge-2024'],
    ["A Teacher's Möbius Loss", 2023, 'teachers-mobius-loss-2023'],
    ['ResKD: Residual-Guided Distillation', 2021, 'reskd-residual-guided-2021'],
    ['Be Your Own Teacher', 2019, 'own-teacher-2019'],
    ['FitNets', 2015, 'fitnets-2015'],
  ])('reads "%s"', (title, year, key) => {
    expect(citationKey(title, year)).toBe(key);
  });

  it('has no year where none is known', () => {
    expect(citationKey('Born Again Neural Networks', undefined)).toBe('born-again-neural');
  });

  it('takes the words that carry no meaning where there are no others', () => {
    expect(citationKey('What Is It', 2020)).toBe('what-is-it-2020');
  });

  it('does not transliterate Chinese', () => {
    expect(citationKey('知识蒸馏综述', 2023)).toBe('paper-2023');
    expect(citationKey('基于BN的知识蒸馏', 2023)).toBe('bn-2023');
    expect(citationKey('', undefined)).toBe('paper');
  });
});

describe('freeCitationKey', () => {
  it('is the key itself where that is free', () => {
    expect(freeCitationKey('own-teacher-2019', () => false)).toBe('own-teacher-2019');
  });

  it('counts on from 2 where keys are taken', () => {
    const taken = new Set(['a-2024', 'a-2024-2']);
    expect(freeCitationKey('a-2024', (key) => taken.has(key))).toBe('a-2024-3');
  });
});
