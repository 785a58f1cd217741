import { stringify } from 'yaml';
import { oneLine } from '../domain/text.ts';
import type { ExportPaper, ExportReading, ExportTag } from './foreign.ts';
import { escapeMarkdown } from './markdown-text.ts';
import { MARK } from './roll-up.ts';
import { VaultNames } from './vault-names.ts';

/** A file of an Obsidian vault. */
export interface VaultFile {
  /** Below the vault's folder, with `/` between the parts. */
  readonly path: string;
  readonly text: string;
}

/** What names a text by its content, such as a digest in hexadecimal digits. */
type Hash = (text: string) => string;

/**
 * The papers as an Obsidian vault: a note for each paper, for each of their ideas, and for each week in which they were
 * read, linked to one another. Each file says in its head what its text was when kd wrote it.
 */
export function writeVault(papers: Iterable<ExportPaper>, hash: Hash): VaultFile[] {
  const vault = new Vault([...papers]);
  return vault.files().map(({ path, text }) => ({ path, text: signed(text, hash) }));
}

/** Whether a file of the vault is as kd wrote it. */
export function isUntouched(text: string, hash: Hash): boolean {
  const [line = '', signature] = /\nkd-export: (\S+)(?=\n)/.exec(text) ?? [];
  return signature !== undefined && hash(text.replace(line, '')) === signature;
}

/** The text with its hash as the last field of its head; no value of a head holds a line end as it is. */
function signed(text: string, hash: Hash): string {
  return text.replace('\n---\n', () => `\nkd-export: ${hash(text)}\n---\n`);
}

interface WeekEntry {
  readonly paper: ExportPaper;
  readonly reading: ExportReading;
}

class Vault {
  readonly #papers: readonly ExportPaper[];
  readonly #byKey: ReadonlyMap<string, ExportPaper>;
  readonly #weeks = new Map<string, WeekEntry[]>();
  readonly #ideas = new Map<string, { readonly idea: ExportTag; readonly papers: ExportPaper[] }>();
  /** The names of the files, which are those of their links. Weeks and ideas have theirs before the papers. */
  readonly #names = new VaultNames();

