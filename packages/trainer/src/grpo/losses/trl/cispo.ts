/**
 * CISPO as TRL computes it: the clipped ratio is a constant weight and the gradient always flows through log p, so no
 * token is silenced by a clip. Here `clip.high` bounds the ratio itself, not its distance from 1.
 * Source: MiniMax-M1 (arXiv 2506.13585), eq. 4; trl `_compute_loss`.
 */
import { maskedMean } from '../aggregation.ts';
import type { LossBatch, LossValue } from '../loss.ts';
import { dapo } from './dapo.ts';
import { logRatioOf } from './ratio-loss.ts';
import type { TrlOptions, TrlVariant } from './variant.ts';

export const cispo: TrlVariant = { evaluate, weight: dapo.weight };

function evaluate(batch: LossBatch, { level, clip }: TrlOptions): LossValue {
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
  const clipFraction = maskedMean(batch.mask, clipped);
  const metrics = {
    clipFraction,
    clipFractionLow: 0,
    clipFractionHigh: clipFraction,
    clipFractionDual: 0,
  };
  return { loss, gradient, metrics };
}
