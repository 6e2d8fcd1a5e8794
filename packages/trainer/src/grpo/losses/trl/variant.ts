/**
 * What tells TRL's losses apart: how a token is evaluated and how much it counts. The name of a loss fixes both, the KL
 * term is k3 without clamps and counts as the policy loss does, and the dual clip plays no part.
 */
import { rowLengths, type TokenGrid } from '../aggregation.ts';
import type { ClipRange, LossBatch, LossFactory, LossValue } from '../loss.ts';

export interface TrlOptions {
  readonly level: 'token' | 'sequence';
  readonly clip: ClipRange;
  /** Upper bound of the unclipped ratio ("two-sided clipping"); null = none. */
  readonly delta: number | null;
}

export interface TrlCounts {
  /** Longest completion that sampling allows. */
  readonly maxCompletionLength: number;
  /** Completion tokens of the whole optimizer step over all workers; default: counted in the grid. */
  readonly batchTokens?: number;
  /** Micro-batches whose losses are summed into one optimizer step; default 1. */
  readonly accumulation?: number;
  /** Micro-batches made from one round of sampling; default: `accumulation`. */
  readonly microBatchesPerRollout?: number;
}

/** One token's place in its mini-batch. */
export interface TrlToken extends Required<TrlCounts> {
  readonly rows: number;
  /** Completion tokens of its row, and of all rows. */
  readonly rowTokens: number;
  readonly tokens: number;
}

export interface TrlVariant {
  evaluate(batch: LossBatch, options: TrlOptions): LossValue;
  /** d loss / d token loss. Unlike verl, rows without tokens count as rows. */
  weight(token: TrlToken): number;
}

export function trlWeights(variant: TrlVariant, grid: TokenGrid, counts: TrlCounts): Float64Array {
  const lengths = rowLengths(grid);
  const tokens = lengths.reduce((sum, n) => sum + n, 0);
  const accumulation = counts.accumulation ?? 1;
  const known = { batchTokens: tokens, accumulation, microBatchesPerRollout: accumulation, ...counts };
  return Float64Array.from({ length: grid.rows * grid.columns }, (_, i) => {
    if (!grid.mask[i]) return 0;
    const rowTokens = lengths[Math.floor(i / grid.columns)]!;
    return variant.weight({ ...known, rows: grid.rows, rowTokens, tokens });
  });
}

/** A variant as training uses it: the ratio on tokens, no two-sided clipping. */
export function trlLoss(variant: TrlVariant): LossFactory {
  return ({ clip, klEstimator, maxNewTokens }) => ({
    evaluate: (batch) => variant.evaluate(batch, { level: 'token', clip, delta: null }),
    weights: (grid) => trlWeights(variant, grid, { maxCompletionLength: maxNewTokens }),
    klEstimator: klEstimator === 'k3' ? 'k3-unclamped' : klEstimator,
  });
}
