import type { Command } from 'commander';
import { editPaper, paperText, summaryOf } from '../../core/edit-paper.ts';
import { editWeekText } from '../../core/edit-week-text.ts';
import { findPaper } from '../../core/find-paper.ts';
import { findWeeks } from '../../core/find-week.ts';
import { joined, type Message, msg, plural, verbatim } from '../../domain/message.ts';
import { textOf } from '../../domain/week.ts';
import { KdError, UsageError } from '../../errors.ts';
import { remarkOnPaperText } from '../../formats/paper-text.ts';
import type { Library } from '../../store/library.ts';
import type { App } from '../app.ts';
import { editableNote } from '../edit-note.ts';
import { type EditableText, type EditOptions, editFromInput, editInEditor } from '../edit-text.ts';
import { addExamples } from '../help.ts';
import { remarkOnMarkdown } from '../markdown-remark.ts';

interface Options extends EditOptions {
  readonly week?: string;
  readonly note?: string;
}

const EXAMPLES = [
  'kd edit projector',
  'kd edit --week 2024-05-17',
  'kd edit --note 2024AAAI-Projector.md',
  'kd edit projector --print > projector.md',
  'kd edit projector - < projector.md',
];
const REMARK = msg`A paper opens as a YAML head with the text of its latest reading below it. A field that is left empty is emptied; one that is taken out stays as it is, and so does the text. The editor is that of KD_EDITOR, VISUAL, EDITOR, or kd config editor.`;

export function edit(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, EXAMPLES, REMARK);
  command
    .argument('[paper]', t`a reference to the paper`)
    .argument('[-]', t`- reads the edited text from standard input, in place of the editor`)
    .option('--week <week>', t`edit the whole note of a week: any day of it`)
    .option('--note <paper or file>', t`edit the note of this file or paper, or begin one`)
    .option('--print', t`print what would be opened`)
    .option('--base <file>', t`with -: the text as it was printed; what changed in kd since then stays`)
    .option('-n, --dry-run', t`show the change as a difference; write nothing`)
    .action(async (first: string | undefined, second: string | undefined, options: Options) => {
      const { ref, isPiped } = wordsOf(first, second, options);
      const editable = await editableOf(app, await app.read(), ref, options);
      if (options.print === true) app.io.out(editable.text);
      else if (isPiped) await editFromInput(app, editable, options);
      else await editInEditor(app, editable, options);
    });
}

/** The paper that is named, if any, and whether its text comes from standard input. @throws UsageError */
function wordsOf(
  first: string | undefined,
  second: string | undefined,
  { week, note, print, base }: Options,
): { ref: string | undefined; isPiped: boolean } {
  const isPiped = first === '-' || second === '-';
  const ref = first === '-' ? second : first;
  const named = [ref, week, note].filter((word) => word !== undefined);
  if (named.length !== 1 || (second !== undefined && !isPiped)) {
    throw new UsageError(msg`name one paper, week or note to edit`, verbatim('kd edit --help'));
  }
  if (isPiped && print === true) throw new UsageError(msg`--print opens and reads nothing`, verbatim('kd edit --help'));
  if (base !== undefined && !isPiped) {
    throw new UsageError(msg`--base goes with a text from standard input`, verbatim('kd edit --help'));
  }
  return { ref, isPiped };
}

async function editableOf(
  app: App,
  library: Library,
  ref: string | undefined,
  { week, note }: Options,
): Promise<EditableText> {
  if (note !== undefined) return editableNote(library, note, app.today);
  return week === undefined ? editablePaper(app, library, ref ?? '') : editableWeek(app, library, week);
}

function editablePaper(app: App, library: Library, ref: string): EditableText {
  const { id, citationKey } = findPaper(library, ref);
  const text = paperText(library, findPaper(library, ref), [
    app.t`${citationKey} (${id}): an emptied field is emptied; one that is taken out stays as it is.`,
    app.t`Below the second line of dashes: the text of its reading, as it stands in the week that ${'reading'} names.`,
  ]);
  return {
    name: citationKey,
    fileName: `${citationKey}.md`,
    text,
    words: [citationKey],
    emptied: new KdError(
      msg`the edited text is empty: nothing was changed`,
      msg`kd show ${citationKey} shows what is kept`,
    ),
    record: { id, 'citation-key': citationKey, changes: [], week: null },
    remark: remarkOnPaperText,
    save(writable, base, edited) {
      const done = editPaper(writable, id, base, edited);
      const { paper, changes, week, newTags } = done;
      return {
        isChanged: changes.length > 0 || week !== undefined,
        text: done.text,
        summary: joined([verbatim(paper.citationKey), summaryOf(done)], ': '),
        remarks: [
          ...(done.isTextLeft ? [msg`the text below the head was taken out: in the week it stays as it is`] : []),
          ...newTags.map((name) => msg`the tag "${name}" is new`),
        ],
        record: { id, 'citation-key': paper.citationKey, changes, week: week ?? null },
      };
    },
  };
}

function editableWeek(app: App, library: Library, ref: string): EditableText {
  const [found, ...others] = findWeeks(library, app.week(ref));
  if (found === undefined || others.length > 0) {
    throw new UsageError(msg`"${ref}" names more than one note`, msg`name one by its date`);
  }
  const { date } = found;
  return {
    name: date,
    fileName: found.fileName ?? `${date.replaceAll('-', '')}.md`,
    text: textOf(found.blocks),
    words: ['--week', date],
    emptied: new KdError(msg`the edited note is empty: nothing was changed`, verbatim(`kd report --week ${date}`)),
    record: { week: date, changed: false, 'new-papers': [] },
    remark: remarkOnMarkdown,
    save(writable, base, edited) {
      const { isChanged, text, newPapers, doubts } = editWeekText(writable, date, base, edited);
      const count = newPapers.length;
      const papers = plural(count, msg`${count} new paper`, msg`${count} new papers`);
      const summary: Message[] = [msg`the note of ${date}`, ...(count === 0 ? [] : [papers])];
      return {
        isChanged,
        text,
        summary: joined(summary, ' · '),
        remarks: doubts,
        record: { week: date, changed: isChanged, 'new-papers': newPapers },
      };
    },
  };
}
