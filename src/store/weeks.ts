import { titleKey } from '../domain/text.ts';
import type { Block, BlockKind, Reading, ReadingSpans, Week, WeekChoice } from '../domain/week.ts';
import type { Database, Row } from './database.ts';
import { type StatementRecord, statementRow, toStatement } from './statement.ts';

/** A block to be stored: its reading knows its paper; its theme is a position in the list. */
export interface BlockToSave {
  readonly kind: BlockKind;
  readonly source: string;
  readonly text: string;
  readonly reading: (Omit<Reading, 'themeId'> & { readonly theme: number | undefined }) | null;
}

/** A week as a line of a listing. */
export interface WeekRow {
  readonly id: number;
  readonly date: string;
  readonly readings: number;
  readonly themes: number;
}

/** A reading of a paper, with the block that holds it and the one that holds its text. */
export interface PaperReading {
  readonly weekDate: string;
  /** The position of its block in the week. */
  readonly position: number;
  readonly theme: string | null;
  readonly reading: Reading;
  readonly source: string;
  /** The source and spans of the block that holds the text: another one where it is shared. */
  readonly textSource: string;
  readonly textSpans: ReadingSpans;
}

interface WeekRecord {
  id: number;
  date: string;
  file_name: string | null;
  choices: string;
  proposed: string;
}

interface BlockRecord extends StatementRecord {
  id: number;
  kind: BlockKind;
  source: string;
  text: string;
  paper_id: number | null;
  theme_id: number | null;
  title: string;
  ran_code: number;
  refers_to: string | null;
  shares_text: number;
  spans: string;
}

const BLOCK_COLUMNS = `b.id, b.kind, b.source, b.text, r.paper_id, r.theme_id, r.title, v.name AS venue,
    r.container_title, r.issued_year, r.issued_month, r.track, r.rank, r.unsure, r.ran_code, r.refers_to,
    r.shares_text, r.spans`;

const BLOCKS = `SELECT ${BLOCK_COLUMNS}
  FROM block b LEFT JOIN reading r ON r.block_id = b.id LEFT JOIN venue v ON v.id = r.venue_id
  WHERE b.week_id = ?`;

const BLOCKS_IN_ORDER = `${BLOCKS} ORDER BY b.position`;

