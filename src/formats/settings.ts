import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Message, msg, verbatim } from '../domain/message.ts';
import { checkedSetting, isSettingKey } from '../domain/settings.ts';
import { KdError, UsageError } from '../errors.ts';
import { isDeepYaml, isLongYaml, TOO_MUCH } from './yaml.ts';

/** A value in the document, under the names that lead to it: `query: { name: … }`, or `query.name: …` as one. */
interface Place {
  readonly path: readonly string[];
  readonly value: string;
}

/** The text of a settings file: it keeps its comments and its order when a setting changes. */
export class SettingsText {
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #name: string;
  readonly #places = new Map<string, Place>();

  /** @throws UsageError with line and column, behind the file's name, where the text or a value in it is wrong */
  constructor(text: string, name: string) {
    this.#name = name;
    if (isLongYaml(text) || isDeepYaml(text)) throw new UsageError(msg`${name}: ${TOO_MUCH}`);
    // All values are texts: a query may be `2024`, and a pager `true`.
    this.#document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter: this.#lines });
    const [error] = this.#document.errors;
    if (error !== undefined) throw this.#wrong(error.pos[0], verbatim(error.message));
    const root = this.#document.contents as Node | null;
    if (root === null || isEmpty(root)) this.#document.contents = null;
    else if (isMap(root)) this.#read(root as YAMLMap<Node, Node | null>, []);
    else throw this.#wrong(root.range?.[0] ?? 0, msg`"key: value" was expected`);
  }

  /** The values by their keys, in the order of the text. */
  get values(): ReadonlyMap<string, string> {
    return new Map([...this.#places].map(([key, { value }]) => [key, value]));
  }

  /** The text with a setting set to a checked value. */
  with(key: string, value: string): string {
    const path = this.#pathOf(key);
    const [group = ''] = path;
    // `query:` with nothing below it is no map yet.
    if (path.length > 1 && !isMap(this.#document.get(group))) this.#replace(group, {});
    this.#document.setIn(path, value);
    return this.#document.toString({ lineWidth: 0 });
  }

  /** The text without a setting. */
  without(key: string): string {
    const path = this.#pathOf(key);
    this.#document.deleteIn(path);
    const [group = ''] = path;
    // It stays as `query:`, with the comments around it.
    if (path.length > 1 && !hasItems(this.#document.get(group))) this.#replace(group, '');
    if (!hasItems(this.#document.contents)) this.#document.contents = this.#document.createNode('');
    return this.#document.toString({ lineWidth: 0 });
  }

  /** Puts another value behind a key, and keeps the comments of the one before. */
  #replace(key: string, value: unknown): void {
    const old = this.#document.get(key, true) as Node | undefined;
    const { comment, commentBefore } = old ?? {};
    this.#document.set(key, Object.assign(this.#document.createNode(value), { comment, commentBefore }));
  }

  #pathOf(key: string): readonly string[] {
    return this.#places.get(key)?.path ?? key.split('.');
  }

  #read(map: YAMLMap<Node, Node | null>, above: readonly string[]): void {
    for (const { key: name, value } of map.items) {
      const at = name.range?.[0] ?? 0;
      if (!isScalar(name)) throw this.#wrong(at, msg`"key: value" was expected`);
      const path = [...above, String(name.value)];
      const key = path.join('.');
      if (isMap<Node, Node | null>(value) && above.length === 0) this.#read(value, path);
      else if (value !== null && !isEmpty(value)) this.#take(key, path, at, value);
      // `query:` with nothing below it says nothing.
      else if (key !== 'query' && key !== 'week') this.#check(key, '', at);
    }
  }

  #take(key: string, path: readonly string[], at: number, node: Node): void {
    const start = node.range?.[0] ?? at;
    if (!isScalar(node)) throw this.#wrong(start, msg`${key} must be text`);
    if (this.#places.has(key)) throw this.#wrong(at, msg`${key} is set twice`);
    const value = this.#check(key, String(node.value), isSettingKey(key) ? start : at);
    this.#places.set(key, { path, value });
  }

  #check(key: string, value: string, at: number): string {
    try {
      return checkedSetting(key, value);
    } catch (error) {
      if (!(error instanceof KdError)) throw error;
      throw this.#wrong(at, error.what);
    }
  }

  #wrong(offset: number, what: Message): UsageError {
    const { line, col } = this.#lines.linePos(offset);
    return new UsageError(msg`${this.#name}:${line}:${col}: ${what}`, verbatim('kd config --edit'));
  }
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === '';
}

function hasItems(node: unknown): boolean {
  return isMap(node) && node.items.length > 0;
}
