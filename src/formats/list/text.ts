import { factsOfUrl } from '../../domain/url-facts.ts';
import type { VenueTable } from '../../domain/venue.ts';
import { readAuthors } from './authors.ts';
import type { Span } from './inline.ts';
import { bareLabel, type EntryLink, roleOf, roleOfAddress, roleOfLabel } from './links.ts';
import { readTag, type Tag } from './tag.ts';
import { wordCount } from './title.ts';

/** Words that are marked in an entry's text: the words of a link, bold, in italics. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'link' | 'strong' | 'emphasis';
  readonly url?: string | undefined;
}

/** An entry's text without the links that are only named (`[code]`), which stand apart. */
export interface EntryText {
  /** A line end stands for a break and for each link that was taken out. */
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly links: readonly EntryLink[];
  /** The tag that a link's words are: `[CVPR 2019](url)`, `[TKDE](url)`. */
  readonly linkedTags: readonly Tag[];
  /** A link into the same page: a table of contents. */
  readonly hasAnchor: boolean;
}

/** Parts the links that are named from the words of the entry. */
export function composeText(spans: readonly Span[], venues: VenueTable): EntryText {
  let text = '';
  let hasAnchor = false;
  const marks: Mark[] = [];
  const links: EntryLink[] = [];
  const linkedTags: Tag[] = [];
  for (const [index, span] of spans.entries()) {
    if (span.isBreak === true) {
      text += '\n';
      continue;
    }
    const { url } = span;
    if (url?.startsWith('#')) {
      hasAnchor = true;
      text += span.text;
      continue;
    }
    if (url !== undefined && isNamedLink(span, text, spans[index + 1]?.text ?? '', venues)) {
      const tag = readTag(bareLabel(span.text), venues, text.trimEnd().endsWith('[') ? 'likely' : 'known');
      if (tag?.words !== undefined && (tag.venue !== undefined || tag.words.includes(' ') || tag.year !== undefined)) {
        linkedTags.push(tag);
      }
      if (/^https?:\/\//i.test(url))
        links.push({ role: roleOf(span.text, url), url, text: span.text.includes('://') ? '' : bareLabel(span.text) });
      text += '\n';
      continue;
    }
    const start = text.length;
    text += span.text;
    const kind = url !== undefined ? 'link' : span.strong ? 'strong' : span.emphasis ? 'emphasis' : undefined;
    if (kind !== undefined && span.text.trim() !== '') marks.push({ start, end: text.length, kind, url });
  }
  return { text: withoutEmptyBrackets(text), marks, links, linkedTags, hasAnchor };
}

/** Whether a link's words only name it, and are no words of the entry itself: of its title, or an author's name. */
function isNamedLink(span: Span, before: string, after: string, venues: VenueTable): boolean {
  const label = bareLabel(span.text);
  if (label === '' || span.text.trim() === span.url || /^https?:/.test(span.text.trim())) return true;
  if (roleOfLabel(span.text) !== undefined) return true;
  const tag = readTag(
    span.text.replace(/^[\s[(]+|[\s\])]+$/g, ''),
    venues,
    before.trimEnd().endsWith('[') ? 'likely' : 'known',
  );
  // `[[AAAI](url)] Title`: the words behind are the entry's.
  const isHead = wordCount(after) >= 3 && /^\s*\]/.test(after);
  const isDated = tag?.year !== undefined || roleOfAddress(span.url ?? '') === 'paper';
  if (tag?.words !== undefined && (isDated || isHead)) return true;
  const words = wordCount(label);
  if (wordCount(before.replace(/[[(【][^\])】]{0,80}[\])】]/g, ' ')) < 3) return false;
  // Behind the authors stands the title.
  if (words >= 2 && readAuthors(before.replace(/^\s*【[^】]{0,40}】|[\s.,:]+$/g, '')) !== undefined) return false;
  if (words >= 5) return roleOfAddress(span.url ?? '') === 'project' || roleOfAddress(span.url ?? '') === 'video';
  const isAuthor = /,/.test(span.text) || /^\s*(?:,|，|、|et\.? al|and\b|&)/.test(after);
  return !(isAuthor && factsOfUrl(span.url ?? '').arxiv === undefined && /^\p{Lu}[\p{L}.'’-]+[ ,]/u.test(label));
}

/** Blanks brackets that only held links; every offset stays where it was. */
function withoutEmptyBrackets(text: string): string {
  // A link whose address is none, `[arXiv](A Title)`, is left as it was typed.
  let blanked = text.replace(/\[{1,2}([^[\]]{1,30})\]\([^()\n]{0,300}\)\]?/g, (whole, label: string) =>
    roleOfLabel(label) === undefined ? whole : ' '.repeat(whole.length),
  );
  for (let before = ''; before !== blanked; ) {
    before = blanked;
    blanked = blanked.replace(/[[(【（<{][\s|,;:/&·+]{0,60}[\])】）>}]/g, (empty) =>
      empty.includes('\n') ? '\n'.padEnd(empty.length) : ' '.repeat(empty.length),
    );
  }
  return blanked;
}
