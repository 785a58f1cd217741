import { parse } from 'yaml';
import * as z from 'zod/mini';
import { type Concept, TAG_KINDS } from '../domain/tag.ts';
import type { Venue } from '../domain/venue.ts';

const altLabel = z.union([z.string(), z.object({ label: z.string(), near: z.array(z.string()) })]);

const concepts = z.array(
  z.strictObject({
    id: z.string(),
    kind: z.optional(z.enum(TAG_KINDS)),
    prefLabel: z.object({ en: z.optional(z.string()), zh: z.optional(z.string()) }),
    altLabel: z.optional(z.array(altLabel)),
    broader: z.optional(z.array(z.string())),
    match: z.optional(z.boolean()),
    definition: z.optional(z.object({ en: z.optional(z.string()), zh: z.optional(z.string()) })),
    formula: z.optional(z.string()),
    origin: z.optional(z.object({ title: z.string(), venue: z.string(), year: z.number() })),
  }),
);

const venues = z.array(
  z.strictObject({
    name: z.string(),
    fullName: z.optional(z.string()),
    type: z.enum(['conference', 'journal', 'preprint', 'series']),
    aliases: z.optional(z.array(z.string())),
    held: z.optional(z.enum(['annual', 'odd', 'even'])),
    since: z.optional(z.number()),
  }),
);

/** Reads `data/ideas.yaml` and `data/datasets.yaml`. Only the names of ideas are looked for in texts. */
export function readConcepts(yaml: string): Concept[] {
  return concepts.parse(parse(yaml)).map((concept) => ({
    id: concept.id,
    kind: concept.kind ?? 'idea',
    prefLabel: concept.prefLabel,
    altLabel: (concept.altLabel ?? []).map((label) => (typeof label === 'string' ? { label, near: [] } : label)),
    broader: concept.broader ?? [],
    match: concept.match ?? (concept.kind ?? 'idea') === 'idea',
    definition: concept.definition,
    formula: concept.formula,
    origin: concept.origin,
  }));
}

/** Reads `data/venues.yaml`. */
export function readVenues(yaml: string): Venue[] {
  return venues.parse(parse(yaml)).map((venue) => ({ ...venue, aliases: venue.aliases ?? [] }));
}
