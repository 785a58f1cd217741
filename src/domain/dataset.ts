import { nameKey } from './text.ts';

/** The names under which a data set stands in a note's cell. */
export interface Dataset {
  readonly tagId: number;
  readonly names: readonly string[];
}

/** Looks up data sets by name; digits behind a name do not count (`CIFAR10/100`, `COCO2017`). */
export class DatasetTable {
  readonly #byKey = new Map<string, Dataset>();

  constructor(datasets: Iterable<Dataset>) {
    for (const dataset of datasets) for (const name of dataset.names) this.#byKey.set(nameKey(name), dataset);
  }

  find(text: string): Dataset | undefined {
    const key = nameKey(text);
    return (
      this.#byKey.get(key) ?? this.#byKey.get(key.replace(/\d+k?$/, '')) ?? this.#byKey.get(key.replace(/\d+/g, ''))
    );
  }

  /**
   * The data sets that a cell lists. Two spaces or a comma separate them, or one space where that leaves known
   * names: `CIFAR  Stanford Cars`, `CIFAR ImageNet`.
   */
  split(cell: string): string[] {
    return cell.split(/\s{2,}|[,，、;；]\s*/).flatMap((part) => this.#splitWords(part.trim()));
  }

  #splitWords(part: string): string[] {
    const words = part.split(/\s+/).filter((word) => word !== '');
    if (words.length < 2 || this.find(part) !== undefined) return words.length === 0 ? [] : [part];
    const names: string[] = [];
    let unknown: string[] = [];
    for (let at = 0; at < words.length; ) {
      let length = Math.min(3, words.length - at);
      while (length > 0 && this.find(words.slice(at, at + length).join(' ')) === undefined) length -= 1;
      if (length === 0) unknown.push(words[at] ?? '');
      if (length > 0 && unknown.length > 0) names.push(unknown.join(' '));
      if (length > 0) {
        unknown = [];
        names.push(words.slice(at, at + length).join(' '));
      }
      at += Math.max(1, length);
    }
    if (unknown.length > 0) names.push(unknown.join(' '));
    return names;
  }
}
