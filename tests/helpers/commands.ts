// Random commands on a library, for tests of history. A new verb is one entry more in COMMANDS.
import { addPaper } from '../../src/core/add.ts';
import { parseAssignments } from '../../src/core/assignment.ts';
import { setDifferent } from '../../src/core/dupes.ts';
import { beginNote, editNote } from '../../src/core/edit-note.ts';
import { fillFacts } from '../../src/core/fill.ts';
import { undoOperation } from '../../src/core/history.ts';
import { mergePapers } from '../../src/core/merge-papers.ts';
import { beginWeek } from '../../src/core/new-week.ts';
import { noteWritten } from '../../src/core/note-written.ts';
import { namePaper, unnamePaper } from '../../src/core/paper-alias.ts';
import { purgePapers, removePapers, restorePapers } from '../../src/core/remove.ts';
import { setPaper, setPapers } from '../../src/core/set-paper.ts';
import { aliasTag, mergeTags, renameTag, tagPaper, unaliasTag, untagPaper } from '../../src/core/tag.ts';
import { addBullet, decideQuote } from '../../src/core/week.ts';
import type { Paper } from '../../src/domain/paper.ts';
import { toAddition } from '../../src/domain/schema.ts';
import { textOf } from '../../src/domain/week.ts';
import type { Library } from '../../src/store/library.ts';
import { importTexts } from './library.ts';

/** Makes choices, the same ones for the same seed. */
export class Chooser {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    // The linear congruential generator of Numerical Recipes; its high bits are the random ones.
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * end);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

const TITLES = [
  'Alpha Networks for Distillation',
  'Beta Students Learn by Whitening Features',
  'Gamma: A Projector for Small Students',
  'Delta Soft Labels at a Distance',
  '蒸馏中的特征白化',
  'Epsilon Masks in Vision Transformers',
  'Zeta Temperature, Reconsidered',
  'Eta Networks for Distillation',
];
const LABELS = ['', ' 2022CVPR', ' 2023 NeurIPS', ' 2024AAAI', ' 2021ICCV?'];
const DAYS = ['2024-05-03', '2024-05-10', '2024-05-17'];
const THEMES = ['白化', 'projector 的作用', '软标签'];
const SENTENCES = [
  '先做白化再对齐。',
  'A sentence on soft labels.',
  '与 *2022CVPR Alpha* 相近。',
  '**温度**不变。',
  '结尾\ud800',
];
const TAGS = ['whitening', '白化', 'own idea', 'mine', '第三个', 'projector', 'fourth', 'fifth'];
const NAMES = ['AND', 'BSW', 'Gamma', 'DSL'];
const SECTIONS = ['代码实践', '其他'];

const SETTINGS = [
  'status=read',
  'status=to-read',
  'status=dropped',
  'rating=3',
  'rating=5',
  'rating=',
  'title=Eta Networks',
  'year=2020',
  'year=',
  'venue=ICML',
  'author=Li Wei',
  'author+=Xu Bo',
  'doi=10.1000/3',
  'citation-key=key',
  'tag+=mine',
  'tag-=whitening',
  'code=https://github.com/someone/other',
];

const compact = (day: string) => day.replaceAll('-', '');
const heading = (choose: Chooser) => `${choose.of(TITLES)}${choose.of(LABELS)}`;
const weekOf = (choose: Chooser) => ({ kind: 'day', day: choose.of(DAYS) }) as const;

function paperOf(library: Library, choose: Chooser): Paper | undefined {
  return library.papers.get(choose.of(library.papers.ids()) ?? 0);
}

function weekText(library: Library, date: string): string | undefined {
  const week = library.weeks.load(date);
  return week && textOf(week.blocks);
}

/** A weekly note as a user might have it after some edits. */
function editedWeek(library: Library, date: string, choose: Chooser): string {
  const before = weekText(library, date) ?? `# ${compact(date)}\n\n## 论文阅读\n`;
  const lines = before.split('\n');
  for (let edits = choose.below(4); edits >= 0; edits -= 1) {
    const at = 3 + choose.below(Math.max(1, lines.length - 3));
    const edit = choose.below(4);
    if (edit === 0) lines.splice(at, 1);
    else if (edit === 1) lines.splice(at, 0, choose.of(SENTENCES));
    else if (edit === 2)
      lines.splice(at, 0, '', `> ${choose.of(THEMES)}`, `### ${heading(choose)}`, choose.of(SENTENCES), '');
    else lines.push('', `### ${heading(choose)}`, choose.of(SENTENCES), choose.once(3) ? `> ${choose.of(THEMES)}` : '');
  }
  return lines.join('\n');
}

