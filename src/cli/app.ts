import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExamineOptions } from '../core/doctor.ts';
import { hasIndex } from '../core/search-index.ts';
import type { Vocabulary } from '../core/vocabulary.ts';
import { parseWeekRef, type WeekRef } from '../domain/calendar.ts';
import { type Message, type MessageValue, msg, type Translations, textOfMessage } from '../domain/message.ts';
import type { Settings } from '../domain/settings.ts';
import { type ExitCode, KdError, StoreError, UsageError } from '../errors.ts';
import type { Context, Library } from '../store/library.ts';
import type { Io } from './io.ts';
import { type Language, readTranslations } from './language.ts';
import { shellWord } from './shell.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly library?: string;
  /** Field names separated by commas; '' for all of them. */
  readonly json?: string;
  readonly jsonl?: true;
  readonly ids?: true;
  readonly color?: boolean;
}

export interface WriteOptions {
  readonly dryRun?: boolean;
  /** The command changes what is there: without a library it fails, and makes none. */
  readonly existing?: boolean;
  readonly path?: string;
}

/** What a command works with: the outside world, and the library, opened when it is first asked for. */
export class App {
  readonly io: Io;
  /** The folder of the package, which holds data/ and migrations/. */
  readonly root: string;
  readonly #args: readonly string[];
  options: GlobalOptions = {};
  /** What the command ends with when it does not throw: a partial result, such as a skipped file. */
  exitCode: ExitCode = 0;
  #library: Library | undefined;
  #settings: Promise<Settings> | undefined;
  #translations: Translations = {};
  #language: Language = 'en';

  constructor(io: Io, root: string, args: readonly string[]) {
    this.io = io;
    this.root = root;
    this.#args = args;
  }

  /** Says all that follows in this language. */
  speak(language: Language): void {
    this.#language = language;
    this.#translations = readTranslations(this.root, language);
  }

  get language(): Language {
    return this.#language;
  }

