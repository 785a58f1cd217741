import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { CslItem } from '../domain/csl.ts';
import { msg } from '../domain/message.ts';
import { KdError, NotFoundError, UsageError } from '../errors.ts';
import { REFERENCE_STYLES } from '../formats/reference.ts';

/** A style of the Citation Style Language, with the texts that its language needs. */
export interface CitationStyle {
  readonly xml: string;
  readonly language: string;
  /** The locale file of a language, else that of American English. */
  readonly locale: (language: string) => string;
}

/** The part of citeproc-js that kd uses (citeproc-js.readthedocs.io, "Running the processor"). */
export interface Citeproc {
  readonly Engine: new (
    system: { retrieveLocale: (language: string) => string; retrieveItem: (id: string) => CslItem | undefined },
    style: string,
    language: string,
  ) => {
    setOutputFormat(format: 'text'): void;
    updateItems(ids: readonly string[]): void;
    makeBibliography(): false | [{ readonly entry_ids: readonly (readonly string[])[] }, readonly string[]];
  };
}

export interface StyledReference {
  /** The id of its item. */
  readonly id: string;
  readonly text: string;
}

/**
 * Reads a CSL style by its file. Its locales are `locales-en-US.xml` and others beside it, or in a folder `locales`
 * beside its own.
 * @throws UsageError where the name is neither a file nor a style of kd's own · NotFoundError without the locale
 */
export function readCitationStyle(file: string): CitationStyle {
  if (!existsSync(file) || !statSync(file).isFile()) {
    const known = REFERENCE_STYLES.join(', ');
    throw new UsageError(msg`there is no style "${file}"`, msg`write ${known}, or the path of a CSL file`);
  }
  const xml = readFileSync(file, 'utf8');
  const parent = /<link\b[^>]*\brel="independent-parent"[^>]*>/.exec(xml)?.[0];
  if (parent !== undefined) {
    const name = /\bhref="[^"]*\/([^"/]+)"/.exec(parent)?.[1] ?? '';
    throw new UsageError(msg`${file} only names another style`, msg`use the style file of ${name}`);
  }
  if (!/<style\b/.test(xml) || !/<bibliography\b/.test(xml))
    throw new UsageError(msg`${file} is no CSL style with a bibliography`, msg`write the path of a CSL file`);
  const folder = dirname(file);
  const folders = [folder, join(folder, 'locales'), join(folder, '..', 'locales')];
  const localeOf = (language: string): string | undefined => {
    const name = `locales-${language.replace(/[^A-Za-z-]/g, '')}.xml`;
    const path = folders.map((place) => join(place, name)).find((place) => existsSync(place));
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  };
  const english = localeOf('en-US');
  if (english === undefined) {
    throw new NotFoundError(
      msg`the style needs the file locales-en-US.xml, which is not beside it`,
      msg`put it from github.com/citation-style-language/locales into ${resolve(folder)}`,
    );
  }
  const language = /<style\b[^>]*\bdefault-locale="([A-Za-z-]+)"/.exec(xml)?.[1] ?? 'en-US';
  return { xml, language, locale: (wanted) => localeOf(wanted) ?? english };
}

/**
 * Loads the CSL processor citeproc-js, which kd does not come with for its licence's sake, from the first of the folders
 * (or those above it) in whose `node_modules` it is.
 * @throws NotFoundError that says how to install it
 */
export function loadCiteproc(folders: readonly string[]): Citeproc {
  for (const folder of folders) {
    const require = createRequire(join(resolve(folder), 'kd.cjs'));
    let path: string;
    try {
      path = require.resolve('citeproc');
    } catch {
      continue;
    }
    return require(path) as Citeproc;
  }
  throw new NotFoundError(
    msg`a CSL style needs the package citeproc, which is not installed`,
    msg`npm install citeproc, in ${resolve(folders[0] ?? '.')}, or npm install -g citeproc`,
  );
}

/** The references of the items in a style, in the order that it gives them. */
export function styledReferences(
  citeproc: Citeproc,
  style: CitationStyle,
  items: readonly CslItem[],
): StyledReference[] {
  const byId = new Map(items.map((item) => [String(item.id), item]));
  const system = { retrieveLocale: style.locale, retrieveItem: (id: string) => byId.get(id) };
  let made: ReturnType<InstanceType<Citeproc['Engine']>['makeBibliography']>;
  try {
    const engine = new citeproc.Engine(system, style.xml, style.language);
    engine.setOutputFormat('text');
    engine.updateItems([...byId.keys()]);
    made = engine.makeBibliography();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new KdError(msg`the style cannot be used: ${reason}`, undefined, error);
  }
  const [{ entry_ids: ids }, texts] = made === false ? [{ entry_ids: [] }, []] : made;
  return texts.map((text, index) => ({ id: String(ids[index]?.[0] ?? ''), text: text.trim().replace(/\s+/g, ' ') }));
}
