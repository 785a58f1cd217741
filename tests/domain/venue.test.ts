import { describe, expect, it } from 'vitest';
import { isImpossibleYear, type Venue, VenueTable } from '../../src/domain/venue.ts';

const NIPS: Venue = { name: 'NeurIPS', fullName: 'Neural Conference', type: 'conference', aliases: ['NIPS', 'AB'] };
const ICCV: Venue = { name: 'ICCV', type: 'conference', held: 'odd', since: 1999, aliases: ['IEEE ICCV'] };
const ECCV: Venue = { name: 'ECCV', type: 'conference', held: 'even', since: 1990, aliases: [] };
const AB: Venue = { name: 'AB', type: 'journal', aliases: [] };
const TABLE = new VenueTable([NIPS, ICCV, ECCV, AB]);

describe('VenueTable', () => {
  it('finds a venue by its name, full name and aliases', () => {
    for (const text of ['NeurIPS', 'Neural Conference', 'NIPS', ' NIPS ']) {
      expect(TABLE.find(text)).toEqual({ venue: NIPS, exact: true });
    }
  });

  it('finds it in another case or punctuation, and says so', () => {
    expect(TABLE.find('neurips')).toEqual({ venue: NIPS, exact: false });
    expect(TABLE.find('IEEE-ICCV')).toEqual({ venue: ICCV, exact: false });
    expect(TABLE.find('ＩＣＣＶ')).toEqual({ venue: ICCV, exact: false });
  });

  it.each(['NIPSw', 'NIPS Workshop', 'NIPS workshops', 'NIPS-W'])('peels off the workshop of "%s"', (text) => {
    expect(TABLE.find(text)).toEqual({ venue: NIPS, exact: true, track: 'workshop' });
  });

  it.each(['Findings of ICCV', 'findings of the ICCV'])('peels off the Findings of "%s"', (text) => {
    expect(TABLE.find(text)).toEqual({ venue: ICCV, exact: true, track: 'Findings' });
  });

  it.each(['', 'ICC', 'ICCVX', 'the ICCV', '？'])('finds none in "%s"', (text) => {
    expect(TABLE.find(text)).toBeUndefined();
  });

  it('prefers a name to an alias of another venue', () => {
    expect(TABLE.find('AB')?.venue).toBe(AB);
  });

  it('lists each venue once', () => {
    expect(TABLE.names().sort()).toEqual(['AB', 'ECCV', 'ICCV', 'NeurIPS']);
  });
});

describe('isImpossibleYear', () => {
  it('knows the cadence of a venue', () => {
    expect(isImpossibleYear(ECCV, 2023)).toBe(true);
    expect(isImpossibleYear(ECCV, 2024)).toBe(false);
    expect(isImpossibleYear(ICCV, 2022)).toBe(true);
    expect(isImpossibleYear(ICCV, 2023)).toBe(false);
  });

  it('says nothing of years before the cadence is right, or where there is none', () => {
    expect(isImpossibleYear(ICCV, 1998)).toBe(false);
    expect(isImpossibleYear(ECCV, 1989)).toBe(false);
    expect(isImpossibleYear(NIPS, 1950)).toBe(false);
    expect(isImpossibleYear({ ...NIPS, held: 'annual' }, 2023)).toBe(false);
  });
});
