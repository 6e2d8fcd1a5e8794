/** Segmentation of drawn photos by a tiny tower: what it learns, and that a resumed run ends the same. */
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { uniformAt } from '../batching/random.ts';
import { tinyConfig, tinyModel } from '../fixtures/tiny-model.ts';
import { imageProcessorFor } from '../images/index.ts';
import { inVisionTower } from '../model/index.ts';
import { SegmentationConfigSchema, type TrainingRun } from '../schema.ts';
import { type LabelledPhoto, runSegmentation } from './run-segmentation.ts';
import { HEAD_FILE } from './segmentation-head.ts';
import { distributionCrossEntropy, meanIou } from './segmentation-step.ts';

beforeAll(async () => {
  await initBackend();
});

const COLOURS = [
  [90, 90, 90],
  [220, 30, 30],
  [40, 60, 220],
] as const;

/** A red and a blue square somewhere on gray, which is brighter to the right: a tower without positions sees by it where it is. */
function photo(seed: number, side = 64): LabelledPhoto {
  const at = (k: number): number => Math.floor((side - 14) * uniformAt(seed, k));
  const squares = [0, 1].map((k) => ({ left: at(2 * k), top: at(2 * k + 1) }));
  const classes = Uint8Array.from({ length: side * side }, (_, i) => {
    const inside = ({ left, top }: { left: number; top: number }): boolean =>
      i % side >= left &&
      i % side < left + 14 &&
      Math.floor(i / side) >= top &&
      Math.floor(i / side) < top + 14;
    return 1 + squares.findIndex(inside);
  });
  const data = Uint8Array.from(
    Array.from(classes).flatMap((c, i) => COLOURS[c]!.map((value) => (c === 0 ? value + (i % side) : value))),
  );
  return { image: { width: side, height: side, data }, classes, instances: classes };
}

const RUN: TrainingRun = {
  ...{ schemaVersion: 1, codeCommit: 'test', type: 'run', runId: 's', name: 's', stage: 'segmentation' },
  ...{ datasetDigests: [], parentWeights: null, config: {}, backend: {} },
};
const imageProcessor = imageProcessorFor(tinyConfig().vision);

async function train(
  changes: Record<string, unknown>,
  photos: readonly LabelledPhoto[],
  folder?: string,
  signal?: AbortSignal,
) {
  const runFolder = folder ?? (await mkdtemp(join(tmpdir(), 'segmentation-')));
  const model = tinyModel();
  const before = new Map([...model.parameters].map(([name, value]) => [name, value.dataSync().slice()]));
  const config = SegmentationConfigSchema.parse({
    ...{ steps: 6, batchSize: 4, checkpointEverySteps: 2, optimizer: { learningRate: 3e-3, warmupSteps: 2 } },
    ...changes,
  });
  const lines: Record<string, number>[] = [];
  try {
    const finished = await runSegmentation({
      ...{ config, runFolder, run: RUN, model, imageProcessor, assetsFolder: runFolder },
      source: {
        classNames: ['background', 'red', 'blue'],
        count: photos.length,
        photo: async (index) => photos[index]!,
      },
      onStep: (line) => void lines.push(line),
      ...(signal && { signal }),
    });
    const changed = [...model.parameters].filter(([name, value]) =>
      value.dataSync().some((v, i) => v !== before.get(name)![i]),
    );
    return { ...finished, runFolder, lines, changed: changed.map(([name]) => name) };
  } finally {
    model.dispose();
  }
}

