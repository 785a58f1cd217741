import { describe, expect, it } from 'vitest';
import * as format from '../../src/formats/papers-jsonl.ts';
import { draftsOf, exported, paperOf, problemsOf, readAll, titlesOf, writeAll } from '../helpers/papers.ts';

describe('reading JSON Lines', () => {
  it('gives the papers that `kd list --jsonl` and `kd show` print', () => {
    const record = {
      id: 7,
      'citation-key': 'understanding-role-projector-2024',
      title: 'Understanding the Role of the Projector',
      author: [{ literal: 'Roy Miles' }, 'Krystian Mikolajczyk'],
      venue: 'AAAI',
      year: 2024,
      issued: { 'date-parts': [[2024, 3]] },
      DOI: '10.1609/aaai.v38i5.28219',
      URL: null,
      volume: 38,
      tags: [{ name: 'whitening', kind: 'idea' }, 'projector'],
      links: [{ role: 'code', url: 'https://github.com/roymiles' }],
      status: 'reading',
    };
    expect(draftsOf(format, `${JSON.stringify(record)}\r\n\r\n`)).toEqual([
      {
        line: 1,
        item: {
          title: 'Understanding the Role of the Projector',
          author: [{ literal: 'Roy Miles' }, { family: 'Mikolajczyk', given: 'Krystian' }],
          issued: { 'date-parts': [[2024]] },
          'container-title': 'AAAI',
          DOI: '10.1609/aaai.v38i5.28219',
          volume: '38',
        },
        citationKey: 'understanding-role-projector-2024',
        links: [{ role: 'code', url: 'https://github.com/roymiles' }],
        status: 'reading',
        tags: ['whitening', 'projector'],
      },
    ]);
  });

  it('names the line of what is no JSON or no paper, and reads the others', () => {
    const text =
      '{"title":"A"}\n{"title":"B"\n\n[1]\n{"year":2024}\n{"title":"C","year":"soon"}\n{"title":"D","mood":1}\n';
    expect(titlesOf(readAll(format, text))).toEqual(['A', 'D']);
    const [noJson, ...others] = problemsOf(format, text);
    expect(noJson).toMatch(/^2: error: this is no JSON: /);
    expect(others).toEqual([
      '4: error: this record is no paper: it has no fields',
      '5: error: the title is missing',
      '6: error: year must be a whole number from 1000 to 2999',
      '7: warning: the field "mood" is not known, and left out',
    ]);
  });

  it.each([
    [{ status: 'lost' }, 'status must be one of to-read, reading, read, dropped'],
    [{ title: ' ' }, 'title is empty'],
    [{ rating: 6 }, 'rating must be a whole number from 1 to 5'],
    [{ month: 13 }, 'month must be a whole number from 1 to 12'],
    [{ links: 'x' }, 'links must be a list of links, each with a role and a url'],
    [{ csl: [] }, 'csl must be a mapping of CSL variables'],
    [{ volume: {} }, 'volume must be text or a number'],
    [{ track: 3 }, 'track must be text'],
  ])('refuses %j', (fields, message) => {
    expect(problemsOf(format, JSON.stringify({ title: 'A', ...fields }))).toEqual([`1: error: ${message}`]);
  });

  it('takes the other names that a head has for its fields', () => {
    const record = {
      title: 'A',
      authors: 'Ada Lovelace',
      pages: '1-2',
      number: 3,
      tag: 'x',
      date: '2024-05',
      code: 'https://a.org',
    };
    expect(draftsOf(format, JSON.stringify(record))[0]).toMatchObject({
      item: {
        author: [{ family: 'Lovelace', given: 'Ada' }],
        page: '1-2',
        issue: '3',
        issued: { 'date-parts': [[2024, 5]] },
      },
      tags: ['x'],
      links: [{ role: 'code', url: 'https://a.org' }],
    });
  });
});

describe('writing JSON Lines', () => {
  it('gives one line for a paper, of what it has', () => {
    const paper = paperOf({
      title: 'A\u2028B',
      authors: ['Ada Lovelace'],
      venue: 'AAAI',
      year: 2024,
      extra: { language: 'en' },
    });
    expect(writeAll(format, [exported(paper, ['x'])])).toBe(
      '{"citation-key":"key-2024","title":"A\u2028B","author":["Ada Lovelace"],"venue":"AAAI","year":2024,' +
        '"status":"read","tags":["x"],"added":"2024-05-17T08:00:00.000Z","csl":{"language":"en"}}\n',
    );
  });

  it('keeps names whose parts cannot be told from how they are read', () => {
    const author = [{ family: 'García Márquez', given: 'Gabriel' }];
    const text = writeAll(format, [exported(paperOf({ authors: ['Gabriel García Márquez'], extra: { author } }))]);
    expect(draftsOf(format, text)[0]?.item.author).toEqual(author);
  });
});

describe('what looks like JSON Lines', () => {
  it.each([
    ['{"title":"A"}\n{"title', true],
    ['{"citation-key":"a","title":"A"}\r\n', true],
    ['{"record":"library","version":1}\n', false],
    ['{\n  "title": "A"\n}', false],
    ['[{"title":"A"}]', false],
  ])('%j: %s', (text, expected) => {
    expect(format.looksLike(text)).toBe(expected);
  });
});
