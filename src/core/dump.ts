import type { Note } from '../domain/note.ts';
import type { Paper } from '../domain/paper.ts';
import { titleKey } from '../domain/text.ts';
import type { Block, Week } from '../domain/week.ts';
import type { Library } from '../store/library.ts';

type Json = Readonly<Record<string, unknown>>;

/** Everything the user put into the library, loss-free: one record at a time, in a fixed order. */
export function* dump(library: Library): Generator<Json> {
  yield { record: 'library', schema: 1 };
  yield { record: 'ids', highest: library.restore.highestIds(), ...library.restore.vocabulary() };
  yield* tagRecords(library);
  for (const paper of library.papers.all()) {
    const { id, citationKey, status, setByUser, addedAt, ...facts } = paper;
    const merged = filled(library.duplicates.mergedInto(id));
    const different = filled(library.duplicates.differentFrom(id));
    const decided = { ...choices(library, paper), merged, different };
    yield { record: 'paper', id, citationKey, ...facts, status, setByUser, addedAt, ...decided };
  }
  for (const { date } of library.weeks.list().reverse()) {
    const { id, fileName, choices: quotes, blocks } = library.weeks.load(date) as Week;
    const stored = blocks.map(({ reading, ...block }) => (reading === null ? block : { ...block, reading }));
    const bases = [...library.weeks.bases(id)].map(([name, base]) => ({ fileName: name, base }));
    yield {
      record: 'week',
      id,
      date,
      fileName,
      bases,
      quotes: [...quotes],
      proposed: library.weeks.proposed(id),
      blocks: stored,
    };
  }
  for (const { id, file, folder, paperId, source, base } of library.notes.all()) {
    yield { record: 'note', id, file, folder, paper: paperId, source, base };
  }
  for (const { paper, content } of library.trash.contents()) {
    const { id, citationKey, title, removedAt } = paper;
    yield { record: 'removed', id, citationKey, title, removedAt, content };
  }
  for (const operation of library.operations.all()) yield { record: 'operation', ...operation };
}

/**
 * The content alone, free of ids, times, file names and the order in which it came in: two libraries of the
 * same content give the same records.
 */
export function* canonicalDump(library: Library): Generator<Json> {
  yield { record: 'library', schema: 1, canonical: true };
  for (const { id, ...tag } of tagRecords(library)) yield tag;
  const all = library.papers.all();
  const keys = new Map(all.map((paper) => [paper.id, paperKey(paper)]));
  const papers = all.map((paper) => {
    const { id, citationKey, setByUser, addedAt, ...facts } = paper;
    const merged = filled(library.duplicates.mergedInto(id).map(({ title, doi, arxiv }) => ({ title, doi, arxiv })));
    return { record: 'paper', ...facts, ...choices(library, paper), merged, carries: names(library, id) };
  });
  yield* papers.sort((a, b) => compare(paperKey(a), paperKey(b)));
  const different = library.duplicates.different().map((pair) => pair.map((id) => keys.get(id) ?? '').sort(compare));
  yield* different
    .sort((a, b) => compare(a.join('\n'), b.join('\n')))
    .map((titles) => ({ record: 'different', titles }));
  for (const { date } of library.weeks.list().reverse()) {
    const { choices: quotes, blocks } = library.weeks.load(date) as Week;
    yield {
      record: 'week',
      date,
      quotes: [...quotes].sort(),
      blocks: blocks.map((block) => canonicalBlock(block, blocks, keys)),
    };
  }
  for (const note of library.notes.all()) yield canonicalNote(note, keys);
  // What can be restored is content too; its rows have ids, so it is told by what they hold.
  const removed = library.trash.list().map(({ title, readings, notes }) => ({
    record: 'removed',
    title,
    readings: readings.map(({ date, heading }) => `${date} ${heading}`).sort(compare),
    notes: [...notes].sort(compare),
  }));
  yield* removed.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

/** A note without its id, folder and base; where it stands and which paper it met is content. */
function canonicalNote({ file, paperId, date, theme, source }: Note, keys: ReadonlyMap<number, string>): Json {
  return { record: 'note', file, paper: paperId === null ? null : keys.get(paperId), date, theme, source };
}

function canonicalBlock(block: Block, blocks: readonly Block[], keys: ReadonlyMap<number, string>): Json {
  const { kind, source, text, reading } = block;
  if (reading === null) return { kind, source, text };
  const { paperId, themeId, ...rest } = reading;
  const theme = blocks.findIndex(({ id }) => id === themeId);
  return { kind, source, text, reading: { paper: keys.get(paperId), theme: theme === -1 ? null : theme, ...rest } };
}

function paperKey(paper: Pick<Paper, 'title' | 'doi' | 'arxiv'>): string {
  return titleKey(paper.title) || paper.doi || paper.arxiv || paper.title;
}

/** The tags and aliases that the user added to the vocabulary. */
function* tagRecords(library: Library): Generator<Json & { readonly id: number }> {
  for (const { id, name, kind, aliases } of library.tags.ownRecords()) {
    yield { record: 'tag', id, name, kind, aliases };
  }
}

function choices(library: Library, paper: Paper): Json {
  const byChoice = (wanted: 'added' | 'removed') =>
    library.tags
      .choices(paper.id)
      .filter(({ choice }) => choice === wanted)
      .map(({ tagId }) => library.tags.nameOf(tagId))
      .sort(compare);
  const aliases = library.mentions.aliasChoices(paper.id);
  const entry = library.papers.entryOf(paper.id);
  return { addedTags: byChoice('added'), removedTags: byChoice('removed'), aliases, entry };
}

/** The list, or nothing where it is empty. */
function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function names(library: Library, paperId: number): string[] {
  return library.tags
    .of(paperId)
    .map(({ name }) => name)
    .sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
