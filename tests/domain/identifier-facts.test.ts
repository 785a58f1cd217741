import { describe, expect, it } from 'vitest';
import { factsOfIdentifier } from '../../src/domain/identifier-facts.ts';

describe('factsOfIdentifier', () => {
  it.each([
    [
      '10.1609/aaai.v38i5.28219',
      { doi: '10.1609/aaai.v38i5.28219', venue: 'AAAI', year: 2024, volume: '38', issue: '5' },
    ],
    ['10.1609/aaai.v33i01.33013779', { venue: 'AAAI', year: 2019, volume: '33', issue: '1' }],
    [
      'https://doi.org/10.1109/CVPR52688.2022.01165',
      { doi: '10.1109/cvpr52688.2022.01165', venue: 'CVPR', year: 2022 },
    ],
    ['10.1109/CVPRW50498.2020.00123', { venue: 'CVPR', year: 2020 }],
    ['10.1109/WACV48630.2021.00105', { venue: 'WACV', year: 2021 }],
    ['10.1109/TPAMI.2021.3055564', { venue: 'TPAMI', year: 2021 }],
    ['10.1109/ACCESS.2020.3001234', { venue: 'IEEE Access', year: 2020 }],
    ['10.1016/j.patcog.2023.109338', { venue: 'PR', year: 2023 }],
    ['10.24963/ijcai.2021/168', { venue: 'IJCAI', year: 2021 }],
    ['10.18653/v1/2021.eacl-main.212', { venue: 'EACL', year: 2021 }],
    ['10.18653/v1/D19-1441', { venue: 'EMNLP', year: 2019 }],
    ['10.1038/s41598-023-43986-y', { venue: 'Scientific Reports', year: 2023 }],
    ['10.48550/arXiv.1503.02531', { arxiv: '1503.02531', venue: 'arXiv', year: 2015, month: 3 }],
    ['arXiv:2303.11098v2', { arxiv: '2303.11098', venue: 'arXiv', year: 2023, month: 3 }],
    ['https://arxiv.org/pdf/2303.11098', { arxiv: '2303.11098', venue: 'arXiv', year: 2023, month: 3 }],
    ['cs/9901001', { arxiv: 'cs/9901001', year: 1999, month: 1 }],
    ['https://openreview.net/forum?id=abc', { url: 'https://openreview.net/forum?id=abc' }],
    ['10.1000/anything', { doi: '10.1000/anything' }],
  ])('reads %s', (text, facts) => {
    expect(factsOfIdentifier(text)).toMatchObject(facts);
  });

  it('of a DOI that tells no more says the DOI alone', () => {
    expect(factsOfIdentifier('10.1000/anything')).toEqual({ doi: '10.1000/anything' });
  });

  it.each(['FitNets: Hints for Thin Deep Nets 2015ICLR', 'projector', '2024AAAI', '', '10.5 reasons'])(
    'is undefined for "%s"',
    (text) => {
      expect(factsOfIdentifier(text)).toBeUndefined();
    },
  );
});
