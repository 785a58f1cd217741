// Bibliographies in and out, as they are typed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Dialogue, DOWN, ENTER } from '../helpers/dialogue.ts';
import { Desk } from '../helpers/io.ts';

const ENTRY = `@string{aaai = {Proceedings of the AAAI Conference on Artificial Intelligence}}

@inproceedings{li2024whitening,
  title = {{W}hitening the Teacher: {ViT}s that Share},
  author = {Li, Wei and M{\\"u}ller, Anna and others},
  booktitle = aaai,
  year = 2024,
  pages = {10--19},
  doi = {10.1609/aaai.v38i1.1},
  abstract = {On teachers.},
  mynote = {kept for me}
}
`;

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});
afterEach(() => desk.dispose());

function file(name: string, text: string | Uint8Array): string {
  const path = join(desk.folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const json = (out: string) => JSON.parse(out) as { data: Record<string, unknown>[] };

describe('kd import of bibliographies', () => {
  it('tells the format by name and text, and says what became of each file', async () => {
    const paths = [
      file('refs.bib', ENTRY),
      file('zotero.json', '[{"id": "a", "type": "article-journal", "title": "On Alignment", "volume": "3"}]'),
      file('lib.ris', 'TY  - JOUR\nTI  - On Projection\nPY  - 2021\nER  - \n'),
      file('notes.csv', 'Title,Publication Year,Author\nOn Temperature,2020,"Hinton, Geoffrey; Dean, Jeff"\n'),
      file('papers.yaml', '- title: On Masking\n  year: 2022\n  tags: [whitening]\n'),
      file('papers.jsonl', '{"title":"On Pruning","venue":"CVPR","year":2019}\n'),
      file(
        'awesome-kd.md',
        '# Papers\n\n- [One Long Title on Lists](https://arxiv.org/abs/2001.00001), Wei Li, 2020\n- [Two Long Titles on Lists](https://arxiv.org/abs/2001.00002), Bo Xu, 2020\n- [Three Long Titles on Lists](https://arxiv.org/abs/2001.00003), Bo Xu, 2021\n',
      ),
      file('README.md', '# Code\n\nCite us:\n\n```bibtex\n@article{b, title = {On Fences}, year = 2023}\n```\n'),
    ];
    const { out, code } = await desk.kd(['import', ...paths]);
    expect(code).toBe(0);
    const rows = out.trimEnd().split('\n');
    expect(rows.map((row) => row.split('\t').slice(2, 5).join(' '))).toEqual([
      'bibtex new 1',
      'csl new 1',
      'ris new 1',
      'csv new 1',
      'yaml new 1',
      'jsonl new 1',
      'list new 3',
      'bibtex new 1',
    ]);
    const listed = (await desk.kd(['list', '--all'])).out;
    expect(listed).toContain('li2024whitening\t2024\tAAAI\tWhitening the Teacher: ViTs that Share\t');
    expect(listed).toMatch(/On Masking\twhitening\n/);
  });

  it('keeps what kd says where a file says another thing, and ends with 4 until that is decided', async () => {
    await desk.kd(['add', 'Whitening the Teacher: ViTs that Share 2023CVPR']);
    const path = file('refs.bib', ENTRY);
    const { err, code } = await desk.kd(['import', path]);
    expect(code).toBe(4);
    expect(err).toContain(`${path}:3: whitening-teacher-vits-2023: venue is CVPR in kd, AAAI in the file\n`);
    expect(err).toContain(`${path}:3: whitening-teacher-vits-2023: year is 2023 in kd, 2024 in the file\n`);
    expect((await desk.kd(['import', path, '--on-conflict', 'keep'])).code).toBe(0);
    expect((await desk.kd(['list'])).out).toContain('2023\tCVPR\t');
    const taken = await desk.kd(['import', path, '--on-conflict', 'theirs']);
    expect([taken.code, taken.err]).toEqual([0, expect.stringContaining('venue was CVPR, is now AAAI')]);
    expect((await desk.kd(['list'])).out).toContain('2024\tAAAI\t');
    expect((await desk.kd(['show', 'li2024whitening', '--ids'])).out).toBe('1\n');
  });

  it('asks about each difference on a terminal', async () => {
    await desk.kd(['add', 'Whitening the Teacher: ViTs that Share 2023CVPR']);
    const dialogue = new Dialogue([ENTER, DOWN + ENTER]);
    const path = file('refs.bib', ENTRY);
    const { code } = await desk.kd(['import', path, '--on-conflict', 'ask'], { columns: 80, dialogue });
    dialogue.close();
    expect(code).toBe(0);
    expect((await desk.kd(['list'])).out).toContain('2024\tCVPR\t');
    expect((await desk.kd(['import', path, '--on-conflict', 'ask'])).code).toBe(2);
  });

  it('names a broken entry with its line, takes the others, and ends with 1', async () => {
    const path = file(
      'refs.bib',
      `@article{a, title = {Left {Open}, year = 2020}\n\n@article{b, title = {Closed}, year = 2021}\n`,
    );
    const { err, code } = await desk.kd(['import', path]);
    expect(code).toBe(1);
    expect(err).toMatch(/refs\.bib:1:\d+: /);
    expect((await desk.kd(['list'])).out).toContain('\tClosed\t');
  });

  it('reads Latin-1 where a file is no UTF-8, and says so', async () => {
    const bytes = Buffer.from('@article{a, title = {Caf\xe9 Distilled}, year = 2020}\n', 'latin1');
    const { err, code } = await desk.kd(['import', file('old.bib', bytes)]);
    expect([code, err]).toEqual([0, expect.stringContaining('not UTF-8: read as windows-1252')]);
    expect((await desk.kd(['list'])).out).toContain('Café Distilled');
  });

  it('is one operation: a dry run writes nothing, and undo takes all of it back', async () => {
    const path = file('refs.bib', ENTRY);
    expect((await desk.kd(['import', path, '-n'])).err).toContain('dry run: 1 new');
    expect(existsSync(desk.library)).toBe(false);
    await desk.kd(['add', 'A Paper to Stay 2024AAAI']);
    const before = (await desk.kd(['dump', '--canonical'])).out;
    await desk.kd(['import', path]);
    await desk.kd(['undo']);
    expect((await desk.kd(['dump', '--canonical'])).out).toBe(before);
  });

  it('fails a file in which there is no paper, and names it', async () => {
    const paths = [file('bin.bib', Buffer.from([1, 2, 3])), file('no.csv', 'title\n'), file('bad.json', '{"title": ')];
    const { out, err, code } = await desk.kd(['import', ...paths]);
    expect([out, code]).toEqual(['', 1]);
    expect(err).toContain('bin.bib: no paper in it\n');
    expect(err).toContain('no.csv: no paper in it\n');
    expect(err).toMatch(/bad\.json:1: /);
    expect(err).toContain('3 files failed');
  });

  it('keeps what is no value of its variable in CSL, and drops no other record for it', async () => {
    const items = [
      {
        id: 'a',
        type: {},
        title: 'On Hostile Records',
        DOI: { x: 1 },
        URL: true,
        keyword: [1, 2],
        'container-title': {},
      },
      { id: 'b', type: 'article', title: 'On Others' },
    ];
    const path = file('odd.json', JSON.stringify(items));
    expect((await desk.kd(['import', path])).code).toBe(0);
    const again = JSON.parse((await desk.kd(['export', '--to', 'csl'])).out) as Record<string, unknown>[];
    expect(again[0]?.['custom']).toMatchObject({ odd: { DOI: { x: 1 }, URL: true, keyword: [1, 2] } });
    expect(again).toHaveLength(2);
  });

  it('finds bibliographies in a folder', async () => {
    file('refs/a.bib', ENTRY);
    file('refs/deep/b.ris', 'TY  - JOUR\nTI  - On Projection\nER  - \n');
    file('refs/c.txt', 'nothing');
    expect((await desk.kd(['import', join(desk.folder, 'refs')])).err).toContain('2 new papers');
  });

  it('says where it cannot tell the format, and takes --from for it', async () => {
    const path = file('refs.unknown', ENTRY);
    const { err, code } = await desk.kd(['import', path]);
    expect([code, err]).toEqual([2, expect.stringMatching(/what format this is cannot be told\ntry: name it: --from/)]);
    expect((await desk.kd(['import', path, '--from', 'bibtex'])).code).toBe(0);
  });

  it('gives new papers the status that is asked for', async () => {
    await desk.kd(['import', file('refs.bib', ENTRY), '--status', 'read']);
    expect(json((await desk.kd(['list', '--json=status'])).out).data).toEqual([{ status: 'read' }]);
  });
});

describe('kd export', () => {
  beforeEach(async () => {
    await desk.kd(['import', file('refs.bib', ENTRY)]);
    await desk.kd(['add', 'A Second Paper on Logits 2023CVPR', '--author', 'Bo Xu', '--week', '2024-05-17']);
  });

  it('writes an entry as it was read, and another as bibliographies expect', async () => {
    const { out, code } = await desk.kd(['export', '--to', 'bibtex']);
    expect(code).toBe(0);
    expect(out).toContain('  title = {{W}hitening the Teacher: {ViT}s that Share},\n');
    expect(out).toContain('Li, Wei and M{\\"u}ller, Anna and others');
    expect(out).toContain('  mynote = {kept for me}\n');
    expect(out).toContain('@inproceedings{second-paper-logits-2023,\n');
    expect(out).toContain('Conference on Computer Vision and Pattern Recognition');
    expect((await desk.kd(['export', 'venue:CVPR', '--to', 'bibtex', '--keys', 'author-year'])).out).toContain(
      '{xu2023second,',
    );
    expect((await desk.kd(['export', 'id:1', '--to', 'bibtex', '--dialect', 'biblatex'])).out).toContain(
      'date = {2024}',
    );
  });

  it.each(['csl', 'ris', 'csv', 'tsv', 'yaml', 'jsonl', 'markdown', 'latex'])(
    'writes %s for a week',
    async (format) => {
      const { out, err, code } = await desk.kd(['export', 'week:2024-W20', '--to', format]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('A Second Paper');
      expect(out).not.toContain('Whitening');
    },
  );

  it('takes the format from the name of the file, and replaces only what it wrote itself', async () => {
    const path = join(desk.folder, 'out.bib');
    expect((await desk.kd(['export', '-o', path])).code).toBe(0);
    await desk.kd(['set', '1', 'rating=4']);
    expect((await desk.kd(['export', '-o', path])).code).toBe(0);
    writeFileSync(path, 'mine');
    expect((await desk.kd(['export', '-o', path])).code).toBe(4);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect((await desk.kd(['export', '-o', path, '--force'])).code).toBe(0);
    expect((await desk.kd(['export'])).code).toBe(2);
    expect((await desk.kd(['export', '--to', 'latex', '--columns', 'nothing'])).code).toBe(2);
  });

  it('writes a vault, and leaves alone a note that was changed in it', async () => {
    const vault = join(desk.folder, 'Vault');
    expect((await desk.kd(['export', '--to', 'obsidian', '-o', vault])).code).toBe(0);
    const note = join(vault, 'papers', 'li2024whitening.md');
    writeFileSync(note, `${readFileSync(note, 'utf8')}\nmine\n`);
    const { err, code } = await desk.kd(['export', '--to', 'obsidian', '-o', vault]);
    expect([code, err]).toEqual([4, expect.stringContaining(`${note}: left alone`)]);
    expect(err).toMatch(/\ntry: kd import \S+li2024whitening\.md takes your changes/);
    expect(readFileSync(note, 'utf8')).toMatch(/mine\n$/);
    expect(readdirSync(join(vault, 'papers')).sort()).toEqual(['li2024whitening.md', 'second-paper-logits-2023.md']);
    expect((await desk.kd(['export', '--to', 'obsidian'])).code).toBe(2);
  });

  it('of a vault is not read back as notes, but for those that were changed', async () => {
    const vault = join(desk.folder, 'Vault');
    await desk.kd(['export', '--to', 'obsidian', '-o', vault]);
    const before = (await desk.kd(['dump', '--canonical'])).out;
    const { err, code } = await desk.kd(['import', vault]);
    expect([code, err]).toEqual([0, expect.stringContaining('li2024whitening.md: a report that kd put together')]);
    expect((await desk.kd(['dump', '--canonical'])).out).toBe(before);
    const note = join(vault, 'papers', 'li2024whitening.md');
    writeFileSync(note, `${readFileSync(note, 'utf8')}\nmine\n`);
    expect((await desk.kd(['import', vault])).out).toMatch(/li2024whitening\.md\t\S*\tnote\tnew\t/);
    expect((await desk.kd(['export', '--to', 'obsidian', '-o', vault, '--force'])).err).toContain(`${note}: replaced`);
  });

  it('neutralises formulas for spreadsheets on request', async () => {
    await desk.kd(['import', file('evil.csv', 'title\n"=HYPERLINK(1)"\n')]);
    expect((await desk.kd(['export', '--to', 'csv'])).out).toContain(',=HYPERLINK(1),');
    expect((await desk.kd(['export', '--to', 'csv', '--spreadsheet-safe'])).out).toContain(",'=HYPERLINK(1),");
  });
});

describe('kd add', () => {
  it('takes one entry from standard input, with flags, into this week', async () => {
    const { out, code } = await desk.kd(['add', '--theme', '特征蒸馏', '--key-idea', '教师先白化'], { stdin: ENTRY });
    expect([code, out]).toEqual([0, expect.stringMatching(/^1\tli2024whitening\t2024-05-17\t/)]);
    expect((await desk.kd(['report', '--week', '2024-05-17'])).out).toContain(
      '> 特征蒸馏\n### Whitening the Teacher: ViTs that Share 2024AAAI\n- 教师先白化\n',
    );
    expect((await desk.kd(['export', '--to', 'csv', '--columns', 'page,doi'])).out).toContain(
      '10-19,10.1609/aaai.v38i1.1',
    );
    expect((await desk.kd(['undo'])).code).toBe(0);
    expect((await desk.kd(['list'])).out).toBe('');
  });

  it('refuses several entries, and a text without one', async () => {
    const two = await desk.kd(['add'], { stdin: `${ENTRY}@article{b, title = {Two}}\n` });
    expect([two.code, two.err]).toEqual([2, expect.stringContaining('this text has 2 papers')]);
    expect((await desk.kd(['add'], { stdin: '@comment{nothing}\n' })).code).toBe(2);
  });

  it('says of an identifier alone what it can tell, and lets the paper wait for its title', async () => {
    const { out, err, code } = await desk.kd(['add', '10.1609/aaai.v38i5.28219', '--offline']);
    expect([code, out.split('\t')[2]]).toEqual([0, '']);
    expect(err).toContain('title="…"');
    expect(json((await desk.kd(['list', '--json'])).out).data).toEqual([
      expect.objectContaining({ year: 2024, venue: 'AAAI', title: '10.1609/aaai.v38i5.28219', status: 'to-read' }),
    ]);
    const titled = await desk.kd([
      'add',
      'arXiv:1503.02531',
      '--title',
      'Distilling the Knowledge in a Neural Network',
    ]);
    expect([titled.code, titled.out]).toEqual([0, expect.stringContaining('\t2024-05-17\t')]);
    expect((await desk.kd(['add', 'https://arxiv.org/abs/1503.02531v2'])).code).toBe(4);
  });
});

describe('a dump', () => {
  it('goes back into an empty library, and into no other', async () => {
    await desk.kd(['import', file('refs.bib', ENTRY)]);
    await desk.kd(['add', 'A Second Paper on Logits 2023CVPR']);
    await desk.kd(['undo']);
    const dump = (await desk.kd(['dump'])).out;
    const path = file('library.jsonl', dump);
    expect((await desk.kd(['import', path])).code).toBe(4);
    const env = { KD_LIBRARY: join(desk.folder, 'new.db') };
    const back = await desk.kd(['import', path], { env });
    expect([back.code, back.err]).toEqual([0, '1 paper, 0 weeks, 0 notes, 2 steps of history\n']);
    expect((await desk.kd(['dump'], { env })).out).toBe(dump);
    expect((await desk.kd(['redo'], { env })).code).toBe(0);
    expect((await desk.kd(['list'], { env })).out).toContain('A Second Paper on Logits');
    const broken = file('broken.jsonl', `${dump.split('\n').slice(0, 3).join('\n')}\n{"record":"paper"}\n`);
    const wrong = await desk.kd(['import', broken], { env: { KD_LIBRARY: join(desk.folder, 'other.db') } });
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/broken\.jsonl:4: no record of a dump/)]);
  });
});

describe('kd help formats', () => {
  it('lists every format', async () => {
    const { out, code } = await desk.kd(['help', 'formats']);
    expect(code).toBe(0);
    for (const name of ['bibtex', 'csl', 'ris', 'csv', 'yaml', 'jsonl', 'list', 'latex', 'obsidian', 'dump']) {
      expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    }
  });
});
