/**
 * From rewards to advantages. One row is one completion; rows with the same group share a prompt.
 *
 * grpo                 (r - group mean) / (group sample std + epsilon)         DeepSeekMath, eq. of section 4.1; verl
 * dr_grpo              r - group mean                                          "Understanding R1-Zero-like training"
 * rloo                 r - mean of the other rows of the group                 Ahmadian et al. 2024
 * reinforce_plus_plus  r, whitened over all tokens of the batch                Hu 2025, gamma 1
 * batch                (r - group mean) / (sample std of the batch + epsilon)  TRL scale_rewards="batch"
 *
 * A group of one keeps its raw reward (mean 0, std 1), as verl does.
 */
import type { TokenGrid } from './aggregation.ts';

export type AdvantageKind = 'grpo' | 'dr_grpo' | 'rloo' | 'reinforce_plus_plus' | 'batch';

export interface AdvantageOptions {
  /** Added to the standard deviation; verl 1e-6 (default), TRL 1e-4. */
  readonly epsilon?: number;
}

/**
 * Advantage of each token, [rows * columns], 0 outside the mask.
 * @param rewards one number a row (token rewards are summed over the row first: see `rowRewards`).
 * @param groups group id of each row, in any order.
 */
export function computeAdvantages(
  kind: AdvantageKind,
  rewards: ArrayLike<number>,
  groups: readonly (string | number)[],
  grid: TokenGrid,
  options: AdvantageOptions = {},
): Float64Array {
  const scalars = rowAdvantages(kind, rewards, groups, options);
  const spread = new Float64Array(grid.rows * grid.columns);
  for (let i = 0; i < spread.length; i++) {
    spread[i] = scalars[Math.floor(i / grid.columns)]! * grid.mask[i]!;
  }
  return kind === 'reinforce_plus_plus' ? whitenTokens(spread, grid.mask) : spread;
}

/** Sum of a row's token rewards over the whole row: the mask plays no part (verl's outcome reward). */
export function rowRewards(tokenRewards: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows * columns; i++) sums[Math.floor(i / columns)]! += tokenRewards[i]!;
  return sums;
}

/** Advantage of each row before it is spread over tokens; for reinforce_plus_plus the raw reward. */
export function rowAdvantages(
  kind: AdvantageKind,
  rewards: ArrayLike<number>,
  groups: readonly (string | number)[],
  options: AdvantageOptions = {},
): Float64Array {
  const epsilon = options.epsilon ?? 1e-6;
  const members = new Map<string | number, number[]>();
  groups.forEach((group, row) => {
    const rows = members.get(group);
    if (rows === undefined) members.set(group, [row]);
    else rows.push(row);
  });
  const result = Float64Array.from(rewards);
  if (kind === 'reinforce_plus_plus') return result;
  const batchStd = kind === 'batch' ? sampleStd(Array.from(rewards)) : 1;
  for (const rows of members.values()) {
    const own = rows.map((row) => rewards[row]!);
    const single = own.length === 1;
    const mean = single && kind !== 'batch' ? 0 : own.reduce((sum, r) => sum + r, 0) / own.length;
    const std = single ? 1 : sampleStd(own);
    // All rewards equal: exactly 0, whatever the rounding of the mean.
    const equal = !single && own.every((r) => r === own[0]);
    for (const row of rows) {
      const centred = equal ? 0 : rewards[row]! - mean;
      if (kind === 'grpo') result[row] = centred / (std + epsilon);
      else if (kind === 'batch') result[row] = centred / (batchStd + epsilon);
      else if (kind === 'rloo' && !single) result[row] = (centred * own.length) / (own.length - 1);
      else result[row] = centred;
    }
  }
  return result;
}

function sampleStd(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(values.length - 1, 1));
}

/** (x - mean) / sqrt(sample variance + 1e-8) over the tokens of the mask. */
function whitenTokens(values: Float64Array, mask: ArrayLike<number>): Float64Array {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    count += mask[i]!;
    sum += values[i]! * mask[i]!;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += mask[i]! * (values[i]! - mean) ** 2;
  const scale = 1 / Math.sqrt(squares / Math.max(count - 1, 1) + 1e-8);
  return values.map((value, i) => (value - mean) * scale * mask[i]!);
}
