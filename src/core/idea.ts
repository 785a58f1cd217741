import type { Library } from '../store/library.ts';
import type { IdeaPaper } from '../store/questions.ts';
import { tagNamed } from './tag.ts';

export interface IdeaPage {
  readonly name: string;
  readonly labelEn: string | null;
  readonly labelZh: string | null;
  readonly definitionEn: string | null;
  readonly definitionZh: string | null;
  readonly formula: string | null;
  readonly origin: { readonly title: string; readonly venue: string; readonly year: number } | null;
  readonly aliases: readonly string[];
  readonly broader: readonly string[];
  readonly narrower: readonly string[];
  /** The papers on the idea or a narrower one, each with a sentence that says so. */
  readonly papers: readonly IdeaPaper[];
  /** How many of them are of each year, newest first. */
  readonly years: readonly (readonly [year: number | null, papers: number])[];
  readonly companions: readonly { readonly name: string; readonly labelZh: string | null; readonly papers: number }[];
  /** The papers whose notes name the idea only in their bodies. */
  readonly mentionedBy: readonly (IdeaPaper & { readonly line: number })[];
}

/** Everything the library knows of one idea. @throws NotFoundError with near names */
export function ideaPage(library: Library, word: string): IdeaPage {
  const tag = tagNamed(library, word);
  const ids = [tag.id];
  const papers = library.questions.papersOn(ids);
  const carrying = new Set(papers.map(({ id }) => id));
  const years = new Map<number | null, number>();
  for (const { year } of papers) years.set(year, (years.get(year) ?? 0) + 1);
  return {
    name: tag.name,
    labelEn: tag.labelEn,
    labelZh: tag.labelZh,
    ...library.tags.definition(tag.id),
    aliases: library.tags.aliasesOf(tag.id).map(({ alias }) => alias),
    ...library.questions.neighbours(tag.id),
    papers,
    years: [...years],
    companions: library.questions
      .companions(ids)
      .map(({ name, labelZh, papers: count }) => ({ name, labelZh, papers: count })),
    mentionedBy: library.questions.papersMentioning(ids).filter(({ id }) => !carrying.has(id)),
  };
}
