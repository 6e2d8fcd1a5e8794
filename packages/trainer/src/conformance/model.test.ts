import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { decoderAngles } from '../decoder/decoder-layer.ts';
import { mropePositions } from '../model/batch.ts';
import { loadModel, type ModelBatch, type VisionLanguageModel } from '../model/index.ts';
import { tokenLogprobs } from '../ops/cross-entropy.ts';
import { windowOrder } from '../vision/window-order.ts';
import type { NamedArray } from '../weights/index.ts';
import { excess, goldenBatch, goldenFolder, goldenTensors } from './golden-case.ts';

const folder = goldenFolder();
const root = folder ?? '';
const CASES = [
  ['tied', 'text'],
  ['tied', 'image'],
  ['tied', 'two_images'],
  ['untied', 'text'],
  ['untied', 'image'],
] as const;

beforeAll(async () => {
  await initBackend();
});

test.skipIf(folder === null).each(CASES)('%s, case %s: every intermediate tensor', async (name, item) => {
  const model = await loadModel(join(root, name));
  const inputs = await goldenTensors(root, `cases/${item}/inputs.safetensors`);
  const expected = await goldenTensors(root, `cases/${item}/expected.${name}.safetensors`);
  const batch = goldenBatch(inputs);
  checkPositions(batch, inputs, model);
  const tapped = new Map<string, Float32Array[]>();
  tf().tidy(() => {
    const { hidden_BTD } = model.forward(batch, (key, value) => {
      tapped.set(key, [...(tapped.get(key) ?? []), value.dataSync() as Float32Array]);
    });
    const logits = model.logits(tf().reshape(hidden_BTD, [batch.length, -1]));
    tapped.set('logits', [logits.dataSync() as Float32Array]);
    const angles = decoderAngles(
      tf().tensor2d(mropePositions(batch, model.config).positions, [batch.length, 3]),
      model.config,
    );
    tapped.set('mrope.cos', [twice(tf().cos(angles))]);
    tapped.set('mrope.sin', [twice(tf().sin(angles))]);
  });
  tapped.set('hidden.last_layer', tapped.get(`hidden.layer${model.config.layers - 1}`)!);
  tapped.set('logits_tail', [tapped.get('logits')![0]!.slice(-8 * model.config.vocabSize)]);
  let compared = 0;
  for (const [key, reference] of expected) {
    const parts = tapped.get(key);
    if (parts === undefined) continue;
    const actual = key === 'vision.patch_embed' ? inRasterOrder(parts, batch, model) : concatenate(parts);
    const [atol, rtol] = tolerance(key);
    expect([key, excess(actual, reference.data, rtol) <= atol]).toEqual([key, true]);
    compared++;
  }
  expect(compared).toBeGreaterThanOrEqual(name === 'tied' ? 6 : 1);
  model.dispose();
});

test.skipIf(folder === null).each(CASES)(
  '%s, case %s: greedy generation with the cache',
  async (name, item) => {
    const model = await loadModel(join(root, name));
    const inputs = await goldenTensors(root, `cases/${item}/inputs.safetensors`);
    const expected = await goldenTensors(root, `cases/${item}/expected.${name}.safetensors`);
    const before = tf().memory().numTensors;
    const generated = greedy(model, goldenBatch(inputs), 1);
    expect(generated.ids[0]).toEqual(Array.from(expected.get('generate.ids')!.data));
    expect(excess(generated.margins[0]!, expected.get('generate.margin')!.data)).toBeLessThanOrEqual(4e-3);
    expect(excess(generated.logprobs[0]!, expected.get('generate.chosen_logprob')!.data)).toBeLessThanOrEqual(
      1e-3,
    );
    // Plans and constants stay; nothing else may.
    greedy(model, goldenBatch(inputs), 1);
    const second = tf().memory().numTensors;
    greedy(model, goldenBatch(inputs), 1);
    expect(tf().memory().numTensors).toBe(second);
    expect(second - before).toBeLessThan(40);
    model.dispose();
  },
);

