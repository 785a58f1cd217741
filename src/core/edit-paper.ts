import { joined, type Message, msg, verbatim } from '../domain/message.ts';
import { LINK_ROLES, type Paper } from '../domain/paper.ts';
import { nameKey } from '../domain/text.ts';
import { textOf, type Week } from '../domain/week.ts';
import { ConflictError, UsageError } from '../errors.ts';
import { unitsOfLines } from '../formats/merge.ts';
import { type PaperField, type PaperText, printPaperText, readPaperText } from '../formats/paper-text.ts';
import type { Library } from '../store/library.ts';
import { type Assignments, parseAssignments } from './assignment.ts';
import { Deriver } from './derive.ts';
import { type EditClash, EditClashError, mergeEdited } from './edit-clash.ts';
import { readEdited } from './edit-week.ts';
import { namePaper, unnamePaper } from './paper-alias.ts';
import { saveWeek } from './save-week.ts';
import { type FieldChange, setPapers } from './set-paper.ts';

export interface PaperEdit {
  /** The paper as it is then. */
  readonly paper: Paper;
  readonly changes: readonly FieldChange[];
  /** The date of the week in which the text of the reading was changed. */
  readonly week: string | undefined;
  /** The text was taken out below the head; that takes nothing out of the week. */
  readonly isTextLeft: boolean;
  /** The tags that no paper had before. */
  readonly newTags: readonly string[];
  /** The paper's text as it is then. */
  readonly text: string;
}

/**
 * What a person edits of a paper: its fields in a YAML head, and below it the Markdown of its latest full reading, as it
 * stands in the week. `remarks` stand on top.
 */
export function paperText(library: Library, paper: Paper, remarks: readonly string[] = []): string {
  return printPaperText(textOfPaper(library, paper, undefined), remarks);
}

/**
 * Takes an edited text of a paper over: those fields that differ from `base`, the text as it was taken for editing, are
 * set by the user; a field that was taken out stays as it is. What was changed in kd meanwhile stays too.
 * @throws UsageError where a field or the reading's text is wrong · EditClashError where both changed the same
 */
export function editPaper(library: Library, paperId: number, base: string, edited: string): PaperEdit {
  return library.write(() => {
    const paper = library.papers.get(paperId);
    if (paper === undefined) throw new ConflictError(msg`the paper was removed meanwhile`, verbatim('kd restore'));
    const [before, yours] = [readPaperText(base), readPaperText(edited)];
    const date = readingOf(before, yours);
    // Read back, so that what YAML cannot hold exactly is no difference.
    const now = readPaperText(printPaperText(textOfPaper(library, paper, date)));
    const fields = mergeFields(library, before, yours, now);
    const body = mergeBody(library, paper, date, before, yours);
    const clashes = [...fields.clashes, ...body.clashes];
    if (clashes.length > 0) {
      const merged = { fields: new Map([...now.fields, ...fields.changed]), body: body.text ?? now.body };
      const what = msg`${paper.citationKey} was changed while it was edited`;
      throw new EditClashError(what, clashes, printPaperText(merged), printPaperText(now));
    }
    const { changes, newTags } = setFields(library, paper, now, fields.changed);
    if (body.text !== undefined) saveBody(library, body.place, body.text);
    const after = library.papers.get(paperId) as Paper;
    return {
      paper: after,
      changes,
      week: body.text === undefined ? undefined : date,
      isTextLeft: yours.body === '' && before.body !== '',
      newTags,
      text: paperText(library, after),
    };
  });
}

/** The week whose reading stands below the head. @throws UsageError where the text names another than it did */
function readingOf(before: PaperText, yours: PaperText): string | undefined {
  const [date] = before.fields.get('reading') ?? [];
  const [typed = date] = yours.fields.get('reading') ?? [];
  if (typed === date) return date;
  throw new UsageError(
    date === undefined
      ? msg`the paper has no reading to be edited`
      : msg`the text below the head is that of ${date}, and cannot be put into another week`,
    msg`leave the field ${'reading'} as it was`,
  );
}

