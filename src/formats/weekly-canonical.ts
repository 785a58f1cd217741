import { type Block, countLineEnds, textOf, type Week } from '../domain/week.ts';

/** The facts of a paper that its heading shows. */
export interface HeadingFacts {
  readonly title: string;
  readonly venue?: string | undefined;
  readonly containerTitle?: string | undefined;
  readonly year?: number | undefined;
}

/**
 * The note in the house style: one tag spelling (`2024AAAI`), single spaces, groups and sections set apart by
 * rules, `\n` line ends and one at the end. Texts are the note's own, only trimmed; headings come from the papers.
 */
export function printCanonical(week: Week, facts: ReadonlyMap<number, HeadingFacts>): string {
  const parts: string[] = [`# ${week.date.replaceAll('-', '')}`];
  let theme: number | null = null;
  let inGroup = false;
  let onTheme = false;
  for (const block of week.blocks) {
    if (block.kind === 'section') {
      parts.push('---', `## ${block.text}`);
      inGroup = false;
      onTheme = false;
      theme = null;
    } else if (block.kind === 'theme') {
      if (inGroup) parts.push('---');
      const lines = block.text.split(/\r\n|\r|\n/).map((line) => `> ${line.trim().replace(/\s+/g, ' ')}`);
      parts.push(lines.join('\n'));
      theme = block.id;
      inGroup = true;
      onTheme = true;
    } else if (block.kind === 'reading' && block.reading !== null) {
      if (block.reading.themeId !== theme && inGroup) {
        parts.push('---');
        theme = block.reading.themeId;
      }
      const markdown = readingMarkdown(block, facts.get(block.reading.paperId));
      const last = parts.at(-1) ?? '';
      // A theme stands directly on its first paper, and headings that share a text on one another.
      if (onTheme || isSharing(week.blocks, block)) parts[parts.length - 1] = `${last}\n${markdown}`;
      else parts.push(markdown);
      inGroup = true;
      onTheme = false;
    } else if (block.kind === 'prose') {
      // A rule that ended a group keeps the text behind it out of the last reading.
      if (inGroup && week.blocks[week.blocks.indexOf(block) - 1]?.kind === 'rule') {
        parts.push('---');
        inGroup = false;
        theme = null;
      }
      parts.push(trimLines(block.source));
      onTheme = false;
    }
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function isSharing(blocks: readonly Block[], block: Block): boolean {
  return blocks[blocks.indexOf(block) - 1]?.reading?.sharesText === true;
}

function readingMarkdown(block: Block, facts: HeadingFacts | undefined): string {
  const reading = block.reading;
  const title = (facts?.title ?? reading?.title ?? block.text).replace(/\s+/g, ' ');
  const venue = facts?.venue ?? facts?.containerTitle ?? '';
  const tag = facts?.year === undefined ? '' : ` ${facts.year}${venue.includes(' ') ? ` ${venue}` : venue}`;
  const doubt = reading?.unsure ? '?' : '';
  const back = reading?.refersTo == null ? '' : `-${reading.refersTo.slice(5).replace('-', '')}`;
  const rank = reading?.rank == null ? '' : ` ${reading.rank}`;
  const code = reading?.ranCode ? ' (code)' : '';
  const heading = `### ${title}${tag}${back}${doubt}${rank}${code}`;
  const body = trimLines(block.source.slice(reading?.spans.heading[1] ?? 0).replace(/^[^\r\n]*/, ''));
  return body === '' ? heading : `${heading}\n${body}`;
}

/** The text with `\n` line ends, without blank lines at both ends; forced breaks inside keep their spaces. */
function trimLines(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n|\r/g, '\n')
    .replace(/^(?:[ \t]*\n)+|\s+$/g, '');
}

/** The notes one after the other; each starts on a line of its own, behind a blank one. */
export function joinNotes(texts: readonly string[]): string {
  return texts.reduce((all, text) => {
    if (all === '') return text;
    const ends = countLineEnds(all.slice(all.replace(/(?<![\r\n])[\r\n]+$/, '').length));
    return all + '\n'.repeat(Math.max(0, 2 - ends)) + text;
  }, '');
}

/** The note as it was written, byte for byte. */
export function printAsWritten(week: Week): string {
  return textOf(week.blocks);
}
