import { appendFile, cp, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStore, type Store } from '../database/index.ts';
import {
  appendMetrics,
  makeSmallLab,
  type SmallLab,
  writeOrbitDataset,
  writeRunFolder,
} from '../fixture/index.ts';
import { buildDatabase, compareDatabases, tableCounts } from '../maintenance/index.ts';
import { evalSamples, metrics, questions, questionViews, rollouts, runs, views } from '../tables/index.ts';
import { indexLab } from './index-lab.ts';

let template: string;
let root: string;
let small: SmallLab;
let lab: string;
let store: Store;
beforeAll(async () => {
  template = await mkdtemp(join(tmpdir(), 'parallax-template-'));
  small = await makeSmallLab(template);
});
afterAll(async () => {
  await rm(template, { recursive: true, force: true });
});
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parallax-index-'));
  lab = join(root, 'lab');
  await cp(template, lab, { recursive: true });
  store = await openStore({ lab });
});
afterEach(async () => {
  await store.close();
  await rm(root, { recursive: true, force: true });
});

/** The incrementally kept database must equal one made from the files alone. */
async function expectEqualsRebuilt(): Promise<void> {
  const fresh = join(root, 'fresh.db');
  await buildDatabase(lab, fresh);
  await store.close();
  const differences = await compareDatabases(join(lab, 'parallax.db'), fresh);
  for (const { table, missing, stale } of differences)
    expect({ table, missing, stale }).toEqual({ table, missing: 0, stale: 0 });
  await rm(fresh);
  store = await openStore({ lab });
}

test('every record of the lab becomes a row, with its values', async () => {
  expect(await indexLab(store)).toEqual({ records: 7, problems: [] });
  const rows = await store.read((db) => db.select().from(questions));
  expect(rows).toHaveLength(small.questions.length);
  small.questions.forEach((question, position) => {
    const row = rows.find((one) => one.questionId === question.questionId);
    const { text, options, answer, kind, split, chain } = question;
    const { value, margin, labels } = question.geometry;
    expect(row).toMatchObject({ position, text, options, answer, kind, split, chain, value, margin });
    expect(row?.egoRotation).toBe(labels?.egoRotation ?? null);
  });
  const shown = await store.read((db) =>
    db.select().from(questionViews).where(eq(questionViews.questionId, small.questions[0]!.questionId)),
  );
  expect(shown.map((row) => row.viewId)).toEqual(small.questions[0]!.viewIds);
  const known = new Set((await store.read((db) => db.select().from(views))).map((row) => row.viewId));
  expect(small.questions.every((question) => question.viewIds.every((id) => known.has(id)))).toBe(true);
  expect(await store.read((db) => db.select().from(evalSamples))).toHaveLength(72);
  expect(await store.read((db) => db.select().from(rollouts))).toHaveLength(12);
  const loss = await store.read((db) => db.select().from(metrics).where(eq(metrics.run, 'sft')));
  const lines = (await readFile(join(lab, 'runs/sft/metrics.jsonl'), 'utf8')).trim().split('\n');
  for (const line of lines) {
    const { step, ...values } = JSON.parse(line) as Record<string, number>;
    for (const [key, value] of Object.entries(values)) {
      // Exactly: no number may change on its way through SQL.
      expect(loss.find((row) => row.key === key && row.step === step)?.value).toBe(value);
    }
  }
});

test('indexing twice changes nothing', async () => {
  await indexLab(store);
  const before = await tableCounts(store);
  await indexLab(store);
  expect(await tableCounts(store)).toEqual(before);
  await expectEqualsRebuilt();
});

test('a lab that grows, shrinks and changes step by step ends with the rows of a rebuild', async () => {
  await indexLab(store);
  await appendMetrics(lab, 'grpo', 6, 9);
  await indexLab(store);
  await writeOrbitDataset(join(lab, 'datasets/second'), { name: 'second', scenes: 1 });
  await writeRunFolder(lab, {
    name: 'late',
    stage: 'sft',
    datasetDigest: small.dataset.manifest.digest,
    steps: 4,
  });
  await writeFile(join(lab, 'runs/grpo/result.json'), '{"steps": 9}');
  await indexLab(store);
  await expectEqualsRebuilt();
  // The second data set is made anew with other content, a run and an evaluation go, checkpoints are thinned out.
  await rm(join(lab, 'datasets/second'), { recursive: true });
  await writeOrbitDataset(join(lab, 'datasets/second'), { name: 'second', scenes: 2, audit: true });
  await rm(join(lab, 'runs/late'), { recursive: true });
  await rm(join(lab, 'runs/sft/checkpoints'), { recursive: true });
  await rm(join(lab, 'evaluations', small.evaluations.poor), { recursive: true });
  await rm(join(lab, 'reports/summary'), { recursive: true });
  await indexLab(store);
  await expectEqualsRebuilt();
  expect(await store.read((db) => db.select().from(runs))).toHaveLength(2);
});

