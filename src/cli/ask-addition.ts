import { datesOf } from '../core/find-week.ts';
import { describeKnown, meetTitle, type TitleMeeting } from '../core/meet-title.ts';
import type { WeekRef } from '../domain/calendar.ts';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { nearNames, oneLine } from '../domain/text.ts';
import { KdError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { App } from './app.ts';
import type { Asker } from './ask.ts';

/** The names of the fields are those of the flags of `kd add`. */
type Fields = Readonly<Record<string, unknown>>;

/**
 * Asks for a paper: its title line, which is shown as it was read; its theme, from those of the week; tags; key ideas; a
 * summary. What was given by flags is not asked for. Undefined where no title was typed.
 */
export async function askAddition(
  app: App,
  asker: Asker,
  library: Library,
  given: Fields,
  week: WeekRef,
): Promise<Fields | undefined> {
  const titled = given['title'] === undefined ? await askTitle(asker, library) : {};
  if (titled === undefined) return undefined;
  const fields: Record<string, unknown> = { ...given, ...titled };
  const isQueued = fields['status'] === 'to-read' || fields['status'] === 'dropped';
  const ask = async (name: string, question: () => Promise<unknown>): Promise<void> => {
    if (fields[name] === undefined) fields[name] = await question();
  };
  if (!isQueued) await ask('theme', () => askTheme(asker, library, week));
  await ask('tag', () => askTags(asker, library));
  if (!isQueued) {
    await ask('key-idea', () => askLines(asker, msg`Key idea (empty: no more)`));
    await ask('summary', () => askSummary(app, asker));
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

async function askTitle(asker: Asker, library: Library): Promise<Fields | undefined> {
  for (;;) {
    const line = await asker.text(msg`Title line (empty: add nothing)`, 'Title 2024AAAI');
    if (line === '') return undefined;
    const meeting = meetTitle(library, line);
    tellReading(asker, meeting);
    if (meeting.known === undefined && meeting.near === undefined) return { title: line };
    if (meeting.known !== undefined) {
      asker.tell(describeKnown(library, meeting.known));
      const answer = await asker.choose(msg`What now?`, [
        ['again', msg`read again: add it to this week, with a reference back`],
        ['retype', msg`type another title line`],
      ]);
      if (answer === 'again') return { title: line, again: true };
      continue;
    }
    const { near } = meeting;
    asker.tell(msg`the title differs in one letter from ${near?.citationKey ?? ''}: ${near?.title ?? ''}`);
    const answer = await asker.choose(msg`Is it that paper?`, [
      ['again', msg`yes: add it to this week, with a reference back`],
      ['another', msg`no, it is another paper`],
      ['retype', msg`type another title line`],
    ]);
    if (answer !== 'retype') return { title: line, [answer]: true };
  }
}

/** What a title line was read as, and what is doubtful in that: `→ A Title · 2024 · AAAI`. */
function tellReading(asker: Asker, { parsed }: TitleMeeting): void {
  const { title, venue, containerTitle, year, doubts } = parsed;
  const facts = [oneLine(title), year, venue?.name ?? containerTitle].filter((fact) => fact !== undefined);
  asker.tell(verbatim(`→ ${facts.join(' · ')}`));
  for (const doubt of doubts)
    asker.tell(doubt.other === undefined ? doubt.message : msg`${doubt.message} (other reading: ${doubt.other})`);
}

async function askTheme(asker: Asker, library: Library, week: WeekRef): Promise<string | undefined> {
  const blocks = library.weeks.load(datesOf(library, week).at(-1) ?? '')?.blocks ?? [];
  const themes = [...new Set(blocks.filter(({ kind }) => kind === 'theme').map(({ text }) => text))];
  if (themes.length > 0) {
    const answer = await asker.choose(msg`Theme`, [
      ['none', msg`none`],
      ...themes.map((text, index) => [String(index), verbatim(oneLine(text))] as const),
      ['new', msg`a new one`],
    ]);
    if (answer === 'none') return undefined;
    if (answer !== 'new') return themes[Number(answer)];
  }
  return (await asker.text(msg`Theme (empty: none)`)) || undefined;
}

async function askTags(asker: Asker, library: Library): Promise<string[] | undefined> {
  const tags = await askLines(asker, msg`Idea or other tag (empty: no more)`, (word) => {
    const [known] = library.tags.named(word);
    if (known !== undefined) {
      asker.tell(known.name === word ? msg`→ ${known.name}` : msg`→ ${word} is an alias of ${known.name}`);
      return;
    }
    const near = nearNames(word, library.tags.names());
    asker.tell(
      near.length === 0
        ? msg`→ the tag "${word}" is new`
        : msg`→ the tag "${word}" is new (did you mean: ${near.join(', ')}?)`,
    );
  });
  return tags;
}

async function askLines(asker: Asker, question: Message, then?: (line: string) => void): Promise<string[] | undefined> {
  const lines: string[] = [];
  for (;;) {
    const line = await asker.text(question);
    if (line === '') return lines.length === 0 ? undefined : lines;
    lines.push(line);
    then?.(line);
  }
}

async function askSummary(app: App, asker: Asker): Promise<string | undefined> {
  for (;;) {
    const line = await asker.text(msg`Summary (e: in your editor; empty: none)`);
    if (line !== 'e') return line || undefined;
    const { edit } = await import('./editor.ts');
    try {
      const edited = await edit(app, '', 'summary.md');
      edited.discard();
      return edited.text.trim() || undefined;
    } catch (error) {
      // The other answers are not lost for it.
      if (!(error instanceof KdError)) throw error;
      asker.tell(error.hint === undefined ? error.what : msg`${error.what} (${error.hint})`);
    }
  }
}
