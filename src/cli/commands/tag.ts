import { type Command, Option } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import {
  aliasTag,
  mergeTags,
  renameTag,
  type Suggestion,
  suggestTags,
  tagPaper,
  unaliasTag,
  untagPaper,
  whyTag,
} from '../../core/tag.ts';
import { msg, plural, verbatim } from '../../domain/message.ts';
import { TAG_KINDS, type TagCount, type TagKind } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { positive } from '../options.ts';
import { placeName } from '../places.ts';
import { type Column, codeOrWord, count, printListing, printRecord } from '../print.ts';
import { wrapped } from '../wrap.ts';

const EXAMPLES = [
  'kd tag list',
  'kd tag add projector representation',
  'kd tag rm projector capacity-gap',
  'kd tag alias whitening ZCA',
  'kd tag why projector logsum',
];

const COLUMNS: readonly Column<TagCount>[] = [
  { name: 'name', head: msg`TAG`, value: ({ name }) => name, narrow: 'shrink' },
  { name: 'papers', head: msg`PAPERS`, value: ({ papers }) => papers },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'label-en', value: ({ labelEn }) => labelEn },
  { name: 'label-zh', head: verbatim('中文'), value: ({ labelZh }) => labelZh, narrow: 'drop' },
  { name: 'aliases', head: msg`ALIASES`, value: ({ aliases }) => aliases, narrow: 'drop' },
];