test.skipIf(folder === null)('left-padded batch: last logits, log-probabilities, generation', async () => {
  const model = await loadModel(join(root, 'tied'));
  const inputs = await goldenTensors(root, 'cases/batch/inputs.safetensors');
  const expected = await goldenTensors(root, 'cases/batch/expected.tied.safetensors');
  const batch = await batchWithPixels(inputs, 'left.');
  const { positions, next } = mropePositions(batch, model.config);
  expect(transposed(positions, batch)).toEqual(Array.from(inputs.get('left.position_ids')!.data));
  const deltas = inputs.get('left.rope_deltas')!.data;
  const real = [0, 1, 2].map((row) =>
    batch.attentionMask.slice(row * batch.length, (row + 1) * batch.length),
  );
  expect([...next]).toEqual(real.map((mask, row) => mask.reduce((a, b) => a + b, 0) + deltas[row]!));
  const reference = expected.get('left.last_logits')!.data;
  tf().tidy(() => {
    const { cache, logits_BV } = model.prefill(batch);
    expect(excess(logits_BV.dataSync(), reference, 1e-4)).toBeLessThanOrEqual(2e-3);
    cache.dispose();
  });
  expect(excess(logprobs(model, batch), expected.get('left.logprobs')!.data)).toBeLessThanOrEqual(1e-3);
  for (const copies of [1, 3]) {
    const generated = greedy(model, batch, copies);
    const wanted = expected.get('generate.ids')!.data;
    for (let row = 0; row < 3 * copies; row++) {
      const prompt = Math.floor(row / copies);
      expect(generated.ids[row]).toEqual(Array.from(wanted.slice(prompt * 24, (prompt + 1) * 24)));
    }
  }
  model.dispose();
});

test.skipIf(folder === null)('right-padded batch: log-probabilities of every token', async () => {
  const model = await loadModel(join(root, 'tied'));
  const inputs = await goldenTensors(root, 'cases/batch/inputs.safetensors');
  const expected = await goldenTensors(root, 'cases/batch/expected.tied.safetensors');
  const batch = await batchWithPixels(inputs, 'right.');
  const { positions } = mropePositions(batch, model.config);
  expect(transposed(positions, batch)).toEqual(Array.from(inputs.get('right.position_ids')!.data));
  expect(excess(logprobs(model, batch), expected.get('right.logprobs')!.data)).toBeLessThanOrEqual(1e-3);
  model.dispose();
});

function checkPositions(
  batch: ModelBatch,
  inputs: ReadonlyMap<string, NamedArray>,
  model: VisionLanguageModel,
): void {
  const { positions } = mropePositions(batch, model.config);
  const wanted = inputs.get('position_ids');
  if (wanted !== undefined) expect(transposed(positions, batch)).toEqual(Array.from(wanted.data));
  const windowIndex = inputs.get('vision.window_index');
  if (windowIndex === undefined) return;
  let offset = 0;
  const cells: number[] = [];
  const bounds = [0];
  for (const grid of batch.gridThw) {
    const order = windowOrder(grid, model.config.vision);
    cells.push(...Array.from(order.cells, (cell) => cell + offset));
    for (const length of order.windowLengths) bounds.push(bounds.at(-1)! + length);
    offset += order.cells.length;
  }
  expect(cells).toEqual(Array.from(windowIndex.data));
  expect(bounds).toEqual(Array.from(inputs.get('vision.cu_window_seqlens')!.data));
}

/** [B, T, 3] here, [3, B, T] there. */
function transposed(positions: Float32Array, batch: ModelBatch): number[] {
  const tokens = batch.batchSize * batch.length;
  return [0, 1, 2].flatMap((axis) =>
    Array.from({ length: tokens }, (_, token) => positions[token * 3 + axis]!),
  );
}

