import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadCiteproc, readCitationStyle, styledReferences } from '../../src/cli/citation-style.ts';
import { KdError, NotFoundError, UsageError } from '../../src/errors.ts';
import { Desk } from '../helpers/io.ts';

const STYLE = '<style default-locale="de-DE"><citation/><bibliography/></style>';

/** A stand-in for citeproc-js: a reference is what the engine was given, and the last item comes first. */
const ENGINE = `
exports.Engine = class {
  constructor(system, style, language) {
    if (style.includes('broken')) throw new Error('no macro');
    Object.assign(this, { system, locale: system.retrieveLocale(language) });
  }
  setOutputFormat(format) { this.format = format; }
  updateItems(ids) { this.ids = [...ids].reverse(); }
  makeBibliography() {
    const text = (id) => '  ' + [this.format, this.locale, this.system.retrieveItem(id).title].join(' · ') + '\\n';
    return [{ entry_ids: this.ids.map((id) => [id]) }, this.ids.map(text)];
  }
};`;

describe('kd cite', () => {
  const desk = new Desk();
  const styles = mkdtempSync(join(tmpdir(), 'kd-styles-'));
  const style = join(styles, 'mine.csl');

  beforeAll(async () => {
    writeFileSync(style, STYLE);
    const title = 'title: Understanding the Role of the Projector 2024AAAI';
    const head = [title, 'authors: [Roy Miles, Krystian Mikolajczyk]', 'doi: 10.1609/aaai.v38i5.28219'].join('\n');
    await desk.kd(['add'], { stdin: `---\n${head}\n---\n` });
    await desk.kd(['add', 'CrossKD: Cross-Head Distillation 2024CVPR']);
  });
  afterAll(() => {
    desk.dispose();
    rmSync(styles, { recursive: true });
  });

  it('prints citation keys, one a line, each once', async () => {
    expect(await desk.kd(['cite', 'crosskd', 'projector', '2'])).toEqual({
      out: 'crosskd-cross-head-2024\nunderstanding-role-projector-2024\n',
      err: '',
      code: 0,
    });
    expect((await desk.kd(['cite', 'crosskd', '--ids'])).out).toBe('2\n');
  });

  it('prints references in a style of kd’s own', async () => {
    const { out } = await desk.kd(['cite', 'projector', 'crosskd', '--style', 'plain']);
    expect(out).toBe(
      'Roy Miles, Krystian Mikolajczyk. Understanding the Role of the Projector. AAAI 2024.\n' +
        'CrossKD: Cross-Head Distillation. CVPR 2024.\n',
    );
    expect((await desk.kd(['cite', 'projector', '--style', 'APA'])).out).toMatch(
      /^Miles, R\., & Mikolajczyk, K\. \(2024\)\. Understanding the Role of the Projector\. In .*\. https:\/\/doi\.org\/10\.1609\/aaai\.v38i5\.28219\n$/,
    );
  });

  it('prints both in JSON', async () => {
    const { out } = await desk.kd(['cite', 'crosskd', '--style', 'plain', '--json']);
    expect(JSON.parse(out)).toEqual({
      schema: 1,
      data: [
        { id: 2, 'citation-key': 'crosskd-cross-head-2024', reference: 'CrossKD: Cross-Head Distillation. CVPR 2024.' },
      ],
      warnings: [],
    });
    expect((await desk.kd(['cite', 'crosskd', '--jsonl'])).out).toBe(
      '{"id":2,"citation-key":"crosskd-cross-head-2024"}\n',
    );
  });

  it('says which styles there are, and what a CSL style needs', async () => {
    expect(await desk.kd(['cite', 'crosskd', '--style', 'chicago'])).toEqual({
      out: '',
      err: 'kd: there is no style "chicago"\ntry: write plain, ieee, apa, gbt7714, or the path of a CSL file\n',
      code: 2,
    });
    expect(await desk.kd(['cite', 'crosskd', '--style', style])).toEqual({
      out: '',
      err: [
        'kd: the style needs the file locales-en-US.xml, which is not beside it',
        `try: put it from github.com/citation-style-language/locales into ${styles}`,
        '',
      ].join('\n'),
      code: 3,
    });
  });

  it('has a CSL file’s references made by citeproc, in the order of the style', async () => {
    writeFileSync(join(styles, 'locales-en-US.xml'), 'English');
    expect(() => loadCiteproc([styles])).toThrow(NotFoundError);
    mkdirSync(join(styles, 'node_modules', 'citeproc'), { recursive: true });
    writeFileSync(join(styles, 'node_modules', 'citeproc', 'index.js'), ENGINE);
    expect(await desk.kd(['cite', 'projector', 'crosskd', '--style', style])).toEqual({
      out: 'text · English · CrossKD: Cross-Head Distillation\ntext · English · Understanding the Role of the Projector\n',
      err: '',
      code: 0,
    });
    mkdirSync(join(styles, 'locales'));
    writeFileSync(join(styles, 'locales', 'locales-de-DE.xml'), 'Deutsch');
    const { out } = await desk.kd(['cite', 'crosskd', '--style', style, '--json=citation-key,reference']);
    expect(JSON.parse(out).data).toEqual([
      { 'citation-key': 'crosskd-cross-head-2024', reference: 'text · Deutsch · CrossKD: Cross-Head Distillation' },
    ]);
  });

  it('refuses a file that is no style, that names another one, or that the processor cannot use', () => {
    const file = (text: string) => {
      writeFileSync(join(styles, 'other.csl'), text);
      return join(styles, 'other.csl');
    };
    expect(() => readCitationStyle(file('<svg/>'))).toThrow(UsageError);
    const parent =
      '<style><info><link href="http://www.zotero.org/styles/nature" rel="independent-parent"/></info></style>';
    expect(() => readCitationStyle(file(parent))).toThrow(/other\.csl only names another style/);
    const broken = readCitationStyle(file(STYLE.replace('/>', ' name="broken"/>')));
    const use = () => styledReferences(loadCiteproc([styles]), broken, []);
    expect(use).toThrow(KdError);
    expect(use).toThrow('the style cannot be used: no macro');
  });
});
