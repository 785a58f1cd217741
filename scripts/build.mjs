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
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outfile: 'dist/kd.cjs',
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  external: ['better-sqlite3'],
  define: { KD_VERSION: JSON.stringify(version) },
  metafile: true,
  logLevel: 'warning',
});

const packages = new Set(
  Object.keys(metafile.inputs)
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
