import type { Database, Value } from '../../src/store/database.ts';

/** The tables with many rows for each paper, week, note or tag: no question about a few of these reads one to its end. */
export const JUNCTIONS = [
  'author',
  'block',
  'body_evidence',
  'change',
  'different_paper',
  'evidence',
  'link',
  'mention',
  'merged_paper',
  'paper_alias',
  'paper_name',
  'paper_tag',
  'reading',
  'tag_alias',
  'tag_broader',
  'tag_choice',
  'week_file',
];

export interface Statement {
  readonly sql: string;
  readonly values: readonly Value[];
}

const NO_ALIAS = /^(?:where|on|join|left|inner|cross|natural|using|group|order|limit|union|indexed|set)$/i;

/** The lines of a statement's plan that read a junction table from end to end. */
export function scansOf(db: Database, { sql, values }: Statement): string[] {
  const names = new Set(JUNCTIONS);
  for (const [, alias = ''] of sql.matchAll(new RegExp(`\\b(?:${JUNCTIONS.join('|')})\\s+(?:AS\\s+)?(\\w+)`, 'gi'))) {
    if (!NO_ALIAS.test(alias)) names.add(alias);
  }
  return db
    .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...values)
    .map(({ detail }) => detail)
    .filter((detail) => names.has(/^SCAN (\w+)/.exec(detail)?.[1] ?? ''));
}
