import type { Statement } from '../domain/statement.ts';
import type { Database, Row } from './database.ts';

/** The columns of a statement, with its venue by name. */
export interface StatementRecord {
  venue: string | null;
  container_title: string | null;
  issued_year: number | null;
  issued_month: number | null;
  track: string | null;
  rank: string | null;
  unsure: number;
}

export function toStatement(row: StatementRecord): Statement {
  return {
    venue: row.venue,
    containerTitle: row.container_title,
    year: row.issued_year,
    month: row.issued_month,
    track: row.track,
    rank: row.rank,
    unsure: row.unsure === 1,
  };
}

export function statementRow(db: Database, statement: Statement): Row {
  const venue = db.get<{ id: number }>('SELECT id FROM venue WHERE name = ?', statement.venue);
  return {
    venue_id: venue?.id ?? null,
    container_title: statement.containerTitle,
    issued_year: statement.year,
    issued_month: statement.month,
    track: statement.track,
    rank: statement.rank,
    unsure: statement.unsure ? 1 : 0,
  };
}
