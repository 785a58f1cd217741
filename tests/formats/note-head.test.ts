import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { FormatError } from '../../src/formats/format.ts';
import { readBoldKeys, readYamlHead } from '../../src/formats/note-head.ts';

/** A head's fields, with only those that say something. */
function said(head: ReturnType<typeof readYamlHead>): Record<string, unknown> | undefined {
  if (head === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(head).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

const yaml = (text: string) => said(readYamlHead(text));
const inHead = (fields: string) => {
  const { end, ...fieldsSaid } = yaml(`---\n${fields}\n---\n文字\n`) ?? {};
  expect(end).toBe(fields.length + 9);
  return fieldsSaid;
};

describe('readYamlHead', () => {
  it('reads fields under their English and Chinese names, in any case', () => {
    expect(inHead('Title: T\nAuthor: Wei Li\nJournal: TIP\nYear: 2021\nLink: https://e.org/p')).toEqual({
      title: 'T',
      authors: ['Wei Li'],
      venue: 'TIP',
      year: '2021',
      url: 'https://e.org/p',
    });
    expect(inHead('标题: 题\n作者: 李伟、王强\n期刊: 软件学报\n年份: 2023\n日期: 2024年5月17日\n代码: 无')).toEqual({
      title: '题',
      authors: ['李伟', '王强'],
      venue: '软件学报',
      year: '2023',
      date: '2024-05-17',
      code: '无',
    });
  });

  it.each([
    ['authors: [Wei Li, Bo Xu]', ['Wei Li', 'Bo Xu']],
    ['authors:\n  - Wei Li\n  - Bo Xu', ['Wei Li', 'Bo Xu']],
    ['authors: Wei Li; Bo Xu', ['Wei Li', 'Bo Xu']],
    ['authors: "[[Wei Li]]、 [[Bo Xu]]"', ['Wei Li', 'Bo Xu']],
    ['authors:', undefined],
  ])('reads the names of %j', (fields, authors) => {
    expect(inHead(fields)['authors']).toEqual(authors);
  });

  it('reads blocks and folded lines as YAML does', () => {
    expect(inHead('title: >-\n  A Title\n  in Two Lines\nabstract: |\n  more\n  lines')).toEqual({
      title: 'A Title in Two Lines',
    });
  });

  it('takes the identifier and the address out of what stands around them', () => {
    expect(inHead('arxiv: "arXiv:2203.11171v3"')).toEqual({ arxiv: '2203.11171' });
    expect(inHead('arxiv: https://arxiv.org/abs/2203.11171')).toEqual({
      arxiv: '2203.11171',
      url: 'https://arxiv.org/abs/2203.11171',
    });
    expect(inHead('code: "[repo](https://github.com/a/b)"')).toEqual({ code: 'https://github.com/a/b' });
  });

  it('takes the first of two keys that mean one field', () => {
    expect(inHead('venue: AAAI\nconference: CVPR')).toEqual({ venue: 'AAAI' });
  });

  it.each(['layout: post', '# 注释\nlayout: post', '"layout": post'])(
    'passes over the other fields of %j',
    (fields) => {
      expect(inHead(fields)).toEqual({});
    },
  );

  it('gives the place behind it, with any line ends and a byte order mark', () => {
    expect(yaml('---\r\ntitle: T\r\n---\r\nx')).toEqual({ title: 'T', end: 20 });
    expect(yaml('\uFEFF---\ntitle: T\n--- \nx')).toEqual({ title: 'T', end: 19 });
    expect(yaml('---\rtitle: T\r---')).toEqual({ title: 'T', end: 16 });
  });

  it.each([
    '',
    '# T\n\n---\ntitle: x\n---\n',
    '---\ntitle: x\n',
    '---\n\n一句话\n\n---\n',
    '---\nA sentence\nof two lines\n---\n',
    '----\ntitle: x\n----\n',
    ' ---\ntitle: x\n---\n',
  ])('finds no head in %j', (text) => {
    expect(yaml(text)).toBeUndefined();
  });

  it.each([
    ['---\ntitle: a: b\n---\n', 2],
    ['---\nyear: 2022\ntitle: "open\n---\n', 3],
    ['---\ntitle: x\ntitle: y\n---\n', 3],
  ])('refuses %j with its line', (text, line) => {
    try {
      readYamlHead(text);
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      expect((error as FormatError).line).toBe(line);
      return;
    }
    expect.unreachable();
  });

  it.each([`---\na: &x [1]\nb: [${'*x,'.repeat(40)}*x]\n---\n`, '---\ntitle: *nothing\n---\n'])(
    'refuses the aliases of %j',
    (text) => {
      expect(() => readYamlHead(text)).toThrow(FormatError);
    },
  );

  it('reads back the texts and lists that a YAML writer wrote, whatever they hold', () => {
    const words = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    const name = fc.stringMatching(/^[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}$/);
    fc.assert(
      fc.property(words, words, fc.array(name, { minLength: 1, maxLength: 4 }), (title, venue, authors) => {
        const written = stringify({ title, venue, authors, other: { deep: [title] } });
        fc.pre(!/^---/m.test(written));
        const head = `---\n${written}---\n`;
        expect(yaml(`${head}文字`)).toEqual({ title, venue, authors, end: head.length });
      }),
    );
  });
});

describe('readBoldKeys', () => {
  it('reads lines of bold keys, with a colon of either width, between blank lines', () => {
    const text = '# T\n\n**会议**: AAAI 2026  \n\n**代码**：无\n**备注**: 好\n\n总结\n';
    expect(said(readBoldKeys(text, 4))).toEqual({ venue: 'AAAI 2026', code: '无', end: text.indexOf('\n总结') });
  });

  it('ends at the first line that is none', () => {
    const text = '**会议**: AAAI 2026\n文字\n**代码**: 无\n';
    expect(said(readBoldKeys(text, 0))).toEqual({ venue: 'AAAI 2026', end: text.indexOf('文字') });
  });

  it.each(['', '文字', '**优点**: 快\n**缺点**: 慢\n', '**会议** AAAI 2026\n', '会议: AAAI 2026\n'])(
    'finds none in %j',
    (text) => {
      expect(readBoldKeys(text, 0)).toBeUndefined();
    },
  );

  it('reads any text from any place without throwing, and ends within it', () => {
    const line = fc.constantFrom('**会议**: AAAI', '**a**: b', '**', '**: ', '\r', '', '文字', '**作者**： 李伟，');
    const text = fc.array(line).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.nat({ max: 40 }), (source, at) => {
        const start = Math.min(at, source.length);
        const end = readBoldKeys(source, start)?.end ?? start;
        expect(start <= end && end <= source.length).toBe(true);
      }),
    );
  });
});
