// The links of a paper that has them from notes, from bibliographies and from the user.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { importNotes } from '../../src/core/import.ts';
import { mergePapers } from '../../src/core/merge-papers.ts';
import { setPapers } from '../../src/core/set-paper.ts';
import type { Link } from '../../src/domain/paper.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const TITLE = 'Cumulative Spatial Students for Vision Transformers';
const PAGE = 'https://e.org/page';
const OTHER_PAGE = 'https://e.org/other-page';
const CODE = 'https://e.org/code';
const BIB_PAGE = 'https://e.org/bibliography';
const BIB_CODE = 'https://e.org/bibliography-code';

const note = (page: string | undefined, cells: string, date = '20240510') =>
  `# ${TITLE}\n\n**${page === undefined ? 'ICCV 2023' : `[ICCV 2023](${page})`}\t${cells}\t${date}**\n\n一句话。\n`;
const WITH_CODE = note(PAGE, `[code](${CODE})`);
const FROM_NOTE: Link = { role: 'code', url: CODE, text: 'code' };
const FROM_BIBLIOGRAPHY: Link = { role: 'code', url: BIB_CODE };
const page = (url: string): Link => ({ role: 'paper', url });

function takeBibliography(library: Library, url: string | undefined = BIB_PAGE, links = [FROM_BIBLIOGRAPHY]): void {
  const item = { type: 'article', title: TITLE, ...(url === undefined ? {} : { URL: url }) };
  const format = { name: 'bibtex', encodings: [], read: () => [{ line: 1, item, links }] };
  const path = 'refs.bib';
  importNotes(library, [{ path, name: path, file: path, folder: '', pieces: () => [], format }], { replace: false });
}

function stated(library: Library) {
  const { url, links } = library.papers.withTitle(TITLE) ?? expect.unreachable(`no paper ${TITLE}`);
  return { url, links: links.map((link) => JSON.parse(JSON.stringify(link)) as Link) };
}

