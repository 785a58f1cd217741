import type { DatasetTable } from '../domain/dataset.ts';
import { type FoldedText, foldText, Matcher } from '../domain/matcher.ts';
import { parseMention, possibleTitles } from '../domain/mention.ts';
import { baseName, type Note } from '../domain/note.ts';
import { learnNames } from '../domain/paper-names.ts';
import type { BodyEvidence, Evidence, EvidencePlace } from '../domain/tag.ts';
import { nameKey, titleKey } from '../domain/text.ts';
import type { VenueTable } from '../domain/venue.ts';
import { countLineEnds, type ReadingSpans, type Span } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { MentionPhrase } from '../store/mentions.ts';
import { indexOf, textsOfPaper } from './paper-texts.ts';

/**
 * Makes again what follows from a paper's texts: its tags with their evidence, the names it is known by, and what
 * its texts mention. The vocabulary is read once, so one Deriver serves a whole operation.
 */
export class Deriver {
  readonly #library: Library;
  readonly #matcher: Matcher;
  readonly #datasets: DatasetTable;
  readonly #venues: VenueTable;
  /** The ideas by the title key of the paper that made each known. */
  readonly #origins = new Map<string, { tagId: number; title: string }[]>();
  readonly #tagNames = new Map<number, string>();
  #waiting: Set<number> | undefined;

  constructor(library: Library) {
    this.#library = library;
    this.#matcher = new Matcher(library.tags.labels());
    this.#datasets = library.tags.datasets();
    this.#venues = library.venues.table();
    for (const origin of library.tags.origins()) {
      const key = titleKey(origin.title);
      this.#origins.set(key, [...(this.#origins.get(key) ?? []), origin]);
    }
  }

  /** Puts off what `refresh` is asked for until the work is done, so that a paper is looked at once. */
  together<T>(work: () => T): T {
    const waiting = new Set<number>();
    this.#waiting = waiting;
    const result = work();
    this.#waiting = undefined;
    for (const paperId of waiting) this.refresh(paperId);
    return result;
  }

