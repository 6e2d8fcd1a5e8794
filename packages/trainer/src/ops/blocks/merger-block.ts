/**
 * outer(gelu(inner(norm(x)))): the merger of a vision tower, which lays the rows of a cell side by side after the norm. One
 * differentiable operation where there are kernels.
 * Shapes: N rows of V features, K = cell V, M = N / cell, H hidden, D out.
 */
import { type Tensor, tf } from '../../backend/tf.ts';
import { hasKernels, inOrder, kernelBlock } from '../kernel-block.ts';
import { differentiableLinear } from '../linear.ts';
import { rmsNorm } from '../rms-norm.ts';

export interface MergerWeights {
  readonly norm_V: Tensor;
  readonly inner_HK: Tensor;
  readonly innerBias_H: Tensor;
  readonly outer_DH: Tensor;
  readonly outerBias_D: Tensor;
}

/** Of the inputs of ParallaxMerger. */
const ORDER = ['norm_V', 'inner_HK', 'innerBias_H', 'outer_DH', 'outerBias_D'] as const;

export interface MergerSettings {
  /** Rows that become one. */
  readonly cell: number;
  readonly epsilon: number;
}

/** @returns [M, D] */
export function mergerBlock(x_NV: Tensor, weights: MergerWeights, { cell, epsilon }: MergerSettings): Tensor {
  if (hasKernels()) {
    return kernelBlock({
      operation: 'ParallaxMerger',
      attributes: { cell: { int: cell }, epsilon: { float: epsilon } },
      x_ND: x_NV,
      weights: inOrder(weights, ORDER),
      others: [],
      kept: 2,
      recompute: false,
    });
  }
  const api = tf();
  const normed = rmsNorm(x_NV, weights.norm_V, epsilon);
  const merged_MK = api.reshape(normed, [-1, x_NV.shape[1]! * cell]);
  const hidden_MH = gelu(api.add(differentiableLinear(merged_MK, weights.inner_HK), weights.innerBias_H));
  return api.add(differentiableLinear(hidden_MH, weights.outer_DH), weights.outerBias_D);
}

/** Exact GELU: x Phi(x). */
function gelu(x: Tensor): Tensor {
  const api = tf();
  return api.mul(api.mul(x, 0.5), api.add(api.erf(api.mul(x, Math.SQRT1_2)), 1));
}
