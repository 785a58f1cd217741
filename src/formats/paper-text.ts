import { isMap, isScalar, isSeq, type Node, parseDocument, Scalar, stringify } from 'yaml';
import { msg } from '../domain/message.ts';
import { nearNames } from '../domain/text.ts';
import { countLineEnds } from '../domain/week.ts';
import { UsageError } from '../errors.ts';
import { YAML_HEAD, YAML_HINT } from './yaml.ts';

/** The fields that have one value, and whether they stand in the head while they are empty. */
const SINGLE = {
  title: true,
  venue: true,
  date: true,
  year: false,
  track: true,
  doi: true,
  arxiv: true,
  url: true,
  volume: true,
  issue: true,
  page: true,
  status: true,
  rating: true,
  'citation-key': true,
  abstract: true,
  reading: false,
} as const;

/** The fields that may have several values. */
const SEVERAL = {
  authors: true,
  code: true,
  project: false,
  dataset: false,
  video: false,
  paper: false,
  tags: true,
  aliases: true,
} as const;

export type PaperField = keyof typeof SINGLE | keyof typeof SEVERAL;

/** The order in which the fields stand in the head. */
const ORDER: readonly PaperField[] = [
  ...(['title', 'authors', 'venue', 'date', 'year', 'track', 'doi', 'arxiv', 'url'] as const),
  ...(['code', 'project', 'dataset', 'video', 'paper', 'volume', 'issue', 'page'] as const),
  ...(['status', 'rating', 'tags', 'aliases', 'citation-key', 'abstract', 'reading'] as const),
];

/** Other names that people type for the fields. */
const SYNONYMS: Readonly<Record<string, PaperField>> = {
  author: 'authors',
  tag: 'tags',
  alias: 'aliases',
  journal: 'venue',
  booktitle: 'venue',
  pages: 'page',
  number: 'issue',
};

/** What a person edits of a paper: its fields, and the text of one reading. */
export interface PaperText {
  /** The values of each field; none for one that is empty. A field that is not there is left as it is. */
  readonly fields: ReadonlyMap<PaperField, readonly string[]>;
  /** The Markdown of the reading, without its heading, in plain line ends. */
  readonly body: string;
}

/** What the lines that kd puts into a head begin with. */
const REMARK = '# kd: ';

/** Longer heads, and heads nested deeper, are refused before the parser sees them: it could end the whole program. */
const LONGEST_HEAD = 1 << 20;
const DEEPEST_HEAD = 20;

/** The paper as a YAML head with the text below it; `remarks` stand on top, as lines that are no part of it. */
export function printPaperText({ fields, body }: PaperText, remarks: readonly string[] = []): string {
  const head = ORDER.flatMap((field) => {
    const values = fields.get(field) ?? [];
    if (values.length > 0) return [printField(field, values)];
    const isShown = { ...SINGLE, ...SEVERAL }[field];
    return isShown ? [`${field}:\n`] : [];
  });
  const text = `---\n${head.join('')}---\n${body === '' ? '' : `\n${body}\n`}`;
  return remarkOnPaperText(text, remarks);
}

function printField(field: PaperField, values: readonly string[]): string {
  const [first = ''] = values;
  const isList = field in SEVERAL && (values.length > 1 || ['authors', 'tags', 'aliases'].includes(field));
  const value = isList ? values.map(scalarOf) : field === 'abstract' ? blockOf(first) : scalarOf(first);
  return stringify({ [field]: value }, { schema: 'failsafe', lineWidth: 0 });
}

/** Words that would be read as no value are put into quotes. */
function scalarOf(text: string): string | Scalar {
  if (!NOTHING.test(text)) return text;
  const scalar = new Scalar(text);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

const NOTHING = /^(?:null|Null|NULL|~|)$/;

/** A text of whole sentences stands on lines of its own, unless it has characters that are lost there. */
function blockOf(text: string): string | Scalar {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that YAML reads in another way.
  if (/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]|^\s|\s$/.test(text)) return scalarOf(text);
  const scalar = new Scalar(text);
  scalar.type = Scalar.BLOCK_LITERAL;
  return scalar;
}

