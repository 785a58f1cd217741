import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { exportPapers, KEY_STYLES, type KeyStyle } from '../../core/export.ts';
import { msg, plural } from '../../domain/message.ts';
import { UsageError } from '../../errors.ts';
import type { ExportPaper, WriteOptions } from '../../formats/foreign.ts';
import { FORMATS, type FormatName, loadFormat } from '../../formats/registry.ts';
import type { App } from '../app.ts';
import { writeWhole } from '../files.ts';
import { addExamples } from '../help.ts';
import { digest, writeRemembered } from '../output.ts';
import { count } from '../print.ts';
import { lookUp, readQuery } from '../query.ts';
import { shellWord } from '../shell.ts';

interface ExportOptions {
  readonly to?: FormatName;
  readonly output?: string;
  readonly force?: true;
  readonly dialect: WriteOptions['dialect'];
  readonly ascii?: true;
  readonly keys: KeyStyle;
  readonly columns?: string;
  readonly spreadsheetSafe?: true;
}

const WRITABLE = FORMATS.filter(({ writes }) => writes);

export function exportCommand(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd export tag:whitening --to bibtex > refs.bib',
    'kd export week:2024-W20 --to csl',
    "kd export 'tag:feature-knowledge' --to latex --columns method,venue,year,ideas,datasets",
    'kd export --to obsidian -o Vault/',
  ]);
  command
    .argument('[query...]', t`which papers, as in kd list; all of them where there is none`)
    .addOption(
      new Option('--to <format>', t`the format; else the one that the ending of -o names`).choices(
        WRITABLE.map(({ name }) => name),
      ),
    )
    .option('-o, --output <file>', t`write to this file, or for obsidian into this folder`)
    .option('-f, --force', t`replace a file that kd did not write, or that was changed since`)
    .addOption(
      new Option('--dialect <dialect>', t`the field names and dates of bibtex`)
        .choices(['bibtex', 'biblatex'])
        .default('bibtex'),
    )
    .option('--ascii', t`bibtex: accented letters as LaTeX commands`)
    .addOption(
      new Option(
        '--keys <keys>',
        t`cite papers by their citation keys, as miles2024understanding, or as in the file they came from`,
      )
        .choices(KEY_STYLES)
        .default('citation-key'),
    )
    .option('--columns <names>', t`the columns of a table, separated by commas`)
    .option('--spreadsheet-safe', t`csv, tsv: keep cells that begin a formula from being run`)
    .action(async (words: string[], options: ExportOptions) => {
      const { output, force } = options;
      const format = formatOf(options);
      const query = readQuery({ words });
      const library = await app.read();
      const resolved = await lookUp(app, library, query);
      // A file that is kept under version control grows at its end.
      const isOrdered = (resolved.sort ?? []).length > 0 || resolved.readIn !== undefined;
      const sort = isOrdered ? resolved.sort : [{ field: 'id' as const, descending: false }];
      const { rows } = library.papers.find({ ...resolved, sort }, resolved.limit);
      const papers = exportPapers(
        library,
        rows.map(({ id }) => id),
        { keys: options.keys },
      );
      if (format === 'obsidian') {
        await writeVaultTo(app, papers, output, force === true);
        return;
      }
      const { write } = await loadFormat(format);
      if (write === undefined) throw new Error(`${format} has no writer`);
      const pieces = write(papers, {
        dialect: options.dialect,
        ascii: options.ascii === true,
        columns: (options.columns ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])),
        spreadsheetSafe: options.spreadsheetSafe === true,
      });
      if (output === undefined || output === '-') {
        for (const piece of pieces) app.io.out(piece);
        return;
      }
      await writeRemembered(app, library, output, [...pieces].join(''), {
        memory: 'export',
        mayReplace: () => force === true,
        hint: msg`name another file with -o, or --force to replace it`,
      });
    });
}

/** The format that `--to` or the ending of the file's name says. @throws UsageError */
function formatOf({ to, output = '' }: ExportOptions): FormatName {
  if (to !== undefined) return to;
  const extension = extname(output).slice(1).toLowerCase();
  const found = WRITABLE.find(({ extensions }) => extensions.includes(extension));
  if (found !== undefined) return found.name;
  const names = WRITABLE.map(({ name }) => name).join('|');
  throw new UsageError(msg`to which format is not said`, msg`--to ${names}; kd help formats tells of each`);
}

/** Writes a vault into a folder; a file there that kd did not write, or that was changed since, is left alone and named. */
async function writeVaultTo(
  app: App,
  papers: Iterable<ExportPaper>,
  folder: string | undefined,
  force: boolean,
): Promise<void> {
  if (folder === undefined || folder === '-') throw new UsageError(msg`a vault is a folder`, msg`name it: -o Vault/`);
  const { isUntouched, writeVault } = await import('../../formats/obsidian.ts');
  let written = 0;
  let first: string | undefined;
  for (const { path, text } of writeVault(papers, digest)) {
    const file = join(folder, path);
    await app.makeFolderAt(dirname(file));
    // A folder of the vault may be a link to another, which is not the one that was named.
    if (dirname(realpathSync(dirname(file))) !== realpathSync(folder)) {
      app.io.err(`${file}: ${app.t`left alone: it lies outside of ${folder}`}\n`);
      app.exitCode = 4;
      continue;
    }
    const isOther = existsSync(file) && !isUntouched(readFileSync(file, 'utf8'), digest);
    if (isOther && force) app.io.err(`${file}: ${app.t`replaced: it was not as kd wrote it`}\n`);
    if (isOther && !force) {
      app.io.err(`${file}: ${app.t`left alone: it is not as kd wrote it`}\n`);
      first ??= file;
      continue;
    }
    writeWhole(file, text, () => true, msg`name another file with -o, or --force to replace it`);
    written += 1;
  }
  const total = plural(written, msg`wrote ${count(written)} note`, msg`wrote ${count(written)} notes`);
  app.io.err(`${app.say(total)}\n`);
  if (first === undefined) return;
  app.io.err(`${app.t`try: ${msg`kd import ${shellWord(first)} takes your changes; --force here replaces them`}`}\n`);
  app.exitCode = 4;
}
