/**
 * exp(x) of what is not positive, at half the cost of Math.exp: a row of logits asks for one a token of the vocabulary.
 * x = (64 n + i + f) ln 2 / 64 gives 2^n from one table, 2^(i / 64) from another and the rest by Taylor's sum to the fifth
 * power, whose error is below 3e-15.
 */

const PARTS = 64;
const STEP = Math.LN2 / PARTS;
/** 2^(i / 64) */
const FRACTIONS = Float64Array.from({ length: PARTS }, (_, i) => 2 ** (i / PARTS));
/** Below it a double is no longer normal: 0 is as good a share of a sum that is at least 1. */
const LOWEST = -708;
/** 2^-n */
const POWERS = Float64Array.from({ length: 1 - Math.floor(LOWEST / Math.LN2) }, (_, n) => 2 ** -n);

/** @param x at most 0; within 1e-13 of exp(x) times itself, 0 below -708 */
export function exponential(x: number): number {
  if (!(x >= LOWEST)) return Number.isNaN(x) ? x : 0;
  const steps = Math.floor(x / STEP);
  const rest = x - steps * STEP;
  const sum = 1 + rest * (1 + rest * (1 / 2 + rest * (1 / 6 + rest * (1 / 24 + rest / 120))));
  return FRACTIONS[steps & (PARTS - 1)]! * POWERS[-(steps >> 6)]! * sum;
}