function twice(x: Tensor): Float32Array {
  return tf().concat([x, x], 1).dataSync() as Float32Array;
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

/** The patch embedding is stored before the window reorder; ours comes after it. */
function inRasterOrder(
  parts: readonly Float32Array[],
  batch: ModelBatch,
  model: VisionLanguageModel,
): Float32Array {
  const { vision } = model.config;
  const cellSize = vision.mergeSize ** 2 * vision.hiddenSize;
  return concatenate(
    parts.map((part, image) => {
      const out = new Float32Array(part.length);
      const { cells } = windowOrder(batch.gridThw[image]!, vision);
      for (const [place, cell] of cells.entries()) {
        out.set(part.subarray(place * cellSize, (place + 1) * cellSize), cell * cellSize);
      }
      return out;
    }),
  );
}

function tolerance(key: string): [atol: number, rtol: number] {
  if (key.startsWith('mrope')) return [2e-5, 0];
  if (key.startsWith('vision') || key === 'inputs_embeds') return [1e-3, 1e-4];
  return [2e-3, 1e-4];
}

interface Generated {
  readonly ids: number[][];
  readonly margins: number[][];
  readonly logprobs: number[][];
}

function greedy(model: VisionLanguageModel, batch: ModelBatch, copies: number): Generated {
  const rows = batch.batchSize * copies;
  const out: Generated = { ids: [], margins: [], logprobs: [] };
  for (let row = 0; row < rows; row++) for (const list of Object.values(out)) list.push([]);
  const { cache, logits_BV } = model.prefill(batch, copies);
  let logits = logits_BV;
  for (let step = 0; step < 24; step++) {
    const vocabulary = logits.shape[1];
    const values = Float32Array.from(logits.dataSync());
    logits.dispose();
    const chosen = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const from = step === 0 ? Math.floor(row / copies) : row;
      const line = values.subarray(from * vocabulary, (from + 1) * vocabulary);
      const sorted = Float32Array.from(line).sort();
      const best = sorted.at(-1)!;
      chosen[row] = line.indexOf(best);
      const logSum = Math.log(line.reduce((sum, value) => sum + Math.exp(value - best), 0));
      out.ids[row]!.push(chosen[row]!);
      out.margins[row]!.push(best - sorted.at(-2)!);
      out.logprobs[row]!.push(-logSum);
    }
    if (step < 23) logits = model.decode(cache, chosen).logits_BV;
  }
  cache.dispose();
  return out;
}

/** log p of each next token, [B, T - 1]; 0 where it or its predecessor is padding. */
function logprobs(model: VisionLanguageModel, batch: ModelBatch): Float32Array {
  const { batchSize, length, inputIds, attentionMask } = batch;
  const out = new Float32Array(batchSize * (length - 1));
  const rows: number[] = [];
  const targets: number[] = [];
  const places: number[] = [];
  for (let row = 0; row < batchSize; row++) {
    for (let t = 0; t + 1 < length; t++) {
      const at = row * length + t;
      if (attentionMask[at] === 0 || attentionMask[at + 1] === 0) continue;
      rows.push(at);
      targets.push(inputIds[at + 1]!);
      places.push(row * (length - 1) + t);
    }
  }
  tf().tidy(() => {
    const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batchSize * length, -1]);
    const chosen = tf().gather(hidden, tf().tensor1d(rows, 'int32'));
    const values = tokenLogprobs(chosen, model.head(), tf().tensor1d(targets, 'int32')).dataSync();
    for (const [index, place] of places.entries()) out[place] = values[index]!;
  });
  return out;
}

async function batchWithPixels(inputs: ReadonlyMap<string, NamedArray>, prefix: string): Promise<ModelBatch> {
  const pixels: number[] = [];
  for (const item of ['image', 'two_images']) {
    pixels.push(...(await goldenTensors(root, `cases/${item}/inputs.safetensors`)).get('pixel_values')!.data);
  }
  const withPixels = new Map(inputs);
  withPixels.set('pixel_values', { shape: [pixels.length], data: Float32Array.from(pixels) });
  return goldenBatch(withPixels, prefix);
}
