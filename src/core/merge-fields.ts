import type { Entry } from '../domain/draft.ts';
import { isPlaceholder } from '../domain/identifiers.ts';
import { msg } from '../domain/message.ts';
import type { Link, Paper, PaperFacts, Status } from '../domain/paper.ts';
import { nameKey, titleKey } from '../domain/text.ts';
import { UsageError } from '../errors.ts';

/** From which of several papers fields are taken; what it does not say is taken from the first that has it. */
export interface Preference {
  /** The paper whose facts go before those of the others. */
  readonly all?: number | undefined;
  /** The papers of single fields. */
  readonly fields: ReadonlyMap<string, number>;
}

export const NO_PREFERENCE: Preference = { fields: new Map() };

/** One field of papers that become one. */
export interface MergedField {
  readonly field: string;
  /** The values of the papers, in their order; null where one has none. */
  readonly values: readonly (string | null)[];
  readonly result: string | null;
  /** They differ, and it was not said which one is right: the first one is taken. */
  readonly isOpen: boolean;
}

/** Which paper a field is taken from. */
export interface Choice extends Omit<MergedField, 'field'> {
  readonly winner: Paper;
  /** They differ, and a preference said which one is right. */
  readonly isDecided: boolean;
}

/** A field of papers: a text by which its values are compared and shown, and the facts that it is made of. */
export interface Field {
  readonly name: string;
  readonly textOf: (paper: Paper) => string | undefined;
  readonly facts: readonly (keyof PaperFacts)[];
  /** Texts of one key differ in their spelling alone. */
  readonly keyOf?: (text: string) => string;
  /** Stands between the parts of a text; one that goes on behind it says the same, in full. */
  readonly separator?: string;
}

const TRACK = ' · ';

export const FIELDS: readonly Field[] = [
  {
    name: 'title',
    // A title that is only the identifier by which the paper was added is none.
    textOf: ({ title }) => (isPlaceholder(title) ? undefined : title),
    facts: ['title'],
    keyOf: titleKey,
  },
  {
    name: 'author',
    textOf: ({ authors }) => (authors.length === 0 ? undefined : authors.join('; ')),
    facts: ['authors'],
    keyOf: nameKey,
  },
  {
    name: 'venue',
    textOf: ({ venue, containerTitle, track }) => {
      const name = venue ?? containerTitle;
      return name === undefined || track === undefined ? name : `${name}${TRACK}${track}`;
    },
    facts: ['venue', 'containerTitle', 'track'],
    separator: TRACK,
  },
  {
    name: 'date',
    textOf: ({ year, month, day }) => {
      const parts = [year, month, day].filter((part) => part !== undefined);
      return year === undefined ? undefined : parts.map((part) => String(part).padStart(2, '0')).join('-');
    },
    facts: ['year', 'month', 'day'],
    separator: '-',
  },
  ...(['doi', 'arxiv', 'url', 'volume', 'issue', 'page', 'abstract', 'type', 'rating'] as const).map(
    (name): Field => ({
      name,
      textOf: (paper) => (paper[name] === undefined ? undefined : String(paper[name])),
      facts: [name],
    }),
  ),
];

/** Fields of which a rule says the result, unless a preference names one. */
export const BY_RULE = ['status', 'citation-key', 'bibtex'] as const;

/** A CSL variable that has no field of its own. */
export function variableField(variable: string): Field {
  const textOf = ({ extra }: Paper) => {
    const value = extra?.[variable];
    return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
  };
  return { name: variable, textOf, facts: [] };
}

/**
 * A preference as it is typed: `47`, or `title=47`; `idOf` finds the paper of a reference.
 * @throws UsageError where two papers are preferred for all fields
 */
export function parsePreference(words: readonly string[], idOf: (ref: string) => number): Preference {
  const fields = new Map<string, number>();
  let all: number | undefined;
  for (const word of words.flatMap((typed) => typed.split(','))) {
    const [, name, ref = word] = /^([a-z][\w-]*)=(.*)$/is.exec(word.trim()) ?? [];
    if (name !== undefined) fields.set(name === 'year' ? 'date' : name, idOf(ref));
    else if (all === undefined) all = idOf(ref);
    else
      throw new UsageError(msg`only one paper can be preferred for all fields`, msg`name a field: ${`title=${ref}`}`);
  }
  return { all, fields };
}

