import { findDay, parseDay } from '../domain/calendar.ts';
import type { DatasetTable } from '../domain/dataset.ts';
import { parseDoi } from '../domain/identifiers.ts';
import { msg, verbatim } from '../domain/message.ts';
import type { NoteDraft, NoteFacts, OutlineEntry } from '../domain/note.ts';
import type { Link } from '../domain/paper.ts';
import { nameKey } from '../domain/text.ts';
import { parseVenueLabel, type VenueLabel } from '../domain/title-line.ts';
import { factsOfUrl } from '../domain/url-facts.ts';
import type { VenueTable } from '../domain/venue.ts';
import type { Doubt } from '../domain/week.ts';
import { readBody } from './body.ts';
import { FormatError } from './format.ts';
import { type Line, scanLines } from './lines.ts';
import { type NoteHead, readBoldKeys, readYamlHead } from './note-head.ts';

export interface PaperNoteOptions {
  readonly venues: VenueTable;
  readonly datasets: DatasetTable;
  /** The file's name without folder; its tag (`2024AAAI-…`) stands in for a header that has none. */
  readonly fileName: string;
}

/** How many lines with text the head of a note has at most: title, header and authors, in any order. */
const HEAD_LINES = 4;

/** The sections that only a note on a paper has. */
const PAPER_SECTION =
  /^(?:\d+[.、]?\s*)?(?:(?:introduction|abstract|method(?:s|ology)?|experiments?|related works?|conclusion)\b|(?:引言|摘要|方法|实验|相关工作|结论)(?!\p{Script=Han}))/iu;

/**
 * Reads a note on one paper: its title, the header line of venue, code, data sets and date, its authors, its
 * summary and bullets, and the outline of its long body. Every part may be missing; a text without a sign of a
 * paper is a note without one. The text itself is kept whole.
 * @throws FormatError for metadata forms that are not read (TOML, Dataview), so that none is read by half
 */
export function readPaperNote(source: string, options: PaperNoteOptions): NoteDraft {
  const lines = scanLines(source);
  refuseUnread(source, lines);
  const reader = new NoteReader(source, lines, options);
  return reader.read();
}

function refuseUnread(source: string, lines: readonly Line[]): void {
  const hint = msg`write the fields as a YAML head between --- lines`;
  if (/^\uFEFF?\+\+\+[ \t]*(?:\r\n|\r|\n)/.test(source))
    throw new FormatError(msg`a TOML head is not read`, { line: 1 }, hint);
  const dataview = lines.findIndex(({ kind, start, end }) => {
    return kind !== 'opaque' && /^[ \t>]*(?:title|creators|authors)::[ \t]/i.test(source.slice(start, end));
  });
  if (dataview !== -1) throw new FormatError(msg`Dataview fields (title::) are not read`, { line: dataview + 1 }, hint);
}

/** The cells of a header line. */
interface Header {
  label?: VenueLabel | undefined;
  url?: string | undefined;
  doi?: string | undefined;
  arxiv?: string | undefined;
  links: Link[];
  datasets: string[];
  date?: string | undefined;
  theme?: string | undefined;
}

function statesPaper({ label, url, doi, arxiv, links, datasets }: Header): boolean {
  const stated = [label, doi, arxiv, url].some((fact) => fact !== undefined);
  return stated || links.length > 0 || datasets.length > 0;
}

class NoteReader {
  readonly #source: string;
  readonly #lines: readonly Line[];
  readonly #options: PaperNoteOptions;
  readonly #doubts: Doubt[] = [];

  constructor(source: string, lines: readonly Line[], options: PaperNoteOptions) {
    this.#source = source;
    this.#lines = lines;
    this.#options = options;
  }

