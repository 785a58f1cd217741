// Every page of a small library damaged in turn: what each command then says, and whether anything wrong is silent.
import { copyFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL, figure, seeded } from '../helpers/faults.ts';
import { Desk, type Outcome, ROOT } from '../helpers/io.ts';

const READERS = [
  ['list', '--json'],
  ['show', '1'],
  ['show', 'projector', '--json'],
  ['report', '--week', '2024-05-17'],
];
const PAGE = 4096;

const desk = new Desk();
const whole = join(desk.folder, 'whole.db');
let pages: number;
let right: Outcome[];

beforeAll(async () => {
  await desk.kd(['import', join(ROOT, 'data', 'sample', '20240517.md')]);
  await desk.kd(['add', 'A Paper of One Author 2023CVPR', '--key-idea', 'Whitens the features.', '-t', 'own']);
  await desk.kd(['set', '1', 'rating=4']);
  copyFileSync(desk.library, whole);
  pages = readFileSync(whole).length / PAGE;
  right = await all();
  for (const { code } of right) expect(code).toBe(0);
  expect(await desk.kd(['doctor', '--full'])).toMatchObject({ out: '', code: 0 });
});
afterAll(() => desk.dispose());

async function all(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const args of READERS) outcomes.push(await desk.kd(args));
  return outcomes;
}

/** What became of one damage. */
type Fate = 'refused' | 'the same' | 'found by doctor' | 'silent';

/** Expects a result, or a failure with a clear message. */
function expectClear({ out, err, code }: Outcome, where: string): void {
  expect(err, where).not.toMatch(/bug in kd|^\s+at /m);
  expect([0, 1, 3, 4, 5, 6], where).toContain(code);
  if (code === 0 || code === 5 || err.includes('"error"')) return;
  expect(err, where).toMatch(/^kd: .+\ntry: .+\n/m);
  expect(out, where).not.toContain('undefined');
}

async function fateOf(where: string, alwaysAsk: boolean): Promise<Fate> {
  const outcomes = await all();
  for (const [index, outcome] of outcomes.entries()) expectClear(outcome, `${where}: ${READERS[index]?.join(' ')}`);
  const wrong = outcomes.filter(({ out, err, code }, index) => {
    return code === 0 && !(out === right[index]?.out && err === right[index]?.err);
  });
  const lost = outcomes.filter(({ code }) => code === 3 || code === 4);
  if (wrong.length > 0 || lost.length > 0 || alwaysAsk) {
    const doctor = await desk.kd(['doctor']);
    expectClear(doctor, `${where}: doctor`);
    if (doctor.code === 5 || doctor.code === 6) return 'found by doctor';
    // A library cut to nothing is none.
    if (doctor.code === 3 && outcomes.every(({ code }) => code === 3)) return 'refused';
    if (wrong.length > 0 || lost.length > 0) return 'silent';
  }
  return outcomes.some(({ code }) => code === 6) ? 'refused' : 'the same';
}

describe('a library of which', () => {
  it('a byte is flipped in each page fails clearly, is found, or shows what it showed', async () => {
    const random = seeded(20240517);
    const bytes = readFileSync(whole);
    const fates = new Map<Fate, number>();
    const silent: string[] = [];
    for (let page = 0; page < pages; page += 1) {
      const offsets = FULL
        ? [0, 1, 3, 5, 8, 100, ...Array.from({ length: 6 }, () => Math.floor(random() * PAGE))]
        : [page % 8, Math.floor(random() * PAGE)];
      for (const [index, offset] of offsets.entries()) {
        const at = page * PAGE + offset;
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (index % 2 === 0 ? 0xff : 1 << Math.floor(random() * 8));
        writeFileSync(desk.library, damaged);
        const where = `byte ${offset} of page ${page + 1}: ${bytes[at]} → ${damaged[at]}`;
        const fate = await fateOf(where, FULL || page % 4 === 0);
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
        if (fate === 'silent') silent.push(where);
      }
    }
    figure(`flipped bytes in ${pages} pages: ${[...fates].map(([fate, n]) => `${n} ${fate}`).join(', ')}`);
    expect(silent).toEqual([]);
  });

  it('the end is cut off at each page fails clearly or is found', async () => {
    const fates = new Map<Fate, number>();
    const silent: string[] = [];
    for (let kept = 0; kept < pages; kept += FULL ? 1 : 3) {
      copyFileSync(whole, desk.library);
      truncateSync(desk.library, kept * PAGE);
      const fate = await fateOf(`${kept} pages kept`, FULL);
      fates.set(fate, (fates.get(fate) ?? 0) + 1);
      if (fate === 'silent' || fate === 'the same') silent.push(`${kept} pages: ${fate}`);
    }
    figure(`cut at pages: ${[...fates].map(([fate, n]) => `${n} ${fate}`).join(', ')}`);
    expect(silent).toEqual([]);
  });
});

describe('a repair of a library of which', () => {
  it('a page of each table was overwritten gives back all papers, or says what is lost', async () => {
    const damages: string[] = [];
    let back = 0;
    const roots = tables().filter((_, index) => FULL || index % 6 === 0);
    for (const [name, root] of roots) {
      const bytes = readFileSync(whole);
      bytes.fill(0xa5, (root - 1) * PAGE, root * PAGE);
      writeFileSync(desk.library, bytes);
      const repaired = await desk.kd(['doctor', '--repair']);
      expectClear(repaired, `repair of ${name}`);
      expect([0, 5], `${name}: ${repaired.err}`).toContain(repaired.code);
      expect(repaired.err).toContain('.replaced-');
      const doctor = await desk.kd(['doctor', '--full']);
      expect(doctor, `${name}: ${repaired.err}`).toMatchObject({ code: 0 });
      const outcomes = await all();
      for (const [index, outcome] of outcomes.entries()) expectClear(outcome, `${name}: ${READERS[index]?.join(' ')}`);
      if (outcomes.every(({ out }, index) => out === right[index]?.out)) back += 1;
      else damages.push(`${name}: ${repaired.err.split('\n')[0]}`);
    }
    figure(`repaired ${roots.length} libraries with a page overwritten: ${back} show all they showed`);
    for (const line of damages) figure(`  not all: ${line}`);
    expect(roots.length).toBeGreaterThan(FULL ? 50 : 8);
    expect(damages).toEqual([]);
  });
});

/** The first pages of tables and indexes, by name. */
function tables(): [string, number][] {
  const db = new Sqlite(whole, { readonly: true });
  const rows = db.prepare('SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 1 ORDER BY rootpage').all();
  db.close();
  return (rows as { name: string; rootpage: number }[]).map(({ name, rootpage }) => [name, rootpage]);
}
