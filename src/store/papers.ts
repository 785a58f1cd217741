import { freeCitationKey } from '../domain/citation-key.ts';
import type { Entry } from '../domain/draft.ts';
import type { Link, Paper, PaperFacts, PaperRow, Status } from '../domain/paper.ts';
import type { SortField, SortKey } from '../domain/query.ts';
import { areNearTitles, nameKey, titleKey } from '../domain/text.ts';
import { type Condition, compile } from './conditions.ts';
import type { Database, Row, Value } from './database.ts';

/** Which papers a listing shows, and in which order: the last added first, unless it is said. */
export interface Selection {
  readonly where?: Condition | undefined;
  readonly sort?: readonly SortKey[] | undefined;
  /** In the order in which the notes of these dates have them. */
  readonly readIn?: readonly string[] | undefined;
}

export interface PaperListing {
  readonly rows: PaperRow[];
  /** How many papers fit, of which `rows` may be the first. */
  readonly total: number;
}

interface PaperRecord {
  id: number;
  citation_key: string;
  title: string;
  venue: string | null;
  container_title: string | null;
  issued_year: number | null;
  issued_month: number | null;
  issued_day: number | null;
  track: string | null;
  doi: string | null;
  arxiv: string | null;
  url: string | null;
  volume: string | null;
  issue: string | null;
  page: string | null;
  abstract: string | null;
  status: Status;
  rating: number | null;
  type: string | null;
  extra: string | null;
  set_by_user: string;
  added_at: string;
}

/** From how many letters and digits on a title is long enough to be told from others by all but one. */
export const NEAR_TITLE_LENGTH = 24;

const PAPER = 'SELECT p.*, v.name AS venue FROM paper p LEFT JOIN venue v ON v.id = p.venue_id';

/** The columns of a fact, for those facts that are one column each. */
const COLUMNS = {
  title: 'title',
  containerTitle: 'container_title',
  year: 'issued_year',
  month: 'issued_month',
  day: 'issued_day',
  track: 'track',
  doi: 'doi',
  arxiv: 'arxiv',
  url: 'url',
  volume: 'volume',
  issue: 'issue',
  page: 'page',
  abstract: 'abstract',
  rating: 'rating',
  type: 'type',
} as const;

export class Papers {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(id: number): Paper | undefined {
    return this.#one('p.id = ?', id);
  }

  withCitationKey(key: string): Paper | undefined {
    return this.#one('p.citation_key = ?', key);
  }

  withDoi(doi: string): Paper | undefined {
    return this.#one('p.doi = ?', doi) ?? this.#ofMerged('doi', doi);
  }

  withArxiv(arxiv: string): Paper | undefined {
    return this.#one('p.arxiv = ?', arxiv) ?? this.#ofMerged('arxiv', arxiv);
  }