test('a resumed run that cut its metrics back and went on differently leaves no old row', async () => {
  await indexLab(store);
  const path = join(lab, 'runs/sft/metrics.jsonl');
  const kept = (await readFile(path, 'utf8')).split('\n').slice(0, 20).join('\n');
  // As the trainer does: a new file renamed into place, then appended to, longer than before.
  await writeFile(`${path}.part`, `${kept}\n`);
  await rename(`${path}.part`, path);
  const later = Array.from({ length: 25 }, (_, i) => `{"step":${21 + i},"loss":${5 + i}}\n`);
  await appendFile(path, later.join(''));
  await indexLab(store);
  const rows = await store.read((db) => db.select().from(metrics).where(eq(metrics.run, 'sft')));
  expect(rows.filter((row) => row.key === 'loss' && row.step > 20).map((row) => row.value)).toEqual(
    Array.from({ length: 25 }, (_, i) => 5 + i),
  );
  expect(rows.filter((row) => row.key === 'learningRate')).toHaveLength(20);
  await expectEqualsRebuilt();
});

test('a line that is still being written is left for the next look; NaN has no row', async () => {
  const path = join(lab, 'runs/grpo/metrics.jsonl');
  await appendFile(path, '{"step":6,"loss":null,"kl":0.5}\n{"step":7,"lo');
  await indexLab(store);
  const stepsOf = async () =>
    (await store.read((db) => db.select().from(metrics).where(eq(metrics.run, 'grpo')))).filter(
      (row) => row.step > 5,
    );
  expect(await stepsOf()).toEqual([{ run: 'grpo', key: 'kl', step: 6, value: 0.5 }]);
  await appendFile(path, 'ss":1.5}\n');
  await indexLab(store);
  expect(await stepsOf()).toHaveLength(2);
  await expectEqualsRebuilt();
});

test('a damaged record is named with its file and code; the others are indexed', async () => {
  const shard = join(lab, 'datasets/orbit/shards/test-00000.parquet');
  const bytes = await readFile(shard);
  bytes[100]! ^= 0xff;
  await writeFile(shard, bytes);
  await appendFile(join(lab, 'runs/grpo/metrics.jsonl'), 'not json\n{"step":9,"loss":1}\n');
  const samples = join(lab, 'evaluations', small.evaluations.good, 'samples.jsonl');
  await writeFile(samples, (await readFile(samples, 'utf8')).replace('<answer>', '<Answer>'));
  const { problems } = await indexLab(store);
  expect(problems.map(({ record, code }) => [record, code])).toEqual([
    ['datasets/orbit', 'damaged-shard'],
    ['runs/grpo', 'not-json'],
    [`evaluations/${small.evaluations.good}`, 'samples-changed'],
  ]);
  expect(problems[0]!.message).toContain(shard);
  expect(problems[1]!.message).toContain('line 6');
  // What stood before the damaged line is there.
  expect(await store.read((db) => db.select().from(metrics).where(eq(metrics.run, 'grpo')))).toHaveLength(10);
  expect(await store.read((db) => db.select().from(runs))).toHaveLength(2);
});

test('a record that a link brings in from outside the lab is refused', async () => {
  await rename(join(lab, 'runs/sft'), join(root, 'elsewhere'));
  await symlink(join(root, 'elsewhere'), join(lab, 'runs/sft'));
  const { problems } = await indexLab(store);
  expect(problems).toMatchObject([{ record: 'runs/sft', code: 'outside-lab' }]);
});

test('a long-lived process opens only what has changed', async () => {
  const seen = new Map<string, string>();
  const opened: string[] = [];
  const onRecord = (record: string) => void opened.push(record);
  await indexLab(store, { seen, onRecord });
  expect(opened).toHaveLength(7);
  opened.length = 0;
  await indexLab(store, { seen, onRecord });
  expect(opened).toEqual([]);
  await appendMetrics(lab, 'grpo', 6, 6);
  await indexLab(store, { seen, onRecord });
  expect(opened).toEqual(['runs/grpo']);
  await expectEqualsRebuilt();
});
