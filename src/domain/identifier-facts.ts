import { parseArxiv, parseDoi } from './identifiers.ts';
import { factsOfUrl } from './url-facts.ts';

/** What an identifier of a paper says by itself, without a network. */
export interface IdentifierFacts {
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  readonly url?: string | undefined;
  readonly venue?: string | undefined;
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
}

/** The facts that a DOI, an arXiv identifier or the address of a paper says; undefined where the text is none of these. */
export function factsOfIdentifier(text: string): IdentifierFacts | undefined {
  const word = text.trim();
  if (/\s/.test(word)) return undefined;
  const doi = parseDoi(word);
  const arxiv = parseArxiv(doi?.replace(/^10\.48550\/arxiv\./, '') ?? word);
  if (arxiv !== undefined) return { arxiv, ...arxivDate(arxiv), venue: 'arXiv' };
  if (doi !== undefined) return { doi, ...factsOfDoi(doi) };
  if (!/^https?:\/\/\S+$/i.test(word)) return undefined;
  const facts = factsOfUrl(word);
  if (facts.doi !== undefined) return { url: word, ...facts, ...factsOfDoi(facts.doi) };
  return { url: word, ...facts };
}

/** The year and month in an identifier of arXiv's (info.arxiv.org/help/arxiv_identifier: YYMM.number, archive/YYMMnumber). */
function arxivDate(arxiv: string): { year?: number; month?: number } {
  const [, two = '', month = ''] = /(?:^|\/)(\d{2})(\d{2})/.exec(arxiv) ?? [];
  if (Number(month) < 1 || Number(month) > 12) return {};
  return { year: Number(two) + (Number(two) > 90 ? 1900 : 2000), month: Number(month) };
}

/** Venues by the words that IEEE's DOIs have for them: `10.1109/CVPR52688.2022.01165`, `10.1109/TPAMI.2021.3055564`. */
const IEEE: Readonly<Record<string, string>> = {
  access: 'IEEE Access',
  lsp: 'SPL',
  lra: 'RA-L',
  tits: 'T-ITS',
};

/** Journals by the words that Elsevier's DOIs have for them: `10.1016/j.patcog.2023.109338`. */
const ELSEVIER: Readonly<Record<string, string>> = {
  patcog: 'PR',
  patrec: 'PRL',
  neunet: 'NN',
  neucom: 'Neurocomputing',
  knosys: 'KBS',
  eswa: 'ESWA',
  ipm: 'IPM',
  ins: 'Information Sciences',
};

/** Conferences by the letters of older identifiers of the ACL Anthology: `10.18653/v1/P19-1001`. */
const ANTHOLOGY_LETTERS: Readonly<Record<string, string>> = {
  p: 'ACL',
  d: 'EMNLP',
  n: 'NAACL',
  e: 'EACL',
  c: 'COLING',
  q: 'TACL',
};

/** The 38th AAAI conference was that of 2024, one a year since the 31st. */
const AAAI_ZERO = 1986;

function factsOfDoi(doi: string): Omit<IdentifierFacts, 'doi'> {
  const aaai = /^10\.1609\/aaai\.v(\d+)i(\d+)\./.exec(doi);
  if (aaai !== null) {
    return { venue: 'AAAI', year: AAAI_ZERO + Number(aaai[1]), volume: aaai[1], issue: String(Number(aaai[2])) };
  }
  const ieee = /^10\.1109\/([a-z]+?)(w)?(?:\d{4,5})?\.(20\d{2})\./.exec(doi);
  if (ieee !== null) return { venue: IEEE[ieee[1] ?? ''] ?? ieee[1]?.toUpperCase(), year: Number(ieee[3]) };
  const elsevier = /^10\.1016\/j\.([a-z]+)\.((?:19|20)\d{2})\./.exec(doi);
  const journal = ELSEVIER[elsevier?.[1] ?? ''];
  if (elsevier !== null) return { ...(journal === undefined ? {} : { venue: journal }), year: Number(elsevier[2]) };
  const ijcai = /^10\.24963\/ijcai\.(20\d{2})\//.exec(doi);
  if (ijcai !== null) return { venue: 'IJCAI', year: Number(ijcai[1]) };
  const interspeech = /^10\.21437\/interspeech\.(20\d{2})/.exec(doi);
  if (interspeech !== null) return { venue: 'Interspeech', year: Number(interspeech[1]) };
  const reports = /^10\.1038\/s41598-0(\d{2})-/.exec(doi);
  if (reports !== null) return { venue: 'Scientific Reports', year: 2000 + Number(reports[1]) };
  const letter = /^10\.18653\/v1\/([a-z])(\d{2})-\d+/.exec(doi);
  const conference = ANTHOLOGY_LETTERS[letter?.[1] ?? ''];
  if (letter !== null && conference !== undefined) return { venue: conference, year: 2000 + Number(letter[2]) };
  const anthology = /^10\.18653\/v1\/(.+)$/.exec(doi);
  if (anthology !== null) {
    const { venue, year } = factsOfUrl(`https://aclanthology.org/${anthology[1]}`);
    return { ...(venue === undefined ? {} : { venue }), ...(year === undefined ? {} : { year }) };
  }
  return doi.startsWith('10.1162/tacl') ? { venue: 'TACL' } : {};
}
