import { beforeEach, describe, expect, it } from 'vitest';
import { addPaper } from '../../src/core/add.ts';
import { parseAssignment } from '../../src/core/assignment.ts';
import { findPaper } from '../../src/core/find-paper.ts';
import { addressOf } from '../../src/core/paper-address.ts';
import { readingQueue } from '../../src/core/queue.ts';
import { setPaper } from '../../src/core/set-paper.ts';
import { textOfMessage } from '../../src/domain/message.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { UsageError } from '../../src/errors.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary } from '../helpers/library.ts';

const TODAY = '2024-05-31';

describe('the reading queue', () => {
  let library: Library;
  const add = (title: string, more: Record<string, unknown> = {}) =>
    addPaper(library, toAddition({ title, ...more }, '2024-05-17')).paper;
  const queue = () =>
    readingQueue(library, TODAY).map(({ paper, reasons }) => [
      paper.title,
      reasons.map((reason) => textOfMessage(reason)),
    ]);

  beforeEach(() => {
    library = freshLibrary();
    add('Alpha Read on Projectors 2024AAAI', {
      summary: '投影层。这里提到 *2023CVPR Delta Hints for Transformers Everywhere*。',
    });
    for (const title of [
      'Plain Paper to Read 2024ICLR',
      'Beta with a Projector 2024ICML',
      'Delta Hints for Transformers Everywhere 2023CVPR',
    ]) {
      add(title, { status: 'to-read' });
    }
  });

  it('says why each paper stands where it stands, best first', () => {
    expect(queue()).toEqual([
      ['Delta Hints for Transformers Everywhere', ['your text on 1 paper mentions it', 'waits for 2 weeks']],
      ['Beta with a Projector', ['on projector, like 1 paper you read since 2024-04-05', 'waits for 2 weeks']],
      ['Plain Paper to Read', ['waits for 2 weeks']],
    ]);
  });

  it('has what was begun first, and follows the ratings', () => {
    const set = (name: string, ...words: string[]) => {
      for (const word of words) setPaper(library, findPaper(library, name), parseAssignment(word));
    };
    set('plain', 'status=reading');
    set('beta', 'rating=5');
    set('delta', 'rating=1');
    expect(queue().map(([title]) => title)).toEqual([
      'Plain Paper to Read',
      'Beta with a Projector',
      'Delta Hints for Transformers Everywhere',
    ]);
    set('beta', 'status=read', 'rating=');
    expect(queue().map(([title]) => title)).toEqual(['Plain Paper to Read', 'Delta Hints for Transformers Everywhere']);
    expect(findPaper(library, 'beta')).toMatchObject({ status: 'read', rating: undefined });
  });

  it('gives a paper to the week that it is read in', () => {
    const { week, paper, heading } = addPaper(
      library,
      toAddition({ title: 'Plain Paper to Read', summary: '读完了。' }, '2024-05-17'),
    );
    expect([week, heading, paper.status]).toEqual(['2024-05-17', 'Plain Paper to Read 2024ICLR', 'read']);
    expect(queue().map(([title]) => title)).not.toContain('Plain Paper to Read');
  });

  it('refuses to set what is no status or rating', () => {
    expect(parseAssignment('status=to-read')).toEqual({ status: 'to-read' });
    expect(parseAssignment('rating= 3 ')).toEqual({ rating: 3 });
    for (const word of ['status=done', 'rating=6', 'rating=x', 'title=', 'volum=3', 'status', '']) {
      expect(() => parseAssignment(word), word).toThrow(UsageError);
    }
  });
});

describe('the address of a paper', () => {
  const paper = (facts: Partial<Paper>) => ({ links: [], ...facts }) as unknown as Paper;

  it('is its page, its DOI or its arXiv page', () => {
    expect(addressOf(paper({ url: 'https://a.org/p', doi: '10.1/x' }), 'paper')).toBe('https://a.org/p');
    expect(addressOf(paper({ doi: '10.1/x', arxiv: '2303.11098' }), 'paper')).toBe('https://doi.org/10.1/x');
    expect(addressOf(paper({ arxiv: '2303.11098' }), 'paper')).toBe('https://arxiv.org/abs/2303.11098');
    expect(addressOf(paper({}), 'paper')).toBeUndefined();
  });

  it('is its PDF where the site names it alike', () => {
    expect(addressOf(paper({ doi: '10.1/x', arxiv: '2303.11098' }), 'pdf')).toBe('https://arxiv.org/pdf/2303.11098');
    expect(addressOf(paper({ url: 'https://openreview.net/forum?id=a_B-1' }), 'pdf')).toBe(
      'https://openreview.net/pdf?id=a_B-1',
    );
    expect(addressOf(paper({ url: 'https://openaccess.thecvf.com/content/CVPR2022/html/A_B_paper.html' }), 'pdf')).toBe(
      'https://openaccess.thecvf.com/content/CVPR2022/papers/A_B_paper.pdf',
    );
    expect(addressOf(paper({ url: 'https://a.org/p.PDF?x=1' }), 'pdf')).toBe('https://a.org/p.PDF?x=1');
    expect(addressOf(paper({ doi: '10.1/x' }), 'pdf')).toBeUndefined();
  });

  it('is never other than of the web', () => {
    const links = [
      { role: 'code' as const, url: 'file:///bin/sh' },
      { role: 'code' as const, url: 'https://github.com/a/b' },
    ];
    expect(addressOf(paper({ links }), 'code')).toBe('https://github.com/a/b');
    expect(addressOf(paper({ url: 'javascript:alert(1)' }), 'paper')).toBeUndefined();
  });
});
