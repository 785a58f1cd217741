import { findDay, writeDayLike } from '../domain/calendar.ts';
import { nameKey } from '../domain/text.ts';
import { readBody } from './body.ts';
import { isReadingSection } from './reading-section.ts';
import { HOUSE_READINGS, type ReadingStyle, type TagStyle } from './reading-style.ts';
import type { EditableBlock } from './weekly-note-edit.ts';

/** How a user writes weekly notes, learned from earlier ones. */
export interface WeekStyle {
  /** The text of a note of this style that holds nothing yet, dated `date`. */
  readonly skeleton: (date: string) => string;
  /** The names of the sections that hold no papers, in order. */
  readonly sections: readonly string[];
  readonly reading: ReadingStyle;
}

const HOUSE_SECTIONS = ['论文阅读', '代码实践', '项目进展'];

/** The style of notes, the newest first; the house style where there are none. */
export function learnStyle(notes: readonly (readonly EditableBlock[])[]): WeekStyle {
  const [newest] = notes;
  if (newest === undefined) {
    const sections = HOUSE_SECTIONS.map((name) => `## ${name}\n\n---\n\n`).join('');
    return {
      skeleton: (date) => `# ${date.replaceAll('-', '')}\n\n---\n\n${sections}`.trimEnd().concat('\n'),
      sections: HOUSE_SECTIONS.filter((name) => !isReadingSection(name)),
      reading: HOUSE_READINGS,
    };
  }
  const sections = customarySections(notes);
  return {
    skeleton: (date) => skeletonLike(newest, sections, date),
    sections: sections.map(({ name }) => name).filter((name) => !isReadingSection(name)),
    reading: learnReadings(notes.flat()),
  };
}

interface SectionStyle {
  readonly name: string;
  /** The source of its heading, and that of the rule that ends it. */
  readonly heading: string;
  readonly closing: string;
}

/** The sections of a note: a heading each, and the rule before the next. */
function sectionsOf(blocks: readonly EditableBlock[]): SectionStyle[] {
  return blocks.flatMap((block, index) => {
    if (block.kind !== 'section') return [];
    const next = blocks.findIndex(({ kind }, at) => at > index && kind === 'section');
    const last = blocks[(next === -1 ? blocks.length : next) - 1];
    return [{ name: block.text, heading: block.source, closing: last?.kind === 'rule' ? last.source : '' }];
  });
}

/** The sections that most of the notes have: in the order of the newest, then those that it lacks. */
function customarySections(notes: readonly (readonly EditableBlock[])[]): SectionStyle[] {
  const found = new Map<string, { section: SectionStyle; notes: number }>();
  for (const blocks of notes) {
    const own = new Map(sectionsOf(blocks).map((section) => [nameKey(section.name), section]));
    for (const [key, section] of own) {
      found.set(key, { section: found.get(key)?.section ?? section, notes: (found.get(key)?.notes ?? 0) + 1 });
    }
  }
  return [...found.values()].filter((entry) => entry.notes * 2 > notes.length).map(({ section }) => section);
}

/** The note's title with another date and the rules below it, then the sections without what they hold. */
function skeletonLike(blocks: readonly EditableBlock[], sections: readonly SectionStyle[], date: string): string {
  const first = blocks.findIndex(({ kind }) => kind === 'section');
  const head = blocks
    .slice(0, first === -1 ? blocks.length : first)
    .filter(({ kind }) => kind === 'title' || kind === 'rule')
    .map(({ kind, source }) => (kind === 'title' ? redate(source, date) : source));
  const lineEnd = /\r\n|\r|\n/.exec(head.join('') + sections.map(({ heading }) => heading).join(''))?.[0] ?? '\n';
  const parts = [...head, ...sections.flatMap(({ heading, closing }) => [heading, closing])];
  // What stood between the parts is gone, so a blank line sets each apart.
  const lines = parts.flatMap((part) => /\S[^\r\n]*/.exec(part)?.[0] ?? []);
  return lines.join(lineEnd + lineEnd) + lineEnd;
}

function redate(title: string, date: string): string {
  const typed = findDay(title)?.typed;
  return typed === undefined ? title : title.replace(typed, writeDayLike(date, typed));
}

function learnReadings(blocks: readonly EditableBlock[]): ReadingStyle {
  const readings = blocks.filter(({ kind }) => kind === 'reading');
  const [first] = readings;
  if (first === undefined) return HOUSE_READINGS;
  const bullets = readings.flatMap(({ source }) => {
    const ideas = readBody(source, source.search(/[\r\n]|$/), source.length).keyIdeas;
    return ideas.map(([start]) => /[-*+](?=[ \t]+$)/.exec(source.slice(0, start))?.[0] ?? '-');
  });
  const groups = blocks.flatMap(({ kind }, index) => {
    const isGroup = kind === 'theme' && blocks.slice(0, index).some((block) => block.kind === 'reading');
    return isGroup ? [blocks[index - 1]?.kind === 'rule'] : [];
  });
  return {
    level: /^\s*(#{1,6})/.exec(first.source.replace(/^\uFEFF/, ''))?.[1]?.length ?? HOUSE_READINGS.level,
    bullet: mostCommon(bullets) ?? HOUSE_READINGS.bullet,
    ruled: mostCommon(groups) ?? HOUSE_READINGS.ruled,
    tag: learnTag(readings.map(({ text }) => text)),
  };
}

function learnTag(headings: readonly string[]): TagStyle {
  const tags = headings.flatMap((heading) => {
    const match =
      /(?:\d{4}(?<space>[ -]?)\p{L}[\p{L}-]*|\p{L}[\p{L}-]*(?<gap> ?)(?:19|20)\d{2})(?:-\d{4})?\s*(?:\(.*\))?$/u.exec(
        heading.trim(),
      );
    if (match === null) return [];
    return [
      `${match.groups?.['space'] === undefined ? 'venue' : 'year'}${match.groups?.['space'] ?? match.groups?.['gap']}`,
    ];
  });
  const usual = mostCommon(tags);
  if (usual === undefined) return HOUSE_READINGS.tag;
  return { yearFirst: usual.startsWith('year'), between: usual.endsWith(' ') ? ' ' : '' };
}

function mostCommon<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