describe('runSegmentation', () => {
  it('learns what photos show in which part, the tower alone, with a constant number of tensors', async () => {
    const photos = Array.from({ length: 400 }, (_, i) => photo(i));
    const optimizer = { name: 'muon', matrixRate: 2, learningRate: 3e-3, warmupSteps: 10 };
    const { lines, changed } = await train(
      { steps: 120, batchSize: 16, checkpointEverySteps: 120, optimizer },
      photos,
    );
    const first = Math.log(3) + 0.25 * Math.log(50) + 0.1 * Math.log(25) + 0.1 * Math.log(36);
    expect(lines[0]!['loss']).toBeCloseTo(first, 1);
    const last = lines.slice(-5);
    // Chance and "all background": a mean of 0.3.
    for (const line of last) expect(line['meanIou']).toBeGreaterThan(0.6);
    expect(lines[0]!['columnError']).toBeGreaterThan(10);
    // Guessing is off by 24: it has begun to see where it is.
    for (const line of last) expect(line['columnError']).toBeLessThan(19);
    expect(changed.every(inVisionTower)).toBe(true);
    expect(changed.length).toBeGreaterThan(10);
    expect(new Set(lines.slice(2).map((line) => line['tensors'])).size).toBe(1);
  }, 60_000);

  it('goes on after an interrupt to the same weights, head and losses', async () => {
    const photos = Array.from({ length: 10 }, (_, i) => photo(i));
    const whole = await train({}, photos);
    const stop = new AbortController();
    const folder = await mkdtemp(join(tmpdir(), 'segmentation-stopped-'));
    const stopping = train({}, photos, folder, stop.signal);
    // Runs at once up to its first wait; the abort is seen at the start of a step.
    stop.abort(new Error('stopped'));
    await expect(stopping).rejects.toThrow('stopped');
    const counted = new AbortController();
    const some = { ...photos[0]! };
    let seen = 0;
    const watched = photos.map((one, i) => (i === 0 ? some : one));
    Object.defineProperty(some, 'classes', {
      get: () => {
        if (++seen === 1) counted.abort(new Error('stopped later'));
        return photos[0]!.classes;
      },
    });
    await expect(train({}, watched, folder, counted.signal)).rejects.toThrow('stopped later');
    const resumed = await train({}, photos, folder);
    expect(resumed.lines.length).toBeLessThan(6);
    expect(resumed.checkpoint.weightsDigest).toBe(whole.checkpoint.weightsDigest);
    const head = ({ checkpointFolder }: typeof whole): Promise<Buffer> =>
      readFile(join(checkpointFolder, HEAD_FILE));
    expect(await head(resumed)).toEqual(await head(whole));
    const losses = async (run: string): Promise<unknown[]> =>
      (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { loss: number }).loss);
    expect(await losses(resumed.runFolder)).toEqual(await losses(whole.runFolder));
  });

  it('refuses photos of several sizes, photos that are resized, and parts that do not fit', async () => {
    await expect(train({}, [photo(1), photo(2, 32)])).rejects.toMatchObject({ code: 'photos-unlike' });
    await expect(train({}, [photo(1, 40)])).rejects.toMatchObject({ code: 'photo-resized' });
    await expect(train({ partsPerSide: 5 }, [photo(1)])).rejects.toThrow(/5 does not divide the 16 px/);
  });
});

it('is the mean cross-entropy of what the targets weigh, with the gradient w p - target', () => {
  // The last row weighs nothing, the one before it half.
  const logits = [1, 2, 0, -1, 0.5, 0.5, 3, 1, 2];
  const targets = [0.25, 0.75, 0, 0, 0.25, 0.25, 0, 0, 0];
  const weights = [1, 0.5, 0];
  const p = [0, 3, 6].flatMap((start) => {
    const row = logits.slice(start, start + 3);
    const sum = row.reduce((total, value) => total + Math.exp(value), 0);
    return row.map((value) => Math.exp(value) / sum);
  });
  const api = tf();
  const x = api.tensor2d(logits, [3, 3]);
  const loss = distributionCrossEntropy(x, Float32Array.from(targets));
  const wanted = -p.reduce((sum, value, i) => sum + targets[i]! * Math.log(value), 0) / 1.5;
  expect(loss.dataSync()[0]).toBeCloseTo(wanted, 5);
  const gradient = api.grad(
    (value) =>
      distributionCrossEntropy(value as typeof x, Float32Array.from(targets)) as ReturnType<
        typeof api.scalar
      >,
  )(x);
  gradient
    .dataSync()
    .forEach(
      (value, i) =>
        void expect(value).toBeCloseTo((weights[Math.floor(i / 3)]! * p[i]! - targets[i]!) / 1.5, 5),
    );
  expect(distributionCrossEntropy(x, new Float32Array(9)).dataSync()[0]).toBeCloseTo(0, 9);
});

it('means intersection over union over the classes that one of the two has', () => {
  const [said, truth] = [Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 1, 2)];
  expect(meanIou(said, truth, 4)).toBeCloseTo((1 / 2 + 1 / 3 + 0) / 3, 6);
  expect(meanIou(truth, truth, 4)).toBe(1);
});
