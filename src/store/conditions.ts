import { nameKey } from '../domain/text.ts';
import type { Value } from './database.ts';
import { NARROWER } from './tags.ts';

/** A field of which the text can be compared. */
export type TextField = 'title' | 'key' | 'author' | 'venue' | 'theme' | 'doi' | 'arxiv' | 'url';

/** Something a paper has or has not. */
export type Having =
  | TextField
  | 'tag'
  | 'idea'
  | 'task'
  | 'dataset'
  | 'topic'
  | 'year'
  | 'rating'
  | 'week'
  | 'summary'
  | 'key-idea'
  | 'note'
  | 'code'
  | 'project'
  | 'video'
  | 'pdf'
  | 'abstract'
  | 'back-reference';

/** Which papers are wanted: a tree over what the library's rows can tell. Names are resolved already. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** One of these tags, or with `narrower` one below them. */
  | { readonly kind: 'tags'; readonly ids: readonly number[]; readonly narrower: boolean }
  | { readonly kind: 'venue'; readonly name: string }
  | { readonly kind: 'status'; readonly statuses: readonly string[] }
  | {
      readonly kind: 'number';
      readonly field: 'id' | 'year' | 'rating';
      readonly from?: number | undefined;
      readonly to?: number | undefined;
    }
  /** Added to the library, or read, in a stretch of days. */
  | { readonly kind: 'days'; readonly field: 'added' | 'week'; readonly from: string; readonly to: string }
  /** Read in the notes of these dates. */
  | { readonly kind: 'weeks'; readonly dates: readonly string[] }
  /** The field, folded, contains or is the text, folded; or fits a regular expression. */
  | { readonly kind: 'contains' | 'is' | 'fits'; readonly field: TextField; readonly text: string }
  | { readonly kind: 'has'; readonly what: Having }
  /** A text, folded, that stands anywhere in a paper's texts, inside words too; found by reading them all. */
  | { readonly kind: 'substring'; readonly text: string }
  /** An expression of FTS5. */
  | { readonly kind: 'text'; readonly expression: string };

export interface Compiled {
  /** An expression over `p`, a row of paper. */
  readonly sql: string;
  readonly values: Value[];
}

const ALL: Compiled = { sql: '1', values: [] };

/** The condition as SQL. */
export function compile(condition: Condition | undefined): Compiled {
  if (condition === undefined) return ALL;
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const parts = condition.of.map(compile);
      const joiner = condition.kind === 'all' ? ' AND ' : ' OR ';
      return { sql: parts.map(({ sql }) => `(${sql})`).join(joiner), values: parts.flatMap(({ values }) => values) };
    }
    case 'not': {
      const { sql, values } = compile(condition.of);
      return { sql: `NOT coalesce((${sql}), 0)`, values };
    }
    case 'tags': {
      const ids = JSON.stringify(condition.ids);
      if (!condition.narrower) {
        return {
          sql: 'p.id IN (SELECT paper_id FROM paper_tag WHERE tag_id IN (SELECT value FROM json_each(?)))',
          values: [ids],
        };
      }
      const narrower = `p.id IN (${NARROWER} SELECT pt.paper_id FROM narrower n CROSS JOIN paper_tag pt ON pt.tag_id = n.id)`;
      return { sql: narrower, values: [ids] };
    }
    case 'venue':
      return { sql: 'p.venue_id = (SELECT id FROM venue WHERE name = ?)', values: [condition.name] };
    case 'status':
      return { sql: `p.status IN (${condition.statuses.map(() => '?').join(', ')})`, values: [...condition.statuses] };
    case 'number':
      return numbers(condition.field, condition.from, condition.to);
    case 'days':
      return days(condition.field, condition.from, condition.to);
    case 'weeks':
      return {
        sql: `p.id IN (SELECT r.paper_id FROM week w JOIN block b ON b.week_id = w.id JOIN reading r ON r.block_id = b.id
                        WHERE w.date IN (SELECT value FROM json_each(?)))`,
        values: [JSON.stringify(condition.dates)],
      };
    case 'contains':
    case 'is':
    case 'fits':
      return text(condition.kind, condition.field, condition.text);
    case 'has':
      return { sql: HAS[condition.what], values: [] };
    case 'substring':
      return {
        sql: `instr(kd_fold(p.title), kd_fold(?)) > 0
              OR p.id IN (SELECT r.paper_id FROM reading r JOIN block b ON b.id = r.block_id
                           WHERE instr(kd_fold(b.source), kd_fold(?)) > 0)
              OR p.id IN (SELECT n.paper_id FROM note n WHERE instr(kd_fold(n.source), kd_fold(?)) > 0)`,
        values: [condition.text, condition.text, condition.text],
      };
    case 'text':
      return { sql: 'p.id IN (SELECT rowid FROM search WHERE search MATCH ?)', values: [condition.expression] };
  }
}

const NUMBERS = { id: 'p.id', year: 'p.issued_year', rating: 'p.rating' } as const;

