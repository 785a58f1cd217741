import { EditClashError } from '../core/edit-clash.ts';
import { joined, type Message, msg, verbatim } from '../domain/message.ts';
import { oneLine } from '../domain/text.ts';
import { KdError, UsageError } from '../errors.ts';
import { decodeUtf8 } from '../formats/format.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';
import { isForPeople } from './confirm.ts';
import { type Edited, edit, editAgain, keepText } from './editor.ts';
import { page } from './pager.ts';
import { printRecord } from './print.ts';
import { shellWord } from './shell.ts';

/** A text of the library that is edited as a whole: a paper with its reading, a week, a note. */
export interface EditableText {
  /** What it is called in messages: a citation key, a date, a file. */
  readonly name: string;
  readonly fileName: string;
  readonly text: string;
  /** The words behind `kd edit` that name it. */
  readonly words: readonly string[];
  /** The failure where nothing is left of it. */
  readonly emptied: KdError;
  /** What `--json` prints where nothing was changed. */
  readonly record: Readonly<Record<string, unknown>>;
  /** The text with lines on top that say something of it, in place of earlier ones. */
  remark(text: string, lines: readonly string[]): string;
  /** Takes over what was changed in the text since it was `base`. */
  save(library: Library, base: string, text: string): SavedText;
}

export interface SavedText {
  readonly isChanged: boolean;
  /** The text as it is in the library now. */
  readonly text: string;
  /** What was saved, in one line. */
  readonly summary: Message;
  /** What the user should know of it. */
  readonly remarks: readonly Message[];
  /** What `--json` prints. */
  readonly record: Readonly<Record<string, unknown>>;
}

export interface EditOptions {
  readonly dryRun?: true;
  readonly print?: true;
  /** The file of the text that the edited one was made of. */
  readonly base?: string;
}

/** Lets the user edit a text in an editor, until it can be saved or is given up. */
export async function editInEditor(app: App, editable: EditableText, options: EditOptions = {}): Promise<void> {
  let base = editable.text;
  let shown = base;
  let edited: Edited | undefined;
  // While the editor is open, the library is free for other processes.
  app.close();
  for (;;) {
    const goOn = (path: string) => handOn(editable, path);
    const instead = msg`${`kd edit ${commandOf(editable)} -`} reads the text from standard input`;
    edited = await edit(app, shown, editable.fileName, { before: edited, goOn, instead });
    const text = editable.remark(edited.text, []);
    if (isEmptied(editable, text)) {
      edited.discard();
      throw editable.emptied;
    }
    try {
      const isShown = await save(app, editable, base, text, options);
      if (isShown) app.io.err(`${app.t`your text is in ${edited.path}; ${goOn(edited.path)}`}\n`);
      else edited.discard();
      return;
    } catch (error) {
      if (error instanceof EditClashError) showClashes(app, error);
      await editAgain(app, error, edited, `kd edit ${commandOf(editable)}`, goOn(edited.path));
      app.close();
      if (error instanceof EditClashError) base = error.now;
      shown = editable.remark(error instanceof EditClashError ? error.merged : text, remarksOf(app, error));
    }
  }
}

/** Takes an edited text from standard input; one that cannot be taken is kept in a file. */
export async function editFromInput(app: App, editable: EditableText, options: EditOptions): Promise<void> {
  const bytes = app.io.readStdin();
  if (bytes === undefined) {
    throw new UsageError(
      msg`- reads the edited text from standard input, which is a terminal`,
      verbatim(`kd edit ${commandOf(editable)}`),
    );
  }
  const given = decodeUtf8(bytes);
  const text = editable.remark(given, []);
  if (isEmptied(editable, text)) throw editable.emptied;
  const base = options.base === undefined ? editable.text : await readBase(options.base);
  try {
    await save(app, editable, base, text, options);
  } catch (error) {
    if (error instanceof EditClashError) showClashes(app, error);
    const path = keepText(app, given, editable.fileName);
    if (path === undefined) throw error;
    if (error instanceof KdError) throw error.withHint(keptIn(editable, path, error.hint));
    app.io.err(`kd: ${app.say(keptIn(editable, path, undefined))}\n`);
    throw error;
  }
}