describe('the links of a paper', () => {
  it('are those of its note and its bibliography, whichever came first', () => {
    const [forth, back] = [freshLibrary(), freshLibrary()];
    takeBibliography(forth);
    importTexts(forth, { 'a.md': WITH_CODE });
    importTexts(back, { 'a.md': WITH_CODE });
    takeBibliography(back);
    expect(stated(forth)).toEqual({ url: PAGE, links: [FROM_NOTE, FROM_BIBLIOGRAPHY, page(BIB_PAGE)] });
    expect(stated(back)).toEqual(stated(forth));
  });

  it('stay when a note that gave none of them changes', () => {
    const library = freshLibrary();
    importTexts(library, { 'a.md': WITH_CODE });
    takeBibliography(library);
    importTexts(library, { 'a.md': `${WITH_CODE}\n再一句。\n` });
    expect(stated(library)).toEqual({ url: PAGE, links: [FROM_NOTE, FROM_BIBLIOGRAPHY, page(BIB_PAGE)] });
  });

  it('are no longer what a note has taken out or changed', () => {
    const library = freshLibrary();
    importTexts(library, { 'a.md': WITH_CODE });
    takeBibliography(library);
    importTexts(library, { 'a.md': note(OTHER_PAGE, 'no code') });
    const absence: Link = { role: 'code', text: 'no code' };
    expect(stated(library)).toEqual({ url: OTHER_PAGE, links: [absence, FROM_BIBLIOGRAPHY, page(BIB_PAGE)] });
    importTexts(library, { 'a.md': note(undefined, 'CIFAR') });
    expect(stated(library)).toEqual({ url: BIB_PAGE, links: [FROM_BIBLIOGRAPHY] });
  });

  it('go with the note that alone gave them', () => {
    const library = freshLibrary();
    importTexts(library, { 'a.md': WITH_CODE });
    importTexts(library, { 'a.md': note(undefined, 'CIFAR') });
    expect(stated(library)).toEqual({ url: undefined, links: [] });
  });

  it('are those of all its notes; another note that gives what one takes out keeps it', () => {
    const library = freshLibrary();
    const later = note(OTHER_PAGE, `[code](${CODE})`, '20240601');
    importTexts(library, { 'b.md': later });
    importTexts(library, { 'a.md': WITH_CODE });
    expect(stated(library)).toEqual({ url: PAGE, links: [FROM_NOTE, page(OTHER_PAGE)] });
    importTexts(library, { 'a.md': note(undefined, 'CIFAR') });
    expect(stated(library)).toEqual({ url: OTHER_PAGE, links: [FROM_NOTE] });
  });

  it('that the user set stay, with the page of a bibliography that a note takes the place of', () => {
    const library = freshLibrary();
    takeBibliography(library);
    const { id } = library.papers.withTitle(TITLE) ?? expect.unreachable();
    setPapers(library, [id], { links: { code: ['https://e.org/own'] } });
    importTexts(library, { 'a.md': WITH_CODE });
    const own: Link = { role: 'code', url: 'https://e.org/own' };
    expect(stated(library)).toEqual({ url: PAGE, links: [own, page(BIB_PAGE)] });
    importTexts(library, { 'a.md': note(OTHER_PAGE, 'no code') });
    expect(stated(library)).toEqual({ url: OTHER_PAGE, links: [own, page(BIB_PAGE)] });
  });

  it('are kept by a paper whose address the user set or emptied', () => {
    const library = freshLibrary();
    takeBibliography(library);
    const { id } = library.papers.withTitle(TITLE) ?? expect.unreachable();
    setPapers(library, [id], { url: null });
    importTexts(library, { 'a.md': WITH_CODE });
    expect(stated(library)).toEqual({ url: undefined, links: [FROM_NOTE, FROM_BIBLIOGRAPHY] });
  });

  it('move with a note that becomes one on another paper', () => {
    const library = freshLibrary();
    importTexts(library, { 'a.md': WITH_CODE, 'b.md': note(undefined, 'CIFAR').replace(TITLE, 'Quite Another Work') });
    takeBibliography(library);
    importTexts(library, { 'a.md': WITH_CODE.replace(TITLE, 'Quite Another Work') });
    expect(stated(library)).toEqual({ url: BIB_PAGE, links: [FROM_BIBLIOGRAPHY] });
    expect(library.papers.withTitle('Quite Another Work')).toMatchObject({ url: PAGE, links: [{ url: CODE }] });
  });

  it('of a paper that another was taken into are still those of its notes', () => {
    const library = freshLibrary();
    takeBibliography(library);
    importTexts(library, { 'a.md': note(PAGE, 'CIFAR').replace(TITLE, 'Quite Another Work') });
    mergePapers(library, [1, 2]);
    expect(library.papers.get(1)?.setByUser).not.toContain('links');
    expect(stated(library)).toEqual({ url: BIB_PAGE, links: [FROM_BIBLIOGRAPHY, page(PAGE)] });
    importTexts(library, { 'a.md': WITH_CODE.replace(TITLE, 'Quite Another Work') });
    expect(stated(library)).toEqual({ url: BIB_PAGE, links: [FROM_NOTE, FROM_BIBLIOGRAPHY, page(PAGE)] });
  });

  it('are code where one source calls a repository code and another the page', () => {
    const [forth, back] = [freshLibrary(), freshLibrary()];
    takeBibliography(forth, CODE, []);
    importTexts(forth, { 'a.md': WITH_CODE });
    importTexts(back, { 'a.md': WITH_CODE });
    takeBibliography(back, CODE, []);
    expect(stated(forth)).toEqual({ url: PAGE, links: [FROM_NOTE] });
    expect(stated(back)).toEqual(stated(forth));
  });

  it('are the same in any order of sources, and recorded once', () => {
    type Source = readonly [string, (library: Library) => void];
    const sources: readonly Source[] = [
      ['a.md', (library) => importTexts(library, { 'a.md': WITH_CODE })],
      ['b.md', (library) => importTexts(library, { 'b.md': note(OTHER_PAGE, 'no code', '20240601') })],
      [
        'week',
        (library) => importTexts(library, { '20240517.md': `# 20240517\n\n## 论文阅读\n\n### ${TITLE} 2023ICCV\n` }),
      ],
      ['refs', (library) => takeBibliography(library)],
    ];
    const expected = {
      url: PAGE,
      links: [FROM_NOTE, { role: 'code', text: 'no code' }, FROM_BIBLIOGRAPHY, page(BIB_PAGE), page(OTHER_PAGE)],
    };
    const sorted = ({ url, links }: ReturnType<typeof stated>) => ({
      url,
      links: links.map((link) => JSON.stringify(link)).sort(),
    });
    fc.assert(
      fc.property(fc.shuffledSubarray([...sources], { minLength: sources.length }), (order) => {
        const library = freshLibrary();
        for (const [, take] of order) take(library);
        expect(sorted(stated(library))).toEqual(sorted(expected as ReturnType<typeof stated>));
        const before = [...canonicalDump(library)];
        const operations = library.operations.heads().length;
        for (const [, take] of order) take(library);
        expect([...canonicalDump(library)]).toEqual(before);
        expect(library.operations.heads()).toHaveLength(operations);
      }),
      { numRuns: 24 },
    );
  });
});
