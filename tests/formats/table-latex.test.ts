import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/errors.ts';
import type { ExportPaper } from '../../src/formats/foreign.ts';
import { write } from '../../src/formats/table-latex.ts';
import { CROSSKD, exportPaper, PROJECTOR } from '../helpers/export-paper.ts';

const table = (papers: readonly ExportPaper[], ...columns: string[]) => [...write(papers, { columns })].join('');
const rowOf = (paper: ExportPaper, ...columns: string[]) =>
  table([paper], ...columns)
    .split('\\midrule\n')[1]
    ?.split('\n')[0];

describe('a LaTeX table', () => {
  it('has methods with citations, venues, years, ideas and data sets', () => {
    expect(table([PROJECTOR, CROSSKD])).toBe(
      [
        '% \\usepackage{booktabs}',
        '% \\usepackage{tabularx}',
        '% \\usepackage{amssymb}',
        '% \\usepackage{hyperref}',
        '\\begin{tabularx}{\\linewidth}{@{} l l r >{\\raggedright\\arraybackslash}X >{\\raggedright\\arraybackslash}X @{}}',
        '\\toprule',
        'Method & Venue & Year & Ideas & Datasets \\\\',
        '\\midrule',
        'SRD~\\cite{understanding-role-projector-2024} & AAAI & 2024 & Projector, Whitening & ImageNet, CIFAR-100 \\\\',
        'CrossKD~\\cite{crosskd-2024} & CVPR & 2024 & Whitening &  \\\\',
        '\\bottomrule',
        '\\end{tabularx}',
        '',
      ].join('\n'),
    );
  });

  it('is as wide as its words where no column is long', () => {
    expect(table([CROSSKD], 'key', 'year')).toBe(
      [
        '% \\usepackage{booktabs}',
        '% \\usepackage{amssymb}',
        '% \\usepackage{hyperref}',
        '\\begin{tabular}{@{} l r @{}}',
        '\\toprule',
        'Key & Year \\\\',
        '\\midrule',
        'crosskd-2024 & 2024 \\\\',
        '\\bottomrule',
        '\\end{tabular}',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['authors', 'Roy Miles, Krystian Mikolajczyk'],
    [
      'title',
      '\\href{https://doi.org/10.1609/aaai.v38i5.28219}{Understanding the Role of the Projector in Knowledge Distillation}',
    ],
    ['tasks', 'classification'],
    ['topics', ''],
    ['code', '\\href{https://github.com/roymiles/Simple-Recipe-Distillation}{code}'],
    ['summary', '投影层隐式地记录了特征间的关系。'],
    ['key-ideas', '用BN对特征白化; log-sum 距离'],
    ['status', 'read'],
    ['rating', '4'],
    ['week', '2024-05-17'],
  ])('has a column %s', (column, cell) => {
    expect(rowOf(PROJECTOR, column)).toBe(`${cell} \\\\`);
  });

  it.each([
    [{ title: 'VkD: Improving' }, 'VkD'],
    [{ title: '$V_kD$: Improving Distillation' }, '$V_kD$'],
    [{ title: 'A very long first part of a title: and a second' }, 'A very long first …'],
    [{ title: 'Face Compression: by Distilling Knowledge from Neurons' }, 'Face Compression'],
    [{ title: 'Face Model Compression by Distilling Knowledge' }, 'Face Model Compression …'],
    [{ title: 'Better and Better Students of a Larger Teacher: by Far' }, 'Better and Better Students …'],
    [{ title: 'Be Your Own' }, 'Be Your Own'],
    [{ title: '知识蒸馏：综述' }, '知识蒸馏'],
  ])('calls %j %s', (paper, name) => {
    expect(rowOf(exportPaper({ paper }), 'method')).toBe(`${name}~\\cite{key-2024} \\\\`);
  });

  it('says whether there is code only where something is known of it', () => {
    const withLinks = (...links: ExportPaper['paper']['links']) => rowOf(exportPaper({ paper: { links } }), 'code');
    expect(withLinks()).toBe(' \\\\');
    expect(withLinks({ role: 'code', text: 'no code' })).toBe('no \\\\');
    expect(withLinks({ role: 'code', url: 'file:///home/me/code' })).toBe('yes \\\\');
  });

  it('escapes what is read as an option of the row before, and what is in addresses and keys', () => {
    const paper = exportPaper({
      paper: { title: '[Re] 100% & more', url: 'https://e.org/a_b%20c?x={1}&y=(2)#z\\' },
      key: 'a key, with{all}%of#it_1',
    });
    expect(rowOf(paper, 'title')).toBe(
      '\\href{https://e.org/a_b\\%20c?x=\\%7B1\\%7D\\&y=\\%282\\%29\\#z\\%5C}{{}[Re] 100\\% \\& more} \\\\',
    );
    expect(rowOf(paper, 'method')).toBe('{}[Re] 100\\% \\& more~\\cite{akeywithallofit_1} \\\\');
  });

  it('refuses a column that it does not know, before anything is written', () => {
    expect(() => write([], { columns: ['method', 'colour'] })).toThrow(UsageError);
    expect(() => write([], { columns: ['colour'] })).toThrow('a table has no column "colour"');
  });
});
