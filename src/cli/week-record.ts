import { isoWeekOf } from '../domain/calendar.ts';
import { linesOf, unquote, type Week } from '../domain/week.ts';
import type { Library } from '../store/library.ts';

/** A week as `--json` prints it: its blocks in order, with line numbers and sources. */
export function weekRecord(library: Library, week: Week): Record<string, unknown> {
  const lines = linesOf(week.blocks);
  return {
    date: week.date,
    week: isoWeekOf(week.date),
    file: week.fileName,
    blocks: week.blocks.map(({ kind, source, text, reading }, index) => {
      const base = { line: lines[index], kind, text, source };
      if (reading === null) return base;
      const cut = ([start, end]: readonly [number, number]) => source.slice(start, end);
      const { spans } = reading;
      return {
        ...base,
        reading: {
          paper: reading.paperId,
          'citation-key': library.papers.get(reading.paperId)?.citationKey,
          title: reading.title,
          venue: reading.venue,
          'container-title': reading.containerTitle,
          year: reading.year,
          theme: week.blocks.find(({ id }) => id === reading.themeId)?.text ?? null,
          'refers-to': reading.refersTo,
          'shares-text': reading.sharesText,
          summary: spans.summary === undefined ? null : cut(spans.summary),
          'key-ideas': spans.keyIdeas.map(cut),
          remarks: spans.remarks.map((span) => unquote(cut(span))),
        },
      };
    }),
  };
}
