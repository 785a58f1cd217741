import { stringify } from 'yaml';
import { msg } from '../domain/message.ts';
import { ADDITION_FIELDS } from '../domain/schema.ts';
import { UsageError } from '../errors.ts';
import { readBody } from './body.ts';
import { readYaml, YAML_HEAD, YAML_HINT } from './yaml.ts';

/** The other names that a head's fields may have. */
const SYNONYMS: Readonly<Record<string, string>> = {
  authors: 'author',
  tags: 'tag',
  'key-ideas': 'key-idea',
  key_ideas: 'key-idea',
  journal: 'venue',
  booktitle: 'venue',
  'container-title': 'venue',
  pages: 'page',
  number: 'issue',
};

/**
 * Reads a paper piped in as text: a title line, or a YAML head between `---` lines; then the summary and
 * bullets. What a field may hold is checked later, with the flags.
 * @throws UsageError where the head is no YAML mapping of known fields
 */
export function readAdditionText(text: string): Record<string, unknown> {
  const source = text.replace(/^\uFEFF/, '');
  if (PAPER_NOTE.test(source)) {
    throw new UsageError(msg`this is a whole note on a paper`, msg`kd import FILE takes the paper, and keeps the note`);
  }
  const head = YAML_HEAD.exec(source);
  if (head !== null) {
    return { ...readHead((head[1] ?? '').replace(/\r\n|\r/g, '\n')), ...readText(source.slice(head[0].length)) };
  }
  const [line = ''] = /\S[^\r\n]*/.exec(source) ?? [];
  return { title: line.trim(), ...readText(source.slice(source.indexOf(line) + line.length)) };
}

/** A title, theme or summary as people type it into a head that is there to be filled in. */
const PLAIN_LINE = /^((?:title|theme|summary):)[ \t]+(?!["'|>[{&*!#])(\S.*)$/gim;

/** The text with titles, themes and summaries quoted, so that a colon or a number sign in them is no YAML. */
export function quotePlainLines(text: string): string {
  return text.replace(PLAIN_LINE, (_, name: string, value: string) => `${name} ${JSON.stringify(value.trim())}`);
}

/** The beginning of a note on a paper: its title, and a bold line of venue, code and date. */
const PAPER_NOTE = /^\uFEFF?#[ \t]+\S[^\r\n]*(?:\r\n|\r|\n)+\*\*.*\]\(https?:/;

/** The fields of a head that is written out to be filled in, in order. */
const HEAD_FIELDS = ['title', 'theme', 'tag', 'author', 'url', 'doi', 'arxiv', 'code', 'status'];

/**
 * A paper to be filled in: a YAML head with the fields that are known, and the summary and key ideas below it. `remark`
 * is put on top, as lines that are no part of it.
 */
export function printAdditionText(fields: Readonly<Record<string, unknown>>, remark: string): string {
  const { summary, 'key-idea': ideas, ...others } = fields;
  const names = [...new Set([...HEAD_FIELDS, ...Object.keys(others)])];
  const head = names.map((name) => (others[name] === undefined ? `${name}:\n` : stringify({ [name]: others[name] })));
  const comments = remark.split('\n').map((line) => `# ${line}\n`);
  const bullets = [ideas ?? []].flat().map((idea) => `- ${String(idea)}\n`);
  const body = [...(summary === undefined ? [] : [`${String(summary)}\n`]), ...bullets].join('');
  return `---\n${comments.join('')}${head.join('')}---\n\n${body}`;
}

function readHead(yaml: string): Record<string, unknown> {
  const read = readYaml(yaml);
  if ('value' in read) return readFields(read.value);
  throw new UsageError(msg`line ${read.line + 1} of the head is no YAML: ${read.problem}`, YAML_HINT);
}

/**
 * The fields of one record, under the names of the flags.
 * @throws UsageError where the value is no mapping
 */
export function readFields(value: unknown): Record<string, unknown> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError(
      msg`the head is no list of fields`,
      msg`write a line such as "title: Let All Be Whitened" for each field`,
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const lower = name.toLowerCase();
      const known = ADDITION_FIELDS.includes(lower) ? lower : (SYNONYMS[lower] ?? name);
      return [known, field ?? undefined];
    }),
  );
}

/** The summary and key ideas of a Markdown body. */
function readText(text: string): Record<string, unknown> {
  const { summary, keyIdeas } = readBody(text, 0, text.length);
  return {
    ...(summary === undefined ? {} : { summary: text.slice(...summary) }),
    ...(keyIdeas.length === 0 ? {} : { 'key-idea': keyIdeas.map((span) => text.slice(...span)) }),
  };
}
