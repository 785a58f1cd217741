// Makes bibliographies of made-up papers, and times what imports them.

import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { papers } from './corpus.mjs';

/** Writes the papers as BibTeX and as kd's own JSON Lines; returns the paths of the files by their formats. */
export async function makeBibliographies(folder, count, ideas) {
  const paths = { bibtex: join(folder, `${count}.bib`), jsonl: join(folder, `${count}.jsonl`) };
  const bibtex = createWriteStream(paths.bibtex);
  const jsonl = createWriteStream(paths.jsonl);
  let number = 0;
  for (const { title, authors, venue, year, summary } of papers(count, ideas)) {
    number += 1;
    const key = `paper${number}`;
    const doi = `10.1000/${number}`;
    const lines = [
      `title = {${title} ${number}}`,
      `author = {${authors.join(' and ')}}`,
      `booktitle = {Proceedings of ${venue}}`,
      `year = {${year}}`,
      `pages = {${number}--${number + 9}}`,
      `doi = {${doi}}`,
      `publisher = {A Press}`,
      `abstract = {${summary}}`,
    ];
    const isFull = !bibtex.write(`@inproceedings{${key},\n  ${lines.join(',\n  ')}\n}\n\n`);
    const record = {
      'citation-key': key,
      title: `${title} ${number}`,
      author: authors,
      venue,
      year,
      doi,
      abstract: summary,
    };
    if (!jsonl.write(`${JSON.stringify(record)}\n`)) await once(jsonl, 'drain');
    if (isFull) await once(bibtex, 'drain');
  }
  await Promise.all([bibtex, jsonl].map((stream) => once(stream.end(), 'finish')));
  return paths;
}

/** How long it takes to read the papers of a file alone, without a library, in milliseconds. */
export function timeReader(read, path, venues) {
  const text = readFileSync(path, 'utf8');
  const started = process.hrtime.bigint();
  let count = 0;
  for (const _ of read({ name: path, pieces: () => [text] }, { venues })) count += 1;
  if (count === 0) throw new Error(`${path}: nothing was read`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}
