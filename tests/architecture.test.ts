import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/io.ts';

/** What each folder of src/ may import: folders of src/, packages, and whether Node's own modules. */
const RULES: Readonly<Record<string, { folders: string[]; packages: string[]; node: boolean }>> = {
  'errors.ts': { folders: ['domain'], packages: [], node: false },
  domain: { folders: ['domain'], packages: ['zod/mini'], node: false },
  formats: {
    folders: ['domain', 'formats'],
    packages: [
      'yaml',
      'zod/mini',
      'diff',
      'mdast-util-from-markdown',
      'micromark-extension-cjk-friendly',
      '@citation-js/core',
      '@citation-js/plugin-bibtex',
      '@citation-js/plugin-ris',
      'csv-parse/sync',
      'csv-stringify/sync',
    ],
    node: false,
  },
  store: { folders: ['domain', 'store'], packages: ['better-sqlite3'], node: true },
  core: { folders: ['domain', 'formats', 'store', 'core'], packages: [], node: false },
  cli: {
    folders: ['domain', 'formats', 'store', 'core', 'cli'],
    packages: [
      'commander',
      'chalk',
      'cli-table3',
      'fast-string-width',
      'cli-progress',
      'env-paths',
      'diff',
      '@clack/prompts',
    ],
    node: true,
  },
};

const SRC = join(ROOT, 'src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name: name.replaceAll('\\', '/'), text: readFileSync(join(SRC, name), 'utf8') }));

function importsOf({ name, text }: { name: string; text: string }): { from: string; typeOnly: boolean }[] {
  const found = text.matchAll(/(?:^import (type )?[^;]*?from |^import |\bimport\()'([^']+)'/gms);
  return [...found].map((match) => {
    const target = match[2] ?? '';
    const from = target.startsWith('.') ? relative(SRC, join(SRC, name, '..', target)).replaceAll('\\', '/') : target;
    return { from, typeOnly: match[1] !== undefined };
  });
}

describe('the folders of src/', () => {
  it('import only what they may', () => {
    const wrong = files.flatMap((file) => {
      const rule = RULES[file.name.split('/')[0] ?? ''];
      return importsOf(file)
        .filter(({ from }) => {
          if (from === 'errors.ts') return false;
          if (rule === undefined) return true;
          if (from.startsWith('node:')) return !rule.node;
          return from.endsWith('.ts')
            ? !rule.folders.includes(from.split('/')[0] ?? '')
            : !rule.packages.includes(from);
        })
        .map(({ from }) => `${file.name} imports ${from}`);
    });
    expect(files.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });

  it('keep commands apart from one another, and the store behind app.ts', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter(({ from, typeOnly }) => {
          if (file.name === 'cli/main.ts' || file.name === 'cli/app.ts') return false;
          const toCommand = from.startsWith('cli/commands/');
          return file.name.startsWith('cli/') && (toCommand || (from.startsWith('store/') && !typeOnly));
        })
        .map(({ from }) => `${file.name} imports ${from}`),
    );
    expect(wrong).toEqual([]);
  });

  it('know no clock, console or process inside, and SQL in the store alone', () => {
    const wrong = files.flatMap(({ name, text }) => {
      const isPure = /^(?:domain|formats|core)\//.test(name);
      const found = isPure ? (text.match(/\bconsole\.|\bprocess\.|\bDate\.now\(|\bnew Date\(\)/g) ?? []) : [];
      const sql = name.startsWith('store/') ? [] : (text.match(/\.prepare\(|\b(?:INSERT INTO|DELETE FROM)\b/g) ?? []);
      return [...found, ...sql].map((what) => `${name}: ${what}`);
    });
    expect(wrong).toEqual([]);
  });

  it('have no import cycles', () => {
    const graph = new Map(files.map((file) => [file.name, importsOf(file).filter(({ typeOnly }) => !typeOnly)]));
    const cycles: string[] = [];
    const visit = (name: string, path: readonly string[]): void => {
      if (path.includes(name)) {
        cycles.push([...path.slice(path.indexOf(name)), name].join(' → '));
        return;
      }
      for (const { from } of graph.get(name) ?? []) if (graph.has(from)) visit(from, [...path, name]);
    };
    for (const { name } of files) visit(name, []);
    expect([...new Set(cycles)]).toEqual([]);
  });
});
