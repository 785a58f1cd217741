import type { Message } from '../../domain/message.ts';
import type { Note } from '../../domain/note.ts';
import { type Block, linesOf, textOf, type Week } from '../../domain/week.ts';
import { type Line, scanLines } from '../../formats/lines.ts';
import { YAML_HEAD } from '../../formats/yaml.ts';
import type { Check, Edit, Report, TextPlace } from './finding.ts';

/** The text of a week or a note as checks look at it. */
export interface LintedText {
  readonly text: string;
  readonly lines: readonly Line[];
  /** The index of the first line behind the YAML head, which is data and no Markdown. */
  readonly firstLine: number;
  /** Reports what a check finds on a line, counted from 1. */
  find(check: Check, line: number, message: Message, more?: { other?: Message | undefined; fix?: Edit }): void;
}

interface Origin {
  readonly place: TextPlace;
  readonly at: string;
  readonly file: string | undefined;
  paperIdsOn(line: number): readonly number[];
}

function lintedText(text: string, { place, at, file, paperIdsOn }: Origin, report: Report): LintedText {
  const lines = scanLines(text);
  const headEnd = YAML_HEAD.exec(text)?.[0].length ?? 0;
  const first = lines.findIndex(({ start }) => start >= headEnd);
  return {
    text,
    lines,
    firstLine: first === -1 ? lines.length : first,
    find(check, line, message, { other, fix } = {}) {
      const finding = { check, at, file, line, message, other: other ?? null, fix: fix && { ...fix, place } };
      report(finding, paperIdsOn(line));
    },
  };
}

/** The text of a week; `file` is the name of the file that holds it alone. */
export function weekText({ date, blocks }: Week, file: string | undefined, report: Report): LintedText {
  const under = papersUnder(blocks);
  const ofLine = linesOf([...blocks, { source: '' }]).flatMap((start, index, starts): (readonly number[])[] => {
    const { id, reading } = blocks[index] ?? {};
    const papers = reading == null ? (under.get(id ?? 0) ?? []) : [reading.paperId];
    return Array((starts[index + 1] ?? start + 1) - start).fill(papers);
  });
  const paperIdsOn = (line: number) => ofLine[line - 1] ?? [];
  return lintedText(textOf(blocks), { place: { week: date }, at: date, file, paperIdsOn }, report);
}

/** The papers under each theme, by the id of its block. */
export function papersUnder(blocks: readonly Block[]): ReadonlyMap<number, readonly number[]> {
  const under = new Map<number, number[]>();
  for (const { reading } of blocks) {
    if (reading?.themeId == null) continue;
    const papers = under.get(reading.themeId);
    if (papers === undefined) under.set(reading.themeId, [reading.paperId]);
    else papers.push(reading.paperId);
  }
  return under;
}

export function noteText({ id, file, paperId, source }: Note, report: Report): LintedText {
  const paperIds = paperId === null ? [] : [paperId];
  return lintedText(source, { place: { note: id }, at: file, file, paperIdsOn: () => paperIds }, report);
}