export class Weeks {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  list(): WeekRow[] {
    return this.#db.all(
      `SELECT w.id, w.date, count(*) FILTER (WHERE b.kind = 'reading') AS readings,
              count(*) FILTER (WHERE b.kind = 'theme') AS themes
         FROM week w LEFT JOIN block b ON b.week_id = w.id GROUP BY w.id ORDER BY w.date DESC`,
    );
  }

  /** The dates of the weeks from one day to another, in order. */
  datesBetween(first: string, last: string): string[] {
    return this.#db
      .all<{ date: string }>('SELECT date FROM week WHERE date BETWEEN ? AND ? ORDER BY date', first, last)
      .map(({ date }) => date);
  }

  /** The last weeks before a day that hold more than headings and rules, newest first. */
  latest(day: string, most: number): Week[] {
    const rows = this.#db.all<{ date: string }>(
      `SELECT date FROM week w WHERE date < ? AND EXISTS
         (SELECT 1 FROM block b WHERE b.week_id = w.id AND b.kind NOT IN ('title', 'section', 'rule'))
        ORDER BY date DESC LIMIT ?`,
      day,
      most,
    );
    return rows.map(({ date }) => this.load(date) as Week);
  }

  /** The dates nearest to a day on both sides, in order. */
  datesNear(day: string, most: number): string[] {
    const rows = this.#db.all<{ date: string }>(
      'SELECT date FROM week ORDER BY abs(julianday(date) - julianday(?)), date LIMIT ?',
      day,
      most,
    );
    return rows.map(({ date }) => date).sort();
  }

  load(date: string): Week | undefined {
    const row = this.#db.get<WeekRecord>('SELECT * FROM week WHERE date = ?', date);
    if (row === undefined) return undefined;
    return {
      id: row.id,
      date: row.date,
      fileName: row.file_name,
      choices: new Map(JSON.parse(row.choices) as [string, WeekChoice][]),
      blocks: this.#db.all<BlockRecord>(BLOCKS_IN_ORDER, row.id).map(toBlock),
    };
  }

  create(date: string): Week {
    const id = this.#db.insert('week', { date, file_name: null });
    return { id, date, fileName: null, choices: new Map(), blocks: [] };
  }

  /** Records the name of the file that a week is read from. */
  setFileName(weekId: number, fileName: string | null): void {
    this.#db.update('week', { id: weekId }, { file_name: fileName });
  }

  /** The text of a week as each file was last read or written, by the file's name. */
  bases(weekId: number): ReadonlyMap<string, string> {
    const rows = this.#db.all<{ file_name: string; base: string }>(
      'SELECT file_name, base FROM week_file WHERE week_id = ? ORDER BY file_name',
      weekId,
    );
    return new Map(rows.map(({ file_name, base }) => [file_name, base]));
  }

  /** Records the text of a week as it was read from or written to a file. */
  setBase(weekId: number, fileName: string, base: string): void {
    const key = { week_id: weekId, file_name: fileName };
    if (this.bases(weekId).has(fileName)) this.#db.update('week_file', key, { base });
    else this.#db.insert('week_file', { ...key, base }, Object.keys(key));
  }

  /** What was put into the week once by `kd week new`. */
  proposed(weekId: number): string[] {
    const row = this.#db.get<WeekRecord>('SELECT * FROM week WHERE id = ?', weekId);
    return JSON.parse(row?.proposed ?? '[]') as string[];
  }

  setProposed(weekId: number, proposed: readonly string[]): void {
    this.#db.update('week', { id: weekId }, { proposed: JSON.stringify(proposed) });
  }

  setChoices(weekId: number, choices: ReadonlyMap<string, WeekChoice>): void {
    this.#db.update('week', { id: weekId }, { choices: JSON.stringify([...choices]) });
  }

  /**
   * Puts the blocks in place of the week's: blocks that are the same keep their rows, so that only what
   * changed becomes part of history.
   */
  saveBlocks(weekId: number, blocks: readonly BlockToSave[]): void {
    const old = this.#db.all<BlockRecord>(BLOCKS_IN_ORDER, weekId);
    const pairs = pairBlocks(old, blocks);
    const kept = new Set(pairs.map((row) => row?.id));
    // Readings name theme blocks, so they go before the blocks and come after them.
    const gone = old.filter(({ id }) => !kept.has(id));
    for (const { id } of gone) this.#db.remove('reading', { block_id: id });
    const ids = blocks.map(({ kind, source, text }, position) => {
      const row = pairs[position];
      if (row === undefined) return this.#db.insert('block', { week_id: weekId, position, kind, source, text });
      this.#db.update('block', { id: row.id }, { position, kind, source, text });
      return row.id;
    });
    for (const [position, { reading }] of blocks.entries()) {
      const key = { block_id: ids[position] as number };
      const wasReading = pairs[position]?.paper_id != null;
      if (reading === null) {
        if (wasReading) this.#db.remove('reading', key);
        continue;
      }
      const row = readingRow(this.#db, reading, reading.theme === undefined ? null : (ids[reading.theme] as number));
      if (wasReading) this.#db.update('reading', key, row);
      else this.#db.insert('reading', { ...key, ...row }, ['block_id']);
    }
    for (const { id } of gone) this.#db.remove('block', { id });
  }

  /** The readings of a paper, oldest week first. */
  readingsOf(paperId: number): PaperReading[] {
    const rows = this.#db.all<BlockRecord & { date: string; week_id: number; position: number; theme: string | null }>(
      `SELECT w.date, b.week_id, b.position, t.text AS theme, ${BLOCK_COLUMNS}
         FROM reading r JOIN block b ON b.id = r.block_id JOIN week w ON w.id = b.week_id
         LEFT JOIN venue v ON v.id = r.venue_id LEFT JOIN block t ON t.id = r.theme_id
        WHERE r.paper_id = ? ORDER BY w.date, b.position`,
      paperId,
    );
    return rows.map((row) => {
      const reading = toBlock(row).reading as Reading;
      // The headings that share a text adjoin: the first behind them that does not share holds it.
      const last =
        row.shares_text === 1
          ? this.#db.get<BlockRecord>(
              `${BLOCKS} AND b.position > ? AND r.shares_text IS NOT 1 ORDER BY b.position LIMIT 1`,
              row.week_id,
              row.position,
            )
          : undefined;
      const holder = last?.paper_id == null ? row : last;
      return {
        weekDate: row.date,
        position: row.position,
        theme: row.theme,
        reading,
        source: row.source,
        textSource: holder.source,
        textSpans: holder === row ? reading.spans : (toBlock(holder).reading?.spans ?? reading.spans),
      };
    });
  }
}

