import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { databasePath, openStore } from '../database/index.ts';
import { appendMetrics, makeSmallLab } from '../fixture/index.ts';
import { indexLab } from '../index/index.ts';
import { questions, runs } from '../tables/index.ts';
import { checkDatabase } from './check.ts';
import { rebuildDatabase } from './rebuild.ts';
import { tableCounts } from './table-counts.ts';

let template: string;
let lab: string;
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'parallax-template-'));
  await makeSmallLab(template);
});
afterAll(async () => {
  await rm(template, { recursive: true, force: true });
});
beforeEach(async () => {
  lab = join(await mkdtemp(join(tmpdir(), 'parallax-rebuild-')), 'lab');
  await cp(template, lab, { recursive: true });
});
afterEach(async () => {
  await rm(join(lab, '..'), { recursive: true, force: true });
});

test('rebuild makes a good database out of nothing, and in place of a damaged one', async () => {
  await rebuildDatabase(lab);
  expect(await checkDatabase(lab)).toMatchObject({ equal: true, problems: [] });
  await writeFile(databasePath(lab), 'damaged');
  await expect(openStore({ lab })).rejects.toMatchObject({ code: 'database-damaged' });
  await rebuildDatabase(lab);
  expect((await checkDatabase(lab)).equal).toBe(true);
  expect((await readdir(lab)).filter((name) => name.includes('.part'))).toEqual([]);
});

test('check names what is missing and what has no file', async () => {
  await rebuildDatabase(lab);
  const store = await openStore({ lab });
  const [first] = await store.read((db) => db.select().from(questions).limit(1));
  await store.write(async (writer) => {
    await writer.run(writer.builder.delete(questions).where(eq(questions.questionId, first!.questionId)));
    await writer.insert(runs, [
      {
        ...{ name: 'ghost', runId: 'ghost', stage: 'sft', datasetDigests: [], parentWeights: null },
        ...{ config: {}, backend: {}, result: null, codeCommit: 'test' },
      },
    ]);
  });
  await store.close();
  const { equal, tables } = await checkDatabase(lab);
  expect(equal).toBe(false);
  expect(tables.filter(({ missing, stale }) => missing > 0 || stale > 0)).toEqual([
    { table: 'questions', rows: 71, missing: 1, stale: 0 },
    { table: 'runs', rows: 3, missing: 0, stale: 1 },
  ]);
});

test('a process that has the old database open sees the swap and does no harm to the new one', async () => {
  const old = await openStore({ lab });
  await indexLab(old);
  expect(await old.isReplaced()).toBe(false);
  await appendMetrics(lab, 'grpo', 6, 8);
  await rebuildDatabase(lab);
  expect(await old.isReplaced()).toBe(true);
  const fresh = await openStore({ lab });
  await appendMetrics(lab, 'grpo', 9, 12);
  await indexLab(fresh);
  const expected = await tableCounts(fresh);
  // Closing folds a write-ahead log into a file: it must be the old one's own.
  await old.close();
  expect(await tableCounts(fresh)).toEqual(expected);
  await fresh.close();
  expect((await checkDatabase(lab)).equal).toBe(true);
});

test('what a killed rebuild left behind is cleared away; that of a living one stays', async () => {
  const dead = join(lab, 'parallax.db.999999999.part-wal');
  const alive = join(lab, `parallax.db.${process.ppid}.part`);
  await writeFile(dead, '');
  await writeFile(alive, '');
  await rebuildDatabase(lab);
  const names = await readdir(lab);
  expect(names).not.toContain('parallax.db.999999999.part-wal');
  expect(names).toContain(`parallax.db.${process.ppid}.part`);
});

test('a lab folder that does not exist is refused, not created', async () => {
  await expect(rebuildDatabase(join(lab, 'nowhere'))).rejects.toMatchObject({ code: 'lab-missing' });
});
