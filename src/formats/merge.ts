import { diffArrays } from 'diff';
import { type BlockKind, countLineEnds, type ReadingSpans, type Span } from '../domain/week.ts';

/** A piece of a text that two sides can change apart from one another: a heading, a summary, a key idea, a line. */
export interface Unit {
  readonly kind: string;
  /** Its text, without the line end behind it. */
  readonly text: string;
  /** The line end behind it; '' at the end of a text that has none there. */
  readonly end: string;
}

/** A unit that both sides changed, each in another way; a text that is undefined was removed. */
export interface Clash {
  /** The line of `theirs` on which the unit stands, or stood; counted from 1. */
  readonly line: number;
  readonly base: string;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

export interface Merged {
  /** The merged text; it has the winner's where the two clash. */
  readonly text: string;
  readonly clashes: readonly Clash[];
}

/**
 * Merges two texts that both come from a base, unit by unit. A unit that one side changed is taken from it; units that
 * both inserted at one place are all kept, those of `theirs` first.
 */
export function mergeUnits(
  base: readonly Unit[],
  ours: readonly Unit[],
  theirs: readonly Unit[],
  winner: 'ours' | 'theirs' = 'ours',
): Merged {
  const [our, their] = [follow(base, inEndsOf(ours, base, theirs)), follow(base, theirs)];
  const lines = startLines(theirs);
  const merged: Unit[] = [];
  const clashes: Clash[] = [];
  for (const [index, unit] of [...base, undefined].entries()) {
    const [come, add] = [their.inserted[index] ?? [], our.inserted[index] ?? []];
    merged.push(...come, ...(textOfUnits(come) === textOfUnits(add) ? [] : add));
    if (unit === undefined) break;
    const [theirUnit, ourUnit] = [their.counterparts[index] ?? null, our.counterparts[index] ?? null];
    const isTheirs = theirUnit?.text !== unit.text;
    const isOurs = ourUnit?.text !== unit.text;
    const isClash = isTheirs && isOurs && theirUnit?.text !== ourUnit?.text;
    if (isClash) {
      const line = lines[their.places[index] ?? 0] ?? 1;
      clashes.push({ line, base: unit.text, ours: ourUnit?.text, theirs: theirUnit?.text });
    }
    const kept = (isOurs && !(isClash && winner === 'theirs')) || !isTheirs ? ourUnit : theirUnit;
    if (kept !== null) merged.push({ ...kept, end: endOf(unit, ourUnit, theirUnit) });
  }
  return { text: textOfUnits(merged), clashes };
}

/** Our units in their line ends, where they changed those of the whole text. */
function inEndsOf(ours: readonly Unit[], base: readonly Unit[], theirs: readonly Unit[]): readonly Unit[] {
  const [old, now] = [usualEnd(base), usualEnd(theirs)];
  if (old === now) return ours;
  return ours.map((unit) => ({
    ...unit,
    text: unit.text.replaceAll(old, now),
    end: unit.end === old ? now : unit.end,
  }));
}

function usualEnd(units: readonly Unit[]): string {
  return units.find(({ end }) => end !== '')?.end ?? '\n';
}

/** The line end that one side gave a unit, where one did. */
function endOf(unit: Unit, ours: Unit | null, theirs: Unit | null): string {
  if (theirs !== null && theirs.end !== unit.end) return theirs.end;
  return ours?.end ?? unit.end;
}

/** What became of a base in another text. */
interface Fate {
  /** By the index of a unit of the base: the same unit, or what it was changed to; null where it was removed. */
  readonly counterparts: readonly (Unit | null)[];
  /** By the index of a unit of the base: where in the other text it stands, or stood. */
  readonly places: readonly number[];
  /** What was inserted before the unit of this index; behind the last, at the number of units. */
  readonly inserted: readonly (readonly Unit[])[];
}

function follow(base: readonly Unit[], other: readonly Unit[]): Fate {
  const counterparts: (Unit | null)[] = [];
  const places: number[] = [];
  const inserted: Unit[][] = [...base, undefined].map(() => []);
  let at = 0;
  for (const { old, now } of align(base, other)) {
    if (old === undefined) inserted[counterparts.length]?.push(now as Unit);
    else {
      counterparts.push(now ?? null);
      places.push(at);
    }
    if (now !== undefined) at += 1;
  }
  return { counterparts, places, inserted };
}

/** A unit and what it became; without `now` it was removed, without `old` inserted. */
interface Pair {
  readonly old?: Unit | undefined;
  readonly now?: Unit | undefined;
}

/** Pairs the units of two texts: those that are the same, and between them those of one kind, in their order. */
function align(base: readonly Unit[], other: readonly Unit[]): Pair[] {
  const pairs: Pair[] = [];
  let gap: Pair[] = [];
  const closeGap = (): void => {
    const [olds, nows] = [gap.flatMap(({ old }) => old ?? []), gap.flatMap(({ now }) => now ?? [])];
    pairs.push(...pairBy(olds, nows, ({ kind }) => kind));
    gap = [];
  };
  for (const pair of pairBy(base, other, ({ text }) => text)) {
    if (pair.old === undefined || pair.now === undefined) gap.push(pair);
    else {
      closeGap();
      pairs.push(pair);
    }
  }
  closeGap();
  return pairs;
}

function pairBy(base: readonly Unit[], other: readonly Unit[], key: (unit: Unit) => string): Pair[] {
  let [from, to] = [0, 0];
  return diffArrays(base.map(key), other.map(key)).flatMap(({ count, added, removed }) =>
    Array.from({ length: count }, (): Pair => {
      const old = added ? undefined : base[from++];
      const now = removed ? undefined : other[to++];
      return { old, now };
    }),
  );
}

/** What the units of a block are told by; both drafts and stored blocks are such. */
interface CutBlock {
  readonly kind: BlockKind;
  readonly source: string;
  readonly reading?: { readonly spans: ReadingSpans } | null | undefined;
}

/** The units of blocks: each part of a reading is one, and each line beside them. */
export function unitsOfBlocks(blocks: readonly CutBlock[]): Unit[] {
  return blocks.flatMap(({ kind, source, reading }) => {
    if (kind === 'theme') return cut(source, 'prose', [[kind, [0, source.trimEnd().length]]]);
    const spans = reading?.spans;
    if (spans === undefined) return cut(source, kind, []);
    return cut(source, 'prose', [
      ['heading', spans.heading],
      ...(spans.summary === undefined ? [] : [['summary', spans.summary] as const]),
      ...spans.keyIdeas.map((span) => ['key idea', span] as const),
      ...spans.remarks.map((span) => ['remark', span] as const),
    ]);
  });
}

/** The lines of a text as units. */
export function unitsOfLines(text: string): Unit[] {
  return cut(text, 'prose', []);
}

/** Cuts a text into its lines; those that a span touches are one unit, of the kind that stands with the span. */
function cut(text: string, kind: string, spans: readonly (readonly [kind: string, span: Span])[]): Unit[] {
  const units: Unit[] = [];
  for (let start = 0; start < text.length; ) {
    let end = start;
    const endLine = () => {
      end += /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(end))?.[0].length ?? 0;
    };
    endLine();
    const touching = spans.find(([, [from, to]]) => from < end && to > start);
    while (touching !== undefined && end < touching[1][1]) endLine();
    const source = text.slice(start, end);
    const lineEnd = /(?:\r\n|\r|\n)$/.exec(source)?.[0] ?? '';
    const words = source.slice(0, source.length - lineEnd.length);
    units.push({ kind: touching?.[0] ?? (words.trim() === '' ? 'blank' : kind), text: words, end: lineEnd });
    start = end;
  }
  return units;
}

/** The text of units; one that has no line end gets one where another follows. */
function textOfUnits(units: readonly Unit[]): string {
  const usual = usualEnd(units);
  return units.map(({ text, end }, index) => text + (end === '' && index < units.length - 1 ? usual : end)).join('');
}

/** The line, counted from 1, on which each unit begins, and the one behind the last. */
function startLines(units: readonly Unit[]): number[] {
  let line = 1;
  const starts = units.map(({ text, end }) => {
    const start = line;
    line += countLineEnds(text + end);
    return start;
  });
  return [...starts, line];
}