  refresh(paperId: number): void {
    if (this.#waiting === undefined) this.refreshNow(paperId);
    else this.#waiting.add(paperId);
  }

  /** Makes it again at once, for work that needs what follows from it. */
  refreshNow(paperId: number): void {
    const { papers, weeks, notes } = this.#library;
    const paper = papers.get(paperId);
    if (paper === undefined) {
      // What else was derived of a paper goes with its row.
      this.#library.search.remove(paperId);
      return;
    }
    const readings = weeks.readingsOf(paperId);
    const ownNotes = notes.ofPaper(paperId);
    const whole: Text[] = [
      { text: paper.title, place: 'title', source: null, bold: [] },
      ...readings.flatMap(({ textSource, textSpans, weekDate }) => textsOf(textSource, textSpans, weekDate)),
      ...ownNotes.flatMap(({ source, spans, file }) => textsOf(source, spans, file)),
    ];
    const texts = whole.map((text): Text => ({ ...text, text: cut(text.text, 0) }));
    const context = foldText(texts.map(({ text }) => text).join('\n'));
    const origins = this.#origins.get(titleKey(paper.title)) ?? [];
    const evidence = distinct([
      ...texts.flatMap((text) => this.#evidenceIn(text, context)),
      ...origins.map(({ tagId, title }): Evidence => {
        return { tagId, phrase: paper.title, alias: title, sentence: paper.title, place: 'origin', source: null };
      }),
      ...ownNotes.flatMap((note) => this.#datasetsOf(note)),
    ]);
    const { wanted, removed } = this.#choose(paperId, evidence);
    this.#library.tags.derive(paperId, wanted, evidence, this.#onlyInBody(ownNotes, new Set([...wanted, ...removed])));
    const mentions = [
      ...readings.flatMap(({ textSource, textSpans, weekDate }) => {
        const emphasised = textSpans.mentions.map((span) => textSource.slice(...span));
        return this.#phrases(emphasised, cut(textSource, textSpans.heading[1]), weekDate);
      }),
      ...ownNotes.flatMap(({ source, spans, file }) => {
        const emphasised = spans.mentions.map((span) => source.slice(...span));
        return this.#phrases([...emphasised, ...emphasisedIn(cut(source, spans.body))], cut(source, 0), file);
      }),
    ];
    const titles = [paper.title, ...this.#library.duplicates.mergedInto(paperId).map(({ title }) => title)];
    const ownKeys = new Set(titles.map(titleKey));
    this.#library.mentions.derive(
      paperId,
      this.#names(paperId, titles, ownNotes),
      mentions.filter((mention) => !ownKeys.has(mention.nameKey)),
    );
    const searched = textsOfPaper(this.#library, paper, (tagId) => this.#namesOfTag(tagId), readings, ownNotes);
    this.#library.search.put(paperId, indexOf(searched));
  }

  /** All names of a tag. */
  #namesOfTag(tagId: number): string {
    const known = this.#tagNames.get(tagId) ?? this.#library.tags.allNames(tagId).join('\n');
    this.#tagNames.set(tagId, known);
    return known;
  }

  refreshAll(): void {
    for (const id of this.#library.papers.ids()) this.refresh(id);
  }

  /** The tags a paper carries, and those the user took off it. */
  #choose(paperId: number, evidence: readonly Evidence[]): { wanted: Set<number>; removed: Set<number> } {
    const wanted = new Set(evidence.map(({ tagId }) => tagId));
    const removed = new Set<number>();
    for (const { tagId, choice } of this.#library.tags.choices(paperId)) {
      if (choice === 'added') wanted.add(tagId);
      else removed.add(tagId);
    }
    for (const tagId of removed) wanted.delete(tagId);
    return { wanted, removed };
  }

  #evidenceIn({ text, place, source, bold }: Text, context: FoldedText): Evidence[] {
    const found: Evidence[] = [];
    for (const { tagId, label, start, end, isShort } of this.#matcher.match(text, context)) {
      const isBold = place === 'bold phrase' || bold.some((span) => contains(span, [start, end]));
      if (isShort && place !== 'title' && !isBold) continue;
      found.push({
        tagId,
        phrase: text.slice(start, end),
        alias: label,
        sentence: sentenceAround(text, start, end),
        place: isBold ? 'bold phrase' : place,
        source,
      });
    }
    return found;
  }

  #datasetsOf({ facts, file }: Note): Evidence[] {
    return facts.datasets.flatMap((name) => {
      const dataset = this.#datasets.find(name);
      if (dataset === undefined) return [];
      return [{ tagId: dataset.tagId, phrase: name, alias: name, sentence: name, place: 'dataset', source: file }];
    });
  }

  /** The ideas that only the long bodies of notes name, each with the first sentence that does. */
  #onlyInBody(notes: readonly Note[], others: ReadonlySet<number>): BodyEvidence[] {
    const found = new Map<number, BodyEvidence>();
    for (const { id, source, spans } of notes) {
      const body = cut(source, spans.body);
      for (const { tagId, start, end, isShort } of this.#matcher.match(body)) {
        if (isShort || others.has(tagId) || found.has(tagId)) continue;
        const line = countLineEnds(source.slice(0, spans.body + start)) + 1;
        const sentence = sentenceAround(body, start, end);
        found.set(tagId, { tagId, phrase: body.slice(start, end), sentence, noteId: id, line });
      }
    }
    return [...found.values()];
  }

  /** The names of a paper: the user's own, and those learned from its titles and the files of its notes. */
  #names(paperId: number, titles: readonly string[], notes: readonly Note[]): string[] {
    const files = notes.map(({ file }) => baseName(file));
    const choices = this.#library.mentions.aliasChoices(paperId);
    const removed = new Set(choices.filter(({ choice }) => choice === 'removed').map(({ alias }) => nameKey(alias)));
    const added = choices.filter(({ choice }) => choice === 'added').map(({ alias }) => alias);
    const learned = titles.flatMap((title) => learnNames(title, files));
    return [...added, ...learned.filter((name) => !removed.has(nameKey(name)))];
  }

  /** What a text mentions, once each: by its emphasised words, and by whole titles without emphasis. */
  #phrases(emphasised: readonly string[], text: string, place: string): MentionPhrase[] {
    const phrases = new Map<string, MentionPhrase>();
    for (const words of emphasised) {
      const mention = parseMention(words, this.#venues);
      if (mention === undefined) continue;
      const { key, year, venue } = mention;
      phrases.set(`${key} ${year}`, { phrase: words, nameKey: key, year, venue, place });
    }
    const keys = new Set([...phrases.values()].map(({ nameKey: key }) => key));
    for (const words of possibleTitles(text)) {
      const mention = parseMention(words, this.#venues);
      // Short names need emphasis. A year among plain words may be part of the sentence.
      if (mention === undefined || mention.key.length < LEAST_TITLE || keys.has(mention.key)) continue;
      phrases.set(mention.key, { phrase: words.trim(), nameKey: mention.key, place });
    }
    return [...phrases.values()];
  }
}

