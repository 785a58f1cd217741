// What kd set reads, and what it sets for good.
import { beforeEach, describe, expect, it } from 'vitest';
import { ASSIGNABLE, isAssignment, parseAssignment, parseAssignments } from '../../src/core/assignment.ts';
import { findPaper } from '../../src/core/find-paper.ts';
import { setPaper, setPapers } from '../../src/core/set-paper.ts';
import { whyTag } from '../../src/core/tag.ts';
import { ConflictError, NotFoundError, UsageError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const WEEK = `# 20240517

## 论文阅读

### Alpha Students 2022CVPR
先做白化。

### Beta Projector 2023ICCV
投影器就够了。
`;
const NOTE = `# Alpha Students

**[CVPR 2022](https://example.org/a)\t[code](https://example.org/code)\tCIFAR\t20240510**

*Wei Li, Bo Xu*

一句话。
`;
const FILES = { '20240517.md': WEEK, '2022CVPR-Alpha.md': NOTE };

describe('an assignment', () => {
  it.each([
    ['status=read', { status: 'read' }],
    ['rating=', { rating: null }],
    ['title= A Title ', { title: 'A Title' }],
    ['author=Wei Li', { authors: ['Wei Li'] }],
    ['author=', { authors: [] }],
    ['author+=Wei Li', { addedAuthors: ['Wei Li'] }],
    ['venue=', { venue: null }],
    ['Year=2024', { year: 2024 }],
    ['date=2024-03', { year: 2024, month: 3, day: null }],
    ['date=', { year: null, month: null, day: null }],
    ['doi=https://doi.org/10.1000/ABC', { doi: '10.1000/abc' }],
    ['arxiv=arXiv:2303.11098v2', { arxiv: '2303.11098' }],
    ['abstract=a = b', { abstract: 'a = b' }],
    ['citation-key=li2024-a:b', { citationKey: 'li2024-a:b' }],
    ['tag+=白化', { addedTags: ['白化'] }],
    ['tag-=logit', { removedTags: ['logit'] }],
    ['code=https://example.org/x?y=z', { links: { code: ['https://example.org/x?y=z'] } }],
    ['video=', { links: { video: [] } }],
  ])('%s is read', (word, assignments) => {
    expect(isAssignment(word)).toBe(true);
    expect(parseAssignment(word)).toEqual(assignments);
  });

  it.each([
    ['titel=x', /unknown field "titel"/],
    ['statuss+=x', /unknown field "statuss"/],
    ['constructor=x', /unknown field "constructor"/],
    ['tag=x', /"tag=x" sets nothing/],
    ['status+=read', /"status\+=read" sets nothing/],
    ['title=', /title is empty/],
    ['tag+=', /tag is empty/],
    ['year=24', /"24" is no year/],
    ['month=13', /"13" does not fit month: it is a number from 1 to 12/],
    ['day=0', /"0" does not fit day/],
    ['date=2023-02-30', /"2023-02-30" is no date/],
    ['doi=x', /"x" is no DOI/],
    ['arxiv=x', /"x" is no arXiv identifier/],
    ['url=ftp://x', /the url "ftp:\/\/x" is no web address/],
    ['code=x', /the code "x" is no web address/],
    ['citation-key=a b', /"a b" is no citation key/],
    ['citation-key=12', /"12" is no citation key/],
    ['citation-key=a{b', /is no citation key/],
    ['citation-key=', /"" is no citation key/],
  ])('%s is refused', (word, message) => {
    expect(() => parseAssignment(word)).toThrow(UsageError);
    expect(() => parseAssignment(word)).toThrow(message);
  });

  it('is told from the words of a query', () => {
    for (const word of ['tag:whitening', 'year:=2024', 'title~a=b', 'projector', '10.1000/x=y', '白化=1', '=x']) {
      expect(isAssignment(word), word).toBe(false);
    }
    for (const word of ASSIGNABLE) expect(isAssignment(word), word).toBe(true);
  });

  it('adds up with others of lists, and is refused where a field is set twice', () => {
    const words = ['author=A', 'author=B', 'author+=C', 'tag+=x', 'tag+=y', 'code=https://a.b', 'video=', 'rating=3'];
    expect(parseAssignments(words)).toEqual({
      authors: ['A', 'B'],
      addedAuthors: ['C'],
      addedTags: ['x', 'y'],
      links: { code: ['https://a.b'], video: [] },
      rating: 3,
    });
    expect(() => parseAssignments(['year=2023', 'date=2024'])).toThrow(/year is set twice/);
  });
});

describe('setting fields', () => {
  let library: Library;
  const alpha = () => findPaper(library, '1');
  const set = (...words: string[]) => setPaper(library, alpha(), parseAssignments(words));
  const changes = (...words: string[]) =>
    setPapers(library, [1], parseAssignments(words))[0]?.changes.map(({ field, before, after }) => [
      field,
      before,
      after,
    ]);

  beforeEach(() => {
    library = freshLibrary();
    importTexts(library, FILES);
  });

  it('outlives the readings and notes that say otherwise', () => {
    const words = ['title=Alpha Pupils', 'author=Wei Li', 'author+=Xu Bo', 'venue=AAAI', 'date=2024-03-21'];
    set(...words, 'url=https://example.org/b', 'code=https://example.org/new');
    const expected = {
      title: 'Alpha Pupils',
      authors: ['Wei Li', 'Xu Bo'],
      venue: 'AAAI',
      year: 2024,
      month: 3,
      day: 21,
      url: 'https://example.org/b',
      links: [{ role: 'code', url: 'https://example.org/new' }],
    };
    expect(alpha()).toMatchObject(expected);
    const later = { '20240517.md': WEEK.replace('先做白化', '再做白化'), '2022CVPR-Alpha.md': `${NOTE}\n又一句。\n` };
    importTexts(library, later);
    expect(alpha()).toMatchObject(expected);
    expect(library.papers.ids()).toEqual([1, 2]);
  });

  it('empties a field for good', () => {
    set('venue=', 'year=', 'url=', 'author=', 'code=');
    importTexts(library, { ...FILES, '20240517.md': WEEK.replace('先做白化', '再做白化') });
    importTexts(library, { '2022CVPR-Alpha.md': `${NOTE}\n又一句。\n` });
    const { venue, containerTitle, year, url, authors, links } = alpha();
    expect({ venue, containerTitle, year, url, authors, links }).toEqual({ authors: [], links: [] });
  });

  it('tells what changed, and nothing where all is so already', () => {
    expect(changes('year=2022', 'venue=CVPR', 'status=read')).toEqual([]);
    expect(changes('rating=4', 'year=2023', 'volume=3', 'code=', 'author+=Wei Li')).toEqual([
      ['rating', null, '4'],
      ['year', '2022', '2023'],
      ['volume', null, '3'],
      ['code', 'https://example.org/code', null],
    ]);
    expect(changes('rating=4', 'year=2023')).toEqual([]);
  });

  it('puts tags on and takes them off as the user decided', () => {
    expect(changes('tag+=mine', 'tag-=白化')).toEqual([
      ['tag', 'whitening', null],
      ['tag', null, 'mine'],
    ]);
    expect(whyTag(library, 1, 'whitening')).toMatchObject({ carried: false, choice: 'removed' });
    expect(changes('tag+=mine', 'tag-=whitening', 'tag-=projector')).toEqual([]);
    expect(library.tags.choices(1)).toHaveLength(2);
    expect(() => set('tag-=no-such-tag')).toThrow(NotFoundError);
  });

  it('keeps an unknown venue as typed, and takes the track that its name says', () => {
    set('venue=Workshop on Small Things');
    expect(alpha()).toMatchObject({ venue: undefined, containerTitle: 'Workshop on Small Things' });
    set('venue=ICCV Workshops');
    expect(alpha()).toMatchObject({ venue: 'ICCV', track: 'workshop' });
  });

  it('takes the month and day away with what they belong to, and refuses what is no date', () => {
    set('date=2024-02-29');
    expect(() => set('year=2023')).toThrow(/would be dated 2023-2-29, which is no date/);
    expect(changes('month=')).toEqual([
      ['month', '2', null],
      ['day', '29', null],
    ]);
    expect(() => set('day=3')).toThrow(/no date/);
    set('month=5', 'day=3');
    expect(changes('year=')?.map(([field]) => field)).toEqual(['year', 'month', 'day']);
  });

  it('gives a key or identifier to one paper alone', () => {
    set('citation-key=mine', 'doi=10.1000/a', 'arxiv=2401.00001');
    expect(findPaper(library, 'mine').id).toBe(1);
    for (const word of ['citation-key=mine', 'doi=10.1000/a', 'arxiv=2401.00001']) {
      expect(() => setPapers(library, [2], parseAssignments([word])), word).toThrow(ConflictError);
    }
    expect(() => setPapers(library, [1, 2], parseAssignments(['citation-key=ours']))).toThrow(UsageError);
    expect(changes('citation-key=mine')).toEqual([]);
  });

  it('is one operation for all papers, or none', () => {
    const before = library.operations.all().length;
    setPapers(library, [1, 2], parseAssignments(['rating=2', 'tag+=mine']));
    expect(library.operations.all()).toHaveLength(before + 1);
    expect(() => setPapers(library, [1, 2], parseAssignments(['rating=3', 'doi=10.1000/a']))).toThrow(ConflictError);
    expect([1, 2].map((id) => library.papers.get(id)?.rating)).toEqual([2, 2]);
    expect(library.operations.all()).toHaveLength(before + 1);
  });
});
