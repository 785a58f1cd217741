import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfDraft } from '../../src/domain/csl-facts.ts';
import type { PaperDraft } from '../../src/domain/draft.ts';
import * as cslJson from '../../src/formats/csl-json.ts';
import * as csv from '../../src/formats/csv.ts';
import type { ExportPaper } from '../../src/formats/foreign.ts';
import * as jsonl from '../../src/formats/papers-jsonl.ts';
import * as yaml from '../../src/formats/papers-yaml.ts';
import * as tsv from '../../src/formats/tsv.ts';
import { anyPaper, anyText, draftsOf, exported, paperOf, VENUES, writeAll } from '../helpers/papers.ts';

/** All that a format of kd's own keeps of a paper. */
function keptOf({ paper, key, item, tags }: ExportPaper, hasType: boolean): Record<string, unknown> {
  const { id: _, citationKey, status, setByUser, addedAt, ...facts } = paper;
  const names = tags.map(({ name }) => name);
  return comparable({ ...facts, type: hasType ? paper.type : item.type }, { key, status, addedAt, tags: names });
}

function keptOfDraft(draft: PaperDraft): Record<string, unknown> {
  const { citationKey: key, status, addedAt, tags = [] } = draft;
  return comparable({ ...factsOfDraft(draft, VENUES) }, { key, status, addedAt, tags });
}

function comparable({ page, ...facts }: Record<string, unknown>, beside: object): Record<string, unknown> {
  // The library has a hyphen in a range of pages, whatever the file has.
  const kept = { ...facts, ...beside, page: typeof page === 'string' ? page.replace('–', '-') : page };
  return JSON.parse(JSON.stringify(kept));
}

describe('papers that are written and read again', () => {
  it.each([
    ['YAML', yaml, true],
    ['JSON Lines', jsonl, true],
    ['CSV', csv, true],
    ['TSV', tsv, true],
    // An item of CSL has a type in any case.
    ['CSL-JSON', cslJson, false],
  ] as const)('are the same in %s', (_, format, hasType) => {
    fc.assert(
      fc.property(fc.array(anyPaper, { maxLength: 4 }), fc.integer({ min: 1, max: 50 }), (papers, length) => {
        const read = draftsOf(format, writeAll(format, papers), length).map(keptOfDraft);
        const sorted = (kept: Record<string, unknown>) => ({
          ...kept,
          containerTitle: format === cslJson ? undefined : kept['containerTitle'],
          links: (kept['links'] as object[]).map((link) => JSON.stringify(link)).sort(),
        });
        expect(read.map(sorted)).toEqual(papers.map((paper) => sorted(keptOf(paper, hasType))));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['YAML', yaml],
    ['JSON Lines', jsonl],
    ['CSV', csv],
    ['CSL-JSON', cslJson],
  ] as const)('have every character of their texts in %s', (_, format) => {
    fc.assert(
      fc.property(anyText, anyText, (title, abstract) => {
        const [draft] = draftsOf(format, writeAll(format, [exported(paperOf({ title, abstract }))]));
        expect(draft?.item).toMatchObject({ title, abstract });
      }),
      { numRuns: 300 },
    );
  });
});
