import { nameKey } from '../domain/text.ts';
import type { Database } from './database.ts';

/** Words in a text that name another paper. */
export interface MentionPhrase {
  readonly phrase: string;
  /** The key of the words without their tag of venue and year. */
  readonly nameKey: string;
  readonly year?: number | undefined;
  readonly venue?: string | undefined;
  /** The date of the week, or the file of the note, that holds it. */
  readonly place: string;
}

/** A mention with the one paper it names; `paperId` is null where none or several fit. */
export interface Mention {
  readonly from: number;
  readonly paperId: number | null;
  readonly phrase: string;
  readonly place: string;
  /** How many papers fit. */
  readonly candidates: number;
}

/**
 * The papers a mention may name: those of its title or of one of their names; where it says a year, only those of
 * that year, or of none that is known. Words without a year that fit no paper are no mention.
 */
const RESOLVED = `SELECT m.paper_id AS "from", m.phrase, m.place, count(DISTINCT p.id) AS candidates, min(p.id) AS paperId
  FROM mention m
  LEFT JOIN paper p ON p.id <> m.paper_id AND (m.year IS NULL OR p.issued_year IS NULL OR p.issued_year = m.year)
   AND p.id IN (SELECT id FROM paper WHERE title_key = m.name_key AND title_key <> ''
                UNION SELECT paper_id FROM merged_paper WHERE title_key = m.name_key AND title_key <> ''
                UNION SELECT paper_id FROM paper_name WHERE name_key = m.name_key)
  WHERE %s GROUP BY m.paper_id, m.position HAVING candidates > 0 OR m.year IS NOT NULL ORDER BY m.paper_id, m.position`;

export class Mentions {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What a paper's texts mention. */
  from(paperId: number): Mention[] {
    return this.#resolve('m.paper_id = ?', paperId);
  }

  /** The papers whose texts mention this one. */
  to(paperId: number): Mention[] {
    const own = `m.name_key IN (SELECT title_key FROM paper WHERE id = ?
                                UNION SELECT title_key FROM merged_paper WHERE paper_id = ?
                                UNION SELECT name_key FROM paper_name WHERE paper_id = ?)`;
    return this.#resolve(own, paperId, paperId, paperId).filter((mention) => mention.paperId === paperId);
  }

  /** The mentions with a year that name no paper of the library, or several. */
  unresolved(): Mention[] {
    return this.#resolve('m.year IS NOT NULL').filter(({ paperId }) => paperId === null);
  }

  #resolve(where: string, ...values: number[]): Mention[] {
    return this.#db
      .all<Mention>(RESOLVED.replace('%s', where), ...values)
      .map((mention) => ({ ...mention, paperId: mention.candidates === 1 ? mention.paperId : null }));
  }

  /** The names of a paper besides its title, and which of them the user gave. */
  namesOf(paperId: number): { name: string; choice: 'added' | null }[] {
    return this.#db.all(
      `SELECT n.name, a.choice FROM paper_name n
         LEFT JOIN paper_alias a ON a.paper_id = n.paper_id AND a.alias_key = n.name_key
        WHERE n.paper_id = ? ORDER BY n.name`,
      paperId,
    );
  }

  aliasChoices(paperId: number): { alias: string; choice: 'added' | 'removed' }[] {
    return this.#db.all('SELECT alias, choice FROM paper_alias WHERE paper_id = ? ORDER BY alias_key', paperId);
  }

  /** Records that the user gave a paper a name, or took one away. */
  chooseAlias(paperId: number, alias: string, choice: 'added' | 'removed'): void {
    const key = { paper_id: paperId, alias_key: nameKey(alias) };
    this.#db.remove('paper_alias', key);
    this.#db.insert('paper_alias', { ...key, alias, choice }, ['paper_id', 'alias_key']);
  }

  /** Replaces what was derived of a paper's names and of what its texts mention. */
  derive(paperId: number, names: readonly string[], mentions: readonly MentionPhrase[]): void {
    this.#db.run('DELETE FROM paper_name WHERE paper_id = ?', paperId);
    this.#db.run('DELETE FROM mention WHERE paper_id = ?', paperId);
    for (const name of names) {
      this.#db.run(
        'INSERT INTO paper_name (name_key, paper_id, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
        ...[nameKey(name), paperId, name],
      );
    }
    for (const [position, { phrase, nameKey: key, year, venue, place }] of mentions.entries()) {
      this.#db.run(
        'INSERT INTO mention (paper_id, position, phrase, name_key, year, venue, place) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[paperId, position, phrase, key, year ?? null, venue ?? null, place],
      );
    }
  }
}