  read(): NoteDraft {
    const yaml = readYamlHead(this.#source);
    const first = this.#lines.findIndex(({ kind, start }) => kind !== 'blank' && start >= (yaml?.end ?? 0));
    const isTitle =
      this.#lines[first]?.kind === 'heading' && this.#lines[first]?.level === 1 && yaml?.title === undefined;
    const titleLine = isTitle || this.#repeats(first, yaml?.title) ? first : -1;
    const section = this.#lines.findIndex(({ kind }, index) => kind === 'heading' && index > titleLine);
    const headEnd = section === -1 ? this.#lines.length : section;
    const heading = titleLine === -1 ? '' : this.#source.slice(...(this.#lines[titleLine] as Line).words);
    const fileTitle = /(?:^|[\\/-])\[[^\]]+\] (.+)\.\w+$/.exec(this.#options.fileName)?.[1];
    const name = yaml?.title ?? (heading !== '' || this.#labelOfFile() === undefined ? heading : (fileTitle ?? ''));
    const fields = yaml ?? readBoldKeys(this.#source, this.#lines[titleLine]?.next ?? 0);
    const { header, authors, textFrom } =
      fields === undefined ? this.#head(titleLine + 1, headEnd) : this.#fields(fields, Math.max(titleLine + 1, first));
    const outline = this.#outline(titleLine);
    const named = this.#labelOfFile();
    // Fields that a note on anything may have, such as a date, are no sign of a paper.
    const isHeader = header !== undefined && (fields === undefined || statesPaper(header));
    const isPaper =
      name !== '' &&
      (isHeader || authors.length > 0 || named !== undefined || outline.some(({ text }) => PAPER_SECTION.test(text)));
    const from = this.#lines[textFrom]?.start ?? this.#source.length;
    const body = this.#lines[headEnd]?.start ?? this.#source.length;
    const { summary, keyIdeas, bold, mentions } = readBody(this.#source, from, Math.max(from, body));
    const label = header?.label ?? (isPaper ? named : undefined);
    if (label === named) for (const doubt of named?.doubts ?? []) this.#doubts.push({ line: 1, ...doubt });
    else if (
      label?.venue !== undefined &&
      named?.venue !== undefined &&
      (label.venue.name !== named.venue.name || label.year !== named.year)
    ) {
      const other = `${named.venue.name} ${named.year}`;
      const said = `${label.venue.name} ${label.year}`;
      const message = msg`the note says ${said}, its file's name ${other}`;
      this.#doubts.push({ line: 1, message, other: verbatim(other) });
    }
    return {
      source: this.#source,
      title: isPaper ? name : undefined,
      name: name === '' ? this.#options.fileName : name,
      label,
      date: header?.date,
      theme: header?.theme,
      facts: isPaper ? this.#facts(header, authors, label) : { authors: [], links: [], datasets: [] },
      spans: { summary, keyIdeas, bold, mentions, body },
      outline,
      doubts: isPaper ? this.#doubts.sort((a, b) => a.line - b.line) : [],
    };
  }

  /** Whether a line is a heading that says again what the head has as the title. */
  #repeats(line: number, title: string | undefined): boolean {
    const heading = this.#lines[line];
    return (
      heading?.kind === 'heading' &&
      title !== undefined &&
      nameKey(this.#source.slice(...heading.words)) === nameKey(title)
    );
  }

  /** The header that metadata fields make. */
  #fields(fields: NoteHead, from: number): { header: Header; authors: readonly string[]; textFrom: number } {
    const { venues, datasets, fileName } = this.#options;
    const named = fields.tags
      .flatMap((tag) => parseVenueLabel(tag, venues) ?? [])
      .find(({ venue }) => venue !== undefined);
    const year = /(?:19|20)\d{2}/.exec(fields.year ?? '')?.[0];
    const said = fields.venue === undefined ? undefined : parseVenueLabel(fields.venue, venues);
    const bare = fields.venue === undefined ? undefined : venues.find(fields.venue);
    const words = fields.venue ?? year ?? '';
    const label: VenueLabel | undefined =
      said ??
      (bare === undefined || year === undefined ? undefined : parseVenueLabel(`${bare.venue.name} ${year}`, venues)) ??
      named ??
      (year === undefined
        ? undefined
        : {
            year: Number(year),
            containerTitle: fields.venue,
            unsure: false,
            doubts: fields.venue === undefined ? [] : [{ message: msg`venue "${fields.venue}" is not known` }],
          });
    for (const doubt of label?.doubts ?? []) this.#doubts.push({ line: 1, ...doubt });
    if (said?.year !== undefined && year !== undefined && said.year !== Number(year)) {
      this.#doubts.push({
        line: 1,
        message: msg`"${words}" is not of ${year}, as the year field says; the venue's year is taken`,
        other: verbatim(year),
      });
    }
    const links: Link[] =
      fields.code === undefined
        ? []
        : [/^https?:/.test(fields.code) ? { role: 'code', url: fields.code } : { role: 'code', text: fields.code }];
    const url = fields.url ?? (fields.arxiv === undefined ? undefined : `https://arxiv.org/abs/${fields.arxiv}`);
    const dateOfFile = findDay(/^\d{4}-\d{2}-\d{2}/.exec(fileName)?.[0] ?? '')?.day;
    if (fields.date === undefined && dateOfFile !== undefined) {
      this.#doubts.push({ line: 1, message: msg`no date in the note: ${dateOfFile} is taken from the file's name` });
    }
    const header: Header = {
      label,
      url,
      doi: fields.doi === undefined ? undefined : parseDoi(fields.doi),
      arxiv: fields.arxiv,
      links,
      datasets: fields.datasets.flatMap((cell) => datasets.split(cell)),
      date: fields.date ?? dateOfFile,
    };
    const text = this.#lines.findIndex(({ start }) => start >= fields.end);
    const textFrom = text === -1 ? this.#lines.length : Math.max(from, text);
    return { header, authors: fields.authors, textFrom };
  }

  /** The header and authors among the first lines, and the line where the summary starts. */
  #head(from: number, to: number): { header: Header | undefined; authors: readonly string[]; textFrom: number } {
    let header: Header | undefined;
    let authors: string[] = [];
    let textFrom = from;
    let seen = 0;
    for (let at = from; at < to && seen < HEAD_LINES; at += 1) {
      const line = this.#lines[at] as Line;
      if (line.kind === 'blank') continue;
      seen += 1;
      const text = this.#source.slice(line.start, line.end).trim();
      const found = header === undefined ? this.#header(text, at + 1) : undefined;
      if (found !== undefined) header = found;
      else if (authors.length === 0 && line.kind === 'text') {
        authors = splitAuthors(text);
        if (authors.length === 0) break;
      } else break;
      textFrom = at + 1;
    }
    return { header, authors, textFrom };
  }

