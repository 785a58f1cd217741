import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { type PaperPage, paperPage, type ReadingPage } from '../../core/paper-page.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import { type Message, msg, textOfMessage, verbatim } from '../../domain/message.ts';
import type { LinkRole, Paper } from '../../domain/paper.ts';
import type { Evidence } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { addExamples } from '../help.ts';
import { page } from '../pager.ts';
import { placeName } from '../places.ts';
import { printRecord, type Styles, styles } from '../print.ts';
import { padded, wrapped } from '../wrap.ts';

export function show(command: Command, app: App): void {
  const { t } = app;
  addExamples(command, app, ['kd show projector', 'kd show 12 --json']);
  command
    .argument('<paper>', t`an id, a citation key, a DOI, an arXiv id, an alias, or a fragment of one title`)
    .action(async (ref: string) => {
      const library = await app.read();
      const paper = findPaper(library, ref);
      const found = paperPage(library, paper);
      const container = library.venues.all().find(({ name }) => name === paper.venue)?.fullName;
      if (printRecord(app, recordOf(found, container))) return;
      if (app.options.ids === true) app.io.out(`${paper.id}\n`);
      else if (app.io.isTerminal.out) {
        const text = await terminalPage(app, found, await styles(app));
        await page(app, await wrapped(text, app.io.columns));
      } else app.io.out(pipePage(app, found));
    });
}

interface Field {
  /** Its name; in English it is also that in pipes. */
  readonly name: Message;
  readonly value: string;
}

const LINK_NAMES: Readonly<Record<LinkRole, Message>> = {
  paper: msg`paper`,
  code: msg`code`,
  project: msg`project`,
  dataset: msg`dataset`,
  video: msg`video`,
};

/** The fields of a paper as text, those it has. */
function fieldsOf({ t }: App, paper: Paper): Field[] {
  const date = [paper.year, paper.month, paper.day]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  const venue =
    paper.venue ?? (paper.containerTitle === undefined ? undefined : t`${paper.containerTitle} (not a known venue)`);
  const pages = [paper.volume && t`vol. ${paper.volume}`, paper.issue && t`no. ${paper.issue}`, paper.page].filter(
    Boolean,
  );
  const fields: [Message, string | undefined][] = [
    [msg`id`, String(paper.id)],
    [msg`citation-key`, paper.citationKey],
    [msg`venue`, venue],
    [msg`date`, date],
    [msg`track`, paper.track],
    [msg`authors`, paper.authors.join(', ')],
    [verbatim('DOI'), paper.doi],
    [verbatim('arXiv'), paper.arxiv],
    [verbatim('URL'), paper.url],
    [msg`pages`, pages.join(', ')],
    [msg`status`, paper.status],
    [msg`rating`, paper.rating === undefined ? undefined : String(paper.rating)],
    ...paper.links.map(({ role, url, text }): [Message, string] => {
      const remark = url !== undefined && text !== undefined && !/^\w+ in github$/i.test(text) ? ` (${text})` : '';
      return [LINK_NAMES[role], `${url ?? text ?? ''}${remark}`];
    }),
  ];
  return fields.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
}

