import { DatasetTable } from '../domain/dataset.ts';
import type { Label } from '../domain/matcher.ts';
import type { BodyEvidence, Concept, Evidence, Tag, TagCount, TagKind } from '../domain/tag.ts';
import { nameKey } from '../domain/text.ts';
import type { Database, Value } from './database.ts';

interface TagRow {
  id: number;
  name: string;
  kind: TagKind;
  label_en: string | null;
  label_zh: string | null;
}

/** The tags that are the named one or narrower than it. */
export const NARROWER = `WITH RECURSIVE narrower (id) AS (
  SELECT value FROM json_each(?)
  UNION
  SELECT b.tag_id FROM tag_broader b JOIN narrower n ON b.broader_id = n.id
)`;

export class Tags {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The tags that a word names: their name, a label or an alias, in any case. Usually one. */
  named(word: string): Tag[] {
    const key = nameKey(word);
    if (key === '') return [];
    const same = this.#db.all<TagRow>('SELECT * FROM tag WHERE name_key = ?', key);
    const exact = same.filter(({ name }) => name === word.normalize('NFC').trim());
    const own = exact.length > 0 ? exact : same;
    const rows =
      own.length > 0
        ? own
        : this.#db.all<TagRow>(
            'SELECT t.* FROM tag t JOIN tag_alias a ON a.tag_id = t.id WHERE a.alias_key = ? ORDER BY t.name',
            key,
          );
    return rows.map(toTag);
  }

  /** All names under which tags are known, for a hint. */
  names(): string[] {
    return this.#db
      .all<{ name: string }>('SELECT name FROM tag UNION ALL SELECT alias FROM tag_alias')
      .map(({ name }) => name);
  }

  /** The tags that at least one paper carries (all tags with `unused`), with counts that include narrower tags. */
  counts(unused: boolean): TagCount[] {
    const rows = this.#db.all<TagRow & { papers: number; aliases: string }>(
      `WITH RECURSIVE above (tag_id, ancestor) AS (
         SELECT id, id FROM tag
         UNION
         SELECT a.tag_id, b.broader_id FROM above a JOIN tag_broader b ON b.tag_id = a.ancestor
       ), counted (tag_id, papers) AS (
         SELECT a.ancestor, count(DISTINCT p.paper_id)
           FROM above a JOIN paper_tag p ON p.tag_id = a.tag_id GROUP BY a.ancestor
       )
       SELECT t.*, coalesce(c.papers, 0) AS papers,
              (SELECT json_group_array(alias) FROM tag_alias x
                WHERE x.tag_id = t.id AND alias IS NOT t.label_en AND alias IS NOT t.label_zh) AS aliases
         FROM tag t LEFT JOIN counted c ON c.tag_id = t.id
        ORDER BY papers DESC, t.name`,
    );
    return rows
      .filter(({ papers }) => unused || papers > 0)
      .map((row) => ({ ...toTag(row), papers: row.papers, aliases: JSON.parse(row.aliases) as string[] }));
  }

  /** The names that the matcher looks for. */
  labels(): Label[] {
    const rows = this.#db.all<{ tag_id: number; label: string; near: string | null }>(
      `SELECT id AS tag_id, name AS label, NULL AS near FROM tag WHERE shipped = 0
       UNION ALL SELECT a.tag_id, a.alias, a.near FROM tag_alias a JOIN tag t ON t.id = a.tag_id
                  WHERE t.matches = 1 OR a.shipped = 0`,
    );
    return rows.map(({ tag_id, label, near }) => ({
      tagId: tag_id,
      label,
      near: near === null ? [] : (JSON.parse(near) as string[]),
    }));
  }

  /** The titles of the papers that made an idea known. */
  origins(): { tagId: number; title: string }[] {
    return this.#db.all("SELECT id AS tagId, origin ->> '$.title' AS title FROM tag WHERE origin IS NOT NULL");
  }

  create(name: string, kind: TagKind): Tag {
    const id = this.#db.insert('tag', { name, name_key: nameKey(name), kind });
    return { id, name, kind, labelEn: null, labelZh: null };
  }

  addAlias(tagId: number, alias: string): void {
    this.#db.insert('tag_alias', { tag_id: tagId, alias_key: nameKey(alias), alias }, ['tag_id', 'alias_key']);
  }

  isShipped(tagId: number): boolean {
    return this.#db.get<{ shipped: number }>('SELECT shipped FROM tag WHERE id = ?', tagId)?.shipped === 1;
  }

  rename(tagId: number, name: string): void {
    this.#db.update('tag', { id: tagId }, { name, name_key: nameKey(name) });
  }

  /** Moves the user's decisions on one tag to another, and removes the tag with its aliases. */
  mergeInto(tagId: number, targetId: number): void {
    for (const { paper_id, choice } of this.#db.all<{ paper_id: number; choice: 'added' | 'removed' }>(
      'SELECT paper_id, choice FROM tag_choice WHERE tag_id = ?',
      tagId,
    )) {
      this.choose(paper_id, tagId, undefined);
      if (choice === 'added') this.choose(paper_id, targetId, 'added');
      else if (
        !this.of(paper_id).some(({ id }) => id === targetId) &&
        !this.choices(paper_id).some(({ tagId: id }) => id === targetId)
      ) {
        // The names that are merged in must not bring back what the user took off.
        this.choose(paper_id, targetId, 'removed');
      }
    }
    this.#db.run('DELETE FROM paper_tag WHERE tag_id = ?', tagId);
    this.#db.run('DELETE FROM evidence WHERE tag_id = ?', tagId);
    this.#db.run('DELETE FROM body_evidence WHERE tag_id = ?', tagId);
    for (const { alias } of this.aliasesOf(tagId)) this.removeAlias(tagId, alias);
    this.#db.remove('tag', { id: tagId });
  }

  /** The name, the labels and the aliases of a tag. */
  allNames(tagId: number): string[] {
    return this.#db
      .all<{ name: string }>(
        'SELECT name FROM tag WHERE id = ? UNION SELECT alias FROM tag_alias WHERE tag_id = ?',
        tagId,
        tagId,
      )
      .map(({ name }) => name);
  }

  aliasesOf(tagId: number): { alias: string; shipped: boolean }[] {
    return this.#db
      .all<{ alias: string; shipped: number }>(
        'SELECT alias, shipped FROM tag_alias WHERE tag_id = ? ORDER BY alias',
        tagId,
      )
      .map(({ alias, shipped }) => ({ alias, shipped: shipped === 1 }));
  }

  removeAlias(tagId: number, alias: string): void {
    this.#db.remove('tag_alias', { tag_id: tagId, alias_key: nameKey(alias) });
  }

  /** What the vocabulary says of a tag. */
  definition(tagId: number): {
    definitionEn: string | null;
    definitionZh: string | null;
    formula: string | null;
    origin: { title: string; venue: string; year: number } | null;
  } {
    const row = this.#db.get<{ en: string | null; zh: string | null; formula: string | null; origin: string | null }>(
      'SELECT definition_en AS en, definition_zh AS zh, formula, origin FROM tag WHERE id = ?',
      tagId,
    );
    const origin =
      row?.origin == null ? null : (JSON.parse(row.origin) as { title: string; venue: string; year: number });
    return { definitionEn: row?.en ?? null, definitionZh: row?.zh ?? null, formula: row?.formula ?? null, origin };
  }

  nameOf(tagId: number): string {
    return this.#db.get<{ name: string }>('SELECT name FROM tag WHERE id = ?', tagId)?.name ?? '';
  }

  /** The tags that the user made, and those the user gave further names, with these names. */
  ownRecords(): { id: number; name: string; kind: TagKind; aliases: string[] }[] {
    return this.#db
      .all<{ id: number; name: string; kind: TagKind; aliases: string }>(
        `SELECT t.id, t.name, t.kind, json_group_array(a.alias ORDER BY a.alias) FILTER (WHERE a.alias IS NOT NULL) AS aliases
           FROM tag t LEFT JOIN tag_alias a ON a.tag_id = t.id AND a.shipped = 0
          GROUP BY t.id HAVING t.shipped = 0 OR count(a.alias) > 0 ORDER BY t.name`,
      )
      .map((row) => ({ ...row, aliases: JSON.parse(row.aliases) as string[] }));
  }

  choices(paperId: number): { tagId: number; choice: 'added' | 'removed' }[] {
    return this.#db.all('SELECT tag_id AS tagId, choice FROM tag_choice WHERE paper_id = ? ORDER BY tag_id', paperId);
  }

  /** Records the user's decision on a paper's tag; `undefined` takes an earlier one back. */
  choose(paperId: number, tagId: number, choice: 'added' | 'removed' | undefined): void {
    const key = { paper_id: paperId, tag_id: tagId };
    const before = this.choices(paperId).find((other) => other.tagId === tagId);
    if (choice === undefined) this.#db.remove('tag_choice', key);
    else if (before === undefined) this.#db.insert('tag_choice', { ...key, choice }, ['paper_id', 'tag_id']);
    else this.#db.update('tag_choice', key, { choice });
  }

  of(paperId: number): Tag[] {
    return this.#db
      .all<TagRow>(
        'SELECT t.* FROM tag t JOIN paper_tag p ON p.tag_id = t.id WHERE p.paper_id = ? ORDER BY t.name',
        paperId,
      )
      .map(toTag);
  }

  evidence(paperId: number): Evidence[] {
    return this.#db.all(
      `SELECT tag_id AS tagId, phrase, alias, sentence, place, source FROM evidence
        WHERE paper_id = ? ORDER BY tag_id, position`,
      paperId,
    );
  }

  /** Replaces what was derived of a paper's tags. */
  derive(
    paperId: number,
    tagIds: Iterable<number>,
    evidence: readonly Evidence[],
    body: readonly BodyEvidence[],
  ): void {
    this.#db.run('DELETE FROM paper_tag WHERE paper_id = ?', paperId);
    this.#db.run('DELETE FROM evidence WHERE paper_id = ?', paperId);
    this.#db.run('DELETE FROM body_evidence WHERE paper_id = ?', paperId);
    for (const id of tagIds) this.#db.run('INSERT INTO paper_tag (paper_id, tag_id) VALUES (?, ?)', paperId, id);
    for (const [position, { tagId, phrase, alias, sentence, place, source }] of evidence.entries()) {
      this.#db.run(
        `INSERT INTO evidence (paper_id, tag_id, position, phrase, alias, sentence, place, source)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[paperId, tagId, position, phrase, alias, sentence, place, source],
      );
    }
    for (const { tagId, phrase, sentence, noteId, line } of body) {
      this.#db.run(
        'INSERT INTO body_evidence (paper_id, tag_id, phrase, sentence, note_id, line) VALUES (?, ?, ?, ?, ?, ?)',
        ...[paperId, tagId, phrase, sentence, noteId, line],
      );
    }
  }

  /** The data sets by which a note's cells are read. */
  datasets(): DatasetTable {
    const names = new Map<number, string[]>();
    for (const { id, name } of this.#db.all<{ id: number; name: string }>(
      `SELECT t.id, t.name FROM tag t WHERE t.kind = 'dataset'
       UNION ALL SELECT t.id, a.alias FROM tag t JOIN tag_alias a ON a.tag_id = t.id WHERE t.kind = 'dataset'`,
    )) {
      names.set(id, [...(names.get(id) ?? []), name]);
    }
    return new DatasetTable([...names].map(([tagId, list]) => ({ tagId, names: list })));
  }

  /** Puts the shipped vocabulary in place of the one shipped before; what the user added or uses stays. */
  ship(concepts: readonly Concept[]): void {
    this.#db.run('DELETE FROM tag_alias WHERE shipped = 1');
    this.#db.run('DELETE FROM tag_broader WHERE shipped = 1');
    const ids = new Map(concepts.map((concept) => [concept.id, this.#shipTag(concept)]));
    for (const { id, prefLabel, altLabel, broader } of concepts) {
      const tagId = ids.get(id) as number;
      const preferred = [prefLabel.en, prefLabel.zh].filter((label) => label !== undefined);
      for (const { label, near } of [...preferred.map((label) => ({ label, near: [] })), ...altLabel]) {
        this.#db.run(
          `INSERT INTO tag_alias (tag_id, alias_key, alias, near, shipped) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO NOTHING`,
          ...[tagId, nameKey(label), label, near.length === 0 ? null : JSON.stringify(near)],
        );
      }
      for (const name of broader) {
        this.#db.run(
          'INSERT INTO tag_broader (tag_id, broader_id, shipped) VALUES (?, ?, 1) ON CONFLICT DO NOTHING',
          tagId,
          ids.get(name) ?? null,
        );
      }
    }
    this.#db.run(
      `DELETE FROM tag WHERE shipped = 1 AND name NOT IN (SELECT value FROM json_each(?))
          AND id NOT IN (SELECT tag_id FROM tag_choice) AND id NOT IN (SELECT tag_id FROM tag_alias)`,
      JSON.stringify(concepts.map(({ id }) => id)),
    );
  }

  #shipTag(concept: Concept): number {
    const values: Value[] = [
      concept.id,
      nameKey(concept.id),
      concept.kind,
      concept.prefLabel.en ?? null,
      concept.prefLabel.zh ?? null,
      concept.definition?.en ?? null,
      concept.definition?.zh ?? null,
      concept.formula ?? null,
      concept.origin === undefined ? null : JSON.stringify(concept.origin),
      concept.match ? 1 : 0,
    ];
    this.#db.run(
      `INSERT INTO tag (name, name_key, kind, label_en, label_zh, definition_en, definition_zh, formula, origin, matches, shipped)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
         ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, label_en = excluded.label_en, label_zh = excluded.label_zh,
           definition_en = excluded.definition_en, definition_zh = excluded.definition_zh, formula = excluded.formula,
           origin = excluded.origin, matches = excluded.matches, shipped = 1`,
      ...values,
    );
    return this.#db.get<{ id: number }>('SELECT id FROM tag WHERE name = ?', concept.id)?.id as number;
  }
}

function toTag(row: TagRow): Tag {
  return { id: row.id, name: row.name, kind: row.kind, labelEn: row.label_en, labelZh: row.label_zh };
}
