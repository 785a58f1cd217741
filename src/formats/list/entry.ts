import type { CslName } from '../../domain/csl.ts';
import type { VenueTable } from '../../domain/venue.ts';
import { isPersonName, readAuthors } from './authors.ts';
import type { Span } from './inline.ts';
import { type EntryLink, roleOfAddress } from './links.ts';
import { isAward, peelTag, readTag, type Tag } from './tag.ts';
import { type Around, nothingAround, peelEnd, readTail, takeBracket } from './tail.ts';
import { composeText, type EntryText, type Mark } from './text.ts';
import { canBeTitle, tidyTitle, wordCount } from './title.ts';

/** What an entry of a list states of its paper. */
export interface Entry {
  readonly title: string;
  /** How the title is told from the rest: by a mark, or as the words before the rest. */
  readonly by: 'link' | 'strong' | 'quote' | 'words';
  readonly tags: readonly Tag[];
  readonly authors: readonly CslName[];
  readonly alias?: string | undefined;
  readonly otherTitle?: string | undefined;
  readonly links: readonly EntryLink[];
  readonly hasAnchor: boolean;
}

/** Where the words of a title stand in an entry's text. */
interface TitlePlace {
  readonly start: number;
  readonly end: number;
  readonly by: Entry['by'];
  readonly url?: string | undefined;
}

/** Reads one entry; undefined where no words of it can be a title. */
export function readEntry(spans: readonly Span[], venues: VenueTable): Entry | undefined {
  const composed = composeText(spans, venues);
  const around = nothingAround();
  const start = skipHead(composed.text, composed.marks, around, venues);
  const place = placeOfTitle(composed, start, around, venues) ?? {
    start,
    end: endOfWords(composed.text, start),
    by: 'words' as const,
  };
  const title = readTitle(composed.text.slice(place.start, place.end), place, around, venues);
  const behind = composed.text.slice(place.end);
  const reference = /^[\s.)\]>"”]{0,8}\[(?:J|C|M|D|R|A|Z|EB|J\/OL|EB\/OL|C\/OL|OL)\](?:\/\/)?/.exec(behind);
  readTail(reference === null ? behind : inContainer(behind.slice(reference[0].length)), around, venues);
  around.tags.push(...composed.linkedTags);
  // A title in plain words can have a part that is linked; a link on an author's name is none of the paper.
  const inside = composed.marks.find(
    ({ kind, start, end }) =>
      kind === 'link' &&
      start >= place.start &&
      end <= place.end &&
      title.includes(tidyTitle(composed.text.slice(start, end))),
  );
  const url = place.url ?? inside?.url ?? '';
  const own = /^https?:\/\//i.test(url) ? [{ role: roleOfAddress(url) ?? 'paper', url, text: '' } as const] : [];
  if (!canBeTitle(title)) return undefined;
  return {
    title,
    by: place.by,
    tags: around.tags,
    authors: around.authors,
    alias: around.alias,
    otherTitle: around.otherTitle,
    links: [...own, ...composed.links],
    hasAnchor: composed.hasAnchor,
  };
}

