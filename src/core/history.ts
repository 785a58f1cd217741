import { joined, type Message, msg, verbatim } from '../domain/message.ts';
import { type BlockDraft, textOf, type Week } from '../domain/week.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { FormatError } from '../formats/format.ts';
import { mergeUnits, unitsOfBlocks } from '../formats/merge.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import type { Step } from '../store/history.ts';
import type { Library } from '../store/library.ts';
import { reversed } from '../store/net-changes.ts';
import type { OperationHead } from '../store/operations.ts';
import type { Stale } from '../store/reverse-plan.ts';
import type { RowNames } from '../store/row-names.ts';
import type { Touched } from '../store/touched.ts';
import { Deriver } from './derive.ts';
import { readEdited } from './edit-week.ts';
import { type Effect, effectsOf, fieldOf, sentenceOf, sentenceOfCounts } from './effects.ts';
import { saveWeek } from './save-week.ts';

/** An operation that was taken back or made again, and what that changed. */
export interface Moved {
  readonly operation: OperationHead;
  readonly what: Message;
}

/** A line of the log. */
export interface LogEntry extends Moved {
  /** `undone`: kd redo makes it again. `discarded`: undone, and something new was written since. */
  readonly state: 'done' | 'undone' | 'discarded';
}

/** An operation of more changes is told in numbers. */
const MOST_TOLD = 300;

/**
 * Takes back the last commands, at most `most`, the newest first, all or none. They stay in the log, and can be made
 * again until something new is written.
 * @throws NotFoundError where there is nothing to take back · ConflictError where the library is not what they left
 */
export function undo(library: Library, most: number): Moved[] {
  const steps = library.history.takeBack(most, (touched, stale, [last]) => {
    refuseStale(library, stale, msg`kd undo --operation ${last?.id ?? ''} --force takes back what is unchanged`);
    deriveAgain(library, touched);
  });
  if (steps.length === 0) throw new NotFoundError(msg`there is nothing to take back`, verbatim('kd log'));
  return moved(library, steps, true);
}

/**
 * Makes again what was taken back last, at most `most` commands, in their order, all or none.
 * @throws NotFoundError where there is nothing · ConflictError where the library is not what it was before them
 */
export function redo(library: Library, most: number): Moved[] {
  const steps = library.history.makeAgain(most, (touched, stale) => {
    refuseStale(library, stale, verbatim('kd log'));
    deriveAgain(library, touched);
  });
  if (steps.length === 0) throw new NotFoundError(msg`there is nothing to make again`, verbatim('kd log'));
  return moved(library, steps, false);
}

/**
 * Takes back one operation, wherever it stands, by a new one that does the opposite. With `force` all that is unchanged
 * since is taken back, field by field; `left` is the rest.
 * @throws NotFoundError · ConflictError where something was changed since, or, with `force`, all of it
 */
export function undoOperation(
  library: Library,
  id: number,
  force: boolean,
): Moved & { readonly left: readonly Message[] } {
  return library.write(() => {
    const operation = operationOf(library, id);
    if (operation.undone) throw new ConflictError(msg`operation ${id} is taken back already`, verbatim('kd log'));
    const last = library.operations.lastInForce();
    const touched = library.touched();
    const done = takeOutOfWeeks(library, id);
    const stale = library.history.reverse(id, touched, done);
    const hint = msg`kd undo --operation ${id} --force takes back what is unchanged`;
    const opposite = library.operations.lastInForce();
    const isNothing = opposite === last;
    if (!force || isNothing) refuseStale(library, stale, isNothing ? verbatim(`kd log --operation ${id}`) : hint);
    if (isNothing) throw new ConflictError(msg`operation ${id} has nothing left to take back`, verbatim('kd log'));
    refuseMisread(library, touched);
    deriveAgain(library, touched);
    const names = library.rowNames();
    return { operation, what: tell(library, opposite, names), left: stale.map((one) => sayStale(one, names)) };
  });
}

export interface LogOptions {
  /** Only the operations that touched any of these papers, told as far as they touched them. */
  readonly paperIds?: readonly number[] | undefined;
  readonly limit?: number | undefined;
}

/** Operations, the newest first. */
export function logOf(library: Library, { paperIds, limit }: LogOptions = {}): LogEntry[] {
  const names = library.rowNames();
  const papers = paperIds && new Set(paperIds);
  const changes = paperIds && library.operations.changesOf(paperIds);
  const whatOf = (id: number): Message | undefined => {
    if (papers === undefined) return tell(library, id, names);
    const effects = effectsOf(changes?.get(id) ?? [], names).filter(({ paperId }) => papers.has(paperId ?? 0));
    return effects.length === 0 ? undefined : sentenceOf(effects);
  };
  const entries: LogEntry[] = [];
  for (const operation of library.operations.heads().reverse()) {
    if (entries.length === limit) break;
    const what = whatOf(operation.id);
    const state = operation.discarded ? 'discarded' : operation.undone ? 'undone' : 'done';
    if (what !== undefined) entries.push({ operation, what, state });
  }
  return entries;
}

/** What an operation changed, or the opposite of it, in one sentence. */
function tell(library: Library, id: number, names: RowNames, isBack = false): Message {
  const { operations } = library;
  if (operations.size(id) > MOST_TOLD) {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed' } as const;
    return sentenceOfCounts(operations.counts(id).map((one) => (isBack ? { ...one, kind: opposite[one.kind] } : one)));
  }
  const changes = isBack ? [...operations.changes(id, 'DESC')].map(reversed) : operations.changes(id);
  return sentenceOf(effectsOf(changes, names));
}

