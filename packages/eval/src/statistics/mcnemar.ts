/** Do two models differ on the same items? Exact test on the items that only one of them gets right. */
import { logGamma } from './quantiles.ts';

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
