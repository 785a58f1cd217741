import { nameKey } from '../domain/text.ts';
import { textOf } from '../domain/week.ts';
import { scanLines } from './lines.ts';
import { isReadingSection } from './reading-section.ts';
import { HOUSE_READINGS, type ReadingStyle } from './reading-style.ts';

/** What an edit needs to know of a block; both drafts and stored blocks are such. */
export interface EditableBlock {
  readonly kind: string;
  readonly source: string;
  readonly text: string;
  readonly reading?: { readonly themeText: string | undefined; readonly sharesText: boolean } | undefined;
}

/** A reading to be written into a note. */
export interface NewReading {
  readonly heading: string;
  readonly theme?: string | undefined;
  readonly summary?: string | undefined;
  readonly keyIdeas: readonly string[];
}

/** The text of a note that holds nothing yet. */
export function newNote(date: string): string {
  return `# ${date.replaceAll('-', '')}\n\n---\n`;
}

/** The text's first line end. */
function lineEndOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

function readingMarkdown({ heading, summary, keyIdeas }: NewReading, level: number, mark: string): string {
  const lines = [`${'#'.repeat(level)} ${heading}`];
  if (summary !== undefined && summary.trim() !== '') lines.push(summary.trim());
  lines.push(...keyIdeas.map((idea) => bullet(idea, mark)));
  return lines.join('\n');
}

function bullet(text: string, mark = '-'): string {
  return `${mark} ${text.trim().replace(/\r\n|\r|\n/g, '\n  ')}`;
}

/**
 * The note's text with the reading inserted: behind the last reading under its theme, else as a new group at
 * the end of the reading section, which is made if there is none.
 */
export function insertReading(
  blocks: readonly EditableBlock[],
  reading: NewReading,
  style: ReadingStyle = HOUSE_READINGS,
): string {
  const theme = reading.theme?.trim() === '' ? undefined : reading.theme?.trim();
  const section = lastSection(blocks, isReadingSection);
  const own = section === undefined ? [] : blocks.slice(section.start, section.end);
  const markdown = readingMarkdown(reading, headingLevel(own) ?? style.level, style.bullet);
  const group = theme === undefined ? markdown : `${quote(theme)}\n${markdown}`;
  if (section === undefined) return insertSection(blocks, '论文阅读', group, firstSection(blocks));
  const sibling = lastIndex(blocks, section, (block) => block.reading?.themeText === theme && block.kind === 'reading');
  if (sibling !== undefined) return insertAfter(blocks, sibling, markdown);
  const last = lastIndex(blocks, section, (block) => block.kind !== 'rule' && !closes(block)) ?? section.start;
  const isFirst = lastIndex(blocks, section, (block) => block.kind === 'theme' || isOfPaper(block)) === undefined;
  // Between a rule and a paper's heading a paragraph would be a theme.
  const becomesTheme = blocks[last]?.kind === 'prose' && blocks[last - 1]?.kind === 'rule';
  // Without a theme of its own, a paper needs the rule to leave the group before it.
  const isRuled = becomesTheme || (!isFirst && (style.ruled || theme === undefined));
  return insertAfter(blocks, last, isRuled ? `---\n\n${group}` : group);
}

/** The note's text with a bullet at the end of the named section, which is made if there is none. */
export function insertBullet(blocks: readonly EditableBlock[], name: string, text: string): string {
  const section = lastSection(blocks, (other) => nameKey(other) === nameKey(name));
  if (section === undefined) {
    // Behind a second level-1 heading a section would belong to the one before it.
    const before = blocks.some(closes) ? blocks.findLastIndex(({ kind }) => kind === 'section') : blocks.length;
    return insertSection(blocks, name.trim(), bullet(text), before);
  }
  const last = lastIndex(blocks, section, ({ kind }) => kind !== 'rule') ?? section.start;
  const source = blocks[last]?.source.trimEnd() ?? '';
  const lastLine = source.slice(Math.max(source.lastIndexOf('\n'), source.lastIndexOf('\r')) + 1);
  const endsInBullet = blocks[last]?.kind === 'prose' && /^[ \t]*[-*+][ \t]/.test(lastLine);
  return insertAfter(blocks, last, bullet(text), endsInBullet);
}