/** All that one operation changed. @throws NotFoundError */
export function effectsOfOperation(library: Library, id: number): Effect[] {
  const operation = operationOf(library, id);
  return effectsOf(library.operations.changes(operation.id), library.rowNames());
}

function operationOf(library: Library, id: number): OperationHead {
  const operation = library.operations.head(id);
  if (operation === undefined) throw new NotFoundError(msg`there is no operation ${id}`, verbatim('kd log'));
  return operation;
}

function moved(library: Library, steps: readonly Step[], isBack: boolean): Moved[] {
  const names = library.rowNames();
  return steps.map(({ id }) => {
    return { operation: library.operations.head(id) as OperationHead, what: tell(library, id, names, isBack) };
  });
}

/** Makes again what follows from rows that were moved. */
function deriveAgain(library: Library, touched: Touched): void {
  const deriver = new Deriver(library);
  for (const paperId of touched.paperIds()) deriver.refresh(paperId);
}

/**
 * Takes what an operation wrote into weeks out of those of their texts that were edited since, as far as nothing is
 * changed in the same place. Returns these weeks.
 */
function takeOutOfWeeks(library: Library, id: number): Set<number> {
  const done = new Set<number>();
  const deriver = new Deriver(library);
  const names = library.rowNames();
  for (const { weekId, before, after, now } of library.history.weekTexts(id)) {
    const week = library.weeks.load(names.week(weekId));
    if (week === undefined || now === after || before === after) continue;
    const [base, ours, theirs] = [after, now, before].map((text) => unitsOfBlocks(readAs(library, week, text)));
    const merged = mergeUnits(base ?? [], ours ?? [], theirs ?? []);
    const blocks = readAs(library, week, merged.text);
    if (merged.clashes.length > 0 || textOf(blocks) !== merged.text) continue;
    saveWeek(library, deriver, week, { date: week.date, blocks }, { nearTitles: false });
    done.add(weekId);
  }
  return done;
}

/** The blocks of a text that is read as a note of the week; none where it is not. */
function readAs(library: Library, { date, choices }: Week, text: string): readonly BlockDraft[] {
  try {
    const venues = library.venues.table();
    const { weeks } = readWeeklyNote(text, { venues, fileName: `${date}.md`, choices });
    return weeks.length === 1 && weeks[0]?.date === date ? weeks[0].blocks : [];
  } catch (error) {
    if (error instanceof FormatError) return [];
    throw error;
  }
}

/** A week's text that would be read in another way than its blocks were is not put together. */
function refuseMisread(library: Library, touched: Touched): void {
  for (const date of touched.weekDates()) {
    const week = library.weeks.load(date);
    if (week === undefined || week.blocks.length === 0) continue;
    const { blocks } = readEdited(library, week, textOf(week.blocks));
    const isSame = blocks.every(
      ({ kind, source }, at) => kind === week.blocks[at]?.kind && source === week.blocks[at]?.source,
    );
    if (isSame && blocks.length === week.blocks.length) continue;
    throw new ConflictError(
      msg`what was written into the week of ${date} since would be read in another way`,
      verbatim(`kd week show ${date}`),
    );
  }
}

/** How many of the things that changed since are named in a message. */
const MOST_NAMED = 8;

function refuseStale(library: Library, stale: readonly Stale[], hint: Message): void {
  if (stale.length === 0) return;
  const names = library.rowNames();
  const named = stale.slice(0, MOST_NAMED).map((one) => sayStale(one, names));
  const more = stale.length > MOST_NAMED ? [verbatim('…')] : [];
  throw new ConflictError(msg`changed since: ${joined([...named, ...more], ' · ')}`, hint);
}

/** What changed since, as people know it: `status of x`, `text of the week of 2024-05-17`. */
function sayStale({ table, key, columns }: Stale, names: RowNames): Message {
  const tagId = key['tag_id'];
  if (tagId !== undefined && !names.hasTag(Number(tagId))) return msg`a tag that kd no longer has`;
  const owner = ownerOf(table, key, names);
  if (columns.length === 0 && ['paper', 'week', 'note', 'tag', 'trash'].includes(table)) return owner;
  return msg`${partOf(table, key, names) ?? columns.map(fieldOf).join(', ')} of ${owner}`;
}

/** What a row is a part of its paper or tag as; undefined for a row that is no such part. */
function partOf(table: string, key: Stale['key'], names: RowNames): string | undefined {
  switch (table) {
    case 'tag_choice':
      return `tag ${names.tag(Number(key['tag_id']))}`;
    case 'author':
      return 'author';
    case 'link':
      return `${String(key['role'])} link`;
    case 'paper_alias':
      return 'name';
    case 'tag_alias':
      return 'alias';
    case 'entry':
      return 'bibtex';
    case 'different_paper':
      return 'different';
    default:
      return undefined;
  }
}

function ownerOf(table: string, key: Stale['key'], names: RowNames): Message {
  const id = Number(key['id']);
  if (key['paper_id'] !== undefined) return verbatim(names.paper(Number(key['paper_id'])));
  if (key['tag_id'] !== undefined) return msg`the tag ${names.tag(Number(key['tag_id']))}`;
  if (key['week_id'] !== undefined) return msg`the week of ${names.week(Number(key['week_id']))}`;
  switch (table) {
    case 'paper':
    case 'merged_paper':
      return verbatim(names.paper(id));
    case 'week':
      return msg`the week of ${names.week(id)}`;
    case 'note':
      return msg`the note ${names.note(id)}`;
    case 'tag':
      return msg`the tag ${names.tag(id)}`;
    default: {
      const place = names.block(Number(key['id'] ?? key['block_id']));
      return msg`the week of ${names.week(place?.weekId ?? 0)}`;
    }
  }
}
