// Bundles src/ into dist/kd.cjs, with what few commands need in files beside it, and gathers the licences.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The packages that are files of their own, named from bin/kd.cjs: a command that does without one need not read it. */
const APART = [
  '@citation-js/core',
  '@citation-js/plugin-bibtex',
  '@citation-js/plugin-ris',
  '@clack/prompts',
  'chalk',
  'cli-progress',
  'cli-table3',
  'csv-parse/sync',
  'csv-stringify/sync',
  'diff',
  'mdast-util-from-markdown',
  'micromark-extension-cjk-friendly',
  'yaml',
];
const alias = Object.fromEntries(
  APART.map((name) => [name, `../dist/${name.replace('@', '').replaceAll('/', '-')}.cjs`]),
);

/**
 * What packages load at every start and kd does without: the search for SQLite's binary, which lies where npm puts it,
 * the processes that commander could start, and the network that Citation.js could ask.
 */
const INSTEAD = {
  'node-fetch': 'module.exports = {};',
  'sync-fetch': "module.exports = () => { throw new Error('a record is read without a network'); };",
  bindings: "module.exports = () => require('better-sqlite3/build/Release/better_sqlite3.node');",
  'node:child_process': "exports.spawn = (...args) => require('child_process').spawn(...args);",
};
const instead = {
  name: 'instead',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:bindings|node:child_process|sync-fetch|node-fetch)$/ }, ({ path, importer }) =>
      /node_modules.(?:better-sqlite3|commander|@citation-js)\b/.test(importer)
        ? { path, namespace: 'instead' }
        : undefined,
    );
    onLoad({ filter: /./, namespace: 'instead' }, ({ path }) => ({ contents: INSTEAD[path], resolveDir: root }));
  },
};

/**
 * The modules with which parts of kd begin that few commands need: each part is a file of its own, loaded when one of
 * these is imported.
 */
const PARTS = {
  exchange: [
    'src/cli/commands/cite.ts',
    'src/cli/commands/export.ts',
    'src/cli/commands/import.ts',
    'src/cli/formats-page.ts',
    'src/core/add-draft.ts',
    'src/domain/identifier-facts.ts',
    'src/formats/detect.ts',
    'src/formats/registry.ts',
  ],
  records: [
    'src/formats/bibtex/read.ts',
    'src/formats/bibtex/write.ts',
    'src/formats/csl-json.ts',
    'src/formats/csv.ts',
    'src/formats/papers-jsonl.ts',
    'src/formats/papers-yaml.ts',
    'src/formats/ris.ts',
    'src/formats/tsv.ts',
  ],
  lists: ['src/formats/list/read.ts'],
  tables: ['src/formats/obsidian.ts', 'src/formats/table-latex.ts', 'src/formats/table-markdown.ts'],
  care: [
    'src/cli/commands/backup.ts',
    'src/cli/commands/doctor.ts',
    'src/cli/commands/dupes.ts',
    'src/cli/commands/edit.ts',
    'src/cli/commands/lint.ts',
    'src/cli/commands/log.ts',
    'src/cli/commands/merge.ts',
    'src/cli/commands/redo.ts',
    'src/cli/commands/restore.ts',
    'src/cli/commands/rm.ts',
    'src/cli/commands/undo.ts',
    'src/core/doctor.ts',
  ],
  writing: [
    'src/cli/commands/add.ts',
    'src/cli/commands/demo.ts',
    'src/core/import.ts',
    'src/core/new-week.ts',
    'src/domain/schema.ts',
  ],
  handles: [
    'src/cli/commands/alias.ts',
    'src/cli/commands/config.ts',
    'src/cli/commands/note.ts',
    'src/cli/commands/set.ts',
    'src/cli/commands/tag.ts',
  ],
  questions: [
    'src/cli/commands/gaps.ts',
    'src/cli/commands/idea.ts',
    'src/cli/commands/matrix.ts',
    'src/cli/commands/related.ts',
    'src/cli/commands/theme.ts',
  ],
};

const ENTRY = 'src/cli/process.ts';
const options = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // `import()` becomes require(), which a script that bin/kd.cjs runs has too.
  supported: { 'dynamic-import': false },
  external: ['better-sqlite3/build/*', '../dist/*'],
  define: { KD_VERSION: JSON.stringify(version) },
  metafile: true,
  write: false,
  logLevel: 'warning',
};

