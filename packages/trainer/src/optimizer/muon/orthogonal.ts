/**
 * The orthogonal matrix nearest to a gradient, about: five Newton-Schulz steps with the coefficients of Muon
 * (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"), as torch.optim.Muon takes them:
 *
 *   X <- G / |G|;  five times: A <- X X^T,  X <- a X + (b A + c A A) X
 *
 * The singular values of the result lie between 0.7 and 1.2, whatever those of G are. Computed in float32; torch rounds to
 * bfloat16 before every product.
 */
import { type Tensor, tf } from '../../backend/tf.ts';

const STEPS = 5;
const [A, B, C] = [3.4445, -4.775, 2.0315] as const;
const SMALLEST_NORM = 1e-7;

/** @param matrices [n, rows, columns], all treated alike. @returns the same shape, to be disposed by the caller. */
export function orthogonal(matrices: Tensor): Tensor {
  const api = tf();
  return api.tidy(() => {
    const [, rows, columns] = matrices.shape as [number, number, number];
    const tall = rows > columns;
    const norms = api.sqrt(api.sum(api.square(matrices), [1, 2], true));
    let x: Tensor = api.div(matrices, api.maximum(norms, SMALLEST_NORM));
    // The product of the shorter side with itself is the smaller one.
    if (tall) x = api.transpose(x, [0, 2, 1]);
    for (let step = 0; step < STEPS; step++) {
      const gram = api.matMul(x, x, false, true);
      const polynomial = api.add(api.mul(gram, B), api.mul(api.matMul(gram, gram), C));
      x = api.add(api.mul(x, A), api.matMul(polynomial, x));
    }
    return tall ? api.transpose(x, [0, 2, 1]) : x;
  });
}
