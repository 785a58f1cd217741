import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../../src/core/dump.ts';
import { setFacts } from '../../src/core/facts.ts';
import { importNotes } from '../../src/core/import.ts';
import { CHECKS, type Check } from '../../src/core/lint/finding.ts';
import { type LintOptions, lint } from '../../src/core/lint.ts';
import { textOfMessage } from '../../src/domain/message.ts';
import type { PaperFacts } from '../../src/domain/paper.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const week = (date: string, papers: string) => `# ${date}\n\n## 论文阅读\n\n${papers}`;

function imported(texts: Readonly<Record<string, string>>): Library {
  const library = freshLibrary();
  expect(importTexts(library, texts).failures).toEqual([]);
  return library;
}

/** The findings of one check, as `place:line: words`. */
function found(library: Library, check: Check, options: LintOptions = {}): string[] {
  return lint(library, { checks: [check], ...options }).map(
    ({ at, file, line, message }) => `${file ?? at}${line === null ? '' : `:${line}`}: ${textOfMessage(message)}`,
  );
}

/** Sets facts of the paper Alpha. */
function set(library: Library, facts: Partial<PaperFacts>): void {
  library.write(() => setFacts(library, library.papers.withTitle('Alpha')?.id ?? 0, facts));
}

describe('the place of a finding', () => {
  const two = `${week('20240517', '### Alpha 2024AAAi\n一句。\n\n')}${week('20240510', '### Beta 2024AAAi\n一句。\n')}`;

  it('is the line of the file, where the file holds the week alone', () => {
    const library = imported({ '20240517.md': week('20240517', '### Alpha 2024AAAi\n一句。\n') });
    expect(lint(library)).toMatchObject([{ at: '2024-05-17', file: '20240517.md', line: 5 }]);
  });

  it('is the line of the week, where its file holds others too', () => {
    const found = lint(imported({ 'notes.md': two }));
    expect(found.map(({ at, file, line }) => [at, file, line])).toEqual([
      ['2024-05-10', undefined, 5],
      ['2024-05-17', undefined, 5],
    ]);
  });
});

describe('venue', () => {
  it.each([
    ['2024AAAi', 'venue "AAAi" is read as AAAI', 'AAAI'],
    ['AAAi 2024', 'venue "AAAi" is read as AAAI', 'AAAI'],
    ["AAAi'24", 'venue "AAAi" is read as AAAI', 'AAAI'],
    ['2024AAAi (code)', 'venue "AAAi" is read as AAAI', 'AAAI'],
    ['2022NeruIPS', 'venue "NeruIPS" is read as NeurIPS', 'NeurIPS'],
    ['2024arxiv', 'venue "arxiv" is read as arXiv', 'arXiv'],
    ['2021 ieee transactions on image processing', /is read as/, 'IEEE Transactions on Image Processing'],
  ])('finds %s once, with the spelling that is known', (tag, message, spelling) => {
    const findings = lint(imported({ '20240517.md': week('20240517', `### Alpha of AAAi ${tag}\n一句。\n`) }));
    expect(findings).toMatchObject([{ check: 'venue', line: 5, fix: { text: spelling } }]);
    const [only] = findings;
    expect(only && textOfMessage(only.message)).toMatch(message);
    // The title may hold the same letters.
    const start = '# 20240517\n\n## 论文阅读\n\n### Alpha of AAAi '.length;
    expect(only?.fix?.start).toBeGreaterThanOrEqual(start);
  });

  it.each(['2022NIPS', '2024AAAI', 'CVPR 2022', '2022CVPR Workshop', '2021 IEEE Transactions on Image Processing'])(
    'takes %s as it is',
    (tag) => {
      const library = imported({ '20240517.md': week('20240517', `### Alpha ${tag}\n一句。\n`) });
      expect(found(library, 'venue')).toEqual([]);
    },
  );

  it('finds the label of a note, not the address behind it', () => {
    const text = '# Alpha\n\n**[AAAi 2024](https://example.org/AAAi/2024AAAi)\tno code**\n';
    const [only] = lint(imported({ 'a.md': text }));
    expect(only).toMatchObject({ check: 'venue', file: 'a.md', line: 3 });
    expect(only?.fix).toMatchObject({ start: text.indexOf('AAAi'), end: text.indexOf('AAAi') + 4, text: 'AAAI' });
  });
});

