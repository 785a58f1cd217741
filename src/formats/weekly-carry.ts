import { nameKey } from '../domain/text.ts';
import { readBody } from './body.ts';
import type { EditableBlock } from './weekly-note-edit.ts';

/** An item of an earlier note that is still open. */
export interface OpenItem {
  readonly section: string;
  /** Its text, marked with the day it comes from. */
  readonly text: string;
}

/** What says that an item is done, at its beginning: a mark, `done:`, `完成了…`, `已完成…`. */
const DONE_FIRST =
  /^(?:\[x\]|[✓✔✅☑]|~~|[(（【[]?(?:done|finished|完成|搞定|做完)[)）】\]:：]|(?:已|已经)(?:完成|搞定|做完)|(?:完成|搞定|做完)了)/iu;
/** At its end; not where it is denied (`not done`, `未完成`) or only nearly so (`基本完成`). */
const DONE_LAST =
  /(?:[✓✔✅☑]|~~|\[x\]|(?<!\b(?:not|never|almost|half|isn't|nearly)\s)\b(?:done|finished)|(?<!未|没|没有|还没|有待|待|基本|部分|即将|快|差不多)(?:完成|搞定|做完)了?)[\s。.!！)）\]】]*$/iu;

/** `（续 0510）`, `(from 0510)`: an item carried from the note of that day. */
const CARRIED = /[（(](?:续|from) (\d{4})[)）]\s*$/u;

/** The items of a note's sections of these names that are not marked as done. */
export function openItems(blocks: readonly EditableBlock[], sections: readonly string[], date: string): OpenItem[] {
  const wanted = new Map(sections.map((name) => [nameKey(name), name]));
  let section: string | undefined;
  return blocks.flatMap(({ kind, text, source }) => {
    if (kind === 'section') section = wanted.get(nameKey(text));
    if (kind !== 'prose' || section === undefined) return [];
    const name = section;
    return itemsOf(source)
      .filter((item) => !isDone(item))
      .map((item) => ({ section: name, text: mark(item, date) }));
  });
}

/** The items of a list; where a section is nothing but plain lines, each of these is one. */
function itemsOf(source: string): string[] {
  const listed = readBody(source, 0, source.length).keyIdeas.map((span) => dedent(source.slice(...span)));
  if (listed.length > 0) return listed;
  const lines = source.split(/\r\n|\r|\n/).map((line) => line.trim());
  const isPlain = !lines.some((line) => /^(?:#|>|\||`{3}|~{3}|\$\$|<|!\[)/.test(line));
  return isPlain ? lines.filter((line) => line !== '') : [];
}

/** Whether the two are one item, carried or not. */
export function isSameItem(a: string, b: string): boolean {
  return bareItem(a) === bareItem(b);
}

/** The item without the day it was carried from, its lines joined. */
export function bareItem(item: string): string {
  const [line = '', ...others] = item.split(/\r\n|\r|\n/);
  return [line.replace(CARRIED, ''), ...others].map((words) => words.trim()).join('\n');
}

function isDone(item: string): boolean {
  const [line = ''] = item.replace(/^\[ \]\s*/, '').split(/\r\n|\r|\n/);
  const words = line.replace(CARRIED, '').trim();
  return DONE_FIRST.test(words) || DONE_LAST.test(words);
}

/** The item with the day it comes from behind its first line; one carried before keeps its day. */
function mark(item: string, date: string): string {
  const [line = '', ...others] = item.split(/\r\n|\r|\n/);
  if (CARRIED.test(line)) return item;
  const day = date.slice(5).replace('-', '');
  const isChinese = /\p{Script=Han}/u.test(line);
  return [`${line.trimEnd()}${isChinese ? `（续 ${day}）` : ` (from ${day})`}`, ...others].join('\n');
}

/** The text without the indent that all its lines but the first have. */
function dedent(text: string): string {
  const [first = '', ...others] = text.split(/\r\n|\r|\n/);
  const indents = others.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents, 80);
  return [first, ...others.map((line) => line.slice(indent))].join('\n');
}
