import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { textOfMessage } from '../../../src/domain/message.ts';
import { looksLikeList } from '../../../src/formats/list/read.ts';
import { NO_CORPUS, paperNotes, SHARED, weeklyNotes } from '../../helpers/corpus.ts';
import { papersOf, problemsOf } from './helpers.ts';

const textOf = (...path: string[]) => readFileSync(join(SHARED, 'corpus', ...path), 'utf8');

describe.skipIf(NO_CORPUS)('real lists (skipped without ../shared)', () => {
  it('are read, each with about as many papers as it has entries, or refused with a reason', () => {
    const counts = Object.fromEntries(
      readdirSync(join(SHARED, 'corpus', 'lists')).map((name) => [name, papersOf(textOf('lists', name)).length]),
    );
    expect(counts['FLHonker-Awesome-KD.md']).toBeGreaterThanOrEqual(695);
    expect(counts['Tebmer-kd-of-llms.md']).toBeGreaterThanOrEqual(340);
    expect(counts['dkozlov-awesome-kd.md']).toBeGreaterThanOrEqual(200);
    expect(counts['zju-pi-kd-paper.md']).toBe(52);
    expect(counts['LutingWang-kd-detection.md']).toBe(32);
    expect(counts['unique-chan-root.md']).toBe(0);
    const refused = problemsOf(textOf('lists', 'unique-chan-root.md'));
    expect(refused.map(({ severity, message }) => `${severity}: ${textOfMessage(message)}`)).toEqual([
      'error: no paper in it',
    ]);
  });

  it('are told from notes on a paper and from weekly notes', () => {
    const lists = readdirSync(join(SHARED, 'corpus', 'lists')).filter((name) => looksLikeList(textOf('lists', name)));
    expect(lists).toEqual([
      'FLHonker-Awesome-KD.md',
      'LutingWang-kd-detection.md',
      'Tebmer-kd-of-llms.md',
      'dkozlov-awesome-kd.md',
      'zju-pi-kd-paper.md',
    ]);
    const notes = [...paperNotes(), ...weeklyNotes()];
    expect(notes.length).toBeGreaterThan(70);
    expect(notes.filter(({ bytes }) => looksLikeList(bytes.toString('utf8'))).map(({ name }) => name)).toEqual([]);
  });
});
