import { plugins } from '../citation-js.ts';

type Table = Record<string, string | undefined>;

/** The tables of Citation.js's reader of LaTeX (its plug-in for BibTeX, `constants`). */
const TABLES = (plugins.config.get('@bibtex') as { constants: Record<string, Table> }).constants;
const table = (name: string): Table => TABLES[name] ?? {};

/** Commands that Citation.js 0.8.2 leaves as they are; the last two are `\ ` and `\\`. */
const MORE_COMMANDS: Table = {
  ...{ AA: 'Å', aa: 'å', ell: 'ℓ', S: '§', P: '¶', pounds: '£', euro: '€', dots: '…', ldots: '…', infty: '∞' },
  ...{
    times: '×',
    pm: '±',
    cdot: '·',
    to: '→',
    rightarrow: '→',
    leftarrow: '←',
    sim: '∼',
    approx: '≈',
    leq: '≤',
    geq: '≥',
  },
  ...{ TeX: 'TeX', LaTeX: 'LaTeX', BibTeX: 'BibTeX', relax: '', protect: '', slash: '/' },
  ...{
    newblock: '',
    newline: ' ',
    linebreak: ' ',
    par: ' ',
    quad: ' ',
    space: ' ',
    '-': '',
    '/': '',
    '!': '',
    '@': '',
  },
  ...{ ',': ' ', ';': ' ', ':': ' ', '': ' ', '\\': ' ' },
};

/** Commands that only say how their argument looks; `\textit` and others Citation.js knows. */
const PLAIN_COMMANDS = ['mbox', 'hbox', 'text', 'textnormal', 'underline', 'ensuremath', 'uppercase'];

/** Commands of which not all arguments are text. */
const ARGUMENT_COMMANDS = { noopsort: (_sorted: string) => '', texorpdfstring: (_tex: string, plain: string) => plain };

prepareCitationJs();

/** kd's texts are plain: no mark-up comes of `\emph`, and a command is never taken for a method of an object. */
function prepareCitationJs(): void {
  Object.assign(table('commands'), MORE_COMMANDS);
  Object.assign(table('argumentCommands'), ARGUMENT_COMMANDS);
  for (const name of PLAIN_COMMANDS) table('formattingCommands')[name] = undefined;
  for (const format of Object.keys(table('formatting'))) {
    if (format !== 'quotes') (TABLES['formatting'] as Record<string, unknown>)[format] = ['', ''];
  }
  for (const tableOfNames of Object.values(TABLES)) {
    if (typeof tableOfNames === 'object' && Object.getPrototypeOf(tableOfNames) === Object.prototype) {
      Object.setPrototypeOf(tableOfNames, null);
    }
  }
}

/** Reads the fields of an entry into CSL; throws on what Citation.js cannot read. */
export function cslOf(type: string, properties: Readonly<Record<string, string>>): Record<string, unknown> {
  const [item = {}] = plugins.input.data({ type, label: '', properties }, '@biblatex/entry+object');
  return item;
}

/**
 * Takes the maths out of LaTeX for Citation.js, which would turn `$V_kD$` into V, a subscript and D, and puts it back
 * into what comes out: kd keeps maths as typed.
 */
export class HiddenMaths {
  readonly #maths: string[] = [];

  hide(tex: string): string {
    const plain = withoutEmptyAccents(withoutIfmmode(tex)).replace(/\\[\r\n]/g, '\\ ');
    const parts: string[] = [];
    let at = 0;
    for (let start = nextDollar(plain, 0); start !== -1; start = nextDollar(plain, at)) {
      const opening = plain.startsWith('$$', start) ? '$$' : '$';
      const end = nextDollar(plain, start + opening.length);
      parts.push(plain.slice(at, start));
      if (end === -1) {
        // A dollar alone is an amount of money, or a mistake.
        parts.push('\\$');
        at = start + 1;
        continue;
      }
      at = end + (plain.startsWith(opening, end) ? opening.length : 1);
      // Two characters for private use say where it was.
      parts.push(`\ue000${this.#maths.length}\ue001`);
      this.#maths.push(plain.slice(start, at));
    }
    return parts.join('') + plain.slice(at);
  }

