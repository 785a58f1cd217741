import { Checks } from './checks.ts';
import { type Context, Database } from './database.ts';
import { Duplicates } from './duplicates.ts';
import { History } from './history.ts';
import { Mentions } from './mentions.ts';
import { Notes } from './notes.ts';
import { Operations } from './operations.ts';
import { Papers } from './papers.ts';
import { Questions } from './questions.ts';
import { Restore } from './restore.ts';
import { RowNames } from './row-names.ts';
import { Search } from './search.ts';
import { Tags } from './tags.ts';
import { Touched } from './touched.ts';
import { Trash } from './trash.ts';
import { Venues } from './venues.ts';
import { Weeks } from './weeks.ts';

export type { Context } from './database.ts';

/** One library file: a repository for each noun, over one connection. */
export class Library {
  readonly papers: Papers;
  readonly tags: Tags;
  readonly venues: Venues;
  readonly weeks: Weeks;
  readonly notes: Notes;
  readonly mentions: Mentions;
  readonly operations: Operations;
  readonly history: History;
  readonly questions: Questions;
  readonly search: Search;
  readonly restore: Restore;
  readonly trash: Trash;
  readonly duplicates: Duplicates;
  readonly checks: Checks;
  readonly #db: Database;
  readonly #context: Context | undefined;

  private constructor(db: Database, context?: Context) {
    this.#db = db;
    this.#context = context;
    this.papers = new Papers(db);
    this.tags = new Tags(db);
    this.venues = new Venues(db);
    this.weeks = new Weeks(db);
    this.notes = new Notes(db);
    this.mentions = new Mentions(db);
    this.operations = new Operations(db);
    this.history = new History(db);
    this.questions = new Questions(db);
    this.search = new Search(db);
    this.restore = new Restore(db);
    this.trash = new Trash(db);
    this.duplicates = new Duplicates(db);
    this.checks = new Checks(db);
  }

  /** @throws NotFoundError where there is no library at the path: reading never makes one */
  static openToRead(path: string, migrations: string): Library {
    return new Library(Database.openToRead(path, migrations));
  }

  /** Opens the library for a command that writes, and makes it where there is none. */
  static openToWrite(path: string, migrations: string, context: Context): Library {
    return new Library(Database.openToWrite(path, migrations, context), context);
  }

  /** A copy in memory, for a dry run: what is done to it is gone with it. */
  static openCopy(path: string, migrations: string, context: Context): Library {
    return new Library(Database.openCopy(path, migrations, context), context);
  }

  /** The time of the running command, as ISO 8601 in UTC. */
  get now(): string {
    return this.#context?.now ?? '';
  }

  /** Runs the work as one transaction, recorded as one operation. A call inside another joins it. */
  write<T>(work: () => T): T {
    return this.#db.write(work);
  }

  /** Runs the work as one transaction that is no operation: history itself is put back, or moved along. */
  replay<T>(work: () => T): T {
    return this.#db.replay(work);
  }

  /** Gathers what is touched from now on, for what follows from it to be made again. */
  touched(): Touched {
    return new Touched(this.#db);
  }

  /** By what people know the rows of history. */
  rowNames(): RowNames {
    return new RowNames(this.#db);
  }

  /** What kd itself remembers of a library, such as the version of the shipped vocabulary. */
  remembered(key: string): string | undefined {
    return this.#db.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value;
  }

  remember(key: string, value: string): void {
    this.#db.run(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }

  close(): void {
    this.#db.close();
  }
}
