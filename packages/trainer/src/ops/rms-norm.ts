/**
 * Root-mean-square normalisation as a pair of plain functions, for use inside the fused blocks.
 * Shapes: N rows, D features.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { constantInt } from './constants.ts';
import { gradientScope } from './gradient-scope.ts';

const NORM_ATTRIBUTES: OpAttributes = {
  keep_dims: { bool: true },
  T: { type: 'float32' },
  Tidx: { type: 'int32' },
};

export interface RmsNormOutput {
  /** x / rms(x), not yet multiplied by the weight: the blocks fold the weight into the next matrix. */
  readonly normalised_ND: Tensor;
  /** 1 / rms(x). */
  readonly reciprocal_N1: Tensor;
}

/** Source: RMSNorm (arXiv 1910.07467): rms = sqrt(mean(x^2) + epsilon). */
export function rmsNormForward(x_ND: Tensor, epsilon: number): RmsNormOutput {
  const api = tf();
  const features = x_ND.shape.at(-1)!; // every activation has a feature axis
  let meanSquare_N1: Tensor;
  if (hasNativeOps()) {
    // One pass over x instead of two (square, mean).
    const norm_N1 = executeOp('EuclideanNorm', NORM_ATTRIBUTES, [x_ND, constantInt(x_ND.rank - 1)])[0]!;
    meanSquare_N1 = api.div(api.square(norm_N1), features);
  } else {
    meanSquare_N1 = api.mean(api.square(x_ND), -1, true);
  }
  const reciprocal_N1 = api.rsqrt(api.add(meanSquare_N1, epsilon));
  return { normalised_ND: api.mul(x_ND, reciprocal_N1), reciprocal_N1 };
}

/**
 * Gradient with respect to x of `sum(dNormalised * normalised)`:
 * dx = r (dn - n mean(dn n)).
 */
export function rmsNormBackward(dNormalised_ND: Tensor, saved: RmsNormOutput): Tensor {
  const api = tf();
  const { normalised_ND, reciprocal_N1 } = saved;
  const projection_N1 = api.mean(api.mul(dNormalised_ND, normalised_ND), -1, true);
  return api.mul(api.sub(dNormalised_ND, api.mul(normalised_ND, projection_N1)), reciprocal_N1);
}

/** weight * x / rms(x), differentiable; for norms that no fused block follows. */
export function rmsNorm(x_ND: Tensor, weight_D: Tensor, epsilon: number): Tensor {
  const api = tf();
  const operation = api.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    const norm = rmsNormForward(x_ND, epsilon);
    save([norm.normalised_ND, norm.reciprocal_N1, weight_D]);
    const gradFunc = (dy_ND: Tensor, saved: Tensor[]): Tensor[] => {
      const [normalised_ND, reciprocal_N1, weight] = saved as [Tensor, Tensor, Tensor];
      return gradientScope(saved, () => [
        rmsNormBackward(api.mul(dy_ND, weight), { normalised_ND, reciprocal_N1 }),
        api.sum(api.mul(dy_ND, normalised_ND), 0),
      ]);
    };
    return { value: api.mul(norm.normalised_ND, weight_D), gradFunc };
  });
  return operation(x_ND, weight_D);
}
