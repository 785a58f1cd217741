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
  const isSetByUser = (field: string) => paper.setByUser.includes(field);
  const given = new Set(former === undefined ? [] : [...former.facts.links, ...addressesOf([former])].map(nameOf));
  const fromElsewhere = paper.links.filter((link) => !given.has(nameOf(link)));
  const addresses = isSetByUser('url') ? [] : addressesOf(notes);
  const own: Link[] = paper.url === undefined ? [] : [{ role: 'paper', url: paper.url }];
  const ownFromElsewhere = own.filter((link) => isSetByUser('url') || !given.has(nameOf(link)));
  const pages = fromElsewhere.filter(({ role, url }) => role === 'paper' && url !== undefined);
  const { url } = [...addresses, ...ownFromElsewhere, ...pages][0] ?? {};
  const links = isSetByUser('links')
    ? [...paper.links, ...ownFromElsewhere]
    : [...notes.flatMap(({ facts }) => facts.links), ...addresses, ...fromElsewhere, ...ownFromElsewhere];
  const others = links.filter((link) => link.role !== 'paper' || link.url !== url);
  const distinct = [...new Map(others.toReversed().map((link) => [nameOf(link), link])).values()].toReversed();
  // A paper's links are kept by their roles.
  return { url, links: distinct.toSorted((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0)) };
}

/** The addresses of notes' papers as links. */
function addressesOf(notes: readonly Note[]): Link[] {
  return notes.flatMap(({ facts: { url } }) => (url === undefined ? [] : [{ role: 'paper', url }]));
}

/** What tells one link from another: its URL, or what it says there is none of. */
function nameOf({ role, url }: Link): string {
  return url ?? `no ${role}`;
}
