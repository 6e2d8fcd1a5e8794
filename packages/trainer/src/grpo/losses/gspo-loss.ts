/**
 * GSPO as verl computes it: one ratio a row, the geometric mean of its token ratios, clipped like PPO's.
 *
 * The value of the row's ratio is a constant in the backward pass; the gradient flows through each token's own
 * log_prob. So this is not the gradient of the plain sequence ratio (TRL's `sequence` level is: see trl/ratio-loss.ts).
 * The log ratio is clamped above at 10. Aggregation is always seq-mean-token-mean.
 * Source: Zheng et al. 2025, "Group sequence policy optimization"; verl `compute_policy_loss_gspo`.
 */
import { aggregationWeights, maskedMean, rowLengths } from './aggregation.ts';
import { clipFractions } from './clip-fractions.ts';
import type { ClipRange, LossBatch, LossFactory, LossValue } from './loss.ts';

export const gspoLoss: LossFactory = ({ clip, aggregation, maxNewTokens }) => ({
  evaluate: (batch) => sequenceRatioLoss(batch, clip),
  weights: (grid) => aggregationWeights(grid, 'seq-mean-token-mean'),
  termWeights: (grid) => aggregationWeights(grid, aggregation, { scaleFactor: maxNewTokens }),
});

export function sequenceRatioLoss(batch: LossBatch, clip: ClipRange): LossValue {
  const { rows, columns, mask } = batch;
  const lengths = rowLengths(batch);
  const gradient = new Float64Array(rows * columns);
  const clipped = new Float64Array(rows * columns);
  const negativeLogRatio = new Float64Array(rows * columns);
  let loss = 0;
  for (let b = 0; b < rows; b++) {
    let sum = 0;
    for (let i = b * columns; i < (b + 1) * columns; i++) {
      if (!mask[i]) continue;
      const logRatio = batch.logprobs[i]! - batch.oldLogprobs[i]!;
      negativeLogRatio[i] = -logRatio;
      sum += logRatio;
    }
    const logRatio = sum / Math.max(lengths[b]!, 1);
    const ratio = Math.exp(Math.min(10, logRatio));
    for (let i = b * columns; i < (b + 1) * columns; i++) {
      if (!mask[i]) continue;
      const advantage = batch.advantages[i]!;
      const free = -advantage * ratio;
      const bounded = -advantage * Math.min(1 + clip.high, Math.max(1 - clip.low, ratio));
      if (bounded > free) clipped[i] = 1;
      const weight = batch.weights[i]! * (batch.samplerWeights?.[i] ?? 1);
      loss += weight * Math.max(free, bounded);
      gradient[i] = bounded > free || logRatio > 10 ? 0 : weight * free;
    }
  }
  const metrics = {
    ...clipFractions(batch, clipped),
    clipFractionDual: 0,
    approximateKl: maskedMean(mask, negativeLogRatio),
  };
  return { loss, gradient, metrics };
}
