import { type Command, Option } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { aliasTag, tagPaper, unaliasTag, untagPaper, whyTag } from '../../core/tag.ts';
import { TAG_KINDS, type TagCount, type TagKind } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { type Column, count, printListing, printRecord } from '../print.ts';

const EXAMPLES = `
Examples:
  $ kd tag list
  $ kd tag add projector representation
  $ kd tag rm projector capacity-gap
  $ kd tag alias whitening ZCA
  $ kd tag why projector logsum
`;

const COLUMNS: readonly Column<TagCount>[] = [
  { name: 'name', head: 'TAG', value: ({ name }) => name },
  { name: 'papers', head: 'PAPERS', value: ({ papers }) => papers },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'label-en', value: ({ labelEn }) => labelEn },
  { name: 'label-zh', head: '中文', value: ({ labelZh }) => labelZh },
  { name: 'aliases', head: 'ALIASES', value: ({ aliases }) => aliases, narrow: 'shrink' },
];

export function tag(command: Command, app: App): void {
  command.addHelpText('after', EXAMPLES);
  command
    .command('list')
    .description('list the tags with the number of their papers, narrower tags included')
    .option('--unused', 'those of no paper too')
    .action(async (options: { unused?: true }) => {
      const library = await app.read();
      const rows = library.tags.counts(options.unused === true);
      await printListing(app, { rows, columns: COLUMNS, id: ({ name }) => name, footer: count(rows.length, 'tag') });
    });
  command
    .command('add')
    .description('put tags on a paper; a new name makes a new tag')
    .argument('<paper>', 'a reference to the paper')
    .argument('<tag...>', 'names of tags')
    .addOption(new Option('--kind <kind>', 'the kind of a tag that is new').choices(TAG_KINDS).default('idea'))
    .option('-n, --dry-run', 'write nothing')
    .action(async (ref: string, names: string[], options: { kind: TagKind; dryRun?: true }) => {
      const library = await app.write({ dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      done(app, paper.citationKey, tagPaper(library, paper.id, names, options.kind), '+');
    });
  command
    .command('rm')
    .description('take tags off a paper, for good')
    .argument('<paper>', 'a reference to the paper')
    .argument('<tag...>', 'names of tags')
    .option('-n, --dry-run', 'write nothing')
    .action(async (ref: string, names: string[], options: { dryRun?: true }) => {
      const library = await app.write({ dryRun: options.dryRun === true });
      const paper = findPaper(library, ref);
      done(app, paper.citationKey, untagPaper(library, paper.id, names), '-');
    });
  command
    .command('alias')
    .description('give a tag further names, or with --rm take them back')
    .argument('<tag>', 'a name of the tag')
    .argument('<alias...>', 'further names')
    .option('--rm', 'take these names back')
    .option('-n, --dry-run', 'write nothing')
    .action(async (word: string, aliases: string[], options: { rm?: true; dryRun?: true }) => {
      const library = await app.write({ dryRun: options.dryRun === true });
      const { name } = options.rm === true ? unaliasTag(library, word, aliases) : aliasTag(library, word, aliases);
      done(app, name, aliases, options.rm === true ? '-' : '+');
    });
  command
    .command('why')
    .description('show why a paper carries a tag')
    .argument('<paper>', 'a reference to the paper')
    .argument('<tag>', 'a name of the tag')
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
      if (printRecord(app, { ...record, evidence: evidence.map(({ tagId, ...reason }) => reason) })) return;
      const decided = choice === undefined ? [] : [['decided', `${choice} by you`]];
      const rows = evidence.map(({ phrase, place, source, alias }) => [
        phrase,
        place,
        source ?? '',
        `matches "${alias}"`,
      ]);
      const lines = [[paper.citationKey, found.name, carried ? 'carried' : 'not carried'], ...decided, ...rows];
      app.io.out(lines.map((cells) => `${cells.map(oneLine).join(app.io.isTerminal.out ? '  ' : '\t')}\n`).join(''));
    });
}

function done(app: App, name: string, tags: readonly string[], sign: '+' | '-'): void {
  if (printRecord(app, { name, tags, sign })) return;
  const separator = app.io.isTerminal.out ? ' ' : '\t';
  app.io.out(`${name}${separator}${tags.map((one) => `${sign}${oneLine(one)}`).join(separator)}\n`);
}