function textOfPaper(library: Library, paper: Paper, date: string | undefined): PaperText {
  const one = (value: string | number | undefined): string[] => (value === undefined ? [] : [String(value)]);
  const day = [paper.year, paper.month, paper.day].filter((part) => part !== undefined);
  const place = placeOf(library, paper, date);
  const fields = new Map<PaperField, readonly string[]>([
    ['title', [paper.title]],
    ['authors', paper.authors],
    ['venue', one(paper.venue ?? paper.containerTitle)],
    ['date', one(day.length === 0 ? undefined : day.map((part) => String(part).padStart(2, '0')).join('-'))],
    ...(['track', 'doi', 'arxiv', 'url', 'volume', 'issue', 'page', 'status', 'rating', 'abstract'] as const).map(
      (field): [PaperField, string[]] => [field, one(paper[field])],
    ),
    ...LINK_ROLES.map((role): [PaperField, string[]] => {
      return [role, paper.links.filter((link) => link.role === role).map(({ url, text }) => url ?? text ?? '')];
    }),
    ['tags', library.tags.of(paper.id).map(({ name }) => name)],
    ['aliases', library.mentions.namesOf(paper.id).map(({ name }) => name)],
    ['citation-key', [paper.citationKey]],
    ['reading', one(place?.week.date)],
  ]);
  const body = place === undefined ? '' : sourceAt(place).replace(/\r\n|\r/g, '\n');
  return { fields, body };
}

/** Where the text of a reading stands. */
interface Place {
  readonly week: Week;
  /** The index of the block that holds the text, which is another one where headings share it. */
  readonly block: number;
  readonly span: readonly [start: number, end: number];
}

/** Where the text of a full reading stands: of the one in the week of a date, else of the latest. */
function placeOf(library: Library, paper: Paper, date: string | undefined): Place | undefined {
  const reading = library.weeks
    .readingsOf(paper.id)
    .findLast(({ weekDate, reading: { refersTo } }) => refersTo === null && weekDate === (date ?? weekDate));
  const week = reading && library.weeks.load(reading.weekDate);
  if (reading === undefined || week === undefined) return undefined;
  const isHolder = (at: number) => week.blocks[at]?.reading != null && week.blocks[at]?.reading?.sharesText === false;
  const holder = week.blocks.findIndex((_, at) => at >= reading.position && isHolder(at));
  const block = holder === -1 ? reading.position : holder;
  const { source = '', reading: held } = week.blocks[block] ?? {};
  return { week, block, span: bodySpan(source, held?.spans.heading[1] ?? 0) };
}

/** Where the text below a heading stands, without the blank lines around it. */
function bodySpan(source: string, headingEnd: number): [number, number] {
  const line = /[^\r\n]*(?:\r\n|\r|\n)?/y;
  line.lastIndex = headingEnd;
  const from = headingEnd + (line.exec(source)?.[0].length ?? 0);
  const text = source.slice(from).trimEnd();
  if (text === '') return [from, from];
  const blank = /^(?:[ \t]*(?:\r\n|\r|\n))*/.exec(text)?.[0].length ?? 0;
  return [from + blank, from + text.length];
}

function sourceAt({ week, block, span }: Place): string {
  return week.blocks[block]?.source.slice(...span) ?? '';
}

/** Fields that hold any number of names, which come and go one by one. */
const NAMES: readonly PaperField[] = ['tags', 'aliases'];

/** The fields that the user changed, with their values, and those that were changed in kd to other values meanwhile. */
function mergeFields(
  library: Library,
  before: PaperText,
  yours: PaperText,
  now: PaperText,
): { changed: Map<PaperField, readonly string[]>; clashes: EditClash[] } {
  const changed = new Map<PaperField, readonly string[]>();
  const clashes: EditClash[] = [];
  for (const [field, values] of yours.fields) {
    const [old, current] = [before.fields.get(field) ?? [], now.fields.get(field) ?? []];
    if (field === 'reading' || areSame(values, old)) continue;
    if (NAMES.includes(field)) {
      const isIn = (name: string, names: readonly string[]) => names.some((other) => areOneName(library, name, other));
      const removed = old.filter((name) => !isIn(name, values));
      const added = values.filter((name) => !isIn(name, old) && !isIn(name, current));
      if (added.length > 0 || removed.some((name) => isIn(name, current))) {
        changed.set(field, [...current.filter((name) => !isIn(name, removed)), ...added]);
      }
    } else if (!areSame(values, current)) {
      changed.set(field, values);
      if (!areSame(current, old)) {
        clashes.push({ place: verbatim(field), before: shown(old), inKd: shown(current), yours: shown(values) });
      }
    }
  }
  return { changed, clashes };
}

function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

/** Whether two words name one tag, or are one name in another spelling. */
function areOneName(library: Library, a: string, b: string): boolean {
  const tagOf = (word: string) => {
    const tags = library.tags.named(word);
    return tags.length === 1 ? (tags[0]?.name ?? word) : word;
  };
  return nameKey(tagOf(a)) === nameKey(tagOf(b));
}

function shown(values: readonly string[]): string {
  return values.join('\n');
}

