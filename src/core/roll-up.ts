import type { Paper } from '../domain/paper.ts';
import { holdsWords, nameKey } from '../domain/text.ts';
import type { Block, Week } from '../domain/week.ts';
import { isReadingSection } from '../formats/reading-section.ts';
import { type Group, type RolledReading, type RolledSection, readingBody } from '../formats/roll-up.ts';
import type { Library } from '../store/library.ts';
import type { Selection } from '../store/papers.ts';
import { headingLike } from './heading.ts';

/** Which readings of its weeks a report holds; all conditions hold together. */
export interface Choice {
  /** Words of the theme. */
  readonly theme?: string | undefined;
  readonly filter?: Selection | undefined;
}

export const GROUPINGS = ['theme', 'idea', 'venue'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** The readings of a report, in the order of the weeks and of their notes. */
export function readingsIn(library: Library, weeks: readonly Week[], choice: Choice): RolledReading[] {
  const wanted =
    choice.filter === undefined ? undefined : new Set(library.papers.find(choice.filter).rows.map(({ id }) => id));
  return weeks.flatMap(({ date, blocks }) =>
    blocks.flatMap((block, index): RolledReading[] => {
      const { reading } = block;
      if (reading === null || (wanted !== undefined && !wanted.has(reading.paperId))) return [];
      const theme = blocks.find(({ id }) => id === reading.themeId)?.text;
      if (choice.theme !== undefined && (theme === undefined || !holdsWords(theme, choice.theme))) return [];
      const holder = textHolder(blocks, index);
      return [
        {
          week: date,
          paperId: reading.paperId,
          theme,
          heading: block.text,
          refersTo: reading.refersTo,
          text: readingBody(holder),
          sharesText: reading.sharesText,
        },
      ];
    }),
  );
}

/** The block that holds the text of a reading: of those that share one, the last. */
function textHolder(blocks: readonly Block[], index: number): Block {
  const block = blocks[index] as Block;
  return block.reading?.sharesText === true ? textHolder(blocks, index + 1) : block;
}

/**
 * The readings in groups, each paper with its text at its first place, and anywhere else once by a reference back to it.
 * Themes stand in the order of the weeks; ideas and venues of most papers first; what has none stands last.
 */
export function groupReadings(library: Library, readings: readonly RolledReading[], by: Grouping): Group[] {
  const papers = new Map(readings.map(({ paperId }) => [paperId, library.papers.get(paperId) as Paper]));
  const groups = new Map<string, { name: string | undefined; readings: RolledReading[] }>();
  for (const reading of readings) {
    for (const name of namesOf(library, reading, papers.get(reading.paperId) as Paper, by)) {
      const key = nameKey(name ?? '');
      const group = groups.get(key) ?? { name, readings: [] };
      group.readings.push(reading);
      groups.set(key, group);
    }
  }
  const size = (group: { readings: readonly RolledReading[] }) =>
    new Set(group.readings.map(({ paperId }) => paperId)).size;
  const ordered = [...groups.values()];
  if (by !== 'theme') ordered.sort((a, b) => size(b) - size(a) || ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  ordered.sort((a, b) => Number(a.name === undefined) - Number(b.name === undefined));
  const venues = library.venues.table();
  const printed = new Set<RolledReading>();
  const full = new Map(
    readings.filter(({ refersTo }) => refersTo === null).map((reading) => [reading.paperId, reading]),
  );
  return ordered.map((group): Group => {
    const ids = new Set(group.readings.map(({ paperId }) => paperId));
    const entries = [...ids].map((id) => {
      const own = group.readings.filter(({ paperId }) => paperId === id);
      const fresh = own.filter((reading) => !printed.has(reading));
      for (const reading of fresh) printed.add(reading);
      const [first] = fresh;
      const day = full.get(id)?.week.slice(5).replace('-', '');
      const again = headingLike(papers.get(id) as Paper, venues, undefined, day === undefined ? '' : `-${day}`);
      return { heading: first?.heading ?? again, texts: fresh.map(({ text }) => text).filter((text) => text !== '') };
    });
    return { name: group.name, entries };
  });
}

/** The groups that a reading belongs to. */
function namesOf(library: Library, reading: RolledReading, paper: Paper, by: Grouping): (string | undefined)[] {
  if (by === 'theme') return [reading.theme];
  if (by === 'venue') return [paper.venue ?? paper.containerTitle];
  const ideas = library.tags.of(paper.id).filter(({ kind }) => kind === 'idea');
  if (ideas.length === 0) return [undefined];
  return ideas.map(({ name, labelZh }) => (labelZh === null ? name : `${name} · ${labelZh}`));
}

/** What the weeks hold beside papers: each section once, with what each week has in it. */
export function sectionsIn(weeks: readonly Week[]): RolledSection[] {
  const sections = new Map<string, { name: string; texts: { week: string; text: string }[] }>();
  for (const { date, blocks } of weeks) {
    let name: string | undefined;
    for (const { kind, text } of blocks) {
      if (kind === 'section') name = isReadingSection(text) ? undefined : text;
      if (kind !== 'prose' || name === undefined) continue;
      const key = nameKey(name);
      const section = sections.get(key) ?? { name, texts: [] };
      section.texts.push({ week: date, text });
      sections.set(key, section);
    }
  }
  return [...sections.values()];
}
