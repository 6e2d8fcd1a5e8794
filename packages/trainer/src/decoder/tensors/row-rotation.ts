/**
 * Rotation of the one new token of every row, queries, keys and (by no angle) values in one product, so that they need
 * not be parted before. Shapes: B rows, S = (H + 2 K) vectors of d features.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../../backend/execute-op.ts';
import { type Tensor, tf } from '../../backend/tf.ts';
import type { ModelConfig } from '../../model/config.ts';
import { join, multiply, reshape, split } from './plain-ops.ts';

const TO_COMPLEX: OpAttributes = { T: { type: 'float32' }, type: { type: 'complex64' } };
const TO_REAL: OpAttributes = { T: { type: 'complex64' }, type: { type: 'float32' } };
const COMPLEX: OpAttributes = { T: { type: 'complex64' } };

export interface RowRotation {
  /** Native: complex [B, S, d/2]. Elsewhere: cos [B, S, d]. */
  readonly a: Tensor;
  /** Elsewhere: sin [B, S, d]. */
  readonly b: Tensor | null;
}

/** @param positions of each row's new token: a word's three axes are equal. */
export function rowRotation(positions: Int32Array, config: ModelConfig): RowRotation {
  const api = tf();
  const { heads, kvHeads, headDim, ropeTheta } = config;
  const half = headDim / 2;
  const vectors = heads + 2 * kvHeads;
  const turned = heads / kvHeads + 1;
  const native = hasNativeOps();
  const [a, b] = [0, 1].map(() => new Float32Array(positions.length * vectors * headDim)) as [
    Float32Array,
    Float32Array,
  ];
  const line = new Float32Array(headDim);
  const sines = new Float32Array(headDim);
  for (const [row, position] of positions.entries()) {
    for (let j = 0; j < half; j++) {
      // float32 like the reference, whose inverse frequencies are a float32 buffer
      const angle = Math.fround(position * Math.fround(1 / Math.fround(ropeTheta ** ((2 * j) / headDim))));
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      if (native) {
        line[2 * j] = cos;
        line[2 * j + 1] = sin;
      } else {
        line[j] = cos;
        line[j + half] = cos;
        sines[j] = sin;
        sines[j + half] = sin;
      }
    }
    for (let vector = 0; vector < vectors; vector++) {
      const at = (row * vectors + vector) * headDim;
      if (vector % (turned + 1) < turned) {
        a.set(line, at);
        b.set(sines, at);
      } else {
        for (let j = 0; j < headDim; j += native ? 2 : 1) a[at + j] = 1;
      }
    }
  }
  if (!native) {
    const shape = [positions.length, vectors, headDim];
    return { a: api.tensor(a, shape), b: api.tensor(b, shape) };
  }
  const pairs = api.tensor(a, [positions.length, vectors, half, 2]);
  return { a: executeOp('Bitcast', TO_COMPLEX, [pairs])[0]!, b: null };
}

/** @param qkv_BX rows of S vectors, interleaved when native. @returns the same numbers, turned; shape [B, S, ...]. */
export function turnRows(qkv_BX: Tensor, rotation: RowRotation, config: ModelConfig): Tensor {
  const { heads, kvHeads, headDim } = config;
  const vectors = heads + 2 * kvHeads;
  if (rotation.b === null) {
    const pairs = reshape(qkv_BX, [-1, vectors, headDim / 2, 2]);
    const complex = executeOp('Bitcast', TO_COMPLEX, [pairs])[0]!;
    const turned = executeOp('Mul', COMPLEX, [complex, rotation.a])[0]!;
    return executeOp('Bitcast', TO_REAL, [turned])[0]!;
  }
  const x = reshape(qkv_BX, [-1, vectors, headDim]);
  const [first, second] = split(x, [headDim / 2, headDim / 2], 2) as [Tensor, Tensor];
  const across = join(tf().neg(second), first, 2);
  return tf().add(multiply(x, rotation.a), multiply(across, rotation.b));
}
