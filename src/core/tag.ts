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
    throw new ConflictError(`"${word}" names ${names.length} tags: ${names.join(', ')}`, 'use one of these names');
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
  const hint = near.length === 0 ? 'kd tag list --unused shows every tag' : `did you mean: ${near.join(', ')}?`;
  return new NotFoundError(`no tag is named "${word}"`, hint);
}

/** Puts tags on a paper; a name that no tag has becomes a new tag. Returns the tags' own names. */
export function addTags(library: Library, paperId: number, names: readonly string[], kind: TagKind = 'idea'): string[] {
  return names.map((typed) => {
    const name = typed.normalize('NFC').trim();
    if (nameKey(name) === '') throw new UsageError(`"${typed}" has no letters or digits to be a tag`);
    const [tag = library.tags.create(name, kind), ...others] = library.tags.named(name);
    if (others.length > 0) tagNamed(library, name);
    library.tags.choose(paperId, tag.id, 'added');
    return tag.name;
  });
}

export function tagPaper(library: Library, paperId: number, names: readonly string[], kind: TagKind): string[] {
  return library.write(() => {
    const added = addTags(library, paperId, names, kind);
    new Deriver(library).refresh(paperId);
    return added;
  });
}

/** Takes tags off a paper for good: the vocabulary does not put a removed tag back. */
export function untagPaper(library: Library, paperId: number, names: readonly string[]): string[] {
  return library.write(() => {
    const carried = new Set(library.tags.of(paperId).map(({ id }) => id));
    const removed = names.map((name) => {
      const tag = tagNamed(library, name);
      if (!carried.has(tag.id)) throw new NotFoundError(`the paper does not carry the tag ${tag.name}`);
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
      if (nameKey(alias) === '') throw new UsageError(`"${alias}" has no letters or digits to be an alias`);
      const taken = library.tags.named(alias);
      const other = taken.find(({ id }) => id !== tag.id);
      if (other !== undefined) throw new ConflictError(`"${alias}" already names the tag ${other.name}`);
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
      if (found === undefined) throw new NotFoundError(`"${alias}" is no alias of the tag ${tag.name}`);
      if (found.shipped) throw new UsageError(`"${alias}" comes with kd and cannot be removed`);
      library.tags.removeAlias(tag.id, found.alias);
    }
    new Deriver(library).refreshAll();
    return tag;
  });
}

export interface TagReason {
  readonly tag: Tag;
  readonly carried: boolean;
  readonly choice: 'added' | 'removed' | undefined;
  readonly evidence: readonly Evidence[];
}

/** Why a paper carries a tag, or does not: the user's decision and the evidence. */
export function whyTag(library: Library, paperId: number, word: string): TagReason {
  const tag = tagNamed(library, word);
  return {
    tag,
    carried: library.tags.of(paperId).some(({ id }) => id === tag.id),
    choice: library.tags.choices(paperId).find(({ tagId }) => tagId === tag.id)?.choice,
    evidence: library.tags.evidence(paperId).filter(({ tagId }) => tagId === tag.id),
  };
}
