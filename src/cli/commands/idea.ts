import { type Command, Option } from 'commander';
import { type IdeaPage, ideaPage } from '../../core/idea.ts';
import { type Message, msg, plural, verbatim } from '../../domain/message.ts';
import type { TagCount } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { IdeaPaper } from '../../store/questions.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { page } from '../pager.ts';
import { placeName } from '../places.ts';
import { type Column, count, printListing, printRecord, type Styles, styles } from '../print.ts';
import { padded, wrapped } from '../wrap.ts';

const COLUMNS: readonly Column<TagCount>[] = [
  { name: 'name', head: msg`IDEA`, value: ({ name }) => name, narrow: 'shrink' },
  { name: 'papers', head: msg`PAPERS`, value: ({ papers }) => papers },
  { name: 'label-en', head: msg`ENGLISH`, value: ({ labelEn }) => labelEn, narrow: 'drop' },
  { name: 'label-zh', head: verbatim('中文'), value: ({ labelZh }) => labelZh, narrow: 'drop' },
];

export function idea(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd idea whitening', 'kd idea 白化 --json', 'kd idea list --by count']);
  command.argument('[idea]', t`an idea, by any of its names`).action(async (word: string | undefined) => {
    const library = await app.read();
    if (word === undefined) {
      await listIdeas(app, 'count', false);
      return;
    }
    const idea = ideaPage(library, word);
    if (printRecord(app, recordOf(idea))) return;
    if (app.options.ids === true) for (const { id } of idea.papers) app.io.out(`${id}\n`);
    else if (app.io.isTerminal.out)
      await page(app, await wrapped(await terminalPage(app, idea, await styles(app)), app.io.columns));
    else app.io.out(pipePage(app, idea));
  });
  command
    .command('list')
    .description(t`list the ideas with the number of their papers, narrower ideas included`)
    .addOption(new Option('--by <order>', t`the order`).choices(['count', 'name']).default('count'))
    .option('--unused', t`those of no paper too`)
    .action(async (options: { by: 'count' | 'name'; unused?: true }) => {
      await listIdeas(app, options.by, options.unused === true);
    });
}

async function listIdeas(app: App, by: 'count' | 'name', unused: boolean): Promise<void> {
  const library = await app.read();
  const rows = library.tags.counts(unused).filter(({ kind }) => kind === 'idea');
  if (by === 'name') rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  const footer = plural(rows.length, msg`${count(rows.length)} idea`, msg`${count(rows.length)} ideas`);
  await printListing(app, { rows, columns: COLUMNS, id: ({ name }) => name, footer });
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
function evidenceOf({ t }: App, { sentence, place, source }: IdeaPaper): string {
  if (sentence === null) return t`added by you`;
  if (place === 'title') return t`in its title`;
  if (place === 'origin') return t`the paper that made it known`;
  return t`${oneLine(sentence)} (${placeName(place ?? '')}, ${source ?? ''})`;
}

async function terminalPage(app: App, idea: IdeaPage, style: Styles): Promise<string> {
  const names = [idea.labelEn, idea.labelZh].filter((name) => name !== null && name !== idea.name);
  const lines = [`${style.bold(idea.name)}  ${names.join(' · ')}`];
  for (const text of [idea.definitionEn, idea.definitionZh]) if (text !== null) lines.push(`  ${text}`);
  const { origin } = idea;
  const fields: [name: Message, value: string | null][] = [
    [msg`formula`, idea.formula],
    [msg`origin`, origin && `${origin.title} (${origin.venue} ${origin.year})`],
    [msg`broader`, idea.broader.join(', ')],
    [msg`narrower`, idea.narrower.join(', ')],
    [msg`by year`, idea.years.map(([year, papers]) => `${year ?? '?'}: ${papers}`).join('  ')],
    [
      msg`goes with`,
      idea.companions
        .slice(0, 8)
        .map(({ name, papers }) => `${name} ${papers}`)
        .join(', '),
    ],
  ];
  for (const [name, value] of fields) {
    if (value !== null && value !== '') lines.push(`  ${style.dim(await padded(app.say(name), 9))} ${value}`);
  }
  const papers = idea.papers.length;
  lines.push('', style.bold(app.say(plural(papers, msg`${count(papers)} paper`, msg`${count(papers)} papers`))));
  for (const paper of idea.papers) lines.push(...paperLines(paper, evidenceOf(app, paper), style));
  if (idea.mentionedBy.length > 0) lines.push('', style.bold(app.t`Only mentioned in the note`));
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
function pipePage(app: App, idea: IdeaPage): string {
  const row = (role: string, { id, citationKey, year, venue, title }: IdeaPaper, evidence: string) =>
    [role, id, citationKey, year ?? '', venue ?? '', title, evidence].map((cell) => oneLine(String(cell))).join('\t');
  const papers = idea.papers.map((paper) => row('paper', paper, evidenceOf(app, paper)));
  const mentions = idea.mentionedBy.map((paper) =>
    row('mention', paper, `${paper.sentence} (${paper.source}:${paper.line})`),
  );
  return [...papers, ...mentions].map((line) => `${line}\n`).join('');
}
