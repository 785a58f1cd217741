import { describe, expect, it } from 'vitest';
import { nameKey } from '../../src/domain/text.ts';
import { readConcepts, readVenues } from '../../src/formats/vocabulary.ts';
import { IDEAS, VENUES } from '../helpers/library.ts';

function repeated(values: readonly string[]): string[] {
  return values.filter((value, index) => values.indexOf(value) !== index);
}

describe('readConcepts', () => {
  it('fills in what an entry leaves out', () => {
    const yaml = '- id: a\n  prefLabel: { en: A, zh: 甲 }\n  altLabel: [B, { label: C, near: [D] }]\n';
    expect(readConcepts(yaml)).toEqual([
      {
        id: 'a',
        kind: 'idea',
        prefLabel: { en: 'A', zh: '甲' },
        altLabel: [
          { label: 'B', near: [] },
          { label: 'C', near: ['D'] },
        ],
        broader: [],
        match: true,
      },
    ]);
  });

  it.each(['- id: a', '- id: a\n  prefLabel: {}\n  colour: red', 'a: b', '- prefLabel: { en: A }'])(
    'refuses %j',
    (yaml) => {
      expect(() => readConcepts(yaml)).toThrow();
    },
  );
});

describe('readVenues', () => {
  it('fills in what an entry leaves out', () => {
    expect(readVenues('- name: A\n  type: journal\n')).toEqual([{ name: 'A', type: 'journal', aliases: [] }]);
  });

  it.each(['- name: A', '- name: A\n  type: club', '- name: A\n  type: journal\n  held: monthly'])(
    'refuses %j',
    (yaml) => {
      expect(() => readVenues(yaml)).toThrow();
    },
  );
});

describe('data/ideas.yaml', () => {
  const ids = IDEAS.map(({ id }) => id);
  const byId = new Map(IDEAS.map((idea) => [idea.id, idea]));

  it('has ideas, each with an id of its own', () => {
    expect(ids.length).toBeGreaterThan(100);
    expect(repeated(ids)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('names each idea in English and in Chinese', () => {
    expect(IDEAS.filter(({ prefLabel }) => !prefLabel.en || !prefLabel.zh).map(({ id }) => id)).toEqual([]);
  });

  it('has every broader idea', () => {
    expect(IDEAS.flatMap(({ broader }) => broader).filter((id) => !byId.has(id))).toEqual([]);
  });

  it('has no idea that is broader than itself, however far up', () => {
    const above = (id: string, seen: ReadonlySet<string>): boolean =>
      seen.has(id) || (byId.get(id)?.broader ?? []).some((parent) => above(parent, new Set([...seen, id])));
    expect(ids.filter((id) => above(id, new Set()))).toEqual([]);
  });

  it('has no empty label, alias, near word or definition', () => {
    const empty = IDEAS.filter(({ prefLabel, altLabel, definition, formula }) =>
      [
        ...Object.values(prefLabel),
        ...altLabel.flatMap(({ label, near }) => [label, ...near]),
        ...Object.values(definition ?? {}),
        ...(formula === undefined ? [] : [formula]),
      ].some((text) => text?.trim() === ''),
    );
    expect(empty.map(({ id }) => id)).toEqual([]);
  });

  it('gives no alias twice in one idea', () => {
    const doubled = IDEAS.flatMap(({ id, altLabel }) =>
      repeated(altLabel.map(({ label }) => label)).map((label) => [id, label]),
    );
    expect(doubled).toEqual([]);
  });
});

describe('data/venues.yaml', () => {
  it('has venues, each with a name of its own', () => {
    expect(VENUES.length).toBeGreaterThan(30);
    expect(repeated(VENUES.map(({ name }) => nameKey(name)))).toEqual([]);
  });

  it('has no two venues with a name, full name or alias in common', () => {
    const owners = new Map<string, Set<string>>();
    for (const { name, fullName, aliases } of VENUES) {
      for (const spelling of [name, ...(fullName === undefined ? [] : [fullName]), ...aliases]) {
        owners.set(nameKey(spelling), (owners.get(nameKey(spelling)) ?? new Set()).add(name));
      }
    }
    expect([...owners].filter(([key, names]) => key === '' || names.size > 1)).toEqual([]);
  });

  it('knows a cadence for conferences only', () => {
    expect(VENUES.filter(({ held, type }) => held !== undefined && type !== 'conference')).toEqual([]);
    expect(VENUES.filter(({ held, since }) => since !== undefined && held === undefined)).toEqual([]);
  });
});