describe('back-reference', () => {
  const texts = (later: string) => ({
    '20240510.md': week('20240510', '### Alpha 2024AAAI\n一句。\n'),
    '20240517.md': week('20240517', later),
  });

  it('finds a paper that was read in full in two weeks, and says how to refer back', () => {
    expect(found(imported(texts('### Alpha 2024AAAI\n又读。\n')), 'back-reference')).toEqual([
      '20240517.md:5: was read in 2024-05-10 already: -0510 behind the tag would say so',
    ]);
  });

  it('takes a back-reference as one', () => {
    expect(found(imported(texts('### Alpha 2024AAAI-0510\n')), 'back-reference')).toEqual([]);
  });

  it('finds one to a week without the paper, or without a note', () => {
    expect(found(imported(texts('### Beta 2024AAAI-0510\n\n### Gamma 2024AAAI-0503\n')), 'back-reference')).toEqual([
      '20240517.md:5: refers back to 2024-05-10, whose note does not have the paper',
      '20240517.md:7: refers back to 2024-05-03, of which there is no note',
    ]);
  });
});

describe('link', () => {
  const library = () => imported({ '20240517.md': week('20240517', '### Alpha 2024CVPR\n一句。\n') });
  const link = (venue: string) => `https://openaccess.thecvf.com/content/${venue}/html/a_paper.html`;
  const withUrl = (url: string) => {
    const filled = library();
    set(filled, { url });
    return found(filled, 'link');
  };

  it('finds a link into the proceedings of another venue or year', () => {
    expect(withUrl(link('ICCV2023'))).toEqual(['alpha-2024: it is of CVPR 2024, but its link leads to ICCV 2023']);
    expect(withUrl(link('CVPR2023'))).toEqual(['alpha-2024: it is of CVPR 2024, but its link leads to CVPR 2023']);
  });

  it('takes the right link, and one that says nothing of a venue', () => {
    expect(withUrl(link('CVPR2024'))).toEqual([]);
    expect(withUrl('https://arxiv.org/abs/2401.00001')).toEqual([]);
  });

  it('does not say again what is doubtful in a note', () => {
    const text = `# Alpha\n\n**[CVPR 2024](${link('ICCV2023')})**\n`;
    expect(lint(imported({ 'a.md': text })).map(({ check }) => check)).toEqual(['doubt']);
  });
});

describe('the checks on request', () => {
  const library = imported({
    '20240517.md': week(
      '20240517',
      '> 一组\n### Alpha 2024AAAI\n一句。\n\n> 两篇\n### Beta 2024AAAI\n一句。\n- 要点\n\n### Gamma 2024AAAI\n- 只有要点\n\n### Delta 2019Nowhere?\n',
    ),
  });

  it('are left out otherwise', () => {
    expect(new Set(lint(library).map(({ check }) => check))).toEqual(new Set(['doubt']));
  });

  it('key-idea finds a summary that stands alone', () => {
    expect(found(library, 'key-idea')).toEqual(['20240517.md:6: a summary without a key idea']);
  });

  it('theme finds a theme over one paper', () => {
    expect(found(library, 'theme')).toEqual(['20240517.md:5: a theme over one paper']);
  });

  it('citing finds what a citation lacks', () => {
    const bare = imported({
      '20240517.md': week('20240517', '### 2401.00001\n一句。\n\n### Alpha 2024AAAI\n一句。\n'),
    });
    set(bare, { authors: ['Wei Li'] });
    const key = bare.papers.withTitle('2401.00001')?.citationKey;
    expect(found(bare, 'citing')).toEqual([
      `${key}: lacks authors, venue, year for a citation`,
      `${key}: its title is only an identifier`,
    ]);
  });
});

