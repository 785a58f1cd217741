import { describe, expect, it } from 'vitest';
import { displayName, parseName } from '../../src/domain/person-name.ts';

describe('the parts of a name', () => {
  it.each([
    ['Yoshua Bengio', { family: 'Bengio', given: 'Yoshua' }],
    ['Aäron van den Oord', { family: 'Oord', given: 'Aäron', 'non-dropping-particle': 'van den' }],
    ['Sammy Davis Jr.', { family: 'Davis', given: 'Sammy', suffix: 'Jr.' }],
    ['Louis de Branges III', { family: 'Branges', given: 'Louis', 'non-dropping-particle': 'de', suffix: 'III' }],
    ['OpenAI', { literal: 'OpenAI' }],
    ['李四', { literal: '李四' }],
    ['李 四', { literal: '李 四' }],
  ])('of %s are told, and give it back', (text, name) => {
    expect(parseName(text)).toEqual(name);
    expect(displayName(name)).toBe(text);
  });

  it('reads a Chinese name in parts without a blank', () => {
    expect(displayName({ family: '李', given: '四' })).toBe('李四');
  });
});
