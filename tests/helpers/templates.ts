import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './io.ts';

/** The templates of all messages in src/, as data/messages.*.json has them, with the files that hold them. */
export function templatesInSource(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const src = join(ROOT, 'src');
  for (const name of readdirSync(src, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    for (const template of templatesIn(readFileSync(join(src, name), 'utf8'))) {
      found.set(template, [...(found.get(template) ?? []), name.replaceAll('\\', '/')]);
    }
  }
  return found;
}

/** The templates of the literals behind `msg` and `t` in a program text, those inside others too. */
export function templatesIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w$])(?:msg|t)`/g)].map((match) => {
    const { template } = readTemplate(text, match.index + match[0].length);
    return template;
  });
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** Reads a template literal from behind its first backtick; `end` is behind its last one. */
function readTemplate(text: string, start: number): { template: string; end: number } {
  let template = '';
  let places = 0;
  let at = start;
  while (text[at] !== '`') {
    if (at >= text.length) throw new Error(`the template has no end: ${text.slice(start - 10, start + 50)}`);
    if (text.startsWith('${', at)) {
      template += `{${places}}`;
      places += 1;
      at = endOfCode(text, at + 2);
    } else if (text[at] === '\\') {
      const escaped = text[at + 1] ?? '';
      template += ESCAPES[escaped] ?? escaped;
      at += 2;
    } else {
      template += text[at];
      at += 1;
    }
  }
  return { template, end: at + 1 };
}

/** Where the code of a place ends: behind its closing brace. */
function endOfCode(text: string, start: number): number {
  let at = start;
  for (let depth = 1; depth > 0; ) {
    const [string] = /^(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")/.exec(text.slice(at)) ?? [];
    if (string !== undefined) at += string.length;
    else if (text[at] === '`') at = readTemplate(text, at + 1).end;
    else {
      if (text[at] === '{') depth += 1;
      if (text[at] === '}') depth -= 1;
      at += 1;
    }
  }
  return at;
}
