import type { HealthCheck, HealthFinding } from '../domain/health.ts';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { textOf, type Week } from '../domain/week.ts';
import { readWeeklyNote } from '../formats/weekly-note.ts';
import type { Difference } from '../store/checks.ts';
import { checkFile, checkPlace } from '../store/file-check.ts';
import { type Context, Library } from '../store/library.ts';
import { Deriver } from './derive.ts';
import { rememberIndex } from './search-index.ts';
import { vocabularyVersion } from './vocabulary.ts';

/** Up to this many papers, all are derived again and compared; of more, about so many, unless all are asked for. */
const SAMPLE = 2000;
/** Up to this many recorded changes, all are compared with the rows, unless more are asked for. */
const MOST_CHANGES = 200_000;
/** How many findings of one kind are told one by one. */
const MOST_TOLD = 10;

export interface ExamineOptions {
  readonly migrations: string;
  /** The command and its time. */
  readonly context: Context;
  /** The time against which operations are in the future; undefined where the clock is set by hand. */
  readonly clock: string | undefined;
  readonly full: boolean;
  /** The version of the vocabulary of this kd, and its rows in a new library. */
  readonly vocabulary: { readonly version: string; readonly rows: readonly string[] };
}

/** How a library is. */
export interface Examination {
  readonly findings: readonly HealthFinding[];
  readonly isDamaged: boolean;
  /** Whether only a new file mends it. */
  readonly isToBeRebuilt: boolean;
  /** What was looked at; null where the file is too damaged for its rows to be read. */
  readonly seen: {
    readonly papers: number;
    readonly weeks: number;
    readonly notes: number;
    readonly operations: number;
    /** How many papers were derived again and compared with what the library has. */
    readonly compared: number;
    /** Whether the recorded operations were compared with the rows. */
    readonly history: boolean;
  } | null;
}

/**
 * Examines a library: its file, its place, and whether its rows agree with one another and with its history. What is
 * derived is made again in a copy in memory and compared. Nothing is written.
 * @throws NotFoundError, StoreError where the library cannot be read at all
 */
export function examine(path: string, options: ExamineOptions): Examination {
  const file = checkFile(path, options.migrations, options.full);
  const findings = [...file.findings, ...checkPlace(path)];
  if (file.isDamaged) return { findings, isDamaged: true, isToBeRebuilt: true, seen: null };
  const library = Library.openCopy(path, options.migrations, options.context);
  try {
    const { findings: rows, seen } = examineRows(library, options);
    return { findings: [...findings, ...rows], isDamaged: false, isToBeRebuilt: file.isToBeRebuilt, seen };
  } finally {
    library.close();
  }
}

const REPAIR = verbatim('kd doctor --repair');
const REINDEX = verbatim('kd doctor --reindex');

/** Examines the rows of a library, which is a copy: what is derived is made again in it. */
export function examineRows(
  library: Library,
  { clock, full, vocabulary }: ExamineOptions,
): { findings: HealthFinding[]; seen: NonNullable<Examination['seen']> } {
  const { checks } = library;
  const findings: HealthFinding[] = [];
  const add = (check: HealthCheck, severity: HealthFinding['severity'], message: Message, todo: Message) => {
    findings.push({ check, severity, message, todo, mended: severity === 'problem' });
  };
  /** Rows that cannot be made sense of at all, such as a list that is none, are a finding of the check they stop. */
  const attempt = (check: HealthCheck, work: () => void) => {
    try {
      work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      add(check, 'problem', msg`rows that cannot be understood (${message})`, REPAIR);
    }
  };
  const problems = (check: HealthCheck, messages: readonly Message[], todo: Message = REPAIR) => {
    for (const message of messages.slice(0, MOST_TOLD)) add(check, 'problem', message, todo);
    const rest = messages.length - MOST_TOLD;
    if (rest > 0) add(check, 'problem', msg`and ${rest} more of this kind`, todo);
  };

  attempt('keys', () => {
    const wrong = checks.wrongKeys();
    problems(
      'keys',
      wrong.map(({ table, key, column }) => msg`${column} of ${rowName(table, key)} is not that of its text`),
    );
  });
  attempt('rows', () => {
    const broken = new Set(checks.brokenReadings().map(({ weekDate }) => weekDate));
    problems(
      'rows',
      [...broken].map((date) => msg`the readings of the week ${date} do not fit its blocks`),
    );
    problems(
      'rows',
      checks.weeksWithGaps().map((date) => msg`the blocks of the week ${date} are not numbered in order`),
    );
    problems(
      'rows',
      checks.lowSequences().map(({ table }) => msg`the next id of ${table} was given before`),
    );
    for (const date of weeksReadOtherwise(library)) {
      add(
        'rows',
        'hint',
        msg`the week ${date} would be read in another way today`,
        msg`kd lint shows what is doubtful`,
      );
    }
  });
  attempt('derived', () => examineVocabulary(library, vocabulary, add));
  const history = full || checks.changes() <= MOST_CHANGES;
  attempt('history', () => {
    if (!history) return;
    const { differences, unreadable } = checks.differences();
    problems('history', differences.map(differenceText));
    if (unreadable.length > 0) {
      add('history', 'problem', msg`recorded changes that cannot be read: ${unreadable.length}`, REPAIR);
    }
  });
  let compared = 0;
  attempt('derived', () => {
    compared = compareDerived(library, full, problems);
  });
  attempt('clock', () => examineTimes(library, clock, add));
  const seen = {
    papers: checks.count('paper'),
    weeks: checks.count('week'),
    notes: checks.count('note'),
    operations: checks.count('operation'),
    compared,
    history,
  };
  return { findings, seen };
}

