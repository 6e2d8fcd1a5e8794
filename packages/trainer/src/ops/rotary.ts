/**
 * Rotary position embedding, rotate-half convention of the checkpoints: feature i turns with feature i + d/2.
 * Shapes: N rows, H heads, d features of a head.
 *
 * Natively one complex product does it: if features i and i + d/2 stand side by side in memory, a bit cast makes them
 * one complex number, and the rotation is a product with cos + i sin. So the rows of the query and key matrices are
 * interleaved before the projection (a copy of a small matrix); scores do not change when queries and keys are
 * permuted alike. Elsewhere the textbook form runs on the plain order.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { constant } from './constants.ts';

const TO_COMPLEX: OpAttributes = { T: { type: 'float32' }, type: { type: 'complex64' } };
const TO_REAL: OpAttributes = { T: { type: 'complex64' }, type: { type: 'float32' } };
const COMPLEX: OpAttributes = { T: { type: 'complex64' } };
const MAKE_COMPLEX: OpAttributes = { T: { type: 'float32' }, Tout: { type: 'complex64' } };

/** Angles of every row, ready to be applied; constants of one forward pass. */
export interface RotaryTable {
  /** Native: complex [N, H or 1, d/2]. Elsewhere: cos [N, 1, d]. */
  readonly a: Tensor;
  /** Native: the conjugate of `a`. Elsewhere: sin [N, 1, d]. */
  readonly b: Tensor;
}

/**
 * @param scale multiplies the rotated vector; queries carry 1 / sqrt(d) here, which then costs nothing.
 * @param heads repeats the native table for each of them: a complex product that broadcasts takes four times as long, so
 *   this pays where several layers share the table.
 */
export function rotaryTable(angles_NF: Tensor, scale = 1, heads = 1): RotaryTable {
  const api = tf();
  const [rows, half] = angles_NF.shape as [number, number];
  let cos = api.cos(angles_NF);
  let sin = api.sin(angles_NF);
  if (scale !== 1) {
    cos = api.mul(cos, scale);
    sin = api.mul(sin, scale);
  }
  if (hasNativeOps()) {
    const repeated = (x: Tensor): Tensor => {
      const one = api.reshape(x, [rows, 1, half]);
      return heads === 1 ? one : api.tile(one, [1, heads, 1]);
    };
    cos = repeated(cos);
    sin = repeated(sin);
    const a = executeOp('Complex', MAKE_COMPLEX, [cos, sin])[0]!;
    const b = executeOp('Complex', MAKE_COMPLEX, [cos, api.neg(sin)])[0]!;
    return { a, b };
  }
  const twice = (x: Tensor): Tensor => api.reshape(api.concat([x, x], 1), [rows, 1, 2 * half]);
  return { a: twice(cos), b: twice(sin) };
}

/** Rotates x [N, H * d] (interleaved order when native). */
export function rotate(x: Tensor, heads: number, table: RotaryTable): Tensor {
  return turn(x, heads, table, false);
}

/** The transposed rotation: gradient of `rotate` with respect to x. */
export function rotateBackward(dy: Tensor, heads: number, table: RotaryTable): Tensor {
  return turn(dy, heads, table, true);
}

function turn(x: Tensor, heads: number, table: RotaryTable, transposed: boolean): Tensor {
  const api = tf();
  const [rows, features] = x.shape as [number, number];
  const headDim = features / heads;
  const half = headDim / 2;
  if (hasNativeOps()) {
    const pairs = api.reshape(x, [rows, heads, half, 2]);
    const complex = executeOp('Bitcast', TO_COMPLEX, [pairs])[0]!;
    const turned = executeOp('Mul', COMPLEX, [complex, transposed ? table.b : table.a])[0]!;
    return api.reshape(executeOp('Bitcast', TO_REAL, [turned])[0]!, [rows, features]);
  }
  const x_NHd = api.reshape(x, [rows, heads, headDim]);
  const source = transposed ? api.mul(x_NHd, table.b) : x_NHd;
  const [first, second] = api.split(source, 2, 2) as [Tensor, Tensor];
  const half_ = transposed
    ? api.concat([second, api.neg(first)], 2)
    : api.concat([api.neg(second), first], 2);
  const turned = api.add(api.mul(x_NHd, table.a), transposed ? half_ : api.mul(half_, table.b));
  return api.reshape(turned, [rows, features]);
}

/** Rows of a query or key matrix (or bias) in the order that `rotate` wants. */
export function interleaveHeads(weight: Tensor, heads: number): Tensor {
  if (!hasNativeOps()) return weight;
  return tf().gather(weight, interleaveIndex(weight.shape[0]!, heads, false));
}

/** Back to the checkpoint's order: for gradients. */
export function deinterleaveHeads(gradient: Tensor, heads: number): Tensor {
  if (!hasNativeOps()) return gradient;
  return tf().gather(gradient, interleaveIndex(gradient.shape[0]!, heads, true));
}

function interleaveIndex(features: number, heads: number, inverse: boolean): Tensor {
  return constant(`interleave:${features}:${heads}:${inverse}`, () => {
    const headDim = features / heads;
    const half = headDim / 2;
    const index = new Int32Array(features);
    for (let head = 0; head < heads; head++) {
      for (let i = 0; i < headDim; i++) {
        const from = head * headDim + (i % 2) * half + (i >> 1);
        const to = head * headDim + i;
        if (inverse) index[from] = to;
        else index[to] = from;
      }
    }
    return tf().tensor1d(index, 'int32');
  });
}
