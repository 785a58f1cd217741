import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ExportPaper } from '../../src/formats/foreign.ts';
import { readYamlHead } from '../../src/formats/note-head.ts';
import { isUntouched, writeVault } from '../../src/formats/obsidian.ts';
import { readPaperNote } from '../../src/formats/paper-note.ts';
import { isRollUp } from '../../src/formats/roll-up.ts';
import { safeName, VaultNames } from '../../src/formats/vault-names.ts';
import { YAML_HEAD } from '../../src/formats/yaml.ts';
import { CROSSKD, exportPaper, exportTag, PROJECTOR } from '../helpers/export-paper.ts';
import { freshLibrary, VENUE_TABLE } from '../helpers/library.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
const vault = (...papers: ExportPaper[]) => new Map(writeVault(papers, hash).map(({ path, text }) => [path, text]));
/** A file's text without the hash in its head. */
const unsigned = (text: string | undefined) => text?.replace(/^kd-export: [0-9a-f]{16}\n/m, '');
const headOf = (text: string) => parse(YAML_HEAD.exec(text)?.[1] ?? '') as Record<string, unknown>;

describe('an Obsidian vault', () => {
  const files = vault(PROJECTOR, CROSSKD);

  it('has a note for each paper, idea and week', () => {
    expect([...files.keys()]).toEqual([
      'papers/understanding-role-projector-2024.md',
      'papers/crosskd-2024.md',
      'ideas/projector.md',
      'ideas/whitening.md',
      'weeks/2024-05-17.md',
      'weeks/2024-05-24.md',
    ]);
  });

  it('has the facts of a paper in front matter, its texts by week, and links', () => {
    expect(unsigned(files.get('papers/understanding-role-projector-2024.md'))).toBe(`---
title: Understanding the Role of the Projector in Knowledge Distillation
aliases:
  - SRD
authors:
  - Roy Miles
  - Krystian Mikolajczyk
venue: AAAI
year: 2024
doi: 10.1609/aaai.v38i5.28219
arxiv: "2303.11098"
url: https://ojs.example.org/article/28219
code: https://github.com/roymiles/Simple-Recipe-Distillation
tags:
  - projector
  - whitening
  - classification
  - imagenet
  - cifar-100
status: read
rating: 4
citation-key: understanding-role-projector-2024
kd-id: 7
---

# Understanding the Role of the Projector in Knowledge Distillation

## 2024-05-17

[[2024-05-17]] · 投影层与白化

投影层隐式地记录了特征间的关系。

- 用**BN**对特征白化
- log-sum 距离

## Ideas

[[projector|Projector]], [[whitening|Whitening]]

## Papers mentioned

- [[crosskd-2024]] CrossKD: Cross-Head Distillation for Detection (CVPR 2024)
`);
  });

  it('has no links to papers that are not in it', () => {
    expect(vault(PROJECTOR).get('papers/understanding-role-projector-2024.md')).not.toContain('crosskd');
  });

  it('lists the papers of an idea, and of a week in the week’s order under their themes', () => {
    const whitening = { ...exportTag('whitening', 'idea', 'Whitening'), labelZh: '白化', definition: '使特征不相关。' };
    const ideas = vault({ ...PROJECTOR, tags: [whitening] }, CROSSKD);
    expect(unsigned(ideas.get('ideas/whitening.md'))).toBe(`---
title: Whitening
aliases:
  - 白化
tags:
  - idea
---

# Whitening

使特征不相关。

## Papers

- [[understanding-role-projector-2024]] Understanding the Role of the Projector in Knowledge Distillation (AAAI 2024)
- [[crosskd-2024]] CrossKD: Cross-Head Distillation for Detection (CVPR 2024)

<!-- kd report -->
`);
    expect(unsigned(files.get('weeks/2024-05-17.md'))).toBe(`---
title: "2024-05-17"
tags:
  - week
---

# 2024-05-17

- [[crosskd-2024]] CrossKD: Cross-Head Distillation for Detection (CVPR 2024)

## 投影层与白化

- [[understanding-role-projector-2024]] Understanding the Role of the Projector in Knowledge Distillation (AAAI 2024)

<!-- kd report -->
`);
    expect(files.get('papers/crosskd-2024.md')).toContain('\n## 2024-05-24\n\n[[2024-05-24]]\n\n> 重读\n> 两行\n');
  });

  it('has pages of ideas and weeks that kd does not take for notes', () => {
    for (const [path, text] of files) expect(isRollUp(text), path).toBe(!path.startsWith('papers/'));
  });

  it('is read again as notes on papers', () => {
    const read = readPaperNote(files.get('papers/understanding-role-projector-2024.md') ?? '', {
      venues: VENUE_TABLE,
      datasets: freshLibrary().tags.datasets(),
      fileName: 'understanding-role-projector-2024.md',
    });
    expect(read.title).toBe('Understanding the Role of the Projector in Knowledge Distillation');
    expect([read.label?.venue?.name, read.label?.year]).toEqual(['AAAI', 2024]);
    expect(read.facts).toEqual({
      authors: ['Roy Miles', 'Krystian Mikolajczyk'],
      links: [{ role: 'code', url: 'https://github.com/roymiles/Simple-Recipe-Distillation' }],
      datasets: [],
      url: 'https://ojs.example.org/article/28219',
      doi: '10.1609/aaai.v38i5.28219',
      arxiv: '2303.11098',
    });
    expect(read.doubts).toEqual([]);
  });

  it('keeps an old identifier of arXiv and an address with brackets', () => {
    const url = 'https://doi.org/10.1016/S0893-6080(99)00020-9';
    const text = vault(exportPaper({ paper: { arxiv: 'cs/0309048', url } })).get('papers/key-2024.md') ?? '';
    expect(readYamlHead(text)).toMatchObject({ arxiv: 'cs/0309048', url });
  });

  it('writes tags as Obsidian has them', () => {
    const tags = [exportTag('2024'), exportTag('a b: c'), exportTag('知识蒸馏'), exportTag('kd/feature_1')];
    const text = vault(exportPaper({ tags })).get('papers/key-2024.md') ?? '';
    expect(headOf(text)['tags']).toEqual(['_2024', 'a-b-c', '知识蒸馏', 'kd/feature_1']);
  });

  it('has a head whose values are those of the paper, whatever is in them', () => {
    const pieces = fc.constantFrom(
      ...[
        '"',
        "'",
        ': ',
        ' #',
        '---',
        '\n',
        '\r',
        '\n---\n',
        '|',
        '>',
        '- ',
        '\\',
        '\u0000',
        '\u0085',
        '\u2028',
        '\t',
        ' ',
      ],
      ...[
        '{',
        '[',
        '%',
        '@',
        '`',
        '&',
        '*',
        '!',
        '~',
        'yes',
        '2024-05-17',
        '1e3',
        'null',
        '😀',
        '蒸馏',
        'kd-export: a',
        '\ufeff',
      ],
    );
    const text = fc.array(pieces, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), text, (title, authors, venue) => {
        const paper = exportPaper({ paper: { title, authors, venue }, aliases: authors });
        const [file] = writeVault([paper], hash);
        const head = headOf(file?.text ?? '');
        expect(head['title']).toBe(title);
        expect(head['authors'] ?? []).toEqual(authors);
        expect(head['venue']).toBe(venue);
        expect(readYamlHead(file?.text ?? '')?.title).toBe(title.trim());
        expect(isUntouched(file?.text ?? '', hash)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

describe('isUntouched', () => {
  const text = vault(PROJECTOR).get('papers/understanding-role-projector-2024.md') ?? '';

  it('is true of what kd wrote, and false after any change', () => {
    expect(isUntouched(text, hash)).toBe(true);
    expect(isUntouched(`${text}\n`, hash)).toBe(false);
    expect(isUntouched(text.replace('rating: 4', 'rating: 5'), hash)).toBe(false);
    expect(isUntouched(text.replace('---\n', '---\nmine: yes\n'), hash)).toBe(false);
    expect(isUntouched(unsigned(text) ?? '', hash)).toBe(false);
    expect(isUntouched(text.replace(/kd-export: \w/, 'kd-export: x'), hash)).toBe(false);
    expect(isUntouched('', hash)).toBe(false);
  });

  it('is false after any letter was put in or taken out', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('', 'x', '\n', ' '), (at, letter) => {
        expect(isUntouched(text.slice(0, at) + letter + text.slice(at + (letter === '' ? 1 : 0)), hash)).toBe(false);
      }),
    );
  });
});

describe('the names of files', () => {
  it.each([
    ['understanding-role-projector-2024', 'understanding-role-projector-2024'],
    ['知识蒸馏2024', '知识蒸馏2024'],
    ['DBLP:conf/aaai/Miles24', 'DBLP-conf-aaai-Miles24'],
    ['../../etc/passwd', '----etc-passwd'],
    ['..', '-'],
    ['', '-'],
    ['CON', '_CON'],
    ['nul.2024', '_nul.2024'],
    ['com1', '_com1'],
    ['console', 'console'],
    ['ends.', 'ends-'],
    ['.hidden', 'hidden'],
    ['a [b] #c ^d | e', 'a-b-c-d-e'],
  ])('of %j is %s', (name, safe) => {
    expect(safeName(name)).toBe(safe);
  });

  it('are short enough, and end between characters', () => {
    expect(safeName('a'.repeat(1000))).toBe('a'.repeat(120));
    expect(safeName('蒸'.repeat(1000))).toBe('蒸'.repeat(40));
  });

  it('are told apart without their case', () => {
    const names = new VaultNames();
    for (const key of ['Miles2024', 'miles2024', 'MILES2024', 'Miles2024']) names.add('paper', key);
    names.add('idea', 'MILES2024');
    expect(['Miles2024', 'miles2024', 'MILES2024'].map((key) => names.of('paper', key))).toEqual([
      'Miles2024',
      'miles2024-2',
      'MILES2024-3',
    ]);
    expect(names.of('idea', 'MILES2024')).toBe('MILES2024-4');
  });

  it('never leave the folder, and are unique on every system', () => {
    const keys = fc.array(
      fc.string({ unit: fc.constantFrom(...'./\\:aAbBéÉßſ\u0301 \u0000con1|#', '蒸'), maxLength: 8 }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(keys, (names) => {
        const files = writeVault(
          names.map((key, index) => exportPaper({ key, paper: { id: index }, tags: [exportTag(key)] })),
          hash,
        ).map(({ path }) => path);
        const unlike = new Set(names).size;
        expect(new Set(files.map((path) => path.normalize('NFD').toLowerCase())).size).toBeGreaterThanOrEqual(
          2 * unlike,
        );
        for (const path of files) {
          expect(path).toMatch(/^(?:papers|ideas)\/[^/\\:*?"<>|#^[\]\p{C}\p{Z}]+\.md$/u);
          expect(path).not.toMatch(/\/\.|\.\.|\.\.md$/);
          expect(path).not.toMatch(/\/(?:con|prn|aux|nul)\./i);
          expect(new TextEncoder().encode(path).length).toBeLessThan(200);
        }
      }),
    );
  });
});
