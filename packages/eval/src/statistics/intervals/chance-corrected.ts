/** Score above guessing: 0 for a uniform guess, 1 for all right, below 0 for worse than guessing. */
import { type ClusteredMean, clusteredInterval } from './clustered.ts';

/**
 * Sum of (value - chance) over sum of (1 - chance), each sample with its own chance, so questions with two and with
 * four options may stand in one table. The interval is that of the mean of (value - chance), cluster-robust, on the
 * same scale; it is not clamped at 0. All chances 1: 0 with the whole range.
 * Source: SITE-Bench's chance-adjusted accuracy.
 */
export function chanceCorrected(
  values: readonly number[],
  chances: readonly number[],
  groupIds: readonly string[],
  confidence = 0.95,
): Omit<ClusteredMean, 'standardError'> {
  const room = chances.reduce((sum, chance) => sum + (1 - chance), 0) / (chances.length || 1);
  if (!(room > 0)) return { mean: 0, groups: new Set(groupIds).size, interval: [-1, 1] };
  const chance = 1 - room;
  // Shifted into 0..1, where the interval's bounds live: v - c + mean(c) has the mean of v.
  const shifted = values.map((value, i) => value - (chances[i] ?? chance) + chance);
  const { mean, groups, interval } = clusteredInterval(shifted, groupIds, confidence);
  const scaled = (share: number): number => (share - chance) / room;
  return { mean: scaled(mean), groups, interval: [scaled(interval[0]), scaled(interval[1])] };
}
