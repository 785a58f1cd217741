import { msg } from '../../domain/message.ts';
import type { LintedText } from './linted-text.ts';

/** Says whether there is a file or folder at a path. */
export type Exists = (path: string) => boolean;

/**
 * Finds images that are named by a path relative to the note's folder, and are not there. Where the folder they are
 * in is not there either, that is said once.
 */
export function findImages(linted: LintedText, folder: string, exists: Exists): void {
  const { text, lines, firstLine } = linted;
  const missing = new Set<string>();
  for (const [index, { kind, start, end }] of lines.entries()) {
    if (index < firstLine || kind === 'opaque') continue;
    for (const path of imagesIn(text.slice(start, end))) {
      const inner = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      if (missing.has(inner) || exists(`${folder}/${path}`)) continue;
      const hasFolder = exists(`${folder}/${inner}`);
      if (!hasFolder) missing.add(inner);
      const message = hasFolder
        ? msg`the image ${path} is not there`
        : msg`the folder ${inner} with its images is not there`;
      linted.find('image', index + 1, message);
    }
  }
}

/** An address is no longer than this. */
const LONGEST = 1_000;

/** The relative paths of the images on a line: `![…](path "title")`, `![…](<path>)`, `<img src="path">`. */
function imagesIn(line: string): string[] {
  const inMarkdown = [...line.matchAll(/!\[[^[\]]{0,500}\]\([ \t]{0,9}/g)].map((match) => {
    return destination(line.slice(match.index + match[0].length).slice(0, LONGEST));
  });
  const inHtml = [...line.matchAll(/<img\b[^<>]{0,500}?\bsrc=["']([^"'<>]{1,1000})["']/gi)].map(
    ([, path = '']) => path,
  );
  return [...inMarkdown, ...inHtml].flatMap((address) => {
    const isRelative = address !== '' && !/^(?:[a-z][a-z\d+.-]*:|[/\\#?])/i.test(address);
    return isRelative ? decoded(address.replace(/[?#].*$/, '')) : [];
  });
}

/** The destination that a text begins with: in angle brackets, or up to a blank or a bracket that closes none of its own. */
function destination(text: string): string {
  if (text.startsWith('<')) return /^<([^<>]*)>/.exec(text)?.[1] ?? '';
  let depth = 0;
  let end = 0;
  for (; end < text.length; end += 1) {
    const character = text.charAt(end);
    if (/\s/.test(character)) break;
    if (character === '(') depth += 1;
    if (character === ')' && depth === 0) break;
    if (character === ')') depth -= 1;
  }
  return text.slice(0, end);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A name that holds a percent sign of its own.
    return path;
  }
}
