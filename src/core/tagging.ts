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
    const evidence = this.#match(paper.title, 'title', null, []);
    for (const { tagId, title } of this.#origins.get(titleKey(paper.title)) ?? []) {
      evidence.push({ tagId, phrase: paper.title, alias: title, place: 'origin', week: null });
    }
    for (const reading of weeks.readingsOf(paperId)) evidence.push(...this.#evidenceIn(paper.title, reading));
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

  #evidenceIn(title: string, reading: PaperReading): Evidence[] {
    const { textSource: source, textSpans: spans, weekDate } = reading;
    const parts: { span: Span; place: EvidencePlace }[] = [
      ...(spans.summary === undefined ? [] : [{ span: spans.summary, place: 'summary' as const }]),
      ...spans.keyIdeas.map((span) => ({ span, place: 'key idea' as const })),
    ];
    const isCovered = (bold: Span) => parts.some(({ span }) => contains(span, bold));
    parts.push(
      ...spans.bold.filter((bold) => !isCovered(bold)).map((span) => ({ span, place: 'bold phrase' as const })),
    );
    const own = blank(source, spans.mentions);
    const context = foldText(`${title}\n${parts.map(({ span }) => own.slice(...span)).join('\n')}`);
    return parts.flatMap(({ span: [start, end], place }) => {
      const bold = spans.bold.map(([from, to]): Span => [from - start, to - start]);
      return this.#match(own.slice(start, end), place, weekDate, bold, context);
    });
  }

  #match(
    text: string,
    place: EvidencePlace,
    week: string | null,
    bold: readonly Span[],
    context: FoldedText = foldText(text),
  ): Evidence[] {
    const found: Evidence[] = [];
    for (const { tagId, label, start, end, isShort } of this.#matcher.match(text, context)) {
      const isBold = place === 'bold phrase' || bold.some((span) => contains(span, [start, end]));
      if (isShort && place !== 'title' && !isBold) continue;
      found.push({ tagId, phrase: text.slice(start, end), alias: label, place: isBold ? 'bold phrase' : place, week });
    }
    return found;
  }
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
