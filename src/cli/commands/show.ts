import type { Command } from 'commander';
import { findPaper } from '../../core/find-paper.ts';
import { type PaperPage, paperPage, type ReadingPage } from '../../core/paper-page.ts';
import { isoWeekOf } from '../../domain/calendar.ts';
import type { Paper } from '../../domain/paper.ts';
import type { Evidence } from '../../domain/tag.ts';
import { oneLine } from '../../domain/text.ts';
import type { App } from '../app.ts';
import { page } from '../pager.ts';
import { printRecord, type Styles, styles } from '../print.ts';
import { wrapped } from '../wrap.ts';

export function show(command: Command, app: App): void {
  command
    .argument('<paper>', 'an id, a citation key, a DOI, an arXiv id, an alias, or a fragment of one title')
    .addHelpText('after', '\nExamples:\n  $ kd show projector\n  $ kd show 12 --json\n')
    .action(async (ref: string) => {
      const library = await app.read();
      const paper = findPaper(library, ref);
      const found = paperPage(library, paper);
      const container = library.venues.all().find(({ name }) => name === paper.venue)?.fullName;
      if (printRecord(app, recordOf(found, container))) return;
      if (app.options.ids === true) app.io.out(`${paper.id}\n`);
      else if (app.io.isTerminal.out) {
        const text = terminalPage(found, await styles(app));
        await page(app.io, await wrapped(text, app.io.columns));
      } else app.io.out(pipePage(found));
    });
}

/** The fields of a paper as text, those it has. */
function fieldsOf(paper: Paper): [name: string, value: string][] {
  const date = [paper.year, paper.month, paper.day]
    .filter((part) => part !== undefined)
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  const fields: [string, string | undefined][] = [
    ['id', String(paper.id)],
    ['citation-key', paper.citationKey],
    [
      'venue',
      paper.venue ?? (paper.containerTitle === undefined ? undefined : `${paper.containerTitle} (not a known venue)`),
    ],
    ['date', date === '' ? undefined : date],
    ['track', paper.track],
    ['authors', paper.authors.length === 0 ? undefined : paper.authors.join(', ')],
    ['DOI', paper.doi],
    ['arXiv', paper.arxiv],
    ['URL', paper.url],
    [
      'pages',
      [paper.volume && `vol. ${paper.volume}`, paper.issue && `no. ${paper.issue}`, paper.page]
        .filter(Boolean)
        .join(', '),
    ],
    ['status', paper.status],
    ['rating', paper.rating === undefined ? undefined : String(paper.rating)],
    ...paper.links.map(({ role, url, text }): [string, string] => {
      const remark = url !== undefined && text !== undefined && !/^\w+ in github$/i.test(text) ? ` (${text})` : '';
      return [role, `${url ?? text ?? ''}${remark}`];
    }),
  ];
  return fields.filter((field): field is [string, string] => field[1] !== undefined && field[1] !== '');
}

function terminalPage(
  { paper, tags, readings, notes, aliases, mentions, mentionedBy }: PaperPage,
  style: Styles,
): string {
  const lines = [style.bold(oneLine(paper.title))];
  for (const [name, value] of fieldsOf(paper)) lines.push(`  ${style.dim(name.padEnd(12))}  ${oneLine(value)}`);
  const more = (name: string, values: readonly string[]) => {
    if (values.length > 0) lines.push(`  ${style.dim(name.padEnd(12))}  ${oneLine(values.join(', '))}`);
  };
  more(
    'datasets',
    notes.flatMap(({ datasets }) => datasets),
  );
  more('aliases', aliases);
  more(
    'mentions',
    mentions.map(({ phrase, paperId }) => (paperId === null ? phrase : `${phrase} (${paperId})`)),
  );
  more('mentioned by', [...new Set(mentionedBy.map(({ from, citationKey }) => `${citationKey} (${from})`))]);
  if (tags.length > 0) lines.push('', style.bold('Tags'));
  const width = Math.max(0, ...tags.map(({ tag }) => tag.name.length));
  for (const { tag, chosen, evidence } of tags) {
    const reasons = reasonsOf(chosen, evidence);
    lines.push(`  ${tag.name.padEnd(width)}  ${style.dim(reasons.slice(0, 3).join(', '))}`);
  }
  for (const reading of readings) lines.push('', ...readingLines(reading, style));
  for (const { file, date, outline } of notes) {
    lines.push('', `${style.bold('Note')} ${file}${date === null ? '' : ` · ${date}`}`);
    for (const { level, text, line } of outline)
      lines.push(`  ${'  '.repeat(level - 1)}${oneLine(text)}  ${style.dim(String(line))}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Why a paper carries a tag, a short phrase for each reason. */
function reasonsOf(chosen: boolean, evidence: readonly Evidence[]): string[] {
  const found = evidence.map(({ phrase, place, source }) => {
    if (place === 'origin') return 'the paper that made it known';
    return `“${oneLine(phrase)}” (${place}${source === null ? '' : ` ${source}`})`;
  });
  return chosen ? ['added by you', ...found] : found;
}

function readingLines(reading: ReadingPage, style: Styles): string[] {
  const theme = reading.theme === null ? '' : ` · ${oneLine(reading.theme)}`;
  const lines = [style.bold(`${reading.week} (${isoWeekOf(reading.week)})`) + theme];
  if (reading.refersTo !== null)
    lines.push(`  ${style.dim(`read again; the text is in the week of ${reading.refersTo}`)}`);
  if (reading.shared) lines.push(`  ${style.dim('the text is shared with the paper next to it')}`);
  for (const line of reading.text === '' ? [] : reading.text.split(/\r\n|\r|\n/))
    lines.push(`  ${oneLine(line)}`.trimEnd());
  return lines;
}

/** Lines of a name and a value, tab-separated; a text has a line for each of its own. */
function pipePage({ paper, tags, readings, notes, aliases, mentions, mentionedBy }: PaperPage): string {
  const rows: string[][] = [['title', paper.title], ...fieldsOf(paper)];
  for (const { tag, chosen, evidence } of tags) {
    rows.push(['tag', tag.name, ...reasonsOf(chosen, evidence)]);
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
    readings: readings.map(({ refersTo, keyIdeas, ...reading }) => ({
      ...reading,
      'refers-to': refersTo,
      'key-ideas': keyIdeas,
    })),
  };
}