  /** The text of a message in the user's language. */
  say(message: Message): string {
    return textOfMessage(message, this.#translations);
  }

  /** The text of a message written in place. */
  readonly t = (strings: TemplateStringsArray, ...values: MessageValue[]): string => this.say(msg(strings, ...values));

  /** Today, as the user's own calendar has it. */
  get today(): string {
    const { now } = this.io;
    if (Number.isNaN(now.getTime())) throw new UsageError(msg`KD_NOW is no date: ${this.io.env['KD_NOW'] ?? ''}`);
    const two = (number: number) => String(number).padStart(2, '0');
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  /** The week that `--week` names. @throws UsageError */
  week(text: string): WeekRef {
    const ref = parseWeekRef(text, this.today);
    if (ref === undefined)
      throw new UsageError(msg`"${text}" names no week`, msg`write 2024-05-17, 2024-W20, this or last`);
    return ref;
  }

  /** Where the library is: --library, then KD_LIBRARY, then the user's data folder. */
  async libraryPath(): Promise<string> {
    const named = this.options.library ?? this.io.env['KD_LIBRARY'];
    return named !== undefined && named !== '' ? named : join(await this.folder('data'), 'library.db');
  }

  /** The user's folder for data, for what can be made again, or for settings: XDG's, else the one usual on the system. */
  async folder(kind: 'data' | 'cache' | 'config'): Promise<string> {
    const set = this.io.env[`XDG_${kind.toUpperCase()}_HOME`];
    if (set !== undefined && set !== '') return join(set, 'kd');
    try {
      const { default: envPaths } = await import('env-paths');
      return envPaths('kd', { suffix: '' })[kind];
    } catch (error) {
      throw new KdError(msg`your home folder is not known`, msg`name the library with --library or KD_LIBRARY`, error);
    }
  }

  /** The user's folder of this kind, made where it is not there. */
  async makeFolder(kind: 'data' | 'cache' | 'config'): Promise<string> {
    const path = await this.folder(kind);
    await this.makeFolderAt(path);
    return path;
  }

  /** Makes a folder, and those above it, where it is not there. */
  async makeFolderAt(path: string): Promise<void> {
    const { makeFolder } = await import('../store/folder.ts');
    makeFolder(path);
  }

  /** The user's settings, read when they are first asked for. @throws UsageError where the file of them has a mistake */
  settings(): Promise<Settings> {
    this.#settings ??= import('./settings-file.ts').then(({ readSettings }) => readSettings(this));
    return this.#settings;
  }

  /** The library, to read; its search index is made where it lacks one. @throws NotFoundError where there is none */
  async read({ index = true }: { readonly index?: boolean } = {}): Promise<Library> {
    if (this.#library === undefined) {
      const { Library: Store } = await import('../store/library.ts');
      const open = async () => Store.openToRead(await this.libraryPath(), join(this.root, 'migrations'));
      this.#library = await open();
      if (index && !hasIndex(this.#library)) {
        try {
          await this.write();
        } catch (error) {
          // An older library that cannot be written is read as it is; only a search says that it has no index.
          if (!(error instanceof StoreError)) throw error;
          this.#library = await open();
        }
      }
    }
    return this.#library;
  }

  /** The library, to write; made where there is none. A dry run gets a copy in memory. */
  async write({ dryRun = false, existing = false, path: named }: WriteOptions = {}): Promise<Library> {
    if (existing) await this.read();
    const path = named ?? (await this.libraryPath());
    const { Library: Store } = await import('../store/library.ts');
    const { hasVocabulary, shipVocabulary } = await import('../core/vocabulary.ts');
    const migrations = join(this.root, 'migrations');
    const context = this.#context();
    this.close();
    this.#library = dryRun ? Store.openCopy(path, migrations, context) : Store.openToWrite(path, migrations, context);
    const { version, load } = await this.vocabulary();
    if (!hasVocabulary(this.#library, version)) shipVocabulary(this.#library, version, await load());
    return this.#library;
  }

  /** The vocabulary that comes with kd, and what tells its version. */
  async vocabulary(): Promise<{ readonly version: string; load(): Promise<Vocabulary> }> {
    const [ideas = '', datasets = '', venues = ''] = ['ideas.yaml', 'datasets.yaml', 'venues.yaml'].map((name) =>
      readFileSync(join(this.root, 'data', name), 'utf8'),
    );
    const { createHash } = await import('node:crypto');
    return {
      version: createHash('sha256').update([ideas, datasets, venues].join('\n')).digest('hex'),
      load: async () => {
        const { readConcepts, readVenues } = await import('../formats/vocabulary.ts');
        return { concepts: [...readConcepts(ideas), ...readConcepts(datasets)], venues: readVenues(venues) };
      },
    };
  }

  /** What examining or repairing the library goes by. */
  async examineOptions(full: boolean): Promise<ExamineOptions & { readonly shipped: Vocabulary }> {
    const { newLibrary } = await import('../core/repair.ts');
    const { version, load } = await this.vocabulary();
    const shipped = await load();
    const migrations = join(this.root, 'migrations');
    const context = this.#context();
    const fresh = newLibrary(migrations, context, version, shipped);
    const vocabulary = { version, rows: fresh.checks.shippedRows() };
    fresh.close();
    const clock = (this.io.env['KD_NOW'] ?? '') === '' ? context.now : undefined;
    return { migrations, context, clock, full, vocabulary, shipped };
  }

  /**
   * Whether the library is what made a command fail in a way that no one foresaw: rows that were damaged without
   * SQLite's noticing, such as a list that is none.
   */
  async hasDamage(): Promise<boolean> {
    if (this.#library === undefined) return false;
    try {
      const { examine } = await import('../core/doctor.ts');
      const { findings } = examine(await this.libraryPath(), await this.examineOptions(false));
      return findings.some(({ severity }) => severity === 'problem');
    } catch (error) {
      return error instanceof StoreError;
    }
  }

  /** The command that is recorded of what is written now, with its time. */
  #context(): Context {
    return { command: commandLine(this.#args), now: this.io.now.toISOString() };
  }

  close(): void {
    this.#library?.close();
    this.#library = undefined;
  }
}

/** The command as a person would type it, for the library's history. */
function commandLine(args: readonly string[]): string {
  return ['kd', ...args.map(shellWord)].join(' ');
}
