import { describe, expect, it } from 'vitest';
import { factsOfDraft } from '../../src/domain/csl-facts.ts';
import * as format from '../../src/formats/csl-json.ts';
import { draftsOf, exported, paperOf, problemsOf, readAll, titlesOf, VENUES, writeAll } from '../helpers/papers.ts';

const itemOf = (item: unknown) => draftsOf(format, JSON.stringify([item]))[0];

describe('reading CSL-JSON', () => {
  it('takes a list, one item, and the items of a list that has more beside it', () => {
    expect(titlesOf(readAll(format, '[{"title":"A"},{"title":"B"}]'))).toEqual(['A', 'B']);
    expect(titlesOf(readAll(format, '\n{"type":"book","title":"A"}\n'))).toEqual(['A']);
    const whole =
      '{"config":{"id":"x","items":[1]},"collections":{"a":[]},\n"items": [{"title":"A"},{"title":"B"}],"c":[{}]}';
    for (const length of [1, 2, 7, 1000]) expect(titlesOf(readAll(format, whole, length))).toEqual(['A', 'B']);
    expect(readAll(format, '[]')).toEqual([]);
  });

  it('takes numbers and lists where CSL has texts, and leaves out what is empty', () => {
    const draft = itemOf({
      type: 'article-journal',
      title: ['A', 'B'],
      volume: 12,
      page: '',
      issue: null,
      keyword: ['x', 'y'],
    });
    expect(draft?.item).toEqual({ type: 'article-journal', title: 'A', volume: '12', keyword: 'x, y' });
  });

  it.each([
    ['2024-05-17', { 'date-parts': [[2024, 5, 17]] }],
    [2024, { 'date-parts': [[2024]] }],
    [{ raw: 'May 2024' }, { raw: 'May 2024', 'date-parts': [[2024, 5]] }],
    [{ literal: 'spring 2024' }, { literal: 'spring 2024', 'date-parts': [[2024]] }],
    [{ 'date-parts': [['2024', '5', null]] }, { 'date-parts': [[2024, 5]] }],
    ['in press', { literal: 'in press' }],
  ])('reads the date %j', (issued, expected) => {
    expect(itemOf({ title: 'A', issued })?.item.issued).toEqual(expected);
  });

  it('takes names in whatever form', () => {
    const author = [
      { family: 'Hinton', given: 'Geoffrey' },
      { literal: 'OpenAI' },
      'Ada Lovelace',
      { name: 'KD Group' },
      3,
      {},
    ];
    expect(itemOf({ title: 'A', author })?.item.author).toEqual([
      { family: 'Hinton', given: 'Geoffrey' },
      { literal: 'OpenAI' },
      { family: 'Lovelace', given: 'Ada' },
      { literal: 'KD Group' },
    ]);
  });

  it('finds the key, the identifier and the DOI that Zotero keeps in its field Extra, and keeps that', () => {
    const note = 'Citation Key: hinton2015\narXiv: 1503.02531 [stat.ML]\nDOI: 10.1000/x\nRead in May';
    const draft = itemOf({ id: 'http://zotero.org/users/1/items/ABCD', title: 'A', note });
    expect(draft).toMatchObject({ citationKey: 'hinton2015', arxiv: '1503.02531', item: { DOI: '10.1000/x', note } });
  });

  it.each([
    [{ id: 'hinton2015' }, 'hinton2015'],
    [{ id: 'a', 'citation-key': 'b' }, 'b'],
    [{ id: 'http://zotero.org/users/1/items/ABCD' }, undefined],
    [{ id: '1234/ABCDEFGH' }, undefined],
    [{ id: 42 }, undefined],
    [{ id: '10.1000/x', DOI: '10.1000/x' }, undefined],
  ])('takes from %j the key %s', (item, key) => {
    expect(itemOf({ title: 'A', ...item })?.citationKey).toBe(key);
  });

  it('takes the identifier of a preprint from its number', () => {
    expect(itemOf({ title: 'A', number: 'arXiv:2303.11098' })).toMatchObject({ arxiv: '2303.11098' });
    expect(itemOf({ title: 'A', number: 'arXiv:2303.11098' })?.item.number).toBeUndefined();
    expect(itemOf({ title: 'A', number: 'TR-12' })?.item.number).toBe('TR-12');
  });

  it('takes markup out of titles, and leaves other signs', () => {
    const title = '<span class="nocase">BERT</span> with <i>k</i> < 3 and a<b>c';
    expect(itemOf({ title })?.item.title).toBe('BERT with k < 3 and a<b>c');
  });

  it('keeps variables that kd does not know, and custom ones', () => {
    const item = {
      type: 'book',
      title: 'A',
      editor: [{ family: 'B' }],
      'jurisdiction-x': { a: 1 },
      custom: { x: [1] },
    };
    expect(itemOf(item)?.item).toEqual(item);
  });

  it('reads Zotero’s own items', () => {
    const items = [
      {
        itemType: 'conferencePaper',
        title: 'A Projector',
        creators: [
          { creatorType: 'author', firstName: 'Roy', lastName: 'Miles' },
          { creatorType: 'editor', name: 'AAAI' },
        ],
        proceedingsTitle: 'Proceedings of the AAAI Conference on Artificial Intelligence',
        date: '2024-03-24',
        pages: '4233-4241',
        DOI: '10.1609/aaai.v38i5.28219',
        citationKey: 'milesUnderstandingRole2024',
        tags: [{ tag: 'projector' }, { tag: 'Machine Learning', type: 1 }],
        attachments: [{ path: '/home/me/a.pdf' }],
        dateAdded: '2024-05-17T08:00:00Z',
        legalStatus: 'open',
      },
      { itemType: 'note', note: 'x' },
    ];
    const [draft, problem] = readAll(format, JSON.stringify({ items }));
    expect(draft).toEqual({
      line: 1,
      item: {
        type: 'paper-conference',
        title: 'A Projector',
        author: [{ family: 'Miles', given: 'Roy' }],
        editor: [{ literal: 'AAAI' }],
        'container-title': 'Proceedings of the AAAI Conference on Artificial Intelligence',
        issued: { 'date-parts': [[2024, 3, 24]] },
        page: '4233-4241',
        DOI: '10.1609/aaai.v38i5.28219',
        keyword: 'Machine Learning',
        custom: { zotero: { legalStatus: 'open' } },
      },
      citationKey: 'milesUnderstandingRole2024',
      tags: ['projector'],
      addedAt: '2024-05-17T08:00:00Z',
    });
    expect(problem).toMatchObject({ severity: 'warning' });
  });

  it('names the line of an item that is broken, and reads the others', () => {
    const text = [
      '[',
      '  {"title": "A"},',
      '  {"title": "B" "year": 3},',
      '  {"title": "C',
      '  },',
      '  {"title": "D",',
      '  {"title": "E"}},',
      '  3, "x",',
      '  {"id": "f"},',
      '  {"title": "G"}',
    ].join('\n');
    expect(titlesOf(readAll(format, text))).toEqual(['A', 'E', 'G']);
    const lines = problemsOf(format, text).map((problem) => problem.split(':')[0]);
    expect(lines).toEqual(['3', '4', '6', '7', '8', '8', '9']);
    expect(problemsOf(format, text).at(-1)).toBe('9: error: this record has no title');
  });

  it('refuses what is no JSON, and what is nested without end', () => {
    expect(problemsOf(format, 'title: A').length).toBe(1);
    expect(problemsOf(format, '[{"title":"A"}] x').length).toBe(1);
    expect(problemsOf(format, `[{"title":"A"},{"a":${'['.repeat(100_000)}`).length).toBe(1);
    expect(problemsOf(format, `[{"title":"A"},{"a":${'{"a":'.repeat(100_000)}`).length).toBe(1);
  });

  it('passes over what does not fit among kd’s own facts', () => {
    const kd = { status: 'lost', rating: 9, links: [{ role: 'x' }, 3], tags: ['a', 4], arxiv: 5, track: '' };
    expect(itemOf({ title: 'A', custom: { kd } })).toEqual({ line: 1, item: { title: 'A' }, links: [], tags: ['a'] });
  });
});

