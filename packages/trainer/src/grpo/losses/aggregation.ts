/**
 * From a loss per token to one number. All four modes are linear, so a mode is fully described by one weight per
 * token: loss = sum(weight * tokenLoss), and the same weights are the gradient. Weights made for a whole mini-batch
 * may be cut into micro-batches: the parts then add up to the mini-batch's loss exactly.
 *
 * Source: verl `agg_loss` (verl/trainer/ppo/core_algos.py). Rows without tokens are left out of the count of rows.
 */

/** Row-major [rows, columns] matrices travel as flat arrays; `mask` is 1 on completion tokens. */
export interface TokenGrid {
  readonly rows: number;
  readonly columns: number;
  readonly mask: ArrayLike<number>;
}

export type AggregationMode =
  | 'token-mean'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm';

export interface AggregationOptions {
  /** Number of data-parallel workers whose losses will be averaged. */
  readonly workers?: number;
  /** Tokens of the whole mini-batch over all workers (token-mean); default: counted here. */
  readonly batchTokens?: number;
  /** Non-empty rows of the whole mini-batch over all workers (seq modes); default: counted here. */
  readonly batchRows?: number;
  /** Divisor of seq-mean-token-sum-norm; default: the padded width. */
  readonly scaleFactor?: number;
}

/** Weights [rows * columns]; 0 outside the mask. */
export function aggregationWeights(
  grid: TokenGrid,
  mode: AggregationMode,
  options: AggregationOptions = {},
): Float64Array {
  const { rows, columns, mask } = grid;
  const lengths = rowLengths(grid);
  const workers = options.workers ?? 1;
  const tokens = options.batchTokens ?? lengths.reduce((sum, n) => sum + n, 0);
  const filled = options.batchRows ?? lengths.reduce((count, n) => count + (n > 0 ? 1 : 0), 0);
  const weights = new Float64Array(rows * columns);
  for (let b = 0; b < rows; b++) {
    let weight = workers / filled;
    if (mode === 'token-mean') weight = workers / tokens;
    if (mode === 'seq-mean-token-mean') weight /= lengths[b]! + 1e-8;
    if (mode === 'seq-mean-token-sum-norm') weight /= options.scaleFactor ?? columns;
    for (let t = 0; t < columns; t++) {
      const at = b * columns + t;
      if (mask[at]) weights[at] = weight * mask[at]!;
    }
  }
  return weights;
}

/** Sum of weight * value; a value where the weight is 0 does not count, even NaN. */
export function weightedSum(weights: ArrayLike<number>, values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) if (weights[i] !== 0) sum += weights[i]! * values[i]!;
  return sum;
}

/** Mean over the mask, divided by (count + 1e-8) as verl's masked_mean. */
export function maskedMean(mask: ArrayLike<number>, values: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) count += mask[i]!;
  return weightedSum(mask, values) / (count + 1e-8);
}

/** Completion tokens of each row. */
export function rowLengths(grid: TokenGrid): Float64Array {
  const lengths = new Float64Array(grid.rows);
  for (let i = 0; i < grid.rows * grid.columns; i++) lengths[Math.floor(i / grid.columns)]! += grid.mask[i]!;
  return lengths;
}
