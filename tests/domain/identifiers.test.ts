import { describe, expect, it } from 'vitest';
import { parseArxiv, parseDoi } from '../../src/domain/identifiers.ts';

describe('parseDoi', () => {
  it.each([
    '10.1609/aaai.v38i5.28219',
    '10.1609/AAAI.V38I5.28219',
    'doi:10.1609/aaai.v38i5.28219',
    'DOI: 10.1609/aaai.v38i5.28219',
    'https://doi.org/10.1609/aaai.v38i5.28219',
    'http://dx.doi.org/10.1609/AAAI.v38i5.28219',
    '  10.1609/aaai.v38i5.28219 ',
  ])('reads "%s"', (text) => {
    expect(parseDoi(text)).toBe('10.1609/aaai.v38i5.28219');
  });

  it.each(['', '11.1609/x', '10.1/x', '10.1609/', '10.1609/a b', 'https://example.org/10.1609/x', '2303.11098'])(
    'refuses "%s"',
    (text) => {
      expect(parseDoi(text)).toBeUndefined();
    },
  );
});

describe('parseArxiv', () => {
  it.each([
    '2303.11098',
    '2303.11098v2',
    'arXiv:2303.11098',
    'ARXIV: 2303.11098v1',
    'https://arxiv.org/abs/2303.11098',
    'https://arxiv.org/pdf/2303.11098v3.pdf',
    'http://www.arxiv.org/pdf/2303.11098',
    'https://export.arxiv.org/abs/2303.11098',
    ' 2303.11098 ',
  ])('reads "%s" without version', (text) => {
    expect(parseArxiv(text)).toBe('2303.11098');
  });

  it('reads the old scheme and four digits behind the point', () => {
    expect(parseArxiv('hep-th/9901001')).toBe('hep-th/9901001');
    expect(parseArxiv('math.GT/0309136v1')).toBe('math.GT/0309136');
    expect(parseArxiv('0704.0001')).toBe('0704.0001');
  });

  it.each(['', '2303', '2303.110', '2303.110981', '10.1609/aaai.v38i5.28219', 'https://example.org/abs/2303.11098'])(
    'refuses "%s"',
    (text) => {
      expect(parseArxiv(text)).toBeUndefined();
    },
  );
});
