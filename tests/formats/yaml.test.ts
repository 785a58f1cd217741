import { describe, expect, it } from 'vitest';
import { isDeepYaml, readYaml, TOO_MUCH } from '../../src/formats/yaml.ts';

describe('a YAML text of others', () => {
  it.each([
    ['a: [b, {c: d}]', { a: ['b', { c: 'd' }] }],
    ['title: What? Why ? How', { title: 'What? Why ? How' }],
    ['? a\n: b', { a: 'b' }],
  ])('%j is read', (yaml, value) => {
    expect(readYaml(yaml)).toEqual({ value });
  });

  it.each([
    ['brackets', `a: ${'['.repeat(40)}${']'.repeat(40)}`],
    ['a million brackets', `a: ${'['.repeat(1_000_000)}`],
    ['lists in a line', `${'- '.repeat(500)}a`],
    ['keys in a line', `${'? '.repeat(500)}a`],
    ['keys in lines', Array.from({ length: 100 }, (_, indent) => `${' '.repeat(indent)}?\n`).join('')],
    ['ten megabytes', `a: ${'b'.repeat(10_000_000)}`],
    ['thousands of keys', Array.from({ length: 30_000 }, (_, index) => `key${index}: a\n`).join('')],
  ])('with %s is refused before it is parsed', (_, yaml) => {
    expect(readYaml(yaml)).toEqual({ problem: TOO_MUCH, line: 0 });
  });

  it('is not deep where texts hold some brackets and question marks', () => {
    expect(isDeepYaml(`abstract: ${'a [b] {c} ? '.repeat(20)}`)).toBe(false);
  });
});
