import { msg } from '../domain/message.ts';
import type { RemovedPaper } from '../store/trash.ts';
import type { Column } from './print.ts';

/** The columns of every list of papers that were removed. */
export const REMOVED_COLUMNS: readonly Column<RemovedPaper>[] = [
  { name: 'id', head: msg`ID`, value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'removed', head: msg`REMOVED`, value: ({ removedAt }) => removedAt.slice(0, 10), narrow: 'drop' },
  { name: 'weeks', head: msg`WEEKS`, value: ({ readings }) => readings.map(({ date }) => date), narrow: 'drop' },
  { name: 'notes', head: msg`NOTES`, value: ({ notes }) => notes, narrow: 'drop' },
  { name: 'title', head: msg`TITLE`, value: ({ title }) => title, narrow: 'shrink' },
];
