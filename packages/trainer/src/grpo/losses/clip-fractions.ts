/** Which side of the clip range tokens ran into. */
import { maskedMean } from './aggregation.ts';
import type { LossBatch } from './loss.ts';

/**
 * Shares of the tokens that a clip of the ratio holds. It holds below the range only where the advantage is negative,
 * and above it only where it is positive.
 * @param clipped 1 where the clipped term is the loss, [rows * columns].
 */
export function clipFractions(
  batch: LossBatch,
  clipped: Float64Array,
): Record<'clipFraction' | 'clipFractionLow' | 'clipFractionHigh', number> {
  const low = clipped.map((held, i) => (batch.advantages[i]! < 0 ? held : 0));
  return {
    clipFraction: maskedMean(batch.mask, clipped),
    clipFractionLow: maskedMean(batch.mask, low),
    clipFractionHigh: maskedMean(
      batch.mask,
      clipped.map((held, i) => held - low[i]!),
    ),
  };
}
