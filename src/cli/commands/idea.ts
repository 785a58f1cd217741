import { type Command, Option } from 'commander';
import { type IdeaPage, ideaPage } from '../../core/idea.ts';
import type { TagCount } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { IdeaPaper } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { page } from '../pager.ts';
import { type Column, count, printListing, printRecord, type Styles, styles } from '../print.ts';
import { wrapped } from '../wrap.ts';

const COLUMNS: readonly Column<TagCount>[] = [
  { name: 'name', head: 'IDEA', value: ({ name }) => name, narrow: 'shrink' },
  { name: 'papers', head: 'PAPERS', value: ({ papers }) => papers },
  { name: 'label-en', head: 'ENGLISH', value: ({ labelEn }) => labelEn, narrow: 'drop' },
  { name: 'label-zh', head: '中文', value: ({ labelZh }) => labelZh, narrow: 'drop' },
];

export function idea(command: Command, app: App): void {
  command
    .argument('[idea]', 'an idea, by any of its names')
    .addHelpText('after', '\nExamples:\n  $ kd idea whitening\n  $ kd idea 白化 --json\n  $ kd idea list --by count\n')
    .action(async (word: string | undefined) => {
      const library = await app.read();
      if (word === undefined) {
        await listIdeas(app, 'count', false);
        return;
      }
      const idea = ideaPage(library, word);
      if (printRecord(app, recordOf(idea))) return;
      if (app.options.ids === true) for (const { id } of idea.papers) app.io.out(`${id}\n`);
      else if (app.io.isTerminal.out)
        await page(app.io, await wrapped(terminalPage(idea, await styles(app)), app.io.columns));
      else app.io.out(pipePage(idea));
    });
  command
    .command('list')
    .description('list the ideas with the number of their papers, narrower ideas included')
    .addOption(new Option('--by <order>', 'the order').choices(['count', 'name']).default('count'))
    .option('--unused', 'those of no paper too')
    .action(async (options: { by: 'count' | 'name'; unused?: true }) => {
      await listIdeas(app, options.by, options.unused === true);
    });
}

async function listIdeas(app: App, by: 'count' | 'name', unused: boolean): Promise<void> {
  const library = await app.read();
  const rows = library.tags.counts(unused).filter(({ kind }) => kind === 'idea');
  if (by === 'name') rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  await printListing(app, { rows, columns: COLUMNS, id: ({ name }) => name, footer: count(rows.length, 'idea') });
}

/** The page with the field names of every command's JSON. */
function recordOf(idea: IdeaPage): Record<string, unknown> {
  const paper = ({ citationKey, ...rest }: IdeaPaper) => ({ ...rest, 'citation-key': citationKey });
  return {
    name: idea.name,
    'label-en': idea.labelEn,
    'label-zh': idea.labelZh,
    'definition-en': idea.definitionEn,
    'definition-zh': idea.definitionZh,
    formula: idea.formula,
    origin: idea.origin,
    aliases: idea.aliases,
    broader: idea.broader,
    narrower: idea.narrower,
    papers: idea.papers.map(paper),
    years: idea.years.map(([year, papers]) => ({ year, papers })),
    companions: idea.companions.map(({ labelZh, ...rest }) => ({ ...rest, 'label-zh': labelZh })),
    'mentioned-by': idea.mentionedBy.map(paper),
  };
}

/** The sentence that says it, with where it stands. */
function evidenceOf({ sentence, place, source }: IdeaPaper): string {
  if (sentence === null) return 'added by you';
  if (place === 'title') return 'in its title';
  if (place === 'origin') return 'the paper that made it known';
  return `${oneLine(sentence)} (${place}, ${source})`;
}

function terminalPage(idea: IdeaPage, style: Styles): string {
  const names = [idea.labelEn, idea.labelZh].filter((name) => name !== null && name !== idea.name);
  const lines = [`${style.bold(idea.name)}  ${names.join(' · ')}`];
  for (const text of [idea.definitionEn, idea.definitionZh]) if (text !== null) lines.push(`  ${text}`);
  const field = (name: string, value: string | null) => {
    if (value !== null && value !== '') lines.push(`  ${style.dim(name.padEnd(9))} ${value}`);
  };
  field('formula', idea.formula);
  field('origin', idea.origin && `${idea.origin.title} (${idea.origin.venue} ${idea.origin.year})`);
  field('broader', idea.broader.join(', '));
  field('narrower', idea.narrower.join(', '));
  field('by year', idea.years.map(([year, papers]) => `${year ?? '?'}: ${papers}`).join('  '));
  const with_ = idea.companions.slice(0, 8).map(({ name, papers }) => `${name} ${papers}`);
  field('goes with', with_.join(', '));
  lines.push('', style.bold(count(idea.papers.length, 'paper')));
  for (const paper of idea.papers) lines.push(...paperLines(paper, evidenceOf(paper), style));
  if (idea.mentionedBy.length > 0) lines.push('', style.bold('Only mentioned in the note'));
  for (const paper of idea.mentionedBy) {
    lines.push(...paperLines(paper, `${oneLine(paper.sentence ?? '')} (${paper.source}:${paper.line})`, style));
  }
  return `${lines.join('\n')}\n`;
}

function paperLines({ id, year, venue, title }: IdeaPaper, evidence: string, style: Styles): string[] {
  return [
    `  ${String(id).padStart(4)}  ${year ?? '    '} ${venue ?? ''}  ${oneLine(title)}`,
    `        ${style.dim(evidence)}`,
  ];
}

/** Lines of a role and the columns of a list of papers, with the evidence behind them. */
function pipePage(idea: IdeaPage): string {
  const row = (role: string, { id, citationKey, year, venue, title }: IdeaPaper, evidence: string) =>
    [role, id, citationKey, year ?? '', venue ?? '', title, evidence].map((cell) => oneLine(String(cell))).join('\t');
  const papers = idea.papers.map((paper) => row('paper', paper, evidenceOf(paper)));
  const mentions = idea.mentionedBy.map((paper) =>
    row('mention', paper, `${paper.sentence} (${paper.source}:${paper.line})`),
  );
  return [...papers, ...mentions].map((line) => `${line}\n`).join('');
}
