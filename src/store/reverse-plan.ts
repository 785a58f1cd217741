import type { Change, Database, Row, RowPlace, Value } from './database.ts';
import { differing, placeOf } from './net-changes.ts';
import { RowNames } from './row-names.ts';

/** A row of which an operation's changes cannot be moved, since it is no longer what the operation left. */
export interface Stale extends RowPlace {
  /** The columns that changed since; none: the row as a whole. For a week, its text is `text`. */
  readonly columns: readonly string[];
}

/** The columns that only record what files hold and what was proposed for a week, by their tables. */
const OF_FILES: Readonly<Record<string, readonly string[]>> = {
  week_file: ['week_id', 'file_name', 'base'],
  week: ['file_name', 'proposed'],
  note: ['base'],
};

/** The tables whose rows make up the text of a week, which goes back as a whole or not at all. */
const OF_WEEK_TEXT: readonly string[] = ['block', 'reading'];

/** Which of an operation's changes can be taken back, with the least that must stay where others built on them. */
export class ReversePlan {
  readonly #db: Database;
  readonly #names: RowNames;
  /** What taking back would do to each row. */
  readonly #rows: ReadonlyMap<string, Change>;
  /** The columns that stay, by the places of rows; none for whole rows. */
  readonly #left = new Map<string, Stale>();
  readonly #leftWeeks = new Set<number>();
  /** The weeks of which the text is seen to already. */
  readonly #done: ReadonlySet<number>;
  /** The rows that stay because others do. */
  readonly #followers = new Set<string>();