/** The note's text with a stretch of one block's source replaced, in the block's own line ends. */
export function replaceSpan(
  blocks: readonly EditableBlock[],
  index: number,
  [start, end]: readonly [number, number],
  replacement: string,
): string {
  const source = blocks[index]?.source ?? '';
  const lineEnd = lineEndOf(source.includes('\n') || source.includes('\r') ? source : textOf(blocks));
  const typed = replacement.replace(/\r\n|\r|\n/g, lineEnd);
  const edited = source.slice(0, start) + typed + source.slice(end);
  return textOf(blocks.map((block, at) => (at === index ? { source: edited } : block)));
}

interface Section {
  /** The index of the section's heading, and the one behind its last block. */
  readonly start: number;
  readonly end: number;
}

function lastSection(blocks: readonly EditableBlock[], isNamed: (name: string) => boolean): Section | undefined {
  const start = blocks.findLastIndex(({ kind, text }) => kind === 'section' && isNamed(text));
  if (start === -1) return undefined;
  const next = blocks.findIndex(({ kind }, index) => index > start && kind === 'section');
  return { start, end: next === -1 ? blocks.length : next };
}

function firstSection(blocks: readonly EditableBlock[]): number {
  const index = blocks.findIndex(({ kind }) => kind === 'section');
  return index === -1 ? blocks.length : index;
}

function lastIndex(
  blocks: readonly EditableBlock[],
  { start, end }: Section,
  fits: (block: EditableBlock) => boolean,
): number | undefined {
  for (let index = end - 1; index >= start; index -= 1) {
    if (fits(blocks[index] as EditableBlock)) return index;
  }
  return undefined;
}

/** The level of the note's paper headings. */
function headingLevel(blocks: readonly EditableBlock[]): number | undefined {
  const paper = blocks.find(({ kind }) => kind === 'reading') ?? blocks.find(isOfPaper);
  return /^\s*(#{1,6})/.exec(paper?.source.replace(/^\uFEFF/, '') ?? '')?.[1]?.length;
}

/** Whether the block of a reading section is that of a paper, also of one that was removed: prose under its heading. */
function isOfPaper({ kind, source }: EditableBlock): boolean {
  return kind === 'reading' || (kind === 'prose' && /^ {0,3}#{3,6}[ \t]/.test(source));
}

function quote(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');
}

/** Whether the block holds a second level-1 heading, which closes its section. */
function closes(block: EditableBlock): boolean {
  return block.kind === 'prose' && scanLines(block.source).some(({ level }) => level === 1);
}

/** Inserts a section before the block at `before`; rules set sections apart, as in the notes kd was made for. */
function insertSection(blocks: readonly EditableBlock[], name: string, body: string, before: number): string {
  const last = blocks[before - 1];
  const lead = last === undefined || last.kind === 'rule' || last.kind === 'title' ? '' : '---\n\n';
  const tail = before < blocks.length ? '\n\n---' : '';
  if (before === 0 && blocks[0]?.source.startsWith('\uFEFF')) {
    const [first, ...rest] = blocks as [EditableBlock, ...EditableBlock[]];
    return `\uFEFF${insertSection([{ ...first, source: first.source.slice(1) }, ...rest], name, body, 0)}`;
  }
  return insertAfter(blocks, before - 1, `${lead}## ${name}\n\n${body}${tail}`);
}

/**
 * Inserts a piece of Markdown behind a block: on a line of its own, a blank line before and behind it
 * (before it, none where `tight`), in the note's own line ends.
 */
function insertAfter(blocks: readonly EditableBlock[], index: number, markdown: string, tight = false): string {
  const lineEnd = lineEndOf(textOf(blocks));
  const piece = markdown.replace(/\r\n|\r|\n/g, lineEnd) + lineEnd;
  const before = textOf(blocks.slice(0, index + 1));
  const after = textOf(blocks.slice(index + 1));
  const content = before.trimEnd();
  if (tight) {
    const [line = '', ending] = /^[ \t]*(\r\n|\r|\n)?/.exec(before.slice(content.length)) ?? [];
    const kept = content.length + line.length;
    return before.slice(0, kept) + (ending === undefined ? lineEnd : '') + piece + before.slice(kept) + after;
  }
  const ends = before.slice(content.length).match(/\r\n|\r|\n/g)?.length ?? 0;
  const isOwnLine = content === '' || /[\r\n]$/.test(before);
  const lead = lineEnd.repeat(Math.max(content === '' ? 0 : 2 - ends, isOwnLine ? 0 : 1));
  return before + lead + piece + (after === '' ? '' : lineEnd) + after;
}
