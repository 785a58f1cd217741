import type { Command } from 'commander';
import { type Hit, search as searchPapers } from '../../core/search.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import { type Message, msg, plural } from '../../domain/message.ts';
import { oneLine } from '../../domain/text.ts';
import { UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { page } from '../pager.ts';
import { placeName } from '../places.ts';
import { type Column, count, printListing, styles } from '../print.ts';
import { explainQuery, lookUp, readQuery } from '../query.ts';
import { wrapped } from '../wrap.ts';

interface SearchOptions {
  readonly limit?: number;
  readonly substring?: true;
  readonly explain?: true;
}

/** How many hits a terminal shows, where it is not said. */
const SHOWN = 10;

const REMARK = msg`Chinese words of any length, and whole words of other scripts, in titles, key ideas, summaries, notes and the names of tags. word* finds what begins so. The conditions of kd list work as well.`;

export function search(command: Command, app: App): void {
  const { t } = app;
  addExamples(
    command,
    app,
    ['kd search 岭回归', 'kd search \'"batch norm"\' or BN', 'kd search distil* venue:AAAI year:2022..'],
    REMARK,
  );
  command
    .argument('<query...>', t`words to look for, and conditions such as venue:AAAI`)
    .option('--limit <number>', t`at most so many`, positive)
    .option('--substring', t`find words inside words too, by reading every text`)
    .option('--explain', t`show how the query is understood`)
    .action(async (words: string[], options: SearchOptions) => {
      const query = readQuery({ words });
      const library = await app.read();
      const resolved = await lookUp(app, library, query, options.substring === true);
      if (options.explain === true) {
        app.io.out(explainQuery(library, query.where, resolved));
        return;
      }
      if (resolved.terms.length === 0) {
        throw new UsageError(msg`there are no words to look for`, msg`kd list shows the papers of a condition`);
      }
      const { io } = app;
      const most = options.limit ?? resolved.limit ?? (io.isTerminal.out ? SHOWN : Number.MAX_SAFE_INTEGER);
      const { hits, total } = searchPapers(library, resolved, most);
      const more = total - hits.length;
      const footer =
        more > 0 && options.limit === undefined && resolved.limit === undefined
          ? msg`${plural(total, msg`${count(total)} paper`, msg`${count(total)} papers`)} · … ${count(more)} more: --limit ${total}`
          : plural(total, msg`${count(total)} paper`, msg`${count(total)} papers`);
      const isForPeople =
        app.options.json === undefined && app.options.jsonl === undefined && app.options.ids === undefined;
      if (io.isTerminal.out && isForPeople) {
        const style = await styles(app);
        const text = hits.map((hit) => hitText(app, hit, style.bold, style.dim)).join('');
        await page(app, await wrapped(text, io.columns));
        io.err(`${app.say(footer)}\n`);
        return;
      }
      await printListing(app, { rows: hits, columns: columnsIn(app), id: ({ id }) => id, footer });
    });
}

/** A hit as lines for people: the paper, where it was found, and the sentence. */
function hitText(app: App, hit: Hit, bold: (text: string) => string, dim: (text: string) => string): string {
  const { id, year, venue, title } = hit;
  const head = `${String(id).padStart(4)}  ${[year, venue].filter((part) => part !== null).join(' ')}  ${bold(oneLine(title))}`;
  return `${head}\n      ${dim(`${app.say(whereOf(hit))}:`)} ${marked(hit, bold)}\n`;
}

/** Where the words stand: `title`, `summary 2024-W20`, `note.md §Method`. */
function whereOf({ place, source, section }: Hit): Message {
  if (source === null) return placeName(place);
  if (/^\d{4}-\d{2}-\d{2}$/.test(source)) return msg`${placeName(place)}, ${isoWeekOf(source)}`;
  return section === null ? msg`${placeName(place)}, ${source}` : msg`${placeName(place)}, ${source} §${section}`;
}

/** The sentence with its words marked: in quotation marks, and on a terminal with colours in bold. */
function marked({ sentence, marks }: Hit, bold: (text: string) => string): string {
  let at = 0;
  let text = '';
  for (const [start, end] of marks) {
    text += `${oneLineInside(sentence.slice(at, start))}${bold(`«${oneLineInside(sentence.slice(start, end))}»`)}`;
    at = end;
  }
  return (text + oneLineInside(sentence.slice(at))).trim();
}

/** A part of a line: its spaces at both ends stay. */
function oneLineInside(text: string): string {
  return oneLine(`|${text}|`).slice(1, -1);
}

const columnsIn = (app: App): Column<Hit>[] => [
  { name: 'id', value: ({ id }) => id },
  { name: 'citation-key', value: ({ citationKey }) => citationKey },
  { name: 'year', value: ({ year }) => year },
  { name: 'venue', value: ({ venue }) => venue },
  { name: 'title', value: ({ title }) => title },
  { name: 'where', value: (hit) => app.say(whereOf(hit)) },
  { name: 'sentence', value: ({ sentence }) => sentence, text: (hit) => marked(hit, (text) => text) },
  { name: 'marks', value: ({ marks }) => marks, jsonOnly: true },
  { name: 'place', value: ({ place }) => place, jsonOnly: true },
  { name: 'source', value: ({ source }) => source, jsonOnly: true },
  { name: 'section', value: ({ section }) => section, jsonOnly: true },
  { name: 'line', value: ({ line }) => line, jsonOnly: true },
];
