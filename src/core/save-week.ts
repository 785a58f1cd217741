import { citationKey } from '../domain/citation-key.ts';
import { type Message, msg } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { statementOf } from '../domain/statement.ts';
import { areAkin, editDistance, titleKey } from '../domain/text.ts';
import type { Block, BlockDraft, ReadingDraft, Week, WeekDraft } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { RemovedPaper } from '../store/trash.ts';
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
  readonly doubts: readonly Message[];
}

/**
 * Puts a week's new blocks in place of its old ones. Each reading is the paper of its title; a title that no
 * paper has may be a corrected one: then it is that of the old reading with the same text, or at the same place; or,
 * with `nearTitles`, one typed with a wrong letter.
 */
export function saveWeek(
  library: Library,
  deriver: Deriver,
  week: Week,
  draft: WeekDraft,
  { nearTitles }: { readonly nearTitles: boolean } = { nearTitles: true },
): SavedReading[] {
  const touched = new Set(week.blocks.flatMap(({ reading }) => reading?.paperId ?? []));
  const stood = new Set(touched);
  const continued = continuing(library, week, draft);
  const saved: SavedReading[] = [];
  const near = new Map<number, Message>();
  const blocks = draft.blocks.map((block, position): BlockToSave => {
    const { kind, source, text, reading } = block;
    if (reading === undefined) return { kind, source, text, reading: null };
    const { title } = reading.heading;
    let known = library.papers.withTitle(title) ?? continued(position);
    if (known === undefined && nearTitles) {
      known = library.papers.withNearTitle(title);
      if (known !== undefined)
        near.set(position, msg`"${title}" is read as ${known.citationKey}, whose title differs in one letter`);
    }
    const paperId = known?.id ?? addRead(library, reading);
    // What the user said of a paper after it was read here stays.
    const isNew = !stood.has(paperId) && reading.refersTo === undefined;
    if (known?.status === 'to-read' && isNew) library.papers.setStatus(paperId, 'read');
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
  const against = new Map(
    [...new Set(saved.map(({ paperId }) => paperId))].map((paperId) => {
      return [paperId, contradictions(library, paperId).find(({ source }) => source === week.date)] as const;
    }),
  );
  const firstAt = new Map<number, number>();
  for (const { paperId, position } of saved) {
    firstAt.set(paperId, Math.min(position, firstAt.get(paperId) ?? position));
  }
  const removedLike = removedFrom(library, week, draft);
  return saved.map((reading) => {
    const met = near.get(reading.position);
    const twice = firstAt.get(reading.paperId) !== reading.position;
    const other = against.get(reading.paperId);
    const { title } = library.papers.get(reading.paperId) as Paper;
    const removed = reading.outcome === 'new' ? (library.trash.withTitle(title) ?? removedLike(title)) : undefined;
    const doubts = [
      ...(removed === undefined
        ? []
        : [msg`"${title}" is a new paper; an earlier one was removed: kd restore ${removed.citationKey}`]),
      ...(twice ? [msg`the paper stands in this week already`] : []),
      ...(met === undefined ? [] : [met]),
      ...(other === undefined ? [] : [msg`the heading says ${other.says}, but ${other.other} says ${other.otherSays}`]),
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

/** A reading as it is stored, but for its paper and its theme. */
export function toStore(reading: ReadingDraft): Omit<NonNullable<BlockToSave['reading']>, 'paperId' | 'theme'> {
  const { heading, refersTo, sharesText, spans } = reading;
  return {
    title: heading.title,
    ...statementOf(heading),
    ranCode: heading.ranCode,
    refersTo: refersTo ?? null,
    sharesText,
    spans,
  };
}

/**
 * Finds the paper of the old reading that a new one, whose title is unknown, continues: under the same heading where
 * that has no words, with a text that no other has, or at the same place under nearly the same title. Each is
 * continued once.
 */
function continuing(library: Library, week: Week, draft: WeekDraft): (position: number) => Paper | undefined {
  const places = placesOf(draft.blocks);
  const kept = new Set([...places.values()].map(({ key }) => key));
  kept.delete('');
  const vacant = new Set([...placesOf(week.blocks)].filter(([, { key }]) => !kept.has(key)));
  const oldKeys = new Set([...placesOf(week.blocks).values()].map(({ key }) => key));
  const added = [...places].filter(([, { key }]) => key === '' || !oldKeys.has(key));
  const bodies = added.map(([position]) => bodyOf(draft.blocks[position] as BlockDraft));
  return (position) => {
    const block = draft.blocks[position] as BlockDraft;
    const place = places.get(position);
    if (vacant.size === 0 || place === undefined) return undefined;
    const text = bodyOf(block);
    const limit = (key: string) => Math.floor(Math.max(key.length, place.key.length) / 5);
    const olds = [...vacant].map((entry) => ({ entry, block: week.blocks[entry[0]] as Block, place: entry[1] }));
    const withText = olds.filter((other) => text !== '' && bodyOf(other.block) === text);
    const isOnly = withText.length === 1 && bodies.filter((body) => body === text).length === 1;
    const old =
      olds.find((other) => other.block.source.trim() === block.source.trim()) ??
      (isOnly ? withText[0] : undefined) ??
      olds.find(({ place: { key, before, behind } }) => {
        const isSame = before === place.before && behind === place.behind;
        return isSame && editDistance(key, place.key, limit(key)) <= limit(key);
      });
    if (old === undefined) return undefined;
    vacant.delete(old.entry);
    return library.papers.get(old.block.reading?.paperId ?? 0);
  };
}

/**
 * Finds the removed paper whose heading stood in the week as prose and is no longer there, for a new reading under much
 * the same title.
 */
function removedFrom(library: Library, week: Week, draft: WeekDraft): (title: string) => RemovedPaper | undefined {
  let gone: RemovedPaper[] | undefined;
  return (title) => {
    gone ??= library.trash.readIn(week.date).filter(({ readings }) => {
      const headings = readings.filter(({ date }) => date === week.date).map(({ heading }) => heading);
      return headings.some((heading) => hasAsProse(week.blocks, heading) && !hasAsProse(draft.blocks, heading));
    });
    const key = titleKey(title);
    return gone.find((removed) => {
      const limit = Math.floor(Math.max(key.length, titleKey(removed.title).length) / 5);
      // Words alone do not tell Chinese titles, which have no spaces.
      return areAkin(removed.title, title) || editDistance(titleKey(removed.title), key, limit) <= limit;
    });
  };
}

/** Whether the heading of a removed paper stands among the blocks. */
function hasAsProse(blocks: readonly (Block | BlockDraft)[], heading: string): boolean {
  const isIt = (line: string) => line.trimStart().startsWith('#') && line.includes(heading);
  return blocks.some(({ kind, source }) => kind === 'prose' && source.split(/\r\n|\r|\n/).some(isIt));
}

/** The title key of a reading, and those of the readings before and behind it. */
interface Place {
  readonly key: string;
  readonly before: string | undefined;
  readonly behind: string | undefined;
}

/** The places of a week's readings, by their positions among its blocks. */
function placesOf(blocks: readonly (Block | BlockDraft)[]): Map<number, Place> {
  const keys = blocks.flatMap(({ reading }, position) => {
    if (reading == null) return [];
    return [{ position, key: titleKey('heading' in reading ? reading.heading.title : reading.title) }];
  });
  return new Map(
    keys.map(({ position, key }, at) => [position, { key, before: keys[at - 1]?.key, behind: keys[at + 1]?.key }]),
  );
}

/** A reading's text without its heading. */
function bodyOf(block: {
  readonly source: string;
  readonly reading?: { readonly spans: { readonly heading: readonly [number, number] } } | null | undefined;
}): string {
  return block.source.slice(block.reading?.spans.heading[1] ?? 0).trim();
}