export function tag(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, EXAMPLES);
  command
    .command('list')
    .description(t`list the tags with the number of their papers, narrower tags included`)
    .option('--unused', t`those of no paper too`)
    .action(async (options: { unused?: true }) => {
      const library = await app.read();
      const rows = library.tags.counts(options.unused === true);
      const footer = plural(rows.length, msg`${count(rows.length)} tag`, msg`${count(rows.length)} tags`);
      await printListing(app, { rows, columns: COLUMNS, id: ({ name }) => name, footer });
    });
  command
    .command('add')
    .description(t`put tags on a paper; a new name makes a new tag`)
    .argument('<paper>', t`a reference to the paper`)
    .argument('<tag...>', t`names of tags`)
    .addOption(new Option('--kind <kind>', t`the kind of a tag that is new`).choices(TAG_KINDS).default('idea'))
    .option('-n, --dry-run', t`write nothing`)
    .action(async (ref: string, names: string[], options: { kind: TagKind; dryRun?: true }) => {
      const library = await app.write({ existing: true, dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      done(app, paper.citationKey, tagPaper(library, paper.id, names, options.kind), '+');
    });
  command
    .command('rm')
    .description(t`take tags off a paper, for good`)
    .argument('<paper>', t`a reference to the paper`)
    .argument('<tag...>', t`names of tags`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (ref: string, names: string[], options: { dryRun?: true }) => {
      const library = await app.write({ existing: true, dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      done(app, paper.citationKey, untagPaper(library, paper.id, names), '-');
    });
  command
    .command('alias')
    .description(t`give a tag further names, or with --rm take them back`)
    .argument('<tag>', t`a name of the tag`)
    .argument('<alias...>', t`further names`)
    .option('--rm', t`take these names back`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (word: string, aliases: string[], options: { rm?: true; dryRun?: true }) => {
      const library = await app.write({ dryRun: options.dryRun === true });
      const { name } = options.rm === true ? unaliasTag(library, word, aliases) : aliasTag(library, word, aliases);
      done(app, name, aliases, options.rm === true ? '-' : '+');
    });
  command
    .command('rename')
    .description(t`give a tag of your own another name`)
    .argument('<tag>', t`a name of the tag`)
    .argument('<name>', t`its new name`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (word: string, name: string, options: { dryRun?: true }) => {
      const library = await app.write({ existing: true, dryRun: options.dryRun === true });
      done(app, word, [renameTag(library, word, name).name], '+');
    });
  command
    .command('merge')
    .description(t`make a tag of your own one with another, which keeps its name`)
    .argument('<tag>', t`a name of the tag that goes`)
    .argument('<into>', t`a name of the tag that stays`)
    .option('-n, --dry-run', t`write nothing`)
    .action(async (word: string, into: string, options: { dryRun?: true }) => {
      const library = await app.write({ existing: true, dryRun: options.dryRun === true });
      done(app, mergeTags(library, word, into).name, [word], '+');
    });
  command
    .command('tree')
    .description(t`show the tags with the narrower ones below the broader`)
    .option('--unused', t`those of no paper too`)
    .action(async (options: { unused?: true }) => {
      const library = await app.read();
      const rows = treeRows(withCounts(library.questions.tree(), library.tags.counts(true)), options.unused === true);
      await printListing(app, { rows, columns: TREE_COLUMNS, id: ({ name }) => name });
    });
  command
    .command('suggest')
    .description(t`show frequent phrases of your notes that no tag knows`)
    .option('--min <papers>', t`phrases of at least so many papers`, positive, 2)
    .action(async (options: { min: number }) => {
      const rows = suggestTags(await app.read(), options.min);
      const columns: Column<Suggestion>[] = [
        { name: 'phrase', head: msg`PHRASE`, value: ({ phrase }) => phrase },
        { name: 'count', head: msg`PAPERS`, value: ({ papers }) => papers.length },
        { name: 'papers', head: msg`IN`, value: ({ papers }) => papers, narrow: 'shrink' },
      ];
      const footer = plural(rows.length, msg`${count(rows.length)} phrase`, msg`${count(rows.length)} phrases`);
      await printListing(app, { rows, columns, id: ({ phrase }) => phrase, footer });
    });
  command
    .command('why')
    .description(t`show why a paper carries a tag`)
    .argument('<paper>', t`a reference to the paper`)
    .argument('<tag>', t`a name of the tag`)
    .action(async (ref: string, word: string) => {
      const library = await app.read();
      const paper = findPaper(library, ref);
      const { tag: found, carried, choice, evidence } = whyTag(library, paper.id, word);
      const record = {
        paper: paper.id,
        'citation-key': paper.citationKey,
        tag: found.name,
        carried,
        choice: choice ?? null,
      };
      const reasons = evidence.map(({ tagId, rule, ...reason }) => ({ ...reason, rule: app.say(rule) }));
      if (printRecord(app, { ...record, evidence: reasons })) return;
      const state = carried ? msg`carried` : msg`not carried`;
      const decision = choice === 'added' ? t`added by you` : t`removed by you`;
      const lines = [
        [paper.citationKey, found.name, codeOrWord(app, state)],
        ...(choice === undefined ? [] : [[codeOrWord(app, msg`decided`), decision]]),
        ...reasons.map(({ phrase, place, source, rule }) => {
          return [phrase, codeOrWord(app, placeName(place)), source ?? '', rule];
        }),
      ];
      const { isTerminal, columns } = app.io;
      const text = lines.map((cells) => `${cells.map(oneLine).join(isTerminal.out ? '  ' : '\t')}\n`).join('');
      app.io.out(isTerminal.out ? await wrapped(text, columns) : text);
    });
}

interface TreeRow {
  readonly name: string;
  readonly depth: number;
  readonly papers: number;
  readonly kind: TagKind;
  readonly labelZh: string | null;
}

const TREE_COLUMNS: readonly Column<TreeRow>[] = [
  {
    name: 'name',
    head: msg`TAG`,
    value: ({ name }) => name,
    text: ({ name, depth }) => `${'· '.repeat(depth)}${name}`,
  },
  { name: 'papers', head: msg`PAPERS`, value: ({ papers }) => papers },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'label-zh', head: verbatim('中文'), value: ({ labelZh }) => labelZh, narrow: 'drop' },
  { name: 'depth', value: ({ depth }) => depth, jsonOnly: true },
];

/** The tags with the number of their papers, narrower tags included, as everywhere. */
function withCounts(tags: readonly TreeTag[], counts: readonly TagCount[]): (TreeTag & { readonly papers: number })[] {
  const papers = new Map(counts.map((tag) => [tag.name, tag.papers]));
  return tags.map((tag) => ({ ...tag, papers: papers.get(tag.name) ?? 0 }));
}

type TreeTag = Omit<TreeRow, 'depth' | 'papers'> & { readonly broader: readonly string[] };

/** The tags from the top down; one with several broader tags stands below each. Unused branches are left out. */
function treeRows(tags: readonly (TreeTag & { readonly papers: number })[], unused: boolean): TreeRow[] {
  const below = (parent: string | undefined) =>
    tags.filter(({ broader }) => (parent === undefined ? broader.length === 0 : broader.includes(parent)));
  const walk = (parent: string | undefined, depth: number): TreeRow[] =>
    below(parent).flatMap(({ broader, ...tag }) => {
      const rows = walk(tag.name, depth + 1);
      return unused || tag.papers > 0 || rows.length > 0 ? [{ ...tag, depth }, ...rows] : [];
    });
  return walk(undefined, 0);
}

function done(app: App, name: string, tags: readonly string[], sign: '+' | '-'): void {
  if (printRecord(app, { name, tags, sign })) return;
  const separator = app.io.isTerminal.out ? ' ' : '\t';
  app.io.out(`${name}${separator}${tags.map((one) => `${sign}${oneLine(one)}`).join(separator)}\n`);
}