/** The text with these remarks on top of its head, in place of earlier ones. */
export function remarkOnPaperText(text: string, remarks: readonly string[]): string {
  const lines = remarks.map((line) => `${REMARK}${line}\n`).join('');
  const [, mark = '', rest = text] = /^(\uFEFF?---[ \t]*(?:\r\n|\r|\n))([\s\S]*)$/.exec(text) ?? [];
  let own = rest;
  while (own.startsWith(REMARK)) own = own.slice(/[^\r\n]*(?:\r\n|\r|\n)?/.exec(own)?.[0].length ?? own.length);
  return mark + lines + own;
}

/**
 * Reads a head and the text below it.
 * @throws UsageError naming the line that is no YAML, or the field that is wrong
 */
export function readPaperText(text: string): PaperText {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n|\r/g, '\n');
  // Remarks stand above a head whose first line of dashes was lost, until that is put back.
  const above = /^(?:#[^\n]*\n)+(?=---[ \t]*\n)/.exec(source)?.[0] ?? '';
  const [head, yaml = ''] = YAML_HEAD.exec(source.slice(above.length)) ?? [];
  if (head === undefined) {
    throw new UsageError(
      msg`the head between lines of dashes is missing`,
      msg`begin with a line ---, then the fields, then a line ---`,
    );
  }
  return {
    fields: readHead(yaml, countLineEnds(above) + 2),
    body: source
      .slice(above.length + head.length)
      .replace(/^(?:[ \t]*\n)*/, '')
      .trimEnd(),
  };
}

/** Reads the YAML of a head, whose first line is that of this number. */
function readHead(yaml: string, firstLine: number): Map<PaperField, readonly string[]> {
  if (yaml.length > LONGEST_HEAD || isDeep(yaml)) throw new UsageError(msg`the head is too long, or nested too deeply`);
  const document = parseDocument<Node>(yaml, { schema: 'failsafe', prettyErrors: false });
  const lineOf = (offset: number): number => firstLine + countLineEnds(yaml.slice(0, offset));
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageError(msg`line ${lineOf(error.pos[0])} of the head is no YAML: ${error.message}`, YAML_HINT);
  }
  const fields = new Map<PaperField, readonly string[]>();
  const { contents } = document;
  if (contents === null) return fields;
  if (!isMap<Node, Node | null>(contents)) {
    throw new UsageError(
      msg`the head is no list of fields`,
      msg`write a line such as "title: Let All Be Whitened" for each field`,
    );
  }
  for (const { key, value } of contents.items) {
    const line = lineOf(key.range?.[0] ?? 0);
    const field = fieldOf(isScalar(key) ? String(key.value) : '', line);
    if (fields.has(field)) throw new UsageError(msg`line ${line}: ${field} is set twice`);
    fields.set(field, valuesOf(field, value, line));
  }
  return fields;
}

function fieldOf(typed: string, line: number): PaperField {
  const name = typed.trim().toLowerCase().replaceAll('_', '-');
  const known = ORDER.find((field) => field === name);
  if (known !== undefined) return known;
  if (Object.hasOwn(SYNONYMS, name)) return SYNONYMS[name] as PaperField;
  const near = nearNames(name, ORDER);
  throw new UsageError(
    msg`line ${line}: unknown field "${typed}"`,
    near.length === 0 ? msg`the fields are: ${ORDER.join(', ')}` : msg`did you mean: ${near.join(', ')}?`,
  );
}

function valuesOf(field: PaperField, node: Node | null, line: number): string[] {
  const several = field in SEVERAL;
  const items = several && isSeq<Node>(node) ? node.items : [node];
  return items.flatMap((item) => {
    if (item === null) return [];
    if (!isScalar(item)) {
      throw new UsageError(
        several
          ? msg`line ${line}: ${field} must be text or a list of texts`
          : msg`line ${line}: ${field} must be text`,
      );
    }
    const text = String(item.value);
    const isNothing = text.trim() === '' || (item.type === Scalar.PLAIN && NOTHING.test(text));
    return isNothing ? [] : [text];
  });
}

/** Whether lists or mappings stand in one another deeper than a head of fields needs. */
function isDeep(yaml: string): boolean {
  let open = 0;
  for (const [bracket] of yaml.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
    if (open > DEEPEST_HEAD) return true;
  }
  return /^[ \t]*(?:[-?:][ \t]+){20}/m.test(yaml);
}
