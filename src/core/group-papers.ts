import type { Tag } from '../domain/tag.ts';
import type { Library } from '../store/library.ts';
import type { ProposedReading } from './new-week.ts';

/**
 * Puts papers into groups, each behind the other: those of one theme; then, of the rest, those that share an idea, under
 * the idea's name; then those alone. A name is the only word that is not the user's own.
 */
export function groupPapers(library: Library, readings: readonly ProposedReading[]): ProposedReading[] {
  const themes = new Set(readings.flatMap(({ theme }) => theme ?? []));
  const grouped = [...themes].flatMap((theme) => readings.filter((reading) => reading.theme === theme));
  let rest = readings.filter(({ theme }) => theme === undefined);
  const isChinese = readings.some(({ summary, keyIdeas }) => /\p{Script=Han}/u.test([summary, ...keyIdeas].join('')));
  for (;;) {
    const shared = mostShared(library, rest);
    if (shared === undefined) return [...grouped, ...rest];
    const theme = (isChinese ? shared.tag.labelZh : shared.tag.labelEn) ?? shared.tag.name;
    grouped.push(...shared.readings.map((reading) => ({ ...reading, theme })));
    rest = rest.filter((reading) => !shared.readings.includes(reading));
  }
}

/** The idea that most of the papers share, at least two; of several, that which the fewest papers of the library have. */
function mostShared(
  library: Library,
  readings: readonly ProposedReading[],
): { tag: Tag; readings: ProposedReading[] } | undefined {
  const found = new Map<string, { tag: Tag; readings: ProposedReading[] }>();
  for (const reading of readings) {
    for (const tag of library.tags.of(reading.paper.id)) {
      if (tag.kind !== 'idea') continue;
      const entry = found.get(tag.name) ?? { tag, readings: [] };
      entry.readings.push(reading);
      found.set(tag.name, entry);
    }
  }
  const counts = new Map(library.tags.counts(false).map(({ name, papers }) => [name, papers]));
  const papers = ({ tag }: { tag: Tag }) => counts.get(tag.name) ?? 0;
  return [...found.values()]
    .filter((entry) => entry.readings.length > 1)
    .sort(
      (a, b) => b.readings.length - a.readings.length || papers(a) - papers(b) || (a.tag.name < b.tag.name ? -1 : 1),
    )[0];
}
