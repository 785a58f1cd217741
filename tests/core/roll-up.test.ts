import { beforeAll, describe, expect, it } from 'vitest';
import { weeksBetween } from '../../src/core/find-week.ts';
import { resolveQuery } from '../../src/core/resolve-query.ts';
import { type Grouping, groupReadings, readingsIn, sectionsIn } from '../../src/core/roll-up.ts';
import { parseQuery, queryText } from '../../src/domain/query.ts';
import { printByWeek, printGroups } from '../../src/formats/roll-up.ts';
import type { Library } from '../../src/store/library.ts';
import { freshLibrary, importTexts } from '../helpers/library.ts';

const FIRST = `# 20240510

## 论文阅读

> 多教师
### Alpha Whitening Networks 2024AAAI
先白化。

### Beta Twin Paper 2023CVPR
### Gamma Twin Paper 2023CVPR
两篇一起写。

## 代码实践

- 一
`;

const SECOND = `# 20240517

## 论文阅读

> 单教师
### Alpha Whitening Networks 2024AAAI-0510
再读一遍。

### Delta Projector Paper 2024AAAI
也说白化。

## 代码实践

- 二
`;

describe('a report over several weeks', () => {
  let library: Library;
  beforeAll(() => {
    library = freshLibrary();
    importTexts(library, { '20240510.md': FIRST, '20240517.md': SECOND.replaceAll('\n', '\r\n') });
  });
  const all = () => weeksBetween(library, '2024-05-01', '2024-05-31');
  const query = (...words: string[]) =>
    resolveQuery(library, parseQuery(queryText(words)), { today: '2024-05-17', saved: {} });
  const grouped = (by: Grouping) => {
    const weeks = all();
    return printGroups('2024-05', groupReadings(library, readingsIn(library, weeks, {}), by), sectionsIn(weeks));
  };

  it('has the readings of a query under their weeks and themes', () => {
    expect(printByWeek(readingsIn(library, all(), { filter: query('tag:白化') }))).toBe(`# 20240510

> 多教师
### Alpha Whitening Networks 2024AAAI
先白化。

# 20240517

> 单教师
### Alpha Whitening Networks 2024AAAI-0510
再读一遍。

### Delta Projector Paper 2024AAAI
也说白化。

<!-- kd report -->
`);
    expect(printByWeek(readingsIn(library, all(), { filter: query('year:..2023') }))).toBe(
      '# 20240510\n\n> 多教师\n### Beta Twin Paper 2023CVPR\n### Gamma Twin Paper 2023CVPR\n两篇一起写。\n\n<!-- kd report -->\n',
    );
    expect(readingsIn(library, all(), { theme: '单' }).map(({ heading }) => heading)).toHaveLength(2);
    expect(readingsIn(library, all(), { theme: '单', filter: query('venue:CVPR') })).toEqual([]);
  });

  it('grouped by theme has each paper with its text once, and once where it was read again', () => {
    expect(grouped('theme')).toBe(`# 2024-05

---

## 论文阅读

> 多教师
### Alpha Whitening Networks 2024AAAI
先白化。

### Beta Twin Paper 2023CVPR
两篇一起写。

### Gamma Twin Paper 2023CVPR
两篇一起写。

---

> 单教师
### Alpha Whitening Networks 2024AAAI-0510
再读一遍。

### Delta Projector Paper 2024AAAI
也说白化。

---

## 代码实践

**2024-05-10**

- 一

**2024-05-17**

- 二

<!-- kd report -->
`);
  });

  it('is known for what it is, and is no note, when it is imported', () => {
    const { items, reports } = importTexts(library, {
      'spring.md': grouped('theme'),
      'all.md': printByWeek(readingsIn(library, all(), {})),
    });
    expect([items, reports]).toEqual([[], ['spring.md', 'all.md']]);
  });

  it('grouped by venue or idea puts what was said of a paper together, and refers back to it elsewhere', () => {
    expect(grouped('venue')).toContain(
      '> AAAI\n### Alpha Whitening Networks 2024AAAI\n先白化。\n再读一遍。\n\n### Delta Projector Paper 2024AAAI\n也说白化。\n',
    );
    const ideas = grouped('idea');
    expect(ideas).toContain(
      '> whitening · 白化\n### Alpha Whitening Networks 2024AAAI\n先白化。\n再读一遍。\n\n### Delta Projector',
    );
    expect(ideas).toContain('> projector · 投影层\n### Delta Projector Paper 2024AAAI-0517\n');
    expect(ideas.match(/也说白化/g)).toHaveLength(1);
  });
});