/** The columns of a reading, but for its block. */
export function readingRow(db: Database, reading: Omit<Reading, 'themeId'>, themeId: number | null): Row {
  return {
    paper_id: reading.paperId,
    theme_id: themeId,
    title: reading.title,
    title_key: titleKey(reading.title),
    ...statementRow(db, reading),
    ran_code: reading.ranCode ? 1 : 0,
    refers_to: reading.refersTo,
    shares_text: reading.sharesText ? 1 : 0,
    spans: JSON.stringify(reading.spans),
  };
}

/** For each new block, the stored row it continues: the same block, else one of its kind between two that are. */
function pairBlocks(old: readonly BlockRecord[], blocks: readonly BlockToSave[]): (BlockRecord | undefined)[] {
  const pairs: (BlockRecord | undefined)[] = blocks.map(() => undefined);
  const isSame = (row: BlockRecord | undefined, block: BlockToSave | undefined): boolean =>
    row !== undefined && block !== undefined && row.kind === block.kind && row.source === block.source;
  let from = 0;
  while (from < Math.min(old.length, blocks.length) && isSame(old[from], blocks[from])) {
    pairs[from] = old[from];
    from += 1;
  }
  let oldEnd = old.length;
  let newEnd = blocks.length;
  while (oldEnd > from && newEnd > from && isSame(old[oldEnd - 1], blocks[newEnd - 1])) {
    oldEnd -= 1;
    newEnd -= 1;
    pairs[newEnd] = old[oldEnd];
  }
  const left = old.slice(from, oldEnd);
  for (let index = from; index < newEnd; index += 1) {
    const block = blocks[index] as BlockToSave;
    const same = left.findIndex((row) => isSame(row, block));
    if (same !== -1) pairs[index] = left.splice(same, 1)[0];
  }
  for (let index = from; index < newEnd; index += 1) {
    const block = blocks[index] as BlockToSave;
    if (pairs[index] !== undefined) continue;
    const samePaper = left.findIndex((row) => block.reading !== null && row.paper_id === block.reading.paperId);
    const sameKind = left.findIndex((row) => row.kind === block.kind && block.reading === null);
    const chosen = samePaper === -1 ? sameKind : samePaper;
    if (chosen !== -1) pairs[index] = left.splice(chosen, 1)[0];
  }
  return pairs;
}

function toBlock(row: BlockRecord): Block {
  const { id, kind, source, text } = row;
  if (row.paper_id === null) return { id, kind, source, text, reading: null };
  const reading: Reading = {
    paperId: row.paper_id,
    themeId: row.theme_id,
    title: row.title,
    ...toStatement(row),
    ranCode: row.ran_code === 1,
    refersTo: row.refers_to,
    sharesText: row.shares_text === 1,
    spans: JSON.parse(row.spans) as ReadingSpans,
  };
  return { id, kind, source, text, reading };
}
