import type { Change, Database, Row } from './database.ts';

/** The tables on which the tags and mentions of all papers turn. */
const OF_ALL_PAPERS: readonly string[] = ['tag', 'tag_alias', 'tag_broader', 'venue', 'venue_alias'];

/** Gathers which papers changes touch: those whose derived rows are to be made again. */
export class Touched {
  readonly #db: Database;
  readonly #papers = new Set<number>();
  readonly #blocks = new Set<number>();
  readonly #weeks = new Set<number>();
  readonly #notes = new Set<number>();
  #hasAll = false;

  constructor(db: Database) {
    this.#db = db;
  }

  add({ table, key, before, after }: Change): void {
    if (OF_ALL_PAPERS.includes(table)) this.#hasAll = true;
    const ids: Readonly<Record<string, Set<number>>> = {
      paper: this.#papers,
      block: this.#blocks,
      week: this.#weeks,
      note: this.#notes,
    };
    addId(ids[table], key, 'id');
    addId(this.#blocks, key, 'block_id');
    for (const row of [key, before, after]) {
      addId(this.#papers, row, 'paper_id');
      addId(this.#weeks, row, 'week_id');
    }
  }

  /** The weeks whose blocks or readings were touched, by their dates. */
  weekDates(): string[] {
    return this.#db
      .all<{ date: string }>(`${WEEKS} SELECT date FROM week WHERE id IN weeks ORDER BY date`, ...this.#ids())
      .map(({ date }) => date);
  }

  /** The papers touched, as rows stand now: those of all readings of the weeks too, and those that are gone. */
  paperIds(): number[] {
    const rows = this.#db.all<{ id: number }>(
      `${WEEKS} SELECT r.paper_id AS id FROM reading r JOIN block b ON b.id = r.block_id WHERE b.week_id IN weeks
       UNION SELECT paper_id FROM note WHERE id IN (SELECT value FROM json_each(?)) AND paper_id IS NOT NULL
       UNION SELECT id FROM paper WHERE ?`,
      ...this.#ids(),
      JSON.stringify([...this.#notes]),
      this.#hasAll ? 1 : 0,
    );
    return [...new Set([...this.#papers, ...rows.map(({ id }) => id)])].sort((a, b) => a - b);
  }

  #ids(): string[] {
    return [this.#weeks, this.#blocks].map((set) => JSON.stringify([...set]));
  }
}

/** The weeks of a list of ids, and those of a list of ids of blocks. */
const WEEKS = `WITH weeks (id) AS (
  SELECT value FROM json_each(?)
  UNION SELECT week_id FROM block WHERE id IN (SELECT value FROM json_each(?)))`;

function addId(ids: Set<number> | undefined, row: Row | null, column: string): void {
  const id = row?.[column];
  if (typeof id === 'number') ids?.add(id);
}
