import { freeCitationKey } from '../domain/citation-key.ts';
import type { RemovedContent } from '../domain/dump.ts';
import { baseName } from '../domain/note.ts';
import { areNearTitles, nameKey, titleKey } from '../domain/text.ts';
import type { Database, Row } from './database.ts';
import { NEAR_TITLE_LENGTH } from './papers.ts';

/** A paper in the trash. */
export interface RemovedPaper {
  readonly id: number;
  readonly citationKey: string;
  readonly title: string;
  /** The time, as ISO 8601 in UTC. */
  readonly removedAt: string;
  /** Its readings: the dates of their weeks and their headings, which stand there as prose. */
  readonly readings: RemovedContent['readings'];
  /** The files of its notes. */
  readonly notes: readonly string[];
}

/** What of a paper is not what it was before it was removed, since its place was taken meanwhile. */
export interface PutBack {
  readonly citationKey: string;
  /** Identifiers that another paper has by now. */
  readonly taken: readonly { readonly field: 'doi' | 'arxiv'; readonly value: string; readonly by: string }[];
  /** Names of tags that are gone. */
  readonly lostTags: readonly string[];
  /** Notes whose file another note has by now. */
  readonly renamedNotes: readonly { readonly from: string; readonly to: string }[];
}

interface TrashRecord {
  paper_id: number;
  citation_key: string;
  title: string;
  removed_at: string;
  content: string;
}

/** The papers that were removed, each with all its rows but what is derived. */
export class Trash {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The last removed first. */
  list(): RemovedPaper[] {
    return this.#select('1 ORDER BY removed_at DESC, paper_id DESC').map(toRemoved);
  }

  get(id: number): RemovedPaper | undefined {
    return this.#select('paper_id = ?', id).map(toRemoved)[0];
  }

  /** The removed paper of this title, or of a long one that differs in one letter; the last removed of several. */
  withTitle(title: string): RemovedPaper | undefined {
    const key = titleKey(title);
    if (key === '') return undefined;
    const [same] = this.#select('title_key = ? ORDER BY removed_at DESC LIMIT 1', key);
    if (same !== undefined || key.length < NEAR_TITLE_LENGTH) return same && toRemoved(same);
    const size = [...key].length;
    const near = this.#db
      .all<{ id: number; title: string }>(
        `SELECT paper_id AS id, title FROM trash WHERE length(title_key) BETWEEN ? AND ?
          ORDER BY removed_at DESC, paper_id DESC`,
        ...[size - 1, size + 1],
      )
      .find((row) => areNearTitles(row.title, title));
    return near && this.get(near.id);
  }

  /** The removed papers that were read in the week of this date, the last removed first. */
  readIn(date: string): RemovedPaper[] {
    // The text of the date is looked for first: to read each content would take long.
    return this.#select('instr(content, ?) > 0 ORDER BY removed_at DESC, paper_id DESC', `"date":"${date}"`)
      .map(toRemoved)
      .filter(({ readings }) => readings.some((reading) => reading.date === date));
  }

  /** The removed paper that the note of this file is on. */
  withNote(file: string): RemovedPaper | undefined {
    // The text of the file's name is looked for first: to read each content would take long.
    return this.#select('instr(content, ?) > 0', `"file":${JSON.stringify(file)}`)
      .map(toRemoved)
      .find(({ notes }) => notes.includes(file));
  }

  /** The removed papers with all that is kept of them, in the order of their ids. */
  contents(): { paper: RemovedPaper; content: RemovedContent }[] {
    return this.#select('1 ORDER BY paper_id').map((row) => ({ paper: toRemoved(row), content: contentOf(row) }));
  }

