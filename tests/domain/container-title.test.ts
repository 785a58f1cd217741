import { describe, expect, it } from 'vitest';
import { readContainerTitle } from '../../src/domain/container-title.ts';
import { VENUE_TABLE } from '../helpers/library.ts';

function read(text: string) {
  const { match, year, arxiv } = readContainerTitle(text, VENUE_TABLE);
  return [match?.venue.name, match?.track, year, arxiv];
}

describe('readContainerTitle', () => {
  it.each([
    ['2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)', 'CVPR', undefined, 2016],
    ['2017 {IEEE} Conference on Computer Vision and Pattern Recognition', 'CVPR', undefined, 2017],
    [
      'Proceedings of the 38th International Conference on Machine Learning, ICML 2021, Virtual Event',
      'ICML',
      undefined,
      2021,
    ],
    ['Proceedings of the 38th AAAI Conference on Artificial Intelligence (AAAI-24)', 'AAAI', undefined, 2024],
    ['Thirty-Second AAAI Conference on Artificial Intelligence', 'AAAI', undefined, undefined],
    ['Advances in Neural Information Processing Systems 27: Annual Conference', 'NeurIPS', undefined, undefined],
    [
      'Proceedings of the 28th International Conference on Neural Information Processing Systems - Volume 1',
      'NeurIPS',
      undefined,
      undefined,
    ],
    [
      'Proceedings of the 53rd Annual Meeting of the Association for Computational Linguistics',
      'ACL',
      undefined,
      undefined,
    ],
    ['Computer Vision – ECCV 2018', 'ECCV', undefined, 2018],
    ['Findings of the Association for Computational Linguistics: EMNLP 2021', 'EMNLP', 'Findings', 2021],
    ['2021 IEEE/CVF International Conference on Computer Vision Workshops (ICCVW)', 'ICCV', 'workshop', 2021],
    ['IEEE transactions on pattern analysis and machine intelligence', 'TPAMI', undefined, undefined],
    ['Proc. IEEE Int. Conf. Comp. Vis.', 'ICCV', undefined, undefined],
    ['Int. J. Comput. Vision', 'IJCV', undefined, undefined],
    ['CVPR', 'CVPR', undefined, undefined],
  ])('reads %s', (text, venue, track, year) => {
    expect(read(text)).toEqual([venue, track, year, undefined]);
  });

  it.each([
    ['arXiv preprint arXiv:2203.08679', '2203.08679'],
    ['arXiv:1912.12132 [cs, stat]', '1912.12132'],
    ['CoRR, abs/1704.05526', '1704.05526'],
    ['arXiv preprint arXiv:1606.00061v2', '1606.00061'],
  ])('reads the preprint %s', (text, arxiv) => {
    expect(read(text)).toEqual(['arXiv', undefined, undefined, arxiv]);
  });

  it.each(['Journal of Foo', 'GitHub repository', 'Machine Learning', 'Teach Tutor Mater', '', 'IEEE MultiMedia'])(
    'knows no venue in "%s"',
    (text) => {
      expect(read(text)).toEqual([undefined, undefined, undefined, undefined]);
    },
  );
});