describe('image', () => {
  const there = new Set(['/notes', '/notes/', '/notes/imgs', '/notes/imgs/one.png', '/notes/imgs/图 二.png']);
  const exists = (path: string) => there.has(path);
  const findings = (body: string, folder = '/notes') => {
    const library = freshLibrary();
    const bytes = new TextEncoder().encode(`# Alpha\n\n**AAAI 2024**\n\n${body}\n`);
    const file = { path: 'a.md', name: 'a.md', file: 'a.md', folder, pieces: () => [bytes] };
    expect(importNotes(library, [file], { replace: false }).failures).toEqual([]);
    return found(library, 'image', { exists });
  };

  it.each([
    '![一](imgs/one.png)',
    '![](<imgs/图 二.png>)',
    '![](imgs/%E5%9B%BE%20%E4%BA%8C.png "标题")',
    '<img src="imgs/one.png" width="50%">',
  ])('takes %s, which is there', (image) => {
    expect(findings(image)).toEqual([]);
  });

  it.each([
    '![](https://example.org/a.png)',
    '![](data:image/png;base64,AAAA)',
    '![](/root.png)',
    '![](C:\\a.png)',
    '[x](imgs/no.png)',
  ])('leaves %s, which is no relative image', (image) => {
    expect(findings(image)).toEqual([]);
  });

  it('finds those that are not there', () => {
    expect(findings('![](imgs/two.png) ![](imgs/图(3).png)\n<img src="imgs/x.png">')).toEqual([
      'a.md:5: the image imgs/two.png is not there',
      'a.md:5: the image imgs/图(3).png is not there',
      'a.md:6: the image imgs/x.png is not there',
    ]);
  });

  it('says once that a whole folder is not there', () => {
    expect(findings('![](pics/a.png)\n![](pics/b.png)')).toEqual([
      'a.md:5: the folder pics with its images is not there',
    ]);
  });

  it('says nothing of a note whose own folder is not there any more, or of code', () => {
    expect(findings('![](imgs/two.png)', '/gone')).toEqual([]);
    expect(findings('```\n![](imgs/two.png)\n```')).toEqual([]);
  });
});

describe('what is looked at', () => {
  const texts = {
    '20240510.md': week('20240510', '### Alpha 2024AAAi \n一句。\n'),
    '20240517.md': week('20240517', '> 组 \n### Beta 2024AAAi\n一句。\n\n### Gamma 2024AAAi\n一句。\n'),
    'a.md': '# Beta\n\n**AAAi 2024** \n',
  };
  const places = (options: LintOptions) => {
    return lint(imported(texts), options).map(({ check, file, line }) => `${file}:${line} ${check}`);
  };

  it('is all, in order of weeks, notes and lines', () => {
    expect(places({})).toEqual([
      '20240510.md:5 venue',
      '20240510.md:5 spaces',
      '20240517.md:5 spaces',
      '20240517.md:6 venue',
      '20240517.md:9 venue',
      'a.md:3 venue',
      'a.md:3 spaces',
    ]);
  });

  it('can be some weeks, some papers, some checks', () => {
    expect(places({ dates: ['2024-05-10'] })).toEqual(['20240510.md:5 venue', '20240510.md:5 spaces']);
    const beta = imported(texts).papers.withTitle('Beta')?.id ?? 0;
    // A theme is a matter of the papers under it.
    expect(places({ paperIds: [beta] })).toEqual([
      '20240517.md:5 spaces',
      '20240517.md:6 venue',
      'a.md:3 venue',
      'a.md:3 spaces',
    ]);
    expect(places({ checks: ['spaces'], dates: ['2024-05-17'], paperIds: [beta] })).toEqual(['20240517.md:5 spaces']);
    expect(places({ paperIds: [] })).toEqual([]);
  });

  it('is not changed', () => {
    const library = imported(texts);
    const before = [...canonicalDump(library)];
    lint(library, { checks: CHECKS, exists: () => true });
    expect([...canonicalDump(library)]).toEqual(before);
  });
});
