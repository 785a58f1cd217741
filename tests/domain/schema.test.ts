import { describe, expect, it } from 'vitest';
import { ADDITION_FIELDS, toAddition } from '../../src/domain/schema.ts';
import { UsageError } from '../../src/errors.ts';
import { english } from '../helpers/english.ts';

const TODAY = '2024-05-17';
const add = (input: Record<string, unknown>) => toAddition({ title: 'A Fast Student 2022CVPR', ...input }, TODAY);

function failure(input: Record<string, unknown>): { message: string; hint: string | undefined } {
  try {
    toAddition(input, TODAY);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    const { message, hint } = error as UsageError;
    return { message, hint: english(hint) };
  }
  throw new Error('nothing was refused');
}

describe('toAddition', () => {
  it('needs no more than a title', () => {
    expect(add({})).toEqual({
      titleLine: 'A Fast Student 2022CVPR',
      venue: undefined,
      year: undefined,
      facts: {},
      tags: [],
      status: 'read',
      week: { kind: 'week', monday: '2024-05-13' },
      theme: undefined,
      summary: undefined,
      keyIdeas: [],
      again: false,
      another: false,
    });
  });

  it('takes all that can be said of a paper', () => {
    const addition = add({
      author: ['Ada Lovelace', 'Alan Turing'],
      venue: 'CVPR',
      year: '2022',
      date: '2022-06-19',
      theme: '关于教师的研究',
      'key-idea': '只用一层投影',
      tag: ['whitening', 'projector'],
      summary: '一段摘要',
      url: 'https://example.org/paper',
      doi: 'https://doi.org/10.1000/ABC',
      arxiv: 'arXiv:2303.11098v2',
      volume: 12,
      issue: '3',
      page: '1-9',
      code: 'https://example.org/code',
      week: '2024-05-10',
      status: 'to-read',
      again: true,
    });
    expect(addition).toEqual({
      titleLine: 'A Fast Student 2022CVPR',
      venue: 'CVPR',
      year: 2022,
      facts: {
        authors: ['Ada Lovelace', 'Alan Turing'],
        links: [{ role: 'code', url: 'https://example.org/code' }],
        month: 6,
        day: 19,
        url: 'https://example.org/paper',
        doi: '10.1000/abc',
        arxiv: '2303.11098',
        volume: '12',
        issue: '3',
        page: '1-9',
      },
      tags: ['whitening', 'projector'],
      status: 'to-read',
      week: { kind: 'day', day: '2024-05-10' },
      theme: '关于教师的研究',
      summary: '一段摘要',
      keyIdeas: ['只用一层投影'],
      again: true,
      another: false,
    });
  });

  it('takes a heading with its marks as a title', () => {
    expect(add({ title: '### A Fast Student 2022CVPR  ' }).titleLine).toBe('A Fast Student 2022CVPR');
  });

  it('leaves out fields that are not set', () => {
    expect(add({ venue: undefined, doi: undefined }).facts).toEqual({});
  });

  it('takes the year from the date', () => {
    expect(add({ date: '2023-11' })).toMatchObject({ year: 2023, facts: { month: 11 } });
    expect(add({ date: 2021 })).toMatchObject({ year: 2021, facts: {} });
  });

  it('reads the title of a YAML number-like field as text', () => {
    expect(add({ year: 2022, volume: 7 })).toMatchObject({ year: 2022, facts: { volume: '7' } });
  });

  it.each([
    [{}, 'the title is missing'],
    [{ title: undefined }, 'the title is missing'],
    [{ title: '   ' }, 'title is empty'],
    [{ title: 7 }, 'title must be text'],
    [{ title: 'T', colour: 'red' }, 'unknown field "colour"'],
    [{ title: 'T', author: 7 }, 'author must be text or a list of texts'],
    [{ title: 'T', tag: { a: 1 } }, 'tag must be text or a list of texts'],
    [{ title: 'T', volume: [] }, 'volume must be text or a number'],
    [{ title: 'T', venue: 7 }, 'venue must be text'],
    [{ title: 'T', theme: ' ' }, 'theme is empty'],
    [{ title: 'T', status: 'done' }, 'status must be one of to-read, reading, read, dropped'],
    [{ title: 'T', year: '24' }, '"24" is no year'],
    [{ title: 'T', year: 1066 }, '"1066" is no year'],
    [{ title: 'T', date: 'May 2024' }, '"May 2024" is no date'],
    [{ title: 'T', date: '2024-02-30' }, '"2024-02-30" is no date'],
    [{ title: 'T', date: '2024-13' }, '"2024-13" is no date'],
    [{ title: 'T', date: '2024-05', year: 2023 }, 'the date 2024-05 is not in the year 2023'],
    [{ title: 'T', week: 'soon' }, '"soon" names no week'],
    [{ title: 'T', url: 'example.org' }, 'the url "example.org" is no web address'],
    [{ title: 'T', code: 'ftp://example.org' }, 'the code "ftp://example.org" is no web address'],
    [{ title: 'T', doi: '11.1/x' }, '"11.1/x" is no DOI'],
    [{ title: 'T', arxiv: 'soon' }, '"soon" is no arXiv identifier'],
  ])('refuses %j', (input, message) => {
    expect(failure(input).message).toBe(message);
  });

  it('says of an empty text in a list or beside a number that it is empty', () => {
    expect(failure({ title: 'T', author: ['Ada', ' '] }).message).toMatch(/author/);
    expect(failure({ title: 'T', volume: '' }).message).toMatch(/volume/);
  });

  it('says what to do next', () => {
    expect(failure({}).hint).toBe('kd add "Title 2024AAAI"');
    expect(failure({ title: 'T', colour: 'red' }).hint).toContain(ADDITION_FIELDS.join(', '));
    expect(failure({ title: 'T', year: '24' }).hint).toBe('write four digits: 2024');
    expect(failure({ title: 'T', date: 'May' }).hint).toBe('write 2024, 2024-03 or 2024-03-21');
    expect(failure({ title: 'T', week: 'soon' }).hint).toContain('2024-W20');
    expect(failure({ title: 'T', url: 'x' }).hint).toContain('http');
    expect(failure({ title: 'T', doi: 'x' }).hint).toContain('10.');
    expect(failure({ title: 'T', arxiv: 'x' }).hint).toContain('2303.11098');
  });
});

describe('ADDITION_FIELDS', () => {
  it('has each field once', () => {
    expect(ADDITION_FIELDS).toEqual([
      ...['title', 'author', 'venue', 'year', 'date', 'theme', 'key-idea', 'tag', 'summary', 'url', 'doi', 'arxiv'],
      ...['volume', 'issue', 'page', 'code', 'week', 'status', 'again', 'another'],
    ]);
  });
});
