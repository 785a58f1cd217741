import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExportPaper } from '../../src/formats/foreign.ts';
import { write } from '../../src/formats/table-markdown.ts';
import { CROSSKD, exportPaper, exportReading, PROJECTOR } from '../helpers/export-paper.ts';

const table = (papers: readonly ExportPaper[], ...columns: string[]) => [...write(papers, { columns })].join('');
const rowOf = (paper: ExportPaper, ...columns: string[]) => table([paper], ...columns).split('\n')[2];

/** The cells of a row as GitHub's Markdown parts them: at each `|` that has no backslash before it. */
function cellsOf(row: string): string[] {
  const parts = row.match(/(?:\\[\s\S]|[^|\\])*\|/g) ?? [];
  return parts.slice(1).map((part) => part.slice(0, -1).trim());
}

describe('a Markdown table', () => {
  it('has linked titles, venues, years, ideas and code', () => {
    expect(table([PROJECTOR, CROSSKD])).toBe(
      [
        '| Title | Venue | Year | Ideas | Code |',
        '| --- | --- | ---: | --- | --- |',
        '| [Understanding the Role of the Projector in Knowledge Distillation](https://doi.org/10.1609/aaai.v38i5.28219) | AAAI | 2024 | Projector, Whitening | [code](https://github.com/roymiles/Simple-Recipe-Distillation) |',
        '| CrossKD: Cross-Head Distillation for Detection | CVPR | 2024 | Whitening |  |',
        '',
      ].join('\n'),
    );
  });

  it('cites as Pandoc does, and keeps the user’s Markdown', () => {
    expect(rowOf(PROJECTOR, 'method', 'key-ideas')).toBe(
      '| SRD [@understanding-role-projector-2024] | 用**BN**对特征白化; log-sum 距离 |',
    );
  });

  it.each([
    ['A | B', 'A \\| B'],
    ['<b>Bold</b> & &lt; R&D', '\\<b>Bold\\</b> & \\&lt; R&D'],
    ['p < q', 'p < q'],
    ['A* [Re] `x` kd_loss _x_', 'A\\* \\[Re\\] \\`x\\` kd_loss \\_x\\_'],
    ['two\nlines', 'two lines'],
    ['$V_kD$ and $\\mathcal{L}_2$', '$V_kD$ and $\\mathcal{L}_2$'],
    ['a back\\slash \\', 'a back\\\\slash \\\\'],
    ['#1 in C#', '\\#1 in C#'],
  ])('writes the title %j', (title, cell) => {
    expect(rowOf(exportPaper({ paper: { title } }), 'title')).toBe(`| ${cell} |`);
  });

  it('leads nowhere but to the web, at an address without brackets', () => {
    expect(rowOf(exportPaper({ paper: { title: 'T', url: 'file:///home/me/t.pdf' } }), 'title')).toBe('| T |');
    expect(rowOf(exportPaper({ paper: { title: 'T', url: 'https://e.org/S0(1)|é <x>' } }), 'title')).toBe(
      '| [T](https://e.org/S0%281%29%7C%C3%A9%20%3Cx%3E) |',
    );
    expect(rowOf(exportPaper({ paper: { title: 'T', arxiv: '2303.11098' } }), 'title')).toBe(
      '| [T](https://arxiv.org/abs/2303.11098) |',
    );
  });

  it('never breaks a row, whatever stands in its cells', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'|\\\n\r`*[]<>&#_$a \t\u2028') });
    fc.assert(
      fc.property(hostile, hostile, hostile, (title, venue, summary) => {
        const readings = [exportReading('2024-05-17', { summary })];
        const paper = exportPaper({ paper: { title, venue, year: 2024, url: 'https://e.org/|' }, readings });
        const text = table([paper], 'title', 'venue', 'summary', 'year');
        const lines = text.split(/\r\n|\r|\n|\u2028/);
        expect(lines).toHaveLength(4);
        expect(cellsOf(lines[2] ?? '')).toHaveLength(4);
        expect(cellsOf(lines[2] ?? '')[3]).toBe('2024');
      }),
    );
  });
});
