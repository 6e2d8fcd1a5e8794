/** Do two models differ on the same items? Exact test on the items that only one of them gets right. */
import { logGamma, normalCdf } from '../quantiles.ts';

/**
 * Two-sided exact McNemar test: the probability of a split at least as uneven under a fair coin.
 * @param onlyA items that only model A gets right; @param onlyB likewise for B. Without any, p = 1.
 * Source: McNemar 1947, exact binomial form.
 */
export function mcnemar(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB;
  const smaller = Math.min(onlyA, onlyB);
  if (n === 0 || onlyA === onlyB) return 1;
  let tail = 0;
  for (let k = 0; k <= smaller; k++) {
    tail += Math.exp(logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) - n * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

/**
 * The chi-square form with Edwards' continuity correction, for comparison with papers that print it; the exact test above
 * holds for any count. Counts that differ by one or less give p = 1, where statsmodels lets the correction overshoot.
 * Source: Edwards 1948.
 */
export function mcnemarChiSquare(onlyA: number, onlyB: number): { statistic: number; p: number } {
  const excess = Math.max(0, Math.abs(onlyA - onlyB) - 1);
  if (excess === 0) return { statistic: 0, p: 1 };
  const statistic = (excess * excess) / (onlyA + onlyB);
  return { statistic, p: 2 * normalCdf(-Math.sqrt(statistic)) };
}
