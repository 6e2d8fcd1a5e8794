/** Interval of the difference between two models on the same items, groups drawn whole. */
import { createRandom } from '@parallax/geometry';
import type { Interval } from '../intervals/wilson.ts';

export interface PairedItem {
  readonly a: number;
  readonly b: number;
  readonly groupId: string;
}

export interface PairedDifference {
  /** mean(b) - mean(a). */
  readonly difference: number;
  readonly interval: Interval;
  readonly items: number;
  readonly groups: number;
}

export interface PairedBootstrapOptions {
  readonly resamples?: number;
  readonly confidence?: number;
  readonly seed?: number;
}

/**
 * Percentile bootstrap of mean(b) - mean(a). Groups (scenes) are the unit that is drawn, since items of one scene
 * are not independent; with one group only, its items are drawn and the interval speaks of that group alone. The same
 * seed gives the same interval. Source: Efron and Tibshirani 1993, chapter 13.
 */
export function pairedBootstrap(
  items: readonly PairedItem[],
  options: PairedBootstrapOptions = {},
): PairedDifference {
  const { resamples = 5000, confidence = 0.95, seed = 1 } = options;
  const sums = new Map<string, { difference: number; count: number }>();
  let total = 0;
  const single = new Set(items.map((item) => item.groupId)).size === 1;
  for (const [index, { a, b, groupId: group }] of items.entries()) {
    const groupId = single ? String(index) : group;
    const sum = sums.get(groupId) ?? { difference: 0, count: 0 };
    sum.difference += b - a;
    sum.count += 1;
    total += b - a;
    sums.set(groupId, sum);
  }
  const groups = [...sums.values()];
  if (groups.length === 0) return { difference: 0, interval: [-1, 1], items: 0, groups: 0 };
  const random = createRandom(seed);
  const means = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let difference = 0;
    let count = 0;
    for (let i = 0; i < groups.length; i++) {
      const group = groups[random.int(0, groups.length)]!;
      difference += group.difference;
      count += group.count;
    }
    means[r] = difference / count;
  }
  means.sort();
  const tail = (1 - confidence) / 2;
  return {
    difference: total / items.length,
    interval: [percentile(means, tail), percentile(means, 1 - tail)],
    items: items.length,
    groups: single ? 1 : groups.length,
  };
}

/** Linear interpolation between order statistics. */
function percentile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}
