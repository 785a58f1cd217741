import type { Block } from '../domain/week.ts';

/** A reading as a report over several weeks shows it. */
export interface RolledReading {
  readonly week: string;
  readonly paperId: number;
  readonly theme: string | undefined;
  /** The heading's words, as typed. */
  readonly heading: string;
  readonly refersTo: string | null;
  readonly text: string;
  /** The text is that of the next reading, and stands there. */
  readonly sharesText: boolean;
}

/** A group of papers, each with its heading and what its weeks say of it. */
export interface Group {
  readonly name: string | undefined;
  readonly entries: readonly { readonly heading: string; readonly texts: readonly string[] }[];
}

/** A section that holds no papers, with what each week has in it. */
export interface RolledSection {
  readonly name: string;
  readonly texts: readonly { readonly week: string; readonly text: string }[];
}

/** A reading's text without its heading, in `\n` line ends, without blank lines at both ends. */
export function readingBody({ source, reading }: Block): string {
  return source
    .slice(reading?.spans.heading[1] ?? 0)
    .replace(/^[^\r\n]*/, '')
    .replace(/\r\n|\r/g, '\n')
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '');
}

/** What a text that kd put together ends with, so that it is not taken for a note when it is imported. */
export const MARK = '<!-- kd report -->';

/** Whether a text is a report that kd put together, and no note. */
export function isRollUp(text: string): boolean {
  return text.trimEnd().endsWith(MARK);
}

/** Readings under their weeks and themes, in the house style of a weekly note. */
export function printByWeek(readings: readonly RolledReading[]): string {
  const parts: string[] = [];
  let week: string | undefined;
  let theme: string | undefined;
  for (const [index, reading] of readings.entries()) {
    if (reading.week !== week) {
      parts.push(`# ${reading.week.replaceAll('-', '')}`);
      theme = undefined;
    } else if (reading.theme !== theme) parts.push('---');
    const next = readings[index + 1];
    const isShared = reading.sharesText && next?.week === reading.week && next.text === reading.text;
    const entry = entryMarkdown(reading.heading, isShared ? [] : [reading.text]);
    const last = parts.at(-1) ?? '';
    const before = readings[index - 1];
    const adjoins =
      before !== undefined && before.week === reading.week && before.sharesText && before.text === reading.text;
    if (reading.theme !== undefined && reading.theme !== theme) parts.push(`${quote(reading.theme)}\n${entry}`);
    else if (adjoins) parts[parts.length - 1] = `${last}\n${entry}`;
    else parts.push(entry);
    week = reading.week;
    theme = reading.theme;
  }
  return `${[...parts, MARK].join('\n\n')}\n`;
}

/** Groups of papers under a title, then the other sections, in the house style of a weekly note. */
export function printGroups(title: string, groups: readonly Group[], sections: readonly RolledSection[]): string {
  const parts = [`# ${title}`, '---', '## 论文阅读'];
  for (const [index, { name, entries }] of groups.entries()) {
    if (index > 0) parts.push('---');
    const [first = '', ...others] = entries.map(({ heading, texts }) => entryMarkdown(heading, texts));
    parts.push(name === undefined ? first : `${quote(name)}\n${first}`, ...others);
  }
  for (const { name, texts } of sections) {
    parts.push(
      '---',
      `## ${name}`,
      ...texts.flatMap(({ week, text }) => [`**${week}**`, text.replace(/\r\n|\r/g, '\n')]),
    );
  }
  return `${[...parts, MARK].join('\n\n')}\n`;
}

function entryMarkdown(heading: string, texts: readonly string[]): string {
  return [`### ${heading}`, ...texts.filter((text) => text !== '')].join('\n');
}

function quote(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}
