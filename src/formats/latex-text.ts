import { oneLine } from '../domain/text.ts';

/** What stands for a character that LaTeX reads as a command, or prints as another one (`<`, `>`, `|`). */
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
};

/** The commands that maths may have and still is kept: every other one could do more than set a formula. */
const COMMANDS = new Set(
  `alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau upsilon
  phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell infty nabla partial prime
  times cdot pm mp ast star circ dagger otimes oplus cup cap in sim simeq approx equiv neq le leq ge geq ll gg propto
  to rightarrow leftarrow leftrightarrow Rightarrow mapsto uparrow downarrow sum prod int log exp min max sup inf arg
  perp parallel forall exists dots ldots cdots`.split(/\s+/),
);

/** Those that need something behind them to be set in their way. */
const FONTS = new Set('mathcal mathbb mathbf mathrm mathit mathsf mathtt mathfrak hat bar tilde vec dot'.split(' '));

/** A piece of a text: maths with its dollar signs, or words. */
export interface TextPiece {
  readonly text: string;
  readonly isMaths: boolean;
}

/** Parts a text at its `$…$`. Dollar signs that hold no plain formula (`$5 and $6`) are words. */
export function splitMaths(text: string): TextPiece[] {
  // A sign before a blank opens nothing, and one behind a blank or before a digit closes nothing: Pandoc's rule.
  const parts = text.split(/(\$(?![\s$])[^$]*(?<![\s$])\$(?!\d))/);
  return parts
    .map((part, index) => ({ text: part, isMaths: index % 2 === 1 && isFormula(part.slice(1, -1)) }))
    .filter((piece) => piece.text !== '');
}

/** Whether a text is a formula that compiles by itself and does nothing else: known commands, braces in pairs. */
function isFormula(text: string): boolean {
  if (!/^[A-Za-z0-9 ^_{}+\-=/'.,:;!()\\]+$/.test(text) || /\\(?![A-Za-z,;:!])/.test(text)) return false;
  // An index or exponent that is empty, or a second one.
  const script = /[\^_] *(?:[\^_}']|\\[,;:!]|$)|([\^_]) *(?:[^{}\\]|\{[^{}]*\}|\\[A-Za-z]+) *(?:\1|')/;
  if (script.test(text)) return false;
  for (const [, command = '', next] of text.matchAll(/\\([A-Za-z]+)(?= *(.?))/g)) {
    if (!COMMANDS.has(command) && !(FONTS.has(command) && /[A-Za-z0-9{]/.test(next ?? ''))) return false;
  }
  if (/[\^_] *\\(?:math|hat|bar|tilde|vec|dot\b)/.test(text)) return false;
  let open = 0;
  for (const character of text) {
    if (character === '{') open += 1;
    else if (character === '}') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** A text of one line as LaTeX: what LaTeX would read as commands is escaped, formulas are kept. */
export function escapeLatex(text: string): string {
  return splitMaths(oneLine(text).replace(/\s+/g, ' '))
    .map((piece) =>
      piece.isMaths ? piece.text : piece.text.replace(/[\\{}$&%#_~^<>|]/g, (sign) => ESCAPES[sign] ?? ''),
    )
    .join('');
}
