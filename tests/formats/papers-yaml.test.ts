import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import { readPapers } from '../../src/formats/papers-yaml.ts';

describe('readPapers', () => {
  it('reads a list of papers by the names of the flags', () => {
    expect(readPapers('- title: A\n  authors: [Ada]\n- title: B\n  year: 2024\n')).toEqual([
      { title: 'A', author: ['Ada'] },
      { title: 'B', year: 2024 },
    ]);
  });

  it.each(['title: A', '- A', 'words', ''])('refuses "%s"', (yaml) => {
    expect(() => readPapers(yaml)).toThrow(UsageError);
  });
});
