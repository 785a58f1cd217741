export const TAG_KINDS = ['idea', 'task', 'dataset', 'topic'] as const;
export type TagKind = (typeof TAG_KINDS)[number];

/** A name under which a tag is found in a text; `near` words narrow one that is ambiguous. */
export interface AltLabel {
  readonly label: string;
  readonly near: readonly string[];
}

/** A tag of the shipped vocabulary, in the terms of SKOS. */
export interface Concept {
  readonly id: string;
  readonly kind: TagKind;
  readonly prefLabel: { readonly en?: string | undefined; readonly zh?: string | undefined };
  readonly altLabel: readonly AltLabel[];
  readonly broader: readonly string[];
  /** False for a group whose labels are too general to match in a text. */
  readonly match: boolean;
  readonly definition?: { readonly en?: string | undefined; readonly zh?: string | undefined } | undefined;
  readonly formula?: string | undefined;
  readonly origin?: { readonly title: string; readonly venue: string; readonly year: number } | undefined;
}

/** A tag of the library. */
export interface Tag {
  readonly id: number;
  readonly name: string;
  readonly kind: TagKind;
  readonly labelEn: string | null;
  readonly labelZh: string | null;
}

/** A tag with the number of papers that carry it or a narrower one. */
export interface TagCount extends Tag {
  readonly papers: number;
  readonly aliases: readonly string[];
}

/** Where a tag's name stood; `origin`: the paper is the one that made the idea known. */
export type EvidencePlace = 'title' | 'summary' | 'key idea' | 'bold phrase' | 'origin' | 'dataset';

/** Why a paper carries a tag: the words that matched, the name they matched, and where they stood. */
export interface Evidence {
  readonly tagId: number;
  readonly phrase: string;
  readonly alias: string;
  /** The sentence that holds the phrase. */
  readonly sentence: string;
  readonly place: EvidencePlace;
  /** The date of the week, or the file of the note, that holds the phrase; null for a title. */
  readonly source: string | null;
}

/** An idea that only the long body of a note names. */
export interface BodyEvidence {
  readonly tagId: number;
  readonly phrase: string;
  readonly sentence: string;
  readonly noteId: number;
  /** The line of the note, counted from 1. */
  readonly line: number;
}
