/** How many items it takes to see a difference, so that nobody reads noise. */
import { normalCdf, normalQuantile } from '../quantiles.ts';

export interface PowerOptions {
  readonly significance?: number;
  readonly power?: number;
}

/**
 * Items per model needed to tell accuracies `base` and `base + gain` apart (two-sided, independent samples,
 * arcsine effect size). Source: Cohen 1988, chapter 6. Paired items need fewer: this is the cautious figure.
 */
export function itemsNeeded(base: number, gain: number, options: PowerOptions = {}): number {
  const effect = Math.abs(arcsine(base + gain) - arcsine(base));
  const enough = (n: number): boolean =>
    powerOf(effect, n, options.significance ?? 0.05) >= (options.power ?? 0.8);
  let low = 0;
  let high = 2;
  while (!enough(high)) high *= 2;
  for (let i = 0; i < 100 && high - low > 1e-9 * high; i++) {
    const middle = (low + high) / 2;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Smallest gain over `base` that `n` items can show, or null when not even 100 % would stand out. */
export function detectableGain(base: number, n: number, options: PowerOptions = {}): number | null {
  if (n < 1 || itemsNeeded(base, 1 - base, options) > n) return null;
  let low = 0;
  let high = 1 - base;
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (itemsNeeded(base, middle, options) <= n) high = middle;
    else low = middle;
  }
  return high;
}

function powerOf(effect: number, n: number, significance: number): number {
  const z = normalQuantile(1 - significance / 2);
  const shift = effect * Math.sqrt(n / 2);
  return 1 - normalCdf(z - shift) + normalCdf(-z - shift);
}

function arcsine(share: number): number {
  return 2 * Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));
}
