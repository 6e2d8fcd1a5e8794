/**
 * Losses over the vocabulary that never leave the chosen rows: head product, log-softmax and gradient in one operation.
 * Shapes: N supervised rows, D hidden, V vocabulary.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, type Tensor1D, tf } from '../backend/tf.ts';
import { gradientScope } from './gradient-scope.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';

const SPARSE: OpAttributes = { T: { type: 'float32' }, Tlabels: { type: 'int32' } };

/**
 * Sum over rows of -log p(label); divide by the number of rows for the mean. Differentiable with respect to hidden
 * states and head.
 * @param labels_N int32, each within the vocabulary
 * @returns scalar
 */
export function fusedCrossEntropy(hidden_ND: Tensor, weight_VD: Tensor, labels_N: Tensor): Tensor {
  const api = tf();
  const operation = api.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    const logits_NV = linear(hidden_ND, weight_VD);
    const [loss_N, dLogits_NV] = lossAndGradient(logits_NV, labels_N);
    save([hidden_ND, weight_VD, dLogits_NV]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [hidden, weight, gradient] = saved as [Tensor, Tensor, Tensor];
      return gradientScope(saved, () => {
        const scaled = api.mul(gradient, dy);
        return [linearInputGradient(scaled, weight), linearWeightGradient(scaled, hidden)];
      });
    };
    return { value: api.sum(loss_N), gradFunc };
  });
  return operation(hidden_ND, weight_VD);
}

/**
 * log p(id) of each row under temperature 1. Differentiable with respect to hidden states and head.
 * @returns [N]
 */
export function tokenLogprobs(hidden_ND: Tensor, weight_VD: Tensor, ids_N: Tensor): Tensor1D {
  const api = tf();
  const operation = api.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // as above
    const logits_NV = linear(hidden_ND, weight_VD);
    const [loss_N, dLogits_NV] = lossAndGradient(logits_NV, ids_N);
    save([hidden_ND, weight_VD, dLogits_NV]);
    const gradFunc = (dy_N: Tensor, saved: Tensor[]): Tensor[] => {
      const [hidden, weight, gradient] = saved as [Tensor, Tensor, Tensor];
      return gradientScope(saved, () => {
        const scaled = api.mul(gradient, api.reshape(api.neg(dy_N), [-1, 1]));
        return [linearInputGradient(scaled, weight), linearWeightGradient(scaled, hidden)];
      });
    };
    return { value: api.neg(loss_N), gradFunc };
  });
  return operation(hidden_ND, weight_VD) as Tensor1D;
}

/** -log p(label) [N] and its gradient softmax(logits) - onehot(label) [N, V]. */
function lossAndGradient(logits_NV: Tensor, labels_N: Tensor): [Tensor, Tensor] {
  const api = tf();
  if (hasNativeOps()) {
    const [loss, gradient] = executeOp(
      'SparseSoftmaxCrossEntropyWithLogits',
      SPARSE,
      [logits_NV, labels_N],
      2,
    );
    return [loss!, gradient!];
  }
  const oneHot_NV = api.oneHot(labels_N as Tensor1D, logits_NV.shape[1]!);
  const logProbability_NV = api.logSoftmax(logits_NV);
  const loss_N = api.neg(api.sum(api.mul(logProbability_NV, oneHot_NV), 1));
  return [loss_N, api.sub(api.exp(logProbability_NV), oneHot_NV)];
}
