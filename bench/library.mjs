// Makes libraries of made-up papers, row by row: kd's own import reads notes, and would take hours for a million papers.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { build } from 'esbuild';
import { papers } from './corpus.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const migrations = join(root, 'migrations');
/** The idea whose list is timed, and its place among the ideas from the commonest to the rarest. */
const IDEA = 'whitening';
const RANK = 40;

/** kd's own functions, as one module in the folder. */
export async function loadInside(folder) {
  const outfile = join(folder, 'inside.cjs');
  // What has native parts, or state that its plug-ins share, is taken from where it is installed.
  const packages = ['better-sqlite3', '@citation-js/core', '@citation-js/plugin-bibtex', '@citation-js/plugin-ris'];
  const alias = Object.fromEntries(packages.map((name) => [name, createRequire(import.meta.url).resolve(name)]));
  await build({
    entryPoints: [join(root, 'bench', 'inside.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias,
    external: Object.values(alias),
    logLevel: 'warning',
  });
  return createRequire(import.meta.url)(outfile);
}

/** The ideas with a Chinese name, in an order in which the one that is timed is neither common nor rare. */
export function ideasOf(concepts) {
  const ideas = concepts
    .filter(({ kind, match, prefLabel }) => kind === 'idea' && match && prefLabel.zh !== undefined)
    .map(({ id, prefLabel }) => ({ id, zh: prefLabel.zh }));
  const others = ideas.filter(({ id }) => id !== IDEA);
  return [...others.slice(0, RANK), ...ideas.filter(({ id }) => id === IDEA), ...others.slice(RANK)];
}

/** Makes a library of so many papers; returns them as they were made, up to `kept`. */
export function makeLibrary(inside, path, count, kept = 0) {
  const data = (name) => readFileSync(join(root, 'data', name), 'utf8');
  const [ideas, datasets, venues] = [data('ideas.yaml'), data('datasets.yaml'), data('venues.yaml')];
  const concepts = [...inside.readConcepts(ideas), ...inside.readConcepts(datasets)];
  const version = createHash('sha256').update([ideas, datasets, venues].join('\n')).digest('hex');
  const library = inside.Library.openToWrite(path, migrations, { command: 'bench', now: '2024-05-17T12:00:00.000Z' });
  inside.shipVocabulary(library, version, { concepts, venues: inside.readVenues(venues) });
  library.close();

  const db = new Sqlite(path);
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -262144');
  const into = (table, ...columns) => {
    const marks = columns.map(() => '?').join(', ');
    const statement = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`);
    return (...values) => Number(statement.run(...values).lastInsertRowid);
  };
  const venueIds = new Map(db.prepare('SELECT name, id FROM venue').raw().all());
  const tagIds = new Map(db.prepare('SELECT name, id FROM tag').raw().all());
  const names = new Map(concepts.map(({ id, prefLabel }) => [id, [id, prefLabel.en, prefLabel.zh].join('\n')]));
  const paper = into(
    'paper',
    ...['citation_key', 'title', 'title_key', 'venue_id', 'issued_year', 'status', 'added_at', 'url'],
  );
  const author = into('author', 'paper_id', 'position', 'name', 'name_key');
  const week = into('week', 'date');
  const block = into('block', 'week_id', 'position', 'kind', 'source', 'text');
  const reading = into(
    'reading',
    ...['block_id', 'paper_id', 'theme_id', 'title', 'title_key', 'venue_id', 'issued_year'],
    ...['unsure', 'ran_code', 'shares_text', 'spans'],
  );
  const tagged = into('paper_tag', 'paper_id', 'tag_id');
  const evidence = into(
    'evidence',
    ...['paper_id', 'tag_id', 'position', 'phrase', 'alias', 'sentence', 'place', 'source'],
  );
  const note = into(
    'note',
    ...['file', 'base_name', 'folder', 'paper_id', 'title', 'title_key', 'name', 'unsure', 'date'],
    ...['facts', 'spans', 'outline', 'source'],
  );
  const index = into('search', 'rowid', 'title', 'name', 'key_idea', 'summary', 'note');
  const made = [];
  db.transaction(() => {
    let weekId = 0;
    let date = '';
    let position = 0;
    let themeId = null;
    for (const one of papers(count, ideasOf(concepts))) {
      if (made.length < kept) made.push(one);
      const { number, title, venue, year, ideas: own, summary, keyIdeas } = one;
      const key = inside.titleKey(title);
      const venueId = venueIds.get(venue) ?? null;
      const citationKey = `${key.slice(0, 30)}-${year}-${number}`;
      const id = paper(citationKey, title, key, venueId, year, one.status, `${one.week}T12:00:00.000Z`, null);
      for (const [at, name] of one.authors.entries()) author(id, at, name, inside.nameKey(name));
      if (one.week !== date) {
        date = one.week;
        weekId = week(date);
        themeId = null;
        block(weekId, 0, 'title', `# ${date.replaceAll('-', '')}\n\n`, date.replaceAll('-', ''));
        block(weekId, 1, 'section', '## 论文阅读\n\n', '论文阅读');
        position = 2;
      }
      if (one.theme !== undefined) {
        themeId = block(weekId, position, 'theme', `> ${one.theme}\n`, one.theme);
        position += 1;
      }
      const heading = `${title} ${year}${venue}`;
      let source = `### ${heading}\n${summary}\n`;
      const spans = { heading: [4, 4 + heading.length], summary: [5 + heading.length, source.length - 1] };
      const ideaSpans = keyIdeas.map((words) => {
        source += `- ${words}\n`;
        return [source.length - 1 - words.length, source.length - 1];
      });
      const json = JSON.stringify({ ...spans, keyIdeas: ideaSpans, remarks: [], bold: [], mentions: [] });
      const blockId = block(weekId, position, 'reading', `${source}\n`, heading);
      position += 1;
      reading(blockId, id, themeId, title, key, venueId, year, 0, 0, 0, json);
      own.forEach(({ id: name, zh }, at) => {
        const tagId = tagIds.get(name);
        tagged(id, tagId);
        evidence(id, tagId, at, zh, zh, summary.slice(0, 60), 'summary', date);
      });
      if (one.note !== undefined) {
        const text = `# ${title}\n\n${one.note}\n`;
        const facts = JSON.stringify({ authors: [], links: [], datasets: [] });
        const noteSpans = JSON.stringify({ keyIdeas: [], bold: [], mentions: [], body: title.length + 4 });
        note(`${number}.md`, `${number}.md`, '', id, title, key, '', 0, date, facts, noteSpans, '[]', text);
      }
      const name = [...own.map((idea) => names.get(idea.id)), ...one.authors, venue, citationKey].join('\n');
      index(
        BigInt(id),
        ...[title, name, keyIdeas.join('\n'), `${summary}\n${one.theme ?? ''}`, one.note ?? ''].map(inside.indexText),
      );
    }
  })();
  db.close();
  return made;
}