/** Skips what stands before a title: check boxes, dates, tags, names in lenticular brackets, pictures. */
function skipHead(text: string, marks: readonly Mark[], around: Around, venues: VenueTable): number {
  let at = 0;
  for (let step = 0; step < 8; step += 1) {
    const rest = text.slice(at);
    const skipped =
      /^(?::[a-z0-9_+-]{2,40}:|[\s|•·,;:*_~<>!☆★-]|\p{Extended_Pictographic}(?<![\d#*])|\[[ xX√✓✔-]?\](?=\s))+/u.exec(
        rest,
      )?.[0].length ?? 0;
    const bracket = /^[([（【]([^()[\]（）【】\n]{0,120})[)\]）】]/.exec(rest.slice(skipped));
    const after = bracket === null ? '' : rest.slice(skipped + bracket[0].length).trim();
    const begin = at + skipped;
    const holdsLink = marks.some(
      ({ kind, start, end }) => kind === 'link' && start < begin + (bracket?.[0].length ?? 0) && end > begin,
    );
    if (bracket !== null && after !== '' && !holdsLink && headBracket(bracket[0], around, venues)) {
      at += skipped + bracket[0].length;
      continue;
    }
    // `2021-CVPR-`, `2015-NIPSw-`, `CVPR 2020: `, `IROS 2024, `.
    const tag =
      /^((?:19|20)\d{2}(?:[.-]\d{1,2})?(?:[-_ ]?[A-Za-z][A-Za-z&/ ]{1,20})?)[-_:：|]\s*(?=["“《[\p{Lu}\p{Script=Han}\d])/u.exec(
        rest.slice(skipped),
      ) ?? /^([\p{L}\d][^,，:：|[\](\n]{2,48}?)(?:\s*[,，:：|]\s*|\s[-–—]\s|\.\s+)(?=\S)/u.exec(rest.slice(skipped));
    const read = tag === null ? undefined : headTag(tag[1] ?? '', venues);
    const unknown =
      read === undefined
        ? /^((?:19|20)\d{2})(?:\.\d{1,2})?-([A-Za-z&/ ]{2,20}?)w?-(?=\S)/.exec(rest.slice(skipped))
        : null;
    if (unknown !== null) {
      around.tags.push(
        readTag(`${unknown[2]} ${unknown[1]}`, venues, 'likely') ?? { year: Number(unknown[1]), doubts: [] },
      );
      at += skipped + unknown[0].length;
    } else if (tag !== null && read !== undefined) {
      around.tags.push(read);
      at += skipped + tag[0].length;
    } else {
      const date = /^(?:20\d{2}[-./]?(?:0[1-9]|1[0-2])[-./]?(?:[0-2]\d|3[01]))[\s:：,-]+(?=\S)/.exec(
        rest.slice(skipped),
      );
      if (date === null) return at + skipped;
      at += skipped + date[0].length;
    }
  }
  return at;
}

/** A tag of venue and year before a title, without brackets around it. */
function headTag(words: string, venues: VenueTable): Tag | undefined {
  const tag = readTag(words.replace(/(?<=[A-Z])w$/, ' workshop'), venues, 'likely');
  if (tag?.isUnpublished === true && wordCount(words) <= 4) return tag;
  const isDated =
    tag?.year !== undefined && (tag.words !== undefined || /^\d{4}[.-]\d{1,2}$/.test(words) || /^\d{4}$/.test(words));
  return isDated ? tag : undefined;
}

/** A bracket before a title: a tag, a remark, the name of an organisation; not the title itself. */
function headBracket(bracket: string, around: Around, venues: VenueTable): boolean {
  const words = bracket.slice(1, -1);
  // A date of reading, which is not the paper's.
  if (/^\s*20\d{2}[-./]\d{1,2}[-./]\d{1,2}\s*$/.test(words)) return true;
  if (takeBracket(words, bracket.charAt(0), around, venues, false)) return true;
  return wordCount(words) <= 3;
}

/** Where a mark says that the title stands, if one does. */
function placeOfTitle(composed: EntryText, start: number, around: Around, venues: VenueTable): TitlePlace | undefined {
  const { text, marks } = composed;
  let from = start;
  for (const mark of marks) {
    if (mark.end <= from) continue;
    const inside = text.slice(mark.start, mark.end);
    const head = text.slice(from, Math.max(from, mark.start));
    const isLong = wordCount(inside) >= 3;
    if (mark.kind === 'emphasis' && head.trim() !== '') break;
    if (!leadsToTitle(head, mark, around, venues)) break;
    if (mark.kind === 'emphasis') {
      const isTitle =
        wordCount(inside) >= 4 && readTag(inside, venues, 'known') === undefined && readAuthors(inside) === undefined;
      if (!isTitle) break;
      // Words in italics at the head are only the beginning of a title that goes on.
      return goesOn(text, mark) ? undefined : { start: mark.start, end: mark.end, by: 'strong' };
    }
    const tag = readTag(inside.replace(/^[\s[(【]+|[\s\])】]+$/g, ''), venues, 'likely');
    if (
      mark.kind === 'strong' &&
      tag !== undefined &&
      (tag.year !== undefined || tag.venue !== undefined) &&
      text.slice(mark.end).trim() !== ''
    ) {
      around.tags.push(tag);
      from = mark.end;
      continue;
    }
    if (mark.kind === 'strong' && !isLong) {
      // A short name in bold: the title is in the link behind it, or goes on.
      const next = marks.find((other) => other.kind === 'link' && other.start >= mark.end);
      if (
        next !== undefined &&
        /^[\s:：,.()|–—-]*$/.test(text.slice(mark.end, next.start)) &&
        wordCount(text.slice(next.start, next.end)) >= 3
      ) {
        around.alias ??= tidyTitle(inside).replace(/[:：]$/, '');
        from = mark.end;
        continue;
      }
    }
    const end = wordCount(inside) > 3 ? mark.end : endOfShort(text, mark);
    return { start: Math.max(mark.start, start), end, by: mark.kind, url: mark.url };
  }
  const quote = /^[\s\S]{0,400}?(?<![\p{L}\p{N}])["“《«]([^"“”《》«»\n]{8,300})["”》»]/u.exec(text.slice(from));
  if (quote !== null) {
    const head = quote[0].slice(0, quote[0].length - (quote[1]?.length ?? 0) - 2);
    const end = from + quote[0].length;
    const isWhole = wordCount(quote[1] ?? '') >= 3 && !goesOn(text, { start: from, end, kind: 'strong' });
    if (isWhole && leadsToTitle(head, undefined, around, venues)) {
      return { start: end - (quote[1]?.length ?? 0) - 1, end: end - 1, by: 'quote' };
    }
  }
  return undefined;
}

/** Whether the words before a mark are none of a title: nothing, a tag, a short name and a colon, the authors. */
function leadsToTitle(head: string, mark: Mark | undefined, around: Around, venues: VenueTable): boolean {
  const words = head.replace(/^[\s,;:.|"“'[(【<-]+|[\s,;:.|"“'[(【<-]+$/g, '');
  if (words === '') return true;
  const tag = readTag(words, venues, 'likely');
  if (tag !== undefined && (tag.venue !== undefined || tag.year !== undefined)) {
    around.tags.push(tag);
    return true;
  }
  if (isAward(words)) return true;
  if (isPersonName(words) && /[,.:，：]\s*["“<[]?\s*$/.test(head) && mark?.kind !== 'emphasis') {
    around.authors = readAuthors(words, true)?.names ?? [];
    return true;
  }
  const opensQuote = /["“]\s*$/.test(head) || mark === undefined;
  const authors = readAuthors(words.replace(/\s*\(?(?:19|20)\d{2}\)?$/, ''), /\bet\.? al/i.test(words));
  if (
    authors !== undefined &&
    (authors.names.length > 1 || opensQuote || /\bet\.? al/i.test(words)) &&
    mark?.kind !== 'emphasis'
  ) {
    around.authors = authors.names;
    return true;
  }
  if (/[:：]\s*["“[(【]?\s*$/.test(head) && wordCount(words) <= 2 && /\p{Lu}/u.test(words) && mark?.kind !== 'strong') {
    around.alias ??= words;
    return true;
  }
  return false;
}

/** Whether the title goes on in plain words right behind a mark: `_Video Captioning_ with Distillation`. */
function goesOn(text: string, mark: Mark): boolean {
  return (
    /^["”]?\s+(?:[\p{Ll}(]|\p{Lu}\p{Ll}+\s+\p{Ll})/u.test(text.slice(mark.end)) &&
    !/^["”]?\s+(?:by|in|from|arxiv|\()/i.test(text.slice(mark.end))
  );
}

/** Where a title that begins with a short link or short bold words ends: `[Distiller](url): A Package for …`. */
function endOfShort(text: string, mark: Mark): number {
  const behind = text.slice(mark.end);
  const more = /^\s*[:：]\s*([^\n]{8,300})/.exec(behind);
  if (more === null || wordCount(more[1] ?? '') < 3) return mark.end;
  const stop = /[.。](?:\s|$)|\s[([（【]/.exec(behind);
  return mark.end + (stop?.index ?? more[0].length);
}

function endOfWords(text: string, start: number): number {
  // A link or a break ends the words, unless nothing stood before it.
  const end = text.indexOf('\n', start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0));
  return end === -1 ? text.length : end;
}

/** The title in its words, without what else stands in them. */
function readTitle(words: string, place: TitlePlace, around: Around, venues: VenueTable): string {
  const bar = /^(.{1,300}?)\s?[|｜]\s?(.{1,300})$/.exec(words.trim());
  if (bar !== null) {
    // A bar parts a title from a short name on either side, or from what else is said.
    const [, first = '', second = ''] = bar;
    const isShort = (text: string) => wordCount(text) === 1 && readTag(text, venues, 'known') === undefined;
    const [title, other] = wordCount(first) <= 2 && wordCount(second) >= 3 ? [second, first] : [first, second];
    const said = nothingAround();
    if (isShort(other)) around.alias ??= tidyTitle(other);
    else readTail(other, said, venues);
    around.tags.push(...said.tags);
    if (around.authors.length === 0) around.authors = said.authors;
    if (isShort(other) || said.tags.length > 0 || said.authors.length > 0)
      return readTitle(title, place, around, venues);
  }
  if (place.by === 'words') return plainTitle(words, around, venues);
  const head = skipHead(words, [], around, venues);
  const text = words.slice(head).replace(/^["“]|["”]\s*$/g, '');
  return tidyTitle(peelEnd(text, around, venues, place.by === 'link' ? 'known' : 'likely'));
}

/** The title at the head of plain words: before authors, tags and brackets. */
function plainTitle(words: string, around: Around, venues: VenueTable): string {
  const text = words.replace(/\s+/g, ' ').trim();
  const bibliographic = gbReference(text) ?? apaReference(text);
  if (bibliographic !== undefined) {
    around.authors = bibliographic.authors;
    readTail(bibliographic.rest, around, venues);
    if (bibliographic.year !== undefined) around.tags.push({ year: bibliographic.year, doubts: [] });
    return tidyTitle(bibliographic.title);
  }
  const whole = /^\[([^[\]]{12,300})\](?=[\s,.:]|$)/.exec(text);
  if (whole !== null) {
    readTail(text.slice(whole[0].length), around, venues);
    return tidyTitle(whole[1] ?? '');
  }
  const left = peelEnd(text, around, venues, 'likely');
  if (around.authors.length > 0) return tidyTitle(left);
  const split = splitAuthors(left, around.tags.length > 0);
  if (split === undefined) return tidyTitle(left);
  around.authors = split.authors;
  return tidyTitle(peelEnd(split.title, around, venues, 'known'));
}

/** The authors behind a title in plain words: from the first full stop, comma or "by" that only names follow. */
function splitAuthors(text: string, hasTag: boolean): { title: string; authors: readonly CslName[] } | undefined {
  const stops = [
    ...text.matchAll(/(?<!(?:^|[\s.])\p{Lu})[.?!。？！](?:\s+|(?=\p{Lu}\p{Ll}+[,\s]))(?!et\.? al)/gu),
  ].slice(0, 12);
  for (const stop of stops) {
    const behind = text.slice(stop.index + stop[0].length);
    const authors = namesOf(behind) ?? (hasTag ? loneAuthors(behind) : undefined);
    if (authors !== undefined)
      return { title: text.slice(0, stop.index + (/^[?!？！]/.test(stop[0]) ? 1 : 0)), authors };
  }
  const by = /\s[-–—]?\s?[Bb]y:?\s+(?=\p{Lu})/u.exec(text);
  if (by !== null) {
    const behind = text.slice(by.index + by[0].length);
    const authors = namesOf(behind) ?? (isPersonName(behind) ? namesOf(`${behind} et al.`) : undefined);
    if (authors !== undefined) return { title: text.slice(0, by.index), authors };
  }
  for (const comma of [...text.matchAll(/\s*[,，;；]\s*|\s[-–—|]\s/g)].slice(0, 40)) {
    const title = text.slice(0, comma.index);
    if (wordCount(title) < 2) continue;
    const behind = text.slice(comma.index + comma[0].length);
    const authors = namesOf(behind);
    if (
      authors !== undefined &&
      (/\bet\.? al/i.test(behind) || (authors.length > 1 && authors.every((name) => name.given !== undefined)))
    ) {
      return { title, authors };
    }
  }
  return undefined;
}

function namesOf(words: string): readonly CslName[] | undefined {
  return readAuthors(words.replace(/\bet\.? al\.?\s*,?\s*$/i, 'et al.'))?.names;
}

/** Names of one word or with an organisation, believed where a tag stood behind them: `HIT and iFLYTEK`, `(Noah)`. */
function loneAuthors(words: string): readonly CslName[] | undefined {
  if (wordCount(words) > 5 || !/^[\p{Lu}(]/u.test(words) || /[:?!]/.test(words)) return undefined;
  if (/^\([^()]*\)\.?$/.test(words.trim())) return [];
  const authors = readAuthors(`${words.replace(/\.$/, '')} et al.`);
  return authors?.names.length === 1 && wordCount(words) > 3 ? undefined : authors?.names;
}

interface Reference {
  readonly authors: readonly CslName[];
  readonly title: string;
  readonly rest: string;
  readonly year?: number | undefined;
}

/** GB/T 7714: `Hinton G, Vinyals O, Dean J. Distilling …[J]. arXiv preprint arXiv:1503.02531, 2015.` */
function gbReference(text: string): Reference | undefined {
  const type = /\[(?:J|C|M|D|R|S|P|N|A|G|Z|EB|DB|J\/OL|EB\/OL|C\/OL|DB\/OL|OL)\](?:\/\/)?/.exec(text);
  if (type === null) return undefined;
  const rest = text.slice(type.index + type[0].length);
  const left = text.slice(0, type.index);
  const stop = /(?<=\p{Lu}|\p{Ll}{2}|\p{Script=Han}|等|al)[.．。]\s*(?=\S)/u.exec(left);
  const authors = stop === null ? undefined : readAuthors(left.slice(0, stop.index), true);
  if (stop === null || authors === undefined) return { authors: [], title: left, rest: inContainer(rest) };
  return { authors: authors.names, title: left.slice(stop.index + stop[0].length), rest: inContainer(rest) };
}

/** The container behind a title of a reference and its year, without volume and pages. */
function inContainer(rest: string): string {
  const [line = '', ...others] = rest.replace(/^[\s./]+/, '').split('\n');
  const preprint = /^arxiv[^,，\n]*/i.exec(line);
  const name = preprint?.[0] ?? (line.split(/[,，:：]|\.\s/)[0] ?? '').replace(/[-\s]{0,3}\bvol(?:ume)?\.? ?\d+$/i, '');
  const year = /(?<![\d.])(?:19|20)\d{2}(?![\d.]\d)/.exec(line.slice(name.length))?.[0];
  return [year === undefined || /(?:19|20)\d{2}$/.test(name) ? name : `${name}, ${year}`, ...others].join('\n');
}

/** APA: `Hinton, G., Vinyals, O., & Dean, J. (2015). Distilling …. arXiv preprint arXiv:1503.02531.` */
function apaReference(text: string): Reference | undefined {
  const year = /^(.{3,600}?)\s*[(（]((?:19|20)\d{2})[a-z]?[)）][.,:]?\s+(?=\S)/.exec(text);
  if (year === null) return undefined;
  const authors = readAuthors(year[1] ?? '');
  if (authors === undefined) return undefined;
  const behind = text.slice(year[0].length);
  const stop = /[.?!](?=\s|$)/.exec(behind);
  const end = stop === null ? behind.length : stop.index + 1;
  return { authors: authors.names, title: behind.slice(0, end), rest: behind.slice(end), year: Number(year[2]) };
}

/** Whether an entry names several papers, each by its own link: `[FitNet](…) [ICLR-2015], [AT](…) [ICLR-2017]`. */
export function splitEntries(spans: readonly Span[], venues: VenueTable): Span[][] | undefined {
  const entries: Span[][] = [];
  let linked = 0;
  for (const span of spans) {
    const isPaper =
      span.url !== undefined &&
      roleOfAddress(span.url) === 'paper' &&
      /\p{L}{2}/u.test(span.text) &&
      !/^https?:/.test(span.text);
    if (isPaper) {
      linked += 1;
      entries.push([span]);
      continue;
    }
    if (span.url !== undefined || span.isBreak === true) return undefined;
    const pieces = span.text.split(/(?<=[\])]|^)\s*[,;、]\s*/);
    for (const [index, piece] of pieces.entries()) {
      const words = piece.trim();
      if (words === '' || /^\[[ xX]?\]$|^[,;、.]$/.test(words)) continue;
      const isTag =
        /^[[(][^[\]()]*[\])][,;、.]?$/.test(words) &&
        peelTag(`x ${words.slice(1, -1)}`, venues, { trust: 'likely', bareYear: true }) !== undefined;
      if (!isTag || index > 0 || entries.length === 0) return undefined;
      entries.at(-1)?.push({ ...span, text: ` ${words.replace(/[,;、.]$/, '')}` });
    }
  }
  return linked >= 2 ? entries : undefined;
}
