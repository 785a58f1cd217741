/** Identifiers of papers as one form each: what identity is decided by. */

/** The DOI in lower case without prefix or URL, or undefined (the DOI Handbook, 2.4: case does not count). */
export function parseDoi(text: string): string | undefined {
  const match = /^(?:doi:\s*|https?:\/\/(?:dx\.)?doi\.org\/)?(10\.\d{4,9}\/\S+)$/i.exec(text.trim());
  return match?.[1]?.toLowerCase();
}

/** The arXiv identifier without version, or undefined (arxiv.org/help/arxiv_identifier: new and old schemes). */
export function parseArxiv(text: string): string | undefined {
  const bare = text.trim().replace(/^(?:arxiv:\s*|https?:\/\/(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/)/i, '');
  const match = /^(\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?$/.exec(bare);
  return match?.[1];
}

/** The DOI or arXiv identifier that a text is, as `DOI …` or `arXiv …`; a DOI that arXiv gave is its identifier. */
export function identifierIn(text: string): string | undefined {
  const doi = parseDoi(text);
  const arxiv = parseArxiv(doi?.replace(/^10\.48550\/arxiv\./, '') ?? text);
  if (arxiv !== undefined) return `arXiv ${arxiv}`;
  return doi === undefined ? undefined : `DOI ${doi}`;
}

/** Whether the title is only the identifier or address by which the paper was added. */
export function isPlaceholder(title: string): boolean {
  return parseDoi(title) !== undefined || parseArxiv(title) !== undefined || /^https?:\/\/\S+$/.test(title);
}
