import { parseArxiv, parseDoi } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import type { Paper, PaperRow } from '../domain/paper.ts';
import { nearNames } from '../domain/text.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import type { Library } from '../store/library.ts';

/**
 * The paper a reference names: an id, a citation key, a DOI, an arXiv identifier, an alias such as DKD, or a fragment
 * of one title.
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
  const named = papers.withName(word);
  if (named.length > 0) return oneOf(library, word, named);
  const found = papers.withTitleFragment(word, 9);
  const [first] = found;
  if (first === undefined) {
    const near = nearNames(word, papers.names());
    const hint = near.length === 0 ? msg`kd list --all shows every paper` : msg`did you mean: ${near.join(', ')}?`;
    throw new NotFoundError(msg`no paper matches "${word}"`, hint);
  }
  return oneOf(library, word, found);
}

function oneOf(library: Library, word: string, found: readonly PaperRow[]): Paper {
  const [first] = found;
  if (first !== undefined && found.length === 1) return library.papers.get(first.id) as Paper;
  const names = found.slice(0, 8).map(({ id, citationKey }) => `${id} ${citationKey}`);
  throw new ConflictError(
    found.length > 8 ? msg`"${word}" fits more than 8 papers` : msg`"${word}" fits ${found.length} papers`,
    msg`name one by its id: ${names.join('  ·  ')}`,
  );
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