/** The commands by name. One that a library has no use for throws a KdError, or does nothing. */
export const COMMANDS: Readonly<Record<string, (library: Library, choose: Chooser) => void>> = {
  add: (library, choose) => {
    const status = choose.of(['read', 'read', 'read', 'reading', 'to-read', 'dropped']);
    const isRead = status === 'read' || status === 'reading';
    const input = {
      title: heading(choose),
      status,
      week: choose.of(DAYS),
      again: choose.once(3),
      ...(isRead
        ? { theme: choose.of(THEMES), summary: choose.of(SENTENCES), 'key-idea': [choose.of(SENTENCES)] }
        : {}),
      tag: choose.once(3) ? [choose.of(TAGS)] : [],
      author: choose.once(2) ? ['Li Wei', 'Xu Bo'] : [],
      doi: choose.once(4) ? `10.1000/${choose.below(6)}` : undefined,
      code: choose.once(4) ? 'https://github.com/someone/code' : undefined,
    };
    addPaper(library, toAddition(input, '2024-05-17'));
  },
  'week add': (library, choose) => {
    addBullet(library, weekOf(choose), choose.of(SECTIONS), `写了 ${choose.below(9)} 行代码`);
  },
  'week decide': (library, choose) => {
    const day = choose.of(DAYS);
    const lines = weekText(library, day)?.split('\n') ?? [];
    const quotes = lines.flatMap((line, at) => (line.startsWith('>') ? [at + 1] : []));
    if (quotes.length > 0) decideQuote(library, day, choose.of(quotes), choose.of(['theme', 'remark']));
  },
  'week new': (library, choose) => {
    beginWeek(library, weekOf(choose), { files: [], carry: choose.once(2) });
  },
  set: (library, choose) => {
    const paper = paperOf(library, choose);
    const words = [choose.of(SETTINGS), choose.of(SETTINGS)];
    if (paper !== undefined) setPaper(library, paper, parseAssignments(words));
  },
  'set of several': (library, choose) => {
    const words = ['title=Alpha', 'venue=AAAI', 'year=', 'date=2023-04', 'author+=Wu Yi', 'code=', 'tag+=mine', 'doi='];
    const ids = library.papers.ids().filter(() => choose.once(2));
    setPapers(library, ids, parseAssignments([choose.of(words), choose.of(['tag-=whitening', 'rating=2'])]));
  },
  rm: (library, choose) => {
    removePapers(
      library,
      library.papers.ids().filter(() => choose.once(3)),
    );
  },
  restore: (library, choose) => {
    const ids = library.trash.list().map(({ id }) => id);
    if (choose.once(5)) purgePapers(library, ids.slice(0, 1));
    else
      restorePapers(
        library,
        ids.filter(() => choose.once(2)),
      );
  },
  merge: (library, choose) => {
    const ids = library.papers.ids().filter(() => choose.once(2));
    const preference = { all: choose.once(3) ? ids.at(-1) : undefined, fields: new Map() };
    if (ids.length > 1) mergePapers(library, choose.once(2) ? ids.slice(0, 3) : ids.slice(0, 2).reverse(), preference);
  },
  'dupes --different': (library, choose) => {
    const ids = [choose.of(library.papers.ids()) ?? 0, choose.of(library.papers.ids()) ?? 0];
    setDifferent(library, ids, !choose.once(3));
  },
  fill: (library, choose) => {
    fillFacts(library, [toAddition({ title: choose.of(TITLES), volume: 3, author: ['Zhang San'] }, '2024-05-17')]);
  },
  'tag add': (library, choose) => {
    const paper = paperOf(library, choose);
    if (paper !== undefined)
      tagPaper(library, paper.id, [choose.of(TAGS), choose.of(TAGS)], choose.of(['idea', 'topic']));
  },
  'tag rm': (library, choose) => {
    const paper = paperOf(library, choose);
    const tags = paper === undefined ? [] : library.tags.of(paper.id);
    if (paper !== undefined && tags.length > 0) untagPaper(library, paper.id, [choose.of(tags).name]);
  },
  'tag alias': (library, choose) => {
    aliasTag(library, choose.of(TAGS), [choose.of(['ZCA', '另一个名字', 'students'])]);
  },
  'tag alias --rm': (library, choose) => {
    const own = library.tags.ownRecords().filter(({ aliases }) => aliases.length > 0);
    const tag = choose.of(own);
    if (tag !== undefined) unaliasTag(library, tag.name, [choose.of(tag.aliases)]);
  },
  'tag rename': (library, choose) => {
    const tag = choose.of(library.tags.ownRecords());
    if (tag !== undefined) renameTag(library, tag.name, choose.of(TAGS));
  },
  'tag merge': (library, choose) => {
    const tag = choose.of(library.tags.ownRecords());
    if (tag !== undefined) mergeTags(library, tag.name, choose.of(TAGS));
  },
  alias: (library, choose) => {
    const paper = paperOf(library, choose);
    if (paper !== undefined) namePaper(library, paper.id, [choose.of(NAMES)]);
  },
  'alias --rm': (library, choose) => {
    const paper = paperOf(library, choose);
    const names = paper === undefined ? [] : library.mentions.namesOf(paper.id);
    if (paper !== undefined && names.length > 0) unnamePaper(library, paper.id, [choose.of(names).name]);
  },
  'import weeks': (library, choose) => {
    const files = [choose.of(DAYS), choose.of(DAYS)].map((day) => [
      choose.once(6) ? `copy-${day}.md` : `${compact(day)}.md`,
      editedWeek(library, day, choose),
    ]);
    importTexts(library, Object.fromEntries(files), { replace: choose.once(4) });
  },
  'import note': (library, choose) => {
    const title = choose.of(TITLES);
    const text = `# ${title}\n\n**[ICCV 2023](https://doi.org/10.1000/${choose.below(6)})  20240510**\n\n*Wei Li*\n\n${choose.of(SENTENCES)}\n\n## 方法\n\n${choose.of(SENTENCES)}\n`;
    importTexts(library, { [`${choose.below(3)}.md`]: text }, { replace: choose.once(3) });
  },
  'note -e': (library, choose) => {
    const paper = paperOf(library, choose);
    if (paper === undefined) return;
    const note = library.notes.ofPaper(paper.id)[0] ?? beginNote(library, paper, '2024-05-17');
    editNote(library, note, `${note.source}\n${choose.of(SENTENCES)}\n`);
  },
  'report -o': (library, choose) => {
    const day = choose.of(DAYS);
    const text = weekText(library, day);
    if (text !== undefined) noteWritten(library, choose.of([`${compact(day)}.md`, 'report.md']), text);
  },
  'undo --operation': (library, choose) => {
    const { length } = library.operations.heads();
    if (length > 0) undoOperation(library, 1 + choose.below(length), choose.once(2));
  },
};
