import { parseArxiv } from './identifiers.ts';
import type { VenueMatch, VenueTable } from './venue.ts';

/** What the words for a container (`booktitle`, `journal`) say of venue, year and identifier. */
export interface ContainerFacts {
  readonly match?: VenueMatch | undefined;
  readonly year?: number | undefined;
  readonly arxiv?: string | undefined;
}

/**
 * Reads the name of a container as bibliographies have it: a venue under any of its names; the full name of
 * proceedings, with its number, year, place or short name (`Proceedings of the 38th …, ICML 2021`); or a preprint with
 * its identifier (`arXiv preprint arXiv:1503.02531`).
 */
export function readContainerTitle(text: string, venues: VenueTable): ContainerFacts {
  const words = text.replace(/[{}]/g, '').replace(/\s+/g, ' ').trim();
  const arxiv = arxivIn(words);
  if (arxiv !== undefined) return { match: venues.find('arXiv'), arxiv };
  const year = Number(/(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(words)?.[1]) || shortYear(words);
  const isOfFindings = /^findings\b/i.test(words);
  const names = candidates(isOfFindings ? words.replace(/^[^:]*:/, '') : words);
  const match =
    names.map((name) => venues.find(name)).find((found) => found !== undefined) ??
    names.map((name) => venues.findAbbreviated(name)).find((found) => found !== undefined);
  if (match === undefined) return { year };
  const isWorkshop = match.track === undefined && /\bworkshops?\b/i.test(words);
  const track = isOfFindings ? 'Findings' : isWorkshop ? 'workshop' : match.track;
  return { match: { ...match, track }, year };
}

/** The identifier in `arXiv preprint arXiv:2203.08679`, `arXiv:1912.12132 [cs, stat]`, `CoRR abs/1503.02531`. */
function arxivIn(words: string): string | undefined {
  if (!/^(?:arxiv\b|corr\b|ar\s*xiv)/i.test(words)) return undefined;
  return /(?:abs\/|arxiv:\s*)?(\d{4}\.\d{4,5}|[a-z-]+\/\d{7})/gi
    .exec(words.replace(/^corr,?\s*/i, ''))
    ?.slice(1)
    .flatMap((id) => parseArxiv(id) ?? [])[0];
}

/** The year in AAAI-24 and CVPR'22. */
function shortYear(words: string): number | undefined {
  const two = /[A-Z]{3,}[-'’ ]*(\d{2})(?!\d)/.exec(words)?.[1];
  return two === undefined ? undefined : Number(two) + (Number(two) < 50 ? 2000 : 1900);
}

/** The parts of a container's name that can name its venue, likeliest first. */
function candidates(words: string): string[] {
  const inBrackets = [...words.matchAll(/[([]([^()[\]]{2,60})[)\]]/g)].map((match) => match[1] ?? '');
  const withoutBrackets = words.replace(/[([][^()[\]]*[)\]]/g, ' ');
  const parts = [words, withoutBrackets, ...inBrackets, ...withoutBrackets.split(/[,:;/–—]| - /)];
  return [
    ...new Set(parts.flatMap((part) => [part.trim(), bareName(part), bareName(part).replace(/^annual /i, '')])),
  ].filter((part) => part.length > 1);
}

const ORDINAL =
  /\b(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:twenty|thirty|forty|fifty)(?:[- ]\w+)?|\w+(?:teenth|tieth))\b/gi;

/** The name without years, numbers and the words around it: `Proceedings of the 38th International Conference on …`. */
function bareName(part: string): string {
  return part
    .replace(/(?<!\d)(?:19|20)\d{2}(?!\d)/g, ' ')
    .replace(ORDINAL, ' ')
    .replace(/[-'’]\s*\d{2}\b/g, ' ')
    .replace(/\s\d+\b/g, ' ')
    .replace(/\b(?:in\s+)?(?:proceedings|proc\.?|findings) of (?:the )?/gi, ' ')
    .replace(/^\s*(?:the|in)\s+/i, ' ')
    .replace(/\b(?:workshops?|w)\s*$/i, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
