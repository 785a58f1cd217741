/** A name as CSL-JSON has it: of a person in parts, or of an organisation (or a name that has no parts) as `literal`. */
export interface CslName {
  readonly family?: string | undefined;
  readonly given?: string | undefined;
  readonly 'dropping-particle'?: string | undefined;
  readonly 'non-dropping-particle'?: string | undefined;
  readonly suffix?: string | undefined;
  readonly literal?: string | undefined;
}

/** A date as CSL-JSON has it: year, month and day as far as they are known, or words that are no date. */
export interface CslDate {
  readonly 'date-parts'?: readonly (readonly (number | string)[])[] | undefined;
  readonly literal?: string | undefined;
  readonly raw?: string | undefined;
}

/**
 * A work as CSL-JSON has it, after the schema csl-data.json of the Citation Style Language 1.0.2: the hinge between all
 * formats. Variables that kd has no field for are kept in the library and written back.
 */
export interface CslItem {
  readonly type?: string | undefined;
  readonly id?: string | number | undefined;
  readonly title?: string | undefined;
  readonly author?: readonly CslName[] | undefined;
  readonly issued?: CslDate | undefined;
  readonly 'container-title'?: string | undefined;
  readonly DOI?: string | undefined;
  readonly URL?: string | undefined;
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
  readonly page?: string | undefined;
  readonly abstract?: string | undefined;
  /** An identifier such as `arXiv:2303.11098`. */
  readonly number?: string | undefined;
  /** Keywords as one text, separated by commas. */
  readonly keyword?: string | undefined;
  /** What no variable of CSL is for, under the name of the format that had it: `{ ris: { C1: '…' } }`. */
  readonly custom?: Readonly<Record<string, unknown>> | undefined;
  readonly [variable: string]: unknown;
}

/** The variables that are texts wherever an item is read. */
export const TEXT_VARIABLES: ReadonlySet<string> = new Set(
  'type title container-title DOI URL volume issue page abstract number keyword'.split(' '),
);