  /** Moves a paper with its parts and notes into the trash. No reading may name it any more. */
  take(paperId: number, readings: RemovedContent['readings'], removedAt: string): void {
    const paper = this.#rowAt('paper', { id: paperId }) as Row;
    const parts: Record<string, Row[]> = {};
    for (const { table, key, isPart } of this.#db.rowsThatReferTo('paper', paper)) {
      if (!isPart) continue;
      parts[table] ??= [];
      parts[table].push(this.#rowAt(table, key) as Row);
    }
    const notes = this.#db.all<Row>('SELECT * FROM note WHERE paper_id = ? ORDER BY id', paperId);
    const content: RemovedContent = {
      paper,
      parts,
      notes,
      readings,
      tags: this.#names(
        'tag',
        (parts['tag_choice'] ?? []).map((row) => row['tag_id']),
      ),
      venues: this.#names(
        'venue',
        [paper, ...notes].map((row) => row['venue_id']),
      ),
    };
    for (const { id = null } of notes) this.#db.remove('note', { id });
    this.#db.remove('paper', { id: paperId });
    const { citation_key = '', title = '', title_key = '' } = paper;
    const row = { paper_id: paperId, citation_key, title, title_key, removed_at: removedAt };
    this.#db.insert('trash', { ...row, content: JSON.stringify(content) }, ['paper_id']);
  }

  /** Moves a paper with its parts and notes out of the trash, as far as nothing has their places. */
  putBack(paperId: number): PutBack {
    const [record] = this.#select('paper_id = ?', paperId);
    if (record === undefined) throw new Error(`no removed paper has the id ${paperId}`);
    const { paper, parts, notes, tags, venues } = contentOf(record);
    this.#db.remove('trash', { paper_id: paperId });
    const taken = (['doi', 'arxiv'] as const).flatMap((field) => {
      const value = paper[field];
      const by = this.#db.get<{ key: string }>(
        `SELECT citation_key AS key FROM paper WHERE ${field} = ?`,
        value ?? null,
      );
      return by === undefined ? [] : [{ field, value: String(value), by: by.key }];
    });
    const citationKey = freeCitationKey(record.citation_key, (key) => {
      return this.#db.get('SELECT 1 FROM paper WHERE citation_key = ?', key) !== undefined;
    });
    const without = Object.fromEntries(taken.map(({ field }) => [field, null]));
    this.#db.insert('paper', { ...this.#withVenue(paper, venues), ...without, citation_key: citationKey });
    const lostTags = this.#putParts(parts, tags);
    const renamedNotes = notes.flatMap((note) => {
      const from = String(note['file']);
      const to = this.#freeFile(from);
      this.#db.insert('note', { ...this.#withVenue(note, venues), file: to, base_name: baseName(to) });
      return from === to ? [] : [{ from, to }];
    });
    return { citationKey, taken, lostTags, renamedNotes };
  }

  /** Removes a paper from the trash for good. */
  remove(paperId: number): void {
    this.#db.remove('trash', { paper_id: paperId });
  }

  /** Puts in the rows that were parts of a paper; returns the names of the tags that are gone. */
  #putParts(parts: RemovedContent['parts'], tags: RemovedContent['tags']): string[] {
    const lost: string[] = [];
    for (const [table, rows] of Object.entries(parts)) {
      const columns = this.#db.all<{ name: string }>(
        'SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk',
        table,
      );
      const key = columns.map(({ name }) => name);
      for (const row of rows) {
        const name = tags[String(row['tag_id'])] ?? '';
        const tagId = 'tag_id' in row ? this.#tagId(Number(row['tag_id']), name) : undefined;
        if ('tag_id' in row && tagId === undefined) {
          lost.push(name);
          continue;
        }
        const now: Row = tagId === undefined ? row : { ...row, tag_id: tagId };
        // Two tags may have become one meanwhile.
        const place = Object.fromEntries(key.map((column) => [column, now[column] ?? null]));
        if (this.#rowAt(table, place) === undefined) this.#db.insert(table, now, key);
      }
    }
    return lost;
  }

  /** The tag of this id; where it is gone, the one that has its name, or has it as an alias since the two were merged. */
  #tagId(id: number, name: string): number | undefined {
    return this.#db.get<{ id: number }>(
      `SELECT id FROM tag WHERE id = ?
       UNION ALL SELECT id FROM tag WHERE name = ?
       UNION ALL SELECT tag_id FROM tag_alias WHERE alias_key = ? LIMIT 1`,
      ...[id, name, nameKey(name)],
    )?.id;
  }

  /** The row with the id that its venue has now. */
  #withVenue(row: Row, venues: RemovedContent['venues']): Row {
    const name = venues[String(row['venue_id'])];
    const venue = this.#db.get<{ id: number }>('SELECT id FROM venue WHERE name = ?', name ?? null);
    return { ...row, venue_id: venue?.id ?? null };
  }

  /** The name of a note's file, with a number behind it where another note has it. */
  #freeFile(file: string): string {
    const isTaken = (name: string) => this.#rowAt('note', { file: name }) !== undefined;
    const [, stem = file, ending = ''] = /^([\s\S]*?)(\.[^./]*)?$/.exec(file) ?? [];
    let free = file;
    for (let number = 2; isTaken(free); number += 1) free = `${stem}-${number}${ending}`;
    return free;
  }

  /** The names of the rows of these ids. */
  #names(table: 'tag' | 'venue', ids: readonly unknown[]): Record<string, string> {
    const rows = this.#db.all<{ id: number; name: string }>(
      `SELECT id, name FROM ${table} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      JSON.stringify(ids),
    );
    return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
  }

  #rowAt(table: string, key: Row): Row | undefined {
    const conditions = Object.keys(key).map((column) => `${column} = ?`);
    return this.#db.get<Row>(`SELECT * FROM ${table} WHERE ${conditions.join(' AND ')}`, ...Object.values(key));
  }

  #select(where: string, ...values: (string | number)[]): TrashRecord[] {
    return this.#db.all<TrashRecord>(`SELECT * FROM trash WHERE ${where}`, ...values);
  }
}

function contentOf({ content }: TrashRecord): RemovedContent {
  return JSON.parse(content) as RemovedContent;
}

function toRemoved(row: TrashRecord): RemovedPaper {
  const { readings, notes } = contentOf(row);
  return {
    id: row.paper_id,
    citationKey: row.citation_key,
    title: row.title,
    removedAt: row.removed_at,
    readings,
    notes: notes.map(({ file }) => String(file)),
  };
}
