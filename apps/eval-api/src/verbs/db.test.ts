import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Progress, type VerbContext, type VerbResult } from '@parallax/lab/node';
import { makeSmallLab } from '@parallax/store/fixture';
import { afterAll, beforeAll, expect, test } from 'vitest';
import verb from './db.ts';

let lab: string;
const warnings: string[] = [];
const context: VerbContext = {
  json: true,
  signal: new AbortController().signal,
  log: () => undefined,
  warn: (line) => void warnings.push(line),
  progress: (label, total) => new Progress(label, total),
};
const db = (action: string): Promise<VerbResult> => verb.run([action], { lab }, context);

beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-db-'));
  await makeSmallLab(lab);
});
afterAll(async () => {
  await rm(lab, { recursive: true, force: true });
});

test('status asks for a database, rebuild makes one, check agrees', async () => {
  await expect(db('status')).rejects.toMatchObject({ code: 'database-missing' });
  expect(await db('rebuild')).toMatchObject({ result: { records: 7, problems: [] }, exitCode: 0 });
  expect((await db('status')).result).toMatchObject({ tables: { questions: 72, runs: 2, metrics: 70 } });
  expect(await db('check')).toMatchObject({ result: { equal: true }, exitCode: 0 });
});

test('check fails when a record has gone, and names the table', async () => {
  await rm(join(lab, 'reports/summary'), { recursive: true });
  const { text, exitCode } = await db('check');
  expect(exitCode).toBe(1);
  expect(text).toContain('reports: 0 rows missing, 1 rows without a file');
});

test('rebuild indexes what it can, and names what it cannot with its remedy', async () => {
  await writeFile(join(lab, 'runs/grpo/run.json'), '{"schemaVersion": 2}');
  const { result, exitCode } = await db('rebuild');
  expect(exitCode).toBe(1);
  expect(result['problems']).toMatchObject([{ record: 'runs/grpo', code: 'newer-schema' }]);
  expect(warnings.at(-1)).toContain(join(lab, 'runs/grpo/run.json'));
});

test('an unknown action names the nearest one; a missing lab is not made', async () => {
  await expect(db('rebiuld')).rejects.toMatchObject({ remedy: 'Did you mean "db rebuild"?' });
  const nowhere = verb.run(['rebuild'], { lab: join(lab, 'nowhere') }, context);
  await expect(nowhere).rejects.toMatchObject({ code: 'lab-missing' });
});
