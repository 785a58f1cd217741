import type { Change, Row } from './database.ts';

/** The same change the other way round. */
export function reversed({ before, after, ...place }: Change): Change {
  return { ...place, before: after, after: before };
}

/** What all the changes together made of each row, in the order in which the rows were first changed. */
export function netChanges(changes: Iterable<Change>): Change[] {
  const rows = new Map<string, Change>();
  for (const change of changes) {
    const place = placeOf(change);
    const earlier = rows.get(place);
    rows.set(place, earlier === undefined ? change : together(earlier, change));
  }
  return [...rows.values()].flatMap((change) => {
    const { before, after } = change;
    if (before === null || after === null) return before === after ? [] : [change];
    const columns = Object.keys(before).filter((column) => before[column] !== after[column]);
    if (columns.length === 0) return [];
    const only = (row: Row) => Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
    return [{ ...change, before: only(before), after: only(after) }];
  });
}

/** A row's place in one text: its table and key. */
export function placeOf({ table, key }: Pick<Change, 'table' | 'key'>): string {
  return `${table} ${JSON.stringify(key)}`;
}

/** The columns in which a row is not what it was. */
export function differing(row: Row, before: Row): string[] {
  return Object.keys(before).filter((column) => row[column] !== before[column]);
}

function together(first: Change, second: Change): Change {
  const { before } = first;
  // Of a row that was new, what it was before stays nothing.
  const old = before === null || second.before === null ? before : { ...before, ...second.before, ...before };
  const now = second.after === null ? null : { ...(second.before === null ? {} : first.after), ...second.after };
  if (old === null || now === null || first.after !== null) return { ...first, before: old, after: now };
  // A row that was taken away and put in again: of what it was, the columns it has now.
  return {
    ...first,
    before: Object.fromEntries(Object.keys(now).map((name) => [name, old[name] ?? null])),
    after: now,
  };
}
