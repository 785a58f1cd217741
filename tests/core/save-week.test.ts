// A paper that was removed, and a heading that may be its own in a slightly other spelling.
import { beforeEach, describe, expect, it } from 'vitest';
import { removePapers } from '../../src/core/remove.ts';
import type { Library } from '../../src/store/library.ts';
import { english } from '../helpers/english.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const TITLE = 'Careful Alignment Of Features';
const OTHER = 'Beta Projector';
const CHINESE = '面向视觉模型的特征对齐方法';
const week = (title: string, chinese = CHINESE) =>
  `# 20240517\n\n## 论文阅读\n\n> 组\n### ${title} 2022CVPR\n先做白化。\n\n### ${OTHER} 2023ICCV\n投影器。\n\n### ${chinese} 2021ICLR\n一句话。\n`;

let library: Library;
beforeEach(() => {
  library = freshLibrary();
  importTexts(library, { '20240517.md': week(TITLE) });
});

const doubtsOf = (texts: Readonly<Record<string, string>>) =>
  importTexts(library, texts).items.flatMap(({ doubts }) => doubts.map(({ message }) => english(message)));
const isNew = (title: string, key: string) =>
  `"${title}" is a new paper; an earlier one was removed: kd restore ${key}`;
const KEY = 'careful-alignment-features-2022';

describe('a new reading under much the title of a removed paper', () => {
  it.each([
    'Careful Alignment of the Features',
    'Careful Alignments Of Features',
    'A Careful Alignment of All Features',
  ])('is said to be one where the heading was edited in the file: %s', (title) => {
    removePapers(library, [1]);
    const edited = week(title);
    expect(doubtsOf({ '20240517.md': edited })).toEqual([isNew(title, KEY)]);
    expect(doubtsOf({ '20240517.md': `${edited}\n又一句。\n` })).toEqual([]);
  });

  it('is told in Chinese titles too, which have no spaces', () => {
    removePapers(library, [3]);
    const title = '面向视觉大模型的特征对齐方法';
    const key = library.trash.get(3)?.citationKey ?? '';
    expect(doubtsOf({ '20240517.md': week(TITLE, title) })).toEqual([isNew(title, key)]);
  });

  it('is told in another week where one letter of a long title differs, and in a note', () => {
    removePapers(library, [1]);
    const near = 'Careful Alignment Of Featuras';
    expect(doubtsOf({ '20240524.md': `# 20240524\n\n## 论文阅读\n\n### ${near} 2022CVPR\n一。\n` })).toEqual([
      isNew(near, KEY),
    ]);
    const typo = 'Careful Alignmant Of Features';
    expect(doubtsOf({ 'a.md': `# ${typo}\n\n**[CVPR 2022](https://e.org/a)\tno code**\n` })).toEqual([
      isNew(typo, KEY),
    ]);
  });

  it('is another paper while the heading of the removed one still stands, and in other weeks', () => {
    removePapers(library, [1]);
    const akin = 'Careful Alignment of the Features';
    const both = `${week(TITLE)}\n### ${akin} 2022CVPR\n二。\n`;
    expect(doubtsOf({ '20240517.md': both })).toEqual([]);
    library = freshLibrary();
    importTexts(library, { '20240517.md': week(TITLE) });
    removePapers(library, [1]);
    expect(doubtsOf({ '20240524.md': `# 20240524\n\n## 论文阅读\n\n### ${akin} 2022CVPR\n一。\n` })).toEqual([]);
  });

  it('is another paper where the heading was put in the place of one under quite another title', () => {
    removePapers(library, [1]);
    expect(doubtsOf({ '20240517.md': week('Students Without Teachers') })).toEqual([]);
  });
});
