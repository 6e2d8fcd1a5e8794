/** One supervised step: cross-entropy on the labelled tokens, (weighted) mean over all of them, then the optimizer. */
import { type Tensor, tf, type Variable } from '../backend/tf.ts';
import type { TrainingBatch } from '../batching/collate.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { fusedCrossEntropy, tokenLogprobs } from '../ops/cross-entropy.ts';
import { addGradients, disposeGradients, type Gradients, gradientsOf } from '../optimizer/gradients.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import { type TokenTargets, targetHidden, targetsOf } from '../sampling/token-logprobs.ts';

export interface SftStepResult {
  /** Mean of -log p over the labelled tokens, weighted where they have weights. */
  readonly loss: number;
  /** Global norm before clipping. */
  readonly gradNorm: number;
  readonly labelledTokens: number;
}

export interface SftStepOptions {
  readonly model: VisionLanguageModel;
  readonly optimizer: Optimizer;
  /** The parameters that learn. */
  readonly trainable: ReadonlyMap<string, Variable>;
  /** The step learns from all of them as if they were one batch. */
  readonly batches: readonly TrainingBatch[];
  readonly learningRate: number;
  /** How much each target counts; default: all alike. */
  readonly weigh?: (targets: TokenTargets, batch: TrainingBatch) => Float32Array | undefined;
}

export function sftStep(options: SftStepOptions): SftStepResult {
  const { loss, gradients, labelledTokens } = sftGradients(options);
  const gradNorm = options.optimizer.step(gradients, options.learningRate);
  disposeGradients(gradients);
  return { loss, gradNorm, labelledTokens };
}

/** Loss and gradients over all micro-batches; the caller frees the gradients. */
export function sftGradients(options: Pick<SftStepOptions, 'model' | 'trainable' | 'batches' | 'weigh'>): {
  loss: number;
  gradients: Gradients;
  labelledTokens: number;
} {
  const api = tf();
  const targets = options.batches.map((batch) => targetsOf(batch.labels, batch.length));
  const weights = targets.map((some, i) => options.weigh?.(some, options.batches[i]!));
  const labelledTokens = targets.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const totalWeight = targets.reduce(
    (sum, { tokens }, i) => sum + (weights[i]?.reduce(add, 0) ?? tokens.length),
    0,
  );
  const gradients: Gradients = {};
  let loss = 0;
  options.batches.forEach((batch, i) => {
    const part = gradientsOf(() => {
      const hidden = targetHidden(options.model, batch, targets[i]!);
      const labels = api.tensor1d(targets[i]!.tokens, 'int32');
      const value = api.mul(
        negativeLogLikelihood(hidden, options.model.head(), labels, weights[i]),
        1 / totalWeight,
      );
      loss += value.dataSync()[0]!;
      return value;
    }, options.trainable);
    addGradients(gradients, part);
  });
  return { loss, gradients, labelledTokens };
}

/** Sum over the rows of -log p(label), each times its weight. */
function negativeLogLikelihood(
  hidden_ND: Tensor,
  head_VD: Tensor,
  labels_N: Tensor,
  weights_N?: Float32Array,
): Tensor {
  if (weights_N === undefined) return fusedCrossEntropy(hidden_ND, head_VD, labels_N);
  const api = tf();
  return api.neg(api.sum(api.mul(tokenLogprobs(hidden_ND, head_VD, labels_N), api.tensor1d(weights_N))));
}

function add(a: number, b: number): number {
  return a + b;
}
