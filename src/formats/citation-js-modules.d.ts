/** The little that kd uses of Citation.js, which has no types of its own. */
declare module '@citation-js/core' {
  interface Plugins {
    readonly input: {
      /** Reads a record of a named type, `@biblatex/entry+object` for one; what comes back are CSL items. */
      data(record: unknown, type: string): Record<string, unknown>[];
      chain(input: unknown, options: Record<string, unknown>): Record<string, unknown>[];
    };
    readonly output: {
      format(name: string, items: readonly unknown[], options?: Record<string, unknown>): unknown;
    };
    /** The settings of a plug-in by its name, `@bibtex` or `@ris`; they may be changed. */
    readonly config: { get(name: string): unknown };
  }
  const core: { readonly plugins: Plugins; readonly util: Readonly<Record<string, unknown>> };
  export default core;
}
declare module '@citation-js/plugin-bibtex';
declare module '@citation-js/plugin-ris';
