// Other programs on the same papers, where they are installed: bookmarks in buku, tasks in Taskwarrior, albums in beets,
// files for ripgrep. Each gets the papers in its own store and lists those with one tag.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

const isThere = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;

function buku(folder, papers) {
  const env = { HOME: folder, XDG_DATA_HOME: folder };
  const home = join(folder, 'buku');
  mkdirSync(home);
  const db = new Sqlite(join(home, 'bookmarks.db'));
  db.exec(`CREATE TABLE bookmarks (id integer PRIMARY KEY, URL text NOT NULL UNIQUE, metadata text default '',
    tags text default ',', desc text default '', flags integer default 0)`);
  const insert = db.prepare('INSERT INTO bookmarks (URL, metadata, tags, desc) VALUES (?, ?, ?, ?)');
  db.transaction(() => {
    for (const { number, title, ideas, summary } of papers)
      insert.run(`https://example.org/${number}`, title, `,${ideas.map(({ id }) => id).join(',')},`, summary);
  })();
  db.close();
  return { args: ['--nostdin', '--np', '--nc', '--stag', 'whitening'], env };
}

function task(folder, papers) {
  const rc = join(folder, 'taskrc');
  writeFileSync(rc, `data.location=${join(folder, 'task')}\nverbose=nothing\nconfirmation=off\nhooks=off\n`);
  mkdirSync(join(folder, 'task'));
  const file = join(folder, 'tasks.json');
  const tasks = papers.map(({ title, ideas, summary, week }) => ({
    description: title,
    status: 'pending',
    entry: `${week.replaceAll('-', '')}T120000Z`,
    tags: ideas.map(({ id }) => id.replaceAll('-', '_')),
    annotations: [{ entry: `${week.replaceAll('-', '')}T120000Z`, description: summary }],
  }));
  writeFileSync(file, tasks.map((one) => JSON.stringify(one)).join('\n'));
  const env = { HOME: folder, TASKRC: rc };
  const { status, stderr } = spawnSync('task', ['import', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`task import: ${stderr}`);
  return { args: ['+whitening', 'list'], env };
}

function beet(folder, papers) {
  const home = join(folder, 'beets');
  mkdirSync(home);
  const env = { HOME: folder, BEETSDIR: home };
  writeFileSync(join(home, 'config.yaml'), `library: ${join(home, 'library.db')}\ndirectory: ${home}\nplugins: []\n`);
  spawnSync('beet', ['ls'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  const db = new Sqlite(join(home, 'library.db'));
  const insert = db.prepare(
    'INSERT INTO items (title, artist, album, year, genre, comments) VALUES (?, ?, ?, ?, ?, ?)',
  );
  db.transaction(() => {
    for (const { title, authors, venue, year, ideas, summary } of papers)
      insert.run(title, authors.join(', '), venue, year, ideas.map(({ id }) => id).join(', '), summary);
  })();
  db.close();
  return { args: ['ls', 'genre:whitening'], env };
}

function rg(folder, papers) {
  const notes = join(folder, 'notes');
  mkdirSync(notes);
  for (const { number, title, ideas, summary } of papers)
    writeFileSync(
      join(notes, `${number}.md`),
      `# ${title}\n\ntags: ${ideas.map(({ id }) => id).join(', ')}\n\n${summary}\n`,
    );
  return { args: ['-l', 'tags:.*whitening', notes], env: {} };
}

/** The commands of the programs that are installed, by their names; `missing` are the others. */
export function makePeers(folder, papers) {
  const commands = {};
  const missing = [];
  for (const [program, make] of Object.entries({ buku, task, beet, rg })) {
    if (isThere(program)) commands[program] = { program, ...make(folder, papers) };
    else missing.push(program);
  }
  return { commands, missing };
}