  /** Reads a header line: `**[AAAI 2024](url)⇥code⇥CIFAR  ImageNet⇥20240517**theme`; undefined where it is none. */
  #header(text: string, line: number): Header | undefined {
    const bold = /^\*\*(?=[^*])/.test(text);
    const close = bold ? text.lastIndexOf('**') : -1;
    const rest = close > 1 ? text.slice(close + 2) : '';
    const behind = /^\t.*(?:\]\(|\t)/.test(rest) ? '' : rest.trim();
    // What follows the closing marks is a theme word, unless it is a cell of its own ("**…**	**no code**").
    const inside = (close > 1 && behind !== '' ? text.slice(0, close) : text).replaceAll('**', '').trim();
    const cells = splitCells(inside);
    const [first = ''] = cells;
    const link = /^\[([^\]]*)\]\((\S*?)\)$/.exec(first);
    const label = parseVenueLabel(link?.[1] ?? first, this.#options.venues);
    if (label === undefined || (link === null && cells.length === 1 && !isBareLabel(inside))) return undefined;
    for (const doubt of label.doubts) this.#doubts.push({ line, ...doubt });
    const header: Header = { label, url: link?.[2] === '' ? undefined : link?.[2], links: [], datasets: [] };
    for (const cell of cells.slice(1)) this.#cell(cell, header, line);
    if (behind !== '') header.theme = behind;
    return header;
  }

  #cell(cell: string, header: Header, line: number): void {
    const link = /^\[([^\]]*)\]\((\S*?)\)$/.exec(cell);
    if (link !== null && link[2] !== '') {
      header.links.push({ role: roleOf(link[1] ?? ''), url: link[2], text: link[1] });
    } else if (/\bcode\b|代码/i.test(cell)) {
      header.links.push({ role: 'code', text: (link?.[1] ?? cell).trim() });
    } else if (/^\d{6,9}$/.test(cell) || findDay(cell)?.typed === cell) {
      const date = parseDay(cell);
      if (date === undefined) this.#doubts.push({ line, message: msg`"${cell}" is no date` });
      else header.date = date;
    } else if (/^[?？]$/.test(cell)) {
      if (header.label !== undefined) header.label = { ...header.label, unsure: true };
    } else if (!/^[-—–]*$/.test(cell)) {
      const names = this.#options.datasets.split(cell);
      const isTheme =
        header.date !== undefined && names.every((name) => this.#options.datasets.find(name) === undefined);
      if (isTheme) header.theme = header.theme === undefined ? cell : `${header.theme}  ${cell}`;
      else header.datasets.push(...names);
    }
  }

  #facts(header: Header | undefined, authors: readonly string[], label: VenueLabel | undefined): NoteFacts {
    const { url } = header ?? {};
    const said = url === undefined ? {} : factsOfUrl(url);
    const isPlain = label?.venue !== undefined && label.venue.type !== 'series' && label.venue.type !== 'preprint';
    if (
      isPlain &&
      said.venue !== undefined &&
      (said.venue !== label?.venue?.name || (said.year !== undefined && said.year !== label?.year))
    ) {
      const line = this.#lines.findIndex((other) => this.#source.slice(other.start, other.end).includes(url ?? '')) + 1;
      const own = `${label?.venue?.name} ${label?.year}`;
      const other = `${said.venue} ${said.year ?? ''}`.trim();
      const message = msg`the label says ${own}, its link ${other}`;
      this.#doubts.push({ line, message, other: verbatim(other) });
    }
    return {
      authors,
      links: header?.links ?? [],
      datasets: header?.datasets ?? [],
      url,
      doi: header?.doi ?? said.doi,
      arxiv: header?.arxiv ?? said.arxiv,
    };
  }

  /** The tag of venue and year at the head of the file's name: `2024AAAI-Projector.md`, `[2016 ICLR] Title.md`. */
  #labelOfFile(): VenueLabel | undefined {
    const bracket = /(?:^|[\\/-])\[([^\]]+)\] /.exec(this.#options.fileName)?.[1];
    const tag = bracket ?? /(?:^|__|[\\/])((?:19|20)\d{2}[A-Za-z]{2,20})(?=[-_ ])/.exec(this.#options.fileName)?.[1];
    const label = tag === undefined ? undefined : parseVenueLabel(tag, this.#options.venues);
    if (label === undefined) return undefined;
    return { ...label, doubts: [{ message: msg`no venue in the note: "${tag ?? ''}" is taken from the file's name` }] };
  }

  #outline(titleLine: number): OutlineEntry[] {
    return this.#lines.flatMap((line, index) => {
      if (line.kind !== 'heading' || index === titleLine) return [];
      return [{ level: line.level, text: this.#source.slice(...line.words), line: index + 1 }];
    });
  }
}