/** Writes a bundle, in ASCII, with a hash of it in front; returns the names of the files in it. */
async function bundle(name, more) {
  const { outputFiles, metafile } = await build({ ...options, outfile: `dist/${name}`, ...more });
  // What esbuild leaves as it is, in regular expressions, is written as an escape: ASCII is read in half the time.
  const text = (outputFiles[0]?.text ?? '').replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  writeFileSync(join(dist, name), `// ${hash}\n${text}`);
  return Object.keys(metafile.inputs);
}

/** The modules that are reached from these without passing one of `borders`. */
function reach(inputs, starts, borders) {
  const found = new Set();
  const queue = [...starts];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    for (const { path: next, external } of inputs[path]?.imports ?? []) {
      if (external !== true && !borders.has(next)) queue.push(next);
    }
  }
  return found;
}

/** Takes these texts, which are CommonJS, in place of modules of kd's. */
function standIns(texts) {
  return {
    name: 'stand-ins',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\.ts$/ }, ({ path, resolveDir }) => {
        const name = relative(root, join(resolveDir, path)).replaceAll('\\', '/');
        return texts.has(name) ? { path: name, namespace: 'stand-in' } : undefined;
      });
      onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => ({ contents: texts.get(path), resolveDir: root }));
    },
  };
}

const text = (paths, value) =>
  `{${[...paths].map((path) => `${JSON.stringify(path)}: () => ${value(path)}`).join(', ')}}`;
const required = (path) => `require(${JSON.stringify(`./${path}`)})`;
/** Where the parts find the modules that they share with dist/kd.cjs, of which there must be one. */
const SHARED = "globalThis[Symbol.for('kd.modules')]";

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const { metafile } = await build({ ...options, entryPoints: [ENTRY], alias, plugins: [instead] });
const borders = new Set(Object.values(PARTS).flat());
const core = reach(metafile.inputs, [ENTRY], borders);
const parts = Object.entries(PARTS).map(([name, starts]) => {
  return {
    name,
    starts,
    modules: reach(metafile.inputs, starts, new Set([...borders].filter((path) => !starts.includes(path)))),
  };
});
// What two parts need belongs to neither.
for (const path of parts.flatMap(({ modules }) => [...modules])) {
  if (!borders.has(path) && parts.filter(({ modules }) => modules.has(path)).length > 1) core.add(path);
}
// Packages are there twice rather than shared whole.
const own = (modules) => new Set([...modules].filter((path) => !core.has(path)));
const shared = new Set(
  parts.flatMap(({ modules }) =>
    [...own(modules)].flatMap((path) =>
      metafile.inputs[path].imports.map((one) => one.path).filter((one) => core.has(one) && one.startsWith('src/')),
    ),
  ),
);
const loadPart = new Map(
  parts.flatMap(({ name, starts }) =>
    starts.map((path) => [path, `module.exports = require('../dist/${name}.cjs')[${JSON.stringify(path)}]();`]),
  ),
);
const stdin = (contents) => ({ stdin: { contents, resolveDir: root, sourcefile: 'entry.js' } });

const inputs = await bundle('kd.cjs', {
  ...stdin(`${SHARED} = ${text(shared, required)}; module.exports = ${required(ENTRY)};`),
  alias,
  plugins: [instead, standIns(loadPart)],
});
const fromCore = new Map([...shared].map((path) => [path, `module.exports = ${SHARED}[${JSON.stringify(path)}]();`]));
for (const { name, starts } of parts) {
  const others = [...loadPart].filter(([path]) => !starts.includes(path));
  inputs.push(
    ...(await bundle(`${name}.cjs`, {
      ...stdin(`module.exports = ${text(starts, required)};`),
      alias,
      plugins: [instead, standIns(new Map([...fromCore, ...others]))],
    })),
  );
}
for (const name of APART) {
  // The plug-ins of Citation.js register themselves in its one core.
  const others = Object.fromEntries(Object.entries(alias).filter(([other]) => other !== name));
  inputs.push(...(await bundle(basename(alias[name]), { entryPoints: [name], alias: others, plugins: [instead] })));
}

const packages = new Set(
  inputs.map((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((path) => path !== undefined),
);
const notices = [...packages].sort().map((path) => {
  const { name, version: packageVersion, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(root, path, file)) ? readFileSync(join(root, path, file), 'utf8') : '';
  return `${name} ${packageVersion} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(join(dist, 'third-party-licenses.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
