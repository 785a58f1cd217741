import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fillFacts } from '../../core/fill.ts';
import { findWeeks } from '../../core/find-week.ts';
import { importNotes } from '../../core/import.ts';
import { tagsNamed } from '../../core/tag.ts';
import { joined, msg, plural, verbatim } from '../../domain/message.ts';
import { toAddition } from '../../domain/schema.ts';
import { readPapers } from '../../formats/papers-yaml.ts';
import { printAsWritten } from '../../formats/weekly-canonical.ts';
import type { App } from '../app.ts';
import { PAPER_COLUMNS } from '../paper-columns.ts';
import { count, printListing } from '../print.ts';

const DATE = '2024-05-17';

export function demo(command: Command, app: App): void {
  const { t } = app;
  command
    .addHelpText('after', `\n${t`The sample library is made anew each time; your own library is not touched.`}\n`)
    .action(async () => {
      const folder = await app.makeFolder('cache');
      const path = join(folder, 'demo.db');
      rmSync(path, { force: true });
      const library = await app.write({ path });
      const sample = (name: string) => join(app.root, 'data', 'sample', name);
      const name = '20240517.md';
      const note = { path: name, name, file: name, folder: sample(''), pieces: () => [readFileSync(sample(name))] };
      importNotes(library, [note], { replace: false });
      const facts = readPapers(readFileSync(sample('papers.yaml'), 'utf8'));
      fillFacts(
        library,
        facts.map((paper) => toAddition(paper, DATE)),
      );
      app.io.err(`$ kd report --week ${DATE}\n`);
      for (const week of findWeeks(library, { kind: 'day', day: DATE })) app.io.out(printAsWritten(week));
      app.io.err('\n$ kd list --tag whitening\n');
      const tags = tagsNamed(library, 'whitening').map(({ id }) => id);
      const { rows, total } = library.papers.find({ where: { kind: 'tags', ids: tags, narrower: true } });
      const papers = plural(total, msg`${count(total)} paper`, msg`${count(total)} papers`);
      await printListing(app, {
        rows,
        columns: PAPER_COLUMNS,
        id: ({ id }) => id,
        footer: joined([papers, verbatim('whitening = 白化')], ' · '),
      });
      app.io.err(
        `\n${t`The sample library stays for you to try:`}\n  export KD_LIBRARY=${path}\n  kd list --tag 白化 && kd show projector      ${t`(in a clone: node bin/kd.cjs in place of kd)`}\n`,
      );
    });
}
