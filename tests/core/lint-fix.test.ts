import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { redo, undo } from '../../src/core/history.ts';
import { lint } from '../../src/core/lint.ts';
import { fixFindings } from '../../src/core/lint-fix.ts';
import { decideQuote } from '../../src/core/week.ts';
import { textOf, type Week } from '../../src/domain/week.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const WEEK =
  '\uFEFF# 20240517\r\n\r\n## 论文阅读  \r\n\r\n> 一组 \r\n### Alpha  Students 2024AAAi \r\n一句。  \r\n还有一句。  \r\n\r\n---\r\n\r\n## 代码\r\n#### A   B\r\n```\r\nx  \r\n```';
const FIXED =
  '\uFEFF# 20240517\r\n\r\n## 论文阅读\r\n\r\n> 一组\r\n### Alpha Students 2024AAAI\r\n一句。  \r\n还有一句。\r\n\r\n---\r\n\r\n## 代码\r\n#### A   B\r\n```\r\nx  \r\n```';
const NOTE =
  '# Beta Rays \n\n**[2023IcCV](https://example.org/b)\tno code**\t\n\n一句。  \n\n## Introduction \n\n正文 \n\n\tcode  \n';
const NOTE_FIXED = NOTE.replace('Rays \n', 'Rays\n')
  .replace('IcCV', 'ICCV')
  .replace('**\t\n', '**\n')
  .replace('一句。  \n', '一句。\n')
  .replace('Introduction \n', 'Introduction\n')
  .replace('正文 \n', '正文\n');
const TEXTS = { '20240517.md': WEEK, 'beta.md': NOTE };

function imported(texts: Readonly<Record<string, string>> = TEXTS): Library {
  const library = freshLibrary();
  expect(importTexts(library, texts).failures).toEqual([]);
  return library;
}

const weekOf = (library: Library, date = '2024-05-17') => library.weeks.load(date) as Week;
const textsOf = (library: Library) => [textOf(weekOf(library).blocks), library.notes.ofFile('beta.md')?.source];

describe('fixFindings', () => {
  it('puts right what can be, and leaves every other byte', () => {
    const library = imported();
    const texts = fixFindings(library);
    expect(textsOf(library)).toEqual([FIXED, NOTE_FIXED]);
    expect(texts.map(({ at, before, after }) => [at, before, after])).toEqual([
      ['2024-05-17', WEEK, FIXED],
      ['beta.md', NOTE, NOTE_FIXED],
    ]);
    expect(texts.flatMap(({ refused }) => refused)).toEqual([]);
    expect(texts[0]?.fixed.map(({ file, line, check }) => `${file}:${line} ${check}`)).toEqual([
      '20240517.md:3 spaces',
      '20240517.md:5 spaces',
      '20240517.md:6 venue',
      '20240517.md:6 spaces',
      '20240517.md:6 spaces',
      '20240517.md:8 spaces',
    ]);
    expect(lint(library)).toEqual([]);
    expect(fixFindings(library)).toEqual([]);
  });

  it('stores what an import of the fixed files would', () => {
    const library = imported();
    fixFindings(library);
    const fresh = imported({ '20240517.md': FIXED, 'beta.md': NOTE_FIXED });
    const readings = (of: Library) =>
      weekOf(of).blocks.map(({ kind, source, text, reading }) => [kind, source, text, reading]);
    expect(readings(library)).toEqual(readings(fresh));
    expect(library.papers.all()).toEqual(
      fresh.papers.all().map((paper) => ({ ...paper, addedAt: expect.any(String) })),
    );
  });

  it('is one operation, that undo takes back and redo makes again; without findings it is none', () => {
    const library = imported();
    const before = [...canonicalDump(library)];
    const operations = library.operations.heads().length;
    fixFindings(library);
    const after = [...canonicalDump(library)];
    expect(library.operations.heads()).toHaveLength(operations + 1);
    undo(library, 1);
    expect([...canonicalDump(library)]).toEqual(before);
    expect(textsOf(library)).toEqual([WEEK, NOTE]);
    redo(library, 1);
    expect([...canonicalDump(library)]).toEqual(after);
    fixFindings(library);
    expect(library.operations.heads()).toHaveLength(operations + 1);
  });

  it('fixes no more than is asked for', () => {
    const library = imported();
    fixFindings(library, { checks: ['venue'], dates: ['2024-05-17'] });
    expect(textsOf(library)).toEqual([WEEK.replace('AAAi', 'AAAI'), NOTE]);
  });

  it('keeps what the user decided on a quote', () => {
    const text =
      '# 20240517\n\n## 论文阅读\n\n### Alpha 2024AAAI\n一句。\n\n> 评注 \n\n### Beta 2024AAAI\n一句。\n\n> 说不清 \n### Gamma 2024AAAI\n一句。\n';
    const library = imported({ '20240517.md': text });
    decideQuote(library, '2024-05-17', 13, 'theme');
    const kinds = () => weekOf(library).blocks.map(({ kind }) => kind);
    const before = kinds();
    expect(before).toContain('theme');
    fixFindings(library);
    expect(kinds()).toEqual(before);
    expect(textOf(weekOf(library).blocks)).toBe(text.replaceAll(' \n', '\n'));
  });
});

describe('an import after a fix', () => {
  const outcomes = (library: Library, texts: Readonly<Record<string, string>>) =>
    importTexts(library, texts).items.map(({ outcome }) => outcome);

  it('of the files as they were neither undoes it nor clashes', () => {
    const library = imported();
    fixFindings(library);
    expect(outcomes(library, TEXTS)).toEqual(['unchanged', 'unchanged']);
    expect(textsOf(library)).toEqual([FIXED, NOTE_FIXED]);
  });

  it('of files that were edited elsewhere since takes both', () => {
    const library = imported();
    fixFindings(library);
    const edited = {
      '20240517.md': WEEK.replace('A   B', 'A   C'),
      'beta.md': NOTE.replace('\tcode  \n', '\tcode of two  \n'),
    };
    expect(outcomes(library, edited)).toEqual(['merged', 'merged']);
    expect(textsOf(library)).toEqual([
      FIXED.replace('A   B', 'A   C'),
      NOTE_FIXED.replace('\tcode  \n', '\tcode of two  \n'),
    ]);
  });

  it('of the fixed files changes nothing', () => {
    const library = imported();
    fixFindings(library);
    expect(outcomes(library, { '20240517.md': FIXED, 'beta.md': NOTE_FIXED })).toEqual(['unchanged', 'unchanged']);
  });
});
