import { describeRule } from '../domain/matcher.ts';
import { type Message, msg, verbatim } from '../domain/message.ts';
import type { Evidence, Tag, TagKind } from '../domain/tag.ts';
import { nameKey, nearNames } from '../domain/text.ts';
import { ConflictError, NotFoundError, UsageError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';

/** The one tag a word names. @throws NotFoundError with near names; ConflictError where it names several */
export function tagNamed(library: Library, word: string): Tag {
  const tags = library.tags.named(word);
  if (tags.length > 1) {
    const names = tags.map(({ name }) => name);
    throw new ConflictError(
      msg`"${word}" names ${names.length} tags: ${names.join(', ')}`,
      msg`use one of these names`,
    );
  }
  const [tag] = tags;
  if (tag === undefined) throw unknownTag(library, word);
  return tag;
}

/** The tags that a word names, for a filter. @throws NotFoundError with near names */
export function tagsNamed(library: Library, word: string): Tag[] {
  const tags = library.tags.named(word);
  if (tags.length === 0) throw unknownTag(library, word);
  return tags;
}

function unknownTag(library: Library, word: string): NotFoundError {
  const near = nearNames(word, library.tags.names());
  const hint = near.length === 0 ? msg`kd tag list --unused shows every tag` : msg`did you mean: ${near.join(', ')}?`;
  return new NotFoundError(msg`no tag is named "${word}"`, hint);
}

/** Puts tags on a paper; a name that no tag has becomes a new tag. Returns the tags' own names, and those that are new. */
export function addTags(
  library: Library,
  paperId: number,
  names: readonly string[],
  kind: TagKind = 'idea',
): { names: string[]; newNames: string[] } {
  const newNames: string[] = [];
  const added = names.map((typed) => {
    const name = typed.normalize('NFC').trim();
    if (nameKey(name) === '') throw new UsageError(msg`"${typed}" has no letters or digits to be a tag`);
    const known = library.tags.named(name);
    const tag = known.length === 0 ? library.tags.create(name, kind) : tagNamed(library, name);
    if (known.length === 0) newNames.push(tag.name);
    library.tags.choose(paperId, tag.id, 'added');
    return tag.name;
  });
  return { names: added, newNames };
}

export function tagPaper(library: Library, paperId: number, names: readonly string[], kind: TagKind): string[] {
  return library.write(() => {
    const added = addTags(library, paperId, names, kind);
    const deriver = new Deriver(library);
    // A new tag is found in the texts of other papers too.
    if (added.newNames.length > 0) deriver.refreshAll();
    else deriver.refresh(paperId);
    return added.names;
  });
}

/** Takes tags off a paper for good: the vocabulary does not put a removed tag back. */
export function untagPaper(library: Library, paperId: number, names: readonly string[]): string[] {
  return library.write(() => {
    const carried = new Set(library.tags.of(paperId).map(({ id }) => id));
    const removed = names.map((name) => {
      const tag = tagNamed(library, name);
      if (!carried.has(tag.id)) throw new NotFoundError(msg`the paper does not carry the tag ${tag.name}`);
      library.tags.choose(paperId, tag.id, 'removed');
      return tag.name;
    });
    new Deriver(library).refresh(paperId);
    return removed;
  });
}

/** Gives a tag further names, under which it is found in texts and by --tag from now on. */
export function aliasTag(library: Library, word: string, aliases: readonly string[]): Tag {
  return library.write(() => {
    const tag = tagNamed(library, word);
    for (const alias of aliases.map((typed) => typed.normalize('NFC').trim())) {
      if (nameKey(alias) === '') throw new UsageError(msg`"${alias}" has no letters or digits to be an alias`);
      const taken = library.tags.named(alias);
      const other = taken.find(({ id }) => id !== tag.id);
      if (other !== undefined) throw new ConflictError(msg`"${alias}" already names the tag ${other.name}`);
      if (taken.length === 0) library.tags.addAlias(tag.id, alias);
    }
    new Deriver(library).refreshAll();
    return tag;
  });
}

/** Takes back names that the user gave a tag. */
export function unaliasTag(library: Library, word: string, aliases: readonly string[]): Tag {
  return library.write(() => {
    const tag = tagNamed(library, word);
    const known = library.tags.aliasesOf(tag.id);
    for (const alias of aliases) {
      const found = known.find((other) => nameKey(other.alias) === nameKey(alias));
      if (found === undefined) throw new NotFoundError(msg`"${alias}" is no alias of the tag ${tag.name}`);
      if (found.shipped) throw new UsageError(msg`"${alias}" comes with kd and cannot be removed`);
      library.tags.removeAlias(tag.id, found.alias);
    }
    new Deriver(library).refreshAll();
    return tag;
  });
}

/** Gives a tag of the user's own another name. */
export function renameTag(library: Library, word: string, name: string): Tag {
  return library.write(() => {
    const tag = ownTag(library, word);
    const typed = name.normalize('NFC').trim();
    if (nameKey(typed) === '') throw new UsageError(msg`"${name}" has no letters or digits to be a tag`);
    const taken = library.tags.named(typed).find(({ id }) => id !== tag.id);
    if (taken !== undefined) {
      throw new ConflictError(
        msg`"${typed}" already names the tag ${taken.name}`,
        verbatim(`kd tag merge ${tag.name} ${taken.name}`),
      );
    }
    library.tags.rename(tag.id, typed);
    new Deriver(library).refreshAll();
    return { ...tag, name: typed };
  });
}

/** Makes a tag of the user's own one with another: its papers carry the other, and its names become aliases of it. */
export function mergeTags(library: Library, word: string, into: string): Tag {
  return library.write(() => {
    const tag = ownTag(library, word);
    const target = tagNamed(library, into);
    if (tag.id === target.id) throw new UsageError(msg`${tag.name} and ${into} are the same tag`);
    const names = [tag.name, ...library.tags.aliasesOf(tag.id).map(({ alias }) => alias)];
    library.tags.mergeInto(tag.id, target.id);
    const known = new Set(library.tags.aliasesOf(target.id).map(({ alias }) => nameKey(alias)));
    for (const name of names) if (!known.has(nameKey(name))) library.tags.addAlias(target.id, name);
    new Deriver(library).refreshAll();
    return target;
  });
}

/** A tag that the user made. @throws UsageError for one that comes with kd, which the next version would bring back */
function ownTag(library: Library, word: string): Tag {
  const tag = tagNamed(library, word);
  if (library.tags.isShipped(tag.id)) {
    throw new UsageError(
      msg`the tag ${tag.name} comes with kd and keeps its name`,
      msg`kd tag alias ${tag.name} NAME adds a name`,
    );
  }
  return tag;
}

export interface Suggestion {
  readonly phrase: string;
  readonly papers: readonly string[];
}

/** How long a phrase may be to name an idea. */
const LONGEST_PHRASE = 24;

/** Bold phrases and capital names that several papers have and no tag knows, most papers first. */
export function suggestTags(library: Library, least: number): Suggestion[] {
  const found = new Map<string, { phrase: string; papers: Set<string> }>();
  for (const paper of library.papers.all()) {
    const own = new Set(library.mentions.namesOf(paper.id).map(({ name }) => nameKey(name)));
    const texts = [
      ...library.weeks
        .readingsOf(paper.id)
        .map(({ textSource, textSpans }) => ({ source: textSource, spans: textSpans })),
      ...library.notes.ofPaper(paper.id),
    ];
    for (const { source, spans } of texts) {
      const summary = spans.summary === undefined ? '' : source.slice(...spans.summary);
      const names =
        summary.match(/(?<![\p{Script=Latin}\p{N}])\p{Lu}[\p{Script=Latin}\p{N}-]*\p{Lu}[\p{Script=Latin}\p{N}]*/gu) ??
        [];
      for (const phrase of [...spans.bold.map((span) => source.slice(...span)), ...names]) {
        const key = nameKey(phrase);
        if (key.length < 2 || phrase.length > LONGEST_PHRASE || own.has(key)) continue;
        const entry = found.get(key) ?? { phrase, papers: new Set<string>() };
        found.set(key, entry);
        entry.papers.add(paper.citationKey);
      }
    }
  }
  return [...found.values()]
    .filter(({ phrase, papers }) => papers.size >= least && library.tags.named(phrase).length === 0)
    .sort((a, b) => b.papers.size - a.papers.size || (a.phrase < b.phrase ? -1 : 1))
    .map(({ phrase, papers }) => ({ phrase, papers: [...papers] }));
}

export interface TagReason {
  readonly tag: Tag;
  readonly carried: boolean;
  readonly choice: 'added' | 'removed' | undefined;
  readonly evidence: readonly (Evidence & { readonly rule: Message })[];
}

/** Why a paper carries a tag, or does not: the user's decision and the evidence. */
export function whyTag(library: Library, paperId: number, word: string): TagReason {
  const tag = tagNamed(library, word);
  return {
    tag,
    carried: library.tags.of(paperId).some(({ id }) => id === tag.id),
    choice: library.tags.choices(paperId).find(({ tagId }) => tagId === tag.id)?.choice,
    evidence: library.tags
      .evidence(paperId)
      .filter(({ tagId }) => tagId === tag.id)
      .map((found) => ({ ...found, rule: ruleOf(found) })),
  };
}

/** The rule of matching by which a phrase is evidence. */
function ruleOf({ alias, place }: Evidence): Message {
  if (place === 'origin') return msg`the paper that made it known`;
  if (place === 'dataset') return msg`the note's data sets`;
  return msg`"${alias}", ${describeRule(alias)}`;
}
