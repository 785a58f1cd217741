import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Desk, ROOT } from './helpers/io.ts';

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const commands = readdirSync(join(ROOT, 'src', 'cli', 'commands')).map((name) => name.replace(/\.ts$/, ''));

describe('the documentation', () => {
  const desk = new Desk();
  afterAll(() => desk.dispose());

  it('names every command in kd --help and in the README', async () => {
    const { out, code } = await desk.kd(['--help']);
    expect(code).toBe(0);
    for (const name of commands) {
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
      expect(read('README.md')).toContain(`| \`kd ${name}\` |`);
    }
  });

  it('has help for every command and option', async () => {
    for (const name of commands) {
      const { out, code } = await desk.kd(['help', name]);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: kd ${name}`);
      const [, inner = ''] = /^Commands:\n((?: {2}.*\n)+)/m.exec(out) ?? [];
      const nested = [...inner.matchAll(/^ {2}([a-z]+)/gm)].map((match) => `${name} ${match[1]}`);
      expect(nested.length > 0, name).toBe(['backup', 'idea', 'tag', 'theme', 'week'].includes(name));
      for (const words of [name, ...nested.filter((words) => !words.endsWith(' help'))]) {
        const help = await desk.kd([...words.split(' '), '--help']);
        expect([help.code, help.err], words).toEqual([0, '']);
        expect(help.out).toContain(`Usage: kd ${words}`);
        // Every option has a description behind it, on its line or, below a long one, on the next.
        const options = [...help.out.matchAll(/^ {2}-.*(?:\n {10,}\S.*)?$/gm)].map(([lines]) => lines);
        expect(options.length, words).toBeGreaterThan(5);
        for (const lines of options) expect(lines, `${words}: ${lines}`).toMatch(/^ {2}-.*(?:\S {2,}\S|\n {10,}\S)/);
      }
    }
  });

  it('links to files that are there', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
    ];
    for (const page of pages) {
      for (const [, target = ''] of read(page).matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
        expect(existsSync(join(ROOT, page, '..', target)), `${page} links to ${target}`).toBe(true);
      }
    }
  });
});
