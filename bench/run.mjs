// Times whole commands, and questions within one process, on libraries of made-up papers. All figures are ratios within
// one run. `npm run bench` writes docs/performance.md; `-- --quick` takes two minutes and writes nothing; `-- --million`
// adds a library of a million papers.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { random, weekOf } from './corpus.mjs';
import { makeBibliographies, timeReader } from './imports.mjs';
import { ideasOf, loadInside, makeLibrary } from './library.mjs';
import { makePeers } from './peers.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const KD = join(root, 'bin', 'kd.cjs');
const PAGE = join(root, 'docs', 'performance.md');
const quick = process.argv.includes('--quick');
const million = process.argv.includes('--million');
const SIZES = [1_000, 10_000, ...(quick ? [] : [100_000]), ...(million ? [1_000_000] : [])];
const PEERS_AT = quick ? 1_000 : 10_000;
const ROUNDS = quick ? 7 : 21;
const CALLS = quick ? 9 : 25;
const TODAY = '2024-05-17';
const work = mkdtempSync(join(tmpdir(), 'kd-bench-'));

/** Node 20 loads the file that NODE_EXTRA_CA_CERTS names at every start; it is no part of kd. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

function time(program, args, env = {}) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, {
    env: { ...environment, XDG_CACHE_HOME: join(work, 'cache'), KD_NOW: TODAY, KD_LANG: 'en', ...env },
    // As a shell's pipe gives it: no terminal at either end.
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 30,
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return milliseconds;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;
const ratio = (number) => number.toFixed(2);

/** The medians of commands that are run in turn, in another order each round, as ratios to the first of them. */
function compare(commands, rounds) {
  const names = Object.keys(commands);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  const next = random(11);
  // The first run of a command compiles its code and keeps it.
  for (const name of names) commands[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names.toSorted(() => next() - 0.5)) times[name].push(commands[name]());
  }
  const floor = median(times[names[0]]);
  return { floor, ratios: Object.fromEntries(names.map((name) => [name, median(times[name]) / floor])) };
}

/** The whole commands: what is typed, and the target of each by the size of the library. */
const WEEK = weekOf(240);
const COMMANDS = {
  '--version': { 1000: 1.3, 10000: 1.3, 100000: 1.3 },
  '--help': { 1000: 1.3, 10000: 1.3, 100000: 1.3 },
  'list --tag whitening': { 10000: 1.45 },
  'list --tag whitening --limit 50': { 10000: 1.45, 100000: 1.6 },
  [`report --week ${WEEK}`]: { 10000: 1.45, 100000: 1.6 },
  'show 500': { 10000: 1.45, 100000: 1.6 },
  'search 白化 --limit 20': {},
  'week list': {},
  'list --all': {},
};

function wholeCommands(library, size) {
  const env = { KD_LIBRARY: library };
  const commands = { 'empty Node process': () => time(process.execPath, ['-e', '0']) };
  for (const words of Object.keys(COMMANDS)) {
    if (words === 'list --all' && size > 100_000) continue;
    commands[words] = () => time(process.execPath, [KD, ...words.split(' ')], env);
  }
  return compare(commands, size > 100_000 ? 9 : ROUNDS);
}

/** Questions asked within one process, warm: the median of some calls, in milliseconds. */
function questions(inside, library, size) {
  const kd = inside.Library.openToRead(library, join(root, 'migrations'));
  const context = { today: TODAY, saved: {}, substring: false };
  const resolve = (text) => inside.resolveQuery(kd, inside.parseQuery(text), context);
  const list = (text, most) => () => kd.papers.find(resolve(text), most);
  const found = (text) => () => inside.search(kd, resolve(text), 20);
  const asked = {
    'one paper': () => kd.papers.get(500),
    'papers of a tag (1 in 80)': list('tag:whitening'),
    'the newest 50 of them': list('tag:whitening', 50),
    'papers of a week': list(`week:${WEEK}`),
    'search: a word of Chinese (1 in 60)': found('白化'),
    'search: a word of English (1 in 20)': found('projection'),
    'search: words in most papers': found('训练'),
    'search: no such word': found('zzzz'),
  };
  const times = {};
  for (const [name, ask] of Object.entries(asked)) {
    ask();
    times[name] = median(
      Array.from({ length: size > 100_000 ? 7 : CALLS }, () => {
        const started = process.hrtime.bigint();
        ask();
        return Number(process.hrtime.bigint() - started) / 1e6;
      }),
    );
  }
  kd.close();
  return times;
}

/**
 * The most memory a process took at one time, in MiB: written to a file as it ends. On Linux the kernel's own mark is read,
 * since what `resourceUsage` gives begins with that of the process which started it.
 */
const MEMORY_HOOK = `process.on('exit', () => {
  const fs = require('node:fs');
  let kibibytes = process.resourceUsage().maxRSS;
  try {
    kibibytes = Number(/VmHWM:\\s*(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]);
  } catch {}
  fs.writeFileSync(process.env.KD_BENCH_MEMORY, String(kibibytes / 1024));
});`;

function memory(args, env) {
  const hook = join(work, 'memory.cjs');
  const result = join(work, 'memory.txt');
  writeFileSync(hook, MEMORY_HOOK);
  const milliseconds = time(process.execPath, ['--require', hook, ...args], { ...env, KD_BENCH_MEMORY: result });
  return { milliseconds, mebibytes: Number(readFileSync(result, 'utf8')) };
}

