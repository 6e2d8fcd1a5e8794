/** Small tensors that never change, made once: building one costs as much as a small operation. */
import { type Tensor, tf } from '../backend/tf.ts';

const constants = new Map<string, Tensor>();

/** A tensor kept for the life of the process under `key`; `make` runs once, outside any tidy scope's reach. */
export function constant(key: string, make: () => Tensor): Tensor {
  const known = constants.get(key);
  if (known !== undefined) return known;
  const made = tf().keep(tf().tidy(make));
  constants.set(key, made);
  return made;
}

/** Scalar int32, as axis and permutation arguments of raw operations. */
export function constantInt(value: number): Tensor {
  return constant(`int:${value}`, () => tf().scalar(value, 'int32'));
}

/** Additive causal mask of `rows` queries that begin at `start`, [rows, start + rows]: -1e9 above the diagonal. */
export function causalMask(start: number, rows: number): Tensor {
  return constant(`causal:${start}:${rows}`, () => {
    const keys = start + rows;
    const mask = new Float32Array(rows * keys);
    for (let row = 0; row < rows; row++) mask.fill(-1e9, row * keys + start + row + 1, (row + 1) * keys);
    return tf().tensor2d(mask, [rows, keys]);
  });
}

/** Placeholder where tfjs wants a gradient tensor that nobody asked for. */
export function unusedGradient(): Tensor {
  return constant('unused', () => tf().scalar(0));
}
