import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayOf,
  findDay,
  isoWeekOf,
  mondayOf,
  mondayOfIsoWeek,
  parseDay,
  parseWeekRef,
} from '../../src/domain/calendar.ts';

const DAYS = fc
  .date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2199-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('dayOf', () => {
  it('gives a day of the calendar', () => {
    expect(dayOf(2024, 5, 17)).toBe('2024-05-17');
    expect(dayOf(2024, 2, 29)).toBe('2024-02-29');
    expect(dayOf(2000, 2, 29)).toBe('2000-02-29');
  });

  it.each([
    [2024, 2, 30],
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 4, 31],
    [2024, 0, 1],
    [2024, 13, 1],
    [2024, 1, 0],
    [2024, 1, 32],
  ])('refuses %i-%i-%i', (year, month, day) => {
    expect(dayOf(year, month, day)).toBeUndefined();
  });
});

describe('parseDay', () => {
  it.each([
    '20240517',
    '2024-05-17',
    '2024.05.17',
    '2024/05/17',
    '2024-5-17',
    '2024.5.17',
    '2024/5/17',
    '2024年5月17日',
    '2024年05月17日',
    '2024 年 5 月 17 日',
    '2024年5月17号',
    '  20240517  ',
  ])('reads "%s"', (text) => {
    expect(parseDay(text)).toBe('2024-05-17');
  });

  it.each(['20240230', '2024-02-30', '2024-05/17', '2024-05', '202405170', '12024-05-17', '20240517x', 'Kernel', ''])(
    'refuses "%s"',
    (text) => {
      expect(parseDay(text)).toBeUndefined();
    },
  );
});

describe('findDay', () => {
  it('finds a day among other words', () => {
    expect(findDay('周报 2024年5月17日（第二十周）')).toEqual({ day: '2024-05-17', typed: '2024年5月17日' });
    expect(findDay('20240517.md')).toEqual({ day: '2024-05-17', typed: '20240517' });
  });

  it('finds what has the shape of a day but is none', () => {
    expect(findDay('# 20240230')).toEqual({ day: undefined, typed: '20240230' });
  });

  it('finds nothing in a text without a day', () => {
    expect(findDay('arXiv 2303.11098 and 2024')).toBeUndefined();
  });
});

describe('ISO weeks', () => {
  it.each([
    ['2024-05-17', '2024-W20'],
    ['2020-12-31', '2020-W53'],
    ['2021-01-01', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2024-12-29', '2024-W52'],
    ['2024-12-30', '2025-W01'],
    ['2023-01-01', '2022-W52'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-01', '2026-W53'],
  ])('put %s into %s', (day, week) => {
    expect(isoWeekOf(day)).toBe(week);
  });

  it('start on a Monday', () => {
    expect(mondayOf('2024-05-17')).toBe('2024-05-13');
    expect(mondayOf('2024-05-13')).toBe('2024-05-13');
    expect(mondayOf('2024-05-19')).toBe('2024-05-13');
    expect(mondayOf('1969-12-31')).toBe('1969-12-29');
  });

  it('are found by their names', () => {
    expect(mondayOfIsoWeek('2024-W20')).toBe('2024-05-13');
    expect(mondayOfIsoWeek('2024w20')).toBe('2024-05-13');
    expect(mondayOfIsoWeek('2020-W53')).toBe('2020-12-28');
    expect(mondayOfIsoWeek('2025-W01')).toBe('2024-12-30');
  });

  it.each(['2024-W53', '2024-W00', '2024-W99', '2024-20', 'W20'])('refuse "%s"', (text) => {
    expect(mondayOfIsoWeek(text)).toBeUndefined();
  });

  it('hold each of their seven days', () => {
    fc.assert(
      fc.property(DAYS, (day) => {
        const monday = mondayOf(day);
        expect(mondayOfIsoWeek(isoWeekOf(day))).toBe(monday);
        expect(isoWeekOf(addDays(monday, 6))).toBe(isoWeekOf(day));
        expect(isoWeekOf(addDays(monday, 7))).not.toBe(isoWeekOf(day));
      }),
    );
  });
});

describe('addDays', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2024-12-31', 1)).toBe('2025-01-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });

  it('counts as the clock of the machine does', () => {
    fc.assert(
      fc.property(DAYS, fc.integer({ min: -40_000, max: 40_000 }), (day, days) => {
        const expected = new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(day, days)).toBe(expected);
        expect(addDays(addDays(day, days), -days)).toBe(day);
      }),
    );
  });
});

describe('parseWeekRef', () => {
  const today = '2024-05-17';

  it('reads a day', () => {
    expect(parseWeekRef('2024-05-17', today)).toEqual({ kind: 'day', day: '2024-05-17' });
    expect(parseWeekRef('20240517', today)).toEqual({ kind: 'day', day: '2024-05-17' });
  });

  it('reads an ISO week', () => {
    expect(parseWeekRef('2024-W20', today)).toEqual({ kind: 'week', monday: '2024-05-13' });
  });

  it.each(['this', 'THIS', '本周'])('reads "%s" as the week of today', (text) => {
    expect(parseWeekRef(text, today)).toEqual({ kind: 'week', monday: '2024-05-13' });
  });

  it.each(['last', ' Last ', '上周'])('reads "%s" as the week before', (text) => {
    expect(parseWeekRef(text, today)).toEqual({ kind: 'week', monday: '2024-05-06' });
  });

  it('goes back over the end of a year', () => {
    expect(parseWeekRef('last', '2024-01-03')).toEqual({ kind: 'week', monday: '2023-12-25' });
  });

  it.each(['', 'next', '2024-02-30', '2024-W54', '17'])('refuses "%s"', (text) => {
    expect(parseWeekRef(text, today)).toBeUndefined();
  });
});
