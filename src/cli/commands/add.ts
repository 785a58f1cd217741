import { type Command, Option } from 'commander';
import { isoWeekOf } from '../../domain/calendar.ts';
import { STATUSES } from '../../domain/paper.ts';
import { nearNames } from '../../domain/text.ts';
import { UsageError } from '../../errors.ts';
import type { App } from '../app.ts';
import { collect } from '../options.ts';
import { printRecord } from '../print.ts';

interface AddOptions {
  readonly title?: string;
  readonly author?: string[];
  readonly venue?: string;
  readonly year?: string;
  readonly date?: string;
  readonly theme?: string;
  readonly keyIdea?: string[];
  readonly tag?: string[];
  readonly summary?: string;
  readonly url?: string;
  readonly doi?: string;
  readonly arxiv?: string;
  readonly week?: string;
  readonly status?: string;
  readonly again?: true;
  readonly another?: true;
  readonly dryRun?: true;
}

const EXAMPLES = `
A piped text is read as a title line with the summary and bullets below it, or as a YAML head and a Markdown body.

Examples:
  $ kd add "Let All Be Whitened: … 2024AAAI" --theme "应用 图像检索" --key-idea "融合前先白化"
  $ kd add "FitNets: Hints For Thin Deep Nets" --again
  $ kd add "A paper for later 2025ICLR" --status to-read
  $ kd add - < note.md
`;

export function add(command: Command, app: App): void {
  command
    .argument('[title-line]', 'the title with its venue and year: "Title 2024AAAI"; - reads standard input')
    .option('--title <title>', 'the title, in place of the line')
    .option('--author <name>', 'an author, in full; repeat for each', collect)
    .option('--venue <venue>', 'the venue; it outranks that of the line')
    .option('--year <year>', 'the year; it outranks that of the line')
    .option('--date <date>', 'the date of publication: 2024-03 or 2024-03-21')
    .option('--theme <theme>', 'the group of this week to put it under')
    .option('--key-idea <sentence>', 'what the paper does, in your words; repeat for more', collect)
    .option('-t, --tag <tag>', 'a tag; repeat for more', collect)
    .option('--summary <text>', 'the summary, in Markdown')
    .option('--url <url>', "the address of the paper's page")
    .option('--doi <doi>', 'the DOI')
    .option('--arxiv <id>', 'the arXiv identifier')
    .option('--week <week>', 'the week to write it into (default: this)')
    .addOption(new Option('--status <status>', 'to-read puts it into the queue, in no week').choices(STATUSES))
    .option('--another', 'it is another paper, though its title is nearly that of a known one')
    .option('--again', 'add a known paper to this week, with a reference back to its text')
    .option('-n, --dry-run', 'show what would be added; write nothing')
    .addHelpText('after', EXAMPLES)
    .action(async (argument: string | undefined, options: AddOptions) => {
      const wantsPipe = argument === '-' || (argument === undefined && options.title === undefined);
      const piped = wantsPipe ? await readPiped(app) : {};
      const { toAddition } = await import('../../domain/schema.ts');
      const addition = toAddition({ ...piped, ...flags(options, wantsPipe ? undefined : argument) }, app.today);
      const { addPaper } = await import('../../core/add.ts');
      const library = await app.write({ dryRun: options.dryRun === true });
      const added = addPaper(library, addition);
      for (const { message } of added.doubts) app.io.err(`kd: ${message}\n`);
      for (const name of added.newTags) {
        const near = nearNames(
          name,
          library.tags.names().filter((other) => other !== name),
        );
        const hint = near.length === 0 ? '' : ` (did you mean: ${near.join(', ')}?)`;
        app.io.err(`kd: the tag "${name}" is new${hint}\n`);
      }
      const { id, citationKey } = added.paper;
      const record = { id, 'citation-key': citationKey, week: added.week ?? null, tags: added.tags };
      if (printRecord(app, record, added.doubts)) return;
      if (app.options.ids === true) app.io.out(`${id}\n`);
      else if (!app.io.isTerminal.out)
        app.io.out(`${id}\t${citationKey}\t${added.week ?? ''}\t${added.tags.join(',')}\n`);
      else {
        const where = added.week === undefined ? addition.status : `${isoWeekOf(added.week)} (${added.week})`;
        app.io.out(`${options.dryRun === true ? 'Would add' : 'Added'} ${id}  ${citationKey}  · ${where}\n`);
        if (added.tags.length > 0) app.io.out(`  tags: ${added.tags.join(', ')}\n`);
      }
    });
}

/** The flags that were given, under the names of the fields. */
function flags(options: AddOptions, titleLine: string | undefined): Record<string, unknown> {
  const { keyIdea, dryRun, title = titleLine, ...others } = options;
  const given = { ...others, title, 'key-idea': keyIdea };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The fields of what was piped in. @throws UsageError where there is nothing */
async function readPiped(app: App): Promise<Record<string, unknown>> {
  const bytes = app.io.readStdin();
  const { decodeUtf8 } = await import('../../formats/format.ts');
  const text = bytes === undefined ? '' : decodeUtf8(bytes);
  if (text.trim() === '') {
    throw new UsageError('nothing to add', 'kd add "Title 2024AAAI", or pipe a title line or a note into kd add');
  }
  const { readAdditionText } = await import('../../formats/addition.ts');
  return readAdditionText(text);
}
