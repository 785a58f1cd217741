import { type Message, msg } from '../domain/message.ts';
import type { ForeignFormat } from './foreign.ts';

/** A format that `kd import` or `kd export` knows by name. */
export interface FormatInfo {
  readonly name: FormatName;
  readonly summary: Message;
  /** The endings of its files' names, without the dot. */
  readonly extensions: readonly string[];
  readonly reads: boolean;
  readonly writes: boolean;
}

export const FORMAT_NAMES = [
  ...['weekly-note', 'paper-note', 'list', 'bibtex', 'csl', 'ris', 'csv', 'tsv', 'yaml', 'jsonl', 'dump'],
  ...['markdown', 'latex', 'obsidian'],
] as const;
export type FormatName = (typeof FORMAT_NAMES)[number] & string;

/** All formats, in the order in which they are listed. */
export const FORMATS: readonly FormatInfo[] = [
  format('weekly-note', msg`a weekly note, kept byte for byte; kd report prints it`, 'md', 'in'),
  format('paper-note', msg`a note on one paper, kept byte for byte; with or without front matter`, 'md', 'in'),
  format('list', msg`papers in Markdown or HTML lists and tables, and in BibTeX within them`, 'md html htm txt', 'in'),
  format('bibtex', msg`BibTeX and BibLaTeX`, 'bib bibtex', 'both'),
  format('csl', msg`CSL-JSON, as Zotero exports it`, 'json', 'both'),
  format('ris', msg`RIS, as EndNote, Zotero and publishers export it`, 'ris', 'both'),
  format('csv', msg`a table with a row of names, such as Zotero's`, 'csv', 'both'),
  format('tsv', msg`the same with tabs`, 'tsv tab', 'both'),
  format('yaml', msg`kd's own records of papers, to be edited by hand`, 'yaml yml', 'both'),
  format('jsonl', msg`kd's own records of papers, one a line`, 'jsonl ndjson', 'both'),
  format('dump', msg`a whole library, as kd dump prints it`, 'jsonl', 'in'),
  format('markdown', msg`a Markdown table of papers`, 'md', 'out'),
  format('latex', msg`a LaTeX table of papers that cites them`, 'tex', 'out'),
  format('obsidian', msg`an Obsidian vault: a note for each paper, idea and week`, '', 'out'),
];

function format(name: FormatName, summary: Message, extensions: string, way: 'in' | 'out' | 'both'): FormatInfo {
  return {
    name,
    summary,
    extensions: extensions.split(' ').filter((extension) => extension !== ''),
    reads: way !== 'out',
    writes: way !== 'in',
  };
}

/** Reads one after the other what two readers find in a text: lists of papers, and BibTeX in the fences between them. */
function readBoth(first: Read, second: Read): Read {
  return function* (source, context) {
    yield* first(source, context);
    yield* second(source, context);
  };
}

/** Reads BibTeX; of a Markdown text, such as a README, the entries in its fenced code. */
function readEntries(whole: Read, fenced: Read): Read {
  return function* (source, context) {
    if (!/\.(?:md|markdown)$/i.test(source.name)) {
      yield* whole(source, context);
      return;
    }
    let isEmpty = true;
    for (const found of fenced(source, context)) {
      isEmpty = false;
      yield found;
    }
    if (isEmpty) yield* whole(source, context);
  };
}

type Read = NonNullable<ForeignFormat['read']>;

/** Loads the module of a format of papers. */
export async function loadFormat(name: FormatName): Promise<ForeignFormat> {
  switch (name) {
    case 'list': {
      const [list, bibtex] = await Promise.all([import('./list/read.ts'), import('./bibtex/read.ts')]);
      return { read: readBoth(list.read, bibtex.readFences) };
    }
    case 'bibtex': {
      const [bibtex, { write }] = await Promise.all([import('./bibtex/read.ts'), import('./bibtex/write.ts')]);
      return { read: readEntries(bibtex.read, bibtex.readFences), write };
    }
    case 'csl':
      return import('./csl-json.ts');
    case 'ris':
      return import('./ris.ts');
    case 'csv':
      return import('./csv.ts');
    case 'tsv':
      return import('./tsv.ts');
    case 'yaml':
      return import('./papers-yaml.ts');
    case 'jsonl':
      return import('./papers-jsonl.ts');
    case 'markdown':
      return import('./table-markdown.ts');
    case 'latex':
      return import('./table-latex.ts');
    default:
      return {};
  }
}
