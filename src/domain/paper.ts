export const STATUSES = ['to-read', 'reading', 'read', 'dropped'] as const;
export type Status = (typeof STATUSES)[number];

export const LINK_ROLES = ['paper', 'code', 'project', 'dataset', 'video'] as const;
export type LinkRole = (typeof LINK_ROLES)[number];

/** A URL of a paper, or a stated absence (`url` undefined, `text` "no code"). */
export interface Link {
  readonly role: LinkRole;
  readonly url?: string | undefined;
  readonly text?: string | undefined;
}

/** The facts of a published work that readings or the user can state. */
export interface PaperFacts {
  readonly title: string;
  /** The name of a known venue. */
  readonly venue?: string | undefined;
  /** The venue's words as typed; what there is where the venue is not known. */
  readonly containerTitle?: string | undefined;
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly track?: string | undefined;
  readonly doi?: string | undefined;
  readonly arxiv?: string | undefined;
  readonly url?: string | undefined;
  readonly volume?: string | undefined;
  readonly issue?: string | undefined;
  readonly page?: string | undefined;
  readonly abstract?: string | undefined;
  readonly rating?: number | undefined;
  /** The type of the work in the terms of CSL (paper-conference), where one was stated. */
  readonly type?: string | undefined;
  /** The CSL variables of the records it came from that have no fact of their own. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined;
  readonly authors: readonly string[];
  readonly links: readonly Link[];
}

/** A paper of the library. */
export interface Paper extends PaperFacts {
  readonly id: number;
  readonly citationKey: string;
  readonly status: Status;
  /** The facts that the user set directly, which readings never change. */
  readonly setByUser: readonly string[];
  readonly addedAt: string;
}

/** A paper as a line of a listing. */
export interface PaperRow {
  readonly id: number;
  readonly citationKey: string;
  readonly year: number | null;
  readonly venue: string | null;
  readonly title: string;
  readonly status: Status;
  readonly tags: readonly string[];
}
