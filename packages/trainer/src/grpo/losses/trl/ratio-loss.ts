/**
 * The clipped surrogate of TRL's GRPOTrainer, with the ratio on tokens or on sequences. It differs from verl's: nothing
 * is clamped in log space, and `delta` bounds only the unclipped ratio.
 * Source: trl/trainer/grpo_trainer.py, `_compute_loss`, release 1.16.0.
 */
import { maskedMean, rowLengths } from '../aggregation.ts';
import type { LossBatch, LossValue } from '../loss.ts';
import type { TrlOptions } from './variant.ts';

export function ratioLoss(batch: LossBatch, { level, clip, delta }: TrlOptions): LossValue {
  const { rows, columns, mask } = batch;
  const logRatios = logRatioOf(batch, level);
  const lengths = rowLengths(batch);
  const gradient = new Float64Array(rows * columns);
  const low = new Float64Array(rows * columns);
  const high = new Float64Array(rows * columns);
  let loss = 0;
  for (let b = 0; b < rows; b++) {
    let rowSlope = 0;
    for (let i = b * columns; i < (b + 1) * columns; i++) {
      if (level === 'token' && !mask[i]) continue;
      const plain = Math.exp(logRatios[i]!);
      const bounded = Math.min(1 + clip.high, Math.max(1 - clip.low, plain));
      const ratio = delta === null ? plain : Math.min(delta, plain);
      const advantage = batch.advantages[i]!;
      if (ratio < 1 - clip.low && advantage < 0) low[i] = 1;
      if (ratio > 1 + clip.high && advantage > 0) high[i] = 1;
      if (!mask[i]) continue;
      const free = ratio * advantage;
      const clipped = bounded * advantage;
      const weight = batch.weights[i]! * (batch.samplerWeights?.[i] ?? 1);
      loss -= weight * Math.min(free, clipped);
      // The smaller term is the one that is differentiated; a bound that is active has slope 0.
      const slope = clipped < free || ratio !== plain ? 0 : -weight * free;
      if (level === 'token') gradient[i] = slope;
      else rowSlope += slope;
    }
    if (level === 'sequence') {
      const share = rowSlope / Math.max(lengths[b]!, 1);
      for (let i = b * columns; i < (b + 1) * columns; i++) if (mask[i]) gradient[i] = share;
    }
  }
  return { loss, gradient, metrics: clipMetrics(batch, level, low, high) };
}

/** log(p / old p) of each token, or its mean over the row in every cell of the row. */
export function logRatioOf(batch: LossBatch, level: 'token' | 'sequence'): Float64Array {
  const { rows, columns, mask } = batch;
  const ratios = new Float64Array(rows * columns);
  for (let i = 0; i < ratios.length; i++) ratios[i] = batch.logprobs[i]! - batch.oldLogprobs[i]!;
  if (level === 'token') return ratios;
  const lengths = rowLengths(batch);
  for (let b = 0; b < rows; b++) {
    let sum = 0;
    for (let i = b * columns; i < (b + 1) * columns; i++) if (mask[i]) sum += ratios[i]!;
    ratios.fill(sum / Math.max(lengths[b]!, 1), b * columns, (b + 1) * columns);
  }
  return ratios;
}

/**
 * Token level: means over tokens, extremes over the means of rows. Sequence level: over rows, empty ones included.
 */
function clipMetrics(
  batch: LossBatch,
  level: 'token' | 'sequence',
  low: Float64Array,
  high: Float64Array,
): Record<string, number> {
  const lowRows = rowShares(batch, level, low);
  const highRows = rowShares(batch, level, high);
  const mean = (tokens: Float64Array, rows: readonly number[]): number =>
    level === 'token'
      ? maskedMean(batch.mask, tokens)
      : rows.reduce((sum, share) => sum + share, 0) / batch.rows;
  const clipFractionLow = mean(low, lowRows);
  const clipFractionHigh = mean(high, highRows);
  return {
    clipFraction: clipFractionLow + clipFractionHigh,
    clipFractionLow,
    clipFractionHigh,
    clipFractionDual: 0,
    clipFractionLowMin: Math.min(...lowRows),
    clipFractionHighMax: Math.max(...highRows),
  };
}

/** Share of each row's tokens that is clipped; rows without tokens are left out at token level. */
function rowShares(batch: LossBatch, level: 'token' | 'sequence', clipped: Float64Array): number[] {
  const { rows, columns, mask } = batch;
  const lengths = rowLengths(batch);
  const shares: number[] = [];
  for (let b = 0; b < rows; b++) {
    if (level === 'sequence') shares.push(clipped[b * columns]!);
    else if (lengths[b]! > 0) {
      let sum = 0;
      for (let i = b * columns; i < (b + 1) * columns; i++) sum += clipped[i]! * mask[i]!;
      shares.push(sum / lengths[b]!);
    }
  }
  return shares;
}
