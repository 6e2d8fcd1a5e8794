/**
 * Log-probabilities of given tokens under the model, in one pass over whole sequences ("teacher forcing").
 * The head runs only on positions that predict a wanted token. Differentiable with respect to the parameters.
 *
 * Shapes: B rows, T columns, D hidden size, N wanted tokens, V vocabulary.
 */
import { executeOp, hasNativeOps } from '../backend/execute-op.ts';
import { type Tensor, type Tensor1D, type Tensor2D, tf } from '../backend/tf.ts';
import type { ModelBatch, VisionLanguageModel } from '../model/index.ts';

export interface TokenTargets {
  /** Flat position b * T + t whose hidden state predicts the token at t + 1. */
  readonly positions: Int32Array;
  readonly tokens: Int32Array;
}

/** What measuring asks of a model; a whole one is a policy, and so is one with its adapter off. */
export type Policy = Pick<VisionLanguageModel, 'hiddenAt' | 'logits'>;

/** Every label that is not negative is a target; they come row by row, in the order of the columns. */
export function targetsOf(labels: Int32Array, length: number): TokenTargets {
  const positions: number[] = [];
  const tokens: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i]! < 0 || i % length === 0) continue;
    positions.push(i - 1);
    tokens.push(labels[i]!);
  }
  return { positions: Int32Array.from(positions), tokens: Int32Array.from(tokens) };
}

/** Hidden states at the wanted positions; [N, D]. */
export function targetHidden(model: Policy, batch: ModelBatch, targets: TokenTargets): Tensor2D {
  return model.hiddenAt(batch, targets.positions);
}

/** Logits at the wanted positions, divided by the temperature; [N, V]. */
export function targetLogits(
  model: Policy,
  batch: ModelBatch,
  targets: TokenTargets,
  temperature = 1,
): Tensor2D {
  const logits_NV = model.logits(targetHidden(model, batch, targets));
  return temperature === 1 ? logits_NV : (tf().div(logits_NV, temperature) as Tensor2D);
}

const CROSS_ENTROPY = { T: { type: 'float32' }, Tlabels: { type: 'int32' } } as const;

/** log softmax(logits)[token] for each row; [N]. */
export function logprobsOf(logits_NV: Tensor2D, tokens: Int32Array): Tensor1D {
  const api = tf();
  const vocabulary = logits_NV.shape[1];
  const forward = api.customGrad((logits, save) => {
    const labels = api.tensor1d(tokens, 'int32');
    // backprop = softmax - one hot: the gradient of -log p.
    let negative: Tensor;
    let backprop: Tensor;
    if (hasNativeOps()) {
      const inputs = [logits as Tensor, labels];
      [negative, backprop] = executeOp('SparseSoftmaxCrossEntropyWithLogits', CROSS_ENTROPY, inputs, 2) as [
        Tensor,
        Tensor,
      ];
    } else {
      const logs = api.logSoftmax(logits as Tensor);
      const hot = api.oneHot(labels, vocabulary).toFloat();
      negative = api.neg(api.sum(api.mul(logs, hot), 1));
      backprop = api.sub(api.exp(logs), hot);
    }
    (save as (tensors: Tensor[]) => void)([backprop]);
    return {
      value: api.neg(negative),
      gradFunc: (dy: Tensor, saved: Tensor[]) => api.mul(saved[0]!, api.neg(api.expandDims(dy, 1))),
    };
  });
  return forward(logits_NV) as Tensor1D;
}

/** Entropy of softmax(logits) for each row; [N]. */
export function entropyOf(logits_NV: Tensor2D): Tensor1D {
  const api = tf();
  const logs = api.logSoftmax(logits_NV);
  return api.neg(api.sum(api.mul(api.exp(logs), logs), 1)) as Tensor1D;
}

/** Plain numbers, no gradient: log p and entropy of each target. */
export function measureTargets(
  model: Policy,
  batch: ModelBatch,
  targets: TokenTargets,
  temperature = 1,
): { logprobs: Float32Array; entropy: Float32Array } {
  return tf().tidy(() => {
    const logits = targetLogits(model, batch, targets, temperature);
    // Float32 tensors give Float32Array; tfjs types the union of all element types.
    const logprobs = logprobsOf(logits, targets.tokens).dataSync() as Float32Array;
    return { logprobs, entropy: entropyOf(logits).dataSync() as Float32Array };
  });
}
