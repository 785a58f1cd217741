/** How long a name may be, in bytes of UTF-8: file systems allow 255, and a synchronised folder's path is long by itself. */
const MOST_BYTES = 120;

/** Names that Windows keeps for devices, whatever follows a dot. */
const DEVICES = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** The names of files in one vault, safe on all systems and each there once, whatever its case. */
export class VaultNames {
  readonly #taken = new Set<string>();
  readonly #names = new Map<string, string>();

  /** Gives a thing its file's name, without folder and extension; the same thing always has the same. */
  add(kind: string, name: string): void {
    const id = `${kind} ${name}`;
    if (this.#names.has(id)) return;
    const safe = safeName(name);
    let free = safe;
    for (let number = 2; this.#taken.has(caseless(free)); number += 1) free = `${safe}-${number}`;
    this.#taken.add(caseless(free));
    this.#names.set(id, free);
  }

  /** The name that was given. */
  of(kind: string, name: string): string {
    return this.#names.get(`${kind} ${name}`) ?? safeName(name);
  }
}

/**
 * A name of a file without folder and extension that every system takes and that a wikilink can hold: no separators, no
 * signs of Windows or of Obsidian, no dot or blank at an end, no device, not too long.
 */
export function safeName(name: string): string {
  const characters = name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{C}\p{Z}\\/:*?"<>|#^[\]%]+/gu, '-');
  const encoder = new TextEncoder();
  let bytes = 0;
  let kept = '';
  for (const character of characters) {
    bytes += encoder.encode(character).length;
    if (bytes > MOST_BYTES) break;
    kept += character;
  }
  const trimmed = kept.replace(/^\.+/, '').replace(/\.$/, '-').replaceAll('..', '--');
  if (trimmed === '') return '-';
  return DEVICES.test(trimmed) ? `_${trimmed}` : trimmed;
}

/** What two names have in common that are one file on a system without cases or with another form of Unicode. */
function caseless(name: string): string {
  return name.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKC');
}