function numbers(field: keyof typeof NUMBERS, from: number | undefined, to: number | undefined): Compiled {
  const column = NUMBERS[field];
  if (from !== undefined && from === to) return { sql: `${column} = ?`, values: [from] };
  const parts = [...(from === undefined ? [] : [`${column} >= ?`]), ...(to === undefined ? [] : [`${column} <= ?`])];
  return {
    sql: parts.join(' AND ') || `${column} IS NOT NULL`,
    values: [from, to].filter((value) => value !== undefined),
  };
}

function days(field: 'added' | 'week', from: string, to: string): Compiled {
  if (field === 'added') return { sql: 'substr(p.added_at, 1, 10) BETWEEN ? AND ?', values: [from, to] };
  return {
    sql: `p.id IN (SELECT r.paper_id FROM week w JOIN block b ON b.week_id = w.id JOIN reading r ON r.block_id = b.id
                    WHERE w.date BETWEEN ? AND ?)`,
    values: [from, to],
  };
}

/** The texts of a field, as a selection of one column `x`; a field of the paper's own row is an expression. */
const COLUMNS: Readonly<Partial<Record<TextField, string>>> = {
  title: 'p.title',
  key: 'p.citation_key',
  doi: 'p.doi',
  arxiv: 'p.arxiv',
  url: 'p.url',
};
const SELECTIONS: Readonly<Partial<Record<TextField, string>>> = {
  author: 'SELECT a.name AS x FROM author a WHERE a.paper_id = p.id',
  venue: `SELECT p.container_title AS x UNION ALL SELECT v.name FROM venue v WHERE v.id = p.venue_id
          UNION ALL SELECT v.full_name FROM venue v WHERE v.id = p.venue_id`,
  theme: 'SELECT t.text AS x FROM reading r JOIN block t ON t.id = r.theme_id WHERE r.paper_id = p.id',
};

/** `kd_fold` and `kd_fits` are functions that the connection gives SQLite. */
function text(kind: 'contains' | 'is' | 'fits', field: TextField, wanted: string): Compiled {
  if (field === 'author' && kind === 'contains') {
    const key = nameKey(wanted);
    return {
      sql: 'EXISTS (SELECT 1 FROM author a WHERE a.paper_id = p.id AND instr(a.name_key, ?) > 0)',
      values: [key],
    };
  }
  const compared = (column: string) => {
    if (kind === 'fits') return `kd_fits(?, ${column})`;
    return kind === 'is' ? `kd_fold(${column}) = kd_fold(?)` : `instr(kd_fold(${column}), kd_fold(?)) > 0`;
  };
  const column = COLUMNS[field];
  const sql =
    column === undefined ? `EXISTS (SELECT 1 FROM (${SELECTIONS[field]}) WHERE ${compared('x')})` : compared(column);
  return { sql, values: [wanted] };
}

const link = (role: string) =>
  `EXISTS (SELECT 1 FROM link l WHERE l.paper_id = p.id AND l.role = '${role}' AND l.url IS NOT NULL)`;
const tagged = (where: string) =>
  `EXISTS (SELECT 1 FROM paper_tag pt JOIN tag t ON t.id = pt.tag_id WHERE pt.paper_id = p.id AND ${where})`;
const read = (where: string) => `EXISTS (SELECT 1 FROM reading r WHERE r.paper_id = p.id AND ${where})`;
/** A part of a reading or of a note, by its spans. */
const spanned = (test: (spans: string) => string) =>
  `(${read(test('r.spans'))} OR EXISTS (SELECT 1 FROM note n WHERE n.paper_id = p.id AND ${test('n.spans')}))`;

const HAS: Readonly<Record<Having, string>> = {
  title: "p.title <> ''",
  key: '1',
  author: 'EXISTS (SELECT 1 FROM author a WHERE a.paper_id = p.id)',
  venue: 'p.venue_id IS NOT NULL OR p.container_title IS NOT NULL',
  theme: read('r.theme_id IS NOT NULL'),
  doi: 'p.doi IS NOT NULL',
  arxiv: 'p.arxiv IS NOT NULL',
  url: 'p.url IS NOT NULL',
  tag: 'EXISTS (SELECT 1 FROM paper_tag pt WHERE pt.paper_id = p.id)',
  idea: tagged("t.kind = 'idea'"),
  task: tagged("t.kind = 'task'"),
  dataset: tagged("t.kind = 'dataset'"),
  topic: tagged("t.kind = 'topic'"),
  year: 'p.issued_year IS NOT NULL',
  rating: 'p.rating IS NOT NULL',
  week: read('1'),
  summary: spanned((spans) => `json_type(${spans}, '$.summary') IS NOT NULL`),
  'key-idea': spanned((spans) => `json_array_length(${spans}, '$.keyIdeas') > 0`),
  note: 'EXISTS (SELECT 1 FROM note n WHERE n.paper_id = p.id)',
  code: link('code'),
  project: link('project'),
  video: link('video'),
  // The sites whose pages name their PDF: see core/paper-address.ts.
  pdf: `p.arxiv IS NOT NULL OR p.url LIKE '%.pdf' OR p.url LIKE '%openreview.net/forum%'
        OR p.url LIKE '%openaccess.thecvf.com/%/html/%'`,
  abstract: 'p.abstract IS NOT NULL',
  'back-reference': read('r.refers_to IS NOT NULL'),
};
