/**
 * Matrix products in the layout of the checkpoints: weights are [out, in].
 * Shapes: N rows, I inputs, O outputs.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, type Tensor2D, tf } from '../backend/tf.ts';
import { gradientScope } from './gradient-scope.ts';
import { hasKernels } from './kernel-block.ts';
import { product } from './product.ts';

const FLOAT: OpAttributes = { T: { type: 'float32' } };

/** x W^T, recorded for gradients. */
export function differentiableLinear(x_NI: Tensor, weight_OI: Tensor): Tensor {
  return tf().matMul(x_NI, weight_OI, false, true);
}

/** x W^T, recorded for the gradient of W only. */
export function linearOfConstant(x_NI: Tensor, weight_OI: Tensor): Tensor {
  if (!hasKernels()) return differentiableLinear(x_NI, weight_OI);
  const operation = tf().customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    save([x_NI]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] =>
      gradientScope(saved, () => [linearWeightGradient(dy, saved[0]!)]);
    return { value: linear(x_NI, weight_OI) as Tensor2D, gradFunc };
  });
  return operation(weight_OI);
}

/** x W^T + b. Like all that follows, for the inside of tf.customGrad: nothing is recorded. */
export function linear(x_NI: Tensor, weight_OI: Tensor, bias_O: Tensor | null = null): Tensor {
  const y_NO = product(x_NI, weight_OI, false, true);
  if (bias_O === null) return y_NO;
  return hasNativeOps() ? executeOp('BiasAdd', FLOAT, [y_NO, bias_O])[0]! : tf().add(y_NO, bias_O);
}

/** dL/dx = dy W. */
export function linearInputGradient(dy_NO: Tensor, weight_OI: Tensor): Tensor {
  return product(dy_NO, weight_OI, false, false);
}

/** dL/dW = dy^T x. */
export function linearWeightGradient(dy_NO: Tensor, x_NI: Tensor): Tensor {
  return product(dy_NO, x_NI, true, false);
}

/** dL/db: the sum over rows (the native operation is four times as fast as a reduction over axis 0). */
export function linearBiasGradient(dy_NO: Tensor): Tensor {
  return hasNativeOps() ? executeOp('BiasAddGrad', FLOAT, [dy_NO])[0]! : tf().sum(dy_NO, 0);
}
