import { parseDocument } from 'yaml';
import { msg } from '../domain/message.ts';
import { countLineEnds } from '../domain/week.ts';

/** A YAML head between `---` lines, with the text between them; a byte order mark may stand before it. */
export const YAML_HEAD = /^\uFEFF?---[ \t]*(?:\r\n|\r|\n)([\s\S]*?)(?:^|\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|$)/;

/** What to do about a text that is no YAML: it is mostly this. */
export const YAML_HINT = msg`put a value with ": " in it into quotes`;

/** The value of a YAML text; or what is wrong with it, and on which of its lines, counted from 1 (0: on none alone). */
export function readYaml(yaml: string): { value: unknown } | { problem: string; line: number } {
  const document = parseDocument(yaml, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) return { problem: error.message, line: 1 + countLineEnds(yaml.slice(0, error.pos[0])) };
  try {
    return { value: document.toJS({ maxAliasCount: 10 }) };
  } catch (reason) {
    // An alias of nothing, or too many of them.
    return { problem: (reason as Error).message, line: 0 };
  }
}
