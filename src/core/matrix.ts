import type { Condition } from '../store/conditions.ts';
import type { Library } from '../store/library.ts';
import type { Axis } from '../store/questions.ts';

export const AXES: readonly Axis[] = ['idea', 'task', 'dataset', 'topic', 'venue', 'year', 'status'];

export interface Matrix {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** The numbers of papers, by row and then by column. */
  readonly cells: readonly (readonly number[])[];
}

/**
 * How many papers, of all or of those that fit a condition, have each pair of values. Rows and columns are those with at least `min` papers in one cell, the
 * fullest first; years are in order.
 */
export function matrix(library: Library, rowAxis: Axis, columnAxis: Axis, min: number, where?: Condition): Matrix {
  const pairs = library.questions.pairs(rowAxis, columnAxis, where);
  const full = pairs.filter(({ papers }) => papers >= min);
  const rows = order(full, rowAxis, ({ row }) => row);
  const columns = order(full, columnAxis, ({ column }) => column);
  const count = new Map(pairs.map(({ row, column, papers }) => [`${row}\n${column}`, papers]));
  return { rows, columns, cells: rows.map((row) => columns.map((column) => count.get(`${row}\n${column}`) ?? 0)) };
}

type Pair = { readonly row: string; readonly column: string; readonly papers: number };

function order(pairs: readonly Pair[], axis: Axis, value: (pair: Pair) => string): string[] {
  const totals = new Map<string, number>();
  for (const pair of pairs) totals.set(value(pair), (totals.get(value(pair)) ?? 0) + pair.papers);
  return [...totals].sort(([a, n], [b, m]) => (axis === 'year' ? 0 : m - n) || (a < b ? -1 : 1)).map(([name]) => name);
}
