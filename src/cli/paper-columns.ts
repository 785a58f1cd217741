import type { PaperRow } from '../domain/paper.ts';
import type { Column } from './print.ts';

/** The columns of every list of papers. */
export const PAPER_COLUMNS: readonly Column<PaperRow>[] = [
  { name: 'id', head: 'ID', value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'year', head: 'YEAR', value: ({ year }) => year },
  { name: 'venue', head: 'VENUE', value: ({ venue }) => venue, narrow: 'drop' },
  { name: 'title', head: 'TITLE', value: ({ title }) => title, narrow: 'shrink' },
  { name: 'tags', head: 'TAGS', value: ({ tags }) => tags, narrow: 'drop' },
  { name: 'status', value: ({ status }) => status, jsonOnly: true },
];
