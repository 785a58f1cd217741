import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText, type Label, Matcher } from '../../src/domain/matcher.ts';
import { IDEAS } from '../helpers/library.ts';

function matcherOf(...labels: (string | [label: string, near: string[]])[]): Matcher {
  return new Matcher(
    labels.map((label, index): Label => {
      return typeof label === 'string'
        ? { tagId: index, label, near: [] }
        : { tagId: index, label: label[0], near: label[1] };
    }),
  );
}

/** The stretches of the text that match, as text. */
function found(matcher: Matcher, text: string): string[] {
  return matcher.match(text).map(({ start, end }) => text.slice(start, end));
}

describe('Matcher', () => {
  it('matches a Latin name as whole words only', () => {
    const matcher = matcherOf('whitening', 'DIST');
    expect(found(matcher, 'ZCA Whitening, then whitening.')).toEqual(['Whitening', 'whitening']);
    expect(found(matcher, 'prewhitening whitenings DISTillation distillation')).toEqual([]);
    expect(found(matcher, 'DIST2 2DIST DIST')).toEqual(['DIST']);
  });

  it('takes accents, Greek and Cyrillic as parts of words', () => {
    expect(found(matcherOf('loss'), 'éloss lossβ жloss')).toEqual([]);
  });

  it('needs the exact case for a Latin name of four letters or fewer', () => {
    const matcher = matcherOf('DIST', 'BN', 'CAMKD');
    expect(found(matcher, 'dist Dist DIST')).toEqual(['DIST']);
    expect(found(matcher, 'bn Bn BN')).toEqual(['BN']);
    expect(found(matcher, 'camkd CamKD')).toEqual(['camkd', 'CamKD']);
  });

  it('marks a Latin name of three letters or fewer as short', () => {
    const shorts = matcherOf('BN', 'DIST', '白化', 'whitening').match('BN DIST 白化 whitening');
    expect(shorts.map(({ label, isShort }) => [label, isShort])).toEqual([
      ['BN', true],
      ['DIST', false],
      ['白化', false],
      ['whitening', false],
    ]);
  });

  it('takes the longest name over those inside it', () => {
    const matcher = matcherOf(
      'distillation',
      'knowledge distillation',
      'relational knowledge distillation',
      '蒸馏',
      '自蒸馏',
    );
    expect(found(matcher, 'a relational knowledge distillation loss')).toEqual(['relational knowledge distillation']);
    expect(found(matcher, 'knowledge distillation')).toEqual(['knowledge distillation']);
    expect(found(matcher, '这里用自蒸馏而不是蒸馏')).toEqual(['自蒸馏', '蒸馏']);
  });

  it('keeps two names that overlap without one inside the other', () => {
    expect(found(matcherOf('soft target', 'target loss'), 'soft target loss')).toEqual(['soft target', 'target loss']);
  });

  it('gives every tag of one name', () => {
    const matches = matcherOf('attention', 'Attention').match('attention');
    expect(matches.map(({ tagId }) => tagId)).toEqual([0, 1]);
  });

  it('matches a Chinese name inside a run', () => {
    expect(found(matcherOf('白化'), '先做白化再投影')).toEqual(['白化']);
  });

  it('matches a Latin name that is glued to Chinese', () => {
    expect(found(matcherOf('BN'), '用BN对特征做归一化')).toEqual(['BN']);
    expect(found(matcherOf('projector'), '投影器projector很浅')).toEqual(['projector']);
  });

  it('asks for a word edge only at the Latin end of a mixed name', () => {
    const matcher = matcherOf('KL散度');
    expect(found(matcher, '最小化KL散度损失')).toEqual(['KL散度']);
    expect(found(matcher, 'SKL散度')).toEqual([]);
  });

  it('takes hyphen, dash, space and underscore alike', () => {
    const matcher = matcherOf('self-distillation', 'multi teacher');
    for (const text of ['self-distillation', 'self distillation', 'Self–Distillation', 'self_distillation']) {
      expect(found(matcher, text)).toEqual([text]);
    }
    expect(found(matcher, 'Multi-Teacher')).toEqual(['Multi-Teacher']);
  });

  it('takes hyphen and space alike in a short name, whose case must still be exact', () => {
    const matcher = matcherOf('Tf-KD');
    expect(found(matcher, 'the Tf-KD loss')).toEqual(['Tf-KD']);
    expect(found(matcher, 'the Tf KD loss')).toEqual(['Tf KD']);
    expect(found(matcher, 'the TF-KD loss')).toEqual([]);
  });

  it('folds width and accents', () => {
    expect(found(matcherOf('whitening', 'mobius'), 'ｗｈｉｔｅｎｉｎｇ and Möbius')).toEqual([
      'ｗｈｉｔｅｎｉｎｇ',
      'Möbius',
    ]);
  });

  it('folds width in a short name as well', () => {
    expect(found(matcherOf('DIST'), '采用ＤＩＳＴ损失')).toEqual(['ＤＩＳＴ']);
  });

  it('finds a name across the marks of a formula', () => {
    expect(found(matcherOf('VkD-loss'), 'the $V_kD$ loss')).toEqual(['V_kD$ loss']);
  });

  it('counts a name with near words only beside one of them', () => {
    const matcher = matcherOf(['temperature', ['softmax', '蒸馏']]);
    expect(found(matcher, 'the temperature of the room')).toEqual([]);
    expect(found(matcher, 'the temperature of the softmax')).toEqual(['temperature']);
    expect(found(matcher, 'temperature 在蒸馏里')).toEqual(['temperature']);
    expect(found(matcher, 'the temperature of softmaxes')).toEqual([]);
  });

  it('looks for near words in a wider context', () => {
    const matcher = matcherOf(['temperature', ['softmax']]);
    expect(matcher.match('a temperature', foldText('a softmax'))).toHaveLength(1);
    expect(matcher.match('a temperature softmax', foldText('a room'))).toEqual([]);
  });

  it('finds nothing in an empty text, by an empty name, or without names', () => {
    expect(matcherOf('KD').match('')).toEqual([]);
    expect(matcherOf('', '-', '$').match('- $ KD')).toEqual([]);
    expect(new Matcher([]).match('KD')).toEqual([]);
  });

  it('gives stretches of the text that fold to their names', () => {
    const labels = IDEAS.flatMap(({ prefLabel, altLabel }, tagId): Label[] =>
      [prefLabel.en, prefLabel.zh, ...altLabel.map(({ label }) => label)].flatMap((label) =>
        label === undefined ? [] : [{ tagId, label, near: [] }],
      ),
    );
    const matcher = new Matcher(labels);
    const part = fc.oneof(
      fc.constantFrom(...labels.map(({ label }) => label)),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(' ', '-', '，', '用', 'ﬁ', 'İ', '①', '\u0301', '\u200b', '𝒱', '한'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        for (const { label, start, end } of matcher.match(text)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(foldText(text.slice(start, end)).key).toContain(foldText(label).key);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('finds every name of its own alone in a text', () => {
    const labels = IDEAS.flatMap(({ prefLabel, altLabel }, tagId): Label[] =>
      [prefLabel.en, prefLabel.zh, ...altLabel.map(({ label }) => label)].flatMap((label) =>
        label === undefined ? [] : [{ tagId, label, near: [] }],
      ),
    );
    const matcher = new Matcher(labels);
    const missed = labels.filter(({ tagId, label }) => !matcher.match(label).some((match) => match.tagId === tagId));
    expect(missed).toEqual([]);
  });
});

describe('foldText', () => {
  it('keeps the place in the text that each unit of the key comes from', () => {
    const { key, starts, ends } = foldText('Ａ-ﬁ𝒱');
    expect(key).toBe('afiv');
    expect(starts).toEqual([0, 2, 2, 3]);
    expect(ends).toEqual([1, 3, 3, 5]);
  });

  it('has as many places as units for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { key, starts, ends } = foldText(text);
        expect(starts).toHaveLength(key.length);
        expect(ends).toHaveLength(key.length);
        for (const [index, start] of starts.entries()) expect(ends[index]).toBeGreaterThan(start);
      }),
    );
  });
});
