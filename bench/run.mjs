// Times whole processes on generated libraries, as ratios within one run: `npm run bench`, `npm run bench -- --quick`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { random, writeCorpus } from './corpus.mjs';

const KD = join(dirname(fileURLToPath(import.meta.url)), '..', 'bin', 'kd.cjs');
const quick = process.argv.includes('--quick');
const SIZES = quick ? [1_000] : [1_000, 10_000];
const ROUNDS = quick ? 9 : 15;
const work = mkdtempSync(join(tmpdir(), 'kd-bench-'));

/** Node 20 loads the file that NODE_EXTRA_CA_CERTS names at every start; it is no part of kd. */
const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;

function run(args, library) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, {
    env: { ...environment, KD_LIBRARY: library, KD_NOW: '2024-05-17' },
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
  });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  if (status !== 0 && status !== 5) throw new Error(`${args.join(' ')}: ${stderr}`);
  return milliseconds;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

try {
  console.log(`${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n`);
  for (const papers of SIZES) {
    const library = join(work, `${papers}.db`);
    const corpus = writeCorpus(join(work, String(papers)), papers);
    const imported = run([KD, 'import', join(corpus, 'weekly'), join(corpus, 'notes')], library);
    const rate = Math.round((papers / imported) * 1000).toLocaleString('en');
    const size = (statSync(library).size / 2 ** 20).toFixed(0);
    console.log(`## ${papers.toLocaleString('en')} papers\n\nimport of notes: ${rate} papers/s; library ${size} MiB\n`);
    const commands = {
      'empty Node process': ['-e', '0'],
      'kd --version': [KD, '--version'],
      'kd --help': [KD, '--help'],
      'kd list --tag whitening': [KD, 'list', '--tag', 'whitening'],
      'kd list --all': [KD, 'list', '--all'],
      'kd report --week 1990-06-01': [KD, 'report', '--week', '1990-06-01'],
      'kd show 500': [KD, 'show', '500'],
      'kd note 0.md --raw': [KD, 'note', '0.md', '--raw'],
      'kd idea whitening': [KD, 'idea', 'whitening'],
      'kd idea list': [KD, 'idea', 'list'],
      'kd tag why 500 白化': [KD, 'tag', 'why', '500', '白化'],
      'kd matrix idea venue': [KD, 'matrix', 'idea', 'venue'],
      'kd matrix idea task --min 2': [KD, 'matrix', 'idea', 'task', '--min', '2'],
      'kd gaps whitening': [KD, 'gaps', 'whitening'],
      'kd related 500': [KD, 'related', '500'],
      'kd theme list': [KD, 'theme', 'list'],
      'kd theme show 学生': [KD, 'theme', 'show', '学生'],
    };
    const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
    const next = random(11);
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = Object.keys(commands).sort(() => next() - 0.5);
      for (const name of order) times[name].push(run(commands[name], library));
    }
    const empty = median(times['empty Node process']);
    const list = median(times['kd list --all']);
    console.log('| command | median ms | × empty Node | × kd list --all |\n|---|---|---|---|');
    for (const name of Object.keys(commands)) {
      const time = median(times[name]);
      console.log(`| \`${name}\` | ${time.toFixed(0)} | ${(time / empty).toFixed(2)} | ${(time / list).toFixed(2)} |`);
    }
    console.log('');
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
