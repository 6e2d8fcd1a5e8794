/** One supervised step: cross-entropy on the labelled tokens, mean over all of them, then AdamW. */
import { tf, type Variable } from '../backend/tf.ts';
import type { TrainingBatch } from '../batching/collate.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { fusedCrossEntropy } from '../ops/cross-entropy.ts';
import { addGradients, disposeGradients, type Gradients, gradientsOf } from '../optimizer/gradients.ts';
import type { Optimizer } from '../optimizer/optimizer.ts';
import { type TokenTargets, targetHidden, targetsOf } from '../sampling/token-logprobs.ts';

export interface SftStepResult {
  /** Mean of -log p over the labelled tokens. */
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
  /** Changes how often each target counts; default: every labelled token once. */
  readonly weigh?: (targets: TokenTargets, length: number) => TokenTargets;
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
  const weigh = options.weigh ?? ((targets: TokenTargets) => targets);
  const targets = options.batches.map((batch) => weigh(targetsOf(batch.labels, batch.length), batch.length));
  const labelledTokens = targets.reduce((sum, { tokens }) => sum + tokens.length, 0);
  const gradients: Gradients = {};
  let loss = 0;
  options.batches.forEach((batch, i) => {
    const part = gradientsOf(() => {
      const hidden = targetHidden(options.model, batch, targets[i]!);
      const labels = api.tensor1d(targets[i]!.tokens, 'int32');
      const value = api.mul(fusedCrossEntropy(hidden, options.model.head(), labels), 1 / labelledTokens);
      loss += value.dataSync()[0]!;
      return value;
    }, options.trainable);
    addGradients(gradients, part);
  });
  return { loss, gradients, labelledTokens };
}
