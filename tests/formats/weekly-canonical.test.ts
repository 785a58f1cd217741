import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Week } from '../../src/domain/week.ts';
import { joinNotes, printAsWritten, printCanonical } from '../../src/formats/weekly-canonical.ts';
import { ROOT } from '../helpers/io.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const fixture = (name: string) => readFileSync(join(ROOT, 'tests', 'fixtures', name), 'utf8');

/** Imports the note into a library of its own, and gives the week and its two printings. */
function print(text: string): { week: Week; written: string; canonical: string } {
  const library = freshLibrary();
  const { items: weeks, failures } = importTexts(library, { '20240517.md': text });
  expect(failures).toEqual([]);
  expect(weeks.map(({ date }) => date)).toEqual(['2024-05-17']);
  const week = library.weeks.load('2024-05-17');
  if (week === undefined) throw new Error('the week is not in the library');
  const papers = library.papers.ids().flatMap((id) => library.papers.get(id) ?? []);
  const canonical = printCanonical(week, new Map(papers.map((paper) => [paper.id, paper])));
  return { week, written: printAsWritten(week), canonical };
}

/** What a printing must keep: each reading's title, theme, text and flags, and the words of all else. */
function content({ blocks }: Week): unknown[] {
  const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();
  const parts: unknown[][] = [];
  for (const { kind, source, text, reading } of blocks) {
    if (kind === 'rule' || kind === 'title') continue;
    const last = parts.at(-1);
    if (reading !== null) {
      const { title, venue, year, rank, unsure, ranCode, refersTo, sharesText, spans, themeId } = reading;
      const theme = blocks.find(({ id }) => id === themeId)?.text ?? '';
      const own = [...(spans.summary === undefined ? [] : [spans.summary]), ...spans.keyIdeas, ...spans.remarks];
      const texts = own.map((span) => squeeze(source.slice(...span)));
      parts.push([squeeze(title), venue, year, rank, unsure, ranCode, refersTo, sharesText, squeeze(theme), texts]);
    } else if (kind === 'prose' && last?.[0] === 'prose') {
      // Rules between pieces of prose are decoration.
      last[1] = squeeze(`${last[1]} ${text}`);
    } else {
      parts.push([kind, squeeze(text)]);
    }
  }
  return parts;
}

describe('printCanonical', () => {
  it('prints a note in the house style', () => {
    expect(print(fixture('weekly-with-everything.md')).canonical).toBe(fixture('canonical-week.md'));
  });

  it('prints what is in the house style as it is', () => {
    const text = fixture('canonical-week.md');
    expect(print(text).canonical).toBe(text);
  });

  it('keeps all that the note says', () => {
    const { week, canonical } = print(fixture('weekly-with-everything.md'));
    expect(content(print(canonical).week)).toEqual(content(week));
  });

  it.each([
    ['a back-reference that is unsure', '### A Fast Student 2018Idiap-0322?\n'],
    ['a known venue that is unsure', '### A Fast Student 2022CVPR? (code)\n'],
    ['a rank', '### A Fast Student 2016CIKM CCF-B\n'],
    ['a year and month', '### A Fast Student arXiv2209\n'],
    ['a Chinese journal', '### 知识蒸馏综述2023软件学报\n'],
    ['no tag', '### An Untagged Paper\n'],
    ['a year as part of the title', '### Report on the Challenge 2023\n'],
    ['a theme over nothing', '> 空组\n\n---\n\n> 组二\n### A Fast Student 2022CVPR\n'],
    [
      'a reading without theme behind one with',
      '> 组一\n### A Fast Student 2022CVPR\n\n---\n\n### A Slow Teacher 2021ICCV\n',
    ],
    ['themes that are headings', '### 组\n#### A Fast Student 2022CVPR\n'],
    ['remarks only', '### A Fast Student 2022CVPR\n> 评论\n\n### A Slow Teacher 2021ICCV\n'],
    ['a quote that could be either', '### A Fast Student 2022CVPR\n\n甲。\n\n> 两可\n### A Slow Teacher 2021ICCV\n'],
    ['prose between theme and paper', '> 组一\n\n插一句。\n\n### A Fast Student 2022CVPR\n'],
    ['prose behind a rule', '### A Fast Student 2022CVPR\n\n甲。\n\n---\n\n- 以上\n- 是本周的全部\n'],
    ['another level-1 heading', '### A Fast Student 2022CVPR\n\n# 另一个标题\n\n## 小节\n\n---\n'],
  ])('keeps %s, and prints it again the same', (_, section) => {
    const { week, canonical } = print(`# 20240517\n\n---\n\n## 论文阅读\n\n${section}`);
    const again = print(canonical);
    expect(again.canonical).toBe(canonical);
    expect(content(again.week)).toEqual(content(week));
  });

  it('ends every note with one line end', () => {
    expect(print('# 20240517').canonical).toBe('# 20240517\n');
    expect(print('# 20240517\r\n\r\n\r\n').canonical).toBe('# 20240517\n');
  });

  it('prints the facts of the papers, not the words of the headings', () => {
    const { week } = print('# 20240517\n\n## 论文阅读\n\n### A Fsat Student 2022CVPR\n\n甲。\n');
    const id = week.blocks[2]?.reading?.paperId ?? 0;
    const facts = new Map([[id, { title: 'A Fast Student', venue: 'ACM MM', year: 2021 }]]);
    expect(printCanonical(week, facts)).toBe(
      '# 20240517\n\n---\n\n## 论文阅读\n\n### A Fast Student 2021 ACM MM\n甲。\n',
    );
  });

  it('prints any note the same again', () => {
    const piece = fc.constantFrom(
      '## 论文阅读',
      '## 代码实践  ',
      '### A Fast Student 2022CVPR',
      '### A Slow Teacher  2021ICCV-0315',
      '### A Third Way 2020 ECCV (code)',
      '#### 细节',
      '> 组一',
      '> 第一行\n> 第二行',
      '---',
      '```\n# 代码\n```',
      '- 要点一\n- 要点二',
      '正文一句。',
      '',
      '',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
        const { week, canonical } = print(`# 20240517\n\n## 论文阅读\n\n${pieces.join('\n')}\n`);
        const again = print(canonical);
        expect(again.canonical).toBe(canonical);
        expect(content(again.week)).toEqual(content(week));
      }),
      { numRuns: 40 },
    );
  });
});

describe('printAsWritten', () => {
  it('prints the bytes of the note', () => {
    for (const name of ['weekly-with-everything.md', 'canonical-week.md']) {
      expect(print(fixture(name)).written).toBe(fixture(name));
    }
    const typed = fixture('canonical-week.md').replaceAll('\n', '\r\n').trimEnd();
    expect(print(typed).written).toBe(typed);
  });
});

describe('joinNotes', () => {
  it('puts a blank line between notes, and nothing else', () => {
    expect(joinNotes([])).toBe('');
    expect(joinNotes(['# a'])).toBe('# a');
    expect(joinNotes(['# a', '# b\n', '# c\n\n', '# d'])).toBe('# a\n\n# b\n\n# c\n\n# d');
    expect(joinNotes(['# a\r\n\r\n\r\n', '# b'])).toBe('# a\r\n\r\n\r\n# b');
  });
});
