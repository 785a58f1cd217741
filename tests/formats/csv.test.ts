import { describe, expect, it } from 'vitest';
import { factsOfDraft } from '../../src/domain/csl-facts.ts';
import * as format from '../../src/formats/csv.ts';
import * as tsv from '../../src/formats/tsv.ts';
import {
  draftsOf,
  exported,
  OPTIONS,
  paperOf,
  problemsOf,
  readAll,
  titlesOf,
  VENUES,
  writeAll,
} from '../helpers/papers.ts';

const rowOf = (header: string, row: string) => draftsOf(format, `${header}\n${row}\n`)[0];

describe('reading CSV', () => {
  it('reads a table as Zotero exports it', () => {
    const header =
      '"Key","Item Type","Publication Year","Author","Title","Publication Title","ISBN","DOI","Url","Abstract Note",' +
      '"Date","Date Added","Pages","Issue","Volume","Publisher","Extra","File Attachments","Manual Tags","Automatic Tags",' +
      '"Editor","Conference Name"';
    const row =
      '"ABCD1234","conferencePaper","2024","Miles, Roy; Mikolajczyk, Krystian","Understanding the ""Role"", of\nthe Projector",' +
      '"Proceedings of the AAAI Conference on Artificial Intelligence","","10.1609/aaai.v38i5.28219","https://ojs.aaai.org/1",' +
      '"We","2024-03-24","2024-05-17 08:12:33","4233-4241","5","38","","Citation Key: miles2024\narXiv: 2303.11098",' +
      '"/home/me/a.pdf","projector; whitening","Machine Learning","",""';
    expect(rowOf(header, row)).toEqual({
      line: 2,
      item: {
        type: 'paper-conference',
        title: 'Understanding the "Role", of\nthe Projector',
        author: [
          { family: 'Miles', given: 'Roy' },
          { family: 'Mikolajczyk', given: 'Krystian' },
        ],
        issued: { 'date-parts': [[2024, 3, 24]] },
        'container-title': 'Proceedings of the AAAI Conference on Artificial Intelligence',
        DOI: '10.1609/aaai.v38i5.28219',
        URL: 'https://ojs.aaai.org/1',
        abstract: 'We',
        page: '4233-4241',
        issue: '5',
        volume: '38',
        note: 'Citation Key: miles2024\narXiv: 2303.11098',
        keyword: 'Machine Learning',
        custom: { csv: { Key: 'ABCD1234' } },
      },
      citationKey: 'miles2024',
      arxiv: '2303.11098',
      addedAt: '2024-05-17T08:12:33Z',
      tags: ['projector', 'whitening'],
    });
  });

  it.each([
    ['Authors,Title,Publication,Volume,Number,Pages,Year,Publisher', '"Miles, Roy; ",A,AAAI,38,5,1-9,2024,X'],
    ['title;AUTHORS;Journal;volume;issue;page;year', 'A;Miles, Roy;AAAI;38;5;1-9;2024'],
    ['Title\tAuthor\tBook Title\tVolume\tIssue\tPage\tPub_Year', 'A\tRoy Miles\tAAAI\t38\t5\t1-9\t2024'],
    ['标题|作者|会议|卷|期|页码|年份', 'A|Roy Miles|AAAI|38|5|1-9|2024'],
    ['篇名,作者,刊名,卷号,期号,页码,发表时间', 'A,Roy Miles,AAAI,38,5,1-9,2024年'],
  ])('knows the names %s', (header, row) => {
    const draft = rowOf(header, row);
    expect(draft === undefined ? undefined : factsOfDraft(draft, VENUES)).toMatchObject({
      title: 'A',
      authors: ['Roy Miles'],
      venue: 'AAAI',
      volume: '38',
      issue: '5',
      page: '1-9',
      year: 2024,
    });
  });

  it('reads the columns of kd list', () => {
    const row = '7\tlet-all-be-2024\t2024\tAAAI\tLet All Be Whitened\twhitening,multi-teacher';
    expect(rowOf('id\tcitation-key\tyear\tvenue\ttitle\ttags', row)).toMatchObject({
      citationKey: 'let-all-be-2024',
      item: { title: 'Let All Be Whitened', 'container-title': 'AAAI', issued: { 'date-parts': [[2024]] } },
      tags: ['whitening', 'multi-teacher'],
    });
  });

  it.each([
    ['Hinton, Geoffrey; Vinyals, Oriol', ['Geoffrey Hinton', 'Oriol Vinyals']],
    ['Hinton, Geoffrey', ['Geoffrey Hinton']],
    ['van Gogh, Vincent Willem', ['Vincent Willem van Gogh']],
    ['Geoffrey Hinton, Oriol Vinyals, Jeff Dean', ['Geoffrey Hinton', 'Oriol Vinyals', 'Jeff Dean']],
    ['Geoffrey Hinton and Oriol Vinyals', ['Geoffrey Hinton', 'Oriol Vinyals']],
    ['Hinton, Geoffrey and Vinyals, Oriol', ['Geoffrey Hinton', 'Oriol Vinyals']],
    ['张三，李四、王五', ['张三', '李四', '王五']],
    ['张三;李四', ['张三', '李四']],
    ['King, Martin Luther, Jr.', ['Martin Luther King Jr.']],
    ['Google\\, Inc.', ['Google, Inc.']],
  ])('takes %s for the authors %j', (cell, authors) => {
    const draft = rowOf('title|authors', `A|${cell}`);
    expect(draft === undefined ? undefined : factsOfDraft(draft, VENUES).authors).toEqual(authors);
  });

  it('keeps columns that it does not know, and writes them back', () => {
    const draft = rowOf('Title,我的想法,Score', 'A,=1+1,');
    expect(draft?.item.custom).toEqual({ csv: { 我的想法: '=1+1' } });
    const paper = exported(paperOf({ extra: { custom: { csv: { 我的想法: '=1+1' } } } }));
    const [header, row] = writeAll(format, [paper]).split('\n');
    expect([header?.endsWith(',我的想法'), row?.endsWith(',=1+1')]).toEqual([true, true]);
  });

  it('keeps a status that there is not beside the paper', () => {
    expect(rowOf('title,status', 'A,Reading')).toMatchObject({ status: 'reading' });
    const draft = rowOf('title,status,rating', 'A,已读,7');
    expect(draft).toMatchObject({ item: { custom: { csv: { status: '已读' } } } });
    expect([draft?.status, draft?.rating]).toEqual([undefined, undefined]);
  });

  it('reads code and other links', () => {
    const draft = rowOf('title,code,links', 'A,https://a.org,"video https://b.org a talk; code - no code; what"');
    expect(draft?.links).toEqual([
      { role: 'code', url: 'https://a.org' },
      { role: 'video', url: 'https://b.org', text: 'a talk' },
      { role: 'code', text: 'no code' },
    ]);
  });

  it('names the line of broken quotes, and reads the other rows', () => {
    const text = 'title,year\n"A ""x""",2021\n"B,2022\n"C",2023\n"D" x,2024\n"E\ne",2025\n"F,2026\nG,2027\n';
    for (const length of [1, 3, 1000])
      expect(titlesOf(readAll(format, text, length))).toEqual(['A "x"', 'C', 'E\ne', 'G']);
    expect(problemsOf(format, text).map((problem) => problem.split(':')[0])).toEqual(['3', '5', '8']);
  });

  it('does not take the lines of a broken cell for papers', () => {
    const text = 'title,abstract,year\nA,"one\ntwo "three" four\nfive",2024\nB,x,2024\n';
    expect(titlesOf(readAll(format, text))).toEqual(['B']);
    expect(problemsOf(format, text)).toHaveLength(1);
  });

  it('passes over empty rows, and refuses one that is too long or has no title', () => {
    const text = 'sep=;\r\ntitle;year\r\n\r\n;;\r\nA\r\nB;2024;;\r\n;2024\r\nC;2024;x\r\n';
    expect(titlesOf(readAll(format, text))).toEqual(['A', 'B']);
    expect(problemsOf(format, text)).toEqual([
      '7: error: this record has no title',
      '8: error: this row has 3 cells, and the first row 2',
    ]);
  });

  it('refuses a table without titles, and says what it has', () => {
    expect(problemsOf(format, 'name,year\nA,2024\n')).toEqual([
      '1: error: no column is called "title": there are "name", "year"',
    ]);
    expect(readAll(format, '')).toEqual([]);
  });
});

