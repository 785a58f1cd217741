import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfUrl } from '../../src/domain/url-facts.ts';

/** What an address says, with only those parts that are set. */
function read(url: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(factsOfUrl(url)).filter(([, value]) => value !== undefined));
}

describe('factsOfUrl', () => {
  it.each([
    ['https://openaccess.thecvf.com/content/ICCV2023/html/A_Paper.html', 'ICCV', 2023],
    ['https://openaccess.thecvf.com/content_CVPR_2019/papers/A_Paper.pdf', 'CVPR', 2019],
    ['https://openaccess.thecvf.com/content_cvpr_2018/html/A_Paper.html', 'CVPR', 2018],
    ['https://openaccess.thecvf.com/content/WACV2024/papers/A_Paper.pdf', 'WACV', 2024],
    ['https://openaccess.thecvf.com/content/CVPR2021W/NTIRE/html/A_Paper.html', 'CVPR', 2021],
    ['https://openaccess.thecvf.com/content_ICCVW_2019/papers/LPCV/A_Paper.pdf', 'ICCV', 2019],
    ['https://www.ecva.net/papers/eccv_2020/papers_ECCV/html/1_ECCV_2020_paper.php', 'ECCV', 2020],
    ['https://proceedings.neurips.cc/paper/2022/hash/0a-Abstract.html', 'NeurIPS', 2022],
    ['https://proceedings.neurips.cc/paper_files/paper/2023/hash/0a-Abstract.html', 'NeurIPS', 2023],
    ['https://papers.nips.cc/paper/2014/hash/0a-Abstract.html', 'NeurIPS', 2014],
    ['https://proceedings.mlr.press/v80/furlanello18a.html', 'ICML', 2018],
    ['http://proceedings.mlr.press/v139/touvron21a', 'ICML', 2021],
    ['https://aclanthology.org/2021.eacl-main.212/', 'EACL', 2021],
    ['https://aclanthology.org/2021.findings-emnlp.354', 'EMNLP', 2021],
    ['https://aclanthology.org/2022.acl-long.1/', 'ACL', 2022],
  ])('reads venue and year in %s', (url, venue, year) => {
    expect(read(url)).toEqual({ venue, year });
  });

  it('reads a journal without a year', () => {
    expect(read('https://www.nature.com/articles/s41598-023-43986-y')).toEqual({ venue: 'Scientific Reports' });
  });

  it.each([
    ['https://arxiv.org/abs/2012.09413', '2012.09413'],
    ['https://arxiv.org/pdf/2012.09413v2.pdf', '2012.09413'],
    ['http://arxiv.org/abs/1503.02531v1', '1503.02531'],
  ])('reads the arXiv identifier in %s, without its version', (url, arxiv) => {
    expect(read(url)).toEqual({ arxiv });
  });

  it('reads a DOI in lower case', () => {
    expect(read('https://doi.org/10.1016/J.PATCOG.2023.109338')).toEqual({ doi: '10.1016/j.patcog.2023.109338' });
  });

  it('reads no year in the number of an old NeurIPS paper', () => {
    const { year } = factsOfUrl('http://papers.nips.cc/paper/5484-do-deep-nets-really-need-to-be-deep.pdf');
    expect(year).toBeUndefined();
  });

  it.each([
    '',
    'https://example.org/AAAI2024/CVPR2023.html',
    'https://ojs.aaai.org/index.php/AAAI/article/view/28219',
    'https://www.nature.com/articles/s41467-023-1',
    'https://proceedings.mlr.press/v1/a.html',
    'https://aclanthology.org/D19-1441/',
    'https://github.com/someone/ICCV2023',
  ])('reads nothing in %j', (url) => {
    expect(read(url)).toEqual({});
  });

  it('reads any text without throwing, and never a year out of the calendar of conferences', () => {
    const host = fc.constantFrom(
      'https://papers.nips.cc/paper/',
      'https://openaccess.thecvf.com/content/CVPR',
      'https://www.ecva.net/papers/eccv_',
      'https://aclanthology.org/',
      '',
    );
    const rest = fc.oneof(
      fc.string(),
      fc.integer({ min: 0, max: 99_999 }).map((number) => `${number}-a`),
    );
    fc.assert(
      fc.property(host, rest, (start, end) => {
        const { year } = factsOfUrl(start + end);
        if (year !== undefined) expect(String(year)).toMatch(/^(?:19|20)\d{2}$/);
      }),
      { numRuns: 500 },
    );
  });
});
