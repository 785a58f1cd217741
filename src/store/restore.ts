import type { DumpRecordOf } from '../domain/dump.ts';
import type { NoteDraft } from '../domain/note.ts';
import { nameKey, titleKey } from '../domain/text.ts';
import type { Database, Row } from './database.ts';
import { noteRow } from './notes.ts';
import { readingRow } from './weeks.ts';

/** The tables that give ids, which are never given twice. */
const NUMBERED = ['block', 'note', 'operation', 'paper', 'tag', 'venue', 'week'];

/** Puts the records of a dump into a library as they were, with their ids; no part of history, which comes with them. */
export class Restore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Whether nothing was ever written into the library. */
  isEmpty(): boolean {
    const rows = 'SELECT 1 FROM operation UNION ALL SELECT 1 FROM paper UNION ALL SELECT 1 FROM week LIMIT 1';
    return this.#db.get(rows) === undefined;
  }

  /** The highest id that each table ever gave. */
  highestIds(): Record<string, number> {
    const rows = this.#db.all<{ name: string; seq: number }>('SELECT name, seq FROM sqlite_sequence ORDER BY name');
    return Object.fromEntries(rows.filter(({ name }) => NUMBERED.includes(name)).map(({ name, seq }) => [name, seq]));
  }

  /** Has ids go on from these, or from those that rows have. */
  setHighestIds(highest: Readonly<Record<string, number>>): void {
    for (const [table, id] of Object.entries(highest)) {
      if (!NUMBERED.includes(table)) continue;
      this.#db.run('DELETE FROM sqlite_sequence WHERE name = ?', table);
      this.#db.run(
        `INSERT INTO sqlite_sequence (name, seq) SELECT ?, max(?, coalesce((SELECT max(id) FROM ${table}), 0))`,
        table,
        id,
      );
    }
  }

  /** The ids of the tags and venues that come with kd. */
  vocabulary(): { tags: Record<string, number>; venues: Record<string, number> } {
    const ids = (table: 'tag' | 'venue') =>
      Object.fromEntries(
        this.#db
          .all<{ id: number; name: string }>(`SELECT id, name FROM ${table} WHERE shipped = 1 ORDER BY name`)
          .map(({ id, name }) => [name, id]),
      );
    return { tags: ids('tag'), venues: ids('venue') };
  }

  /** Gives the tags and venues that come with kd these ids. What they say is to be shipped again. */
  putVocabulary({ tags, venues }: DumpRecordOf<'ids'>): void {
    this.#db.run('DELETE FROM tag');
    this.#db.run('DELETE FROM venue');
    for (const [name, id] of Object.entries(tags)) {
      this.#put('tag', { id, name, name_key: nameKey(name), kind: 'idea', shipped: 1 });
    }
    for (const [name, id] of Object.entries(venues)) this.#put('venue', { id, name, type: 'conference', shipped: 1 });
  }

  /** A tag of the user's own, or one of kd's with aliases of the user's. */
  putTag({ id, name, kind, aliases }: DumpRecordOf<'tag'>): void {
    const known = this.#db.get<{ id: number }>('SELECT id FROM tag WHERE name = ?', name)?.id;
    const tagId =
      known ?? this.#put('tag', { ...(id === undefined ? {} : { id }), name, name_key: nameKey(name), kind });
    for (const alias of aliases) {
      this.#db.run('DELETE FROM tag_alias WHERE tag_id = ? AND alias_key = ?', tagId, nameKey(alias));
      this.#put('tag_alias', { tag_id: tagId, alias_key: nameKey(alias), alias });
    }
  }

  putPaper(record: DumpRecordOf<'paper'>): void {
    const { id, entry } = record;
    const venue = this.#db.get<{ id: number }>('SELECT id FROM venue WHERE name = ?', record.venue ?? null);
    this.#put('paper', {
      id,
      citation_key: record.citationKey,
      title: record.title,
      title_key: titleKey(record.title),
      venue_id: venue?.id ?? null,
      container_title: record.containerTitle ?? null,
      issued_year: record.year ?? null,
      issued_month: record.month ?? null,
      issued_day: record.day ?? null,
      track: record.track ?? null,
      doi: record.doi ?? null,
      arxiv: record.arxiv ?? null,
      url: record.url ?? null,
      volume: record.volume ?? null,
      issue: record.issue ?? null,
      page: record.page ?? null,
      abstract: record.abstract ?? null,
      status: record.status,
      rating: record.rating ?? null,
      type: record.type ?? null,
      extra: record.extra === undefined ? null : JSON.stringify(record.extra),
      set_by_user: JSON.stringify(record.setByUser),
      added_at: record.addedAt,
    });
    for (const [position, name] of record.authors.entries()) {
      this.#put('author', { paper_id: id, position, name, name_key: nameKey(name) });
    }
    for (const [position, { role, url, text }] of record.links.entries()) {
      this.#put('link', { paper_id: id, role, position, url: url ?? null, text: text ?? null });
    }
    for (const { alias, choice } of record.aliases) {
      this.#put('paper_alias', { paper_id: id, alias_key: nameKey(alias), alias, choice });
    }
    for (const [names, choice] of [
      [record.addedTags, 'added'],
      [record.removedTags, 'removed'],
    ] as const) {
      for (const name of names) {
        const tag = this.#db.get<{ id: number }>('SELECT id FROM tag WHERE name = ?', name);
        if (tag === undefined) throw new Error(`no tag is named ${name}`);
        this.#put('tag_choice', { paper_id: id, tag_id: tag.id, choice });
      }
    }
    if (entry !== undefined) {
      this.#put('entry', { paper_id: id, type: entry.type, key: entry.key, fields: JSON.stringify(entry.fields) });
    }
    for (const { title, doi = null, arxiv = null, ...merged } of record.merged ?? []) {
      const names = { citation_key: merged.citationKey, entry_key: merged.entryKey ?? null };
      this.#put('merged_paper', {
        ...{ id: merged.id, paper_id: id, ...names },
        ...{ title, title_key: titleKey(title), doi, arxiv },
      });
    }
    for (const other of record.different ?? []) this.#put('different_paper', { paper_id: id, other_id: other });
  }

  putWeek({ id, date, fileName, bases, quotes, proposed, blocks }: DumpRecordOf<'week'>): void {
    const lists = { choices: JSON.stringify(quotes), proposed: JSON.stringify(proposed) };
    this.#put('week', { id, date, file_name: fileName, ...lists });
    for (const { fileName: name, base } of bases) this.#put('week_file', { week_id: id, file_name: name, base });
    for (const [position, block] of blocks.entries()) {
      this.#put('block', {
        id: block.id,
        week_id: id,
        position,
        kind: block.kind,
        source: block.source,
        text: block.text,
      });
    }
    for (const { id: blockId, reading } of blocks) {
      if (reading === undefined) continue;
      this.#put('reading', { block_id: blockId, ...readingRow(this.#db, reading, reading.themeId) });
    }
  }

  /** A note, with what is read from its text. */
  putNote({ id, file, folder, paper, base }: DumpRecordOf<'note'>, draft: NoteDraft): void {
    this.#put('note', { id, ...noteRow(this.#db, file, folder, paper, draft), base });
  }

  putRemoved({ id, citationKey, title, removedAt, content }: DumpRecordOf<'removed'>): void {
    this.#put('trash', {
      paper_id: id,
      citation_key: citationKey,
      title,
      title_key: titleKey(title),
      removed_at: removedAt,
      content: JSON.stringify(content),
    });
  }

  putOperation({ id, at, command, undone, discarded, changes }: DumpRecordOf<'operation'>): void {
    this.#put('operation', { id, at, command, undone: undone ? 1 : 0, discarded: discarded ? 1 : 0 });
    const json = (row: Row | null) => (row === null ? null : JSON.stringify(row));
    for (const [position, { table, key, before, after }] of changes.entries()) {
      this.#put('change', {
        operation_id: id,
        position,
        table_name: table,
        row_key: JSON.stringify(key),
        before: json(before),
        after: json(after),
      });
    }
  }

  #put(table: string, row: Row): number {
    return this.#db.insert(table, row, []);
  }
}