/** The role of a link by its words: code, unless they say another. */
function roleOf(words: string): Link['role'] {
  if (/\bcode\b|github|代码/i.test(words)) return 'code';
  if (/\b(?:project|home) ?page\b|\bproject\b|项目|主页/i.test(words)) return 'project';
  return /\bvideo\b|视频/i.test(words) ? 'video' : 'code';
}

/** The cells of a header line: tabs separate them, else two spaces; data sets keep their own spaces. */
function splitCells(text: string): string[] {
  const byTab = text.split('\t').map((cell) => cell.trim());
  const cells = byTab.length > 1 ? byTab : separateLabel(text);
  return cells.flatMap((cell) => cell.split(/(?<=\))\s+(?=\[)/)).filter((cell) => cell !== '');
}

/** Without tabs, two spaces part the label, the code cell and the rest. */
function separateLabel(text: string): string[] {
  return text.split(/\s{2,}/).map((cell) => cell.trim());
}

/** Whether a line is nothing but a label: a sentence that ends in a year is none. */
function isBareLabel(text: string): boolean {
  return text.length <= 40 && !/[。，；！.!]$/.test(text);
}

/**
 * The names of a line of authors: `A, B & C`, `A; B`, or two spaces between them; in italics or not. Empty where
 * the line is no such list.
 */
export function splitAuthors(line: string): string[] {
  const italic = /^(\*|_)(?!\1)(.+?)\1\s*$/.exec(line);
  const text = (italic?.[2] ?? line).trim();
  const separated = /[,，;；、&]|\s{2,}|\sand\s/.test(text);
  const names = text
    .split(/\s*[,，;；、]\s*(?:and\s+)?|\s+&\s+|\s+and\s+|\s{2,}/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const isName = (name: string) =>
    /^(?:[\p{Script=Latin}][\p{Script=Latin}.'’‑-]*(?:\s+[\p{Script=Latin}.'’‑-]+){1,4}|[\p{Script=Han}·]{2,6})$/u.test(
      name,
    ) && !/[\p{Ll}]{2,}\.$/u.test(name);
  const isCapital = (name: string) => /^[\p{Lu}\p{Script=Han}]/u.test(name);
  if (names.length === 0 || !names.every(isName) || !names.some(isCapital)) return [];
  return separated || italic !== null ? names : [];
}

/** What a new note says at its head. */
export interface NewNote {
  readonly title: string;
  readonly venue?: string | undefined;
  readonly year?: number | undefined;
  readonly url?: string | undefined;
  readonly code?: Link | undefined;
  readonly datasets: readonly string[];
  /** The day of the note. */
  readonly date: string;
  readonly authors: readonly string[];
  readonly summary?: string | undefined;
  readonly keyIdeas: readonly string[];
}

/** The text of a new note in the shape that notes are read in, for the user to go on from. */
export function newPaperNote(note: NewNote): string {
  const label = [note.venue, note.year].filter((part) => part !== undefined).join(' ');
  const linked = note.url === undefined || label === '' ? label : `[${label}](${note.url})`;
  const code = note.code?.url === undefined ? (note.code?.text ?? '') : `[code](${note.code.url})`;
  const cells = [linked, code, note.datasets.join('  '), note.date.replaceAll('-', '')].filter((cell) => cell !== '');
  const parts = [
    `# ${note.title}`,
    ...(label === '' ? [] : [`**${cells.join('\t')}**`]),
    ...(note.authors.length === 0 ? [] : [`*${note.authors.join(', ')}*`]),
    note.summary ?? '',
    note.keyIdeas.map((idea) => `- ${idea}`).join('\n'),
    '## Introduction',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
