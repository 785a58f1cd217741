import { type FoldedText, foldText, Matcher } from '../domain/matcher.ts';
import type { Evidence, EvidencePlace } from '../domain/tag.ts';
import { titleKey } from '../domain/text.ts';
import type { Span } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { PaperReading } from '../store/weeks.ts';

/** Tags papers by the vocabulary: from their titles, and the summaries, key ideas and bold phrases of their readings. */
export class Tagger {
  readonly #library: Library;
  readonly #matcher: Matcher;
  /** The ideas by the title key of the paper that made each known. */
  readonly #origins = new Map<string, { tagId: number; title: string }[]>();

  constructor(library: Library) {
    this.#library = library;
    this.#matcher = new Matcher(library.tags.labels());
    for (const origin of library.tags.origins()) {
      const key = titleKey(origin.title);
      this.#origins.set(key, [...(this.#origins.get(key) ?? []), origin]);
    }
  }

  /** Makes a paper's tags again: what the vocabulary finds and the user added, without what the user removed. */
  refresh(paperId: number): void {
    const { papers, tags, weeks } = this.#library;
    const paper = papers.get(paperId);
    if (paper === undefined) return;
    const texts = [
      { text: paper.title, place: 'title' as const, week: null, bold: [] },
      ...weeks.readingsOf(paperId).flatMap(textsOf),
    ];
    const context = foldText(texts.map(({ text }) => text).join('\n'));
    const evidence = texts.flatMap((text) => this.#evidenceIn(text, context));
    for (const { tagId, title } of this.#origins.get(titleKey(paper.title)) ?? []) {
      evidence.push({ tagId, phrase: paper.title, alias: title, place: 'origin', week: null });
    }
    const wanted = new Set(evidence.map(({ tagId }) => tagId));
    const removed = new Set<number>();
    for (const { tagId, choice } of tags.choices(paperId)) {
      if (choice === 'added') wanted.add(tagId);
      else removed.add(tagId);
    }
    tags.derive(
      paperId,
      [...wanted].filter((tagId) => !removed.has(tagId)),
      distinct(evidence),
    );
  }

  #evidenceIn({ text, place, week, bold }: Text, context: FoldedText): Evidence[] {
    const found: Evidence[] = [];
    for (const { tagId, label, start, end, isShort } of this.#matcher.match(text, context)) {
      const isBold = place === 'bold phrase' || bold.some((span) => contains(span, [start, end]));
      if (isShort && place !== 'title' && !isBold) continue;
      found.push({ tagId, phrase: text.slice(start, end), alias: label, place: isBold ? 'bold phrase' : place, week });
    }
    return found;
  }
}

/** A text in which tags are looked for. */
interface Text {
  readonly text: string;
  readonly place: EvidencePlace;
  readonly week: string | null;
  /** The bold phrases in it. */
  readonly bold: readonly Span[];
}

/** The summary, the key ideas, and those bold phrases of a reading that stand in neither. */
function textsOf({ textSource, textSpans: spans, weekDate: week }: PaperReading): Text[] {
  const parts: { span: Span; place: EvidencePlace }[] = [
    ...(spans.summary === undefined ? [] : [{ span: spans.summary, place: 'summary' as const }]),
    ...spans.keyIdeas.map((span) => ({ span, place: 'key idea' as const })),
  ];
  const isCovered = (bold: Span) => parts.some(({ span }) => contains(span, bold));
  const others = spans.bold.filter((bold) => !isCovered(bold));
  const source = blank(textSource, spans.mentions);
  return [...parts, ...others.map((span) => ({ span, place: 'bold phrase' as const }))].map(({ span, place }) => ({
    text: source.slice(...span),
    place,
    week,
    bold: spans.bold.map(([from, to]): Span => [from - span[0], to - span[0]]),
  }));
}

function contains([start, end]: Span, [from, to]: Span): boolean {
  return start <= from && to <= end;
}

/** Blanks the stretches that name other papers: what is said of those is no evidence for this one. */
function blank(text: string, stretches: readonly Span[]): string {
  return stretches.reduce(
    (result, [start, end]) => result.slice(0, start) + ' '.repeat(end - start) + result.slice(end),
    text,
  );
}

/** Evidence without repetition: one phrase in one place of one week counts once. */
function distinct(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ tagId, phrase, place, week }) => {
    const key = `${tagId}\n${phrase.toLowerCase()}\n${place}\n${week}`;
    return !seen.has(key) && seen.add(key);
  });
}
