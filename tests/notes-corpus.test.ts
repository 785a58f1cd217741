import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalDump } from '../src/core/dump.ts';
import { ideaPage } from '../src/core/idea.ts';
import { importNotes } from '../src/core/import.ts';
import { textOf, type Week } from '../src/domain/week.ts';
import { readPaperNote } from '../src/formats/paper-note.ts';
import type { Library } from '../src/store/library.ts';
import { NO_CORPUS, paperNotes, type RealFile, readTable, SHARED, weeklyNotes } from './helpers/corpus.ts';
import { Desk } from './helpers/io.ts';
import { freshLibrary, VENUE_TABLE } from './helpers/library.ts';

function imported(files: readonly RealFile[]): Library {
  const library = freshLibrary();
  const { failures } = importNotes(library, files, { replace: false });
  expect(failures).toEqual([]);
  return library;
}

/** The states that the labels have for a code cell. */
function codeState(text: string | undefined, url: string | undefined): string {
  const words = text ?? '';
  if (/fake|empty/i.test(words)) return 'fake';
  if (/暂未|not yet|soon/i.test(words)) return 'pending';
  if (url !== undefined) return url;
  if (/appendix/i.test(words)) return 'appendix';
  if (/not found/i.test(words)) return 'not-found';
  return /no code/i.test(words) ? 'none' : 'stated';
}

describe.skipIf(NO_CORPUS)("the user's notes on papers (skipped without ../shared)", () => {
  it('are kept byte for byte', () => {
    const library = imported(paperNotes());
    expect(paperNotes()).toHaveLength(66);
    for (const { file, bytes } of paperNotes()) {
      const note = library.notes.ofFile(file);
      expect(Buffer.from(note?.source ?? '').equals(bytes), file).toBe(true);
    }
  });

  it('come back byte for byte from the command line', async () => {
    const desk = new Desk();
    try {
      const notes = paperNotes();
      expect((await desk.kd(['import', join(SHARED, 'corpus', 'notes')])).code).toBe(0);
      for (const { name, bytes } of notes) {
        const { out, err, code } = await desk.kd(['note', name, '--raw']);
        expect([Buffer.from(out).equals(bytes), err, code], name).toEqual([true, '', 0]);
      }
    } finally {
      desk.dispose();
    }
  });

  it('are read as the labels say, field by field', () => {
    const labels = readTable(join('labels', 'notes.tsv'));
    const datasets = freshLibrary().tags.datasets();
    const wrong: string[] = [];
    let fields = 0;
    let alternatives = 0;
    for (const { name, bytes } of paperNotes()) {
      const label = labels.find(({ file }) => file === name) ?? {};
      const {
        title,
        label: venue,
        date,
        facts,
      } = readPaperNote(bytes.toString(), { venues: VENUE_TABLE, datasets, fileName: name });
      const code = facts.links.find(({ role }) => role === 'code');
      const read: Record<string, string> = {
        is_paper: title === undefined ? 'no' : 'yes',
        title: title ?? '',
        venue: venue?.venue?.name ?? venue?.containerTitle ?? '',
        year: String(venue?.year ?? ''),
        date: date ?? '',
        paper_url: facts.url ?? '',
        code: code === undefined ? '' : codeState(code.text, code.url),
        datasets: facts.datasets.join(' | '),
        authors: facts.authors.join(' ; '),
      };
      for (const [field, value] of Object.entries(read)) {
        if (label['is_paper'] === 'no' && field !== 'is_paper') continue;
        fields += 1;
        if (value === label[field]) continue;
        // The labels' last columns name what is right as well, such as the venue of the file's name.
        const remarks = `${label['notes']} ${label['why']}`;
        const accepted =
          ['venue', 'year', 'datasets'].includes(field) &&
          /accept|fallback/.test(remarks) &&
          value !== '' &&
          value.split(' | ').every((part) => remarks.includes(part));
        if (accepted) alternatives += 1;
        else wrong.push(`${name} ${field}: ${value}`);
      }
    }
    process.stdout.write(
      `notes: ${fields} fields, ${alternatives} by an accepted alternative, ${wrong.length} wrong: ${wrong.join(', ') || 'none'}\n`,
    );
    expect(1 - wrong.length / fields).toBeGreaterThanOrEqual(0.98);
  });

  it('meet the weekly notes in either order, and the weekly notes still come back', () => {
    const weeksFirst = imported([...weeklyNotes(), ...paperNotes()]);
    const notesFirst = imported([...paperNotes(), ...weeklyNotes()]);
    const lines = (library: Library) => [...canonicalDump(library)].map((record) => JSON.stringify(record));
    expect(lines(notesFirst)).toEqual(lines(weeksFirst));
    const reversed = imported([...weeklyNotes().reverse(), ...paperNotes().reverse()]);
    expect(lines(reversed)).toEqual(lines(weeksFirst));
    for (const { name, bytes } of weeklyNotes().filter(({ name: file }) => file !== '20240314.md')) {
      const date = `${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}`;
      const week = notesFirst.weeks.load(date) as Week;
      expect(Buffer.from(textOf(week.blocks)).equals(bytes), name).toBe(true);
    }
  });

  it('list on an idea every paper that says it, and apart those whose notes only mention it', () => {
    const library = imported([...paperNotes(), ...weeklyNotes()]);
    const says = /白化|whiten/i;
    const saying: string[] = [];
    const mentioning: string[] = [];
    for (const { id, title, citationKey } of library.papers.all()) {
      const readings = library.weeks
        .readingsOf(id)
        .map(({ textSource, textSpans }) => ({ source: textSource, spans: textSpans }));
      const texts = [...readings, ...library.notes.ofPaper(id)].flatMap(
        ({ source, spans: { summary, keyIdeas, bold } }) =>
          [...(summary === undefined ? [] : [summary]), ...keyIdeas, ...bold].map((span) => source.slice(...span)),
      );
      const bodies = library.notes.ofPaper(id).map(({ source, spans }) => source.slice(spans.body));
      if ([title, ...texts].some((text) => says.test(text))) saying.push(citationKey);
      else if (bodies.some((text) => says.test(text))) mentioning.push(citationKey);
    }
    const page = ideaPage(library, 'whitening');
    expect(page.papers.map(({ citationKey }) => citationKey).sort()).toEqual(saying.sort());
    expect(page.mentionedBy.map(({ citationKey }) => citationKey).sort()).toEqual(mentioning.sort());
    expect(saying.length).toBeGreaterThanOrEqual(2);
    for (const { sentence, place } of page.papers) expect(place === 'origin' || says.test(sentence ?? '')).toBe(true);
  });
});
