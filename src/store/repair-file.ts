import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { connectToRead, copyInto, freeName, guard, type Row } from './database.ts';
import { type LeftRow, type Salvage, salvage } from './salvage.ts';
import { compactTime, swapIn } from './swap.ts';

export type { LeftRow, Salvage } from './salvage.ts';

export interface FileRepair {
  readonly migrations: string;
  /** ISO 8601 in UTC. */
  readonly now: string;
  /** Whether what can be read is to be read into a new file, row by row. */
  readonly isToBeRebuilt: boolean;
  readonly shipped: Readonly<Record<'venue' | 'tag', readonly Row[]>>;
  /** Mends the copy; returns the rows that were moved out of it. */
  readonly mend: (partial: string, salvage: Salvage) => readonly (LeftRow & { readonly why: string })[];
}

/**
 * Has a copy of the library mended and puts it in the library's place. Rows that were moved out are written to a file
 * beside it, one JSON object a line.
 */
export function repairFile(
  path: string,
  { migrations, now, isToBeRebuilt, shipped, mend }: FileRepair,
): { replaced: string; movedTo: string | undefined; salvage: Salvage } {
  return guard(path, () => {
    let result: Salvage = { read: new Map(), lost: [], left: [] };
    let movedTo: string | undefined;
    const replaced = swapIn(path, now, (partial) => {
      if (isToBeRebuilt) result = salvage(path, partial, migrations, shipped);
      else copyWhole(path, partial, migrations);
      const moved = mend(partial, result);
      if (moved.length === 0) return;
      movedTo = freeName(`${path}.moved-out-${compactTime(now)}.jsonl`);
      writeSynced(movedTo, moved.map((row) => `${JSON.stringify(row)}\n`).join(''));
    });
    return { replaced: replaced as string, movedTo, salvage: result };
  });
}

function copyWhole(path: string, target: string, migrations: string): void {
  const db = connectToRead(path, migrations);
  try {
    copyInto(db, target);
  } finally {
    db.close();
  }
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'wx');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