  /** The paper into which one with this identifier was taken. */
  #ofMerged(column: 'doi' | 'arxiv', value: string): Paper | undefined {
    return this.#one(`p.id = (SELECT paper_id FROM merged_paper WHERE ${column} = ?)`, value);
  }

  /** The papers into which one was taken that had this citation key, or this key of its BibTeX entry, or this id. */
  withFormerKey(key: string): PaperRow[] {
    const former = 'SELECT paper_id FROM merged_paper WHERE citation_key = ? OR entry_key = ? OR id = ?';
    return this.#rows(`p.id IN (${former})`, [key, key, /^\d{1,15}$/.test(key) ? Number(key) : null], '', 9);
  }

  /** The paper of this title, in its own spelling, or that of one of its readings or notes or of a paper taken into it. */
  withTitle(title: string): Paper | undefined {
    const key = titleKey(title);
    if (key === '') return undefined;
    const row = this.#db.get<{ id: number }>(
      `SELECT id FROM paper WHERE title_key = ?
       UNION ALL SELECT paper_id FROM reading WHERE title_key = ?
       UNION ALL SELECT paper_id FROM note WHERE title_key = ?
       UNION ALL SELECT paper_id FROM merged_paper WHERE title_key = ? LIMIT 1`,
      ...[key, key, key, key],
    );
    return row === undefined ? undefined : this.get(row.id);
  }

  /** The paper whose long title differs from this one in one letter. */
  withNearTitle(title: string): Paper | undefined {
    const key = titleKey(title);
    if (key.length < NEAR_TITLE_LENGTH) return undefined;
    // One letter stands in one half, so the other half is the same.
    const half = Math.floor(key.length / 2) - 1;
    const head = key.slice(0, half);
    const size = [...key].length;
    const sizes = [size - 1, size + 1];
    const rows = this.#db.all<{ id: number; title: string }>(
      `SELECT id, title FROM paper WHERE title_key >= ? AND title_key < ? AND length(title_key) BETWEEN ? AND ?
       UNION SELECT id, title FROM paper
        WHERE substr(title_key, -10) = ? AND substr(title_key, -?) = ? AND length(title_key) BETWEEN ? AND ?`,
      ...[head, `${head}\uffff`, ...sizes, key.slice(-10), half, key.slice(-half), ...sizes],
    );
    const near = rows.filter((row) => areNearTitles(row.title, title));
    return near.length === 1 ? this.get(near[0]?.id ?? 0) : undefined;
  }

  /** The papers whose title contains the words, folded; at most `most`. */
  withTitleFragment(fragment: string, most: number): PaperRow[] {
    const key = titleKey(fragment);
    if (key === '') return [];
    return this.#rows('instr(p.title_key, ?) > 0', [key], '', most);
  }

  /** The papers whose BibTeX entry has this key. */
  withEntryKey(key: string): PaperRow[] {
    return this.#rows('p.id IN (SELECT paper_id FROM entry WHERE key = ?)', [key], '', 9);
  }

  /** The BibTeX entry that the paper came with. */
  entryOf(id: number): Entry | undefined {
    const row = this.#db.get<{ type: string; key: string; fields: string }>(
      'SELECT type, key, fields FROM entry WHERE paper_id = ?',
      id,
    );
    return row && { type: row.type, key: row.key, fields: JSON.parse(row.fields) as Entry['fields'] };
  }

  setEntry(id: number, { type, key, fields }: Entry): void {
    const row = { type, key, fields: JSON.stringify(fields) };
    if (this.entryOf(id) === undefined) this.#db.insert('entry', { paper_id: id, ...row }, ['paper_id']);
    else this.#db.update('entry', { paper_id: id }, row);
  }

  /** The papers known by this short name. */
  withName(name: string): PaperRow[] {
    const key = nameKey(name);
    return key === '' ? [] : this.#rows('p.id IN (SELECT paper_id FROM paper_name WHERE name_key = ?)', [key], '', 9);
  }

  find({ where, sort = [], readIn }: Selection, limit?: number): PaperListing {
    const { sql, values } = compile(where);
    const order = [
      ...sort.map(({ field, descending }) => `${ORDERS[field]} ${descending ? 'DESC' : 'ASC'} NULLS LAST`),
    ];
    if (readIn !== undefined) order.push(FIRST_READ);
    const orderValues = readIn === undefined ? [] : [JSON.stringify(readIn)];
    const rows = this.#rows(sql, values, order.map((key) => `${key}, `).join(''), limit, orderValues);
    const total = limit !== undefined && rows.length === limit ? this.count(where) : rows.length;
    return { rows, total };
  }

  count(where: Condition | undefined): number {
    const { sql, values } = compile(where);
    return this.#db.get<{ n: number }>(`SELECT count(*) AS n FROM paper p WHERE ${sql}`, ...values)?.n ?? 0;
  }

  /** The papers of these ids, in this order. */
  rowsOf(ids: readonly number[]): PaperRow[] {
    const rows = this.#rows('p.id IN (SELECT value FROM json_each(?))', [JSON.stringify(ids)], '', undefined);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** How SQLite finds the papers of a condition: the steps of its plan. */
  planOf(where: Condition | undefined): string[] {
    const { sql, values } = compile(where);
    const plan = `EXPLAIN QUERY PLAN SELECT p.id FROM paper p WHERE ${sql} ORDER BY p.id DESC`;
    return this.#db.all<{ detail: string }>(plan, ...values).map(({ detail }) => detail);
  }

  #rows(
    where: string,
    values: Value[],
    order: string,
    limit: number | undefined,
    orderValues: Value[] = [],
  ): PaperRow[] {
    const rows = this.#db.all<{
      id: number;
      citation_key: string;
      issued_year: number | null;
      venue: string | null;
      title: string;
      status: Status;
      tags: string;
    }>(
      `SELECT p.id, p.citation_key, p.issued_year, coalesce(v.name, p.container_title) AS venue, p.title, p.status,
              (SELECT json_group_array(t.name ORDER BY t.name) FROM paper_tag pt JOIN tag t ON t.id = pt.tag_id
                WHERE pt.paper_id = p.id) AS tags
         FROM paper p LEFT JOIN venue v ON v.id = p.venue_id
        WHERE ${where} ORDER BY ${order}p.id DESC ${limit === undefined ? '' : 'LIMIT ?'}`,
      ...values,
      ...orderValues,
      ...(limit === undefined ? [] : [limit]),
    );
    return rows.map((row) => ({
      id: row.id,
      citationKey: row.citation_key,
      year: row.issued_year,
      venue: row.venue,
      title: row.title,
      status: row.status,
      tags: JSON.parse(row.tags) as string[],
    }));
  }

  #one(where: string, value: Value): Paper | undefined {
    const row = this.#db.get<PaperRecord>(`${PAPER} WHERE ${where}`, value);
    return row === undefined ? undefined : this.#toPaper(row);
  }

  all(): Paper[] {
    return this.#db.all<PaperRecord>(`${PAPER} ORDER BY p.id`).map((row) => this.#toPaper(row));
  }

  /** The citation keys that begin so, in order; at most `most`. */
  keysFrom(start: string, most: number): { citationKey: string; title: string }[] {
    return this.#db.all(
      'SELECT citation_key AS citationKey, title FROM paper WHERE citation_key >= ? AND citation_key < ? ORDER BY 1 LIMIT ?',
      ...[start, `${start}\u{10ffff}`, most],
    );
  }

  /** The citation keys and short names of all papers, for a hint. */
  names(): string[] {
    return this.#db
      .all<{ name: string }>('SELECT citation_key AS name FROM paper UNION ALL SELECT name FROM paper_name')
      .map(({ name }) => name);
  }

  /** The papers that were read and stand in no week and no note, in the order they were added. */
  unreported(): number[] {
    return this.#db
      .all<{ id: number }>(
        `SELECT id FROM paper p WHERE status = 'read'
            AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.paper_id = p.id)
            AND NOT EXISTS (SELECT 1 FROM note n WHERE n.paper_id = p.id) ORDER BY id`,
      )
      .map(({ id }) => id);
  }

  /** The papers that are to be read, or begun. */
  waiting(where?: Condition): Paper[] {
    const { sql, values } = compile(where);
    return this.#db
      .all<PaperRecord>(`${PAPER} WHERE p.status IN ('to-read', 'reading') AND (${sql}) ORDER BY p.id`, ...values)
      .map((row) => this.#toPaper(row));
  }

  /** The highest id that a paper has; 0 where there is none. */
  lastId(): number {
    return this.#db.get<{ id: number | null }>('SELECT max(id) AS id FROM paper')?.id ?? 0;
  }

  ids(): number[] {
    return this.#db.all<{ id: number }>('SELECT id FROM paper ORDER BY id').map(({ id }) => id);
  }

  #toPaper(row: PaperRecord): Paper {
    const authors = this.#db.all<{ name: string }>(
      'SELECT name FROM author WHERE paper_id = ? ORDER BY position',
      row.id,
    );
    const links = this.#db.all<{ role: Link['role']; url: string | null; text: string | null }>(
      'SELECT role, url, text FROM link WHERE paper_id = ? ORDER BY role, position',
      row.id,
    );
    return {
      id: row.id,
      citationKey: row.citation_key,
      title: row.title,
      venue: row.venue ?? undefined,
      containerTitle: row.container_title ?? undefined,
      year: row.issued_year ?? undefined,
      month: row.issued_month ?? undefined,
      day: row.issued_day ?? undefined,
      track: row.track ?? undefined,
      doi: row.doi ?? undefined,
      arxiv: row.arxiv ?? undefined,
      url: row.url ?? undefined,
      volume: row.volume ?? undefined,
      issue: row.issue ?? undefined,
      page: row.page ?? undefined,
      abstract: row.abstract ?? undefined,
      rating: row.rating ?? undefined,
      type: row.type ?? undefined,
      extra: row.extra === null ? undefined : (JSON.parse(row.extra) as Record<string, unknown>),
      authors: authors.map(({ name }) => name),
      links: links.map(({ role, url, text }) => ({ role, url: url ?? undefined, text: text ?? undefined })),
      status: row.status,
      setByUser: JSON.parse(row.set_by_user) as string[],
      addedAt: row.added_at,
    };
  }

  insert(facts: PaperFacts, key: string, status: Status, setByUser: readonly string[], addedAt: string): number {
    const id = this.#db.insert('paper', {
      citation_key: freeCitationKey(key, (other) => this.#isKeyTaken(other)),
      title_key: titleKey(facts.title),
      ...this.#columns(facts),
      title: facts.title,
      status,
      set_by_user: JSON.stringify(setByUser),
      added_at: addedAt,
    });
    this.#setAuthors(id, facts.authors);
    this.#setLinks(id, facts.links);
    return id;
  }

  /** Whether a key cannot be given to a new paper: what names a merged paper goes on naming the one it was taken into. */
  #isKeyTaken(key: string): boolean {
    const taken =
      'SELECT 1 FROM paper WHERE citation_key = ? UNION ALL SELECT 1 FROM merged_paper WHERE citation_key = ?';
    return this.#db.get(taken, key, key) !== undefined;
  }

  /** Sets the facts that `facts` has; `undefined` empties one. */
  update(id: number, facts: Partial<PaperFacts>): void {
    const values: Row = this.#columns(facts);
    if (facts.title !== undefined) values['title_key'] = titleKey(facts.title);
    if (Object.keys(values).length > 0) this.#db.update('paper', { id }, values);
    if (facts.authors !== undefined) this.#setAuthors(id, facts.authors);
    if (facts.links !== undefined) this.#setLinks(id, facts.links);
  }

  /** Gives the paper this citation key, or where another paper has it, one that begins so. */
  setCitationKey(id: number, key: string): void {
    const isTaken = (other: string) => (this.withCitationKey(other)?.id ?? id) !== id;
    this.#db.update('paper', { id }, { citation_key: freeCitationKey(key, isTaken) });
  }

  setStatus(id: number, status: Status): void {
    this.#db.update('paper', { id }, { status });
  }

  setByUser(id: number, fields: readonly string[]): void {
    this.#db.update('paper', { id }, { set_by_user: JSON.stringify(fields) });
  }

  #columns(facts: Partial<PaperFacts>): Row {
    const row: Row = {};
    for (const [fact, column] of Object.entries(COLUMNS)) {
      if (fact in facts) row[column] = facts[fact as keyof typeof COLUMNS] ?? null;
    }
    if ('venue' in facts) {
      const venue = this.#db.get<{ id: number }>('SELECT id FROM venue WHERE name = ?', facts.venue ?? null);
      row['venue_id'] = venue?.id ?? null;
    }
    if ('extra' in facts) row['extra'] = facts.extra === undefined ? null : JSON.stringify(facts.extra);
    return row;
  }

  #setAuthors(id: number, names: readonly string[]): void {
    this.#replace(
      'author',
      id,
      ['position'],
      names.map((name, position) => ({ position, name, name_key: nameKey(name) })),
    );
  }

  #setLinks(id: number, links: readonly Link[]): void {
    const rows = links.map(({ role, url, text }, position) => ({
      role,
      position,
      url: url ?? null,
      text: text ?? null,
    }));
    this.#replace('link', id, ['role', 'position'], rows);
  }

  /** Puts rows in place of a paper's rows of a table, where they differ. */
  #replace(table: string, paperId: number, key: readonly string[], rows: readonly Row[]): void {
    const columns = [...key, ...Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column))];
    const old = this.#db.all<Row>(`SELECT * FROM ${table} WHERE paper_id = ?`, paperId);
    const same = (a: Row, b: Row) => columns.every((column) => a[column] === b[column]);
    if (old.length === rows.length && rows.every((row) => old.some((other) => same(other, row)))) return;
    for (const row of old) {
      this.#db.remove(table, {
        paper_id: paperId,
        ...Object.fromEntries(key.map((name) => [name, row[name] ?? null])),
      });
    }
    for (const row of rows) this.#db.insert(table, { paper_id: paperId, ...row }, ['paper_id', ...key]);
  }
}

/** The place of a paper's first reading in the given weeks. */
const FIRST_READ = `(SELECT min(w.date || printf('%06d', b.position))
   FROM reading r JOIN block b ON b.id = r.block_id JOIN week w ON w.id = b.week_id
  WHERE r.paper_id = p.id AND w.date IN (SELECT value FROM json_each(?)))`;

/** What papers are sorted by. */
const ORDERS: Readonly<Record<SortField, string>> = {
  id: 'p.id',
  added: 'p.added_at',
  year: 'p.issued_year',
  title: 'p.title_key',
  venue: 'venue',
  rating: 'p.rating',
  week: `(SELECT max(w.date) FROM reading r JOIN block b ON b.id = r.block_id JOIN week w ON w.id = b.week_id
           WHERE r.paper_id = p.id)`,
  key: 'p.citation_key',
};
