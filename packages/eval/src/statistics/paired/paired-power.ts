/** What two models on the same items can show, once it is known how often they disagree. */
import { normalQuantile } from '../quantiles.ts';
import type { PowerOptions } from './power.ts';

/**
 * Items on which McNemar's test finds a difference of accuracies.
 * @param discordance share of items that only one of the two gets right, 0..1
 * @param difference of the accuracies, at most `discordance` in size; 0 is never found (Infinity)
 * Source: Connett, Smith and McHugh 1987, normal approximation, two-sided.
 */
export function pairedItemsNeeded(
  discordance: number,
  difference: number,
  options: PowerOptions = {},
): number {
  const gap = Math.abs(difference);
  if (gap === 0) return Number.POSITIVE_INFINITY;
  if (gap > discordance) {
    throw new RangeError(
      `pairedItemsNeeded: a difference of ${gap} needs more discordance than ${discordance}.`,
    );
  }
  const { significance = 0.05, power = 0.8 } = options;
  const found = normalQuantile(1 - significance / 2) * Math.sqrt(discordance);
  const spread = normalQuantile(power) * Math.sqrt(discordance - gap * gap);
  return ((found + spread) / gap) ** 2;
}

/** Smallest difference that `items` shared items can show at this discordance; null when even all of it is too little. */
export function pairedDetectableGain(
  discordance: number,
  items: number,
  options: PowerOptions = {},
): number | null {
  if (discordance <= 0 || pairedItemsNeeded(discordance, discordance, options) > items) return null;
  let low = 0;
  let high = discordance;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle > 0 && pairedItemsNeeded(discordance, middle, options) <= items) high = middle;
    else low = middle;
  }
  return high;
}
