/** Interval of a share whose samples are independent. */
import { normalQuantile } from '../quantiles.ts';

export type Interval = readonly [low: number, high: number];

/**
 * Wilson score interval of `hits` of `n`.
 * @param hits 0..n; need not be whole (an effective count).
 * Source: Wilson 1927; unlike the textbook interval it stays honest near 0 and 1. With n = 0 it is [0, 1].
 */
export function wilsonInterval(hits: number, n: number, confidence = 0.95): Interval {
  if (n <= 0) return [0, 1];
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const share = hits / n;
  const denominator = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  // At the ends the formula gives 0 and 1 exactly; rounding must not leave them.
  return [hits <= 0 ? 0 : Math.max(0, middle - half), hits >= n ? 1 : Math.min(1, middle + half)];
}
