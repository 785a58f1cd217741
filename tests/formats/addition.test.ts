import { describe, expect, it } from 'vitest';
import { toAddition } from '../../src/domain/schema.ts';
import { UsageError } from '../../src/errors.ts';
import { readAdditionText, readFields } from '../../src/formats/addition.ts';
import { english } from '../helpers/english.ts';

function failure(text: string): { message: string; hint: string | undefined } {
  try {
    readAdditionText(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    const { message, hint } = error as UsageError;
    return { message, hint: english(hint) };
  }
  throw new Error('nothing was refused');
}

describe('readAdditionText', () => {
  describe('with a title line', () => {
    it('reads the line alone', () => {
      expect(readAdditionText('A Fast Student 2022CVPR')).toEqual({ title: 'A Fast Student 2022CVPR' });
    });

    it('reads the summary and bullets below it', () => {
      expect(readAdditionText('\n  A Fast Student 2022CVPR  \r\n\r\n一段摘要。\r\n- 要点一\r\n- 要点二\r\n')).toEqual({
        title: 'A Fast Student 2022CVPR',
        summary: '一段摘要。',
        'key-idea': ['要点一', '要点二'],
      });
    });

    it('reads behind a byte order mark', () => {
      expect(readAdditionText('\ufeffA Fast Student')).toEqual({ title: 'A Fast Student' });
    });

    it('reads an empty text as an empty title, which is refused later', () => {
      expect(readAdditionText(' \n')).toEqual({ title: '' });
      expect(() => toAddition(readAdditionText(''), '2024-05-17')).toThrow('title is empty');
    });
  });

  describe('with a YAML head', () => {
    it('reads the head, and the body below it', () => {
      const text = '---\ntitle: "Whitened: A Student"\nyear: 2024\ntag: [whitening]\n---\n\n一段摘要。\n\n- 要点\n';
      expect(readAdditionText(text)).toEqual({
        title: 'Whitened: A Student',
        year: 2024,
        tag: ['whitening'],
        summary: '一段摘要。',
        'key-idea': ['要点'],
      });
    });

    it.each(['\n', '\r\n', '\r'])('takes %j as its line end', (end) => {
      expect(readAdditionText(['---', 'title: A', 'year: 2024', '---', '摘要'].join(end))).toEqual({
        title: 'A',
        year: 2024,
        summary: '摘要',
      });
    });

    it('needs no body', () => {
      expect(readAdditionText('---\ntitle: A\n---')).toEqual({ title: 'A' });
    });

    it('knows fields by other names and in other case', () => {
      const text =
        '---\nTitle: A\nAuthors: [Ada, Alan]\ntags: [a]\nkey-ideas: [b]\njournal: TPAMI\npages: 1-9\nNumber: 3\n---\n';
      expect(readAdditionText(text)).toEqual({
        title: 'A',
        author: ['Ada', 'Alan'],
        tag: ['a'],
        'key-idea': ['b'],
        venue: 'TPAMI',
        page: '1-9',
        issue: 3,
      });
    });

    it('keeps an unknown field under its name, so that it is refused by it', () => {
      const fields = readAdditionText('---\ntitle: A\nColour: red\n---\n');
      expect(fields).toEqual({ title: 'A', Colour: 'red' });
      expect(() => toAddition(fields, '2024-05-17')).toThrow('unknown field "Colour"');
    });

    it('takes an empty field as not set', () => {
      expect(toAddition(readAdditionText('---\ntitle: A\nvenue:\n---\n'), '2024-05-17').venue).toBeUndefined();
    });

    it.each([
      ['---\ntitle: A: B\n---\n', 2],
      ['---\ntitle: A\nvenue: B\ntag: [a\n---\n', 4],
      ['---\ntitle: A\ntag: *nothing\n---\n', 1],
      ['---\r\ntitle: A\r\nvenue: B: C\r\nyear: 2024\r\n---\r\n', 3],
    ])('names the line of broken YAML in %j', (text, line) => {
      const { message, hint } = failure(text);
      expect(message).toMatch(new RegExp(`^line ${line} of the head is no YAML: \\S`));
      expect(hint).toContain('quotes');
    });

    it('refuses a head that is no mapping', () => {
      expect(failure('---\n- a\n- b\n---\n').message).toBe('the head is no list of fields');
      expect(failure('---\njust words\n---\n').message).toBe('the head is no list of fields');
    });
  });
});

describe('readFields', () => {
  it.each([null, 'words', 7, ['a']])('refuses %j', (value) => {
    expect(() => readFields(value)).toThrow(UsageError);
  });

  it('gives the fields by the names of the flags', () => {
    expect(readFields({ Authors: ['Ada'], DOI: '10.1000/x', other: 1 })).toEqual({
      author: ['Ada'],
      doi: '10.1000/x',
      other: 1,
    });
  });
});
