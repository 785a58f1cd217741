import {
  baseName,
  type Note,
  type NoteDraft,
  type NoteFacts,
  type NoteSpans,
  type OutlineEntry,
} from '../domain/note.ts';
import { statementOf } from '../domain/statement.ts';
import { titleKey } from '../domain/text.ts';
import type { Database, Row } from './database.ts';
import { type StatementRecord, statementRow, toStatement } from './statement.ts';

interface NoteRecord extends StatementRecord {
  id: number;
  file: string;
  folder: string;
  paper_id: number | null;
  title: string | null;
  name: string;
  date: string | null;
  theme: string | null;
  facts: string;
  spans: string;
  outline: string;
  source: string;
  base: string | null;
}

const NOTE = 'SELECT n.*, v.name AS venue FROM note n LEFT JOIN venue v ON v.id = n.venue_id';

export class Notes {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(id: number): Note | undefined {
    return this.#one('n.id = ?', id);
  }

  /** The note of a file: the same path, or the only one whose path ends in it. */
  ofFile(file: string): Note | undefined {
    const exact = this.#one('n.file = ?', file);
    if (exact !== undefined) return exact;
    const ending = this.#db
      .all<{ id: number; file: string }>('SELECT id, file FROM note WHERE base_name = ?', baseName(file))
      .filter((other) => other.file.endsWith(`/${file}`));
    return ending.length === 1 ? this.get(ending[0]?.id ?? 0) : undefined;
  }

  /** The notes on a paper, in order of their dates and files. */
  ofPaper(paperId: number): Note[] {
    return this.#db
      .all<NoteRecord>(`${NOTE} WHERE n.paper_id = ? ORDER BY coalesce(n.date, '9999'), n.file`, paperId)
      .map(toNote);
  }

  /** The notes dated from one day to another, in order of their dates and files. */
  datedBetween(first: string, last: string): Note[] {
    return this.#db
      .all<NoteRecord>(`${NOTE} WHERE n.date BETWEEN ? AND ? ORDER BY n.date, n.file`, first, last)
      .map(toNote);
  }

  all(): Note[] {
    return this.#db.all<NoteRecord>(`${NOTE} ORDER BY n.file`).map(toNote);
  }

  /** Stores what a file says, as a new note or in place of `id`. Returns the note's id. */
  save(id: number | undefined, file: string, folder: string, paperId: number | null, draft: NoteDraft): number {
    const row = noteRow(this.#db, file, folder, paperId, draft);
    if (id === undefined) return this.#db.insert('note', { ...row, base: null });
    this.#db.update('note', { id }, row);
    return id;
  }

  /** Records the text as last read from the file. */
  setBase(id: number, base: string): void {
    this.#db.update('note', { id }, { base });
  }

  #one(where: string, value: string | number): Note | undefined {
    const row = this.#db.get<NoteRecord>(`${NOTE} WHERE ${where}`, value);
    return row === undefined ? undefined : toNote(row);
  }
}

/** The columns of a note, but for its id and base. */
export function noteRow(db: Database, file: string, folder: string, paperId: number | null, draft: NoteDraft): Row {
  const { label, spans, facts, outline } = draft;
  return {
    file,
    base_name: baseName(file),
    folder,
    paper_id: paperId,
    title: draft.title ?? null,
    title_key: titleKey(draft.title ?? ''),
    name: draft.name,
    ...statementRow(db, statementOf(label)),
    date: draft.date ?? null,
    theme: draft.theme ?? null,
    facts: JSON.stringify(facts),
    spans: JSON.stringify(spans),
    outline: JSON.stringify(outline),
    source: draft.source,
  };
}

function toNote(row: NoteRecord): Note {
  return {
    id: row.id,
    file: row.file,
    folder: row.folder,
    paperId: row.paper_id,
    title: row.title,
    name: row.name,
    ...toStatement(row),
    date: row.date,
    theme: row.theme,
    facts: JSON.parse(row.facts) as NoteFacts,
    spans: JSON.parse(row.spans) as NoteSpans,
    outline: JSON.parse(row.outline) as OutlineEntry[],
    source: row.source,
    base: row.base,
  };
}
