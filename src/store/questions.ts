import type { Tag, TagKind } from '../domain/tag.ts';
import { holdsWords } from '../domain/text.ts';
import { type Condition, compile } from './conditions.ts';
import type { Database } from './database.ts';
import { NARROWER } from './tags.ts';

/** What the papers of a library can be counted by. */
export type Axis = TagKind | 'venue' | 'year' | 'status';

export interface CountedTag extends Tag {
  readonly papers: number;
}

export interface IdeaPaper {
  readonly id: number;
  readonly citationKey: string;
  readonly year: number | null;
  readonly venue: string | null;
  readonly title: string;
  readonly sentence: string | null;
  readonly place: string | null;
  readonly source: string | null;
}

export interface ThemeLine {
  readonly week: string;
  readonly theme: string;
  readonly papers: readonly (readonly [id: number, citationKey: string])[];
}

/** The tags of a paper with those above them: a paper on CIFAR is one on image classification. */
const CARRIED = `above (tag_id, ancestor) AS (
    SELECT id, id FROM tag
    UNION SELECT a.tag_id, b.broader_id FROM above a JOIN tag_broader b ON b.tag_id = a.ancestor
  )`;

/** Questions over many papers: one statement each. */
export class Questions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  paperCount(): number {
    return this.#db.get<{ n: number }>('SELECT count(*) AS n FROM paper')?.n ?? 0;
  }

  /** The tags of the papers read since a day: how many of these carry each, and how many papers at all. */
  tagsReadSince(day: string): Map<number, { recent: number; all: number }> {
    const rows = this.#db.all<{ id: number; recent: number; papers: number }>(
      `SELECT pt.tag_id AS id, count(DISTINCT pt.paper_id) AS recent,
              (SELECT count(*) FROM paper_tag x WHERE x.tag_id = pt.tag_id) AS papers
         FROM week w JOIN block b ON b.week_id = w.id JOIN reading r ON r.block_id = b.id
         JOIN paper_tag pt ON pt.paper_id = r.paper_id
        WHERE w.date >= ? GROUP BY pt.tag_id`,
      day,
    );
    return new Map(rows.map(({ id, recent, papers }) => [id, { recent, all: papers }]));
  }

  /** The papers that carry one of the tags or a narrower one, newest first, with the best evidence for it. */
  papersOn(tagIds: readonly number[]): IdeaPaper[] {
    return this.#db.all(
      `${NARROWER}, carrying (paper_id, tag_id) AS (
         SELECT pt.paper_id, min(pt.tag_id) FROM narrower n CROSS JOIN paper_tag pt ON pt.tag_id = n.id GROUP BY pt.paper_id
       )
       SELECT p.id, p.citation_key AS citationKey, p.issued_year AS year, coalesce(v.name, p.container_title) AS venue,
              p.title, e.sentence, e.place, e.source
         FROM carrying c JOIN paper p ON p.id = c.paper_id LEFT JOIN venue v ON v.id = p.venue_id
         LEFT JOIN evidence e ON e.paper_id = c.paper_id AND e.tag_id = c.tag_id AND e.position = (
           SELECT x.position FROM evidence x WHERE x.paper_id = c.paper_id AND x.tag_id = c.tag_id
            ORDER BY x.place = 'title', x.place = 'origin', x.position LIMIT 1)
        ORDER BY p.issued_year DESC, p.id DESC`,
      JSON.stringify(tagIds),
    );
  }

  /** The papers of which only a note's body names the tag. */
  papersMentioning(tagIds: readonly number[]): (IdeaPaper & { readonly line: number })[] {
    return this.#db.all(
      `SELECT p.id, p.citation_key AS citationKey, p.issued_year AS year, coalesce(v.name, p.container_title) AS venue,
              p.title, b.sentence, 'note' AS place, n.file AS source, b.line
         FROM body_evidence b JOIN paper p ON p.id = b.paper_id JOIN note n ON n.id = b.note_id
         LEFT JOIN venue v ON v.id = p.venue_id
        WHERE b.tag_id IN (SELECT value FROM json_each(?)) ORDER BY p.issued_year DESC, p.id DESC`,
      JSON.stringify(tagIds),
    );
  }

  /** The ideas that papers on these tags carry besides, most frequent first. */
  companions(tagIds: readonly number[]): CountedTag[] {
    return this.#db.all(
      `${NARROWER}, own (paper_id) AS (
         SELECT DISTINCT pt.paper_id FROM narrower n CROSS JOIN paper_tag pt ON pt.tag_id = n.id
       )
       SELECT t.id, t.name, t.kind, t.label_en AS labelEn, t.label_zh AS labelZh, count(*) AS papers
         FROM own o CROSS JOIN paper_tag pt ON pt.paper_id = o.paper_id JOIN tag t ON t.id = pt.tag_id
        WHERE t.kind = 'idea' AND t.id NOT IN (SELECT id FROM narrower)
        GROUP BY t.id ORDER BY papers DESC, t.name`,
      JSON.stringify(tagIds),
    );
  }

  /** The tags right above and right below a tag. */
  neighbours(tagId: number): { broader: string[]; narrower: string[] } {
    const names = (sql: string) => this.#db.all<{ name: string }>(sql, tagId).map(({ name }) => name);
    return {
      broader: names(
        'SELECT t.name FROM tag_broader b JOIN tag t ON t.id = b.broader_id WHERE b.tag_id = ? ORDER BY t.name',
      ),
      narrower: names(
        'SELECT t.name FROM tag_broader b JOIN tag t ON t.id = b.tag_id WHERE b.broader_id = ? ORDER BY t.name',
      ),
    };
  }

  /** How many papers, of all or of those that fit a condition, there are for each pair of values of two axes. */
  pairs(rows: Axis, columns: Axis, where?: Condition): { row: string; column: string; papers: number }[] {
    const { sql, values } = compile(where);
    const fitting = where === undefined ? '' : `JOIN paper p ON p.id = c.paper_id WHERE ${sql}`;
    return this.#db.all(
      `WITH RECURSIVE ${CARRIED}, r (paper_id, value) AS (${axis(rows)}), c (paper_id, value) AS (${axis(columns)})
       SELECT r.value AS "row", c.value AS "column", count(*) AS papers
         FROM r JOIN c ON c.paper_id = r.paper_id ${fitting} GROUP BY 1, 2 ORDER BY 1, 2`,
      ...values,
    );
  }

  /**
   * The ideas, tasks and topics that some paper carries, each with the number of its papers and of those that also
   * carry one of the tags or a narrower one.
   */
  combinations(tagIds: readonly number[]): (CountedTag & { readonly together: number })[] {
    return this.#db.all(
      `${NARROWER}, ${CARRIED}, own (paper_id) AS (
         SELECT DISTINCT pt.paper_id FROM narrower n CROSS JOIN paper_tag pt ON pt.tag_id = n.id
       ), carried (paper_id, tag_id) AS (
         SELECT DISTINCT pt.paper_id, a.ancestor FROM paper_tag pt JOIN above a ON a.tag_id = pt.tag_id
       )
       SELECT t.id, t.name, t.kind, t.label_en AS labelEn, t.label_zh AS labelZh, count(*) AS papers,
              count(o.paper_id) AS together
         FROM carried c JOIN tag t ON t.id = c.tag_id LEFT JOIN own o ON o.paper_id = c.paper_id
        WHERE t.kind IN ('idea', 'task', 'topic') AND (t.matches = 1 OR t.kind <> 'idea')
        GROUP BY t.id ORDER BY t.name`,
      JSON.stringify(tagIds),
    );
  }

  /** The ids of the tags and of all above and below them. */
  family(tagIds: readonly number[]): Set<number> {
    const rows = this.#db.all<{ id: number }>(
      `${NARROWER}, ${CARRIED} SELECT id FROM narrower
       UNION SELECT ancestor FROM above WHERE tag_id IN (SELECT value FROM json_each(?))`,
      JSON.stringify(tagIds),
      JSON.stringify(tagIds),
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** The papers that share a tag with one, with the shared tags and how many papers carry each. */
  sharingTags(paperId: number): { paperId: number; tag: string; papers: number }[] {
    return this.#db.all(
      `WITH own (tag_id, papers) AS (
         SELECT pt.tag_id, (SELECT count(*) FROM paper_tag x WHERE x.tag_id = pt.tag_id) FROM paper_tag pt
           JOIN tag t ON t.id = pt.tag_id WHERE pt.paper_id = ? AND t.kind <> 'dataset'
       )
       SELECT pt.paper_id AS paperId, t.name AS tag, o.papers
         FROM own o CROSS JOIN paper_tag pt ON pt.tag_id = o.tag_id JOIN tag t ON t.id = o.tag_id
        WHERE pt.paper_id <> ? AND o.papers <= 500`,
      paperId,
      paperId,
    );
  }

  /** The themes that hold the words, newest week first, each with its papers. */
  themes(words: string | undefined): ThemeLine[] {
    const rows = this.#db.all<{ week: string; theme: string; papers: string }>(
      `SELECT w.date AS week, b.text AS theme,
              (SELECT json_group_array(json_array(p.id, p.citation_key)) FROM reading r JOIN paper p ON p.id = r.paper_id
                WHERE r.theme_id = b.id) AS papers
         FROM block b JOIN week w ON w.id = b.week_id WHERE b.kind = 'theme' ORDER BY w.date DESC, b.position`,
    );
    return rows
      .filter(({ theme }) => words === undefined || holdsWords(theme, words))
      .map((row) => ({ ...row, papers: JSON.parse(row.papers) as ThemeLine['papers'] }));
  }

  /** All tags, each with its broader tags. */
  tree(): { name: string; kind: TagKind; labelZh: string | null; broader: string[] }[] {
    return this.#db
      .all<{ name: string; kind: TagKind; labelZh: string | null; broader: string }>(
        `SELECT t.name, t.kind, t.label_zh AS labelZh,
                (SELECT json_group_array(p.name) FROM tag_broader b JOIN tag p ON p.id = b.broader_id WHERE b.tag_id = t.id) AS broader
           FROM tag t ORDER BY t.name`,
      )
      .map((row) => ({ ...row, broader: JSON.parse(row.broader) as string[] }));
  }
}

/** A statement of the papers and their values on an axis. Ideas are those a paper itself carries; tasks also by data set. */
function axis(name: Axis): string {
  if (name === 'venue') return 'SELECT p.id, v.name FROM paper p JOIN venue v ON v.id = p.venue_id';
  if (name === 'year') return 'SELECT id, CAST(issued_year AS TEXT) FROM paper WHERE issued_year IS NOT NULL';
  if (name === 'status') return 'SELECT id, status FROM paper';
  if (name === 'task') {
    return `SELECT DISTINCT pt.paper_id, t.name FROM paper_tag pt JOIN above a ON a.tag_id = pt.tag_id
              JOIN tag t ON t.id = a.ancestor WHERE t.kind = 'task'`;
  }
  return `SELECT pt.paper_id, t.name FROM paper_tag pt JOIN tag t ON t.id = pt.tag_id WHERE t.kind = '${name}'`;
}
