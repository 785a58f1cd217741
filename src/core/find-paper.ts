import { parseArxiv, parseDoi } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import type { Paper, PaperRow } from '../domain/paper.ts';
import { holdsPhrase, nearNames, titleKey } from '../domain/text.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import type { RemovedPaper } from '../store/trash.ts';

/**
 * The paper a reference names: an id, a citation key, a DOI, an arXiv identifier, the key of its BibTeX entry, an alias
 * such as DKD, or a fragment of one title that begins where a word does. What named a paper that was taken into another names that one.
 * @throws NotFoundError · ConflictError, with the candidates, where a fragment fits several
 */
export function findPaper(library: Library, ref: string): Paper {
  const { papers } = library;
  const word = ref.trim();
  const doi = parseDoi(word);
  const arxiv = parseArxiv(word);
  const exact =
    (/^\d+$/.test(word) ? papers.get(Number(word)) : undefined) ??
    papers.withCitationKey(word) ??
    (doi === undefined ? undefined : papers.withDoi(doi)) ??
    (arxiv === undefined ? undefined : papers.withArxiv(arxiv)) ??
    papers.withTitle(word);
  if (exact !== undefined) return exact;
  const keyed = papers.withEntryKey(word);
  if (keyed.length > 0) return oneOf(library, word, keyed);
  const former = papers.withFormerKey(word);
  if (former.length > 0) return oneOf(library, word, former);
  const named = papers.withName(word);
  if (named.length > 0) return oneOf(library, word, named);
  // A number is an id: one that no paper has is no part of a title. What stands inside words alone is none either.
  const fitting = /^\d+$/.test(word) ? [] : papers.withTitleFragment(word, 99);
  const found = fitting.some(({ title }) => holdsPhrase(title, word)) ? fitting : [];
  const [first] = found;
  if (first === undefined) {
    const [removed] = removedFitting(library, word);
    if (removed !== undefined) {
      throw new NotFoundError(
        msg`no paper matches "${word}"`,
        msg`kd restore ${removed.citationKey} brings back one that was removed`,
      );
    }
    // No number is near another: ids tell nothing of one another.
    const near = /^\d+$/.test(word) ? [] : nearNames(word, papers.names());
    const hint = near.length === 0 ? msg`kd list --all shows every paper` : msg`did you mean: ${near.join(', ')}?`;
    throw new NotFoundError(msg`no paper matches "${word}"`, hint);
  }
  return oneOf(library, word, found);
}

function oneOf(library: Library, word: string, found: readonly PaperRow[]): Paper {
  const [first] = found;
  if (first !== undefined && found.length === 1) return library.papers.get(first.id) as Paper;
  throw severalFit(word, found);
}

function severalFit(word: string, found: readonly { readonly id: number; readonly citationKey: string }[]) {
  const names = found.slice(0, 8).map(({ id, citationKey }) => `${id} ${citationKey}`);
  return new ConflictError(
    found.length > 8 ? msg`"${word}" fits more than 8 papers` : msg`"${word}" fits ${found.length} papers`,
    msg`name one by its id: ${names.join('  ·  ')}`,
  );
}

/**
 * The paper in the trash that a reference names: by its id, its citation key, or a fragment of one title.
 * @throws NotFoundError · ConflictError, with the candidates, where a fragment fits several
 */
export function findRemoved(library: Library, ref: string): RemovedPaper {
  const word = ref.trim();
  const [first, ...others] = removedFitting(library, word);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) throw severalFit(word, [first, ...others]);
  const near = nearNames(
    word,
    library.trash.list().map(({ citationKey }) => citationKey),
  );
  const hint = near.length === 0 ? msg`kd restore shows what is in the trash` : msg`did you mean: ${near.join(', ')}?`;
  throw new NotFoundError(msg`no removed paper matches "${word}"`, hint);
}

function removedFitting(library: Library, word: string): RemovedPaper[] {
  const removed = library.trash.list();
  const exact =
    removed.find(({ id }) => String(id) === word) ?? removed.find(({ citationKey }) => citationKey === word);
  const key = titleKey(word);
  return exact === undefined ? removed.filter(({ title }) => key !== '' && titleKey(title).includes(key)) : [exact];
}

/** The paper of the library that these facts name: by DOI, then by arXiv identifier, then by title. */
export function findKnown(
  library: Library,
  title: string,
  facts: { readonly doi?: string | undefined; readonly arxiv?: string | undefined },
): Paper | undefined {
  return (
    (facts.doi === undefined ? undefined : library.papers.withDoi(facts.doi)) ??
    (facts.arxiv === undefined ? undefined : library.papers.withArxiv(facts.arxiv)) ??
    library.papers.withTitle(title)
  );
}