/** Imports of whole bibliographies into an empty library: time and memory, and how much of the time is reading alone. */
async function imports(inside, sizes) {
  const floor = memory(['-e', '0'], {});
  const venues = new inside.VenueTable(inside.readVenues(readFileSync(join(root, 'data', 'venues.yaml'), 'utf8')));
  const concepts = inside.readConcepts(readFileSync(join(root, 'data', 'ideas.yaml'), 'utf8'));
  const rows = [];
  for (const size of sizes) {
    console.error(`importing ${sizeName(size)} papers`);
    const paths = await makeBibliographies(work, size, ideasOf(concepts));
    for (const [format, path] of Object.entries(paths)) {
      const library = join(work, `import-${format}-${size}.db`);
      const { milliseconds, mebibytes } = memory([KD, 'import', path], { KD_LIBRARY: library });
      const reading = timeReader(inside.readers[format], path, venues);
      rows.push([
        `${sizeName(size)} as ${format}`,
        (milliseconds / floor.milliseconds / (size / 1000)).toFixed(1),
        `${Math.round((100 * reading) / milliseconds)} %`,
        ratio(mebibytes / floor.mebibytes),
      ]);
      rmSync(library);
      rmSync(path);
    }
  }
  return table(['import', '× empty Node, for each 1,000', 'the reader alone', 'memory, × empty Node'], rows);
}

/** The SQL with which kd lists the papers of a tag, with its values written in, for the sqlite3 shell. */
function sqlOfList(inside, library) {
  const prepare = Sqlite.prototype.prepare;
  let last = '';
  Sqlite.prototype.prepare = function (sql) {
    const statement = prepare.call(this, sql);
    const all = statement.all;
    statement.all = (...values) => {
      const literals = values.map((value) => (typeof value === 'number' ? value : `'${value.replaceAll("'", "''")}'`));
      last = sql.replace(/\?/g, () => String(literals.shift()));
      return all.apply(statement, values);
    };
    return statement;
  };
  const kd = inside.Library.openToRead(library, join(root, 'migrations'));
  const context = { today: TODAY, saved: {}, substring: false };
  kd.papers.find(inside.resolveQuery(kd, inside.parseQuery('tag:whitening'), context));
  kd.close();
  Sqlite.prototype.prepare = prepare;
  // Shells older than SQLite 3.44 cannot order within an aggregate.
  return `${last.replace(' ORDER BY t.name)', ')')};`;
}

const table = (head, rows) =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const sizeName = (size) => size.toLocaleString('en');

try {
  const inside = await loadInside(work);
  const whole = {};
  const within = {};
  const rates = {};
  let peers = '';
  for (const size of SIZES) {
    const library = join(work, `${size}.db`);
    console.error(`making ${sizeName(size)} papers`);
    const kept = makeLibrary(inside, library, size, size === PEERS_AT ? size : 0);
    rates[size] = `${sizeName(size)}: ${(statSync(library).size / 2 ** 20).toFixed(0)} MiB`;
    whole[size] = wholeCommands(library, size);
    within[size] = questions(inside, library, size);
    if (size !== PEERS_AT) continue;
    const folder = join(work, 'peers');
    mkdirSync(folder);
    const made = makePeers(folder, kept);
    const commands = {
      'empty Node process': () => time(process.execPath, ['-e', '0']),
      'kd list --tag whitening': () =>
        time(process.execPath, [KD, 'list', '--tag', 'whitening'], { KD_LIBRARY: library }),
    };
    const sql = sqlOfList(inside, library);
    if (spawnSync('sqlite3', ['--version']).error === undefined)
      commands['sqlite3, the same SQL'] = () => time('sqlite3', ['-readonly', library, sql]);
    else made.missing.push('sqlite3');
    for (const [name, { program, args, env }] of Object.entries(made.commands))
      commands[name] = () => time(program, args, env);
    const { ratios } = compare(commands, Math.min(ROUNDS, 11));
    const kd = ratios['kd list --tag whitening'];
    const rows = Object.entries(ratios).map(([name, times]) => [name, ratio(times), ratio(kd / times)]);
    const missing = made.missing.length === 0 ? '' : `\n\nNot installed: ${made.missing.join(', ')}.`;
    peers = `The papers of a tag among ${sizeName(size)}:\n\n${table(['program', '× empty Node', 'kd takes × of it'], rows)}${missing}`;
  }
  const imported = await imports(inside, quick ? [1_000] : [10_000, 100_000]);
  const rowsOf = (names, cell) => names.map((name) => [`\`${name}\``, ...SIZES.map((size) => cell(name, size))]);
  const commands = table(
    ['kd …', ...SIZES.map(sizeName)],
    rowsOf(Object.keys(COMMANDS), (name, size) => {
      const measured = whole[size].ratios[name];
      if (measured === undefined) return '–';
      const target = COMMANDS[name][size];
      return target === undefined ? ratio(measured) : `${ratio(measured)} (≤ ${target})`;
    }),
  );
  const [first] = SIZES;
  const asked = table(
    ['question', ...SIZES.map(sizeName)],
    rowsOf(Object.keys(within[first]), (name, size) => (within[size][name] / whole[size].floor).toFixed(3)).map(
      ([name, ...cells]) => [name.slice(1, -1), ...cells],
    ),
  );
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node ${process.versions.node}`;
  const figures = [
    `${machine}. Libraries: ${Object.values(rates).join(', ')}.`,
    `Whole commands, × the empty Node process (targets in brackets):\n\n${commands}`,
    `Questions within one process, × the empty Node process:\n\n${asked}`,
    `Imports into an empty library, with tags and search index, in one operation:\n\n${imported}`,
    peers,
  ].join('\n\n');
  console.log(figures);
  if (!quick) {
    const page = readFileSync(PAGE, 'utf8');
    const [start, end] = ['<!-- figures: npm run bench writes them -->', '<!-- end of the figures -->'];
    const before = page.slice(0, page.indexOf(start) + start.length);
    writeFileSync(PAGE, `${before}\n\n${figures}\n\n${page.slice(page.indexOf(end))}`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
