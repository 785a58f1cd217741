import { type Message, msg } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import { fold } from '../domain/text.ts';
import type { Library } from '../store/library.ts';

export interface Related {
  readonly id: number;
  readonly citationKey: string;
  readonly title: string;
  readonly score: number;
  /** Each reason with its share of the score, heaviest first. */
  readonly reasons: readonly Message[];
}

/** What a mention of one paper by the other weighs, in the unit of a shared tag that one paper in a hundred carries. */
const MENTION_WEIGHT = 1.5;
/** What a shared word of the titles weighs at most. */
const WORD_WEIGHT = 0.5;
const MOST_CANDIDATES = 60;

/**
 * The papers nearest to one: those that share its ideas and tasks, a rare one weighing more than a common one; that
 * mention it or are mentioned by it; that share words of its title.
 */
export function relatedTo(library: Library, paper: Paper, most: number): Related[] {
  const total = Math.max(2, library.questions.paperCount());
  const rarity = (papers: number) => Math.log(total / papers) / Math.log(100);
  const found = new Map<number, { weight: number; reason: Message }[]>();
  const add = (id: number, weight: number, reason: Message) => {
    if (id !== paper.id && weight > 0) found.set(id, [...(found.get(id) ?? []), { weight, reason }]);
  };
  for (const { paperId, tag, papers } of library.questions.sharingTags(paper.id)) {
    add(paperId, rarity(papers), msg`both on ${tag} (${papers} of ${total} papers)`);
  }
  for (const { paperId, phrase } of library.mentions.from(paper.id)) {
    if (paperId !== null) add(paperId, MENTION_WEIGHT, msg`mentioned as “${phrase}”`);
  }
  for (const { from, phrase } of library.mentions.to(paper.id))
    add(from, MENTION_WEIGHT, msg`mentions it as “${phrase}”`);
  const weigh = (reasons: readonly { weight: number }[]) => reasons.reduce((sum, { weight }) => sum + weight, 0);
  const nearest = [...found].sort(([, a], [, b]) => weigh(b) - weigh(a)).slice(0, MOST_CANDIDATES);
  const words = wordsOf(paper.title);
  return nearest
    .map(([id, reasons]): Related => {
      const other = library.papers.get(id) as Paper;
      const shared = [...wordsOf(other.title)].filter((word) => words.has(word));
      const all = [...reasons];
      if (shared.length > 0)
        all.push({
          weight: (WORD_WEIGHT * shared.length) / words.size,
          reason: msg`titles share ${shared.join(', ')}`,
        });
      all.sort((a, b) => b.weight - a.weight);
      const { citationKey, title } = other;
      return { id, citationKey, title, score: weigh(all), reasons: all.map(({ reason }) => reason) };
    })
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, most);
}

/** The words of a title that tell it from others in this field. */
function wordsOf(title: string): Set<string> {
  const common = new Set([
    'knowledge',
    'distillation',
    'distilling',
    'learning',
    'network',
    'networks',
    'neural',
    'deep',
    'with',
    'from',
    'using',
    'through',
    'towards',
  ]);
  return new Set((fold(title).match(/[\p{L}\p{N}]{4,}/gu) ?? []).filter((word) => !common.has(word)));
}
