import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { TrainingRun } from '../../schema.ts';
import { metricsPython, readWithWandb, syncWithWandb } from '../conformance-python.ts';
import { openOfflineRun, WANDB_FOLDER } from './offline-run.ts';

const python = metricsPython();
const made: string[] = [];
let runFolder: string;

beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'offline-run-'));
  made.push(runFolder);
});
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

const run: TrainingRun = {
  schemaVersion: 1,
  codeCommit: 'test',
  type: 'run',
  runId: 'sft a/b-12345678',
  name: 'sft a',
  stage: 'sft',
  datasetDigests: ['0'.repeat(64)],
  parentWeights: null,
  // Longer than a block of the log.
  config: { seed: 1, optimizer: { beta1: 0.9 }, note: 'ü'.repeat(40_000) },
  backend: {},
};

const line = (step: number) => ({ step, loss: 1 / step, 'reward.format': step % 2, stepMs: 250 });
const lines = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => line(first + index));

async function startOfRun(resumedStep: number, lastStep: number, finishes = false): Promise<void> {
  const writer = await openOfflineRun({ runFolder, run, resumedStep, earlierLines: lines(1, resumedStep) });
  for (const done of lines(resumedStep + 1, lastStep)) await writer.append(done);
  if (finishes) await writer.finish?.();
}

async function file(): Promise<string> {
  const folders = await readdir(join(runFolder, WANDB_FOLDER));
  expect(folders).toHaveLength(1);
  expect(folders[0]).toMatch(/^offline-run-\d{8}_\d{6}-sft-a-b-12345678$/);
  return join(runFolder, WANDB_FOLDER, folders[0]!, 'run-sft-a-b-12345678.wandb');
}

it('ends with the bytes of an undisturbed run, wherever it was killed', async () => {
  await startOfRun(0, 700, true);
  const whole = await readFile(await file());
  await startOfRun(0, 30);
  await startOfRun(20, 500);
  expect((await readFile(await file())).equals(whole)).toBe(false);
  await startOfRun(400, 700, true);
  expect((await readFile(await file())).equals(whole)).toBe(true);
});

it.skipIf(python === null)(
  'the official package’s messages parse every record',
  async () => {
    await startOfRun(0, 500);
    await startOfRun(300, 600, true);
    const read = await readWithWandb(python!, await file());
    expect(read.kinds).toEqual({ header: 1, run: 1, summary: 600, history: 600, exit: 1 });
    expect(read.numbers).toEqual(Array.from({ length: 1203 }, (_, index) => index + 1));
    expect(read.run).toMatchObject({ id: 'sft-a-b-12345678', name: 'sft a', job: 'sft' });
    expect(read.config).toMatchObject({ ...run.config, stage: 'sft', parentWeights: null });
    expect(read.history.map(({ _step, loss }) => [_step, loss])).toEqual(
      lines(1, 600).map(({ step, loss }) => [step, loss]),
    );
    expect(read.history.at(-1)).toMatchObject({ _runtime: 150, 'reward.format': 0 });
    expect(read.listed).toContain('sft-a-b-12345678');
  },
  60_000,
);

it.skipIf(python === null)(
  '`wandb sync` uploads every step once, the config and the end',
  async () => {
    await startOfRun(0, 20);
    await startOfRun(10, 30, true);
    const sent = await syncWithWandb(python!, dirname(await file()));
    expect(sent.code, sent.said).toBe(0);
    expect(sent.config).toMatchObject({ ...run.config, stage: 'sft' });
    expect(sent.history.map(({ _step, loss }) => [_step, loss])).toEqual(
      lines(1, 30).map(({ step, loss }) => [step, loss]),
    );
    expect(sent.exits).toEqual([0]);
  },
  60_000,
);