describe('writing CSV', () => {
  const paper = paperOf({
    title: 'A, "B"',
    authors: ['Vincent van Gogh', 'Roy Miles'],
    venue: 'AAAI',
    year: 2024,
    links: [{ role: 'code', url: 'https://a.org' }],
    extra: { publisher: 'AAAI Press' },
  });

  it('gives the columns of kd', () => {
    expect(writeAll(format, [exported(paper, ['a', 'b;c'])])).toBe(
      `citation-key,title,authors,venue,year,month,doi,arxiv,url,code,tags,status,rating,volume,issue,page,abstract,type,day,track,container-title,links,added
key-2024,"A, ""B""","van Gogh, Vincent; Miles, Roy",AAAI,2024,,,,,https://a.org,a; b\\;c,read,,,,,,,,,,,2024-05-17T08:00:00.000Z
`,
    );
    expect(writeAll(format, [])).toMatch(/^citation-key,title,.*\n$/);
  });

  it('gives the columns that are asked for, with tabs as well', () => {
    const options = { ...OPTIONS, columns: ['year', 'title', 'publisher', 'mood'] };
    expect(writeAll(tsv, [exported(paper)], options)).toBe(
      'year\ttitle\tpublisher\tmood\n2024\t"A, ""B"""\tAAAI Press\t\n',
    );
  });

  it('writes papers that can be gone through only once', () => {
    const once = [exported(paper)].values();
    expect([...format.write(once, OPTIONS)].join('').split('\n')).toHaveLength(3);
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('makes %j no formula where that is asked for', (title) => {
    const papers = [exported(paperOf({ title }))];
    const options = { ...OPTIONS, columns: ['title'] };
    expect(titlesOf(draftsOf(format, writeAll(format, papers, options)))).toEqual([title]);
    const [draft] = draftsOf(format, writeAll(format, papers, { ...options, spreadsheetSafe: true }));
    expect(draft?.item.title).toBe(`'${title}`);
  });
});

describe('what looks like CSV', () => {
  it.each([
    ['Title,Year\nA,2024', true],
    ['"Key";"Title";"Author"\n', true],
    ['标题\t年份\n', true],
    ['title\nA', false],
    ['A paper, with a comma in its title\n', false],
    ['name,year\n', false],
    ['- title: A\n', false],
  ])('%j: %s', (text, expected) => {
    expect(format.looksLike(text)).toBe(expected);
  });
});
