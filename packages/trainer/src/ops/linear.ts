/**
 * Matrix products in the layout of the checkpoints: weights are [out, in].
 * Shapes: N rows, I inputs, O outputs.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { product } from './product.ts';

const FLOAT: OpAttributes = { T: { type: 'float32' } };

/** x W^T, recorded for gradients. */
export function differentiableLinear(x_NI: Tensor, weight_OI: Tensor): Tensor {
  return tf().matMul(x_NI, weight_OI, false, true);
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
