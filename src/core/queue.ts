import { addDays, daysBetween } from '../domain/calendar.ts';
import { type Message, msg, plural } from '../domain/message.ts';
import type { Paper } from '../domain/paper.ts';
import type { Condition } from '../store/conditions.ts';
import type { Library } from '../store/library.ts';

/** A paper that waits to be read. */
export interface Queued {
  readonly paper: Paper;
  readonly score: number;
  /** Why it stands where it stands, the weightiest reason first. */
  readonly reasons: readonly Message[];
}

/** What a paper that was begun weighs: to finish it comes before most that is new. */
const BEGUN = 3;
/** What each of the user's stars above and below the middle weighs. */
const STAR = 1;
/** What a mention in the user's own texts weighs, and how many count. */
const MENTION = 1;
const MOST_MENTIONS = 3;
/** What an idea weighs that one paper in a hundred carries, for each of the recent papers on it, and how many count. */
const IDEA = 0.5;
const MOST_RECENT = 4;
/** How long ago a week may be to say what the user works on. */
const RECENT_DAYS = 56;
/** What a week of waiting weighs, and how many count. */
const WEEK = 0.01;
const MOST_WEEKS = 50;

/**
 * The papers to read, best first: those begun, those rated high, those that the user's texts mention, those on the ideas
 * of the last weeks, those that wait long.
 */
export function readingQueue(library: Library, today: string, where?: Condition): Queued[] {
  const total = Math.max(2, library.questions.paperCount());
  const since = addDays(today, -RECENT_DAYS);
  const recent = library.questions.tagsReadSince(since);
  return library.papers
    .waiting(where)
    .map((paper): Queued => {
      const found: { weight: number; reason: Message }[] = [];
      const add = (weight: number, reason: Message) => found.push({ weight, reason });
      if (paper.status === 'reading') add(BEGUN, msg`you have begun it`);
      if (paper.rating !== undefined) add((paper.rating - 3) * STAR, msg`you rated it ${paper.rating}`);
      const mentions = new Set(library.mentions.to(paper.id).map(({ from }) => from)).size;
      if (mentions > 0) {
        const weight = Math.min(mentions, MOST_MENTIONS) * MENTION;
        add(
          weight,
          plural(mentions, msg`your text on 1 paper mentions it`, msg`your texts on ${mentions} papers mention it`),
        );
      }
      for (const { id, name } of library.tags.of(paper.id)) {
        const tag = recent.get(id);
        if (tag === undefined) continue;
        const rarity = Math.log(total / tag.all) / Math.log(100);
        const on = msg`on ${name}, like ${tag.recent} papers you read since ${since}`;
        add(
          Math.min(tag.recent, MOST_RECENT) * IDEA * rarity,
          plural(tag.recent, msg`on ${name}, like 1 paper you read since ${since}`, on),
        );
      }
      const weeks = Math.floor(daysBetween(paper.addedAt.slice(0, 10), today) / 7);
      if (weeks > 0)
        add(Math.min(weeks, MOST_WEEKS) * WEEK, plural(weeks, msg`waits for 1 week`, msg`waits for ${weeks} weeks`));
      found.sort((a, b) => b.weight - a.weight);
      return {
        paper,
        score: found.reduce((sum, { weight }) => sum + weight, 0),
        reasons: found.map(({ reason }) => reason),
      };
    })
    .sort((a, b) => b.score - a.score || a.paper.id - b.paper.id);
}
