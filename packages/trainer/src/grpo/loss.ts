/**
 * What a policy loss is: a function from log-probabilities to a number, its gradient and its metrics.
 * It is plain arithmetic in float64; the loop injects the gradient into the model's backward pass. A new loss is
 * one new file that exports a `PolicyLoss`, and one line in `policy-loss.ts`.
 */
import type { TokenGrid } from './aggregation.ts';

export interface LossBatch extends TokenGrid {
  /** log p of each token under the policy being trained; [rows * columns], row-major, as all below. */
  readonly logprobs: ArrayLike<number>;
  /** log p under the policy that the mini-batches are measured against. */
  readonly oldLogprobs: ArrayLike<number>;
  readonly advantages: ArrayLike<number>;
  /** Truncated importance weights of the sampler against the trainer, or null. */
  readonly samplerWeights: ArrayLike<number> | null;
  /** d loss / d token loss, made by `aggregationWeights` or `trlWeights` over the whole mini-batch. */
  readonly weights: ArrayLike<number>;
}

export interface LossValue {
  readonly loss: number;
  /** d loss / d logprobs, [rows * columns]. */
  readonly gradient: Float64Array;
  /** Flat names to numbers; means over the tokens of this batch. */
  readonly metrics: Readonly<Record<string, number>>;
}

export type PolicyLoss = (batch: LossBatch) => LossValue;

/** Clip range of the probability ratio: [1 - low, 1 + high]. */
export interface ClipRange {
  readonly low: number;
  readonly high: number;
}
