/**
 * What a policy loss is: plain arithmetic in float64 on log-probabilities; the loop carries the gradient into the model.
 * A new loss is one new file that exports a `LossFactory`, and one line in `registry.ts`.
 */
import type { AggregationMode, TokenGrid } from './aggregation.ts';
import type { KlEstimator } from './kl.ts';

/** Some rows of a mini-batch; arrays are [rows * columns], row-major. */
export interface LossBatch extends TokenGrid {
  /** log p of each token under the policy being trained. */
  readonly logprobs: ArrayLike<number>;
  /** log p under the policy that the mini-batches are measured against. */
  readonly oldLogprobs: ArrayLike<number>;
  readonly advantages: ArrayLike<number>;
  /** Truncated importance weights of the sampler against the trainer, or null. */
  readonly samplerWeights: ArrayLike<number> | null;
  /** d loss / d token loss: this part of what `Loss.weights` made for the whole mini-batch. */
  readonly weights: ArrayLike<number>;
}

export interface LossValue {
  readonly loss: number;
  /** d loss / d logprobs, [rows * columns]. */
  readonly gradient: Float64Array;
  /** Means over the tokens of this batch by name; names that end in Min or Max are extremes over its rows. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface Loss {
  evaluate(batch: LossBatch): LossValue;
  /** d loss / d token loss for the tokens of a whole mini-batch. */
  weights(grid: TokenGrid): Float64Array;
  /** The same for the KL and entropy terms; absent: as `weights`. */
  termWeights?(grid: TokenGrid): Float64Array;
  /** Absent: the one that the config names. */
  readonly klEstimator?: KlEstimator;
}

/** Clip range of the probability ratio: [1 - low, 1 + high]. */
export interface ClipRange {
  readonly low: number;
  readonly high: number;
}

export interface LossSettings {
  readonly clip: ClipRange;
  /** Bound of the ratio where the advantage is negative; null = no dual clip. */
  readonly clipDual: number | null;
  readonly aggregation: AggregationMode;
  readonly klEstimator: KlEstimator;
  readonly maxNewTokens: number;
}

export type LossFactory = (settings: LossSettings) => Loss;
