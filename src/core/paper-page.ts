import type { OutlineEntry } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import type { Evidence, Tag } from '../domain/tag.ts';
import { unquote } from '../domain/week.ts';
import type { Library } from '../store/library.ts';
import type { Mention } from '../store/mentions.ts';

export interface PaperPage {
  readonly paper: Paper;
  readonly tags: readonly { readonly tag: Tag; readonly chosen: boolean; readonly evidence: readonly Evidence[] }[];
  readonly readings: readonly ReadingPage[];
  readonly notes: readonly NotePage[];
  /** The aliases it is known by: DKD, SSKD. */
  readonly aliases: readonly string[];
  /** What its texts mention; `paperId` is null where that is no one paper of the library. */
  readonly mentions: readonly Mention[];
  /** The papers whose texts mention it. */
  readonly mentionedBy: readonly (Mention & { readonly citationKey: string })[];
}

export interface NotePage {
  readonly file: string;
  readonly date: string | null;
  readonly datasets: readonly string[];
  readonly outline: readonly OutlineEntry[];
}

export interface ReadingPage {
  readonly week: string;
  /** The position of its block in the week. */
  readonly position: number;
  readonly theme: string | null;
  readonly heading: string;
  /** The earlier week that a back-reference names. */
  readonly refersTo: string | null;
  /** Whether the text is shared with the reading next to it. */
  readonly shared: boolean;
  readonly summary: string | null;
  readonly keyIdeas: readonly string[];
  readonly remarks: readonly string[];
  /** The reading's whole text as it stands in the note, without its heading. */
  readonly text: string;
}

/** Everything the library has on one paper. */
export function paperPage(library: Library, paper: Paper): PaperPage {
  const evidence = library.tags.evidence(paper.id);
  const chosen = new Set(
    library.tags
      .choices(paper.id)
      .filter(({ choice }) => choice === 'added')
      .map(({ tagId }) => tagId),
  );
  return {
    paper,
    tags: library.tags.of(paper.id).map((tag) => ({
      tag,
      chosen: chosen.has(tag.id),
      evidence: evidence.filter(({ tagId }) => tagId === tag.id),
    })),
    readings: library.weeks
      .readingsOf(paper.id)
      .map(({ weekDate, position, theme, reading, source, textSource, textSpans }) => {
        const cut = ([start, end]: readonly [number, number]) => textSource.slice(start, end);
        return {
          week: weekDate,
          position,
          theme,
          heading: source.slice(...reading.spans.heading),
          refersTo: reading.refersTo,
          shared: reading.sharesText,
          summary: textSpans.summary === undefined ? null : cut(textSpans.summary),
          keyIdeas: textSpans.keyIdeas.map(cut),
          remarks: textSpans.remarks.map((span) => unquote(cut(span))),
          text: textSource.slice(textSpans.heading[1]).trim(),
        };
      }),
    notes: library.notes
      .ofPaper(paper.id)
      .map(({ file, date, facts, outline }) => ({ file, date, datasets: facts.datasets, outline })),
    aliases: library.mentions.namesOf(paper.id).map(({ name }) => name),
    mentions: library.mentions.from(paper.id),
    mentionedBy: library.mentions.to(paper.id).map((mention) => ({
      ...mention,
      citationKey: library.papers.get(mention.from)?.citationKey ?? '',
    })),
  };
}