/** @throws UsageError where a preference names no field, or none of the papers */
export function checkPreference(
  ids: readonly number[],
  variables: readonly string[],
  { all, fields }: Preference,
): void {
  const names = [...FIELDS.map(({ name }) => name), ...variables, ...BY_RULE];
  for (const field of fields.keys()) {
    if (names.includes(field)) continue;
    throw new UsageError(msg`there is no field "${field}" to prefer`, msg`the fields are: ${names.join(', ')}`);
  }
  for (const id of [...(all === undefined ? [] : [all]), ...fields.values()]) {
    if (!ids.includes(id)) throw new UsageError(msg`${id} is none of the papers that are merged`);
  }
}

/** Takes a field from the preferred paper, else from the first that has it; of the same value said in full, that. */
export function choose(field: Field, papers: readonly Paper[], { all, fields }: Preference): Choice {
  const { name, textOf, facts, keyOf = (text) => text, separator } = field;
  const [first] = papers as readonly [Paper];
  const texts = new Map(papers.map((paper) => [paper, textOf(paper)]));
  const having = papers.filter((paper) => texts.get(paper) !== undefined);
  const named = papers.find(({ id }) => id === fields.get(name));
  const preferred = named ?? having.find(({ id }) => id === all);
  // What the user emptied stays empty, unless a preference says otherwise.
  const isEmptied = texts.get(first) === undefined && facts.some((fact) => first.setByUser.includes(fact));
  const chosen = preferred ?? (isEmptied ? first : (having[0] ?? first));
  const text = texts.get(chosen);
  const goesOn = (longer: string, shorter: string) => separator !== undefined && longer.startsWith(shorter + separator);
  const isSame = (other: string) =>
    text !== undefined && (keyOf(other) === keyOf(text) || goesOn(other, text) || goesOn(text, other));
  const fuller = having.find((paper) => text !== undefined && goesOn(texts.get(paper) ?? '', text));
  const winner = named === undefined ? (fuller ?? chosen) : chosen;
  const isContested = having.some((paper) => !isSame(texts.get(paper) ?? ''));
  return {
    values: papers.map((paper) => texts.get(paper) ?? null),
    result: texts.get(winner) ?? null,
    isOpen: isContested && preferred === undefined && !isEmptied,
    isDecided: isContested && preferred !== undefined,
    winner,
  };
}

/** The further a paper was read, the later its status stands here. */
const FURTHER: readonly Status[] = ['dropped', 'to-read', 'reading', 'read'];

export function furthestStatus(papers: readonly Paper[]): Status {
  return FURTHER[Math.max(...papers.map(({ status }) => FURTHER.indexOf(status)))] as Status;
}

/** The first paper's links and those that the others have besides; an address that gives way stays as a link. */
export function joinLinks(papers: readonly Paper[], url: string | undefined): Link[] {
  const [first, ...others] = papers as readonly [Paper, ...Paper[]];
  const addresses = papers.map((paper): Link => ({ role: 'paper', url: paper.url }));
  const known = new Set([undefined, url, ...first.links.map((link) => link.url)]);
  const links = [...first.links];
  for (const link of [...others.flatMap((paper) => paper.links), ...addresses]) {
    if (known.has(link.url)) continue;
    known.add(link.url);
    links.push(link);
  }
  const absences = others.flatMap((paper) => paper.links).filter((link) => link.url === undefined && link.text);
  const hasRole = (role: Link['role']) => links.some((link) => link.role === role);
  for (const absence of absences) if (!hasRole(absence.role)) links.push(absence);
  // Where one paper states that there is no code and another has it, there is.
  return links.filter((link) => {
    return link.url !== undefined || !links.some(({ role, url: found }) => role === link.role && found !== undefined);
  });
}

/** The first of the entries, with the fields that only the others have. */
export function joinEntries(entries: readonly (Entry | undefined)[]): Entry | undefined {
  const [main, ...others] = entries.filter((entry) => entry !== undefined);
  if (main === undefined) return undefined;
  const fields = new Map(Object.entries(main.fields));
  for (const [name, value] of others.flatMap((entry) => Object.entries(entry.fields))) {
    if (!fields.has(name)) fields.set(name, value);
  }
  return { ...main, fields: Object.fromEntries(fields) };
}

/** The choices of several papers as those of one: what one was given outranks that another was refused it. */
export function joinChoices<K>(choices: readonly (readonly [K, 'added' | 'removed'])[]): Map<K, 'added' | 'removed'> {
  const joined = new Map<K, 'added' | 'removed'>();
  for (const [key, choice] of choices) if (choice === 'added' || !joined.has(key)) joined.set(key, choice);
  return joined;
}
