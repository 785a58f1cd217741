import type { CslItem } from '../../domain/csl.ts';
import type { DraftDoubt, PaperDraft } from '../../domain/draft.ts';
import { msg } from '../../domain/message.ts';
import type { Link } from '../../domain/paper.ts';
import { factsOfUrl } from '../../domain/url-facts.ts';
import type { Venue, VenueTable } from '../../domain/venue.ts';
import type { Entry } from './entry.ts';
import type { EntryLink } from './links.ts';
import type { Section } from './section.ts';
import { mergeTags } from './tag.ts';

/** The paper that an entry states, with what its section says of venue and year. */
export function draftOf(entry: Entry, line: number, section: Section, venues: VenueTable): PaperDraft {
  const tag = mergeTags(entry.tags);
  const papers = entry.links.filter(({ role }) => role === 'paper');
  const facts = papers.map(({ url }) => factsOfUrl(url));
  const proceedings = facts.find(({ venue, year }) => venue !== undefined && year !== undefined);
  const arxiv = tag.arxiv ?? facts.find((fact) => fact.arxiv !== undefined)?.arxiv;
  const doubts: DraftDoubt[] = tag.doubts.map((message) => ({ line, message }));
  const isUnpublished = tag.isUnpublished === true;
  const ofUrl = venues.find(proceedings?.venue ?? '')?.venue;
  const ofSection = isUnpublished || tag.words !== undefined ? undefined : section.tag;
  let venue: Venue | undefined = tag.venue ?? ofSection?.venue;
  let words = tag.words ?? ofSection?.words;
  const stated = tag.year ?? section.tag?.year;
  if (
    words === undefined &&
    !isUnpublished &&
    ofUrl !== undefined &&
    (stated === undefined || stated === proceedings?.year)
  ) {
    venue = ofUrl;
    words = ofUrl.name;
  }
  const year =
    tag.year ??
    (ofUrl !== undefined && ofUrl === venue ? proceedings?.year : undefined) ??
    (isUnpublished ? undefined : section.tag?.year) ??
    yearOfArxiv(venue === undefined || venue.type === 'preprint' ? arxiv : undefined) ??
    section.date?.year;
  const month = tag.year === year && (venue === undefined || venue.type === 'preprint') ? tag.month : undefined;
  doubts.push(...linkDoubts(facts, venue, year, venues).map((message) => ({ line, message })));
  const title = entry.title;
  const url = (papers[0] ?? entry.links.find(({ role }) => role === 'project' || role === 'dataset'))?.url;
  const doi = facts.find((fact) => fact.doi !== undefined)?.doi;
  const item: CslItem = {
    type: typeOf(venue),
    title,
    ...(entry.alias === undefined || entry.alias === title ? {} : { 'title-short': entry.alias }),
    ...(entry.authors.length === 0 ? {} : { author: entry.authors }),
    ...(words === undefined ? {} : { 'container-title': words }),
    ...(year === undefined ? {} : { issued: { 'date-parts': [month === undefined ? [year] : [year, month]] } }),
    ...(doi === undefined ? {} : { DOI: doi }),
    ...(papers[0] === undefined ? {} : { URL: url }),
    ...(arxiv === undefined ? {} : { number: `arXiv:${arxiv}` }),
    ...(entry.otherTitle === undefined ? {} : { custom: { list: { otherTitle: entry.otherTitle } } }),
  };
  const links = linksOf(entry.links, papers[0]);
  return {
    line,
    item,
    ...(arxiv === undefined ? {} : { arxiv }),
    ...(tag.track === undefined ? {} : { track: tag.track }),
    ...(links.length === 0 ? {} : { links }),
    ...(doubts.length === 0 ? {} : { doubts }),
  };
}

function yearOfArxiv(id: string | undefined): number | undefined {
  const digits = /^(\d{2})\d{2}\./.exec(id ?? '')?.[1] ?? /\/(\d{2})\d{5}$/.exec(id ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits) + (Number(digits) < 50 ? 2000 : 1900);
}

/** The address says another venue or year than the entry: the entry is believed, and the user told. */
function linkDoubts(
  facts: readonly ReturnType<typeof factsOfUrl>[],
  venue: Venue | undefined,
  year: number | undefined,
  venues: VenueTable,
) {
  if (venue === undefined || venue.type === 'preprint' || venue.type === 'series') return [];
  const said = facts.find((fact) => fact.venue !== undefined);
  const other = venues.find(said?.venue ?? '')?.venue;
  if (said === undefined || other === undefined) return [];
  const isSame = other === venue && (said.year === undefined || year === undefined || said.year === year);
  if (isSame) return [];
  return [
    msg`the label says ${`${venue.name} ${year ?? ''}`.trim()}, its link ${`${said.venue ?? ''} ${said.year ?? ''}`.trim()}`,
  ];
}

function linksOf(links: readonly EntryLink[], paper: EntryLink | undefined): Link[] {
  const seen = new Set([paper?.url]);
  return links.flatMap(({ role, url, text }) => {
    if (seen.has(url)) return [];
    seen.add(url);
    return [{ role, url, ...(text === '' ? {} : { text }) }];
  });
}

function typeOf(venue: Venue | undefined): string {
  if (venue?.type === 'journal') return 'article-journal';
  return venue === undefined || venue.type === 'preprint' ? 'article' : 'paper-conference';
}
