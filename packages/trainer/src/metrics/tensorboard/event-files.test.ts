import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { metricsPython, readWithTensorboard } from '../conformance-python.ts';
import { stepOfScalars } from './event.ts';
import { openEventFiles, TENSORBOARD_FOLDER } from './event-files.ts';
import { wholeRecords } from './tf-record.ts';

const python = metricsPython();
const made: string[] = [];
let runFolder: string;

beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'event-files-'));
  made.push(runFolder);
});
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true, force: true }))));

const line = (step: number) => ({
  step,
  loss: 1 / step,
  'reward.format': step % 2,
  tokensPerSecond: 1e5 * step,
});
const lines = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => line(first + index));

/** One start of a run: resumes after a step, does some, and stops as if killed. */
async function startOfRun(
  resumedStep: number,
  lastStep: number,
  earlier = lines(1, resumedStep),
): Promise<void> {
  const writer = await openEventFiles({ runFolder, resumedStep, earlierLines: earlier });
  for (const done of lines(resumedStep + 1, lastStep)) await writer.append(done);
}

const eventFiles = async (): Promise<string[]> => {
  const names = await readdir(join(runFolder, TENSORBOARD_FOLDER));
  return names.sort().map((name) => join(runFolder, TENSORBOARD_FOLDER, name));
};

async function steps(): Promise<number[]> {
  const files = await Promise.all((await eventFiles()).map((path) => readFile(path)));
  return files.flatMap((bytes) => [...wholeRecords(bytes)].flatMap(({ data }) => stepOfScalars(data) ?? []));
}

it('holds each step once, whatever was killed where', async () => {
  await startOfRun(0, 3);
  await startOfRun(0, 5);
  await startOfRun(4, 9);
  await startOfRun(8, 10);
  await startOfRun(2, 6);
  await startOfRun(6, 7);
  expect(await steps()).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('fills in from metrics.jsonl what a crash broke off, what damage hid, and what was before the writer', async () => {
  await startOfRun(0, 4);
  await startOfRun(4, 8);
  const [first, second] = await eventFiles();
  await appendFile(second!, Buffer.from([1, 2, 3]));
  const bytes = await readFile(first!);
  bytes[bytes.length - 5]! ^= 1;
  await writeFile(first!, bytes);
  await startOfRun(6, 7);
  expect(await steps()).toEqual([1, 2, 3, 4, 5, 6, 7]);

  await rm(join(runFolder, TENSORBOARD_FOLDER), { recursive: true });
  await startOfRun(5, 6);
  expect(await steps()).toEqual([1, 2, 3, 4, 5, 6]);
});

it('leaves files of others alone', async () => {
  await startOfRun(0, 1);
  const foreign = join(runFolder, TENSORBOARD_FOLDER, 'events.out.tfevents.1.other');
  await writeFile(foreign, 'x');
  await startOfRun(0, 1);
  expect(await readFile(foreign, 'utf8')).toBe('x');
});

it('drops numbers that JSON could not keep', async () => {
  // What JSON.parse gives back for a NaN that was written as null.
  const broken = JSON.parse('{"step":1,"loss":null,"kl":2}') as ReturnType<typeof line>;
  await startOfRun(1, 2, [broken]);
  expect(await steps()).toEqual([1, 2]);
});

it.skipIf(python === null)(
  'TensorBoard reads the scalars back, of a killed and resumed run too',
  async () => {
    await startOfRun(0, 5);
    await startOfRun(3, 6);
    const scalars = await readWithTensorboard(python!, join(runFolder, TENSORBOARD_FOLDER));
    expect(Object.keys(scalars).sort()).toEqual(['loss', 'reward.format', 'tokensPerSecond']);
    for (const key of ['loss', 'reward.format', 'tokensPerSecond'] as const) {
      expect(scalars[key]).toEqual(lines(1, 6).map((each) => [each.step, Math.fround(each[key])]));
    }
  },
  60_000,
);
