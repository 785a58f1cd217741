import { fromMarkdown } from 'mdast-util-from-markdown';
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly';

/** A piece of an entry's text with what its marks say of it. */
export interface Span {
  readonly text: string;
  /** The address of the link it is in; empty where the link has none yet (`[code]()`). */
  readonly url?: string | undefined;
  readonly strong: boolean;
  readonly emphasis: boolean;
  /** It ends a line that was broken on purpose (`<br>`). */
  readonly isBreak?: boolean | undefined;
}

/** The parts of mdast that are looked at. */
interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly alt?: string | null;
  /** The label of a link by reference, as typed. */
  readonly label?: string | null;
  readonly children?: readonly Node[];
}

/** More than an entry that a person wrote has; the Markdown parser is quadratic in marks left open. */
const LONGEST = 20_000;
const MOST_MARKS = 500;

/** Letters of the private use area that stand for `_` and `*` in formulas while the text is parsed. */
const UNDERSCORE = '\uE000';
const ASTERISK = '\uE001';

/**
 * The spans of one entry: Markdown and the HTML in it, links by reference filled in from the definitions, addresses
 * without marks made links. The text is never read as a block: it can begin with `2019.` or `#`.
 */
export function readInline(text: string, definitions: ReadonlyMap<string, string>): Span[] {
  const source = masked(text);
  const marks = source.match(/[*_[\]<`!]/g)?.length ?? 0;
  if (source.length > LONGEST || marks > MOST_MARKS) return new SpanWriter().write(cleaned(text)).spans();
  const used = new Set(
    [...source.matchAll(/\[([^[\]]{1,99})\]/g)]
      .map((match) => labelKey(match[1] ?? ''))
      .filter((k) => definitions.has(k)),
  );
  const references = [...used].map((label) => `[${label}]: <${definitions.get(label) ?? ''}>`).join('\n');
  // The full stop keeps the line from being read as a block; it is punctuation, so marks right behind it count.
  const tree = fromMarkdown(`.${source}\n\n${references}`, { extensions: [cjkFriendlyExtension()] }) as Node;
  const writer = new SpanWriter();
  walk(tree, writer, definitions);
  return withoutStop(writer.spans());
}

/** How a reference is compared with its definition (CommonMark 0.31, 4.7). */
export function labelKey(label: string): string {
  return label.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * The text with formulas masked, with links of reStructuredText as those of Markdown, and without the marks of a link
 * that is bold as a whole: an asterisk in its words (`90%*`) would pair with them.
 */
function masked(text: string): string {
  return text
    .replace(/\[\*\*([^\]\n]{1,400})\*\*\](?=\()/g, '[$1]')
    .replace(/`"?([^`<>"]{1,300})"?\s*<(https?:\/\/[^>\s]{1,900})>`__?/g, '[$1]($2)')
    .replace(/\$[^$\r\n]{1,200}\$/g, (formula) => formula.replaceAll('_', UNDERSCORE).replaceAll('*', ASTERISK));
}

/** The text as a person sees it: no invisible characters, one kind of space and of hyphen. */
export function cleaned(text: string): string {
  return text
    .replaceAll(UNDERSCORE, '_')
    .replaceAll(ASTERISK, '*')
    .replace(/&nbsp;?/g, ' ')
    .replace(/\uFE0F|[\u00AD\u200B-\u200F\u2060\uFEFF]/g, '')
    .replace(/[\u00A0\u2000-\u200A\u202F\u3000\t]/g, ' ')
    .replace(/-?[\u2010\u2011]-?/g, '-');
}

function walk(node: Node, writer: SpanWriter, definitions: ReadonlyMap<string, string>): void {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
    case 'code':
      writer.write(cleaned(node.value ?? ''));
      return;
    case 'html':
      writer.writeHtml(node.value ?? '');
      return;
    case 'break':
      writer.breakLine();
      return;
    case 'image':
    case 'imageReference':
      writer.writeImage(node.url ?? '', node.alt ?? '');
      return;
    case 'definition':
      return;
  }
  const inside = () => {
    for (const child of node.children ?? []) walk(child, writer, definitions);
  };
  if (node.type === 'link') writer.inLink(node.url ?? '', inside);
  else if (node.type === 'linkReference') writer.inLink(definitions.get(labelKey(node.label ?? '')) ?? '', inside);
  else if (node.type === 'strong' || node.type === 'emphasis') writer.within(node.type, inside);
  else inside();
}

/** Collects spans; texts with the same marks become one. */
class SpanWriter {
  readonly #spans: Span[] = [];
  #strong = 0;
  #emphasis = 0;
  #url: string | undefined;
  #hidden = 0;

