import { beforeEach, describe, expect, it } from 'vitest';
import { aliasTag, tagPaper, unaliasTag, untagPaper, whyTag } from '../../src/core/tag.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const NOTE = `# 20240517

## 论文阅读

### Alpha 2022CVPR
先对特征做白化，再用BN对特征去相关。参考了 *2022CVPR DKD* 的做法。

### DKD for Everyone 2023ICCV
**AT** 用在这里；AT 在这里不算。
`;

describe('tags', () => {
  let library: Library;
  const names = (id: number) => library.tags.of(id).map(({ name }) => name);

  beforeEach(() => {
    library = freshLibrary();
    importTexts(library, { '20240517.md': NOTE });
  });

  it('come from titles, summaries, key ideas and bold phrases, with their evidence', () => {
    expect(names(1)).toContain('whitening');
    expect(whyTag(library, 1, '白化')).toMatchObject({
      carried: true,
      choice: undefined,
      evidence: [{ phrase: '白化', place: 'summary', source: '2024-05-17' }],
    });
    expect(names(2)).toContain('decoupled-kd');
  });

  it('do not come from words that name another paper', () => {
    expect(names(1)).not.toContain('decoupled-kd');
  });

  it('stay removed once removed, whatever is imported', () => {
    untagPaper(library, 1, ['白化']);
    expect(names(1)).not.toContain('whitening');
    importTexts(library, { '20240517.md': NOTE.replace('先对特征', '先把特征') });
    expect(names(1)).not.toContain('whitening');
    expect(() => untagPaper(library, 1, ['whitening'])).toThrow(/does not carry/);
    tagPaper(library, 1, ['whitening'], 'idea');
    expect(names(1)).toContain('whitening');
  });

  it('are found under every name in any case; an unknown name has near ones', () => {
    for (const word of ['Whitening', 'WHITENED', '特征白化'])
      expect(library.tags.named(word)[0]?.name).toBe('whitening');
    expect(() => whyTag(library, 1, 'whitning')).toThrow(/no tag is named "whitning"/);
  });

  it('include narrower ones when papers are listed', () => {
    const [family] = library.tags.named('feature-normalisation');
    expect(
      library.papers.find({ where: { kind: 'tags', ids: [family?.id ?? 0], narrower: true } }).rows.map(({ id }) => id),
    ).toContain(1);
  });

  it('find papers by an alias from the moment it is given, until it is taken back', () => {
    aliasTag(library, 'projector', ['做法']);
    expect(names(1)).toContain('projector');
    expect(() => aliasTag(library, 'whitening', ['做法'])).toThrow(/already names the tag projector/);
    unaliasTag(library, 'projector', ['做法']);
    expect(names(1)).not.toContain('projector');
    expect(() => unaliasTag(library, 'whitening', ['白化'])).toThrow(/comes with kd/);
  });

  it('of the user are found in texts like those of the vocabulary', () => {
    tagPaper(library, 2, ['特征做法'], 'topic');
    aliasTag(library, '特征做法', ['对特征做']);
    expect(names(1)).toContain('特征做法');
  });

  it('are recorded in history only where the user decided', () => {
    const before = library.operations.all().length;
    untagPaper(library, 1, ['whitening']);
    const [operation] = library.operations.all().slice(before);
    expect(operation?.changes).toMatchObject([{ table: 'tag_choice', before: null, after: { choice: 'removed' } }]);
  });
});
