import { msg } from '../domain/message.ts';
import { nameKey } from '../domain/text.ts';
import { NotFoundError, UsageError } from '../errors.ts';
import type { Library } from '../store/library.ts';
import { Deriver } from './derive.ts';

/** Gives a paper further names (DKD), under which texts that mention it are understood. */
export function namePaper(library: Library, paperId: number, names: readonly string[]): void {
  library.write(() => {
    for (const name of names.map((typed) => typed.normalize('NFC').trim())) {
      if (nameKey(name).length < 2) throw new UsageError(msg`"${name}" is too short for a name`);
      library.mentions.chooseAlias(paperId, name, 'added');
    }
    new Deriver(library).refresh(paperId);
  });
}

/** Takes names off a paper, those that kd learned too: they are not learned again. */
export function unnamePaper(library: Library, paperId: number, names: readonly string[]): void {
  library.write(() => {
    const known = library.mentions.namesOf(paperId);
    for (const name of names) {
      const found = known.find((other) => nameKey(other.name) === nameKey(name));
      if (found === undefined) throw new NotFoundError(msg`the paper is not known as "${name}"`);
      library.mentions.chooseAlias(paperId, found.name, 'removed');
    }
    new Deriver(library).refresh(paperId);
  });
}
