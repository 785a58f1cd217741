import { dirname } from 'node:path';
import type { Command } from 'commander';
import { exportPapers } from '../../core/export.ts';
import { findPaper } from '../../core/find-paper.ts';
import type { ExportPaper } from '../../formats/foreign.ts';
import { formatReference, REFERENCE_STYLES } from '../../formats/reference.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { printRecords } from '../print.ts';

export function cite(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, [
    'kd cite projector',
    'kd cite projector crosskd --style apa',
    'kd cite projector --style nature.csl',
  ]);
  command
    .argument('<paper...>', t`references to papers`)
    .option('--style <style>', t`the reference in this style: ${REFERENCE_STYLES.join(', ')}, or a CSL file`)
    .action(async (refs: readonly string[], { style }: { style?: string }) => {
      const library = await app.read();
      const ids = new Set(refs.map((ref) => findPaper(library, ref).id));
      const papers = [...exportPapers(library, [...ids])];
      const records =
        style === undefined
          ? papers.map(({ paper, key }) => ({ id: paper.id, 'citation-key': key }))
          : (await inStyle(app, style, papers)).map(({ key, text }) => ({
              id: papers.find((paper) => paper.key === key)?.paper.id,
              'citation-key': key,
              reference: text,
            }));
      if (app.options.json !== undefined || app.options.jsonl === true) printRecords(app, records);
      else if (app.options.ids === true) for (const { id } of records) app.io.out(`${id}\n`);
      else
        for (const record of records)
          app.io.out(`${'reference' in record ? record.reference : record['citation-key']}\n`);
    });
}

/** The references in a style of kd's own, in the order given; or in that of a CSL file, in the style's order. */
async function inStyle(
  app: App,
  style: string,
  papers: readonly ExportPaper[],
): Promise<{ readonly key: string; readonly text: string }[]> {
  const own = REFERENCE_STYLES.find((name) => name === style.toLowerCase());
  if (own !== undefined) {
    return papers.map(({ paper, key, item }) => {
      return { key, text: formatReference({ 'container-title-short': paper.venue, ...item }, own) };
    });
  }
  const { loadCiteproc, readCitationStyle, styledReferences } = await import('../citation-style.ts');
  const read = readCitationStyle(style);
  const citeproc = loadCiteproc(['.', dirname(style), app.root]);
  const items = papers.map(({ item }) => item);
  return styledReferences(citeproc, read, items).map(({ id, text }) => ({ key: id, text }));
}
