import { msg } from '../domain/message.ts';
import type { PaperRow } from '../domain/paper.ts';
import type { Column } from './print.ts';

/** The columns of every list of papers. */
export const PAPER_COLUMNS: readonly Column<PaperRow>[] = [
  { name: 'id', head: msg`ID`, value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'year', head: msg`YEAR`, value: ({ year }) => year },
  { name: 'venue', head: msg`VENUE`, value: ({ venue }) => venue, narrow: 'drop' },
  { name: 'title', head: msg`TITLE`, value: ({ title }) => title, narrow: 'shrink' },
  { name: 'tags', head: msg`TAGS`, value: ({ tags }) => tags, narrow: 'drop' },
  { name: 'status', value: ({ status }) => status, jsonOnly: true },
];
