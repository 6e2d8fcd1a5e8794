/** Reads the golden folder made with the reference implementation: inputs, expected tensors, closeness. Tests only. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelBatch } from '../model/batch.ts';
import { type NamedArray, readSafetensorsAny } from '../weights/index.ts';

/** Folder of the golden values, or null when PARALLAX_GOLDENS is not set: tests then skip, loudly. */
export function goldenFolder(): string | null {
  const root = process.env.PARALLAX_GOLDENS;
  const folder = root === undefined ? null : join(root, 'qwen2_5_vl');
  if (folder !== null && existsSync(folder)) return folder;
  process.stderr.write(
    'SKIPPED: the Qwen2.5-VL golden tests need PARALLAX_GOLDENS to name the golden folder.\n',
  );
  return null;
}

export function goldenJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T; // the goldens' shape is fixed by their README
}

/** One batch out of `inputs.safetensors`; `prefix` is '' or 'train.', 'left.', 'right.'. */
export function goldenBatch(inputs: ReadonlyMap<string, NamedArray>, prefix = ''): ModelBatch {
  const ids = inputs.get(`${prefix}input_ids`)!; // every case has its ids
  const [batchSize, length] = ids.shape as [number, number];
  const mask = inputs.get(`${prefix}attention_mask`);
  const grid = inputs.get(`${prefix}image_grid_thw`) ?? inputs.get('image_grid_thw');
  const pixels = inputs.get(`${prefix}pixel_values`) ?? inputs.get('pixel_values');
  const gridThw: [number, number, number][] = [];
  for (let i = 0; i < (grid?.shape[0] ?? 0); i++) {
    gridThw.push([grid!.data[3 * i]!, grid!.data[3 * i + 1]!, grid!.data[3 * i + 2]!]);
  }
  return {
    inputIds: Int32Array.from(ids.data),
    attentionMask: mask === undefined ? new Int32Array(ids.data.length).fill(1) : Int32Array.from(mask.data),
    batchSize,
    length,
    pixelValues: pixels === undefined ? null : Float32Array.from(pixels.data),
    gridThw,
  };
}

export async function goldenTensors(folder: string, name: string): Promise<Map<string, NamedArray>> {
  return readSafetensorsAny(join(folder, name));
}

/** Largest |actual - expected| - rtol |expected|; NaN counts as infinite. Lengths must agree. */
export function excess(actual: ArrayLike<number>, expected: ArrayLike<number>, rtol = 0): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) - rtol * Math.abs(expected[i]!);
    if (!(error <= worst)) worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return worst;
}