  write(text: string): this {
    if (this.#hidden > 0 || text === '') return this;
    const span = { text, url: this.#url, strong: this.#strong > 0, emphasis: this.#emphasis > 0 };
    const last = this.#spans.at(-1);
    const joins =
      last !== undefined &&
      last.isBreak !== true &&
      last.url === span.url &&
      // A link is one thing, however its words are marked.
      (span.url !== undefined || (last.strong === span.strong && last.emphasis === span.emphasis));
    if (joins)
      this.#spans[this.#spans.length - 1] = { ...last, text: last.text + text, strong: last.strong || span.strong };
    else this.#spans.push(span);
    return this;
  }

  breakLine(): void {
    this.#spans.push({ text: '\n', strong: false, emphasis: false, isBreak: true });
  }

  within(mark: 'strong' | 'emphasis', inside: () => void): void {
    if (mark === 'strong') this.#strong += 1;
    else this.#emphasis += 1;
    inside();
    if (mark === 'strong') this.#strong -= 1;
    else this.#emphasis -= 1;
  }

  inLink(url: string, inside: () => void): void {
    const outer = this.#url;
    const before = this.#spans.length;
    this.#url = url;
    inside();
    // A link without words is still an address.
    if (this.#spans.length === before) this.write(' ');
    this.#url = outer;
  }

  /** A badge (`img.shields.io/badge/Conference-NeurIPS'23-blue`) is text that someone had drawn; other images are none. */
  writeImage(url: string, alt: string): void {
    const badge = /img\.shields\.io\/badge\/(?:[^-/?]*-)?([^-/?]{2,60})-[^-/?]+(?:\?|$)/.exec(url)?.[1];
    const words = badge === undefined ? '' : decoded(badge).replaceAll('_', ' ');
    if (/^[A-Za-z][A-Za-z ]{1,30}['’ -]?\d{2,4}(?: [A-Za-z ]{2,30})?$/.test(words)) this.write(` [${words}] `);
    else if (this.#url !== undefined && !url.includes('img.shields.io')) this.write(cleaned(alt));
  }

  writeHtml(html: string): void {
    for (const [token] of html.replace(/<!--[\s\S]*?-->/g, ' ').matchAll(/<[^>]*>|[^<]+|</g)) {
      const tag = /^<(\/?)([a-z][a-z0-9]*)\b([^>]*)>$/i.exec(token);
      if (tag === null) this.write(cleaned(unescapedHtml(token)));
      else this.#tag(tag[2]?.toLowerCase() ?? '', tag[1] === '/', tag[3] ?? '');
    }
  }

  #tag(name: string, closes: boolean, attributes: string): void {
    const step = closes ? -1 : 1;
    if (name === 'a') {
      const href = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(attributes);
      // A link without words is still an address.
      if (closes && this.#url !== undefined && this.#spans.at(-1)?.url !== this.#url) this.write(' ');
      this.#url = closes || href === null ? undefined : unescapedHtml(href[1] ?? href[2] ?? href[3] ?? '').trim();
    } else if (name === 'b' || name === 'strong') this.#strong = Math.max(0, this.#strong + step);
    else if (name === 'i' || name === 'em') this.#emphasis = Math.max(0, this.#emphasis + step);
    else if (name === 'sup') this.#hidden = Math.max(0, this.#hidden + step);
    else if (/^(?:br|p|li|div|tr)$/.test(name)) this.breakLine();
  }

  /** The spans, with addresses in plain text as links of their own. */
  spans(): Span[] {
    return this.#spans.flatMap((span) =>
      span.url === undefined && span.text.includes('://') ? splitAddresses(span) : [span],
    );
  }
}

function splitAddresses(span: Span): Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (const match of span.text.matchAll(/https?:\/\/[^\s<>"|\\^`{}\u3000-\u303F\uFF01-\uFF5E\p{Script=Han}]+/gu)) {
    const address = match[0].replace(/[.,;:!?'\])]+$/, '');
    spans.push({ ...span, text: span.text.slice(start, match.index) }, { ...span, text: address, url: address });
    start = match.index + address.length;
  }
  return [...spans, { ...span, text: span.text.slice(start) }].filter(({ text }) => text !== '');
}

function withoutStop(spans: readonly Span[]): Span[] {
  const [first, ...others] = spans;
  if (first === undefined) return [];
  return [{ ...first, text: first.text.replace(/^\./, '') }, ...others].filter(({ text }) => text !== '');
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

function unescapedHtml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,6})|([a-z]{2,6}));/gi,
    (entity, code: string | undefined, name: string | undefined) => {
      if (code !== undefined && Number(code) <= 0x10ffff) return String.fromCodePoint(Number(code));
      return ENTITIES[name?.toLowerCase() ?? ''] ?? entity;
    },
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
