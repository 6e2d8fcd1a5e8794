/**
 * The losses of TRL's GRPOTrainer: grpo, bnpo, dr_grpo, dapo and cispo, with the ratio on tokens or on sequences.
 *
 * They differ from verl's in three places: nothing is clamped in log space, `delta` bounds only the unclipped
 * ratio, and each type fixes its own normalisation (`trlWeights`); the KL term is k3 without clamps.
 * Source: trl/trainer/grpo_trainer.py, `_compute_loss`, release 1.16.0.
 */
import { maskedMean, rowLengths, type TokenGrid } from './aggregation.ts';
import type { ClipRange, LossBatch, LossValue, PolicyLoss } from './loss.ts';

export type TrlLossType = 'grpo' | 'bnpo' | 'dr_grpo' | 'dapo' | 'cispo';

export interface TrlLossOptions {
  readonly type: TrlLossType;
  readonly level: 'token' | 'sequence';
  readonly clip: ClipRange;
  /** Upper bound of the unclipped ratio ("two-sided clipping"); null = none. */
  readonly delta: number | null;
}

export interface TrlWeightOptions {
  readonly type: TrlLossType;
  /** Longest completion that sampling allows (dr_grpo). */
  readonly maxCompletionLength: number;
  /** Completion tokens of the whole optimizer step over all workers (dapo, cispo); default: counted here. */
  readonly batchTokens?: number;
  /** Micro-batches whose losses are summed into one optimizer step. */
  readonly accumulation?: number;
  /** Micro-batches made from one round of sampling (dapo, cispo). */
  readonly microBatchesPerRollout?: number;
}

/** d loss / d token loss. Unlike verl, empty rows count as rows in grpo and dr_grpo. */
export function trlWeights(grid: TokenGrid, options: TrlWeightOptions): Float64Array {
  const lengths = rowLengths(grid);
  const accumulation = options.accumulation ?? 1;
  const tokens = lengths.reduce((sum, n) => sum + n, 0);
  const sampled =
    ((options.batchTokens ?? tokens) * accumulation) / (options.microBatchesPerRollout ?? accumulation);
  return Float64Array.from({ length: grid.rows * grid.columns }, (_, i) => {
    if (!grid.mask[i]) return 0;
    switch (options.type) {
      case 'grpo':
        return 1 / (Math.max(lengths[Math.floor(i / grid.columns)]!, 1) * grid.rows * accumulation);
      case 'bnpo':
        return 1 / (Math.max(tokens, 1) * accumulation);
      case 'dr_grpo':
        return 1 / (grid.rows * options.maxCompletionLength * accumulation);
      default:
        return 1 / sampled;
    }
  });
}

export function trlLoss(options: TrlLossOptions): PolicyLoss {
  return (batch) => (options.type === 'cispo' ? evaluateCispo(batch, options) : evaluate(batch, options));
}

function evaluate(batch: LossBatch, { level, clip, delta }: TrlLossOptions): LossValue {
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

/** CISPO: the clipped ratio is a constant weight, the gradient always flows through log p. */
function evaluateCispo(batch: LossBatch, { level, clip }: TrlLossOptions): LossValue {
  const logRatios = logRatioOf(batch, level);
  const gradient = new Float64Array(logRatios.length);
  const clipped = new Float64Array(logRatios.length);
  let loss = 0;
  for (let i = 0; i < gradient.length; i++) {
    if (!batch.mask[i]) continue;
    const ratio = Math.exp(logRatios[i]!);
    const advantage = batch.advantages[i]!;
    if (ratio > clip.high && advantage > 0) clipped[i] = 1;
    const weight = batch.weights[i]! * (batch.samplerWeights?.[i] ?? 1);
    gradient[i] = -weight * Math.min(ratio, clip.high) * advantage;
    loss += gradient[i]! * batch.logprobs[i]!;
  }
  return { loss, gradient, metrics: { clipFraction: maskedMean(batch.mask, clipped) } };
}

function logRatioOf(batch: LossBatch, level: 'token' | 'sequence'): Float64Array {
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
