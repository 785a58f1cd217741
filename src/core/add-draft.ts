import type { Addition } from '../domain/addition.ts';
import { factsOfDraft } from '../domain/csl-facts.ts';
import type { PaperDraft } from '../domain/draft.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { Library } from '../store/library.ts';
import { type Added, addPaper } from './add.ts';
import { Deriver } from './derive.ts';
import { ownKey, PaperImport } from './import-papers.ts';

/** The fields of a draft under the names of the flags of `kd add`. */
export function fieldsOfDraft(draft: PaperDraft, venues: VenueTable): Record<string, unknown> {
  const { title, authors, venue, containerTitle, year, month, day, links, ...facts } = factsOfDraft(draft, venues);
  const date = [year, month, day].filter((part) => part !== undefined);
  return {
    title,
    author: authors.length === 0 ? undefined : authors,
    venue: venue ?? containerTitle,
    year,
    date: month === undefined ? undefined : date.map((part) => String(part).padStart(2, '0')).join('-'),
    url: facts.url,
    doi: facts.doi,
    arxiv: facts.arxiv,
    volume: facts.volume,
    issue: facts.issue,
    page: facts.page,
    code: links.find(({ role }) => role === 'code')?.url,
  };
}

/**
 * Adds a paper as `addPaper` does, with all that a record of it states: under the record's own key where the paper is new,
 * and with the fields for which an addition has none.
 * @throws ConflictError where the library has the paper, unless the addition is `again`
 */
export function addDraft(library: Library, addition: Addition, draft: PaperDraft, reportDay?: number): Added {
  return library.write(() => {
    const before = library.papers.lastId();
    const added = addPaper(library, addition, reportDay);
    const { id } = added.paper;
    const key = ownKey(draft.citationKey);
    if (id > before && key !== undefined) library.papers.setCitationKey(id, key);
    const deriver = new Deriver(library);
    const papers = new PaperImport(library, deriver, library.venues.table(), '', {
      decide: () => undefined,
      status: addition.status,
    });
    papers.takeAll([draft]);
    return {
      ...added,
      paper: library.papers.get(id) ?? added.paper,
      tags: library.tags.of(id).map(({ name }) => name),
    };
  });
}
