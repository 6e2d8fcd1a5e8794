/** The identity of a model's weights: equal for equal numbers, whatever file layout or order they come from. */
import { createHash } from 'node:crypto';
import type { VisionLanguageModel } from '../model/index.ts';
import type { FloatArray } from '../weights/index.ts';

/**
 * SHA-256 over, for each tensor in the order of its name, the name, the shape and the float32 bytes
 * (little-endian, row-major).
 * @param preface hashed first: what else decides what the numbers compute
 */
export function weightsDigest(
  tensors: Iterable<readonly [string, FloatArray | (() => FloatArray)]>,
  preface = '',
): string {
  const hash = createHash('sha256').update(preface);
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [name, tensor] of sorted) {
    const { shape, data } = typeof tensor === 'function' ? tensor() : tensor;
    hash.update(`${name}\n${shape.join(',')}\n`);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex');
}

/** Digest of a live model. */
export function modelDigest(model: Pick<VisionLanguageModel, 'parameters'>): string {
  return weightsDigest(
    [...model.parameters].map(([name, variable]) => [
      name,
      // Parameters are float32, so the data is a Float32Array.
      () => ({ shape: variable.shape, data: variable.dataSync() as Float32Array }),
    ]),
  );
}