describe('writing CSL-JSON', () => {
  it('gives a list of items, with kd’s own facts under custom', () => {
    const paper = paperOf({
      title: 'A 蒸馏',
      authors: ['Roy Miles', '李四'],
      venue: 'AAAI',
      year: 2024,
      rating: 4,
      extra: { language: 'en', custom: { ris: { C1: ['x'] } } },
    });
    const text = writeAll(format, [exported(paper, ['whitening']), exported(paperOf({}))]);
    expect(text.startsWith('[\n  {\n    "id": "key-2024",\n')).toBe(true);
    expect(JSON.parse(text)[0]).toEqual({
      id: 'key-2024',
      'citation-key': 'key-2024',
      type: 'paper-conference',
      title: 'A 蒸馏',
      author: [{ family: 'Miles', given: 'Roy' }, { literal: '李四' }],
      issued: { 'date-parts': [[2024]] },
      'container-title': 'AAAI Conference on Artificial Intelligence',
      language: 'en',
      custom: {
        ris: { C1: ['x'] },
        kd: { status: 'read', rating: 4, tags: ['whitening'], added: '2024-05-17T08:00:00.000Z' },
      },
    });
    expect(JSON.parse(text)).toHaveLength(2);
    expect(writeAll(format, [])).toBe('[]\n');
    expect(factsOfDraft(draftsOf(format, text)[0] as never, VENUES)).toMatchObject({
      venue: 'AAAI',
      year: 2024,
      rating: 4,
    });
  });
});

describe('what looks like CSL-JSON', () => {
  it.each([
    ['[{"id":"a"', true],
    ['[\n  {\n    "id": "a"', true],
    ['{\n  "config": {', true],
    ['{"items":[', true],
    ['[]', true],
    ['[link](http://a)', false],
    ['{"record":"library"', false],
    ['title: A', false],
  ])('%j: %s', (text, expected) => {
    expect(format.looksLike(text)).toBe(expected);
  });
});
