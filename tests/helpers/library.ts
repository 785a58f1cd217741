import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportOptions, type ImportReport, importNotes } from '../../src/core/import.ts';
import { shipVocabulary } from '../../src/core/vocabulary.ts';
import { VenueTable } from '../../src/domain/venue.ts';
import { readConcepts, readVenues } from '../../src/formats/vocabulary.ts';
import { Library } from '../../src/store/library.ts';
import { ROOT } from './io.ts';

const data = (name: string) => readFileSync(join(ROOT, 'data', name), 'utf8');

export const MIGRATIONS = join(ROOT, 'migrations');
export const CONCEPTS = [...readConcepts(data('ideas.yaml')), ...readConcepts(data('datasets.yaml'))];
export const IDEAS = CONCEPTS.filter(({ kind }) => kind === 'idea');
export const VENUES = readVenues(data('venues.yaml'));
export const VENUE_TABLE = new VenueTable(VENUES);

/** A library in memory with the shipped vocabulary. */
export function freshLibrary(): Library {
  const library = Library.openCopy(':none:', MIGRATIONS, { command: 'test', now: '2024-05-17T12:00:00.000Z' });
  shipVocabulary(library, 'test', { concepts: CONCEPTS, venues: VENUES });
  return library;
}

/** Imports notes given as a name and a text each. */
export function importTexts(
  library: Library,
  notes: Readonly<Record<string, string>>,
  options: ImportOptions = { replace: false },
): ImportReport {
  const files = Object.entries(notes).map(([name, text]) => ({
    path: name,
    name,
    file: name,
    folder: '',
    pieces: () => [new TextEncoder().encode(text)],
  }));
  return importNotes(library, files, options);
}
