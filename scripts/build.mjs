// Bundles src/ into dist/kd.cjs, with the packages that few commands need beside it, and gathers the licences.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** The packages that are files of their own, named from bin/kd.cjs: a command that does without one need not read it. */
const APART = [
  '@clack/prompts',
  'chalk',
  'cli-progress',
  'cli-table3',
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
 * and the processes that commander could start.
 */
const INSTEAD = {
  bindings: "module.exports = () => require('better-sqlite3/build/Release/better_sqlite3.node');",
  'node:child_process': "exports.spawn = (...args) => require('child_process').spawn(...args);",
};
const instead = {
  name: 'instead',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(?:bindings|node:child_process)$/ }, ({ path, importer }) =>
      /node_modules.(?:better-sqlite3|commander)\b/.test(importer) ? { path, namespace: 'instead' } : undefined,
    );
    onLoad({ filter: /./, namespace: 'instead' }, ({ path }) => ({ contents: INSTEAD[path], resolveDir: root }));
  },
};

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

/** Writes a bundle, in ASCII, with a hash of it in front; returns the names of the files in it. */
async function bundle(entry, name, options) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: `dist/${name}`,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // `import()` becomes require(), which a script that bin/kd.cjs runs has too.
    supported: { 'dynamic-import': false },
    metafile: true,
    write: false,
    logLevel: 'warning',
    ...options,
  });
  // What esbuild leaves as it is, in regular expressions, is written as an escape: ASCII is read in half the time.
  const text = (outputFiles[0]?.text ?? '').replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  writeFileSync(join(dist, name), `// ${hash}\n${text}`);
  return Object.keys(metafile.inputs);
}

const inputs = await bundle('src/cli/process.ts', 'kd.cjs', {
  external: ['better-sqlite3/build/*', ...Object.values(alias)],
  alias,
  plugins: [instead],
  define: { KD_VERSION: JSON.stringify(version) },
});
for (const name of APART) inputs.push(...(await bundle(name, basename(alias[name]))));

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