async function terminalPage(
  app: App,
  { paper, tags, readings, notes, aliases, mentions, mentionedBy }: PaperPage,
  style: Styles,
): Promise<string> {
  const lines = [style.bold(oneLine(paper.title))];
  const datasets = notes.flatMap((note) => note.datasets);
  const phrases = mentions.map(({ phrase, paperId }) => (paperId === null ? phrase : `${phrase} (${paperId})`));
  const mentioning = new Set(mentionedBy.map(({ from, citationKey }) => `${citationKey} (${from})`));
  const fields: Field[] = [
    ...fieldsOf(app, paper),
    { name: msg`datasets`, value: datasets.join(', ') },
    { name: msg`aliases`, value: aliases.join(', ') },
    { name: msg`mentions`, value: phrases.join(', ') },
    { name: msg`mentioned by`, value: [...mentioning].join(', ') },
  ];
  for (const { name, value } of fields) {
    if (value !== '') lines.push(`  ${style.dim(await padded(app.say(name), 12))}  ${oneLine(value)}`);
  }
  if (tags.length > 0) lines.push('', style.bold(app.t`Tags`));
  const width = Math.max(0, ...tags.map(({ tag }) => tag.name.length));
  for (const { tag, chosen, evidence } of tags) {
    const reasons = reasonsOf(app, chosen, evidence);
    lines.push(`  ${tag.name.padEnd(width)}  ${style.dim(reasons.slice(0, 3).join(', '))}`);
  }
  for (const reading of readings) lines.push('', ...readingLines(app, reading, style));
  for (const { file, date, outline } of notes) {
    lines.push('', `${style.bold(app.t`Note`)} ${file}${date === null ? '' : ` · ${date}`}`);
    for (const { level, text, line } of outline)
      lines.push(`  ${'  '.repeat(level - 1)}${oneLine(text)}  ${style.dim(String(line))}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Why a paper carries a tag, a short phrase for each reason. */
function reasonsOf({ t }: App, chosen: boolean, evidence: readonly Evidence[]): string[] {
  const found = evidence.map(({ phrase, place, source }) => {
    if (place === 'origin') return t`the paper that made it known`;
    const words = oneLine(phrase);
    return source === null ? t`“${words}” (${placeName(place)})` : t`“${words}” (${placeName(place)} ${source})`;
  });
  return chosen ? [t`added by you`, ...found] : found;
}

function readingLines({ t }: App, reading: ReadingPage, style: Styles): string[] {
  const theme = reading.theme === null ? '' : ` · ${oneLine(reading.theme)}`;
  const lines = [style.bold(`${reading.week} (${isoWeekOf(reading.week)})`) + theme];
  if (reading.refersTo !== null)
    lines.push(`  ${style.dim(t`read again; the text is in the week of ${reading.refersTo}`)}`);
  if (reading.shared) lines.push(`  ${style.dim(t`the text is shared with the paper next to it`)}`);
  for (const line of reading.text === '' ? [] : reading.text.split(/\r\n|\r|\n/))
    lines.push(`  ${oneLine(line)}`.trimEnd());
  return lines;
}

/** Lines of a name and a value, tab-separated; a text has a line for each of its own. */
function pipePage(app: App, { paper, tags, readings, notes, aliases, mentions, mentionedBy }: PaperPage): string {
  const rows: string[][] = [
    ['title', paper.title],
    ...fieldsOf(app, paper).map(({ name, value }) => [textOfMessage(name), value]),
  ];
  for (const { tag, chosen, evidence } of tags) {
    rows.push(['tag', tag.name, ...reasonsOf(app, chosen, evidence)]);
  }
  for (const name of notes.flatMap(({ datasets }) => datasets)) rows.push(['dataset', name]);
  for (const name of aliases) rows.push(['alias', name]);
  for (const { phrase, paperId, place } of mentions)
    rows.push(['mention', phrase, paperId === null ? '' : String(paperId), place]);
  for (const { from, citationKey, phrase, place } of mentionedBy)
    rows.push(['mentioned-by', String(from), citationKey, phrase, place]);
  for (const { file, date, outline } of notes) {
    rows.push(['note', file, date ?? '']);
    for (const { level, text, line } of outline) rows.push(['outline', String(line), String(level), text]);
  }
  for (const { week, theme, heading, refersTo, text } of readings) {
    rows.push(['week', week, theme ?? '', heading, refersTo ?? '']);
    for (const line of text === '' ? [] : text.split(/\r\n|\r|\n/)) rows.push(['text', week, line]);
  }
  return rows.map((row) => `${row.map(oneLine).join('\t')}\n`).join('');
}

/** The page with the field names of CSL where CSL has one. */
function recordOf(page: PaperPage, containerTitle: string | undefined): Record<string, unknown> {
  const { paper, tags, readings, notes, aliases, mentions, mentionedBy } = page;
  const dateParts = [paper.year, paper.month, paper.day].filter((part) => part !== undefined);
  return {
    id: paper.id,
    'citation-key': paper.citationKey,
    title: paper.title,
    author: paper.authors.map((name) => ({ literal: name })),
    venue: paper.venue ?? null,
    'container-title': containerTitle ?? paper.containerTitle ?? null,
    year: paper.year ?? null,
    issued: dateParts.length === 0 ? null : { 'date-parts': [dateParts] },
    track: paper.track ?? null,
    DOI: paper.doi ?? null,
    arxiv: paper.arxiv ?? null,
    URL: paper.url ?? null,
    volume: paper.volume ?? null,
    issue: paper.issue ?? null,
    page: paper.page ?? null,
    abstract: paper.abstract ?? null,
    status: paper.status,
    rating: paper.rating ?? null,
    links: paper.links,
    datasets: notes.flatMap(({ datasets }) => datasets),
    aliases,
    mentions: mentions.map(({ paperId, phrase, place, candidates }) => ({ paper: paperId, phrase, place, candidates })),
    'mentioned-by': mentionedBy.map(({ from, citationKey, phrase, place }) => {
      return { paper: from, 'citation-key': citationKey, phrase, place };
    }),
    notes,
    tags: tags.map(({ tag, chosen, evidence }) => ({
      name: tag.name,
      kind: tag.kind,
      'added-by-you': chosen,
      evidence: evidence.map(({ phrase, sentence, place, source }) => ({ phrase, sentence, place, source })),
    })),
    readings: readings.map(({ refersTo, keyIdeas, position, ...reading }) => ({
      ...reading,
      'refers-to': refersTo,
      'key-ideas': keyIdeas,
    })),
  };
}
