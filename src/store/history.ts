import { msg } from '../domain/message.ts';
import { ConflictError } from '../errors.ts';
import type { Change, Database, Row } from './database.ts';
import { differing, netChanges, reversed } from './net-changes.ts';
import { Operations } from './operations.ts';
import { ReversePlan, rowAt, type Stale } from './reverse-plan.ts';
import { RowNames } from './row-names.ts';
import { Touched } from './touched.ts';

/** What is taken back or made again at once: a command, and what was recorded of files behind it. */
export interface Step {
  /** The operation of the command. */
  readonly id: number;
  /** All its operations, in the order in which they are moved. */
  readonly operations: readonly number[];
}

/** The end of a move, in the same transaction: what was touched is made whole; what is stale may be refused. */
export type Finish = (touched: Touched, stale: readonly Stale[], steps: readonly Step[]) => void;

/**
 * Whether an operation did more than to record what files hold and what was proposed for a week. One that did no more
 * means nothing to the user, so it goes with the command before it.
 */
const IS_OF_USER = `SELECT 1 AS found FROM change WHERE operation_id = ? AND NOT (
    table_name = 'week_file'
    OR (table_name = 'week' AND before IS NOT NULL AND json_remove(after, '$.file_name', '$.proposed') IS '{}')
    OR (table_name = 'note' AND before IS NOT NULL AND json_remove(after, '$.base') IS '{}')) LIMIT 1`;

/** The texts of a week before an operation, behind it, and now. */
export interface WeekTexts {
  readonly weekId: number;
  readonly before: string;
  readonly after: string;
  readonly now: string;
}

/** Moves recorded changes back and forth. History is a line: the last operation in force is the first to go. */
export class History {
  readonly #db: Database;
  readonly #operations: Operations;

  constructor(db: Database) {
    this.#db = db;
    this.#operations = new Operations(db);
  }

  /** The last steps in force, the newest first; the records of files behind a command go with it. */
  undoable(most: number): Step[] {
    const steps: Step[] = [];
    let waiting: number[] = [];
    let last = Number.MAX_SAFE_INTEGER;
    while (steps.length < most) {
      const row = this.#db.get<{ id: number }>(
        'SELECT id FROM operation WHERE undone = 0 AND id < ? ORDER BY id DESC LIMIT 1',
        last,
      );
      if (row === undefined) break;
      last = row.id;
      waiting.push(row.id);
      if (!this.#isOfUser(row.id)) continue;
      steps.push({ id: row.id, operations: waiting });
      waiting = [];
    }
    return steps;
  }

