import { parseDocument } from 'yaml';
import { type Message, msg } from '../domain/message.ts';
import { countLineEnds } from '../domain/week.ts';

/** A YAML head between `---` lines, with the text between them; a byte order mark may stand before it. */
export const YAML_HEAD = /^\uFEFF?---[ \t]*(?:\r\n|\r|\n)([\s\S]*?)(?:^|\r\n|\r|\n)---[ \t]*(?:\r\n|\r|\n|$)/;

/** What to do about a text that is no YAML: it is mostly this. */
export const YAML_HINT = msg`put a value with ": " in it into quotes`;

/** What is wrong with a YAML text that the parser is not given. */
export const TOO_MUCH = msg`it is too long, or nested too deeply`;

/** Longer texts are refused: the parser compares each key with all others, and looks for each alias through the text. */
const LONGEST = 1 << 16;

/** Deeper nesting is refused before the parser sees it, which ends the whole program at a million brackets. */
const DEEPEST = 30;

/** More keys behind question marks are refused: each is printed once for each level that it stands in. */
const MOST_COMPLEX_KEYS = 30;

/** Whether lists and mappings stand in one another deeper than records do; brackets in texts count too. */
export function isDeepYaml(yaml: string): boolean {
  let open = 0;
  for (const [bracket] of yaml.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (open > DEEPEST) return true;
  }
  if (/^[ \t]*(?:[-?:][ \t]+){30}/m.test(yaml)) return true;
  return (yaml.match(/(?<![^ \t\r\n])\?(?![^ \t\r\n])/g)?.length ?? 0) > MOST_COMPLEX_KEYS;
}

export function isLongYaml(yaml: string): boolean {
  return yaml.length > LONGEST;
}

/** The value of a YAML text; or what is wrong with it, and on which of its lines, counted from 1 (0: on none alone). */
export function readYaml(yaml: string): { value: unknown } | { problem: string | Message; line: number } {
  if (isLongYaml(yaml) || isDeepYaml(yaml)) return { problem: TOO_MUCH, line: 0 };
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
