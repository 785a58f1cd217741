import type { Command } from 'commander';
import { findRemoved } from '../../core/find-paper.ts';
import { purgePapers, removePapers } from '../../core/remove.ts';
import { type Message, msg, plural, verbatim } from '../../domain/message.ts';
import { NotFoundError, UsageError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { RemovedPaper } from '../../store/trash.ts';
import type { App } from '../app.ts';
import { type ChosenPapers, choosePapers } from '../choose-papers.ts';
import { confirm, isForPeople, needsYes } from '../confirm.ts';
import { addExamples } from '../help.ts';
import { count, printListing } from '../print.ts';
import { REMOVED_COLUMNS } from '../removed-columns.ts';

interface RemoveOptions {
  readonly purge?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

const REMARK = msg`What is removed lies in the trash with its notes until kd restore brings it back, or --purge empties the trash. The text of the weeks stays as it is: a removed paper's reading is read as prose.`;

export function rm(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd rm projector', 'kd rm is:dropped -n', 'kd rm --purge projector'], REMARK);
  command
    .argument('[paper or query...]', t`a reference to the paper, or a query as kd list takes it`)
    .option('--purge', t`remove for good, also what is in the trash; without a paper: all that is in the trash`)
    .option('-n, --dry-run', t`write nothing`)
    .option('-y, --yes', t`ask nothing`)
    .action(async (words: string[], options: RemoveOptions) => {
      const isPurge = options.purge === true;
      if (words.length === 0 && !isPurge) throw new UsageError(msg`no paper is named`, verbatim('kd rm 12'));
      const library = await app.read();
      const chosen = isPurge ? await chooseToPurge(app, library, words) : await choosePapers(app, library, words);
      await removeChosen(app, chosen, options);
    });
}

/** The papers to be removed for good: of the trash, or where nothing there is meant, of the library. */
async function chooseToPurge(app: App, library: Library, words: readonly string[]): Promise<ChosenPapers> {
  if (words.length === 0) return { ids: library.trash.list().map(({ id }) => id), isReference: false };
  try {
    return { ids: [...new Set(words.map((word) => findRemoved(library, word).id))], isReference: false };
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return { ids: (await choosePapers(app, library, words)).ids, isReference: false };
  }
}

async function removeChosen(app: App, { ids, isReference }: ChosenPapers, options: RemoveOptions): Promise<void> {
  const { purge: isPurge = false, dryRun = false, yes = false } = options;
  const remove = isPurge ? purgePapers : removePapers;
  let isShown = false;
  if (!dryRun && !yes && !isReference && ids.length > 0) {
    const isAsking = app.io.dialogue !== undefined;
    if (!isAsking && (isPurge || ids.length > 1)) throw needsYes(question(ids.length, isPurge));
    if (isAsking) {
      const planned = remove(await app.write({ existing: true, dryRun: true }), ids);
      isShown = isForPeople(app);
      if (isShown) await print(app, planned);
      await confirm(app, question(ids.length, isPurge));
    }
  }
  const removed = remove(await app.write({ existing: true, dryRun }), ids);
  if (!isShown) await print(app, removed);
  app.io.err(`${app.say(closing(removed, isPurge, dryRun))}\n`);
}

async function print(app: App, rows: readonly RemovedPaper[]): Promise<void> {
  await printListing(app, { rows, columns: REMOVED_COLUMNS, id: ({ id }) => id });
}

function question(papers: number, isPurge: boolean): Message {
  const number = count(papers);
  return isPurge
    ? plural(papers, msg`Remove ${number} paper for good?`, msg`Remove ${number} papers for good?`)
    : plural(papers, msg`Remove ${number} paper?`, msg`Remove ${number} papers?`);
}

/** What was done, and how it is undone. */
function closing(removed: readonly RemovedPaper[], isPurge: boolean, isDryRun: boolean): Message {
  const [first] = removed;
  const papers = plural(removed.length, msg`${count(removed.length)} paper`, msg`${count(removed.length)} papers`);
  if (first === undefined) return msg`nothing was removed`;
  if (isDryRun) return msg`would remove ${papers}`;
  if (isPurge) return msg`removed ${papers} for good: only kd undo undoes that`;
  const restore = removed.length === 1 ? `kd restore ${first.citationKey}` : 'kd undo';
  return msg`removed ${papers}: ${restore} undoes that`;
}
