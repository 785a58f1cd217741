import type { Command } from 'commander';
import { type Dupe, findDupes, setDifferent, TIERS, type Tier } from '../../core/dupes.ts';
import { findPaper } from '../../core/find-paper.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import type { PaperRow } from '../../domain/paper.ts';
import { UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { type Column, codeOrWord, count, printListing } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';

interface DupesOptions {
  readonly different?: true;
  readonly rm?: true;
  readonly decisions?: true;
  readonly dryRun?: true;
}

const REMARK = msg`Surest first: papers that name one DOI or arXiv identifier (id), papers of one title (title), and papers whose titles differ in a few letters or by a subtitle, where neither year nor first author speaks against it (near). It is a question, so it ends with 0 also where there are some.`;

const TIER_NAMES: Readonly<Record<Tier, Message>> = {
  id: msg`same identifier`,
  title: msg`same title`,
  near: msg`near title`,
};

const columnsIn = (app: App): Column<Dupe>[] => [
  {
    name: 'ids',
    head: msg`IDS`,
    value: ({ papers }) => papers.map(({ id }) => id),
    text: ({ papers }) => papers.map(({ id }) => id).join(app.io.isTerminal.out ? ' ' : ','),
  },
  { name: 'citation-keys', value: ({ papers }) => papers.map(({ citationKey }) => citationKey) },
  {
    name: 'tier',
    head: msg`TIER`,
    value: ({ tier }) => tier,
    text: ({ tier }) => (app.io.isTerminal.out ? codeOrWord(app, TIER_NAMES[tier]) : tier),
  },
  { name: 'title', head: msg`TITLE`, value: ({ papers: [first] }) => first.title, jsonOnly: true, narrow: 'shrink' },
  { name: 'other-title', value: ({ papers: [, second] }) => second.title, jsonOnly: true },
  {
    name: 'why',
    head: msg`WHY`,
    value: ({ why }) => why.map((reason) => app.say(reason)),
    text: ({ why }) => app.say(joined(why, '; ')),
    narrow: 'shrink',
  },
];

export function dupes(command: Command, app: App): void {
  const { t } = app;
  const examples = [
    'kd dupes',
    'kd dupes tag:whitening',
    'kd dupes --different 12 47',
    'kd dupes --decisions > decisions.tsv && $EDITOR decisions.tsv && kd merge --from decisions.tsv',
  ];
  addExamples(command, app, examples, REMARK);
  command
    .argument('[query...]', t`only papers such as tag:whitening venue:AAAI year:2022..`)
    .option('--different', t`record that these papers are different; without papers: list such pairs`)
    .option('--rm', t`with --different: they may be one again`)
    .option('--decisions', t`print the pairs for a file of decisions, as kd merge --from reads it`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (words: string[], options: DupesOptions) => {
      if (options.rm === true && options.different !== true) {
        throw new UsageError(msg`--rm goes with --different`, verbatim('kd dupes --different --rm 12 47'));
      }
      if (options.different === true) {
        await tellApart(app, words, options);
        return;
      }
      const query = readQuery({ words });
      const library = await app.read();
      const resolved = words.length === 0 ? undefined : await lookUp(app, library, query);
      const ids = resolved && new Set(library.papers.find(resolved, resolved.limit).rows.map(({ id }) => id));
      const rows = findDupes(library, ids);
      if (options.decisions === true) await printDecisions(app, rows);
      else await printDupes(app, rows);
    });
}

async function printDupes(app: App, rows: readonly Dupe[]): Promise<void> {
  const counts = TIERS.map((tier) => [tier, rows.filter((row) => row.tier === tier).length] as const);
  const parts = counts.filter(([, number]) => number > 0).map(([tier, number]) => msg`${TIER_NAMES[tier]}: ${number}`);
  const pairs = plural(rows.length, msg`${count(rows.length)} pair`, msg`${count(rows.length)} pairs`);
  const footer = joined([pairs, ...parts], ' · ');
  const id = ({ papers }: Dupe) => papers.map((paper) => paper.id).join(' ');
  await printListing(app, { rows, columns: columnsIn(app), id, footer });
}

async function printDecisions(app: App, rows: readonly Dupe[]): Promise<void> {
  const { writeDecisions } = await import('../../formats/decisions.ts');
  const undecided = rows.map(({ papers, tier, why }) => ({
    ids: papers.map(({ id }) => id),
    citationKeys: papers.map(({ citationKey }) => citationKey),
    remarks: [tier, app.say(joined(why, '; ')), ...papers.map(({ title }) => title)],
  }));
  const comment = app.t`Write merge or different for skip where you decide. The second paper is taken into the first; swap the ids, and their keys, for the other way. Then: kd merge --from FILE`;
  app.io.out(writeDecisions(undecided, [comment]));
}

/** Records which papers are different, or lists the pairs of which that was said. */
async function tellApart(app: App, refs: readonly string[], options: DupesOptions): Promise<void> {
  const isDifferent = options.rm !== true;
  const reader = await app.read();
  const ids = refs.map((ref) => findPaper(reader, ref).id);
  if (refs.length === 0 && isDifferent) {
    await printPairs(app, reader, reader.duplicates.different());
    return;
  }
  const library = await app.write({ existing: true, dryRun: options.dryRun === true });
  setDifferent(library, ids, isDifferent);
  const pairs = library.duplicates.different();
  await printPairs(app, library, isDifferent ? pairs.filter((pair) => pair.every((id) => ids.includes(id))) : []);
}

async function printPairs(app: App, library: Library, pairs: readonly (readonly number[])[]): Promise<void> {
  const rows = pairs.map((pair) => library.papers.rowsOf(pair));
  const columns: Column<PaperRow[]>[] = [
    { name: 'ids', head: msg`IDS`, value: (pair) => pair.map(({ id }) => id) },
    { name: 'citation-keys', head: msg`KEYS`, value: (pair) => pair.map(({ citationKey }) => citationKey) },
    { name: 'titles', value: (pair) => pair.map(({ title }) => title), jsonOnly: true },
  ];
  await printListing(app, { rows, columns, id: (pair) => pair.map(({ id }) => id).join(' ') });
}
