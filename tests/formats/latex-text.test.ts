import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLatex, splitMaths } from '../../src/formats/latex-text.ts';

describe('escapeLatex', () => {
  it.each([
    ['R&D: 50% of #1', 'R\\&D: 50\\% of \\#1'],
    ['a_b {c} ~ ^', 'a\\_b \\{c\\} \\textasciitilde{} \\textasciicircum{}'],
    ['C:\\temp', 'C:\\textbackslash{}temp'],
    ['a < b | c > d', 'a \\textless{} b \\textbar{} c \\textgreater{} d'],
    ['两行\n文字\tand\u0007 more', '两行 文字 and more'],
    ['$V_kD$: a student', '$V_kD$: a student'],
    ['On $\\mathcal{L}_{KD}$ & $\\ell_2$', 'On $\\mathcal{L}_{KD}$ \\& $\\ell_2$'],
    ['$5 and $6', '\\$5 and \\$6'],
    ['a $5 note', 'a \\$5 note'],
    ['$x & y$', '\\$x \\& y\\$'],
    ['$\\input{notes}$', '\\$\\textbackslash{}input\\{notes\\}\\$'],
    ['$\\^^69nput{notes}$', '\\$\\textbackslash{}\\textasciicircum{}\\textasciicircum{}69nput\\{notes\\}\\$'],
    ['$a}{b$', '\\$a\\}\\{b\\$'],
    ['$x^$', '\\$x\\textasciicircum{}\\$'],
    ['$\\to\\input$', '\\$\\textbackslash{}to\\textbackslash{}input\\$'],
    ['$\\mathrm$', '\\$\\textbackslash{}mathrm\\$'],
    ['$\\mathrm R^n$ and $\\hat{y}_t^2$', '$\\mathrm R^n$ and $\\hat{y}_t^2$'],
    ["The 10$^{th}$ and $f'_1$", "The 10$^{th}$ and $f'_1$"],
    ['$x^2^3$', '\\$x\\textasciicircum{}2\\textasciicircum{}3\\$'],
    ['$x_{a}_b$', '\\$x\\_\\{a\\}\\_b\\$'],
    ['$x_\\mathcal{L}$', '\\$x\\_\\textbackslash{}mathcal\\{L\\}\\$'],
    ['$$x$$', '\\$$x$\\$'],
  ])('writes %j', (text, latex) => {
    expect(escapeLatex(text)).toBe(latex);
  });

  it('leaves no character that LaTeX acts on outside of formulas', () => {
    const letters = fc.constantFrom(...'\\{}$$$&%#_~^<>|a1 汉\n', '\\input', '\\alpha', '\\alpha\\input', '$x$');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 30 }), (parts) => {
        const latex = escapeLatex(parts.join(''));
        const known = /\\text(?:backslash|asciitilde|asciicircum|less|greater|bar)\{\}|\\[{}$&%#_]/g;
        // What is left when every escape is taken away is words and whole formulas.
        const rest = latex.replace(known, '').replace(/\$[^$]*\$/g, (formula) => {
          expect(formula).not.toMatch(/[&%#~<>|]|\\input/);
          return '';
        });
        expect(rest).not.toMatch(/[\\{}$&%#_~^<>|\n]/);
      }),
    );
  });
});

describe('splitMaths', () => {
  it('is soon done with a formula that goes wrong at its end', () => {
    const text = `$${'\\alpha^{a}_'.repeat(20_000)}&$`;
    expect(splitMaths(text)).toEqual([{ text, isMaths: false }]);
  });

  it('loses nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'$ab\\ {}1') }), (text) => {
        expect(
          splitMaths(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
