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
      // Every option and argument has a description behind it on its line or the next.
      for (const [line] of out.matchAll(/^ {2}(?:-\S|--)[^\n]*$/gm))
        expect(line, `${name}: ${line}`).toMatch(/\S {2,}\S/);
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
