// The readers of texts that others wrote, each with what holds of whatever it reads.
import { strict as assert } from 'node:assert';
import { restoreDump } from '../../src/core/restore.ts';
import { factsOfDraft } from '../../src/domain/csl-facts.ts';
import { type DraftOrProblem, isProblem } from '../../src/domain/draft.ts';
import { parseQuery, printQuery, queryText } from '../../src/domain/query.ts';
import { countLineEnds } from '../../src/domain/week.ts';
import { KdError } from '../../src/errors.ts';
import { quotePlainLines, readAdditionText } from '../../src/formats/addition.ts';
import { detectFormat } from '../../src/formats/detect.ts';
import type { ForeignFormat } from '../../src/formats/foreign.ts';
import { readPaperNote } from '../../src/formats/paper-note.ts';
import { type FormatName, loadFormat } from '../../src/formats/registry.ts';
import { SettingsText } from '../../src/formats/settings.ts';
import { looksWeekly, readWeeklyNote } from '../../src/formats/weekly-note.ts';
import { CONCEPTS, freshLibrary, VENUE_TABLE, VENUES } from '../helpers/library.ts';

export interface Reader {
  readonly name: string;
  /** Reads a text to its end. @throws KdError where it cannot be read; anything else is a fault */
  read(text: string): void;
}

const DATASETS = freshLibrary().tags.datasets();

/** Whether a reader took the text; false: it said what is wrong with it. @throws whatever else it throws */
export function takes({ read }: Reader, text: string): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof KdError) return false;
    throw error;
  }
}

/** The readers of papers give drafts with titles, and problems on lines of the text; however it is cut into pieces. */
function foreign(name: FormatName, { read }: ForeignFormat): Reader {
  assert(read !== undefined);
  const all = (pieces: readonly string[]): DraftOrProblem[] => [
    ...read({ name: 'papers', pieces: () => pieces }, { venues: VENUE_TABLE }),
  ];
  return {
    name,
    read(text) {
      const found = all([text]);
      const last = 1 + countLineEnds(text);
      const isLine = (line: number) => Number.isInteger(line) && line >= 1 && line <= last;
      for (const one of found) {
        assert(isLine(one.line), `line ${one.line} of ${last}`);
        if (isProblem(one)) continue;
        assert((one.item.title ?? '').trim() !== '', 'a draft without a title');
        // What an import does with it next.
        assert(factsOfDraft(one, VENUE_TABLE).title.trim() !== '', 'a paper without a title');
        for (const { line } of one.doubts ?? []) assert(isLine(line), `doubt on line ${line} of ${last}`);
      }
      if (text.length <= LONGEST_CUT) assert.deepEqual(all(cut(text)), found);
    },
  };
}

/** Longer texts are read in one piece alone. */
const LONGEST_CUT = 5_000;

/** A text in pieces of uneven lengths, some of them empty. */
function cut(text: string): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length; start += pieces.length % 7) {
    pieces.push(text.slice(start, start + ((pieces.length + 1) % 7)));
  }
  return pieces;
}

const weeklyNote: Reader = {
  name: 'weekly-note',
  read(text) {
    const { weeks, doubts } = readWeeklyNote(text, { venues: VENUE_TABLE, fileName: '20240517.md' });
    const sources = weeks.flatMap(({ blocks }) => blocks.map(({ source }) => source));
    assert.equal(sources.join(''), text, 'the blocks are not the text');
    const last = 1 + countLineEnds(text);
    for (const { line } of doubts) assert(line >= 1 && line <= last, `doubt on line ${line} of ${last}`);
    for (const { kind, source, reading } of weeks.flatMap(({ blocks }) => blocks)) {
      if (kind !== 'reading' || reading === undefined) continue;
      const { heading, summary, keyIdeas, remarks, bold, mentions } = reading.spans;
      for (const span of [heading, summary ?? heading, ...keyIdeas, ...remarks, ...bold, ...mentions])
        assert(span[0] >= 0 && span[0] <= span[1] && span[1] <= source.length, `${span}`);
    }
  },
};

const paperNote: Reader = {
  name: 'paper-note',
  read(text) {
    const draft = readPaperNote(text, { venues: VENUE_TABLE, datasets: DATASETS, fileName: '2024AAAI-Projector.md' });
    assert.equal(draft.source, text);
    const { summary, keyIdeas, bold, mentions } = draft.spans;
    for (const span of [summary ?? [0, 0], ...keyIdeas, ...bold, ...mentions])
      assert(span[0] >= 0 && span[0] <= span[1] && span[1] <= text.length, `${span}`);
    const last = 1 + countLineEnds(text);
    for (const { line } of [...draft.outline, ...draft.doubts])
      assert(line >= 1 && line <= last, `line ${line} of ${last}`);
  },
};

const query: Reader = {
  name: 'query',
  read(text) {
    const { where } = parseQuery(queryText([text]));
    if (where === undefined) return;
    const printed = printQuery(where);
    assert.equal(printQuery(parseQuery(printed).where ?? where), printed);
  },
};

const dump: Reader = {
  name: 'dump',
  read(text) {
    const library = freshLibrary();
    try {
      restoreDump(library, [text], { version: '1', vocabulary: { concepts: CONCEPTS, venues: VENUES } });
    } finally {
      library.close();
    }
  },
};

const frontMatter: Reader = {
  name: 'front matter',
  read: (text) => paperNote.read(`---\ntitle: A Note\n${text}\n---\nsome text\n`),
};

const addition: Reader = {
  name: 'addition',
  read(text) {
    readAdditionText(text);
    readAdditionText(quotePlainLines(text));
  },
};

const settings: Reader = {
  name: 'settings',
  read(text) {
    const read = new SettingsText(text, 'config.yaml');
    const changed = new SettingsText(read.with('query.other', 'tag:whitening'), 'config.yaml');
    assert.deepEqual([...changed.values], [...new Map(read.values).set('query.other', 'tag:whitening')]);
  },
};

/** What tells the format of a text. */
const detection: Reader = {
  name: 'detection',
  read(text) {
    detectFormat('text.md', text.slice(0, 1 << 16));
    looksWeekly(text, '20240517.md');
  },
};

const FOREIGN = ['list', 'bibtex', 'ris', 'csl', 'csv', 'tsv', 'yaml', 'jsonl'] as const;

/** All readers, with the modules of the formats loaded. */
export async function loadReaders(): Promise<Reader[]> {
  const papers = await Promise.all(FOREIGN.map(async (name) => foreign(name, await loadFormat(name))));
  return [weeklyNote, paperNote, frontMatter, addition, detection, query, settings, dump, ...papers];
}
