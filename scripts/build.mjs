// Bundles src/ into dist/kd.cjs, and gathers the licences of what is bundled.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

/** @param {import('esbuild').BuildOptions} options */
async function bundle(options) {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
  return Object.keys(metafile.inputs);
}

const main = await bundle({
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/kd.cjs',
  external: ['better-sqlite3', './prompts.cjs'],
  // A file of its own, so that commands which ask nothing need not compile it.
  alias: { '@clack/prompts': './prompts.cjs' },
  define: { KD_VERSION: JSON.stringify(version) },
});
const prompts = await bundle({ entryPoints: ['@clack/prompts'], outfile: 'dist/prompts.cjs' });

const packages = new Set(
  [...main, ...prompts]
    .map((path) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter((path) => path !== undefined),
);
const notices = [...packages].sort().map((path) => {
  const { name, version: packageVersion, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, path)).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file !== undefined && existsSync(join(root, path, file)) ? readFileSync(join(root, path, file), 'utf8') : '';
  return `${name} ${packageVersion} (${license})\n\n${text.trim()}\n`;
});
writeFileSync(join(dist, 'third-party-licenses.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
