import type { CslName } from '../../domain/csl.ts';
import type { VenueTable } from '../../domain/venue.ts';
import { isPersonName, readAuthors } from './authors.ts';
import { isAward, peelTag, readTag, type Tag, type Trust } from './tag.ts';
import { canBeTitle, wordCount } from './title.ts';

/** What stands around a title: tags, authors, short names; what is none of them is prose. */
export interface Around {
  tags: Tag[];
  authors: readonly CslName[];
  alias?: string | undefined;
  /** A second title in brackets behind the first. */
  otherTitle?: string | undefined;
}

export function nothingAround(): Around {
  return { tags: [], authors: [] };
}

/** Words in brackets that say nothing of the paper. */
const REMARK =
  /^(?:soon|coming soon|to appear|code(?: is)?(?: available)?(?: soon)?|no code|in press|extended abstract|supplementary|survey|review|surveys|book|thesis|new!?|hot!?|must[- ]read|important|recommended?|very important|todo|unread|read|doing|done|first|arxiv|preprint|position|tutorial|必读|推荐|重要|综述|已读|未读|精读|泛读|开源|代码|[☆★*\d+\s.]{1,8}|ours?)$/i;

/** What a bracket's words are, added to what is around; false where they may be part of the title. */
export function takeBracket(
  content: string,
  open: string,
  around: Around,
  venues: VenueTable,
  isBehindTitle: boolean,
): boolean {
  const words = content.replace(/^[\s*_`~"'|,;:.]+|[\s*_`~"'|,;:.]+$/g, '');
  if (words === '') return true;
  const tag = readTag(words, venues, 'likely');
  if (
    tag !== undefined &&
    !(tag.venue === undefined && tag.words !== undefined && tag.year === undefined && open === '(')
  ) {
    // An acronym without a year is a venue only where it is known.
    if (tag.venue === undefined && tag.words !== undefined && tag.year === undefined)
      return takeShortName(words, open, around);
    around.tags.push(tag);
    return true;
  }
  if (REMARK.test(words) || isAward(words)) return true;
  const peeled = peelTag(words, venues, { trust: 'likely', bareYear: true });
  if (peeled !== undefined) {
    const authors = readAuthors(peeled.rest.replace(/[\s,;.]+$/, ''), /\bet\.? al/i.test(peeled.rest));
    if (authors !== undefined || isAward(peeled.rest) || REMARK.test(peeled.rest.trim())) {
      if (authors !== undefined && around.authors.length === 0) around.authors = authors.names;
      around.tags.push(peeled.tag);
      return true;
    }
  }
  if (/\bet\.? al/i.test(words) || wordCount(words) > 3) {
    const authors = readAuthors(words);
    if (authors !== undefined && authors.names.length > 0 && open !== '[') {
      if (around.authors.length === 0) around.authors = authors.names;
      return true;
    }
  }
  if (takeShortName(words, open, around)) return true;
  if (isBehindTitle && open === '(' && wordCount(words) >= 5 && canBeTitle(words) && around.otherTitle === undefined) {
    around.otherTitle = words;
    return true;
  }
  return false;
}

/** A short name (`(UniLM)`), or an organisation (`[Baidu]`, `【华为】`). */
function takeShortName(words: string, open: string, around: Around): boolean {
  const isShortName =
    /^(?=(?:[^A-Z]*[A-Z]){2})[\p{L}\p{N}][\p{L}\p{N}$^_+.-]{1,24}$/u.test(words) ||
    /^[A-Za-z]{2,8}\d[\w-]{0,8}$/.test(words);
  if (isShortName && open === '(') {
    around.alias ??= words;
    return true;
  }
  if (open === '(')
    return /^(?:google|microsoft|facebook|meta|deepmind|openai|huawei|alibaba|baidu|tencent|nvidia|apple|amazon|ibm|intel|samsung|bytedance|fair|mit|cmu)\b.{0,20}$/i.test(
      words,
    );
  return (
    words.length <= 40 &&
    (wordCount(words) <= 3 ||
      (/^[\p{Script=Han}A-Za-z\d、/+-]{1,20}$/u.test(words) && /\p{Script=Han}{2}/u.test(words)))
  );
}

/**
 * Takes tags, remarks and short names off the end of a text that begins with a title; gives what is left.
 * With `isTail` all of the text stands behind a title.
 */
export function peelEnd(text: string, around: Around, venues: VenueTable, trust: Trust, isTail = false): string {
  let rest = text;
  for (let step = 0; step < 12; step += 1) {
    rest = rest.replace(/(?<![\s,;，；、·|&:：–—_+-])[\s,;，；、·|&:：–—_+-]+$/, '');
    const bare = rest.replace(/(?<=[^.]|\bal\.)\.{1,3}$/, '');
    const bracket = lastBracket(bare);
    if (bracket !== undefined) {
      if (bracket.start === 0 && !isTail) return rest;
      const isTaken = takeBracket(bracket.content, bracket.open, around, venues, !isTail);
      // Other words in brackets right behind a tag are a remark on it.
      const before = isTaken
        ? undefined
        : peelTag(bare.slice(0, bracket.start).trimEnd(), venues, { trust: 'known', bareYear: false });
      if (!isTaken && (before?.tag.venue === undefined || before.tag.year === undefined)) return rest;
      rest = bare.slice(0, bracket.start);
      continue;
    }
    const peeled = peelTag(bare, venues, { trust, bareYear: isTail });
    if (peeled === undefined || (peeled.rest.trim() === '' && !isTail)) return rest;
    around.tags.push(peeled.tag);
    rest = peeled.rest.replace(/(?<![\s([{])[\s([{]+$/, '').replace(/\b(?:In|in|at)[:\s]*$/, '');
  }
  return rest;
}

/** The bracket that the text ends with. */
function lastBracket(text: string): { start: number; open: string; content: string } | undefined {
  const close = text.at(-1) ?? '';
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '）': '(', '】': '【' };
  if (!(close in pairs)) return undefined;
  let depth = 0;
  for (let at = text.length - 1; at >= 0 && at > text.length - 400; at -= 1) {
    const character = text[at] ?? '';
    if (/[)\]）】]/.test(character)) depth += 1;
    else if (/[([（【]/.test(character)) depth -= 1;
    if (depth === 0) return { start: at, open: pairs[close] ?? '(', content: text.slice(at + 1, -1) };
  }
  return undefined;
}

/** Reads all that stands behind a title, in any order. */
export function readTail(text: string, around: Around, venues: VenueTable): void {
  const withoutBrackets = text.replace(
    /([([（【])([^()[\]（）【】]{0,240})[)\]）】]/g,
    (whole, open: string, content: string) =>
      takeBracket(content, open === '（' ? '(' : open, around, venues, false) ? ' ' : whole,
  );
  const segments = withoutBrackets.split(/\n|\s[|·–—-]{1,2}\s|\|/);
  for (const segment of segments.slice(0, 40)) readSegment(segment, around, venues);
}

function readSegment(segment: string, around: Around, venues: VenueTable): void {
  let text = segment.replace(/^[\s,;:.，；：。、·*&+-]+/, '');
  if (text.trim() === '') return;
  const whole = readTag(text, venues, 'likely');
  if (whole?.words !== undefined && whole.year !== undefined) {
    around.tags.push(whole);
    return;
  }
  const found = nothingAround();
  text = peelEnd(text, found, venues, 'likely', true).replace(/^[\s,;:.]+|[\s,;:]+$/g, '');
  const isShort = wordCount(text) <= 3;
  const sentences = text.split(/(?<=\p{Ll}|\d|\)|\p{Script=Han}|\bal)[.。]\s+(?!et\.? al)/u);
  let prose = 0;
  for (const sentence of sentences) {
    const words = sentence.replace(/^[\s,;:]+|[\s,;:]+$/g, '');
    if (words === '') continue;
    const tag = readTag(words, venues, 'likely');
    const isAuthors = tag?.words === undefined || tag.venue === undefined;
    // One whole name between commas is an author; among words of prose it would be none.
    const authors = isAuthors ? readAuthors(words, /\bet\.? al/i.test(words) || isPersonName(words)) : undefined;
    if (authors !== undefined && found.authors.length === 0) found.authors = authors.names;
    else if (tag !== undefined && tag.venue === undefined && tag.year === undefined && wordCount(words) === 1) {
      // One unknown word without a year is rather the method's name.
      found.alias ??= words.replace(/[*_]/g, '').trim();
    } else if (tag !== undefined) found.tags.push(tag);
    else if (!isAward(words) && !REMARK.test(words) && !readLead(words, found, venues)) prose += wordCount(words);
  }
  // What ends a sentence of prose, such as a year or the name of a venue, is no tag of the paper.
  if (prose > 6 && found.authors.length === 0 && !isShort) {
    around.tags.push(...found.tags.filter(({ venue, year }) => venue !== undefined && year !== undefined));
    return;
  }
  around.tags.push(...found.tags);
  if (around.authors.length === 0) around.authors = found.authors;
  around.alias ??= found.alias;
}

/** A tag before the authors, `CVPR 2020, A. Author, B. Author`, or authors before a tag that is not at the end. */
function readLead(words: string, around: Around, venues: VenueTable): boolean {
  const comma = /^([^,，:：]{2,60})[,，:：]\s*(.+)$/.exec(words);
  if (comma === null) return false;
  const tag = readTag(comma[1] ?? '', venues, 'known');
  if (tag === undefined) return false;
  around.tags.push(tag);
  const authors = readAuthors(comma[2] ?? '');
  if (authors !== undefined && around.authors.length === 0) around.authors = authors.names;
  return true;
}
