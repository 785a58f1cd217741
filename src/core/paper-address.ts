import type { Paper } from '../domain/paper.ts';

export const PLACES = ['paper', 'pdf', 'code', 'project', 'note'] as const;
export type Place = (typeof PLACES)[number];

/** The web address of a paper's page, PDF, code or project; undefined where the library has none. */
export function addressOf(paper: Paper, place: Exclude<Place, 'note'>): string | undefined {
  const links = (role: string) => paper.links.flatMap((link) => (link.role === role && link.url ? [link.url] : []));
  const { doi, arxiv, url } = paper;
  const pages = [
    ...(url === undefined ? [] : [url]),
    ...links('paper'),
    ...(doi === undefined ? [] : [`https://doi.org/${doi}`]),
    ...(arxiv === undefined ? [] : [`https://arxiv.org/abs/${arxiv}`]),
  ];
  const found = place === 'paper' ? pages : place === 'pdf' ? pages.flatMap((page) => pdfOf(page) ?? []) : links(place);
  // Only the web is opened: an address from a note could name a program.
  return found.find((address) => /^https?:\/\//i.test(address));
}

/** The PDF behind the address of a page, for those sites that name both alike. */
function pdfOf(page: string): string | undefined {
  const address = page.replace(/[?#].*$/, '');
  if (/\.pdf$/i.test(address)) return page;
  const arxiv = /^https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf|html)\/([^/]+(?:\/\d+)?)$/i.exec(address);
  if (arxiv !== null) return `https://arxiv.org/pdf/${arxiv[1]}`;
  const openReview = /^https?:\/\/openreview\.net\/forum\?id=([\w-]+)/i.exec(page);
  if (openReview !== null) return `https://openreview.net/pdf?id=${openReview[1]}`;
  const thecvf = /^(https?:\/\/openaccess\.thecvf\.com\/.*)\/html\/(.*)\.html$/i.exec(address);
  return thecvf === null ? undefined : `${thecvf[1]}/papers/${thecvf[2]}.pdf`;
}