/** Sets the fields that were changed; a paper's names and tags come and go one by one. */
function setFields(
  library: Library,
  paper: Paper,
  now: PaperText,
  changed: ReadonlyMap<PaperField, readonly string[]>,
): { changes: FieldChange[]; newTags: string[] } {
  const words = [...changed].flatMap(([field, values]) => {
    if (NAMES.includes(field)) return [];
    const name = field === 'authors' ? 'author' : field;
    return values.length === 0 ? [`${name}=`] : values.map((value) => `${name}=${value}`);
  });
  const moved = (field: PaperField) => {
    const [old, values = old] = [now.fields.get(field) ?? [], changed.get(field)];
    return {
      added: values.filter((name) => !old.includes(name)),
      removed: old.filter((name) => !values.includes(name)),
    };
  };
  const [tags, names] = [moved('tags'), moved('aliases')];
  const newTags = tags.added.filter((name) => library.tags.named(name).length === 0);
  const assignments: Assignments = {
    ...parseAssignments(words),
    ...(tags.added.length === 0 ? {} : { addedTags: tags.added }),
    ...(tags.removed.length === 0 ? {} : { removedTags: tags.removed }),
  };
  const [set] = Object.keys(assignments).length === 0 ? [] : setPapers(library, [paper.id], assignments);
  if (names.added.length > 0) namePaper(library, paper.id, names.added);
  if (names.removed.length > 0) unnamePaper(library, paper.id, names.removed);
  const changes = [
    ...(set?.changes ?? []),
    ...names.removed.map((name) => ({ field: 'alias', before: name, after: null })),
    ...names.added.map((name) => ({ field: 'alias', before: null, after: name })),
  ];
  return { changes, newTags };
}

type MergedBody =
  | { readonly text: undefined; readonly clashes: readonly EditClash[] }
  | { readonly text: string; readonly place: Place; readonly clashes: readonly EditClash[] };

/** The text of the reading with what was changed in kd meanwhile; without one where the user changed nothing. */
function mergeBody(
  library: Library,
  paper: Paper,
  date: string | undefined,
  before: PaperText,
  yours: PaperText,
): MergedBody {
  if (yours.body === before.body || yours.body === '') return { text: undefined, clashes: [] };
  const place = date === undefined ? undefined : placeOf(library, paper, date);
  if (place === undefined) {
    if (date !== undefined) {
      const clash = { place: msg`the text of ${date}`, before: before.body, inKd: undefined, yours: yours.body };
      return { text: undefined, clashes: [clash] };
    }
    throw new UsageError(
      msg`${paper.citationKey} stands in no week that could hold the text below the head`,
      msg`kd add ${'"Title 2024AAAI"'} --again puts it into this week`,
    );
  }
  const source = sourceAt(place);
  const { text, clashes } = mergeEdited(unitsOfLines(before.body), unitsOfLines(yours.body), unitsOfLines(source));
  return { text: /[\r\n]/.test(source) ? text : text.replaceAll('\n', lineEndOf(place.week)), place, clashes };
}

function lineEndOf({ blocks }: Week): string {
  return /\r\n|\r|\n/.exec(textOf(blocks))?.[0] ?? '\n';
}

/**
 * Puts a text in place of a reading's.
 * @throws UsageError where the week would be read as other blocks than it was
 */
function saveBody(library: Library, { week, block, span: [start, end] }: Place, text: string): void {
  const source = week.blocks[block]?.source ?? '';
  const lineEnd = lineEndOf(week);
  const [head, tail] = [source.slice(0, start), source.slice(end)];
  const isFirst = start === end;
  const edited = `${head}${/[\r\n]$/.test(head) ? '' : lineEnd}${text}${isFirst ? lineEnd : ''}${tail}`;
  const sources = week.blocks.map((other, at) => (at === block ? edited : other.source));
  const draft = readEdited(library, week, sources.join(''));
  const wrong = draft.blocks.findIndex(({ kind, text: words, source: now }, at) => {
    const old = week.blocks[at];
    return old?.kind !== kind || old.text !== words || sources[at] !== now;
  });
  if (wrong !== -1) {
    const next = edited.startsWith(draft.blocks[wrong]?.source ?? '') ? draft.blocks[wrong + 1] : undefined;
    const line = next?.source.trim().split(/[\r\n]/)[0];
    throw new UsageError(
      line === undefined
        ? msg`this text would be read in another way in a weekly note`
        : msg`the line "${line}" would begin another part of the week of ${week.date}: ${next?.kind ?? ''}`,
      msg`${`kd edit --week ${week.date}`} edits the whole note`,
    );
  }
  saveWeek(library, new Deriver(library), week, draft);
}

/** What an edit changed, in one line: the fields, and the week whose text was changed. */
export function summaryOf({ changes, week }: PaperEdit): Message {
  const fields = [...new Set(changes.map(({ field }) => field))].map(verbatim);
  return joined([...fields, ...(week === undefined ? [] : [msg`the text of ${week}`])], ', ');
}