  constructor(db: Database, changes: readonly Change[], done: ReadonlySet<number>) {
    this.#db = db;
    this.#done = done;
    this.#names = new RowNames(db);
    this.#rows = new Map(changes.map((change) => [placeOf(change), change]));
    for (const change of changes) {
      const columns = this.#changedSince(change);
      if (columns !== undefined) this.leave(change, columns);
    }
    this.#keepPositionsApart();
    while (this.#leaveWhatIsReferredTo());
  }

  /** The part of a change that can be made; undefined: none of it. */
  allowed(change: Change): Change | undefined {
    const { before, after } = change;
    if (this.#isOfLeftText(change)) return undefined;
    if (OF_WEEK_TEXT.includes(change.table) && this.#leftWeeks.has(this.#weekOf(change))) return undefined;
    // How a week's quotes and headings are read goes with its text.
    const isChoice = change.table === 'week' && after !== null && 'choices' in after;
    if (isChoice && before !== null && this.#leftWeeks.has(Number(change.key['id']))) return undefined;
    const left = this.#left.get(placeOf(change));
    if (left === undefined || before === null || after === null) return left === undefined ? change : undefined;
    if (left.columns.length === 0) return undefined;
    const only = (row: Row) => Object.fromEntries(Object.entries(row).filter(([name]) => !left.columns.includes(name)));
    return Object.keys(only(after)).length === 0 ? undefined : { ...change, before: only(before), after: only(after) };
  }

  /** Whether a change only goes with a text that stays: what it was read from, or what was proposed for it. */
  #isOfLeftText({ table, key, before, after }: Change): boolean {
    if (table === 'note') return this.#left.get(placeOf({ table, key }))?.columns.includes('source') === true;
    const isUpdate = before !== null && after !== null;
    if (table !== 'week_file' && !(table === 'week' && isUpdate)) return false;
    const id = Number(key[table === 'week' ? 'id' : 'week_id']);
    const week = this.#left.get(placeOf({ table: 'week', key: { id } }));
    return week?.columns.length === 0 || (this.#leftWeeks.has(id) && !this.#done.has(id));
  }

  /** Leaves columns of a row, or, without any, the whole row: of a paper that stays, its authors and choices stay too. */
  leave({ table, key }: RowPlace, columns: readonly string[]): void {
    if (OF_WEEK_TEXT.includes(table)) {
      this.#leftWeeks.add(this.#weekOf({ table, key }));
      return;
    }
    this.#left.set(placeOf({ table, key }), { table, key, columns });
    const row = columns.length === 0 && table === 'paper' ? rowAt(this.#db, { table, key }) : undefined;
    for (const part of row === undefined ? [] : this.#db.rowsThatReferTo(table, row)) {
      const own = this.#rows.get(placeOf(part));
      if (part.isPart && own !== undefined && this.allowed(own) !== undefined) this.#follow(own);
    }
  }

  /** Leaves a row because another stays, which is said of that one. */
  #follow(change: Change): void {
    this.#followers.add(placeOf(change));
    this.leave(change, []);
  }

  /** What stays, but for what follows from something else that does, and for the texts that are seen to already. */
  stale(): Stale[] {
    const leftWeeks = [...this.#leftWeeks].filter((id) => !this.#done.has(id));
    const weeks = leftWeeks.map((id): Stale => ({ table: 'week', key: { id }, columns: ['text'] }));
    const others = [...this.#left.values()].filter(({ table, key, columns }) => {
      if (this.#followers.has(placeOf({ table, key }))) return false;
      if (table === 'week' && this.#leftWeeks.has(Number(key['id']))) return false;
      return columns.length === 0 ? table !== 'week_file' : columns.some((name) => !OF_FILES[table]?.includes(name));
    });
    return [...weeks, ...others];
  }

  /** The columns of a row that are not as the operation left them; none for the whole row; undefined where all are. */
  #changedSince(change: Change): readonly string[] | undefined {
    const { table, before, after } = change;
    const row = rowAt(this.#db, change);
    if (before === null) return row === undefined ? undefined : [];
    if (row === undefined) return [];
    if (after !== null) {
      const columns = differing(row, before);
      return columns.length === 0 ? undefined : columns;
    }
    // A row that would go has to be as it came, in the columns too that came with their defaults.
    const columns = differing(row, { ...defaultsOf(this.#db, table), ...before });
    return columns.every((name) => OF_FILES[table]?.includes(name)) ? undefined : [];
  }

  #weekOf({ key }: Pick<Change, 'table' | 'key'>): number {
    return this.#names.block(Number(key['id'] ?? key['block_id']))?.weekId ?? 0;
  }

  /** Leaves the weeks in which two blocks would come to the same place. */
  #keepPositionsApart(): void {
    const blocks = [...this.#rows.values()].filter(({ table }) => table === 'block');
    for (const weekId of new Set(blocks.map((change) => this.#weekOf(change)))) {
      const rows = this.#db.all<{ id: number; position: number }>(
        'SELECT id, position FROM block WHERE week_id = ?',
        weekId,
      );
      const positions = new Map<Value | undefined, Value | undefined>(rows.map(({ id, position }) => [id, position]));
      for (const { key, after } of blocks.filter((change) => this.#weekOf(change) === weekId)) {
        if (after === null) positions.delete(key['id']);
        else if (after['position'] !== undefined) positions.set(key['id'], after['position']);
      }
      if (new Set(positions.values()).size < positions.size) this.#leftWeeks.add(weekId);
    }
  }

  /** Leaves the rows that would go though rows that stay refer to them, and says whether there were any. */
  #leaveWhatIsReferredTo(): boolean {
    let hasLeft = false;
    for (const change of this.#rows.values()) {
      if (change.after !== null || this.allowed(change) === undefined) continue;
      const row = rowAt(this.#db, change) as Row;
      const referring = this.#db.rowsThatReferTo(change.table, row).filter(({ table }) => table !== 'week_file');
      const ownOf = (other: RowPlace) => this.#rows.get(placeOf(other));
      const isLeft = (own: Change) => own.after !== null || this.allowed(own) === undefined;
      const hasOthers = referring.some((other) => ownOf(other) === undefined);
      const staysFor = referring.flatMap((other) => ownOf(other) ?? []).filter(isLeft);
      if (!hasOthers && staysFor.length === 0) continue;
      hasLeft = true;
      if (hasOthers) this.leave(change, []);
      else this.#follow(change);
    }
    return hasLeft;
  }
}

export function rowAt(db: Database, { table, key }: RowPlace): Row | undefined {
  const where = Object.keys(key).map((column) => `${column} = ?`);
  return db.get<Row>(`SELECT * FROM ${table} WHERE ${where.join(' AND ')}`, ...Object.values(key));
}

/** What the columns of a new row hold where nothing is said of them. */
function defaultsOf(db: Database, table: string): Row {
  const columns = db.all<{ name: string; value: string | null }>(
    'SELECT name, dflt_value AS value FROM pragma_table_info(?)',
    table,
  );
  const literal = (value: string) => (value.startsWith("'") ? value.slice(1, -1) : Number(value));
  return Object.fromEntries(columns.map(({ name, value }) => [name, value === null ? null : literal(value)]));
}
