import { citationKey } from '../domain/citation-key.ts';
import type { Paper } from '../domain/paper.ts';
import { editDistance, titleKey } from '../domain/text.ts';
import type { Block, BlockDraft, ReadingDraft, Week, WeekDraft } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { BlockToSave } from '../store/weeks.ts';
import type { Deriver } from './derive.ts';
import { contradictions, settleFacts } from './facts.ts';

/** What became of one reading when its week was saved. */
export interface SavedReading {
  readonly paperId: number;
  /** The position of its block. */
  readonly position: number;
  readonly outcome: 'new' | 'known' | 'back-reference';
  /** What is odd about the meeting of heading and paper. */
  readonly doubts: readonly string[];
}

/**
 * Puts a week's new blocks in place of its old ones. Each reading is the paper of its title; a title that no
 * paper has may be a corrected one: then it is that of the old reading with the same text, or at the same place.
 */
export function saveWeek(library: Library, deriver: Deriver, week: Week, draft: WeekDraft): SavedReading[] {
  const touched = new Set(week.blocks.flatMap(({ reading }) => reading?.paperId ?? []));
  const continued = new Set<Block>();
  const saved: SavedReading[] = [];
  const near = new Map<number, string>();
  const blocks = draft.blocks.map((block, position): BlockToSave => {
    const { kind, source, text, reading } = block;
    if (reading === undefined) return { kind, source, text, reading: null };
    const { title } = reading.heading;
    let known = library.papers.withTitle(title) ?? retitled(library, week, draft, position, continued);
    if (known === undefined) {
      known = library.papers.withNearTitle(title);
      if (known !== undefined)
        near.set(position, `"${title}" is read as ${known.citationKey}, whose title differs in one letter`);
    }
    const paperId = known?.id ?? addRead(library, reading);
    if (known?.status === 'to-read' && reading.refersTo === undefined) library.papers.setStatus(paperId, 'read');
    touched.add(paperId);
    saved.push({
      paperId,
      position,
      outcome: reading.refersTo !== undefined ? 'back-reference' : known === undefined ? 'new' : 'known',
      doubts: [],
    });
    return { kind, source, text, reading: { ...toStore(reading), paperId, theme: reading.theme } };
  });
  library.weeks.saveBlocks(week.id, blocks);
  for (const paperId of touched) {
    settleFacts(library, paperId);
    deriver.refresh(paperId);
  }
  return saved.map((reading) => {
    const met = near.get(reading.position);
    const against = contradictions(library, reading.paperId).find(({ source }) => source === week.date);
    const doubts = [
      ...(met === undefined ? [] : [met]),
      ...(against === undefined ? [] : [`the heading ${against.message}`]),
    ];
    return { ...reading, doubts };
  });
}

function statedBy({ heading }: ReadingDraft) {
  return { ...heading, venue: heading.venue?.name };
}

function addRead(library: Library, reading: ReadingDraft): number {
  const { title, containerTitle, year, month, track, venue } = statedBy(reading);
  const facts = { title, venue, containerTitle, year, month, track, authors: [], links: [] };
  return library.papers.insert(facts, citationKey(title, year), 'read', [], library.now);
}

function toStore(reading: ReadingDraft): Omit<NonNullable<BlockToSave['reading']>, 'paperId' | 'theme'> {
  const { heading, refersTo, sharesText, spans } = reading;
  return {
    title: heading.title,
    venue: heading.venue?.name ?? null,
    containerTitle: heading.containerTitle ?? null,
    year: heading.year ?? null,
    month: heading.month ?? null,
    track: heading.track ?? null,
    rank: heading.rank ?? null,
    unsure: heading.unsure,
    ranCode: heading.ranCode,
    refersTo: refersTo ?? null,
    sharesText,
    spans,
  };
}

/**
 * The paper of the old reading that a new one, whose title is unknown, continues under a corrected title. An old
 * reading is continued once: `continued` holds those that are.
 */
function retitled(
  library: Library,
  week: Week,
  draft: WeekDraft,
  position: number,
  continued: Set<Block>,
): Paper | undefined {
  const kept = new Set(draft.blocks.flatMap(({ reading }) => reading && [titleKey(reading.heading.title)]));
  kept.delete('');
  const vacant = week.blocks.filter((block) => {
    return block.reading !== null && !continued.has(block) && !kept.has(titleKey(block.reading.title));
  });
  const block = draft.blocks[position] as BlockDraft;
  const text = bodyOf(block);
  const sameText = text === '' ? undefined : vacant.find((old) => bodyOf(old) === text);
  const samePlace = vacant.find((old) => {
    const key = titleKey(old.reading?.title ?? '');
    const newKey = titleKey(block.reading?.heading.title ?? '');
    const limit = Math.floor(Math.max(key.length, newKey.length) / 5);
    return isSamePlace(week.blocks, old, draft.blocks, position) && editDistance(key, newKey, limit) <= limit;
  });
  const old = sameText ?? samePlace;
  if (old === undefined) return undefined;
  continued.add(old);
  return old.reading === null ? undefined : library.papers.get(old.reading.paperId);
}

/** A reading's text without its heading. */
function bodyOf(block: {
  readonly source: string;
  readonly reading?: { readonly spans: { readonly heading: readonly [number, number] } } | null | undefined;
}): string {
  return block.source.slice(block.reading?.spans.heading[1] ?? 0).trim();
}

/** Whether the readings before or behind are the same in both, so that the two stand in one place. */
function isSamePlace(old: readonly Block[], block: Block, blocks: readonly BlockDraft[], position: number): boolean {
  const oldTitles = old.flatMap((other) =>
    other.reading === null ? [] : [{ other, key: titleKey(other.reading.title) }],
  );
  const newTitles = blocks.flatMap(({ reading }, index) =>
    reading ? [{ index, key: titleKey(reading.heading.title) }] : [],
  );
  const at = oldTitles.findIndex(({ other }) => other === block);
  const newAt = newTitles.findIndex(({ index }) => index === position);
  return oldTitles[at - 1]?.key === newTitles[newAt - 1]?.key && oldTitles[at + 1]?.key === newTitles[newAt + 1]?.key;
}
