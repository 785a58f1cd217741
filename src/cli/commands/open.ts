import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, type Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { addressOf, PLACES, type Place } from '../../core/paper-address.ts';
import { msg, verbatim } from '../../domain/message.ts';
import { baseName } from '../../domain/note.ts';
import type { Paper } from '../../domain/paper.ts';
import { NotFoundError } from '../../errors.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printRecord } from '../print.ts';

export function openCommand(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd open projector', 'kd open projector code', 'kd open projector pdf -n']);
  command
    .argument('<paper>', t`a reference to the paper`)
    .addArgument(new Argument('[what]', t`what to open of it`).choices(PLACES).default('paper'))
    .option('-n, --dry-run', t`print the address; open nothing`)
    .action(async (ref: string, place: Place, options: { dryRun?: true }) => {
      const library = await app.read();
      const paper = findPaper(library, ref);
      const target = place === 'note' ? noteOf(library, paper) : webAddress(paper, place);
      const { open } = await import('../opener.ts');
      if (options.dryRun !== true) await open(app.io, target);
      if (printRecord(app, { id: paper.id, 'citation-key': paper.citationKey, [place]: target })) return;
      app.io.out(`${target}\n`);
    });
}

function webAddress(paper: Paper, place: Exclude<Place, 'note'>): string {
  const address = addressOf(paper, place);
  if (address !== undefined) return address;
  const { citationKey } = paper;
  const others = PLACES.filter((other) => other !== 'note' && addressOf(paper, other) !== undefined);
  throw new NotFoundError(
    msg`the library has no ${place} address for ${citationKey}`,
    others.length === 0
      ? verbatim(`kd show ${citationKey}`)
      : verbatim(others.map((other) => `kd open ${citationKey} ${other}`).join('  ·  ')),
  );
}

/** The file of the first note on the paper. */
function noteOf(library: Library, paper: Paper): string {
  const files = library.notes.ofPaper(paper.id).map(({ folder, file }) => join(folder, baseName(file)));
  const [file] = files;
  if (file === undefined)
    throw new NotFoundError(msg`there is no note on ${paper.citationKey}`, verbatim(`kd note ${paper.citationKey} -e`));
  if (existsSync(file)) return file;
  throw new NotFoundError(
    msg`the file ${file} is no longer there`,
    msg`kd note ${paper.citationKey} prints what kd keeps of it`,
  );
}