  /** The first of the steps that were taken back and to which no new one has put an end, the oldest first. */
  redoable(most: number): Step[] {
    const rows = this.#db.all<{ id: number }>(
      'SELECT id FROM operation WHERE undone = 1 AND discarded = 0 ORDER BY id',
    );
    const steps: { id: number; operations: number[] }[] = [];
    for (const { id } of rows) {
      const isOfUser = this.#isOfUser(id);
      if (isOfUser && steps.length === most) break;
      if (isOfUser) steps.push({ id, operations: [id] });
      else steps.at(-1)?.operations.push(id);
    }
    return steps;
  }

  #isOfUser(id: number): boolean {
    return this.#db.get<{ found: number }>(IS_OF_USER, id) !== undefined;
  }

  /**
   * Takes the last steps back, at most `most`, in one transaction that is no operation. Returns them.
   * @throws ConflictError where rows that came since refer to what would go
   */
  takeBack(most: number, finish: Finish): Step[] {
    return this.#move(true, () => this.undoable(most), finish);
  }

  /** Makes steps again that were taken back, at most `most`, in one transaction that is no operation. Returns them. */
  makeAgain(most: number, finish: Finish): Step[] {
    return this.#move(false, () => this.redoable(most), finish);
  }

  /** Another process may write until the transaction has begun: which steps there are is looked up in it. */
  #move(isBack: boolean, find: () => Step[], finish: Finish): Step[] {
    try {
      return this.#db.replay(() => {
        // In between rows may refer to others that are yet to come.
        this.#db.deferForeignKeys();
        const steps = find();
        const touched = new Touched(this.#db);
        const stale: Stale[] = [];
        for (const id of steps.flatMap(({ operations }) => operations)) {
          for (const change of this.#operations.changes(id, isBack ? 'DESC' : 'ASC')) {
            stale.push(...this.#apply(isBack ? reversed(change) : change, touched));
          }
          this.#db.run('UPDATE operation SET undone = ? WHERE id = ?', isBack ? 1 : 0, id);
        }
        finish(touched, stale, steps);
        return steps;
      });
    } catch (error) {
      if (!isOfConstraint(error)) throw error;
      throw new ConflictError(msg`the library is not what these operations left`, msg`kd doctor says what is wrong`);
    }
  }

  /** The texts of the weeks into which an operation wrote, before it and behind it. */
  weekTexts(id: number): WeekTexts[] {
    const names = new RowNames(this.#db);
    const weekOf = ({ key }: Change) => names.block(Number(key['id']))?.weekId ?? 0;
    const own = this.#blockChanges(id, true);
    const later = this.#blockChanges(id, false);
    return [...new Set(own.map(weekOf))].map((weekId) => {
      const rows = this.#db.all<Row>('SELECT id, position, source FROM block WHERE week_id = ?', weekId);
      const blocks = new Map(rows.map(({ id: blockId, ...row }) => [Number(blockId), row]));
      const takeBack = (change: Change) => {
        if (weekOf(change) !== weekId) return;
        const blockId = Number(change.key['id']);
        if (change.before === null) blocks.delete(blockId);
        else blocks.set(blockId, { ...blocks.get(blockId), ...change.before });
      };
      for (const change of later) takeBack(change);
      const after = textOfRows([...blocks.values()]);
      for (const change of own) takeBack(change);
      return { weekId, before: textOfRows([...blocks.values()]), after, now: textOfRows(rows) };
    });
  }

  /** The changes of blocks by an operation, or by those in force behind it, the last one first. */
  #blockChanges(id: number, isOwn: boolean): Change[] {
    const rows = this.#db.all<{ row_key: string; before: string | null; after: string | null }>(
      `SELECT c.row_key, c.before, c.after FROM change c JOIN operation o ON o.id = c.operation_id
        WHERE c.operation_id ${isOwn ? '=' : '>'} ? AND c.table_name = 'block' AND ${isOwn ? '1' : 'o.undone = 0'}
        ORDER BY c.operation_id DESC, c.position DESC`,
      id,
    );
    const parse = (json: string | null) => (json === null ? null : (JSON.parse(json) as Row));
    return rows.map(({ row_key, before, after }) => {
      return { table: 'block', key: JSON.parse(row_key) as Row, before: parse(before), after: parse(after) };
    });
  }

  /**
   * Takes back one operation as far as nothing changed since, within the running operation. Returns what is left: the
   * rows and columns that others changed. Rows that only record what files hold are never among these, and the texts of
   * the weeks in `done` are seen to already.
   */
  reverse(id: number, touched: Touched, done: ReadonlySet<number>): Stale[] {
    const changes = [...this.#operations.changes(id, 'DESC')];
    const plan = new ReversePlan(this.#db, netChanges(changes.toReversed()).map(reversed), done);
    for (const change of changes) {
      const allowed = plan.allowed(reversed(change));
      if (allowed === undefined) continue;
      for (const { table, key, columns } of this.#apply(allowed, touched)) plan.leave({ table, key }, columns);
    }
    return plan.stale();
  }

  /** Makes one change, as far as the row is what it was. Returns where it is not. */
  #apply(change: Change, touched: Touched): Stale[] {
    const { table, key, before, after } = change;
    const row = rowAt(this.#db, change);
    const columns = row === undefined || before === null ? [] : differing(row, before);
    if ((row === undefined) !== (before === null)) return [{ table, key, columns: [] }];
    let isMade = true;
    if (before === null) isMade = this.#insert(table, after as Row, key);
    else if (after === null) isMade = columns.length === 0 && this.#remove(table, key, row as Row, before);
    else {
      const values = Object.fromEntries(Object.entries(after).filter(([column]) => !columns.includes(column)));
      if (Object.keys(values).length > 0) isMade = isAllowed(() => this.#db.update(table, key, values));
      if (!isMade) return [{ table, key, columns: Object.keys(after) }];
    }
    if (isMade) touched.add(change);
    return isMade && columns.length === 0 ? [] : [{ table, key, columns }];
  }

  /** Puts a row in again; false where another has its place, or where the tag it is of came with an older kd. */
  #insert(table: string, row: Row, key: Row): boolean {
    const tagId = row['tag_id'];
    if (tagId !== undefined && rowAt(this.#db, { table: 'tag', key: { id: tagId } }) === undefined) return false;
    return isAllowed(() => this.#db.insert(table, row, Object.keys(key)));
  }

  /** Takes a row away; false where it comes with kd by now, or where others have become parts of it. */
  #remove(table: string, key: Row, row: Row, before: Row): boolean {
    if (row['shipped'] === 1 && before['shipped'] !== 1) return false;
    const others = this.#db.rowsThatReferTo(table, row);
    if (others.some((other) => other.isPart && other.table !== 'week_file')) return false;
    return isAllowed(() => this.#db.remove(table, key));
  }
}

function textOfRows(rows: readonly Row[]): string {
  const inOrder = rows.toSorted((a, b) => Number(a['position']) - Number(b['position']));
  return inOrder.map(({ source }) => source).join('');
}

/** Whether the database took a change: one that another row stands against is not made. */
function isAllowed(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!isOfConstraint(error)) throw error;
    return false;
  }
}

function isOfConstraint(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_CONSTRAINT');
}
