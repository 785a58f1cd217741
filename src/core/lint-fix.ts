import { baseName, type Note, type NoteDraft } from '../domain/note.ts';
import { textOf, type Week, type WeekDraft } from '../domain/week.ts';
import { UsageError } from '../errors.ts';
import { readPaperNote } from '../formats/paper-note.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { readEdited } from './edit-week.ts';
import { type Applied, applyFixes } from './lint/apply-fixes.ts';
import type { Finding, TextPlace } from './lint/finding.ts';
import { type LintOptions, lint } from './lint.ts';
import { saveNote } from './save-note.ts';
import { saveWeek } from './save-week.ts';

/** A text of which findings were put right. */
export interface FixedText extends Applied {
  readonly place: TextPlace;
  /** The date of the week, or the file of the note. */
  readonly at: string;
  readonly before: string;
}

/**
 * Puts right what lint finds and can be put right without a decision, as one operation. All other bytes stay, and so
 * does all that is read in the text.
 */
export function fixFindings(library: Library, options: LintOptions = {}): FixedText[] {
  return library.write(() => {
    const texts = new Map<string, { place: TextPlace; findings: Finding[] }>();
    for (const finding of lint(library, options)) {
      if (finding.fix === undefined) continue;
      const { place } = finding.fix;
      const known = texts.get(JSON.stringify(place));
      if (known === undefined) texts.set(JSON.stringify(place), { place, findings: [finding] });
      else known.findings.push(finding);
    }
    const deriver = new Deriver(library);
    return deriver.together(() => {
      return [...texts.values()].map(({ place, findings }) => {
        if ('note' in place) return fixNote(library, deriver, library.notes.get(place.note) as Note, findings);
        return fixWeek(library, deriver, library.weeks.load(place.week) as Week, findings);
      });
    });
  });
}

function fixWeek(library: Library, deriver: Deriver, week: Week, findings: readonly Finding[]): FixedText {
  const before = textOf(week.blocks);
  const read = (text: string) => readEdited(library, week, text);
  const fixed = applyFixes(before, findings, (text) => {
    try {
      return whatWeekSays(read(text));
    } catch (error) {
      // It would be another week.
      if (error instanceof UsageError) return undefined;
      throw error;
    }
  });
  if (fixed.after !== before) saveWeek(library, deriver, week, read(fixed.after));
  return { place: { week: week.date }, at: week.date, before, ...fixed };
}

function fixNote(library: Library, deriver: Deriver, note: Note, findings: readonly Finding[]): FixedText {
  const { id, file, folder, source: before } = note;
  const options = { venues: library.venues.table(), datasets: library.tags.datasets(), fileName: baseName(file) };
  const read = (text: string) => readPaperNote(text, options);
  const fixed = applyFixes(before, findings, (text) => whatNoteSays(read(text)));
  if (fixed.after !== before) saveNote(library, deriver, { id, file, folder }, read(fixed.after));
  return { place: { note: id }, at: file, before, ...fixed };
}

/** All that is read in a week's text, but for blanks and for how a venue is typed. */
function whatWeekSays({ date, blocks }: WeekDraft): string {
  return JSON.stringify([
    date,
    blocks.map(({ kind, source, text, reading }) => {
      if (reading === undefined) return [kind, flat(text)];
      const { heading, refersTo, sharesText, theme, spans } = reading;
      const { title, venue, year, month, track, rank, ranCode, unsure } = heading;
      const { summary, keyIdeas, remarks, bold, mentions } = spans;
      const texts = [summary === undefined ? [] : [summary], keyIdeas, remarks, bold, mentions].map((found) =>
        found.map((span) => flat(source.slice(...span))),
      );
      return [flat(title), venue?.name, year, month, track, rank, ranCode, unsure, refersTo, sharesText, theme, texts];
    }),
  ]);
}

/** All that is read in a note's text, but for blanks and for how a venue is typed. */
function whatNoteSays({ source, title, name, label, date, theme, facts, spans, outline }: NoteDraft): string {
  const { summary, keyIdeas, bold, mentions } = spans;
  const texts = [summary === undefined ? [] : [summary], keyIdeas, bold, mentions].map((found) =>
    found.map((span) => flat(source.slice(...span))),
  );
  const { venue, year, month, track, rank, unsure } = label ?? {};
  const sections = outline.map(({ level, text, line }) => [level, flat(text), line]);
  const names = [title === undefined ? null : flat(title), flat(name)];
  return JSON.stringify([names, [venue?.name, year, month, track, rank, unsure], date, theme, facts, texts, sections]);
}

/** The text with each run of blanks and line ends as one blank. */
function flat(text: string): string {
  return text.split(/\s+/).join(' ').trim();
}
