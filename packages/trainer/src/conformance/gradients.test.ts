import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { type Tensor, tf, type Variable } from '../backend/tf.ts';
import {
  applyAdapter,
  flatName,
  loadAdapter,
  loadModel,
  type ModelBatch,
  mergeAdapter,
  type VisionLanguageModel,
} from '../model/index.ts';
import { fusedCrossEntropy } from '../ops/cross-entropy.ts';
import type { NamedArray } from '../weights/index.ts';
import { excess, goldenBatch, goldenFolder, goldenJson, goldenTensors } from './golden-case.ts';

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

test.skipIf(folder === null).each(CASES)('%s, case %s: loss and every gradient', async (name, item) => {
  const model = await loadModel(join(root, name));
  const inputs = await goldenTensors(root, `cases/${item}/inputs.safetensors`);
  const expected = await goldenTensors(root, `cases/${item}/expected.${name}.safetensors`);
  const labels = inputs.get('train.labels')!.data;
  const { loss, gradients } = lossAndGradients(
    model,
    goldenBatch(inputs, 'train.'),
    labels,
    model.parameters,
  );
  expect(Math.abs(loss - expected.get('train.loss')!.data[0]!)).toBeLessThanOrEqual(1e-4);
  const compared = compareGradients(gradients, expected);
  expect(compared).toBeGreaterThanOrEqual(4);
  let total = 0;
  const manifest = goldenJson<{ cases: Record<string, { grad_l2: Record<string, Record<string, number>> }> }>(
    root,
    'manifest.json',
  );
  const norms = manifest.cases[item]!.grad_l2[name]!;
  const seen = new Set<string>();
  for (const [key, reference] of Object.entries(norms)) {
    const gradient = gradients.get(flatName(key));
    const norm = Math.sqrt((gradient ?? new Float32Array()).reduce((sum, value) => sum + value * value, 0));
    expect([key, Math.abs(norm - reference) <= 1e-3 * reference + 1e-7]).toEqual([key, true]);
    seen.add(flatName(key));
  }
  for (const [key, gradient] of gradients) {
    total += gradient.reduce((sum, value) => sum + value * value, 0);
    expect([key, seen.has(key) || gradient.every((value) => value === 0)]).toEqual([key, true]);
  }
  const totalReference = expected.get('train.grad_norm_total')!.data[0]!;
  expect(Math.abs(Math.sqrt(total) - totalReference)).toBeLessThanOrEqual(1e-3 * totalReference);
  model.dispose();
});

test.skipIf(folder === null)('adapter: forward, merge, generation loss and gradients', async () => {
  const expected = await goldenTensors(root, 'lora/expected.safetensors');
  const adapter = await loadAdapter(join(root, 'lora'));
  const model = await loadModel(join(root, 'tied'));
  applyAdapter(model, adapter);
  for (const item of ['text', 'image']) {
    const batch = goldenBatch(await goldenTensors(root, `cases/${item}/inputs.safetensors`));
    const reference = expected.get(`${item}.logits_tail`)!.data;
    expect(excess(logitsTail(model, batch), reference, 1e-4)).toBeLessThanOrEqual(2e-3);
  }
  const inputs = await goldenTensors(root, 'cases/image/inputs.safetensors');
  const trained = new Map<string, Variable>();
  for (const [key, pair] of adapter.pairs) {
    const stem = `base_model.model.${key.replace('model.layers', 'model.language_model.layers').replace(/\.weight$/, '')}`;
    trained.set(`${stem}.lora_A.weight`, pair.a);
    trained.set(`${stem}.lora_B.weight`, pair.b);
  }
  const labels = inputs.get('train.labels')!.data;
  const { loss, gradients } = lossAndGradients(model, goldenBatch(inputs, 'train.'), labels, trained);
  expect(Math.abs(loss - expected.get('image.train.loss')!.data[0]!)).toBeLessThanOrEqual(1e-4);
  expect(compareGradients(gradients, expected)).toBe(8);
  model.setOverlay(null);
  mergeAdapter(model, adapter);
  const sums = JSON.parse(readFileSync(join(root, 'lora/merged_checksums.json'), 'utf8')) as Record<
    string,
    { sum: number; sum_of_squares: number }
  >;
  for (const [key, reference] of Object.entries(sums)) {
    const merged = model.parameters.get(flatName(key))!.dataSync() as Float32Array;
    expect(excess(merged, expected.get(`merged.${key}`)!.data)).toBeLessThanOrEqual(1e-6);
    const squares = merged.reduce((sum, value) => sum + value * value, 0);
    expect(Math.abs(squares - reference.sum_of_squares)).toBeLessThanOrEqual(1e-5 * reference.sum_of_squares);
  }
  model.dispose();
});

/** Mean cross-entropy over the labels that are not -100, shifted by one. */
function lossAndGradients(
  model: VisionLanguageModel,
  batch: ModelBatch,
  labels: ArrayLike<number>,
  variables: ReadonlyMap<string, Variable>,
): { loss: number; gradients: Map<string, Float32Array> } {
  const { batchSize, length } = batch;
  const rows: number[] = [];
  const targets: number[] = [];
  for (let at = 0; at + 1 < batchSize * length; at++) {
    if ((at + 1) % length === 0 || labels[at + 1] === -100) continue;
    rows.push(at);
    targets.push(labels[at + 1]!);
  }
  const names = [...variables.keys()];
  const gradients = new Map<string, Float32Array>();
  const loss = tf().tidy(() => {
    const result = tf().variableGrads(
      () => {
        const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batchSize * length, -1]);
        const chosen = tf().gather(hidden, tf().tensor1d(rows, 'int32'));
        const sum = fusedCrossEntropy(chosen, model.head(), tf().tensor1d(targets, 'int32'));
        return tf().div(sum, rows.length).asScalar();
      },
      names.map((key) => variables.get(key)!),
    );
    for (const key of names) {
      const gradient: Tensor | undefined = result.grads[variables.get(key)!.name];
      if (gradient === undefined || gradient === null) continue;
      gradients.set(key, gradient.dataSync() as Float32Array);
    }
    return result.value.dataSync()[0]!;
  });
  return { loss, gradients };
}

function compareGradients(
  gradients: ReadonlyMap<string, Float32Array>,
  expected: ReadonlyMap<string, NamedArray>,
): number {
  let compared = 0;
  for (const [key, reference] of expected) {
    const match = /^grad(_rows)?\.(.*)$/.exec(key);
    if (match === null) continue;
    let actual = gradients.get(flatName(match[2]!)) ?? gradients.get(match[2]!);
    if (actual === undefined) throw new Error(`no gradient for ${match[2]}`);
    if (match[1] !== undefined) {
      const rows = expected.get(`grad_rows_index.${match[2]}`)!.data;
      const width = reference.data.length / rows.length;
      const all = actual;
      actual = Float32Array.from(
        [...rows].flatMap((row) => [...all.subarray(row * width, (row + 1) * width)]),
      );
    }
    const scale = Array.from(reference.data).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect([key, excess(actual, reference.data) <= 2e-3 * scale + 1e-7]).toEqual([key, true]);
    compared++;
  }
  return compared;
}

function logitsTail(model: VisionLanguageModel, batch: ModelBatch): Float32Array {
  return tf().tidy(() => {
    const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batch.length, -1]);
    return model.logits(tf().slice(hidden, [batch.length - 8, 0], [8, -1])).dataSync() as Float32Array;
  });
}
