import type { DraftDoubt, DraftOrProblem, Entry, Problem } from '../../domain/draft.ts';
import { type Message, msg } from '../../domain/message.ts';
import type { Link } from '../../domain/paper.ts';
import type { ReadContext, TextSource } from '../foreign.ts';
import { type Definitions, detached, expandEntry, gatherDefinitions } from './expand.ts';
import { onlyFences } from './fences.ts';
import { factsOfEntry, firstUrl } from './item.ts';
import { type RawEntry, splitBibtex } from './split.ts';

/** Entries that are what papers appear in, or hold fields for others, and are no papers. */
const NO_PAPERS = new Set(['proceedings', 'mvproceedings', 'periodical', 'collection', 'mvcollection', 'xdata', 'set']);

/** Fields in which some give the code of a paper. */
const CODE_FIELDS = ['code', 'codeurl', 'code_url', 'github', 'howpublished'];

/**
 * Reads the papers of a BibTeX or BibLaTeX text, one at a time, in its order. The text is gone through before for what
 * entries need of one another, so that a parent may stand anywhere. Each entry is read by itself: what is wrong with
 * one is told, and costs no other.
 */
export function* read(source: TextSource, context: ReadContext): Generator<DraftOrProblem> {
  const definitions = gatherDefinitions(source);
  const lines = new Map<string, number>();
  for (const block of splitBibtex(source.pieces())) {
    if (block.kind === 'problem') {
      const { kind: _, ...problem } = block;
      yield problem;
    } else if (block.kind === 'string') {
      definitions.define(block);
    } else {
      yield* readEntry(block, definitions, context, lines);
    }
  }
}

/** Reads the BibTeX entries in the fenced code of a Markdown text, such as the citation in a README. */
export function readFences(source: TextSource, context: ReadContext): Iterable<DraftOrProblem> {
  return read({ name: source.name, pieces: () => onlyFences(source.pieces()) }, context);
}

function* readEntry(
  raw: RawEntry,
  definitions: Definitions,
  context: ReadContext,
  lines: Map<string, number>,
): Generator<DraftOrProblem> {
  const { line, key } = raw;
  if (NO_PAPERS.has(raw.type)) {
    if (raw.type === 'xdata' || definitions.parents.has(key.toLowerCase())) return;
    yield warning(line, msg`the @${raw.type} ${key} is no paper: it is passed over`);
    return;
  }
  const problems: Problem[] = [];
  const doubts: DraftDoubt[] = [];
  const entry = expandEntry(raw, definitions, (at, message) => problems.push(warning(at, message)));
  const facts = factsOfEntry(entry, (field, message) => doubts.push({ line: entry.lineOf(field), message }));
  const { item } = facts;
  yield* problems;
  if (item.title === undefined) {
    yield {
      line,
      severity: 'error',
      message: key === '' ? msg`this entry has no title` : msg`the entry ${key} has no title`,
    };
    return;
  }
  const before = key === '' ? undefined : lines.get(key);
  if (before !== undefined) {
    yield warning(line, msg`the key ${key} stands twice, on lines ${before} and ${line}: both entries are read`);
  } else if (key !== '') lines.set(detached(key), line);
  const container = item['container-title'];
  const track = container === undefined ? undefined : context.venues.find(container)?.track;
  const links = codeLinks(entry.fields, item.URL);
  yield {
    line,
    item,
    ...(key === '' ? {} : { citationKey: key }),
    ...(facts.arxiv === undefined ? {} : { arxiv: facts.arxiv }),
    ...(track === undefined ? {} : { track }),
    ...(links.length === 0 ? {} : { links }),
    entry: { type: entry.type, key, fields: Object.fromEntries(entry.fields) } satisfies Entry,
    ...(doubts.length === 0 ? {} : { doubts }),
  };
}

function warning(line: number, message: Message): Problem {
  return { line, severity: 'warning', message };
}

/** The code that an entry links to: a URL in a field of that name, or of a repository where the paper has another URL. */
function codeLinks(fields: ReadonlyMap<string, string>, paperUrl: string | undefined): Link[] {
  const urls = CODE_FIELDS.flatMap((field) => {
    const url = firstUrl(fields.get(field) ?? '');
    const isCode = field !== 'howpublished' || /^https?:\/\/(?:www\.)?(?:github|gitlab)\.com\//i.test(url);
    return url !== '' && url !== paperUrl && isCode ? [url] : [];
  });
  return [...new Set(urls)].map((url) => ({ role: 'code', url }));
}
