import { type Message, msg } from '../domain/message.ts';
import { ConflictError } from '../errors.ts';
import { mergeUnits, type Unit } from '../formats/merge.ts';

/** What was changed in the editor and meanwhile in kd, each in another way; a text that is undefined was removed. */
export interface EditClash {
  /** The field, or the line of the text in kd. */
  readonly place: Message;
  readonly before: string | undefined;
  readonly inKd: string | undefined;
  readonly yours: string | undefined;
}

/** An edited text that was not saved, as what it was made of was changed in the same places. */
export class EditClashError extends ConflictError {
  readonly clashes: readonly EditClash[];
  /** The edited text with what was changed elsewhere in kd; where both changed something, as it was edited. */
  readonly merged: string;
  /** The text as it is in kd now: what `merged` is a change of. */
  readonly now: string;

  constructor(what: Message, clashes: readonly EditClash[], merged: string, now: string) {
    super(what);
    this.clashes = clashes;
    this.merged = merged;
    this.now = now;
  }
}

/** An edited text with what was changed in kd since it was taken for editing. */
export function mergeEdited(
  base: readonly Unit[],
  yours: readonly Unit[],
  now: readonly Unit[],
): { readonly text: string; readonly clashes: readonly EditClash[] } {
  const { text, clashes } = mergeUnits(base, yours, now);
  return {
    text,
    clashes: clashes.map(({ line, base: before, ours, theirs }) => {
      return { place: msg`line ${line}`, before, inKd: theirs, yours: ours };
    }),
  };
}

/** The edited text without the line end that many editors put behind a last line which has none, where that line stayed. */
export function withoutAddedEnd(base: string, text: string): string {
  const lastLine = base.slice(Math.max(base.lastIndexOf('\n'), base.lastIndexOf('\r')) + 1);
  const [end] = /(?:\r\n|\r|\n)$/.exec(text) ?? [''];
  const own = text.slice(0, text.length - end.length);
  const isKept = lastLine !== '' && own.endsWith(lastLine) && /(?:^|[\r\n])$/.test(own.slice(0, -lastLine.length));
  return isKept ? own : text;
}
