import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Desk, ROOT } from './io.ts';

/** The words of a command line: blanks separate them, single or double quotes hold them together. */
function wordsOf(line: string): string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** Replaces a text that stands in a file once. */
function edit([path = '', old = '', now = '']: readonly string[]): void {
  const text = readFileSync(path, 'utf8');
  if (text.split(old).length !== 2) throw new Error(`${path} does not hold "${old}" once`);
  writeFileSync(path, text.replace(old, now));
}

/**
 * Replays a transcript on a fresh library and returns it with what kd really printed. A transcript has `$ kd …`
 * lines; below each, lines of standard output behind `>`, of standard error behind `2>`, and the exit code behind
 * `?` where it is not 0. Other lines are comments. `NOTES` stands for a folder with the sample note, `FIXTURES` for
 * tests/fixtures, `FOLDER` for a folder to write into. `$ export NAME=value` holds for the lines below it (KD_NOW is the
 * day), and `$ edit FILE 'old' 'new'` is what a user does in an editor.
 */
export async function replay(transcript: string): Promise<string> {
  const desk = new Desk();
  const notes = join(desk.folder, 'notes');
  const fixtures = join(ROOT, 'tests', 'fixtures');
  cpSync(join(ROOT, 'data', 'sample', '20240517.md'), join(notes, '20240517.md'));
  const shown = (text: string, mark: string) =>
    text
      .replaceAll(notes, 'NOTES')
      .replaceAll(fixtures, 'FIXTURES')
      .replaceAll(desk.folder, 'FOLDER')
      .split('\n')
      .slice(0, text.endsWith('\n') ? -1 : undefined)
      .filter((line, _, all) => !(all.length === 1 && line === ''))
      .map((line) => `${mark}${line}`.trimEnd());
  const placed = (word: string) =>
    word
      .replace(/^NOTES/, notes)
      .replace(/^FIXTURES/, fixtures)
      .replace(/^FOLDER/, desk.folder);
  const env: Record<string, string> = {};
  const printed: string[] = [];
  try {
    for (const line of transcript.replace(/\n$/, '').split('\n')) {
      if (/^(?:>|2>|\?)/.test(line)) continue;
      printed.push(line);
      const exported = /^\$ export (\w+)=(.*)$/.exec(line);
      if (exported !== null) env[exported[1] ?? ''] = exported[2] ?? '';
      if (line.startsWith('$ edit')) edit(wordsOf(line.slice('$ edit'.length)).map(placed));
      if (!line.startsWith('$ kd')) continue;
      const words = wordsOf(line.slice('$ kd'.length)).map(placed);
      const { out, err, code } = await desk.kd(words, { env, now: env['KD_NOW'] });
      printed.push(...shown(out, '> '), ...shown(err, '2> '), ...(code === 0 ? [] : [`? ${code}`]));
    }
  } finally {
    desk.dispose();
  }
  return `${printed.join('\n')}\n`;
}
