import type { CslName } from '../../domain/csl.ts';
import { bare, cslOf, decodeLatex, readLatex, tidied } from './latex.ts';

export interface Names {
  readonly names: readonly CslName[];
  /** Whether commas were taken for `and`, as in `Ada Lovelace, Alan Turing, Grace Hopper`. */
  readonly isCommaSeparated: boolean;
  /** Whether an accent or command could not be read, and was taken as plain text. */
  readonly isFaulty: boolean;
}

/** What stands for a hyphen: of `Ken-ichi Ito` Citation.js would make the family name “Ken-Ito” with a particle. */
const HYPHEN = '\ue002';

/** What is longer is no name; Citation.js would take very long over it. */
const LONGEST_NAME = 500;

/**
 * Reads a list of names. Citation.js reads each into its parts; kd's own are what it takes for names of persons and are
 * none (`others`, organisations in braces), commas too many, and Chinese, Japanese and Korean names, whose family name
 * comes first. Throws on what Citation.js cannot read.
 */
export function readNames(tex: string): Names {
  const all = splitAnd(tex).map(trimCommas);
  const texts = all.filter((name) => name !== '' && !/^(?:others|et\.? al\.?)$/i.test(name));
  const [only = ''] = texts;
  const pieces = texts.length === 1 && !isBraced(only) ? only.split(',').map((piece) => piece.trim()) : [];
  const isCommaSeparated = pieces.length > 2 && pieces.every((piece) => /^[^\s{}\\]+ [^{}\\]+$/.test(piece));
  let isFaulty = false;
  const names = readEach(isCommaSeparated ? pieces : texts, () => {
    isFaulty = true;
  });
  return { names, isCommaSeparated, isFaulty };
}

function readEach(texts: readonly string[], onFault: () => void): CslName[] {
  const known = texts.map((text) => {
    if (text.length > LONGEST_NAME) return { literal: tidied(bare(text)) };
    return isBraced(text) ? { literal: decodeLatex(text) } : cjkName(text);
  });
  const rest = texts.filter((_, index) => known[index] === undefined).map((text) => decodeAccents(text, onFault));
  const author = rest.join(' and ').replaceAll('-', HYPHEN);
  const read = author === '' ? [] : ((cslOf('misc', { author })['author'] ?? []) as CslName[]);
  // A name that Citation.js takes apart into two would shift those behind it.
  const each = read.length === rest.length ? read : rest.map((text) => ({ literal: decodeLatex(text) }));
  let next = 0;
  return known.map((name) => name ?? tidyName(each[next++] ?? {})).filter((name) => Object.keys(name).length > 0);
}

function tidyName(name: CslName): CslName {
  const parts = Object.entries(name as Record<string, string | undefined>)
    .map(([part, text]) => [part, tidied((text ?? '').replaceAll(HYPHEN, '-'))] as const)
    .filter(([part, text]) => text !== '' && !part.startsWith('_'));
  return Object.fromEntries(parts);
}

/** A name in Chinese, Japanese or Korean letters: `李 四` and `李, 四` are family and given name, `李四` is not taken apart. */
function cjkName(text: string): CslName | undefined {
  if (!/^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}・·,，\s]+$/u.test(text)) return undefined;
  const [family = '', ...given] = text.split(/[\s,，]+/).filter((part) => part !== '');
  return given.length === 0 ? { family } : { family, given: given.join('') };
}

/** The names of a list: `and` between blanks, outside of braces. */
export function splitAnd(tex: string): string[] {
  const text = ` ${tex.replace(/\s+/g, ' ')} `;
  const names: string[] = [];
  let depth = 0;
  let start = 0;
  for (const match of text.matchAll(/[{}]| and(?= )/gi)) {
    if (match[0] === '{') depth += 1;
    else if (match[0] === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0) {
      names.push(text.slice(start, match.index).trim());
      start = match.index + match[0].length;
    }
  }
  return [...names, text.slice(start).trim()];
}

function trimCommas(text: string): string {
  const trimmed = text.trim();
  let [start, end] = [0, trimmed.length];
  while (start < end && /[,，;\s]/.test(trimmed[start] ?? '')) start += 1;
  while (end > start && /[,，;\s]/.test(trimmed[end - 1] ?? '')) end -= 1;
  return trimmed.slice(start, end).replace(/\s+/g, ' ');
}

/** Whether one pair of braces holds the whole text: an organisation, unless the braces hold an accent (`{\'E}`). */
function isBraced(text: string): boolean {
  if (!text.startsWith('{') || !text.endsWith('}')) return false;
  let depth = 0;
  for (const match of text.matchAll(/[{}]/g)) {
    depth += match[0] === '{' ? 1 : -1;
    if (depth === 0) return match.index === text.length - 1;
  }
  return false;
}

/** Accents as letters, so that Citation.js sees whether a part of a name begins with a capital; other braces stay. */
function decodeAccents(text: string, onFault: () => void): string {
  if (!text.includes('\\') && !text.includes('$') && !text.includes('=')) return text;
  let decoded = '';
  let at = 0;
  while (at < text.length) {
    const end = text.startsWith('{\\', at) ? groupEnd(text, at) : text[at] === '\\' ? commandEnd(text, at) : at + 1;
    const piece = text.slice(at, end);
    decoded += end > at + 1 ? decodeOne(piece, onFault) : piece;
    if (end > at + 1 && /\s$/.test(piece) && !/^\\[a-zA-Z]+\s+$/.test(piece)) decoded += ' ';
    at = end;
  }
  return isExtended(decoded) ? decoded : decoded.replace(/[=$]/g, '');
}

function decodeOne(tex: string, onFault: () => void): string {
  try {
    return readLatex(tex);
  } catch {
    onFault();
    return bare(tex);
  }
}

/** BibLaTeX's names in parts: `family=Berg, given=Anna, prefix=van den`. */
function isExtended(text: string): boolean {
  return /\b(?:family|given)\s*=/i.test(text);
}

function groupEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The end of a command and, where it is an accent, of the letter that it stands on. */
function commandEnd(text: string, start: number): number {
  const isWord = /[a-zA-Z]/.test(text[start + 1] ?? '');
  let at = start + 2;
  if (isWord) while (/[a-zA-Z]/.test(text[at] ?? '')) at += 1;
  const isAccent = isWord
    ? /^(?:[uvHtcdbkr]|textcommabelow)$/.test(text.slice(start + 1, at))
    : /[`'^"~=.]/.test(text[start + 1] ?? '');
  if (!isAccent && !isWord) return at;
  while (text[at] === ' ') at += 1;
  if (!isAccent) return text.startsWith('{}', at) ? at + 2 : at;
  if (text[at] === '{') return groupEnd(text, at);
  if (text[at] === '\\') return commandEnd(text, at);
  return Math.min(text.length, at + 1);
}
