import { MONTHS } from './expand.ts';

interface WrittenEntry {
  readonly type: string;
  readonly fields: Map<string, string>;
}

/** Fields that BibTeX and BibLaTeX name differently (BibLaTeX's manual, 2.2.5). */
const NAMES: readonly (readonly [bibtex: string, biblatex: string])[] = [
  ['journal', 'journaltitle'],
  ['address', 'location'],
  ['archiveprefix', 'eprinttype'],
  ['primaryclass', 'eprintclass'],
  ['annote', 'annotation'],
];

/** Types of BibTeX in BibLaTeX, with what the `type` field then says (BibLaTeX's manual, 2.1.2). */
const TO_BIBLATEX: Readonly<Record<string, readonly [type: string, kind?: string]>> = {
  conference: ['inproceedings'],
  phdthesis: ['thesis', 'phdthesis'],
  mastersthesis: ['thesis', 'mathesis'],
  techreport: ['report', 'techreport'],
  electronic: ['online'],
  www: ['online'],
};

/** Types that the standard styles of BibTeX do not know. */
const TO_BIBTEX: Readonly<Record<string, string>> = {
  online: 'misc',
  electronic: 'misc',
  www: 'misc',
  report: 'techreport',
  software: 'misc',
  dataset: 'misc',
  collection: 'book',
  mvcollection: 'book',
  mvbook: 'book',
  reference: 'book',
  bookinbook: 'inbook',
  suppbook: 'inbook',
  inreference: 'incollection',
};

/** The entry in the types, names and dates of a dialect; what is the same in both stays as it is. */
export function withDialect({ type, fields }: WrittenEntry, dialect: 'bibtex' | 'biblatex'): WrittenEntry {
  return dialect === 'biblatex' ? toBiblatex(type, new Map(fields)) : toBibtex(type, new Map(fields));
}

function toBiblatex(type: string, fields: Map<string, string>): WrittenEntry {
  for (const [bibtex, biblatex] of NAMES) rename(fields, bibtex, biblatex);
  if (/thesis$/.test(type)) rename(fields, 'school', 'institution');
  const year = fields.get('year')?.trim() ?? '';
  if (!fields.has('date') && /^\d{4}$/.test(year)) {
    const month = monthNumber(fields.get('month') ?? '');
    if (month !== undefined || !fields.has('month')) {
      const day = /^\d{1,2}$/.test(fields.get('day') ?? '') && month !== undefined ? fields.get('day') : undefined;
      const parts = [year, month, day].filter((part) => part !== undefined);
      fields.set('date', parts.map((part) => part.padStart(2, '0')).join('-'));
      for (const name of ['year', 'month', 'day']) fields.delete(name);
    }
  }
  if (/^arxiv preprint/i.test(fields.get('journaltitle') ?? '') && fields.has('eprint')) {
    // BibLaTeX prints the identifier itself.
    fields.delete('journaltitle');
    return { type: type === 'article' ? 'online' : type, fields };
  }
  const [renamed, kind] = TO_BIBLATEX[type] ?? [type];
  if (kind !== undefined && !fields.has('type')) fields.set('type', kind);
  return { type: renamed, fields };
}

function toBibtex(type: string, fields: Map<string, string>): WrittenEntry {
  for (const [bibtex, biblatex] of NAMES) rename(fields, biblatex, bibtex);
  for (const name of ['title', 'booktitle', 'journal']) mergeSubtitle(fields, name);
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(fields.get('date')?.trim() ?? '') ?? [];
  if (year !== undefined) {
    for (const name of ['date', 'year', 'month', 'day']) fields.delete(name);
    fields.set('year', year);
    const name = MONTHS[Number(month ?? 0) - 1];
    if (name !== undefined) fields.set('month', name);
    if (day !== undefined) fields.set('day', String(Number(day)));
  } else if (!fields.has('year')) {
    // A range stays as it is, with the year that BibTeX needs beside it.
    const start = /^\d{4}(?=[-/~?%])/.exec(fields.get('date') ?? '')?.[0];
    if (start !== undefined) fields.set('year', start);
  }
  if (type !== 'thesis') return { type: TO_BIBTEX[type] ?? type, fields };
  const kind = fields.get('type') ?? '';
  if (/^(?:ma|phd)thesis$/.test(kind)) fields.delete('type');
  rename(fields, 'institution', 'school');
  return { type: /^(?:ma|ba)thesis$|master|bachelor/i.test(kind) ? 'mastersthesis' : 'phdthesis', fields };
}

function monthNumber(text: string): string | undefined {
  const index = MONTHS.indexOf(text.trim().slice(0, 3).toLowerCase());
  if (/^\p{L}+\.?$/u.test(text.trim()) && index !== -1) return String(index + 1);
  return /^(?:0?[1-9]|1[0-2])$/.exec(text.trim())?.[0];
}

/** Renames a field, unless there already is one of the new name. */
function rename(fields: Map<string, string>, from: string, to: string): void {
  const value = fields.get(from);
  if (value === undefined || fields.has(to)) return;
  fields.delete(from);
  fields.set(to, value);
}

/** BibTeX's styles know no subtitles. */
function mergeSubtitle(fields: Map<string, string>, name: string): void {
  const subtitleName = name === 'booktitle' ? 'booksubtitle' : name === 'journal' ? 'journalsubtitle' : 'subtitle';
  const [title, subtitle] = [fields.get(name), fields.get(subtitleName)];
  if (title === undefined || subtitle === undefined) return;
  fields.set(name, `${title}: ${subtitle}`);
  fields.delete(subtitleName);
}
