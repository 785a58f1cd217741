import { citationKey } from '../domain/citation-key.ts';
import { type Message, msg } from '../domain/message.ts';
import type { NoteDraft } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { areAkin } from '../domain/text.ts';
import type { Library } from '../store/library.ts';
import type { Deriver } from './derive.ts';
import { contradictions, settleFacts } from './facts.ts';

/** What became of a note when it was saved. */
export interface SavedNote {
  readonly noteId: number;
  readonly paperId: number | null;
  readonly isNewPaper: boolean;
  /** What is odd about the meeting of note and paper. */
  readonly doubts: readonly Message[];
}

/**
 * Stores a note and lets it meet its paper: the one it had before, else that of its title, in another spelling of one
 * letter too, else that of its identifier, if the titles are akin. A note that is about no paper stands alone.
 */
export function saveNote(
  library: Library,
  deriver: Deriver,
  place: { readonly id: number | undefined; readonly file: string; readonly folder: string },
  draft: NoteDraft,
): SavedNote {
  const before = place.id === undefined ? undefined : library.notes.get(place.id);
  const doubts: Message[] = [];
  const known = draft.title === undefined ? undefined : meet(library, draft, before?.paperId ?? null, doubts);
  const paperId = draft.title === undefined ? null : (known?.id ?? addNoted(library, draft));
  const owner = known === undefined ? undefined : ownerOf(library, draft);
  if (owner !== undefined && owner.id !== paperId) {
    doubts.push(msg`its link has the identifier of ${owner.citationKey}: two papers, or one under two titles`);
  }
  // What the user said of a paper after the note was read stays.
  if (known?.status === 'to-read' && known.id !== before?.paperId) library.papers.setStatus(known.id, 'read');
  const noteId = library.notes.save(place.id, place.file, place.folder, paperId, draft);
  for (const id of new Set([paperId, before?.paperId ?? null])) {
    if (id === null) continue;
    settleFacts(library, id, id === before?.paperId ? before : undefined);
    deriver.refresh(id);
  }
  const against =
    paperId === null ? undefined : contradictions(library, paperId).find(({ source }) => source === place.file);
  if (against !== undefined) {
    doubts.push(msg`the note says ${against.says}, but ${against.other} says ${against.otherSays}`);
  }
  const isNewPaper = paperId !== null && known === undefined;
  const removed = isNewPaper ? library.trash.withTitle(draft.title ?? '') : undefined;
  if (removed !== undefined) {
    doubts.push(
      msg`"${draft.title ?? ''}" is a new paper; an earlier one was removed: kd restore ${removed.citationKey}`,
    );
  }
  return { noteId, paperId, isNewPaper, doubts };
}

function statedBy({ title = '', label }: NoteDraft) {
  const { containerTitle, year, month, track } = label ?? {};
  return { title, venue: label?.venue?.name, containerTitle, year, month, track };
}

function addNoted(library: Library, draft: NoteDraft): number {
  const stated = statedBy(draft);
  const facts = { ...stated, authors: [], links: [] };
  return library.papers.insert(facts, citationKey(stated.title, stated.year), 'read', [], library.now);
}

function meet(library: Library, draft: NoteDraft, before: number | null, doubts: Message[]): Paper | undefined {
  const title = draft.title ?? '';
  const byTitle = library.papers.withTitle(title);
  if (byTitle !== undefined) return byTitle;
  const near = library.papers.withNearTitle(title);
  if (near !== undefined) {
    doubts.push(msg`"${title}" is read as ${near.citationKey}, whose title differs in one letter`);
    return near;
  }
  // The note's own paper from before: a title that was corrected.
  if (before !== null) {
    const own = library.papers.get(before);
    if (own !== undefined && !areAkin(own.title, title)) {
      doubts.push(msg`"${title}" is read as ${own.citationKey}, the paper that the file was a note on before`);
    }
    return own;
  }
  const byId = ownerOf(library, draft);
  if (byId === undefined || areAkin(byId.title, title)) return byId;
  doubts.push(msg`its link has the identifier of ${byId.citationKey}, whose title is another: kept apart`);
  return undefined;
}

/** The paper that has an identifier of the note. */
function ownerOf(library: Library, { facts: { doi, arxiv } }: NoteDraft): Paper | undefined {
  return (
    (doi === undefined ? undefined : library.papers.withDoi(doi)) ??
    (arxiv === undefined ? undefined : library.papers.withArxiv(arxiv))
  );
}
