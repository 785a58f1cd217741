import type { Note } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { indexText } from '../domain/search-text.ts';
import { countLineEnds, type Span } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { SearchTexts } from '../store/search.ts';
import type { PaperReading } from '../store/weeks.ts';

/** A text of a paper, as it is searched and shown. */
export interface PaperText {
  readonly place: 'title' | 'name' | 'key idea' | 'summary' | 'theme' | 'note';
  /** The date of the week, or the file of the note; null for what is the paper's own. */
  readonly source: string | null;
  readonly text: string;
  /** The note that a text of a note is cut from, and where it begins there. */
  readonly note?: { readonly note: Note; readonly start: number } | undefined;
}

/** Every text of a paper, the weightiest first. `tagNames` gives all names of a tag. */
export function textsOfPaper(
  library: Library,
  paper: Paper,
  tagNames: (tagId: number) => string,
  readings: readonly PaperReading[] = library.weeks.readingsOf(paper.id),
  notes: readonly Note[] = library.notes.ofPaper(paper.id),
): PaperText[] {
  const titles = new Set([
    paper.title,
    ...readings.map(({ reading }) => reading.title),
    ...notes.map(({ title }) => title ?? ''),
  ]);
  const own = (place: PaperText['place'], text: string): PaperText => ({ place, source: null, text });
  const names = [
    ...library.tags.of(paper.id).map(({ id }) => tagNames(id)),
    ...library.mentions.namesOf(paper.id).map(({ name }) => name),
    ...paper.authors,
    paper.venue ?? paper.containerTitle ?? '',
    paper.citationKey,
  ];
  const ofReadings = readings.flatMap(({ weekDate, theme, textSource, textSpans }): PaperText[] => {
    const ideas = textSpans.keyIdeas.map(
      (span): PaperText => ({ place: 'key idea', source: weekDate, text: textSource.slice(...span) }),
    );
    const rest = without(textSource, textSpans.keyIdeas, textSpans.heading[1]);
    const group: PaperText[] = theme === null ? [] : [{ place: 'theme', source: weekDate, text: theme }];
    return [...ideas, { place: 'summary', source: weekDate, text: rest }, ...group];
  });
  const ofNotes = notes.flatMap((note): PaperText[] => {
    const { source, spans, file } = note;
    const cut = (place: PaperText['place'], [start, end]: Span): PaperText => {
      return { place, source: file, text: source.slice(start, end), note: { note, start } };
    };
    const parts = [...(spans.summary === undefined ? [] : [spans.summary]), ...spans.keyIdeas];
    return [
      ...spans.keyIdeas.map((span) => cut('key idea', span)),
      ...(spans.summary === undefined ? [] : [cut('summary', spans.summary)]),
      { place: 'note', source: file, text: without(source, parts, 0), note: { note, start: 0 } },
    ];
  });
  const all = [
    ...[...titles].map((title) => own('title', title)),
    own('name', names.join('\n')),
    ...ofReadings,
    ...ofNotes,
  ];
  return PLACES.flatMap((place) => all.filter((text) => text.place === place && text.text.trim() !== ''));
}

const PLACES: readonly PaperText['place'][] = ['title', 'key idea', 'summary', 'theme', 'note', 'name'];

/** The text from an offset on, with stretches blanked, so that every other offset stays where it was. */
function without(text: string, stretches: readonly Span[], from: number): string {
  const blanked = stretches.reduce(
    (rest, [start, end]) => rest.slice(0, start) + rest.slice(start, end).replace(/[^\r\n]/g, ' ') + rest.slice(end),
    text,
  );
  return blanked.slice(0, from).replace(/[^\r\n]/g, ' ') + blanked.slice(from);
}

/** The texts as the index holds them. */
export function indexOf(texts: readonly PaperText[]): SearchTexts {
  const of = (...places: PaperText['place'][]) =>
    indexText(
      texts
        .filter(({ place }) => places.includes(place))
        .map(({ text }) => text)
        .join('\n'),
    );
  return {
    title: of('title'),
    name: of('name'),
    keyIdea: of('key idea'),
    summary: of('summary', 'theme'),
    note: of('note'),
  };
}

/** The heading of a note's section in which an offset lies, and its line. */
export function placeInNote({ source, outline }: Note, offset: number): { heading: string | undefined; line: number } {
  const line = countLineEnds(source.slice(0, offset)) + 1;
  return { heading: outline.findLast((entry) => entry.line <= line)?.text, line };
}