type Add = (check: HealthCheck, severity: HealthFinding['severity'], message: Message, todo: Message) => void;

function examineVocabulary(library: Library, vocabulary: ExamineOptions['vocabulary'], add: Add): void {
  if (vocabularyVersion(library) !== vocabulary.version) {
    const todo = msg`the next command that writes brings it up to date`;
    add('derived', 'hint', msg`its vocabulary is that of another kd`, todo);
    return;
  }
  if (!hasShippedRows(library, vocabulary.rows)) {
    add('derived', 'problem', msg`rows of the shipped vocabulary are not as they are shipped`, REPAIR);
  }
}

/** Whether the shipped rows of the vocabulary are these. */
export function hasShippedRows(library: Library, rows: readonly string[]): boolean {
  const own = library.checks.shippedRows();
  return own.length === rows.length && new Set([...own, ...rows]).size === rows.length;
}

function examineTimes(library: Library, clock: string | undefined, add: Add): void {
  const { future, backward, unreadable } = library.checks.oddTimes(clock);
  if (unreadable > 0)
    add('clock', 'hint', msg`operations whose time is none: ${unreadable}`, msg`nothing need be done`);
  const check = msg`check the clock of this machine`;
  if (future > 0) add('clock', 'hint', msg`operations dated in the future: ${future}`, check);
  if (backward > 0) add('clock', 'hint', msg`operations dated before the one they follow: ${backward}`, check);
}

/** Derives papers again and compares; returns how many. */
function compareDerived(
  library: Library,
  full: boolean,
  problems: (check: HealthCheck, messages: readonly Message[], todo?: Message) => void,
): number {
  const { checks, papers } = library;
  const ids = papers.ids();
  const every = full ? 1 : Math.max(1, Math.floor(ids.length / SAMPLE));
  const sample = ids.filter((id) => id % every === 0);
  const isSound = checks.isIndexSound();
  problems('index', isSound ? [] : [msg`the search index is damaged`], REINDEX);
  const before = isSound ? checks.indexed(every) : undefined;
  const other: number[] = [];
  library.write(() => {
    if (!isSound) checks.clearIndex();
    const deriver = new Deriver(library);
    for (const id of sample) {
      const old = checks.derivedOf(id);
      deriver.refresh(id);
      if (checks.derivedOf(id) !== old) other.push(id);
    }
  });
  const key = (id: number) => papers.get(id)?.citationKey ?? String(id);
  problems(
    'derived',
    other.map((id) => msg`the tags, names or mentions of ${key(id)} are not those of its texts`),
    REINDEX,
  );
  if (before !== undefined) {
    const after = checks.indexed(every);
    const isOther = sample.filter((id) => before.get(id) !== after.get(id));
    const known = new Set(sample);
    const foreign = [...before.keys()].filter((id) => !known.has(id)).length;
    problems(
      'index',
      isOther.map((id) => msg`the search index does not hold the texts of ${key(id)}`),
      REINDEX,
    );
    problems('index', foreign === 0 ? [] : [msg`papers in the search index that are gone: ${foreign}`], REINDEX);
  }
  return sample.length;
}

/** The weeks whose text, read again, would give other blocks. */
function weeksReadOtherwise(library: Library): string[] {
  const venues = library.venues.table();
  return library.weeks.list().flatMap(({ date }) => {
    const { blocks, choices, fileName } = library.weeks.load(date) as Week;
    const text = textOf(blocks);
    if (text === '') return [];
    const [draft] = readWeeklyNote(text, { venues, choices, fileName: fileName ?? `${date}.md` }).weeks;
    const read = draft?.blocks.map(({ kind, source, text: words }) => [kind, source, words]);
    const kept = blocks.map(({ kind, source, text: words }) => [kind, source, words]);
    return JSON.stringify(read) === JSON.stringify(kept) ? [] : [date];
  });
}

/** A row as it is named to people: its table and its key. */
export function rowName(table: string, key: Readonly<Record<string, unknown>>): string {
  return `${table} ${Object.values(key).join('/')}`;
}

function differenceText({ table, key, recorded, is }: Difference): Message {
  const name = rowName(table, key);
  if (recorded === null) return msg`${name} is there, but its last change took it away`;
  if (is === null) return msg`${name} is gone, but no change took it away`;
  const columns = Object.keys(recorded).filter((column) => recorded[column] !== is[column]);
  return msg`${columns.join(', ')} of ${name} is not what its last change made it`;
}

/** Makes the search index and all that is derived anew; returns the number of papers. */
export function reindex(library: Library): number {
  return library.write(() => {
    library.checks.clearDerived();
    library.checks.clearIndex();
    new Deriver(library).refreshAll();
    rememberIndex(library);
    return library.checks.count('paper');
  });
}
