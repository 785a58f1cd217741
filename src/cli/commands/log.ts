import type { Command } from 'commander';
import type { Effect } from '../../core/effects.ts';
import { findPaper } from '../../core/find-paper.ts';
import { effectsOfOperation, type LogEntry, logOf } from '../../core/history.ts';
import { type Message, msg, plural } from '../../domain/message.ts';
import type { Query } from '../../domain/query.ts';
import { UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { type Column, codeOrWord, count, printListing } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';

interface LogCommandOptions {
  readonly limit?: number;
  readonly operation?: number;
}

export function log(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd log', 'kd log projector', 'kd log tag:whitening --limit 5', 'kd log --operation 12']);
  command
    .argument('[paper...]', t`only what touched these papers: references to them, or a query such as tag:whitening`)
    .option('--limit <number>', t`at most so many`, positive)
    .option('--operation <id>', t`show everything that this one changed`, positive)
    .action(async (words: string[], { limit, operation }: LogCommandOptions) => {
      if (operation !== undefined) {
        if (words.length > 0) {
          throw new UsageError(msg`--operation shows one alone`, msg`leave out either it or the papers`);
        }
        const rows = effectsOfOperation(await app.read({ index: false }), operation).slice(0, limit);
        const footer = plural(rows.length, msg`${count(rows.length)} change`, msg`${count(rows.length)} changes`);
        await printListing(app, { rows, columns: effectColumns(app), id: ({ name }) => name, footer });
        return;
      }
      const library = await app.read({ index: words.length > 0 });
      const paperIds = words.length === 0 ? undefined : await papersOf(app, library, words);
      const rows = logOf(library, { paperIds, limit });
      const footer = plural(rows.length, msg`${count(rows.length)} command`, msg`${count(rows.length)} commands`);
      await printListing(app, { rows, columns: logColumns(app), id: ({ operation: { id } }) => id, footer });
    });
}

/** The papers that words name: each by itself, or, where there is a condition among them, all by one query. */
async function papersOf(app: App, library: Library, words: readonly string[]): Promise<number[]> {
  const query = readQuery({ words });
  if (query.where === undefined || isOfWords(query.where)) return words.map((word) => findPaper(library, word).id);
  return library.papers.find(await lookUp(app, library, query)).rows.map(({ id }) => id);
}

function isOfWords(query: Query): boolean {
  return query.kind === 'text' || (query.kind === 'all' && query.of.every(isOfWords));
}

const STATES: Readonly<Record<LogEntry['state'], Message>> = {
  done: msg`done`,
  undone: msg`undone`,
  discarded: msg`discarded`,
};

function logColumns(app: App): Column<LogEntry>[] {
  const { isTerminal } = app.io;
  const stateOf = ({ state }: LogEntry) => (isTerminal.out && state === 'done' ? '' : codeOrWord(app, STATES[state]));
  return [
    { name: 'id', head: msg`ID`, value: ({ operation }) => operation.id },
    {
      name: 'at',
      head: msg`TIME`,
      value: ({ operation }) => operation.at,
      text: ({ operation: { at } }) => (isTerminal.out ? localTime(at) : at),
      narrow: 'drop',
    },
    { name: 'command', head: msg`COMMAND`, value: ({ operation }) => operation.command, narrow: 'shrink' },
    { name: 'what', head: msg`CHANGED`, value: ({ what }) => app.say(what), narrow: 'shrink' },
    { name: 'state', head: msg`STATE`, value: ({ state }) => state, text: stateOf },
  ];
}

/** A time as the user's own clock has it, to the minute. */
function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

const NOUNS: Readonly<Record<Effect['noun'], Message>> = {
  paper: msg`paper`,
  week: msg`week`,
  note: msg`note`,
  tag: msg`tag`,
};

const KINDS: Readonly<Record<Effect['kind'], Message>> = {
  added: msg`added`,
  removed: msg`removed`,
  changed: msg`changed`,
};

function effectColumns(app: App): Column<Effect>[] {
  return [
    {
      name: 'kind',
      head: msg`CHANGE`,
      value: ({ kind }) => kind,
      text: ({ kind }) => codeOrWord(app, KINDS[kind]),
    },
    { name: 'of', head: msg`OF`, value: ({ noun }) => noun, text: ({ noun }) => codeOrWord(app, NOUNS[noun]) },
    { name: 'name', head: msg`NAME`, value: ({ name }) => name, narrow: 'shrink' },
    { name: 'field', head: msg`FIELD`, value: ({ field }) => field ?? null },
    { name: 'before', head: msg`BEFORE`, value: ({ before }) => before, narrow: 'shrink' },
    { name: 'after', head: msg`AFTER`, value: ({ after }) => after, narrow: 'shrink' },
  ];
}