  restore(text: string): string {
    return text.replace(/\ue000(\d{1,9})\ue001/g, (_, index: string) => this.#maths[Number(index)] ?? '');
  }
}

/** The next `$` that no backslash hides. */
function nextDollar(text: string, from: number): number {
  for (let at = text.indexOf('$', from); at !== -1; at = text.indexOf('$', at + 1)) {
    let start = at;
    while (start > from && text[start - 1] === '\\') start -= 1;
    if ((at - start) % 2 === 0) return at;
  }
  return -1;
}

/** Accents on nothing: `\~{}` is how a tilde is typed, the others are mistakes. */
function withoutEmptyAccents(tex: string): string {
  if (!/\{\s?\}/.test(tex)) return tex;
  return tex
    .replace(/\\~\{\s?\}/g, '{\\textasciitilde}')
    .replace(/\\\^\{\s?\}/g, '{\\textasciicircum}')
    .replace(/\\(?:[`'"=.]|[uvHtcdbkr] ?)\{\s?\}/g, '');
}

/** Takes the branch for text of `\ifmmode … \else … \fi`, in which publishers wrap accents. */
function withoutIfmmode(tex: string): string {
  if (!tex.includes('\\ifmmode')) return tex;
  return tex
    .split('\\ifmmode')
    .map((part, index) => {
      if (index === 0) return part;
      const otherwise = part.indexOf('\\else');
      const end = part.indexOf('\\fi', Math.max(otherwise, 0));
      if (end === -1) return part;
      const branch = otherwise === -1 ? '' : part.slice(otherwise + '\\else'.length, end).trimStart();
      return `${branch}${part.slice(end + '\\fi'.length).replace(/^(?: |\{\})/, '')}`;
    })
    .join('');
}

/** A value as Citation.js gives it, in the form of kd's texts: composed letters, single spaces. */
export function tidied(text: string): string {
  return text
    .replace(/ı(?=\p{M})/gu, 'i')
    .replace(/ȷ(?=\p{M})/gu, 'j')
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** Whether LaTeX means nothing but its letters. */
export function isPlain(tex: string): boolean {
  return !/[\\{}$~]|--|``|''/.test(tex);
}

/** The text that a piece of LaTeX stands for; throws on what Citation.js cannot read. */
export function readLatex(tex: string): string {
  if (isPlain(tex)) return tidied(tex);
  const maths = new HiddenMaths();
  const { title } = cslOf('misc', { title: maths.hide(tex) });
  return tidied(maths.restore(typeof title === 'string' ? title : ''));
}

/** The same; what cannot be read as LaTeX loses its braces and backslashes. */
export function decodeLatex(tex: string): string {
  try {
    return readLatex(tex);
  } catch {
    return tidied(bare(tex));
  }
}

/** LaTeX without its marks: the simplest reading of a value that is none. */
export function bare(tex: string): string {
  return tex.replace(/\\(?=[a-zA-Z])/g, ' ').replace(/[\\{}$~]+/g, '');
}

/** A URL or DOI as it is meant: LaTeX is allowed in neither, and yet `\_` and `\url{…}` are common. */
export function decodeVerbatim(tex: string): string {
  return tex
    .replace(/\\(?:url|href)\s*(?=\{)/g, '')
    .replace(/\\textunderscore(?:\s+|\{\})?/g, '_')
    .replace(/\\(?:textasciitilde|~|sim)(?:\{\})?/g, '~')
    .replace(/\\([&%$#_{}\-/])/g, '$1')
    .replace(/[{}<>\s]+/g, '')
    .replace(/^\$\\sim\$/, '~');
}

/** The characters that mean something to LaTeX, as text. */
const SPECIAL: Readonly<Record<string, string>> = {
  '&': '\\&',
  '%': '\\%',
  $: '\\$',
  '#': '\\#',
  _: '\\_',
  '{': '\\{',
  '}': '\\}',
  '~': '{\\textasciitilde}',
  '^': '{\\textasciicircum}',
  '\\': '{\\textbackslash}',
};

/** The text as LaTeX, with what is special to LaTeX escaped. */
export function encodeLatex(text: string): string {
  return text.replace(/[&%$#_{}~^\\]/g, (character) => SPECIAL[character] ?? character);
}

/** The text with what is not maths changed; maths stands between two dollars. */
export function changeOutsideMaths(text: string, change: (plain: string) => string): string {
  const parts: string[] = [];
  let at = 0;
  let from = 0;
  for (let start = nextDollar(text, 0); start !== -1; start = nextDollar(text, from)) {
    const end = nextDollar(text, start + 1);
    const maths = end === -1 ? '' : text.slice(start, end + 1);
    from = start + 1;
    if (!isMaths(maths)) continue;
    parts.push(change(text.slice(at, start)), maths);
    at = end + 1;
    from = at;
  }
  return [...parts, change(text.slice(at))].join('');
}

/** Whether the text between dollars is maths, and not two amounts of money with words between: TeX's own rule of thumb. */
function isMaths(text: string): boolean {
  return /^\$(?!\s)[^$]+(?<!\s)\$$/.test(text) && isBalanced(text) && !/^\$\d[^\\^_]* /.test(text);
}

/** Whether each brace has its partner, as BibTeX counts them. */
export function isBalanced(text: string): boolean {
  let depth = 0;
  for (const brace of text.match(/[{}]/g) ?? []) {
    depth += brace === '{' ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const [COMMAND_OF, ACCENT_OF, MATHS_COMMAND_OF] = ['commands', 'diacritics', 'mathCommands'].map(
  (name) => new Map(Object.entries(table(name)).map(([command, character]) => [character ?? '', command])),
);

/** Letters and signs that are not ASCII as commands, as far as LaTeX has them; the others (Chinese, for one) stay as they are. */
export function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]\p{M}*/gu, (cluster) => asciiOfCluster(cluster)).replace(/\u00a0/g, '~');
}

function asciiOfCluster(cluster: string): string {
  const ligature = { '–': '--', '—': '---', '“': '``', '”': "''" }[cluster];
  if (ligature !== undefined) return ligature;
  const command = COMMAND_OF?.get(cluster);
  if (command !== undefined && /^[a-zA-Z]+$/.test(command)) return `{\\${command}}`;
  const maths = MATHS_COMMAND_OF?.get(cluster);
  if (maths !== undefined) return `$\\${maths}$`;
  const [base = '', ...marks] = cluster.normalize('NFD');
  const accents = marks.map((mark) => ACCENT_OF?.get(mark));
  if (marks.length === 0 || accents.includes(undefined)) return cluster;
  const letter = /[\0-\x7f]/.test(base) ? base : asciiOfCluster(base);
  if (!/^[\0-\x7f]+$/.test(letter)) return cluster;
  const composed = accents.reduce<string>((inner, accent) => `\\${accent ?? ''}{${inner}}`, letter);
  return `{${composed}}`;
}
