import { msg } from '../domain/message.ts';
import { type Paper, STATUSES, type Status } from '../domain/paper.ts';
import { UsageError } from '../errors.ts';
import type { Library } from '../store/library.ts';

/** What is set of a paper; a rating that is null takes the paper's away. */
export interface Assignments {
  readonly status?: Status | undefined;
  readonly rating?: number | null | undefined;
}

/** Reads `status=read`, `rating=4`, `rating=`. @throws UsageError where it sets nothing that can be set */
export function parseAssignment(text: string): Assignments {
  const [, field = '', typed = ''] = /^([^=]*)=([\s\S]*)$/.exec(text) ?? [];
  const value = typed.trim();
  if (field === 'status') {
    const status = STATUSES.find((name) => name === value);
    if (status !== undefined) return { status };
    throw new UsageError(msg`"${value}" is no status`, msg`it is one of ${STATUSES.join(', ')}`);
  }
  if (field === 'rating') {
    if (value === '') return { rating: null };
    if (/^[1-5]$/.test(value)) return { rating: Number(value) };
    throw new UsageError(msg`"${value}" is no rating`, msg`it is 1 to 5; rating= takes it away`);
  }
  throw new UsageError(msg`"${text}" sets nothing`, msg`write status=read, or rating=4`);
}

/** Sets a paper's status or rating. Returns the paper as it is then. */
export function setPaper(library: Library, paper: Paper, { status, rating }: Assignments): Paper {
  return library.write(() => {
    if (status !== undefined) library.papers.setStatus(paper.id, status);
    if (rating !== undefined) library.papers.update(paper.id, { rating: rating ?? undefined });
    return library.papers.get(paper.id) as Paper;
  });
}