async function readBase(path: string): Promise<string> {
  const { readFileSync } = await import('node:fs');
  return decodeUtf8(readFileSync(path));
}

/** Whether nothing is left of a text that held something. */
function isEmptied({ text: before }: EditableText, text: string): boolean {
  return text.trim() === '' && before.trim() !== '';
}

/** Saves what was changed in a text, or with `--dry-run` shows it; says whether it only showed something. */
async function save(
  app: App,
  editable: EditableText,
  base: string,
  text: string,
  { dryRun }: EditOptions,
): Promise<boolean> {
  const { io, t } = app;
  if (editable.remark(base, []) === text) {
    if (!printRecord(app, editable.record)) io.err(`${t`unchanged`}\n`);
    return false;
  }
  const library = await app.write({ existing: true, dryRun: dryRun === true });
  const saved = editable.save(library, base, text);
  for (const remark of saved.remarks) io.err(`kd: ${oneLine(app.say(remark))}\n`);
  if (printRecord(app, saved.record)) return dryRun === true && saved.isChanged;
  if (!saved.isChanged) io.err(`${t`unchanged`}\n`);
  else if (dryRun === true) await showDifference(app, editable, saved.text);
  else io.err(`${app.say(msg`saved ${saved.summary}`)}\n`);
  return dryRun === true && saved.isChanged;
}

async function showDifference(app: App, { name, text, remark }: EditableText, now: string): Promise<void> {
  const { createTwoFilesPatch } = await import('diff');
  const { t } = app;
  const [before, after] = [remark(text, []), remark(now, [])];
  const patch = createTwoFilesPatch(t`${name} in kd`, t`${name} as edited`, before, after, undefined, undefined, {
    context: 1,
  });
  await page(app, isForPeople(app) ? `${patch.split(/\r?\n/).map(safe).join('\n')}` : patch);
}

/** A line as a terminal may show it, with its indent. */
function safe(line: string): string {
  return /^ */.exec(line)?.[0] + oneLine(line);
}

/** Shows what was changed in the editor and in kd: before, in kd, and as it was edited. */
function showClashes(app: App, { clashes }: EditClashError): void {
  const { io, t } = app;
  for (const { place, before, inKd, yours } of clashes) {
    io.err(`${t`${place}: this was changed in the editor and in kd`}\n`);
    for (const [label, text] of [
      [t`before:`, before],
      [t`in kd:`, inKd],
      [t`yours:`, yours],
    ] as const) {
      const lines = (text ?? t`(removed)`).split(/\r\n|\r|\n/).map((words) => `    ${oneLine(words)}\n`);
      io.err(`  ${label}\n${lines.join('')}`);
    }
  }
}

/** What is said on top of a text that is edited again: two lines, as many as kd puts there at first. */
function remarksOf(app: App, error: unknown): string[] {
  if (!(error instanceof KdError)) return [];
  const clashes = error instanceof EditClashError ? error.clashes : [];
  return [
    oneLine(app.say(error.what)),
    oneLine(error.hint === undefined ? '' : app.say(error.hint)),
    ...clashes.map(({ place, inKd }) => oneLine(app.t`${place}, in kd: ${inKd ?? app.t`(removed)`}`)),
  ];
}

function commandOf({ words }: EditableText): string {
  return words.map(shellWord).join(' ');
}

/** What to do with a text in a file. */
function handOn(editable: EditableText, path: string): Message {
  return msg`when it is right: ${`kd edit ${commandOf(editable)} - < ${shellWord(path)}`}`;
}

function keptIn(editable: EditableText, path: string, hint: Message | undefined): Message {
  const kept = msg`your text is in ${path}; ${handOn(editable, path)}`;
  return hint === undefined ? kept : joined([hint, kept], ' · ');
}