/** How much of one text is looked through for names and titles: ten times what people write in a note. */
const MOST_READ = 200_000;

function cut(text: string, from: number): string {
  return text.slice(from, from + MOST_READ);
}

/** The letters and digits that a title in plain words has at least. */
const LEAST_TITLE = 16;

/** A text in which tags are looked for. */
interface Text {
  readonly text: string;
  readonly place: EvidencePlace;
  readonly source: string | null;
  /** The bold phrases in it. */
  readonly bold: readonly Span[];
}

/** The summary, the key ideas, and those bold phrases of a reading or note that stand in neither. */
function textsOf(
  source: string,
  spans: Pick<ReadingSpans, 'summary' | 'keyIdeas' | 'bold' | 'mentions'>,
  place: string,
): Text[] {
  const parts: { span: Span; place: EvidencePlace }[] = [
    ...(spans.summary === undefined ? [] : [{ span: spans.summary, place: 'summary' as const }]),
    ...spans.keyIdeas.map((span) => ({ span, place: 'key idea' as const })),
  ];
  const isCovered = (bold: Span) => parts.some(({ span }) => contains(span, bold));
  const others = spans.bold.filter((bold) => !isCovered(bold));
  const own = blank(source, spans.mentions);
  return [...parts, ...others.map((span) => ({ span, place: 'bold phrase' as const }))].map((part) => ({
    text: own.slice(...part.span),
    place: part.place,
    source: place,
    bold: spans.bold
      .filter(([from, to]) => from < part.span[1] && to > part.span[0])
      .map(([from, to]): Span => [from - part.span[0], to - part.span[0]]),
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

/** The emphasised words of a long text that carry a year. */
function emphasisedIn(source: string): string[] {
  // An asterisk in code or a formula is no mark of emphasis.
  const marked = source.replace(/(`{3,})[\s\S]*?\1|`[^`\r\n]+`|\$\$[\s\S]*?\$\$|\$[^$\r\n]+\$/g, (opaque) =>
    opaque.replaceAll('*', ' '),
  );
  const found = marked.matchAll(/(?<![*\w])(\*{1,3})(?![*\s])([^*\r\n]{3,200}?)(?<![*\s])\1(?!\*)/g);
  return [...found].map((match) => match[2] ?? '').filter((words) => /(?:19|20)\d{2}/.test(words));
}

const SENTENCE_END = /[。！？!?；;\r\n]|\.\s/g;
/** How much of a sentence is kept on each side of a phrase. */
const SENTENCE_REACH = 120;

function sentenceAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - SENTENCE_REACH), start);
  const after = text.slice(end, end + SENTENCE_REACH);
  const cut = [...before.matchAll(SENTENCE_END)].at(-1);
  const from = cut === undefined ? 0 : cut.index + cut[0].length;
  SENTENCE_END.lastIndex = 0;
  const stop = SENTENCE_END.exec(after);
  SENTENCE_END.lastIndex = 0;
  const sentence = before.slice(from) + text.slice(start, end) + after.slice(0, stop?.index ?? after.length);
  return sentence.replace(/^[\s>#*+-]+(?=[\s\p{L}\p{N}])/u, '').trim();
}

/** Evidence without repetition: one phrase in one place of one source counts once. */
function distinct(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Set<string>();
  return evidence.filter(({ tagId, phrase, place, source }) => {
    const key = `${tagId}\n${phrase.toLowerCase()}\n${place}\n${source}`;
    return !seen.has(key) && seen.add(key);
  });
}
