/**
 * PPO's clipped surrogate with dual clip, as verl's `compute_policy_loss_vanilla`: the loss of GRPO.
 *
 *   ratio = exp(clamp(log_prob - old_log_prob, -20, 20))
 *   token loss = max(-A ratio, -A clamp(ratio, 1 - low, 1 + high)); where A < 0, at most -A * dual
 *
 * The gradient is 0 where a clamp is active. Source: PPO (Schulman 2017); dual clip: Ye et al. 2020, eq. 5.
 */
import { aggregationWeights, maskedMean } from './aggregation.ts';
import { clipFractions } from './clip-fractions.ts';
import type { ClipRange, LossBatch, LossFactory, LossValue } from './loss.ts';

/** Any aggregation of the config. verl divides by the width that completions are padded to: the longest allowed. */
export const grpoLoss: LossFactory = ({ clip, clipDual, aggregation, maxNewTokens }) => ({
  evaluate: (batch) => clippedLoss(batch, { clip, dual: clipDual }),
  weights: (grid) => aggregationWeights(grid, aggregation, { scaleFactor: maxNewTokens }),
});

export interface ClippedLossOptions {
  readonly clip: ClipRange;
  /** Bound of the ratio where the advantage is negative; null = no dual clip. */
  readonly dual: number | null;
}

export function clippedLoss(batch: LossBatch, { clip, dual }: ClippedLossOptions): LossValue {
  const size = batch.rows * batch.columns;
  const gradient = new Float64Array(size);
  const clipped = new Float64Array(size);
  const clippedDual = new Float64Array(size);
  const negativeLogRatio = new Float64Array(size);
  let loss = 0;
  for (let i = 0; i < size; i++) {
    if (!batch.mask[i]) continue;
    const raw = batch.logprobs[i]! - batch.oldLogprobs[i]!;
    const logRatio = Math.min(20, Math.max(-20, raw));
    const ratio = Math.exp(logRatio);
    const advantage = batch.advantages[i]!;
    const free = -advantage * ratio;
    const bounded = -advantage * Math.min(1 + clip.high, Math.max(1 - clip.low, ratio));
    let value = Math.max(free, bounded);
    let slope = bounded > free || raw !== logRatio ? 0 : free;
    if (dual !== null && advantage < 0) {
      const ceiling = -advantage * dual;
      if (value > ceiling) {
        clippedDual[i] = 1;
        value = ceiling;
        slope = 0;
      }
    }
    if (bounded > free) clipped[i] = 1;
    negativeLogRatio[i] = -logRatio;
    const weight = batch.weights[i]! * (batch.samplerWeights?.[i] ?? 1);
    loss += weight * value;
    gradient[i] = weight * slope;
  }
  const metrics = {
    ...clipFractions(batch, clipped),
    clipFractionDual: maskedMean(batch.mask, clippedDual),
    approximateKl: maskedMean(batch.mask, negativeLogRatio),
  };
  return { loss, gradient, metrics };
}
