import type { Note } from '../domain/note.ts';
import type { Link, Paper, PaperFacts } from '../domain/paper.ts';

/**
 * The address and the links that a paper has by its notes, in whatever order they and other sources came: the links
 * that its notes state, and those that none of them gave. The address is that of the first note that has one; those of
 * the others, and one from elsewhere that it takes the place of, are links to the paper.
 *
 * @param former a note on the paper before it was changed, or before it became one on another paper: what it gave and
 *   no note states any more goes
 */
export function settleLinks(
  paper: Paper,
  notes: readonly Note[],
  former: Note | undefined,
): Pick<PaperFacts, 'url' | 'links'> {
  if (notes.length === 0 && former === undefined) return paper;
  const isSetByUser = (field: keyof PaperFacts) => paper.setByUser.includes(field);
  const given = namesGivenBy(notes);
  const formerly = namesGivenBy(former === undefined ? [] : [former]);
  const isGone = (link: Link) => formerly.has(nameOf(link)) && !given.has(nameOf(link));
  const kept = paper.links.filter((link) => !isGone(link));
  const own = addressesOf([{ facts: paper }]);
  const keptOwn = isSetByUser('url') ? own : own.filter((link) => !isGone(link));
  const addresses = isSetByUser('url') ? [] : addressesOf(notes);
  // Where the note that gave the address no longer does, a page that another source gave comes in its place.
  const others = keptOwn.length < own.length ? kept.filter((link) => isPage(link) && link.url !== undefined) : [];
  const [{ url } = {}] = [...addresses, ...keptOwn, ...others];
  const isAnother = (link: Link) => link.url !== url;
  if (isSetByUser('links')) return { url, links: distinct([...paper.links, ...keptOwn.filter(isAnother)]) };
  const links = [
    ...notes.flatMap(({ facts }) => facts.links),
    // What one source calls the paper's code and another its page is its code.
    ...kept.filter((link) => !isPage(link)),
    ...[...addresses, ...kept.filter(isPage), ...keptOwn].filter(isAnother),
  ];
  return { url, links: distinct(links) };
}

function isPage({ role }: Link): boolean {
  return role === 'paper';
}

/** The first link of each name, by their roles, as a library keeps them. */
function distinct(links: readonly Link[]): Link[] {
  const first = new Map<string, Link>();
  for (const link of links) if (!first.has(nameOf(link))) first.set(nameOf(link), link);
  return [...first.values()].toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0));
}

function namesGivenBy(notes: readonly Note[]): Set<string> {
  return new Set([...notes.flatMap(({ facts }) => facts.links), ...addressesOf(notes)].map(nameOf));
}

/** The addresses of papers, as links. */
function addressesOf(sources: readonly { readonly facts: Pick<PaperFacts, 'url'> }[]): Link[] {
  return sources.flatMap(({ facts: { url } }) => (url === undefined ? [] : [{ role: 'paper', url }]));
}

/** What tells one link from another: its URL, or that there is none of its role. */
function nameOf({ role, url }: Link): string {
  return url ?? `no ${role}`;
}