  constructor(papers: readonly ExportPaper[]) {
    this.#papers = papers;
    this.#byKey = new Map(papers.map((paper) => [paper.key, paper]));
    for (const paper of papers) {
      for (const reading of paper.readings) {
        const entries = this.#weeks.get(reading.week) ?? [];
        entries.push({ paper, reading });
        this.#weeks.set(reading.week, entries);
      }
      for (const idea of ideasOf(paper)) {
        const entry = this.#ideas.get(idea.name) ?? { idea, papers: [] };
        entry.papers.push(paper);
        this.#ideas.set(idea.name, entry);
      }
    }
    for (const week of this.#weeks.keys()) this.#names.add('week', week);
    for (const idea of this.#ideas.keys()) this.#names.add('idea', idea);
    for (const { key } of papers) this.#names.add('paper', key);
  }

  files(): VaultFile[] {
    const file = (kind: 'paper' | 'idea' | 'week', name: string, text: string): VaultFile => {
      return { path: `${kind}s/${this.#names.of(kind, name)}.md`, text };
    };
    return [
      ...this.#papers.map((paper) => file('paper', paper.key, this.#paperNote(paper))),
      ...[...this.#ideas].map(([name, { idea, papers }]) => file('idea', name, this.#ideaNote(idea, papers))),
      ...[...this.#weeks].map(([week, entries]) => file('week', week, this.#weekNote(week, entries))),
    ];
  }

  #paperNote(exported: ExportPaper): string {
    const { paper, key, aliases, tags, readings, mentions = [] } = exported;
    const code = paper.links.find(({ role }) => role === 'code');
    const head = {
      title: paper.title,
      aliases,
      authors: paper.authors,
      venue: paper.venue ?? paper.containerTitle,
      year: paper.year,
      track: paper.track,
      doi: paper.doi,
      arxiv: paper.arxiv,
      url: paper.url,
      code: code?.url ?? code?.text,
      tags: tags.map(({ name }) => tagName(name)),
      status: paper.status,
      rating: paper.rating,
      'citation-key': key,
      'kd-id': paper.id,
    };
    const ideas = ideasOf(exported).map((idea) => this.#link('idea', idea.name, labelOf(idea)));
    const mentioned = [...new Set(mentions)].flatMap((other) => (other === key ? [] : (this.#byKey.get(other) ?? [])));
    return note(head, [
      `# ${escapeMarkdown(paper.title)}`,
      ...readings.flatMap((reading) => this.#reading(reading)),
      ...(ideas.length === 0 ? [] : ['## Ideas', ideas.join(', ')]),
      ...(mentioned.length === 0 ? [] : ['## Papers mentioned', this.#paperList(mentioned)]),
    ]);
  }

  #reading({ week, theme, summary, keyIdeas, remarks }: ExportReading): string[] {
    const link = this.#link('week', week);
    return [
      `## ${week}`,
      theme === null ? link : `${link} · ${oneLine(theme)}`,
      ...(summary === null ? [] : [inLines(summary)]),
      ...(keyIdeas.length === 0 ? [] : [keyIdeas.map((idea) => `- ${inLines(idea, '  ')}`).join('\n')]),
      ...remarks.map((remark) => `> ${inLines(remark, '> ')}`),
    ];
  }

  #ideaNote(idea: ExportTag, papers: readonly ExportPaper[]): string {
    const label = labelOf(idea);
    const aliases = [idea.labelEn, idea.labelZh].filter((name) => name !== null && name !== label);
    return note({ title: label, aliases, tags: ['idea'] }, [
      `# ${escapeMarkdown(label)}`,
      ...(idea.definition ? [inLines(idea.definition)] : []),
      '## Papers',
      this.#paperList(papers),
      MARK,
    ]);
  }

  #weekNote(week: string, entries: readonly WeekEntry[]): string {
    const inOrder = [...entries].sort((a, b) => (a.reading.position ?? 0) - (b.reading.position ?? 0));
    const groups: { readonly theme: string | null; readonly papers: ExportPaper[] }[] = [];
    for (const { paper, reading } of inOrder) {
      const last = groups.at(-1);
      if (last?.theme === reading.theme) last.papers.push(paper);
      else groups.push({ theme: reading.theme, papers: [paper] });
    }
    const parts = groups.flatMap(({ theme, papers }, index) => {
      const head = theme !== null ? [`## ${oneLine(theme)}`] : index > 0 ? ['---'] : [];
      return [...head, this.#paperList(papers)];
    });
    return note({ title: week, tags: ['week'] }, [`# ${week}`, ...parts, MARK]);
  }

  #paperList(papers: readonly ExportPaper[]): string {
    const lines = papers.map(({ paper, key }) => {
      const place = [paper.venue ?? paper.containerTitle, paper.year].filter((part) => part !== undefined).join(' ');
      const line = `- ${this.#link('paper', key)} ${escapeMarkdown(paper.title)}`;
      return place === '' ? line : `${line} (${escapeMarkdown(place)})`;
    });
    return lines.join('\n');
  }

  /** A link to a file by its name, shown as these words, else as the name. */
  #link(kind: 'paper' | 'idea' | 'week', name: string, words?: string): string {
    const file = this.#names.of(kind, name);
    const shown = oneLine(words ?? name).replace(/[[\]|]/g, ' ');
    return shown === file ? `[[${file}]]` : `[[${file}|${shown}]]`;
  }
}

function ideasOf({ tags }: ExportPaper): ExportTag[] {
  return tags.filter(({ kind }) => kind === 'idea');
}

function labelOf({ name, labelEn, labelZh }: ExportTag): string {
  return labelEn ?? labelZh ?? name;
}

/** A note of a head in YAML, without the fields that say nothing, and of paragraphs. */
function note(head: Readonly<Record<string, unknown>>, paragraphs: readonly string[]): string {
  const said = Object.entries(head).filter(([, value]) => {
    return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
  });
  // Every value stands on one line, in quotes where another reader of YAML (1.1) would take it for something else.
  const yaml = stringify(Object.fromEntries(said), {
    lineWidth: 0,
    blockQuote: false,
    aliasDuplicateObjects: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    compat: 'yaml-1.1',
  });
  return `---\n${yaml}---\n\n${paragraphs.join('\n\n')}\n`.toWellFormed();
}

/** A tag as Obsidian has it: letters, digits, `-`, `_` and `/`, and not digits alone. */
function tagName(name: string): string {
  const tag = name.replace(/[^\p{L}\p{M}\p{N}_/-]+/gu, '-');
  return /^[\p{N}/_-]*$/u.test(tag) ? `_${tag}` : tag;
}

/** A text of the user's in `\n` line ends, each line after the first behind `indent`. */
function inLines(text: string, indent = ''): string {
  return text.split(/\r\n|\r|\n/).join(`\n${indent}`);
}
