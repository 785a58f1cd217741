import { parseArxiv, parseDoi } from './identifiers.ts';

/** What a paper's URL says by itself. */
export interface UrlFacts {
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  /** The venue and year of the proceedings it points into. */
  readonly venue?: string | undefined;
  readonly year?: number | undefined;
}

/** The conferences behind volumes of the Proceedings of Machine Learning Research (proceedings.mlr.press). */
const PMLR_VOLUMES: Readonly<Record<string, readonly [venue: string, year: number]>> = {
  37: ['ICML', 2015],
  48: ['ICML', 2016],
  70: ['ICML', 2017],
  80: ['ICML', 2018],
  97: ['ICML', 2019],
  119: ['ICML', 2020],
  139: ['ICML', 2021],
  162: ['ICML', 2022],
  202: ['ICML', 2023],
  235: ['ICML', 2024],
};

/** The short names that identifiers of the ACL Anthology have for venues. */
const ANTHOLOGY: Readonly<Record<string, string>> = {
  acl: 'ACL',
  eacl: 'EACL',
  naacl: 'NAACL',
  emnlp: 'EMNLP',
  tacl: 'TACL',
  coling: 'COLING',
};

export function factsOfUrl(url: string): UrlFacts {
  const ids = { doi: parseDoi(url), arxiv: parseArxiv(url) };
  const thecvf = /openaccess\.thecvf\.com\/content(?:_|\/)([A-Za-z]+?)w?_?((?:19|20)\d{2})/i.exec(url);
  if (thecvf !== null) return { ...ids, venue: thecvf[1]?.toUpperCase(), year: Number(thecvf[2]) };
  const ecva = /ecva\.net\/papers\/eccv_((?:19|20)\d{2})/.exec(url);
  if (ecva !== null) return { ...ids, venue: 'ECCV', year: Number(ecva[1]) };
  const neurips = /(?:neurips|nips)\.cc\/paper(?:_files\/paper)?\/((?:19|20)\d{2})\//.exec(url);
  if (neurips !== null) return { ...ids, venue: 'NeurIPS', year: Number(neurips[1]) };
  const pmlr = PMLR_VOLUMES[/proceedings\.mlr\.press\/v(\d+)/.exec(url)?.[1] ?? ''];
  if (pmlr !== undefined) return { ...ids, venue: pmlr[0], year: pmlr[1] };
  const anthology = /aclanthology\.org\/((?:19|20)\d{2})\.(?:findings-)?([a-z]+)/.exec(url);
  const short = ANTHOLOGY[anthology?.[2] ?? ''];
  if (anthology !== null && short !== undefined) return { ...ids, venue: short, year: Number(anthology[1]) };
  if (/nature\.com\/articles\/s41598-/.test(url)) return { ...ids, venue: 'Scientific Reports' };
  return ids;
}
